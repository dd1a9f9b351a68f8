"""Accepting: once, whole, with the intake set, in one transaction (3.2.1, 3.2.1.2; R-IN-3, R-IN-9)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang_desktop.domain import paper_codes
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.clocks import Limit, two_clocks
from yichuang_desktop.domain.commitments import CommitmentText, CommitmentWording
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Doer, Role
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.numbers import ReceiptNumber
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.acting import Deed, Seat, check_revision, effective, once, record
from yichuang_desktop.services.intake import item_columns, keep_override
from yichuang_desktop.services.papers_made import (
    Codes,
    Dues,
    IntakeSet,
    PaperDesk,
    agent_line,
    applicant_line,
)
from yichuang_desktop.services.plain import plain
from yichuang_desktop.services.ports import PaperRecord, Work
from yichuang_desktop.services.requests import Accept, ScreenSignature, SeeCommitmentSignature
from yichuang_desktop.services.signing import check_signature, keep_signature


def accept(seat: Seat, request: Accept) -> ActDone:
    """Accept once and make the intake set 三单一书 (T4; R-IN-3, R-IN-9).

    The accepting clerk is the first handler from now on; due days, number, papers, prints and the push to the
    department are there together or not at all.  ``receipt_no`` of the answer is the case's number.

    Raises RuleViolation with the code of what stands in the way: of the form's fields, ``item_not_valid``,
    ``checklist_of_other_item``, ``deferral_not_yet``, ``commitment_changed``, ``signature_empty``,
    ``override_needs_administrator`` and those of the table (``evidence_lacking`` when the applicant was not
    told to keep the receipt).
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        seat.check_duty(work, request.counter, case.channel)
        intake = _review(seat, work, request)
        deed = _deed(seat, work, case, request, intake)
        done = record(work, case, request, "accept", deed, fingerprint)
        _make_papers(seat, work, request, intake, done)
        return done

    return once(seat, request, do)


