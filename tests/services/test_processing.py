"""Special steps, corrections, extension, review: what the department tells the hall (3.2.2.5; R-HO-5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.services.conftest import CARD, Stage
from tests.services.test_channels import province
from yichuang_desktop.domain import papers
from yichuang_desktop.domain.asking import MaterialRow
from yichuang_desktop.domain.clocks import SpecialStepKind
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.domain.tracks import Approval, Papers, Result
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.timeline import evidence_text

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


def opening(stage: Stage, case_id: UUID, **changes: Any) -> ask.OpenSpecialStep:
    whole: dict[str, Any] = {
        "act_id": uuid4(), "case_id": case_id, "revision": stage.revision(case_id), "counter": 11,
        "step": "听证", "own_name": "", "started_on": MONDAY, "days": 4, "unit": "工作日",
        "reason": "申请人申请听证", "officer": "周科长", "approver": "马局长", "told": "handed",
    }  # fmt: skip
    return ask.OpenSpecialStep(**(whole | changes))


def closing(stage: Stage, case_id: UUID, **changes: Any) -> ask.CloseSpecialStep:
    whole: dict[str, Any] = {
        "act_id": uuid4(), "case_id": case_id, "revision": stage.revision(case_id), "counter": 11,
        "ended_on": stage.store.now.date(), "outcome": "听证结束", "officer": "周科长",
    }  # fmt: skip
    return ask.CloseSpecialStep(**(whole | changes))


def extending(stage: Stage, case_id: UUID, **changes: Any) -> ask.Extend:
    whole: dict[str, Any] = {
        "act_id": uuid4(), "case_id": case_id, "revision": stage.revision(case_id), "counter": 11,
        "legal_days": 10, "promise_days": 3, "reason": "案情复杂", "officer": "周科长", "approver": "马局长",
        "told": "mailed",
    }  # fmt: skip
    return ask.Extend(**(whole | changes))


def asking(stage: Stage, case_id: UUID, **changes: Any) -> ask.AskCorrection:
    whole: dict[str, Any] = {
        "act_id": uuid4(), "case_id": case_id, "revision": stage.revision(case_id), "counter": 11,
        "rows": (MaterialRow("经营场所平面图", 1, 0, "比例尺没有标注"),), "reason": "平面图无法核对",
        "supply_by": date(2026, 12, 1), "officer": "周科长", "told": "handed",
    }  # fmt: skip
    return ask.AskCorrection(**(whole | changes))


def handle(stage: Stage, request: Any, who: str = "zhaolei") -> Any:
    return stage.desks[who].handle(request)


def dues(stage: Stage, case_id: UUID) -> tuple[date | None, date | None]:
    case = stage.window.case(case_id)
    return case.legal_due, case.promise_due


def last(stage: Stage) -> Any:
    return stage.store.tables.acts[-1][1]


def papers_of(stage: Stage, kind: str) -> list[Any]:
    return [
        papers.from_document(dict(job.document))
        for job, _ in stage.store.tables.jobs.values()
        if job.kind == kind
    ]


@pytest.mark.row("R-HO-5")
def test_R_HO_5_a_step_stops_both_clocks_and_tells_the_applicant_in_writing(stage: Stage) -> None:
    case_id = stage.handed_over()
    assert dues(stage, case_id) == (date(2026, 12, 21), date(2026, 11, 30))
    handle(stage, opening(stage, case_id))
    case = stage.window.case(case_id)
    assert (case.tracks.approval, case.special_step, case.step_due) == (
        Approval.SPECIAL_STEP,
        "听证",
        date(2026, 11, 27),
    )
    # Monday itself is day 0 of the acceptance: three of the four days would have counted
    assert dues(stage, case_id) == (date(2026, 12, 24), date(2026, 12, 3))
    act = last(stage)
    assert (act.done_by, act.doer_name, act.reason) == ("department_officer", "周科长", "申请人申请听证")
    assert act.evidence["written_notice"]["number"] == "NX20261123-04-0001-H1"
    (notice,) = papers_of(stage, "special_step_notice")
    assert isinstance(notice, papers.SpecialStepPaper)
    assert (notice.step, notice.days_text, notice.approved_by, notice.new_due) == (
        "听证", "4个工作日", "马局长", date(2026, 12, 3),
    )  # fmt: skip
    assert notice.clock_text == "不计入法定办理期限和承诺办理期限"
    assert "第四十五条" in notice.legal_basis
    found = stage.issuance.scan(notice.head.code)
    assert (found.case_id, found.paper.kind) == (case_id, PaperKind.OTHER)

    stage.later(days=2)
    handle(stage, closing(stage, case_id))
    case = stage.window.case(case_id)
    assert (case.tracks.approval, case.special_step, case.step_due) == (Approval.IN_REVIEW, "", None)
    assert dues(stage, case_id) == (date(2026, 12, 22), date(2026, 12, 1))
    assert last(stage).evidence["special_step"]["days_used"] == 2
    assert "用时 2 个工作日" in evidence_text(last(stage))
    assert "承诺到期日 12月1日" in evidence_text(last(stage))


@pytest.mark.row("R-HO-5")
def test_R_HO_5_all_fifteen_and_the_items_own_are_opened_and_closed(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    case_id = stage.handed_over()
    for kind in SpecialStepKind:
        own = "现场核查" if kind is SpecialStepKind.OTHER else ""
        handle(stage, opening(stage, case_id, step=kind.value, own_name=own, days=1))
        assert stage.window.case(case_id).special_step == (own or kind.value)
        stage.later(days=1)
        handle(stage, closing(stage, case_id, ended_on=stage.store.now.date()))
    numbers = [paper.head.number[-3:].lstrip("-") for paper in papers_of(stage, "special_step_notice")]
    assert sorted(numbers, key=lambda one: int(one[1:])) == [f"H{n}" for n in range(1, 17)]


@pytest.mark.row("R-HO-5")
def test_R_HO_5_the_items_own_law_and_flag_decide(stage: Stage) -> None:
    case_id = stage.handed_over()
    handle(stage, opening(stage, case_id, step="现场勘验", days=2))
    assert dues(stage, case_id) == (date(2026, 12, 21), date(2026, 11, 30)), "its days count"
    stage.later(days=1)
    handle(stage, closing(stage, case_id))
    handle(stage, opening(stage, case_id, step="其他", own_name=" 公示 ", days=3, started_on=TUESDAY))
    case = stage.window.case(case_id)
    assert (case.special_step, case.step_due) == ("公示", date(2026, 11, 27))
    assert dues(stage, case_id) == (date(2026, 12, 24), date(2026, 12, 3))
    notices = papers_of(stage, "special_step_notice")
    assert {notice.legal_basis for notice in notices} == {
        "《中华人民共和国行政许可法》第三十四条第三款",
        "《某条例》第十条",
    }


@pytest.mark.row("R-HO-5")
@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"step": ""}, "choice_lacking", "step"),
        ({"step": "散步"}, "choice_unknown", "step"),
        ({"step": "其他"}, "step_name_missing", "own_name"),
        ({"started_on": date(2026, 11, 22)}, "step_before_acceptance", "started_on"),
        ({"started_on": TUESDAY}, "day_in_future", "started_on"),
        ({"days": 0}, "answer_lacking|count_out_of_bounds", "days"),
        ({"days": 400}, "count_out_of_bounds", "days"),
        ({"reason": " "}, "answer_lacking", "reason"),
        ({"approver": ""}, "answer_lacking", "approver"),
        ({"officer": ""}, "answer_lacking", "officer"),
        ({"told": ""}, "choice_lacking", "told"),
    ],
)
def test_R_HO_5_a_step_is_refused_with_one_thing_missing(
    on_sqlite_stage: Stage, changes: dict[str, Any], code: str, field: str
) -> None:
    case_id = on_sqlite_stage.handed_over()
    with pytest.raises(RuleViolation, match=rf"^({code})\b") as news:
        handle(on_sqlite_stage, opening(on_sqlite_stage, case_id, **changes))
    assert news.value.facts["field"] == field
    assert say(news.value).endswith("。")
    assert on_sqlite_stage.window.case(case_id).tracks.approval is Approval.IN_REVIEW


@pytest.mark.row("R-HO-5")
def test_R_HO_5_a_step_closed_before_it_opened_or_later_than_today_is_said_beside_the_field(
    stage: Stage,
) -> None:
    case_id = stage.handed_over()
    stage.later(days=1)
    handle(stage, opening(stage, case_id, started_on=TUESDAY))
    for ended, code in ((MONDAY, "step_ends_before_it_began"), (date(2026, 11, 25), "day_in_future")):
        with refused(code) as news:
            handle(stage, closing(stage, case_id, ended_on=ended))
        assert news.value.facts["field"] == "ended_on"
        assert say(news.value)
    handle(stage, closing(stage, case_id))


def test_R_HO_5_only_the_issuance_desk_records_it_and_only_in_review(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with refused("not_in_this_state"):
        handle(stage, opening(stage, case_id))
    stage.hand_over(case_id)
    with refused("not_your_role"):
        handle(stage, opening(stage, case_id, counter=4), "wangmin")
    with refused("not_in_this_state"):
        handle(stage, closing(stage, case_id))


def test_decisions_7_a_step_undone_leaves_the_due_days_as_before(stage: Stage) -> None:
    case_id = stage.handed_over()
    before = dues(stage, case_id)
    request = opening(stage, case_id)
    done = handle(stage, request)
    assert handle(stage, request).repeated
    undo = ask.Annul(uuid4(), case_id, stage.revision(case_id), 11, done.act_id, "部门改日再开")
    handle(stage, undo)
    assert dues(stage, case_id) == before
    case = stage.window.case(case_id)
    assert (case.tracks.approval, case.special_step, case.step_due) == (Approval.IN_REVIEW, "", None)
    handle(stage, opening(stage, case_id))
    assert last(stage).evidence["written_notice"]["number"].endswith("-H2"), "a number is never used twice"


@pytest.mark.row("R-HO-5")
def test_R_HO_5_a_correction_after_acceptance_is_asked_for_once_and_whole(stage: Stage) -> None:
    case_id = stage.handed_over()
    handle(stage, asking(stage, case_id))
    case = stage.window.case(case_id)
    assert (case.tracks.approval, case.special_step, case.step_due) == (
        Approval.CORRECTING, "补正", date(2026, 12, 1),
    )  # fmt: skip
    assert dues(stage, case_id) == (date(2026, 12, 21), date(2026, 11, 30)), "no clock stops by itself"
    (notice,) = papers_of(stage, "correction_notice")
    assert isinstance(notice, papers.CorrectionPaper)
    assert (notice.rows[0].name, notice.rows[0].remark) == ("经营场所平面图", "比例尺没有标注")
    assert notice.clock_text == "计入法定办理期限和承诺办理期限"

    stage.later(days=2)
    file = stage.window.case_file(case_id)
    begun = stage.window.begin_form("receive_correction", file)
    assert [row.name for row in begun["rows"]] == ["经营场所平面图"]
    received = ask.ReceiveCorrection(
        uuid4(),
        case_id,
        stage.revision(case_id),
        4,
        (MaterialRow("别的材料"),),
        date(2026, 11, 25),
        "司马甲一",
    )
    with refused("correction_incomplete") as news:
        handle(stage, received, "wangmin")
    assert "经营场所平面图" in say(news.value)
    with refused("step_ends_before_it_began"):
        handle(stage, replace(received, rows=begun["rows"], received_on=date(2026, 11, 22)), "wangmin")
    handle(stage, replace(received, rows=begun["rows"]), "wangmin")
    act = last(stage)
    assert (act.done_by, act.doer_name) == ("applicant", "司马甲一")
    assert act.evidence["corrected_materials"]["days_used"] == 2
    assert stage.window.case(case_id).tracks.approval is Approval.IN_REVIEW


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rows": ()}, "answer_lacking"),
        ({"supply_by": date(2026, 11, 22)}, "day_in_past"),
        ({"reason": ""}, "answer_lacking"),
    ],
)
def test_a_correction_is_refused_with_one_thing_missing(
    on_sqlite_stage: Stage, changes: dict[str, Any], code: str
) -> None:
    case_id = on_sqlite_stage.handed_over()
    with refused(code):
        handle(on_sqlite_stage, asking(on_sqlite_stage, case_id, **changes))


@pytest.mark.row("R-HO-5")
def test_R_HO_5_the_limit_is_prolonged_once_with_approval_and_notice(stage: Stage) -> None:
    case_id = stage.handed_over()
    for changes, code in (
        ({"legal_days": 11}, "extension_too_long"),
        ({"legal_days": 0, "promise_days": 0}, "extension_of_nothing"),
        ({"approver": ""}, "answer_lacking"),
        ({"reason": ""}, "answer_lacking"),
    ):
        with refused(code):
            handle(stage, extending(stage, case_id, **changes))
    handle(stage, extending(stage, case_id))
    assert dues(stage, case_id) == (date(2027, 1, 4), date(2026, 12, 3))
    case = stage.window.case(case_id)
    assert case.extended
    assert case.due_estimated, "2027 is not published"
    (notice,) = papers_of(stage, "extension_notice")
    assert isinstance(notice, papers.ExtensionPaper)
    assert (notice.due_before, notice.due_after) == (date(2026, 11, 30), date(2026, 12, 3))
    assert notice.days_text == "10个工作日（法定期限）、3个工作日（承诺期限）"
    with refused("extended_already"):
        handle(stage, extending(stage, case_id))
    assert not case.allows("extend"), "the table says so too"


def test_an_extension_comes_before_the_law_is_broken(stage: Stage) -> None:
    case_id = stage.handed_over()
    stage.later(days=29)
    with refused("extension_too_late"):
        handle(stage, extending(stage, case_id))
    handle(stage, extending(stage, case_id, legal_days=0))
    assert dues(stage, case_id) == (date(2026, 12, 21), date(2026, 12, 3))


def test_an_extension_within_a_step_adds_to_its_days(stage: Stage) -> None:
    case_id = stage.handed_over()
    stage.later(days=1)
    handle(stage, opening(stage, case_id, started_on=TUESDAY, days=2))
    handle(stage, extending(stage, case_id))
    case = stage.window.case(case_id)
    assert (case.special_step, case.step_due) == ("听证", date(2026, 11, 26))
    assert dues(stage, case_id) == (date(2027, 1, 6), date(2026, 12, 7))
    stage.later(days=2)
    handle(stage, closing(stage, case_id))
    assert dues(stage, case_id) == (date(2027, 1, 6), date(2026, 12, 7))


@pytest.mark.row("R-HO-5")
def test_R_HO_5_the_department_decides_and_may_keep_the_papers(stage: Stage) -> None:
    kept, later = stage.handed_over(), stage.handed_over()
    approval = ask.Approve(uuid4(), kept, stage.revision(kept), 11, "周科长", MONDAY, "内审〔2026〕7号", True)
    with refused("decided_before_acceptance"):
        handle(stage, replace(approval, decided_on=date(2026, 11, 20)))
    handle(stage, approval)
    case = stage.window.case(kept)
    assert (case.tracks.approval, case.tracks.papers, case.tracks.result, case.decided_on) == (
        Approval.APPROVED, Papers.KEPT, Result.WITH_DEPARTMENT, MONDAY,
    )  # fmt: skip
    other = replace(
        approval, act_id=uuid4(), case_id=later, revision=stage.revision(later), papers_kept=False
    )
    handle(stage, other)
    assert stage.window.case(later).tracks.papers is Papers.WITH_DEPARTMENT
    leave = ask.LeavePapersWithDepartment(uuid4(), later, stage.revision(later), 11, "周科长", "归入审批案卷")
    handle(stage, leave)
    assert stage.window.case(later).tracks.papers is Papers.KEPT


def test_R_IN_9_the_first_handler_alone_ticks_the_own_signature(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    code = stage.code(case_id, PaperKind.COUNTERFOIL)
    request = ask.SignAsFirstHandler(uuid4(), case_id, stage.revision(case_id), 4, code, True)
    with refused("tick_lacking"):
        handle(stage, replace(request, signed=False), "wangmin")
    with refused("not_first_handler") as news:
        handle(stage, replace(request, counter=1), "lihong")
    assert "王敏" in say(news.value)
    with refused("wrong_paper"):
        receipt = stage.code(case_id, PaperKind.RECEIPT)
        handle(stage, replace(request, counterfoil_code=receipt), "wangmin")
    handle(stage, request, "wangmin")
    assert stage.window.case(case_id).tracks.counterfoil == "signed_by_window"
    stage.hand_over(case_id)


def test_forms_are_begun_with_what_is_known(stage: Stage) -> None:
    case_id = stage.handed_over()
    begin: Callable[[str], dict[str, Any]] = lambda name: stage.issuance.begin_form(  # noqa: E731
        name, stage.window.case_file(case_id)
    )
    assert begin("open_special_step") == {
        "unit": "工作日", "told": "handed", "started_on": MONDAY, "officer": "周科长", "step": "现场勘验",
        "own_name": "", "days": 2,
    }  # fmt: skip
    handle(stage, opening(stage, case_id, step="现场勘验"))
    handle(stage, closing(stage, case_id))
    again = begin("open_special_step")
    assert (again["step"], again["own_name"], again["days"]) == ("其他", "公示", 3)
    assert begin("extend")["legal_days"] == 10
    assert begin("approve") == {"decided_on": MONDAY, "officer": "周科长"}
    assert begin("close_special_step")["ended_on"] == MONDAY
    assert begin("ask_correction")["told"] == "handed"


def test_an_item_while_you_wait_has_its_clock_too(stage: Stage) -> None:
    case_id, _ = stage.accepted(CARD)
    stage.hand_over(case_id)
    assert dues(stage, case_id) == (date(2026, 12, 7), MONDAY)
    handle(stage, opening(stage, case_id, days=1))
    assert dues(stage, case_id)[1] == MONDAY, "what is due at once is due today"


def test_T7r_what_has_no_papers_is_reviewed_on_the_departments_word(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    case_id = stage.window.handle(province(stage)).case_id
    request = ask.EnterReview(uuid4(), case_id, stage.revision(case_id), 4, "周科长", "已在线开始审查")
    with refused("answer_lacking"):
        handle(stage, replace(request, said=""), "wangmin")
    handle(stage, request, "wangmin")
    assert stage.window.case(case_id).tracks.approval is Approval.IN_REVIEW
    assert last(stage).evidence["department_word"] == {"officer": "周科长", "said": "已在线开始审查"}
    paper_case, _ = stage.accepted()
    with refused("not_in_this_state"):
        again = replace(request, act_id=uuid4(), case_id=paper_case, revision=stage.revision(paper_case))
        handle(stage, again, "wangmin")
