"""A printer of the Windows spooler: slips as RAW data, one spool job a slip; A4 papers are watched in it.

Windows says that a job was handed to the port, never that paper came out, and USB printers often report
"ready" without paper. So "handed over" is the best that can be told; a job the queue still has, or has thrown
away, is in doubt.
"""

import contextlib
import time
from dataclasses import dataclass, field
from typing import Any, Final

from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.conversation import Deadlines
from yichuang_desktop.printing.transports_file import this_pc
from yichuang_desktop.printing.winspool import PrinterState, PyWin32Spool, SpoolError, WinSpool

_CHUNK: Final = 4096
_LOOK: Final = 0.1
_SHARED, _WORK_OFFLINE = 0x8, 0x400
_PRINTER_PAUSED, _PRINTER_DELETING = 0x1, 0x4
_PRINTER_FAULT: Final = 0x2 | 0x8 | 0x800 | 0x40000 | 0x100000 | 0x200000
"""Error, jam, output bin full, no toner, needs a hand, out of memory."""
_PRINTER_PAPER_OUT: Final = 0x10 | 0x40
_PRINTER_OFFLINE: Final = 0x80 | 0x1000
_PRINTER_DOOR: Final = 0x400000
_PRINTER_LOW: Final = 0x20000
_SERVER_UNKNOWN: Final = 0x800000
_JOB_DELETED: Final = 0x4 | 0x100
_JOB_DONE: Final = 0x80 | 0x1000
"""Printed, or complete: handed to the port."""
_WHY_NOT: Final = {
    1801: FailureKind.NO_SUCH_PRINTER,
    1905: FailureKind.NO_SUCH_PRINTER,
    53: FailureKind.UNREACHABLE,
    64: FailureKind.UNREACHABLE,
    67: FailureKind.NO_SUCH_PRINTER,
    1906: FailureKind.PAUSED,
}
"""Unknown name, deleted printer, network path gone, link gone, share gone, printer state forbids it."""


@dataclass(frozen=True, slots=True)
class WindowsTransport:
    """A printer by the name Windows has for it, ``XP-80C``, or a shared one, ``\\\\PC-03\\XP-80C``."""

    name: str
    deadlines: Deadlines = field(default_factory=Deadlines)
    spool: WinSpool = field(default_factory=PyWin32Spool)

    @property
    def key(self) -> str:
        """``\\\\pc-03\\xp-80c`` on every PC, also on the one that shares it; else ``pc-04:win:xp-80c``."""
        name = self.name.lower()
        if name.startswith("\\\\"):
            return name
        share = ""
        with contextlib.suppress(OSError):
            state = self.spool.printer(self.name)
            share = state.share.lower() if state.attributes & _SHARED else ""
        return f"\\\\{this_pc()}\\{share}" if share else f"{this_pc()}:win:{name}"

    def send(self, job: PrintJob, data: bytes) -> Delivery:
        """Look at the printer, spool one RAW document, watch what becomes of it."""
        ends = time.monotonic() + self.deadlines.job
        try:
            standing = standing_of(self.spool.printer(self.name))
            if standing.hindrance is not None:
                return Delivery(Proof.NOT_STARTED, standing.hindrance, status=standing)
            handle = self.spool.open(self.name)
        except OSError as error:
            return Delivery(Proof.NOT_STARTED, _why(error), detail=str(error))
        try:
            sent = self._spooled(handle, f"{job.kind} {job.id} {job.attempts}", data, standing, ends)
        finally:
            with contextlib.suppress(OSError):
                self.spool.close(handle)
        if sent.failure is not None:
            return sent
        number = int(sent.detail)
        return self.watched(number, sent, min(ends, time.monotonic() + self.deadlines.system))

    def status(self) -> PrinterStatus:
        """What Windows says of the printer; nothing when it says nothing."""
        try:
            return standing_of(self.spool.printer(self.name))
        except SpoolError as error:
            return PrinterStatus(online=False, why=_why(error))

    def watched(self, number: int, sent: Delivery, until: float) -> Delivery:
        """Follow a job until the queue has handed it to the port, or the time is up."""
        seen = 0
        while time.monotonic() < until:
            try:
                bits = self.spool.job(self.name, number)
            except OSError as error:
                return _in_doubt(sent, FailureKind.SPOOLER, str(error))
            if bits is None:
                # Gone without a word: printed, or deleted by somebody. Only a seen deletion is one.
                gone = FailureKind.DROPPED_BY_SYSTEM
                return _in_doubt(sent, gone, f"{seen:#x}") if seen & _JOB_DELETED else sent
            seen |= bits
            if bits & _JOB_DONE and not bits & _JOB_DELETED:
                return sent
            time.sleep(_LOOK)
        return _in_doubt(sent, FailureKind.IN_SYSTEM_QUEUE, f"status {seen:#x}", self.status())

    def _spooled(
        self, handle: Any, title: str, data: bytes, standing: PrinterStatus, ends: float
    ) -> Delivery:
        """``HANDED_OVER`` with the job's number as detail; ``NOT_STARTED`` while nothing was taken."""
        try:
            number = self.spool.start(handle, title)
        except OSError as error:
            return Delivery(Proof.NOT_STARTED, _why(error), status=standing, detail=str(error))
        sent = 0
        try:
            while sent < len(data):
                taken = self.spool.write(handle, data[sent : sent + _CHUNK])
                if taken <= 0 or time.monotonic() > ends:
                    raise OSError(f"WritePrinter took {taken} bytes")
                sent += taken
            self.spool.end(handle)
        except OSError as error:
            with contextlib.suppress(OSError):
                self.spool.abort(handle)
            proof = Proof.UNKNOWN if sent else Proof.NOT_STARTED
            failure = FailureKind.BROKEN_OFF if sent else _why(error)
            return Delivery(proof, failure, sent, standing, f"at byte {sent}: {error}")
        return Delivery(Proof.HANDED_OVER, None, sent, standing, str(number))


def standing_of(state: PrinterState) -> PrinterStatus:
    """PRINTER_INFO_2 in our words. No bit set says nothing: many drivers never set one."""
    bits = state.status
    offline = bool(bits & _PRINTER_OFFLINE or state.attributes & _WORK_OFFLINE)
    why = None
    if bits & _SERVER_UNKNOWN:
        why = FailureKind.UNREACHABLE
    elif bits & _PRINTER_DELETING:
        why = FailureKind.NO_SUCH_PRINTER
    elif bits & _PRINTER_PAUSED:
        why = FailureKind.PAUSED
    return PrinterStatus(
        online=False if offline else None,
        cover_open=bool(bits & _PRINTER_DOOR) or None,
        paper_out=bool(bits & _PRINTER_PAPER_OUT) or None,
        paper_low=bool(bits & _PRINTER_LOW) or None,
        fault=bool(bits & _PRINTER_FAULT) or None,
        why=why,
    )


def _why(error: OSError) -> FailureKind:
    code = error.code if isinstance(error, SpoolError) else 0
    return _WHY_NOT.get(code, FailureKind.SPOOLER)


def _in_doubt(
    sent: Delivery, failure: FailureKind, detail: str, status: PrinterStatus | None = None
) -> Delivery:
    return Delivery(
        Proof.UNKNOWN, failure, sent.bytes_sent, status or sent.status, f"job {sent.detail}: {detail}"
    )
