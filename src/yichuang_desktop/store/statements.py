"""Statements written with SQLAlchemy Core, made into driver text once, then run without Core in between.

Core's own way from statement to row costs as much as the query at a counter's pace; here its compiled text
and its types are kept and the driver's cursor is used directly.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

Converter = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement for one kind of database: text, how values go in and how they come out."""

    text: str
    names: tuple[str, ...]
    defaults: Mapping[str, Any]
    into: Mapping[str, Converter]
    out: tuple[tuple[int, Converter], ...]
    positional: bool
    _several: dict[int, str] = field(default_factory=dict, repr=False)

    def several(self, rows: int) -> str:
        """One statement for so many rows of a plain ``INSERT … VALUES ($1, …)``."""
        if rows == 1:
            return self.text
        text = self._several.get(rows)
        if text is None:
            head, places = self.text.split(" VALUES ", 1)
            each = (shifted(places, row * len(self.names)) for row in range(rows))
            text = self._several[rows] = f"{head} VALUES {', '.join(each)}"
        return text

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The parameters as the driver wants them; missing ones take the statement's own value."""
        given = {name: values.get(name, self.defaults.get(name)) for name in self.names}
        for name, convert in self.into.items():
            given[name] = convert(given[name])
        return [given[name] for name in self.names] if self.positional else given

    def rows(self, fetched: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
        """The rows with every column in its Python form."""
        if not self.out:
            return list(fetched)
        return [self._row(row) for row in fetched]

    def _row(self, row: Sequence[Any]) -> Sequence[Any]:
        values = list(row)
        for at, convert in self.out:
            values[at] = convert(values[at])
        return values


@dataclass(slots=True)
class Statement:
    """One statement of the store; compiled once a database kind, when first used.

    ``columns`` names the columns an INSERT or UPDATE is given.
    """

    build: ClauseElement
    columns: Sequence[str] | None = None
    _made: dict[str, Compiled] = field(default_factory=dict)

    def on(self, dialect: Dialect) -> Compiled:
        """The compiled form for this database."""
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = _compile(self.build, self.columns, dialect)
        return made


def shifted(text: str, by: int) -> str:
    """A statement whose places ``$1 …`` begin ``by`` higher."""
    return re.sub(r"\$(\d+)", lambda place: f"${int(place[1]) + by}", text)


def _compile(build: ClauseElement, columns: Sequence[str] | None, dialect: Dialect) -> Compiled:
    compiled = build.compile(dialect=dialect, column_keys=list(columns) if columns else None)
    assert isinstance(compiled, SQLCompiler)  # noqa: S101 - narrows for mypy
    names = tuple(compiled.positiontup or compiled.params)
    return Compiled(
        text=str(compiled),
        names=names,
        defaults=dict(compiled.params),
        into=_binders(compiled, names, dialect),
        out=_readers(compiled, dialect),
        positional=compiled.positional,
    )


def _binders(compiled: SQLCompiler, names: Iterable[str], dialect: Dialect) -> dict[str, Converter]:
    found = (
        (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names
    )
    return {name: converter for name, converter in found if converter is not None}


def _readers(compiled: SQLCompiler, dialect: Dialect) -> tuple[tuple[int, Converter], ...]:
    columns = compiled._result_columns or ()
    found = (
        (at, entry.type.dialect_impl(dialect).result_processor(dialect, None))
        for at, entry in enumerate(columns)
    )
    return tuple((at, converter) for at, converter in found if converter is not None)
