"""A month's report as a workbook: the rows, and a sheet with every department's sum (R-HO-4, R-REM-1)."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from yichuang_desktop.exchange.ledger_workbook import fill_sheet, save_whole

SUMS = (("审批部门", 16), ("合计", 30))


def write_report(
    path: Path,
    *,
    title: str,
    subtitle: str,
    heads: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str]],
    totals: Sequence[tuple[str, str]],
) -> None:
    """Write both sheets; the file appears whole or not at all. Raises OSError when the disk refuses."""
    book = Workbook(write_only=True)
    fill_sheet(book, "明细", title, subtitle, heads, rows)
    fill_sheet(book, "按部门汇总", title, subtitle, SUMS, totals)
    save_whole(book, path)
