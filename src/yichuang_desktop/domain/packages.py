"""One thing, done once (一件事一次办): one form, one merged checklist, a part a department (R-IN-11).

A package is taken in like an item (:func:`as_item`): its checklist is the members' materials without repeats,
merged by the name under which they are the same paper (``canon``).  What an earlier member makes is not asked
from the applicant.  Members outside the library are tracked without papers of ours (decisions 14).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import (
    COPY,
    ELECTRONIC,
    MANDATORY,
    OPTIONAL,
    ORIGINAL,
    ORIGINAL_AND_COPY,
    PROMISED,
    ConditionalAcceptance,
    ItemResult,
    Material,
    Package,
    PackageMaterial,
    PackageMember,
    ServiceItem,
)

Items = Mapping[str, ServiceItem]
"""The library in force, by item number."""
_STRENGTH = (ELECTRONIC, COPY, ORIGINAL, ORIGINAL_AND_COPY)
"""Where members ask for different forms of one paper, the strongest serves them all."""
LONGEST_LIMIT = 45
"""Working days a joint matter may take by law; 15 more with the government's approval (行政许可法 42)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One department's part of a package: a library item, or an external matter without papers of ours."""

    member: PackageMember
    item: ServiceItem | None

    @property
    def external(self) -> bool:
        """Done outside the hall: bank, hospital, customs."""
        return self.item is None


def parts(package: Package, items: Items, left_out: Iterable[int] = ()) -> tuple[Part, ...]:
    """The parts of an application in the package's order; ``left_out`` are steps the applicant does not want.

    Raises RuleViolation ``package_member_gone`` when a member left the library, ``package_step_needed`` when
    a step that is not optional is left out, ``package_empty`` when nothing of ours remains.
    """
    unwanted = frozenset(left_out)
    for member in package.members:
        if member.step in unwanted and not member.optional:
            raise RuleViolation("package_step_needed", package=package.name, member=member.name)
    wanted = tuple(_part(package, member, items) for member in package.members if member.step not in unwanted)
    if all(part.external for part in wanted):
        raise RuleViolation("package_empty", package=package.name)
    return wanted


def _part(package: Package, member: PackageMember, items: Items) -> Part:
    if not member.in_library:
        return Part(member, None)
    if member.item_id not in items:
        raise RuleViolation("package_member_gone", package=package.name, member=member.name)
    return Part(member, items[member.item_id])


def merged(package: Package, items: Items) -> tuple[PackageMaterial, ...]:
    """The members' materials without repeats, in the order in which they are first asked for.

    A paper several members ask for is asked for once: in the strongest form and the highest number any of
    them wants, mandatory if it is so for one.  The package's own sheet says what an earlier member supplies.
    """
    asked: dict[str, list[tuple[str, Material]]] = {}
    for part in parts(package, items):
        for material in part.item.materials if part.item else ():
            asked.setdefault(material.merge_name, []).append((part.member.item_id, material))
    supplied = {row.name: row.supplied_by for row in package.materials if not row.submit}
    return tuple(
        _merged_row(seq, name, rows, supplied.get(name, ""))
        for seq, (name, rows) in enumerate(asked.items(), 1)
    )


def _merged_row(seq: int, name: str, rows: list[tuple[str, Material]], supplied_by: str) -> PackageMaterial:
    materials = [material for _item, material in rows]
    return PackageMaterial(
        seq=seq,
        name=name,
        form=max((material.form for material in materials), key=_STRENGTH.index),
        copies=max(material.copies for material in materials),
        necessity=MANDATORY if any(material.mandatory for material in materials) else OPTIONAL,
        source=materials[0].source,
        submit=not supplied_by,
        supplied_by=supplied_by,
        deferrable=all(material.deferrable for material in materials),
        used_by=tuple(dict.fromkeys(item_id for item_id, _material in rows)),
        points="；".join(dict.fromkeys(material.points for material in materials if material.points)),
    )


def as_item(package: Package, items: Items) -> ServiceItem:
    """The package as the window takes it in: one item with the merged checklist and the package's promise.

    Raises as :func:`parts`.
    """
    rows = [row for row in merged(package, items) if row.submit]
    ours = [part.item for part in parts(package, items) if part.item]
    return ServiceItem(
        item_id=package.package_id,
        name=package.name,
        department=package.lead_department,
        subjects=package.subjects,
        office_type=PROMISED,
        promised_limit=package.promised_limit,
        promised_unit=package.promised_unit,
        promised_basis=package.note,
        channels=("窗口",),
        conditional_acceptance=ConditionalAcceptance(),
        result=ItemResult(name="、".join(item.result.name for item in ours if item.result.name)),
        materials=tuple(_asked_row(seq, row, ours) for seq, row in enumerate(rows, 1)),
        packages=(package.package_id,),
        consult_phone=next((item.consult_phone for item in ours if item.consult_phone), ""),
    )


def _asked_row(seq: int, row: PackageMaterial, members: list[ServiceItem]) -> Material:
    users = [
        material
        for item in members
        if item.item_id in row.used_by
        for material in item.materials
        if material.merge_name == row.name
    ]
    return replace(
        users[0],
        seq=seq,
        name=row.name,
        form=row.form,
        copies=row.copies,
        necessity=row.necessity,
        deferrable=False,
        electronic_ok=all(material.electronic_ok for material in users),
        return_after_check=any(material.return_after_check for material in users),
        points=row.points,
        canon=row.name,
    )
