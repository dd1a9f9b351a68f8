"""Titles and standing notes of the papers, kept as data in ``resources/papers/wordings.toml``.

A section ``[receipt]`` holds the words of a paper; ``[receipt."2027-01-01"]`` those that change on that day.
A paper says what was in force when it was first made out, so a further copy says it too.
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from typing import Any

from yichuang_desktop.settings import resource

_day: ContextVar[date] = ContextVar("_day", default=date.max)


@contextmanager
def words_of(day: date) -> Iterator[None]:
    """Use the words in force on ``day``."""
    token = _day.set(day)
    try:
        yield
    finally:
        _day.reset(token)


@cache
def _wordings() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resource("papers/wordings.toml").read_text(encoding="utf-8"))


def in_force(section: dict[str, Any], day: date) -> dict[str, Any]:
    """The words of a section on a day: the first ones with every change up to it. Raises ValueError."""
    changes = sorted(
        (date.fromisoformat(since), words) for since, words in section.items() if isinstance(words, dict)
    )
    found = {name: words for name, words in section.items() if not isinstance(words, dict)}
    for since, words in changes:
        if since <= day:
            found |= words
    return found


@cache
def _section(paper: str, day: date) -> dict[str, Any]:
    return in_force(_wordings()[paper], day)


def word(paper: str, name: str) -> str:
    """One wording. Raises KeyError for a name the file does not have."""
    return str(_section(paper, _day.get())[name])


def words(paper: str, name: str) -> tuple[str, ...]:
    """A list of wordings, such as the notes of the receipt."""
    return tuple(_section(paper, _day.get())[name])


def filled(template: str, **facts: str) -> str:
    """A wording with its places filled; what the facts themselves contain is never read as a place."""
    return template.format_map(facts)
