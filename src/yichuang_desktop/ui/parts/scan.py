"""The box a hand-held scanner types into: digits from any layout, no input method, Enter at the end."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from yichuang_desktop.domain.paper_codes import grouped
from yichuang_desktop.ui.parts.field import HALF_WIDTH, leaves_undo_to_the_window

DOUBLE_SECONDS = 1.5
"""A scanner held over a paper reads it again and again; the same code within this time is one scan."""
BURST = 3
"""So many fast keys in a row are a scanner."""
FAST_SECONDS = 0.05
"""Keys closer together than this come from a scanner, not from fingers."""
HALF_SCAN_MS = 700
"""A scanner that stopped this long without Enter has lost the rest of the code."""
CODE_DIGITS = 30
TAKES_SCANS = "takesScans"
"""Property of a field that knows itself what to do with a paper that is scanned into it."""


class ScanBox(QLineEdit):
    """Emits ``scanned(str)`` on Enter, with blanks taken out and full-width digits made plain.

    What was scanned stays visible and selected, so the next scan replaces it. The same code again within
    1.5 s is ignored. A scan that breaks off is selected and ``broken_off`` emitted: the next one replaces it
    instead of being glued to it. ``clock`` gives seconds and is only changed by tests.
    """

    scanned = Signal(str)
    broken_off = Signal(str)

    def __init__(
        self,
        placeholder: str = "扫单据条码，或键入编号按 Enter",
        large: bool = True,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last_code, self._last_at = "", float("-inf")
        self._last_key_at, self._fast_keys = float("-inf"), 0
        self.setProperty("role", "scan" if large else "")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName("扫码")
        self.setMaxLength(400)
        self.setProperty(TAKES_SCANS, True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhNoPredictiveText)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(HALF_SCAN_MS)
        self._idle.timeout.connect(self._on_idle)

    def event(self, event: QEvent) -> bool:
        if leaves_undo_to_the_window(event, own_undo=False):
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_enter()
            return
        super().keyPressEvent(event)
        if event.text():
            self._note_key()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Nothing is composed here: a scanner's digits must not go through the input method."""
        event.ignore()

    def forget(self) -> None:
        """Empty the box and let the same code be scanned again at once (after Esc, next person)."""
        self.clear()
        self._last_code = ""

    def _note_key(self) -> None:
        now = self._clock()
        self._fast_keys = self._fast_keys + 1 if now - self._last_key_at < FAST_SECONDS else 0
        self._last_key_at = now
        self._idle.start()

    @Slot()
    def _on_idle(self) -> None:
        if self._fast_keys >= BURST and self.text():
            self._fast_keys = 0
            self.selectAll()
            self.broken_off.emit(plain_code(self.text()))

    def _on_enter(self) -> None:
        self._idle.stop()
        self._fast_keys = 0
        code, now = plain_code(self.text()), self._clock()
        again = code == self._last_code and now - self._last_at < DOUBLE_SECONDS
        self.setText(shown(code))
        self.selectAll()
        if not code:
            return
        self._last_at = now
        if not again:
            self._last_code = code
            self.scanned.emit(code)


def plain_code(text: str) -> str:
    """The code as scanned: full-width forms made plain, blanks and line ends taken out."""
    return "".join(text.translate(HALF_WIDTH).split())


def shown(code: str) -> str:
    """A paper code in the groups in which it stands on paper; anything else as it is."""
    return grouped(code) if len(code) == CODE_DIGITS and code.isdigit() else code
