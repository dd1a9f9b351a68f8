"""What of a device's life is worth a line in its history (R-X-7); says what, writes nothing."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from yichuang_desktop.domain.devices import Condition, DeviceDeed, DeviceReport

USED_EVERY: Final = 1800.0
"""Seconds between two lines that say a device was used."""
MOST, WITHIN = 30, 600.0
"""So many lines of one device in so many seconds; a loose plug writes no novel."""


def deed_between(before: DeviceReport | None, after: DeviceReport) -> DeviceDeed | None:
    """What happened from one report to the next; None when it is nothing to keep."""
    was = before.condition if before is not None else Condition.CONNECTING
    now = after.condition
    if now is Condition.LOST:
        return DeviceDeed.LOST if was is not Condition.LOST else None
    if now is Condition.FAULT:
        same = before is not None and was is now and before.fault == after.fault
        return None if same else DeviceDeed.FAULT
    if not now.usable:
        return None
    if was in (Condition.LOST, Condition.FAULT):
        return DeviceDeed.RECOVERED
    if was is Condition.CONNECTING:
        return DeviceDeed.CONNECTED
    return DeviceDeed.USED if now is Condition.BUSY and was is not Condition.BUSY else None


@dataclass
class Chronicle:
    """One device's reports in order. ``clock`` gives steady seconds.

    A device that is lost says so, then that it is connecting, then how it is: what it was before it began
    to connect decides whether it recovered.
    """

    clock: Callable[[], float]
    last: DeviceReport | None = None
    _used_at: float | None = None
    _told: deque[float] = field(default_factory=deque)

    def heard(self, report: DeviceReport) -> DeviceDeed | None:
        """Take a report; what of it belongs into the history."""
        deed = deed_between(self.last, report)
        connecting = report.condition is Condition.CONNECTING
        if not (connecting and self.last is not None and self.last.condition is Condition.LOST):
            self.last = report
        if deed is None or (deed is DeviceDeed.USED and not self.worth_using()):
            return None
        return deed if self._within_bounds() else None

    def worth_using(self) -> bool:
        """Whether a use is to be written down now, the last one being long ago."""
        now = self.clock()
        if self._used_at is not None and now - self._used_at < USED_EVERY:
            return False
        self._used_at = now
        return True

    def _within_bounds(self) -> bool:
        now = self.clock()
        while self._told and now - self._told[0] > WITHIN:
            self._told.popleft()
        if len(self._told) >= MOST:
            return False
        self._told.append(now)
        return True
