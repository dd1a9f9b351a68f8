"""What stands below while nobody asks: questions that wait for their department, and today's questions."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QWidget

from yichuang_desktop.services.ports_consultation import ConsultationRow
from yichuang_desktop.ui.consultation.model import AskedColumn, ReferralColumn, ReferralLine
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable

WAITING, TODAY = 0, 1
TITLES = ("转部门未答复", "本窗口今天的咨询")


class QuestionLists(Card):
    """``current()`` when another row is marked or another list is shown; ``chosen()`` on Enter."""

    current = Signal()
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.which = WAITING
        self._buttons: list[QPushButton] = []
        row = QHBoxLayout()
        row.setSpacing(4)
        for number, title in enumerate(TITLES):
            button = QPushButton(title)
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, one=number: self.turn_to(one))
            self._buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self._waiting = RowModel[ReferralLine](ReferralColumn, key=lambda line: line.row.case_id)
        self._asked = RowModel[ConsultationRow](AskedColumn, key=lambda one: one.case_id)
        self.referrals, self.asked = TwoLineTable(self._waiting), TwoLineTable(self._asked)
        self._panes = (ListPane(self.referrals), ListPane(self.asked))
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.setContentsMargins(0, 0, 0, 0)
        for pane in self._panes:
            self._pages.addWidget(pane)
            pane.loading()
        self.body.addWidget(holder, 1)
        for table in (self.referrals, self.asked):
            table.current.connect(lambda _row: self.current.emit())
            table.chosen.connect(lambda _row: self.chosen.emit())
        self.turn_to(WAITING)

    @property
    def table(self) -> TwoLineTable[Any]:
        """The table that is shown."""
        return self.referrals if self.which == WAITING else self.asked

    @property
    def referral(self) -> ReferralLine | None:
        """The question under the mark of the first list, while it is shown."""
        return self.referrals.current_row() if self.which == WAITING else None

    @property
    def asked_row(self) -> ConsultationRow | None:
        """The question under the mark of the second list, while it is shown."""
        return self.asked.current_row() if self.which == TODAY else None

    def focus_table(self) -> None:
        """The keyboard goes to the list that is shown, onto a row one can see marked."""
        self.table.setFocus()
        row = self.table.current_row()
        self.table.select_row(self.table.rows_model().rows.index(row) if row is not None else 0)

    def turn_to(self, which: int) -> None:
        """Show the other list."""
        self.which = which % len(TITLES)
        self._pages.setCurrentIndex(self.which)
        for number, button in enumerate(self._buttons):
            button.setChecked(number == self.which)
        self.current.emit()

    def show_rows(self, waiting: tuple[ReferralLine, ...], asked: tuple[ConsultationRow, ...]) -> None:
        """Both lists as they are now; the marks stay."""
        self._waiting.show_rows(waiting)
        self._asked.show_rows(asked)
        for button, title, count in zip(self._buttons, TITLES, (len(waiting), len(asked)), strict=True):
            button.setText(f"{title} {count}")
        if waiting:
            self._panes[WAITING].show_list()
        else:
            self._panes[WAITING].empty(
                "没有等部门答复的问题", "答不了的问题按 Alt T 转部门，会按期限排在这里"
            )
        if asked:
            self._panes[TODAY].show_list()
        else:
            self._panes[TODAY].empty("本窗口今天还没有咨询", "记录过的咨询会列在这里，可以接着开始收件")
        self.current.emit()

    def show_trouble(self, again: Callable[[], None]) -> None:
        """The lists could not be read."""
        for pane in self._panes:
            pane.error("没有读到咨询记录", again)
