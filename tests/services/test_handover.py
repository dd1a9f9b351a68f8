"""From the window to the department and the issuance desk (3.2.2, 3.2.3; R-HO-1..4, R-REM-1, R-IN-7)."""

from dataclasses import replace
from uuid import uuid4

import pytest

from tests.services.conftest import CARD, Stage
from yichuang_desktop.domain import papers
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result
from yichuang_desktop.services import requests as ask


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


def handing(stage: Stage, case_id: object, **changes: object) -> ask.HandOver:
    whole: dict[str, object] = {
        "act_id": uuid4(),
        "case_id": case_id,
        "revision": stage.revision(case_id),  # type: ignore[arg-type]
        "counter": 4,
        "officer": "周科长",
        "counterfoil_code": stage.code(case_id, PaperKind.COUNTERFOIL),  # type: ignore[arg-type]
    }
    return ask.HandOver(**(whole | changes))  # type: ignore[arg-type]


def test_R_HO_2_the_officer_signs_the_counterfoil_and_takes_the_papers(stage: Stage) -> None:
    case_id = stage.handed_over()
    tracks = stage.window.case(case_id).tracks
    assert (tracks.approval, tracks.papers, tracks.counterfoil) == (
        Approval.IN_REVIEW,
        Papers.WITH_DEPARTMENT,
        Counterfoil.SIGNED_BY_DEPARTMENT,
    )
    act = stage.store.tables.acts[-1][1]
    assert (act.done_by, act.doer_name, act.recorded_by) == ("department_officer", "周科长", "wangmin")
    assert act.evidence["officer_signature_seen"]["counterfoil"] == stage.code(case_id, PaperKind.COUNTERFOIL)


