"""A signature pad of its own on a TCP port, and the driver a vendor might write for it.

The pad (:class:`PadSimulator`) knows nothing of the product: JSON lines, ``{"ask": session}`` in,
``{"session": …, "strokes": …}`` or ``{"gave_up": …}`` out. The driver imports what a vendor may import.
"""

import json
import socket
import threading
from collections.abc import Callable
from typing import Any

from yichuang_desktop.devices.links import LinkLost, open_link
from yichuang_desktop.devices.worker import WorkerDevice
from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.services.ports_devices import Driver, Hear
from yichuang_desktop.services.ports_signatures import PadSigned, PadStrokes


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


class TcpPad(WorkerDevice):
    """The vendor's driver."""

    def __init__(
        self, device: WindowDevice, hear: Hear, *, signed: PadSigned, gave_up: Callable[[str], None]
    ) -> None:
        super().__init__(
            DeviceKind.SIGNATURE_PAD, "tcp-pad", hear, lost_code="signature_pad_lost", back_off=(0.05,)
        )
        self._device, self._signed, self._gave_up = device, signed, gave_up
        self._heard, self._session = b"", ""

    def ask(self, session: str, signer: str, words: str) -> None:
        self._session = session
        self.post(lambda: self._link.write(json.dumps({"ask": session}).encode() + b"\n"))

    def cancel(self, session: str) -> None:
        self._session = ""
        self.post(lambda: self._link.write(json.dumps({"cancel": session}).encode() + b"\n"))

    def _connect(self) -> None:
        self._link = open_link(self._device.address)

    def _serve(self) -> None:
        self._heard += self._link.read(0.05)
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            self._take(json.loads(line))

    def _take(self, message: dict[str, Any]) -> None:
        session = message.get("session", message.get("gave_up"))
        if session != self._session:
            return
        self._session = ""
        if "strokes" in message:
            strokes = tuple(tuple(tuple(point) for point in stroke) for stroke in message["strokes"])
            self._signed(PadStrokes(session, strokes, "tcp-pad"))
        else:
            self._gave_up(session)

    def _disconnect(self) -> None:
        if self._session:
            self._gave_up(self._session)
            self._session = ""
        try:
            self._link.close()
        except (AttributeError, LinkLost):
            return


DRIVER = Driver("tcp-pad", DeviceKind.SIGNATURE_PAD, "测试签名板", TcpPad)
