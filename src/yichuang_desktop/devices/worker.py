"""A device's own thread: connects, serves, says what is the matter, and connects again.

Drivers derive from :class:`WorkerDevice`; only this thread touches the device. What other threads want done
is posted to it, and what it has to say goes out as frozen reports.
"""

import logging
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, Final

from yichuang_desktop.devices.links import LinkLost
from yichuang_desktop.domain.devices import Condition, DeviceKind, DeviceReport
from yichuang_desktop.services.ports_devices import Hear

BACK_OFF: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between attempts to reach a device that is lost; the last one is repeated."""
STOP_SECONDS: Final = 2.0
_log = logging.getLogger(__name__)


class WorkerDevice(ABC):
    """A device served by one thread of its own.

    ``lost_code`` is the sentence code of the fault "cannot be reached"; only tests change ``back_off``.
    """

    def __init__(
        self,
        kind: DeviceKind,
        name: str,
        hear: Hear,
        *,
        lost_code: str,
        back_off: tuple[float, ...] = BACK_OFF,
    ) -> None:
        self._kind, self._hear, self._lost_code, self._back_off = kind, hear, lost_code, back_off
        self._report = DeviceReport(kind, Condition.CONNECTING)
        self._stopping = threading.Event()
        self._again = threading.Event()
        self._posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    # -- for everyone ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    def stop(self) -> None:
        """Let go of the device; returns when the thread has ended or after two seconds."""
        self._stopping.set()
        self._again.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(STOP_SECONDS)

    def try_now(self) -> None:
        """Do not wait for the next attempt to connect (the clerk pressed the test button)."""
        self._again.set()

    def report(self) -> DeviceReport:
        """How the device stands now."""
        return self._report

    def post(self, work: Callable[[], None]) -> None:
        """Have something done by the device's thread; dropped when the device is not connected."""
        self._posted.put(work)

    # -- for the driver --------------------------------------------------------------------------------------

    @abstractmethod
    def _connect(self) -> None:
        """Open the device. Raises LinkLost."""

    @abstractmethod
    def _serve(self) -> None:
        """Work a little: read what came, at most some tenths of a second. Raises LinkLost."""

    @abstractmethod
    def _disconnect(self) -> None:
        """Close the device, also when it is gone already; never raises."""

    def _connected(self) -> None:
        """Say how the device stands now that it is open; a driver that asked it may know more than READY."""
        self._say(Condition.READY)

    def _say(
        self, condition: Condition, fault: str = "", facts: Mapping[str, Any] | None = None, detail: str = ""
    ) -> None:
        """Tell how the device stands, if that is news."""
        report = DeviceReport(self._kind, condition, fault, facts or {}, detail)
        before, self._report = self._report, report
        if (before.condition, before.fault, before.facts) != (condition, fault, report.facts):
            self._hear(report)

    @property
    def _ending(self) -> bool:
        return self._stopping.is_set()

    # -- inside ----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        attempt = 0
        while not self._stopping.is_set():
            try:
                self._connect()
                attempt = 0
                self._drop_posted()
                self._connected()
                self._serve_until_stopped()
            except LinkLost as lost:
                _log.info("%s: %s", self._thread.name, lost)
                self._disconnect()
                self._say(Condition.LOST, self._lost_code, detail=str(lost))
            else:
                self._disconnect()
            self._again.wait(self._back_off[min(attempt, len(self._back_off) - 1)])
            self._again.clear()
            attempt += 1

    def _serve_until_stopped(self) -> None:
        while not self._stopping.is_set():
            while not self._posted.empty():
                self._posted.get()()
            self._serve()

    def _drop_posted(self) -> None:
        while not self._posted.empty():
            self._posted.get()
