"""A printer on a serial port: RS-232, or the virtual COM port of a USB cable.

The port is opened for one job and for this program alone. What was written may lie in the system's buffer
while the printer holds the line up, so the end waits for the buffer, and what is left in it after the
deadline is thrown away: a slip must not come out an hour later.
"""

import contextlib
import errno
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.conversation import Conversation, Deadlines, InDoubt
from yichuang_desktop.printing.profiles import Confirmation, Preflight
from yichuang_desktop.printing.transports_file import this_pc

SERIAL: Final = "serial:"
FLOWS: Final = ("none", "xonxoff", "rtscts", "dsrdtr")
_CHUNK: Final = 512
_LOOK: Final = 0.02
_TAKEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.EAGAIN})
_LOWEST_BAUD, _HIGHEST_BAUD = 1200, 921600


@dataclass(frozen=True, slots=True)
class SerialSettings:
    """How bytes are set on the line."""

    port: str
    baud: int = 9600
    flow: str = "none"
    parity: str = "N"
    bits: int = 8
    stop: int = 1


def serial_settings(address: str) -> SerialSettings:
    """Read ``serial:COM3?baud=19200&flow=rtscts``. Raises RuleViolation("printer_address_bad")."""
    port, _, query = address.removeprefix(SERIAL).partition("?")
    try:
        said = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
        settings = SerialSettings(
            port,
            int(said.pop("baud", 9600)),
            said.pop("flow", "none").lower(),
            said.pop("parity", "N").upper(),
            int(said.pop("bits", 8)),
            int(said.pop("stop", 1)),
        )
    except ValueError as error:
        raise RuleViolation("printer_address_bad", address=address) from error
    if said or not port or any(letter.isspace() for letter in port) or not _possible(settings):
        raise RuleViolation("printer_address_bad", address=address)
    return settings


def _possible(settings: SerialSettings) -> bool:
    return (
        _LOWEST_BAUD <= settings.baud <= _HIGHEST_BAUD
        and settings.flow in FLOWS
        and settings.parity in ("N", "E", "O")
        and settings.bits in (7, 8)
        and settings.stop in (1, 2)
    )


@dataclass(frozen=True, slots=True)
class SerialTransport:
    """A printer on a serial port of this PC."""

    settings: SerialSettings
    preflight: Preflight = Preflight.TRIED
    confirmation: Confirmation = Confirmation.NONE
    deadlines: Deadlines = field(default_factory=Deadlines)
    find: Callable[[], str] | None = None
    """Where the printer's own cable is plugged in now; raises OSError when it is not."""
    identity: str = ""
    """What the cable is known by, wherever it is plugged in."""

    @property
    def key(self) -> str:
        """``pc-04:serial:COM3``, or the cable's identity instead of the port."""
        return f"{this_pc()}:serial:{self.identity or self.settings.port}"

    def send(self, job: PrintJob, data: bytes) -> Delivery:
        """Ask, send, wait for the buffer, ask again."""
        ends = time.monotonic() + self.deadlines.job
        try:
            wire = self._opened()
        except OSError as error:
            return Delivery(Proof.NOT_STARTED, _why_not_opened(error), detail=repr(error))
        with contextlib.closing(wire):
            if wire.held_up:
                return Delivery(Proof.NOT_STARTED, FailureKind.OFFLINE, detail="the line says: not ready")
            return self._conversation(wire, ends).deliver(job, data)

    def status(self) -> PrinterStatus:
        """Ask the printer now; a silent one is an empty answer."""
        try:
            with contextlib.closing(self._opened()) as wire:
                return self._conversation(wire, time.monotonic() + self.deadlines.job).status()
        except OSError as error:
            return PrinterStatus(why=_why_not_opened(error))

    def _conversation(self, wire: "SerialWire", ends: float) -> Conversation:
        return Conversation(wire, self.preflight, self.confirmation, self.deadlines, ends)

    def _opened(self) -> "SerialWire":
        # pyserial is imported only by a window that has a serial printer.
        from serial import Serial, SerialException  # noqa: PLC0415

        of = self.settings
        port = self.find() if self.find else of.port
        try:
            line = Serial(
                port,
                of.baud,
                of.bits,
                of.parity,
                of.stop,
                timeout=0,
                write_timeout=self.deadlines.write,
                xonxoff=of.flow == "xonxoff",
                rtscts=of.flow == "rtscts",
                dsrdtr=of.flow == "dsrdtr",
                exclusive=True,
            )
        except (SerialException, ValueError) as error:
            raise OSError(getattr(error, "errno", None) or 0, str(error)) from error
        return SerialWire(line, of.flow)


class SerialWire:
    """An open port as a conversation needs it."""

    def __init__(self, line: Any, flow: str) -> None:
        self._line, self._flow = line, flow

    @property
    def held_up(self) -> bool:
        """Whether the printer's own wire says that it takes nothing now; False where no wire says so."""
        try:
            if self._flow == "rtscts":
                return not self._line.cts
            return self._flow == "dsrdtr" and not self._line.dsr
        except OSError:
            return False

    def read(self, seconds: float) -> bytes:
        with _told():
            self._line.timeout = seconds
            heard: bytes = self._line.read(1)
            return heard

    def write(self, data: bytes, seconds: float) -> int:
        """One piece, whole or in doubt: nobody can say how much of it left when the line stands still."""
        from serial import SerialTimeoutException  # noqa: PLC0415

        piece = data[:_CHUNK]
        try:
            with _told():
                self._line.write_timeout = seconds
                self._line.write(piece)
        except SerialTimeoutException as error:
            raise InDoubt(f"not taken within {seconds:.1f} s: {error}") from error
        return len(piece)

    def flush(self, seconds: float) -> None:
        """Wait for the system's buffer. Not by tcdrain: it waits for ever when the printer says XOFF."""
        ends = time.monotonic() + seconds
        while self._waiting():
            if time.monotonic() >= ends:
                raise InDoubt(f"{self._waiting()} bytes were not taken")
            time.sleep(_LOOK)

    def ended(self) -> bool:
        """A cable has no end; one that was pulled out is told by the next call."""
        return False

    def forget(self) -> None:
        with _told():
            self._line.reset_input_buffer()

    def finish(self, seconds: float) -> None:
        self.flush(seconds)

    def close(self) -> None:
        """Let go, without what the printer has not taken."""
        with contextlib.suppress(OSError, TypeError):
            if self._waiting():
                self._line.reset_output_buffer()
        with contextlib.suppress(OSError, TypeError):
            self._line.close()

    def _waiting(self) -> int:
        with _told():
            return int(self._line.out_waiting)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except TypeError as error:
        # pyserial meets a port closed under its hands with a TypeError of its own.
        raise OSError(str(error)) from error


def _why_not_opened(error: OSError) -> FailureKind:
    taken = error.errno in _TAKEN or "PermissionError" in str(error) or "exclusively lock" in str(error)
    return FailureKind.BUSY if taken else FailureKind.UNREACHABLE
