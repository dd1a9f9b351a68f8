"""Ways in that are not the counter (2.3, 3.2.1.3, 3.2.4.2, 3.2.4.3, 3.3); every act, and what forbids it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.services.conftest import APPLICANT, LICENCE, PNG, Stage, collector
from tests.services.memory import HALL_ZONE
from yichuang_desktop.domain import archive, papers
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import MaterialRow
from yichuang_desktop.domain.checklist import MaterialVerdict
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.intake_form import Delivery
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.ratings import Grade, Rating, RatingOutcome
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.acting import effective
from yichuang_desktop.services.plain import build, plain
from yichuang_desktop.services.signing import text_sha256
from yichuang_desktop.services.timeline import timeline

TODAY = date(2026, 11, 23)
GOOD_SLIP, BAD_SLIP = "EA123456785CN", "EA123456784CN"


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


def printed(stage: Stage, kind: type[Any]) -> list[Any]:
    return [
        papers.from_document(dict(job.document))
        for job, _case in stage.store.tables.jobs.values()
        if job.kind == kind.KIND
    ]


def request(kind: type[Any], stage: Stage, case_id: UUID | None = None, **fields: Any) -> Any:
    """A request about a case, or one that begins one."""
    head: dict[str, Any] = {"act_id": uuid4(), "counter": 11, "case_id": case_id or uuid4()}
    if kind is not ask.OpenParcel:
        head["revision"] = stage.revision(case_id) if case_id else 0
    return kind(**(head | fields))


def lacking(stage: Stage, case_id: UUID) -> list[str]:
    history = tuple(act for of, act in stage.store.tables.acts if of == case_id)
    return [need.code for need in archive.missing(stage.window.case(case_id), effective(history))]


def case_of(stage: Stage, case_id: UUID) -> Any:
    return stage.window.case(case_id)


def acts(stage: Stage, case_id: UUID) -> list[str]:
    return [act.kind for of, act in stage.store.tables.acts if of == case_id]


def last(stage: Stage) -> Any:
    return stage.store.tables.acts[-1][1]


def said(stage: Stage, case_id: UUID) -> str:
    """The timeline's words about a case; it must be there for every act."""
    lines = timeline(stage.issuance.views.case_file(case_id), {})
    return "\n".join(f"{line.title}：{line.evidence_text}" for line in lines)


# ------------------------------------------------------------------------------- province (R-IN-10, R-DUTY-1)


def province(stage: Stage, **changes: Any) -> ask.RegisterProvince:
    whole: dict[str, Any] = {
        "counter": 4,
        "channel": "province",
        "item_id": LICENCE.item_id,
        "authority": "郑州市市场监督管理局",
        "applicant": APPLICANT,
        "provider": "刘丁四",
        "platform_no": "QYTB20261123001",
        "voucher_no": "SJ-778",
        "mail_address": "河南省南阳市内乡县样例路2号",
        "ink_seen": True,
    }
    return request(ask.RegisterProvince, stage, **(whole | changes))


def registered(stage: Stage, **changes: Any) -> ActDone:
    done = stage.window.handle(province(stage, **changes))
    assert isinstance(done, ActDone)
    return done


def test_R_IN_10_registered_electronically_with_voucher_and_signatures(stage: Stage) -> None:
    done = registered(stage, voucher_scan=PNG)
    case = case_of(stage, done.case_id)
    assert (case.tracks.approval, case.tracks.papers, case.tracks.counterfoil, case.tracks.result) == (
        Approval.RECEIVED, Papers.NOT_APPLICABLE, Counterfoil.NOT_APPLICABLE, Result.NONE,
    )  # fmt: skip
    assert (case.receipt_no, case.first_handler) == ("NX20261123-04-0001", "wangmin")
    assert (case.platform_no, case.department) == ("QYTB20261123001", "郑州市市场监督管理局")
    assert case.mail_to == {
        "name": "司马甲一", "phone": "15400000001", "address": "河南省南阳市内乡县样例路2号",
    }  # fmt: skip
    act = last(stage)
    voucher = act.evidence["materials_voucher"]
    assert (voucher["receiver"], voucher["provider"], voucher["voucher_no"]) == ("王敏", "刘丁四", "SJ-778")
    assert stage.store.tables.attachments[voucher["scan"]] == PNG
    assert act.evidence["provider_signature"] == {"on": "ink", "signer": "刘丁四"}
    (paper,) = printed(stage, papers.VoucherPaper)
    assert (paper.receiver, paper.provider, paper.received_on) == ("王敏", "刘丁四", TODAY)
    assert paper.mail_to.address == "河南省南阳市内乡县样例路2号"
    assert [row.name for row in paper.materials] == ["食品经营许可申请书", "营业执照", "健康证明"]
    assert paper.head.code == stage.code(done.case_id, PaperKind.MATERIALS_VOUCHER)
    assert paper.head.code.startswith("75")
    assert lacking(stage, done.case_id) == []
    assert "收件凭证" in said(stage, done.case_id)
    invited = stage.window.invitation(act.act_id)
    assert invited is not None
    assert invited.kind.title


