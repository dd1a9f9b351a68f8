"""Text that wraps and is never cut: the label every part is made of."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.theme import Tone

BREAK = "\u200b"
"""Zero-width space: lets a long code without spaces break across lines."""
LONG_RUN = 18
WIDEST = 720
"""A wrapping text asks for no more width than this; it takes more when it is given more."""
ROOM_FOR_FRAME = {"note": 24, "badge": 18, "demo": 44, "chip": 28}
"""Padding and border that the style sheet gives a role, left and right together."""


class Words(QLabel):
    """A plain-text label that wraps and asks for the height its text needs at its present width.

    ``role`` picks the type (``label``, ``second``, ``head``, ``thing``, ``large``, ``strong``, ``note``);
    rich text is never interpreted, so an applicant's name cannot become markup.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "",
        tone: Tone = Tone.NONE,
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("role", role)
        self.setProperty("tone", str(tone))
        self._frame = ROOM_FOR_FRAME.get(role, 2)
        self._text = ""
        self._needed = 0
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show ``text``; long runs without a space may break anywhere."""
        if text == self._text:
            return
        self._text = text
        super().setText(breakable(text) if self.wordWrap() else text)
        self._fit_height()

    def text(self) -> str:
        """The text as it was given."""
        return self._text

    def set_tone(self, tone: Tone) -> None:
        """Change the colour; the words must say the same."""
        theme.mark(self, tone=tone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_height()

    def sizeHint(self) -> QSize:
        if not self.wordWrap():
            return super().sizeHint()
        self.ensurePolished()
        longest = max(self.fontMetrics().horizontalAdvance(line) for line in self._text.split("\n"))
        width = min(longest + self._frame + 2, WIDEST)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow, and as high as the text needs at the present width."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), self._needed or self.fontMetrics().height()) if self.wordWrap() else hint

    def _fit_height(self) -> None:
        if self.wordWrap() and self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            needed = self.heightForWidth(self.width())
            if needed != self._needed:
                self._needed = needed
                self.updateGeometry()


def breakable(text: str) -> str:
    """``text`` with invisible break points in runs of Latin letters and digits longer than a line bears."""
    return " ".join(_broken(run) if len(run) > LONG_RUN and run.isascii() else run for run in text.split(" "))


def _broken(run: str) -> str:
    return BREAK.join(run[start : start + 6] for start in range(0, len(run), 6))
