"""How tablets reach the program: a WebSocket, or TCP with one JSON message a line.

Each connection is read in a thread of its own that does nothing but hand over whole texts; what they mean is
for the device's thread. Everything has an end: the handshake, the log-in, a line, a message, a silence.
"""

import contextlib
import logging
import socket
import socketserver
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from yichuang_desktop.devices.links import LinkLost
from yichuang_desktop.domain.errors import RuleViolation

MOST_BYTES: Final = 4096
"""One message; the longest of the protocol has some hundred."""
MOST_CONNECTIONS: Final = 8
SEND_SECONDS: Final = 2.0
CLOSE_SECONDS: Final = 1.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds."""

    handshake: float = 5.0
    login: float = 10.0
    line: float = 5.0
    """For a whole line once its first byte came: who drips bytes is sent away."""
    silence: float = 630.0
    """Two heart beats of five minutes and a little."""
    ping: float = 20.0


class Wire(Protocol):
    """One tablet's connection."""

    logged_in: bool

    @property
    def peer(self) -> str:
        """Its address, without the port."""
        ...

    def send(self, text: str) -> None:
        """Send a message; one that cannot be sent closes the wire and raises nothing."""
        ...

    def close(self) -> None:
        """Let go."""
        ...


Opened = Callable[[Wire], bool]
Said = Callable[[Wire, str], None]
Closed = Callable[[Wire], None]


class Server(Protocol):
    """What listens for tablets."""

    port: int

    def close(self) -> None:
        """Listen no more and let go of every connection."""
        ...


def listen(address: str, said: Said, closed: Closed, patience: Patience) -> Server:
    """Listen at ``ws://host:port`` or ``tcp://host:port``. Raises LinkLost when the port cannot be had."""
    scheme, host, port = place(address)
    kind = WebSocketServer if scheme == "ws" else LineServer
    try:
        return kind(host, port, Room(said, closed), patience)
    except OSError as error:
        raise LinkLost(repr(error)) from error


def place(address: str) -> tuple[str, str, int]:
    """Scheme, host and port to listen at. Raises RuleViolation ``device_address_bad``."""
    parts = urlsplit(address)
    with contextlib.suppress(ValueError):
        if parts.scheme in ("ws", "tcp") and parts.hostname and parts.port is not None and not parts.path:
            return parts.scheme, parts.hostname, parts.port
    raise RuleViolation("device_address_bad", address=address)


class Room:
    """The connections there are now; no more than a few."""

    def __init__(self, said: Said, closed: Closed) -> None:
        self.said, self._closed = said, closed
        self._wires: set[Wire] = set()
        self._guard = threading.Lock()

    def enter(self, wire: Wire) -> bool:
        with self._guard:
            if len(self._wires) >= MOST_CONNECTIONS:
                return False
            self._wires.add(wire)
            return True

    def leave(self, wire: Wire) -> None:
        with self._guard:
            self._wires.discard(wire)
        self._closed(wire)

    def close_all(self) -> None:
        with self._guard:
            wires = tuple(self._wires)
        for wire in wires:
            wire.close()


# -- WebSocket -----------------------------------------------------------------------------------------------


class _WebSocketWire:
    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.logged_in = False

    @property
    def peer(self) -> str:
        return str(self._connection.remote_address[0])

    def send(self, text: str) -> None:
        from websockets.exceptions import ConnectionClosed  # noqa: PLC0415 - loaded with the device only

        try:
            self._connection.send(text)
        except (ConnectionClosed, OSError, TimeoutError) as error:
            _log.info("a tablet does not take what is sent to it: %r", error)
            self.close()

    def close(self) -> None:
        # The other side may be half open: its good-bye is not waited for.
        self._connection.close_socket()


class WebSocketServer:
    """WebSocket connections, each in a thread of its own."""

    def __init__(self, host: str, port: int, room: Room, patience: Patience) -> None:
        from websockets.sync.server import serve  # noqa: PLC0415 - loaded with the device only

        self._room, self._patience = room, patience
        self._server = serve(
            self._meet,
            host,
            port,
            compression=None,
            open_timeout=patience.handshake,
            ping_interval=patience.ping,
            ping_timeout=patience.ping,
            close_timeout=1.0,
            max_size=MOST_BYTES,
            max_queue=4,
        )
        self.port = int(self._server.socket.getsockname()[1])
        self._thread = threading.Thread(target=self._server.serve_forever, name="tablets", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """The port is free at once; who has not finished a handshake is not waited for."""
        self._room.close_all()
        ending = threading.Thread(target=self._server.shutdown, name="tablets-end", daemon=True)
        ending.start()
        ending.join(CLOSE_SECONDS)

    def _meet(self, connection: Any) -> None:
        from websockets.exceptions import ConnectionClosed  # noqa: PLC0415 - loaded with the device only

        wire = _WebSocketWire(connection)
        if not self._room.enter(wire):
            wire.close()
            return
        try:
            while True:
                wait = self._patience.silence if wire.logged_in else self._patience.login
                text = connection.recv(timeout=wait)
                if isinstance(text, bytes):
                    break
                self._room.said(wire, text)
        except (ConnectionClosed, OSError, TimeoutError) as error:
            _log.info("a tablet left: %r", error)
        finally:
            wire.close()
            self._room.leave(wire)


# -- TCP, one message a line ---------------------------------------------------------------------------------


class _LineWire:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._guard = threading.Lock()
        self.logged_in = False

    @property
    def peer(self) -> str:
        with contextlib.suppress(OSError):
            return str(self._connection.getpeername()[0])
        return ""

    def send(self, text: str) -> None:
        try:
            with self._guard:
                self._connection.sendall(text.encode() + b"\n")
        except OSError as error:
            _log.info("a tablet does not take what is sent to it: %r", error)
            self.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 32
    meet: Callable[[socket.socket], None]

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            self.meet(request)
        finally:
            self.shutdown_request(request)


class LineServer:
    """TCP connections with one JSON message a line, each in a thread of its own."""

    def __init__(self, host: str, port: int, room: Room, patience: Patience) -> None:
        self._room, self._patience = room, patience
        self._server = _Listener((host, port), socketserver.BaseRequestHandler)
        self._server.meet = self._meet
        self.port = int(self._server.server_address[1])
        serve = self._server.serve_forever
        self._thread = threading.Thread(target=serve, args=(0.1,), name="tablets", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._room.close_all()

    def _meet(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        wire = _LineWire(connection)
        if not self._room.enter(wire):
            return
        try:
            self._read(wire, connection)
        except (OSError, UnicodeDecodeError, TimeoutError) as error:
            _log.info("a tablet left: %r", error)
        finally:
            wire.close()
            self._room.leave(wire)

    def _read(self, wire: _LineWire, connection: socket.socket) -> None:
        kept = b""
        begun = time.monotonic()
        while True:
            whole = self._patience.silence if wire.logged_in else self._patience.login
            left = begun + (self._patience.line if kept else whole) - time.monotonic()
            if left <= 0:
                raise TimeoutError("too slow")
            connection.settimeout(min(left, SEND_SECONDS) if kept else left)
            try:
                part = connection.recv(MOST_BYTES)
            except TimeoutError:
                continue
            if not part:
                return
            if not kept:
                begun = time.monotonic()
            *lines, kept = (kept + part).split(b"\n")
            for line in lines:
                self._room.said(wire, line.decode())
                begun = time.monotonic()
            if len(kept) > MOST_BYTES:
                raise TimeoutError("too long")
