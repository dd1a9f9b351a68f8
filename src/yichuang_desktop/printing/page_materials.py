"""The list of materials on receipt and counterfoil: boxes to tick, departments, one column or two."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from yichuang_desktop.domain.papers import MaterialLine
from yichuang_desktop.printing.page_blocks import Band
from yichuang_desktop.printing.page_ops import THIN, Page, Style, wrap

GAP: Final = 3.0
"""Between two columns."""
INDENT: Final = 5.0
"""A box and the space after it."""
OWED: Final = ("缺", "不合格", "不适用")
"""Verdicts of materials that were not received."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A material, or the name of the department it goes to, as broken lines."""

    lines: tuple[str, ...]
    heading: bool = False
    received: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """Materials set in columns that fit a given height."""

    style: Style
    columns: tuple[tuple[Entry, ...], ...]


def fitting(
    materials: Sequence[MaterialLine], listings: Sequence[tuple[Style, int]], width: float, height: float
) -> Listing | None:
    """The roomiest setting of all materials within a height, if there is one."""
    for style, count in listings:
        columns, rest = set_columns(entries_of(materials, style, width / count - GAP), style, count, height)
        if not rest:
            return Listing(style, tuple(columns))
    return None


def entries_of(materials: Sequence[MaterialLine], style: Style, width: float) -> list[Entry]:
    """The rows of the list broken to a column's width, a heading before each department."""
    entries: list[Entry] = []
    group = ""
    for line in materials:
        if line.group and line.group != group:
            group = line.group
            entries.append(Entry(wrap(f"【{group}】", style, width), heading=True))
        received = not any(verdict in line.verdict for verdict in OWED)
        entries.append(
            Entry(wrap(_material_text(line, received=received), style, width - INDENT), received=received)
        )
    return entries


def _material_text(line: MaterialLine, *, received: bool) -> str:
    """Name, form and copies; of what was not received also why."""
    kind = f"{line.form} {line.copies}份" if line.form else f"{line.copies}份"
    details = "，".join(part for part in (kind, "" if received else line.verdict, line.remark) if part)
    return f"{line.seq}. {line.name}（{details}）"


def set_columns(
    entries: Sequence[Entry], style: Style, count: int, height: float
) -> tuple[list[tuple[Entry, ...]], list[Entry]]:
    """Fill columns from the left; gives them and what is left over. A heading never ends a column."""
    columns: list[tuple[Entry, ...]] = []
    rest = list(entries)
    for _ in range(count):
        column: list[Entry] = []
        room = int((height + 0.01) / style.line)
        while rest and len(rest[0].lines) <= room:
            room -= len(rest[0].lines)
            column.append(rest.pop(0))
        if rest and column and column[-1].heading:
            rest.insert(0, column.pop())
        columns.append(tuple(column))
    return columns, rest


def draw_listing(page: Page, band: Band, y: float, listing: Listing, *, tick: bool) -> None:
    width = band.width / len(listing.columns)
    line = listing.style.line
    size = min(3.0, line * 0.72)
    for place, column in enumerate(listing.columns):
        x = band.left + place * width
        line_y = y
        for entry in column:
            if not entry.heading:
                _box(page, x, line_y + (line - size) / 2, size, ticked=tick and entry.received)
            line_y = page.lines(x + (0 if entry.heading else INDENT), line_y, entry.lines, listing.style)


def _box(page: Page, x: float, y: float, size: float, *, ticked: bool) -> None:
    page.frame(x, y, size, size, THIN)
    if ticked:
        page.rule(x + 0.17 * size, y + 0.5 * size, x + 0.43 * size, y + 0.8 * size, 3.0)
        page.rule(x + 0.4 * size, y + 0.8 * size, x + 0.87 * size, y + 0.17 * size, 3.0)