def test_R_IN_10_the_provider_signs_on_screen_what_the_voucher_says(stage: Stage) -> None:
    wish = province(stage, ink_seen=False, materials=(MaterialRow("申请书", 2, form="电子"),))
    text = stage.window.text_to_sign(wish)
    assert "申请书 2份" in text
    assert "NX2026" not in text
    signature = stage.sign(text_sha256(text), "刘丁四")
    with refused("provider_text_changed"):
        stage.window.handle(replace(wish, signature=signature, provider="别人甲"))
    stage.window.handle(replace(wish, act_id=uuid4(), signature=signature))
    (paper,) = printed(stage, papers.VoucherPaper)
    assert paper.provider_signature.signer == "刘丁四"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"ink_seen": False}, "provider_signature_lacking", ""),
        ({"channel": "cross_province"}, "item_not_province_wide", "item_id"),
        ({"counter": 1}, "not_this_window_duty", ""),
        ({"mail_address": " "}, "answer_lacking", "mail_address"),
        ({"provider": ""}, "answer_lacking", "provider"),
        ({"platform_no": ""}, "answer_lacking", "platform_no"),
        ({"applicant": None}, "answer_lacking", "applicant"),
        ({"applicant": replace(APPLICANT, document_no="411399199001010014")}, "resident_check", "applicant"),
        ({"voucher_scan": b"MZ not a picture"}, "file_not_a_picture", ""),
    ],
)
def test_R_IN_10_refused_with_one_thing_missing(
    stage: Stage, changes: dict[str, Any], code: str, field: str
) -> None:
    desk = stage.desks["lihong"] if changes.get("counter") == 1 else stage.window
    with pytest.raises(RuleViolation) as news:
        desk.handle(province(stage, **changes))
    assert say(news.value).endswith("。")
    assert str(news.value.facts.get("field", "")) == field
    if code != "resident_check":
        assert news.value.code == code
    assert not stage.store.tables.cases


def test_R_IN_10_a_number_is_registered_once(stage: Stage) -> None:
    registered(stage)
    with refused("external_no_known") as news:
        registered(stage, platform_no="QYTB 20261123001")
    assert "NX20261123-04-0001" in say(news.value)
    registered(stage, platform_no="QYTB20261123002")


def test_R_IN_10_the_departments_mailing_closes_the_case(stage: Stage) -> None:
    case_id = registered(stage).case_id
    closing = request(
        ask.CloseExternal, stage, case_id, officer="陈晨", mailed_on=TODAY, waybill_no=GOOD_SLIP,
        result_name="食品经营许可证", result_no="JY-1",
    )  # fmt: skip
    for wrong, code in (
        ({"waybill_no": BAD_SLIP}, "waybill_check"),
        ({"waybill_no": "12345"}, "waybill_wrong"),
        ({"mailed_on": date(2026, 11, 24)}, "day_in_future"),
        ({"mailed_on": date(2026, 11, 20)}, "day_before_other"),
        ({"officer": ""}, "answer_lacking"),
    ):
        with refused(code):
            stage.issuance.handle(replace(closing, **wrong))
    stage.issuance.handle(closing)
    case = case_of(stage, case_id)
    assert (case.tracks.approval, case.tracks.result) == (Approval.CLOSED, Result.EXTERNAL)
    assert (case.waybill_no, case.result_no) == (GOOD_SLIP, "JY-1")
    act = last(stage)
    assert (act.done_by, act.doer_name) == ("department_officer", "陈晨")
    assert act.evidence["department_mailing"]["to"]["name"] == "司马甲一"
    assert GOOD_SLIP in said(stage, case_id)


# -------------------------------------------------------------------------------- online (R-IN-12, R-OUT-5)


def online(stage: Stage, **changes: Any) -> ask.RegisterOnline:
    whole: dict[str, Any] = {
        "counter": 4,
        "online_no": "WT202611230077",
        "applied_on": date(2026, 11, 21),
        "item_id": LICENCE.item_id,
        "applicant": APPLICANT,
    }
    return request(ask.RegisterOnline, stage, **(whole | changes))


def filed(stage: Stage, **changes: Any) -> UUID:
    done = stage.window.handle(online(stage, **changes))
    assert isinstance(done, ActDone)
    return done.case_id