def test_R_HO_2_refused_without_the_officers_name(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with refused("officer_missing"):
        stage.window.hand_over(handing(stage, case_id, officer="  "))


def test_decisions_16_refused_without_the_counterfoil_itself(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with refused("wrong_paper"):
        receipt = stage.code(case_id, PaperKind.RECEIPT)
        stage.window.hand_over(handing(stage, case_id, counterfoil_code=receipt))
    with refused("half_scan"):
        half = stage.code(case_id, PaperKind.COUNTERFOIL)[:22]
        stage.window.hand_over(handing(stage, case_id, counterfoil_code=half))


def test_decisions_16_refused_with_another_cases_counterfoil(stage: Stage) -> None:
    first, _ = stage.accepted()
    second, _ = stage.accepted()
    other = stage.code(second, PaperKind.COUNTERFOIL)
    with refused("paper_of_other_case"):
        stage.window.hand_over(handing(stage, first, counterfoil_code=other))


def test_R_HO_2_papers_are_handed_over_once(stage: Stage) -> None:
    case_id = stage.handed_over()
    with refused("not_in_this_state"):
        stage.window.hand_over(handing(stage, case_id))


def test_R_HO_2_each_call_is_logged_with_number_and_outcome(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    for outcome in ("busy", "no_answer", "answered"):
        stage.window.call_department(
            ask.CallDepartment(
                uuid4(), case_id, stage.revision(case_id), 4, "0377 65310001", outcome, "马上来"
            )
        )
    calls = [act.evidence["call"] for _of, act in stage.store.tables.acts if act.kind == "call_department"]
    assert [call["outcome"] for call in calls] == ["busy", "no_answer", "answered"]
    assert calls[0]["phone"] == "0377-65310001"


@pytest.mark.parametrize(
    ("phone", "outcome", "code"),
    [("", "answered", "call_phone_missing"), ("12345", "later", "call_outcome_unknown")],
)
def test_a_call_needs_a_number_and_an_outcome(stage: Stage, phone: str, outcome: str, code: str) -> None:
    case_id, _ = stage.accepted()
    with refused(code):
        stage.window.call_department(ask.CallDepartment(uuid4(), case_id, 2, 4, phone, outcome))


def test_R_HO_4_late_collection_is_noted_by_case_with_cause_and_reason(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    note = ask.NotePerformance(uuid4(), case_id, stage.revision(case_id), 4, "late", "三次电话未领")
    stage.window.note_performance(note)
    with refused("performance_cause_unknown"):
        stage.window.note_performance(replace(note, act_id=uuid4(), cause="rude"))
    again = replace(note, act_id=uuid4(), revision=stage.revision(case_id))
    with refused("performance_noted_already"):
        stage.window.note_performance(again)
    with refused("reason_lacking"):
        stage.window.note_performance(replace(again, cause="unskilled", reason=""))
    stage.window.note_performance(replace(again, cause="unskilled"))


def test_R_HO_3_counterfoil_and_commitment_are_registered_by_scanning_both(stage: Stage) -> None:
    case_id = stage.handed_over()
    stage.register(case_id)
    assert stage.window.case(case_id).tracks.counterfoil is Counterfoil.WITH_ISSUANCE


def test_R_HO_3_refused_with_one_paper_missing_or_foreign(stage: Stage) -> None:
    case_id, other = stage.handed_over(), stage.handed_over()
    counterfoil = stage.code(case_id, PaperKind.COUNTERFOIL)
    commitment = stage.code(case_id, PaperKind.CREDIT_COMMITMENT)
    request = ask.RegisterCounterfoil(uuid4(), case_id, stage.revision(case_id), 11, counterfoil, commitment)
    with refused("not_our_code"):
        stage.issuance.register_counterfoil(replace(request, commitment_code=""))
    with refused("wrong_paper"):
        stage.issuance.register_counterfoil(replace(request, commitment_code=counterfoil))
    with refused("paper_of_other_case"):
        foreign = stage.code(other, PaperKind.CREDIT_COMMITMENT)
        stage.issuance.register_counterfoil(replace(request, commitment_code=foreign))
    with refused("paper_of_other_case"):
        foreign = stage.code(other, PaperKind.COUNTERFOIL)
        stage.issuance.register_counterfoil(replace(request, counterfoil_code=foreign))


def test_R_HO_3_only_after_the_department_signed(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with refused("not_in_this_state"):
        stage.register(case_id)


def test_R_HO_3_only_the_issuance_desk_registers(stage: Stage) -> None:
    case_id = stage.handed_over()
    request = ask.RegisterCounterfoil(
        uuid4(),
        case_id,
        stage.revision(case_id),
        4,
        stage.code(case_id, PaperKind.COUNTERFOIL),
        stage.code(case_id, PaperKind.CREDIT_COMMITMENT),
    )
    with refused("not_your_role"):
        stage.window.register_counterfoil(request)


def test_decisions_9_an_owed_commitment_blocks_handing_the_counterfoil_on(stage: Stage) -> None:
    case_id = stage.opened()
    stage.window.accept(replace(stage.accept_request(case_id), signature=None))
    stage.hand_over(case_id)
    with refused("still_owed"):
        stage.register(case_id)
    stage.window.see_commitment_signature(
        ask.SeeCommitmentSignature(uuid4(), case_id, stage.revision(case_id), 4)
    )
    stage.register(case_id)


def test_R_IN_7_the_platforms_number_is_kept_beside_ours(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    stage.window.enter_on_platform(ask.EnterOnPlatform(uuid4(), case_id, 2, 4, " ４１１３９９２０２６ 0001 "))
    case = stage.window.case(case_id)
    assert (case.platform_no, case.tracks.approval) == ("4113992026" + "0001", Approval.ENTERED)
    with refused("platform_no_wrong"):
        stage.window.enter_on_platform(ask.EnterOnPlatform(uuid4(), case_id, 3, 4, " "))


def test_R_REM_1_reminders_are_logged_by_the_issuance_desk(stage: Stage) -> None:
    case_id = stage.handed_over()
    remind = ask.Remind(
        uuid4(), case_id, stage.revision(case_id), 11, "0377-65310001", "answered", "周五出证"
    )
    stage.issuance.remind(remind)
    assert stage.store.tables.acts[-1][1].evidence["call"]["said"] == "周五出证"
    with refused("not_your_role"):
        stage.window.remind(replace(remind, act_id=uuid4(), revision=stage.revision(case_id)))


def test_R_OUT_1_a_result_is_booked_in_by_the_officer_who_brings_it(stage: Stage) -> None:
    case_id = stage.waiting_result()
    case = stage.window.case(case_id)
    assert (case.tracks.approval, case.tracks.result, case.result_name, case.result_no) == (
        Approval.APPROVED,
        Result.WITH_ISSUANCE,
        "食品经营许可证",
        "JY14113250001234",
    )
    assert stage.store.tables.acts[-1][1].done_by == "department_officer"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"officer": ""}, "officer_missing"),
        ({"result_name": " "}, "result_name_missing"),
        ({"copies": 0}, "result_copies_wrong"),
    ],
)
def test_R_OUT_1_refused_with_one_thing_missing(stage: Stage, changes: dict[str, object], code: str) -> None:
    case_id = stage.handed_over()
    request = ask.BookInResult(uuid4(), case_id, stage.revision(case_id), 11, "周科长", "许可证", "1")
    with refused(code):
        stage.issuance.book_in_result(replace(request, **changes))  # type: ignore[arg-type]


def test_R_OUT_1_a_result_comes_after_the_papers_went_to_the_department(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with refused("not_in_this_state"):
        stage.book_in(case_id)


def conclude(stage: Stage, case_id: object) -> ask.ConcludeOnTheSpot:
    return ask.ConcludeOnTheSpot(
        uuid4(),
        case_id,
        stage.revision(case_id),
        4,
        "马主任",  # type: ignore[arg-type]
        stage.code(case_id, PaperKind.COUNTERFOIL),
        "社会保障卡",
        "",  # type: ignore[arg-type]
    )


def test_T30_an_item_while_you_wait_is_concluded_in_one_sitting(stage: Stage) -> None:
    case_id, _ = stage.accepted(CARD)
    stage.window.conclude_on_the_spot(conclude(stage, case_id))
    tracks = stage.window.case(case_id).tracks
    assert (tracks.approval, tracks.papers, tracks.counterfoil, tracks.result) == (
        Approval.APPROVED,
        Papers.KEPT,
        Counterfoil.SIGNED_BY_DEPARTMENT,
        Result.WITH_ISSUANCE,
    )


def test_T30_an_item_with_a_term_is_not_concluded_on_the_spot(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with refused("not_on_the_spot"):
        stage.window.conclude_on_the_spot(conclude(stage, case_id))


def test_R_OUT_7_the_day_sheet_shows_what_lacks_a_signature(stage: Stage) -> None:
    stage.handed_over()
    stage.accepted()
    request = ask.PrintDaySheet(uuid4(), "市场监督管理局", "2026-11-23", 4)
    job_id = stage.window.print_day_sheet(request)
    paper = papers.from_document(dict(stage.store.tables.jobs[job_id][0].document))
    assert isinstance(paper, papers.DaySheetPaper)
    assert [(row.signed_by, row.remark) for row in paper.rows] == [("周科长", ""), ("", "未签字")]
    assert stage.window.print_day_sheet(request) == job_id
    assert [job.kind for job, _ in stage.store.tables.jobs.values()].count("day_sheet") == 1
    with refused("day_sheet_empty"):
        stage.window.print_day_sheet(replace(request, department="公安局", job_id=uuid4()))
    with refused("request_field_wrong"):
        stage.window.print_day_sheet(replace(request, day="今天", job_id=uuid4()))
