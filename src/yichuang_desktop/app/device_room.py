"""The devices of one window at work: opened as they are bound, watched, written about (R-X-7).

Nothing here waits for a device on the caller's thread, but for :meth:`DeviceRoom.set_up`, ``remove`` and
``stop``, which are for a lane. A window without devices loads no driver and starts no thread.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from yichuang_desktop.app.drivers import all_drivers
from yichuang_desktop.devices.drivers import Drivers
from yichuang_desktop.domain.devices import (
    Condition,
    DeviceDeed,
    DeviceEvent,
    DeviceKind,
    DeviceReport,
    WindowDevice,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.device_book import Chronicle
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.services.ports_devices import Device, DeviceBook
from yichuang_desktop.ui.device_lamps import words_of

PRINTERS: Final = (DeviceKind.SLIP_PRINTER, DeviceKind.A4_PRINTER)
"""Served by the print queue, not opened here; bound and unbound here like all others."""
STOP_SECONDS: Final = 2.5
_log = logging.getLogger(__name__)
_END: Final = None


@dataclass(slots=True)
class _Place:
    """A bound device with what runs for it."""

    bound: WindowDevice
    chronicle: Chronicle
    device: Device | None = None
    report: DeviceReport | None = None


class DeviceRoom:
    """The devices of one window.

    ``how[kind]`` are the keyword arguments its kind's drivers get from the program; set them before
    :meth:`start`. ``heard`` is told every change, in the threads of the devices. ``rebound(kind, device)``
    is told when a printer was set up or removed.
    """

    def __init__(
        self,
        book: DeviceBook,
        counter: int,
        heard: Callable[[DeviceReport], None],
        drivers: Callable[[], Drivers] = all_drivers,
    ) -> None:
        self.counter = counter
        self.how: dict[DeviceKind, Mapping[str, Any]] = {}
        self.rebound: Callable[[DeviceKind, WindowDevice | None], None] = lambda _kind, _device: None
        self._book, self._heard, self._load = book, heard, drivers
        self._drivers: Drivers | None = None
        self._places: dict[DeviceKind, _Place] = {}
        self._elsewhere: dict[DeviceKind, tuple[Chronicle, DeviceReport]] = {}
        self._uses: dict[DeviceKind, Chronicle] = {}
        """Of devices that are served elsewhere: when a use was last written down."""
        self._guard = threading.RLock()
        self._notes: queue.SimpleQueue[DeviceEvent | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._opener: threading.Thread | None = None
        self._stopped = False

    # -- for everyone ----------------------------------------------------------------------------------------

    def start(self, bound: Sequence[WindowDevice]) -> None:
        """Open what is bound, in a thread of its own: a foreign driver may take its time to be imported."""
        if bound:
            self._opener = threading.Thread(target=self._open_all, args=(bound,), name="devices", daemon=True)
            self._opener.start()

    def device(self, kind: DeviceKind) -> Any:
        """The running device of that kind, in whatever condition; None where none is set up."""
        place = self._places.get(kind)
        return place.device if place is not None else None

    def bound(self, kind: DeviceKind) -> WindowDevice | None:
        """What is set up for a kind; None where nothing is."""
        place = self._places.get(kind)
        return place.bound if place is not None else None

    def reports(self) -> dict[DeviceKind, DeviceReport]:
        """How every device stands that has said so."""
        with self._guard:
            elsewhere = {kind: report for kind, (_chronicle, report) in self._elsewhere.items()}
            here = {kind: place.report for kind, place in self._places.items() if place.report is not None}
            return elsewhere | here

    def told(self, report: DeviceReport) -> None:
        """How a device stands that is served elsewhere: a printer by its queue, the screen by its window.

        Kept and written into the history like all others; ``heard`` is not told what its teller knows.
        """
        with self._guard:
            if self._stopped:
                return
            chronicle, _before = self._elsewhere.get(report.kind) or (Chronicle(time.monotonic), report)
            self._elsewhere[report.kind] = chronicle, report
            deed = chronicle.heard(report)
        if deed is not None:
            self.note(report.kind, deed, _facts(report))

    def used(self, kind: DeviceKind) -> None:
        """Somebody was served with this device; kept now and then."""
        with self._guard:
            place = self._places.get(kind)
            elsewhere = self._uses.setdefault(kind, Chronicle(time.monotonic))
            worth = (place.chronicle if place is not None else elsewhere).worth_using()
        if worth:
            self.note(kind, DeviceDeed.USED)

    def note(self, kind: DeviceKind, deed: DeviceDeed, facts: Mapping[str, Any] | None = None) -> None:
        """Write a line into a device's history; never waits."""
        with self._guard:
            if self._stopped:
                return
            if self._writer is None:
                self._writer = threading.Thread(target=self._write, name="device-history", daemon=True)
                self._writer.start()
        self._notes.put(DeviceEvent(self.counter, kind, deed, facts or {}))

    def drivers(self) -> Drivers:
        """All drivers there are; imports them when first asked, so not for the Qt thread."""
        if self._drivers is None:
            self._drivers = self._load()
        return self._drivers

    # -- for a lane ------------------------------------------------------------------------------------------

    def set_up(self, device: WindowDevice, *, take_over: bool = False) -> None:
        """Use this device from now on, instead of the one of its kind before.

        Raises RuleViolation ``device_bound_elsewhere``, or what the driver says of address and options, and
        then nothing has changed; StoreUnavailable.
        """
        opened = None
        if device.kind not in PRINTERS:
            opened = self._made(device)
        elif device.driver in self.drivers().by_name:
            self.drivers().opened(device, self._heard)  # refuses an address that is none
        self._book.bind(device, take_over=take_over)
        self._replace(device.kind, device, opened)

    def remove(self, kind: DeviceKind) -> None:
        """Use no device of this kind any more. Raises StoreUnavailable."""
        self._book.unbind(self.counter, kind)
        self._replace(kind, None, None)

    def reopen(self, kind: DeviceKind) -> None:
        """Let go of a device and open it anew."""
        bound = self.bound(kind)
        if bound is not None and kind not in PRINTERS:
            self._replace(kind, None, None)
            self._open(bound)

    def stop(self) -> None:
        """Let go of every device and write what is left to write; takes a few seconds at most."""
        with self._guard:
            self._stopped = True
            places, self._places = list(self._places.values()), {}
        if self._opener is not None:
            self._opener.join(STOP_SECONDS)
        ending = [threading.Thread(target=_stop, args=(place,), daemon=True) for place in places]
        for thread in ending:
            thread.start()
        for thread in ending:
            thread.join(STOP_SECONDS)
        if self._writer is not None:
            self._notes.put(_END)
            self._writer.join(STOP_SECONDS)

    # -- opening ---------------------------------------------------------------------------------------------

    def _open_all(self, bound: Sequence[WindowDevice]) -> None:
        for device in bound:
            if not self._stopped:
                self._open(device)

    def _open(self, bound: WindowDevice) -> None:
        """A device whose driver is missing or broken is a device with a fault."""
        fault = ""
        facts: Mapping[str, Any] = {}
        made: tuple[_Place, Device] | None = None
        if bound.kind not in PRINTERS:
            try:
                made = self._made(bound)
            except RuleViolation as refused:
                fault, facts = refused.code, refused.facts
        self._settle(bound, made)
        if fault:
            self._on_report(self._places[bound.kind], DeviceReport(bound.kind, Condition.FAULT, fault, facts))

    def _made(self, bound: WindowDevice) -> tuple[_Place, Device]:
        """The device, not started. Raises RuleViolation with what to do when that cannot be."""
        place = _Place(bound, Chronicle(time.monotonic))
        drivers = self.drivers()
        if bound.driver not in drivers.by_name:
            code = "driver_broken" if bound.driver in drivers.broken else "driver_missing"
            raise RuleViolation(code, kind=bound.kind, driver=bound.driver)
        hear = lambda report: self._on_report(place, report)  # noqa: E731 - one line says it
        try:
            device = drivers.opened(bound, hear, **self.how.get(bound.kind, {}))
        except RuleViolation:
            raise
        except Exception as error:
            # Whatever a foreign driver throws, the window goes on without it.
            _log.exception("driver %s cannot open %s", bound.driver, bound.address)
            raise RuleViolation("driver_broken", kind=bound.kind, driver=bound.driver) from error
        return place, device

    def _replace(
        self, kind: DeviceKind, bound: WindowDevice | None, made: tuple[_Place, Device] | None
    ) -> None:
        with self._guard:
            before = self._places.pop(kind, None)
        if before is not None:
            _stop(before)
        if bound is not None:
            self._settle(bound, made)
        else:
            self._heard(DeviceReport(kind, Condition.NOT_SET_UP))
        if kind in PRINTERS:
            self.rebound(kind, bound)

    def _settle(self, bound: WindowDevice, made: tuple[_Place, Device] | None) -> None:
        place, device = made if made is not None else (_Place(bound, Chronicle(time.monotonic)), None)
        with self._guard:
            if self._stopped:
                return
            place.device = device
            self._places[bound.kind] = place
        if device is not None:
            place.report = device.report()
            self._heard(place.report)
            device.start()

    # -- what is heard ---------------------------------------------------------------------------------------

    def _on_report(self, place: _Place, report: DeviceReport) -> None:
        kind = place.bound.kind
        with self._guard:
            if self._places.get(kind) is not place:
                return  # a device that was let go has nothing to say any more
            place.report = report
            deed = place.chronicle.heard(report)
        if deed is not None:
            self.note(kind, deed, _facts(report))
        self._heard(report)

    def _write(self) -> None:
        while (event := self._notes.get()) is not _END:
            try:
                self._book.note(event)
            except (StoreUnavailable, RuleViolation) as error:
                # The history is for later; the work at the window does not wait for it.
                _log.warning("a line of the device history is lost: %s %s", event.deed.value, error)


def _facts(report: DeviceReport) -> dict[str, Any]:
    """What is kept of a fault: its code, and its sentence as it was said (its driver may be gone later)."""
    if not report.fault:
        return {}
    return {"fault": report.fault, "words": words_of(report), "detail": report.detail}


def _stop(place: _Place) -> None:
    if place.device is None:
        return
    try:
        place.device.stop()
    except Exception:
        # A foreign driver must not keep the window from closing.
        _log.exception("driver %s did not stop", place.bound.driver)
