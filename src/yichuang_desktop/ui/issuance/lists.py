"""The right side of the issuance desk: what falls due, whom to phone, who may come, what was just issued."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from yichuang_desktop.services.ports import DeskRow
from yichuang_desktop.ui.issuance.model import DueColumn, DueLine, recent
from yichuang_desktop.ui.parts.card import Card, heading
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.parts.words import Words

TITLES = ("待办结", "待通知", "待领取")
EMPTY = (
    ("没有待办结的件", "部门签收以后，会按到期日排在这里"),
    ("没有要通知的人", "结果登记入库以后会出现在这里"),
    ("没有等人领取的结果", "电话通知到以后会出现在这里"),
)


class DeskLists(Card):
    """``taken(DeskRow)`` when a row was chosen; ``asked(int)`` when another list is wanted."""

    taken = Signal(object)
    asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFixedWidth(372)
        self.which = 0
        self._buttons: list[QPushButton] = []
        row = QHBoxLayout()
        row.setSpacing(4)
        for number, title in enumerate(TITLES):
            button = QPushButton(title)
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, one=number: self.turn_to(one))
            self._buttons.append(button)
            row.addWidget(button, 1)
        self.body.addLayout(row)
        self._model = RowModel[DueLine](DueColumn, key=lambda line: line.row.case_id)
        self.table = TwoLineTable(self._model)
        self.table.chosen.connect(lambda line: self.taken.emit(line.row))
        self.pane = ListPane(self.table)
        self.body.addWidget(self.pane, 1)
        self.body.addWidget(heading("刚刚出证"))
        self._issued = Words(role="second")
        self.body.addWidget(self._issued)
        self.turn_to(0)

    def turn_to(self, which: int) -> None:
        """Ask for another list."""
        self.which = which % len(TITLES)
        for number, button in enumerate(self._buttons):
            button.setChecked(number == self.which)
        self.asked.emit(self.which)

    def show_counts(self, counts: tuple[int, int, int]) -> None:
        """How many stand in each list."""
        for button, title, count in zip(self._buttons, TITLES, counts, strict=True):
            button.setText(f"{title} {count}")

    def show_rows(self, rows: tuple[DeskRow, ...], today: date) -> None:
        """The rows of the list that was asked for."""
        self._model.show_rows(tuple(DueLine(row, today) for row in rows))
        if rows:
            self.pane.show_list()
        else:
            self.pane.empty(*EMPTY[self.which])

    def show_trouble(self, again: Callable[[], None]) -> None:
        """The list could not be read."""
        self.pane.error("没有读到清单", again)

    def show_issued(self, rows: tuple[DeskRow, ...], today: date) -> None:
        """The last results that went out at this desk."""
        self._issued.setText("\n".join(recent(rows, today)) or "今天还没有出证")

    def first_row(self) -> DeskRow | None:
        """The case at the top of the list."""
        line = self._model.row_at(0)
        return line.row if line is not None else None
