"""A lane: one connection with the verbs the store needs, the same over SQLite and PostgreSQL.

Reads run on their own; the first write begins a transaction, ``commit`` or ``undo`` ends it.  Nothing is lost
by that: every act carries the revision it was decided on, and the database checks it again.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Dialect

from yichuang_desktop.store.statements import Statement

Values = Mapping[str, Any]
NOTHING: Values = {}
Pending = tuple[Statement, Sequence[Values]]
"""A write that may wait for the next read or the commit: the statement and the rows it is run for."""


class Lane(Protocol):
    """One connection.  Every method raises RuleViolation or StoreUnavailable as :mod:`errors` says."""

    @property
    def dialect(self) -> Dialect: ...

    def read(self, statement: Statement, values: Values = NOTHING) -> list[Sequence[Any]]:
        """Rows of a query."""
        ...

    def read_all(self, questions: Sequence[tuple[Statement, Values]]) -> list[list[Sequence[Any]]]:
        """Rows of several queries, in one trip where the database can."""
        ...

    def write(self, statement: Statement, values: Values = NOTHING) -> list[Sequence[Any]]:
        """Run a change inside the transaction, begun if need be; rows if the statement returns some."""
        ...

    def change(self, statement: Statement, values: Values = NOTHING) -> int:
        """As :meth:`write`; says how many rows it hit."""
        ...

    def write_all(self, pending: Sequence[Pending]) -> None:
        """Run several changes at once."""
        ...

    def commit(self, pending: Sequence[Pending] = ()) -> None:
        """Run what is pending and make all last; StoreUnavailable ``result_unknown`` if nobody knows."""
        ...

    def undo(self) -> None:
        """Take back everything since the last commit."""
        ...

    def close(self) -> None: ...


class Lanes(Protocol):
    """Where lanes come from: one writer at a time on SQLite, connections of one person on PostgreSQL."""

    @property
    def dialect(self) -> Dialect: ...

    def take(self, *, to_write: bool) -> Lane: ...

    def give_back(self, lane: Lane, *, broken: bool = False) -> None: ...

    def close(self) -> None: ...
