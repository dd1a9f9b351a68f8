"""Ways to a printer by address: TCP port, serial line, queue of the operating system, folder of files."""

import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.printing.conversation import Deadlines
from yichuang_desktop.printing.profiles import PrinterProfile
from yichuang_desktop.printing.spooler import Transport
from yichuang_desktop.printing.transports_file import FileTransport, file_name
from yichuang_desktop.printing.transports_tcp import DEFAULT_PORT, TcpTransport

__all__ = ["Deadlines", "FileTransport", "TcpTransport", "file_name", "transport_for"]


def transport_for(address: str, profile: PrinterProfile, deadlines: Deadlines | None = None) -> Transport:
    """The way to ``tcp://host:port``, or to a folder given as a path or ``file://`` address.

    Raises RuleViolation("printer_address_bad").
    """
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return _tcp(address, profile, deadlines or Deadlines())
    if parts.scheme == "file" and parts.path:
        return FileTransport(Path(url2pathname(parts.path)))
    if address and (not parts.scheme or re.match(r"[A-Za-z]:[\\/]", address)):
        return FileTransport(Path(address))
    raise RuleViolation("printer_address_bad", address=address)


def _tcp(address: str, profile: PrinterProfile, deadlines: Deadlines) -> TcpTransport:
    parts = urlsplit(address)
    try:
        port = parts.port or DEFAULT_PORT
    except ValueError as error:
        raise RuleViolation("printer_address_bad", address=address) from error
    if not parts.hostname or parts.path:
        raise RuleViolation("printer_address_bad", address=address)
    return TcpTransport(parts.hostname, port, profile.preflight, profile.confirmation, deadlines)
