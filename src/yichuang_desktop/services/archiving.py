"""Archive bags: packed when whole, numbered, filed by month, handed to the archive room (4.6; R-ARC-1/2).

A bag refuses to close while a paper is missing, by name.  Its number is continuous per ledger and year; its
cover carries the list of contents.  A month's bags go over with a form both sides sign.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid5

from yichuang_desktop.domain import archive
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import MaterialRow, check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall_records import RECORDED_BY, RecordKind
from yichuang_desktop.domain.ledgers import Ledger, bag_number, bag_serial, ledger_of
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import (
    BagCoverPaper,
    FolderLine,
    PersonLine,
    TransferLine,
    TransferPaper,
)
from yichuang_desktop.domain.performance import month_of, month_span
from yichuang_desktop.domain.tracks import Counterfoil, Track
from yichuang_desktop.services.acting import (
    Deed,
    Seat,
    act_title,
    check_revision,
    effective,
    once,
    record,
)
from yichuang_desktop.services.further_papers import further_paper
from yichuang_desktop.services.handing_over import made_before
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.papers_made import RETENTION, PaperDesk, applicant_of
from yichuang_desktop.services.plain import plain
from yichuang_desktop.services.ports import CaseFile, RecordedAct, Work
from yichuang_desktop.services.ports_archive import BagNumber, BagRow
from yichuang_desktop.services.requests import PutInBag, PutVouchersInBag, TransferMonth

GIVER = "综合出证窗口"
NO_COUNTERFOIL = "本类业务没有存根和承诺书，按 4.6.3 凭受理凭证归档"
SHEETS = 1
Packing = PutInBag | PutVouchersInBag


# ---------------------------------------------------------------------------------------------- the bag


def put_in_bag(seat: Seat, request: Packing) -> ActDone:
    """Close a case's bag (T31, T31c; R-ARC-1): whole, numbered, filed by month, with its cover.

    Raises RuleViolation ``bag_lacks`` with what is missing by name, ``bag_sheet_not_in``,
    ``bag_sheets_zero``, ``month_unreadable``, ``bag_month_before_closing``, those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        today = work.now().date()
        check_fields(request, today)
        case = work.case(request.case_id)
        check_revision(case, request)
        held = effective(work.history(case.case_id))
        check_whole(case, held)
        kind, ledger = packing_act(case), ledger_of(case.channel)
        after = case.goals(kind)
        check_contents(archive.contents(case, held), request.contents)
        closed_on = closing_day(held) or today
        check_month(request.month, closed_on, today)
        number = bag_number(today.year, ledger, work.next_bag_serial(ledger.value))
        packed = _packed(work, case, held, request, number, closed_on)
        deed = Deed(
            {"bag_list": packed},
            after,
            {"bag_no": number, "bag_month": request.month.strip()},
            doer_name=seat.session.name,
        )
        done = record(work, case, request, kind, deed, fingerprint)
        desk = PaperDesk(
            seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, done.at
        )
        cover = _cover(desk, work, case, packed, request.counter)
        work.add_print_jobs([desk.job(case.case_id, request.act_id, cover)], case.case_id)
        return done

    return once(seat, request, do)


def packing_act(case: Case) -> str:
    """The act that closes this case's bag."""
    without = case.tracks.counterfoil is Counterfoil.NOT_APPLICABLE
    return "put_vouchers_in_bag" if without else "put_in_bag"


def check_whole(case: Case, held: Iterable[archive.PastAct]) -> None:
    """Raise ``bag_lacks``: which papers are missing, and which acts bring them."""
    lacking = archive.missing(case, held)
    if lacking:
        ways = [archive.suppliers(need, case)[:1] for need in lacking]
        acts = dict.fromkeys(act_title(name) for names in ways for name in names)
        raise RuleViolation(
            "bag_lacks",
            receipt_no=case.receipt_no,
            lacking=[need.title for need in lacking],
            by=list(acts),
        )


def check_contents(expected: Sequence[str], rows: Sequence[MaterialRow]) -> None:
    """Raise ``bag_sheet_not_in`` for a sheet that was not ticked, ``bag_sheets_zero``."""
    inside = {row.name.strip() for row in rows}
    absent = [name for name in expected if name not in inside]
    if absent:
        raise RuleViolation("bag_sheet_not_in", field="contents", lacking=absent)
    for row in rows:
        if row.sheets < 1:
            raise RuleViolation("bag_sheets_zero", field="contents", name=row.name)


def check_month(month: str, closed_on: date, today: date) -> None:
    """Raise ``month_unreadable``, ``month_not_begun``, ``bag_month_before_closing``."""
    _first, last = month_span(month, today)
    if last < closed_on:
        raise RuleViolation("bag_month_before_closing", field="month", month=month_of(closed_on))