def department_accepts(stage: Stage, case_id: UUID, **changes: Any) -> None:
    whole = {"counter": 4, "officer": "周科长", "accepted_on": TODAY}
    stage.window.handle(request(ask.RecordDepartmentAcceptance, stage, case_id, **(whole | changes)))


def counterfoil_in(stage: Stage, case_id: UUID, **changes: Any) -> None:
    codes = {
        "counterfoil_code": stage.code(case_id, PaperKind.COUNTERFOIL),
        "receipt_code": stage.code(case_id, PaperKind.RECEIPT),
    }
    stage.issuance.handle(request(ask.RegisterOnlineCounterfoil, stage, case_id, **(codes | changes)))


def result_in(stage: Stage, case_id: UUID, **changes: Any) -> None:
    whole = {
        "officer": "周科长", "decided_on": TODAY, "result_name": "食品经营许可证", "result_no": "JY-2",
        "reply_no": "HZ-9",
    }  # fmt: skip
    stage.issuance.handle(request(ask.BookInOnlineResult, stage, case_id, **(whole | changes)))


def waiting_online(stage: Stage, **changes: Any) -> UUID:
    case_id = filed(stage)
    counterfoil_in(stage, case_id)
    department_accepts(stage, case_id)
    result_in(stage, case_id, **changes)
    return case_id


def issue_online(stage: Stage, case_id: UUID, **changes: Any) -> ask.IssueOnline:
    whole: dict[str, Any] = {"collector": collector(), "ink_seen": True}
    if "commitment_ink_seen" not in changes:
        whole["commitment"] = stage.sign(commitment(stage, case_id))
    return request(ask.IssueOnline, stage, case_id, **(whole | changes))


def commitment(stage: Stage, case_id: UUID, **who: str) -> str:
    return stage.issuance.commitment_at_pick_up(case_of(stage, case_id), collector(**who)).sha256


def test_R_IN_12_registered_and_pushed_receipt_and_counterfoil_printed(stage: Stage) -> None:
    case_id = filed(stage)
    case = case_of(stage, case_id)
    assert (case.external_no, case.accepted_on, case.promise_due) == ("WT202611230077", None, None)
    assert case.tracks.counterfoil is Counterfoil.MADE
    reference = last(stage).evidence["online_reference"]
    assert (reference["number"], reference["applied_on"]) == ("WT202611230077", "2026-11-21")
    (sheet,) = printed(stage, papers.ReceiptSheet)
    assert sheet.platform_no == "WT202611230077"
    assert not printed(stage, papers.CommitmentPaper), "signed at pick-up, not at intake"
    assert stage.window.invitation(last(stage).act_id) is None, "online matters are rated once, at the end"
    assert [case for case, _body in stage.store.tables.pushes] == [case_id]
    counterfoil_in(stage, case_id)
    assert case_of(stage, case_id).tracks.counterfoil is Counterfoil.WITH_ISSUANCE
    assert "WT202611230077" in said(stage, case_id)


def test_R_IN_12_a_reference_number_is_registered_once(stage: Stage) -> None:
    filed(stage)
    with refused("external_no_known"):
        filed(stage)
    filed(stage, online_no="WT202611230078")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"online_no": " "}, "answer_lacking"),
        ({"applied_on": date(2026, 11, 24)}, "day_in_future"),
        ({"item_id": "NX-999"}, "item_not_valid"),
        ({"delivery": "mail", "applicant": replace(APPLICANT, address="")}, "applicant_address_missing"),
        ({"delivery": "carrier pigeon"}, "choice_unknown"),
        ({"source": "fax"}, "choice_unknown"),
    ],
)
def test_R_IN_12_refused_with_one_thing_missing(stage: Stage, changes: dict[str, Any], code: str) -> None:
    with refused(code):
        filed(stage, **changes)
    assert not stage.store.tables.cases


def test_R_DUTY_3_a_window_without_the_duty_registers_nothing_online(stage: Stage) -> None:
    with refused("not_this_window_duty"):
        stage.desks["lihong"].handle(online(stage, counter=1))


def test_decisions_8_the_clocks_begin_with_the_departments_acceptance(stage: Stage) -> None:
    case_id = filed(stage)
    stage.later(days=2)
    for wrong, code in (
        ({"accepted_on": date(2026, 11, 20)}, "day_before_other"),
        ({"accepted_on": date(2026, 11, 26)}, "day_in_future"),
        ({"officer": "  "}, "answer_lacking"),
    ):
        with refused(code):
            department_accepts(stage, case_id, **wrong)  # type: ignore[arg-type]
    department_accepts(stage, case_id, accepted_on=date(2026, 11, 24))
    case = case_of(stage, case_id)
    assert case.tracks.approval is Approval.IN_REVIEW
    assert (case.accepted_on, case.promise_due) == (date(2026, 11, 24), date(2026, 12, 1))
    assert (last(stage).done_by, last(stage).doer_name) == ("department_officer", "周科长")
    with refused("not_in_this_state"):
        department_accepts(stage, case_id, accepted_on=date(2026, 11, 25))


