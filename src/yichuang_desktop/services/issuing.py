"""Issuing the result: once, to the right person, against the receipt or a guarantee statement (3.2.4.1)."""

from dataclasses import replace
from typing import Any, Protocol
from uuid import UUID

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.commitments import CommitmentText, CommitmentWording
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evidence import OriginalSeen
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import CommitmentPaper, LossDeclarationPaper, PersonLine
from yichuang_desktop.domain.tracks import Result
from yichuang_desktop.domain.typed import compact
from yichuang_desktop.services import outside
from yichuang_desktop.services.acting import Deed, Seat, check_revision, last_of, once, record
from yichuang_desktop.services.checking_papers import paper_of_case
from yichuang_desktop.services.papers_made import (
    PaperDesk,
    applicant_of,
    collection_slip,
    collection_text,
    collector_line,
    loss_declaration,
    loss_text,
    mark_of,
)
from yichuang_desktop.services.plain import plain
from yichuang_desktop.services.ports import Work
from yichuang_desktop.services.requests import (
    Collector,
    Issue,
    IssueOnBehalf,
    IssueOnline,
    IssueWithoutReceipt,
    PrintCommitment,
    PrintStatement,
    ScreenSignature,
)
from yichuang_desktop.services.signing import SignedText, check_signature, keep_signature, text_sha256

_GONE = (Result.COLLECTED, Result.MAILED, Result.DELIVERED)
_GOING = ("issue", "issue_without_receipt", "issue_online", "issue_on_behalf", "mail_result")
LEGAL_REPRESENTATIVE = "法定代表人"
OWN = "本人"


class _Issuing(Protocol):
    """What the requests that hand a result out have in common."""

    @property
    def act_id(self) -> UUID: ...
    @property
    def case_id(self) -> UUID: ...
    @property
    def revision(self) -> int: ...
    @property
    def counter(self) -> int: ...
    @property
    def collector(self) -> Collector: ...
    @property
    def signature(self) -> ScreenSignature | None: ...
    @property
    def ink_seen(self) -> bool: ...


def issue(seat: Seat, request: Issue) -> ActDone:
    """Hand the result out against the scanned receipt: once, whatever a second desk does (T12; R-OUT-2).

    Raises RuleViolation ``already_issued``, ``changed_elsewhere``, those of :func:`paper_of_case` and
    :func:`check_collector`, ``collection_text_changed``, ``signature_empty`` and those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _issuable(work, request)
        receipt = paper_of_case(work, case, request.receipt_code, PaperKind.RECEIPT)
        collector = check_collector(case, request.collector)
        text = collection_text(case, collector)
        evidence = {
            "receipt_scanned": receipt,
            "collector": plain(collector),
            "collection_signature": _signature(work, case, request, text),
        }
        deed = Deed(evidence, case.goals("issue"), done_by=Doer.APPLICANT, doer_name=collector.name)
        done = record(work, case, request, "issue", deed, fingerprint)
        desk = _desk(seat, work, request, done)
        slip = collection_slip(desk, case, collector, "收件通知单原件", request.signature, text)
        work.add_print_jobs([desk.job(case.case_id, request.act_id, slip)], case.case_id)
        return done

    return once(seat, request, do)


def issue_without_receipt(seat: Seat, request: IssueWithoutReceipt) -> ActDone:
    """Receipt lost: original checked, guarantee statement signed, the old code revoked (T12L; R-OUT-3).

    Raises RuleViolation ``original_unknown``, ``original_of_other_person`` and as :func:`issue`.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _issuable(work, request)
        collector = check_collector(case, request.collector)
        original = check_original(case, collector, request)
        text = loss_text(case, collector, original["title"])
        signed = _signature(work, case, request, text)
        if request.signature is None and not work.copies_of(case.case_id, LossDeclarationPaper.KIND):
            raise RuleViolation("statement_not_printed")
        evidence = {
            "loss_declaration": {"number": f"{case.receipt_no}-B1", "signature": signed},
            "original_document": original,
            "collector": plain(collector),
            "collection_signature": signed,
        }
        deed = Deed(
            evidence, case.goals("issue_without_receipt"), done_by=Doer.APPLICANT, doer_name=collector.name
        )
        done = record(work, case, request, "issue_without_receipt", deed, fingerprint)
        _revoke_receipts(work, case, done)
        desk = _desk(seat, work, request, done)
        slip = collection_slip(
            desk, case, collector, f"{original['title']}、保证声明", request.signature, text
        )
        # Signed in ink, the statement is on paper already; else it is printed with the signature.
        signed_here = request.signature is not None
        statement = loss_declaration(desk, case, collector, original["title"], request.signature)
        papers = (statement, slip) if signed_here else (slip,)
        work.add_print_jobs([desk.job(case.case_id, request.act_id, paper) for paper in papers], case.case_id)
        return done

    return once(seat, request, do)


