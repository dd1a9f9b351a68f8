"""A receipt printer on a TCP port that misbehaves on demand and keeps the paper.

It accepts one connection at a time, like most clones; what truly "came out" is recorded apart from what was
merely received, so tests compare slips on paper with states in the queue.
"""

import re
import socket
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType

READY: Mapping[int, int] = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
PAPER_END: Mapping[int, int] = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x72}
COVER_OPEN: Mapping[int, int] = {1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}
NEAR_END: Mapping[int, int] = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x1E}
ASB = b"\x10\x00\x00\x0f"
_REAL_TIME = re.compile(rb"\x10\x04([\x01-\x04])", re.S)
_PROCESS_ID = re.compile(rb"\x1d\(H\x06\x0000(.{4})", re.S)
_CUT = re.compile(rb"\x1dVB.", re.S)


@dataclass
class Temper:
    """How this printer behaves; may be changed between jobs."""

    status: Mapping[int, int] | None = None
    """Answers to DLE EOT; None is silence."""
    glue: bytes = b""
    """Sent in front of every answer: status messages nobody asked for."""
    chatter: bytes = b""
    """Said after every piece read, whether anybody asked or not."""
    process_id: str = "off"
    """off, on, or wrong (answers to another job's id)."""
    reset_at: int | None = None
    """Resets the link after so many bytes."""
    stop_reading_at: int | None = None
    bytes_per_second: int | None = None
    black_hole: bool = False
    """Accepts and never reads."""
    paper_ends_at: int | None = None
    """Runs out of paper there: prints no more, but goes on reading."""


@dataclass
class Connection:
    received: bytes = b""
    """Without the real-time questions."""
    came_out: bytes = b""
    ended: str = ""
    """polite (half-closed first), reset, or stopped."""


class PrinterSimulator:
    """``with PrinterSimulator(Temper(...)) as printer: … printer.port … printer.papers``."""

    def __init__(self, temper: Temper | None = None, port: int = 0) -> None:
        self.temper = temper or Temper()
        self.connections: list[Connection] = []
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._listener.bind(("127.0.0.1", port))
        self._listener.listen(4)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="printer-simulator")

    def __enter__(self) -> "PrinterSimulator":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)
        assert not self._thread.is_alive()

    @property
    def papers(self) -> list[bytes]:
        """What came out, one entry a connection that printed anything."""
        return [connection.came_out for connection in self.connections if connection.came_out]

    @property
    def slips(self) -> list[bytes]:
        """What came out whole, down to the cut."""
        return [paper for paper in self.papers if _CUT.search(paper)]

    def wait_for_end(self, count: int, seconds: float = 10.0) -> None:
        """Until ``count`` connections have ended."""
        with self._changed:
            done = self._changed.wait_for(lambda: len(self._ended()) >= count, seconds)
        assert done, f"{len(self._ended())} of {count} connections ended"

    def _ended(self) -> list[Connection]:
        return [connection for connection in self.connections if connection.ended]

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            connection = Connection()
            self.connections.append(connection)
            with link:
                ended = self._print(link, connection)
            with self._changed:
                connection.ended = ended
                self._changed.notify_all()

    def _print(self, link: socket.socket, connection: Connection) -> str:
        link.settimeout(0.02)
        raw = b""
        while not self._stopping.is_set():
            temper = self.temper
            if temper.black_hole or (
                temper.stop_reading_at is not None and len(connection.received) >= temper.stop_reading_at
            ):
                self._stopping.wait()
                return "stopped"
            try:
                part = link.recv(_piece(temper, connection))
            except TimeoutError:
                continue
            except ConnectionResetError:
                return "reset"
            if not part:
                return "polite"
            raw = self._take_in(link, connection, raw + part)
            if temper.chatter:
                link.sendall(temper.chatter)
            if temper.reset_at is not None and len(connection.received) >= temper.reset_at:
                link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return "reset"
            if temper.bytes_per_second:
                self._stopping.wait(len(part) / temper.bytes_per_second)
        return "stopped"

    def _take_in(self, link: socket.socket, connection: Connection, raw: bytes) -> bytes:
        """Answer real-time questions at once, keep the rest; give what may be the start of a question."""
        while found := _REAL_TIME.search(raw):
            self._keep(link, connection, raw[: found.start()])
            self._answer(link, found[1][0])
            raw = raw[found.end() :]
        tail = 2 if raw.endswith(b"\x10\x04") else int(raw.endswith(b"\x10"))
        self._keep(link, connection, raw[: len(raw) - tail])
        return raw[len(raw) - tail :]

    def _keep(self, link: socket.socket, connection: Connection, data: bytes) -> None:
        asked = len(_PROCESS_ID.findall(connection.received))
        connection.received += data
        end = self.temper.paper_ends_at
        connection.came_out = connection.received if end is None else connection.received[:end]
        if end is not None and len(connection.received) >= end and self.temper.status is not None:
            self.temper.status = PAPER_END
        for identity in _PROCESS_ID.findall(connection.received)[asked:]:
            self._answer_process_id(link, identity)

    def _answer(self, link: socket.socket, question: int) -> None:
        if self.temper.status is not None and question in self.temper.status:
            link.sendall(self.temper.glue + bytes((self.temper.status[question],)))

    def _answer_process_id(self, link: socket.socket, identity: bytes) -> None:
        if self.temper.process_id == "on":
            link.sendall(b"\x37\x22" + identity + b"\x00")
        elif self.temper.process_id == "wrong":
            link.sendall(b"\x37\x22" + bytes(b ^ 1 for b in identity) + b"\x00")


def _piece(temper: Temper, connection: Connection) -> int:
    """How much is read at once: never beyond the byte at which the link is to break."""
    left = 256 if temper.reset_at is None else temper.reset_at - len(connection.received)
    return max(1, min(256, left))


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
