"""归档: pack what is whole, see what is lacking and who brings it, hand a month to the archive room."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall_records import RECORDED_BY, RecordKind
from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.domain.performance import month_of
from yichuang_desktop.services.archiving import month_words
from yichuang_desktop.services.offering import may
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.ui.archive.model import (
    EMPTY,
    BagColumn,
    BagLine,
    List,
    bagged_in,
    line_of_bag,
    line_of_case,
    month_away,
)
from yichuang_desktop.ui.forms.act_forms import ActForms
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.facts import Bullets
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

TABS = {Key.ALT_1: List.READY, Key.ALT_2: List.LACKING, Key.ALT_3: List.BAGGED}
LEDGERS = {Key.ALT_J: Ledger.COUNTER, Key.ALT_K: Ledger.ONLINE, Key.ALT_L: Ledger.DEPARTMENT}
MONTHS = {Key.ALT_S: -1, Key.ALT_D: 1}
SHEETS, LACKS = "卷内目录", "还缺"


class ArchiveScreen(Screen):
    """Three lists of the same rows; a form beside them packs a bag or hands a month over."""

    title = "归档"

    def __init__(self, tools: FormTools) -> None:
        super().__init__()
        self._tools, self._roles = tools, tools.desk.session.roles
        self.which, self.ledger = List.READY, Ledger.COUNTER
        self.month = ""
        self._marked: UUID | None = None
        self.forms = ActForms(tools)
        self._build()
        self.forms.changed.connect(self._on_forms)
        self.forms.done.connect(lambda _done: self._refresh())
        self.forms.refused.connect(lambda _violation: self._refresh())
        self.forms.scanned.connect(self.on_scan)

    def _build(self) -> None:
        self._model = RowModel[BagLine](BagColumn, key=lambda line: line.case_id)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(self._on_current)
        self.table.chosen.connect(lambda _line: self._pack())
        self.pane = ListPane(self.table)
        card = Card()
        row = QHBoxLayout()
        self.tabs: dict[List, QPushButton] = {}
        for key, which in TABS.items():
            button = QPushButton(f"{which.value}　{key.cap}")
            button.setCheckable(True)
            button.setProperty("role", "tab")
            button.clicked.connect(partial(self._on_tab, which))
            self.tabs[which] = button
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)
        self.where = Words(role="second")
        card.body.addWidget(self.where)
        card.body.addWidget(self.pane, 1)
        self.left.addWidget(card, 1)
        self.panel = NextStepPanel()
        self._lacks, self._sheets = Bullets(), Bullets()
        self.panel.section(LACKS).addWidget(self._lacks)
        self.panel.section(SHEETS).addWidget(self._sheets)
        self.right.addWidget(self.panel)
        self.right.addWidget(self.forms)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        if self.forms.open:
            return self.forms.acts()
        line = self.table.current_row()
        none = "" if line else "请先选择一件"
        found = [Act("打开办件", Key.ALT_G, self._open_case, reason=none)]
        if self.which is List.BAGGED:
            found.append(Act("整月移交档案室", Key.MAIN, self._transfer, main=True, reason=self._why_stay()))
        else:
            found.append(Act("装袋", Key.MAIN, self._pack, main=True, reason=none or self._why_not(line)))
        return found

    def _why_not(self, line: BagLine | None) -> str:
        if line is None or line.closed:
            return "请先选择一件"
        if line.lacking:
            return f"还缺{'、'.join(line.lacking)}"
        return "" if may(line.packing, self._roles) else "由出证窗口人员装袋"

    def _why_stay(self) -> str:
        if not self._roles & RECORDED_BY[RecordKind.ARCHIVE_TRANSFER]:
            return "由出证窗口人员、组长或档案员移交"
        waiting = any(line.state == "在柜" for line in self._model.rows)
        return "" if waiting else f"{month_words(self.month)}没有待移交的档案袋"

    def hints(self) -> list[tuple[Key, str]]:
        if self.forms.open:
            return self.forms.hints()
        if self.which is List.BAGGED:
            return [(Key.UP_DOWN, "选件"), (Key.SCAN, "扫任何一张找到它的档案袋")]
        return [(Key.UP_DOWN, "选件"), (Key.NEXT, "装袋"), (Key.SCAN, "扫任何一张找到它的档案袋")]

    def next_step(self) -> Step | None:
        return None

    def on_shown(self) -> None:
        self.month = self.month or month_of(self._tools.now().date())
        self._refresh()
        if not self.forms.open:
            self.table.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "case" in kinds:
            self._refresh()

    def on_escape(self) -> bool:
        left = self.forms.leave()
        if left and not self.forms.open:
            self.forms.forget()
            self.table.setFocus()
        return left

    def on_key(self, key: Key) -> bool:
        """Alt 1–3 the lists, Alt J K L the ledgers, Alt S and D the month before and after."""
        if self.forms.open:
            return False
        if key in TABS:
            self._on_tab(TABS[key])
        elif self.which is List.BAGGED and key in LEDGERS:
            self.ledger = LEDGERS[key]
            self._refresh()
        elif self.which is List.BAGGED and key in MONTHS:
            self.month = month_away(self.month, MONTHS[key])
            self._refresh()
        else:
            return False
        return True

    def on_scan(self, code: str) -> None:
        """Any sheet: the mark goes to its case, wherever its bag is."""
        desk = self._tools.desk
        self._tools.tasks.run(self, "store", lambda: desk.case(desk.find(code)), self._on_found)

    # -- the lists -------------------------------------------------------------------------------------------

    def _on_tab(self, which: List, _on: bool = False) -> None:
        self.which = which
        self._refresh()

    def _refresh(self) -> None:
        for which, button in self.tabs.items():
            button.setChecked(which is self.which)
        bagged = f"{self.ledger.title}台账　{month_words(self.month)}" if self.month else ""
        self.where.setText(
            f"{bagged}　换台账 Alt J K L，上月下月 Alt S / Alt D" if self.which is List.BAGGED
            else "逐张核对、点清页数，缺一张都不能装袋"
        )  # fmt: skip
        self.pane.loading()
        work = partial(self._read, self.which, self.ledger, self.month)
        failed = partial(self.pane.error, "没有读到归档的件", self._refresh)
        wanted = (self.which, self.ledger, self.month)
        self._tools.tasks.run(
            self, "store", work, partial(self._on_read, wanted), failed=lambda _error: failed()
        )

    def _read(self, which: List, ledger: Ledger, month: str) -> tuple[BagLine, ...]:
        """On the store's lane."""
        views = self._tools.desk.views
        if which is List.BAGGED:
            return tuple(line_of_bag(row) for row in views.bags(ledger, month))
        lines = (line_of_case(closed) for closed in views.closed_cases())
        return tuple(line for line in lines if bool(line.lacking) is (which is List.LACKING))

    def _on_read(self, wanted: object, lines: Sequence[BagLine]) -> None:
        if wanted != (self.which, self.ledger, self.month):
            return
        self._model.show_rows(lines)
        if lines:
            self.pane.show_list()
            if self._marked is not None and self.table.select_key(self._marked):
                self._marked = None
            elif self.table.current_row() is None:
                self.table.select_row(0)
        else:
            self.pane.empty(*EMPTY[self.which])
        self._on_current(self.table.current_row())

    def _on_current(self, line: BagLine | None) -> None:
        self.panel.say(_step_of(line))
        self.panel.show_section(LACKS, bool(line and line.lacking))
        self.panel.show_section(SHEETS, line is not None)
        if line is not None:
            self._lacks.set_points(
                [*line.lacking, *(f"请先办理：{way}" for way in line.ways)] if line.lacking else []
            )
            self._sheets.set_points(line.sheets)
        self.acts_changed.emit()

    def _on_found(self, case: Case) -> None:
        ledger, month = bagged_in(case)
        self._marked = case.case_id
        if month:
            self.which, self.ledger, self.month = List.BAGGED, Ledger(ledger), month
            self._tools.messages.good(f"{case.receipt_no} 在档案袋 {case.bag_no}，{month_words(month)}。")
        elif self.which is List.BAGGED:
            self.which = List.READY
        if not month:
            self._tools.messages.info(f"{case.receipt_no} 还没有装袋。")
        self._refresh()

    # -- what is done ----------------------------------------------------------------------------------------

    def _pack(self) -> None:
        line = self.table.current_row()
        if line is None or self._why_not(line):
            return
        work = partial(self._tools.desk.views.case_file, line.case_id)
        self._tools.tasks.run(self, "store", work, partial(self._open_form, line.packing))

    def _open_form(self, act: str, file: CaseFile) -> None:
        self.forms.open_form(act, file)

    def _transfer(self) -> None:
        if not self._why_stay():
            self.forms.forget()
            self.forms.open_form("transfer_month", None, {"ledger": self.ledger, "month": self.month})

    def _open_case(self) -> None:
        line = self.table.current_row()
        if line is not None:
            self.go_to.emit("case", line.case_id)

    def _on_forms(self) -> None:
        self.panel.setVisible(not self.forms.open)
        if not self.forms.open:
            self.table.setFocus()
        self.acts_changed.emit()


def _step_of(line: BagLine | None) -> Step:
    if line is None:
        return Step("选中一件，看袋里该有什么、还缺什么。", Tone.CALM)
    if line.closed:
        return Step(f"档案袋 {line.ways[0]}，{line.state}。", Tone.CALM)
    if line.lacking:
        return Step(f"还缺{'、'.join(line.lacking)}，不能装袋。", Tone.WARN)
    return Step("按卷内目录逐张装入，再按 Enter 登记装袋。", Tone.GOOD)
