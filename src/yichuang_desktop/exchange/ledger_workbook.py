"""The ledger as a workbook: every cell a string, written row by row, with progress and cancel (R-ARC-2)."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

CHECK_EVERY = 200


class Cancelled(Exception):
    """The person asked to stop; no file was left behind."""


def write_ledger(
    path: Path,
    *,
    title: str,
    subtitle: str,
    heads: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str]],
    total: int,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Write ``rows`` under ``heads`` (text, width in Chinese characters); returns how many rows.

    The file appears whole or not at all. Raises Cancelled, and OSError when the disk refuses.
    """
    book = Workbook(write_only=True)
    sheet = _begin_sheet(book, "台账", title, subtitle, heads)
    count = 0
    for count, row in enumerate(rows, start=1):
        sheet.append([_text(sheet, value) for value in row])
        if count % CHECK_EVERY == 0:
            progress(count, total)
            if cancelled():
                raise Cancelled
    save_whole(book, path)
    progress(count, total)
    return count


def fill_sheet(
    book: Any,
    name: str,
    title: str,
    subtitle: str,
    heads: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str]],
) -> None:
    """A further sheet of the same look, for reports that are not long."""
    sheet = _begin_sheet(book, name, title, subtitle, heads)
    for row in rows:
        sheet.append([_text(sheet, value) for value in row])


def _begin_sheet(book: Any, name: str, title: str, subtitle: str, heads: Sequence[tuple[str, int]]) -> Any:
    sheet = book.create_sheet(name)
    for index, (_head, width) in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width * 2 + 2
    sheet.freeze_panes = "A4"
    sheet.append([_styled(sheet, title, Font(bold=True, size=16))])
    sheet.append([_styled(sheet, subtitle, Font(size=11))])
    sheet.append([_styled(sheet, head, Font(bold=True), wrap=True) for head, _width in heads])
    return sheet


def _text(sheet: Any, value: str) -> Any:
    """A cell that stays text: what begins like a formula is marked as a string, never computed."""
    if value[:1] not in ("=", "+", "-", "@"):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _styled(sheet: Any, value: str, font: Font, *, wrap: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.font = font
    cell.alignment = Alignment(wrap_text=wrap, vertical="center")
    return cell


def save_whole(book: Any, path: Path) -> None:
    """The file appears whole or not at all. Raises OSError when the disk refuses."""
    part = path.with_name(path.name + ".part")
    try:
        book.save(part)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
