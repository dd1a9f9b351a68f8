"""The clock page: everything owed, soonest first, with the one act that answers it."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout

from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.services.ports_obligations import ObligationRow
from yichuang_desktop.ui.forms.act_forms import ActForms
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.obligations.model import (
    Choice,
    Counts,
    ObligationColumn,
    ObligationLine,
    choices,
    step_of,
)
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card, Figure
from yichuang_desktop.ui.parts.facts import Bullets, FactList
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

KEYS = (Key.ALT_G, Key.ACT_1, Key.MAIN)
"""For up to three things to be done about a line; the usual one is the main act."""
OWED, ABOUT = "欠什么", "这一件"


class ObligationsScreen(Screen):
    """What is owed by applicants, departments and the hall itself (R-IN-4, R-IN-5, R-IN-6)."""

    title = "待补待查"

    def __init__(self, tools: FormTools) -> None:
        super().__init__()
        self._tools, self._session = tools, tools.desk.session
        whole_hall = bool(self._session.roles & {Role.GROUP_LEADER, Role.ISSUANCE_CLERK})
        self._counter = None if whole_hall else self._session.counter.code
        self._rows: tuple[ObligationRow, ...] = ()
        self._calendar = WorkCalendar()
        self.forms = ActForms(tools)
        self._build()
        self.forms.changed.connect(self._on_forms)
        self.forms.done.connect(lambda _done: self._refresh())
        self.forms.refused.connect(lambda _violation: self._refresh())
        self.forms.scanned.connect(lambda code: self.go_to.emit("case", code))

    def _build(self) -> None:
        self.overdue, self.last_day = Figure("已逾期"), Figure("今天到期")
        self.soon, self.running = Figure("快到期"), Figure("期限内")
        figures = QHBoxLayout()
        for figure in (self.overdue, self.last_day, self.soon, self.running):
            figures.addWidget(figure, 1)
        self.left.addLayout(figures)
        self._model = RowModel[ObligationLine](ObligationColumn, key=lambda line: line.key)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(self._on_current)
        self.table.chosen.connect(lambda _line: self._do_usual())
        self.pane = ListPane(self.table)
        card = Card("待补待查")
        card.add_hint("全大厅，按期限排序" if self._counter is None else "本窗口，按期限排序")
        card.body.addWidget(self.pane, 1)
        self.left.addWidget(card, 1)
        self.panel = NextStepPanel()
        self._owed, self._facts = Bullets(), FactList()
        self.panel.section(OWED).addWidget(self._owed)
        self.panel.section(ABOUT).addWidget(self._facts)
        self.right.addWidget(self.panel)
        self.right.addWidget(self.forms)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        if self.forms.open:
            return self.forms.acts()
        line = self.table.current_row()
        found = choices(line, self._session.roles)
        keys = KEYS[len(KEYS) - len(found) :]
        acts = [
            Act(one.title, key, partial(self._do, one), main=key is Key.MAIN, reason=one.why_not)
            for one, key in zip(found, keys, strict=True)
        ]
        if line is not None and line.row.receipt_no:
            acts.insert(0, Act("打开办件", Key.ALT_J, self._open_case))
        return acts

    def hints(self) -> list[tuple[Key, str]]:
        return self.forms.hints() if self.forms.open else [(Key.UP_DOWN, "选件"), (Key.NEXT, "办理")]

    def next_step(self) -> Step | None:
        return None

    def on_shown(self) -> None:
        self._refresh()
        if not self.forms.open:
            self.table.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if kinds & {"case", "hall"}:
            self._refresh()

    def on_escape(self) -> bool:
        left = self.forms.leave()
        if left and not self.forms.open:
            self.table.setFocus()
        return left

    def on_handed(self, value: object) -> None:
        """A case's id puts the mark on what it owes."""
        if isinstance(value, UUID):
            self._mark(value)

    # -- the list --------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.pane.loading()
        self._tools.tasks.run(self, "store", self._read, self._on_read, failed=self._on_failed)

    def _read(self) -> tuple[tuple[ObligationRow, ...], WorkCalendar]:
        """On the store's lane."""
        desk = self._tools.desk
        return desk.views.obligations(self._counter), desk.calendar()

    def _on_read(self, found: tuple[tuple[ObligationRow, ...], WorkCalendar]) -> None:
        self._rows, self._calendar = found
        today = self._tools.now().date()
        lines = [ObligationLine.of(row, today, self._calendar) for row in self._rows]
        self._model.show_rows(lines)
        self._show_counts(Counts.of(lines))
        if lines:
            self.pane.show_list()
            if self.table.current_row() is None:
                self.table.select_row(0)
        else:
            self.pane.empty("没有待补、待查的办件", "容缺受理、告知承诺和暂存的材料会按期限列在这里")
        self._on_current(self.table.current_row())

    def _on_failed(self, _error: BaseException) -> None:
        self.pane.error("没有读到待补待查的办件", self._refresh)

    def _show_counts(self, counts: Counts) -> None:
        self.overdue.show_figure(str(counts.overdue), Tone.BAD if counts.overdue else Tone.NONE)
        self.last_day.show_figure(str(counts.last_day), Tone.BAD if counts.last_day else Tone.NONE)
        self.soon.show_figure(str(counts.soon), Tone.WARN if counts.soon else Tone.NONE)
        self.running.show_figure(str(counts.running))

    def _on_current(self, line: ObligationLine | None) -> None:
        self.panel.say(step_of(line, self._session.roles))
        self.panel.show_section(OWED, line is not None)
        self.panel.show_section(ABOUT, line is not None)
        if line is not None:
            row = line.row
            self._owed.set_points(row.owed)
            self._facts.set_facts(
                [
                    ("由谁", row.debtor),
                    ("电话", line.by),
                    ("自", f"{row.since:%Y-%m-%d}" if row.since else ""),
                    ("到", f"{row.due:%Y-%m-%d}（{line.when}）", Tone.BAD if line.overdue else Tone.NONE),
                    ("首办人" if row.receipt_no else "经手人", row.handler_name),
                ]
            )
        self.acts_changed.emit()

    def _mark(self, case_id: UUID) -> None:
        line = next((one for one in self._model.rows if one.row.case_id == case_id), None)
        if line is not None:
            self.table.select_key(line.key)

    # -- what is done ----------------------------------------------------------------------------------------

    def _do_usual(self) -> None:
        found = choices(self.table.current_row(), self._session.roles)
        if found and not found[-1].why_not:
            self._do(found[-1])

    def _do(self, choice: Choice) -> None:
        line = self.table.current_row()
        if line is None:
            return
        if choice.act == "open_draft":
            self.go_to.emit("intake", line.row.case_id)
            return
        work = partial(self._tools.desk.views.case_file, line.row.case_id)
        self._tools.tasks.run(self, "store", work, partial(self._open_form, choice.act))

    def _open_form(self, act: str, file: CaseFile) -> None:
        self.forms.open_form(act, file)

    def _open_case(self) -> None:
        line = self.table.current_row()
        if line is not None:
            self.go_to.emit("case", line.row.case_id)

    def _on_forms(self) -> None:
        self.panel.setVisible(not self.forms.open)
        self.acts_changed.emit()
