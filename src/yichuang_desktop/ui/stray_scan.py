"""A paper scanned wherever the keyboard stands: the code goes where scans go, never into a name.

The keys of the one widget that has the keyboard pass by here before it gets them; ``scanning.bursts`` tells a
scanner from a person.  What is held back and turns out to be no code of ours is given to the widget it was
meant for, in the order in which it was typed.  Fields that wait for a code themselves are left alone.

A scanner slower than any it knows, and thirty digits typed by hand, are taken off a field's end on Enter.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from yichuang_desktop.domain.paper_codes import is_whole
from yichuang_desktop.ui.parts.field import HALF_WIDTH, FieldBox
from yichuang_desktop.ui.parts.scan import TAKES_SCANS, ScanBox
from yichuang_desktop.ui.scanning.alt_pad import AltPad
from yichuang_desktop.ui.scanning.bursts import FAST, FRAMES, GRAIN, HELD, PASS, Bursts, Outcome
from yichuang_desktop.ui.scanning.once import Once
from yichuang_desktop.ui.scanning.pace import Pace, QtPace, Stamps

DIGITS = 30
LONGEST_PAUSE = 0.25
"""Seconds between two keys of one scan on a list or a button, on a slow day."""
_CODE_AT_THE_END = re.compile(r"[0-9０-９]{30}$")
_STARTERS: Final = frozenset("7７&＆]") | FRAMES
_LINE_FEEDS: Final = frozenset("\n\x03")
"""LF and ETX, as Ctrl J and Ctrl C: after a code they are the scanner's."""
_ENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_BESIDE: Final = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock,
     Qt.Key.Key_NumLock}
)  # fmt: skip
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_PAD = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier
_PRESS, _RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
_OVERRIDE, _COMPOSED = QEvent.Type.ShortcutOverride, QEvent.Type.InputMethod
_MINE: Final = frozenset({_PRESS, _RELEASE, _OVERRIDE, _COMPOSED})
_TEXTS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)


_CATCHER: Final = "scan_catcher"
"""Who catches a widget's scans stands in the widget itself: a screen that is gone is gone altogether."""


def give_scans(widget: QWidget, scanned: Callable[[str], None]) -> None:
    """What is scanned while ``widget`` has the keyboard goes to ``scanned`` instead of the screen."""
    vars(widget)[_CATCHER] = scanned


def catcher_at(widget: QWidget | None) -> Callable[[str], None] | None:
    """Who catches what is scanned while ``widget`` has the keyboard; None where nobody does."""
    return vars(widget).get(_CATCHER) if widget is not None else None


def catch_scans(fields: Iterable[FieldBox], scanned: Callable[[str], None]) -> None:
    """Hand a paper scanned in one of these fields to ``scanned``; on Enter, also a code typed at its end."""
    for field in fields:
        give_scans(field.edit, scanned)
        field.entered.connect(lambda one=field: _take_code(one, scanned))


def leave_alone(widget: QWidget) -> None:
    """A field that knows itself what to do with a code."""
    widget.setProperty(TAKES_SCANS, True)


@dataclass(frozen=True, slots=True)
class _Kept:
    """An event that was held back, with the widget it was meant for."""

    widget: QWidget
    event: QEvent


