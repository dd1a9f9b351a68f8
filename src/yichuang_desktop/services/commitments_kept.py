"""Informed commitment 告知承诺: told, willing, signed, checked afterwards (R-IN-6; 国办发〔2020〕42号).

Whoever is unwilling goes the ordinary way; nothing is asked beyond what the item's own scope allows.
"""

from collections.abc import Mapping
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.checklist import MaterialVerdict
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.obligations import CheckOutcome, check_due
from yichuang_desktop.services.accepting import deed_of, make_papers, review, signature_or_ink
from yichuang_desktop.services.acting import Deed, Seat, check_revision, once, record
from yichuang_desktop.services.further_papers import further_paper
from yichuang_desktop.services.handing_over import named_officer
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.obligation_papers import informed_commitment, informed_text, informed_told
from yichuang_desktop.services.ports import CaseFile, Work
from yichuang_desktop.services.requests.conditional import AcceptOnCommitment, CheckCommitmentKept
from yichuang_desktop.services.signing import SignedText, check_signature, text_sha256


def accept_on_commitment(seat: Seat, request: AcceptOnCommitment) -> ActDone:
    """Accept on an informed commitment; the check afterwards becomes an obligation (T26).

    Raises RuleViolation as :func:`accepting.accept`, ``commitment_not_offered``, ``commitment_not_told``,
    ``not_to_be_replaced``, ``accept_conditionally_then``, ``informed_changed``.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        if not request.told:
            raise RuleViolation("commitment_not_told")
        intake = review(seat, work, case, request, replaced=request.replaced)
        names = replaced_names(intake.form, intake.item, request.replaced)
        text = informed_text(intake.form, intake.item, names)
        if request.informed_signature is not None:
            check_signature(request.informed_signature, text_sha256(text), "informed_changed")
        due = check_due(intake.item, intake.now, work.calendar()).on
        evidence = {
            "informed_commitment": {
                "kind": intake.item.informed_commitment.kind,
                "scope": intake.item.informed_commitment.scope or intake.item.name,
                "told": [list(line) for line in informed_told(intake.item, names)],
                "replaced": list(names),
                "check_due": due.isoformat(),
                "text_sha256": text_sha256(text),
                "signature": signature_or_ink(
                    work,
                    case.case_id,
                    request.counter,
                    request.informed_signature,
                    SignedText("告知承诺书", text, verified=intake.verified),
                ),
            }
        }
        owes_ink = request.signature is None or request.informed_signature is None
        deed = deed_of(
            seat, work, case, request, intake, kind="accept_on_commitment", evidence=evidence,
            sets={"check_due": due, "commitment_owed": owes_ink},
        )  # fmt: skip
        done = record(work, case, request, "accept_on_commitment", deed, fingerprint)
        desk = make_papers(seat, work, request, intake, done, contents=("告知承诺书",))
        paper = further_paper(work, case, "informed_commitment", request.counter, receipt_no=done.receipt_no)
        sheet = informed_commitment(
            desk, paper, done.receipt_no, intake.form, intake.item, names, request.informed_signature
        )
        work.add_print_jobs([desk.job(case.case_id, request.act_id, sheet)], case.case_id)
        return done

    return once(seat, request, do)


def replaced_names(form: IntakeForm, item: ServiceItem, replaced: tuple[int, ...]) -> tuple[str, ...]:
    """The materials a commitment stands for, by name: those found missing, and nothing that was deferred.

    Raises RuleViolation ``commitment_not_offered``, ``accept_conditionally_then``, ``not_to_be_replaced``.
    """
    if not item.informed_commitment.applies:
        raise RuleViolation("commitment_not_offered", item=item.name)
    checklist = form.checklist
    if checklist is None:
        raise RuleViolation("checklist_not_begun")
    if checklist.deferred:
        raise RuleViolation("accept_conditionally_then", names=tuple(row.name for row in checklist.deferred))
    rows = [checklist.row(seq) for seq in replaced]
    for row in rows:
        if row.verdict is not MaterialVerdict.MISSING:
            raise RuleViolation("not_to_be_replaced", name=row.name)
    if rows and len(rows) == len([row for row in checklist.rows if row.mandatory]):
        raise RuleViolation("not_all_replaced")
    return tuple(row.name for row in rows)


def check_commitment_kept(seat: Seat, request: CheckCommitmentKept) -> ActDone:
    """The department says what its check found; a mend asked for is checked again on its day (T26c).

    Raises RuleViolation of the fields, ``check_not_owed``, ``next_check_lacking``.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        check_fields(request, work.now().date())
        if case.check_due is None:
            raise RuleViolation("check_not_owed", receipt_no=case.receipt_no)
        mend = request.outcome is CheckOutcome.MEND
        if mend and request.next_check is None:
            raise RuleViolation("next_check_lacking", field="next_check")
        checked_on = request.checked_on or work.now().date()
        deed = Deed(
            {
                "commitment_check": {
                    "outcome": request.outcome.value,
                    "on": checked_on.isoformat(),
                    "facts": request.facts.strip(),
                    "due": case.check_due.isoformat(),
                    "late": checked_on > case.check_due,
                    "next": request.next_check.isoformat() if mend and request.next_check else "",
                }
            },
            case.goals("check_commitment_kept"),
            {"check_due": request.next_check if mend else None},
            Doer.DEPARTMENT_OFFICER,
            named_officer(request.officer),
        )
        return record(work, case, request, "check_commitment_kept", deed, fingerprint)

    return once(seat, request, do)


def _begin_check(seat: Seat, _file: CaseFile | None) -> Mapping[str, Any]:
    return {"checked_on": seat.access.views.now().date()}


ACTS: dict[str, Handler] = {
    "accept_on_commitment": Handler(AcceptOnCommitment, accept_on_commitment),
    "check_commitment_kept": Handler(
        CheckCommitmentKept,
        check_commitment_kept,
        _begin_check,
        form=True,
        hint="核查由审批部门进行，按其书面或当面告知的情况登记。",
        allows=lambda case: case.check_due is not None and case.allows("check_commitment_kept"),
    ),
}
