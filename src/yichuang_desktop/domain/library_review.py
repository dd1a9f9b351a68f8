"""Review a library file: which items may come in, which stay out, and what the department has to mend.

Nothing is half-imported: the unit is an item with all its materials, any refused row keeps the whole item
out, and a package follows its members (`R-ITEM-1`; decisions 13, 14, 19).
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from yichuang_desktop.domain.items import Material, Package, ServiceItem
from yichuang_desktop.domain.library_current import EMPTY_LIBRARY, Library, distinct
from yichuang_desktop.domain.library_findings import Finding, Level
from yichuang_desktop.domain.library_heads import TableKind
from yichuang_desktop.domain.library_items import Draft, read_item
from yichuang_desktop.domain.library_materials import Group, groups_of, listed_materials, read_materials
from yichuang_desktop.domain.library_packages import package_drafts, read_package
from yichuang_desktop.domain.library_rows import Sheet, fold
from yichuang_desktop.domain.library_tables import Record, Table, read_table

PROVISIONAL = "X-"
"""Beginning of the number an item gets that came without one, until the library keeper gives its own."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An item or package that stays out, with the findings that keep it there."""

    item_id: str
    name: str
    sheet: str
    row: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """The outcome of a review; nothing of it is in the library yet."""

    items: tuple[ServiceItem, ...]
    packages: tuple[Package, ...]
    refused: tuple[Refused, ...]
    refused_packages: tuple[Refused, ...]
    findings: tuple[Finding, ...]
    """Everything found, in the order of the file."""
    item_rows: int
    material_rows: int

    @property
    def material_count(self) -> int:
        """Materials of the items that may come in."""
        return sum(len(item.materials) for item in self.items)


def review(sheets: Sequence[Sheet], library: Library = EMPTY_LIBRARY) -> Review:
    """Judge the sheets of one file against the library as it is."""
    return _Reviewer(sheets, library).review()


@dataclass(slots=True)
class _Given:
    """The materials of one draft; None where the file gives none."""

    materials: tuple[Material, ...] | None = None
    findings: list[Finding] = field(default_factory=list)


