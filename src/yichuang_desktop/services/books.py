"""The hand-kept ledger and the proof that all ledgers are equal (手工录入台账; 3.2.4.3; R-ARC-5, R-ARC-2).

Every case has a book, a page and a line; one line holds one case.  Blank pages are printed from here, book
and computer are reconciled line by line, and anyone may have the ledgers proved equal to the acts.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Any
from uuid import uuid5

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.hall_records import RECORDED_BY, RecordKind
from yichuang_desktop.domain.ledgers import Ledger, ledger_of
from yichuang_desktop.domain.papers import (
    BlankBookPaper,
    CountLine,
    DifferenceLine,
    ReconciliationPaper,
)
from yichuang_desktop.domain.papers.lists import HAND_LEDGERS
from yichuang_desktop.domain.typed import compact
from yichuang_desktop.services.acting import Deed, Seat, check_revision, once, record
from yichuang_desktop.services.handing_over import made_before
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.papers_made import PaperDesk
from yichuang_desktop.services.ports import CaseFile, Session, StaffAccess, Work
from yichuang_desktop.services.ports_archive import BookPlace, BookRow, LedgerSum
from yichuang_desktop.services.ports_proofs import Breach, Progress
from yichuang_desktop.services.requests import PrintBlankBook, ProveLedgers, ReconcileBook, WriteInBook

LINES_A_PAGE = 12
"""So many lines a printed page of the book has; a hand can write in them."""
FIRST_DAY = date(2000, 1, 1)
BREACHES_KEPT = 200
_BOOK = re.compile(r"(\d{4})-(综窗|网厅|非综窗)-(\d{2,3})")


# ---------------------------------------------------------------------------------------------- a line


def write_in_book(seat: Seat, request: WriteInBook) -> ActDone:
    """The case stands in the hand-kept ledger (T31b); to put a slip right, the reason is said.

    Raises RuleViolation ``book_name_wrong``, ``already_in_book``, ``book_line_taken`` and those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        case = work.case(request.case_id)
        check_revision(case, request)
        book = checked_book(request.book, ledger_of(case.channel))
        place = BookPlace(book, request.book_page, request.book_line)
        _check_line(seat, case, place, request.correction)
        shown = {"book": book, "page": place.page, "line": place.line}
        was = {"was": f"{case.book} {case.book_page}-{case.book_line}"} if case.book else {}
        deed = Deed(
            {"book_entry": shown | was},
            case.goals("write_in_book"),
            {"book": book, "book_page": place.page, "book_line": place.line},
            doer_name=seat.session.name,
            reason=request.correction,
        )
        return record(work, case, request, "write_in_book", deed, fingerprint)

    return once(seat, request, do)


def checked_book(book: str, ledger: Ledger) -> str:
    """The book's name; raise ``book_name_wrong`` when it is none of this ledger's."""
    name = compact(book)
    found = _BOOK.fullmatch(name)
    if found is None or found[2] != ledger.short:
        raise RuleViolation("book_name_wrong", field="book", ledger=ledger.short)
    return name


def _check_line(seat: Seat, case: Case, place: BookPlace, correction: str) -> None:
    if case.book and not correction.strip():
        raise RuleViolation(
            "already_in_book", field="correction", receipt_no=case.receipt_no, book=case.book,
            page=case.book_page, line=case.book_line,
        )  # fmt: skip
    taken = seat.access.views.book_line(place.book, place.page, place.line)
    if taken is not None and taken.receipt_no != case.receipt_no:
        raise RuleViolation(
            "book_line_taken", field="book_line", book=place.book, page=place.page, line=place.line,
            receipt_no=taken.receipt_no,
        )  # fmt: skip


def next_line(last: BookPlace | None, ledger: Ledger, year: int) -> BookPlace:
    """The line after the last one; page one of the year's first book where nothing stands yet."""
    if last is None or not last.book.startswith(f"{year}-"):
        return BookPlace(f"{year}-{ledger.short}-01", 1, 1)
    if last.line >= LINES_A_PAGE:
        return BookPlace(last.book, last.page + 1, 1)
    return BookPlace(last.book, last.page, last.line + 1)


def free_line(seat: Seat, ledger: Ledger, year: int) -> BookPlace:
    """The next line that nobody stands in."""
    views = seat.access.views
    place = next_line(views.last_book_entry(ledger), ledger, year)
    while views.book_line(place.book, place.page, place.line) is not None:
        place = next_line(place, ledger, year)
    return place


