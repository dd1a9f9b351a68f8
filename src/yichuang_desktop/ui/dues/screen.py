"""Reminders: what falls due, who was told, what is overdue; counterfoils unsigned; the month (3.2.3)."""

from functools import partial
from uuid import UUID, uuid4

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget

from yichuang_desktop.domain.hall import Role
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports_reports import CounterfoilRow
from yichuang_desktop.services.reports import unsigned
from yichuang_desktop.ui.dues.model import (
    EMPTY,
    FILTERS,
    DueColumn,
    DueLine,
    List,
    SaveReport,
    Sums,
    UnsignedColumn,
    lines_of,
    sums_of,
)
from yichuang_desktop.ui.dues.month_page import MonthPage
from yichuang_desktop.ui.dues.panel import WIDTH, DuesPanel
from yichuang_desktop.ui.forms.act_forms import ActForms
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card, Figure
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.prints.model import PaperMaker
from yichuang_desktop.ui.sending import Sending
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

KEYS = {
    Key.ALT_1: List.CHASE,
    Key.ALT_2: List.OVERDUE,
    Key.ALT_3: List.STEPS,
    Key.ALT_4: List.ALL,
    Key.ALT_N: List.UNSIGNED,
    Key.ALT_M: List.OVERDUE_REPORT,
    Key.ALT_J: List.PERFORMANCE_REPORT,
}
Fetched = tuple[tuple[DueLine, ...], tuple[CounterfoilRow, ...]]


