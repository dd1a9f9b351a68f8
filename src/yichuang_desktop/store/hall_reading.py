"""What hardly ever changes about a hall, read once and kept until the database says that it changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import bindparam, select

from yichuang_desktop.domain.cutoffs import Cutoffs
from yichuang_desktop.domain.delegations import Delegation
from yichuang_desktop.domain.duties import in_order
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Counter, CounterKind, Hall, Role, StaffMember
from yichuang_desktop.domain.items import ServiceItem, from_document
from yichuang_desktop.domain.paper_codes import PaperKeys
from yichuang_desktop.domain.workdays import WorkCalendar, load_calendar
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.delegations_reading import read_delegations
from yichuang_desktop.store.lanes import Lane
from yichuang_desktop.store.seals import KnownKeys, read_keys
from yichuang_desktop.store.statements import Statement

_H = t.hall.c
HALL = Statement(
    select(
        _H.name,
        _H.prefix,
        _H.phone,
        _H.complaint_phone,
        _H.demonstration,
        _H.address,
        _H.undo_minutes,
        _H.referral_days,
        _H.uncollected_days,
    )
)
CONFIG = Statement(select(_H.config, _H.config_version))
COUNTERS = Statement(
    select(
        t.counter.c.code,
        t.counter.c.floor,
        t.counter.c.sign,
        t.counter.c.kind,
        t.counter.c.zone,
        t.counter.c.group_id,
    ).order_by(t.counter.c.code)
)
DUTIES = Statement(
    select(t.counter_duty.c.code, t.counter_duty.c.channels)
    .where(t.counter_duty.c.since <= bindparam("day"))
    .order_by(t.counter_duty.c.since, t.counter_duty.c.change_no)
)
STAFF = Statement(select(t.staff.c.login, t.staff.c.name, t.staff.c.group_id, t.staff.c.active))
STAFF_ROLES = Statement(select(t.staff_role.c.login, t.staff_role.c.role))
CALENDAR = Statement(select(t.calendar_year.c.document))


def moment(lane: Lane) -> datetime:
    """What time it is in the hall."""
    now: datetime = lane.read(q.MOMENT)[0][0]
    return now


def read_hall(lane: Lane) -> Hall:
    """The hall's own row; RuleViolation ``not_found`` before there is one."""
    rows = lane.read(HALL)
    if not rows:
        raise RuleViolation("not_found")
    return Hall(*rows[0])


def read_counters(lane: Lane) -> dict[int, Counter]:
    """The windows by code, with the duties they have today (2.3.4): the last entry up to today holds."""
    duties = {code: channels_of(text) for code, text in lane.read(DUTIES, {"day": moment(lane).date()})}
    return {
        code: Counter(code, floor, sign, CounterKind(kind), zone, group or "", duties.get(code, ()))
        for code, floor, sign, kind, zone, group in lane.read(COUNTERS)
    }


def channels_of(text: str) -> tuple[Channel, ...]:
    """``|counter|online|`` as channels."""
    return tuple(Channel(name) for name in text.split("|") if name)


def channels_text(channels: Iterable[Channel]) -> str:
    """The other way round: written so that a trigger finds ``|online|`` in it."""
    return f"|{'|'.join(channel.value for channel in in_order(channels))}|"


def read_staff(lane: Lane) -> dict[str, StaffMember]:
    """Everyone who has a log-in, by it."""
    roles: dict[str, set[Role]] = {}
    for login, role in lane.read(STAFF_ROLES):
        roles.setdefault(login, set()).add(Role(role))
    return {
        login: StaffMember(login, name, frozenset(roles.get(login, ())), group or "", bool(active))
        for login, name, group, active in lane.read(STAFF)
    }


def cutoffs_of(config: Mapping[str, Any]) -> Cutoffs:
    """The hall's cut-offs as its configuration holds them, defaults where it says nothing."""
    return Cutoffs(**{name: time.fromisoformat(text) for name, text in config.get("cutoffs", {}).items()})


