"""The devices of one window beside its printing: the short list on the prints page, lamps, what is heard."""

from collections.abc import Sequence
from dataclasses import dataclass

from yichuang_desktop.app.device_desk import WindowDeviceDesk
from yichuang_desktop.app.printers import NAMES, WindowPrinters
from yichuang_desktop.domain.devices import Condition, DeviceKind, DeviceReport
from yichuang_desktop.printing.profiles import PrinterProfile
from yichuang_desktop.printing.spooler import Report, Spooler, Transport
from yichuang_desktop.services.papers_made import printer_at
from yichuang_desktop.ui.devices.model import DeviceLine as WholeLine
from yichuang_desktop.ui.prints.model import DeviceLine

_KINDS = {name: kind for kind, name in NAMES.items()}


@dataclass(frozen=True, slots=True)
class QueuePrinters:
    """The window's printers as the queue works them now."""

    window: WindowPrinters
    spooler: Spooler
    counter: int

    def transport_of(self, kind: DeviceKind) -> Transport | None:
        """The way to a printer."""
        return self.spooler.transports.get(printer_at(NAMES[kind], self.counter))

    def profile(self) -> PrinterProfile:
        """The slip printer's, corrected by what was ticked."""
        return self.window.profile

    def address_of(self, kind: DeviceKind) -> str:
        """As this PC's settings have it."""
        settings = self.window.settings
        return settings.slip_printer if kind is DeviceKind.SLIP_PRINTER else settings.a4_printer


@dataclass(frozen=True, slots=True)
class WindowDevices:
    """The short list beside the prints: what is set up here, asked on the printers' lane."""

    desk: WindowDeviceDesk

    def lines(self) -> Sequence[DeviceLine]:
        """Every device that is set up, with its state in words."""
        self.desk.look()
        lines = [WholeLine(standing) for standing in self.desk.standings()]
        shown = (DeviceKind.SLIP_PRINTER, DeviceKind.A4_PRINTER, DeviceKind.CUSTOMER_SCREEN)
        return [
            DeviceLine(
                line.kind.value,
                line.name,
                line.words.removesuffix("。"),
                line.tone,
                line.standing.last_used,
                line.standing.can_test,
            )
            for line in lines
            if line.kind in shown or line.bound
        ]

    def test(self, key: str) -> str:
        """Try a device out and say what came of it."""
        return self.desk.test(DeviceKind(key)).words


def printer_report(report: Report) -> DeviceReport | None:
    """What a job tells of its printer; None where it tells nothing of its health."""
    kind = _KINDS.get(report.job.printer.partition("-")[0])
    if kind is None:
        return None
    failure = report.delivery.failure
    if failure is None:
        return DeviceReport(kind, Condition.READY)
    if not failure.passing:
        return None
    return DeviceReport(kind, Condition.FAULT, failure.sentence_code, {"printer": kind.title})


def screen_report(own_screen: bool) -> DeviceReport:
    """The citizen's screen as its window finds it."""
    kind = DeviceKind.CUSTOMER_SCREEN
    if own_screen:
        return DeviceReport(kind, Condition.READY)
    return DeviceReport(kind, Condition.LOST, "customer_screen_gone")
