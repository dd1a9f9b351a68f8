"""The box a hand-held scanner types into: digits from any layout, no input method, Enter at the end."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from yichuang_desktop.domain.paper_codes import grouped, is_whole
from yichuang_desktop.domain.scans import ScanKind, read_scan, scans_in
from yichuang_desktop.ui.parts.field import HALF_WIDTH, leaves_undo_to_the_window
from yichuang_desktop.ui.scanning.bursts import FEWEST, SILENCE
from yichuang_desktop.ui.scanning.once import Once

BURST = 3
"""So many fast keys in a row are a scanner."""
FAST_SECONDS = 0.05
"""Keys closer together than this come from a scanner, not from fingers."""
HALF_SCAN_MS = 700
"""A scanner that stopped this long without Enter has lost the rest of the code."""
CODE_DIGITS = 30
TAKES_SCANS = "takesScans"
"""Property of a field that knows itself what to do with a paper that is scanned into it."""

TAKES_WAYBILLS = "takesWaybills"
"""Property of a field into which a waybill number goes that is scanned while the keyboard is elsewhere."""


class ScanBox(QLineEdit):
    """Emits ``scanned(str)``, with blanks taken out and full-width digits made plain.

    A scan ends with Enter or Tab, or with silence when it is whole or plainly somebody else's code. What was
    scanned stays visible and selected, so the next scan replaces it. The same code again within 1.5 s is
    ignored. A scan that breaks off is selected and ``broken_off`` emitted: the next one replaces it instead
    of being glued to it. Thirty digits typed by hand count as well. ``clock`` gives seconds, for tests only.
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
        self._once = Once(clock)
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
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(round(SILENCE * 1000))
        self._silence.timeout.connect(self._on_silence)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._ends_in_tab(event):
            self._on_enter()
            return True
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
        self._once.forget()

    def share(self, once: Once) -> None:
        """Count a code that was scanned elsewhere in the window as scanned here."""
        self._once = once

    def take(self, raw: str) -> None:
        """A code from a scanner that does not type."""
        self.setText(raw)
        self._on_enter()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What was being composed elsewhere ends here: the scanner must not pick candidates of it."""
        QGuiApplication.inputMethod().reset()
        super().focusInEvent(event)
        self.selectAll()  # what was scanned last makes room for the next

    def _note_key(self) -> None:
        now = self._clock()
        self._fast_keys = self._fast_keys + 1 if now - self._last_key_at < FAST_SECONDS else 0
        self._last_key_at = now
        self._idle.start()
        self._silence.start()

    def _ends_in_tab(self, event: QKeyEvent) -> bool:
        burst = self._fast_keys >= FEWEST and self._clock() - self._last_key_at <= SILENCE
        return burst and event.key() == Qt.Key.Key_Tab and not event.modifiers()

    @Slot()
    def _on_silence(self) -> None:
        """A scanner without a suffix: the code is there when it is whole."""
        if self._fast_keys < FEWEST:
            return
        scan = read_scan(self.text())
        if scan.kind not in (ScanKind.HALF, ScanKind.UNKNOWN):
            self._on_enter()

    @Slot()
    def _on_idle(self) -> None:
        if self._fast_keys >= BURST and self.text():
            self._fast_keys = 0
            self.selectAll()
            self.broken_off.emit(plain_code(self.text()))

    def _on_enter(self) -> None:
        self._idle.stop()
        self._silence.stop()
        self._fast_keys = 0
        codes = _codes(self.text())
        self.setText(shown(codes[-1]))
        self.selectAll()
        for code in codes:
            if code and self._once.fresh(code):
                self.scanned.emit(code)


def _codes(text: str) -> list[str]:
    """What was scanned; several papers where they came without an Enter between them."""
    whole = [scan.text for scan in scans_in(text) if is_whole(scan.text)]
    return whole or [plain_code(read_scan(text).text)]


def plain_code(text: str) -> str:
    """The code as scanned: full-width forms made plain, blanks and line ends taken out."""
    return "".join(text.translate(HALF_WIDTH).split())


def shown(code: str) -> str:
    """A paper code in the groups in which it stands on paper; anything else as it is."""
    return grouped(code) if len(code) == CODE_DIGITS and code.isdigit() else code
