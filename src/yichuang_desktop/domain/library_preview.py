"""What importing a reviewed file would change, before anything is changed (`R-ITEM-1`).

Items the file does not mention are kept: an import never deletes.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from yichuang_desktop.domain.items import (
    ConditionalAcceptance,
    InformedCommitment,
    ItemResult,
    Material,
    Package,
    PackageMaterial,
    PackageMember,
    ServiceItem,
    SpecialStepRule,
    limit_text,
)
from yichuang_desktop.domain.library_current import Library
from yichuang_desktop.domain.library_review import Refused, Review


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in words: its title, what the library says, what the file says."""

    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item of the library that the file changes."""

    old: ServiceItem
    new: ServiceItem
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class PackageChange:
    """A package of the library that the file changes."""

    old: Package
    new: Package
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """All that an import would do, and what it would leave alone."""

    new: tuple[ServiceItem, ...]
    changed: tuple[ItemChange, ...]
    unchanged: tuple[ServiceItem, ...]
    missing: tuple[ServiceItem, ...]
    """In the library, not in the file: kept as they are."""
    refused: tuple[Refused, ...]
    new_packages: tuple[Package, ...]
    changed_packages: tuple[PackageChange, ...]
    unchanged_packages: tuple[Package, ...]
    missing_packages: tuple[Package, ...]
    refused_packages: tuple[Refused, ...]

    @property
    def items_to_publish(self) -> tuple[ServiceItem, ...]:
        """The items that get a new version."""
        return self.new + tuple(change.new for change in self.changed)

    @property
    def packages_to_publish(self) -> tuple[Package, ...]:
        return self.new_packages + tuple(change.new for change in self.changed_packages)

    @property
    def changes_anything(self) -> bool:
        return bool(self.items_to_publish or self.packages_to_publish)


def compare(review: Review, library: Library) -> Preview:
    """Set the accepted items and packages of a file beside the library."""
    items, packages = library.by_id, library.package_by_id
    item_changes = [(items[new.item_id], new) for new in review.items if new.item_id in items]
    package_changes = [(packages[n.package_id], n) for n in review.packages if n.package_id in packages]
    changed = [ItemChange(old, new, changes_of(old, new)) for old, new in item_changes]
    changed_packages = [PackageChange(old, new, changes_of(old, new)) for old, new in package_changes]
    seen = {item.item_id for item in review.items} | {refused.item_id for refused in review.refused}
    seen_packages = {p.package_id for p in review.packages} | {r.item_id for r in review.refused_packages}
    return Preview(
        tuple(item for item in review.items if item.item_id not in items),
        tuple(change for change in changed if change.changes),
        tuple(change.old for change in changed if not change.changes),
        tuple(item for item in library.items if item.item_id not in seen),
        review.refused,
        tuple(package for package in review.packages if package.package_id not in packages),
        tuple(change for change in changed_packages if change.changes),
        tuple(change.old for change in changed_packages if not change.changes),
        tuple(package for package in library.packages if package.package_id not in seen_packages),
        review.refused_packages,
    )


_TITLES = {
    "code": "实施编码",
    "name": "事项名称",
    "short_name": "事项简称",
    "department": "实施部门",
    "zone": "所属专区",
    "item_type": "事项类型",
    "subjects": "服务对象",
    "office_type": "办件类型",
    "legal_limit": "法定时限",
    "legal_note": "法定时限说明",
    "promised_limit": "承诺时限",
    "promised_basis": "承诺时限依据",
    "charged": "是否收费",
    "fee": "收费标准",
    "channels": "办理渠道",
    "conditions": "受理条件",
    "conditional_acceptance": "容缺受理",
    "informed_commitment": "告知承诺",
    "special_steps": "特殊环节",
    "result": "办理结果",
    "province_wide": "全豫通办",
    "cross_province": "跨省通办",
    "packages": "所属一件事",
    "window_tips": "窗口提示",
    "consult_phone": "咨询电话",
    "complaint_phone": "监督电话",
    "handover_contact": "交接联系人",
    "handover_phone": "交接电话",
    "retention": "保管期限",
    "legal_basis": "设定依据",
    "sources": "资料来源",
    "lead_department": "牵头部门",
    "members": "联办事项",
    "note": "说明",
}
_MATERIAL_TITLES = {
    "name": "名称",
    "form": "形式",
    "copies": "份数",
    "necessity": "必要性",
    "source": "来源",
    "issuer": "出具单位",
    "deferrable": "可容缺",
    "defer_category": "容缺类别",
    "return_after_check": "核验后退还",
    "electronic_ok": "可交电子件",
    "notes": "备注",
    "points": "受理要点",
    "canon": "归并名称",
    "samples": "示范文本",
    "submit": "申请人提交",
    "supplied_by": "由哪项产生",
    "used_by": "用于事项",
}
_LIMITS = ("legal", "promised")


def changes_of(old: ServiceItem | Package, new: ServiceItem | Package) -> tuple[FieldChange, ...]:
    """The fields in which two versions differ, in words; none when they say the same."""
    return tuple(_fields(old, new)) + tuple(_materials(old.materials, new.materials))


def _fields(old: ServiceItem | Package, new: ServiceItem | Package) -> Iterator[FieldChange]:
    titles = _TITLES | {"name": "一件事名称"} if isinstance(old, Package) else _TITLES
    for name, title in titles.items():
        if not hasattr(old, name):
            continue
        before, after = _shown_field(old, name), _shown_field(new, name)
        if before != after:
            yield FieldChange(title, before, after)


def _shown_field(version: ServiceItem | Package, name: str) -> str:
    """A field in words; "on the spot" reads the same whatever its unit, so it is no change."""
    value = getattr(version, name)
    stem = name.removesuffix("_limit")
    return limit_text(value, getattr(version, f"{stem}_unit")) if stem in _LIMITS else shown(value)


def _materials(
    old: tuple[Material, ...] | tuple[PackageMaterial, ...],
    new: tuple[Material, ...] | tuple[PackageMaterial, ...],
) -> Iterator[FieldChange]:
    before = {material.name: material for material in old}
    after = {material.name: material for material in new}
    for name in (name for name in before if name not in after):
        yield FieldChange("删除材料", name, "")
    for name, material in after.items():
        if name not in before:
            yield FieldChange("新增材料", "", f"{name}（{material.form} {material.copies} 份）")
        else:
            yield from _material(before[name], material)
    common = [name for name in before if name in after]
    moved = [name for name in after if name in before]
    if common != moved:
        yield FieldChange("材料次序", "、".join(common), "、".join(moved))


def _material(old: Material | PackageMaterial, new: Material | PackageMaterial) -> Iterator[FieldChange]:
    for field in dataclasses.fields(old):
        if field.name == "seq":
            continue
        before, after = shown(getattr(old, field.name)), shown(getattr(new, field.name))
        if before != after:
            yield FieldChange(f"材料“{old.name}”{_MATERIAL_TITLES[field.name]}", before, after)


def shown(value: object) -> str:
    """A value of an item as a person reads it in a list of changes."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "；".join(shown(part) for part in value)
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(value)
    return "" if value is None else str(value)


