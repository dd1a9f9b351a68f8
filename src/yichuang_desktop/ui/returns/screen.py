"""退件邮寄 (Ctrl 5): papers to be given back, results by mail, results nobody fetches, with their forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.finding import Scanned
from yichuang_desktop.services.offering import Offer
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.services.ports_returns import AT_ONCE, ReturnList, ReturnRow
from yichuang_desktop.ui.forms.case_acts import CaseActs
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.facts import FactList
from yichuang_desktop.ui.parts.nextstep import NextStepPanel
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.returns.model import (
    EMPTY,
    TITLES,
    WANTED,
    ReturnColumn,
    ReturnLine,
    facts_of,
    step_of,
)
from yichuang_desktop.ui.sending import Sending
from yichuang_desktop.ui.shortcuts import Key

FACTS = "办件"
LISTS = tuple(ReturnList)
KEYS = (Key.ALT_1, Key.ALT_2, Key.ALT_3)
ACT_KEYS = (Key.MAIN, Key.ACT_2, Key.ACT_1, Key.ALT_N)
"""The acts of the marked case: what is next on F12, then what else the list is for."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A page of every list, and how many there are."""

    rows: Mapping[ReturnList, tuple[ReturnRow, ...]]
    sizes: Mapping[ReturnList, int]


class ReturnsScreen(Screen):
    """Whatever goes back, goes out, or is not fetched (R-RET-1, R-OUT-4, 3.2.4.3)."""

    title = "退件邮寄"

    def __init__(self, tools: FormTools) -> None:
        super().__init__()
        self._tools, self._tasks, self._desk, self._messages = tools, tools.tasks, tools.desk, tools.messages
        self.which = ReturnList.HELD
        self._after = dict.fromkeys(LISTS, 0)
        self._read = _Read({which: () for which in LISTS}, dict.fromkeys(LISTS, 0))
        self._file: CaseFile | None = None
        self.sending = Sending(self._tasks, self._messages, self)
        self.sending.changed.connect(self.acts_changed)
        self.case_acts = CaseActs(tools)
        self._build()
        self.case_acts.changed.connect(self._on_case_acts)
        self.case_acts.done.connect(lambda _done: self._refresh())
        self.case_acts.refused.connect(lambda _violation: self._refresh())
        self.case_acts.scanned.connect(self.on_scan)

    @property
    def forms(self) -> CaseActs:
        """The list of acts and the form of the marked case."""
        return self.case_acts

    def _build(self) -> None:
        self._model = RowModel[ReturnLine](ReturnColumn, key=lambda line: line.row.case_id)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(lambda _line: self._on_current())
        self.table.chosen.connect(lambda _line: self._open_case())
        self.pane = ListPane(self.table)
        card = Card()
        tabs = QHBoxLayout()
        self.tabs: dict[ReturnList, QPushButton] = {}
        for which in LISTS:
            tab = QPushButton(TITLES[which])
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tab.clicked.connect(partial(self._on_tab, which))
            self.tabs[which] = tab
            tabs.addWidget(tab)
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
        found = self._list_acts()
        offers = self._offers()
        if not offers:
            line = self.table.current_row()
            reason = "" if line is not None else "请先选择一件"
            return [*found, Act("打开办件", Key.MAIN, self._open_case, main=True, reason=reason)]
        busy = self.sending.busy
        keys: tuple[Key, ...] = ACT_KEYS
        if self.which is ReturnList.UNCOLLECTED and not self._late:
            found.append(Act("到“出证”电话通知", Key.MAIN, self._to_issuance, main=True, reason=busy))
            keys = ACT_KEYS[1:]
        for offer, key in reversed(list(zip(offers, keys, strict=False))):
            begin = partial(self._begin, offer.name)
            found.append(Act(offer.title, key, begin, main=key is Key.MAIN, reason=busy))
        return found

    def _list_acts(self) -> list[Act]:
        """What concerns the list, not one case."""
        acts = []
        if self.which is ReturnList.UNCOLLECTED:
            none = self.sending.busy or ("" if self._read.rows[self.which] else "没有未领的结果")
            acts.append(Act("打印逾期未领清单", Key.ALT_P, self._print_list, reason=none))
        if self._read.sizes[self.which] > AT_ONCE:
            acts.append(Act(f"后 {AT_ONCE} 件", Key.ALT_M, self._next_page))
        return acts

    def _offers(self) -> list[Offer]:
        """What this list is for and this case allows; the next step first."""
        line, file = self.table.current_row(), self._file
        if line is None or file is None or file.case.case_id != line.row.case_id:
            return []
        found = (self.case_acts.coming(file, name) for name in WANTED[self.which])
        offers = [offer for offer in found if offer is not None]
        first = "escalate_uncollected" if line.late else self._first(line)
        return sorted(offers, key=lambda offer: offer.name != first)

    @property
    def _late(self) -> bool:
        line = self.table.current_row()
        return line is not None and line.late

    def _first(self, line: ReturnLine) -> str:
        row = line.row
        if self.which is ReturnList.HELD:
            if not line.here:
                return "bring_papers_back"
            return "give_papers_back" if row.calls else "call_for_return"
        if self.which is ReturnList.MAIL:
            if not line.here:
                return "confirm_delivery"
            return "mail_result" if row.mail_to.get("address") else "note_mail_wish"
        return ""

    def hints(self) -> list[tuple[Key, str]]:
        if self.case_acts.open:
            return self.case_acts.hints()
        return [(Key.UP_DOWN, "选件"), (Key.ALT_1, "～3 换清单"), (Key.ALT_B, "现在能办"), (Key.SCAN, "定位")]

    def on_shown(self) -> None:
        self._refresh()
        if not self.case_acts.open:
            self.table.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "case" in kinds:
            self._refresh()

    def on_key(self, key: Key) -> bool:
        """Alt+1 to Alt+3 the lists, Alt+B everything that can be done with the case."""
        if key in KEYS and not self.case_acts.open:
            self._turn_to(LISTS[KEYS.index(key)])
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

    def on_scan(self, code: str) -> None:
        """A field of the form that waits for a code gets it; else the row of whose paper it is."""
        if not self.case_acts.take_scan(code):
            self._tasks.run(
                self, "store", partial(self._desk.scan, code), self._on_sheet,
                lambda violation: self._messages.bad(say(violation)),
            )  # fmt: skip

    def on_handed(self, value: object) -> None:
        """A case id: its row, in the list that has it."""
        if isinstance(value, UUID):
            self._find(value)

    # -- inside ----------------------------------------------------------------------------------------------

    def _on_sheet(self, found: Scanned) -> None:
        self._find(found.case_id)

    def _find(self, case_id: UUID) -> None:
        for which in (self.which, *LISTS):
            if any(row.case_id == case_id for row in self._read.rows[which]):
                self._turn_to(which)
                self.table.select_key(case_id)
                return
        self.go_to.emit("case", case_id)

    def _refresh(self) -> None:
        self._tasks.run(
            self, "store", partial(self._fetch, dict(self._after)), self._on_read,
            failed=lambda _error: self.pane.error("没有读到退件和邮寄清单", self._refresh),
        )  # fmt: skip

    def _fetch(self, after: Mapping[ReturnList, int]) -> _Read:
        views = self._desk.views
        return _Read({which: views.return_rows(which, after[which]) for which in LISTS}, views.return_sizes())

    def _on_read(self, read: _Read) -> None:
        self._read = read
        self._show_rows()

    def _on_tab(self, which: ReturnList, _on: bool = False) -> None:
        self._turn_to(which)

    def _turn_to(self, which: ReturnList) -> None:
        self.which = which
        self._show_rows()
        self.table.setFocus()

    def _next_page(self) -> None:
        """The next rows; after the last page the first again."""
        after = self._after[self.which] + AT_ONCE
        self._after[self.which] = after if after < self._read.sizes[self.which] else 0
        self._refresh()

    def _show_rows(self) -> None:
        today, hall = self._tools.now().date(), self._desk.session.hall
        for which, tab in self.tabs.items():
            tab.setChecked(which is self.which)
            tab.setText(f"{TITLES[which]} {self._read.sizes[which]}")
        rows = self._read.rows[self.which]
        self._model.show_rows([ReturnLine(self.which, row, today, hall) for row in rows])
        if rows:
            self.pane.show_list()
            if self.table.current_row() is None:
                self.table.select_row(0)
        else:
            self.pane.empty(*EMPTY[self.which])
        self._on_current()

    def _on_current(self) -> None:
        line = self.table.current_row()
        self.panel.say(step_of(line, self.which))
        self.panel.show_section(FACTS, line is not None)
        if line is not None:
            self._facts.set_facts(facts_of(line))
            self._read_case(line.row.case_id)
        else:
            self._file = None
        self.acts_changed.emit()

    def _read_case(self, case_id: UUID) -> None:
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

    def _to_issuance(self) -> None:
        """The desk's own screen has the phone call with everything said before."""
        line = self.table.current_row()
        if line is not None:
            self.go_to.emit("issuance", line.row.case_id)

    def _print_list(self) -> None:
        request = ask.PrintUncollected(uuid4(), self._desk.session.counter.code)
        self.sending.send(
            self._desk.handle, request,
            lambda _job: self._messages.good("逾期未领清单正在打印。"), self._on_print_refused,
        )  # fmt: skip

    def _on_print_refused(self, violation: RuleViolation) -> None:
        self._messages.bad(say(violation))

    def _on_case_acts(self) -> None:
        self.panel.setVisible(not self.case_acts.open)
        if not self.case_acts.open:
            self.table.setFocus()
        self.acts_changed.emit()
