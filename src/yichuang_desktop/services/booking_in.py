"""The department's decision and its documents come to the hall (3.2.4.1; R-OUT-1)."""

from typing import Any, Protocol

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services.acting import Deed, Seat, check_revision, once, record
from yichuang_desktop.services.checking_papers import paper_of_case
from yichuang_desktop.services.handing_over import named_officer
from yichuang_desktop.services.ports import Work
from yichuang_desktop.services.requests import BookInResult, ConcludeOnTheSpot

MAX_RESULT_COPIES = 99


class _Brought(Protocol):
    """What every request says that brings a result."""

    @property
    def result_name(self) -> str: ...
    @property
    def result_no(self) -> str: ...
    @property
    def copies(self) -> int: ...


def book_in_result(seat: Seat, request: BookInResult) -> ActDone:
    """An officer brings the decided result to the issuance desk (T10).

    Raises RuleViolation ``officer_missing``, ``result_name_missing``, ``result_copies_wrong``, the table's.
    """
    officer = named_officer(request.officer)
    columns = result_columns(request)

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        deed = Deed(
            evidence={
                "decision": {"outcome": "approved", "officer": officer, **columns},
                "result_slip": {"number": request.slip.strip(), "brought_by": officer},
            },
            after=case.goals("book_in_result"),
            sets=columns,
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=officer,
        )
        return record(work, case, request, "book_in_result", deed, fingerprint)

    return once(seat, request, do)


def conclude_on_the_spot(seat: Seat, request: ConcludeOnTheSpot) -> ActDone:
    """An item decided while the applicant waits: signature, decision and result in one sitting (T30).

    Raises RuleViolation ``not_on_the_spot`` for items with a term, as :func:`paper_of_case`, the table's.
    """
    officer = named_officer(request.officer)
    columns = result_columns(request)

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        if not case.on_the_spot:
            raise RuleViolation("not_on_the_spot", item=case.item_name)
        code = paper_of_case(work, case, request.counterfoil_code, PaperKind.COUNTERFOIL)
        deed = Deed(
            evidence={
                "decision": {"outcome": "approved", "officer": officer, **columns},
                "officer_signature_seen": {"officer": officer, "counterfoil": code, "on": "ink"},
                "clerk_signature": {"first_handler": case.first_handler, "on": "counterfoil"},
            },
            after=case.goals("conclude_on_the_spot"),
            sets=columns,
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=officer,
        )
        return record(work, case, request, "conclude_on_the_spot", deed, fingerprint)

    return once(seat, request, do)


def result_columns(request: _Brought) -> dict[str, Any]:
    """What the case says of its result."""
    name = " ".join(request.result_name.split())
    if not name:
        raise RuleViolation("result_name_missing")
    if not 0 < request.copies <= MAX_RESULT_COPIES:
        raise RuleViolation("result_copies_wrong", most=MAX_RESULT_COPIES)
    return {
        "result_name": name,
        "result_no": " ".join(request.result_no.split()),
        "result_copies": request.copies,
    }
