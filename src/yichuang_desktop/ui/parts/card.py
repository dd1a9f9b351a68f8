"""The white card everything lies on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.icons import StepMark
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone


class Card(QFrame):
    """A white card with an optional head (title at the left, anything at the right) and a body.

    ``card.body`` is the QVBoxLayout to fill; ``card.head`` the QHBoxLayout of the head, to add to its right.
    ``step`` puts the round number before the title; ``set_step_done`` turns it into a tick.
    """

    def __init__(
        self, title: str = "", step: int | None = None, tone: Tone = Tone.NONE, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("tone", str(tone))
        outer = QVBoxLayout(self)
        space = theme.size("space_4")
        outer.setContentsMargins(space, 11, space, space - 2)
        outer.setSpacing(theme.size("space_2"))
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.size("space_2"))
        self.title = Words(title, role="head", wrap=False)
        self.mark = StepMark(step) if step is not None else None
        if self.mark is not None:
            self.head.addWidget(self.mark)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.title.setVisible(False)
        outer.addLayout(self.head)  # takes no room while nothing in it is shown
        self.title.setVisible(bool(title) or step is not None)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.size("space_2"))
        outer.addLayout(self.body, 1)

    def set_tone(self, tone: Tone) -> None:
        """Colour the whole card (a count that is overdue); its words say so too."""
        theme.mark(self, tone=tone)

    def set_step_done(self, done: bool) -> None:
        """Turn the number of the head into a tick, or back."""
        if self.mark is not None:
            self.mark.set_done(done)

    def add_hint(self, text: str) -> Words:
        """Quiet words at the right of the head."""
        words = Words(text, role="second", wrap=False)
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head.addWidget(words)
        return words


class Figure(Card):
    """A card with one big figure: ``待部门领取`` / ``6``."""

    def __init__(
        self, label: str, value: str = "", tone: Tone = Tone.NONE, parent: QWidget | None = None
    ) -> None:
        super().__init__(tone=tone, parent=parent)
        self._label = Words(label, role="label", tone=tone, wrap=False)
        self._value = Words(value, role="thing", tone=tone, wrap=False)
        self.body.setSpacing(2)
        self.body.addWidget(self._label)
        self.body.addWidget(self._value)

    def show_figure(self, value: str, tone: Tone = Tone.NONE, label: str | None = None) -> None:
        """Change the figure, its colour and, if given, its label."""
        self._value.setText(value)
        if label is not None:
            self._label.setText(label)
        self.set_tone(tone)
        self._value.set_tone(tone)
        self._label.set_tone(tone)


class Rule(QFrame):
    """A thin line between two parts of a card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rule")


class Dashed(QFrame):
    """A dashed frame for what still has to happen outside the program: a signature, a scan."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "dashed")
        self.words = Words(text, role="second")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.addWidget(self.words, 1)

    def setText(self, text: str) -> None:
        """Change the words."""
        self.words.setText(text)


def heading(text: str) -> QLabel:
    """A head inside a card (16 px, semibold)."""
    return Words(text, role="head", wrap=False)
