"""The online queue on screen: whom each case waits for, and the form of the one act that is next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.ui.screen_support import NOW, SESSION, uid
from tests.ui.work_screens import LONG, Desk, Views, Work, file_in
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Tracks
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.services.ports_channels import OnlineRow
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.online.model import OnlineLine, shown
from yichuang_desktop.ui.online.screen import OnlineScreen
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.theme import Tone

NEW = Tracks(Approval.RECEIVED, Papers.NOT_APPLICABLE, Counterfoil.MADE)
RUNNING = Tracks(Approval.IN_REVIEW, Papers.NOT_APPLICABLE, Counterfoil.WITH_ISSUANCE)


def row(number: int, **changes: Any) -> OnlineRow:
    known = OnlineRow(
        case_id=uid(f"online{number}"), revision=1, receipt_no=f"NX20261123-04-{number:04d}",
        external_no=f"WT20261123{number:04d}", applicant_name="测试样例甲", item_name="食品经营许可（新办）",
        department="内乡县市场监督管理局", phone="0377-00000004", approval="received", counterfoil="made",
        registered_at=NOW - timedelta(days=number % 6), accepted_on=None, due_on=None, due_estimated=False,
        counter=4,
    )  # fmt: skip
    if number % 2:
        accepted = {
            "approval": "in_review",
            "counterfoil": "with_issuance",
            "accepted_on": date(2026, 11, 20),
        }
        known = replace(known, **accepted, due_on=NOW.date() + timedelta(days=number % 9 - 2))
    return replace(known, **changes)


@dataclass
class OnlineViews(Views):
    """The queue, and the case of each row."""

    rows: tuple[OnlineRow, ...] = ()
    reads: list[Any] = field(default_factory=list)

    def online_queue(self, limit: int = 500) -> tuple[OnlineRow, ...]:
        self._look()
        return self.rows

    def case_file(self, case_id: Any) -> CaseFile:
        self.reads.append(case_id)
        one = next(row for row in self.rows if row.case_id == case_id)
        tracks = RUNNING if one.accepted_on else NEW
        file = file_in(tracks, channel=Channel.ONLINE, external_no=one.external_no)
        return replace(file, case=replace(file.case, case_id=case_id))


class OnlineDesk(Desk):
    """Forms of this queue begin with nothing."""

    def begin_form(self, _name: str, _file: CaseFile | None = None) -> dict[str, Any]:
        return {"accepted_on": NOW.date()}

    def calendar(self) -> WorkCalendar:
        return WorkCalendar()

    def handle(self, request: Any) -> Any:
        return self._take(request)


class OnlineWork(Work):
    """A shell with the queue in it."""

    def __init__(self, rows: Sequence[OnlineRow], mark: int = 0) -> None:
        desk = OnlineDesk(session=SESSION, views=OnlineViews(rows=tuple(rows)))
        super().__init__(desk, "intake")
        self.shell.add_screen("online", "网厅", None, self._online)
        self.shell.show_screen("online")
        self.settle()
        if rows:
            self.screen.table.select_row(mark)
            self.settle()

    def _online(self) -> Screen:
        desk: Any = self.desk
        files: Any = None
        return OnlineScreen(
            FormTools(self.tasks, self.messages, desk, self.citizen, Sounds(False), files, lambda: NOW)
        )


STATES: dict[str, Callable[[], OnlineWork]] = {
    "empty": lambda: OnlineWork(()),
    "few": lambda: OnlineWork([row(number) for number in (0, 4, 1, 3)]),
    "long": lambda: OnlineWork([row(0, **LONG, external_no="WT" + "9" * 28), row(1, **LONG)]),
    "10,000": lambda: OnlineWork([row(number) for number in range(10_000)], mark=9_000),
    "form": lambda: _with_form(OnlineWork([row(0, **LONG), row(1)])),
}


def _with_form(work: OnlineWork) -> OnlineWork:
    work.shell.press(Key.MAIN)
    work.settle()
    return work


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_and_nothing_scrolls(state: str) -> None:
    work = STATES[state]()
    try:
        assert [one for one in work.complaints() if state != "form" or "滚动" not in one] == []
    finally:
        work.close()


def test_F12_opens_the_departments_acceptance_and_sends_it() -> None:
    work = _with_form(OnlineWork([row(0), row(1)]))
    try:
        form = work.screen.case_acts.forms.form
        assert form.plan.name == "record_department_acceptance"
        form.input("officer").set_value("周科长")
        work.shell.press(Key.MAIN)
        work.settle()
        (request,) = work.desk.sent
        assert (request.officer, request.accepted_on) == ("周科长", NOW.date())
        assert not work.screen.case_acts.open
    finally:
        work.close()


def test_lists_by_whom_they_wait_for() -> None:
    lines = tuple(OnlineLine(row(number), NOW.date()) for number in range(4))
    assert [line.state for line in shown(lines, 1)] == ["待部门受理", "待部门受理"]
    assert [line.state for line in shown(lines, 2)] == ["待部门结果", "待部门结果"]
    assert len(shown(lines, 0)) == 4


@pytest.mark.parametrize(
    ("changes", "words", "tone"),
    [
        ({"registered_at": NOW}, "今天登记", Tone.CALM),
        ({"registered_at": NOW - timedelta(days=4)}, "已等 4 天", Tone.WARN),
        ({"accepted_on": date(2026, 11, 2), "due_on": date(2026, 11, 20)}, "超 3 天", Tone.BAD),
        ({"accepted_on": date(2026, 11, 2), "due_on": date(2026, 11, 23)}, "今天到期", Tone.WARN),
        ({"accepted_on": date(2026, 11, 2), "due_on": date(2027, 1, 6), "due_estimated": True},
         "1月6日前暂估", Tone.CALM),
        ({"accepted_on": date(2026, 11, 2), "due_on": None}, "没有期限", Tone.CALM),
    ],
)  # fmt: skip
def test_what_is_said_of_waiting(changes: dict[str, Any], words: str, tone: Tone) -> None:
    line = OnlineLine(row(0, **changes), NOW.date())
    assert (line.since, line.tone) == (words, tone)
