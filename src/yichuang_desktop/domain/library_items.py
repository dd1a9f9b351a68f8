"""Read one row of a table of items into a draft of the item, with all that is to be said of it.

A column the file does not have keeps what the library says; a blank cell in a column it has clears it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from yichuang_desktop.domain.items import (
    ON_THE_SPOT,
    PROMISED,
    WORKING_DAYS,
    ConditionalAcceptance,
    InformedCommitment,
    ItemResult,
    ServiceItem,
    SpecialStepRule,
)
from yichuang_desktop.domain.library_current import Library
from yichuang_desktop.domain.library_findings import CellProblem, Finding, Level
from yichuang_desktop.domain.library_rows import Cell, fold, half_width, lines_of, parts_of, tidy
from yichuang_desktop.domain.library_tables import Record
from yichuang_desktop.domain.library_values import (
    Limit,
    read_code,
    read_limit,
    read_office_type,
    read_phones,
    read_steps,
    read_text,
    read_yes,
    rough_days,
)

T = TypeVar("T")

LONGEST_DAYS = 365
"""A promise longer than a year is taken for a slip (999)."""

_TEXTS = (
    "short_name",
    "item_type",
    "legal_note",
    "fee",
    "window_tips",
    "handover_contact",
    "retention",
)
_LISTS = {
    "subjects": "、/，,；;",
    "channels": "、，,；;",
    "legal_basis": "；;",
    "sources": "\n",
    "packages": "、，,；;",
}
_PHONES = ("consult_phone", "complaint_phone", "handover_phone")
_SWITCHES = ("charged", "province_wide", "cross_province")
_FREE = ("不收费", "免费", "无")


@dataclass(slots=True)
class Draft:
    """An item on its way into the library."""

    record: Record
    name: str
    item_id: str
    base: ServiceItem | None
    """What the library says of it so far."""
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return any(finding.level.refuses for finding in self.findings)

    @property
    def department(self) -> str:
        return str(self.values.get("department") or self.record.text("department"))

    def say(self, level: Level, code: str, column: str = "", **facts: object) -> None:
        """Note a finding about the item's own row."""
        self.findings.append(self.record.finding(level, code, column, self.name, **facts))

    def default(self, name: str, empty: T) -> T:
        """What the library says of a field, or ``empty`` for a new item."""
        return getattr(self.base, name) if self.base else empty


def read_item(record: Record, library: Library, spellings: dict[str, str], zones: tuple[str, ...]) -> Draft:
    """The draft of one row.

    ``spellings`` are the names the rest of the file uses, by folded name; ``zones`` the zones known.
    """
    draft = _identified(record, library, spellings)
    if not draft.name:
        draft.say(Level.ERROR, "item_name_missing", "name")
    for step in (_department, _code, _plain, _limits, _zone, _conditions, _deferral, _commitment, _result):
        step(draft)
    _office_type(draft)
    _check_zone(draft, zones)
    _check_limits(draft)
    return draft


def _identified(record: Record, library: Library, spellings: dict[str, str]) -> Draft:
    written = record.get("name").text
    name = tidy(written)
    item_id = half_width(record.get("item_id").text)
    base = library.by_id.get(item_id) if item_id else library.named(name, record.text("department"))
    draft = Draft(record, name, item_id or (base.item_id if base else ""), base)
    if name and name != written:
        draft.say(Level.FIXABLE, "item_name_blanks", "name")
    known = base.name if base and fold(base.name) == fold(name) else spellings.get(fold(name), name)
    if known != name:
        draft.name = known
        draft.say(Level.FIXABLE, "item_name_spelling", "name", found=name, known=known)
    return draft


def attempt(
    draft: Draft, column: str, read: Callable[[Cell], T], otherwise: T, level: Level = Level.ERROR
) -> T:
    """Read a cell; a problem becomes a finding of the draft and ``otherwise`` the value."""
    try:
        return read(draft.record.get(column))
    except CellProblem as problem:
        draft.say(level, problem.code, column, **problem.facts)
        return otherwise


def _department(draft: Draft) -> None:
    department = attempt(draft, "department", read_text, "")
    if not draft.record.has("department"):
        department = draft.default("department", "")
    if not department:
        draft.say(Level.ERROR, "item_department_missing", "department")
    draft.values["department"] = department


def _code(draft: Draft) -> None:
    if draft.record.has("code"):
        draft.values["code"] = attempt(draft, "code", read_code, "")


def _plain(draft: Draft) -> None:
    record, values = draft.record, draft.values
    for name in filter(record.has, _TEXTS):
        values[name] = attempt(draft, name, read_text, "")
    for name in filter(record.has, _LISTS):
        attempt(draft, name, read_text, "")
        values[name] = parts_of(record.get(name).text, _LISTS[name])
    for name in filter(record.has, _SWITCHES):
        values[name] = attempt(draft, name, read_yes, False)
    for name in filter(record.has, _PHONES):
        _phone(draft, name)
    if record.has("fee") and not record.has("charged"):
        same = draft.base is not None and draft.base.fee == values["fee"]
        guessed = bool(values["fee"]) and not values["fee"].startswith(_FREE)
        values["charged"] = draft.default("charged", False) if same else guessed
    if record.has("special_steps"):
        nothing: tuple[SpecialStepRule, ...] = ()
        steps = partial(read_steps, known=draft.default("special_steps", nothing))
        values["special_steps"] = attempt(draft, "special_steps", steps, nothing)


def _phone(draft: Draft, column: str) -> None:
    written: tuple[str, ...] = (draft.record.text(column),)
    numbers = attempt(draft, column, read_phones, written, Level.WARN)
    draft.values[column] = "、".join(numbers)
    if len(numbers) > 1:
        draft.say(Level.FIXABLE, "phones_in_one_cell", column, count=len(numbers), found=numbers)


