"""Photographing papers page by page, and reading a code with the camera."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout

from yichuang_desktop.domain.devices import DeviceReport
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.ports_cameras import (
    WHOLE,
    Cameras,
    Corners,
    Cut,
    FrameSource,
    PageFile,
    PageTone,
    PictureWork,
    SheetSeen,
)
from yichuang_desktop.ui.camera.live import Live
from yichuang_desktop.ui.camera.model import Pages, Shot, next_tone
from yichuang_desktop.ui.camera.panel import PagesPanel
from yichuang_desktop.ui.camera.reading import one_code
from yichuang_desktop.ui.camera.shelf import Shelf, forget_old
from yichuang_desktop.ui.camera.side import Wish, nothing
from yichuang_desktop.ui.camera.strip import Thumb
from yichuang_desktop.ui.camera.view import CameraView
from yichuang_desktop.ui.camera.work import Darkroom, Taken
from yichuang_desktop.ui.files import Files
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone

T = TypeVar("T")
LANE = "camera"
PICTURES = "图片 (*.jpg *.jpeg *.png *.bmp *.tif *.tiff)"
LOOK_AGAIN_MS = 2000
"""While there is no camera, how often it is looked for."""
DEVELOP_AFTER_MS = 150
"""A corner rests so long before the page is made anew."""
MAKING = "正在生成文件，请稍候"
_TONES = {SheetSeen.FOUND: Tone.GOOD, SheetSeen.SEVERAL: Tone.WARN, SheetSeen.CUT: Tone.WARN}


@dataclass(frozen=True, slots=True)
class Shooting:
    """The page is opened to photograph something; ``back`` names the screen to go back to."""

    wish: Wish
    back: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The page is opened to read one code."""

    done: Callable[[str], None]
    back: str
    left: Callable[[], None] = nothing


@dataclass(frozen=True, slots=True)
class CameraTools:
    """What the page is given."""

    cameras: Cameras
    hands: Callable[[], PictureWork]
    """The first call imports much: made on a lane."""
    place: Path
    """Where unfinished pages lie."""


