"""The camera's page: shooting, cutting, pages, file, codes; unplugged, busy, missing; the window answers."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.devices import camera_pictures as pictures
from tests.devices.camera_pictures import lay, sheet, table, turned
from tests.devices.test_camera_pictures import CODE, slip
from tests.servers.logwatch import LogWatch
from tests.ui.camera_stage import Cameras, Heard, Recorded, add_page, frame_of, open_page
from tests.ui.screen_support import FakeFiles
from yichuang_desktop.devices.camera_work import picture_work
from yichuang_desktop.services.ports_cameras import WHOLE
from yichuang_desktop.ui.camera.screen import CameraScreen, Reading
from yichuang_desktop.ui.camera.shelf import KEPT_SECONDS, Shelf, forget_old
from yichuang_desktop.ui.main_window import Place, Shell
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.stalls import StallWatch
from yichuang_desktop.ui.tasks import Tasks

LONG = (
    "农村集体经济组织利用集体建设用地兴办乡镇企业以及乡（镇）村公共设施用地的书面意见（加盖公章，含附图三份）"
)
HD = (960, 540)
SHARES = tuple((x / HD[0], y / HD[1]) for x, y in turned(HD, 0.8, 4))


class Other(Screen):
    """The screen the page is opened from."""

    title = "收件"

    def __init__(self) -> None:
        super().__init__()
        self.scanned: list[str] = []

    def on_scan(self, code: str) -> None:
        self.scanned.append(code)


@dataclass
class Bench:
    """A shell with the camera's page, and a hand."""

    qtbot: QtBot
    place: Path
    camera: Recorded = field(default_factory=Recorded)
    cameras: Cameras = field(default_factory=Cameras)
    files: FakeFiles = field(default_factory=FakeFiles)

    def __post_init__(self) -> None:
        if not self.cameras.there and not self.cameras.missing():
            self.cameras.there.append(self.camera)
        self.tasks = Tasks()
        self.messages = Messages()
        self.messages.listen_to(self.tasks)
        place = Place("内乡县行政审批服务中心", "4号窗口", "员工甲", demonstration=True)
        self.shell = Shell(place, self.messages, Sounds(enabled=False))
        self.qtbot.addWidget(self.shell)
        self.other = Other()
        self.shell.add_screen("intake", "收件", Key.SCREEN_2, lambda: self.other)
        add_page(self.shell, self.tasks, self.files, self.cameras, self.place)
        self.heard = Heard()
        self.shell.show()

    def open(self, **changes: object) -> CameraScreen:
        self.page = open_page(self.shell, self.heard.wish(**changes))  # type: ignore[arg-type]
        return self.page

    def until(self, come: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(come, timeout=20_000)

    def settle(self) -> None:
        self.until(lambda: self.tasks.pending == 0)

    def see(self) -> None:
        """Until there is a picture."""
        self.until(lambda: self.page.live.newest is not None and self.page.view.image is not None)
        self.settle()

    def shoot(self, *papers: Image.Image, key: Qt.Key = Qt.Key.Key_Space) -> None:
        """Lay papers under the camera one after the other and shoot each."""
        for paper in papers:
            self._shoot(paper, key)
        self.settle()

    def _shoot(self, paper: Image.Image, key: Qt.Key) -> None:
        before, count = self.camera.taken, len(self.page._pages.shots)
        self.camera.show(paper)
        self.until(lambda: self.camera.taken > before + 1)
        self.see()
        self.tap(key)
        self.until(lambda: len(self.page._pages.shots) == count + 1)

    def tap(self, *keys: Qt.Key, shift: bool = False) -> None:
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        for key in keys:
            QTest.keyClick(self.page.view, key, held)
            self.until(lambda: not self.shell.scans.holding)
        self.settle()

    def press(self, key: Key) -> None:
        QTest.keySequence(self.shell.focusWidget() or self.shell, QKeySequence(key.keys))
        self.settle()

    def pdf(self, at: int = -1) -> "pypdfium2.PdfDocument":
        return pypdfium2.PdfDocument(self.heard.files[at].content)

    def close(self) -> None:
        self.shell.close()
        self.page.live.wait_ended() if hasattr(self, "page") else None
        self.tasks.close()


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(qtbot, tmp_path / "camera")
    yield made
    made.close()


@cache
def paper(seed: int) -> Image.Image:
    return lay(table(HD), sheet((620, 877), seed=seed), turned(HD, 0.8, 4))


def papers(count: int) -> list[Image.Image]:
    """So many different sheets on the table."""
    return [paper(seed) for seed in range(count)]


# ---------------------------------------------------------------------------------------------- taking


def test_the_camera_is_opened_when_asked_and_let_go_when_the_page_is_left(bench: Bench) -> None:
    assert bench.camera.opened == 0
    bench.camera.show(papers(1)[0])
    bench.open()
    bench.see()
    assert bench.camera.opened == 1
    bench.press(Key.BACK)
    assert bench.shell.screen_name == "intake"
    assert bench.camera.closed == 1
    assert bench.heard.left == 1


def test_the_edges_are_shown_live_and_said(bench: Bench) -> None:
    bench.camera.show(papers(1)[0])
    page = bench.open()
    bench.until(lambda: page.view.corners is not None)
    assert page.view.corners is not None
    for found, true in zip(page.view.corners, SHARES, strict=True):
        assert abs(found[0] - true[0]) < 0.01
        assert abs(found[1] - true[1]) < 0.01
    assert "已找到纸边" in page.status.text()
    bench.camera.show(pictures.half_page().image)
    bench.until(lambda: "没有放全" in page.status.text())
    bench.camera.show(pictures.two_sheets().image)
    bench.until(lambda: "不止一张" in page.status.text())
    bench.camera.show(pictures.no_paper().image)
    bench.until(lambda: "没有找到纸边" in page.status.text())


def test_three_sheets_become_a_pdf_of_three_pages_in_order(bench: Bench) -> None:
    bench.open()
    bench.shoot(*papers(2))
    bench.shoot(papers(3)[2], key=Qt.Key.Key_F12)
    assert bench.page.panel.title.text() == "已拍 3 页"
    bench.press(Key.ACT_1)
    (file,) = bench.heard.files
    assert len(file.pages) == 3
    assert len(set(file.pages)) == 3
    with bench.pdf() as document:
        sizes = [document[at].get_size() for at in range(3)]
    assert all(high / wide == pytest.approx(2**0.5, abs=0.02) for wide, high in sizes)
    assert bench.shell.screen_name == "intake"


def test_undo_delete_and_order(bench: Bench) -> None:
    bench.open()
    bench.shoot(*papers(3))
    names = [shot.file for shot in bench.page._pages.shots]
    bench.press(Key.ALT_U)
    assert [shot.file for shot in bench.page._pages.shots] == names[:2]
    bench.tap(Qt.Key.Key_PageUp, Qt.Key.Key_Minus)
    assert [shot.file for shot in bench.page._pages.shots] == names[1::-1]
    bench.tap(Qt.Key.Key_Delete)
    assert [shot.file for shot in bench.page._pages.shots] == [names[0]]
    assert bench.page.panel.strip.words == ["第 1 页，已选中"]


def test_a_corner_is_moved_by_keys_by_mouse_and_the_full_picture_comes_back(bench: Bench) -> None:
    page = bench.open()
    bench.shoot(papers(1)[0])
    bench.tap(Qt.Key.Key_PageUp)
    found = page._pages.shots[0].cut.corners
    assert page.view.corner == "左上角"
    QTest.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.view.corner == "右上角"
    assert "右上角" in page.status.text()
    bench.tap(Qt.Key.Key_Left)
    bench.tap(Qt.Key.Key_Down, shift=True)
    bench.until(lambda: not page._develop_soon.isActive())
    bench.settle()
    x, y = page._pages.shots[0].cut.corners[1]
    assert (x, y) == pytest.approx((found[1][0] - 0.002, found[1][1] + 0.02))
    grip = page.view._place(found[3]).toPoint()
    QTest.mousePress(page.view, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(page.view, grip + QPoint(20, -10))
    QTest.mouseRelease(page.view, Qt.MouseButton.LeftButton, pos=grip + QPoint(20, -10))
    assert page._pages.shots[0].cut.corners[3] != found[3]
    bench.tap(Qt.Key.Key_F)
    assert page._pages.shots[0].cut.corners == WHOLE
    bench.tap(Qt.Key.Key_A)
    assert page._pages.shots[0].cut.corners == found


def test_turned_and_in_grey_it_stands_so_in_the_file(bench: Bench) -> None:
    bench.open()
    bench.shoot(papers(1)[0])
    bench.tap(Qt.Key.Key_PageUp, Qt.Key.Key_R, Qt.Key.Key_T, Qt.Key.Key_T)
    bench.press(Key.ACT_1)
    (picture,) = picture_work().pages_of(bench.heard.files[0].content)
    image = Image.open(BytesIO(picture))
    assert image.mode == "L"
    assert image.width > image.height


def test_front_and_back_of_a_card_stand_on_one_page(bench: Bench) -> None:
    corners = turned(HD, 0.34, 3, ratio=pictures.CARD[1] / pictures.CARD[0])
    cards = [lay(table(HD), sheet(pictures.CARD, lines=7, seed=seed), corners) for seed in (1, 2)]
    bench.open()
    bench.press(Key.ACT_2)
    bench.shoot(*cards)
    assert bench.page.panel.strip.words == ["第 1 页 · 正面", "第 1 页 · 反面"]
    bench.press(Key.ACT_2)
    bench.shoot(papers(1)[0])
    assert bench.page.panel.title.text() == "已拍 2 页"
    bench.press(Key.ACT_1)
    with bench.pdf() as document:
        assert len(document) == 2
        wide, high = document[0].get_size()
    assert high / wide == pytest.approx(2**0.5, abs=0.01)


def test_without_any_page_there_is_nothing_to_finish(bench: Bench) -> None:
    bench.open()
    bench.press(Key.ACT_1)
    assert not bench.heard.files
    assert "还没有拍" in (bench.messages.history[-1].text)


# ---------------------------------------------------------------------------------------------- surviving


def test_R_X_1_pages_not_finished_are_there_after_a_crash(bench: Bench, qtbot: QtBot) -> None:
    bench.open()
    bench.shoot(*papers(2))
    shots = bench.page._pages.shots
    # Nothing is closed: another program opens the same material.
    again = Bench(qtbot, bench.place)
    page = again.open()
    again.until(lambda: len(page._pages.shots) == 2)
    again.settle()
    assert page._pages.shots == shots
    again.press(Key.ACT_1)
    with again.pdf() as document:
        assert len(document) == 2
    again.close()


def test_pages_of_another_material_stay_apart(bench: Bench) -> None:
    bench.open()
    bench.shoot(papers(1)[0])
    bench.press(Key.BACK)
    page = bench.open(key="case-3", title="身份证")
    bench.see()
    assert not page._pages.shots


def test_what_was_finished_is_gone_on_with(bench: Bench) -> None:
    bench.open()
    bench.shoot(*papers(2))
    bench.press(Key.ACT_1)
    Shelf(bench.place, "case-2").clear()
    page = bench.open(existing=lambda: bench.heard.files[0].content)
    bench.until(lambda: len(page._pages.shots) == 2)
    bench.shoot(papers(3)[2])
    bench.press(Key.ACT_1)
    assert [len(file.pages) for file in bench.heard.files] == [2, 3]


def test_pages_nobody_came_back_to_do_not_stay_for_ever(tmp_path: Path) -> None:
    import os

    for age, key in ((KEPT_SECONDS + 60, "old"), (60, "young")):
        shelf = Shelf(tmp_path, key)
        shelf.put(b"jpeg")
        os.utime(shelf.folder, (time.time() - age, time.time() - age))
    forget_old(tmp_path)
    assert not Shelf(tmp_path, "old").folder.exists()
    assert Shelf(tmp_path, "young").folder.exists()


def test_a_list_that_cannot_be_read_loses_no_original(tmp_path: Path, expected_log: LogWatch) -> None:
    expected_log("unfinished pages in .* cannot be read")
    shelf = Shelf(tmp_path, "case-2")
    name = shelf.put(b"jpeg")
    (shelf.folder / "pages.json").write_text("[{", "utf-8")
    assert not shelf.load().shots
    assert shelf.original(name) == b"jpeg"
    assert shelf.put(b"other") != name


# ---------------------------------------------------------------------------------------------- trouble


@pytest.mark.parametrize("fault", ["camera_lost", "camera_busy", "camera_no_picture"])
def test_R_X_7_pulled_out_in_the_middle_it_says_so_and_goes_on_when_it_is_back(
    bench: Bench, fault: str
) -> None:
    page = bench.open()
    bench.shoot(papers(1)[0])
    watch = StallWatch()
    watch.start()
    bench.camera.pull(fault)
    bench.until(lambda: page.view.image is None)
    assert "高拍仪" in page.view.words
    assert page.acts()[-1].reason == page.view.words
    bench.tap(Qt.Key.Key_Space)
    assert len(page._pages.shots) == 1
    bench.camera.plug()
    bench.until(lambda: page.view.image is not None)
    watch.stop()
    bench.shoot(papers(2)[1])
    assert len(page._pages.shots) == 2
    assert [stall for stall in watch.longest() if stall.cpu_ms > 50] == []


def test_without_a_camera_it_is_looked_for_until_one_is_plugged_in(bench: Bench) -> None:
    bench.cameras.there.clear()
    page = bench.open()
    bench.until(lambda: "没有找到高拍仪" in page.view.words)
    bench.camera.show(papers(1)[0])
    bench.cameras.there.append(bench.camera)
    bench.until(lambda: page.view.image is not None)


def test_without_the_cameras_parts_pages_come_from_files(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "lease.jpg"
    paper(0).save(file)
    bench = Bench(
        qtbot, tmp_path / "camera", cameras=Cameras(missing="camera_missing_parts"), files=FakeFiles(file)
    )
    page = bench.open()
    bench.until(lambda: "没有安装高拍仪组件" in page.view.words)
    bench.press(Key.ALT_B)
    bench.until(lambda: len(page._pages.shots) == 1)
    bench.settle()
    bench.press(Key.ACT_1)
    assert len(bench.heard.files) == 1
    bench.close()


def test_a_file_that_is_no_picture_is_refused_in_words(bench: Bench, tmp_path: Path) -> None:
    bench.files.path = tmp_path / "notes.jpg"
    bench.files.path.write_text("no picture", "utf-8")
    bench.open()
    bench.press(Key.ALT_B)
    bench.until(lambda: "打不开" in bench.messages.history[-1].text)
    assert not bench.page._busy


def test_another_camera_is_chosen_by_key(bench: Bench) -> None:
    face = Recorded(papers(1)[0], title="人脸摄像头")
    bench.cameras.there.append(face)
    bench.camera.show(papers(1)[0])
    bench.open()
    bench.see()
    bench.press(Key.ALT_C)
    assert (bench.camera.closed, face.opened) == (1, 1)
    assert "人脸摄像头" in bench.page.panel.camera.text()


# ---------------------------------------------------------------------------------------------- codes


def test_a_code_is_read_once_and_handed_on(bench: Bench) -> None:
    got: list[str] = []
    bench.camera.show(lay(table(HD), slip(), turned(HD, 0.8, 20, ratio=760 / 576)))
    bench.shell.show_screen("camera", Reading(got.append, "intake"))
    bench.until(lambda: bool(got))
    assert got == [CODE]
    assert bench.shell.screen_name == "intake"
    assert bench.camera.closed == 1


def test_two_papers_under_the_camera_are_not_guessed_at(bench: Bench) -> None:
    got: list[str] = []
    other = "710120261123040010" + "4" * 12
    left = [(x - 230, y) for x, y in turned(HD, 0.75, 0, ratio=760 / 576)]
    right = [(x + 230, y) for x, y in turned(HD, 0.75, 0, ratio=760 / 576)]
    ground = lay(lay(table(HD), slip(), tuple(left)), slip(other), tuple(right))
    bench.camera.show(ground)
    bench.shell.show_screen("camera", Reading(got.append, "intake"))
    page = bench.shell.current_screen
    assert isinstance(page, CameraScreen)
    bench.page = page
    bench.until(lambda: "不止一个码" in page.status.text())
    assert not got
    bench.camera.show(lay(table(HD), slip(), turned(HD, 0.75, 0, ratio=760 / 576)))
    bench.until(lambda: got == [CODE])


# ---------------------------------------------------------------------------------------------- speed, looks


def test_the_live_picture_moves_and_the_window_answers(bench: Bench) -> None:
    """At 1920x1080: the camera gives a new frame whenever one is wanted."""
    corners = turned((1920, 1080), 0.8, 4)
    big = frame_of(lay(table((1920, 1080)), sheet(), corners))
    picture_work()
    page = bench.open()
    watch = StallWatch()
    bench.camera.play([big])
    bench.see()
    watch.start()
    before = bench.camera.taken
    bench.camera.play([big] * 30)
    bench.until(lambda: bench.camera.taken >= before + 30)
    watch.stop()
    assert page.live.rate > 4, page.live.rate  # on a crowded machine; measured alone it is over ten
    assert [stall for stall in watch.longest() if stall.cpu_ms > 50] == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (2732, 1536)])
def test_nothing_is_cut_with_a_long_name_full_empty_and_in_trouble(
    bench: Bench, width: int, height: int
) -> None:
    bench.shell.resize(width, height)
    page = bench.open(title=LONG)
    bench.camera.show(papers(1)[0])
    bench.see()
    assert find_cut_texts(bench.shell) == []
    bench.shoot(*papers(2))
    assert find_cut_texts(bench.shell) == []
    bench.tap(Qt.Key.Key_PageUp)
    assert find_cut_texts(bench.shell) == []
    bench.press(Key.BACK)
    bench.camera.pull()
    bench.until(lambda: page.view.image is None)
    assert find_cut_texts(bench.shell) == []
