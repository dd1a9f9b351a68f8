"""Read an .xlsx library file into neutral cells, within limits, hostile or damaged files included.

calamine reads the values, seventeen times faster than openpyxl.  What it does not tell (error values,
formulas without a saved result, hidden rows and columns) is taken from the sheet's own XML, and only where
a quick look shows that there is any.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import PurePosixPath
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.library_rows import EMPTY_CELL, Cell, CellKind, Merge, Sheet

MAX_UNPACKED = 50 * 1024 * 1024
MAX_PARTS = 2_000
MAX_RATIO = 200
MAX_ROWS = 119_999
MAX_COLUMNS = 100
MAX_SHEETS = 50
MAX_MERGED = 500_000
"""Cells covered by merged blocks of one sheet."""

_WORKBOOK = "xl/workbook.xml"
# Cells beyond the limits: calamine lays out the whole rectangle in memory before anyone could count it.
# The fast patterns begin with plain bytes; the thorough ones are for XML no spreadsheet program writes.
_WIDE = rb"(?:[A-Z]{3}|[D-Z][A-Z]|C[W-Z])\d"
_TALL = rb"""[A-Z]*(?:1[2-9]\d{4}|[2-9]\d{5}|\d{7,})["']"""
_FAST = (re.compile(rb'r="' + _WIDE), re.compile(rb'r="' + _TALL))
_THOROUGH = (re.compile(rb"""r\s*=\s*["']""" + _WIDE), re.compile(rb"""r\s*=\s*["']""" + _TALL))
_ODD = (b"r='", b"r =", b"r\n", b"r\t")
_WORTH_A_LOOK = (b't="e"', b"t='e'", b"<f", b":f", b"hidden")

# What a damaged package makes its readers raise: wrong sums, lost parts, broken XML, odd compression.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    CalamineError,
    expat.ExpatError,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    RuntimeError,
)

Value = int | float | str | bool | time | date | datetime | timedelta


@dataclass(slots=True)
class _Marks:
    """What the XML of a sheet says beyond its values."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def read_xlsx(content: bytes, file: str) -> tuple[Sheet, ...]:
    """All sheets of a workbook.

    Raises :class:`RuleViolation` ``library_file_truncated``, ``_kind``, ``_too_big`` and ``_bomb``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_package(package, file)
            marks = {name: _marks_of(xml, file) for name, xml in _sheet_parts(package)}
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return tuple(_sheets(book, marks, file))
    except _DAMAGED as error:
        raise RuleViolation("library_file_truncated", file=file) from error


def _check_package(package: zipfile.ZipFile, file: str) -> None:
    """Refuse what is no workbook, and what unpacks to more than a library can be."""
    parts = package.infolist()
    if len(parts) > MAX_PARTS:
        raise RuleViolation("library_file_bomb", file=file)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > MAX_RATIO * max(packed, 1):
        raise RuleViolation("library_file_bomb", file=file)
    if unpacked > MAX_UNPACKED:
        raise RuleViolation("library_file_too_big", file=file, what="内容", limit="50 MB")
    if _WORKBOOK not in package.namelist():
        raise RuleViolation("library_file_kind", file=file, kind=_kind_of(package))


def _kind_of(package: zipfile.ZipFile) -> str:
    names = package.namelist()
    if any(name.startswith("word/") for name in names):
        return "Word 文档"
    return "其他格式的表格" if any(name.startswith(("xl/", "content.xml")) for name in names) else "压缩包"


