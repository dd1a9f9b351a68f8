"""退件邮寄 on screen: three lists, what is next for the marked case, the scan that finds a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.servers.logwatch import LogWatch
from tests.ui.screen_support import NOW, SESSION, uid
from tests.ui.work_screens import LONG, Desk, Views, Work, file_in
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result, Tracks
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.services.ports_returns import ReturnList, ReturnRow
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.states import Shown
from yichuang_desktop.ui.returns.model import ReturnLine
from yichuang_desktop.ui.returns.screen import ReturnsScreen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.sounds import Sounds

HALL = SESSION.hall
CLERK = replace(SESSION, roles=frozenset({Role.ISSUANCE_CLERK}))
SENT_BACK = Tracks(Approval.RETURNED, Papers.WITH_ISSUANCE, Counterfoil.WITH_ISSUANCE, Result.NOT_APPLICABLE)
READY = Tracks(Approval.APPROVED, Papers.KEPT, Counterfoil.WITH_ISSUANCE, Result.NOTIFIED)
SENT = replace(READY, result=Result.MAILED)
ADDRESS = {"name": "测试样例甲", "phone": "15400000012", "address": "河南省南阳市内乡县湍东镇样例路2号"}
LONG_ADDRESS = {"name": LONG["applicant_name"], "phone": "15400000012", "address": "河南省南阳市内乡县" * 8}


def held(number: int, **changes: Any) -> ReturnRow:
    """Papers that were sent back."""
    known = ReturnRow(
        case_id=uid(f"held{number}"), revision=1, number=f"NX20261123-04-{number:04d}",
        applicant_name="测试样例甲", phone="15400000012", item_name="食品经营许可（新办）",
        department="内乡县市场监督管理局", approval="returned", papers="with_issuance",
        result="not_applicable", result_name="", result_no="", waybill_no="",
        here_since=NOW - timedelta(days=number % 5),
    )  # fmt: skip
    return replace(known, **changes)


def called(row: ReturnRow, days: int = 2, calls: int = 1) -> ReturnRow:
    first = NOW - timedelta(days=days)
    return replace(row, calls=calls, first_call=first, last_call=first, outcome="no_answer", said="关机")


def mailed(number: int, **changes: Any) -> ReturnRow:
    """A result that goes by mail."""
    result = {"approval": "approved", "papers": "kept", "result": "notified", "result_name": "营业执照"}
    return replace(held(number), **(result | {"mail_to": ADDRESS} | changes))


def waiting(number: int, days: int = 3, **changes: Any) -> ReturnRow:
    """A result nobody fetches."""
    return called(mailed(number, mail_to={}, **changes), days)


@dataclass
class ReturnsViews(Views):
    """The lists, and the case of each row."""

    lists: Mapping[ReturnList, tuple[ReturnRow, ...]] = field(default_factory=dict)
    total: int = 0

    def return_rows(self, which: ReturnList, after: int = 0, limit: int = 500) -> tuple[ReturnRow, ...]:
        self._look()
        return self.lists.get(which, ())[after : after + limit]

    def return_sizes(self) -> dict[ReturnList, int]:
        return {which: len(self.lists.get(which, ())) for which in ReturnList}

    def case_file(self, case_id: UUID) -> CaseFile:
        row = next(one for rows in self.lists.values() for one in rows if one.case_id == case_id)
        tracks = SENT_BACK if row.approval == "returned" else SENT if row.result == "mailed" else READY
        file = file_in(tracks)
        return replace(file, case=replace(file.case, case_id=case_id, applicant_name=row.applicant_name))


class ReturnsDesk(Desk):
    """Lists are printed: the answer is a job."""

    def handle(self, request: Any) -> Any:
        self.sent.append(request)
        return "job"


class ReturnsWork(Work):
    """A shell with the lists in it."""

    def __init__(self, which: ReturnList, *rows: ReturnRow, **others: tuple[ReturnRow, ...]) -> None:
        lists = {which: rows} | {ReturnList(name): found for name, found in others.items()}
        super().__init__(ReturnsDesk(session=CLERK, views=ReturnsViews(lists=lists)), "intake")
        self.shell.add_screen("returns", "退件邮寄", None, self._returns)
        self.shell.show_screen("returns")
        self.settle()
        if which is not ReturnList.HELD:
            self.shell.press({ReturnList.MAIL: Key.ALT_2, ReturnList.UNCOLLECTED: Key.ALT_3}[which])
        self.settle()

    def _returns(self) -> Screen:
        desk: Any = self.desk
        files: Any = None
        return ReturnsScreen(
            FormTools(self.tasks, self.messages, desk, self.citizen, Sounds(False), files, lambda: NOW)
        )

    @property
    def offered(self) -> dict[str, str]:
        return {act.key.value[1] if act.key is not Key.MAIN else "F12": act.text
                for act in self.shell.act_bar.acts}  # fmt: skip


def _opened(work: ReturnsWork) -> ReturnsWork:
    work.shell.press(Key.MAIN)
    work.settle()
    return work


LONG_ROW = {**LONG, "mail_to": LONG_ADDRESS}
STATES: dict[str, Callable[[], ReturnsWork]] = {
    "held, empty": lambda: ReturnsWork(ReturnList.HELD),
    "held": lambda: ReturnsWork(ReturnList.HELD, held(1), called(held(4)), held(2, papers="with_department")),
    "held, long": lambda: ReturnsWork(ReturnList.HELD, *(called(held(n, **LONG)) for n in range(9))),
    "mail, empty": lambda: ReturnsWork(ReturnList.MAIL),
    "mail": lambda: ReturnsWork(
        ReturnList.MAIL,
        mailed(1, came_back_at=NOW, came_back_why="查无此人，退回原址"),
        mailed(2, mail_to={}),
        mailed(3, result="mailed", waybill_no="EA123456785CN", sent_at=NOW - timedelta(days=5)),
        mailed(4, result="delivered", waybill_no="1234567890123", delivered_on="2026-11-20"),
    ),
    "mail, long": lambda: ReturnsWork(
        ReturnList.MAIL, *(mailed(n, came_back_at=NOW, came_back_why="查无此人" * 6, **LONG_ROW)
                           for n in range(5))
    ),
    "uncollected, empty": lambda: ReturnsWork(ReturnList.UNCOLLECTED),
    "uncollected": lambda: ReturnsWork(
        ReturnList.UNCOLLECTED, waiting(1, 40, escalated_at=NOW), waiting(2, 16), waiting(3, 3)
    ),
    "uncollected, long": lambda: ReturnsWork(
        ReturnList.UNCOLLECTED, *(waiting(n, 20 - n, **LONG) for n in range(9))
    ),
    "10,000": lambda: ReturnsWork(ReturnList.UNCOLLECTED, *(waiting(n) for n in range(10_000))),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_and_nothing_scrolls(state: str) -> None:
    work = STATES[state]()
    try:
        assert work.complaints() == []
    finally:
        work.close()


def test_the_next_act_of_the_marked_case_is_on_F12() -> None:
    work = ReturnsWork(ReturnList.HELD, held(1), called(held(2)))
    try:
        assert work.offered["F12"] == "电话通知取回材料"
        work.screen.table.select_row(1)
        work.settle()
        assert work.offered["F12"] == "退还材料"
        assert "材料邮寄退还" in work.offered.values()
    finally:
        work.close()


def test_mail_goes_from_address_to_slip_to_delivery() -> None:
    work = ReturnsWork(
        ReturnList.MAIL,
        mailed(1, mail_to={}),
        mailed(2),
        mailed(3, result="mailed", waybill_no="1", sent_at=NOW),
    )
    try:
        found = []
        for row in range(3):
            work.screen.table.select_row(row)
            work.settle()
            found.append(work.offered["F12"])
        assert found == ["登记邮寄地址", "EMS 免费寄送", "已妥投"]
    finally:
        work.close()


def test_a_result_is_told_to_the_leader_from_the_halls_days_on() -> None:
    lines = [
        ReturnLine(ReturnList.UNCOLLECTED, waiting(1, days), NOW.date(), HALL)
        for days in (HALL.uncollected_days - 1, HALL.uncollected_days)
    ]
    assert [(line.late, line.state) for line in lines] == [(False, "未领取"), (True, "该报组长")]
    work = ReturnsWork(ReturnList.UNCOLLECTED, waiting(1, HALL.uncollected_days), waiting(2, 1))
    try:
        assert work.offered["F12"] == "逾期未领上报组长"
        work.screen.table.select_row(1)
        work.settle()
        assert work.offered["F12"] == "到“出证”电话通知"
        work.shell.press(Key.ALT_P)
        work.settle()
        assert type(work.desk.sent[-1]).__name__ == "PrintUncollected"
    finally:
        work.close()


def test_F12_opens_the_form_beside_the_list_and_esc_comes_back() -> None:
    work = _opened(ReturnsWork(ReturnList.HELD, held(1)))
    try:
        assert work.screen.case_acts.forms.form.plan.name == "call_for_return"
        assert not work.screen.panel.isVisible()
        work.screen.on_escape()
        work.settle()
        assert work.screen.panel.isVisible()
    finally:
        work.close()


def test_a_case_handed_over_is_found_in_whichever_list_has_it() -> None:
    work = ReturnsWork(ReturnList.HELD, held(1), uncollected=(waiting(7), waiting(8)))
    try:
        work.screen.on_handed(uid("held8"))
        work.settle()
        assert work.screen.which is ReturnList.UNCOLLECTED
        assert work.screen.table.current_row().row.case_id == uid("held8")
    finally:
        work.close()


def test_what_cannot_be_read_is_said(expected_log: LogWatch) -> None:
    expected_log("work of lane store failed")
    work = ReturnsWork(ReturnList.HELD, held(1))
    try:
        work.desk.views.broken = True
        work.screen.on_changed(frozenset({"case"}))
        work.settle()
        assert work.screen.pane.shown is Shown.WORDS
    finally:
        work.close()