def test_the_department_does_not_accept_online_in_writing(stage: Stage) -> None:
    case_id = filed(stage)
    refusal = request(
        ask.RecordDepartmentNonAcceptance, stage, case_id, counter=4, officer="周科长", decided_on=TODAY,
        reasons=("不属于本机关职权范围",), remedies_told=True,
    )  # fmt: skip
    for wrong, code in (({"reasons": ()}, "answer_lacking"), ({"remedies_told": False}, "tick_lacking")):
        with refused(code):
            stage.window.handle(replace(refusal, **wrong))
    stage.window.handle(refusal)
    case = case_of(stage, case_id)
    assert (case.tracks.approval, case.tracks.result) == (Approval.NOT_ACCEPTED, Result.NOT_APPLICABLE)
    (paper,) = printed(stage, papers.NonAcceptancePaper)
    assert paper.reasons == ("不属于本机关职权范围",)
    assert "行政复议" in paper.remedies
    assert paper.applied_on == date(2026, 11, 21)
    assert lacking(stage, case_id) == []
    assert filed(stage) != case_id, "filed again under the same number after a refusal"


def test_R_OUT_5_the_department_brings_result_and_reply_slip(stage: Stage) -> None:
    case_id = filed(stage)
    with refused("not_in_this_state"):
        result_in(stage, case_id)
    department_accepts(stage, case_id)
    with refused("reply_slip_lacking"):
        result_in(stage, case_id, reply_no="")
    result_in(stage, case_id)
    assert last(stage).evidence["reply_slip"]["number"] == "HZ-9"
    assert not printed(stage, papers.ReplySlipPaper), "the platform's own is there"


def test_R_OUT_5_our_own_reply_slip_where_the_platform_prints_none(stage: Stage) -> None:
    case_id = waiting_online(stage, reply_no="", print_reply=True)
    (slip,) = printed(stage, papers.ReplySlipPaper)
    assert (slip.platform_no, slip.accepted_by, slip.result_no) == ("WT202611230077", "周科长", "JY-2")
    assert slip.head.code == stage.code(case_id, PaperKind.REPLY_SLIP)
    assert stage.issuance.scan(slip.head.code).case_id == case_id


def test_R_OUT_5_the_commitment_is_signed_at_pick_up(stage: Stage) -> None:
    case_id = waiting_online(stage)
    assert lacking(stage, case_id) != []
    stage.issuance.handle(issue_online(stage, case_id))
    case = case_of(stage, case_id)
    assert (case.tracks.approval, case.tracks.result) == (Approval.CLOSED, Result.COLLECTED)
    act = last(stage)
    assert act.evidence["commitment"]["signature"]["on"] == "screen"
    assert act.evidence["collection_signature"] == {"on": "ink"}
    (paper,) = printed(stage, papers.CommitmentPaper)
    assert paper.signature.text_sha256 == paper.text_sha256 == act.evidence["commitment"]["text_sha256"]
    assert paper.head.code == stage.code(case_id, PaperKind.CREDIT_COMMITMENT)
    (slip,) = printed(stage, papers.CollectionSlipPaper)
    assert slip.evidence_seen == "证件原件、信用承诺书"
    assert lacking(stage, case_id) == []
    assert "信用承诺书" in said(stage, case_id)


def test_R_OUT_5_both_signed_in_ink_on_what_was_printed(stage: Stage) -> None:
    case_id = waiting_online(stage)
    wish = issue_online(stage, case_id, commitment_ink_seen=True)
    with refused("commitment_not_printed"):
        stage.issuance.handle(wish)
    stage.issuance.handle(
        ask.PrintCommitment(job_id=uuid4(), case_id=case_id, counter=11, collector=collector())
    )
    (paper,) = printed(stage, papers.CommitmentPaper)
    assert paper.signature is None
    stage.issuance.handle(wish)
    assert last(stage).evidence["commitment"]["signature"] == {"on": "ink", "signer": "司马甲一"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"commitment_ink_seen": False}, "commitment_signature_lacking"),
        ({"ink_seen": False}, "signature_not_seen"),
        ({"collector": collector(document_no="411399198507150027")}, "collector_other_number"),
        ({"commitment": ask.ScreenSignature("0" * 64, PNG, "[[[0,1,1,1]]]", datetime.now(HALL_ZONE), "甲")},
         "commitment_changed"),
    ],
)  # fmt: skip
def test_R_OUT_5_not_issued_with_one_thing_missing(stage: Stage, changes: dict[str, Any], code: str) -> None:
    case_id = waiting_online(stage)
    with refused(code):
        stage.issuance.handle(issue_online(stage, case_id, **changes))
    assert case_of(stage, case_id).tracks.result is Result.WITH_ISSUANCE


