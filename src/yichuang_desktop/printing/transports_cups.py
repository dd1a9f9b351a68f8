"""A queue of CUPS: slips as raw bytes, A4 papers as PDF.

"Completed" in CUPS means: handed to the port. It is never proof of paper, so the best that can be told is
"handed over". A job that never began is taken back before it is called not started.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.conversation import Deadlines
from yichuang_desktop.printing.ipp import (
    NOT_ACCEPTING,
    NOT_FOUND,
    RAW,
    Attributes,
    IppAway,
    IppLost,
    IppRefused,
    PrintService,
    print_service,
)
from yichuang_desktop.printing.transports_file import this_pc

_LOOK: Final = 0.1
_PROCESSING_PRINTER, _STOPPED_PRINTER = 4, 5
_CANCELED, _ABORTED, _COMPLETED = 7, 8, 9
_PAPER_OUT: Final = ("media-empty", "media-needed")
_OPEN: Final = ("cover-open", "door-open", "interlock-open")
_JAMMED: Final = ("media-jam", "other", "marker-supply-empty", "toner-empty")
_SHUT_DOWN: Final = ("offline", "shutdown", "timed-out")
_LOW: Final = ("media-low",)


@dataclass(frozen=True, slots=True)
class CupsTransport:
    """One queue of the CUPS of this machine, or of the one ``CUPS_SERVER`` names."""

    queue: str
    mime: str = RAW
    deadlines: Deadlines = field(default_factory=Deadlines)
    service: PrintService | None = None

    @property
    def key(self) -> str:
        """``pc-04:cups:slips``; of another machine's CUPS ``cups://print-server/slips``."""
        place = self._service().place.lower()
        here = place.startswith(("/", "localhost", "127."))
        return f"{this_pc()}:cups:{self.queue}" if here else f"cups://{place}/{self.queue}"

    def send(self, job: PrintJob, data: bytes) -> Delivery:
        """Look at the queue, hand over, watch what becomes of the job."""
        service, ends = self._service(), time.monotonic() + self.deadlines.job
        try:
            standing = _standing(service.queue(self.queue))
        except (IppRefused, OSError) as error:
            return Delivery(Proof.NOT_STARTED, _why(error), detail=str(error))
        if standing.hindrance is not None:
            return Delivery(Proof.NOT_STARTED, standing.hindrance, status=standing)
        try:
            number = service.print_job(self.queue, f"{job.kind} {job.id} {job.attempts}", data, self.mime)
        except (IppRefused, IppAway) as error:
            return Delivery(Proof.NOT_STARTED, _why(error), detail=str(error), status=standing)
        except IppLost as error:
            # The service may have had it all and only its answer is lost.
            return Delivery(Proof.UNKNOWN, FailureKind.SPOOLER, len(data), standing, str(error))
        delivered = Delivery(Proof.HANDED_OVER, None, len(data), standing, f"job {number} of {self.queue}")
        return self._fate(service, number, delivered, min(ends, time.monotonic() + self.deadlines.system))

    def status(self) -> PrinterStatus:
        """What CUPS says of the queue; nothing when CUPS is away."""
        try:
            return _standing(self._service().queue(self.queue))
        except IppRefused as error:
            return PrinterStatus(online=False, why=_why(error))
        except OSError:
            return PrinterStatus()

    def _service(self) -> PrintService:
        return self.service or print_service(self.deadlines.connect)

    def _fate(self, service: PrintService, number: int, sent: Delivery, until: float) -> Delivery:
        seen: Attributes = {}
        while time.monotonic() < until:
            try:
                seen = service.job(self.queue, number)
            except (IppRefused, OSError) as error:
                return _in_doubt(sent, FailureKind.SPOOLER, repr(error))
            state = seen["job-state"][0]
            if state == _COMPLETED:
                return sent
            if state in (_CANCELED, _ABORTED):
                return _in_doubt(sent, FailureKind.DROPPED_BY_SYSTEM, f"{dict(seen)}")
            time.sleep(_LOOK)
        return self._not_gone(service, number, sent, begun=bool(seen.get("time-at-processing")))

    def _not_gone(self, service: PrintService, number: int, sent: Delivery, *, begun: bool) -> Delivery:
        """A job that still lies in the queue: taken back if nothing of it has left, else in doubt."""
        try:
            # A queue that nothing hinders is busy with the jobs before this one.
            why = _standing(service.queue(self.queue)).hindrance or FailureKind.BUSY
            if not begun:
                service.cancel(self.queue, number)
                now = service.job(self.queue, number)
                if now["job-state"][0] == _CANCELED and not now.get("time-at-processing"):
                    return Delivery(Proof.NOT_STARTED, why, status=sent.status, detail="taken back")
        except (IppRefused, OSError) as error:
            return _in_doubt(sent, FailureKind.IN_SYSTEM_QUEUE, repr(error))
        return _in_doubt(sent, FailureKind.IN_SYSTEM_QUEUE, f"still there: {why.value}")


def _in_doubt(sent: Delivery, failure: FailureKind, detail: str) -> Delivery:
    return Delivery(Proof.UNKNOWN, failure, sent.bytes_sent, sent.status, f"{sent.detail}: {detail}")


def _why(error: IppRefused | OSError) -> FailureKind:
    known = {NOT_FOUND: FailureKind.NO_SUCH_PRINTER, NOT_ACCEPTING: FailureKind.PAUSED}
    return (
        known.get(error.status, FailureKind.SPOOLER) if isinstance(error, IppRefused) else FailureKind.SPOOLER
    )


def _standing(queue: Attributes) -> PrinterStatus:
    """What CUPS says of a queue.

    The reasons of an idle queue are its last job's; they count only while it works or stands still.
    """
    state = queue["printer-state"][0]
    told = queue.get("printer-state-reasons", ()) if state in (_PROCESSING_PRINTER, _STOPPED_PRINTER) else ()
    refuses = not next(iter(queue.get("printer-is-accepting-jobs", ())), True)
    status = PrinterStatus(
        online=False if _any(told, _SHUT_DOWN) else None,
        cover_open=_any(told, _OPEN) or None,
        paper_out=_any(told, _PAPER_OUT) or None,
        paper_low=_any(told, _LOW) or None,
        fault=_any(told, _JAMMED) or None,
    )
    if status.hindrance is None and (refuses or state == _STOPPED_PRINTER):
        return replace(status, why=FailureKind.PAUSED)
    return status


def _any(told: Sequence[str], names: tuple[str, ...]) -> bool:
    return any(reason.startswith(names) for reason in told)
