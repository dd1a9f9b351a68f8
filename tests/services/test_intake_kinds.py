"""Conditional acceptance, informed commitment, papers kept, negative endings, delegation: every guard."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.services.conftest import APPLICANT, LICENCE, Stage, collector, in_memory_only
from yichuang_desktop.domain import papers, sentences
from yichuang_desktop.domain.asking import MaterialRow
from yichuang_desktop.domain.checklist import Checklist, MaterialVerdict
from yichuang_desktop.domain.delegations import Delegation
from yichuang_desktop.domain.endings import EndingCause
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.items import InformedCommitment, ItemResult, Material, ServiceItem
from yichuang_desktop.domain.obligations import CheckOutcome, ObligationKind
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.tracks import Approval, Papers, Result
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.signing import text_sha256

TODAY = date(2026, 11, 23)
SHOP = ServiceItem(
    item_id="NX-003",
    name="公共场所卫生许可",
    department="卫生健康委员会",
    legal_limit=20,
    promised_limit=5,
    conditions=("有固定的营业场所",),
    legal_basis=("《公共场所卫生管理条例》第四条",),
    materials=(Material(1, "申请书"), Material(2, "场所检测报告"), Material(3, "平面图", form="复印件")),
    informed_commitment=InformedCommitment(True, "涉企经营许可", "签承诺书当场发证，60天内现场核查"),
    result=ItemResult("卫生许可证"),
    handover_phone="0377-65310009",
)


def refused(code: str, **facts: Any) -> "pytest.RaisesExc[RuleViolation]":
    def fits(violation: RuleViolation) -> bool:
        return all(violation.facts.get(name) == value for name, value in facts.items())

    return pytest.raises(RuleViolation, match=rf"^{code}\b", check=fits)


@pytest.fixture
def hall(stage: Stage) -> Stage:
    """The stage with an item for informed commitments."""
    if hasattr(stage.store, "items"):
        stage.store.items[SHOP.item_id] = (1, SHOP)
    else:
        with stage.desks["admin"].access.begin() as work:
            work.publish_items([(SHOP, {})], "加一个事项")
            work.commit()
    return stage


def deferred_form(stage: Stage) -> IntakeForm:
    form = stage.form()
    assert form.checklist is not None
    return replace(form, checklist=form.checklist.judge(4, MaterialVerdict.DEFERRED))


def conditionally(stage: Stage, *, signed: bool = True) -> UUID:
    case_id = stage.opened()
    form = deferred_form(stage)
    request = ask.AcceptConditionally(uuid4(), case_id, stage.revision(case_id), form, 4)
    if signed:
        first, second = stage.window.intake_texts(request)
        request = replace(
            request,
            signature=stage.sign(first.sha256),
            promise_signature=stage.sign(second.sha256),
        )
    stage.window.handle(request)
    return case_id


def last(stage: Stage, case_id: UUID) -> Any:
    return [act for of, act in stage.store.tables.acts if of == case_id][-1]


def printed(stage: Stage, kind: str) -> Any:
    documents = [job.document for job, _case in stage.store.tables.jobs.values() if job.kind == kind]
    return papers.from_document(dict(documents[-1]))


def supply(stage: Stage, case_id: UUID, *names: str, **changes: Any) -> ask.SupplyDeferred:
    rows = tuple(MaterialRow(name) for name in names)
    revision = stage.revision(case_id)
    return ask.SupplyDeferred(uuid4(), case_id, revision, 4, rows, provider="司马甲一", **changes)


# -- conditional acceptance ----------------------------------------------------------------------------------


def test_R_IN_5_what_is_deferred_is_owed_by_a_day_and_told_in_writing(stage: Stage) -> None:
    case_id = conditionally(stage)
    case = stage.window.case(case_id)
    assert (case.supplement_owed, case.supply_due) == (True, date(2026, 11, 30))
    assert not case.commitment_owed
    notice = last(stage, case_id).evidence["conditional_notice"]
    assert [row["name"] for row in notice["owed"]] == ["健康证明"]
    assert notice["signature"]["on"] == "screen"
    paper = printed(stage, "conditional_notice")
    assert paper.head.number == f"{case.receipt_no}-R1"
    assert paper.supply_by == date(2026, 11, 30)
    assert text_sha256(paper.signed_text) == paper.signature.text_sha256
    found = stage.window.scan(paper.head.code)
    assert (found.case_id, found.paper.number) == (case_id, f"{case.receipt_no}-R1")


def test_R_IN_5_an_ordinary_acceptance_of_a_deferred_checklist_is_refused(stage: Stage) -> None:
    case_id = stage.opened()
    request = replace(stage.accept_request(case_id), form=deferred_form(stage), signature=None)
    with refused("accept_conditionally_then"):
        stage.window.accept(request)


def test_R_IN_5_complete_papers_are_not_accepted_conditionally(stage: Stage) -> None:
    case_id = stage.opened()
    with refused("nothing_deferred"):
        stage.window.handle(ask.AcceptConditionally(uuid4(), case_id, 1, stage.form(), 4))


def test_R_IN_5_only_what_the_item_allows_may_follow_later(stage: Stage) -> None:
    case_id = stage.opened()
    form = stage.form()
    assert form.checklist is not None
    rows = tuple(replace(row, deferrable=True) for row in form.checklist.rows)
    forged = replace(form.checklist, rows=rows).judge(1, MaterialVerdict.DEFERRED)
    request = ask.AcceptConditionally(uuid4(), case_id, 1, replace(form, checklist=forged), 4)
    with refused("material_not_deferrable", name="食品经营许可申请书"):
        stage.window.handle(request)


def test_R_IN_5_a_signature_under_another_promise_is_refused(stage: Stage) -> None:
    case_id = stage.opened()
    request = ask.AcceptConditionally(
        uuid4(), case_id, 1, deferred_form(stage), 4, promise_signature=stage.sign("0" * 64)
    )
    with refused("promise_changed"):
        stage.window.handle(request)


def test_R_IN_5_in_ink_the_signature_is_owed_like_the_commitments(stage: Stage) -> None:
    case_id = conditionally(stage, signed=False)
    assert stage.window.case(case_id).commitment_owed


def test_R_IN_5_nothing_is_issued_while_anything_is_owed(stage: Stage) -> None:
    case_id = conditionally(stage)
    stage.hand_over(case_id)
    stage.register(case_id)
    stage.book_in(case_id)
    with refused("still_owed"):
        stage.issuance.issue(stage.issue_request(case_id))
    stage.window.handle(supply(stage, case_id, "健康证明"))
    case = stage.window.case(case_id)
    assert (case.supplement_owed, case.supply_due) == (False, None)
    stage.issuance.issue(stage.issue_request(case_id))
    assert stage.window.case(case_id).tracks.result is Result.COLLECTED
    record = printed(stage, "supply_record")
    assert record.notice_no == f"{case.receipt_no}-R1"
    assert [(row.name, row.supplied_on, row.received_by) for row in record.rows] == [
        ("健康证明", TODAY, "王敏")
    ]


def test_R_IN_5_it_stays_owed_until_the_last_is_there(stage: Stage) -> None:
    case_id = stage.opened()
    form = deferred_form(stage)
    assert form.checklist is not None
    item = replace(LICENCE, materials=tuple(replace(one, deferrable=True) for one in LICENCE.materials))
    if not hasattr(stage.store, "items"):
        with stage.desks["admin"].access.begin() as work:
            work.publish_items([(item, {})], "放宽容缺")
            work.commit()
        version = 2
    else:
        stage.store.items[item.item_id] = (1, item)
        version = 1
    checklist = Checklist.of(item, version)
    for row in checklist.rows:
        kind = MaterialVerdict.DEFERRED if row.seq in (2, 4) else MaterialVerdict.ORIGINAL_SEEN
        checklist = checklist.judge(row.seq, kind)
    form = replace(form, checklist=checklist, item_version=version)
    stage.window.handle(ask.AcceptConditionally(uuid4(), case_id, 1, form, 4))
    stage.window.handle(supply(stage, case_id, "营业执照"))
    assert stage.window.case(case_id).supplement_owed
    assert last(stage, case_id).evidence["supplied_materials"]["left"] == ["健康证明"]
    with refused("supply_not_owed", field="materials"):
        stage.window.handle(supply(stage, case_id, "营业执照"))
    stage.window.handle(supply(stage, case_id, "健康证明"))
    assert not stage.window.case(case_id).supplement_owed
    assert printed(stage, "supply_record").head.number.endswith("-S2")
    rows = [row.supplied_on for row in printed(stage, "supply_record").rows]
    assert rows == [TODAY, TODAY]


def test_R_IN_5_what_was_not_deferred_cannot_be_supplied(stage: Stage) -> None:
    case_id = conditionally(stage)
    with refused("supply_not_owed", names=("健康证明",)):
        stage.window.handle(supply(stage, case_id, "户口簿"))
    with refused("answer_lacking", field="provider"):
        stage.window.handle(replace(supply(stage, case_id, "健康证明"), provider=" "))


def test_R_IN_5_undoing_a_supply_owes_it_again(stage: Stage) -> None:
    case_id = conditionally(stage)
    done = stage.window.handle(supply(stage, case_id, "健康证明"))
    stage.window.annul(ask.Annul(uuid4(), case_id, stage.revision(case_id), 4, done.act_id, "登错了"))
    case = stage.window.case(case_id)
    assert (case.supplement_owed, case.supply_due) == (True, date(2026, 11, 30))


def test_T25e_more_time_is_the_departments_word_and_the_leaders_pen(stage: Stage) -> None:
    case_id = conditionally(stage)

    def more(**changes: Any) -> ask.GiveMoreTimeToSupply:
        whole: dict[str, Any] = {
            "until": date(2026, 12, 4), "officer": "周科长", "said": "同意宽限", "reason": "体检排队",
        } | changes  # fmt: skip
        return ask.GiveMoreTimeToSupply(uuid4(), case_id, stage.revision(case_id), 4, **whole)

    with refused("not_your_role"):
        stage.window.handle(more())
    with refused("more_time_not_more", field="until"):
        stage.desks["leader"].handle(more(until=date(2026, 11, 30)))
    with refused("answer_lacking", field="officer"):
        stage.desks["leader"].handle(more(officer=""))
    stage.desks["leader"].handle(more())
    assert stage.window.case(case_id).supply_due == date(2026, 12, 4)
    assert last(stage, case_id).evidence["department_word"]["officer"] == "周科长"


def test_T25x_after_the_day_it_is_ended_in_writing(stage: Stage) -> None:
    case_id = conditionally(stage)

    def end(**changes: Any) -> ask.TerminateUnsupplied:
        whole: dict[str, Any] = {
            "officer": "周科长", "decided_on": stage.window.now().date(), "reasons": ("没有补交健康证明",),
            "legal_basis": "容缺受理通知书", "remedies": papers.remedies_text("通知书"),
        } | changes  # fmt: skip
        return ask.TerminateUnsupplied(uuid4(), case_id, stage.revision(case_id), 4, **whole)

    with refused("supply_not_expired"):
        stage.window.handle(end())
    stage.later(days=8)
    for field in ("reasons", "legal_basis", "remedies", "officer"):
        with refused("answer_lacking", field=field):
            stage.window.handle(end(**{field: () if field == "reasons" else ""}))
    stage.window.handle(end())
    case = stage.window.case(case_id)
    assert (case.tracks.approval, case.supplement_owed) == (Approval.TERMINATED, False)
    paper = printed(stage, "termination_notice")
    assert paper.head.number == f"{case.receipt_no}-Z1"
    assert "六十日" in paper.remedies
    assert "六个月" in paper.remedies


# -- informed commitment -------------------------------------------------------------------------------------


def shop_form(stage: Stage, **verdicts: MaterialVerdict) -> IntakeForm:
    checklist = Checklist.of(SHOP, 1)
    for row in checklist.rows:
        checklist = checklist.judge(row.seq, verdicts.get(f"m{row.seq}", MaterialVerdict.ORIGINAL_SEEN))
    return stage.form(SHOP, checklist=checklist)


def on_commitment(stage: Stage, form: IntakeForm, *replaced: int, **changes: Any) -> ask.AcceptOnCommitment:
    case_id = stage.opened(SHOP)
    whole: dict[str, Any] = {"told": True} | changes
    return ask.AcceptOnCommitment(uuid4(), case_id, 1, form, 4, replaced, **whole)


def test_R_IN_6_told_signed_and_checked_afterwards(hall: Stage) -> None:
    request = on_commitment(hall, shop_form(hall, m2=MaterialVerdict.MISSING), 2)
    first, second = hall.window.intake_texts(request)
    assert "60日" in second.text
    assert "《公共场所卫生管理条例》" in second.text
    signed = replace(request, signature=hall.sign(first.sha256), informed_signature=hall.sign(second.sha256))
    hall.window.handle(signed)
    case = hall.window.case(request.case_id)
    assert (case.check_due, case.commitment_owed) == (date(2027, 1, 22), False)
    told = last(hall, request.case_id).evidence["informed_commitment"]
    assert told["replaced"] == ["场所检测报告"]
    paper = printed(hall, "informed_commitment")
    assert dict(paper.told)["核查方式"].startswith("部门在60日内")
    assert paper.head.number == f"{case.receipt_no}-G1"

    def check(**changes: Any) -> ask.CheckCommitmentKept:
        whole: dict[str, Any] = {
            "officer": "周科长", "checked_on": TODAY, "outcome": CheckOutcome.KEPT, "facts": "现场一致",
        } | changes  # fmt: skip
        return ask.CheckCommitmentKept(uuid4(), case.case_id, hall.revision(case.case_id), 4, **whole)

    with refused("next_check_lacking", field="next_check"):
        hall.window.handle(check(outcome=CheckOutcome.MEND))
    with refused("day_in_future", field="checked_on"):
        hall.window.handle(check(checked_on=TODAY + timedelta(days=1)))
    hall.window.handle(check(outcome=CheckOutcome.MEND, next_check=date(2026, 12, 1)))
    assert hall.window.case(case.case_id).check_due == date(2026, 12, 1)
    hall.window.handle(check())
    assert hall.window.case(case.case_id).check_due is None
    with refused("check_not_owed"):
        hall.window.handle(check())


def test_R_IN_6_not_told_is_not_committed(hall: Stage) -> None:
    with refused("commitment_not_told"):
        hall.window.handle(on_commitment(hall, shop_form(hall), told=False))


def test_R_IN_6_a_commitment_stands_only_for_what_is_missing(hall: Stage) -> None:
    lacking = shop_form(hall, m2=MaterialVerdict.MISSING)
    with refused("checklist_lacking"):
        hall.window.handle(on_commitment(hall, lacking))
    with refused("not_to_be_replaced", name="申请书"):
        hall.window.handle(on_commitment(hall, lacking, 1, 2))
    every = shop_form(hall, **{f"m{seq}": MaterialVerdict.MISSING for seq in (1, 2, 3)})
    with refused("not_all_replaced"):
        hall.window.handle(on_commitment(hall, every, 1, 2, 3))


def test_R_IN_6_only_where_the_item_has_it(stage: Stage) -> None:
    case_id = stage.opened()
    with refused("commitment_not_offered"):
        stage.window.handle(ask.AcceptOnCommitment(uuid4(), case_id, 1, stage.form(), 4, told=True))


def test_R_IN_6_who_is_unwilling_goes_the_ordinary_way(hall: Stage) -> None:
    case_id = hall.opened(SHOP)
    done = hall.window.accept(ask.Accept(uuid4(), case_id, 1, shop_form(hall), 4))
    assert done.kind == "accept"
    assert hall.window.case(case_id).check_due is None


# -- papers kept, five working days --------------------------------------------------------------------------


def keep(stage: Stage, case_id: UUID, **changes: Any) -> ask.KeepPapers:
    whole: dict[str, Any] = {
        "materials": (MaterialRow("食品经营许可申请书"), MaterialRow("营业执照", 2)), "received_on": TODAY,
        "why": "材料多，逐份审查",
    } | changes  # fmt: skip
    return ask.KeepPapers(uuid4(), case_id, stage.revision(case_id), 4, **whole)


def kept(stage: Stage) -> UUID:
    case_id = stage.opened()
    stage.window.save_draft(ask.SaveDraft(case_id, replace(stage.lacking_form()), 4))
    stage.window.handle(keep(stage, case_id))
    return case_id


def test_T1k_kept_papers_start_the_five_working_days(stage: Stage) -> None:
    case_id = kept(stage)
    case = stage.window.case(case_id)
    assert (case.notice_due, case.tracks.papers) == (date(2026, 11, 30), Papers.WITH_WINDOW)
    evidence = last(stage, case_id).evidence["papers_kept"]
    assert (evidence["alarm_on"], evidence["applicant"]) == ("2026-11-27", "司马甲一")


def test_T1k_refused_without_papers_or_with_a_day_long_past(stage: Stage) -> None:
    case_id = stage.opened()
    with refused("answer_lacking", field="materials"):
        stage.window.handle(keep(stage, case_id, materials=()))
    with refused("kept_too_long_ago", field="received_on"):
        stage.window.handle(keep(stage, case_id, received_on=date(2026, 11, 13)))
    with refused("day_in_future", field="received_on"):
        stage.window.handle(keep(stage, case_id, received_on=date(2026, 11, 24)))


def test_T1g_kept_papers_go_back_against_a_signature(stage: Stage) -> None:
    case_id = kept(stage)
    back = ask.GiveKeptPapersBack(uuid4(), case_id, stage.revision(case_id), 4, "司马甲一", counted=True)
    with refused("tick_lacking", field="counted"):
        stage.window.handle(replace(back, counted=False))
    stage.window.handle(back)
    case = stage.window.case(case_id)
    assert (case.notice_due, case.tracks.papers) == (None, Papers.WITH_APPLICANT)
    assert len(last(stage, case_id).evidence["papers_given_back"]["rows"]) == 2


def test_R_IN_4_a_notice_stops_the_five_days(stage: Stage) -> None:
    case_id = kept(stage)
    request = ask.Notify(uuid4(), case_id, stage.revision(case_id), stage.lacking_form(), 4)
    stage.window.notify(request)
    assert stage.window.case(case_id).notice_due is None


def test_T2d_after_the_fifth_day_it_is_deemed_accepted_as_of_the_papers_day(stage: Stage) -> None:
    case_id = kept(stage)
    leader = stage.desks["leader"]

    def deem(**changes: Any) -> ask.DeemAccepted:
        whole: dict[str, Any] = {"handler": "王敏", "reason": "审查人员请假"} | changes
        return ask.DeemAccepted(uuid4(), case_id, stage.revision(case_id), 4, **whole)

    stage.later(days=7)
    with refused("notice_still_possible"):
        leader.handle(deem())
    stage.later(days=1)
    with refused("deemed_accepted_already"):
        stage.window.notify(ask.Notify(uuid4(), case_id, stage.revision(case_id), stage.lacking_form(), 4))
    with refused("deemed_accepted_already"):
        stage.window.accept(stage.accept_request(case_id))
    with refused("not_your_role"):
        stage.window.handle(deem())
    with refused("first_handler_unknown", field="handler"):
        leader.handle(deem(handler="别人"))
    with refused("answer_lacking", field="reason"):
        leader.handle(deem(reason=""))
    done = leader.handle(deem())
    case = stage.window.case(case_id)
    assert done.receipt_no == "NX20261201-04-0001"
    assert (case.accepted_on, case.promise_due) == (TODAY, date(2026, 11, 30))
    assert (case.first_handler, case.commitment_owed) == ("wangmin", True)
    assert case.tracks.approval is Approval.RECEIVED
    sheet = printed(stage, "receipt_sheet")
    assert (sheet.received_on, sheet.first_handler) == (TODAY, "王敏")


# -- the negative endings ------------------------------------------------------------------------------------


def not_accept(stage: Stage, case_id: UUID, **changes: Any) -> ask.NotAccept:
    whole: dict[str, Any] = {
        "reasons": ("不属于本机关职权范围",), "legal_basis": "行政许可法第三十二条", "officer": "周科长",
        "remedies": papers.remedies_text("决定"), "seal_seen": True,
        "returned": (MaterialRow("营业执照", 2),),
    } | changes  # fmt: skip
    return ask.NotAccept(uuid4(), case_id, stage.revision(case_id), 4, **whole)


def drafted(stage: Stage) -> UUID:
    case_id = stage.opened()
    stage.window.save_draft(ask.SaveDraft(case_id, stage.lacking_form(), 4))
    return case_id


@pytest.mark.parametrize(
    ("field", "empty", "code"),
    [
        ("reasons", (), "answer_lacking"),
        ("legal_basis", " ", "answer_lacking"),
        ("remedies", "", "answer_lacking"),
        ("officer", "", "answer_lacking"),
        ("seal_seen", False, "tick_lacking"),
        ("cause", EndingCause.MATERIALS, "ending_is_another"),
        ("cause", EndingCause.WITHDRAWN, "ending_is_another"),
    ],
)
@in_memory_only
def test_T3_no_decision_without_its_parts(stage: Stage, field: str, empty: Any, code: str) -> None:
    case_id = drafted(stage)
    with refused(code, field=field):
        stage.window.handle(not_accept(stage, case_id, **{field: empty}))


def test_T3_not_accepted_in_writing_with_seal_and_remedies(stage: Stage) -> None:
    case_id = drafted(stage)
    stage.window.handle(not_accept(stage, case_id))
    case = stage.window.case(case_id)
    assert (case.tracks.approval, case.applicant_name) == (Approval.NOT_ACCEPTED, "司马甲一")
    assert case.receipt_no == ""
    paper = printed(stage, "non_acceptance")
    assert paper.head.number == "NX20261123-04-T0001"
    assert [row.name for row in paper.returned] == ["营业执照"]
    assert stage.window.scan(paper.head.code).paper.kind is PaperKind.OTHER


def refuse(stage: Stage, case_id: UUID, **changes: Any) -> ask.Refuse:
    whole: dict[str, Any] = {
        "decision_no": "内市监不许〔2026〕3号", "decided_on": TODAY, "officer": "周科长",
        "reasons": ("经营场所不符合条件",), "legal_basis": "行政许可法第三十八条",
        "remedies": papers.remedies_text("决定"), "remedies_seen": True, "seal_seen": True, "sheets": 2,
    } | changes  # fmt: skip
    return ask.Refuse(uuid4(), case_id, stage.revision(case_id), 11, **whole)


@pytest.mark.parametrize(
    ("field", "empty", "code"),
    [
        ("decision_no", "", "answer_lacking"),
        ("reasons", (), "answer_lacking"),
        ("legal_basis", "", "answer_lacking"),
        ("remedies", "", "answer_lacking"),
        ("remedies_seen", False, "tick_lacking"),
        ("seal_seen", False, "tick_lacking"),
        ("decided_on", None, "day_lacking"),
        ("decided_on", date(2026, 11, 20), "decided_before_accepted"),
        ("decided_on", date(2026, 11, 25), "day_in_future"),
        ("cause", EndingCause.MATERIALS, "ending_is_another"),
    ],
)
@in_memory_only
def test_R_HO_6_no_refusal_without_its_parts(stage: Stage, field: str, empty: Any, code: str) -> None:
    case_id = stage.handed_over()
    with refused(code, field=field):
        stage.issuance.handle(refuse(stage, case_id, **{field: empty}))


def test_R_HO_6_a_refusal_goes_out_like_a_result(stage: Stage) -> None:
    case_id = stage.handed_over()
    stage.register(case_id)
    stage.later(days=10)
    stage.issuance.handle(refuse(stage, case_id, decided_on=date(2026, 12, 1)))
    case = stage.window.case(case_id)
    assert (case.tracks.approval, case.tracks.result) == (Approval.REFUSED, Result.WITH_ISSUANCE)
    assert (case.result_name, case.result_no) == ("不予行政许可决定书", "内市监不许〔2026〕3号")
    decision = last(stage, case_id).evidence["refusal_decision"]
    assert (decision["late"], decision["past_law"]) == (True, False)
    paper = printed(stage, "refusal")
    assert (paper.sheets, paper.registered_by) == (2, "赵磊")
    stage.issuance.issue(stage.issue_request(case_id))
    assert stage.window.case(case_id).tracks.result is Result.COLLECTED


def withdraw(stage: Stage, case_id: UUID, **changes: Any) -> ask.Withdraw:
    whole: dict[str, Any] = {"asked_by": "司马甲一", "reason": "不再经营", "ink_seen": True} | changes
    return ask.Withdraw(uuid4(), case_id, stage.revision(case_id), 4, **whole)


def test_T32_withdrawn_in_writing_by_who_applied(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with refused("withdrawal_not_signed"):
        stage.window.handle(withdraw(stage, case_id, ink_seen=False))
    with refused("not_the_applicant", field="asked_by"):
        stage.window.handle(withdraw(stage, case_id, asked_by="路人甲"))
    with refused("ending_is_another", field="cause"):
        stage.window.handle(withdraw(stage, case_id, cause=EndingCause.CONDITIONS))
    with refused("withdrawal_changed"):
        stage.window.handle(withdraw(stage, case_id, signature=stage.sign("0" * 64)))
    request = withdraw(stage, case_id, ink_seen=False)
    signed = replace(request, signature=stage.sign(text_sha256(stage.window.text_to_sign(request))))
    stage.window.handle(signed)
    assert stage.window.case(case_id).tracks.approval is Approval.WITHDRAWN
    paper = printed(stage, "withdrawal_request")
    assert paper.head.number.endswith("-W1")
    assert paper.signed_text


def test_T32_void_only_by_the_leader_before_handover_and_the_number_stays_used(stage: Stage) -> None:
    case_id, done = stage.accepted()
    leader = stage.desks["leader"]

    def void(of: UUID, **changes: Any) -> ask.Void:
        whole: dict[str, Any] = {
            "reason": "同一申请重复收件", "receipt_back": True, "applicant_told": True,
        } | changes  # fmt: skip
        return ask.Void(uuid4(), of, stage.revision(of), 4, **whole)

    with refused("not_your_role"):
        stage.window.handle(void(case_id))
    with refused("tick_lacking", field="receipt_back"):
        leader.handle(void(case_id, receipt_back=False))
    with refused("answer_lacking", field="reason"):
        leader.handle(void(case_id, reason=""))
    leader.handle(void(case_id))
    assert stage.window.case(case_id).tracks.approval is Approval.VOID
    _, following = stage.accepted()
    assert (done.receipt_no[-4:], following.receipt_no[-4:]) == ("0001", "0002")
    taken = stage.handed_over()
    with refused("not_in_this_state"):
        leader.handle(void(taken))


# -- delegation ----------------------------------------------------------------------------------------------


def test_R_IN_8_the_acceptance_keeps_the_document_it_leans_on_and_the_choice_of_channel(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    evidence = last(stage, case_id).evidence
    assert evidence["delegation"]["document_no"]
    assert evidence["channel_choice"]["choice"] == "own"


def end_all(stage: Stage, day: date) -> None:
    if hasattr(stage.store, "delegations"):
        stage.store.delegations = tuple(replace(one, until=day) for one in stage.store.delegations)
        return
    admin = stage.desks["admin"]
    for row in admin.views.delegations():
        admin.handle(
            ask.EndDelegation(uuid4(), 4, row.delegation.delegation_id, "内政数委止〔2026〕1号", day)
        )


def test_R_IN_8_an_item_without_delegation_is_not_taken_in_and_the_sentence_says_whom_to_ask(
    stage: Stage,
) -> None:
    case_id = stage.opened()
    end_all(stage, date(2026, 11, 22))
    with refused("delegation_ended", until=date(2026, 11, 22)) as told:
        stage.opened()
    said = sentences.say(told.value)
    assert "政务服务和数字政务股" in said
    assert "市场监督管理局" in said
    with refused("delegation_ended"):
        stage.window.accept(stage.accept_request(case_id))


def test_R_IN_8_the_register_is_kept_by_the_digital_section_and_only_added_to(on_sqlite_stage: Stage) -> None:
    stage, admin = on_sqlite_stage, on_sqlite_stage.desks["admin"]
    end_all(stage, date(2026, 11, 22))
    filing = ask.FileDelegation(
        uuid4(), 4, "市场监督管理局", "", "内政数委〔2026〕7号", TODAY, date(2026, 12, 31)
    )
    with refused("not_your_role"):
        stage.window.handle(filing)
    with refused("answer_lacking", field="document_no"):
        admin.handle(replace(filing, document_no=" "))
    with refused("delegation_backwards", field="until"):
        admin.handle(replace(filing, until=date(2026, 11, 1)))
    admin.handle(filing)
    admin.handle(filing)  # sent twice, filed once
    rows = [row.delegation for row in admin.views.delegations()]
    assert [(one.department, one.until) for one in rows if one.filed_by] == [
        ("市场监督管理局", date(2026, 12, 31))
    ]
    stage.accepted()
    ended = next(one for one in rows if one.filed_by)
    ending = ask.EndDelegation(uuid4(), 4, ended.delegation_id, "内政数委止〔2026〕2号", TODAY)
    admin.handle(ending)
    stage.opened()  # the last day still counts
    with refused("delegation_ended_before"):
        admin.handle(replace(ending, act_id=uuid4()))
    stage.later(days=1)
    with refused("delegation_ended"):
        stage.opened()


def test_R_IN_8_an_items_own_delegation_goes_before_the_departments() -> None:
    from yichuang_desktop.domain.delegations import in_force

    whole = Delegation(uuid4(), "甲局", "", date(2026, 1, 1), "全部")
    one = Delegation(uuid4(), "甲局", "NX-1", date(2026, 6, 1), "单项", until=date(2026, 6, 30))
    assert in_force((whole, one), "甲局", "NX-1", date(2026, 6, 5)) is one
    assert in_force((whole, one), "甲局", "NX-1", date(2026, 7, 5)) is whole
    assert in_force((whole, one), "乙局", "NX-1", TODAY) is None


# -- the one clock page --------------------------------------------------------------------------------------


def test_leap_6_everything_owed_stands_in_one_list_soonest_first(on_sqlite_stage: Stage) -> None:
    stage = on_sqlite_stage
    with stage.desks["admin"].access.begin() as work:
        work.publish_items([(SHOP, {})], "加一个事项")
        work.commit()
    supplied = conditionally(stage)
    request = on_commitment(stage, shop_form(stage, m2=MaterialVerdict.MISSING), 2)
    stage.window.handle(request)
    stage.later(days=1)
    waiting = stage.opened()
    stage.window.save_draft(ask.SaveDraft(waiting, stage.lacking_form(), 4))
    stage.window.handle(keep(stage, waiting, received_on=date(2026, 11, 24)))
    rows = stage.window.views.obligations(4)
    assert [(row.kind, row.due) for row in rows] == [
        (ObligationKind.SUPPLY, date(2026, 11, 30)),
        (ObligationKind.NOTICE, date(2026, 12, 1)),
        (ObligationKind.CHECK, date(2027, 1, 22)),
    ]
    assert [row.owed for row in rows] == [
        ("健康证明",), ("食品经营许可申请书", "营业执照"), ("场所检测报告",),
    ]  # fmt: skip
    assert [row.debtor for row in rows] == ["司马甲一", "窗口", "卫生健康委员会"]
    assert rows[1].applicant_name == APPLICANT.name
    assert stage.window.views.obligations(1) == ()
    assert len(stage.window.views.obligations(None)) == 3
    stage.window.handle(supply(stage, supplied, "健康证明"))
    assert [row.kind for row in stage.window.views.obligations(None)] == [
        ObligationKind.NOTICE, ObligationKind.CHECK,
    ]  # fmt: skip


def test_the_collector_of_a_refusal_is_checked_like_any_other(stage: Stage) -> None:
    case_id = stage.handed_over()
    stage.issuance.handle(refuse(stage, case_id))
    with refused("collector_not_authorised"):
        stage.issuance.issue(
            stage.issue_request(case_id, collector=collector(name="别人", document_no="411399198507150027"))
        )