def test_R_OUT_5_an_agent_signs_as_an_agent(stage: Stage) -> None:
    who = {"name": "上官乙二", "document_no": "411399198507150027", "relation": "受托人",
           "authorisation": "授权委托书"}  # fmt: skip
    case_id = waiting_online(stage)
    own = stage.issuance.commitment_at_pick_up(case_of(stage, case_id), collector())
    agents = stage.issuance.commitment_at_pick_up(case_of(stage, case_id), collector(**who))
    assert own.sha256 != agents.sha256
    stage.issuance.handle(
        issue_online(stage, case_id, collector=collector(**who), commitment=stage.sign(agents.sha256))
    )
    (paper,) = printed(stage, papers.CommitmentPaper)
    assert paper.representative.name == "上官乙二"


def test_R_EVAL_1_an_online_case_is_rated_once_however_often_it_is_issued(stage: Stage) -> None:
    case_id = waiting_online(stage)
    first = stage.issuance.handle(issue_online(stage, case_id))
    event = stage.issuance.invitation(first.act_id)
    assert event is not None
    stage.issuance.annul(ask.Annul(uuid4(), case_id, stage.revision(case_id), 11, first.act_id, "录错领取人"))
    again = stage.issuance.handle(issue_online(stage, case_id))
    assert stage.issuance.invitation(again.act_id) is not None, "not rated yet"
    pad = f"pad_{event.counter:02d}"
    assert stage.store.record_rating(Rating(event.event_id, RatingOutcome.RATED, Grade.SATISFIED, pad))
    assert stage.issuance.invitation(again.act_id) is None


# --------------------------------------------- departments' own matters (R-OUT-5, R-OUT-6): T18, T19, T19i


def booking(stage: Stage, kind: type[Any] = ask.BookInForDepartment, **changes: Any) -> Any:
    whole: dict[str, Any] = {
        "voucher_no": "GA-2026-118",
        "officer": "孙警官",
        "item_name": "普通护照签发",
        "department": "内乡县公安局",
        "applicant": APPLICANT,
        "result_name": "普通护照",
        "result_no": "E12345678",
    }
    return request(kind, stage, **(whole | changes))


KINDS = [
    (ask.BookInForDepartment, Channel.DEPARTMENT),
    (ask.BookInFromDepartmentSystem, Channel.DEPARTMENT_SYSTEM),
]


@pytest.mark.parametrize(("kind", "channel"), KINDS)
def test_R_OUT_5_R_OUT_6_voucher_and_documents_are_booked_in_and_signed_out(
    stage: Stage, kind: type[Any], channel: Channel
) -> None:
    done = stage.issuance.handle(booking(stage, kind, voucher_scan=PNG))
    case = case_of(stage, done.case_id)
    assert (case.channel, case.external_no, case.department) == (channel, "GA-2026-118", "内乡县公安局")
    assert case.tracks.approval is Approval.NOT_APPLICABLE
    assert case.tracks.result is Result.WITH_ISSUANCE
    act = last(stage)
    assert (act.done_by, act.doer_name) == ("department_officer", "孙警官")
    assert act.evidence["department_voucher"]["number"] == "GA-2026-118"
    (voucher,) = printed(stage, papers.DepartmentVoucherPaper)
    assert (voucher.voucher_no, voucher.handed_by) == ("GA-2026-118", "孙警官")
    assert voucher.results[0].number == "E12345678"
    assert stage.issuance.scan(voucher.head.code).case_id == done.case_id
    stage.issuance.call_applicant(
        ask.CallApplicant(uuid4(), done.case_id, case.revision, 11, APPLICANT.phone, "answered")
    )
    wish = request(ask.IssueOnBehalf, stage, done.case_id, collector=collector(), ink_seen=True)
    for wrong, code in (
        ({"ink_seen": False}, "signature_not_seen"),
        (
            {"collector": collector(name="别人甲", document_no="411399198507150027")},
            "collector_not_authorised",
        ),
    ):
        with refused(code):
            stage.issuance.handle(replace(wish, **wrong))
    stage.issuance.handle(wish)
    assert case_of(stage, done.case_id).tracks.result is Result.COLLECTED
    (slip,) = printed(stage, papers.CollectionSlipPaper)
    assert slip.voucher_no == "GA-2026-118"
    assert not printed(stage, papers.CommitmentPaper), "no commitment for what the hall did not accept"
    assert lacking(stage, done.case_id) == []
    assert "GA-2026-118" in said(stage, done.case_id)
    with refused("already_issued"):
        stage.issuance.handle(replace(wish, act_id=uuid4()))


