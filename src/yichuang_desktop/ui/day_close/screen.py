"""日终: every row opens its case; the leader says why it stays and signs the day once."""

from functools import partial
from uuid import UUID, uuid4

from PySide6.QtWidgets import QHBoxLayout

from yichuang_desktop.domain.day_close import Left
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.day_closing import DayStanding, day_standing
from yichuang_desktop.ui.day_close.model import LeftColumn, LeftRow, rows_of
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card, Figure
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

WHY = "为什么留到明天"


class DayCloseScreen(Screen):
    """The group's desks at the day's end; explanations are kept while they are typed."""

    title = "日终"

    def __init__(self, tools: FormTools) -> None:
        super().__init__()
        self._tools, self._session = tools, tools.desk.session
        self.explanations: dict[str, str] = {}
        self.standing: DayStanding | None = None
        self._request: ask.CloseDay | None = None
        self._build()

    def _build(self) -> None:
        self.why = FieldBox(max_length=120)
        self.left_figure, self.explained = Figure("没有办完"), Figure("已说明")
        self.accepted, self.issued = Figure("今天收件"), Figure("今天出证")
        figures = QHBoxLayout()
        for figure in (self.left_figure, self.explained, self.accepted, self.issued):
            figures.addWidget(figure, 1)
        self.left.addLayout(figures)
        self._model = RowModel[LeftRow](LeftColumn, key=lambda row: row.left.name)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(self._on_current)
        self.table.chosen.connect(lambda _row: self.why.edit.setFocus())
        self.pane = ListPane(self.table)
        card = Card("留在各窗口的事项")
        card.body.addWidget(self.pane, 1)
        self.left.addWidget(card, 1)
        self.panel = NextStepPanel()
        self.why.edit.setAccessibleName(WHY)
        self.why.edited.connect(self._on_typed)
        self.why.edit.entered.connect(self._next_row)
        self.panel.section(WHY).addWidget(self.why)
        self.right.addWidget(self.panel)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        row = self.table.current_row()
        none = "" if row else "请先选择一项"
        has_case = none or ("" if row and row.left.case_id else "这一项没有办件")
        return [
            Act("打开办件", Key.ALT_G, self._open_case, reason=has_case),
            Act("同类都这样说明", Key.ALT_A, self._same_for_kind, reason=none or self._why_not_same()),
            Act("日终签认", Key.MAIN, self._close, main=True, reason=self._why_not()),
        ]

    def _why_not_same(self) -> str:
        return "" if self.why.text().strip() else "请先写这一项的说明"

    def _why_not(self) -> str:
        if self.standing is None:
            return "正在清点"
        if self.standing.closed is not None:
            return f"{self.standing.closed.recorder_name}已签认"
        if Role.GROUP_LEADER not in self._session.roles:
            return "由本组组长签认"
        missing = sum(not self.explanations.get(left.name, "").strip() for left in self.standing.left)
        return f"还有 {missing} 项没有说明" if missing else ""

    def hints(self) -> list[tuple[Key, str]]:
        return [(Key.UP_DOWN, "逐项"), (Key.NEXT, "写说明")]

    def next_step(self) -> Step | None:
        return None

    def on_shown(self) -> None:
        self._refresh()
        self.table.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if kinds & {"case", "draft", "print_job", "rating", "push"}:
            self._refresh()

    def on_escape(self) -> bool:
        if not self.why.edit.hasFocus():
            return False
        self.table.setFocus()
        return True

    # -- the list --------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.pane.loading()
        desk, day = self._tools.desk, self._tools.now().date()
        work = partial(day_standing, desk.views, self._session.counter.group, day)
        self._tools.tasks.run(
            self, "store", work, self._on_read, self._on_no_group, failed=lambda _error: self._on_failed()
        )

    def _on_read(self, standing: DayStanding) -> None:
        self.standing = standing
        rows = rows_of(standing, self.explanations)
        self._model.show_rows(rows)
        counts = dict(standing.counts)
        self.accepted.show_figure(counts["收件"].split()[0])
        self.issued.show_figure(counts["出证"].split()[0])
        if rows:
            self.pane.show_list()
            if self.table.current_row() is None:
                self.table.select_row(0)
        else:
            self.pane.empty("各窗口都办完了", "组长按 F12 签认今天")
        self._on_current(self.table.current_row())

    def _on_no_group(self, violation: RuleViolation) -> None:
        self.pane.empty("这里不能清点", say(violation))

    def _on_failed(self) -> None:
        self.pane.error("没有读到各窗口的事项", self._refresh)

    def _on_current(self, row: LeftRow | None) -> None:
        self.panel.say(self._step(row))
        self.panel.show_section(WHY, row is not None and not self._is_closed)
        if row is not None and self.why.text() != self.explanations.get(row.left.name, ""):
            self.why.set_text(self.explanations.get(row.left.name, ""))
        self._show_figures()
        self.acts_changed.emit()

    @property
    def _is_closed(self) -> bool:
        return self.standing is not None and self.standing.closed is not None

    def _step(self, row: LeftRow | None) -> Step:
        if self._is_closed and self.standing is not None and self.standing.closed is not None:
            closed = self.standing.closed
            return Step(f"{closed.at:%H:%M} {closed.recorder_name}已签认今天。", Tone.GOOD)
        if row is None:
            return Step("各窗口都办完了，组长可以签认。", Tone.GOOD)
        return Step(f"{row.left.words}：先办完；办不完的写明原因。", Tone.WARN)

    def _show_figures(self) -> None:
        left = self.standing.left if self.standing is not None else ()
        said = sum(bool(self.explanations.get(one.name, "").strip()) for one in left)
        self.left_figure.show_figure(str(len(left)), Tone.WARN if left else Tone.GOOD)
        self.explained.show_figure(str(said))

    # -- what is done ----------------------------------------------------------------------------------------

    def _on_typed(self, words: str) -> None:
        row = self.table.current_row()
        if row is not None:
            self._explain((row.left,), words)

    def _explain(self, several: tuple[Left, ...], words: str) -> None:
        for left in several:
            self.explanations[left.name] = words
        if self.standing is not None:
            self._model.show_rows(rows_of(self.standing, self.explanations))
        self._show_figures()
        self.acts_changed.emit()

    def _next_row(self) -> None:
        rows, row = list(self._model.rows), self.table.current_row()
        at = next((place for place, one in enumerate(rows) if row and one.left.name == row.left.name), -1)
        if at + 1 < len(rows):
            self.table.select_row(at + 1)
        else:
            self.table.setFocus()

    def _same_for_kind(self) -> None:
        row = self.table.current_row()
        if row is None or self.standing is None:
            return
        kind = tuple(left for left in self.standing.left if left.kind is row.left.kind)
        self._explain(kind, self.why.text())

    def _close(self) -> None:
        if self._why_not() or self.standing is None:
            return
        said = {left.name: self.explanations[left.name].strip() for left in self.standing.left}
        same = self._request is not None and self._request.explanations == said
        if not same:
            self._request = ask.CloseDay(
                act_id=uuid4(), counter=self._session.counter.code, day=self.standing.day, explanations=said
            )
        work = partial(self._tools.desk.handle, self._request)
        self._tools.tasks.run(self, "store", work, lambda _job: self._on_closed(), self._on_refused)

    def _on_closed(self) -> None:
        self._tools.messages.good("今天已签认，日终清单正在打印。")
        self._refresh()

    def _on_refused(self, violation: RuleViolation) -> None:
        self._tools.messages.refused(violation)
        self._refresh()

    def _open_case(self) -> None:
        row = self.table.current_row()
        if row is not None and isinstance(row.left.case_id, UUID):
            self.go_to.emit("case", row.left.case_id)
