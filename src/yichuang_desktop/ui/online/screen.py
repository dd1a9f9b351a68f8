"""网厅: the queue of what was filed online, and the form of what comes next for the marked case."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.services.ports_channels import OnlineRow
from yichuang_desktop.ui.forms.case_acts import CaseActs
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.online.model import TITLES, OnlineColumn, OnlineLine, shown, step_of
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.facts import FactList
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.shortcuts import Key

FACTS = "办件"
EMPTY = ("没有等候的网厅件", "在登记页（F5）登记以后会出现在这里")
ACCEPT, NOT_ACCEPT = "record_department_acceptance", "record_department_non_acceptance"


class OnlineScreen(Screen):
    """Filed online and not yet decided: first what no department has accepted, then by due day (R-IN-12)."""

    title = "网厅"

    def __init__(self, tools: FormTools) -> None:
        super().__init__()
        self._tools, self._tasks, self._desk = tools, tools.tasks, tools.desk
        self._which = 0
        self._rows: tuple[OnlineRow, ...] = ()
        self._file: CaseFile | None = None
        self.case_acts = CaseActs(tools)
        self._build()
        self.case_acts.changed.connect(self._on_case_acts)
        self.case_acts.done.connect(lambda _done: self._refresh())
        self.case_acts.refused.connect(lambda _violation: self._refresh())
        self.case_acts.scanned.connect(lambda code: self.go_to.emit("case", code))

    def _build(self) -> None:
        self._model = RowModel[OnlineLine](OnlineColumn, key=lambda line: line.row.case_id)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(lambda _line: self._on_current())
        self.table.chosen.connect(lambda _line: self._open_case())
        self.pane = ListPane(self.table)
        card = Card("网厅件")
        card.add_hint("部门还没有受理的在前，其余按到期日")
        tabs = QHBoxLayout()
        self._tabs = [QPushButton(title) for title in TITLES]
        for number, button in enumerate(self._tabs):
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, one=number: self._turn_to(one))
            tabs.addWidget(button)
        tabs.addStretch(1)
        card.body.addLayout(tabs)
        card.body.addWidget(self.pane, 1)
        self.left.addWidget(card, 1)
        self.panel, self._facts = NextStepPanel(), FactList()
        self.panel.section(FACTS).addWidget(self._facts)
        self.right.addWidget(self.panel)
        self.right.addWidget(self.case_acts)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        if self.case_acts.open:
            return self.case_acts.acts()
        line, file = self.table.current_row(), self._file
        if line is None or file is None:
            return [Act("登记部门受理", Key.MAIN, self._open_case, main=True, reason="请先选择一件")]
        found = [Act("打开办件", Key.ALT_G, self._open_case)]
        refusal = self.case_acts.coming(file, NOT_ACCEPT)
        if refusal is not None:
            found.append(Act(refusal.title, Key.ALT_N, partial(self._begin, NOT_ACCEPT)))
        coming = self.case_acts.coming(file, ACCEPT) or self.case_acts.coming(file)
        if coming is not None:
            return [*found, Act(coming.title, Key.MAIN, partial(self._begin, coming.name), main=True)]
        return [*found, Act("打开办件", Key.MAIN, self._open_case, main=True)]

    def hints(self) -> list[tuple[Key, str]]:
        if self.case_acts.open:
            return self.case_acts.hints()
        return [(Key.UP_DOWN, "选件"), (Key.ALT_L, "换清单"), (Key.ALT_B, "现在能办")]

    def next_step(self) -> Step | None:
        return None

    def on_shown(self) -> None:
        self._refresh()
        if not self.case_acts.open:
            self.table.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "case" in kinds:
            self._refresh()

    def on_key(self, key: Key) -> bool:
        """Alt+L turns to the next list, Alt+B lists what can be done with the case."""
        if key is Key.ALT_L:
            self._turn_to(self._which + 1)
        elif key is Key.ALT_B and self._file is not None:
            self.case_acts.show_list(self._file)
        else:
            return False
        return True

    def on_escape(self) -> bool:
        left = self.case_acts.leave()
        if left and not self.case_acts.open:
            self.table.setFocus()
        return left

    # -- inside ----------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self._tasks.run(
            self, "store", self._desk.views.online_queue, self._on_rows,
            failed=lambda _error: self.pane.error("没有读到网厅件", self._refresh),
        )  # fmt: skip

    def _on_rows(self, rows: tuple[OnlineRow, ...]) -> None:
        self._rows = rows
        self._show_rows()

    def _turn_to(self, which: int) -> None:
        self._which = which % len(TITLES)
        self._show_rows()
        self.table.setFocus()

    def _show_rows(self) -> None:
        today = self._tools.now().date()
        lines = tuple(OnlineLine(row, today) for row in self._rows)
        for number, button in enumerate(self._tabs):
            button.setChecked(number == self._which)
            button.setText(f"{TITLES[number]} {len(shown(lines, number))}")
        rows = shown(lines, self._which)
        self._model.show_rows(rows)
        if rows:
            self.pane.show_list()
        else:
            self.pane.empty(*EMPTY)
        self._on_current()

    def _on_current(self) -> None:
        line = self.table.current_row()
        self.panel.say(step_of(line, line.row.phone if line else ""))
        self.panel.show_section(FACTS, line is not None)
        if line is None:
            self._file = None
            self.acts_changed.emit()
            return
        self._show_facts(line)
        if self._file is None or self._file.case.case_id != line.row.case_id:
            self._file = None
        self._read(line.row.case_id)

    def _show_facts(self, line: OnlineLine) -> None:
        row = line.row
        accepted = f"{row.accepted_on.month}月{row.accepted_on.day}日" if row.accepted_on else "还没有"
        facts = [
            ("申请人", row.applicant_name),
            ("事项", row.item_name),
            ("部门", row.department),
            ("部门电话", row.phone or "事项库里没有"),
            ("网上编号", row.external_no),
            ("部门受理", accepted),
            ("单据", line.papers),
        ]
        self._facts.set_facts(facts)

    def _read(self, case_id: UUID) -> None:
        self._tasks.run(self, "store", partial(self._desk.views.case_file, case_id), self._on_file)

    def _on_file(self, file: CaseFile) -> None:
        line = self.table.current_row()
        if line is not None and line.row.case_id == file.case.case_id:
            self._file = file
            self.case_acts.follow(file)
        self.acts_changed.emit()

    def _begin(self, name: str) -> None:
        if self._file is not None:
            self.case_acts.open_form(name, self._file)

    def _open_case(self) -> None:
        line = self.table.current_row()
        if line is not None:
            self.go_to.emit("case", line.row.case_id)

    def _on_case_acts(self) -> None:
        self.panel.setVisible(not self.case_acts.open)
        self.acts_changed.emit()
