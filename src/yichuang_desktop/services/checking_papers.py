"""Is the paper in hand the right paper of this very case (decisions 4): read, known, ours, not revoked."""

from yichuang_desktop.domain import paper_codes
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services.ports import PaperRecord, Work


def paper_of_case(work: Work, case: Case, scanned: str, kind: PaperKind) -> str:
    """The 30 digits of the case's own paper of this kind; a part of a package has its package's.

    Raises RuleViolation as :func:`paper_codes.read`, ``wrong_paper`` (another kind), ``paper_not_found``,
    ``paper_of_other_case`` or ``paper_revoked``.
    """
    code = paper_codes.read(scanned, work.paper_keys())
    if code.kind is not kind:
        raise RuleViolation("wrong_paper", wanted=kind, found=code.kind)
    paper = work.paper(code.text)
    if paper is None:
        raise RuleViolation("paper_not_found", kind=code.kind)
    if paper.case_id.hex not in (case.case_id.hex, case.part_of):
        raise RuleViolation("paper_of_other_case", kind=kind, number=paper.number, receipt_no=case.receipt_no)
    check_not_revoked(paper)
    return code.text


def check_not_revoked(paper: PaperRecord) -> None:
    """Refuse a paper that was declared lost: ``paper_revoked``."""
    if paper.revoked:
        raise RuleViolation("paper_revoked", kind=paper.kind, number=paper.number)
