"""Accepting: once, whole, with the intake set, in one transaction (3.2.1, 3.2.1.2; R-IN-3, R-IN-9).

The ways of accepting (:mod:`conditional`, :mod:`commitments_kept`, packages, parcels) share what stands here:
:func:`review` judges the form, :func:`deed_of` makes the act, :func:`make_papers` the intake set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from yichuang_desktop.domain import paper_codes
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.clocks import Limit, two_clocks
from yichuang_desktop.domain.commitments import CommitmentText, CommitmentWording
from yichuang_desktop.domain.delegations import Delegation
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Doer, Role
from yichuang_desktop.domain.intake_form import IdentityProof, IntakeForm
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.numbers import ReceiptNumber
from yichuang_desktop.domain.obligations import check_not_deemed
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.acting import Deed, Seat, check_revision, effective, once, record
from yichuang_desktop.services.delegations import delegation_of
from yichuang_desktop.services.intake import item_columns, keep_override
from yichuang_desktop.services.material_scans import check_scans
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
from yichuang_desktop.services.signing import SignedText, check_signature, keep_signature


class Acceptance(Protocol):
    """What every request that accepts a drafted form carries."""

    @property
    def act_id(self) -> UUID: ...
    @property
    def case_id(self) -> UUID: ...
    @property
    def revision(self) -> int: ...
    @property
    def counter(self) -> int: ...
    @property
    def form(self) -> IntakeForm: ...
    @property
    def signature(self) -> ScreenSignature | None: ...
    @property
    def receipt_told(self) -> bool: ...


def accept(seat: Seat, request: Accept) -> ActDone:
    """Accept once and make the intake set 三单一书 (T4; R-IN-3, R-IN-9).

    The accepting clerk is the first handler from now on; due days, number, papers, prints and the push to the
    department are there together or not at all.  ``receipt_no`` of the answer is the case's number.

    Raises RuleViolation with the code of what stands in the way: of the form's fields, ``item_not_valid``,
    ``not_delegated``, ``deemed_accepted_already``, ``checklist_of_other_item``,
    ``accept_conditionally_then``, ``commitment_changed``, ``signature_empty``,
    ``override_needs_administrator`` and those of the table (``evidence_lacking`` when the applicant was
    not told to keep the receipt).
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        intake = review(seat, work, case, request)
        if intake.form.checklist is not None and intake.form.checklist.conditional:
            names = tuple(row.name for row in intake.form.checklist.deferred)
            raise RuleViolation("accept_conditionally_then", names=names)
        done = record(work, case, request, "accept", deed_of(seat, work, case, request, intake), fingerprint)
        make_papers(seat, work, request, intake, done)
        return done

    return once(seat, request, do)


