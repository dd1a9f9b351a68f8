"""The handover queue: countdown, calls, the officer's signature on each counterfoil (3.2.2.2)."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.cutoffs import minutes_left
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evidence import PerformanceCause
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.finding import Scanned
from yichuang_desktop.services.ports import HandoverRow
from yichuang_desktop.services.sheets import sheet
from yichuang_desktop.ui.forms.case_acts import CaseActs
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.handover.model import QueueColumn, QueueLine, countdown_words, next_cutoff, span
from yichuang_desktop.ui.handover.panel import HandoverPanel, link
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card, Figure
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.sending import Sending
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.stray_scan import catch_scans
from yichuang_desktop.ui.theme import Tone

EVERY_HALF_MINUTE = 30_000
FORM_WIDTH = 340


class HandoverScreen(Screen):
    """Papers waiting for the departments, counterfoils to be passed to the issuance desk (R-HO-2, R-HO-3)."""

    title = "交接"

    def __init__(self, tools: FormTools, whole_hall: bool = False) -> None:
        super().__init__()
        self._tasks, self._messages, self._desk, self._now = (
            tools.tasks, tools.messages, tools.desk, tools.now,
        )  # fmt: skip
        self._here = self._desk.session.counter.code
        self._counter = None if whole_hall else self._here
        self._leads = Role.GROUP_LEADER in self._desk.session.roles
        self._rows: tuple[HandoverRow, ...] = ()
        self._scanned_code = ""
        self._handed: UUID | None = None
        self._scanned_case: UUID | None = None
        self._officer_of = ""
        self.sending = Sending(self._tasks, self._messages, self)
        self.sending.changed.connect(self.acts_changed)
        self.forms = CaseActs(tools, width=FORM_WIDTH)
        self._build()
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY_HALF_MINUTE)
        self._clock.timeout.connect(self._show_rows)

    def _build(self) -> None:
        self.waiting, self.missed = Figure("待部门领取"), Figure("已过截止")
        self.cutoff, self.to_pass = Figure("距截止"), Figure("已签收、待交出证窗口")
        figures = QHBoxLayout()
        for figure in (self.waiting, self.missed, self.cutoff, self.to_pass):
            figures.addWidget(figure, 1)
        self.left.addLayout(figures)
        self._model = RowModel[QueueLine](QueueColumn, key=lambda line: line.row.case_id)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(self._on_current)
        self.pane = ListPane(self.table)
        card = Card("待交接")
        for words, act in (
            ("打印交接清单 Alt T", self._print_day_sheet),
            ("未签字清单 Alt N", self._print_unsigned),
        ):
            card.head.addWidget(link(words, act))
        card.body.addWidget(self.pane, 1)
        self.left.addWidget(card, 1)
        self.panel = HandoverPanel(leads=self._leads)
        self.panel.unskilled.clicked.connect(self._report_unskilled)
        self.panel.excuse.clicked.connect(self._excuse)
        self.panel.scan.scanned.connect(self._on_scanned)
        self.panel.edited.connect(self.acts_changed)
        self.panel.platform.entered.connect(self._enter_platform_no)
        catch_scans((self.panel.officer, self.panel.result_no, self.panel.said_words), self._on_scanned)
        self.right.addWidget(self.panel)
        self.right.addWidget(self.forms)
        self.forms.changed.connect(self._on_form)
        self.forms.done.connect(lambda _done: self._refresh())
        self.forms.refused.connect(lambda _violation: self._refresh())

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        if self.forms.open:
            return self.forms.acts()
        line = self.table.current_row()
        busy = self.sending.busy or ("" if line else "请先选择一件")
        acts = [
            Act("记一次电话", Key.ACT_1, self._log_call, reason=busy),
            Act(_note_words(line), Key.ACT_2, self._report, reason=busy or _why_not_note(line)),
        ]
        if line is not None and line.row.commitment_owed:
            acts.append(
                Act("已见承诺书签字", Key.ALT_C, self._see_signature, right=True, reason=self.sending.busy)
            )
        if line is not None and not line.signed and self.panel.on_the_spot:
            acts.append(
                Act("当场办结", Key.ALT_D, self._conclude, right=True, reason=self._why_not_conclude(line))
            )
        done = self._why_not_finish(line)
        return [*acts, Act("已见签字，完成交接", Key.MAIN, self._finish, main=True, reason=done)]

    def hints(self) -> list[tuple[Key, str]]:
        if self.forms.open:
            return self.forms.hints()
        keys = [(Key.SCAN, "扫存根即可定位"), (Key.UP_DOWN, "选件"), (Key.ALT_P, "录入平台编号")]
        return [*keys, (Key.ALT_B, "现在能办")]

    def next_step(self) -> Step | None:
        return None

    def on_shown(self) -> None:
        self._clock.start()
        self._refresh()
        self.on_find()

    def on_hidden(self) -> None:
        self._clock.stop()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if kinds & {"case"}:
            self._refresh()

    def on_escape(self) -> bool:
        if self.forms.leave():
            return True
        if not self._scanned_code:
            return False
        self._forget_scan()
        return True

    def on_handed(self, value: object) -> None:
        """A case whose papers wait here gets the mark, as soon as the queue has been read."""
        if isinstance(value, UUID):
            self._handed = value

    def on_find(self) -> None:
        self.panel.scan.setFocus()
        self.panel.scan.selectAll()

    def on_key(self, key: Key) -> bool:
        """Alt+P goes to the platform's number; the others are the links beside what they are about."""
        if key is Key.ALT_P:
            self.panel.platform.setFocus()
            return True
        does = {
            Key.ALT_T: self._print_day_sheet,
            Key.ALT_N: self._print_unsigned,
            Key.ALT_U: self._report_unskilled,
            Key.ALT_E: self._excuse,
            Key.ALT_B: self._list_acts,
        }.get(key)
        if does is None or self.forms.open or self.sending.busy:
            return False
        does()
        return True

    # -- the queue -------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.pane.loading()
        self._tasks.run(
            self, "store", self._fetch, self._on_rows,
            failed=lambda _error: self.pane.error("没有读到待交接的材料", self._refresh),
        )  # fmt: skip

    def _fetch(self) -> tuple[HandoverRow, ...]:
        views = self._desk.views
        return (*views.handover_queue(self._counter), *views.signed_counterfoils(self._counter))

    def _on_rows(self, rows: tuple[HandoverRow, ...]) -> None:
        self._rows = rows
        self._show_rows()
        handed, self._handed = self._handed, None
        if handed is not None:
            self._select(handed)

    def _show_rows(self) -> None:
        now = self._now()
        lines = tuple(QueueLine(row, now) for row in self._rows)
        self._model.show_rows(lines)
        if lines:
            self.pane.show_list()
        else:
            self.pane.empty("没有待交接的材料", "收件受理以后，材料会出现在这里，等部门当日来领取")
        self._show_figures(lines)
        self._on_current(self.table.current_row())

    def _show_figures(self, lines: tuple[QueueLine, ...]) -> None:
        waiting = [line for line in lines if not line.signed]
        missed = [line for line in waiting if line.past]
        self.waiting.show_figure(str(len(waiting)))
        self.missed.show_figure(str(len(missed)), Tone.BAD if missed else Tone.NONE)
        self.to_pass.show_figure(str(len(lines) - len(waiting)))
        due = next_cutoff(waiting)
        if due is None:
            self.cutoff.show_figure("—", label="距截止")
        else:
            left = minutes_left(due, self._now())
            words, tone = countdown_words(left)
            self.cutoff.show_figure(span(left), tone, f"距 {due:%H:%M} 截止 · {words}")

    def _on_current(self, line: QueueLine | None) -> None:
        if self._scanned_code and (line is None or line.row.case_id != self._scanned_case):
            self._scanned_code, self._scanned_case = "", None
            self.panel.forget_scan()
        self.panel.show_line(line)
        self.acts_changed.emit()

    # -- scanning --------------------------------------------------------------------------------------------

    def on_scan(self, code: str) -> None:
        self._on_scanned(code)

    def _on_scanned(self, code: str) -> None:
        if not self.forms.take_scan(code):
            self._tasks.run(self, "store", partial(self._look_up, code), partial(self._on_found, code))

    def _look_up(self, code: str) -> tuple[Scanned, str]:
        """Whose sheet it is, and where it should be."""
        found = self._desk.scan(code)
        return found, sheet(self._desk.views.case_file(found.case_id), found.paper).sentence

    def _on_found(self, code: str, answer: tuple[Scanned, str]) -> None:
        found, said = answer
        if not self._select(found.case_id):
            self._messages.info("这件不在待交接清单里，已为您打开办件。")
            self.go_to.emit("case", code)
            return
        self._messages.info(said)
        line = self.table.current_row()
        self._scanned_code, self._scanned_case = code, line.row.case_id if line else None
        self.panel.show_scanned(found.paper.kind.title)
        if line is not None and line.row.department != self._officer_of:
            self._officer_of = line.row.department  # an officer comes for several papers: the name stays
            self.panel.officer.set_text("")
        self._on_current(line)
        self.panel.officer.setFocus()
        self.panel.officer.edit.selectAll()

    def _select(self, case_id: UUID) -> bool:
        """Put the mark on the case of a scanned paper; False when nothing of it waits here.

        A package's counterfoil serves its parts: the mark stays on the part it is on, else goes to the first.
        """
        line = self.table.current_row()
        if line is not None and line.part_of(case_id):
            return True
        if self.table.select_key(case_id):
            return True
        parts = [one for one in self._model.rows if one.part_of(case_id)]
        if not parts:
            return False
        if len(parts) > 1:
            self._messages.info("这是一件事的存根，请选中来领取的部门那一件，再填签收人。")
        return self.table.select_key(parts[0].row.case_id)

    def _forget_scan(self) -> None:
        self._scanned_code, self._scanned_case = "", None
        self.panel.forget_scan()
        self.acts_changed.emit()

    # -- acts ------------------------------------------------------------------------------------------------

    def _why_not_finish(self, line: QueueLine | None) -> str:
        if self.sending.busy or line is None:
            return self.sending.busy or "请先扫存根或选择一件"
        if line.signed:
            return "部门已签收，请把存根和承诺书交出证窗口扫码登记"
        if not self._scanned_code:
            return "请扫描有部门签字的存根"
        return "" if self.panel.officer.text() else "请填写签收人姓名"

    def _why_not_conclude(self, line: QueueLine) -> str:
        return self._why_not_finish(line) or ("" if self.panel.result_no.text() else "请填写结果编号")

    def _finish(self) -> None:
        line = self.table.current_row()
        if line is not None:
            request = ask.HandOver(
                uuid4(), line.row.case_id, line.row.revision, self._here,
                self.panel.officer.text(), self._scanned_code,
            )  # fmt: skip
            self._send(self._desk.hand_over, request, f"{line.row.receipt_no} 已由部门签收。", over=True)

    def _conclude(self) -> None:
        line = self.table.current_row()
        if line is not None:
            request = ask.ConcludeOnTheSpot(
                uuid4(), line.row.case_id, line.row.revision, self._here, self.panel.officer.text(),
                self._scanned_code, self.panel.result_name, self.panel.result_no.text(),
            )  # fmt: skip
            said = f"{line.row.receipt_no} 已当场办结。"
            self._send(self._desk.conclude_on_the_spot, request, said, over=True)

    def _log_call(self) -> None:
        line = self.table.current_row()
        outcome = self.panel.outcome.value()
        if line is not None and outcome is not None:
            request = ask.CallDepartment(
                uuid4(), line.row.case_id, line.row.revision, self._here, line.row.phone, outcome,
                self.panel.said_words.text(),
            )  # fmt: skip
            self._send(self._desk.call_department, request, "已记录一次电话。")
            self.panel.said_words.set_text("")

    def _report(self) -> None:
        line = self.table.current_row()
        if line is not None and line.suggested is not None:
            self._ask_report(line, line.suggested, line.note_reason)

    def _report_unskilled(self) -> None:
        """Nothing shows this by itself: what happened is written beside the call first."""
        line, why = self.table.current_row(), self.panel.said_words.text()
        if line is None:
            self._messages.warn("请先选择一件。")
        elif not why:
            self._messages.warn("请先在“对方说了什么”写明不熟练的情况，再按 Alt U。")
            self.panel.said_words.setFocus()
        else:
            self._ask_report(line, PerformanceCause.UNSKILLED, why)

    def _ask_report(self, line: QueueLine, cause: PerformanceCause, why: str) -> None:
        row = line.row
        request = ask.NotePerformance(uuid4(), row.case_id, row.revision, self._here, cause.value, why)
        self.ask(
            f"把 {row.receipt_no} {cause.title}上报政务服务和数字政务股，计入当月效能？",
            "上报",
            lambda: self._send(self._desk.note_performance, request, "已上报，计入当月效能。"),
        )

    def _excuse(self) -> None:
        """The leader's written exception, on the form beside the queue."""
        line = self.table.current_row()
        if line is not None and not line.signed and self._leads:
            case_id = line.row.case_id
            self._tasks.run(
                self, "store", partial(self._desk.case_file, case_id),
                partial(self.forms.open_form, "excuse_late_collection"),
            )  # fmt: skip

    def _list_acts(self) -> None:
        """Everything that can be done with the case under the cursor (Alt+B)."""
        line = self.table.current_row()
        if line is not None:
            work = partial(self._desk.views.case_file, line.row.case_id)
            self._tasks.run(self, "store", work, self.forms.show_list)

    def _on_form(self) -> None:
        self.panel.setVisible(not self.forms.open)
        self.table.setEnabled(not self.forms.open)
        self.acts_changed.emit()

    def _print_day_sheet(self) -> None:
        line = self.table.current_row()
        if line is not None:
            day = line.row.accepted_at.date().isoformat()
            request = ask.PrintDaySheet(uuid4(), line.row.department, day, self._here)
            self._print(request, f"{line.row.department}的交接清单已送打印。")

    def _print_unsigned(self) -> None:
        request = ask.PrintUnsigned(uuid4(), self._now().date().isoformat(), self._here)
        self._print(request, "今日未签字存根清单已送打印。")

    def _print(self, request: Any, said: str) -> None:
        self._tasks.run(
            self, "store", partial(self._desk.handle, request), lambda _job: self._messages.good(said)
        )

    def _see_signature(self) -> None:
        line = self.table.current_row()
        if line is not None:
            request = ask.SeeCommitmentSignature(uuid4(), line.row.case_id, line.row.revision, self._here)
            self._send(self._desk.see_commitment_signature, request, "已确认见到信用承诺书签字。")

    def _enter_platform_no(self) -> None:
        line, number = self.table.current_row(), self.panel.platform.text()
        if line is not None and number:
            request = ask.EnterOnPlatform(uuid4(), line.row.case_id, line.row.revision, self._here, number)
            self._send(self._desk.enter_on_platform, request, "平台编号已登记。")
            self.panel.platform.set_text("")

    def _send(self, act: Callable[[Any], ActDone], request: Any, said: str, *, over: bool = False) -> None:
        """``over``: the paper in hand is done with; the next one may be scanned."""
        self.sending.send(act, request, lambda _done: self._on_done(said, over), self._on_refused)

    def _on_done(self, said: str, over: bool) -> None:
        if over:
            self._forget_scan()
            self.panel.clear_entry()
            self.panel.scan.setFocus()
        self._messages.good(said)
        self._refresh()

    def _on_refused(self, violation: RuleViolation) -> None:
        self._messages.refused(violation)
        self._refresh()


def _note_words(line: QueueLine | None) -> str:
    """What F11 notes here."""
    repeated = line is not None and line.suggested is PerformanceCause.REPEATED_CALLS
    return "上报多次催领" if repeated else "上报不及时"


def _why_not_note(line: QueueLine | None) -> str:
    if line is not None and line.signed:
        return "部门已经签收"
    return line.why_not_note if line is not None else ""
