"""The printers of one window at work: what is set up for it, renderers, one thread each.

What the clerk set up for the window (the device book) goes before this PC's own settings.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from yichuang_desktop.app.printer_drivers import port_of
from yichuang_desktop.domain.devices import DeviceIdentity, DeviceKind, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import type_of_kind
from yichuang_desktop.domain.print_jobs import PrintJob
from yichuang_desktop.domain.self_test import SelfTestAnswers
from yichuang_desktop.printing.page_printer import SystemPrinter, render_page, system_printers
from yichuang_desktop.printing.printer_locks import PrinterLocks, holder_name, lock_folder
from yichuang_desktop.printing.profiles import PrinterProfile, read_profile, shipped_profile
from yichuang_desktop.printing.slip import slip_renderer
from yichuang_desktop.printing.slip_answers import answered
from yichuang_desktop.printing.slip_rating import RATING_CODE_SLIP, rating_code_renderer
from yichuang_desktop.printing.spooler import (
    JobStore,
    Rendered,
    Renderer,
    Report,
    Spooler,
    SpoolerThreads,
    Transport,
)
from yichuang_desktop.printing.transports import FileTransport, transport_for
from yichuang_desktop.services.papers_made import A4, RECEIPT_SLIP, SLIP, printer_at
from yichuang_desktop.settings import Settings, resource

IDLE_SECONDS = 5.0
COMMON_PROFILE_FILE = "printers/generic-80.toml"
NAMES = {DeviceKind.SLIP_PRINTER: SLIP, DeviceKind.A4_PRINTER: A4}
"""The two printers of a window, as the device book and as the queue call them."""
Bound = Callable[[DeviceKind], WindowDevice | None]


def nothing_bound(_kind: DeviceKind) -> WindowDevice | None:
    """No device book: this PC's settings hold."""
    return None


def with_device(settings: Settings, kind: DeviceKind, device: WindowDevice | None) -> Settings:
    """The settings with one printer as it is set up; unchanged where nothing is."""
    if device is None:
        return settings
    if kind is DeviceKind.A4_PRINTER:
        return replace(settings, a4_printer=device.address)
    profile = str(device.options.get("profile", "")) or settings.slip_profile
    return replace(settings, slip_printer=device.address, slip_profile=profile)


def slip_profile(settings: Settings, device: WindowDevice | None = None) -> PrinterProfile:
    """The profile named in the settings, the common one when the name is unknown.

    For a printer that was set up, corrected by what the clerk ticked on its self-test page.
    """
    profile = shipped_profile(settings.slip_profile) or read_profile(resource(COMMON_PROFILE_FILE))
    answers = device.options.get("answers") if device else None
    return answered(profile, SelfTestAnswers.from_facts(answers)) if isinstance(answers, Mapping) else profile


def a4_transport(settings: Settings) -> Transport:
    """The system printer of the settings or the system's default; a folder of PDFs where there is none."""
    if settings.papers_to_folder:
        return FileTransport(settings.pdf_folder)
    if settings.a4_printer:
        return SystemPrinter(settings.a4_printer)
    names = system_printers()
    return SystemPrinter(names[0]) if names else FileTransport(settings.pdf_folder)


def slip_transport(
    settings: Settings, profile: PrinterProfile | None = None, identity: DeviceIdentity | None = None
) -> Transport:
    """The slip printer of the settings; without one the slips are kept as files beside the PDFs.

    One on a serial port is found again by its ``identity``, whatever the port is called now.
    """
    address = settings.slip_printer or (settings.pdf_folder / "slips").as_uri()
    return transport_for(address, profile or slip_profile(settings), identity=identity, port_of=port_of)


def receipt_renderer(slip: Renderer) -> Renderer:
    """A receipt's slip on a slip printer; on an A4 printer the same receipt as its page."""

    def render(job: PrintJob) -> Rendered:
        return render_page(job) if job.printer.startswith(f"{A4}-") else slip(job)

    return render


def renderers(profile_of: Callable[[str], PrinterProfile]) -> Mapping[str, Renderer]:
    """Who lays out which kind of job."""
    pages = dict.fromkeys(type_of_kind, render_page)
    return pages | {
        RECEIPT_SLIP: receipt_renderer(slip_renderer(profile_of)),
        RATING_CODE_SLIP: rating_code_renderer(profile_of),
    }


class WindowPrinters:
    """The printers of one window, as they are set up now; a clerk may set up others while it is open."""

    def __init__(self, settings: Settings, counter: int, bound: Bound = nothing_bound) -> None:
        self._plain, self._counter = settings, counter
        self._bound = {kind: bound(kind) for kind in NAMES}
        self._read()

    def _read(self) -> None:
        self.settings = self._plain
        for kind, device in self._bound.items():
            self.settings = with_device(self.settings, kind, device)
        self.profile = slip_profile(self.settings, self._bound[DeviceKind.SLIP_PRINTER])

    def transport(self, kind: DeviceKind) -> Transport:
        """The way to one of them. Raises RuleViolation ``printer_address_bad``."""
        if kind is DeviceKind.A4_PRINTER:
            return a4_transport(self.settings)
        bound = self._bound[kind]
        return slip_transport(self.settings, self.profile, bound.identity if bound else None)

    def spooler(self, store: JobStore) -> Spooler:
        """The spooler of the window."""
        return Spooler(
            store=store,
            renderers=renderers(lambda _printer: self.profile),
            transports={
                printer_at(name, self._counter): self.transport(kind) for kind, name in NAMES.items()
            },
            seat=holder_name(f"window-{self._counter:02d}"),
            locks=PrinterLocks(lock_folder()),
        )

    def turn_to(self, spooler: Spooler, kind: DeviceKind, device: WindowDevice | None) -> None:
        """From the next job on the queue ends at what was set up; None: at this PC's own printer again.

        Raises RuleViolation ``printer_address_bad``; then all stays as it was.
        """
        before = self._bound[kind]
        try:
            self._bound[kind] = device
            self._read()
            spooler.turn_to(printer_at(NAMES[kind], self._counter), self.transport(kind))
        except RuleViolation:
            self._bound[kind] = before
            self._read()
            raise


def make_spooler(store: JobStore, settings: Settings, counter: int, bound: Bound = nothing_bound) -> Spooler:
    """The spooler of one window: its A4 printer and its slip printer."""
    return WindowPrinters(settings, counter, bound).spooler(store)


def start_printing(
    spooler: Spooler,
    heard: Callable[[Report], None],
    trouble: Callable[[str, Exception], None],
    settled: Callable[[], None] = lambda: None,
) -> SpoolerThreads:
    """Keep printing until stopped, first settling what a crash left behind; ``settled`` is told of that."""
    threads = SpoolerThreads(spooler, heard, trouble, idle_pause=IDLE_SECONDS, on_settled=settled)
    threads.start()
    return threads
