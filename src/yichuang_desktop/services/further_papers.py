"""Papers of a case beside its intake set: numbers with a suffix, codes of their own (decisions 3, 4).

Kind 78 has its serials from a series of its own, so that every sheet is found by its code (leap 1).
"""

from dataclasses import dataclass

from yichuang_desktop.domain import paper_codes
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.paper_letters import LETTERS
from yichuang_desktop.services.ports import PaperRecord, Work


@dataclass(frozen=True, slots=True)
class Further:
    """A further paper's number and code."""

    number: str
    code: str


def further_paper(
    work: Work, case: Case, kind: str, counter: int, *, receipt_no: str = "", number: str = ""
) -> Further:
    """Number and code of a paper of that kind (``Paper.KIND``), its record kept in the same transaction.

    ``receipt_no`` where the case gets it by this very act; ``number`` where the paper has one of its own.
    """
    own = number or _next_number(work, case, receipt_no or case.receipt_no, LETTERS[kind])
    code = further_code(work, counter)
    work.add_papers([PaperRecord(code, PaperKind.OTHER, case.case_id, own)])
    return Further(own, code)


def further_code(work: Work, counter: int) -> str:
    """A fresh code of kind 78."""
    keys = work.paper_keys()
    return paper_codes.make(PaperKind.OTHER, keys.current, work.next_paper_serial(counter), keys)


def _next_number(work: Work, case: Case, receipt_no: str, letter: str) -> str:
    stem = f"{receipt_no}-{letter}"
    taken = [paper.number for paper in work.papers_of(case.case_id)] if case.receipt_no else []
    return f"{stem}{1 + sum(number.startswith(stem) for number in taken)}"
