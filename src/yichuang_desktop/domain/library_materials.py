"""Read the materials of a library file and give each to its item (`R-ITEM-1`).

The unit is an item with all its materials: a row that cannot be read keeps its whole item out (decision 19).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from yichuang_desktop.domain.items import MANDATORY, OPTIONAL, Material, ServiceItem
from yichuang_desktop.domain.library_findings import CellProblem, Finding, Level
from yichuang_desktop.domain.library_rows import Cell, fold, half_width, lines_of, tidy
from yichuang_desktop.domain.library_tables import Record, Table
from yichuang_desktop.domain.library_values import (
    read_copies,
    read_form,
    read_necessity,
    read_text,
    read_yes,
)

_MARKS = {"√", "✓", "✔", "是", "y", "1"}


@dataclass(slots=True)
class Group:
    """The rows of materials that belong to one item."""

    owner_id: str
    owner_name: str
    records: list[Record] = field(default_factory=list)
    blank_is_optional: bool = False

    @property
    def first(self) -> Record:
        return self.records[0]

    @property
    def rows(self) -> str:
        """``86–90`` for a person."""
        first, last = self.first.row, self.records[-1].row
        return str(first) if first == last else f"{first}–{last}"


def groups_of(table: Table) -> tuple[list[Group], list[Finding]]:
    """The rows of a table by item, owners filled down; rows before any owner are findings."""
    gathering = _Gathering(table)
    for record in table.records:
        gathering.add(record)
    return gathering.groups, gathering.findings


class _Gathering:
    """Goes down a table and gives each row to its owner: the one named, else the one above."""

    def __init__(self, table: Table) -> None:
        self._breaks = sorted(table.breaks)
        marks = (fold(record.get("m_necessity").text) for record in table.records)
        self._marked = any(mark in _MARKS for mark in marks)
        self._seen: dict[tuple[str, str], Group] = {}
        self._current: Group | None = None
        self._last_row = 0
        self.groups: list[Group] = []
        self.findings: list[Finding] = []

    def add(self, record: Record) -> None:
        if any(self._last_row < row < record.row for row in self._breaks):
            self._current = None
        self._last_row = record.row
        self._turn_to_owner(record)
        if self._current is None:
            self.findings.append(record.finding(Level.ERROR, "material_without_item", "name"))
        else:
            self._current.records.append(record)

    def _turn_to_owner(self, record: Record) -> None:
        item_id, name = half_width(record.get("item_id").text), record.text("name")
        if item_id or name:
            key = (item_id, fold(name))
            self._current = self._seen.get(key) or self._begin(item_id, name)
            self._seen[key] = self._current
        elif _new_number(record, self._current):
            self._current = self._begin("", "")

    def _begin(self, item_id: str, name: str) -> Group:
        group = Group(item_id, name, blank_is_optional=self._marked)
        self.groups.append(group)
        return group


def _new_number(record: Record, current: Group | None) -> bool:
    """In a table of items with their materials a new item number begins an item, named or not."""
    if not (record.has("m_seq") and record.has("department")):
        return False
    number = fold(record.get("number").text)
    return bool(number) and (current is None or number != fold(current.first.get("number").text))


@dataclass(frozen=True, slots=True)
class ReadMaterials:
    """The materials of one item as far as they could be read."""

    materials: tuple[Material, ...]
    findings: tuple[Finding, ...]


def read_materials(
    group: Group, item: str, base: ServiceItem | None, deferrable: Iterable[str] | None
) -> ReadMaterials:
    """All materials of the item so named; ``deferrable`` are those it says may follow later."""
    known = {fold(material.name): material for material in base.materials} if base else {}
    named = None if deferrable is None else {fold(name) for name in deferrable}
    reader = _Reader(item, known, named, OPTIONAL if group.blank_is_optional else MANDATORY)
    rows = [record for record in group.records if any(not record.get(c).blank for c in _OWN if record.has(c))]
    read: list[Material] = []
    for record in _without_repeats(item, rows, reader.findings):
        material = reader.read(record, len(read) + 1)
        if material:
            read.append(material)
    return ReadMaterials(tuple(read), tuple(reader.findings))


_OWN = ("m_name", "m_form", "m_copies", "m_necessity")


def listed_materials(record: Record, base: ServiceItem | None) -> tuple[Material, ...]:
    """Materials given as one cell of names, one a line; what the library knows of them is kept."""
    known = {fold(material.name): material for material in base.materials} if base else {}
    return tuple(
        _renumbered(known.get(fold(name), Material(seq, name)), seq)
        for seq, name in enumerate(lines_of(record.get("material_list").text), start=1)
    )


def _renumbered(material: Material, seq: int) -> Material:
    return _replace(material, {"seq": seq})


def _replace(material: Material, values: dict[str, object]) -> Material:
    names = Material.__dataclass_fields__
    kept = {name: getattr(material, name) for name in names}
    return Material(**(kept | values))


def _without_repeats(item: str, records: Sequence[Record], findings: list[Finding]) -> list[Record]:
    """A row that says again what an earlier one said is left out; the same name in other words is told."""
    kept: dict[str, Record] = {}
    single: list[Record] = []
    for record in records:
        name = record.text("m_name")
        earlier = kept.get(fold(name)) if name else None
        if earlier is None:
            kept[fold(name)] = record
            single.append(record)
        elif _same(earlier, record):
            findings.append(record.finding(Level.DUPLICATE, "row_repeated", "", item, row=earlier.row))
        else:
            findings.append(
                record.finding(Level.WARN, "material_named_twice", "m_name", item, row=earlier.row)
            )
            single.append(record)
    return single


def _same(one: Record, other: Record) -> bool:
    columns = [column for column in one.cells if column.startswith("m_") and column != "m_seq"]
    return all(fold(one.get(column).text) == fold(other.get(column).text) for column in columns)


class _Reader:
    """Reads the rows of one item; problems gather in ``findings``."""

    def __init__(self, item: str, known: dict[str, Material], named: set[str] | None, blank: str) -> None:
        self._item = item
        self._known = known
        self._named = named
        self._blank = blank
        self.findings: list[Finding] = []

    def read(self, record: Record, seq: int) -> Material | None:
        """The material of one row; None when the row has to be mended first."""
        name = self._name(record)
        values: dict[str, object] = {"seq": seq, "name": name}
        for column in filter(record.has, _READERS):
            field_name, read = _READERS[column]
            values[field_name] = self._cell(record, column, read)
        if not name or _UNREAD in values.values():
            return None
        if not record.has("m_deferrable") and self._named is not None:
            values["deferrable"] = fold(name) in self._named
        return _replace(self._known.get(fold(name), Material(seq, name)), values)

    def _cell(self, record: Record, column: str, read: Callable[[Cell], object]) -> object:
        cell = record.get(column)
        try:
            return read_necessity(cell, self._blank) if column == "m_necessity" else read(cell)
        except CellProblem as problem:
            self.findings.append(
                record.finding(Level.ERROR, problem.code, column, self._item, **problem.facts)
            )
            return _UNREAD

    def _name(self, record: Record) -> str:
        written = record.get("m_name").text
        name = tidy(written)
        if not name:
            self.findings.append(record.finding(Level.ERROR, "material_name_missing", "m_name", self._item))
        elif "\n" in written.strip() or "\r" in written.strip():
            self.findings.append(record.finding(Level.FIXABLE, "material_name_broken", "m_name", self._item))
        elif name != written:
            self.findings.append(record.finding(Level.FIXABLE, "material_name_blanks", "m_name", self._item))
        return name


_UNREAD = object()
_READERS: dict[str, tuple[str, Callable[[Cell], object]]] = {
    "m_form": ("form", read_form),
    "m_copies": ("copies", read_copies),
    "m_necessity": ("necessity", read_necessity),
    "m_source": ("source", read_text),
    "m_issuer": ("issuer", read_text),
    "m_deferrable": ("deferrable", read_yes),
    "m_category": ("defer_category", read_text),
    "m_return": ("return_after_check", read_yes),
    "m_electronic": ("electronic_ok", read_yes),
    "m_notes": ("notes", read_text),
    "m_points": ("points", read_text),
    "m_canon": ("canon", read_text),
    "m_samples": ("samples", read_text),
}
