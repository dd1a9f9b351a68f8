"""A state in one word on its colour."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.theme import Tone


class Badge(QLabel):
    """``待领取``, ``缺``: a word on the soft colour of its tone. ``large`` for the head of a screen."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.CALM, large: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "badge")
        self.setProperty("tone", str(tone))
        self.setProperty("large", str(large).lower())
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, text: str, tone: Tone) -> None:
        """Change word and colour together."""
        self.setText(text)
        theme.mark(self, tone=tone)
        self.adjustSize()
