"""The item library as values: a service item with its materials, and a package of items (一件事).

An item is kept as one immutable JSON document per version (`R-ITEM-1`, 4.2): a running case goes on reading
the version it was taken in with (`R-IN-1`).  :func:`to_document` and :func:`from_document` are that border.

A limit is a plain pair ``(amount, unit)``: the amount is ``None`` where no limit is set, ``0`` for
"while you wait"; the unit is one of :data:`LIMIT_UNITS`.
"""

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from yichuang_desktop.domain.errors import RuleViolation

T = TypeVar("T")

ON_THE_SPOT, PROMISED = "即办件", "承诺件"
OFFICE_TYPES = (ON_THE_SPOT, PROMISED)

WORKING_DAYS, NATURAL_DAYS, HOURS, AT_ONCE = "工作日", "自然日", "小时", "当场"
LIMIT_UNITS = (WORKING_DAYS, NATURAL_DAYS, HOURS, AT_ONCE)

ORIGINAL, COPY, ORIGINAL_AND_COPY, ELECTRONIC = "原件", "复印件", "原件+复印件", "电子"
MATERIAL_FORMS = (ORIGINAL, COPY, ORIGINAL_AND_COPY, ELECTRONIC)

MANDATORY, OPTIONAL = "必要", "非必要"
NECESSITIES = (MANDATORY, OPTIONAL)

MAX_CODE = 60
"""The administrative code is opaque and at most this long (decision 5)."""


@dataclass(frozen=True, slots=True)
class Material:
    """One paper the department asks for (申请材料)."""

    seq: int
    name: str
    form: str = ORIGINAL
    copies: int = 1
    necessity: str = MANDATORY
    source: str = ""
    issuer: str = ""
    deferrable: bool = False
    defer_category: str = ""
    return_after_check: bool = False
    """The original is looked at and given back (核验后退还)."""
    electronic_ok: bool = False
    notes: str = ""
    """When it is asked for, e.g. ``委托他人办理时提供``."""
    points: str = ""
    """What the clerk looks at (受理要点)."""
    canon: str = ""
    """The name under which packages merge equal materials (归并名称); empty means the name itself."""
    samples: str = ""
    """Files with filled-in examples (示范文本), several parted by ``；``; empty: the hall's index says."""

    @property
    def mandatory(self) -> bool:
        """True unless the department marked it as needed in some cases only."""
        return self.necessity == MANDATORY

    @property
    def merge_name(self) -> str:
        return self.canon or self.name


@dataclass(frozen=True, slots=True)
class ConditionalAcceptance:
    """Whether papers may follow later (容缺受理), which, and until when (decision 13)."""

    allowed: bool = False
    materials: tuple[str, ...] = ()
    term: int | None = None
    unit: str = WORKING_DAYS
    note: str = ""


@dataclass(frozen=True, slots=True)
class InformedCommitment:
    """Whether a written commitment may stand for proof (告知承诺), of which kind and for what."""

    applies: bool = False
    kind: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class SpecialStepRule:
    """A step of the approval with a time of its own (特殊环节): inspection, hearing, public notice ..."""

    name: str
    amount: int | None = None
    unit: str = WORKING_DAYS
    counted_in_limit: bool = True
    """False: the promise clock stops for it."""
    basis: str = ""
    """The item's own law that stops the legal clock, beyond article 45 (decision 11)."""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What the applicant takes home (结果), and the ways it may be delivered."""

    name: str = ""
    type: str = ""
    delivery: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """A service item of the hall (政务服务事项) as one version of the library says it."""

    item_id: str
    """事项编号, the key (decision 5)."""
    name: str
    department: str
    code: str = ""
    """实施编码: opaque, may be empty, never interpreted."""
    short_name: str = ""
    zone: str = ""
    item_type: str = ""
    subjects: tuple[str, ...] = ()
    office_type: str = PROMISED
    legal_limit: int | None = None
    legal_unit: str = WORKING_DAYS
    legal_note: str = ""
    promised_limit: int | None = None
    promised_unit: str = WORKING_DAYS
    promised_basis: str = ""
    charged: bool = False
    fee: str = ""
    """The fee in the department's own words (收费标准)."""
    channels: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    conditional_acceptance: ConditionalAcceptance = ConditionalAcceptance()
    informed_commitment: InformedCommitment = InformedCommitment()
    special_steps: tuple[SpecialStepRule, ...] = ()
    result: ItemResult = ItemResult()
    materials: tuple[Material, ...] = ()
    province_wide: bool = False
    """全豫通办."""
    cross_province: bool = False
    """跨省通办."""
    packages: tuple[str, ...] = ()
    window_tips: str = ""
    consult_phone: str = ""
    complaint_phone: str = ""
    handover_contact: str = ""
    """The department's officer who fetches the papers; empty: anyone at the department."""
    handover_phone: str = ""
    retention: str = ""
    """How long the file is kept (保管期限), where the item says so."""
    legal_basis: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.item_id or not self.name:
            raise ValueError("an item needs its number and its name")
        if len(self.code) > MAX_CODE:
            raise ValueError(f"the code of {self.item_id} is longer than {MAX_CODE}")
        _one_of(self.office_type, OFFICE_TYPES)
        _one_of(self.legal_unit, LIMIT_UNITS)
        _one_of(self.promised_unit, LIMIT_UNITS)
        if [m.seq for m in self.materials] != list(range(1, len(self.materials) + 1)):
            raise ValueError(f"the materials of {self.item_id} are not numbered 1, 2, 3 ...")

    @property
    def on_the_spot(self) -> bool:
        return self.office_type == ON_THE_SPOT

    @property
    def is_package(self) -> bool:
        """True for a package of items taken in as one (:func:`packages.as_item`)."""
        return self.packages == (self.item_id,)

    @property
    def points(self) -> tuple[str, ...]:
        """Acceptance points (受理要点): the materials' points, each once, then the counter tips."""
        said = [m.points for m in self.materials] + [self.window_tips]
        return tuple(dict.fromkeys(text for text in said if text))

    @property
    def papers_phone(self) -> str:
        """Whom to call to have the papers fetched."""
        return self.handover_phone or self.consult_phone

    @property
    def promise_text(self) -> str:
        return limit_text(self.promised_limit, self.promised_unit)

    @property
    def legal_text(self) -> str:
        return limit_text(self.legal_limit, self.legal_unit)

    def material(self, seq: int) -> Material:
        """The material with this number; :class:`RuleViolation` ``material_unknown`` when there is none."""
        for material in self.materials:
            if material.seq == seq:
                return material
        raise RuleViolation("material_unknown", seq=seq)