def test_R_OUT_6_an_item_of_the_library_brings_its_department(stage: Stage) -> None:
    done = stage.issuance.handle(booking(stage, item_id=LICENCE.item_id, item_name="", department=""))
    case = case_of(stage, done.case_id)
    assert (case.item_name, case.department, case.item_version) == (LICENCE.name, LICENCE.department, 1)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"voucher_no": ""}, "answer_lacking", "voucher_no"),
        ({"officer": ""}, "answer_lacking", "officer"),
        ({"item_name": ""}, "item_or_name_lacking", "item_name"),
        ({"department": ""}, "item_or_name_lacking", "department"),
        ({"copies": 0}, "count_out_of_bounds", "copies"),
        ({"applicant": replace(APPLICANT, phone="")}, "phone_missing", "applicant"),
        ({"delivery": "mail", "applicant": replace(APPLICANT, address="")}, "applicant_address_missing",
         "applicant"),
    ],
)  # fmt: skip
def test_R_OUT_6_refused_with_one_thing_missing(
    stage: Stage, changes: dict[str, Any], code: str, field: str
) -> None:
    with refused(code) as news:
        stage.issuance.handle(booking(stage, **changes))
    assert news.value.facts["field"] == field


def test_R_OUT_6_only_the_issuance_desk_books_in(stage: Stage) -> None:
    with refused("not_this_window_duty"):
        stage.window.handle(booking(stage, counter=4))


def test_a_voucher_stands_once_for_its_department(stage: Stage) -> None:
    stage.issuance.handle(booking(stage))
    with refused("external_no_known"):
        stage.issuance.handle(booking(stage))
    stage.issuance.handle(booking(stage, department="内乡县税务局"))
    stage.issuance.handle(booking(stage, ask.BookInFromDepartmentSystem))


def test_what_nobody_collects_the_department_takes_back(stage: Stage) -> None:
    case_id = stage.issuance.handle(booking(stage)).case_id
    back = request(ask.GiveBackToDepartment, stage, case_id, officer="孙警官", reason="逾期未领")
    with refused("reason_lacking"):
        stage.issuance.handle(replace(back, reason=" "))
    stage.issuance.handle(back)
    assert case_of(stage, case_id).tracks.result is Result.NOT_APPLICABLE
    assert case_of(stage, case_id).ended
    stage.issuance.handle(booking(stage))  # the voucher may come again


# ---------------------------------------------------------------------------- mailed-in (R-IN-13, R-OUT-8)


def parcel(stage: Stage, **changes: Any) -> UUID:
    """A parcel that was reviewed: its draft is saved with everything there."""
    wish = request(
        ask.OpenParcel, stage, counter=4, item_id=LICENCE.item_id,
        parcel_no=changes.pop("parcel_no", "1 234567 890123"),
    )  # fmt: skip
    stage.window.handle(wish)
    form = stage.form(**({"identity": None, "delivery": Delivery.MAIL} | changes))
    stage.window.save_draft(ask.SaveDraft(wish.case_id, form, 4))
    return wish.case_id  # type: ignore[no-any-return]


def mailed(stage: Stage, case_id: UUID, **changes: Any) -> ask.AcceptMailed:
    whole: dict[str, Any] = {
        "counter": 4,
        "parcel_no": "1234567890123",
        "officer": "周科长",
        "officer_present": True,
        "proxy_signed": True,
        "identity_checked": True,
        "commitment": "enclosed",
    }
    return request(ask.AcceptMailed, stage, case_id, **(whole | changes))


def accepted_mailed(stage: Stage, form: dict[str, Any] | None = None, **changes: Any) -> UUID:
    case_id = parcel(stage, **(form or {}))
    stage.window.handle(mailed(stage, case_id, **changes))
    return case_id


def test_R_IN_13_opened_with_the_officer_who_signs_for_the_papers(stage: Stage) -> None:
    case_id = accepted_mailed(stage, differences="少一份复印件", postal_clerk="马速递")
    case = case_of(stage, case_id)
    assert (case.tracks.approval, case.tracks.papers, case.tracks.counterfoil) == (
        Approval.IN_REVIEW, Papers.WITH_DEPARTMENT, Counterfoil.SIGNED_BY_DEPARTMENT,
    )  # fmt: skip
    assert (case.parcel_no, case.first_handler, case.commitment_owed) == ("1234567890123", "wangmin", False)
    act = last(stage)
    assert (act.done_by, act.doer_name) == ("department_officer", "周科长")
    assert act.evidence["proxy_signature"]["for"] == "司马甲一"
    assert act.evidence["commitment"]["signature"] == {"on": "enclosed", "signer": "司马甲一"}
    (opening,) = printed(stage, papers.ParcelOpeningPaper)
    assert (opening.officer, opening.parcel_no, opening.differences) == (
        "周科长", "1234567890123", "少一份复印件",
    )  # fmt: skip
    assert opening.commitment == "随件附来，已由申请人签字"
    assert len(printed(stage, papers.ReceiptSheet)) == 1
    assert not printed(stage, papers.CommitmentPaper)
    assert "1234567890123" in said(stage, case_id)
    stage.issuance.register_counterfoil(
        ask.RegisterCounterfoil(
            uuid4(), case_id, case.revision, 11, stage.code(case_id, PaperKind.COUNTERFOIL), ""
        )
    )
    assert case_of(stage, case_id).tracks.counterfoil is Counterfoil.WITH_ISSUANCE


