"""Counterfoil and credit commitment arrive at the issuance desk (3.2.2.3; R-HO-3)."""

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services.acting import Deed, Seat, check_revision, once, record
from yichuang_desktop.services.checking_papers import paper_of_case
from yichuang_desktop.services.ports import Work
from yichuang_desktop.services.requests import RegisterCounterfoil


def register_counterfoil(seat: Seat, request: RegisterCounterfoil) -> ActDone:
    """Both papers of this very case are scanned at the issuance desk (T7).

    Raises RuleViolation as :func:`paper_of_case` and the table (``still_owed`` while the commitment lacks its
    signature, decisions 9).
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        counterfoil = paper_of_case(work, case, request.counterfoil_code, PaperKind.COUNTERFOIL)
        commitment = paper_of_case(work, case, request.commitment_code, PaperKind.CREDIT_COMMITMENT)
        deed = Deed(
            {"counterfoil_scanned": counterfoil, "commitment_scanned": commitment},
            case.goals("register_counterfoil"),
            doer_name=seat.session.name,
        )
        return record(work, case, request, "register_counterfoil", deed, fingerprint)

    return once(seat, request, do)
