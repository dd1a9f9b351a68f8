"""Same-day collection and its exception, notes, reminders, reports of day and month (3.2.2, 3.2.3)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.services.conftest import Stage
from tests.services.test_channels import accepted_mailed
from tests.services.test_processing import closing, handle, opening, papers_of, refused
from yichuang_desktop.domain import papers
from yichuang_desktop.domain.hall_records import RecordKind
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.timeline import evidence_text


def call(stage: Stage, case_id: UUID, outcome: str = "no_answer") -> None:
    stage.window.call_department(
        ask.CallDepartment(uuid4(), case_id, stage.revision(case_id), 4, "0377-65310001", outcome)
    )


def note(stage: Stage, case_id: UUID, cause: str, reason: str = "过了截止没有来领") -> None:
    stage.window.note_performance(
        ask.NotePerformance(uuid4(), case_id, stage.revision(case_id), 4, cause, reason)
    )


def remind(stage: Stage, case_id: UUID, said: str = "本周出证", told: str = "周科长") -> None:
    stage.issuance.remind(
        ask.Remind(uuid4(), case_id, stage.revision(case_id), 11, "0377-65310001", "answered", said, told)
    )


def report(stage: Stage, case_id: UUID, **changes: Any) -> ask.ReportOverdue:
    whole: dict[str, Any] = {
        "act_id": uuid4(), "case_id": case_id, "revision": stage.revision(case_id), "counter": 11,
        "reason": "部门称等待专家意见",
    }  # fmt: skip
    return ask.ReportOverdue(**(whole | changes))


def excuse(stage: Stage, case_id: UUID, **changes: Any) -> ask.ExcuseLateCollection:
    whole: dict[str, Any] = {
        "act_id": uuid4(), "case_id": case_id, "revision": stage.revision(case_id), "counter": 4,
        "until": date(2026, 11, 24), "document": "组长便笺 11-23", "reason": "部门全员外出培训",
    }  # fmt: skip
    return ask.ExcuseLateCollection(**(whole | changes))


@pytest.mark.row("R-HO-2")
def test_decisions_15_only_the_leaders_written_exception_moves_the_collection(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    due = stage.window.case(case_id).collection_due
    assert due is not None
    assert (due.date(), due.hour) == (date(2026, 11, 23), 12)
    with refused("not_your_role"):
        handle(stage, excuse(stage, case_id), "wangmin")
    for changes, code in (
        ({"document": " "}, "answer_lacking"),
        ({"reason": ""}, "answer_lacking"),
        ({"until": date(2026, 11, 22)}, "day_in_past"),
        ({"until": date(2026, 11, 28)}, "exception_not_a_workday"),
    ):
        with refused(code) as news:
            handle(stage, excuse(stage, case_id, **changes), "leader")
        assert news.value.facts["field"]
    handle(stage, excuse(stage, case_id), "leader")
    due = stage.window.case(case_id).collection_due
    assert due is not None
    assert (due.date(), due.hour, due.minute) == (date(2026, 11, 24), 17, 30)
    act = stage.store.tables.acts[-1][1]
    assert (act.done_by, act.doer_name) == ("group_leader", "钱组长")
    assert "11月24日 17:30 前领取，凭组长便笺 11-23" in evidence_text(act)
    with refused("exception_not_later"):
        handle(stage, excuse(stage, case_id), "leader")
    assert stage.desks["leader"].begin_form("excuse_late_collection")["until"] == date(2026, 11, 24)


@pytest.mark.row("R-HO-2")
def test_R_HO_2_the_queue_knows_calls_notes_and_exceptions(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    case_id, _ = stage.accepted()
    for _ in range(3):
        call(stage, case_id)
    note(stage, case_id, "repeated_calls", "三次电话没有人接")
    (row,) = stage.window.views.handover_queue(4)
    assert (row.calls, row.noted, row.excused) == (3, ("repeated_calls",), False)
    handle(stage, excuse(stage, case_id), "leader")
    (row,) = stage.window.views.handover_queue(4)
    assert row.excused
    stage.hand_over(case_id)
    assert stage.window.views.handover_queue(4) == ()
    (signed,) = stage.window.views.signed_counterfoils(4)
    assert signed.signed_by == "周科长"


@pytest.mark.row("R-OUT-7")
def test_R_OUT_7_counterfoils_without_a_signature_are_listed_on_screen_and_paper(
    on_sqlite_stage: Stage,
) -> None:
    stage = on_sqlite_stage
    signed, (open_case, _) = stage.handed_over(), stage.accepted()
    call(stage, open_case, "busy")
    rows = stage.issuance.views.counterfoils_of(date(2026, 11, 23))
    assert [(row.case_id, row.signed_by, row.calls) for row in rows] == [
        (signed, "周科长", 0), (open_case, "", 1),
    ]  # fmt: skip
    request = ask.PrintUnsigned(uuid4(), "2026-11-23", 11)
    job = handle(stage, request)
    assert handle(stage, request) == job
    (paper,) = papers_of(stage, "ledger")
    assert isinstance(paper, papers.LedgerPaper)
    assert paper.title == "存根未签字清单"
    (cells,) = paper.rows
    assert cells[1] == "NX20261123-04-0002"
    assert cells[-3:] == ("1次", "王敏", "")
    stage.hand_over(open_case)
    with refused("nothing_unsigned") as news:
        handle(stage, replace(request, job_id=uuid4()))
    assert "2026年11月23日" in say(news.value)


@pytest.mark.row("R-REM-1")
def test_R_REM_1_what_falls_due_stands_first_with_who_was_told(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    first = stage.handed_over()
    stage.later(days=1)
    second = stage.handed_over()
    remind(stage, first)
    rows = stage.issuance.views.due_cases()
    assert [row.case_id for row in rows] == [first, second]
    assert (rows[0].due_on, rows[1].due_on) == (date(2026, 11, 30), date(2026, 12, 1))
    (reminder,) = rows[0].reminders
    assert (reminder.told, reminder.said, reminder.outcome, reminder.by) == (
        "周科长", "本周出证", "answered", "赵磊",
    )  # fmt: skip
    assert rows[0].phone == "0377-65310001"


@pytest.mark.row("R-REM-1")
def test_R_REM_1_a_step_that_lasts_longer_moves_the_due_day_every_day(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    case_id = stage.handed_over()
    handle(stage, opening(stage, case_id, days=1))
    (row,) = stage.issuance.views.due_cases()
    assert (row.due_on, row.special_step, row.step_due) == (
        date(2026, 11, 30), "听证", date(2026, 11, 24),
    )  # fmt: skip
    stage.later(days=10)
    (row,) = stage.issuance.views.due_cases()
    assert row.due_on == date(2026, 12, 10), "paused up to and with Thursday, 3 December"
    remind(stage, case_id)
    with refused("not_overdue"):
        handle(stage, report(stage, case_id))
    handle(stage, closing(stage, case_id))
    assert stage.window.case(case_id).promise_due == date(2026, 12, 9)


@pytest.mark.row("R-REM-1")
def test_R_REM_1_overdue_is_reported_with_every_reminder_and_never_without(stage: Stage) -> None:
    case_id = stage.handed_over()
    remind(stage, case_id)
    with refused("not_overdue") as news:
        handle(stage, report(stage, case_id))
    assert "11月30日" in say(news.value)
    unreminded = stage.handed_over()
    stage.later(days=9)
    with refused("overdue_without_reminder"):
        handle(stage, report(stage, unreminded))
    with refused("answer_lacking"):
        handle(stage, report(stage, case_id, reason=""))
    remind(stage, case_id, "等专家意见", "李主任")
    handle(stage, report(stage, case_id))
    act = stage.store.tables.acts[-1][1]
    assert [one["told"] for one in act.evidence["reminders"]] == ["周科长", "李主任"]
    assert act.evidence["overdue"] == {"due": "2026-11-30", "days": 2}
    assert "超期 2 个工作日；附提醒记录 2 条" in evidence_text(act)


@pytest.mark.row("R-REM-1")
def test_R_REM_1_the_months_report_is_printed_and_kept(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    late, on_time, decided_late = stage.handed_over(), stage.handed_over(), stage.handed_over()
    stage.store.now = datetime(2026, 11, 27, 10, 0, tzinfo=stage.store.now.tzinfo)
    stage.book_in(on_time)
    remind(stage, late)
    stage.store.now += timedelta(days=5)
    stage.book_in(decided_late)
    handle(stage, report(stage, late))
    request = ask.MakeOverdueReport(uuid4(), "2026-12", 11, "两件均已督促")
    with refused("not_your_role"):
        handle(stage, replace(request, counter=4), "wangmin")
    for month, code in (("12月", "month_unreadable"), ("2027-01", "month_not_begun")):
        with refused(code):
            handle(stage, replace(request, month=month))
    job = handle(stage, request)
    assert handle(stage, request) == job
    (paper,) = papers_of(stage, "overdue_report")
    assert isinstance(paper, papers.OverdueReportPaper)
    assert paper.addressee == "政务服务和数字政务股"
    by_number = {row.receipt_no[-4:]: row for row in paper.rows}
    assert set(by_number) == {"0001", "0003"}
    assert (by_number["0001"].state, by_number["0003"].state) == ("未办结", "12-02 已办结")
    assert by_number["0001"].days_over == 2
    (reminder,) = by_number["0001"].reminders
    assert (reminder.told, reminder.said, reminder.by) == ("周科长", "已接通：本周出证", "赵磊")
    (record,) = stage.issuance.views.records(RecordKind.OVERDUE_REPORT)
    assert (record.period, record.recorded_by) == ("2026-12", "zhaolei")
    assert len(record.body["rows"]) == 2


@pytest.mark.row("R-HO-4")
def test_R_HO_4_the_months_notes_go_to_the_digital_section_by_case_number(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    (late, _), (unskilled, _) = stage.accepted(), stage.accepted()
    for _ in range(3):
        call(stage, late)
    stage.later(hours=4)
    note(stage, late, "late")
    note(stage, late, "repeated_calls", "三次电话")
    note(stage, unskilled, "unskilled", "不清楚需要哪些材料")
    overdue = stage.handed_over()
    remind(stage, overdue)
    stage.later(days=7)
    assert stage.store.now.date() == date(2026, 11, 30)
    request = ask.MakePerformanceReport(uuid4(), "2026-11", 12)
    handle(stage, request, "leader4")
    (paper,) = papers_of(stage, "performance_report")
    assert isinstance(paper, papers.PerformanceReportPaper)
    assert [(row.receipt_no[-4:], row.fault, row.calls) for row in paper.rows] == [
        ("0001", "交接不及时", 3), ("0001", "多次电话提醒", 3), ("0002", "业务不熟练", 0),
    ]  # fmt: skip
    assert paper.totals == (("市场监督管理局", "3 件：交接不及时 1、多次电话提醒 1、业务不熟练 1"),)
    stage.later(days=1)
    handle(stage, report(stage, overdue))
    handle(stage, replace(request, job_id=uuid4(), month="2026-12"), "leader4")
    december = papers_of(stage, "performance_report")[-1]
    assert [row.fault for row in december.rows] == ["超期办结"]
    records = stage.issuance.views.records(RecordKind.PERFORMANCE_REPORT)
    assert [record.period for record in records] == ["2026-12", "2026-11"]
    with refused("not_your_role"):
        handle(stage, replace(request, job_id=uuid4(), counter=4), "wangmin")


def test_an_annulled_note_is_not_reported(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    case_id, _ = stage.accepted()
    note(stage, case_id, "late")
    act = stage.store.tables.acts[-1][1]
    stage.window.annul(ask.Annul(uuid4(), case_id, stage.revision(case_id), 4, act.act_id, "记错了一件"))
    assert stage.window.views.performance_notes(date(2026, 11, 1), date(2026, 11, 30)) == ()
    note(stage, case_id, "late")


def test_R_HO_1_the_counterfoil_of_another_case_is_not_taken(stage: Stage) -> None:
    (one, _), (two, _) = stage.accepted(), stage.accepted()
    request = ask.HandOver(
        uuid4(), one, stage.revision(one), 4, "周科长", stage.code(two, PaperKind.COUNTERFOIL)
    )
    with refused("paper_of_other_case"):
        handle(stage, request, "wangmin")


@pytest.mark.row("R-HO-2")
def test_R_HO_2_mailed_in_cases_stand_among_the_signed_counterfoils(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    case_id = accepted_mailed(stage)
    assert stage.window.views.handover_queue(4) == ()
    (row,) = stage.window.views.signed_counterfoils(4)
    assert (row.case_id, row.state) == (case_id, "signed")
    assert row.signed_by, "the officer who was there when the parcel was opened"
    (listed,) = stage.window.views.counterfoils_of(date(2026, 11, 23))
    assert listed.signed_by == row.signed_by
    assert [due.case_id for due in stage.issuance.views.due_cases()] == [case_id]