def test_R_IN_13_a_commitment_not_enclosed_is_owed_and_blocks(stage: Stage) -> None:
    case_id = accepted_mailed(stage, {"delivery": Delivery.PICK_UP}, commitment="owed", receipt_way="posted")
    assert case_of(stage, case_id).commitment_owed
    assert len(printed(stage, papers.CommitmentPaper)) == 1
    with refused("still_owed"):
        stage.register(case_id)
    assert last(stage).evidence["receipt_way"] == "posted"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"officer_present": False}, "officer_must_be_present"),
        ({"proxy_signed": False}, "tick_lacking"),
        ({"identity_checked": False}, "tick_lacking"),
        ({"officer": ""}, "answer_lacking"),
        ({"commitment": ""}, "choice_lacking"),
        ({"parcel_no": "1234567890124"}, "parcel_of_other_number"),
        ({"parcel_no": BAD_SLIP}, "waybill_check"),
        ({"arrived_on": date(2026, 12, 1)}, "day_in_future"),
    ],
)
def test_R_IN_13_refused_with_one_thing_missing(stage: Stage, changes: dict[str, Any], code: str) -> None:
    case_id = parcel(stage)
    with refused(code):
        stage.window.handle(mailed(stage, case_id, **changes))
    assert case_of(stage, case_id).tracks.approval is Approval.DRAFT


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"applicant": replace(APPLICANT, address="")}, "applicant_address_missing"),
        ({"applicant": None}, "applicant_not_filled"),
    ],
)
def test_R_IN_13_refused_while_the_review_lacks_something(
    stage: Stage, form: dict[str, Any], code: str
) -> None:
    case_id = parcel(stage, **form)
    with refused(code):
        stage.window.handle(mailed(stage, case_id))


def test_R_IN_13_what_lacks_is_told_not_deferred(stage: Stage) -> None:
    checklist = stage.form().checklist
    assert checklist is not None
    for verdict, code in (
        (MaterialVerdict.DEFERRED, "mailed_cannot_be_deferred"),
        (MaterialVerdict.MISSING, "step_notify|step_lack|checklist"),
    ):
        case_id = parcel(stage, checklist=checklist.judge(4, verdict), parcel_no="1234567890123")
        with pytest.raises(RuleViolation) as news:
            stage.window.handle(mailed(stage, case_id))
        assert code != "mailed_cannot_be_deferred" or news.value.code == code
        assert say(news.value)


def test_R_IN_13_a_parcel_is_never_accepted_as_if_somebody_stood_there(stage: Stage) -> None:
    case_id = parcel(stage)
    form = stage.form()
    with refused("not_in_this_channel"):
        stage.window.accept(
            ask.Accept(uuid4(), case_id, stage.revision(case_id), form, 4, stage.signed(form))
        )


def test_R_IN_13_an_impossible_parcel_number_is_refused_at_once(stage: Stage) -> None:
    for number, code in ((BAD_SLIP, "waybill_check"), ("12345", "waybill_wrong"), ("", "answer_lacking")):
        with refused(code) as news:
            parcel(stage, parcel_no=number)
        assert news.value.facts["field"] == "parcel_no"
    with refused("not_this_window_duty"):
        stage.desks["lihong"].handle(
            request(ask.OpenParcel, stage, counter=1, item_id=LICENCE.item_id, parcel_no=GOOD_SLIP)
        )


def to_courier(stage: Stage, case_id: UUID, **changes: Any) -> None:
    whole = {
        "officer": "周科长", "decided_on": TODAY, "result_name": "食品经营许可证", "result_no": "JY-3",
        "taken_by": "马速递",
    }  # fmt: skip
    stage.issuance.handle(request(ask.HandResultToCourier, stage, case_id, **(whole | changes)))


