"""Issuing: once, to the right person, against the receipt or a guarantee statement (3.2.4.1; R-OUT-1/2/3)."""

from dataclasses import replace
from uuid import uuid4

import pytest

from tests.services.conftest import AGENT, APPLICANT, Stage, collector
from yichuang_desktop.domain import papers
from yichuang_desktop.domain.commitments import check_signed_text
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.parties import Applicant, PartyKind
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.domain.tracks import Approval, Result
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.signing import text_sha256


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


def slips(stage: Stage, kind: str) -> list[papers.Paper]:
    return [
        papers.from_document(dict(job.document))
        for job, _ in stage.store.tables.jobs.values()
        if job.kind == kind
    ]


def call(stage: Stage, case_id: object, outcome: str) -> Result:
    stage.issuance.call_applicant(
        ask.CallApplicant(uuid4(), case_id, stage.revision(case_id), 11, "15400000001", outcome)  # type: ignore[arg-type]
    )
    return stage.window.case(case_id).tracks.result  # type: ignore[arg-type]


def test_R_OUT_1_only_an_answered_call_notifies_the_applicant(stage: Stage) -> None:
    case_id = stage.waiting_result()
    assert call(stage, case_id, "no_answer") is Result.WITH_ISSUANCE
    assert call(stage, case_id, "busy") is Result.WITH_ISSUANCE
    assert call(stage, case_id, "answered") is Result.NOTIFIED
    assert call(stage, case_id, "no_answer") is Result.NOTIFIED


def test_R_OUT_2_the_applicant_collects_with_the_receipt(stage: Stage) -> None:
    case_id = stage.waiting_result()
    stage.issuance.issue(stage.issue_request(case_id))
    tracks = stage.window.case(case_id).tracks
    assert (tracks.approval, tracks.result) == (Approval.CLOSED, Result.COLLECTED)
    act = stage.store.tables.acts[-1][1]
    assert (act.done_by, act.doer_name, act.recorded_by) == ("applicant", "司马甲一", "zhaolei")
    slip = slips(stage, "collection_slip")[0]
    assert isinstance(slip, papers.CollectionSlipPaper)
    assert (slip.result_no, slip.evidence_seen, slip.head.number) == (
        "JY14113250001234",
        "收件通知单原件",
        "NX20261123-04-0001-L1",
    )


def test_R_OUT_2_a_second_desk_is_told_who_issued_it_and_to_whom(stage: Stage) -> None:
    case_id = stage.waiting_result()
    late = stage.issue_request(case_id, counter=12)
    stage.issuance.issue(stage.issue_request(case_id))
    with refused("already_issued") as news:
        stage.desks["sunyan"].issue(late)
    assert "赵磊" in say(news.value)
    assert "司马甲一" in say(news.value)
    assert [act.kind for _of, act in stage.store.tables.acts].count("issue") == 1


def test_R_OUT_2_the_same_request_again_issues_once(stage: Stage) -> None:
    request = stage.issue_request(stage.waiting_result())
    assert not stage.issuance.issue(request).repeated
    assert stage.issuance.issue(request).repeated


def test_R_OUT_2_signed_on_screen_the_text_is_bound(stage: Stage) -> None:
    case_id = stage.waiting_result()
    text = stage.issuance.collection_text(stage.window.case(case_id), collector())
    assert "司马甲一" in text
    assert APPLICANT.document_no not in text
    signature = stage.sign(text_sha256(text))
    with refused("collection_text_changed"):
        stage.issuance.issue(stage.issue_request(case_id, signature=replace(signature, text_sha256="0" * 64)))
    stage.issuance.issue(stage.issue_request(case_id, signature=signature))
    slip = slips(stage, "collection_slip")[0]
    assert isinstance(slip, papers.CollectionSlipPaper)
    assert slip.signature is not None
    assert slip.signed_text == text
    assert stage.store.tables.acts[-1][1].evidence["collection_signature"]["on"] == "screen"


@pytest.mark.parametrize(
    ("kind", "code"), [(PaperKind.COUNTERFOIL, "wrong_paper"), (PaperKind.CREDIT_COMMITMENT, "wrong_paper")]
)
def test_R_OUT_2_refused_with_another_paper(stage: Stage, kind: PaperKind, code: str) -> None:
    case_id = stage.waiting_result()
    with refused(code):
        stage.issuance.issue(stage.issue_request(case_id, receipt_code=stage.code(case_id, kind)))


def test_R_OUT_2_refused_with_another_cases_receipt(stage: Stage) -> None:
    case_id, other = stage.waiting_result(), stage.waiting_result()
    with refused("paper_of_other_case"):
        foreign = stage.code(other, PaperKind.RECEIPT)
        stage.issuance.issue(stage.issue_request(case_id, receipt_code=foreign))