@dataclass(frozen=True, slots=True)
class PackageMember:
    """One part of a package; outside the library it is tracked without papers of ours (decision 14)."""

    step: int
    name: str
    department: str
    item_id: str = ""
    code: str = ""
    in_library: bool = True
    optional: bool = False
    parallel_group: str = ""
    """Members of one group run side by side; empty: this one has to be done before the next."""


@dataclass(frozen=True, slots=True)
class PackageMaterial:
    """One row of a package's merged checklist, as the lead department wrote it down."""

    seq: int
    name: str
    form: str = ORIGINAL
    copies: int = 1
    necessity: str = MANDATORY
    source: str = ""
    submit: bool = True
    """False: made by an earlier member (``supplied_by``), not asked from the applicant."""
    supplied_by: str = ""
    deferrable: bool = False
    used_by: tuple[str, ...] = ()
    points: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """One thing, done once (一件事一次办; R-IN-11): several items under one application and one promise."""

    package_id: str
    name: str
    lead_department: str
    subjects: tuple[str, ...] = ()
    promised_limit: int | None = None
    promised_unit: str = WORKING_DAYS
    members: tuple[PackageMember, ...] = ()
    materials: tuple[PackageMaterial, ...] = ()
    note: str = ""
    sources: tuple[str, ...] = ()

    @property
    def item_ids(self) -> tuple[str, ...]:
        """The members that are items of the library."""
        return tuple(member.item_id for member in self.members if member.in_library)


def limit_text(amount: int | None, unit: str) -> str:
    """A limit in words: ``5个工作日``, ``60日``, ``当场办结``; ``无`` where none is set."""
    if amount is None:
        return "无"
    if amount == 0 or unit == AT_ONCE:
        return "当场办结"
    words = {NATURAL_DAYS: "日", HOURS: "小时"}
    return f"{amount}{words.get(unit, '个工作日')}"


def to_document(value: ServiceItem | Package) -> dict[str, Any]:
    """The JSON document of an item or package version."""
    return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}


def from_document(document: Mapping[str, Any]) -> ServiceItem:
    """The item a document holds.  Raises ``ValueError`` on unknown keys, missing ones and wrong types."""
    return _dataclass(ServiceItem, document, "item")


def package_from_document(document: Mapping[str, Any]) -> Package:
    """The package a document holds.  Raises ``ValueError`` on unknown keys, missing ones and wrong types."""
    return _dataclass(Package, document, "package")


def _one_of(value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {allowed}")


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _dataclass(cls: type[T], document: object, where: str) -> T:
    if not isinstance(document, Mapping):
        raise ValueError(f"{where}: not an object")
    hints = typing.get_type_hints(cls)
    unknown = sorted(set(document) - set(hints))
    if unknown:
        raise ValueError(f"{where}: unknown keys {unknown}")
    fields = {key: _typed(hints[key], value, f"{where}.{key}") for key, value in document.items()}
    try:
        return cls(**fields)
    except TypeError as error:
        raise ValueError(f"{where}: {error}") from error


def _typed(hint: Any, value: object, where: str) -> object:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _dataclass(hint, value, where)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list | tuple):
            raise ValueError(f"{where}: not a list")
        part = typing.get_args(hint)[0]
        return tuple(_typed(part, each, f"{where}[{n}]") for n, each in enumerate(value))
    kinds = typing.get_args(hint) if typing.get_origin(hint) is types.UnionType else (hint,)
    if type(value) not in kinds:  # type(), not isinstance: True is no number of copies
        raise ValueError(f"{where}: {value!r} is not {hint}")
    return value