def see_commitment_signature(seat: Seat, request: SeeCommitmentSignature) -> ActDone:
    """The wet signature under the commitments of the intake was seen (T4c; decisions 9).

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
class Intake:
    """A form that has passed: everything the acceptance is made from."""

    form: IntakeForm
    applicant: Applicant
    version: int
    item: ServiceItem
    now: datetime
    dues: Dues
    commitment: CommitmentText
    signature: ScreenSignature | None
    delegation: Delegation
    accepted_on: date

    @property
    def verified(self) -> str:
        """How the identity was checked, in the words of the record (R-IN-2)."""
        return self.form.identity.title if self.form.identity else ""


def review(
    seat: Seat, work: Work, case: Case, request: Acceptance, *, replaced: tuple[int, ...] = ()
) -> Intake:
    """Judge the whole form (3.2.1): parties, identity, checklist, delegation, commitment.

    ``replaced`` are materials an informed commitment stands for: they may lack.
    """
    now = work.now()
    seat.check_duty(work, request.counter, case.channel)
    check_not_deemed(case.notice_due, now.date(), case.item_name)
    form = _checked_form(work, request, now, replaced)
    work.item(form.item_id)  # the one in force: an item withdrawn since the draft began is refused here
    version, item = work.item(form.item_id, form.item_version)
    form.check_item(item, version)
    check_scans(work, form.checklist)
    text = commitment_text(seat.wording, form, item.name, item.department)
    if request.signature is not None:
        check_signature(request.signature, text.sha256, "commitment_changed")
    if form.applicant is None:
        raise RuleViolation("applicant_not_filled")
    return Intake(
        form, form.applicant, version, item, now, dues(item, now, work.calendar()), text, request.signature,
        delegation_of(work, item, now.date()), now.date(),
    )  # fmt: skip


def _checked_form(work: Work, request: Acceptance, now: datetime, replaced: tuple[int, ...]) -> IntakeForm:
    form = request.form.tidied(now.date())
    for obstacle in form.obstacles(now.date(), replaced):
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


def deed_of(
    seat: Seat,
    work: Work,
    case: Case,
    request: Acceptance,
    intake: Intake,
    *,
    kind: str = "accept",
    evidence: Mapping[str, Any] | None = None,
    sets: Mapping[str, Any] | None = None,
) -> Deed:
    """The acceptance as an act of that kind; ``evidence`` and ``sets`` are what this way adds."""
    papers = "with_window" if intake.form.with_paper else "not_applicable"
    keeps = case.tracks.papers.value if case.tracks.papers.value == "with_window" else papers
    return Deed(
        evidence=acceptance_evidence(seat, work, case, request, intake) | dict(evidence or {}),
        after=case.goals(kind, papers=keeps),
        sets=acceptance_columns(work, case, intake) | dict(sets or {}),
        doer_name=seat.session.name,
    )


def acceptance_evidence(
    seat: Seat, work: Work, case: Case, request: Acceptance, intake: Intake
) -> dict[str, Any]:
    """What every acceptance shows: checklist, identity, commitment, delegation, the choice of channel."""
    form = intake.form
    return {
        "checklist": plain(form.checklist),
        "identity": identity_evidence(form, intake.applicant),
        "commitment": _commitment(seat, work, case, request.counter, intake),
        "receipt_told": request.receipt_told,
        "remark": form.remark,
        "channel_choice": {"choice": form.channel_choice.value, "open": list(intake.item.channels)},
        "delegation": delegation_evidence(intake.delegation),
        "notices": [
            act.evidence["one_off_notice"]["number"]
            for act in (effective(work.history(case.case_id)) if case.revision > 1 else ())
            if act.kind in ("notify", "notify_again")
        ],
    }


def delegation_evidence(delegation: Delegation) -> dict[str, str]:
    """The document an acceptance leans on (R-IN-8)."""
    return {"document_no": delegation.document_no, "since": delegation.since.isoformat()}


def identity_evidence(form: IntakeForm, applicant: Applicant) -> dict[str, Any]:
    """How and by which document the applicant or the agent was verified (R-IN-2)."""
    agent = form.representative
    shown = agent or applicant
    read = form.card_read if form.identity is IdentityProof.CARD_READER else None
    return {
        "proof": form.identity.value if form.identity else "",
        "name": shown.name,
        "document": shown.document_kind.title,
        "document_no": shown.document_no,
        "authorisation": agent.authorisation if agent else "",
        "overrides": [reason for _number, reason in form.overrides],
        "override_by": form.override_by,
        "reading": read.evidence() if read else None,
    }


def _commitment(seat: Seat, work: Work, case: Case, counter: int, intake: Intake) -> dict[str, Any]:
    text = intake.commitment
    under = SignedText("信用承诺书", text.canonical_bytes().decode(), seat.wording.version, intake.verified)
    return {
        "text_sha256": text.sha256,
        "opening": text.opening,
        "clauses": list(text.clauses),
        "closing": text.closing,
        "signature": signature_or_ink(work, case.case_id, counter, intake.signature, under),
    }


def signature_or_ink(
    work: Work, case_id: UUID, counter: int, signature: ScreenSignature | None, under: SignedText
) -> Mapping[str, Any]:
    """The signature as evidence; without one, the ink that is still owed (decisions 9)."""
    if signature is None:
        return {"on": "ink_owed"}
    return keep_signature(work, case_id, counter, signature, under)


def acceptance_columns(work: Work, case: Case, intake: Intake) -> dict[str, Any]:
    """What an accepted case says of itself."""
    form, item = intake.form, intake.item
    kept = {"notice_due": None} if case.notice_due is not None else {}
    return (
        item_columns(item, intake.version)
        | kept
        | {
            "applicant_name": intake.applicant.name,
            "applicant": intake.applicant.to_json(),
            "representative": form.representative.to_json() if form.representative else None,
            "received_at": case.received_at or intake.now,
            "accepted_on": intake.accepted_on,
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
    )


# ---------------------------------------------------------------------------------------------- the papers


def make_papers(
    seat: Seat,
    work: Work,
    request: Acceptance,
    intake: Intake,
    done: ActDone,
    *,
    contents: tuple[str, ...] = (),
    first_handler: str = "",
) -> PaperDesk:
    """Receipt, counterfoil, credit commitment and intake record, and the slip for the applicant.

    ``contents`` are further papers the intake record lists; ``first_handler`` where it is not who sits here.
    Gives the desk, for what this way adds.
    """
    codes = intake_codes(work, seat.session.hall.prefix, done.receipt_no)
    desk = PaperDesk(seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, done.at)
    papers = IntakeSet(
        desk, done.receipt_no, codes, intake.item, intake.applicant, intake.form, intake.dues,
        intake.commitment, intake.signature, intake.accepted_on, contents, first_handler,
    )  # fmt: skip
    case_id = request.case_id
    work.add_papers(intake_records(case_id, done.receipt_no, codes))
    sheet = desk.job(case_id, request.act_id, papers.receipt())
    jobs = (
        sheet,
        desk.job(case_id, request.act_id, papers.credit_commitment()),
        desk.job(case_id, request.act_id, papers.intake_record()),
        desk.slip_of(sheet, request.act_id),
    )
    work.add_print_jobs(jobs, case_id)
    return desk


def intake_records(case_id: UUID, number: str, codes: Codes) -> list[PaperRecord]:
    """The four sheets of the intake set, to be found by their codes."""
    return [
        PaperRecord(codes.receipt, PaperKind.RECEIPT, case_id, number),
        PaperRecord(codes.counterfoil, PaperKind.COUNTERFOIL, case_id, number),
        PaperRecord(codes.commitment, PaperKind.CREDIT_COMMITMENT, case_id, f"{number}-C1"),
        PaperRecord(codes.record, PaperKind.ARCHIVE_BAG, case_id, f"{number}-D1"),
    ]


def intake_codes(work: Work, prefix: str, receipt_no: str) -> Codes:
    """The codes of the intake set."""
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
