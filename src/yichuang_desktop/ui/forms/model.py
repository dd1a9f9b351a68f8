"""A form without its window: which fields, how answers become a request, what the citizen would sign."""

import dataclasses
import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid4

from yichuang_desktop.domain.asking import Ask, asks
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.offering import title_of
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.services.register import HANDLERS
from yichuang_desktop.services.requests import Collector

IDS = ("act_id", "job_id")
GIVEN = frozenset({*IDS, "case_id", "revision", "counter", "signature", "ink_seen"})
"""Fields of a request that the form gives by itself."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One form: its handler by name in the register."""

    name: str

    @property
    def handler(self) -> Handler:
        """Who does it."""
        return HANDLERS[self.name]

    @property
    def title(self) -> str:
        """What stands at the head of the form and on its main act."""
        return title_of(self.name)

    @property
    def asks(self) -> Mapping[str, Ask]:
        """The questions, by field, in order."""
        return asks(self.handler.request)

    @property
    def fields(self) -> frozenset[str]:
        """Every field of the request."""
        return frozenset(each.name for each in dataclasses.fields(self.handler.request))

    @property
    def signed(self) -> bool:
        """Whether the citizen can sign on screen."""
        return "signature" in self.fields and self.handler.text is not None

    @property
    def in_ink(self) -> bool:
        """Whether the clerk can tick a signature on paper as seen."""
        return "ink_seen" in self.fields


@dataclass(frozen=True, slots=True)
class Given:
    """What the form itself puts into a request."""

    case_id: UUID
    revision: int
    counter: int
    signature: Any = None
    ink_seen: bool = False


def build(plan: Plan, answers: Mapping[str, Any], begun: Mapping[str, Any], given: Given) -> Any:
    """The request of these answers; ``begun`` fills what is not asked for. Its id is a fresh one."""
    known = {each.name: each for each in dataclasses.fields(plan.handler.request)}
    hints = get_type_hints(plan.handler.request)
    own = {name: uuid4() for name in IDS} | {
        each.name: getattr(given, each.name) for each in dataclasses.fields(Given)
    }
    values = {name: value for name, value in own.items() if name in known}
    values |= {name: value for name, value in begun.items() if name in known and name not in plan.asks}
    for name, answer in answers.items():
        value = _fitted(answer, hints[name])
        if not (_empty(answer) and _has_default(known[name])):
            values[name] = value
    return plan.handler.request(**values)


def same_but_ids(one: Any, other: Any) -> bool:
    """Whether two requests ask for the very same, whatever their ids and the revision they saw."""
    if type(one) is not type(other):
        return False
    names = [each.name for each in dataclasses.fields(one) if each.name not in (*IDS, "revision")]
    return all(getattr(one, name) == getattr(other, name) for name in names)


def signer_of(answers: Mapping[str, Any], file: CaseFile | None) -> str:
    """Whose signature it is: who collects, else who applies."""
    for answer in answers.values():
        if isinstance(answer, Collector | Applicant) and answer.name:
            return answer.name
    return file.case.applicant_name if file is not None else ""


def _fitted(answer: Any, hint: Any) -> Any:
    """The answer as the request's field wants it: an enumeration's member, a day as text, nothing as None."""
    optional = _optional(hint)
    kinds = [kind for kind in _kinds(hint) if isinstance(kind, type)]
    if _empty(answer):
        return None if optional else _nothing(answer, kinds)
    if isinstance(answer, str):
        return next((kind(answer) for kind in kinds if issubclass(kind, Enum)), answer)
    if isinstance(answer, date) and str in kinds:
        return answer.isoformat()
    if isinstance(answer, date) and datetime in kinds and date not in kinds:
        return datetime.combine(answer, time())
    return answer


def _nothing(answer: Any, kinds: list[type]) -> Any:
    if answer is None:
        return next((kind() for kind in kinds if kind in (int, str, tuple, bytes)), None)
    return answer


def _empty(answer: Any) -> bool:
    return answer is None or (isinstance(answer, str | tuple | bytes) and not answer)


def _has_default(each: "dataclasses.Field[Any]") -> bool:
    return each.default is not dataclasses.MISSING or each.default_factory is not dataclasses.MISSING


def _optional(hint: Any) -> bool:
    return type(None) in _kinds(hint)


def _kinds(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