class _Reviewer:
    """One review; the steps fill its lists in order."""

    def __init__(self, sheets: Sequence[Sheet], library: Library) -> None:
        self._library = library
        self._order = {sheet.name: place for place, sheet in enumerate(sheets)}
        self._findings: list[Finding] = []
        self._tables = list(self._read_tables(sheets))
        self._groups: list[Group] = []
        self._drafts: list[Draft] = []
        self._given: dict[int, _Given] = defaultdict(_Given)
        self._ambiguous: dict[int, list[Finding]] = defaultdict(list)

    def review(self) -> Review:
        self._gather_groups()
        self._gather_drafts()
        self._single_out()
        self._give_materials()
        items, refused = self._settle()
        packages, refused_packages = self._packages(items, refused)
        return Review(
            items,
            packages,
            refused,
            refused_packages,
            self._in_order(),
            sum(len(table.records) for table in self._of(TableKind.ITEMS)) + self._combined_items(),
            sum(len(group.records) for group in self._groups),
        )

    def _read_tables(self, sheets: Sequence[Sheet]) -> Iterator[Table]:
        read = 0
        for sheet in sheets:
            table = None if sheet.hidden else read_table(sheet)
            if table:
                read += 1
                self._findings.extend(table.findings)
                yield table
            elif sheet.rows:
                code = "sheet_hidden" if sheet.hidden else "sheet_without_table"
                self._findings.append(Finding(sheet.name, 0, Level.NOTE, code))
        if not read:
            name = sheets[0].name if sheets else ""
            self._findings.append(Finding(name, 0, Level.ERROR, "file_without_items"))

    def _of(self, *kinds: TableKind) -> list[Table]:
        return [table for table in self._tables if table.kind in kinds]

    def _gather_groups(self) -> None:
        for table in self._of(TableKind.MATERIALS, TableKind.ITEMS_WITH_MATERIALS):
            groups, findings = groups_of(table)
            self._groups += groups
            self._findings += findings

    def _combined(self) -> list[Group]:
        sheets = {table.sheet for table in self._of(TableKind.ITEMS_WITH_MATERIALS)}
        return [group for group in self._groups if group.first.sheet in sheets]

    def _combined_items(self) -> int:
        return len(self._combined())

    def _item_records(self) -> list[Record]:
        rows = [record for table in self._of(TableKind.ITEMS) for record in table.records]
        return rows + [group.first for group in self._combined()]

    def _gather_drafts(self) -> None:
        records = self._item_records()
        spellings = {fold(group.owner_name): group.owner_name for group in self._groups if group.owner_name}
        zones = self._library.zones or _trusted_zones(records)
        self._drafts = [read_item(record, self._library, spellings, zones) for record in records]
        if not records:
            self._drafts = list(self._drafts_of_library_items())

    def _drafts_of_library_items(self) -> Iterator[Draft]:
        """A file of materials alone mends items the library has."""
        for group in self._groups:
            base = self._library.by_id.get(group.owner_id) or self._library.named(group.owner_name)
            if base:
                values = {"department": base.department}
                yield Draft(group.first, base.name, base.item_id, base, values)

    def _single_out(self) -> None:
        """Keep one draft an item: the same row again is a duplicate, another one a conflict."""
        kept: dict[tuple[str, str], Draft] = {}
        single: list[Draft] = []
        for draft in self._drafts:
            key = (draft.item_id or fold(draft.name), "" if draft.item_id else fold(draft.department))
            earlier = kept.get(key) if draft.name else None
            if earlier is None:
                kept[key] = draft
                single.append(draft)
            else:
                repeated = _repeated(draft, earlier)
                (earlier.findings if repeated.level.refuses else self._findings).append(repeated)
        self._drafts = single
        self._share_codes()

    def _share_codes(self) -> None:
        first: dict[str, Draft] = {}
        for draft in self._drafts:
            code = draft.values.get("code")
            if code and first.setdefault(code, draft) is not draft:
                draft.say(Level.WARN, "code_shared", "code", other=first[code].name)

    def _give_materials(self) -> None:
        owned = list(zip(self._groups, self._owners(), strict=True))
        for place, (group, draft) in enumerate(owned):
            if draft is not None:
                self._read_group(group, draft)
            else:
                self._orphan(group, _between(owned, place, self._drafts))
        for draft in self._drafts:
            if draft.record.has("material_list"):
                self._given[id(draft)].materials = listed_materials(draft.record, draft.base)
                self._tell_names_only(draft)

    def _tell_names_only(self, draft: Draft) -> None:
        """New materials given by name alone count as one mandatory original each: that has to be told."""
        known = {material.name for material in draft.base.materials} if draft.base else set()
        new = [each.name for each in self._given[id(draft)].materials or () if each.name not in known]
        if new:
            draft.say(Level.NOTE, "materials_by_name_only", "material_list", count=len(new))

    def _owners(self) -> list[Draft | None]:
        """The draft each group belongs to, in the order of the groups."""
        by_id = {draft.item_id: draft for draft in self._drafts if draft.item_id}
        by_row = {id(draft.record): draft for draft in self._drafts}
        by_name: dict[str, list[Draft]] = defaultdict(list)
        for draft in self._drafts:
            by_name[fold(draft.name)].append(draft)
        owners: list[Draft | None] = []
        for group in self._groups:
            named = by_name.get(fold(group.owner_name), []) if group.owner_name else []
            owner = by_row.get(id(group.first)) or by_id.get(group.owner_id) or next(iter(named), None)
            self._doubt(group, owner, named)
            owners.append(owner)
        return owners

    def _doubt(self, group: Group, owner: Draft | None, named: Sequence[Draft]) -> None:
        """Two items of one name, or a number and a name that do not go together."""
        if owner is None or owner.record is group.first:
            return
        by_number = bool(group.owner_id) and owner.item_id == group.owner_id
        if by_number and group.owner_name and fold(owner.name) != fold(group.owner_name):
            facts = {"known": owner.name, "found": group.owner_name}
            finding = group.first.finding(Level.WARN, "material_owner_differs", "name", owner.name, **facts)
            self._given[id(owner)].findings.append(finding)
        elif not by_number and len(named) > 1:
            facts = {"found": group.owner_name, "count": str(len(named))}
            finding = group.first.finding(
                Level.ERROR, "material_owner_ambiguous", "name", owner.name, **facts
            )
            self._findings.append(finding)
            for draft in named:
                self._ambiguous[id(draft)].append(finding)

    def _read_group(self, group: Group, draft: Draft) -> None:
        rule = draft.values.get("conditional_acceptance")
        given = self._given[id(draft)]
        read = read_materials(group, draft.name, draft.base, rule.materials if rule else None)
        given.materials = (given.materials or ()) + read.materials
        given.findings += read.findings

    def _orphan(self, group: Group, likely: Draft | None) -> None:
        """Materials of an item the file does not have; by the order it may be one that lacks its name."""
        if likely is not None and not likely.name:
            likely.name = group.owner_name
            likely.findings = [
                dataclasses.replace(finding, name=group.owner_name, facts={"likely": group.owner_name})
                if finding.code == "item_name_missing"
                else finding
                for finding in likely.findings
            ]
            return
        facts = {"found": group.owner_name or group.owner_id, "rows": group.rows}
        name = likely.name if likely else group.owner_name
        code = "material_owner_likely" if likely else "material_owner_unknown"
        facts |= {"likely": likely.name} if likely else {}
        finding = group.first.finding(Level.ERROR, code, "name", name, **facts)
        if likely:
            self._given[id(likely)].findings.append(finding)
        else:
            self._findings.append(finding)

    def _settle(self) -> tuple[tuple[ServiceItem, ...], tuple[Refused, ...]]:
        items: list[ServiceItem] = []
        refused: list[Refused] = []
        numbers = self._free_numbers()
        for draft in self._drafts:
            given = self._given[id(draft)]
            found = (*draft.findings, *given.findings, *self._ambiguous[id(draft)])
            bad = [finding for finding in found if finding.level.refuses]
            if bad:
                row = draft.record
                refused.append(Refused(draft.item_id, draft.name, row.sheet, row.row, tuple(bad)))
            else:
                items.append(self._item(draft, given, numbers))
            self._findings += draft.findings + given.findings
        return tuple(items), tuple(refused)

    def _free_numbers(self) -> Iterator[str]:
        taken = self._library.by_id.keys() | {draft.item_id for draft in self._drafts}
        number = 0
        while True:
            number += 1
            if f"{PROVISIONAL}{number:04d}" not in taken:
                yield f"{PROVISIONAL}{number:04d}"

    def _item(self, draft: Draft, given: _Given, numbers: Iterator[str]) -> ServiceItem:
        item_id = draft.item_id or next(numbers)
        if not draft.item_id:
            draft.say(Level.NOTE, "item_number_provisional", "item_id", number=item_id)
        materials = given.materials
        if materials is None:
            materials = draft.base.materials if draft.base else ()
            self._tell_lack(draft)
        base = draft.base or ServiceItem(item_id, draft.name, "", short_name=draft.name)
        values = draft.values | {"item_id": item_id, "name": draft.name, "materials": materials}
        return dataclasses.replace(base, **values)

    def _tell_lack(self, draft: Draft) -> None:
        if not draft.base or not draft.base.materials:
            draft.say(Level.WARN, "item_without_materials", "name")
        elif self._groups:
            draft.say(Level.WARN, "item_materials_kept", "name", count=len(draft.base.materials))

    def _packages(
        self, items: Sequence[ServiceItem], refused: Sequence[Refused]
    ) -> tuple[tuple[Package, ...], tuple[Refused, ...]]:
        future = self._library.by_id | {item.item_id: item for item in items}
        out = {key: each.name for each in refused for key in (each.item_id, fold(each.name)) if key}
        kept: list[Package] = []
        dropped: list[Refused] = []
        for draft in package_drafts(self._of(TableKind.PACKAGES), self._of(TableKind.PACKAGE_MATERIALS)):
            package = read_package(draft, future, out)
            if package:
                kept.append(package)
            else:
                bad = tuple(finding for finding in draft.findings if finding.level.refuses)
                first = draft.first
                dropped.append(Refused(draft.package_id, draft.name, first.sheet, first.row, bad))
            self._findings += draft.findings
        self._unknown_packages(items, kept, dropped)
        return tuple(kept), tuple(dropped)

    def _unknown_packages(
        self, items: Sequence[ServiceItem], kept: Sequence[Package], dropped: Sequence[Refused]
    ) -> None:
        known = self._library.package_by_id.keys() | {package.package_id for package in kept}
        known |= {each.item_id for each in dropped}
        told = {draft.name: draft.record for draft in self._drafts if draft.record.has("packages")}
        self._findings += [
            told[item.name].finding(Level.WARN, "package_unknown", "packages", item.name, found=package_id)
            for item in items
            for package_id in item.packages
            if package_id not in known and item.name in told
        ]

    def _in_order(self) -> tuple[Finding, ...]:
        return tuple(sorted(self._findings, key=lambda f: (self._order.get(f.sheet, -1), f.row)))