def slip(stage: Stage, case_id: UUID, **changes: Any) -> ask.FileCustomerSlip:
    whole: dict[str, Any] = {
        "waybill_no": GOOD_SLIP, "sent_on": TODAY, "courier": "马速递", "name": "司马甲一",
        "phone": "15400000001", "address": "河南省南阳市内乡县样例路2号", "slip_seen": True,
    }  # fmt: skip
    return request(ask.FileCustomerSlip, stage, case_id, **(whole | changes))


def test_R_OUT_8_the_result_goes_by_the_ems_window_and_the_slip_is_filed(stage: Stage) -> None:
    case_id = accepted_mailed(stage)
    to_courier(stage, case_id)
    assert case_of(stage, case_id).tracks.result is Result.WITH_COURIER
    (register,) = printed(stage, papers.MailingPaper)
    assert (register.taken_by, register.slip_no) == ("马速递", "")
    for wrong, code in (
        ({"waybill_no": BAD_SLIP}, "waybill_check"),
        ({"waybill_no": "SF1234"}, "waybill_wrong"),
        ({"sent_on": date(2026, 11, 22)}, "day_before_other"),
        ({"slip_seen": False}, "tick_lacking"),
        ({"address": ""}, "answer_lacking"),
    ):
        with refused(code):
            stage.issuance.handle(slip(stage, case_id, **wrong))
    stage.issuance.handle(slip(stage, case_id, slip=PNG))
    case = case_of(stage, case_id)
    assert (case.tracks.result, case.waybill_no) == (Result.MAILED, GOOD_SLIP)
    act = last(stage)
    assert (act.done_by, act.doer_name) == ("courier", "马速递")
    assert act.evidence["shipment"]["waybill_no"] == GOOD_SLIP
    assert stage.store.tables.attachments[act.evidence["customer_slip"]["picture"]] == PNG
    filed_page = next(page for page in printed(stage, papers.MailingPaper) if page.slip_no)
    assert filed_page.slip_picture.by == "赵磊"
    assert GOOD_SLIP in said(stage, case_id)
    assert "customer_slip" not in lacking(stage, case_id)


def test_R_OUT_8_a_result_to_be_picked_up_does_not_go_to_the_post(stage: Stage) -> None:
    case_id = accepted_mailed(stage, {"delivery": Delivery.PICK_UP})
    with refused("result_not_to_be_mailed"):
        to_courier(stage, case_id)
    stage.book_in(case_id)
    assert case_of(stage, case_id).tracks.result is Result.WITH_ISSUANCE


def test_R_OUT_8_nothing_is_mailed_while_the_commitment_is_owed(stage: Stage) -> None:
    case_id = accepted_mailed(stage, commitment="owed")
    with refused("still_owed"):
        to_courier(stage, case_id)


# ------------------------------------------------------------------------------------------ all of them


def test_R_X_1_every_act_sent_twice_is_done_once(stage: Stage) -> None:
    wishes: list[Callable[[], Any]] = [
        lambda: province(stage),
        lambda: online(stage),
        lambda: booking(stage),
    ]
    for wish in wishes:
        one = wish()
        desk = stage.issuance if one.counter == 11 else stage.window
        assert not desk.handle(one).repeated
        assert desk.handle(one).repeated
    one = mailed(stage, parcel(stage))
    assert not stage.window.handle(one).repeated
    assert stage.window.handle(one).repeated


def test_every_request_goes_through_plain_json_and_back(stage: Stage) -> None:
    case_id = uuid4()
    for wish in (
        province(stage, voucher_scan=PNG, materials=(MaterialRow("申请书"),)),
        online(stage),
        booking(stage),
        booking(stage, ask.BookInFromDepartmentSystem),
        ask.FileCustomerSlip(
            act_id=uuid4(), case_id=case_id, revision=3, counter=11, waybill_no=GOOD_SLIP, sent_on=TODAY,
            courier="马速递", name="甲", phone="15400000001", address="某地", slip_seen=True, slip=PNG,
        ),
        ask.IssueOnline(
            act_id=uuid4(), case_id=case_id, revision=3, counter=11, collector=collector(),
            commitment=stage.sign("0" * 64),
        ),
    ):  # fmt: skip
        assert build(type(wish), json.loads(json.dumps(plain(wish)))) == wish


def test_forms_are_begun_with_what_is_known(stage: Stage) -> None:
    case_id = accepted_mailed(stage)
    to_courier(stage, case_id)
    begun = stage.issuance.begin_form("file_customer_slip", stage.issuance.views.case_file(case_id))
    assert begun["address"] == APPLICANT.address
    online_case = stage.issuance.views.case_file(filed(stage))
    assert stage.issuance.begin_form("book_in_online_result", online_case)["result_name"] == "食品经营许可证"
    assert stage.window.begin_form("register_online")["source"] == "web"
    assert stage.window.begin_form("record_department_acceptance", online_case)["accepted_on"] == TODAY
