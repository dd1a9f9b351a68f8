"""How a question gets its connection: one lane for all its statements, given back at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import queries as q
from yichuang_desktop.store.hall_reading import HallReading
from yichuang_desktop.store.lanes import Lane, Lanes, Values
from yichuang_desktop.store.statements import Statement

Question = tuple[Statement, Values]


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of the hall, with a lane to read what is not."""

    reading: HallReading
    lane: Lane

    def item(self, item_id: str, version: int) -> ServiceItem | None:
        """The item a case was taken in with; None where it has none."""
        try:
            return self.reading.item(self.lane, item_id, version)[1] if version else None
        except RuleViolation:
            return None

    def staff_name(self, login: str) -> str:
        """The name behind a log-in; the log-in itself when nobody has it."""
        member = self.reading.staff(self.lane).get(login) if login else None
        return member.name if member else login


class Asking:
    """The ground under the views."""

    def __init__(self, lanes: Lanes, reading: HallReading) -> None:
        self._lanes = lanes
        self._reading = reading

    def _ask(self, *questions: Question) -> list[list[Sequence[Any]]]:
        """The answers of several statements, in one trip where the database can."""
        with self._lane() as lane:
            *answers, moment = lane.read_all([*questions, (q.MOMENT, {})])
            self._reading.expect(moment[0][1], moment[0][0])
            return answers

    @contextmanager
    def _known(self, *, fresh: bool = False) -> Iterator[Known]:
        """The memory of the hall; ``fresh`` asks first whether it still holds."""
        with self._lane() as lane:
            if fresh:
                now, version = lane.read(q.MOMENT)[0]
                self._reading.expect(version, now)
            yield Known(self._reading, lane)

    @contextmanager
    def _lane(self) -> Iterator[Lane]:
        lane = self._lanes.take(to_write=False)
        broken = False
        try:
            yield lane
        except StoreUnavailable:
            broken = True
            raise
        finally:
            self._lanes.give_back(lane, broken=broken)
