"""The shell: top bar, rail, work area with the acts, foot line; the one window of the clerk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from yichuang_desktop.domain.scans import ScanKind, read_scan, scans_in
from yichuang_desktop.domain.sentences import say, say_code
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.messages import FootLine, Messages
from yichuang_desktop.ui.parts.acts import Act, ActBar
from yichuang_desktop.ui.parts.confirm import ConfirmBar, Question
from yichuang_desktop.ui.parts.rail import Rail
from yichuang_desktop.ui.parts.ring import FocusRing
from yichuang_desktop.ui.parts.scan import TAKES_WAYBILLS, ScanBox
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.scroll import Scrolled
from yichuang_desktop.ui.parts.topbar import DemonstrationBand, TopBar
from yichuang_desktop.ui.scanning.pace import Pace
from yichuang_desktop.ui.shortcuts import ACT_KEYS, MORE_SCREEN_KEYS, SCREEN_KEYS, Key
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.stray_scan import StrayScans, catcher_at
from yichuang_desktop.ui.theme import Tone

EVERYWHERE = (Key.FIND, Key.UNDO, Key.REFRESH, Key.PREVIEW, Key.SAVE, Key.NEW, Key.LOG_OUT, Key.CAMERA)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the shell stands and who works there, as words."""

    hall: str
    window: str
    who: str
    demonstration: bool = False


@dataclass(slots=True)
class _Entry:
    name: str
    title: str
    key: Key | None
    factory: Callable[[], Screen]
    screen: Screen | None = None
    holder: Scrolled | None = None
    stale: frozenset[str] = frozenset()


