"""A scanner that types like a keyboard: nothing to open; it can only say when it last was heard (R-X-7)."""

from collections.abc import Sequence
from typing import Any, Final

from yichuang_desktop.domain.devices import Condition, DeviceIdentity, DeviceKind, DeviceReport, WindowDevice
from yichuang_desktop.services.ports_devices import Driver, Found, Hear

NAME: Final = "scanner-wedge"
ADDRESS: Final = "keyboard:"


class WedgeScanner:
    """Silent until the window says that something was scanned: a keyboard does not tell that it is there."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._report = DeviceReport(DeviceKind.SCANNER, Condition.SILENT)

    def start(self) -> None:
        """Nothing to connect to."""

    def stop(self) -> None:
        """Nothing to let go of."""

    def report(self) -> DeviceReport:
        """Silent before the first scan, ready after it."""
        return self._report

    def test(self) -> str:
        """What to do for a test; what is read is said at the foot of the window."""
        seen = self._report.facts.get("seen")
        before = f"上次扫到的是{seen}。" if seen else ""
        return f"{before}请扫任意一张单据，读到的是什么会在下面提示。"

    def heard(self, title: str) -> None:
        """Something was scanned; what kind of thing it was is all that is kept."""
        before, self._report = (
            self._report,
            DeviceReport(DeviceKind.SCANNER, Condition.READY, facts={"seen": title}),
        )
        if before.condition is not Condition.READY:
            self._hear(self._report)


def open_wedge(_device: WindowDevice, hear: Hear, **_how: Any) -> WedgeScanner:
    """The keyboard scanner of a window."""
    return WedgeScanner(hear)


def find() -> Sequence[Found]:
    """A wedge can always be there; no system tells a scanner from a keyboard by its name."""
    return (Found(NAME, ADDRESS, DeviceIdentity(), "键盘方式的扫码枪"),)


DRIVER: Final = Driver(NAME, DeviceKind.SCANNER, "扫码枪（键盘方式，即插即用）", open_wedge, find)
