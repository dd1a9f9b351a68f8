"""The register of duties: reading it, adding to it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from yichuang_desktop.domain.duties import DutyEntry
from yichuang_desktop.domain.hall import Channel, Counter
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.hall_reading import channels_of, channels_text
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.transaction import Transaction
from yichuang_desktop.store.views_base import Asking

_D = t.counter_duty.c
ENTRIES = Statement(
    select(
        _D.change_no, _D.code, _D.since, _D.channels, _D.why, _D.set_by, t.staff.c.name, _D.at, _D.change_id
    )
    .outerjoin(t.staff, t.staff.c.login == _D.set_by)
    .order_by(_D.since, _D.change_no)
)
ADD = Statement(insert(t.counter_duty), ["change_id", "code", "since", "channels", "why", "set_by"])


def entry_of(row: Sequence[Any]) -> DutyEntry:
    """An entry from a row of :data:`ENTRIES`."""
    number, window, since, channels, why, set_by, name, at, change_id = row
    return DutyEntry(number, window, since, channels_of(channels), why, set_by, name or set_by, at, change_id)


class DutyStore(Transaction):
    """The part of a unit of work that knows duties."""

    def counters(self) -> tuple[Counter, ...]:
        """All windows with the duties they have today."""
        return tuple(self.known().counters(self.lane).values())

    def duty_entries(self) -> tuple[DutyEntry, ...]:
        """Everything that was ever arranged, oldest first."""
        return tuple(entry_of(row) for row in self.read(ENTRIES))

    def add_duties(
        self, change_id: UUID, window: int, since: date, channels: Sequence[Channel], reason: str
    ) -> None:
        """Write an entry."""
        values = {"change_id": change_id, "code": window, "since": since, "why": reason, "set_by": self.login}
        self.lane.write(ADD, values | {"channels": channels_text(channels)})


class DutyViews(Asking):
    """The part of the views that knows duties."""

    def duty_entries(self) -> tuple[DutyEntry, ...]:
        """Everything that was ever arranged, oldest first."""
        return tuple(entry_of(row) for row in self._ask((ENTRIES, {}))[0])
