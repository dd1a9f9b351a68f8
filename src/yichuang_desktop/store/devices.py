"""The evaluation device: the only identity that writes ratings; no clerk's session can (decisions 17)."""

from sqlalchemy import bindparam
from sqlalchemy.dialects import sqlite

from yichuang_desktop.domain.ratings import Rating
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import Lanes
from yichuang_desktop.store.statements import Statement

NAMES = ("event_id", "outcome", "grade", "device")
_RATE = Statement(
    sqlite.insert(t.rating).values({name: bindparam(name) for name in NAMES}).on_conflict_do_nothing()
)


def device_name(counter: int) -> str:
    """``pad_04``: what the device at a window is called, in the database too."""
    return f"pad_{counter:02d}"


class EmbeddedDevice:
    """The device at one window of an embedded hall."""

    def __init__(self, lanes: Lanes, counter: int) -> None:
        self._lanes = lanes
        self._name = device_name(counter)

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
            written = lane.change(_RATE, values) == 1
            lane.commit()
        except StoreUnavailable:
            broken = True
            raise
        finally:
            if not broken:
                lane.undo()
            self._lanes.give_back(lane, broken=broken)
        return written

    def close(self) -> None:
        """Nothing of its own is open."""
