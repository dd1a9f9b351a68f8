"""Bags, hand-kept books and the ledgers' sums: a few statements each, however many rows (3.2.4.3, 4.6)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, literal_column, or_, select

from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.ledgers import Ledger, ledger_of
from yichuang_desktop.domain.tracks import Track
from yichuang_desktop.services.ports_archive import (
    BagNumber,
    BagRow,
    BookPlace,
    BookRow,
    ClosedCase,
    HeldAct,
    LedgerSum,
    MonthOfBags,
)
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.view_queries import HOLDS, UNDOING, A, C, may, one_of
from yichuang_desktop.store.views_day_close import LeftReads

PACKING = ("put_in_bag", "put_vouchers_in_bag")
_CLOSED = or_(
    may(*PACKING),
    and_(
        one_of(C.approval, ["closed"]),
        one_of(C.counterfoil, ["made", "signed_by_window", "signed_by_department"]),
    ),
)
"""Ended and not in a bag: those whose counterfoil lies elsewhere are shown with what brings it."""
_TO_PACK = and_(_CLOSED, C.receipt_no.is_not(None), C.part_of == "")
_PAGE = select(C.case_id).where(_TO_PACK).order_by(C.moved_at, C.receipt_no).limit(bindparam("limit"))
CLOSED_CASES = Statement(
    select(*q.CASE_COLUMNS).where(_TO_PACK).order_by(C.moved_at, C.receipt_no).limit(bindparam("limit"))
)
CLOSED_ACTS = Statement(
    select(
        A.case_id, A.kind, A.at, A.evidence,
        A.approval_before, A.papers_before, A.counterfoil_before, A.result_before,
        A.approval_after, A.papers_after, A.counterfoil_after, A.result_after,
    )
    .where(A.case_id.in_(_PAGE), A.annuls.is_(None), HOLDS)
    .order_by(A.case_id, A.case_revision)
)  # fmt: skip


def _channels(ledger: Ledger) -> ColumnElement[bool]:
    return one_of(C.channel, [channel.value for channel in ledger.channels])


def _bags(ledger: Ledger) -> Statement:
    return Statement(
        select(
            C.case_id, C.revision, C.receipt_no, C.applicant_name, C.item_name, C.department, C.bag_no,
            C.bag_month, C.counterfoil, A.evidence, A.at, A.recorded_by,
        )
        .join(t.act, A.case_id == C.case_id)
        .where(C.bag_month == bindparam("month"), _channels(ledger), one_of(A.kind, PACKING), HOLDS)
        .order_by(C.bag_no)
        .limit(bindparam("limit"))
    )  # fmt: skip


BAGS = {ledger: _bags(ledger) for ledger in Ledger}
MONTHS = Statement(
    select(C.bag_month, C.channel, C.counterfoil, func.count())
    .where(C.bag_no != "")
    .group_by(C.bag_month, C.channel, C.counterfoil)
    .order_by(C.bag_month.desc())
)
NUMBERS = Statement(select(C.bag_no, C.bag_month).where(C.bag_no.like(bindparam("start"))).order_by(C.bag_no))
TAKEN_BACK = Statement(
    select(A.sets, UNDOING.c.reason)
    .join(UNDOING, UNDOING.c.annuls == A.act_id)
    .where(one_of(A.kind, PACKING))
)


def _last_entry(ledger: Ledger) -> Statement:
    return Statement(
        select(C.book, C.book_page, C.book_line, C.receipt_no)
        .join(t.act, A.case_id == C.case_id)
        .where(C.book != "", _channels(ledger), one_of(A.kind, ["write_in_book"]), HOLDS)
        .order_by(A.at.desc(), C.book.desc(), C.book_page.desc(), C.book_line.desc())
        .limit(1)
    )


LAST_ENTRY = {ledger: _last_entry(ledger) for ledger in Ledger}
LINE = Statement(
    select(C.book, C.book_page, C.book_line, C.receipt_no).where(
        C.book == bindparam("book"), C.book_page == bindparam("page"), C.book_line == bindparam("line")
    )
)
_SPAN = C.registered_on.between(bindparam("first"), bindparam("last"))


def _book_rows(ledger: Ledger) -> Statement:
    return Statement(
        select(
            C.case_id, C.receipt_no, C.applicant_name, C.item_name, C.registered_on, C.book, C.book_page,
            C.book_line,
        )
        .where(_SPAN, _channels(ledger))
        .order_by(C.receipt_no)
    )  # fmt: skip


BOOK_ROWS = {ledger: _book_rows(ledger) for ledger in Ledger}
_IN_BOOK = C.book != literal_column("''")
ROW_SUMS = Statement(select(C.channel, _IN_BOOK, func.count()).where(_SPAN).group_by(C.channel, _IN_BOOK))
ACT_SUMS = Statement(
    select(C.channel, func.count())
    .join(t.act, A.case_id == C.case_id)
    .where(_SPAN, A.receipt_no.is_not(None))
    .group_by(C.channel)
)


class ArchiveReads(LeftReads):
    """The part of the views that knows bags and books."""

    def closed_cases(self, limit: int = 2000) -> tuple[ClosedCase, ...]:
        """See :class:`ports_archive.ArchiveViews`."""
        page = {"limit": limit}
        rows, acts = self._ask((CLOSED_CASES, page), (CLOSED_ACTS, page))
        held: dict[UUID, list[HeldAct]] = {}
        for act in acts:
            held.setdefault(act[0], []).append(_held(act))
        found = (q.case_of(row) for row in rows)
        return tuple(ClosedCase(case, tuple(held.get(case.case_id, ()))) for case in found)

    def bags(self, ledger: Ledger, month: str, limit: int = 10_000) -> tuple[BagRow, ...]:
        """See :class:`ports_archive.ArchiveViews`."""
        rows = self._ask((BAGS[ledger], {"month": month, "limit": limit}))[0]
        with self._known() as known:
            names = known.staff_name
            return tuple(_bag(row, names(row[11])) for row in rows)

    def months_of_bags(self) -> tuple[MonthOfBags, ...]:
        """See :class:`ports_archive.ArchiveViews`."""
        counted: dict[tuple[str, Ledger], list[int]] = {}
        for month, channel, counterfoil, count in self._ask((MONTHS, {}))[0]:
            sums = counted.setdefault((month, ledger_of(Channel(channel))), [0, 0])
            sums[0] += count
            sums[1] += count if counterfoil == "in_archive" else 0
        return tuple(MonthOfBags(ledger, month, *sums) for (month, ledger), sums in counted.items())

    def bag_numbers(self, ledger: Ledger, year: int) -> tuple[BagNumber, ...]:
        """See :class:`ports_archive.ArchiveViews`."""
        start = f"{year}-{ledger.short}-"
        kept, undone = self._ask((NUMBERS, {"start": f"{start}%"}), (TAKEN_BACK, {}))
        back = (
            BagNumber(sets["bag_no"], sets["bag_month"], reason)
            for sets, reason in undone
            if sets["bag_no"].startswith(start)
        )
        return (*(BagNumber(bag_no, month) for bag_no, month in kept), *back)

    def last_book_entry(self, ledger: Ledger) -> BookPlace | None:
        """See :class:`ports_archive.ArchiveViews`."""
        return _place(self._ask((LAST_ENTRY[ledger], {}))[0])

    def book_line(self, book: str, page: int, line: int) -> BookPlace | None:
        """See :class:`ports_archive.ArchiveViews`."""
        return _place(self._ask((LINE, {"book": book, "page": page, "line": line}))[0])

    def book_rows(self, ledger: Ledger, first: date, last: date) -> tuple[BookRow, ...]:
        """See :class:`ports_archive.ArchiveViews`."""
        rows = self._ask((BOOK_ROWS[ledger], {"first": first, "last": last}))[0]
        return tuple(_book_row(row) for row in rows)

    def ledger_sums(self, first: date, last: date) -> tuple[LedgerSum, ...]:
        """See :class:`ports_archive.ArchiveViews`."""
        span = {"first": first, "last": last}
        rows, acts = self._ask((ROW_SUMS, span), (ACT_SUMS, span))
        booked = [(channel, count) for channel, book, count in rows if book]
        all_rows = [(channel, count) for channel, _book, count in rows]
        return tuple(
            LedgerSum(ledger, *(_sum(counted, ledger) for counted in (all_rows, acts, booked)))
            for ledger in Ledger
        )


def _sum(counted: Iterable[Sequence[Any]], ledger: Ledger) -> int:
    return sum(count for channel, count in counted if _ledger(channel) is ledger)


def _ledger(channel: str) -> Ledger | None:
    found = Channel(channel)
    return next((ledger for ledger in Ledger if found in ledger.channels), None)


def _held(act: Sequence[Any]) -> HeldAct:
    names = [track.value for track in Track]
    before, after = act[4:8], act[8:12]
    return HeldAct(
        act[1], act[2], act[3], dict(zip(names, before, strict=True)), dict(zip(names, after, strict=True))
    )


def _bag(row: Sequence[Any], packed_by: str) -> BagRow:
    case_id, revision, number, applicant, item, department, bag_no, month, state, evidence, at, _by = row
    packed = evidence["bag_list"]
    return BagRow(
        case_id, revision, number, applicant, item, department, bag_no, month, state == "in_archive", packed,
        at, packed_by,
    )  # fmt: skip


def _book_row(row: Sequence[Any]) -> BookRow:
    case_id, number, applicant, item, registered_on, book, page, line = row
    return BookRow(case_id, number, applicant, item, registered_on, BookPlace(book, page, line, number))


def _place(rows: Sequence[Sequence[Any]]) -> BookPlace | None:
    return BookPlace(*rows[0]) if rows else None
