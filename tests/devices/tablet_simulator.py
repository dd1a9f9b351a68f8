"""An evaluation tablet that connects to the program, written from the maker's message description.

Nothing of the product is imported here.
"""

import json
import socket
import threading
from contextlib import ExitStack, suppress
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect


class Tablet:
    """One tablet. What the program pushes stands in ``quests``; its answers are given by :meth:`ask`."""

    def __init__(self, port: int, *, lines: bool = False) -> None:
        self.quests: list[dict[str, Any]] = []
        self.pushed: list[dict[str, Any]] = []
        self.closed = False
        self._answers: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._socket: socket.socket | None = None
        self._ws: ClientConnection | None = None
        self._held = ExitStack()
        if lines:
            self._socket = socket.create_connection(("127.0.0.1", port))
        else:
            self._ws = self._held.enter_context(connect(f"ws://127.0.0.1:{port}", compression=None))
        self._thread = threading.Thread(target=self._listen, name="tablet", daemon=True)
        self._thread.start()

    # -- what it says ----------------------------------------------------------------------------------------

    def send(self, text: str) -> None:
        """Any text at all."""
        if self._ws is not None:
            self._ws.send(text)
        else:
            self.drip(text.encode() + b"\n")

    def drip(self, data: bytes) -> None:
        """Bytes, whole lines or not (TCP only)."""
        assert self._socket is not None
        self._socket.sendall(data)

    def ask(self, method: str, **param: Any) -> tuple[str, Any]:
        """A message and the code and result it was answered with."""
        with self._news:
            before = len(self._answers)
        self.send(json.dumps({"method": method, "param": param}))
        with self._news:
            assert self._news.wait_for(lambda: len(self._answers) > before or self.closed, 5)
            answer = self._answers[before]
        return answer["code"], answer.get("result")

    def log_in(self, window: str = "04", user: str = "u1", **more: Any) -> str:
        """Log in; the code."""
        return self.ask("Login", WindowNumber=window, UserNumber=user, **more)[0]

    def submit(self, rate_id: str, content: Any) -> str:
        """Rate; the code."""
        return self.ask("RateSubmit", RateID=rate_id, Content=content)[0]

    def beat(self, at: str) -> str:
        """The heart beat, by the tablet's own clock."""
        return self.ask("HeartBeat", DateTime=at)[0]

    def quest(self, number: int = 1) -> dict[str, Any]:
        """The so-manieth service it was asked to have rated."""
        self.wait(lambda: len(self.quests) >= number)
        return self.quests[number - 1]

    def wait(self, true: Any, seconds: float = 5) -> None:
        """Until something is so."""
        with self._news:
            assert self._news.wait_for(true, seconds)

    def vanish(self) -> None:
        """The network is gone: no good-bye is sent, the connection just ends."""
        sock = self._socket if self._socket is not None else self._ws.socket if self._ws else None
        if sock is not None:
            sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)

    def close(self) -> None:
        """Switch it off."""
        self._held.close()
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        if self._socket is not None:
            self._socket.close()

    # -- what it hears ---------------------------------------------------------------------------------------

    def _listen(self) -> None:
        try:
            for text in self._texts():
                self._take(json.loads(text))
        except (ConnectionClosed, OSError):
            pass
        with self._news:
            self.closed = True
            self._news.notify_all()

    def _texts(self) -> Any:
        if self._ws is not None:
            yield from self._ws
        else:
            assert self._socket is not None
            with self._socket.makefile("rb") as stream:
                yield from stream

    def _take(self, said: dict[str, Any]) -> None:
        with self._news:
            if "code" in said:
                self._answers.append(said)
            else:
                self.pushed.append(said)
                if said["method"] == "RateQuest":
                    self.quests.append(said["param"])
            self._news.notify_all()
