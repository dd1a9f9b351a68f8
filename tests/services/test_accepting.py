"""Accepting an application: once, whole, or not at all (3.2.1; R-IN-1/2/3/7/9)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import pytest

from tests.services.conftest import AGENT, APPLICANT, CARD, LICENCE, STROKES, Stage, in_memory_only
from tests.services.memory import HALL_ZONE
from yichuang_desktop.domain import paper_codes, papers
from yichuang_desktop.domain.checklist import MaterialVerdict
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.id_cards import CardReading
from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.intake_form import Delivery, IdentityProof, IntakeForm
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.parties import Applicant, PartyKind
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result
from yichuang_desktop.services import requests as ask


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


def jobs(stage: Stage, kind: str) -> list[papers.Paper]:
    documents = [job.document for job, _case in stage.store.tables.jobs.values() if job.kind == kind]
    return [papers.from_document(dict(document)) for document in documents]


def test_R_IN_3_accepting_makes_number_papers_prints_and_push_at_once(stage: Stage) -> None:
    case_id, done = stage.accepted()
    assert done.receipt_no == "NX20261123-04-0001"
    assert {job.kind for job, of in stage.store.tables.jobs.values() if of == case_id} == {
        "receipt_sheet",
        "credit_commitment",
        "intake_record",
        "receipt_slip",
    }
    assert {paper.kind for paper in stage.store.tables.papers.values()} == {
        PaperKind.RECEIPT,
        PaperKind.COUNTERFOIL,
        PaperKind.CREDIT_COMMITMENT,
        PaperKind.ARCHIVE_BAG,
    }
    assert [body["case"]["receipt_no"] for _case, body in stage.store.tables.pushes] == [done.receipt_no]


def test_R_IN_3_the_case_stands_at_the_window_with_its_counterfoil_made(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    tracks = stage.window.case(case_id).tracks
    assert (tracks.approval, tracks.papers, tracks.counterfoil, tracks.result) == (
        Approval.RECEIVED,
        Papers.WITH_WINDOW,
        Counterfoil.MADE,
        Result.NONE,
    )


def test_R_IN_3_every_code_on_the_papers_is_genuine_and_leads_to_the_case(stage: Stage) -> None:
    case_id, done = stage.accepted()
    sheet = jobs(stage, "receipt_sheet")[0]
    assert isinstance(sheet, papers.ReceiptSheet)
    for text, kind in ((sheet.head.code, PaperKind.RECEIPT), (sheet.counterfoil_code, PaperKind.COUNTERFOIL)):
        code = paper_codes.read(text, stage.store.keys)
        assert (code.kind, code.serial) == (kind, "20261123040001")
        assert stage.window.scan(text).case_id == case_id
    assert sheet.head.number == done.receipt_no


def test_R_IN_9_the_accepting_clerk_is_first_handler_for_good(stage: Stage) -> None:
    case_id = stage.waiting_result()
    stage.issuance.issue(stage.issue_request(case_id))
    assert stage.window.case(case_id).first_handler == "wangmin"
    sheet = jobs(stage, "receipt_sheet")[0]
    assert isinstance(sheet, papers.ReceiptSheet)
    assert (sheet.first_handler, sheet.received_on) == ("王敏", date(2026, 11, 23))


def test_R_IN_9_refused_unless_the_applicant_was_told_to_bring_the_receipt(stage: Stage) -> None:
    case_id = stage.opened()
    request = replace(stage.accept_request(case_id), receipt_told=False)
    with refused("evidence_lacking"):
        stage.window.accept(request)
    nothing_happened(stage)


def test_R_REM_1_both_due_days_are_counted_from_the_next_working_day(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    case = stage.window.case(case_id)
    assert (case.accepted_on, case.promise_due, case.legal_due) == (
        date(2026, 11, 23),
        date(2026, 11, 30),
        date(2026, 12, 21),
    )
    assert not case.due_estimated


def test_R_REM_1_a_due_day_in_an_unpublished_year_is_said_to_be_an_estimate(stage: Stage) -> None:
    stage.store.now = datetime(2026, 12, 15, 10, tzinfo=HALL_ZONE)
    case_id, _ = stage.accepted()
    case = stage.window.case(case_id)
    assert case.legal_due is not None
    assert (case.legal_due.year, case.due_estimated) == (2027, True)


def test_R_HO_2_the_papers_are_to_be_fetched_the_same_day(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    assert stage.window.case(case_id).collection_due == datetime(2026, 11, 23, 12, tzinfo=HALL_ZONE)


def test_an_item_while_you_wait_is_due_today(stage: Stage) -> None:
    case_id, _ = stage.accepted(CARD)
    case = stage.window.case(case_id)
    assert (case.on_the_spot, case.promise_due, case.promise_text) == (True, date(2026, 11, 23), "当场办结")


# -- identity, masking


def test_the_receipt_masks_what_the_counterfoil_shows_whole(stage: Stage) -> None:
    stage.accepted()
    sheet = jobs(stage, "receipt_sheet")[0]
    assert isinstance(sheet, papers.ReceiptSheet)
    assert sheet.applicant.document_no == APPLICANT.document_no
    assert (sheet.applicant_masked.document_no, sheet.applicant_masked.phone) == (
        "411***********0013",
        "154****0001",
    )
    assert sheet.applicant_masked.address == ""


def test_no_number_of_a_person_goes_to_the_platform(stage: Stage) -> None:
    stage.accepted()
    said = str(stage.store.tables.pushes)
    assert APPLICANT.document_no not in said
    assert APPLICANT.phone not in said


def test_R_IN_2_how_the_identity_was_verified_is_kept(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    evidence = stage.store.tables.acts[-1][1].evidence
    assert evidence["identity"]["proof"] == "original_seen"
    assert evidence["identity"]["document_no"] == APPLICANT.document_no
    assert stage.window.case(case_id).applicant_name == "司马甲一"


def test_R_IN_2_a_card_that_was_read_is_evidence_with_its_moment_and_its_reader(stage: Stage) -> None:
    at = datetime(2026, 11, 20, 9, 30, tzinfo=HALL_ZONE)
    read = CardReading(
        APPLICANT.name, APPLICANT.document_kind, APPLICANT.document_no, at, "王敏", date(2026, 11, 19)
    )
    form = stage.form(identity=IdentityProof.CARD_READER, reading=read)
    case_id = stage.opened()
    stage.window.accept(with_form(stage, case_id, form))
    identity = stage.store.tables.acts[-1][1].evidence["identity"]
    assert identity["proof"] == "card_reader"
    assert identity["reading"] == {
        "at": at.isoformat(), "by": "王敏", "card_valid_until": "2026-11-19", "card_expired": True,
    }  # fmt: skip
    assert IntakeForm.from_json(form.to_json()) == form


def test_R_IN_2_a_reading_is_none_of_who_was_typed_afterwards(stage: Stage) -> None:
    at = datetime(2026, 11, 20, 9, 30, tzinfo=HALL_ZONE)
    read = CardReading(APPLICANT.name, APPLICANT.document_kind, APPLICANT.document_no, at, "王敏")
    other = replace(APPLICANT, name="另一个人")
    with_card = {"identity": IdentityProof.CARD_READER}
    for form in (
        stage.form(**with_card),
        stage.form(**with_card, reading=read, applicant=other),
        stage.form(**with_card, reading=read, representative=AGENT),
    ):
        with refused("identity_reading_missing"):
            stage.window.accept(with_form(stage, stage.opened(), form))


def test_R_IN_2_an_agent_needs_an_authorisation(stage: Stage) -> None:
    case_id = stage.opened()
    form = stage.form(representative=replace(AGENT, authorisation=""))
    with refused("authorisation_missing"):
        stage.window.accept(with_form(stage, case_id, form))


def test_R_IN_2_with_an_agent_the_agents_document_is_the_evidence(stage: Stage) -> None:
    case_id = stage.opened()
    stage.window.accept(with_form(stage, case_id, stage.form(representative=AGENT)))
    assert stage.store.tables.acts[-1][1].evidence["identity"]["name"] == AGENT.name


def test_what_was_typed_sloppily_is_kept_in_normal_writing(stage: Stage) -> None:
    case_id = stage.opened()
    sloppy = replace(APPLICANT, document_no=" 411399１99001010013", phone="154 0000 0001")
    stage.window.accept(with_form(stage, case_id, stage.form(applicant=sloppy)))
    applicant = stage.window.case(case_id).applicant or {}
    assert (applicant["document_no"], applicant["phone"]) == (APPLICANT.document_no, "15400000001")


# -- one guard missing, each


def without_identity(form: IntakeForm) -> IntakeForm:
    return replace(form, identity=None)


def without_applicant(form: IntakeForm) -> IntakeForm:
    return replace(form, applicant=None)


def without_checklist(form: IntakeForm) -> IntakeForm:
    return replace(form, checklist=None)


def without_item(form: IntakeForm) -> IntakeForm:
    return replace(form, item_id="")


def with_material_missing(form: IntakeForm) -> IntakeForm:
    assert form.checklist is not None
    return replace(form, checklist=form.checklist.judge(2, MaterialVerdict.MISSING))


def with_material_unjudged(form: IntakeForm) -> IntakeForm:
    assert form.checklist is not None
    return replace(form, checklist=form.checklist.withdraw(1))


def with_material_deferred(form: IntakeForm) -> IntakeForm:
    assert form.checklist is not None
    return replace(form, checklist=form.checklist.judge(4, MaterialVerdict.DEFERRED))


def with_a_shorter_checklist(form: IntakeForm) -> IntakeForm:
    assert form.checklist is not None
    return replace(form, checklist=replace(form.checklist, rows=form.checklist.rows[:1]))


def with_wrong_check_digit(form: IntakeForm) -> IntakeForm:
    return replace(form, applicant=replace(APPLICANT, document_no="411399199001010014"))


def with_unknown_item(form: IntakeForm) -> IntakeForm:
    return replace(form, item_id="NX-999")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (without_identity, "identity_not_verified"),
        (without_applicant, "applicant_not_filled"),
        (without_checklist, "checklist_not_begun"),
        (without_item, "item_not_chosen"),
        (with_material_missing, "checklist_lacking"),
        (with_material_unjudged, "checklist_unjudged"),
        (with_material_deferred, "accept_conditionally_then"),
        (with_a_shorter_checklist, "checklist_of_other_item"),
        (with_wrong_check_digit, "id_check"),
        (with_unknown_item, "item_not_valid"),
    ],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_R_IN_1_R_IN_2_refused_with_one_guard_missing(
    stage: Stage, spoil: Callable[[IntakeForm], IntakeForm], code: str
) -> None:
    case_id = stage.opened()
    request = replace(stage.accept_request(case_id), form=spoil(stage.form()))
    with refused(code):
        stage.window.accept(request)
    nothing_happened(stage)


def test_only_a_window_clerk_accepts(stage: Stage) -> None:
    case_id = stage.opened()
    with refused("not_your_role"):
        stage.issuance.accept(stage.accept_request(case_id))


def test_an_intake_begins_at_an_intake_window_only(stage: Stage) -> None:
    with refused("not_at_this_counter"):
        stage.window.open_draft(ask.OpenDraft(uuid4(), uuid4(), LICENCE.item_id, 11))


def test_a_case_is_accepted_once(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with refused("not_in_this_state"):
        stage.window.accept(stage.accept_request(case_id))
    assert len(stage.store.tables.pushes) == 1


# -- the administrator's override (decisions 18)


def overridden(stage: Stage) -> IntakeForm:
    party = replace(APPLICANT, document_no="411399199001010014", document_override="派出所证明号码如此")
    return stage.form(applicant=party)


def test_decisions_18_a_clerk_cannot_override_a_refused_number(stage: Stage) -> None:
    case_id = stage.opened()
    with refused("override_needs_administrator"):
        stage.window.accept(with_form(stage, case_id, overridden(stage)))
    with refused("override_needs_administrator"):
        stage.window.save_draft(ask.SaveDraft(case_id, overridden(stage), 4))


def test_decisions_18_what_the_administrator_let_pass_the_clerk_accepts_with_the_name_kept(
    stage: Stage,
) -> None:
    case_id = stage.opened()
    stage.desks["admin"].save_draft(ask.SaveDraft(case_id, overridden(stage), 4))
    stage.window.save_draft(ask.SaveDraft(case_id, overridden(stage), 4))
    stage.window.accept(with_form(stage, case_id, overridden(stage)))
    identity = stage.store.tables.acts[-1][1].evidence["identity"]
    assert (identity["override_by"], identity["overrides"]) == ("吴管理", ["派出所证明号码如此"])


def test_decisions_18_an_override_does_not_cover_another_number(stage: Stage) -> None:
    case_id = stage.opened()
    stage.desks["admin"].save_draft(ask.SaveDraft(case_id, overridden(stage), 4))
    other = replace(APPLICANT, document_no="411399199001010015", document_override="派出所证明号码如此")
    with refused("override_needs_administrator"):
        stage.window.accept(with_form(stage, case_id, stage.form(applicant=other)))


# -- the commitment (decisions 9)


def test_decisions_9_signed_on_screen_nothing_is_owed_and_the_signature_is_kept(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    assert not stage.window.case(case_id).commitment_owed
    commitment = stage.store.tables.acts[-1][1].evidence["commitment"]
    signature = commitment["signature"]
    assert signature["text_sha256"] == commitment["text_sha256"]
    assert stage.store.tables.attachments[signature["picture"]].startswith(b"\x89PNG")
    assert stage.store.tables.attachments[signature["strokes"]].decode() == STROKES
    paper = jobs(stage, "credit_commitment")[0]
    assert isinstance(paper, papers.CommitmentPaper)
    assert paper.signature is not None
    assert paper.text_sha256 == signature["text_sha256"]


def test_decisions_9_in_ink_the_signature_is_owed_and_stands_first(stage: Stage) -> None:
    case_id = stage.opened()
    stage.window.accept(replace(stage.accept_request(case_id), signature=None))
    assert stage.window.case(case_id).commitment_owed


def test_decisions_9_a_signature_under_another_text_is_refused(stage: Stage) -> None:
    case_id = stage.opened()
    request = stage.accept_request(case_id)
    other = replace(APPLICANT, name="上官乙二")
    with refused("commitment_changed"):
        stage.window.accept(replace(request, form=stage.form(applicant=other)))
    nothing_happened(stage)


@pytest.mark.parametrize("blank", [{"png": b"GIF89a"}, {"strokes": "[]"}, {"signer": " "}])
def test_decisions_9_an_empty_signature_is_none(stage: Stage, blank: dict[str, object]) -> None:
    case_id = stage.opened()
    request = stage.accept_request(case_id)
    assert request.signature is not None
    with refused("signature_empty"):
        stage.window.accept(replace(request, signature=replace(request.signature, **blank)))  # type: ignore[arg-type]


def test_decisions_9_the_text_holds_no_number_of_the_case(stage: Stage) -> None:
    text = stage.window.commitment_text(stage.form(), LICENCE).canonical_bytes().decode()
    assert "NX2026" not in text
    assert APPLICANT.document_no not in text


def test_the_wet_signature_is_ticked_once(stage: Stage) -> None:
    case_id = stage.opened()
    stage.window.accept(replace(stage.accept_request(case_id), signature=None))
    stage.window.see_commitment_signature(
        ask.SeeCommitmentSignature(uuid4(), case_id, stage.revision(case_id), 4)
    )
    assert not stage.window.case(case_id).commitment_owed
    with refused("commitment_not_owed"):
        stage.window.see_commitment_signature(
            ask.SeeCommitmentSignature(uuid4(), case_id, stage.revision(case_id), 4)
        )


# -- once (R-X-1)


def test_R_X_1_the_same_request_again_is_answered_not_done_again(stage: Stage) -> None:
    request = stage.accept_request(stage.opened())
    first, second = stage.window.accept(request), stage.window.accept(request)
    assert (second.receipt_no, second.revision, second.repeated) == (first.receipt_no, first.revision, True)
    assert len(stage.store.tables.pushes) == 1


def test_R_X_1_other_content_under_the_same_id_is_refused(stage: Stage) -> None:
    request = stage.accept_request(stage.opened())
    stage.window.accept(request)
    with refused("other_act_under_this_id"):
        stage.window.accept(replace(request, signature=None))


@in_memory_only
def test_R_X_1_a_failing_commit_leaves_nothing_behind(stage: Stage) -> None:
    request = stage.accept_request(stage.opened())
    stage.store.breaks_at_commit = OSError("disk full")
    with pytest.raises(OSError, match="disk full"):
        stage.window.accept(request)
    nothing_happened(stage)
    stage.store.breaks_at_commit = None
    assert stage.window.accept(request).receipt_no == "NX20261123-04-0001"


def test_a_unit_applies_through_its_agent_and_wants_the_post(stage: Stage) -> None:
    unit = Applicant(
        PartyKind.UNIT,
        "内乡县演示商贸有限公司",
        DocumentKind.CREDIT_CODE,
        "91411325MA3X123451",
        "15400000003",
        legal_representative="司马甲一",
    )
    case_id = stage.opened()
    form = stage.form(applicant=unit, representative=AGENT, delivery=Delivery.MAIL)
    stage.window.accept(with_form(stage, case_id, form))
    sheet = jobs(stage, "receipt_sheet")[0]
    assert isinstance(sheet, papers.ReceiptSheet)
    assert (sheet.delivery, sheet.applicant.legal_representative) == ("邮寄", "司马甲一")


def with_form(stage: Stage, case_id: object, form: IntakeForm) -> ask.Accept:
    signature = stage.signed(form)
    request = stage.accept_request(case_id)  # type: ignore[arg-type]
    return replace(request, form=form, signature=signature)


def nothing_happened(stage: Stage) -> None:
    """No number, no paper, no print, no push, no signature: the draft is all there is."""
    tables = stage.store.tables
    assert not [*tables.papers, *tables.jobs, *tables.pushes, *tables.attachments]
    assert {case.tracks.approval for case in tables.cases.values()} == {Approval.DRAFT}
    assert not tables.serials
