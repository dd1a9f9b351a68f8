"""A wire between client and server that is cut at a chosen moment: the answer is lost, the deed is done.

It relays PostgreSQL's bytes both ways.  Armed, it waits until the client sends a commit, lets the server do
it, and drops the server's answer together with the line.
"""

import contextlib
import select
import socket
import threading
from types import TracebackType

CHUNK = 65536


class WireCutter:
    """``with WireCutter(port) as wire: … wire.port …``; ``wire.arm()``; ``wire.cuts`` counts the hits."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._armed = threading.Event()
        self.cuts = 0
        self._threads: list[threading.Thread] = []
        self._ending = False

    def __enter__(self) -> "WireCutter":
        self._spawn(self._welcome)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending = True
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def arm(self) -> None:
        """Cut at the next commit."""
        self._armed.set()

    def _spawn(self, work: object, *arguments: socket.socket) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _welcome(self) -> None:
        while not self._ending:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._spawn(self._relay, client)

    def _relay(self, client: socket.socket) -> None:
        with (
            client,
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", self._server_port)) as server,
        ):
            cutting = False
            while not self._ending:
                for end in select.select([client, server], [], [], 0.1)[0]:
                    chunk = end.recv(CHUNK)
                    if not chunk:
                        return
                    if end is client:
                        cutting = cutting or (self._armed.is_set() and b"COMMIT" in chunk)
                        server.sendall(chunk)
                    elif cutting and b"COMMIT" in chunk:
                        self._armed.clear()
                        self.cuts += 1
                        return
                    elif not cutting:
                        client.sendall(chunk)
