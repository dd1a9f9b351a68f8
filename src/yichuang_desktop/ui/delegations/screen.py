"""The register on screen: what is on file, a document filed, a document ended."""

from yichuang_desktop.services.ports_delegations import DelegationRow
from yichuang_desktop.ui.delegations.model import DelegationColumn, DelegationLine
from yichuang_desktop.ui.forms.act_forms import ActForms, FormDone
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

HELP = Step("部门书面委托以后才能收件。凭委托书登记：按 F12；部门收回的，选中后按 F11 终止。", Tone.CALM)
SAID = {"file_delegation": "委托已登记，从起始日起可以收件。", "end_delegation": "终止已登记，原登记保留。"}


class DelegationsScreen(Screen):
    """For the digital section and the administrator (R-IN-8)."""

    title = "委托登记"

    def __init__(self, tools: FormTools) -> None:
        super().__init__()
        self._tools, self._tasks = tools, tools.tasks
        self.forms = ActForms(tools)
        self._build()
        self.forms.changed.connect(self._on_forms)
        self.forms.done.connect(self._on_done)

    def _build(self) -> None:
        self._model = RowModel[DelegationLine](DelegationColumn, key=lambda line: line.key)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(lambda _line: self.acts_changed.emit())
        self.pane = ListPane(self.table)
        card = Card("受理权委托登记簿")
        card.add_hint("只增加，不删改")
        card.body.addWidget(self.pane, 1)
        self.left.addWidget(card, 1)
        self.panel = NextStepPanel()
        self.panel.say(HELP)
        self.right.addWidget(self.panel)
        self.right.addWidget(self.forms)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        if self.forms.open:
            return self.forms.acts()
        line = self.table.current_row()
        why_not = line.why_not_end if line is not None else "请先选择一份委托"
        return [
            Act("终止委托", Key.ACT_2, self._end, reason=why_not),
            Act("登记委托", Key.MAIN, self._file, main=True),
        ]

    def hints(self) -> list[tuple[Key, str]]:
        return self.forms.hints() if self.forms.open else [(Key.UP_DOWN, "选择")]

    def next_step(self) -> Step | None:
        return None

    def on_shown(self) -> None:
        self._refresh()
        if not self.forms.open:
            self.table.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "hall" in kinds:
            self._refresh()

    def on_escape(self) -> bool:
        left = self.forms.leave()
        if left and not self.forms.open:
            self.table.setFocus()
        return left

    # -- inside ----------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.pane.loading()
        self._tasks.run(
            self, "store", self._tools.desk.views.delegations, self._on_rows, failed=self._on_failed
        )

    def _on_rows(self, rows: tuple[DelegationRow, ...]) -> None:
        today = self._tools.now().date()
        self._model.show_rows([DelegationLine(row, today) for row in rows])
        if rows:
            self.pane.show_list()
        else:
            self.pane.empty("还没有登记任何委托", "没有委托的事项不能收件；按 F12 登记部门的委托书")
        self.acts_changed.emit()

    def _on_failed(self, _error: BaseException) -> None:
        self.pane.error("没有读到委托登记簿", self._refresh)

    def _file(self) -> None:
        self.forms.open_form("file_delegation")

    def _end(self) -> None:
        line = self.table.current_row()
        if line is not None:
            self.forms.open_form("end_delegation", known={"delegation_id": line.key})

    def _on_forms(self) -> None:
        self.panel.setVisible(not self.forms.open)
        self.acts_changed.emit()

    def _on_done(self, done: FormDone) -> None:
        self._tools.messages.good(SAID[done.name])
        self._refresh()