def closing_day(held: Iterable[Any]) -> date | None:
    """The day on which a case came to its end: the last change of decision or result."""
    tracks = (Track.APPROVAL.value, Track.RESULT.value)
    moved = [act.at for act in held if any(act.before[name] != act.after[name] for name in tracks)]
    return moved[-1].date() if moved else None


def _packed(
    work: Work,
    case: Case,
    held: tuple[RecordedAct, ...],
    request: Packing,
    number: str,
    closed_on: date,
) -> dict[str, Any]:
    return {
        "bag_no": number,
        "month": request.month.strip(),
        "box_no": request.box_no.strip(),
        "closed_on": closed_on.isoformat(),
        "ending": archive.ending_of(case, held),
        "retention": _retention(work, case),
        "rows": [
            {"name": row.name.strip(), "copies": row.copies, "sheets": row.sheets, "remark": row.remark}
            for row in request.contents
        ],
    }


def _retention(work: Work, case: Case) -> str:
    if not case.item_id:
        return RETENTION[False]
    _version, item = work.item(case.item_id, case.item_version or None)
    return item.retention or RETENTION[item.on_the_spot]


def _cover(desk: PaperDesk, work: Work, case: Case, packed: Mapping[str, Any], counter: int) -> BagCoverPaper:
    """The cover under the code of the intake record, which was made for this bag; else under its own."""
    made = [paper for paper in work.papers_of(case.case_id) if not paper.revoked]
    intake_record = next((paper.code for paper in made if paper.kind is PaperKind.ARCHIVE_BAG), "")
    code = intake_record or further_paper(work, case, BagCoverPaper.KIND, counter).code
    without = case.tracks.counterfoil is Counterfoil.NOT_APPLICABLE
    return BagCoverPaper(
        head=desk.head(packed["bag_no"], code),
        receipt_no=case.receipt_no,
        bag_no=packed["bag_no"],
        ledger=ledger_of(case.channel).title,
        applicant=PersonLine(applicant_of(case).name),
        item_name=case.item_name,
        department=case.department,
        ending=packed["ending"],
        closed_on=date.fromisoformat(packed["closed_on"]),
        contents=tuple(
            FolderLine(seq, row["name"], row["sheets"] * max(row["copies"], 1), row["remark"])
            for seq, row in enumerate(packed["rows"], 1)
        ),
        retention=packed["retention"],
        packed_by=desk.clerk,
        packed_on=desk.at.date(),
        received_on=case.received_at.date() if case.received_at else None,
        first_handler=work.staff_name(case.first_handler) if case.first_handler else "",
        box_no=packed["box_no"],
        month=month_words(packed["month"]),
        notes=(NO_COUNTERFOIL,) if without else (),
    )


def month_words(month: str) -> str:
    """``2026年11月``."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def begin_packing(_seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    """The month in which the case ended, and every sheet the bag must hold, one page each."""
    if file is None:
        return {}
    held = effective(file.history)
    rows = tuple(MaterialRow(name, 1, SHEETS) for name in archive.contents(file.case, held))
    closed_on = closing_day(held)
    return {"contents": rows} | ({"month": month_of(closed_on)} if closed_on else {})


# ---------------------------------------------------------------------------------------------- the transfer


@dataclass(frozen=True, slots=True)
class _OfCase:
    """One case's part in a transfer."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int


def transfer_month(seat: Seat, request: TransferMonth) -> str:
    """All bags of a ledger filed under a month go to the archive room (T31a; 4.6.4); the form's job id.

    The form is kept as the hall's record, the act stands at each case, and a number that is not on the form
    is explained: filed under another month, taken back, or by the person who hands over.

    Raises RuleViolation ``nothing_to_transfer``, ``gaps_unexplained``, those of the fields and the table.
    """
    with seat.begin() as work:
        check_fields(request, work.now().date())
        views = seat.access.views
        desk = PaperDesk(
            seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, work.now()
        )
        job_id = str(uuid5(request.act_id, TransferPaper.KIND))
        if made_before(work, job_id):
            return job_id
        month, ledger = request.month.strip(), Ledger(request.ledger)
        month_span(month, work.now().date())
        waiting = [row for row in views.bags(ledger, month) if not row.in_archive]
        if not waiting:
            raise RuleViolation(
                "nothing_to_transfer", field="month", ledger=ledger.title, month=month_words(month)
            )
        gaps = explained_gaps(
            [row.bag_no for row in waiting], _numbers_of(seat, ledger, waiting), month, request.gap_note
        )
        form = _transfer_form(desk, request, ledger, month, waiting, gaps)
        _write_transfer(seat, work, request, waiting, form)
        body = plain(form) | {"taker": request.taker, "overseer": request.overseer, "job": job_id}
        work.add_record(
            uuid5(request.act_id, "record"),
            RecordKind.ARCHIVE_TRANSFER,
            month,
            ledger.value,
            {name: value for name, value in body.items() if name != "head"},
            request.counter,
        )
        work.add_print_jobs([desk.job(None, request.act_id, form)], None)
        work.commit()
        return job_id