class StrayScans(QObject):
    """Listens to the widget that has the keyboard within ``window``; ``scanned`` hears every stray code, with
    who catches it where the keyboard is (:func:`give_scans`), if anybody.

    ``named(text, typed)`` hears of bursts that are no code of ours: on a list, where they are taken away,
    and of halves that went into a field (``typed``). ``trouble`` gets the sentence code of a scanner that is
    set up badly. ``heard`` is told every code, also those a scan box takes.
    Only that one widget is watched, so that no other event of the program passes through here.
    """

    def __init__(
        self,
        window: QWidget,
        scanned: Callable[[str, Callable[[str], None] | None], None],
        named: Callable[[str, bool], None] = lambda _text, _typed: None,
        trouble: Callable[[str], None] = lambda _code: None,
        pace: Pace | None = None,
        heard: Callable[[str], None] = lambda _code: None,
    ) -> None:
        super().__init__(window)
        self._window, self._scanned, self._named, self._trouble = window, scanned, named, trouble
        self._pace = pace if pace is not None else QtPace(self)
        self.once = Once(self._pace.now, heard)
        self._bursts, self._stamps, self._alt_pad = Bursts(), Stamps(), AltPad()
        self._watched: QWidget | None = None
        self._deaf = self._takes = self._giving_back = False
        self._digits, self._last = "", float("-inf")
        self._function_key_at = self._began_at = float("-inf")
        application = self._application()
        application.focusChanged.connect(self._on_focus)
        self._on_focus(None, application.focusWidget())

    @property
    def holding(self) -> bool:
        """Whether keys are held back; it lasts 35 ms for a person's and ends with a scan."""
        return self._bursts.active

    def _application(self) -> Any:
        return QApplication.instance()

    # -- who has the keyboard --------------------------------------------------------------------------------

    @Slot(QWidget, QWidget)
    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self._window):
            return  # the last word of a window that is being taken apart
        if not self._giving_back and not self._bursts.sure:
            self._do(self._bursts.give_up())
        self._look_away()
        inside = now is not None and _outermost(now) is self._window
        self._digits = ""
        if inside or now is None:
            self._watch(now if now is not None else self._window)

    def _watch(self, widget: QWidget) -> None:
        self._watched = widget
        self._takes = bool(widget.property(TAKES_SCANS))
        self._deaf = not isinstance(widget, _TEXTS)
        widget.installEventFilter(self)
        widget.destroyed.connect(self._on_gone)
        if isinstance(widget, ScanBox):
            widget.share(self.once)

    def _look_away(self) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._on_gone)
            self._watched = None

    @Slot()
    def _on_gone(self) -> None:
        self._watched = None

    # -- what is typed ---------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _MINE or self._giving_back or watched is not self._watched:
            return False
        if self._takes and not self._bursts.active:
            return False
        if isinstance(event, QKeyEvent):
            return self._on_key_event(kind, event)
        return isinstance(event, QInputMethodEvent) and self._on_composed(event)

    def _on_key_event(self, kind: QEvent.Type, event: QKeyEvent) -> bool:
        if kind == _PRESS:
            return self._on_press(event)
        if kind == _OVERRIDE:
            return self._on_override(event)
        if not self._bursts.active:
            return False
        return self._done(self._bursts.beside(self._at(event), self._kept(event)))

    def _on_press(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        commands = bool(event.modifiers() & _COMMANDS)
        if key in _ENDS and not commands:
            return self._on_end(event)
        if key not in _BESIDE and text not in _LINE_FEEDS:
            self._bursts.between()
        if not (self._deaf or commands or self._bursts.active or text in _STARTERS or key >= Qt.Key.Key_F13):
            return self._on_ordinary(key)  # what people type mostly ends here
        return self._on_worth_a_look(event, commands=commands)

    def _on_worth_a_look(self, event: QKeyEvent, *, commands: bool) -> bool:
        key, text, at = event.key(), event.text(), self._at(event)
        if key == Qt.Key.Key_Alt or (event.modifiers() & _PAD) == _PAD:
            return self._on_alt(event, at)
        if key in _BESIDE:
            return self._done(self._bursts.beside(at, self._kept(event)))
        if text in _LINE_FEEDS and self._bursts.active:
            return self._done(self._bursts.end(at, self._kept(event)))
        sign = _sign(key, text, commands=commands)
        if event.isAutoRepeat() or not sign:
            return self._on_other(event, at)
        return self._on_sign(event, sign, at)

    def _on_ordinary(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.once.forget()  # the next person; the same paper counts again
        elif key == Qt.Key.Key_Alt:
            self._on_alt_down()
        return False

    def _on_sign(self, event: QKeyEvent, sign: str, at: float) -> bool:
        if not self._bursts.active:
            self._began_at = at
        if self._deaf:
            self._note_digit(sign, at)
        return self._done(self._bursts.sign(sign, at, self._kept(event), deaf=self._deaf))

    def _on_end(self, event: QKeyEvent) -> bool:
        at = self._at(event)
        if self._done(self._bursts.end(at, self._kept(event))):
            return True
        digits, self._digits = self._digits, ""
        if isinstance(self._watched, QLineEdit | QPlainTextEdit):
            return event.key() != Qt.Key.Key_Tab and self._take(_code_in(self._watched))
        return self._take(digits if at - self._last <= LONGEST_PAUSE and is_whole(digits) else "")

    def _on_other(self, event: QKeyEvent, at: float) -> bool:
        self._digits = ""
        if event.key() == Qt.Key.Key_Escape:
            self.once.forget()
            if not self._bursts.sure:
                self._do(self._bursts.give_up())
                return False
        return self._done(self._bursts.other(at, self._kept(event)))

    def _on_override(self, event: QKeyEvent) -> bool:
        """A key with a meaning of its own: what is held must be in its field before it works."""
        key, commands = event.key(), event.modifiers() & _COMMANDS
        if (event.modifiers() & _PAD) == _PAD and self._alt_pad.digit(self._pace.now()):
            event.accept()  # no act, but a scanner that types in this way
            return True
        if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12:
            self._function_key_at = self._at(event)
        elif not commands or key in _BESIDE or key == Qt.Key.Key_Alt or event.text() in FRAMES:
            return False
        if self._bursts.active and not self._bursts.sure:
            self._do(self._bursts.give_up())
        return False

    def _on_alt(self, event: QKeyEvent, at: float) -> bool:
        if key_is_digit(event.key()):
            return True  # of the number pad, fast after Alt: no key of a list
        self._on_alt_down()
        return self._done(self._bursts.beside(at, self._kept(event)))

    def _on_alt_down(self) -> None:
        self._alt_pad.alt(self._pace.now())
        if self._alt_pad.told:
            self._trouble("scanner_alt_numpad")

    def _on_composed(self, event: QInputMethodEvent) -> bool:
        """What an input method hands over at once; a scan may come in one piece or digit by digit."""
        text = event.commitString()
        if event.preeditString() or event.replacementLength() or not text:
            if self._bursts.active and not self._bursts.sure:
                self._do(self._bursts.give_up())
            return False
        self._bursts.between()
        if not self._bursts.active and not _STARTERS.intersection(text):
            return False
        widget, at = self._watched, self._pace.now()
        for sign in text:
            if widget is None or not isValid(widget):
                break
            kept = _Kept(widget, _committed(sign))
            outcome = self._bursts.sign(sign, at, kept, deaf=self._deaf)
            self._do(outcome if outcome.held else replace(outcome, held=True, back=(*outcome.back, kept)))
        return True

    # -- what becomes of it ----------------------------------------------------------------------------------

    def _done(self, outcome: Outcome) -> bool:
        self._do(outcome)
        return outcome.held

    def _do(self, outcome: Outcome) -> None:
        if self._bursts.active:
            self._pace.wake_in(self._bursts.wait + GRAIN * 2, self._on_silence)
        elif outcome is PASS:
            return
        else:
            self._pace.rest()
        if outcome is HELD:
            return
        self._give_back(outcome.back)
        for code in outcome.codes:
            self._take(code)
        if outcome.codes and 0 <= self._began_at - self._function_key_at <= FAST:
            self._trouble("scanner_prefix_key")
        if outcome.other:
            self._named(outcome.other, outcome.typed)

    def _on_silence(self) -> None:
        self._do(self._bursts.silence())

    def _give_back(self, kept: Iterable[_Kept]) -> None:
        """Let the widgets have what was meant for them; where a key moves the keyboard, the rest follows."""
        before = self._application().focusWidget()
        self._giving_back = True
        try:
            for one in kept:
                now = self._application().focusWidget()
                target = one.widget if now is None or now is before else now
                if isValid(target):
                    QApplication.sendEvent(target, one.event)
        finally:
            self._giving_back = False

    def _take(self, code: str) -> bool:
        if not code:
            return False
        self._digits = ""
        if self.once.fresh(code):
            self._scanned(code, catcher_at(self._watched))
        return True

    def _note_digit(self, sign: str, at: float) -> None:
        """Digits on a list or a button, from a scanner too slow to be told from a person."""
        digit = sign.translate(HALF_WIDTH)
        fresh = self._digits if at - self._last <= LONGEST_PAUSE else ""
        self._last = at
        self._digits = (fresh + digit)[-DIGITS:] if digit in "0123456789" else ""

    def _at(self, event: QKeyEvent) -> float:
        return self._stamps.at(event.timestamp(), self._pace.now())

    def _kept(self, event: QKeyEvent) -> _Kept:
        return _Kept(self._watched or self._window, _copied(event))


def key_is_digit(key: int) -> bool:
    """Whether a key is one of the ten digits."""
    return Qt.Key.Key_0 <= key <= Qt.Key.Key_9


def _outermost(widget: QWidget) -> QWidget:
    """The window a widget stands in; of a list that is let down, the window it belongs to."""
    window = widget.window()
    while window.windowType() == Qt.WindowType.Popup and isinstance(parent := window.parent(), QWidget):
        window = parent.window()
    return window


def _sign(key: int, text: str, *, commands: bool) -> str:
    """The character a key types; F13 to F24 stand for what a scanner sends before a code."""
    if Qt.Key.Key_F13 <= key <= Qt.Key.Key_F24:
        return "\x02"
    if commands:
        return text if text in FRAMES else ""
    return text if len(text) == 1 and text.isprintable() else ""


def _copied(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(
        event.type(), event.key(), event.modifiers(), event.nativeScanCode(), event.nativeVirtualKey(),
        event.nativeModifiers(), event.text(), event.isAutoRepeat(), event.count(),
    )  # fmt: skip


def _committed(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event


def _code_in(widget: QLineEdit | QPlainTextEdit) -> str:
    """The code at the end of what stands there, taken off; empty when there is none."""
    if isinstance(widget, QPlainTextEdit):
        return _code_in_text(widget)
    if widget.property(TAKES_SCANS):
        return ""
    rest, code = _parted(widget.text())
    if code:
        widget.setText(rest)
        widget.textEdited.emit(rest)
    return code


def _code_in_text(widget: QPlainTextEdit) -> str:
    cursor = widget.textCursor()
    _rest, code = _parted(cursor.block().text()[: cursor.positionInBlock()])
    if code:
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, DIGITS)
        cursor.removeSelectedText()
    return code


def _take_code(field: FieldBox, scanned: Callable[[str], None]) -> None:
    rest, code = _parted(field.text())
    if code:
        field.set_text(rest)
        field.edited.emit(field.text())
        scanned(code)


def _parted(text: str) -> tuple[str, str]:
    """What stands before a code at the end of a text, and the code; it must be whole."""
    found = _CODE_AT_THE_END.search(text)
    code = found[0].translate(HALF_WIDTH) if found is not None else ""
    return (text[:-DIGITS], code) if is_whole(code) else (text, "")
