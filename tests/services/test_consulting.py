"""Questions at the window: one number each, the guide notice, referral and answer (R-ASK-1, R-ASK-2)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from tests.services.conftest import LICENCE, Stage
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import (
    OneOffNoticePaper,
    ReferralPaper,
    SampleFormPaper,
    from_document,
    lacking,
)
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import consulting
from yichuang_desktop.services import requests as ask

DAY = "NX20261123-04-T"


def answered(stage: Stage, **changes: object) -> UUID:
    whole: dict[str, object] = {
        "act_id": uuid4(), "case_id": uuid4(), "revision": 0, "counter": 4, "question": "要哪些材料",
        "answer": "见告知单",
    }  # fmt: skip
    done = stage.window.handle(ask.AnswerAtCounter(**(whole | changes)))  # type: ignore[arg-type]
    return done.case_id  # type: ignore[union-attr,no-any-return]


def referral(**changes: object) -> ask.ReferQuestion:
    whole: dict[str, object] = {
        "act_id": uuid4(), "case_id": uuid4(), "revision": 0, "counter": 4, "asker": "司马甲一",
        "phone": "154 0000 0001", "department": LICENCE.department, "item_id": LICENCE.item_id,
        "question": "临街的地下室能不能办",
    }  # fmt: skip
    return ask.ReferQuestion(**(whole | changes))  # type: ignore[arg-type]


def referred(stage: Stage, **changes: object) -> UUID:
    request = referral(**changes)
    stage.window.handle(request)
    return request.case_id


def answer(stage: Stage, case_id: UUID, **changes: object) -> ask.AnswerReferredQuestion:
    whole: dict[str, object] = {
        "act_id": uuid4(), "case_id": case_id, "revision": stage.revision(case_id), "counter": 4,
        "officer": "周科长", "answered_on": date(2026, 11, 23), "how": "phone", "told": "by_department",
        "answer": "层高够就可以",
    }  # fmt: skip
    return ask.AnswerReferredQuestion(**(whole | changes))  # type: ignore[arg-type]


def test_R_ASK_1_an_answer_on_the_spot_is_one_record_with_a_number_and_a_service_to_rate(
    stage: Stage,
) -> None:
    case_id = answered(stage)
    case = stage.window.case(case_id)
    (act,) = stage.window.case_file(case_id).history
    assert (case.consult_no, case.question, case.receipt_no) == (DAY + "0001", "要哪些材料", "")
    assert case.ended
    assert act.evidence["question"]["number"] == case.consult_no
    assert act.evidence["answer"]["text"] == "见告知单"
    event = stage.window.invitation(act.act_id)
    assert event is not None
    assert event.kind.value == "consultation"
    assert not stage.store.tables.jobs, "nothing was printed"


def test_R_ASK_1_the_guide_notice_carries_the_number_of_the_consultation_and_is_found_by_its_code(
    stage: Stage,
) -> None:
    case_id = answered(stage, guide=True, item_id=LICENCE.item_id, asker="王小二", phone="0377-65310009")
    case = stage.window.case(case_id)
    assert (case.item_id, case.item_version, case.applicant_name) == (LICENCE.item_id, 1, "王小二")
    ((job, of_case),) = stage.store.tables.jobs.values()
    paper = from_document(job.document)
    assert isinstance(paper, OneOffNoticePaper)
    assert of_case == case_id
    assert paper.purpose.value == "guidance"
    assert not lacking(paper)
    assert [row.name for row in paper.rows] == [material.name for material in LICENCE.materials]
    assert ("承诺时限", "5个工作日") in paper.limits
    assert paper.head.number == case.consult_no
    code = stage.window.paper_code(case_id, PaperKind.ONE_OFF_NOTICE)
    assert paper.head.code == code
    assert stage.window.scan(code).case_id == case_id


def test_R_ASK_1_an_item_without_materials_has_a_guide_that_says_so(stage: Stage) -> None:
    desk = consulting.PaperDesk(
        stage.window.session.hall, stage.window.session.counter, "王敏", stage.store.now
    )
    paper = consulting.guide_notice(desk, DAY + "0001", "", replace(LICENCE, materials=()))
    assert [row.name for row in paper.rows] == [consulting.NO_MATERIALS]
    assert not lacking(paper)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"question": " "}, "answer_lacking", "question"),
        ({"answer": ""}, "answer_lacking", "answer"),
        ({"phone": "12"}, "mobile_length", "phone"),
        ({"guide": True}, "guide_needs_item", "guide"),
        ({"item_id": "NX-999"}, "item_not_valid", None),
    ],
)
def test_R_ASK_1_what_is_refused_takes_no_number(
    stage: Stage, changes: dict[str, object], code: str, field: str | None
) -> None:
    with pytest.raises(RuleViolation) as refused:
        answered(stage, **changes)
    assert (refused.value.code, refused.value.facts.get("field")) == (code, field)
    assert say(refused.value)
    assert stage.window.case(answered(stage)).consult_no == DAY + "0001"


def test_R_ASK_1_numbers_are_one_series_with_the_notices_of_the_window(stage: Stage) -> None:
    first = answered(stage)
    case_id = stage.opened()
    stage.window.notify(ask.Notify(uuid4(), case_id, stage.revision(case_id), stage.lacking_form(), 4))
    second = referred(stage)
    notice = stage.window.case_file(case_id).history[-1].evidence["one_off_notice"]["number"]
    numbers = [stage.window.case(first).consult_no, notice, stage.window.case(second).consult_no]
    assert numbers == [DAY + f"{place:04d}" for place in (1, 2, 3)]


def test_R_ASK_1_the_same_answer_sent_again_is_one_consultation(stage: Stage) -> None:
    request = ask.AnswerAtCounter(
        act_id=uuid4(), case_id=uuid4(), revision=0, counter=4, question="几点下班", answer="五点半"
    )
    stage.window.handle(request)
    again = stage.window.handle(request)
    assert again.repeated  # type: ignore[union-attr]
    assert stage.window.case(answered(stage)).consult_no == DAY + "0002"


def test_R_ASK_2_a_hard_question_is_referred_with_contact_and_slip(stage: Stage) -> None:
    case_id = referred(stage, told="周科长")
    case = stage.window.case(case_id)
    assert (case.tracks.approval.value, case.step_due) == ("referred", date(2026, 11, 26))
    assert not case.ended
    (act,) = stage.window.case_file(case_id).history
    assert act.evidence["contact"] == {"name": "司马甲一", "phone": "15400000001"}
    assert act.evidence["referral"]["answer_by"] == "2026-11-26"
    assert stage.window.invitation(act.act_id) is not None
    ((job, _of),) = stage.store.tables.jobs.values()
    slip = from_document(job.document)
    assert isinstance(slip, ReferralPaper)
    assert not lacking(slip)
    assert (slip.asker.phone, slip.department) == ("15400000001", LICENCE.department)
    assert slip.answer_by == date(2026, 11, 26)
    assert stage.window.scan(slip.head.code).case_id == case_id


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"asker": ""}, "answer_lacking", "asker"),
        ({"phone": ""}, "answer_lacking", "phone"),
        ({"phone": "1540000"}, "mobile_length", "phone"),
        ({"department": " "}, "answer_lacking", "department"),
        ({"answer_by": date(2026, 11, 20)}, "day_in_past", "answer_by"),
        ({"answer_way": "pigeon"}, "choice_unknown", "answer_way"),
    ],
)
def test_R_ASK_2_a_referral_without_its_parts_is_refused_beside_the_field(
    stage: Stage, changes: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(RuleViolation) as refused:
        referred(stage, **changes)
    assert (refused.value.code, refused.value.facts["field"]) == (code, field)
    assert say(refused.value)


def test_R_ASK_2_the_department_is_phoned_and_its_answer_closes_the_question(stage: Stage) -> None:
    case_id = referred(stage)
    stage.window.handle(
        ask.ChaseQuestion(
            act_id=uuid4(), case_id=case_id, revision=1, counter=4, phone="0377-65310002",
            outcome="no_answer",
        )
    )  # fmt: skip
    stage.later(days=1)
    for changes, code in (
        ({"officer": ""}, "answer_lacking"),
        ({"answered_on": date(2026, 11, 25)}, "day_in_future"),
        ({"answered_on": date(2026, 11, 20)}, "answered_before_asked"),
        ({"told": "nobody"}, "choice_unknown"),
        ({"answer": " "}, "answer_lacking"),
    ):
        with pytest.raises(RuleViolation, match=code):
            stage.window.handle(answer(stage, case_id, **changes))
    stage.window.handle(answer(stage, case_id, how="on_site", answered_on=date(2026, 11, 24)))
    case, acts = stage.window.case(case_id), stage.window.case_file(case_id).history
    assert case.ended
    assert [act.kind for act in acts] == ["refer_question", "chase_question", "answer_referred_question"]
    assert acts[-1].doer_name == "周科长"
    assert acts[-1].done_by == "department_officer"
    told = acts[-1].evidence["answer"]
    assert (told["how"], told["told"], told["answered_on"]) == ("on_site", "by_department", "2026-11-24")
    with pytest.raises(RuleViolation, match="not_in_this_state"):
        stage.window.handle(answer(stage, case_id))
    lines = [line.evidence_text for line in stage.window.timeline(case_id)]
    assert "154****0001" in lines[0]
    assert "周科长" in lines[2]


def test_R_ASK_2_an_answer_registered_by_mistake_can_be_undone(stage: Stage) -> None:
    case_id = referred(stage)
    stage.window.handle(answer(stage, case_id))
    wrong = stage.window.case_file(case_id).history[-1].act_id
    stage.window.annul(ask.Annul(uuid4(), case_id, 2, 4, wrong, "登记错了一件"))
    assert stage.window.case(case_id).tracks.approval.value == "referred"


def test_R_ASK_1_a_case_taken_in_later_refers_to_the_consultation(stage: Stage) -> None:
    case_id = answered(stage, guide=True, item_id=LICENCE.item_id)
    number = stage.window.case(case_id).consult_no
    draft = uuid4()
    stage.window.open_draft(ask.OpenDraft(uuid4(), draft, LICENCE.item_id, 4, asked_in=number))
    form = stage.form()
    stage.window.accept(ask.Accept(uuid4(), draft, 1, form, 4, stage.signed(form)))
    assert stage.window.case(draft).asked_in == number


def test_who_may_not_record_a_question_is_refused(stage: Stage) -> None:
    request = ask.AnswerAtCounter(
        act_id=uuid4(), case_id=uuid4(), revision=0, counter=11, question="问", answer="答"
    )
    with pytest.raises(RuleViolation, match="not_your_role"):
        stage.issuance.handle(request)


# -- only a database answers


def test_R_ASK_2_open_referrals_stand_by_due_day_with_their_calls(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    late = referred(stage, answer_by=date(2026, 11, 30), item_id="")
    soon = referred(stage, question="第二个")
    done = referred(stage)
    stage.window.handle(answer(stage, done))
    stage.window.handle(
        ask.ChaseQuestion(
            act_id=uuid4(), case_id=soon, revision=1, counter=4, phone="0377-65310002", outcome="busy"
        )
    )
    rows = stage.window.views.referrals()
    assert [row.case_id for row in rows] == [soon, late]
    assert (rows[0].calls, rows[0].asker, rows[0].phone) == (1, "司马甲一", "15400000001")
    assert rows[0].department_phone == LICENCE.consult_phone
    assert (rows[0].clerk, rows[0].counter, rows[1].item_name) == ("王敏", 4, "")
    assert stage.window.views.open_referrals() == 2
    assert stage.window.views.referrals(1) == rows[:1]


def test_R_ASK_1_a_scanned_or_typed_number_finds_the_consultation(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    case_id = answered(stage, guide=True, item_id=LICENCE.item_id)
    views, number = stage.window.views, stage.window.case(case_id).consult_no
    code = stage.window.paper_code(case_id, PaperKind.ONE_OFF_NOTICE)
    for text in (code, number, number.lower()):
        found = consulting.find_consultation(views, text)
        assert (found.case_id, found.item_id, found.state) == (case_id, LICENCE.item_id, "answered")
    assert stage.window.find(number) == case_id
    assert [row.case_id for row in views.consultations(4, date(2026, 11, 23))] == [case_id]
    assert views.consultations(1, date(2026, 11, 23)) == ()
    with pytest.raises(RuleViolation, match="consultation_not_found"):
        consulting.find_consultation(views, DAY + "0099")
    taken_in, _done = stage.accepted()
    receipt = stage.window.paper_code(taken_in, PaperKind.RECEIPT)
    with pytest.raises(RuleViolation, match="not_a_consultation"):
        consulting.find_consultation(views, receipt)
    other = stage.opened()
    stage.window.notify(ask.Notify(uuid4(), other, stage.revision(other), stage.lacking_form(), 4))
    notice = stage.window.paper_code(other, PaperKind.ONE_OFF_NOTICE)
    with pytest.raises(RuleViolation, match="not_a_consultation"):
        consulting.find_consultation(views, notice)


def test_R_ASK_1_two_at_one_window_at_once_never_get_one_number(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    desks = [stage.desks[login] for login in ("wangmin", "lihong", "leader")] * 8

    def press(desk: object) -> str:
        request = ask.AnswerAtCounter(
            act_id=uuid4(), case_id=uuid4(), revision=0, counter=4, question="问", answer="答"
        )
        desk.handle(request)  # type: ignore[attr-defined]
        return stage.window.case(request.case_id).consult_no

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(press, desks))
    assert sorted(numbers) == [f"{DAY}{place:04d}" for place in range(1, len(desks) + 1)]


def test_R_ASK_1_a_filled_in_example_is_printed_once_however_often_it_is_sent(stage: Stage) -> None:
    request = ask.PrintSample(
        job_id=uuid4(),
        counter=4,
        item_id=LICENCE.item_id,
        seq=1,
        pages=(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"),
    )
    assert stage.window.handle(request) == stage.window.handle(request)
    ((job, of_case),) = stage.store.tables.jobs.values()
    paper = from_document(job.document)
    assert isinstance(paper, SampleFormPaper)
    assert not lacking(paper)
    assert (of_case, paper.material, len(paper.pages)) == (None, "食品经营许可申请书", 2)
    with pytest.raises(RuleViolation, match="sample_lacking"):
        stage.window.handle(replace(request, job_id=uuid4(), pages=()))
    with pytest.raises(RuleViolation, match="material_unknown"):
        stage.window.handle(replace(request, job_id=uuid4(), seq=9))
