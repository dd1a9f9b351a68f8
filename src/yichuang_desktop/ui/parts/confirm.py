"""A question in place, for what cannot be undone: it takes the place of the acts until it is answered."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what yes does. ``danger`` colours it red; ``no`` is optional."""

    text: str
    yes_text: str
    yes: Callable[[], None]
    no_text: str = "返回"
    no: Callable[[], None] | None = None
    danger: bool = False


class ConfirmBar(Card):
    """Shows one :class:`Question`; the focus is on 返回, Esc means no, F12 (by the shell) means yes."""

    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone=Tone.WARN, parent=parent)
        self._question: Question | None = None
        self._came_from: QWidget | None = None
        self.words = Words(role="strong")
        self.yes_button, self.no_button = QPushButton(), QPushButton()
        self.yes_button.clicked.connect(self.say_yes)
        self.no_button.clicked.connect(self.say_no)
        row = QHBoxLayout()
        row.setSpacing(theme.size("space_3"))
        row.addWidget(self.words, 1)
        row.addWidget(self.no_button)
        row.addWidget(self.yes_button)
        self.body.addLayout(row)
        self.hide()

    def ask(self, question: Question) -> None:
        """Show the question; an earlier one that stands there is answered with no."""
        if self._question is not None:
            self.say_no()
        self._question = question
        self._came_from = QApplication.focusWidget()
        self.words.setText(question.text)
        self.yes_button.setText(f"{question.yes_text}　F12")
        self.no_button.setText(f"{question.no_text}　Esc")
        theme.mark(self.yes_button, role="danger" if question.danger else "primary")
        self.set_tone(Tone.BAD if question.danger else Tone.WARN)
        self.show()
        self.no_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def question(self) -> Question | None:
        """The question that stands there."""
        return self._question

    @Slot()
    def say_yes(self) -> None:
        """Answer yes."""
        self._answer(yes=True)

    @Slot()
    def say_no(self) -> None:
        """Answer no; nothing was done."""
        self._answer(yes=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.say_no()
        else:
            super().keyPressEvent(event)

    def _answer(self, *, yes: bool) -> None:
        question, came_from = self._question, self._came_from
        self._question = self._came_from = None
        if question is None:
            return
        self.hide()
        self.answered.emit(yes)
        if came_from is not None and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        act = question.yes if yes else question.no
        if act is not None:
            act()
