"""What services need from a store for bags, books and the close of a day (3.2.4.3, 4.6; peers 9, 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.day_close import Left
from yichuang_desktop.domain.ledgers import Ledger


@dataclass(frozen=True, slots=True)
class HeldAct:
    """An act that still holds, as far as the archive looks at it."""

    kind: str
    at: datetime
    evidence: Mapping[str, Any]
    before: Mapping[str, str]
    after: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClosedCase:
    """A case that has ended and is not in its bag yet, with the acts that still hold."""

    case: Case
    acts: tuple[HeldAct, ...]


@dataclass(frozen=True, slots=True)
class BagRow:
    """A bag on the shelf or in the archive room."""

    case_id: UUID
    revision: int
    receipt_no: str
    applicant_name: str
    item_name: str
    department: str
    bag_no: str
    month: str
    in_archive: bool
    packed: Mapping[str, Any]
    """The list of contents as it was kept: ``rows``, ``closed_on``, ``retention``, ``ending``, ``box_no``."""
    packed_at: datetime
    packed_by: str

    @property
    def sheets(self) -> int:
        """All sheets of the bag."""
        return sum(int(row["sheets"]) * max(int(row["copies"]), 1) for row in self.packed["rows"])

    @property
    def closed_on(self) -> date:
        """The day on which the case ended."""
        return date.fromisoformat(self.packed["closed_on"])


@dataclass(frozen=True, slots=True)
class MonthOfBags:
    """How many bags of a ledger are filed under a month, and how many of them are in the archive room."""

    ledger: Ledger
    month: str
    bags: int
    in_archive: int


@dataclass(frozen=True, slots=True)
class BagNumber:
    """What became of a number of a bag: the month it is filed under; or why it was taken back."""

    bag_no: str
    month: str
    undone: str = ""
    """The reason for which the bagging was annulled."""


@dataclass(frozen=True, slots=True)
class BookPlace:
    """A line of a hand-kept ledger and the case in it."""

    book: str
    page: int
    line: int
    receipt_no: str = ""


@dataclass(frozen=True, slots=True)
class BookRow:
    """A case of a ledger and where it stands in the hand-kept book; ``place.book`` is empty where nowhere."""

    case_id: UUID
    receipt_no: str
    applicant_name: str
    item_name: str
    registered_on: date
    place: BookPlace


@dataclass(frozen=True, slots=True)
class LedgerSum:
    """A ledger over a span of days, counted from its rows and from the acts that registered them."""

    ledger: Ledger
    rows: int
    acts: int
    in_book: int


class ArchiveWork(Protocol):
    """The archive within a transaction."""

    def next_bag_serial(self, ledger: str) -> int:
        """The next number of an archive bag in this ledger and year, in the order of commits."""
        ...


class ArchiveViews(Protocol):
    """Bags, books and what is left on desks."""

    def closed_cases(self, limit: int = 2000) -> tuple[ClosedCase, ...]:
        """Ended cases that are not in a bag yet, the oldest first."""
        ...

    def bags(self, ledger: Ledger, month: str, limit: int = 10_000) -> tuple[BagRow, ...]:
        """The bags of a ledger filed under a month, by number."""
        ...

    def months_of_bags(self) -> tuple[MonthOfBags, ...]:
        """All months with bags, newest first."""
        ...

    def bag_numbers(self, ledger: Ledger, year: int) -> tuple[BagNumber, ...]:
        """What became of every number of a year's bags, annulled ones too."""
        ...

    def last_book_entry(self, ledger: Ledger) -> BookPlace | None:
        """The line of the hand-kept ledger that was written last."""
        ...

    def book_line(self, book: str, page: int, line: int) -> BookPlace | None:
        """Who stands in a line; None where it is free."""
        ...

    def book_rows(self, ledger: Ledger, first: date, last: date) -> tuple[BookRow, ...]:
        """A ledger's cases of a span of days with their place in the book, by number."""
        ...

    def ledger_sums(self, first: date, last: date) -> tuple[LedgerSum, ...]:
        """The three ledgers counted twice: their rows, and the acts that made them."""
        ...

    def left_on_desks(self, day: date) -> tuple[Left, ...]:
        """Everything left on any desk of the hall as it stands now, by window."""
        ...
