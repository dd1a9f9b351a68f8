"""The lists of 退件邮寄 as both databases answer them: what lies here, is mailed, is not fetched."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tests.services.conftest import Stage, desks_of, on_postgres, on_sqlite
from tests.services.memory import MONDAY
from tests.services.test_returning import GOOD, MAIL, RETURN, do, in_review
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import UncollectedListPaper, from_document
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports_returns import ReturnList, ReturnRow

TODAY = date(2026, 11, 23)


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    if request.param == "sqlite":
        place = on_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
    else:
        server = request.getfixturevalue("postgres_server")
        place = on_postgres(server, request.getfixturevalue("postgres_template"))
    with place as real:
        yield Stage(real, desks_of(real.staff))


def rows(stage: Stage, which: ReturnList, **page: int) -> tuple[ReturnRow, ...]:
    return stage.issuance.views.return_rows(which, **page)


def only(stage: Stage, which: ReturnList) -> ReturnRow:
    (row,) = rows(stage, which)
    return row


def sizes(stage: Stage) -> list[int]:
    found = stage.issuance.views.return_sizes()
    return [found[which] for which in ReturnList]


def called(stage: Stage, case_id: UUID, outcome: str = "no_answer") -> None:
    do(stage, ask.CallApplicant, case_id, phone="15400000001", outcome=outcome)


@pytest.mark.row("R-RET-1")
def test_R_RET_1_what_was_sent_back_lies_here_until_it_is_mailed(stage: Stage) -> None:
    case_id = in_review(stage)
    assert sizes(stage) == [0, 0, 0]
    do(stage, ask.SendBack, case_id, **RETURN)
    row = only(stage, ReturnList.HELD)
    assert (row.case_id, row.approval, row.papers) == (case_id, "returned", "with_issuance")
    assert (row.phone, row.calls, row.first_call) == ("15400000001", 0, None)
    do(stage, ask.CallForReturn, case_id, phone="15400000001", outcome="answered", said="请邮寄")
    row = only(stage, ReturnList.HELD)
    assert (row.calls, row.outcome, row.said) == (1, "answered", "请邮寄")
    do(stage, ask.MailPapersBack, case_id, **MAIL, notice_enclosed=True)
    assert sizes(stage) == [0, 0, 0]


@pytest.mark.row("R-RET-1")
def test_R_RET_1_papers_of_a_withdrawn_case_are_waited_for(stage: Stage) -> None:
    case_id = in_review(stage)
    do(stage, ask.Withdraw, case_id, asked_by="司马甲一", reason="不想办了", ink_seen=True)
    assert only(stage, ReturnList.HELD).papers == "with_department"
    do(stage, ask.BringPapersBack, case_id, brought_by="周科长")
    assert only(stage, ReturnList.HELD).papers == "with_issuance"


@pytest.mark.row("R-OUT-4")
def test_R_OUT_4_a_result_by_mail_is_followed_until_a_week_after_it_arrived(stage: Stage) -> None:
    case_id = stage.waiting_result()
    assert sizes(stage) == [0, 0, 0], "nobody has said that it goes by mail"
    do(stage, ask.NoteMailWish, case_id, name="司马甲一", phone="15400000001", address="样例路2号")
    row = only(stage, ReturnList.MAIL)
    assert (row.result, row.mail_to["address"], row.sent_at) == ("with_issuance", "样例路2号", None)
    do(stage, ask.MailResult, case_id, **MAIL)
    row = only(stage, ReturnList.MAIL)
    assert (row.result, row.waybill_no) == ("mailed", GOOD)
    assert row.sent_at is not None
    do(stage, ask.TakeInReturnedMail, case_id, returned_on=TODAY, brought_by="邮递员丙", reason="查无此人")
    row = only(stage, ReturnList.MAIL)
    assert (row.result, row.came_back_why) == ("with_issuance", "查无此人")
    stage.later(minutes=5)
    do(stage, ask.MailResult, case_id, **MAIL)
    assert only(stage, ReturnList.MAIL).came_back_at is None
    do(stage, ask.ConfirmDelivery, case_id, delivered_on=TODAY, told_by="邮政查询")
    assert only(stage, ReturnList.MAIL).delivered_on == "2026-11-23"
    stage.later(days=8)
    assert rows(stage, ReturnList.MAIL) == ()


@pytest.mark.row("R-OUT-1")
def test_R_OUT_1_who_was_phoned_and_does_not_come_stands_in_the_list_longest_first(stage: Stage) -> None:
    first, second = stage.waiting_result(), stage.waiting_result()
    assert sizes(stage) == [0, 0, 0]
    called(stage, second)
    stage.later(days=1)
    called(stage, first)
    called(stage, second, "answered")
    assert [row.case_id for row in rows(stage, ReturnList.UNCOLLECTED)] == [second, first]
    assert [row.case_id for row in rows(stage, ReturnList.UNCOLLECTED, after=1, limit=1)] == [first]
    row = rows(stage, ReturnList.UNCOLLECTED)[0]
    assert (row.calls, row.outcome) == (2, "answered")
    assert row.first_call is not None
    assert row.first_call.date() == MONDAY.date()
    do(stage, ask.EscalateUncollected, second, reason="一直没有来")
    assert rows(stage, ReturnList.UNCOLLECTED)[0].escalated_at is not None
    assert sizes(stage) == [0, 0, 2]
    assert row.first_call + timedelta(days=1) <= stage.issuance.now()


@pytest.mark.row("R-OUT-1")
def test_R_OUT_1_the_list_of_what_is_not_fetched_is_printed_from_the_halls_days_on(stage: Stage) -> None:
    case_id = stage.waiting_result()
    called(stage, case_id)
    days = stage.issuance.session.hall.uncollected_days
    stage.later(days=days - 1)

    def printed() -> str:
        answer = stage.issuance.handle(ask.PrintUncollected(next(stage.ids), 11))
        assert isinstance(answer, str)
        return answer

    with pytest.raises(RuleViolation, match="nothing_uncollected"):
        printed()
    stage.later(days=1)
    kind, document, _copy = stage.issuance.views.print_document(printed())
    paper = from_document(dict(document))
    assert isinstance(paper, UncollectedListPaper)
    assert (kind, paper.limit_days) == ("uncollected_list", days)
    (line,) = paper.rows
    assert (line.waiting_days, line.calls, line.phone, line.measure) == (days, 1, "154****0001", "报组长")