def _begin_line(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    if file is None:
        return {}
    case = file.case
    if case.book:
        return {"book": case.book, "book_page": case.book_page, "book_line": case.book_line}
    place = free_line(seat, ledger_of(case.channel), seat.access.views.now().year)
    return {"book": place.book, "book_page": place.page, "book_line": place.line}


# ---------------------------------------------------------------------------------------------- the book


def print_blank_book(seat: Seat, request: PrintBlankBook) -> str:
    """Blank pages of a book for the hand (R-ARC-5); the job's id.

    Raises RuleViolation of the fields and ``book_name_wrong``.
    """
    with seat.begin() as work:
        check_fields(request, work.now().date())
        ledger = Ledger(request.ledger)
        desk = _desk(seat, work, request.counter)
        job = desk.job(None, request.job_id, blank_book(desk, request, ledger))
        if not made_before(work, job.id):
            work.add_print_jobs([job], None)
            work.commit()
        return job.id


def blank_book(desk: PaperDesk, request: PrintBlankBook, ledger: Ledger) -> BlankBookPaper:
    """The pages as a paper."""
    book = checked_book(request.book, ledger)
    title, columns = HAND_LEDGERS[ledger.value]
    return BlankBookPaper(
        desk.head(book), title, book, request.first_page, request.pages, columns, LINES_A_PAGE
    )


# ---------------------------------------------------------------------------------------------- reconciling


@dataclass(frozen=True, slots=True)
class BookState:
    """A span of a ledger as the computer holds it, before anyone has read the book."""

    ledger: Ledger
    sums: LedgerSum
    rows: tuple[BookRow, ...]

    @property
    def unwritten(self) -> tuple[BookRow, ...]:
        """Cases of the span that stand in no book."""
        return tuple(row for row in self.rows if not row.place.book)

    @property
    def written(self) -> tuple[BookRow, ...]:
        """Cases of the span by their place in the book."""
        found = (row for row in self.rows if row.place.book)
        return tuple(sorted(found, key=lambda row: (row.place.book, row.place.page, row.place.line)))

    @property
    def pages(self) -> str:
        """``2026-综窗-01 第1—3页``."""
        books: dict[str, list[int]] = {}
        for row in self.written:
            books.setdefault(row.place.book, []).append(row.place.page)
        return "、".join(f"{book} 第{min(pages)}—{max(pages)}页" for book, pages in books.items())


def book_state(views: Any, ledger: Ledger, first: date, last: date) -> BookState:
    """What the hand-kept ledger of a span must hold. Raises RuleViolation ``span_wrong``."""
    if last < first:
        raise RuleViolation("span_wrong", field="last")
    sums = next(one for one in views.ledger_sums(first, last) if one.ledger is ledger)
    return BookState(ledger, sums, views.book_rows(ledger, first, last))


def reconcile_book(seat: Seat, request: ReconcileBook) -> str:
    """Book and computer compared, every difference named, the sheet printed and kept (R-ARC-5); the job's id.

    Raises RuleViolation ``span_wrong``, ``book_counts_differ``, ``reconciliation_number_unknown``,
    ``reconciliation_unexplained`` and those of the fields.
    """
    with seat.begin() as work:
        check_fields(request, work.now().date())
        desk = _desk(seat, work, request.counter)
        state = book_state(seat.access.views, Ledger(request.ledger), request.first, request.last)
        paper = reconciliation(desk, state, request)
        job = desk.job(None, request.act_id, paper)
        if made_before(work, job.id):
            return job.id
        body = {
            "counts": {
                "computer": state.sums.rows,
                "acts": state.sums.acts,
                "written": len(state.written),
                "by_hand": request.by_hand,
            },
            "differences": [
                {"number": one.receipt_no, "computer": one.computer, "by_hand": one.by_hand, "page": one.page}
                for one in paper.differences
            ],
            "explanation": request.explanation.strip(),
            "job": job.id,
        }
        work.add_record(
            uuid5(request.act_id, "record"),
            RecordKind.BOOK_RECONCILIATION,
            f"{request.first}..{request.last}",
            state.ledger.value,
            body,
            request.counter,
        )
        work.add_print_jobs([job], None)
        work.commit()
        return job.id


def reconciliation(desk: PaperDesk, state: BookState, request: ReconcileBook) -> ReconciliationPaper:
    """The sheet; raises as :func:`reconcile_book`."""
    differences = _differences(state, request)
    expected = len(state.written) - len(request.not_on_paper) + len(request.only_on_paper)
    if expected != request.by_hand:
        raise RuleViolation("book_counts_differ", field="by_hand", expected=expected, by_hand=request.by_hand)
    if differences and not request.explanation.strip():
        raise RuleViolation("reconciliation_unexplained", field="explanation", count=len(differences))
    number = f"{desk.hall.prefix}{request.first:%Y%m%d}-{request.last:%Y%m%d}-{state.ledger.short}-核对"
    return ReconciliationPaper(
        head=desk.head(number),
        title=f"{state.ledger.title}台账核对表",
        first_day=request.first,
        last_day=request.last,
        counts=(
            CountLine("本期收件", state.sums.rows, request.by_hand, state.sums.acts),
            CountLine("已登手工台账", len(state.written), request.by_hand),
        ),
        differences=tuple(
            DifferenceLine(seq, *line, explanation=request.explanation.strip())
            for seq, line in enumerate(differences, 1)
        ),
        book="、".join(dict.fromkeys(row.place.book for row in state.written)),
        pages=state.pages,
    )


def _differences(state: BookState, request: ReconcileBook) -> list[tuple[str, str, str, str]]:
    """Number, computer, by hand, page: what is not in the book, not in the computer, on another line."""
    by_number = {row.receipt_no: row for row in state.rows}

    def known(text: str, field: str) -> BookRow:
        row = by_number.get(compact(text))
        if row is None or not row.place.book:
            raise RuleViolation(
                "reconciliation_number_unknown", field=field, number=text, ledger=state.ledger.title
            )
        return row

    found = [(row.receipt_no, "有", "没有登", "") for row in state.unwritten]
    for text in request.not_on_paper:
        row = known(text, "not_on_paper")
        found.append((row.receipt_no, "登记为已登", "本子上没有", _where(row.place)))
    found += [(text, "没有", "有", "") for text in request.only_on_paper]
    for text in request.elsewhere:
        number, _, paper_place = text.strip().partition(" ")
        row = known(number, "elsewhere")
        found.append((row.receipt_no, _where(row.place), paper_place.strip() or "另页", _where(row.place)))
    return found


def _where(place: BookPlace) -> str:
    return f"{place.page}页{place.line}行"


# ---------------------------------------------------------------------------------------------- the proof


@dataclass(frozen=True, slots=True)
class LedgerProof:
    """The answer of the check: the three ledgers counted twice, and every row that does not fit."""

    sums: tuple[LedgerSum, ...]
    breaches: tuple[Breach, ...]
    seconds: float

    @property
    def holds(self) -> bool:
        """All equal."""
        return not self.breaches and all(one.rows == one.acts for one in self.sums)

    @property
    def words(self) -> str:
        """One sentence: what was compared and how it came out."""
        counted = "，".join(f"{one.ledger.short} {one.rows} 件" for one in self.sums)
        if self.holds:
            return f"三本台账与办理记录一致：{counted}。"
        return f"台账与办理记录有 {max(len(self.breaches), 1)} 处不一致：{counted}。"


def check_ledgers(access: StaffAccess, progress: Progress | None = None) -> LedgerProof:
    """Prove the ledgers by plain SQL and count them twice; writes nothing."""
    began = monotonic()
    views = access.views
    breaches = views.prove(frozenset({"ledgers"}), progress)
    sums = views.ledger_sums(FIRST_DAY, views.now().date())
    return LedgerProof(sums, breaches, monotonic() - began)


def prove_ledgers(
    session: Session,
    access: StaffAccess,
    request: ProveLedgers,
    progress: Callable[[int, int], None] | None = None,
) -> LedgerProof:
    """The same, and the answer is kept as the hall's record (leap 10).

    Raises RuleViolation ``not_your_role`` of the record.
    """
    proof = check_ledgers(access, progress)
    with access.begin() as work:
        body = {
            "ledgers": {one.ledger.value: {"rows": one.rows, "acts": one.acts} for one in proof.sums},
            "breaches": [
                {
                    "words": one.invariant.words,
                    "row": one.subject,
                    "is": one.detail,
                }
                for one in proof.breaches[:BREACHES_KEPT]
            ],
            "holds": proof.holds,
            "seconds": round(proof.seconds, 2),
            "login": session.login,
        }
        day = f"{work.now().date()}"
        kept = work.add_record(request.act_id, RecordKind.LEDGER_PROOF, day, "", body, request.counter)
        if kept:
            work.commit()
    return proof


def _prove(seat: Seat, request: ProveLedgers) -> str:
    proof = prove_ledgers(seat.session, seat.access, request)
    return proof.words


def may_prove(roles: frozenset[Role]) -> bool:
    """Who may have the proof kept."""
    return bool(roles & RECORDED_BY[RecordKind.LEDGER_PROOF])


def _desk(seat: Seat, work: Work, counter: int) -> PaperDesk:
    return PaperDesk(seat.session.hall, seat.counter_of(work, counter), seat.session.name, work.now())


ACTS: dict[str, Handler] = {
    "write_in_book": Handler(
        WriteInBook, write_in_book, _begin_line, form=True, hint="先在本子上写好这一行，再照着登记。"
    ),
    "print_blank_book": Handler(
        PrintBlankBook,
        print_blank_book,
        title="打印手工台账空白页",
        roles=RECORDED_BY[RecordKind.BOOK_RECONCILIATION],
    ),
    "reconcile_book": Handler(
        ReconcileBook,
        reconcile_book,
        title=RecordKind.BOOK_RECONCILIATION.title,
        roles=RECORDED_BY[RecordKind.BOOK_RECONCILIATION],
    ),
    "prove_ledgers": Handler(
        ProveLedgers,
        _prove,
        title=RecordKind.LEDGER_PROOF.title,
        roles=RECORDED_BY[RecordKind.LEDGER_PROOF],
    ),
}
