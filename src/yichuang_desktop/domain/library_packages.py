"""Read the packages of a library file; a package follows its members (`R-ITEM-1`, decisions 14 and 19)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from yichuang_desktop.domain.items import WORKING_DAYS, Package, PackageMaterial, PackageMember, ServiceItem
from yichuang_desktop.domain.library_findings import CellProblem, Finding, Level
from yichuang_desktop.domain.library_rows import Cell, fold, half_width, parts_of
from yichuang_desktop.domain.library_tables import Record, Table
from yichuang_desktop.domain.library_values import (
    Limit,
    read_code,
    read_copies,
    read_form,
    read_limit,
    read_necessity,
    read_text,
    read_yes,
    rough_days,
)

T = TypeVar("T")


@dataclass(slots=True)
class PackageDraft:
    """A package on its way into the library: the rows of its members and of its merged materials."""

    package_id: str
    name: str
    members: list[Record] = field(default_factory=list)
    materials: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return any(finding.level.refuses for finding in self.findings)

    @property
    def first(self) -> Record:
        return (self.members or self.materials)[0]

    def read(self, record: Record, column: str, read: Callable[[Cell], T], otherwise: T) -> T:
        """Read a cell; a problem becomes an error of this package."""
        try:
            return read(record.get(column))
        except CellProblem as problem:
            self.fail(record, problem.code, column, **problem.facts)
            return otherwise

    def fail(self, record: Record, code: str, column: str, **facts: object) -> None:
        """Note an error that keeps the package out."""
        self.findings.append(record.finding(Level.ERROR, code, column, self.name, **facts))


def package_drafts(members: Iterable[Table], materials: Iterable[Table]) -> list[PackageDraft]:
    """The rows by package, the package's number and name filled down."""
    drafts: dict[str, PackageDraft] = {}
    for tables, kind in ((members, "members"), (materials, "materials")):
        for table in tables:
            current = ""
            for record in table.records:
                package_id, name = half_width(record.get("package_id").text), record.text("package_name")
                current = package_id or name or current
                draft = drafts.setdefault(current, PackageDraft(package_id, name))
                getattr(draft, kind).append(record)
    return list(drafts.values())


def read_package(
    draft: PackageDraft, items: dict[str, ServiceItem], refused: dict[str, str]
) -> Package | None:
    """The package, or None when a row or a member keeps it out.

    ``items`` are those of the library as it will be, ``refused`` the items this file could not bring in
    (number or folded name, to name).
    """
    if not draft.members:
        draft.fail(draft.first, "package_without_members", "package_id")
        return None
    members = tuple(_member(draft, record) for record in draft.members)
    for record, member in zip(draft.members, members, strict=True):
        _follow(draft, record, member, items, refused)
    package = _package(draft, members)
    _check_promises(draft, package, items)
    return None if draft.refused else package


def _package(draft: PackageDraft, members: Sequence[PackageMember]) -> Package:
    first = draft.members[0]
    nothing: Limit = (None, WORKING_DAYS)
    promise = partial(read_limit, unit=first.text("promised_unit"))
    limit, unit = draft.read(first, "promised_limit", promise, nothing)
    return Package(
        package_id=draft.package_id or draft.name,
        name=draft.name or draft.package_id,
        lead_department=draft.read(first, "lead_department", read_text, ""),
        subjects=parts_of(first.get("subjects").text, "、/，,；;"),
        promised_limit=limit,
        promised_unit=unit,
        members=tuple(members),
        materials=tuple(_material(draft, record, seq) for seq, record in enumerate(draft.materials, 1)),
        note=first.text("note"),
        sources=parts_of(first.get("sources").text, "\n"),
    )


def _member(draft: PackageDraft, record: Record) -> PackageMember:
    name = draft.read(record, "member_name", read_text, "")
    if not name:
        draft.findings.append(
            record.finding(Level.ERROR, "package_member_nameless", "member_name", draft.name)
        )
    step = draft.read(record, "step", read_copies, 0) if record.has("step") else 0
    item_id = half_width(record.get("item_id").text)
    inside = draft.read(record, "in_library", read_yes, False) if record.has("in_library") else bool(item_id)
    return PackageMember(
        step=step or draft.members.index(record) + 1,
        name=name,
        department=record.text("department"),
        item_id=item_id,
        code=draft.read(record, "code", read_code, ""),
        in_library=inside,
        optional=draft.read(record, "optional", read_yes, False),
        parallel_group=record.text("parallel_group"),
    )


def _material(draft: PackageDraft, record: Record, seq: int) -> PackageMaterial:
    name = draft.read(record, "m_name", read_text, "")
    if not name:
        draft.fail(record, "material_name_missing", "m_name")
    return PackageMaterial(
        seq=seq,
        name=name,
        form=draft.read(record, "m_form", read_form, ""),
        copies=draft.read(record, "m_copies", read_copies, 1),
        necessity=draft.read(record, "m_necessity", read_necessity, ""),
        source=record.text("m_source"),
        submit=draft.read(record, "submit", read_yes, True) if record.has("submit") else True,
        supplied_by=half_width(record.get("supplied_by").text),
        deferrable=draft.read(record, "m_deferrable", read_yes, False),
        used_by=parts_of(record.get("used_by").text, "、，,；;"),
        points=record.text("m_points"),
    )


def _follow(
    draft: PackageDraft,
    record: Record,
    member: PackageMember,
    items: Mapping[str, ServiceItem],
    refused: Mapping[str, str],
) -> None:
    """A member that could not be brought in, or that nobody has, keeps the package out."""
    if not member.in_library:
        return
    out = refused.get(member.item_id) or refused.get(fold(member.name))
    if out:
        code = "package_member_refused"
    elif member.item_id not in items:
        code = "package_member_unknown"
    else:
        return
    draft.findings.append(
        record.finding(Level.ERROR, code, "member_name", draft.name, member=out or member.name)
    )


def _check_promises(draft: PackageDraft, package: Package, items: Mapping[str, ServiceItem]) -> None:
    """A member with a longer promise than the package's own is told (decision 14)."""
    promise = rough_days((package.promised_limit, package.promised_unit))
    for record, member in zip(draft.members, package.members, strict=True):
        item = items.get(member.item_id)
        days = rough_days((item.promised_limit, item.promised_unit)) if item else None
        if item and promise is not None and days is not None and days > promise:
            draft.findings.append(
                record.finding(
                    Level.WARN,
                    "package_member_slower",
                    "promised_limit",
                    draft.name,
                    member=item.name,
                    takes=item.promise_text,
                )
            )