def see_commitment_signature(seat: Seat, request: SeeCommitmentSignature) -> ActDone:
    """The wet signature under the credit commitment was seen (T4c; decisions 9).

    Raises RuleViolation ``commitment_not_owed`` when nothing is owed.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        if not case.commitment_owed:
            raise RuleViolation("commitment_not_owed", receipt_no=case.receipt_no)
        signer = str((case.representative or {}).get("name") or case.applicant_name)
        deed = Deed(
            {"commitment_signature_seen": {"signer": signer, "on": "ink"}},
            case.goals("see_commitment_signature"),
            {"commitment_owed": False},
            Doer.APPLICANT,
            signer,
        )
        return record(work, case, request, "see_commitment_signature", deed, fingerprint)

    return once(seat, request, do)


def commitment_text(
    wording: CommitmentWording, form: IntakeForm, item_name: str, department: str
) -> CommitmentText:
    """What the applicant reads and signs: no receipt number in it, so it may be signed first (decisions 9).

    Raises RuleViolation ``applicant_not_filled``.
    """
    if form.applicant is None:
        raise RuleViolation("applicant_not_filled")
    return wording.text(
        applicant_line(form.applicant), item_name, department, agent_line(form.representative)
    )


# ---------------------------------------------------------------------------------------------- the review


@dataclass(frozen=True, slots=True)
class _Intake:
    """A form that has passed: everything the acceptance is made from."""

    form: IntakeForm
    applicant: Applicant
    version: int
    item: ServiceItem
    now: datetime
    dues: Dues
    commitment: CommitmentText
    signature: ScreenSignature | None


def _review(seat: Seat, work: Work, request: Accept) -> _Intake:
    """Judge the whole form (3.2.1): parties, identity, checklist, commitment."""
    now = work.now()
    form = _checked_form(work, request, now)
    work.item(form.item_id)  # the one in force: an item withdrawn since the draft began is refused here
    version, item = work.item(form.item_id, form.item_version)
    form.check_item(item, version)
    if form.checklist is not None and form.checklist.conditional:
        raise RuleViolation("deferral_not_yet", names=tuple(row.name for row in form.checklist.deferred))
    text = commitment_text(seat.wording, form, item.name, item.department)
    if request.signature is not None:
        check_signature(request.signature, text.sha256, "commitment_changed")
    if form.applicant is None:
        raise RuleViolation("applicant_not_filled")
    return _Intake(
        form, form.applicant, version, item, now, dues(item, now, work.calendar()), text, request.signature
    )


def _checked_form(work: Work, request: Accept, now: datetime) -> IntakeForm:
    form = request.form.tidied(now.date())
    for obstacle in form.obstacles(now.date()):
        raise RuleViolation(obstacle.code, **{"field": obstacle.field, **obstacle.facts})
    if form.overrides and Role.ADMINISTRATOR not in work.roles:
        return keep_override(form, work.draft(request.case_id).tidied(now.date()))
    return form


def dues(item: ServiceItem, accepted: datetime, calendar: WorkCalendar) -> Dues:
    """Legal and promised due day, counted from the working day after acceptance (dossier 3.2)."""
    promise = Limit.of(0, "当场") if item.on_the_spot else Limit.of(item.promised_limit, item.promised_unit)
    clocks = two_clocks(accepted, Limit.of(item.legal_limit, item.legal_unit), promise, calendar)
    both = [due for due in (clocks.legal, clocks.promise) if due]
    return Dues(
        legal=clocks.legal.on if clocks.legal else None,
        promise=clocks.promise.on if clocks.promise else None,
        estimated=any(due.estimated for due in both),
    )


# ---------------------------------------------------------------------------------------------- the act


def _deed(seat: Seat, work: Work, case: Case, request: Accept, intake: _Intake) -> Deed:
    papers = "with_window" if intake.form.with_paper else "not_applicable"
    keeps = case.tracks.papers.value if case.tracks.papers.value == "with_window" else papers
    return Deed(
        evidence=_evidence(work, case, request, intake),
        after=case.goals("accept", papers=keeps),
        sets=_columns(work, intake),
        doer_name=seat.session.name,
    )


def _evidence(work: Work, case: Case, request: Accept, intake: _Intake) -> dict[str, Any]:
    form = intake.form
    return {
        "checklist": plain(form.checklist),
        "identity": _identity(form, intake.applicant),
        "commitment": _commitment(work, case, intake),
        "receipt_told": request.receipt_told,
        "remark": form.remark,
        "notices": [
            act.evidence["one_off_notice"]["number"]
            for act in (effective(work.history(case.case_id)) if case.revision > 1 else ())
            if act.kind in ("notify", "notify_again")
        ],
    }


def _identity(form: IntakeForm, applicant: Applicant) -> dict[str, Any]:
    agent = form.representative
    shown = agent or applicant
    return {
        "proof": form.identity.value if form.identity else "",
        "name": shown.name,
        "document": shown.document_kind.title,
        "document_no": shown.document_no,
        "authorisation": agent.authorisation if agent else "",
        "overrides": [reason for _number, reason in form.overrides],
        "override_by": form.override_by,
    }


def _commitment(work: Work, case: Case, intake: _Intake) -> dict[str, Any]:
    text = intake.commitment
    evidence: dict[str, Any] = {
        "text_sha256": text.sha256,
        "opening": text.opening,
        "clauses": list(text.clauses),
        "closing": text.closing,
        "signature": {"on": "ink_owed"},
    }
    if intake.signature is not None:
        evidence["signature"] = keep_signature(work, case.case_id, intake.signature)
    return evidence


def _columns(work: Work, intake: _Intake) -> dict[str, Any]:
    form, item = intake.form, intake.item
    return item_columns(item, intake.version) | {
        "applicant_name": intake.applicant.name,
        "applicant": intake.applicant.to_json(),
        "representative": form.representative.to_json() if form.representative else None,
        "received_at": intake.now,
        "accepted_on": intake.now.date(),
        "legal_due": intake.dues.legal,
        "promise_due": intake.dues.promise,
        "due_estimated": intake.dues.estimated,
        "promise_text": item.promise_text,
        "delivery": form.delivery.value,
        "commitment_owed": intake.signature is None,
        "on_the_spot": item.on_the_spot,
        "collection_due": work.cutoffs().collection_due(intake.now),
        "copies": form.copies,
    }


# ---------------------------------------------------------------------------------------------- the papers


def _make_papers(seat: Seat, work: Work, request: Accept, intake: _Intake, done: ActDone) -> None:
    """Receipt, counterfoil, credit commitment and intake record, and the slip for the applicant."""
    codes = _codes(work, seat.session.hall.prefix, done.receipt_no)
    desk = PaperDesk(seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, done.at)
    papers = IntakeSet(
        desk,
        done.receipt_no,
        codes,
        intake.item,
        intake.applicant,
        intake.form,
        intake.dues,
        intake.commitment,
        intake.signature,
    )
    case_id, number = request.case_id, done.receipt_no
    work.add_papers(
        [
            PaperRecord(codes.receipt, PaperKind.RECEIPT, case_id, number),
            PaperRecord(codes.counterfoil, PaperKind.COUNTERFOIL, case_id, number),
            PaperRecord(codes.commitment, PaperKind.CREDIT_COMMITMENT, case_id, f"{number}-C1"),
            PaperRecord(codes.record, PaperKind.ARCHIVE_BAG, case_id, f"{number}-D1"),
        ]
    )
    sheet = desk.job(case_id, request.act_id, papers.receipt())
    jobs = (
        sheet,
        desk.job(case_id, request.act_id, papers.credit_commitment()),
        desk.job(case_id, request.act_id, papers.intake_record()),
        desk.slip_of(sheet, request.act_id),
    )
    work.add_print_jobs(jobs, case_id)


def _codes(work: Work, prefix: str, receipt_no: str) -> Codes:
    keys = work.paper_keys()
    serial = ReceiptNumber.parse(receipt_no, prefix).serial14

    def make(kind: PaperKind) -> str:
        return paper_codes.make(kind, keys.current, serial, keys)

    return Codes(
        make(PaperKind.RECEIPT),
        make(PaperKind.COUNTERFOIL),
        make(PaperKind.CREDIT_COMMITMENT),
        make(PaperKind.ARCHIVE_BAG),
    )
