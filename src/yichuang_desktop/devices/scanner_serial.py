"""A scanner in serial (USB-CDC) mode: no focus, no input method, no keyboard layout in its way (R-X-7)."""

from collections.abc import Sequence
from typing import Any, Final

from yichuang_desktop.devices.links import SERIAL, Line, Link, check_address, locate, open_link, ports
from yichuang_desktop.devices.scanner_frames import SILENCE_SECONDS, ScanBytes
from yichuang_desktop.devices.worker import BACK_OFF, WorkerDevice
from yichuang_desktop.domain.devices import Condition, DeviceKind, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.scans import scans_in
from yichuang_desktop.services.ports_devices import Driver, Found, Hear
from yichuang_desktop.services.ports_scanners import Scanned

NAME: Final = "scanner-serial"
IDLE_SECONDS: Final = 0.2
USUAL_BAUD: Final = 9600
FASTEST: Final = 4_000_000
GARBLED: Final = 2
"""So many unreadable pieces in a row are a wrong setting, not a scratch on the paper."""
USUAL: Final = frozenset({"0c2e", "05e0", "05f9", "1eab", "1a86", "0483", "23d0", "04b4", "2dd6", "1fbb"})
"""USB makers of scanners met in halls; only the order in which set-up offers the ports comes from it."""


class SerialScanner(WorkerDevice):
    """Reads codes from a serial port and tells ``scanned``; ready again by itself when it is plugged in."""

    def __init__(
        self,
        device: WindowDevice,
        hear: Hear,
        *,
        scanned: Scanned,
        back_off: tuple[float, ...] = BACK_OFF,
    ) -> None:
        super().__init__(
            DeviceKind.SCANNER, f"scanner {device.address}", hear,
            lost_code="scanner_unplugged", back_off=back_off,
        )  # fmt: skip
        check_address(device.address)
        self._device, self._scanned = device, scanned
        self._line = Line(baud=_baud(device.options.get("baud")))
        self._link: Link | None = None
        self._bytes = ScanBytes()
        self._bad_before = 0

    def test(self) -> str:
        """What to do for a test; what is read is said in the foot line. Raises ``scanner_unplugged``."""
        if self.report().condition is Condition.LOST:
            self.try_now()
            raise RuleViolation("scanner_unplugged")
        return "请扫任意一张单据，读到的是什么会在下面提示。"

    def _connect(self) -> None:
        self._bytes.forget()
        self._link = open_link(locate(self._device.address, self._device.identity), self._line)

    def _serve(self) -> None:
        if self._link is None:
            return
        waiting = self._bytes.waiting
        data = self._link.read(SILENCE_SECONDS if waiting else IDLE_SECONDS)
        if data:
            self._tell(self._bytes.feed(data))
        elif waiting:
            self._tell(self._bytes.silence())

    def _tell(self, texts: Sequence[str]) -> None:
        for text in texts:
            for scan in scans_in(text):
                if scan.text:
                    self._scanned(scan.text)
        if texts:
            self._bad_before = self._bytes.garbled
            self._say(Condition.READY)
        elif self._bytes.garbled - self._bad_before >= GARBLED:
            self._say(Condition.ATTENTION, "scanner_garbled")

    def _disconnect(self) -> None:
        self._bytes.forget()
        if self._link is not None:
            self._link.close()
            self._link = None


def _baud(told: object) -> int:
    """The speed set up; a virtual port works at any, so what cannot be read is no fault."""
    text = str(told or "")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= FASTEST else USUAL_BAUD


def find() -> Sequence[Found]:
    """Every serial port of a USB device; the makers of scanners first."""
    there = [port for port in ports() if port.identity.known]
    there.sort(key=lambda port: port.identity.maker[:4] not in USUAL)
    return [Found(NAME, SERIAL + port.name, port.identity, port.title) for port in there]


def open_scanner(device: WindowDevice, hear: Hear, *, scanned: Scanned, **_how: Any) -> SerialScanner:
    """The scanner of a window, not yet started. Raises RuleViolation ``device_address_bad``."""
    return SerialScanner(device, hear, scanned=scanned)


DRIVER: Final = Driver(
    NAME,
    DeviceKind.SCANNER,
    "扫码枪（串口方式，推荐）",
    open_scanner,
    find,
    asks={"baud": "波特率（一般为 9600）"},
)
