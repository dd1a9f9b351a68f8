"""The return in the regulation's order, link by link, and results by mail (3.2.5, 3.2.4.1)."""

from datetime import date
from uuid import UUID

import pytest

from tests.services.conftest import PNG, Stage, collector
from yichuang_desktop.domain import archive
from yichuang_desktop.domain.asking import MaterialRow
from yichuang_desktop.domain.endings import EndingCause
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.return_chain import LinkState, chain
from yichuang_desktop.domain.tracks import Approval, Papers, Result
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.acting import effective

TODAY = date(2026, 11, 23)
GOOD, BAD = "1234567890123", "EA123456786CN"


def do(stage: Stage, request_type: type, case_id: UUID, **fields: object) -> None:
    stage.issuance.handle(
        request_type(
            act_id=next(stage.ids), case_id=case_id, revision=stage.revision(case_id), counter=11, **fields
        )
    )


def refused(stage: Stage, request_type: type, case_id: UUID, **fields: object) -> RuleViolation:
    with pytest.raises(RuleViolation) as violation:
        do(stage, request_type, case_id, **fields)
    return violation.value


RETURN: dict[str, object] = {
    "officer": "周科长",
    "platform_returned_on": TODAY,
    "reasons": ("平面图与现场不符",),
    "legal_basis": "办事指南第三条",
    "returned": (MaterialRow("申请书", 1, 3),),
    "sealed": True,
    "stub_in": True,
    "platform_noted": True,
}
MAIL: dict[str, object] = {
    "name": "司马甲一",
    "phone": "15400000001",
    "address": "河南省南阳市内乡县样例路2号",
    "waybill_no": GOOD,
    "taken_by": "邮递员丙",
    "slip_kept": True,
}


def in_review(stage: Stage) -> UUID:
    case_id = stage.handed_over()
    stage.register(case_id)
    return case_id


@pytest.mark.parametrize("part", ["sealed", "stub_in", "platform_noted", "reasons", "officer"])
def test_R_RET_1_no_return_without_each_of_its_parts(stage: Stage, part: str) -> None:
    case_id = in_review(stage)
    lacking = RETURN | {part: () if part == "reasons" else "" if part == "officer" else False}
    assert refused(stage, ask.SendBack, case_id, **lacking).facts["field"] == part
    assert stage.issuance.case(case_id).tracks.approval is Approval.IN_REVIEW


def test_R_RET_1_the_cause_leads_to_the_right_ending(stage: Stage) -> None:
    case_id = in_review(stage)
    other = refused(stage, ask.SendBack, case_id, **(RETURN | {"cause": EndingCause.CONDITIONS}))
    assert other.code == "ending_is_another"
    empty = refused(stage, ask.SendBack, case_id, **(RETURN | {"returned": ()}))
    assert empty.code == "return_papers_lacking"


def test_R_RET_1_the_whole_chain_link_by_link(stage: Stage) -> None:
    case_id = in_review(stage)
    do(stage, ask.SendBack, case_id, **RETURN)
    case = stage.issuance.case(case_id)
    assert (case.tracks.papers, case.tracks.result) == (Papers.WITH_ISSUANCE, Result.NOT_APPLICABLE)
    back: dict[str, object] = {
        "collector": collector(), "counted": True, "notice_given": True, "ink_seen": True,
        "receipt_code": stage.code(case_id, PaperKind.RECEIPT),
    }  # fmt: skip
    assert refused(stage, ask.GivePapersBack, case_id, **back).code == "return_not_called"
    do(stage, ask.CallForReturn, case_id, phone="15400000001", outcome="answered", said="明天来取")
    without = refused(stage, ask.GivePapersBack, case_id, **(back | {"notice_given": False}))
    assert without.code == "return_notice_not_given"
    bare = refused(stage, ask.GivePapersBack, case_id, **(back | {"receipt_code": ""}))
    assert bare.code == "return_receipt_or_statement"
    unsigned = refused(stage, ask.GivePapersBack, case_id, **(back | {"ink_seen": False}))
    assert unsigned.code == "signature_not_seen"
    do(stage, ask.GivePapersBack, case_id, **back)
    file = stage.issuance.case_file(case_id)
    assert file.case.tracks.approval is Approval.CLOSED
    links = chain(file.case, effective(file.history))
    assert [link.state for link in links] == [LinkState.DONE] * 10 + [LinkState.DUE, LinkState.TO_COME]
    assert links[3].by == "周科长"
    assert [need.title for need in file_lacks(stage, case_id)] == []


