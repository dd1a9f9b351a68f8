"""What a form of the hall asks for, said once beside the request's field: title, kind, bounds.

A request declares its fields with :func:`asked`; the form on screen, the check before the act and the docs
follow from that.  A field is checked by :func:`faults` in the order in which it stands, each fault one
sentence beside the field; nothing typed is lost by it.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from yichuang_desktop.domain.checked import Checked, Verdict
from yichuang_desktop.domain.contact_numbers import check_phone, check_waybill
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.names import check_person_name, check_unit_name
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.domain.titled import TitledEnum

MAX_TEXT = 500
"""Characters of a line that is typed at the counter."""
MAX_LONG = 4000


class AskKind(Enum):
    """What a field holds, and so which widget asks for it."""

    TEXT = "text"
    """One line."""
    LONG = "long"
    """Several lines in one text."""
    LINES = "lines"
    """A list, one entry a line: ``tuple[str, ...]``."""
    NAME = "name"
    """A person's name."""
    WHO = "who"
    """The name of a person or a unit: a recipient, an applicant."""
    PHONE = "phone"
    NO = "no"
    """A number of a document, opaque."""
    WAYBILL = "waybill"
    PAPER_CODE = "paper_code"
    """The scanned code of one of the hall's papers."""
    DAY = "day"
    COUNT = "count"
    CHOICE = "choice"
    TICK = "tick"
    """Something the clerk has seen; a required tick must be set."""
    MATERIALS = "materials"
    """Rows of materials: ``tuple[MaterialRow, ...]``, begun from the case's checklist."""
    PICTURE = "picture"
    """A scan or photograph: ``bytes`` of a PNG, JPEG or PDF file."""
    PARTY = "party"
    """An applicant: ``Applicant | None``."""
    ITEM = "item"
    """An item of the library, found by search: its ``item_id``."""
    COLLECTOR = "collector"
    """Who takes something, and the document that was checked."""


class When(Enum):
    """Where a day must lie, seen from today."""

    ANY = "any"
    NOT_LATER = "not_later"
    """Today or before: something that has happened."""
    NOT_EARLIER = "not_earlier"
    """Today or after: something to be done."""


@dataclass(frozen=True, slots=True)
class Ask:
    """How one field is asked for."""

    title: str
    kind: AskKind = AskKind.TEXT
    required: bool = True
    hint: str = ""
    """What helps while the field is empty, shown beside it."""
    choices: tuple[tuple[str, str], ...] = ()
    """Value and words of a CHOICE."""
    when: When = When.ANY
    least: int = 0
    most: int = 9999


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One row of materials in a form: which paper, how many, what is to be said of it."""

    name: str
    copies: int = 1
    sheets: int = 0
    remark: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One field that cannot stand as it is."""

    field: str
    title: str
    code: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is wrong with the field and what to do."""
        return say_code(self.code, self.facts)


def asked(
    title: str,
    kind: AskKind = AskKind.TEXT,
    *,
    required: bool = True,
    hint: str = "",
    choices: tuple[tuple[str, str], ...] | type[TitledEnum] = (),
    when: When = When.ANY,
    least: int = 0,
    most: int = 9999,
    default: Any = dataclasses.MISSING,
) -> Any:
    """A dataclass field with its question.  ``choices`` may be an enumeration with Chinese titles."""
    pairs = (
        tuple((member.value, member.title) for member in choices.__members__.values())
        if isinstance(choices, type)
        else choices
    )
    ask = Ask(title, kind, required, hint, pairs, when, least, most)
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata={"ask": ask})
    return dataclasses.field(default=default, metadata={"ask": ask})


def asks(request: Any) -> dict[str, Ask]:
    """The questions of a request, or of its type, by field in the order in which they are asked."""
    return {each.name: each.metadata["ask"] for each in dataclasses.fields(request) if "ask" in each.metadata}


def faults(request: Any, today: date) -> Iterator[FieldFault]:
    """Every field that cannot stand, in order."""
    for name, ask in asks(request).items():
        fault = field_fault(name, ask, getattr(request, name), today)
        if fault is not None:
            yield fault


def check_fields(request: Any, today: date) -> None:
    """Raise RuleViolation with the first fault's code and its ``field``."""
    for fault in faults(request, today):
        raise RuleViolation(fault.code, **{"field": fault.field, **fault.facts})


def field_fault(name: str, ask: Ask, value: Any, today: date) -> FieldFault | None:
    """What is wrong with one answer; ``None`` when it may stand."""
    found = _empty(ask, value) if _lacks(value) else _CHECKS.get(ask.kind, _nothing)(ask, value, today)
    if found is None:
        return None
    code, facts = found
    return FieldFault(name, ask.title, code, facts)


Found = tuple[str, Mapping[str, Any]] | None


def _lacks(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or value in ((), b"")


def _empty(ask: Ask, _value: Any) -> Found:
    if not ask.required:
        return None
    codes = {AskKind.TICK: "tick_lacking", AskKind.CHOICE: "choice_lacking", AskKind.DAY: "day_lacking"}
    return codes.get(ask.kind, "answer_lacking"), {"title": ask.title}


def _nothing(_ask: Ask, _value: Any, _today: date) -> Found:
    return None


def _text(ask: Ask, value: Any, _today: date) -> Found:
    most = MAX_LONG if ask.kind in (AskKind.LONG, AskKind.LINES) else MAX_TEXT
    length = len(value) if isinstance(value, str) else sum(map(len, value))
    return ("answer_too_long", {"title": ask.title, "most": most}) if length > most else None


def _day(ask: Ask, value: Any, today: date) -> Found:
    day = value.date() if isinstance(value, datetime) else value
    if ask.when is When.NOT_LATER and day > today:
        return "day_in_future", {"title": ask.title, "day": day}
    if ask.when is When.NOT_EARLIER and day < today:
        return "day_in_past", {"title": ask.title, "day": day}
    return None


def _count(ask: Ask, value: Any, _today: date) -> Found:
    if ask.least <= value <= ask.most:
        return None
    return "count_out_of_bounds", {"title": ask.title, "least": ask.least, "most": ask.most}


def _choice(ask: Ask, value: Any, _today: date) -> Found:
    if str(getattr(value, "value", value)) in {known for known, _words in ask.choices}:
        return None
    return "choice_unknown", {"title": ask.title, "choices": tuple(words for _known, words in ask.choices)}


def _checked(check: Callable[[str], Checked]) -> Callable[[Ask, Any, date], Found]:
    def found(_ask: Ask, value: Any, _today: date) -> Found:
        answer = check(value)
        return (answer.code, answer.facts) if answer.verdict is Verdict.REJECTED else None

    return found


_CHECKS: dict[AskKind, Callable[[Ask, Any, date], Found]] = {
    AskKind.TEXT: _text,
    AskKind.LONG: _text,
    AskKind.LINES: _text,
    AskKind.NO: _text,
    AskKind.DAY: _day,
    AskKind.COUNT: _count,
    AskKind.CHOICE: _choice,
    AskKind.NAME: _checked(check_person_name),
    AskKind.WHO: _checked(check_unit_name),
    AskKind.PHONE: _checked(check_phone),
    AskKind.WAYBILL: _checked(check_waybill),
}
