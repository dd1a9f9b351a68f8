"""What a proof is, and how its question is spelled on each kind of database."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Dialect, text

from yichuang_desktop.services.ports_proofs import Invariant
from yichuang_desktop.store.statements import Statement


@dataclass(frozen=True, slots=True)
class Proof:
    """An invariant and the question whose answer must be empty."""

    invariant: Invariant
    sql: str

    def on(self, dialect: Dialect) -> Statement:
        """The question for this kind of database."""
        return Statement(text(spelled(self.sql, dialect.name)))


def proof_of(chapter: str, name: str, words: str, sql: str) -> Proof:
    """A proof of a chapter: its name, what must hold in words, and the question for what breaks it."""
    return Proof(Invariant(name, chapter, words), sql)


_SPELLINGS: dict[str, dict[str, Callable[..., str]]] = {
    "postgresql": {
        "json": lambda column, path: f"({column} #>> '{{{path.replace('.', ',')}}}')",
        "any": lambda column, path: f"nullif(nullif(nullif({column} #>> '{{{path}}}', ''), 'false'), '[]')",
        "day": lambda instant: f"({instant} AT TIME ZONE 'Asia/Shanghai')::date",
        "id": lambda key: f"replace({key}::text, '-', '')",
        "text": lambda day: f"({day})::text",
        "year": lambda day: f"extract(year FROM {day})",
        "weekday": lambda day: f"extract(dow FROM {day})",
        "each": lambda column, name: f"jsonb_array_elements_text(coalesce({column} -> '{name}', '[]'))",
    },
    "sqlite": {
        "json": lambda column, path: f"json_extract({column}, '$.{path}')",
        "any": lambda column, path: (
            f"nullif(nullif(nullif(json_extract({column}, '$.{path}'), ''), 0), '[]')"
        ),
        "day": lambda instant: f"date({instant}, '+8 hours')",
        "id": lambda key: f"replace({key}, '-', '')",
        "text": lambda day: f"({day})",
        "year": lambda day: f"CAST(strftime('%Y', {day}) AS INTEGER)",
        "weekday": lambda day: f"CAST(strftime('%w', {day}) AS INTEGER)",
        "each": lambda column, name: f"json_each({column}, '$.{name}')",
    },
}
_WORD = re.compile(r"@(\w+)\(((?:[^()]|\([^()]*\))*)\)")


def spelled(sql: str, dialect: str) -> str:
    """The question in the dialect of this database."""

    def spell(found: re.Match[str]) -> str:
        parts = [part.strip() for part in found[2].split(",")]
        return _SPELLINGS[dialect][found[1]](*parts)

    return _WORD.sub(spell, sql)
