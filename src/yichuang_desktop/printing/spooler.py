"""The print queue at work: one job at a time per printer, from saved row to paper, and never twice by itself.

The rules of a job's life are the domain's (:mod:`yichuang_desktop.domain.print_jobs`); here is the order of
things: claim the row, lay the paper out, save the bytes, send them, write down what became of it. A fault of
a device is an outcome; only a broken database raises.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, JobState, PrinterStatus, PrintJob, Proof

LEASE_SECONDS: Final = 180
"""How long a claim holds; longer than the longest a transport may take for one job."""
FIRST_PAUSE: Final = 2.0
LONGEST_PAUSE: Final = 30.0
"""Seconds between attempts while a printer hinders: doubled from the first to the longest."""

_log = logging.getLogger(__name__)
Remarks = tuple[tuple[str, Mapping[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A paper as the printer, or the file, gets it."""

    data: bytes
    version: str
    """Which layout made it; kept with the bytes."""
    remarks: Remarks = ()
    """Sentence codes with facts: what a person should know, such as a character no font has."""


class Transport(Protocol):
    """The way to one printer. Device faults are told in the answer, never raised."""

    def send(self, job: PrintJob, data: bytes) -> Delivery: ...

    def status(self) -> PrinterStatus: ...


class JobStore(Protocol):
    """The queue as the spooler needs it. Every call is one committed transaction; times are the database's.

    A claim is told from an outdated one by ``job.attempts``: the store refuses (False) what a lease that is
    no longer the job's own wants to write.
    """

    def recover(self, seat: str) -> tuple[PrintJob, ...]:
        """Settle what a crash left ``sending``: own jobs of ``seat`` and all whose lease has run out.

        Each goes where ``state_after_crash`` says, doubtful ones with ``FailureKind.PROGRAM_ENDED``.
        Gives those now unknown.
        """
        ...

    def claim_next(self, printer: str, seat: str, lease_seconds: int) -> PrintJob | None:
        """Move the oldest queued job of the printer to ``sending`` and count the attempt.

        None when nothing is queued, or when another live lease is sending to the same printer.
        """
        ...

    def save_rendered(self, job: PrintJob, data: bytes, sha256: str, version: str) -> bool:
        """Keep the bytes that will be sent."""
        ...

    def settle(self, job: PrintJob, state: JobState, failure: FailureKind | None, detail: str) -> bool:
        """End the claim in ``state``; ``queued`` with a failure means: could not start, try again."""
        ...


