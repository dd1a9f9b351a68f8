"""Ways to a printer by address: TCP port, serial line, queue of the operating system, folder of files."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from yichuang_desktop.domain.devices import DeviceIdentity
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.printing.conversation import Deadlines
from yichuang_desktop.printing.profiles import PrinterProfile
from yichuang_desktop.printing.spooler import Transport
from yichuang_desktop.printing.transports_cups import CupsTransport
from yichuang_desktop.printing.transports_file import FileTransport, file_name
from yichuang_desktop.printing.transports_serial import SERIAL, SerialTransport, serial_settings
from yichuang_desktop.printing.transports_tcp import DEFAULT_PORT, TcpTransport
from yichuang_desktop.printing.transports_windows import WindowsTransport

__all__ = [
    "CupsTransport",
    "Deadlines",
    "FileTransport",
    "SerialTransport",
    "TcpTransport",
    "WindowsTransport",
    "file_name",
    "transport_for",
]
WINDOWS: Final = "windows:"
CUPS: Final = "cups:"
PortOf = Callable[[str, DeviceIdentity], str]
"""``port_of("serial:COM3", identity)``: the port that has this identity now; raises OSError when none has."""


def transport_for(
    address: str,
    profile: PrinterProfile,
    deadlines: Deadlines | None = None,
    *,
    identity: DeviceIdentity | None = None,
    port_of: PortOf | None = None,
) -> Transport:
    """The way to a printer.

    ``tcp://host:9100``, ``serial:COM3?baud=19200&flow=rtscts``, ``windows:name`` (a shared one with its
    ``\\\\host\\share``), ``cups:queue``, or a folder as a path or ``file://``. With an ``identity`` a serial
    printer is found again by it, whatever its port is called. Raises RuleViolation("printer_address_bad").
    """
    within = deadlines or Deadlines()
    if address.startswith("tcp:"):
        return _tcp(address, profile, within)
    if address.startswith(SERIAL):
        return _serial(address, profile, within, identity or DeviceIdentity(), port_of)
    if address.startswith(WINDOWS):
        return WindowsTransport(_name(address, WINDOWS), within)
    if address.startswith(CUPS):
        return CupsTransport(_name(address, CUPS), deadlines=within)
    return FileTransport(_folder(address))


def _tcp(address: str, profile: PrinterProfile, deadlines: Deadlines) -> TcpTransport:
    try:
        parts = urlsplit(address)
        port = parts.port or DEFAULT_PORT
    except ValueError as error:
        raise RuleViolation("printer_address_bad", address=address) from error
    if not parts.hostname or parts.path or parts.query:
        raise RuleViolation("printer_address_bad", address=address)
    return TcpTransport(parts.hostname, port, profile.preflight, profile.confirmation, deadlines)


def _serial(
    address: str,
    profile: PrinterProfile,
    deadlines: Deadlines,
    identity: DeviceIdentity,
    port_of: PortOf | None,
) -> SerialTransport:
    settings = serial_settings(address)
    found = partial(port_of, SERIAL + settings.port, identity) if port_of and identity.known else None
    return SerialTransport(
        settings, profile.preflight, profile.confirmation, deadlines, found, str(identity) if found else ""
    )


def _name(address: str, prefix: str) -> str:
    name = address.removeprefix(prefix).strip()
    if not name or any(letter in name for letter in "\n\r\0"):
        raise RuleViolation("printer_address_bad", address=address)
    return name


def _folder(address: str) -> Path:
    parts = urlsplit(address)
    if parts.scheme == "file" and parts.path:
        return Path(url2pathname(parts.path))
    if address and (not parts.scheme or re.match(r"[A-Za-z]:[\\/]", address)):
        return Path(address)
    raise RuleViolation("printer_address_bad", address=address)
