"""Counterfoil and credit commitment arrive at the issuance desk (3.2.2.3; R-HO-3)."""

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services.acting import Deed, Seat, check_revision, last_of, once, record
from yichuang_desktop.services.checking_papers import paper_of_case
from yichuang_desktop.services.ports import Work
from yichuang_desktop.services.requests import RegisterCounterfoil


def register_counterfoil(seat: Seat, request: RegisterCounterfoil) -> ActDone:
    """Both papers of this very case are scanned at the issuance desk (T7).

    A commitment that came signed in the parcel has no code of ours: it lies with the counterfoil (3.3).

    Raises RuleViolation as :func:`paper_of_case` and the table (``still_owed`` while the commitment lacks its
    signature, decisions 9).
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        counterfoil = paper_of_case(work, case, request.counterfoil_code, PaperKind.COUNTERFOIL)
        commitment = _enclosed(work, case) or paper_of_case(
            work, case, request.commitment_code, PaperKind.CREDIT_COMMITMENT
        )
        deed = Deed(
            {"counterfoil_scanned": counterfoil, "commitment_scanned": commitment},
            case.goals("register_counterfoil"),
            doer_name=seat.session.name,
        )
        return record(work, case, request, "register_counterfoil", deed, fingerprint)

    return once(seat, request, do)


def _enclosed(work: Work, case: Case) -> str:
    """Says of a mailed-in case's commitment that it came in the parcel; empty for every other one."""
    if case.channel is not Channel.MAIL:
        return ""
    accepted = last_of(work.history(case.case_id), "accept_mailed")
    signed = accepted.evidence["commitment"]["signature"]["on"] if accepted else ""
    return f"随件附来（{case.parcel_no}）" if signed == "enclosed" else ""