def _sheet_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Name and XML of each worksheet."""
    targets: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    named: list[tuple[str, str]] = []

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            rel = next(value for key, value in attributes.items() if key.rpartition(":")[2] == "id")
            named.append((attributes["name"], rel))

    _walk(_unpacked(package, "xl/_rels/workbook.xml.rels"), relation)
    _walk(_unpacked(package, _WORKBOOK), sheet)
    for name, rel in named:
        target = targets[rel]
        path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if "worksheets" in path:
            yield name, _unpacked(package, path)


def _unpacked(package: zipfile.ZipFile, path: str) -> bytes:
    """A part, never more of it than its own entry said: sizes in a hostile file lie."""
    expected = package.getinfo(path).file_size
    with package.open(path) as part:
        content = part.read(expected + 1)
    if len(content) > expected:
        raise zipfile.BadZipFile(f"{path} is longer than it says")
    return content


def _walk(xml: bytes, begin: Callable[[str, dict[str, str]], None]) -> None:
    """Call ``begin`` for every element, its name without a prefix; documents with a DTD are refused."""
    parser = _parser(xml)
    parser.StartElementHandler = lambda tag, attributes: begin(tag.rpartition(":")[2], attributes)
    parser.Parse(xml, True)


def _parser(xml: bytes) -> expat.XMLParserType:
    if b"<!DOCTYPE" in xml or b"\0" in xml[:200]:
        raise zipfile.BadZipFile("no plain XML")
    return expat.ParserCreate()


def _marks_of(xml: bytes, file: str) -> _Marks:
    wide, tall = _THOROUGH if any(sign in xml for sign in _ODD) else _FAST
    if wide.search(xml):
        raise RuleViolation("library_file_too_big", file=file, what="列数", limit=MAX_COLUMNS)
    if tall.search(xml):
        raise RuleViolation("library_file_too_big", file=file, what="行数", limit=MAX_ROWS)
    return _Scanner().scan(xml) if any(sign in xml for sign in _WORTH_A_LOOK) else _Marks()


class _Scanner:
    """One pass over the XML of a sheet for what calamine leaves out."""

    def __init__(self) -> None:
        self._marks = _Marks()
        self._row = self._column = 0
        self._error = self._formula = self._in_value = False
        self._value = ""

    def scan(self, xml: bytes) -> _Marks:
        parser = _parser(xml)
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(xml, True)
        return self._marks

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "f":
            self._formula = True
        elif tag == "v":
            self._in_value = True
        elif tag == "col" and _true(attributes.get("hidden")):
            first, last = int(attributes["min"]), int(attributes["max"])
            self._marks.hidden_columns |= set(range(first, min(last, MAX_COLUMNS) + 1))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        if _true(attributes.get("hidden")):
            self._marks.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column = _column_of(attributes["r"]) if "r" in attributes else self._column + 1
        self._error, self._formula, self._value = attributes.get("t") == "e", False, ""

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "v":
            self._in_value = False
        elif tag == "c" and self._error:
            self._marks.cells[self._row, self._column] = Cell(CellKind.ERROR, self._value)
        elif tag == "c" and self._formula and not self._value:
            self._marks.cells[self._row, self._column] = Cell(CellKind.FORMULA)

    def _text(self, text: str) -> None:
        if self._in_value:
            self._value += text


def _true(value: str | None) -> bool:
    return value in ("1", "true")


def _column_of(reference: str) -> int:
    """``C12`` is in column 3."""
    number = 0
    for letter in reference:
        if letter.isdigit():
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _sheets(book: CalamineWorkbook, marks: dict[str, _Marks], file: str) -> Iterator[Sheet]:
    if len(book.sheet_names) > MAX_SHEETS:
        raise RuleViolation("library_file_too_big", file=file, what="工作表数", limit=MAX_SHEETS)
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        values = sheet.to_python(skip_empty_area=False)
        told = marks.get(about.name, _Marks())
        yield Sheet(
            about.name,
            _cells(values, told.cells),
            _merges(sheet, file),
            frozenset(told.hidden_rows),
            frozenset(told.hidden_columns),
            about.visible is not SheetVisibleEnum.Visible,
        )


def _merges(sheet: CalamineSheet, file: str) -> tuple[Merge, ...]:
    """The merged blocks as far as they lie where there are cells."""
    last_row, last_column = sheet.end or (0, 0)
    merges = tuple(
        Merge(top + 1, left + 1, min(bottom, last_row) + 1, min(right, last_column) + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
    )
    if sum((m.bottom - m.top + 1) * (m.right - m.left + 1) for m in merges) > MAX_MERGED:
        raise RuleViolation("library_file_too_big", file=file, what="合并单元格", limit=MAX_MERGED)
    return merges


def _cells(values: list[list[Value]], told: dict[tuple[int, int], Cell]) -> tuple[tuple[Cell, ...], ...]:
    """The cells of a sheet; what calamine left empty is put back from the marks."""
    marked: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in told.items():
        marked.setdefault(row, {})[column] = cell
    missing: list[list[Value]] = [[]] * (max(marked, default=0) - len(values))
    return tuple(_row(row, marked.get(number, {})) for number, row in enumerate(values + missing, start=1))


def _row(values: list[Value], marked: dict[int, Cell]) -> tuple[Cell, ...]:
    if marked:
        blanks: list[Value] = [""] * (max(marked) - len(values))
        return tuple(marked.get(place) or _cell(value) for place, value in enumerate(values + blanks, 1))
    # 0 and False are content; a row of blanks alone takes no room however wide the sheet is
    return tuple(map(_cell, values)) if any(value != "" for value in values) else ()


def _cell(value: Value) -> Cell:
    return _text_cell(value) if isinstance(value, str) else _other_cell(value)


@lru_cache(maxsize=8192)
def _text_cell(value: str) -> Cell:
    """Cells are values, and the same words stand in a library again and again."""
    return Cell(CellKind.TEXT, value) if value else EMPTY_CELL


def _other_cell(value: Value) -> Cell:
    if isinstance(value, bool):
        return Cell(CellKind.TEXT, "是" if value else "否")
    if isinstance(value, int | float):
        whole = float(value).is_integer()
        return Cell(CellKind.NUMBER, str(int(value)) if whole else str(value))
    shown = value.isoformat() if isinstance(value, date) else str(value)
    return Cell(CellKind.DATE, shown)
