"""The handover queue: countdown, calls, the officer's signature on each counterfoil (3.2.2.2)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.finding import Scanned
from yichuang_desktop.services.ports import HandoverRow
from yichuang_desktop.ui.handover.model import QueueColumn, QueueLine, next_cutoff, span
from yichuang_desktop.ui.handover.panel import HandoverPanel
from yichuang_desktop.ui.messages import Messages
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
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone

EVERY_HALF_MINUTE = 30_000


class HandoverScreen(Screen):
    """Papers waiting for the departments, counterfoils to be passed to the issuance desk (R-HO-2, R-HO-3)."""

    title = "交接"

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        desk: Desk,
        now: Callable[[], datetime],
        whole_hall: bool = False,
    ) -> None:
        super().__init__()
        self._tasks, self._messages, self._desk, self._now = tasks, messages, desk, now
        self._counter = None if whole_hall else desk.session.counter.code
        self._here = desk.session.counter.code
        self._rows: tuple[HandoverRow, ...] = ()
        self._scanned_code = ""
        self._scanned_case: UUID | None = None
        self._officer_of = ""
        self.sending = Sending(tasks, messages, self)
        self.sending.changed.connect(self.acts_changed)
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
        card.add_hint("按截止时间排序 · 逐张扫存根确认已签字")
        card.body.addWidget(self.pane, 1)
        self.left.addWidget(card, 1)
        self.panel = HandoverPanel()
        self.panel.scan.scanned.connect(self._on_scanned)
        self.panel.edited.connect(self.acts_changed)
        self.panel.platform.entered.connect(self._enter_platform_no)
        catch_scans((self.panel.officer, self.panel.result_no, self.panel.said_words), self._on_scanned)
        self.right.addWidget(self.panel)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        line = self.table.current_row()
        none = "" if line else "请先选择一件"
        acts = [
            Act("记一次电话", Key.ACT_1, self._log_call, reason=self.sending.busy or none),
            Act(
                "上报不及时",
                Key.ACT_2,
                self._report,
                reason=self.sending.busy or none or self._why_not_report(line),
            ),
            Act("已见签字，完成交接", Key.MAIN, self._finish, main=True, reason=self._why_not_finish(line)),
        ]
        if line is not None and line.row.commitment_owed:
            acts.insert(
                2, Act("已见承诺书签字", Key.ALT_C, self._see_signature, right=True, reason=self.sending.busy)
            )
        if line is not None and not line.signed and self.panel.on_the_spot:
            acts.insert(
                2, Act("当场办结", Key.ALT_D, self._conclude, right=True, reason=self._why_not_conclude(line))
            )
        return acts

    def hints(self) -> list[tuple[Key, str]]:
        return [(Key.SCAN, "扫存根即可定位"), (Key.UP_DOWN, "选件"), (Key.ALT_P, "录入平台编号")]

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
        if not self._scanned_code:
            return False
        self._forget_scan()
        return True

    def on_find(self) -> None:
        self.panel.scan.setFocus()
        self.panel.scan.selectAll()

    def on_key(self, key: Key) -> bool:
        """Alt+P goes to the platform's number."""
        if key is Key.ALT_P:
            self.panel.platform.setFocus()
            return True
        return False

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
            left = int((due - self._now()).total_seconds() // 60)
            self.cutoff.show_figure(span(left), Tone.WARN, f"距 {due:%H:%M} 截止")

    def _on_current(self, line: QueueLine | None) -> None:
        if self._scanned_code and (line is None or line.row.case_id != self._scanned_case):
            self._scanned_code, self._scanned_case = "", None
            self.panel.forget_scan()
        self.panel.show_line(line)
        self.acts_changed.emit()

    # -- scanning --------------------------------------------------------------------------------------------

    def _on_scanned(self, code: str) -> None:
        self._tasks.run(self, "store", partial(self._desk.scan, code), partial(self._on_found, code))

    def _on_found(self, code: str, found: Scanned) -> None:
        if not self.table.select_key(found.case_id):
            self._messages.info("这件不在待交接清单里，已为您打开办件。")
            self.go_to.emit("case", found.case_id)
            return
        self._scanned_code, self._scanned_case = code, found.case_id
        self.panel.show_scanned(found.paper.kind.title)
        line = self.table.current_row()
        if line is not None and line.row.department != self._officer_of:
            self._officer_of = line.row.department  # an officer comes for several papers: the name stays
            self.panel.officer.set_text("")
        self._on_current(line)
        self.panel.officer.setFocus()
        self.panel.officer.edit.selectAll()

    def _forget_scan(self) -> None:
        self._scanned_code, self._scanned_case = "", None
        self.panel.forget_scan()
        self.acts_changed.emit()

    # -- acts ------------------------------------------------------------------------------------------------

    def _why_not_report(self, line: QueueLine | None) -> str:
        return "" if line is not None and line.past else "还没有过领取截止时间"

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
        if line is None:
            return
        why = f"截止 {line.due}，{line.missed}，电话联系 {line.row.calls} 次，部门未领取材料"
        request = ask.NotePerformance(uuid4(), line.row.case_id, line.row.revision, self._here, "late", why)
        self.ask(
            f"把 {line.row.receipt_no} 交接不及时上报政务服务和数字政务股，计入当月效能？",
            "上报",
            lambda: self._send(self._desk.note_performance, request, "已上报，计入当月效能。"),
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