def _rule(rule: ConditionalAcceptance) -> str:
    if not rule.allowed:
        return "不允许"
    term = f"，{limit_text(rule.term, rule.unit)}内补正" if rule.term else ""
    return "，".join(filter(None, (f"允许{term}", shown(rule.materials), rule.note)))


def _step(step: SpecialStepRule) -> str:
    counted = "计入时限" if step.counted_in_limit else "不计入时限"
    length = f"{limit_text(step.amount, step.unit)}，" if step.amount else ""
    return f"{step.name}（{length}{counted}{'，' + step.basis if step.basis else ''}）"


def _member(member: PackageMember) -> str:
    marks = [
        member.department,
        "" if member.in_library else "不在事项库",
        "可选" if member.optional else "",
        f"并联{member.parallel_group}" if member.parallel_group else "",
    ]
    number = f"{member.item_id} " if member.item_id else ""
    return f"{member.step}.{number}{member.name}（{'，'.join(filter(None, marks))}）"


_WRITERS = {
    ConditionalAcceptance: _rule,
    InformedCommitment: lambda rule: "，".join(
        filter(None, ("适用" if rule.applies else "不适用", rule.kind, rule.scope))
    ),
    SpecialStepRule: _step,
    ItemResult: lambda result: "，".join(filter(None, (result.name, result.type, shown(result.delivery)))),
    PackageMember: _member,
}