def issue_online(seat: Seat, request: IssueOnline) -> ActDone:
    """Hand an online result out; the credit commitment is signed now, not at intake (T17; R-OUT-5, 3.2.4.2).

    Raises RuleViolation ``commitment_signature_lacking``, ``commitment_not_printed``, ``commitment_changed``
    and as :func:`issue`, the receipt apart: it never left the hall.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _issuable(work, request)
        collector = check_collector(case, request.collector)
        commitment = commitment_at_pick_up(seat.wording, case, collector)
        text = collection_text(case, collector)
        evidence = {
            "collector": plain(collector),
            "commitment": _commitment_evidence(work, case, request, commitment),
            "collection_signature": _signature(work, case, request, text),
        }
        deed = Deed(evidence, case.goals("issue_online"), done_by=Doer.APPLICANT, doer_name=collector.name)
        done = record(work, case, request, "issue_online", deed, fingerprint)
        desk = _desk(seat, work, request, done)
        slip = collection_slip(desk, case, collector, "证件原件、信用承诺书", request.signature, text)
        signed = request.commitment is not None  # in ink it is on paper already
        made = (_commitment_paper(seat, work, desk, case, collector, request.commitment),) if signed else ()
        work.add_print_jobs(
            [desk.job(case.case_id, request.act_id, paper) for paper in (*made, slip)], case.case_id
        )
        return done

    return once(seat, request, do)


def print_commitment(seat: Seat, request: PrintCommitment) -> str:
    """The credit commitment of an online case on paper, before it is signed (R-OUT-5); gives the job's id.

    Raises RuleViolation ``already_issued`` and as :func:`check_collector`.
    """
    with seat.begin() as work:
        case = work.case(request.case_id)
        _refuse_gone(work, case)
        collector = check_collector(case, request.collector)
        desk = PaperDesk(
            seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, work.now()
        )
        paper = _commitment_paper(seat, work, desk, case, collector, None)
        job = desk.job(case.case_id, request.job_id, paper)
        work.add_print_jobs([job], case.case_id)
        work.commit()
        return job.id


def issue_on_behalf(seat: Seat, request: IssueOnBehalf) -> ActDone:
    """Hand out what a department issues through the hall: person checked, signed (T19i; R-OUT-5, R-OUT-6).

    Raises RuleViolation ``already_issued``, ``changed_elsewhere``, those of :func:`check_collector`,
    ``signature_not_seen``, ``collection_text_changed`` and those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _issuable(work, request)
        collector = check_collector(case, request.collector)
        text = collection_text(case, collector)
        evidence = {
            "collector": plain(collector),
            "collection_signature": _signature(work, case, request, text),
        }
        deed = Deed(evidence, case.goals("issue_on_behalf"), done_by=Doer.APPLICANT, doer_name=collector.name)
        done = record(work, case, request, "issue_on_behalf", deed, fingerprint)
        desk = _desk(seat, work, request, done)
        slip = collection_slip(desk, case, collector, "证件原件", request.signature, text)
        slip = replace(slip, voucher_no=case.external_no)
        work.add_print_jobs([desk.job(case.case_id, request.act_id, slip)], case.case_id)
        return done

    return once(seat, request, do)


def commitment_at_pick_up(wording: CommitmentWording, case: Case, collector: Collector) -> CommitmentText:
    """The credit commitment as the collector reads it: the applicant's, with an agent where one signs."""
    return wording.text(applicant_of(case), case.item_name, case.department, _agent(collector))


def print_statement(seat: Seat, request: PrintStatement) -> str:
    """The guarantee statement on paper, before anything is issued (3.2.4.1; R-OUT-3); gives the job's id.

    Raises RuleViolation ``already_issued``, ``original_unknown`` and as :func:`check_collector`.
    """
    with seat.begin() as work:
        case = work.case(request.case_id)
        _refuse_gone(work, case)
        collector = check_collector(case, request.collector)
        original = _original(request.original_seen)
        desk = PaperDesk(
            seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, work.now()
        )
        job = desk.job(case.case_id, request.job_id, loss_declaration(desk, case, collector, original, None))
        work.add_print_jobs([job], case.case_id)
        work.commit()
        return job.id


def check_collector(case: Case, collector: Collector) -> Collector:
    """Is the person at the desk the applicant or the agent of this case; anybody else needs an authorisation.

    Gives the collector in normal writing. Raises RuleViolation ``collector_missing``,
    ``collector_other_name`` (the number is the applicant's or the agent's, the name is not) or
    ``collector_not_authorised``.
    """
    name, number = " ".join(collector.name.split()), compact(collector.document_no)
    if not name or not number:
        raise RuleViolation("collector_missing")
    for party in (case.applicant, case.representative):
        if party and number == compact(str(party["document_no"])):
            if not _same_name(name, str(party["name"])):
                raise RuleViolation("collector_other_name", name=name, expected=str(party["name"]))
            return _tidied(collector, name, number)
    own = _same_name(name, case.applicant_name) and not collector.authorisation.strip()
    if own and not _legal_representative(case, collector, name):
        raise RuleViolation("collector_other_number", name=name)
    if not (collector.authorisation.strip() or _legal_representative(case, collector, name)):
        raise RuleViolation("collector_not_authorised", name=name, applicant=case.applicant_name)
    return _tidied(collector, name, number)


