"""The questions beside a test page: the clerk looks at the paper and presses the digit of what it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yichuang_desktop.ui.devices.model import PageQuestion, QuestionColumn
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.table import TwoLineTable


class QuestionsPage(QWidget):
    """Digits answer the question the cursor is on and go to the next; Enter: all is as it should be."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._model = RowModel[PageQuestion](QuestionColumn, key=lambda row: row.key)
        self.table = TwoLineTable(self._model)
        self.card = Card("自检页上的问题")
        self.card.add_hint("按数字回答，Enter 表示和应有的一样")
        self.card.body.addWidget(self.table, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.card, 1)
        self.table.letter.connect(self._on_letter)
        self.table.chosen.connect(lambda _row: self._on_letter("1"))

    def ask(self, questions: Sequence[PageQuestion]) -> None:
        """Ask these, as answered last."""
        self._model.show_rows(tuple(questions))
        self.table.select_row(0)
        self.changed.emit()

    @property
    def answers(self) -> Mapping[str, str]:
        """What has been answered."""
        return {row.key: row.answer for row in self._model.rows if row.answer}

    @property
    def left(self) -> int:
        """How many are still to be answered."""
        return sum(not row.answer for row in self._model.rows)

    def _on_letter(self, letter: str) -> None:
        row = self.table.current_row()
        number = int(letter) if letter.isdigit() else 0
        if row is None or not 1 <= number <= len(row.choices):
            return
        answered = replace(row, answer=row.choices[number - 1].value)
        rows = [answered if one.key == row.key else one for one in self._model.rows]
        at = self._model.find(row.key)
        self._model.show_rows(tuple(rows))
        self.table.select_row(min(at + 1, len(rows) - 1))
        self.changed.emit()
