"""A4 papers on a printer of the operating system; Qt draws the paper itself, so no PDF viewer is needed."""

import logging
import os
import time
from dataclasses import dataclass, field, replace

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import from_document
from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.conversation import Deadlines
from yichuang_desktop.printing.ipp import PDF
from yichuang_desktop.printing.page import paint, render_pdf
from yichuang_desktop.printing.spooler import Rendered
from yichuang_desktop.printing.transports_cups import CupsTransport
from yichuang_desktop.printing.transports_windows import WindowsTransport
from yichuang_desktop.printing.winspool import PyWin32Spool, WinSpool

RENDER_VERSION = "page/1"
_log = logging.getLogger(__name__)


def system_printers() -> tuple[str, ...]:
    """Names of the printers this system knows, the default one first."""
    default = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != default, name)))


def render_page(job: PrintJob) -> Rendered:
    """The spooler's renderer of A4 papers: a PDF, kept with the job.

    A name no font covers was said when it was typed; here it must not hold up the paper, so the character
    leaves a frame to be filled in ink, as on the slip.
    """
    pdf = render_pdf(from_document(dict(job.document)), copy_mark=job.mark, by_hand=True)
    return Rendered(pdf, RENDER_VERSION)


@dataclass(frozen=True, slots=True)
class SystemPrinter:
    """One printer of the operating system as the spooler's transport.

    On Windows Qt draws the paper on it by its driver; CUPS takes the kept PDF as it is. Both are then watched
    in the system's queue. It hands on to a port and says no more: "handed over" is all that can honestly be
    told, and what it still has, or has thrown away, is in doubt.
    """

    name: str
    deadlines: Deadlines = field(default_factory=Deadlines)
    spool: WinSpool | None = field(default_factory=lambda: PyWin32Spool() if os.name == "nt" else None)
    """The Windows spooler; without one the system is one with CUPS."""

    @property
    def key(self) -> str:
        """As the slips' way to the same printer has it."""
        return self._way().key

    def send(self, job: PrintJob, data: bytes) -> Delivery:
        """Print the job's paper. ``data`` is the PDF that was kept."""
        if QPrinterInfo.printerInfo(self.name).isNull():
            return Delivery(Proof.NOT_STARTED, FailureKind.NO_SUCH_PRINTER, detail=self.name)
        if self.spool is None:
            return CupsTransport(self.name, PDF, self.deadlines).send(job, data)
        return self._drawn(job, data, WindowsTransport(self.name, self.deadlines, self.spool), self.spool)

    def status(self) -> PrinterStatus:
        """What the system says of the printer; most say nothing."""
        if QPrinterInfo.printerInfo(self.name).isNull():
            return PrinterStatus(online=False)
        return self._way().status()

    def _way(self) -> CupsTransport | WindowsTransport:
        if self.spool is None:
            return CupsTransport(self.name, PDF, self.deadlines)
        return WindowsTransport(self.name, self.deadlines, self.spool)

    def _drawn(self, job: PrintJob, data: bytes, way: WindowsTransport, spool: WinSpool) -> Delivery:
        standing = way.status()
        if standing.hindrance is not None:
            return Delivery(Proof.NOT_STARTED, standing.hindrance, status=standing)
        printer = QPrinter(QPrinterInfo.printerInfo(self.name), QPrinter.PrinterMode.HighResolution)
        title = f"{job.kind} {job.id} {job.attempts}"
        printer.setDocName(title)
        try:
            paint(from_document(dict(job.document)), printer, copy_mark=job.mark, by_hand=True)
        except RuleViolation as refusal:
            _log.warning("job %s: the printer took nothing: %s", job.id, refusal.code)
            return Delivery(Proof.NOT_STARTED, FailureKind.NO_ANSWER, detail=str(refusal))
        sent = Delivery(Proof.HANDED_OVER, bytes_sent=len(data), status=standing)
        try:
            number = spool.job_titled(self.name, title)
        except OSError as error:
            return replace(sent, proof=Proof.UNKNOWN, failure=FailureKind.SPOOLER, detail=str(error))
        if number is None:
            return sent  # gone from the queue already
        until = time.monotonic() + self.deadlines.system
        return way.watched(number, replace(sent, detail=str(number)), until)
