"""Papers under the document camera, in the real window: kept whatever happens, seen again from the case."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from tests.devices.camera_pictures import lay, table, turned
from tests.devices.test_camera_pictures import slip as slip_with
from tests.journeys import forms
from tests.journeys.device_help import no_stall
from tests.journeys.past import DESK
from tests.journeys.test_returns import SLIP, desk, main_act, next_form
from tests.journeys.under_camera import IGNORED, CameraFolder, page, paper, photograph, under_material
from tests.journeys.window import ITEM, Window
from tests.printing.printer_simulator import PrinterSimulator
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.camera.screen import CameraScreen
from yichuang_desktop.ui.casefile.screen import SCANS, CaseScreen
from yichuang_desktop.ui.forms.picture import PictureInput
from yichuang_desktop.ui.shortcuts import Key

pytestmark = pytest.mark.qt_log_ignore(*IGNORED, extend=True)
ROOT = Path(__file__).parents[2]
Happened = Callable[..., Any]


@pytest.fixture
def camera(hall: str, tmp_path: Path) -> CameraFolder:
    """The window's camera, set up on another day."""
    made = CameraFolder(tmp_path / "saved")
    made.set_up(hall)
    return made


@pytest.mark.row("R-IN-1")
@pytest.mark.row("R-X-1")
def test_R_IN_1_photographed_materials_survive_a_kill_and_are_seen_from_the_case(
    hall: str, tmp_path: Path, window: Window, slips: PrinterSimulator
) -> None:
    case_id = _killed(hall, tmp_path / "first")
    # The same PC again: its camera and its unfinished pages.
    window.settings = window.program.settings = replace(
        window.settings, camera_folder=tmp_path / "first" / "camera"
    )
    camera = CameraFolder(tmp_path / "first" / "saved")
    window.log_in("clerk04", 4)
    drafts = window.intake.drafts.table
    wait_until(lambda: drafts.select_key(case_id), "the draft in the list")
    window.hand.write(drafts, "")
    rows = window.intake.materials.table.rows_model().rows
    assert rows[0].scan is not None
    assert rows[0].scan.words == "已拍 2 页"
    screen = under_material(window, 1)
    wait_until(lambda: len(screen._pages.shots) == 1, "the page not finished")
    window.picture("R-IN-1-camera")
    window.press(Key.ACT_1)
    rows = window.intake.materials.table.rows_model().rows
    assert rows[1].scan is not None
    window.picture("R-IN-1-photographed")
    under_material(window, 0)
    wait_until(lambda: len(screen._pages.shots) == 2, "the pages finished before")
    photograph(window, camera, paper(4))
    window.press(Key.ACT_1)
    window.fill_in()
    window.press(Key.MAIN)
    scans = [row["scan"] for row in window.act(case_id, "accept").evidence["checklist"]["rows"][:2]]
    assert [len(scan["pages"]) for scan in scans] == [3, 1]
    with pypdfium2.PdfDocument(window.desk.views.attachment(scans[0]["sha256"])) as document:
        assert len(document) == 3
    assert not list((tmp_path / "first" / "camera").glob("*/*.jpg")), "nothing stays on the PC"
    _seen_from_the_case(window, case_id)


def _killed(hall: str, folder: Path) -> UUID:
    """The case of a window that was killed while its clerk photographed."""
    command = [sys.executable, "-m", "tests.journeys.left_photographed", hall, str(folder)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(("src", ".")), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        line = next((line for line in child.stdout if line.startswith("saved ")), "")
        child.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        _out, errors = child.communicate()
    assert line, errors
    return UUID(line.split()[1])


def _seen_from_the_case(window: Window, case_id: UUID) -> None:
    screen = forms.open_case(window, case_id)
    window.picture("R-IN-1-case")
    window.press(Key.ALT_M)
    assert isinstance(screen, CaseScreen)
    assert screen.pages.currentIndex() == SCANS
    wait_until(lambda: screen.scans.preview.page_count == 3, "the pages of the first material")
    window.picture("R-IN-1-scans")
    window.hand.tap(window.shell, Qt.Key.Key_Down)
    wait_until(lambda: screen.scans.preview.page_count == 1, "the page of the second")


@pytest.mark.row("R-OUT-4")
def test_R_OUT_4_the_senders_slip_is_photographed_beside_its_number(
    window: Window, hall: str, tmp_path: Path, past: Happened
) -> None:
    case_id = past(lambda before: before.ready())
    camera = CameraFolder(tmp_path / "saved")
    camera.set_up(hall, DESK)
    window.log_in("issue11", DESK)
    forms.begin(window, case_id, "note_mail_wish")
    forms.fill(window, name="测试样例", phone="15400000012", address="河南省南阳市内乡县湍东镇样例路2号")
    forms.fill(window, said_by="申请人本人来电")
    forms.do(window)
    assert desk(window, Key.ALT_2).table.select_key(case_id)
    window.hand.settle()
    assert main_act(window) == "EMS 免费寄送"
    next_form(window, "mail_result")
    forms.fill(window, waybill_no=SLIP, taken_by="邮递员丙", slip_kept=True)
    place = forms.form_of(window).input("slip")
    assert isinstance(place, PictureInput)
    window.hand.click(place.shoot)
    photograph(window, camera, paper(5))
    window.press(Key.ACT_1)
    assert forms.form_of(window).input("waybill_no").value() == SLIP, "nothing typed is lost"
    window.picture("R-OUT-4-photographed")
    forms.do(window)
    kept = window.act(case_id, "mail_result").evidence["sender_slip"]["picture"]
    assert window.desk.views.attachment(kept).startswith(b"\xff\xd8\xff")


@pytest.mark.row("R-X-7")
def test_R_X_7_the_camera_goes_away_in_the_middle_and_comes_back(
    window: Window, camera: CameraFolder
) -> None:
    window.log_in("clerk04", 4)
    window.find_item()
    screen = under_material(window, 0)
    photograph(window, camera, paper(1))
    away, second = camera.place.with_name("away"), paper(2)
    with no_stall():
        camera.place.rename(away)
        wait_until(lambda: screen.view.image is None, "the page to say so")
        assert "没有找到存放照片的文件夹" in screen.view.words
    window.picture("R-X-7-camera")
    with no_stall():
        away.rename(camera.place)
        camera.take(second)
        wait_until(lambda: screen.view.image is not None, "the picture to come back")
    photograph(window, camera, paper(3))
    assert len(screen._pages.shots) == 2
    window.press(Key.BACK)
    assert not screen.live.running


@pytest.mark.row("R-X-7")
def test_R_X_7_with_a_broken_scanner_the_camera_reads_the_code(
    window: Window, camera: CameraFolder, past: Happened
) -> None:
    case_id = past(lambda before: before.accept())
    window.log_in("clerk04", 4)
    window.press(Key.SCREEN_2)
    window.press(Key.CAMERA)
    screen = page(window)
    assert isinstance(screen, CameraScreen)
    wait_until(lambda: screen.live.running, "the camera to be opened")
    code = window.code(case_id, PaperKind.RECEIPT)
    camera.take(lay(table(), slip_with(code), turned((1280, 720), 0.66, 12, ratio=760 / 576)))
    wait_until(lambda: isinstance(window.shell.current_screen, CaseScreen), "the case of the paper")
    window.hand.settle()
    case = window.shell.current_screen
    assert isinstance(case, CaseScreen)
    assert case._file is not None
    assert case._file.case.case_id == case_id
    assert not screen.live.running
    assert ITEM in case._file.case.item_name
