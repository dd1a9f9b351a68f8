"""The department's review as its officers tell it: begun, decided, papers kept (3.2.2.5; R-HO-5, R-IN-9)."""

from datetime import date
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.tracks import Papers
from yichuang_desktop.services.acting import Deed, Seat, check_revision, once, record
from yichuang_desktop.services.checking_papers import paper_of_case
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.ports import CaseFile, Work
from yichuang_desktop.services.requests import (
    Approve,
    EnterReview,
    LeavePapersWithDepartment,
    SignAsFirstHandler,
)
from yichuang_desktop.services.special_steps import last_officer


def enter_review(seat: Seat, request: EnterReview) -> ActDone:
    """The department has begun: for what it has no counterfoil to sign, or no papers to fetch (T7r)."""
    return _said(seat, request, "enter_review")


def leave_papers_with_department(seat: Seat, request: LeavePapersWithDepartment) -> ActDone:
    """The department files the papers itself (T10k)."""
    return _said(seat, request, "leave_papers_with_department")


def approve(seat: Seat, request: Approve) -> ActDone:
    """The department decided for the applicant; its documents are still to be brought (T10d).

    Raises RuleViolation as :func:`check_fields`, ``decided_before_acceptance``, the table's.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _checked(work, request)
        _check_decided(case, request.decided_on)
        officer = request.officer.strip()
        decision = {
            "outcome": "approved",
            "officer": officer,
            "decided_on": request.decided_on.isoformat(),
            "number": request.decision_no.strip(),
        }
        choice: dict[str, str] = {}
        if case.tracks.papers is Papers.WITH_DEPARTMENT:
            choice["papers"] = (Papers.KEPT if request.papers_kept else Papers.WITH_DEPARTMENT).value
        deed = Deed(
            {"decision": decision},
            case.goals("approve", **choice),
            {"decided_on": request.decided_on},
            Doer.DEPARTMENT_OFFICER,
            officer,
        )
        return record(work, case, request, "approve", deed, fingerprint)

    return once(seat, request, do)


def sign_as_first_handler(seat: Seat, request: SignAsFirstHandler) -> ActDone:
    """The first handler, and nobody else, has signed receipt and counterfoil (T4s; R-IN-9).

    Raises RuleViolation as :func:`check_fields`, ``not_first_handler``, :func:`paper_of_case`, the table's.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _checked(work, request)
        if case.first_handler != seat.session.login:
            raise RuleViolation("not_first_handler", handler=work.staff_name(case.first_handler))
        code = paper_of_case(work, case, request.counterfoil_code, PaperKind.COUNTERFOIL)
        signature = {"first_handler": case.first_handler, "counterfoil": code, "on": "counterfoil"}
        deed = Deed(
            {"clerk_signature": signature},
            case.goals("sign_as_first_handler"),
            doer_name=seat.session.name,
        )
        return record(work, case, request, "sign_as_first_handler", deed, fingerprint)

    return once(seat, request, do)


def _said(seat: Seat, request: EnterReview | LeavePapersWithDepartment, kind: str) -> ActDone:
    """An act that rests on an officer's word."""

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _checked(work, request)
        officer = request.officer.strip()
        deed = Deed(
            {"department_word": {"officer": officer, "said": request.said.strip()}},
            case.goals(kind),
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=officer,
        )
        return record(work, case, request, kind, deed, fingerprint)

    return once(seat, request, do)


def _checked(work: Work, request: Any) -> Case:
    case: Case = work.case(request.case_id)
    check_revision(case, request)
    check_fields(request, work.now().date())
    return case


def _check_decided(case: Case, decided_on: date) -> None:
    if case.accepted_on is not None and decided_on < case.accepted_on:
        raise RuleViolation("decided_before_acceptance", field="decided_on", accepted_on=case.accepted_on)


# ---------------------------------------------------------------------------------------------- forms


def _begin(_seat: Seat, file: CaseFile | None) -> dict[str, Any]:
    return {"officer": last_officer(file)} if file is not None else {}


def _begin_approval(seat: Seat, file: CaseFile | None) -> dict[str, Any]:
    return {"decided_on": seat.access.views.now().date(), **_begin(seat, file)}


ACTS: dict[str, Handler] = {
    "enter_review": Handler(EnterReview, enter_review, _begin, form=True),
    "approve": Handler(
        Approve,
        approve,
        _begin_approval,
        form=True,
        hint="部门已作出准予决定、结果文书还没有送来时登记；文书送来时直接办“结果移交出证窗口”。",
    ),
    "leave_papers_with_department": Handler(
        LeavePapersWithDepartment, leave_papers_with_department, _begin, form=True
    ),
    "sign_as_first_handler": Handler(SignAsFirstHandler, sign_as_first_handler, form=True),
}
