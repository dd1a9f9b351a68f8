"""The three ledgers as workbooks and as papers (R-ARC-2)."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from uuid import uuid4

from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.domain.papers import LedgerPaper, PaperHead
from yichuang_desktop.exchange.ledger_workbook import Cancelled, write_ledger
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.ledgers import TITLES, cells, columns_of, rows_of
from yichuang_desktop.services.papers_made import PaperDesk
from yichuang_desktop.services.ports import LedgerRow


def _nothing(_done: int, _total: int) -> None: ...


def save_workbook(
    desk: Desk,
    path: Path,
    first: date,
    last: date,
    progress: Callable[[int, int], None] = _nothing,
    cancelled: Callable[[], bool] = lambda: False,
    ledger: Ledger = Ledger.COUNTER,
) -> int:
    """Write the ledger of a span of days; returns how many rows. Raises ``ledger_workbook.Cancelled``."""
    views, hall = desk.views, desk.session.hall
    mark = "（演示）" if hall.demonstration else ""
    return write_ledger(
        path,
        title=f"{hall.name}{TITLES[ledger]}{mark}",
        subtitle=f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}　制表 {desk.session.name} {desk.now():%Y-%m-%d %H:%M}",
        heads=[(column.head, column.width) for column in columns_of(ledger)],
        rows=(cells(row, columns_of(ledger)) for row in rows_of(views, first, last, ledger)),
        total=views.ledger_size(first, last, ledger),
        progress=progress,
        cancelled=cancelled,
    )


def ledger_paper(desk: Desk, first: date, last: date, ledger: Ledger = Ledger.COUNTER) -> LedgerPaper:
    """The ledger of a span of days as a printable paper."""
    session = desk.session
    head = PaperHead(
        hall_name=session.hall.name,
        number=f"{first:%Y%m%d}-{last:%Y%m%d}",
        code="",
        counter=session.counter.title,
        clerk=session.name,
        issued_at=desk.now(),
        demonstration=session.hall.demonstration,
        hall_phone=session.hall.phone,
        complaint_phone=session.hall.complaint_phone,
    )
    return LedgerPaper(
        head=head,
        title=TITLES[ledger],
        first_day=first,
        last_day=last,
        columns=tuple(column.head for column in columns_of(ledger, printed=True)),
        rows=tuple(
            cells(row, columns_of(ledger, printed=True)) for row in rows_of(desk.views, first, last, ledger)
        ),
    )


def save_rows(
    desk: Desk,
    path: Path,
    subtitle: str,
    rows: Sequence[LedgerRow],
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
    ledger: Ledger = Ledger.COUNTER,
) -> int | None:
    """Write rows that a screen has already read; None when the person cancelled."""
    hall = desk.session.hall
    mark = "（演示）" if hall.demonstration else ""
    try:
        return write_ledger(
            path,
            title=f"{hall.name}{TITLES[ledger]}{mark}",
            subtitle=subtitle,
            heads=[(column.head, column.width) for column in columns_of(ledger)],
            rows=(cells(row, columns_of(ledger)) for row in rows),
            total=len(rows),
            progress=progress,
            cancelled=cancelled,
        )
    except Cancelled:
        return None


def print_ledger(desk: Desk, paper: LedgerPaper) -> None:
    """Queue the pages for this window's A4 printer."""
    session = desk.session
    with desk.access.begin() as work:
        maker = PaperDesk(session.hall, session.counter, session.name, work.now())
        work.add_print_jobs([maker.job(None, uuid4(), paper)], None)
        work.commit()
