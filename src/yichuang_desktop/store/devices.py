"""The evaluation device: the only identity that writes ratings; no clerk's session can (decisions 17)."""

from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from yichuang_desktop.domain.ratings import Rating
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import Lanes
from yichuang_desktop.store.statements import Statement

NAMES = ("event_id", "outcome", "grade", "device")


def _once(dialect: Any, *names: str) -> Statement:
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    return Statement(dialect.insert(t.rating).values(values).on_conflict_do_nothing())


_RATE = {"sqlite": _once(sqlite, *NAMES), "postgresql": _once(postgresql, *NAMES[:3])}


def device_name(counter: int) -> str:
    """``pad_04``: what the device at a window is called, in the database too."""
    return f"pad_{counter:02d}"


class _Device:
    """Writes a rating once."""

    def __init__(self, lanes: Lanes, name: str) -> None:
        self._lanes = lanes
        self._name = name

    def record_rating(self, rating: Rating) -> bool:
        """False when the service has been rated already: the first answer stays."""
        values = {
            "event_id": rating.event_id,
            "outcome": rating.outcome.value,
            "grade": rating.grade.value if rating.grade else None,
            "device": self._name,
        }
        lane = self._lanes.take(to_write=True)
        broken = False
        try:
            written = lane.change(_RATE[lane.dialect.name], values) == 1
            lane.commit()
        except StoreUnavailable:
            broken = True
            raise
        finally:
            if not broken:
                lane.undo()
            self._lanes.give_back(lane, broken=broken)
        return written


class EmbeddedDevice(_Device):
    """The device at one window of an embedded hall."""

    def __init__(self, lanes: Lanes, counter: int) -> None:
        super().__init__(lanes, device_name(counter))

    def close(self) -> None:
        """Nothing of its own is open."""


class SharedDevice(_Device):
    """The device at one window of a shared hall; the server stamps which it is."""

    def __init__(self, lanes: Lanes) -> None:
        super().__init__(lanes, "")

    def close(self) -> None:
        """Close its connections."""
        self._lanes.close()
