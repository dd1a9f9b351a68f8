"""Text that wraps and is never cut: the label every part is made of."""

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.theme import Tone

BREAK = "\u200b"
"""Zero-width space: lets a long code without spaces break across lines."""
LONG_RUN = 18


class Words(QLabel):
    """A plain-text label that wraps and asks for the height its text needs at its present width.

    ``role`` picks the type (``label``, ``second``, ``head``, ``thing``, ``large``, ``strong``, ``note`` …);
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
        self._text = ""
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
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

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        self._fit_height()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if not self.wordWrap():
            return hint
        margins = self.contentsMargins()
        single = self.fontMetrics().horizontalAdvance(self._text.split("\n", 1)[0])
        return QSize(min(single + margins.left() + margins.right() + 24, 720), hint.height())

    def _fit_height(self) -> None:
        if self.wordWrap() and self.width() > 0:
            needed = self.heightForWidth(self.width())
            if needed >= 0 and needed != self.minimumHeight():
                self.setMinimumHeight(needed)


def breakable(text: str) -> str:
    """``text`` with invisible break points in runs of Latin letters and digits longer than a line bears."""
    if len(text) <= LONG_RUN or not any(len(run) > LONG_RUN and run.isascii() for run in text.split()):
        return text
    return " ".join(_broken(run) if len(run) > LONG_RUN and run.isascii() else run for run in text.split(" "))


def _broken(run: str) -> str:
    return BREAK.join(run[start : start + 6] for start in range(0, len(run), 6))
