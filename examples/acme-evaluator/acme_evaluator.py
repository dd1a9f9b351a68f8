"""Driver of the ACME five-key box (an invented box): one thread, one socket, lines of text.

Of yichuang-desktop only the ports and the domain are imported. The rules of rating (one result a service, no
late answer for the next citizen) are the program's: ``EvaluatorRules`` holds them, this module moves bytes.
"""

import contextlib
import logging
import os
import queue
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from yichuang_desktop.domain.devices import (
    Condition,
    DeviceIdentity,
    DeviceKind,
    DeviceReport,
    WindowDevice,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evaluation import (
    Ask,
    EvaluatorRules,
    EvaluatorState,
    Press,
    Rest,
    Tell,
    Thank,
)
from yichuang_desktop.domain.ratings import Grade, RatingChannel
from yichuang_desktop.services.ports_devices import Driver, Found, Hear
from yichuang_desktop.services.ports_evaluators import HearEvaluator

DISCOVERY = "ACME_DISCOVERY"
"""Environment variable with the ``host:port`` to ask for boxes; without it the whole network is asked."""
KEYS = {str(number): Grade(6 - number) for number in range(1, 6)}
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
SILENCE = 3.0
"""Seconds without a word after which the box counts as lost."""
_log = logging.getLogger(__name__)


class AcmeBox:
    """The box of one window; see ``services.ports_evaluators.EvaluatorDevice``."""

    def __init__(self, device: WindowDevice, hear: Hear, said: HearEvaluator) -> None:
        parts = urlsplit(device.address)
        if parts.scheme != "tcp" or not parts.hostname or not parts.port:
            raise RuleViolation("device_address_bad", address=device.address)
        self._place, self._device, self._hear = (parts.hostname, parts.port), device, hear
        self._report = DeviceReport(DeviceKind.EVALUATOR, Condition.CONNECTING)
        self._rules = EvaluatorRules(RatingChannel.KEYS, time.monotonic, said, self._tell)
        self._wishes: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._ending, self._again = threading.Event(), threading.Event()
        self._socket: socket.socket | None = None
        self._asked = 0
        self._thread = threading.Thread(target=self._run, name="acme-box", daemon=True)

    # -- what the program calls, from any thread; nothing here waits -----------------------------------------

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._again.set()
        if self._thread.is_alive():
            self._thread.join(2)

    def try_now(self) -> None:
        """The clerk pressed 重新连接."""
        self._again.set()

    def report(self) -> DeviceReport:
        return self._report

    def identity(self) -> DeviceIdentity:
        return self._device.identity

    def state(self) -> EvaluatorState:
        return self._rules.state

    def show_idle(self, staff: str) -> None:
        self._wishes.put(lambda: self._rules.show_idle(staff))

    def welcome(self, staff: str) -> None:
        self._wishes.put(lambda: self._rules.welcome(staff))

    def begin(self, event_id: UUID, prompt: str, seconds: float) -> None:
        self._wishes.put(lambda: self._rules.begin(event_id, prompt, seconds))

    def cancel(self, event_id: UUID) -> None:
        self._wishes.put(lambda: self._rules.cancel(event_id))

    def thank(self, event_id: UUID) -> None:
        self._wishes.put(lambda: self._rules.thank(event_id))

    def test(self) -> str:
        """The test button of the devices page."""
        self._wishes.put(lambda: self._send("REST 测试"))
        return "评价器上应显示“测试”。没有显示时，请看它的电源和网线。"

    # -- the box's own thread --------------------------------------------------------------------------------

    def _run(self) -> None:
        attempt = 0
        while not self._ending.is_set():
            try:
                self._connect()
                attempt = 0
                self._serve()
            except OSError as lost:
                self._close()
                self._say(Condition.LOST, "acme_box_lost", str(lost))
                self._rules.lost()
            self._do_wishes()  # what is asked while it is away ends as "no device"
            self._again.wait(PAUSES[min(attempt, len(PAUSES) - 1)])
            self._again.clear()
            attempt += 1
        self._rules.stopped()
        self._close()

    def _connect(self) -> None:
        self._socket = socket.create_connection(self._place, timeout=2)
        self._socket.settimeout(0.1)
        self._buffer = b""
        self._heard_at = self._pinged_at = time.monotonic()

    def _serve(self) -> None:
        while not self._ending.is_set():
            self._do_wishes()
            self._rules.tick()
            for line in self._lines():
                self._on_line(line)
            now = time.monotonic()
            if now - self._pinged_at > 1:
                self._pinged_at = now
                self._send("PING")
            if now - self._heard_at > SILENCE:
                raise OSError("the box is silent")

    def _do_wishes(self) -> None:
        while not self._wishes.empty():
            self._wishes.get()()

    def _lines(self) -> Sequence[str]:
        if self._socket is None:
            return ()
        try:
            more = self._socket.recv(4096)
        except TimeoutError:
            return ()
        if not more:
            raise OSError("the box hung up")
        self._heard_at = time.monotonic()
        *whole, self._buffer = (self._buffer + more).split(b"\n")
        self._buffer = self._buffer[-256:]
        return [line.decode("utf-8", "replace").strip() for line in whole]

    def _on_line(self, line: str) -> None:
        match line.split(" "):
            case ["HELLO", _model, serial]:
                known = self._device.identity.serial
                if known and serial != known:  # another box at the same address rates for another window
                    raise OSError(f"this is box {serial}, not {known}")
                self._rules.connected()
                self._say(Condition.READY)
            case ["KEY", asked, key]:
                own = asked == str(self._asked)
                self._rules.press(Press(f"{asked} {key}", KEYS.get(key) if own else None))
            case _:
                pass

    def _tell(self, tell: Tell) -> None:
        match tell:
            case Ask(_event, prompt, seconds):
                self._asked += 1
                self._send(f"ASK {self._asked} {seconds:.0f} {prompt}")
            case Thank():
                self._send("THANKS")
            case Rest(staff):
                self._send(f"REST {staff}")
            case _:
                self._send("REST ")

    def _send(self, line: str) -> None:
        if self._socket is not None:
            self._socket.sendall(line.replace("\n", " ").encode() + b"\n")

    def _close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _say(self, condition: Condition, fault: str = "", detail: str = "") -> None:
        before, self._report = self._report, DeviceReport(DeviceKind.EVALUATOR, condition, fault, {}, detail)
        if (before.condition, before.fault) != (condition, fault):
            self._hear(self._report)


def open_box(device: WindowDevice, hear: Hear, *, said: HearEvaluator, **_more: Any) -> AcmeBox:
    """A box, not yet started. Raises RuleViolation for an address that is none."""
    return AcmeBox(device, hear, said)


def find_boxes() -> Sequence[Found]:
    """The boxes that answer within half a second."""
    host, _, port = os.environ.get(DISCOVERY, "255.255.255.255:7011").rpartition(":")
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        asking.settimeout(0.5)
        with contextlib.suppress(OSError):
            asking.sendto(b"ACME?", (host, int(port)))
            while True:
                answer, (address, _port) = asking.recvfrom(256)
                match answer.decode("utf-8", "replace").split(" "):
                    case ["ACME", model, serial, tcp]:
                        identity = DeviceIdentity("acme", serial)
                        found.append(Found(DRIVER.name, f"tcp://{address}:{tcp}", identity, f"ACME {model}"))
    return found


DRIVER = Driver(
    name="acme-keys",
    kind=DeviceKind.EVALUATOR,
    title="ACME 五键评价器（网口）",
    open=open_box,
    find=find_boxes,
    sentences={"acme_box_lost": "ACME评价器连不上。请看它的电源和网线，好了会自己连上。"},
    steps={
        "acme_box_lost": (
            "看评价器背面的绿灯：不亮就插好电源。",
            "看网线两头，网口灯应一闪一闪。",
            "仍连不上：按评价器的复位孔3秒，再按“重新连接”。",
        )
    },
)
