"""The printers of one window at work: transports from the settings, renderers, one thread each."""

from collections.abc import Callable

from yichuang_desktop.domain.papers import type_of_kind
from yichuang_desktop.printing.page_printer import SystemPrinter, render_page, system_printers
from yichuang_desktop.printing.profiles import PrinterProfile, load_profiles
from yichuang_desktop.printing.slip import slip_renderer
from yichuang_desktop.printing.spooler import JobStore, Report, Spooler, SpoolerThreads, Transport
from yichuang_desktop.printing.transports import FileTransport, transport_for
from yichuang_desktop.services.papers_made import RECEIPT_SLIP, printer_at
from yichuang_desktop.settings import Settings

IDLE_SECONDS = 5.0


def slip_profile(settings: Settings) -> PrinterProfile:
    """The profile named in the settings; the first one shipped when the name is unknown."""
    profiles = load_profiles()
    return profiles.get(settings.slip_profile) or next(iter(profiles.values()))


def a4_transport(settings: Settings) -> Transport:
    """The system printer of the settings or the system's default; a folder of PDFs where there is none."""
    if settings.papers_to_folder:
        return FileTransport(settings.pdf_folder)
    if settings.a4_printer:
        return SystemPrinter(settings.a4_printer)
    names = system_printers()
    return SystemPrinter(names[0]) if names else FileTransport(settings.pdf_folder)


def slip_transport(settings: Settings) -> Transport:
    """The slip printer of the settings; without one the slips are kept as files beside the PDFs."""
    address = settings.slip_printer or (settings.pdf_folder / "slips").as_uri()
    return transport_for(address, slip_profile(settings))


def make_spooler(store: JobStore, settings: Settings, counter: int) -> Spooler:
    """The spooler of one window: its A4 printer and its slip printer."""
    profile = slip_profile(settings)
    return Spooler(
        store=store,
        renderers=dict.fromkeys(type_of_kind, render_page)
        | {RECEIPT_SLIP: slip_renderer(lambda _printer: profile)},
        transports={
            printer_at("a4", counter): a4_transport(settings),
            printer_at("slip", counter): slip_transport(settings),
        },
        seat=f"window-{counter:02d}",
    )


def start_printing(
    spooler: Spooler, heard: Callable[[Report], None], trouble: Callable[[str, Exception], None]
) -> SpoolerThreads:
    """Settle what a crash left behind, then keep printing until stopped."""
    spooler.recover()
    threads = SpoolerThreads(spooler, heard, trouble, idle_pause=IDLE_SECONDS)
    threads.start()
    return threads
