"""Write the report of a review as a workbook the department can work through row by row (`R-ITEM-1`)."""

import io
import re
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.library_findings import Finding, ReportRow, report

HEADS = ("工作表", "行", "列", "事项或材料", "程度", "问题", "怎么改")
WIDTHS = (16, 6, 14, 34, 12, 52, 52)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767


def write_report(path: Path, findings: Iterable[Finding]) -> int:
    """Write one row a finding and give their number.  Raises ``library_report_failed``."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("需要修改的地方")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, head, bold=True) for head in HEADS])
    rows = report(findings)
    for row in rows:
        sheet.append([_cell(sheet, text) for text in _texts(row)])
    written = io.BytesIO()
    book.save(written)  # whole in memory first: a full disk must not leave half a workbook
    try:
        path.write_bytes(written.getvalue())
    except OSError as error:
        raise RuleViolation("library_report_failed", file=path.name) from error
    return len(rows)


def _texts(row: ReportRow) -> tuple[str, ...]:
    number = str(row.row) if row.row else ""
    return (row.sheet, number, row.column, row.name, row.level, row.wrong, row.todo)


def _cell(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """A string whatever it begins with: the department's words must never become a formula."""
    cell = WriteOnlyCell(sheet)
    cell.value = _FORBIDDEN.sub("", text)[:LONGEST_CELL]
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
