"""The three ledgers (R-ARC-2, 4.6.4): their columns in the order in which a hall keeps them by hand.

Screen, workbook and printed page all take their heads and cells from here, so they can never differ.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.services.ports import LedgerRow

PAGE = 1000
TITLE = "综合受理窗口业务台账"


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column: its head, what stands in it, and its width in Chinese characters."""

    head: str
    cell: Callable[[LedgerRow], str]
    width: int
    printed: bool = True
    """False for what the printable page leaves out for want of room."""


def _day(value: date | datetime | None) -> str:
    return f"{value:%Y-%m-%d}" if value else ""


def _moment(value: datetime | None) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if value else ""


COLUMNS: tuple[LedgerColumn, ...] = (
    LedgerColumn("序号", lambda row: str(row.seq), 3),
    LedgerColumn("收件时间", lambda row: _moment(row.received_at), 8),
    LedgerColumn("收件编号", lambda row: row.receipt_no, 10),
    LedgerColumn("平台编号", lambda row: row.platform_no, 9, printed=False),
    LedgerColumn("事项", lambda row: row.item_name, 16),
    LedgerColumn("审批部门", lambda row: row.department, 10),
    LedgerColumn("申请人", lambda row: row.applicant_name, 9),
    LedgerColumn("联系电话", lambda row: row.phone_masked, 7, printed=False),
    LedgerColumn("收件窗口", lambda row: row.counter, 6, printed=False),
    LedgerColumn("首办责任人", lambda row: row.first_handler, 5),
    LedgerColumn("材料份数", lambda row: str(row.copies), 4),
    LedgerColumn("承诺时限", lambda row: row.promise_text, 6, printed=False),
    LedgerColumn("到期日", lambda row: _day(row.promise_due), 6),
    LedgerColumn("后台接收人", lambda row: row.department_receiver, 5),
    LedgerColumn("后台接收时间", lambda row: _moment(row.department_received_at), 8),
    LedgerColumn("存根交出证时间", lambda row: _moment(row.counterfoil_registered_at), 8, printed=False),
    LedgerColumn("办结日期", lambda row: _day(row.decided_on), 6),
    LedgerColumn("结果名称", lambda row: row.result_name, 9, printed=False),
    LedgerColumn("结果编号", lambda row: row.result_no, 9, printed=False),
    LedgerColumn("领取方式", lambda row: row.delivery, 5, printed=False),
    LedgerColumn("领取时间", lambda row: _moment(row.collected_at), 8),
    LedgerColumn("领取人", lambda row: row.collector, 5),
    LedgerColumn("退件", lambda row: "是" if row.returned else "", 3, printed=False),
    LedgerColumn("运单号", lambda row: row.waybill_no, 8, printed=False),
    LedgerColumn("评价", lambda row: row.rating, 5, printed=False),
    LedgerColumn("状态", lambda row: row.state, 6),
    LedgerColumn("手工台账", lambda row: row.book, 6),
)
"""The intake ledger (综窗)."""
PRINTED: tuple[LedgerColumn, ...] = tuple(column for column in COLUMNS if column.printed)

_BEGINS = (
    LedgerColumn("序号", lambda row: str(row.seq), 3),
    LedgerColumn("登记时间", lambda row: _moment(row.received_at), 8),
    LedgerColumn("收件编号", lambda row: row.receipt_no, 10),
    LedgerColumn("事项", lambda row: row.item_name, 16),
    LedgerColumn("审批部门", lambda row: row.department, 10),
    LedgerColumn("申请人", lambda row: row.applicant_name, 9),
    LedgerColumn("联系电话", lambda row: row.phone_masked, 7, printed=False),
)
_ENDS = (
    LedgerColumn("电话通知时间", lambda row: _moment(row.called_at), 8),
    LedgerColumn("办结日期", lambda row: _day(row.decided_on), 6, printed=False),
    LedgerColumn("结果名称", lambda row: row.result_name, 9, printed=False),
    LedgerColumn("结果编号", lambda row: row.result_no, 9),
    LedgerColumn("领取方式", lambda row: row.delivery, 5, printed=False),
    LedgerColumn("领取时间", lambda row: _moment(row.collected_at), 8),
    LedgerColumn("领取人", lambda row: row.collector, 5),
    LedgerColumn("运单号", lambda row: row.waybill_no, 8, printed=False),
    LedgerColumn("经办人", lambda row: row.first_handler, 5, printed=False),
    LedgerColumn("评价", lambda row: row.rating, 5, printed=False),
    LedgerColumn("状态", lambda row: row.state, 6, printed=False),
    LedgerColumn("手工台账", lambda row: row.book, 6),
)
LEDGER_COLUMNS: dict[Ledger, tuple[LedgerColumn, ...]] = {
    Ledger.COUNTER: COLUMNS,
    Ledger.ONLINE: (
        *_BEGINS,
        LedgerColumn("网上申报日期", lambda row: row.applied_on, 6),
        LedgerColumn("推送时间", lambda row: _moment(row.pushed_at), 8, printed=False),
        LedgerColumn("申报系统", lambda row: row.source, 8),
        LedgerColumn("业务受理回执单号", lambda row: row.slip_no, 9),
        LedgerColumn("信用承诺书", lambda row: row.commitment, 5),
        *_ENDS,
    ),
    Ledger.DEPARTMENT: (
        *_BEGINS,
        LedgerColumn("部门受理凭证号", lambda row: row.slip_no, 9),
        LedgerColumn("移交人", lambda row: row.handed_by, 5),
        LedgerColumn("移交时间", lambda row: _moment(row.handed_at), 8),
        *_ENDS,
    ),
}
TITLES = {
    Ledger.COUNTER: TITLE,
    Ledger.ONLINE: "网厅受理业务台账",
    Ledger.DEPARTMENT: "非综合窗口业务台账",
}


def columns_of(ledger: Ledger, *, printed: bool = False) -> tuple[LedgerColumn, ...]:
    """A ledger's columns; ``printed`` those with room on a page."""
    return tuple(column for column in LEDGER_COLUMNS[ledger] if column.printed or not printed)


class LedgerSource(Protocol):
    """What gives the rows a page at a time."""

    def ledger(
        self,
        first: date,
        last: date,
        after: int = 0,
        limit: int = PAGE,
        ledger: Ledger = Ledger.COUNTER,
    ) -> tuple[LedgerRow, ...]: ...
    def ledger_size(self, first: date, last: date, ledger: Ledger = Ledger.COUNTER) -> int: ...


def rows_of(
    source: LedgerSource, first: date, last: date, ledger: Ledger = Ledger.COUNTER
) -> Iterator[LedgerRow]:
    """All rows of a span of days, fetched a page at a time."""
    after = 0
    while page := source.ledger(first, last, after, PAGE, ledger):
        yield from page
        after = page[-1].seq
        if len(page) < PAGE:
            return


def cells(row: LedgerRow, columns: tuple[LedgerColumn, ...] = COLUMNS) -> tuple[str, ...]:
    """The texts of one row."""
    return tuple(column.cell(row) for column in columns)
