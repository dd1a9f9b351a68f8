"""From a sheet to the records of its table: blanks filled down, sums and notes left out (`R-ITEM-1`)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yichuang_desktop.domain.library_findings import Finding, Level
from yichuang_desktop.domain.library_heads import Head, TableKind, find_head
from yichuang_desktop.domain.library_rows import EMPTY_CELL, Cell, CellKind, Sheet, fold, tidy

_SUM = re.compile(r"^(本页)?(小计|合计|总计|共计)[:：]?\d*项?$")
_NOTE = re.compile(r"^(注|备注|说明|附注|填表说明|填表人|填报人|审核人|负责人|制表|制表人|联系人)[:：]")
_LOST = re.compile(r"[?\ufffd]")


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table, its cells by the name of the column."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    titles: Mapping[str, str]

    def get(self, column: str) -> Cell:
        """The cell; empty when the table has no such column."""
        return self.cells.get(column, EMPTY_CELL)

    def text(self, column: str) -> str:
        return tidy(self.get(column).text)

    def has(self, column: str) -> bool:
        """True when the table has this column at all, blank or not."""
        return column in self.cells

    @property
    def content(self) -> tuple[str, ...]:
        """All that stands in the row, to tell a row entered twice."""
        return tuple(fold(cell.text) for cell in self.cells.values())

    def finding(self, level: Level, code: str, column: str = "", name: str = "", **facts: object) -> Finding:
        """A finding about this row of the item or package ``name``."""
        title, material = self.titles.get(column, ""), self.text("m_name")
        return Finding(self.sheet, self.row, level, code, name, title, facts, material)


@dataclass(frozen=True, slots=True)
class Table:
    """All records of one sheet; ``None`` stands where a sum or a blank row ended what is filled down."""

    kind: TableKind
    sheet: str
    head: Head
    records: tuple[Record, ...]
    breaks: frozenset[int] = frozenset()
    """Rows of sums: what stands below does not belong to what stands above."""
    findings: tuple[Finding, ...] = field(default=())


def read_table(sheet: Sheet) -> Table | None:
    """The table of a sheet with what has to be said of it; None when there is none."""
    head = find_head(sheet)
    if head is None:
        return None
    records: list[Record] = []
    findings = list(_of_the_sheet(sheet, head))
    breaks = set()
    for row in range(head.first_data_row, len(sheet.rows) + 1):
        kind = _kind_of_row(sheet, head, row)
        if kind == "data":
            records.append(_record(sheet, head, row))
        elif kind == "sum":
            breaks.add(row)
        elif kind == "blank":
            findings.append(Finding(sheet.name, row, Level.BLANK, "row_blank"))
    findings += [finding for record in records for finding in _lost_characters(record)]
    return Table(head.kind, sheet.name, head, tuple(records), frozenset(breaks), tuple(findings))


def _kind_of_row(sheet: Sheet, head: Head, row: int) -> str:
    cells = sheet.rows[row - 1]
    said = [cell for cell in cells if not cell.blank]
    if not said:
        return "blank" if any(cell.text for cell in cells) else "nothing"
    first = fold(said[0].text)
    if _SUM.match(first):
        return "sum"
    if _NOTE.match(first):
        return "note"
    return "head" if _repeats_head(sheet, head, row) else "data"


def _repeats_head(sheet: Sheet, head: Head, row: int) -> bool:
    """A head printed again on every page."""
    above = head.rows[-1]
    said = [(cell.text, sheet.cell(above, column).text) for column, cell in enumerate(sheet.rows[row - 1], 1)]
    return all(fold(here) == fold(there) for here, there in said if here)


def _record(sheet: Sheet, head: Head, row: int) -> Record:
    cells = {field: sheet.cell(row, column) for field, column in head.columns.items()}
    return Record(sheet.name, row, cells, head.titles)


def _of_the_sheet(sheet: Sheet, head: Head) -> Iterator[Finding]:
    """What the sender may not know of his own sheet: hidden rows and columns, columns nobody reads."""

    def note(code: str, **facts: object) -> Finding:
        return Finding(sheet.name, 0, Level.NOTE, code, facts=facts)

    rows = sorted(row for row in sheet.hidden_rows if head.first_data_row <= row <= len(sheet.rows))
    if rows:
        yield note("rows_hidden", rows=_numbers(rows))
    columns = sorted(sheet.hidden_columns & set(head.columns.values()))
    if columns:
        titles = {column: head.titles[field] for field, column in head.columns.items()}
        yield note("columns_hidden", columns=tuple(titles[column] for column in columns))
    if head.unknown:
        yield note("columns_unknown", columns=tuple(tidy(title) for title in head.unknown))


def _numbers(numbers: list[int]) -> tuple[str, ...]:
    return tuple(str(number) for number in numbers)


def _lost_characters(record: Record) -> Iterator[Finding]:
    for column, cell in record.cells.items():
        if cell.kind is CellKind.TEXT and _LOST.search(cell.text) and "://" not in cell.text:
            yield record.finding(
                Level.WARN, "characters_lost", column, record.text("name"), found=tidy(cell.text)[:40]
            )
