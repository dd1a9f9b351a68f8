"""A printer on a TCP port (9100).

What a network printer teaches: the kernel swallows megabytes a dead printer never reads, so "sent" proves
nothing; a socket closed with unread status bytes resets the link and the printer loses the tail, so the end
is half-closed and drained; most take one connection at a time, and a connection is never used twice.
"""

import contextlib
import ipaddress
import socket
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.conversation import Conversation, Deadlines, WireEnded
from yichuang_desktop.printing.profiles import Confirmation, Preflight

CHUNK: Final = 4096
DEFAULT_PORT: Final = 9100


@dataclass(frozen=True, slots=True)
class TcpTransport:
    """A printer on a TCP port; one connection a job."""

    host: str
    port: int = DEFAULT_PORT
    preflight: Preflight = Preflight.TRIED
    confirmation: Confirmation = Confirmation.NONE
    deadlines: Deadlines = field(default_factory=Deadlines)

    @property
    def key(self) -> str:
        """``tcp://192.168.1.50:9100`` on every PC, also on those that call it by a name."""
        host = _address_of(self.host.lower().rstrip("."))
        return f"tcp://[{host}]:{self.port}" if ":" in host else f"tcp://{host}:{self.port}"

    def send(self, job: PrintJob, data: bytes) -> Delivery:
        """Ask, send, ask again, drain."""
        ends = time.monotonic() + self.deadlines.job
        try:
            link = socket.create_connection((self.host, self.port), self.deadlines.connect)
        except (OSError, UnicodeError) as error:
            return Delivery(Proof.NOT_STARTED, FailureKind.UNREACHABLE, detail=repr(error))
        with link:
            return self._conversation(link, ends).deliver(job, data)

    def status(self) -> PrinterStatus:
        """Ask the printer now; a silent one, or one that another window uses, is an empty answer."""
        try:
            link = socket.create_connection((self.host, self.port), self.deadlines.connect)
        except (OSError, UnicodeError):
            return PrinterStatus(why=FailureKind.UNREACHABLE)
        with link:
            try:
                return self._conversation(link, time.monotonic() + self.deadlines.job).status()
            except OSError:
                return PrinterStatus(why=FailureKind.BUSY)

    def _conversation(self, link: socket.socket, ends: float) -> Conversation:
        return Conversation(TcpWire(link), self.preflight, self.confirmation, self.deadlines, ends)


class TcpWire:
    """An open connection as a conversation needs it."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._heard = bytearray()
        self._over = False
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def read(self, seconds: float) -> bytes:
        """The next byte, or nothing after so long. Raises WireEnded, OSError."""
        if not self._heard and not self._over:
            self._receive(seconds)
        if not self._heard:
            if self._over:
                raise WireEnded("the printer has closed the connection")
            return b""
        return bytes((self._heard.pop(0),))

    def write(self, data: bytes, seconds: float) -> int:
        self._link.settimeout(seconds)
        return self._link.send(data[:CHUNK])

    def flush(self, seconds: float) -> None:
        """The system has it; when it leaves is the network's affair."""

    def ended(self) -> bool:
        while not self._over and self._receive(0):
            pass
        return self._over

    def forget(self) -> None:
        if self.ended() and not self._heard:
            raise WireEnded("the printer has closed the connection")
        self._heard.clear()

    def finish(self, seconds: float) -> None:
        """Half-close; read what is still coming, so that closing does not reset the link."""
        ends = time.monotonic() + seconds
        self._link.shutdown(socket.SHUT_WR)
        while not self._over and (left := ends - time.monotonic()) > 0:
            self._receive(left)
            self._heard.clear()

    def _receive(self, seconds: float) -> bool:
        """Take in what came; False when nothing did, or no more will."""
        self._link.settimeout(seconds)
        try:
            part = self._link.recv(CHUNK)
        except (TimeoutError, BlockingIOError):
            return False
        self._over = not part
        self._heard += part
        return bool(part)


def _address_of(host: str) -> str:
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(host))
    try:
        return _looked_up(host)
    except (OSError, UnicodeError):
        return host


@lru_cache(maxsize=64)
def _looked_up(host: str) -> str:
    """Kept once it is known: a lease must not change its name. Raises OSError, which is not kept."""
    return sorted(str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))[0]
