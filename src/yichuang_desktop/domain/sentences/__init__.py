"""The one place where bad news becomes a Chinese sentence: what is wrong, and what to do now.

Rules raise :class:`~yichuang_desktop.domain.errors.RuleViolation` with a code and facts; the window, the
headless twin, the import report and the papers all ask here for the words. The sentences stand in one small
module an area, each a dict ``SENTENCES`` from code to either a template filled by the names of the facts
(``"单号 {number} 已出证。"``) or a function that takes the facts by name and gives the sentence.

Facts are shown in a person's form: dates as 2026年11月22日, instants as 11月22日 14:05, several values joined
by 、 and members of an enumeration by their Chinese ``title``.
"""

import inspect
import logging
import string
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import (
    archive,
    asking,
    cameras,
    cards,
    cases,
    channels,
    clocks,
    consultations,
    devices,
    duties,
    endings,
    identifiers,
    items,
    obligations,
    packages,
    papers,
    printed_papers,
    printing,
    processing,
    program,
    pushing,
    ratings,
    returns,
    scanners,
    signatures,
    store,
)

Sentence = str | Callable[..., str]

AREAS: dict[str, dict[str, Sentence]] = {
    "identifiers": identifiers.SENTENCES,
    "papers": papers.SENTENCES,
    "clocks": clocks.SENTENCES,
    "cases": cases.SENTENCES,
    "items": items.SENTENCES,
    "store": store.SENTENCES,
    "devices": devices.SENTENCES,
    "cameras": cameras.SENTENCES,
    "cards": cards.SENTENCES,
    "printing": printing.SENTENCES,
    "printed_papers": printed_papers.SENTENCES,
    "program": program.SENTENCES,
    "pushing": pushing.SENTENCES,
    "ratings": ratings.SENTENCES,
    "asking": asking.SENTENCES,
    "returns": returns.SENTENCES,
    "scanners": scanners.SENTENCES,
    "signatures": signatures.SENTENCES,
    "archive": archive.SENTENCES,
    "obligations": obligations.SENTENCES,
    "endings": endings.SENTENCES,
    "channels": channels.SENTENCES,
    "consultations": consultations.SENTENCES,
    "duties": duties.SENTENCES,
    "processing": processing.SENTENCES,
    "packages": packages.SENTENCES,
}

GENERIC = "这一步没有办成，已录入的内容都还在。请再试一次；仍不行时，请记下时间并告知管理员。"
"""Said when a code has no sentence: calm, true, and something to do. Never a code or English."""

STRICT = False
"""Tests switch this on: a code without a sentence, or lacking facts, then raises :class:`SentenceGap`."""

_log = logging.getLogger(__name__)


class SentenceGap(LookupError):
    """A code has no sentence, or its sentence asks for a fact that was not given: a fault of the program."""


def say(violation: RuleViolation) -> str:
    """Give the sentence for a broken rule: what is wrong and what to do.

    Raises SentenceGap only while ``STRICT`` is on; otherwise a gap is logged and ``GENERIC`` is given.
    """
    return say_code(violation.code, violation.facts)


def say_code(code: str, facts: Mapping[str, Any]) -> str:
    """Give the sentence for a code that was not raised, such as a warning while typing; as :func:`say`."""
    try:
        return compose(code, facts)
    except SentenceGap:
        if STRICT:
            raise
        _log.exception("no sentence for %s", code)
        return GENERIC


def compose(code: str, facts: Mapping[str, Any]) -> str:
    """Fill the sentence of ``code`` with ``facts``.

    Raises SentenceGap when the code is unknown or a fact is missing or has no form for people.
    """
    sentence = sentence_of(code)
    if isinstance(sentence, str):
        return _Plain(code).vformat(sentence, (), facts)
    return sentence(**_wanted(code, sentence, facts))


def sentence_of(code: str) -> Sentence:
    """Find the template or function of ``code``. Raises SentenceGap when no area has it."""
    for area in AREAS.values():
        if code in area:
            return area[code]
    raise SentenceGap(f"{code}: no area has a sentence for it")


def facts_needed(code: str) -> frozenset[str]:
    """Name the facts the sentence of ``code`` cannot do without. Raises SentenceGap for unknown codes."""
    sentence = sentence_of(code)
    if isinstance(sentence, str):
        fields = (field for _, field, _, _ in string.Formatter().parse(sentence) if field)
        return frozenset(field.split(".")[0].split("[")[0] for field in fields)
    return frozenset(
        name
        for name, parameter in inspect.signature(sentence).parameters.items()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    )


def plain(value: object) -> str:
    """Write one fact as a clerk reads it.

    Raises SentenceGap for a member of an enumeration without a Chinese title.
    """
    for kind, write in _FORMS:
        if isinstance(value, kind):
            return write(value)
    return str(value)


def _title(member: Enum) -> str:
    """Prefer the member's own title; a Chinese value will do; an English name never."""
    for words in (getattr(member, "title", None), member.value):
        if isinstance(words, str) and not words.isascii():
            return words
    raise SentenceGap(f"{member!r} has no Chinese title")


# Order matters: an enumeration may be a str, a bool is a number, a datetime is a date, a str is a sequence.
_FORMS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (Enum, _title),
    (type(None), lambda _: "（未填）"),
    (bool, lambda yes: "是" if yes else "否"),
    (datetime, lambda at: f"{at.month}月{at.day}日 {at:%H:%M}"),
    (date, lambda on: f"{on.year}年{on.month}月{on.day}日"),
    (time, lambda at: f"{at:%H:%M}"),
    (str, str),
    (Sequence, lambda several: "、".join(plain(one) for one in several)),
    (Set, lambda several: "、".join(sorted(plain(one) for one in several))),
)


def _wanted(code: str, sentence: Callable[..., str], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Pick the facts a sentence function takes."""
    missing = facts_needed(code) - facts.keys()
    if missing:
        raise SentenceGap(f"{code}: facts missing: {', '.join(sorted(missing))}")
    parameters = inspect.signature(sentence).parameters
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        return dict(facts)
    return {name: facts[name] for name in parameters if name in facts}


class _Plain(string.Formatter):
    """str.format, but facts come out in a person's form and a missing one is a SentenceGap."""

    def __init__(self, code: str) -> None:
        self._code = code

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if isinstance(key, str) and key in kwargs:
            return kwargs[key]
        raise SentenceGap(f"{self._code}: fact missing: {key}")

    def format_field(self, value: Any, format_spec: str) -> str:
        return format(value, format_spec) if format_spec else plain(value)