class Shell(QMainWindow):
    """The clerk's window.

    ``add_screen(name, title, key, factory)`` puts a screen on the rail; it is made when it is first shown.
    ``changed(kinds)`` tells the visible screen at once and the others when they are shown next.
    ``closing`` is emitted once when the window is closed, ``log_out_asked`` on Ctrl+L. ``pace`` is the time
    of the keys; only tests bring one.
    """

    closing = Signal()
    log_out_asked = Signal()
    camera_asked = Signal()
    """A code is to be read with the camera, for whatever waits for one."""
    screen_shown = Signal(str)
    scanned = Signal(object)
    """Something was scanned, a ``ScanKind``: the scanner works."""

    def __init__(
        self,
        place: Place,
        messages: Messages,
        sounds: Sounds,
        parent: QWidget | None = None,
        pace: Pace | None = None,
    ) -> None:
        super().__init__(parent)
        self.messages = messages
        self.sounds = sounds
        self._entries: dict[str, _Entry] = {}
        self._here: _Entry | None = None
        self._first = ""
        self._counts: Callable[[], str] | None = None
        self._act_refused = False
        mark = "（演示）" if place.demonstration else ""
        self.setWindowTitle(f"一窗通办{mark}　{place.window}")
        self.top = TopBar(place.hall, place.window, place.who, place.demonstration)
        self.band = DemonstrationBand()
        self.rail = Rail()
        self.stack = QStackedWidget()
        self.act_bar = ActBar()
        self.confirm_bar = ConfirmBar()
        self.foot = FootLine(messages)
        self._lay_out()
        self.band.setVisible(place.demonstration)
        # A timer of the shell's own: a single shot that is still waiting when the shell goes keeps all of it.
        self._warming = QTimer(self)
        self._warming.timeout.connect(self._make_one_more)
        self._ring = FocusRing(self)
        self.scans = StrayScans(
            self, self._on_stray_scan, self._on_foreign_scan, self._on_scanner_trouble, pace, self._on_heard
        )
        keys = (*SCREEN_KEYS, *MORE_SCREEN_KEYS, *ACT_KEYS, *EVERYWHERE)
        self._shortcuts = [self._shortcut(key) for key in keys]
        self.rail.picked.connect(self.show_screen)
        self.act_bar.refused.connect(self._on_act_refused)
        self.act_bar.begun.connect(self._on_act_begun)
        self.confirm_bar.answered.connect(self._on_answered)
        theme.dress(self)

    # -- screens ---------------------------------------------------------------------------------------------

    def add_screen(self, name: str, title: str, key: Key | None, factory: Callable[[], Screen]) -> None:
        """Put a screen on the rail; the first one added is shown when the shell is first shown."""
        self._entries[name] = _Entry(name, title, key, factory)
        self.rail.add(name, title, key)

    def add_page(self, name: str, factory: Callable[[], Screen]) -> None:
        """A screen that other screens open; it has no place on the rail."""
        self._entries[name] = _Entry(name, "", None, factory)

    def begin_with(self, name: str) -> None:
        """The screen to be shown first, if it is not the first one added."""
        self._first = name

    @Slot(str)
    def show_screen(self, name: str, handed: object = None) -> None:
        """Show a screen, making it if need be, and hand it ``handed`` unless that is None.

        Raises KeyError for a name that was not added. While a question stands the screen does not change.
        """
        entry = self._entries[name]
        if self.confirm_bar.question is not None:
            self.sounds.bad()
            self.rail.mark(self._here.name if self._here else name)
            return
        if entry is not self._here:
            self._leave()
            self._forget_message()
            self._enter(entry)
        if handed is not None and entry.screen is not None:
            entry.screen.on_handed(handed)
            self._refresh_acts()

    @property
    def screen_name(self) -> str:
        """The name of the screen that is shown, empty before the first."""
        return self._here.name if self._here else ""

    @property
    def current_screen(self) -> Screen | None:
        """The screen that is shown."""
        return self._here.screen if self._here else None

    def made_screens(self) -> list[Screen]:
        """The screens made so far."""
        return [entry.screen for entry in self._entries.values() if entry.screen is not None]

    @property
    def unmade(self) -> list[str]:
        """The names of the screens not made so far."""
        return [entry.name for entry in self._entries.values() if entry.screen is None]

    def warm_up(self) -> None:
        """Make the other screens one by one while nothing else is to do, so that each opens at once."""
        self._warming.start()

    @Slot()
    def _make_one_more(self) -> None:
        if self.unmade:
            self._make(self._entries[self.unmade[0]])
        else:
            self._warming.stop()

    # -- what the application tells --------------------------------------------------------------------------

    @Slot(object)
    def changed(self, kinds: frozenset[str]) -> None:
        """Things of these kinds changed: the visible screen refreshes now, the others when shown next."""
        for entry in self._entries.values():
            if entry is self._here and entry.screen is not None:
                entry.screen.on_changed(kinds)
            elif entry.screen is not None:
                entry.stale |= kinds
        self._refresh_acts()

    def set_health(self, name: str, words: str, tone: Tone, detail: str = "") -> None:
        """The state of the database or a device, as a dot and words on the bar."""
        self.top.set_health(name, words, tone, detail)

    def set_time(self, now: datetime) -> None:
        """The database's time."""
        self.top.clock.set_time(now)

    def set_badge(self, name: str, count: int) -> None:
        """What waits on a screen; a name not on this rail is passed over."""
        if name in self._entries:
            self.rail.button(name).set_count(count)

    def set_counts(self, text: str) -> None:
        """Today's counts in the foot line."""
        self.foot.set_counts(text)

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_escape()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._here is None and any(entry.title for entry in self._entries.values()):
            on_rail = (entry.name for entry in self._entries.values() if entry.title)
            self.show_screen(self._first or next(on_rail))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave()  # the screen that is shown saves what was typed last
        self.closing.emit()
        super().closeEvent(event)

    # -- inside ----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        gap = theme.size("space_4")
        work = QWidget()
        work.setObjectName("work")
        work.setAttribute(theme.STYLED)
        box = QVBoxLayout(work)
        box.setContentsMargins(gap, gap, gap, gap)
        box.setSpacing(theme.size("space_3"))
        box.addWidget(self.stack, 1)
        box.addWidget(self.act_bar)
        box.addWidget(self.confirm_bar)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(work, 1)
        centre = QWidget()
        whole = QVBoxLayout(centre)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top)
        whole.addWidget(self.band)
        whole.addLayout(middle, 1)
        whole.addWidget(self.foot)
        self.setCentralWidget(centre)
        self.resize(1366, 768)

    def _shortcut(self, key: Key) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key.keys), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self.press(key))
        return shortcut

    def press(self, key: Key) -> None:
        """What a key does in the shell; the shortcuts come here, and so may a device's own keys."""
        self.scans.once.forget()  # something was done in between: the same paper is scanned on purpose
        if self.confirm_bar.question is not None:
            self._press_while_asked(key)
        elif key in (*SCREEN_KEYS, *MORE_SCREEN_KEYS):
            entry = next((entry for entry in self._entries.values() if entry.key is key), None)
            if entry is not None:
                self.show_screen(entry.name)
        elif key is Key.LOG_OUT:
            self.log_out_asked.emit()
        elif key is Key.CAMERA:
            self.camera_asked.emit()
        elif key is Key.FIND and self.current_screen is not None:
            self.current_screen.on_find()
        elif key in (Key.UNDO, Key.REFRESH):
            self.foot.press(key)
        elif not self.act_bar.press(key) and self.current_screen is not None:
            self.current_screen.on_key(key)

    @Slot(str)
    def hear_scan(self, raw: str) -> None:
        """A scanner that does not type read something: it goes where a typed scan would go."""
        focus = self.focusWidget()
        if isinstance(focus, ScanBox) and self.confirm_bar.question is None:
            focus.share(self.scans.once)
            focus.take(raw)
            return
        for scan in scans_in(raw):
            if scan.kind is not ScanKind.OURS:
                self._on_foreign_scan(scan.text, False)
            elif self.scans.once.fresh(scan.text):
                self._on_stray_scan(scan.text, catcher_at(focus))

    def _on_stray_scan(self, code: str, catcher: Callable[[str], None] | None = None) -> None:
        screen = self.current_screen
        if self.confirm_bar.question is not None or screen is None:
            self.sounds.bad()
        elif catcher is not None:
            catcher(code)
        else:
            screen.on_scan(code)

    def _on_heard(self, code: str) -> None:
        if read_scan(code).kind is ScanKind.OURS:
            self.scanned.emit(ScanKind.OURS)

    def _on_foreign_scan(self, text: str, typed: bool) -> None:
        """Somebody else's code, or half of ours: say so; a waybill goes into the field that waits for one."""
        scan = read_scan(text)
        self.scanned.emit(scan.kind)
        if scan.kind is ScanKind.WAYBILL and not typed and self._fill_waybill(scan.text):
            return
        if scan.kind is ScanKind.HALF and typed:
            self.messages.warn(say_code("half_scan_typed", {}))
        elif not typed:
            self.messages.warn(say(scan.violation()))
        else:
            return
        self.sounds.bad()

    def _fill_waybill(self, number: str) -> bool:
        screen = self.current_screen
        for edit in screen.findChildren(QLineEdit) if screen is not None else ():
            if edit.property(TAKES_WAYBILLS) and edit.isVisible() and not edit.text():
                edit.setText(number)
                edit.textEdited.emit(number)
                return True
        return False

    def _on_scanner_trouble(self, code: str) -> None:
        self.messages.warn(say_code(code, {}))

    def _press_while_asked(self, key: Key) -> None:
        if key is Key.MAIN:
            self.confirm_bar.say_yes()
        else:
            self.sounds.bad()

    def _on_escape(self) -> None:
        screen = self.current_screen
        if self.confirm_bar.question is not None:
            self.confirm_bar.say_no()
        elif self._message_stands() and not self._act_refused:
            self.messages.clear()
        elif screen is not None:
            # A refusal only says why an act must wait: Esc is meant for the screen all the same.
            self._act_refused = False
            self.messages.clear()
            screen.on_escape()

    def _message_stands(self) -> bool:
        return self.foot.message is not None and self.foot.message.kind in ("bad", "warn")

    def _leave(self) -> None:
        if self._here is not None and self._here.screen is not None:
            self._here.screen.on_hidden()

    def _forget_message(self) -> None:
        """A refusal and an undo belong to the screen that is left; what offers to try again goes along."""
        message = self.foot.message
        if message is not None and (message.kind == "bad") == (message.act is None):
            self.messages.clear()

    def _enter(self, entry: _Entry) -> None:
        screen = self._make(entry)
        self._here = entry
        if entry.holder is not None:
            self.stack.setCurrentWidget(entry.holder)
        self.rail.mark(entry.name)
        QGuiApplication.inputMethod().reset()  # what was being composed must not swallow the next scan
        screen.on_shown()
        stale, entry.stale = entry.stale, frozenset()
        if stale:
            screen.on_changed(stale)
        self._refresh_acts()
        self.screen_shown.emit(entry.name)

    def _make(self, entry: _Entry) -> Screen:
        if entry.screen is None:
            entry.screen = entry.factory()
            entry.screen.acts_changed.connect(self._refresh_acts)
            entry.screen.asked.connect(self._on_asked)
            entry.screen.go_to.connect(self.show_screen)
            # The holder first: every widget moved to another parent is dressed again, with all it holds.
            entry.holder = Scrolled(parent=self.stack)
            self.stack.addWidget(entry.holder)
            entry.holder.setWidget(entry.screen)
        return entry.screen

    @Slot()
    def _refresh_acts(self) -> None:
        screen = self.current_screen
        if screen is None:
            return
        step = screen.next_step()
        self.act_bar.set_acts(screen.acts(), step.text if step is not None else "")
        self.act_bar.setVisible(bool(self.act_bar.acts) and self.confirm_bar.question is None)
        self.foot.set_hints(screen.hints())

    @Slot(object)
    def _on_asked(self, question: Question) -> None:
        self.messages.clear()
        self.confirm_bar.ask(question)
        self.act_bar.hide()

    @Slot(bool)
    def _on_answered(self, _yes: bool) -> None:
        self._refresh_acts()

    @Slot(object)
    def _on_act_refused(self, act: Act) -> None:
        self.sounds.bad()
        self.messages.bad(act.reason)
        self._act_refused = True

    @Slot(object)
    def _on_act_begun(self, _act: Act) -> None:
        self._act_refused = False
        self.messages.clear()