def _numbers_of(seat: Seat, ledger: Ledger, rows: Sequence[BagRow]) -> list[BagNumber]:
    years = sorted({int(row.bag_no[:4]) for row in rows})
    return [one for year in years for one in seat.access.views.bag_numbers(ledger, year)]


def explained_gaps(
    numbers: Sequence[str], known: Iterable[BagNumber], month: str, note: str
) -> tuple[str, ...]:
    """Why the numbers between the form's are not on it. Raises ``gaps_unexplained`` for one nobody knows."""
    fate = {one.bag_no: one for one in known}
    said: list[tuple[str, str]] = []
    for before, after in pairwise(sorted(numbers)):
        if before[:-5] != after[:-5]:
            continue
        for serial in range(bag_serial(before) + 1, bag_serial(after)):
            bag_no = f"{before[:-5]}{serial:05d}"
            said.append((bag_no, _fate(fate.get(bag_no), month, note)))
    unknown = [bag_no for bag_no, why in said if not why]
    if unknown:
        raise RuleViolation("gaps_unexplained", field="gap_note", gaps=unknown)
    return _runs(said)


def _fate(one: BagNumber | None, month: str, note: str) -> str:
    if one is None:
        return note.strip()
    if one.undone:
        return f"装袋已撤销（{one.undone}）"
    return f"归入{month_words(one.month)}" if one.month != month else "已先行移交"


def _runs(said: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Neighbours with the same reason as one line: ``00012—00015：归入2026年10月``."""
    lines: list[tuple[str, str, str]] = []
    for bag_no, why in said:
        if lines and lines[-1][2] == why and bag_serial(lines[-1][1]) + 1 == bag_serial(bag_no):
            lines[-1] = (lines[-1][0], bag_no, why)
        else:
            lines.append((bag_no, bag_no, why))
    return tuple(
        f"{first}：{why}" if first == last else f"{first}—{last[-5:]}：{why}" for first, last, why in lines
    )


def _transfer_form(
    desk: PaperDesk,
    request: TransferMonth,
    ledger: Ledger,
    month: str,
    rows: Sequence[BagRow],
    gaps: tuple[str, ...],
) -> TransferPaper:
    number = f"{desk.hall.prefix}{re.sub('-', '', month)}-{ledger.short}-移交{rows[0].bag_no[-5:]}"
    return TransferPaper(
        head=desk.head(number),
        ledger=ledger.title,
        month=month_words(month),
        giver=GIVER,
        rows=tuple(
            TransferLine(
                seq,
                row.bag_no,
                row.receipt_no,
                f"{row.applicant_name} {row.item_name}",
                row.closed_on,
                row.sheets,
                row.packed["retention"],
            )
            for seq, row in enumerate(rows, 1)
        ),
        taker="档案室",
        box_no=request.box_no,
        gaps=gaps,
    )


def _write_transfer(
    seat: Seat, work: Work, request: TransferMonth, rows: Iterable[BagRow], form: TransferPaper
) -> None:
    shown = {
        "number": form.head.number,
        "month": request.month.strip(),
        "giver": seat.session.name,
        "taker": request.taker.strip(),
        "overseer": request.overseer.strip(),
    }
    for row in rows:
        case = work.case(row.case_id)
        one = _OfCase(uuid5(request.act_id, row.case_id.hex), row.case_id, case.revision, request.counter)
        deed = Deed({"transfer_form": shown}, case.goals("transfer_to_archive"), doer_name=seat.session.name)
        record(work, case, one, "transfer_to_archive", deed, one.act_id.hex)


HINT = "逐张核对、点清页数，缺一张都不能装袋。"
ACTS: dict[str, Handler] = {
    "put_in_bag": Handler(PutInBag, put_in_bag, begin_packing, form=True, hint=HINT),
    "put_vouchers_in_bag": Handler(PutVouchersInBag, put_in_bag, begin_packing, form=True, hint=HINT),
    "transfer_month": Handler(
        TransferMonth,
        transfer_month,
        title=RecordKind.ARCHIVE_TRANSFER.title,
        roles=RECORDED_BY[RecordKind.ARCHIVE_TRANSFER],
    ),
}
