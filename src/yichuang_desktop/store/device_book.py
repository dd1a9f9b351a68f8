"""The device book in the database (R-X-7).  Every call is one committed transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, insert, literal_column, select

from yichuang_desktop.domain.devices import (
    DeviceDeed,
    DeviceEvent,
    DeviceIdentity,
    DeviceKind,
    WindowDevice,
    known_by,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import Lane, Lanes
from yichuang_desktop.store.statements import Statement

_W, _E = t.window_device.c, t.device_event.c
_NEWEST = select(func.max(_W.binding_no)).group_by(_W.counter, _W.kind)
_USED = _W.driver != literal_column("''")
_NAMES = ["counter", "kind", "driver", "address", "identity", "known_by", "title", "options", "set_by"]
_BIND = Statement(insert(t.window_device), _NAMES)
_BOUND = Statement(
    select(_W.counter, _W.kind, _W.driver, _W.address, _W.identity, _W.title, _W.options)
    .where(_W.binding_no.in_(_NEWEST.where(_W.counter == bindparam("counter"))), _USED)
    .order_by(_W.kind)
)
_WHOSE = Statement(
    select(_W.counter)
    .where(
        _W.binding_no.in_(_NEWEST),
        _USED,
        _W.kind == bindparam("kind"),
        _W.known_by == bindparam("known_by"),
    )
    .order_by(_W.binding_no)
)
_EVENTS = (
    select(_E.counter, _E.kind, _E.deed, _E.facts, func.coalesce(t.staff.c.name, _E.by), _E.at)
    .outerjoin(t.staff, t.staff.c.login == _E.by)
    .where(_E.counter == bindparam("counter"))
)
_MOST: BindParameter[int] = bindparam("most")
_HISTORY = Statement(_EVENTS.order_by(_E.event_no.desc()).limit(_MOST))
_HISTORY_OF = Statement(_EVENTS.where(_E.kind == bindparam("kind")).order_by(_E.event_no.desc()).limit(_MOST))
_EVENT = ["counter", "kind", "deed", "facts"]
NOTE = {
    "sqlite": Statement(insert(t.device_event), [*_EVENT, "by"]),
    "postgresql": Statement(insert(t.device_event), _EVENT),
}
"""One line of the history; a server stamps who wrote it."""


def event_values(event: DeviceEvent, by: str) -> dict[str, Any]:
    """A line of the history as the statement above takes it."""
    return {
        "counter": event.counter,
        "kind": event.kind.value,
        "deed": event.deed.value,
        "facts": dict(event.facts),
        "by": by,
    }


class StoreDeviceBook:
    """The device book as one log-in; ``services.ports_devices.DeviceBook`` says what each does."""

    def __init__(self, lanes: Lanes, login: str) -> None:
        self._lanes, self._login = lanes, login

    def bound(self, counter: int) -> tuple[WindowDevice, ...]:
        with self._lane(to_write=False) as lane:
            return tuple(_device(row) for row in lane.read(_BOUND, {"counter": counter}))

    def bind(self, device: WindowDevice, *, take_over: bool = False) -> None:
        with self._lane(to_write=True) as lane:
            elsewhere = self._elsewhere(lane, device)
            if elsewhere is not None:
                if not take_over:
                    raise RuleViolation("device_bound_elsewhere", counter=elsewhere, kind=device.kind)
                lane.write(_BIND, self._row(WindowDevice(elsewhere, device.kind, "")))
            lane.write(_BIND, self._row(device))
            lane.commit()

    def unbind(self, counter: int, kind: DeviceKind) -> None:
        with self._lane(to_write=True) as lane:
            bound = [_device(row) for row in lane.read(_BOUND, {"counter": counter})]
            for device in bound:
                if device.kind is kind:
                    lane.write(_BIND, self._row(WindowDevice(counter, kind, "", title=device.title)))
            lane.commit()

    def note(self, event: DeviceEvent) -> None:
        with self._lane(to_write=True) as lane:
            lane.write(NOTE[lane.dialect.name], event_values(event, self._login))
            lane.commit()

    def history(
        self, counter: int, kind: DeviceKind | None = None, limit: int = 500
    ) -> tuple[DeviceEvent, ...]:
        asked: dict[str, Any] = {"counter": counter, "most": limit}
        with self._lane(to_write=False) as lane:
            if kind is None:
                rows = lane.read(_HISTORY, asked)
            else:
                rows = lane.read(_HISTORY_OF, asked | {"kind": kind.value})
        return tuple(
            DeviceEvent(row[0], DeviceKind(row[1]), DeviceDeed(row[2]), row[3], row[4], row[5])
            for row in rows
        )

    def whose(self, kind: DeviceKind, identity: DeviceIdentity) -> int | None:
        known = known_by(kind, identity)
        if not known:
            return None
        with self._lane(to_write=False) as lane:
            rows = lane.read(_WHOSE, {"kind": kind.value, "known_by": known})
        return rows[0][0] if rows else None

    @staticmethod
    def _elsewhere(lane: Lane, device: WindowDevice) -> int | None:
        known = known_by(device.kind, device.identity)
        if not known:
            return None
        rows = lane.read(_WHOSE, {"kind": device.kind.value, "known_by": known})
        return next((row[0] for row in rows if row[0] != device.counter), None)

    def _row(self, device: WindowDevice) -> dict[str, Any]:
        return {
            "counter": device.counter,
            "kind": device.kind.value,
            "driver": device.driver,
            "address": device.address,
            "identity": str(device.identity),
            "known_by": known_by(device.kind, device.identity),
            "title": device.title,
            "options": dict(device.options),
            "set_by": self._login,
        }

    @contextmanager
    def _lane(self, *, to_write: bool) -> Iterator[Lane]:
        lane = self._lanes.take(to_write=to_write)
        broken = False
        try:
            yield lane
        except StoreUnavailable:
            broken = True
            raise
        finally:
            if to_write and not broken:
                lane.undo()
            self._lanes.give_back(lane, broken=broken)


def _device(row: Any) -> WindowDevice:
    counter, kind, driver, address, identity, title, options = row
    return WindowDevice(
        counter, DeviceKind(kind), driver, address, DeviceIdentity.parse(identity), title, options
    )
