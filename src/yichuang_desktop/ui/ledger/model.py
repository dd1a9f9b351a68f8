"""The span of days a ledger is asked for, its columns on screen, its figures; plain Python."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import Enum
from pathlib import Path

from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.domain.papers import LedgerPaper, PaperHead
from yichuang_desktop.domain.typed import half_width
from yichuang_desktop.services.ledgers import LEDGER_COLUMNS, TITLES, LedgerColumn, cells, columns_of
from yichuang_desktop.services.ports import LedgerRow
from yichuang_desktop.ui.parts.rows import Column

SaveWorkbook = Callable[
    [Path, str, Sequence[LedgerRow], Callable[[int, int], None], Callable[[], bool], Ledger], int | None
]
"""Writes the rows as a workbook: path, subtitle, rows, progress, cancelled, which ledger; gives how many,
or None when it was cancelled. The file appears whole or not at all. Raises OSError when the disk refuses."""

PrintPaper = Callable[[LedgerPaper], None]
"""Sends a ledger to this window's A4 printer, as a print job."""

PAGE = 1000
PREVIEW_ROWS = 120
"""So many rows are shown as pages; print and PDF have them all."""
LONGEST_DAYS = 3 * 366
_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?|(\d{4})(\d\d)(\d\d)")
_PIXELS_A_CHARACTER = 16
_PADDING = 20


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        if self.first == self.last:
            return f"{self.first:%Y-%m-%d}"
        return f"{self.first:%Y-%m-%d} 至 {self.last:%Y-%m-%d}"

    def file_name(self, ledger: Ledger) -> str:
        """The name proposed for a file."""
        span = f"{self.first:%Y%m%d}"
        if self.last != self.first:
            span += f"-{self.last:%Y%m%d}"
        return f"{TITLES[ledger]}{span}"


class Quick(Enum):
    """The spans that are asked for most."""

    TODAY = "今天"
    WEEK = "本周"
    MONTH = "本月"
    LAST_MONTH = "上月"

    def span(self, today: date) -> Span:
        """The days it means today; a week begins on Monday."""
        if self is Quick.TODAY:
            return Span(today, today)
        if self is Quick.WEEK:
            return Span(today - timedelta(days=today.weekday()), today)
        first = today.replace(day=1)
        if self is Quick.MONTH:
            return Span(first, today)
        before = first - timedelta(days=1)
        return Span(before.replace(day=1), before)


def read_day(text: str) -> date | None:
    """A day as one types it: ``2026-11-01``, ``20261101``, ``2026年11月1日``; None if it is none."""
    found = _DAY.fullmatch(half_width(text).strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12):  # noqa: PLR2004
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def span_trouble(first: date | None, last: date | None) -> str:
    """Why these two days are no span; empty when they are."""
    if first is None or last is None:
        return "请写成 2026-11-01"
    if last < first:
        return "结束日期在开始日期之前"
    return "一次最多查三年" if (last - first).days > LONGEST_DAYS else ""


def _column(column: LedgerColumn) -> Column[LedgerRow]:
    width = column.width * _PIXELS_A_CHARACTER + _PADDING
    return Column[LedgerRow](
        column.head,
        column.cell,
        width=max(width, _WIDTHS.get(column.head, 0)),
        bold=column.head == "收件编号",
    )


_WIDTHS = {
    "收件编号": 188,
    "收件时间": 152,
    "后台接收时间": 152,
    "存根交出证时间": 152,
    "领取时间": 152,
    "事项": 330,
    "审批部门": 210,
    "申请人": 190,
    "到期日": 112,
    "办结日期": 112,
    "联系电话": 126,
    "平台编号": 190,
    "运单号": 160,
    "结果编号": 196,
    "结果名称": 200,
    "收件窗口": 180,
    "领取人": 110,
    "首办责任人": 136,
    "状态": 150,
    "手工台账": 168,
    "登记时间": 152,
    "电话通知时间": 152,
    "推送时间": 152,
    "移交时间": 152,
    "业务受理回执单号": 220,
    "部门受理凭证号": 220,
    "申报系统": 160,
    "网上申报日期": 130,
}
"""Widths in pixels at 96 dpi where characters are not the measure: numbers, and names that would pile up."""

TABLE_COLUMNS: dict[Ledger, type[Enum]] = {
    ledger: Enum(f"{ledger.name}_COLUMNS", [(column.head, _column(column)) for column in columns])  # type: ignore[misc]
    for ledger, columns in LEDGER_COLUMNS.items()
}
"""The same columns as workbook and printed page, in the same order."""
LedgerColumns = TABLE_COLUMNS[Ledger.COUNTER]


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures over a span."""

    received: int = 0
    handed_over: int = 0
    decided: int = 0
    collected: int = 0
    returned: int = 0


def totals(rows: Sequence[LedgerRow]) -> Totals:
    """Count what the rows say."""
    return Totals(
        received=len(rows),
        handed_over=sum((row.department_received_at or row.handed_at) is not None for row in rows),
        decided=sum(row.decided_on is not None for row in rows),
        collected=sum(row.collected_at is not None for row in rows),
        returned=sum(row.returned for row in rows),
    )


def ledger_paper(
    head: PaperHead, span: Span, rows: Sequence[LedgerRow], ledger: Ledger = Ledger.COUNTER
) -> LedgerPaper:
    """The ledger as a paper: the columns that have room on a page."""
    printed = columns_of(ledger, printed=True)
    return LedgerPaper(
        head=head,
        title=TITLES[ledger],
        first_day=span.first,
        last_day=span.last,
        columns=tuple(column.head for column in printed),
        rows=tuple(cells(row, printed) for row in rows),
    )