Renderer = Callable[[PrintJob], Rendered]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one claimed job; the screen's and the log's view."""

    job: PrintJob
    state: JobState
    delivery: Delivery
    remarks: Remarks = ()

    @property
    def held_up(self) -> bool:
        """True when the printer must be seen to first; the job waits in the queue."""
        return self.state is JobState.QUEUED


@dataclass(frozen=True, slots=True)
class Spooler:
    """Takes queued jobs to their printers.

    ``renderers`` by job kind, ``transports`` by printer id; ``seat`` names this PC in leases.
    """

    store: JobStore
    renderers: Mapping[str, Renderer]
    transports: Mapping[str, Transport]
    seat: str
    lease_seconds: int = LEASE_SECONDS

    def recover(self) -> tuple[PrintJob, ...]:
        """First thing at start: which jobs a crash has made doubtful. The clerk is asked about each."""
        return self.store.recover(self.seat)

    def drain(self, printer: str) -> tuple[Report, ...]:
        """Send what waits for the printer, in order, until nothing waits or the printer hinders."""
        reports: list[Report] = []
        while (report := self.work(printer)) is not None:
            reports.append(report)
            if report.held_up:
                break
        return tuple(reports)

    def work(self, printer: str) -> Report | None:
        """Take one job all the way; None when there is none to take."""
        job = self.store.claim_next(printer, self.seat, self.lease_seconds)
        if job is None:
            return None
        rendered, delivery = self._carry_out(job)
        # A claim that ended meanwhile (lease ran out, somebody answered) is not ours to write any more.
        if not self.store.settle(job, delivery.state, delivery.failure, delivery.detail):
            _log.warning("job %s: lease lost, outcome %s not written", job.id, delivery.state.value)
        _log.info(
            "job %s on %s: %s %s %s", job.id, printer, delivery.state.value, delivery.failure, delivery.detail
        )
        return Report(job, delivery.state, delivery, rendered.remarks if rendered else ())

    def _carry_out(self, job: PrintJob) -> tuple[Rendered | None, Delivery]:
        transport = self.transports.get(job.printer)
        if transport is None:
            return None, Delivery(Proof.NOT_STARTED, FailureKind.NO_SUCH_PRINTER)
        rendered = self._rendered(job)
        if rendered is None:
            return None, Delivery(Proof.NOT_STARTED, FailureKind.NOT_LAID_OUT)
        sha256 = hashlib.sha256(rendered.data).hexdigest()
        if not self.store.save_rendered(job, rendered.data, sha256, rendered.version):
            return rendered, Delivery(
                Proof.NOT_STARTED, FailureKind.NO_ANSWER, detail="lease lost before sending"
            )
        return rendered, transport.send(job, rendered.data)

    def _rendered(self, job: PrintJob) -> Rendered | None:
        """The bytes kept from an earlier attempt, or new ones; None when the paper cannot be laid out."""
        if job.rendered is not None:
            return Rendered(job.rendered, job.render_version)
        renderer = self.renderers.get(job.kind)
        if renderer is None:
            _log.error("job %s: no renderer for %r", job.id, job.kind)
            return None
        try:
            return renderer(job)
        except (RuleViolation, ValueError, KeyError, TypeError, OSError):
            # A document this program cannot lay out stays in the list as failed; the queue goes on.
            _log.exception("job %s: %s cannot be laid out", job.id, job.kind)
            return None


class SpoolerThreads:
    """One thread a printer, so that a printer without paper keeps no other waiting.

    ``on_report`` and ``on_trouble`` are called in those threads; a screen takes them home by a queued signal.
    """

    def __init__(
        self,
        spooler: Spooler,
        on_report: Callable[[Report], None],
        on_trouble: Callable[[str, Exception], None],
        *,
        first_pause: float = FIRST_PAUSE,
        longest_pause: float = LONGEST_PAUSE,
        idle_pause: float | None = None,
    ) -> None:
        """``idle_pause``: seconds after which to look for jobs even if nobody calls ``wake``."""
        self._spooler = spooler
        self._on_report = on_report
        self._on_trouble = on_trouble
        self._pauses = (first_pause, longest_pause)
        self._idle_pause = idle_pause
        self._told: dict[str, tuple[str, FailureKind | None]] = {}
        self._stopping = threading.Event()
        self._calls = {printer: threading.Event() for printer in spooler.transports}
        self._threads = [
            threading.Thread(target=self._serve, args=(printer,), name=f"printer-{printer}", daemon=True)
            for printer in spooler.transports
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()
        self.wake()

    def wake(self, printer: str | None = None) -> None:
        """Something was queued, or a printer was seen to: look now."""
        for name, call in self._calls.items():
            if printer in (None, name):
                call.set()

    def stop(self, timeout: float = 5.0) -> bool:
        """Finish the jobs in hand and end; False when one is still sending after ``timeout`` seconds."""
        self._stopping.set()
        self.wake()
        deadline = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _serve(self, printer: str) -> None:
        call, pause = self._calls[printer], None
        while True:
            call.wait(pause if pause is not None else self._idle_pause)
            call.clear()
            if self._stopping.is_set():
                return
            pause = self._longer(pause) if self._held_up(printer) else None

    def _held_up(self, printer: str) -> bool:
        """Work through the queue; True when it must be tried again later."""
        while not self._stopping.is_set():
            try:
                report = self._spooler.work(printer)
            except Exception as error:
                # Whatever the database throws, the thread lives, says so and tries again.
                _log.exception("printer %s: the queue cannot be reached", printer)
                self._on_trouble(printer, error)
                return True
            if report is None:
                return False
            self._tell(printer, report)
            if report.held_up:
                return True
        return False

    def _tell(self, printer: str, report: Report) -> None:
        """Whatever is new: that a job is held up by the same thing as before is not said at every attempt."""
        news = (report.job.id, report.delivery.failure)
        if not report.held_up or self._told.get(printer) != news:
            self._on_report(report)
        self._told[printer] = news

    def _longer(self, pause: float | None) -> float:
        first, longest = self._pauses
        return first if pause is None else min(2 * pause, longest)
