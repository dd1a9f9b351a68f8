"""The hall's database as one log-in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import bindparam, update

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role, StaffMember
from yichuang_desktop.domain.ratings import MAY_SEE_GRADES
from yichuang_desktop.services.ports import ChangeFeed, StoreUnavailable
from yichuang_desktop.store import staffing
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.device_book import StoreDeviceBook
from yichuang_desktop.store.hall_reading import HallReading
from yichuang_desktop.store.lanes import Lane, Lanes
from yichuang_desktop.store.passwords import PasswordCost
from yichuang_desktop.store.spool import StoreJobs
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.views import StoreViews
from yichuang_desktop.store.work import StoreWork

_SET_CLOCK = Statement(update(t.hall_clock).values(simulated_at=bindparam("to"), running=bindparam("runs")))


class StoreAccess:
    """What a logged-in person has of the hall; one memory of it for all their work."""

    def __init__(
        self,
        lanes: Lanes,
        member: StaffMember,
        feed: Callable[[Lanes], ChangeFeed],
        *,
        close_lanes: bool = False,
    ) -> None:
        self._lanes = lanes
        self._close_lanes = close_lanes
        self._member = member
        self._feed = feed
        self._reading = HallReading(sees_grades=bool(member.roles & MAY_SEE_GRADES))
        self._views = StoreViews(lanes, self._reading)
        self._feeds: list[ChangeFeed] = []

    @property
    def member(self) -> StaffMember:
        return self._member

    @property
    def views(self) -> StoreViews:
        return self._views

    def begin(self) -> StoreWork:
        return StoreWork(self._lanes, self._member, self._reading)

    def jobs(self) -> StoreJobs:
        """The print queue, for the spooler."""
        return StoreJobs(self._lanes)

    def device_book(self) -> StoreDeviceBook:
        """Which devices a window has, and what happened to them."""
        return StoreDeviceBook(self._lanes, self._member.login)

    def changes(self) -> ChangeFeed:
        feed = self._feed(self._lanes)
        self._feeds.append(feed)
        return feed

    def set_clock(self, at: datetime | None, *, running: bool = False) -> None:
        with self._administering() as lane:
            if Role.ADMINISTRATOR not in self._member.roles:
                raise RuleViolation("not_allowed")
            lane.write(_SET_CLOCK, {"to": at, "runs": running})

    def add_staff(self, new: StaffMember, password: str, cost: PasswordCost | None = None) -> None:
        """A new log-in; RuleViolation ``not_allowed``, ``log_in_taken``, ``log_in_unfit``."""
        with self._administering() as lane:
            staffing.add_staff(lane, self._member, new, password, cost or PasswordCost())

    def close_log_in(self, login: str) -> None:
        """Nobody gets in with it any more; RuleViolation ``not_allowed``, ``not_found``."""
        with self._administering() as lane:
            staffing.close_log_in(lane, self._member, login)

    def add_device(self, counter: int, password: str) -> None:
        """The log-in of a window's evaluation device; RuleViolation ``not_allowed``, ``log_in_taken``."""
        with self._administering() as lane:
            staffing.add_device(lane, counter, password)

    def add_pusher(self, password: str) -> None:
        """The log-in of the hall's pusher; RuleViolation ``not_allowed``, ``log_in_taken``."""
        with self._administering() as lane:
            staffing.add_pusher(lane, password)

    @contextmanager
    def _administering(self) -> Iterator[Lane]:
        lane = self._lanes.take(to_write=True)
        broken = False
        try:
            yield lane
            lane.commit()
        except StoreUnavailable:
            broken = True
            raise
        finally:
            if not broken:
                lane.undo()
            self._lanes.give_back(lane, broken=broken)

    def close(self) -> None:
        """End the news; the person's own connections on PostgreSQL go, the embedded file stays open."""
        for feed in self._feeds:
            feed.close()
        self._feeds.clear()
        if self._close_lanes:
            self._lanes.close()
