"""The panel at the right: what to do next, always said, and what helps."""

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.card import Card, heading
from yichuang_desktop.ui.parts.scroll import ScrollColumn
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing to do, in words, with the tone of its box (MAIN do this, BAD in the way)."""

    text: str
    tone: Tone = Tone.MAIN


class NextStepPanel(Card):
    """A card with 下一步 at its head and the screen's own sections under it; it scrolls when it is long.

    ``panel.say(Step(...))`` changes the box; ``panel.section("办事指南")`` gives a QVBoxLayout to fill.
    """

    def __init__(self, title: str = "下一步", width: int = 300, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFixedWidth(width)
        self._column = ScrollColumn()
        self.body.addWidget(self._column)
        self._note = Words(role="note")
        if title:
            self._column.box.addWidget(heading(title))
        self._column.box.addWidget(self._note)
        self._note.hide()
        self._sections: dict[str, tuple[QWidget, QVBoxLayout]] = {}
        self._column.box.addStretch(1)

    def say(self, step: Step | None) -> None:
        """Show the next step; None hides the box."""
        self._note.setVisible(step is not None)
        if step is not None:
            self._note.setText(step.text)
            self._note.set_tone(step.tone)

    @property
    def said(self) -> str:
        """The words of the box, empty when it is hidden."""
        return self._note.text() if not self._note.isHidden() else ""

    def section(self, title: str) -> QVBoxLayout:
        """The place under a heading; the same one for the same title."""
        if title not in self._sections:
            holder = QWidget()
            box = QVBoxLayout(holder)
            box.setContentsMargins(0, 4, 0, 0)
            box.setSpacing(theme.size("space_2"))
            box.addWidget(heading(title))
            self._column.box.insertWidget(self._column.box.count() - 1, holder)
            self._sections[title] = (holder, box)
        return self._sections[title][1]

    def show_section(self, title: str, shown: bool) -> None:
        """Hide a section that has nothing to say now, or show it again."""
        if title in self._sections:
            self._sections[title][0].setVisible(shown)
