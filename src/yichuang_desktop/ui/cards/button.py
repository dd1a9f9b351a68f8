"""The visible key that reads a card, beside the fields it fills."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from yichuang_desktop.ui.shortcuts import Key


class ReadCardButton(QPushButton):
    """``读身份证（Alt I）``; the keyboard stays where it is when it is clicked."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(f"{words or Key.READ_CARD.what}（{Key.READ_CARD.cap}）", parent)
        self.setProperty("role", "link")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
