"""One transaction of one log-in: where its lane comes from, what waits to be written, when it ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role, StaffMember
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import queries as q
from yichuang_desktop.store.hall_reading import HallReading
from yichuang_desktop.store.lanes import NOTHING, Lane, Lanes, Pending, Values
from yichuang_desktop.store.statements import Statement


@dataclass
class Transaction:
    """The ground under :class:`~yichuang_desktop.store.work.StoreWork`.

    Writes that give no answer wait and go out together, with the next read of what they changed or with the
    commit: on PostgreSQL that is one trip for all of them.
    """

    lanes: Lanes
    member: StaffMember
    reading: HallReading
    _lane: Lane | None = None
    _pending: list[Pending] = field(default_factory=list)
    _now: datetime | None = None
    _broken: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        lane, self._lane = self._lane, None
        self._pending.clear()
        if lane is None:
            return
        self._broken = self._broken or isinstance(error, StoreUnavailable)
        try:
            if not self._broken:
                lane.undo()
        except StoreUnavailable:
            self._broken = True
        finally:
            self.lanes.give_back(lane, broken=self._broken)

    def commit(self) -> None:
        """Make everything last; StoreUnavailable ``result_unknown`` when the connection broke meanwhile."""
        pending, self._pending = self._pending, []
        if self._lane is not None or pending:
            self.lane.commit(pending)

    # -- the hall, as this log-in sees it

    @property
    def lane(self) -> Lane:
        """The connection, taken when first needed."""
        if self._lane is None:
            self._lane = self.lanes.take(to_write=True)
        return self._lane

    @property
    def login(self) -> str:
        return self.member.login

    @property
    def roles(self) -> frozenset[Role]:
        return self.member.roles

    def now(self) -> datetime:
        """Time of the database in the hall's zone, the same throughout the transaction."""
        if self._now is None:
            self._learn_moment(self.lane.read(q.MOMENT)[0])
        assert self._now is not None  # noqa: S101 - narrows for mypy
        return self._now

    def known(self) -> HallReading:
        """What is known of the hall, fresh as of this transaction."""
        self.now()
        return self.reading

    def _learn_moment(self, row: Sequence[Any]) -> None:
        self._now = row[0]
        self.reading.expect(row[1], row[0])

    # -- writing and reading

    def later(self, statement: Statement, *rows: Mapping[str, Any]) -> None:
        """Write this by the next read of it or by the commit."""
        if rows:
            self._pending.append((statement, rows))

    def read(self, statement: Statement, values: Values = NOTHING) -> list[Sequence[Any]]:
        """Rows, after everything written so far."""
        if self._pending:
            pending, self._pending = self._pending, []
            self.lane.write_all(pending)
        return self.lane.read(statement, values)

    def one(self, statement: Statement, values: Values) -> Sequence[Any]:
        """The one row; RuleViolation ``not_found`` when there is none."""
        rows = self.read(statement, values)
        if not rows:
            raise RuleViolation("not_found")
        return rows[0]
