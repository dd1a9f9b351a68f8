"""From a scan or a typed number to the case (3.2.4.1; decisions 4): wrong, foreign, half, forged, revoked."""

from dataclasses import dataclass
from uuid import UUID

from yichuang_desktop.domain import paper_codes
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.numbers import NoticeNumber, ReceiptNumber
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.typed import compact
from yichuang_desktop.services.checking_papers import check_not_revoked
from yichuang_desktop.services.ports import PaperRecord, Views

NOTICE = "-T"
"""What tells the number of a consultation or notice from a receipt's."""
SCAN_DIGITS = 20
"""From this many digits on what was typed is a code, not a number or a name."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan found: the case, and the paper that was in the clerk's hand."""

    case_id: UUID
    paper: PaperRecord


def scan(views: Views, text: str, wanted: PaperKind | None = None) -> Scanned:
    """The case a paper belongs to.

    Raises RuleViolation ``not_our_code``, ``half_scan``, ``unknown_key``, ``forged_code``, ``wrong_paper``
    (not the kind that was ``wanted``), ``paper_not_found`` or ``paper_revoked``.
    """
    code = paper_codes.read(text, views.papers_keys())
    if wanted is not None and code.kind is not wanted:
        raise RuleViolation("wrong_paper", wanted=wanted, found=code.kind)
    found = views.case_id_of_code(code.text)
    if found is None:
        raise RuleViolation("paper_not_found", kind=code.kind)
    case_id, paper = found
    check_not_revoked(paper)
    return Scanned(case_id, paper)


def find(views: Views, text: str, prefix: str) -> UUID:
    """The one case a scan or a whole receipt number names; search lists are ``Views.find_cases``.

    Raises RuleViolation as :func:`scan`, ``number_unreadable`` or ``case_not_found``.
    """
    if sum(character.isdigit() for character in compact(text)) >= SCAN_DIGITS:
        return scan(views, text).case_id
    number = str(NoticeNumber.parse(text) if NOTICE in compact(text) else ReceiptNumber.parse(text, prefix))
    for row in views.find_cases(number):
        if row.receipt_no == number:
            return row.case_id
    raise RuleViolation("case_not_found", number=number)