def _trusted_zones(records: Iterable[Record]) -> tuple[str, ...]:
    """Without a library: the zones the file itself writes in full or more than once."""
    written = Counter(record.text("zone") for record in records)
    return distinct(zone for zone, times in written.items() if times > 1 or zone.endswith("专区"))


def _repeated(draft: Draft, earlier: Draft) -> Finding:
    record, first = draft.record, earlier.record
    differing = [
        column
        for column, cell in record.cells.items()
        if column != "number" and fold(cell.text) != fold(first.get(column).text)
    ]
    if not differing:
        return record.finding(Level.DUPLICATE, "row_repeated", "", draft.name, row=first.row)
    told = tuple(
        f"{record.titles[column]}（{first.text(column) or '空'} / {record.text(column) or '空'}）"
        for column in differing
    )
    return record.finding(Level.CONFLICT, "item_conflict", differing[0], draft.name, row=first.row, told=told)


def _between(
    owned: Sequence[tuple[Group, Draft | None]], place: int, drafts: Sequence[Draft]
) -> Draft | None:
    """The one draft without materials that stands where this group stands among its neighbours."""
    taken = {id(draft) for _, draft in owned if draft is not None}
    before = owned[place - 1][1] if place else None
    after = owned[place + 1][1] if place + 1 < len(owned) else None
    places = {id(draft): at for at, draft in enumerate(drafts)}
    likely: list[Draft] = []
    if before is not None:
        likely += drafts[places[id(before)] + 1 : places[id(before)] + 2]
    if after is not None and places[id(after)]:
        likely.append(drafts[places[id(after)] - 1])
    free = {id(draft): draft for draft in likely if id(draft) not in taken}
    return next(iter(free.values())) if len(free) == 1 else None
