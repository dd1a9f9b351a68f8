"""A paper scanned wherever the keyboard stands: the code goes where scans go, never into a name.

A scanner types thirty digits and Enter.  In a field they are taken off its end again; on a table or a button
they are put together key by key.  Fields that wait for a code themselves are left alone.
"""

import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from yichuang_desktop.ui.parts.field import HALF_WIDTH, FieldBox
from yichuang_desktop.ui.parts.scan import TAKES_SCANS

DIGITS = 30
LONGEST_PAUSE = 0.25
"""Seconds between two keys of one scan, on a slow day."""
_CODE_AT_THE_END = re.compile(r"[0-9０-９]{30}$")


def catch_scans(fields: Iterable[FieldBox], scanned: Callable[[str], None]) -> None:
    """On Enter, take a paper code off the end of what stands in a field and hand it to ``scanned``."""
    for field in fields:
        leave_alone(field.edit)
        field.entered.connect(lambda one=field: _take_code(one, scanned))


def leave_alone(widget: QWidget) -> None:
    """A field that knows itself what to do with a code."""
    widget.setProperty(TAKES_SCANS, True)


class StrayScans(QObject):
    """Listens to the widget that has the keyboard within ``window``; ``scanned`` hears every stray code.

    Only that one widget is watched, so that no other event of the program passes through here.
    """

    def __init__(self, window: QWidget, scanned: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window, self._scanned = window, scanned
        self._watched: QWidget | None = None
        self._digits, self._last = "", float("-inf")
        self._application().focusChanged.connect(self._on_focus)

    def _application(self) -> Any:
        return QApplication.instance()

    @Slot(QWidget, QWidget)
    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._on_gone)
        inside = now is not None and now.window() is self._window and not now.property(TAKES_SCANS)
        self._watched = now if inside else None
        self._digits = ""
        if self._watched is not None:
            self._watched.installEventFilter(self)
            self._watched.destroyed.connect(self._on_gone)

    @Slot()
    def _on_gone(self) -> None:
        self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if isinstance(watched, QLineEdit | QPlainTextEdit):
            return _is_enter(event) and self._take(_code_in(watched))
        return self._on_key(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        """Digits on a table or a button: the keys of one scan follow each other fast."""
        now, fresh = time.monotonic(), self._digits
        if now - self._last > LONGEST_PAUSE:
            fresh = ""
        self._last = now
        text = event.text().translate(HALF_WIDTH)
        if _is_enter(event):
            self._digits = ""
            return len(fresh) == DIGITS and self._take(fresh)
        self._digits = (fresh + text)[-DIGITS:] if len(text) == 1 and text in "0123456789" else ""
        return False

    def _take(self, code: str) -> bool:
        if not code:
            return False
        self._scanned(code)
        return True


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _code_in(widget: QLineEdit | QPlainTextEdit) -> str:
    """The code at the end of what stands there, taken off; empty when there is none."""
    if isinstance(widget, QPlainTextEdit):
        return _code_in_text(widget)
    found = _CODE_AT_THE_END.search(widget.text())
    if found is None:
        return ""
    widget.setText(widget.text()[: found.start()])
    widget.textEdited.emit(widget.text())
    return found[0].translate(HALF_WIDTH)


def _code_in_text(widget: QPlainTextEdit) -> str:
    cursor = widget.textCursor()
    before = cursor.block().text()[: cursor.positionInBlock()]
    found = _CODE_AT_THE_END.search(before)
    if found is None:
        return ""
    cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, DIGITS)
    cursor.removeSelectedText()
    return found[0].translate(HALF_WIDTH)


def _take_code(field: FieldBox, scanned: Callable[[str], None]) -> None:
    text = field.text()
    found = _CODE_AT_THE_END.search(text)
    if found is not None:
        field.set_text(text[: found.start()])
        field.edited.emit(field.text())
        scanned(found[0].translate(HALF_WIDTH))
