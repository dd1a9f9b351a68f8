"""Labels with their values, one pair a line; both wrap, nothing is cut."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone

Fact = tuple[str, str] | tuple[str, str, Tone]


class FactList(QWidget):
    """``法定时限　3 个工作日``: label in second ink, value in ink. A third member of a fact is its tone.

    ``stacked=True`` puts the label above its value in a larger type (the head of a case).
    """

    def __init__(
        self,
        facts: Sequence[Fact] = (),
        label_width: int = 68,
        stacked: bool = False,
        columns: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label_width, self._stacked, self._columns = label_width, stacked, columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0 if not stacked else theme.size("space_4"))
        self._grid.setVerticalSpacing(7 if not stacked else theme.size("space_3"))
        self._shown: tuple[Fact, ...] = ()
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these; the widgets are kept where only values changed."""
        if tuple(facts) == self._shown:
            return
        same = [fact[0] for fact in facts] == [fact[0] for fact in self._shown]
        self._shown = tuple(facts)
        if same:
            for value, fact in zip(self._values, facts, strict=True):
                value.setText(fact[1])
                value.set_tone(_tone(fact))
            return
        self._rebuild()

    def _rebuild(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._values: list[Words] = []
        for number, fact in enumerate(self._shown):
            value = Words(fact[1], role="large" if self._stacked else "fact", tone=_tone(fact))
            self._values.append(value)
            row, column = divmod(number, self._columns)
            if self._stacked:
                self._add_stacked(fact[0], value, row, column)
            else:
                self._add_beside(fact[0], value, row, column)

    def _add_stacked(self, label: str, value: Words, row: int, column: int) -> None:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(Words(label, role="label"))
        box.addWidget(value)
        box.addStretch(1)
        self._grid.addWidget(holder, row, column)
        self._grid.setColumnStretch(column, 1)

    def _add_beside(self, label: str, value: Words, row: int, column: int) -> None:
        name = Words(label, role="label")
        name.setFixedWidth(self._room_for_labels())
        name.setContentsMargins(0, 1, 0, 0)  # its smaller type stands on the value's line
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(name, row, column * 2, top)
        self._grid.addWidget(value, row, column * 2 + 1)
        self._grid.setColumnStretch(column * 2 + 1, 1)

    def _room_for_labels(self) -> int:
        """As wide as the list is told, and wider where a label needs it."""
        metrics = QFontMetricsF(theme.type_face("label"))
        longest = max(metrics.horizontalAdvance(fact[0]) for fact in self._shown)
        return max(self._label_width, ceil(longest) + theme.size("space_2"))


class Bullets(QWidget):
    """Short points, each on its own lines: the acceptance points of an item."""

    def __init__(self, points: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QGridLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setHorizontalSpacing(6)
        self._box.setVerticalSpacing(5)
        self._box.setColumnStretch(1, 1)
        self._shown: tuple[str, ...] = ()
        self.set_points(points)

    def set_points(self, points: Sequence[str]) -> None:
        """Show these."""
        if tuple(points) == self._shown:
            return
        self._shown = tuple(points)
        while (item := self._box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, point in enumerate(self._shown):
            self._box.addWidget(Words("·", role="second", wrap=False), number, 0, Qt.AlignmentFlag.AlignTop)
            self._box.addWidget(Words(point, role="second"), number, 1)


def _tone(fact: Fact) -> Tone:
    _label, _value, *tone = fact
    return Tone(tone[0]) if tone else Tone.NONE
