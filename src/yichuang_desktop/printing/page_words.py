"""Titles and standing notes of the papers, kept as data in ``resources/papers/wordings.toml``."""

import tomllib
from functools import cache
from typing import Any

from yichuang_desktop.settings import resource


@cache
def _wordings() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resource("papers/wordings.toml").read_text(encoding="utf-8"))


def word(paper: str, name: str) -> str:
    """One wording. Raises KeyError for a name the file does not have."""
    return str(_wordings()[paper][name])


def words(paper: str, name: str) -> tuple[str, ...]:
    """A list of wordings, such as the notes of the receipt."""
    return tuple(_wordings()[paper][name])


def filled(template: str, **facts: str) -> str:
    """A wording with its places filled; what the facts themselves contain is never read as a place."""
    return template.format_map(facts)
