"""A4 papers on a printer of the operating system; Qt draws the paper itself, so no PDF viewer is needed."""

import logging
from dataclasses import dataclass

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import from_document
from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.page import paint, render_pdf
from yichuang_desktop.printing.spooler import Rendered

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

    The system's spooler takes the pages and says no more: "handed over" is all that can honestly be told.
    """

    name: str

    def send(self, job: PrintJob, data: bytes) -> Delivery:
        """Draw the job's paper on the printer. ``data`` (the PDF) is what was kept as proof."""
        info = QPrinterInfo.printerInfo(self.name)
        if info.isNull():
            return Delivery(Proof.NOT_STARTED, FailureKind.NO_SUCH_PRINTER, detail=self.name)
        printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        printer.setDocName(f"{job.kind} {job.id}")
        try:
            paint(from_document(dict(job.document)), printer, copy_mark=job.mark, by_hand=True)
        except RuleViolation as refusal:
            _log.warning("job %s: the printer took nothing: %s", job.id, refusal.code)
            return Delivery(Proof.NOT_STARTED, FailureKind.NO_ANSWER, detail=str(refusal))
        return Delivery(Proof.HANDED_OVER, bytes_sent=len(data))

    def status(self) -> PrinterStatus:
        """What the system says of the printer; most say nothing."""
        info = QPrinterInfo.printerInfo(self.name)
        if info.isNull():
            return PrinterStatus(online=False)
        return PrinterStatus(online=info.state() is not QPrinter.PrinterState.Error)
