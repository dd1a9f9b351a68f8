"""The text of a credit commitment: the hall's wording and the case, hashed, and bound to a signature.

The applicant reads and signs the text before the case is accepted, so it holds no receipt number: promisor,
document (masked), item and department are all that varies (R-IN-3; decision 9).  Wording is data with a
version; a commitment keeps the text it was signed with.
"""

import hashlib
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.masking import mask_document
from yichuang_desktop.domain.papers import (
    TITLES,
    CommitmentPaper,
    PersonLine,
    SignedPaper,
)

PLACES: Final = frozenset({"promisor", "document", "item", "department", "agent", "representative"})
"""What a wording may leave open."""
_BREAKS: Final = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class CommitmentText:
    """What the promisor reads and signs, and nothing else."""

    opening: str
    clauses: tuple[str, ...]
    closing: str

    def canonical_bytes(self) -> bytes:
        """The text as signed: UTF-8, a paragraph a line, every line ended by LF."""
        numbered = (f"{number}. {clause}" for number, clause in enumerate(self.clauses, 1))
        return "".join(f"{line}\n" for line in (self.opening, *numbered, self.closing)).encode()

    @property
    def sha256(self) -> str:
        """Digest of :meth:`canonical_bytes`, 64 lower-case hexadecimal digits."""
        return hashlib.sha256(self.canonical_bytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class CommitmentWording:
    """The hall's wording with its places open, see ``resources/papers/commitment.toml``."""

    version: str
    opening: str
    agent: str
    clauses: tuple[str, ...]
    closing: str

    def text(
        self, promisor: PersonLine, item_name: str, department: str, representative: PersonLine | None = None
    ) -> CommitmentText:
        """Fill the places. Document numbers are masked here, whatever the caller gives."""
        facts = {
            "promisor": _line(promisor.name),
            "document": _document(promisor),
            "item": _line(item_name),
            "department": _line(department),
            "representative": _line(representative.name) if representative else "",
        }
        facts["agent"] = self.agent.format_map(facts) if representative else ""
        clauses = tuple(clause.format_map(facts) for clause in self.clauses)
        return CommitmentText(self.opening.format_map(facts), clauses, self.closing.format_map(facts))


def wording_from(document: Mapping[str, Any]) -> CommitmentWording:
    """Read a wording from parsed TOML. Raises ValueError naming what is missing, open or not one line."""
    try:
        wording = CommitmentWording(
            version=str(document["version"]),
            opening=str(document["opening"]),
            agent=str(document["agent"]),
            clauses=tuple(str(clause) for clause in document["clauses"]),
            closing=str(document["closing"]),
        )
    except KeyError as fault:
        raise ValueError(f"commitment wording lacks {fault}") from fault
    if not wording.clauses:
        raise ValueError("commitment wording has no clauses")
    for part in (wording.opening, wording.agent, *wording.clauses, wording.closing):
        _check_part(part)
    return wording


def _check_part(part: str) -> None:
    if part != _line(part):
        raise ValueError(f"commitment wording must be one line a paragraph: {part!r}")
    places = {place for _, place, _, _ in string.Formatter().parse(part) if place is not None}
    if not places <= PLACES:
        raise ValueError(f"commitment wording leaves unknown places open: {sorted(places - PLACES)}")


def check_commitment(paper: CommitmentPaper) -> None:
    """Refuse a paper whose text is not the hashed one, or whose signature was given under another text.

    Raises RuleViolation("commitment_text_changed").
    """
    signed = paper.signature.text_sha256 if paper.signature else paper.text_sha256
    actual = CommitmentText(paper.opening, paper.clauses, paper.closing).sha256
    if not actual == paper.text_sha256 == signed:
        raise RuleViolation("commitment_text_changed", number=paper.head.number)


def check_signed_text(paper: SignedPaper) -> None:
    """Refuse a paper whose signature on screen was given under another text than the one it carries.

    Raises RuleViolation("signed_text_changed").
    """
    if not (paper.signature and paper.signed_text):
        return
    if hashlib.sha256(paper.signed_text.encode()).hexdigest() != paper.signature.text_sha256:
        raise RuleViolation("signed_text_changed", paper=TITLES[paper.KIND], number=paper.head.number)


def _document(person: PersonLine) -> str:
    return f"{_line(person.document_title)}{mask_document(_line(person.document_no))}"


def _line(text: str) -> str:
    """One line without breaks: a break inside a name must not look like another paragraph."""
    return _BREAKS.sub(" ", text).strip()
