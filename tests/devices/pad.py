"""The driver a vendor might write for a signature pad (``pad_simulator``), on what a vendor may import."""

import json
from collections.abc import Callable
from typing import Any

from yichuang_desktop.devices.links import LinkLost, open_link
from yichuang_desktop.devices.worker import WorkerDevice
from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.services.ports_devices import Driver, Hear
from yichuang_desktop.services.ports_signatures import PadSigned, PadStrokes


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