def file_lacks(stage: Stage, case_id: UUID) -> tuple[object, ...]:
    file = stage.issuance.case_file(case_id)
    return archive.missing(file.case, effective(file.history))


def test_R_RET_1_a_lost_receipt_is_void_once_the_papers_are_back(stage: Stage) -> None:
    case_id = in_review(stage)
    do(stage, ask.SendBack, case_id, **RETURN)
    do(stage, ask.CallForReturn, case_id, phone="15400000001", outcome="answered")
    old = stage.code(case_id, PaperKind.RECEIPT)
    do(stage, ask.GivePapersBack, case_id, collector=collector(), receipt_lost=True, counted=True,
       notice_given=True, ink_seen=True)  # fmt: skip
    assert stage.store.tables.papers[old].revoked


def test_R_RET_1_papers_back_by_mail_with_the_senders_slip(stage: Stage) -> None:
    case_id = in_review(stage)
    do(stage, ask.SendBack, case_id, **RETURN)
    do(stage, ask.CallForReturn, case_id, phone="15400000001", outcome="answered")
    bad = refused(stage, ask.MailPapersBack, case_id, **(MAIL | {"waybill_no": BAD, "notice_enclosed": True}))
    assert (bad.code, bad.facts["field"]) == ("waybill_check", "waybill_no")
    do(stage, ask.MailPapersBack, case_id, **MAIL, notice_enclosed=True, slip=PNG)
    case = stage.issuance.case(case_id)
    assert (case.tracks.papers, case.waybill_no) == (Papers.MAILED_BACK, GOOD)
    assert file_lacks(stage, case_id) == ()


def test_R_OUT_4_the_result_goes_by_mail_and_arrives(stage: Stage) -> None:
    case_id = stage.waiting_result()
    do(stage, ask.NoteMailWish, case_id, name="司马甲一", phone="15400000001", address="样例路2号")
    assert stage.issuance.case(case_id).delivery == "mail"
    for part in ("slip_kept", "address", "waybill_no"):
        lacking = MAIL | {part: False if part == "slip_kept" else ""}
        assert refused(stage, ask.MailResult, case_id, **lacking).facts["field"] == part
    do(stage, ask.MailResult, case_id, **MAIL, slip=PNG)
    case = stage.issuance.case(case_id)
    assert (case.tracks.result, case.waybill_no) == (Result.MAILED, GOOD)
    early = refused(stage, ask.ConfirmDelivery, case_id, delivered_on=date(2026, 11, 20), told_by="邮政查询")
    assert early.code == "day_before_other"
    do(stage, ask.ConfirmDelivery, case_id, delivered_on=TODAY, told_by="邮政查询")
    assert stage.issuance.case(case_id).tracks.approval is Approval.CLOSED
    kinds = [job.kind for job, of in stage.store.tables.jobs.values() if of == case_id]
    assert "mailing" in kinds


def test_R_OUT_4_what_came_back_is_called_about_again(stage: Stage) -> None:
    case_id = stage.waiting_result()
    do(stage, ask.MailResult, case_id, **MAIL)
    do(stage, ask.TakeInReturnedMail, case_id, returned_on=TODAY, brought_by="邮递员丙", reason="查无此人")
    assert stage.issuance.case(case_id).tracks.result is Result.WITH_ISSUANCE


def test_R_OUT_1_an_uncollected_result_is_told_to_the_leader_with_its_calls(stage: Stage) -> None:
    case_id = stage.waiting_result()
    early = refused(stage, ask.EscalateUncollected, case_id, reason="一直没有来")
    assert early.code == "uncollected_not_called"
    do(stage, ask.CallApplicant, case_id, phone="15400000001", outcome="no_answer")
    do(stage, ask.EscalateUncollected, case_id, reason="一直没有来")
    last = stage.issuance.case_file(case_id).history[-1]
    assert [call["outcome"] for call in last.evidence["calls_made"]] == ["no_answer"]
