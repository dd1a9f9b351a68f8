"""Which drivers there are: those of this program, and those of packages installed beside it.

A vendor's driver is a package of its own with an entry point::

    [project.entry-points."yichuang_desktop.drivers"]
    acme-keys = "acme_evaluator:driver"

where ``driver`` is a :class:`~yichuang_desktop.services.ports_devices.Driver`. One that cannot be imported is
left out and told of; it harms no other.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.domain.sentences import AREAS
from yichuang_desktop.services.ports_devices import Driver, Hear

FOREIGN: Final = "foreign drivers"
GROUP: Final = "yichuang_desktop.drivers"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Drivers:
    """All drivers by name, and what could not be loaded."""

    by_name: Mapping[str, Driver]
    broken: Mapping[str, str]
    """Entry points that failed, with the reason (English, for the log)."""

    def of_kind(self, kind: DeviceKind) -> tuple[Driver, ...]:
        """The drivers of one kind, ours first."""
        return tuple(driver for driver in self.by_name.values() if driver.kind is kind)

    def opened(self, device: WindowDevice, hear: Hear, **how: Any) -> Any:
        """The device of a window, not yet started. Raises KeyError for a driver that is not installed."""
        return self.by_name[device.driver].open(device, hear, **how)


def load_drivers(ours: Iterable[Driver]) -> Drivers:
    """Our own drivers and every installed package's; a foreign one never takes the name of ours."""
    known = {driver.name: driver for driver in ours}
    broken: dict[str, str] = {}
    for point in entry_points(group=GROUP):
        try:
            _add(known, point)
        except Exception as error:
            # Whatever a foreign package throws while it is imported, the window must open.
            _log.exception("driver %s of %s cannot be used", point.name, point.value)
            broken[point.name] = repr(error)
    return Drivers(known, broken)


def _add(known: dict[str, Driver], point: EntryPoint) -> None:
    driver = point.load()
    if not isinstance(driver, Driver):
        raise TypeError(f"{point.value} is no Driver")
    if driver.name in known:
        raise ValueError(f"a driver named {driver.name!r} is there already")
    _say_in_its_words(driver)
    known[driver.name] = driver


def _say_in_its_words(driver: Driver) -> None:
    """A foreign driver's faults are its own; it never changes what this program says."""
    foreign = AREAS.setdefault(FOREIGN, {})
    for code in driver.sentences:
        if any(code in area for area in AREAS.values() if area is not foreign):
            raise ValueError(f"the code {code!r} is this program's")
    foreign.update(driver.sentences)