def cutoffs_config(cutoffs: Cutoffs) -> dict[str, str]:
    """The other way round, for the hall's configuration."""
    return {name: getattr(cutoffs, name).isoformat("minutes") for name in Cutoffs.__dataclass_fields__}


@dataclass
class HallReading:
    """One log-in's memory of the hall.  ``expect`` drops what is older than the database's version."""

    version: int = -1
    day: date = date.min
    sees_grades: bool = False
    _known: dict[str, Any] = field(default_factory=dict)
    _items: dict[tuple[str, int], ServiceItem] = field(default_factory=dict)
    _newest: dict[str, tuple[int, bool]] = field(default_factory=dict)

    def expect(self, version: int, now: datetime) -> None:
        """Forget everything that may have changed since it was read; item versions never do.

        With a new day other duties may hold.
        """
        if version != self.version or now.date() != self.day:
            self.version, self.day = version, now.date()
            self._known.clear()
            self._newest.clear()

    def hall(self, lane: Lane) -> Hall:
        return self._once("hall", read_hall, lane)  # type: ignore[no-any-return]

    def counters(self, lane: Lane) -> dict[int, Counter]:
        return self._once("counters", read_counters, lane)  # type: ignore[no-any-return]

    def staff(self, lane: Lane) -> dict[str, StaffMember]:
        return self._once("staff", read_staff, lane)  # type: ignore[no-any-return]

    def keys(self, lane: Lane) -> PaperKeys | KnownKeys:
        return self._once("keys", read_keys, lane)  # type: ignore[no-any-return]

    def delegations(self, lane: Lane) -> tuple[Delegation, ...]:
        return self._once("delegations", read_delegations, lane)  # type: ignore[no-any-return]

    def config(self, lane: Lane) -> Mapping[str, Any]:
        return self._once("config", lambda lane: lane.read(CONFIG)[0][0], lane)  # type: ignore[no-any-return]

    def calendar(self, lane: Lane) -> WorkCalendar:
        return self._once("calendar", self._read_calendar, lane)  # type: ignore[no-any-return]

    def cutoffs(self, lane: Lane) -> Cutoffs:
        return self._once("cutoffs", lambda lane: cutoffs_of(self.config(lane)), lane)  # type: ignore[no-any-return]

    def item(self, lane: Lane, item_id: str, version: int | None) -> tuple[int, ServiceItem]:
        """An item of the library; ``item_not_valid`` when the one in force is withdrawn or there is none."""
        if version is None:
            version = self._version_in_force(lane, item_id)
        known = self._items.get((item_id, version))
        if known is None:
            rows = lane.read(q.ITEM_VERSION, {"item_id": item_id, "version": version})
            if not rows:
                raise RuleViolation("item_not_valid", item_id=item_id)
            known = self._items[item_id, version] = from_document(rows[0][0])
        return version, known

    def _version_in_force(self, lane: Lane, item_id: str) -> int:
        newest = self._newest.get(item_id)
        if newest is None:
            rows = lane.read(q.ITEM, {"item_id": item_id})
            if not rows:
                raise RuleViolation("item_not_valid", item_id=item_id)
            version, document, withdrawn = rows[0]
            newest = self._newest[item_id] = (version, bool(withdrawn))
            self._items.setdefault((item_id, version), from_document(document))
        if newest[1]:
            raise RuleViolation("item_not_valid", item_id=item_id)
        return newest[0]

    def _read_calendar(self, lane: Lane) -> WorkCalendar:
        closures = [date.fromisoformat(day) for day in self.config(lane).get("closures", ())]
        return load_calendar([row[0] for row in lane.read(CALENDAR)], closures)

    def _once(self, name: str, read: Any, lane: Lane) -> Any:
        if name not in self._known:
            self._known[name] = read(lane)
        return self._known[name]