class DuesScreen(Screen):
    """The desk that reminds the departments (R-REM-1, R-OUT-7, R-HO-4)."""

    title = "督办"

    def __init__(self, tools: FormTools, maker: PaperMaker, save: SaveReport) -> None:
        super().__init__()
        self._tasks, self._messages, self._desk, self._now = (
            tools.tasks, tools.messages, tools.desk, tools.now,
        )  # fmt: skip
        self._here = self._desk.session.counter.code
        self._reminds = Role.ISSUANCE_CLERK in self._desk.session.roles
        self._shown: UUID | None = None
        self._unsigned: tuple[CounterfoilRow, ...] = ()
        self.which = List.CHASE
        self.sending = Sending(self._tasks, self._messages, self)
        self.sending.changed.connect(self.acts_changed)
        self.forms = ActForms(tools, width=WIDTH)
        self.month = MonthPage(tools, maker, save, self._now)
        self._build()

    def _build(self) -> None:
        self.overdue, self.today = Figure("已超期"), Figure("今天到期")
        self.soon, self.steps = Figure("两个工作日内到期"), Figure("特殊环节、补正中")
        figures = QHBoxLayout()
        for figure in (self.overdue, self.today, self.soon, self.steps):
            figures.addWidget(figure, 1)
        self.left.addLayout(figures)
        self._model = RowModel[DueLine](DueColumn, key=lambda line: line.row.case_id)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(self._on_current)
        self.table.chosen.connect(lambda line: self.go_to.emit("case", line.row.case_id))
        self._unsigned_model = RowModel[CounterfoilRow](UnsignedColumn, key=lambda row: row.case_id)
        self.unsigned_table = TwoLineTable(self._unsigned_model)
        self.unsigned_table.chosen.connect(lambda row: self.go_to.emit("case", row.case_id))
        self.unsigned_table.current.connect(lambda _row: self.acts_changed.emit())
        self.pane, self.unsigned_pane = ListPane(self.table), ListPane(self.unsigned_table)
        self.pages = QStackedWidget()
        for page in (self.pane, self.unsigned_pane, self.month):
            self.pages.addWidget(page)
        card = Card()
        card.body.addLayout(self._build_tabs())
        card.body.addWidget(self.pages, 1)
        self.left.addWidget(card, 1)
        self.panel = DuesPanel()
        self.right.addWidget(self.panel)
        self.right.addWidget(self.forms)
        self.month.changed.connect(self.acts_changed)
        self.forms.changed.connect(self._on_form)
        self.forms.done.connect(lambda _done: self._refresh())
        self.forms.refused.connect(lambda _violation: self._refresh())

    def _build_tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.tabs: dict[List, QPushButton] = {}
        for one in List:
            tab = QPushButton(one.value)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.clicked.connect(partial(self._on_tab, one))
            self.tabs[one] = tab
            row.addWidget(tab, 1)
        return row

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        if self.forms.open:
            return self.forms.acts()
        if self.which.report:
            return self.month.acts()
        if self.which is List.UNSIGNED:
            none = "" if self._unsigned else "今天的存根都有部门签字"
            return [
                Act("看办件", Key.ALT_G, self._open_unsigned, reason=none),
                Act("打印未签字清单", Key.MAIN, self._print_unsigned, main=True, reason=none),
            ]
        line = self.table.current_row()
        busy = self.sending.busy or ("" if line else "请先选择一件")
        role = "" if self._reminds else "由出证窗口办理"
        report = line.why_not_report if line is not None else ""
        return [
            Act("记一次提醒", Key.ACT_1, self._remind, reason=busy or role),
            Act("上报超期", Key.ACT_2, self._report, reason=busy or role or report),
            Act("办理这一件", Key.MAIN, self._open, main=True, reason=busy),
        ]

    def hints(self) -> list[tuple[Key, str]]:
        if self.forms.open:
            return self.forms.hints()
        return [
            (Key.ALT_1, "～4 换清单"),
            (Key.ALT_N, "未签字存根"),
            (Key.ALT_M, "超期月报"),
            (Key.ALT_J, "效能月报"),
        ]

    def on_shown(self) -> None:
        self._refresh()
        self.table.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "case" in kinds:
            self._refresh()

    def on_escape(self) -> bool:
        if self.forms.leave():
            return True
        if self.which is List.CHASE:
            return False
        self.turn_to(List.CHASE)
        return True

    def on_key(self, key: Key) -> bool:
        """Alt+1 to Alt+4, Alt+N, Alt+M and Alt+J turn to a list or a report."""
        if self.forms.open:
            return False
        if self.which.report and self.month.press(key):
            return True
        if key not in KEYS:
            return False
        self.turn_to(KEYS[key])
        return True

    # -- the lists -------------------------------------------------------------------------------------------

    def turn_to(self, which: List) -> None:
        """Show one of the lists or reports."""
        self.which = which
        for one, tab in self.tabs.items():
            tab.setChecked(one is which)
        if which.of_cases:
            self.pages.setCurrentWidget(self.pane)
            self._model.show_only(FILTERS[which])
            self._show_pane()
            self.table.setFocus()
        elif which is List.UNSIGNED:
            self.pages.setCurrentWidget(self.unsigned_pane)
            self.unsigned_table.setFocus()
        else:
            self.pages.setCurrentWidget(self.month)
            self.month.show_report(which)
        self.panel.setVisible(which.of_cases)
        self._on_current(self.table.current_row())

    def _on_tab(self, which: List, _on: bool = False) -> None:
        self.turn_to(which)

    def _refresh(self) -> None:
        self.pane.loading()
        self._tasks.run(
            self, "store", self._fetch, self._on_fetched,
            failed=lambda _error: self.pane.error("没有读到到期清单", self._refresh),
        )  # fmt: skip

    def _fetch(self) -> Fetched:
        views, now = self._desk.views, self._desk.now()
        lines = lines_of(views.due_cases(), now, self._desk.calendar())
        return lines, unsigned(views.counterfoils_of(now.date()))

    def _on_fetched(self, fetched: Fetched) -> None:
        lines, self._unsigned = fetched
        self._model.show_rows(lines)
        self._unsigned_model.show_rows(self._unsigned)
        if self._unsigned:
            self.unsigned_pane.show_list()
        else:
            self.unsigned_pane.empty(*EMPTY[List.UNSIGNED])
        self._show_sums(sums_of(lines))
        if self.which.of_cases:
            self.turn_to(self.which)
        self.acts_changed.emit()

    def _show_pane(self) -> None:
        if self._model.rows:
            self.pane.show_list()
            if self.table.current_row() is None:
                self.table.select_row(0)
        else:
            self.pane.empty(*EMPTY[self.which])

    def _show_sums(self, sums: Sums) -> None:
        self.overdue.show_figure(str(sums.overdue), Tone.BAD if sums.overdue else Tone.NONE)
        self.today.show_figure(str(sums.today), Tone.WARN if sums.today else Tone.NONE)
        self.soon.show_figure(str(sums.soon), Tone.WARN if sums.soon else Tone.NONE)
        self.steps.show_figure(str(sums.steps))
        counts = {
            List.CHASE: sums.overdue + sums.soon,
            List.OVERDUE: sums.overdue,
            List.STEPS: sums.steps,
            List.ALL: sums.all,
            List.UNSIGNED: len(self._unsigned),
        }
        for one, count in counts.items():
            self.tabs[one].setText(f"{one.value} {count}")

    def _on_current(self, line: DueLine | None) -> None:
        if line is not None and line.row.case_id != self._shown:
            self._shown = line.row.case_id
            self.panel.begin(line.row.contact)
        self.panel.show_line(line)
        self.acts_changed.emit()

    # -- acts ------------------------------------------------------------------------------------------------

    def _remind(self) -> None:
        line, outcome = self.table.current_row(), self.panel.outcome.value()
        if line is None or outcome is None:
            return
        row, panel = line.row, self.panel
        request = ask.Remind(
            uuid4(), row.case_id, row.revision, self._here, row.phone, outcome, panel.said_words.text(),
            panel.told.text(),
        )  # fmt: skip
        self.sending.send(self._desk.remind, request, lambda _done: self._on_reminded(row.number))

    def _on_reminded(self, number: str) -> None:
        self.panel.said_words.set_text("")
        self._messages.good(f"{number} 已记一次提醒。")
        self._refresh()

    def _report(self) -> None:
        line = self.table.current_row()
        if line is not None:
            self._tasks.run(
                self, "store", partial(self._desk.case_file, line.row.case_id),
                partial(self.forms.open_form, "report_overdue"),
            )  # fmt: skip

    def _on_form(self) -> None:
        self.panel.setVisible(not self.forms.open and self.which.of_cases)
        self.table.setEnabled(not self.forms.open)
        self.acts_changed.emit()

    def _open(self) -> None:
        line = self.table.current_row()
        if line is not None:
            self.go_to.emit("case", line.row.case_id)

    def _open_unsigned(self) -> None:
        row = self.unsigned_table.current_row()
        if row is not None:
            self.go_to.emit("case", row.case_id)

    def _print_unsigned(self) -> None:
        request = ask.PrintUnsigned(uuid4(), self._now().date().isoformat(), self._here)
        self._tasks.run(
            self, "store", partial(self._desk.handle, request),
            lambda _job: self._messages.good("今日未签字存根清单已送打印，请部门人员在清单和存根上签字。"),
        )  # fmt: skip
