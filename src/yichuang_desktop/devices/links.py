"""The wire to a device: a serial port, or a TCP port that stands for one.

A port's name is no identity: Windows numbers it anew after each plugging-in. A device is found again by what
the system says of its USB adapter (:func:`locate`). Every fault of the wire is a :class:`LinkLost`.
"""

import contextlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import serial
from serial.tools import list_ports

from yichuang_desktop.domain.devices import DeviceIdentity
from yichuang_desktop.domain.errors import RuleViolation

SERIAL: Final = "serial:"
TCP: Final = "tcp"
WRITE_SECONDS: Final = 2.0
_FAULTS = (OSError, serial.SerialException)


class LinkLost(Exception):
    """The wire is broken, was pulled out, or cannot be opened; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Line:
    """How bytes are set on a serial line; ``parity`` is N, E or O."""

    baud: int = 9600
    bits: int = 8
    parity: str = "N"
    stop: float = 1


@dataclass(frozen=True, slots=True)
class Port:
    """A serial port that is there now."""

    name: str
    identity: DeviceIdentity
    title: str


def ports() -> tuple[Port, ...]:
    """The serial ports of this machine; none when the system cannot tell."""
    try:
        return tuple(_port(info) for info in list_ports.comports())
    except (OSError, TypeError, ValueError):
        return ()


def _port(info: Any) -> Port:
    maker = f"{info.vid:04x}:{info.pid:04x}" if info.vid is not None and info.pid is not None else ""
    identity = DeviceIdentity(maker, info.serial_number or "", info.location or "")
    return Port(info.device, identity, info.description if info.description != "n/a" else info.device)


def locate(address: str, identity: DeviceIdentity, there: Sequence[Port] | None = None) -> str:
    """The address by which the device is reached now: that of its identity when it has one.

    Raises LinkLost when its identity is known and no such device is plugged in, so that another device
    behind the old name is never taken for it.
    """
    if not address.startswith(SERIAL) or not identity.known:
        return address
    present = ports() if there is None else there
    if not any(port.identity.known for port in present):
        return address  # a system that tells nothing of its ports: the name is all there is
    same = [port for port in present if port.identity.known and identity.matches(port.identity)]
    if not same:
        raise LinkLost(f"no port has the identity {identity}")
    named = [port for port in same if SERIAL + port.name == address]
    return SERIAL + (named or same)[0].name


def check_address(address: str) -> None:
    """Refuse what no link can be opened to. Raises RuleViolation("device_address_bad")."""
    parts = urlsplit(address)
    if parts.scheme == TCP:
        with contextlib.suppress(ValueError):
            if parts.hostname and parts.port and not parts.path:
                return
    elif re.fullmatch(r"serial:\S+", address):
        return
    raise RuleViolation("device_address_bad", address=address)


class Link:
    """An open wire. Used by one thread. Every call raises LinkLost when the wire is gone."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def read(self, seconds: float, most: int = 4096) -> bytes:
        """What has come, after waiting at most so long for the first byte; empty when nothing came."""
        with _told():
            self._port.timeout = seconds
            first: bytes = self._port.read(1)
            if not first:
                return b""
            more: bytes = self._port.read(min(self._port.in_waiting, most - 1))
            return first + more

    def write(self, data: bytes) -> None:
        """Send all of it within two seconds."""
        with _told():
            self._port.write(data)

    def forget_input(self) -> None:
        """Drop what came before a question was asked."""
        with _told():
            self._port.reset_input_buffer()

    def close(self) -> None:
        """Let go; a wire that is gone already is no fault."""
        with contextlib.suppress(*_FAULTS):
            self._port.close()


def open_link(address: str, line: Line | None = None) -> Link:
    """Open ``serial:COM3``, ``serial:/dev/ttyUSB0`` or ``tcp://host:port``. Raises LinkLost."""
    check_address(address)
    how = line or Line()
    url = "socket://" + address[len("tcp://") :] if address.startswith("tcp:") else address[len(SERIAL) :]
    with _told():
        port = serial.serial_for_url(
            url,
            baudrate=how.baud,
            bytesize=how.bits,
            parity=how.parity,
            stopbits=how.stop,
            timeout=0,
            write_timeout=WRITE_SECONDS,
            exclusive=True,  # set-up looks for devices: it must not talk into a line that is in use
        )
    return Link(port)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (*_FAULTS, TypeError) as error:
        # pyserial meets a port closed under its hands with a TypeError of its own.
        raise LinkLost(repr(error)) from error
