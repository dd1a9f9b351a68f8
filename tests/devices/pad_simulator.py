"""A signature pad on a TCP port. Nothing of the product is imported here.

JSON lines: ``{"ask": session}`` and ``{"cancel": session}`` come in; ``{"session": …, "strokes": …}`` or
``{"gave_up": session}`` go out.
"""

import json
import socket
import threading
from typing import Any


class PadSimulator:
    """``pad.heard`` is what it was told; ``pad.say(...)`` answers; ``pad.unplug()`` breaks the link."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._link: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def say(self, message: dict[str, Any]) -> None:
        assert self._link is not None
        self._link.sendall(json.dumps(message).encode() + b"\n")

    def unplug(self) -> None:
        assert self._link is not None
        self._link.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        if self._link is not None:
            self._link.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                self._link, _ = self._listener.accept()
            except OSError:
                return
            with self._link.makefile("rb") as lines:
                for line in lines:
                    self.heard.append(json.loads(line))
            self._link.close()