def check_original(case: Case, collector: Collector, request: IssueWithoutReceipt) -> dict[str, str]:
    """The original that stands in for the receipt belongs to the applicant or to who collects (3.2.4.1).

    Raises RuleViolation ``original_unknown`` or ``original_of_other_person``.
    """
    seen = OriginalSeen(_original(request.original_seen))
    number = compact(request.original_no)
    applicant = compact(str((case.applicant or {}).get("document_no", "")))
    owners = {applicant} if seen is OriginalSeen.LICENCE else {applicant, collector.document_no}
    if not number or number not in owners:
        raise RuleViolation("original_of_other_person", original=seen.value, applicant=case.applicant_name)
    return {"title": seen.value, "number": number}


def _original(title: str) -> str:
    """Which original was shown. Raises RuleViolation ``original_unknown``."""
    try:
        return OriginalSeen(title).value
    except ValueError as error:
        raise RuleViolation(
            "original_unknown", originals=tuple(seen.value for seen in OriginalSeen)
        ) from error


def _issuable(work: Work, request: _Issuing) -> Case:
    """The case, unless its result has gone out already: that is said in its own words."""
    case = work.case(request.case_id)
    _refuse_gone(work, case)
    check_revision(case, request)
    return case


def _refuse_gone(work: Work, case: Case) -> None:
    if case.tracks.result in _GONE:
        gone = last_of(work.history(case.case_id), *_GOING)
        raise RuleViolation(
            "already_issued",
            receipt_no=case.receipt_no,
            at=gone.at if gone else None,
            collector=gone.doer_name if gone else "",
            clerk=gone.recorder_name if gone else "",
        )


def _signature(work: Work, case: Case, request: _Issuing, text: str) -> dict[str, Any]:
    """Signed on screen under this very text, or in ink and ticked as seen; else ``signature_not_seen``."""
    signature = request.signature
    if signature is None:
        if not request.ink_seen:
            raise RuleViolation("signature_not_seen")
        return {"on": "ink"}
    check_signature(signature, text_sha256(text), "collection_text_changed")
    under = SignedText("领证签收", text)
    return {**keep_signature(work, case.case_id, request.counter, signature, under), "text": text}


def _revoke_receipts(work: Work, case: Case, done: ActDone) -> None:
    for paper in work.papers_of(case.case_id):
        if paper.kind is PaperKind.RECEIPT and not paper.revoked:
            work.revoke_paper(paper.code, done.act_id)


def _desk(seat: Seat, work: Work, request: _Issuing, done: ActDone) -> PaperDesk:
    return PaperDesk(seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, done.at)


def _agent(collector: Collector) -> PersonLine | None:
    """Who signs for the applicant; nobody does when the applicant or a unit's legal representative comes."""
    return None if collector.relation in (OWN, LEGAL_REPRESENTATIVE) else collector_line(collector)


def _commitment_evidence(
    work: Work, case: Case, request: IssueOnline, commitment: CommitmentText
) -> dict[str, Any]:
    signature = request.commitment
    if signature is not None:
        check_signature(signature, commitment.sha256, "commitment_changed")
        under = SignedText("信用承诺书", commitment.canonical_bytes().decode())
        signed: dict[str, Any] = dict(keep_signature(work, case.case_id, request.counter, signature, under))
    elif not request.commitment_ink_seen:
        raise RuleViolation("commitment_signature_lacking")
    elif not work.copies_of(case.case_id, CommitmentPaper.KIND):
        raise RuleViolation("commitment_not_printed")
    else:
        signed = {"on": "ink", "signer": request.collector.name.strip()}
    return {
        "text_sha256": commitment.sha256,
        "opening": commitment.opening,
        "clauses": list(commitment.clauses),
        "closing": commitment.closing,
        "signature": signed,
    }


def _commitment_paper(
    seat: Seat,
    work: Work,
    desk: PaperDesk,
    case: Case,
    collector: Collector,
    signature: ScreenSignature | None,
) -> CommitmentPaper:
    text, number = commitment_at_pick_up(seat.wording, case, collector), case.receipt_no
    known = outside.known_paper(
        seat, work, case.case_id, PaperKind.CREDIT_COMMITMENT, number, CommitmentPaper.KIND
    )
    return CommitmentPaper(
        head=desk.head(known.number, known.code),
        promisor=applicant_of(case),
        representative=_agent(collector),
        item_name=case.item_name,
        department=case.department,
        opening=text.opening,
        clauses=text.clauses,
        closing=text.closing,
        text_sha256=text.sha256,
        signature=mark_of(signature),
    )


def _same_name(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _legal_representative(case: Case, collector: Collector, name: str) -> bool:
    expected = str((case.applicant or {}).get("legal_representative", ""))
    return bool(expected) and collector.relation == LEGAL_REPRESENTATIVE and _same_name(name, expected)


def _tidied(collector: Collector, name: str, number: str) -> Collector:
    return Collector(
        name=name,
        document_title=collector.document_title,
        document_no=number,
        relation=collector.relation.strip() or OWN,
        authorisation=collector.authorisation.strip(),
        phone=collector.phone.strip(),
    )
