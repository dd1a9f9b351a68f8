"""凭码评价: the citizen types the code of the slip with a finger. No key of a keyboard reaches this page."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from yichuang_desktop.domain.ratings import CODE_DIGITS
from yichuang_desktop.ui.parts.words import Words

TITLE = "请输入小票上的8位评价码"
HINT = "由您本人输入；一个评价码只能评价一次"
WAITING = "正在查对评价码，请稍候"
BACK, DROP = "返回", "删除"
SECONDS = 60
"""Nobody touched it for so long: back to the idle page, so that no code is left for the next citizen."""
SPACE = "　"


class PadButton(QPushButton):
    """A key to be touched. No keyboard can press it."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setProperty("role", "pad")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(150, 84)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class CodePage(QWidget):
    """``typed(code)`` when all digits are there; then :meth:`refuse` or another page. ``left()``: go back."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, seconds: float = SECONDS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits, self._waiting = "", False
        self.title, self.code = Words(TITLE, role="title"), Words("", role="code")
        self.remark = Words(HINT, role="words")
        self.digits = {digit: PadButton(digit) for digit in "1234567890"}
        self.drop_button, self.back_button = PadButton(DROP), PadButton(BACK)
        for digit, button in self.digits.items():
            button.clicked.connect(lambda _on=False, one=digit: self._on_digit(one))
        self.drop_button.clicked.connect(self._on_drop)
        self.back_button.clicked.connect(self._on_back)
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(round(seconds * 1000))
        self._over.timeout.connect(self._on_back)
        self._lay_out()

    def begin(self) -> None:
        """An empty field."""
        self._clear(HINT)
        self._over.start()

    def refuse(self, words: str) -> None:
        """The code was not accepted: say why, and let it be typed again."""
        self._clear(words)
        self._over.start()

    def end(self) -> None:
        """Nothing of a code stays behind."""
        self._over.stop()
        self._clear(HINT)

    @Slot()
    def _on_drop(self) -> None:
        if not self._waiting:
            self._digits = self._digits[:-1]
            self._show()

    @Slot()
    def _on_back(self) -> None:
        self.end()
        self.left.emit()

    def _on_digit(self, digit: str) -> None:
        if self._waiting or len(self._digits) >= CODE_DIGITS:
            return
        self._over.start()
        self._digits += digit
        self._show()
        if len(self._digits) == CODE_DIGITS:
            self._waiting = True
            self.remark.setText(WAITING)
            self.typed.emit(self._digits)

    def _clear(self, words: str) -> None:
        self._digits, self._waiting = "", False
        self.remark.setText(words)
        self._show()

    def _show(self) -> None:
        places = [*self._digits, *"＿" * (CODE_DIGITS - len(self._digits))]
        half = CODE_DIGITS // 2
        self.code.setText(" ".join(places[:half]) + SPACE + " ".join(places[half:]))

    def _lay_out(self) -> None:
        pad = QGridLayout()
        pad.setSpacing(14)
        for place, digit in enumerate("123456789"):
            pad.addWidget(self.digits[digit], place // 3, place % 3)
        for place, button in enumerate((self.back_button, self.digits["0"], self.drop_button)):
            pad.addWidget(button, 3, place)
        box = QVBoxLayout(self)
        box.setContentsMargins(60, 24, 60, 24)
        box.setSpacing(14)
        box.addStretch(1)
        for words in (self.title, self.code, self.remark):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(words)
        box.addSpacing(8)
        box.addLayout(pad)
        pad.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