class CameraScreen(Screen):
    """The live picture at the left, the pages taken so far at the right."""

    title = "拍照"

    def __init__(
        self, tasks: Tasks, messages: Messages, sounds: Sounds, files: Files, tools: CameraTools
    ) -> None:
        super().__init__()
        self._tasks, self._messages, self._sounds, self._files = tasks, messages, sounds, files
        self._tools = tools
        self._job: Shooting | Reading | None = None
        self._room: Darkroom | None = None
        self._pages = Pages()
        self._chosen: int | None = None
        self._card, self._tone = False, PageTone.COLOUR
        self._taking, self._making = 0, False
        self._thumbs: dict[Shot, QImage] = {}
        self._originals: dict[str, QImage] = {}
        self._sources: tuple[FrameSource, ...] = ()
        self._source = 0
        self._trouble = ""
        self.live = Live(tools.hands, self)
        self._look_again = self._timer(LOOK_AGAIN_MS, self._find_cameras)
        self._develop_soon = self._timer(DEVELOP_AFTER_MS, self._on_rested)
        self._build()
        self.live.seen.connect(self._on_seen, Qt.ConnectionType.QueuedConnection)
        self.live.told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self.live.broke.connect(self._on_broke, Qt.ConnectionType.QueuedConnection)
        tasks.run(self, LANE, partial(forget_old, tools.place), failed=lambda _error: None)

    def _timer(self, pause: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(slot)
        return timer

    def _build(self) -> None:
        self.card = Card("拍照")
        self.what = Words(role="strong")
        self.view = CameraView()
        self.status = Words(role="second")
        line = QHBoxLayout()
        line.addWidget(self.status, 1)
        self.card.body.addWidget(self.what)
        self.card.body.addWidget(self.view, 1)
        self.card.body.addLayout(line)
        self.left.addWidget(self.card, 1)
        self.panel = PagesPanel()
        self.right.addWidget(self.panel)
        self.view.pressed.connect(self._on_pressed)
        self.view.dragged.connect(self._on_dragged)
        self.view.corner_changed.connect(self._show_status)
        self.panel.strip.picked.connect(self._choose)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        if self._job is None:
            return []
        back = Act("返回", Key.BACK, self._leave, reason=self._busy)
        if isinstance(self._job, Reading):
            return [back]
        count = len(self._pages.groups)
        none = self._busy or ("" if count else say_code("pages_none", {}))
        finish = Act(f"完成，共 {count} 页" if count else "完成", Key.ACT_1, self._finish, reason=none)
        card = Act(
            "不拍证件" if self._card else "证件正反面", Key.ACT_2, self._toggle_card, reason=self._busy
        )
        file = Act("从文件添加…", Key.ALT_B, self._ask_file, reason=self._busy)
        if self._chosen is not None:
            return [back, file, finish, Act("接着拍", Key.MAIN, self._to_live, main=True, reason=self._busy)]
        shoot = Act("拍一张", Key.MAIN, self._shoot, main=True, reason=self._why_not_shoot())
        return [back, file, card, finish, shoot]

    @property
    def _busy(self) -> str:
        if self._making:
            return MAKING
        return "正在保存这一页，请稍候" if self._taking else ""

    def _why_not_shoot(self) -> str:
        if self._making:
            return MAKING
        if self._trouble:
            return self._trouble
        return "" if self.live.newest is not None else "高拍仪还没有画面，请稍候"

    def hints(self) -> list[tuple[Key, str]]:
        if isinstance(self._job, Shooting) and self._chosen is None:
            return [(Key.SPACE, "拍一张"), (Key.BACK, "返回")]
        return [(Key.BACK, "返回" if self._chosen is None else "接着拍")]

    def next_step(self) -> Step | None:
        if isinstance(self._job, Shooting):
            return Step("空格或踏板拍一页，全部拍完按 F10。")
        return None

    def on_shown(self) -> None:
        self.view.setFocus()

    def on_hidden(self) -> None:
        """The camera is let go as soon as the page is left; the pages lie on the shelf."""
        self.live.stop()
        self._look_again.stop()
        self._flush()
        self._job = self._room = None
        self._thumbs.clear()
        self._originals.clear()

    def on_handed(self, value: object) -> None:
        if isinstance(value, Shooting | Reading):
            self._begin(value)

    def on_escape(self) -> bool:
        if self._job is None:
            return False
        if self._chosen is not None:
            self._to_live()
        else:
            self._leave()
        return True

    def on_key(self, key: Key) -> bool:
        """Keys that are no acts: undo, delete, another camera."""
        moves = {Key.ALT_U: self._undo, Key.ALT_D: self._delete, Key.ALT_C: self._next_camera}
        move = moves.get(key)
        if move is None or self._job is None or self._making:
            return False
        move()
        return True

    def on_scan(self, code: str) -> None:
        """A scanner is at work while the camera waits for a code: that will do as well."""
        if isinstance(self._job, Reading):
            self._on_code(code)

    # -- beginning -------------------------------------------------------------------------------------------

    def _begin(self, job: Shooting | Reading) -> None:
        self.live.stop()
        self._job, self._pages, self._chosen, self._trouble = job, Pages(), None, ""
        self._card, self._tone, self._making, self._taking = False, PageTone.COLOUR, False, 0
        shooting = isinstance(job, Shooting)
        self.card.title.setText("拍照" if shooting else "用摄像头扫码")
        self.what.setText(job.wish.title if isinstance(job, Shooting) else "把单据上的二维码或条码放到镜头下")
        self.panel.setVisible(shooting)
        self.view.show_words("正在打开高拍仪…")
        self.view.setFocus()
        if isinstance(job, Shooting):
            self._room = Darkroom(self._tools.hands, Shelf(self._tools.place, job.wish.key))
            self._load(job.wish)
        self._show()
        self._tasks.run(
            self, LANE, self._tools.cameras.prepare, lambda _none: self._find_cameras(),
            failed=lambda _error: self._find_cameras(),
        )  # fmt: skip

    def _load(self, wish: Wish) -> None:
        """The pages left unfinished, else those of the file that is there."""
        if wish.existing is None:
            self._run(lambda room: room.load(), self._on_loaded)
            return
        self._tasks.run(
            self, "store", wish.existing,
            lambda content: self._run(lambda room: room.load(content), self._on_loaded),
        )  # fmt: skip

    def _on_loaded(self, pages: Pages) -> None:
        # What was shot meanwhile is on the shelf, and so among what was loaded or comes after it.
        known = {shot.file for shot in pages.shots}
        self._pages = Pages((*pages.shots, *(one for one in self._pages.shots if one.file not in known)))
        if self._pages.shots:
            self._messages.info(f"已有 {len(self._pages.groups)} 页，可以接着拍、调整或删除。")
        self._make_thumbs()
        self._show()

    def _run(self, work: Callable[[Darkroom], T], done: Callable[[T], None] | None = None) -> None:
        """Something for the camera's lane about this wish; an answer after it was left is dropped."""
        job, room = self._job, self._room
        if room is None:
            return

        def answer(value: T) -> None:
            if self._job is job and done is not None:
                done(value)

        self._tasks.run(self, LANE, partial(work, room), answer, self._on_refused, failed=self._on_failed)

    def _on_refused(self, violation: RuleViolation) -> None:
        self._taking, self._making = 0, False
        self._messages.refused(violation)
        self._show()

    def _on_failed(self, error: BaseException) -> None:
        self._taking, self._making = 0, False
        self._messages.failed(LANE, self._show, error)
        self._show()

    # -- the camera ------------------------------------------------------------------------------------------

    @Slot()
    def _find_cameras(self) -> None:
        if self._job is None or self.live.running:
            return
        self._sources = tuple(self._tools.cameras.sources())
        if not self._sources:
            missing = self._tools.cameras.missing()
            self._say_trouble(say_code(missing or "camera_none", {}))
            if not missing:
                self._look_again.start()
            return
        self._source = min(self._source, len(self._sources) - 1)
        self._open()

    def _open(self) -> None:
        self._trouble = ""
        self.panel.show_camera(self._sources[self._source].title, len(self._sources))
        self.live.start(self._sources[self._source], codes=isinstance(self._job, Reading))
        self._show()

    def _next_camera(self) -> None:
        if len(self._sources) > 1:
            self._source = (self._source + 1) % len(self._sources)
            self._chosen = None
            self.view.show_words("正在打开高拍仪…")
            self._open()

    @Slot(object)
    def _on_told(self, report: DeviceReport) -> None:
        if not self.live.running:
            return
        if report.fault:
            self.live.newest = None
            self._say_trouble(say_code(report.fault, {"kind": report.kind, **report.facts}))
        elif self._trouble:
            self._trouble = ""
            self._show()

    @Slot()
    def _on_broke(self) -> None:
        self.live.stop()
        self._say_trouble(say_code("camera_missing_parts", {}))

    def _say_trouble(self, words: str) -> None:
        self._trouble = words
        if self._chosen is None:
            self.view.show_words(words)
        self._show()

    @Slot()
    def _on_seen(self) -> None:
        seen = self.live.newest
        if seen is None or self._job is None:
            return
        first = bool(self._trouble) or self.view.image is None
        self._trouble = ""
        if isinstance(self._job, Reading):
            self.view.show_live(seen.image, None)
            self._on_codes(seen.codes)
        elif self._chosen is None:
            found = seen.sheet.corners if seen.sheet.corners != WHOLE else None
            self.view.show_live(seen.image, found)
            self._show_status()
        if first:
            self._show()

    # -- codes -----------------------------------------------------------------------------------------------

    def _on_codes(self, codes: tuple[str, ...]) -> None:
        code, words = one_code(codes)
        self.status.setText(words)
        if code:
            self._on_code(code)

    def _on_code(self, code: str) -> None:
        """One code is enough: the camera is let go."""
        job = self._job
        if isinstance(job, Reading):
            self._sounds.good()
            self.go_to.emit(job.back, None)
            job.done(code)

    # -- taking ----------------------------------------------------------------------------------------------

    def _shoot(self) -> None:
        seen = self.live.newest
        if seen is None or not isinstance(self._job, Shooting):
            return
        self._taking += 1
        tone, card = self._tone, self._card
        self._run(lambda room: room.take(seen.frame, tone, card=card), self._on_taken)
        self._show()

    def _ask_file(self) -> None:
        self._files.ask_open(self, "添加图片", PICTURES, self._take_file)

    def _take_file(self, path: Path) -> None:
        self._taking += 1
        tone, card = self._tone, self._card
        self._run(lambda room: room.take_file(_read(path), tone, card=card), self._on_taken)
        self._show()

    def _on_taken(self, taken: Taken) -> None:
        self._taking = max(0, self._taking - 1)
        self._thumbs[taken.shot] = taken.thumb
        self._originals[taken.shot.file] = taken.original
        self._pages = self._pages.added(taken.shot)
        self._sounds.good()
        self._keep()

    def _toggle_card(self) -> None:
        self._card = not self._card
        self._show()

    # -- the pages -------------------------------------------------------------------------------------------

    def _choose(self, number: int) -> None:
        """Look at one picture, to cut and turn it."""
        if self._making or not 0 <= number < len(self._pages.shots):
            return
        self._chosen = number
        self.view.setFocus()
        self._show_original()
        self._show()

    def _to_live(self) -> None:
        self._chosen = None
        seen = self.live.newest
        if seen is None:
            self.view.show_words(self._trouble or "正在打开高拍仪…")
        else:
            self._on_seen()
        self.view.setFocus()
        self._show()

    def _show_original(self) -> None:
        if self._chosen is None:
            return
        shot = self._pages.shots[self._chosen]
        image = self._originals.get(shot.file)
        if image is not None:
            self.view.show_page(image, shot.cut.corners)
            return
        self.view.show_words("")
        self._run(lambda room: room.original(shot), partial(self._on_original, shot.file))

    def _on_original(self, file: str, image: QImage) -> None:
        self._originals[file] = image
        if self._chosen is not None and self._pages.shots[self._chosen].file == file:
            self._show_original()

    def _on_pressed(self, key: int) -> None:
        """A plain key on the picture."""
        if not isinstance(self._job, Shooting) or self._making:
            return
        last = len(self._pages.shots) - 1
        at = self._chosen
        if key == Qt.Key.Key_Space:
            self._to_live() if at is not None else self._try_shoot()
        elif key == Qt.Key.Key_PageUp and last >= 0:
            self._choose(last if at is None else max(0, at - 1))
        elif key == Qt.Key.Key_PageDown and at is not None:
            self._choose(min(last, at + 1))
        elif key == Qt.Key.Key_T and at is None:
            self._tone = next_tone(self._tone)
            self._show()
        elif at is not None:
            self._on_page_key(key, at)

    def _try_shoot(self) -> None:
        reason = self._why_not_shoot()
        if reason:
            self._sounds.bad()
            self._messages.warn(reason)
        else:
            self._shoot()

    def _on_page_key(self, key: int, at: int) -> None:
        shot = self._pages.shots[at]
        cut = shot.cut
        cuts: dict[int, Cut] = {
            Qt.Key.Key_R: replace(cut, turns=(cut.turns + 1) % 4),
            Qt.Key.Key_T: replace(cut, tone=next_tone(cut.tone)),
            Qt.Key.Key_F: replace(cut, corners=WHOLE),
            Qt.Key.Key_A: replace(cut, corners=shot.found),
            Qt.Key.Key_J: replace(cut, card=not cut.card),
        }
        if key in cuts:
            self._pages = self._pages.changed(at, cuts[key])
            self._show_original()
            self._keep()
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._pages, self._chosen = self._pages.moved(at, -1 if key == Qt.Key.Key_Minus else 1)
            self._keep()
        elif key == Qt.Key.Key_Delete:
            self._delete()

    def _on_dragged(self, corners: Corners) -> None:
        if self._chosen is not None:
            cut = replace(self._pages.shots[self._chosen].cut, corners=corners)
            self._pages = self._pages.changed(self._chosen, cut)
            self._develop_soon.start()

    @Slot()
    def _on_rested(self) -> None:
        self._keep()

    def _flush(self) -> None:
        if self._develop_soon.isActive():
            self._develop_soon.stop()
            self._keep()

    def _delete(self) -> None:
        if self._chosen is None:
            self._messages.warn("请先按 PageUp 选中要删除的一页。")
            return
        self._pages = self._pages.without(self._chosen)
        self._chosen = min(self._chosen, len(self._pages.shots) - 1) if self._pages.shots else None
        self._show_original()
        if self._chosen is None:
            self._to_live()
        self._keep()

    def _undo(self) -> None:
        """The last picture away again."""
        if not isinstance(self._job, Shooting) or not self._pages.shots:
            return
        self._pages = self._pages.without(len(self._pages.shots) - 1)
        self._messages.info("已去掉最后拍的一张。")
        self._to_live()
        self._keep()

    def _keep(self) -> None:
        """The list onto the shelf, what changed made small anew."""
        pages = self._pages
        self._run(lambda room: room.save(pages))
        self._make_thumbs()
        self._show()

    def _make_thumbs(self) -> None:
        self._thumbs = {shot: image for shot, image in self._thumbs.items() if shot in self._pages.shots}
        for shot in self._pages.shots:
            if shot not in self._thumbs:
                self._run(partial(_thumb_of, shot), partial(self._on_thumb, shot))

    def _on_thumb(self, shot: Shot, image: QImage) -> None:
        self._thumbs[shot] = image
        self._show_strip()

    # -- the end ---------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        job = self._job
        if not isinstance(job, Shooting):
            return
        self._flush()
        self._making = True
        pages, most, picture = self._pages, job.wish.most_bytes, job.wish.picture
        self._run(lambda room: room.file(pages, most, picture=picture), self._on_file)
        self._show()

    def _on_file(self, file: PageFile) -> None:
        job = self._job
        self._making = False
        if isinstance(job, Shooting):
            self.go_to.emit(job.back, None)
            job.wish.done(file)

    def _leave(self) -> None:
        job = self._job
        if job is None:
            return
        if self._pages.shots:
            self._messages.info("拍好的页留着，再打开拍照时接着拍。")
        self.go_to.emit(job.back, None)
        (job.wish.left if isinstance(job, Shooting) else job.left)()

    # -- showing ---------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self._show_strip()
        self._show_status()
        self.acts_changed.emit()

    def _show_strip(self) -> None:
        shots = self._pages.shots
        thumbs = [Thumb(self._pages.words_of(at), self._thumbs.get(shot)) for at, shot in enumerate(shots)]
        tone = shots[self._chosen].cut.tone if self._chosen is not None else self._tone
        self.panel.show_pages(thumbs, self._chosen, len(self._pages.groups), tone, card=self._card)

    @Slot()
    def _show_status(self) -> None:
        if isinstance(self._job, Reading):
            return
        if self._chosen is not None:
            page = self._pages.words_of(self._chosen)
            words = f"{page}：Tab 换角，方向键移动（按住 Shift 快些），现在是{self.view.corner}"
            tone = Tone.NONE
        elif self._trouble or self.live.newest is None:
            words, tone = "", Tone.NONE
        else:
            seen = self.live.newest.sheet.seen
            words, tone = seen.title, _TONES.get(seen, Tone.NONE)
        self.status.setText(words)
        self.status.set_tone(tone)


def _thumb_of(shot: Shot, room: Darkroom) -> QImage:
    return room.thumb(shot)


def _read(path: Path) -> bytes:
    """A picture file. Raises RuleViolation ``file_unreadable``."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise RuleViolation("file_unreadable") from error
