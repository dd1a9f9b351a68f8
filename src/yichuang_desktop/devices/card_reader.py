"""A card reader on a serial port (or a port of a network that stands for one): driver ``card-sam``."""

import logging
import threading
import time
from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from yichuang_desktop.devices import links
from yichuang_desktop.devices.card_polling import TRIES, CardPolling, Sam, meaning
from yichuang_desktop.devices.card_sam import LISTEN, OK, Garbled, NoAnswer, SamLine
from yichuang_desktop.devices.links import Line, Link, LinkLost
from yichuang_desktop.devices.worker import BACK_OFF, WorkerDevice
from yichuang_desktop.domain.devices import Condition, DeviceKind, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.ports_cards import READING_SECONDS, HearCard
from yichuang_desktop.services.ports_devices import Driver, Found, Hear

BAUDS: Final = (115200, 57600, 38400, 19200, 9600)
"""In the order in which they are tried."""
PAUSE: Final = 0.2
"""Seconds between two looks for a card."""
REST: Final = 0.2
TEST_SECONDS: Final = 6.0
SELF_TEST_FAILED: Final = 0x60
CHECK_EVERY: Final = 30.0
"""Seconds after which a reader at rest is asked how it is: a cable may be in and the reader off."""
_log = logging.getLogger(__name__)


class CardReaderDevice(WorkerDevice):
    """What every reader does, however its module is reached."""

    unplugged = "card_reader_unplugged"

    def __init__(
        self, name: str, hear: Hear, heard: HearCard, *, back_off: tuple[float, ...] = BACK_OFF,
        pause: float = PAUSE, check_every: float = CHECK_EVERY,
    ) -> None:  # fmt: skip
        super().__init__(DeviceKind.CARD_READER, name, hear, lost_code=self.unplugged, back_off=back_off)
        self._polling = CardPolling(heard)
        self._pause, self._check_every = pause, check_every
        self._checked = 0.0
        self._ill = ""
        """What the module said of itself, as a sentence code."""
        self._stumbles = 0
        self.number = ""
        """The module's own number, once it was asked."""

    # -- for the program -------------------------------------------------------------------------------------

    def begin_reading(self, token: UUID, seconds: float = READING_SECONDS) -> None:
        """Read one card, within so many seconds. What was asked for before is forgotten."""
        self._polling.begin(token, seconds)
        self.try_now()

    def end_reading(self, token: UUID) -> None:
        """Nobody waits for that card any more."""
        self._polling.end(token)

    def test(self) -> str:
        """Ask the reader how it is, now; the answer in words. Waits some seconds: not for the Qt thread."""
        answered = threading.Event()
        self.post(partial(self._test_now, answered))
        self.try_now()
        if answered.wait(TEST_SECONDS) and not self._ill:
            number = f"，安全模块编号 {self.number}" if self.number else ""
            return f"阅读器正常{number}。放上证件，在填写申请人的地方按“读身份证”。"
        return say_code(self._ill or self._report.fault or "card_reader_silent", {})

    # -- for the two ways ------------------------------------------------------------------------------------

    @property
    @abstractmethod
    def _sam(self) -> Sam: ...

    @abstractmethod
    def _status(self) -> int:
        """The module's own state. Raises LinkLost, NoAnswer, Garbled."""

    @abstractmethod
    def _rest(self, seconds: float) -> None:
        """Let time go by, noticing when the wire is pulled out. Raises LinkLost."""

    # -- inside ----------------------------------------------------------------------------------------------

    def _connected(self) -> None:
        self._say(Condition.FAULT, self._ill) if self._ill else self._say(Condition.READY)

    def _test_now(self, answered: threading.Event) -> None:
        try:
            self._note_status(self._status())
            answered.set()
        except (NoAnswer, Garbled) as trouble:
            self._bear(trouble)

    def _serve(self) -> None:
        try:
            self._serve_once()
            self._stumbles = 0
        except (NoAnswer, Garbled) as trouble:
            self._bear(trouble)

    def _serve_once(self) -> None:
        if not self._polling.wanted:
            self._look_after_it()
            self._rest(REST)
            return
        if self._ill:
            self._note_status(self._status())
        self._say(Condition.FAULT, self._ill) if self._ill else self._say(Condition.BUSY)
        wrong = self._polling.step(self._sam)
        if wrong is not None:
            self._ill = wrong.fault
            self._checked = time.monotonic()
            self._say(Condition.FAULT, self._ill)
        self._rest(self._pause)

    def _look_after_it(self) -> None:
        """How the reader is, from time to time; a module that was ill may be well again."""
        if not self._checked or time.monotonic() - self._checked > self._check_every:
            self._note_status(self._status())
        self._connected()

    def _note_status(self, state: int) -> None:
        self._checked = time.monotonic()
        self._ill = "" if state == OK or not meaning(state).device else meaning(state).fault

    def _bear(self, trouble: Exception) -> None:
        """Three times without an answer: the reader is away, or speaks at another speed now."""
        self._stumbles += 1
        fault = "card_reader_garbled" if isinstance(trouble, Garbled) else "card_reader_silent"
        if self._stumbles >= TRIES:
            self._stumbles = 0
            self._lost_code = fault
            raise LinkLost(str(trouble)) from trouble
        self._rest(self._pause)

    def _gone(self, fault: str) -> None:
        """Tell it as what it is: not there, or there and silent."""
        self._lost_code = fault
        if not self._ending:
            self._polling.lost(fault)