def test_R_OUT_2_refused_with_a_forged_receipt(stage: Stage) -> None:
    case_id = stage.waiting_result()
    genuine = stage.code(case_id, PaperKind.RECEIPT)
    body = genuine[:27] + str((int(genuine[27]) + 1) % 10)
    forged = f"{body}{98 - int(body) * 100 % 97:02d}"
    with refused("forged_code"):
        stage.issuance.issue(stage.issue_request(case_id, receipt_code=forged))


def test_R_OUT_2_refused_before_the_result_is_here(stage: Stage) -> None:
    case_id = stage.handed_over()
    with refused("not_in_this_state"):
        stage.issuance.issue(stage.issue_request(case_id))


def test_R_OUT_2_only_the_issuance_desk_issues(stage: Stage) -> None:
    case_id = stage.waiting_result()
    with refused("not_your_role"):
        stage.window.issue(stage.issue_request(case_id, counter=4))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"document_no": ""}, "collector_missing"),
        ({"name": ""}, "collector_missing"),
        ({"name": "上官乙二"}, "collector_other_name"),
        ({"name": "上官乙二", "document_no": "411399198507150027"}, "collector_not_authorised"),
    ],
)
def test_R_OUT_2_refused_to_the_wrong_person(stage: Stage, changes: dict[str, str], code: str) -> None:
    case_id = stage.waiting_result()
    with refused(code):
        stage.issuance.issue(stage.issue_request(case_id, collector=collector(**changes)))


def test_R_OUT_2_somebody_else_comes_with_an_authorisation(stage: Stage) -> None:
    case_id = stage.waiting_result()
    other = collector(
        name="上官乙二", document_no="411399198507150027", relation="受托人", authorisation="授权委托书"
    )
    stage.issuance.issue(stage.issue_request(case_id, collector=other))
    assert stage.store.tables.acts[-1][1].evidence["collector"]["authorisation"] == "授权委托书"


def of_a_unit(stage: Stage) -> object:
    unit = Applicant(
        PartyKind.UNIT,
        "内乡县演示商贸有限公司",
        DocumentKind.CREDIT_CODE,
        "91411325MA3X123451",
        "15400000003",
        legal_representative="司马甲一",
    )
    case_id = stage.opened()
    form = stage.form(applicant=unit, representative=AGENT)
    stage.window.accept(replace(stage.accept_request(case_id), form=form, signature=stage.signed(form)))
    stage.hand_over(case_id)
    stage.register(case_id)
    stage.book_in(case_id)
    return case_id


def test_R_OUT_2_the_agent_of_the_intake_and_the_legal_representative_may_collect(stage: Stage) -> None:
    for who in (
        collector(name=AGENT.name, document_no=AGENT.document_no, relation="受托人"),
        collector(relation="法定代表人"),
    ):
        case_id = of_a_unit(stage)
        stage.issuance.issue(stage.issue_request(case_id, collector=who))  # type: ignore[arg-type]


# -- the lost receipt (R-OUT-3)


def print_statement(stage: Stage, case_id: object, who: object = None) -> str:
    who = who or collector()
    return stage.issuance.print_statement(
        ask.PrintStatement(uuid4(), case_id, 11, who, "居民身份证原件")  # type: ignore[arg-type]
    )


def without_receipt(stage: Stage, case_id: object, **changes: object) -> ask.IssueWithoutReceipt:
    whole: dict[str, object] = {
        "act_id": uuid4(),
        "case_id": case_id,
        "revision": stage.revision(case_id),  # type: ignore[arg-type]
        "counter": 11,
        "collector": collector(),
        "original_seen": "居民身份证原件",
        "original_no": APPLICANT.document_no,
        "ink_seen": True,
    }
    if "signature" not in changes:
        print_statement(stage, case_id, changes.get("collector"))
    return ask.IssueWithoutReceipt(**(whole | changes))  # type: ignore[arg-type]


def test_R_OUT_3_original_checked_statement_made_and_the_old_code_revoked(stage: Stage) -> None:
    case_id = stage.waiting_result()
    receipt = stage.code(case_id, PaperKind.RECEIPT)
    stage.issuance.issue_without_receipt(without_receipt(stage, case_id))
    statement = slips(stage, "loss_declaration")[0]
    assert isinstance(statement, papers.LossDeclarationPaper)
    assert (statement.original_seen, statement.declarant.document_no) == (
        "居民身份证原件",
        APPLICANT.document_no,
    )
    with refused("paper_revoked"):
        stage.issuance.scan(receipt)
    assert stage.window.case(case_id).tracks.result is Result.COLLECTED