def _limits(draft: Draft) -> None:
    for name in ("legal", "promised"):
        column, unit = f"{name}_limit", f"{name}_unit"
        if draft.record.has(column):
            nothing: Limit = (None, WORKING_DAYS)
            read = partial(read_limit, unit=draft.record.text(unit))
            draft.values[column], draft.values[unit] = attempt(draft, column, read, nothing)


def _conditions(draft: Draft) -> None:
    if draft.record.has("conditions"):
        attempt(draft, "conditions", read_text, "")
        draft.values["conditions"] = lines_of(draft.record.get("conditions").text)


def _deferral(draft: Draft) -> None:
    record = draft.record
    if not record.has("ca_allowed"):
        return
    known = draft.default("conditional_acceptance", ConditionalAcceptance())
    if not attempt(draft, "ca_allowed", read_yes, False):
        draft.values["conditional_acceptance"] = ConditionalAcceptance()
        return
    term: Limit = (known.term, known.unit)
    if record.has("ca_term"):
        term = attempt(draft, "ca_term", partial(read_limit, unit=record.text("ca_unit")), term)
    materials = known.materials
    if record.has("ca_materials"):
        materials = parts_of(record.get("ca_materials").text, "；;")
    note = record.text("ca_note") or known.note
    draft.values["conditional_acceptance"] = ConditionalAcceptance(True, materials, *term, note)


def _commitment(draft: Draft) -> None:
    record = draft.record
    if not record.has("ic_applies"):
        return
    known = draft.default("informed_commitment", InformedCommitment())
    commitment = InformedCommitment()
    if attempt(draft, "ic_applies", read_yes, False):
        kind = record.text("ic_kind") if record.has("ic_kind") else known.kind
        scope = record.text("ic_scope") if record.has("ic_scope") else known.scope
        commitment = InformedCommitment(True, kind, scope)
    draft.values["informed_commitment"] = commitment


def _result(draft: Draft) -> None:
    record = draft.record
    known = draft.default("result", ItemResult())
    delivery = parts_of(record.get("delivery").text, "、，,；;") if record.has("delivery") else known.delivery
    draft.values["result"] = ItemResult(
        record.text("result_name") if record.has("result_name") else known.name,
        record.text("result_type") if record.has("result_type") else known.type,
        delivery,
    )


def _office_type(draft: Draft) -> None:
    """Read, corrected or told from the promise."""
    written = draft.record.text("office_type")
    kind = attempt(draft, "office_type", read_office_type, "")
    if kind and kind != fold(written):
        draft.say(Level.FIXABLE, "office_type_short", "office_type", found=written, known=kind)
    if not kind and draft.base and not draft.record.has("office_type"):
        kind = draft.base.office_type
    if not kind:
        amount = draft.values.get("promised_limit", _known_limit(draft, "promised")[0])
        kind = ON_THE_SPOT if amount == 0 else PROMISED
        draft.say(Level.FIXABLE, "office_type_guessed", "office_type", known=kind)
    draft.values["office_type"] = kind


def _zone(draft: Draft) -> None:
    if draft.record.has("zone"):
        draft.values["zone"] = attempt(draft, "zone", read_text, "")


def _check_zone(draft: Draft, zones: tuple[str, ...]) -> None:
    """A zone nobody knows is a short or wrong name: what the library says of the item is kept."""
    zone = draft.values.get("zone", "")
    if not zone or zone in zones or not zones:
        return
    longer = [known for known in zones if known.startswith(zone)]
    right = draft.default("zone", "") or (longer[0] if len(longer) == 1 else "")
    if right:
        draft.values["zone"] = right
        draft.say(Level.WARN, "zone_wrong", "zone", found=zone, known=right)
    else:
        draft.say(Level.WARN, "zone_unknown", "zone", found=zone)


def _check_limits(draft: Draft) -> None:
    """Limits that cannot be meant, and the conditional term beyond the promise (decision 13)."""
    promised, legal = _limit(draft, "promised"), _limit(draft, "legal")
    spot = draft.values["office_type"] == ON_THE_SPOT
    days, legal_days = rough_days(promised), rough_days(legal)
    found = draft.record.text("promised_limit") or "0"
    if days is not None and days > LONGEST_DAYS:
        draft.say(Level.WARN, "promise_unreasonable", "promised_limit", found=found)
    if days is not None and legal_days is not None and days > legal_days:
        legal_found = draft.record.text("legal_limit")
        draft.say(Level.WARN, "promise_beyond_legal", "promised_limit", found=found, legal=legal_found)
    if spot and days:
        draft.say(Level.WARN, "on_the_spot_with_promise", "promised_limit", found=found)
    if not spot and not days and draft.record.has("promised_limit") and not draft.refused:
        draft.say(Level.WARN, "promised_without_limit", "promised_limit")
    _check_deferral(draft, days)


def _check_deferral(draft: Draft, days: float | None) -> None:
    rule = draft.values.get("conditional_acceptance")
    if rule is None or rule.term is None or days is None:
        return
    term = rough_days((rule.term, rule.unit))
    if term is not None and term > days:
        draft.say(Level.WARN, "deferral_beyond_promise", "ca_term", term=rule.term, unit=rule.unit)


def _limit(draft: Draft, name: str) -> Limit:
    known = _known_limit(draft, name)
    return draft.values.get(f"{name}_limit", known[0]), draft.values.get(f"{name}_unit", known[1])


def _known_limit(draft: Draft, name: str) -> Limit:
    if draft.base is None:
        return None, WORKING_DAYS
    if name == "legal":
        return draft.base.legal_limit, draft.base.legal_unit
    return draft.base.promised_limit, draft.base.promised_unit