class SamReader(CardReaderDevice):
    """A reader on a wire; its speed is found out when none is set."""

    def __init__(
        self,
        device: WindowDevice,
        hear: Hear,
        heard: HearCard,
        *,
        back_off: tuple[float, ...] = BACK_OFF,
        pause: float = PAUSE,
        check_every: float = CHECK_EVERY,
    ) -> None:
        links.check_address(device.address)
        super().__init__("card-sam", hear, heard, back_off=back_off, pause=pause, check_every=check_every)
        self._device = device
        self._bauds = _bauds(device)
        self._link: Link | None = None
        self._line: SamLine | None = None

    @property
    def _sam(self) -> Sam:
        if self._line is None:
            raise LinkLost("not connected")
        return self._line

    def _status(self) -> int:
        if self._line is None:
            raise LinkLost("not connected")
        state = self._line.status()
        if state == SELF_TEST_FAILED:
            self._line.reset()
            state = self._line.status()
        return state

    def _connect(self) -> None:
        try:
            address = links.locate(self._device.address, self._device.identity)
        except LinkLost:
            self._gone(self.unplugged)
            raise
        for baud in self._bauds:
            if self._ending:
                return
            if self._try(address, baud):
                # The speed that was right is the first one next time.
                self._bauds = (baud, *(one for one in self._bauds if one != baud))
                self._lost_code = self.unplugged
                return
        self._gone("card_reader_silent")
        raise LinkLost(f"no answer on {address} at {', '.join(map(str, self._bauds))} baud")

    def _try(self, address: str, baud: int) -> bool:
        try:
            self._link = links.open_link(address, Line(baud))
        except LinkLost:
            self._gone(self.unplugged)
            raise
        self._line = SamLine(self._link, lambda: self._ending)
        try:
            self._note_status(self._status())
            self.number = self._line.sam_id()
        except (NoAnswer, Garbled):
            self._disconnect()
            return False
        except LinkLost:
            self._gone(self.unplugged)
            raise
        return True

    def _serve(self) -> None:
        try:
            super()._serve()
        except LinkLost:
            self._gone(self._lost_code)
            raise

    def _rest(self, seconds: float) -> None:
        """Nothing should come unasked; what does is dropped. A card that is asked for ends the rest."""
        link, until, wanted = self._link, time.monotonic() + seconds, self._polling.wanted
        while link is not None and (left := until - time.monotonic()) > 0 and not self._ending:
            link.read(min(left, LISTEN))
            if self._polling.wanted is not wanted:
                return

    def _disconnect(self) -> None:
        link, self._link, self._line = self._link, None, None
        if link is not None:
            link.close()


def _bauds(device: WindowDevice) -> tuple[int, ...]:
    """The speeds to try; a network has none."""
    if device.address.startswith(links.TCP):
        return (BAUDS[0],)
    wish = str(device.options.get("baud", "")).strip()
    if not wish:
        return BAUDS
    if not wish.isdigit() or int(wish) not in BAUDS:
        raise RuleViolation("card_reader_baud", wish=wish, bauds=BAUDS)
    return (int(wish), *(baud for baud in BAUDS if baud != int(wish)))


def find_readers(ports: Callable[[], Sequence[links.Port]] = links.ports) -> tuple[Found, ...]:
    """The serial ports behind which a security module answers.

    Only ports of a known USB adapter are asked, and only the harmless question how it is; a port that is in
    use stays untouched, because it cannot be opened.
    """
    return tuple(found for port in ports() if port.identity.known and (found := _ask_port(port)) is not None)


def _ask_port(port: links.Port) -> Found | None:
    for baud in BAUDS:
        try:
            link = links.open_link(links.SERIAL + port.name, Line(baud))
        except LinkLost:
            return None
        try:
            line = SamLine(link)
            line.status()
            title = f"身份证阅读器 {line.sam_id()}".strip()
            return Found(DRIVER.name, links.SERIAL + port.name, port.identity, title, {"baud": baud})
        except (NoAnswer, Garbled):
            continue
        except LinkLost:
            return None
        finally:
            link.close()
    return None


def _open(device: WindowDevice, hear: Hear, *, heard: HearCard, **_more: Any) -> SamReader:
    return SamReader(device, hear, heard)


DRIVER: Final = Driver(
    name="card-sam",
    kind=DeviceKind.CARD_READER,
    title="身份证阅读器（串口）",
    open=_open,
    find=find_readers,
    asks={"baud": "波特率"},
    choices={"baud": lambda: (("自动", ""), *((str(baud), str(baud)) for baud in BAUDS))},
)