def test_R_OUT_3_after_an_undo_the_lost_receipt_stays_void(stage: Stage) -> None:
    case_id = stage.waiting_result()
    receipt = stage.code(case_id, PaperKind.RECEIPT)
    done = stage.issuance.issue_without_receipt(without_receipt(stage, case_id))
    stage.issuance.annul(
        ask.Annul(uuid4(), case_id, stage.revision(case_id), 11, done.act_id, "领取人改为本人来领")
    )
    with refused("paper_revoked"):
        stage.issuance.issue(
            ask.Issue(uuid4(), case_id, stage.revision(case_id), 11, receipt, collector(), ink_seen=True)
        )
    stage.issuance.issue_without_receipt(without_receipt(stage, case_id))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"original_seen": "户口本"}, "original_unknown"),
        ({"original_no": ""}, "original_of_other_person"),
        ({"original_no": "411399198507150027"}, "original_of_other_person"),
        ({"original_seen": "营业执照原件", "original_no": AGENT.document_no}, "original_of_other_person"),
        (
            {"collector": collector(document_no="411399198507150027", name="上官乙二")},
            "collector_not_authorised",
        ),
    ],
)
def test_R_OUT_3_refused_with_one_guard_missing(stage: Stage, changes: dict[str, object], code: str) -> None:
    case_id = stage.waiting_result()
    with refused(code):
        stage.issuance.issue_without_receipt(without_receipt(stage, case_id, **changes))
    assert stage.window.case(case_id).tracks.result is Result.WITH_ISSUANCE


def test_R_OUT_3_a_units_licence_stands_in_for_its_receipt(stage: Stage) -> None:
    case_id = of_a_unit(stage)
    agent = collector(name=AGENT.name, document_no=AGENT.document_no, relation="受托人")
    request = without_receipt(
        stage, case_id, collector=agent, original_seen="营业执照原件", original_no="91411325MA3X123451"
    )
    stage.issuance.issue_without_receipt(request)
    assert slips(stage, "loss_declaration")


def test_R_OUT_3_signed_on_screen_under_the_statement(stage: Stage) -> None:
    case_id = stage.waiting_result()
    text = stage.issuance.loss_text(stage.window.case(case_id), collector(), "居民身份证原件")
    assert "遗失" in text
    signature = stage.sign(text_sha256(text))
    stage.issuance.issue_without_receipt(without_receipt(stage, case_id, signature=signature))
    statement = slips(stage, "loss_declaration")[0]
    assert isinstance(statement, papers.LossDeclarationPaper)
    assert statement.signature is not None
    assert statement.signed_text == text
    check_signed_text(statement)
    slip = slips(stage, "collection_slip")[0]
    assert isinstance(slip, papers.CollectionSlipPaper)
    check_signed_text(slip)


def test_R_OUT_2_nothing_is_issued_before_the_collector_has_signed(stage: Stage) -> None:
    case_id = stage.waiting_result()
    with pytest.raises(RuleViolation, match="signature_not_seen"):
        stage.issuance.issue(stage.issue_request(case_id, ink_seen=False))
    assert stage.issuance.issue(stage.issue_request(case_id)).kind == "issue"


def test_R_OUT_3_the_statement_is_printed_and_signed_before_anything_is_issued(stage: Stage) -> None:
    case_id = stage.waiting_result()
    request = {
        "act_id": uuid4(), "case_id": case_id, "revision": stage.revision(case_id), "counter": 11,
        "collector": collector(), "original_seen": "居民身份证原件", "original_no": APPLICANT.document_no,
    }  # fmt: skip
    with pytest.raises(RuleViolation, match="signature_not_seen"):
        stage.issuance.issue_without_receipt(ask.IssueWithoutReceipt(**request))
    with pytest.raises(RuleViolation, match="statement_not_printed"):
        stage.issuance.issue_without_receipt(ask.IssueWithoutReceipt(**request, ink_seen=True))
    print_statement(stage, case_id)
    done = stage.issuance.issue_without_receipt(ask.IssueWithoutReceipt(**request, ink_seen=True))
    assert done.kind == "issue_without_receipt"


def test_R_OUT_3_another_number_under_the_applicants_name_is_said_for_what_it_is(stage: Stage) -> None:
    case_id = stage.waiting_result()
    other = replace(collector(), document_no="411399198507150027")
    with pytest.raises(RuleViolation, match="collector_other_number") as refused:
        stage.issuance.issue(stage.issue_request(case_id, collector=other))
    assert "请看原件重新录入" in say(refused.value)
