"""The print queue at work: one job at a time per printer, from saved row to paper, and never twice by itself.

The rules of a job's life are the domain's (:mod:`yichuang_desktop.domain.print_jobs`); here is the order of
things: lock the printer on this PC, lease it from the hall, claim the row, lay the paper out, save the bytes,
send them, write down what became of it. A fault of a device is an outcome; only a broken database raises.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, JobState, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.printer_locks import PrinterLocks
from yichuang_desktop.services.unavailable import StoreUnavailable

LEASE_SECONDS: Final = 180
"""How long a lease holds: longer than a transport may take for one job, and begun anew before its first byte
leaves. So nobody else has the printer while bytes still leave, even from a PC that was frozen."""
RENEWED_AFTER: Final = 1 / 3
"""The part of a lease after which it is renewed while a job takes long."""
LOOK_AFTER_DEAD: Final = 60.0
"""Seconds after which to look again for jobs that another PC's crash left behind."""
LONGEST_COMMAND: Final = 256 * 72 + 8
"""Bytes of the longest command a slip holds: a band of 256 rows on the widest head."""
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

    A printer is leased under its physical ``key``; each lease has a higher ``fence`` than the last. The store
    refuses (False) whatever comes under an outdated one. ``seat`` is a :func:`printer_locks.holder_name`:
    leases of the same PC may be taken over, for there the system's lock says that their holder is gone.
    """

    def recover(self, seat: str, keys: Sequence[str] | None = None) -> tuple[PrintJob, ...]:
        """Settle what a crash left ``sending``: under leases that ran out, and this PC's on ``keys``.

        Each goes where ``state_after_crash`` says, doubtful ones with ``FailureKind.PROGRAM_ENDED``.
        Gives those now unknown.
        """
        ...

    def claim_next(self, printer: str, seat: str, lease_seconds: int, key: str = "") -> PrintJob | None:
        """Lease the printer, move the oldest job of its queue to ``sending`` and count the attempt.

        None when nothing is queued, or while another PC has the lease.
        """
        ...

    def renew(self, job: PrintJob, lease_seconds: int = LEASE_SECONDS) -> bool:
        """Keep the lease for so long from now."""
        ...

    def save_rendered(
        self, job: PrintJob, data: bytes, sha256: str, version: str, lease_seconds: int = LEASE_SECONDS
    ) -> bool:
        """Keep the bytes that will be sent, and the lease for so long from now."""
        ...

    def settle(self, job: PrintJob, state: JobState, failure: FailureKind | None, detail: str) -> bool:
        """End claim and lease; ``queued`` with a failure means: could not start, try again."""
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

    ``renderers`` by job kind, ``transports`` by printer id; ``seat`` names this program in leases.
    """

    store: JobStore
    renderers: Mapping[str, Renderer]
    transports: dict[str, Transport]
    seat: str
    lease_seconds: int = LEASE_SECONDS
    locks: PrinterLocks = field(default_factory=PrinterLocks)
    _owed: dict[str, tuple[PrintJob, Delivery]] = field(default_factory=dict)
    """Outcomes the database was away for; written down before anything else is done on the printer."""

    def recover(self, *printers: str) -> tuple[PrintJob, ...]:
        """What a crash left behind, of these printers (none named: of all). The clerk is asked about each."""
        found: list[PrintJob] = []
        for printer in printers or tuple(self.transports):
            key = self.key_of(printer)
            with self.locks.hold(key) as free:
                if free:
                    self._pay(printer)
                    found += self.store.recover(self.seat, (key,))
        return tuple(found)

    def key_of(self, printer: str) -> str:
        """The physical printer behind a queue, the same from every PC; may look a name up."""
        transport = self.transports.get(printer)
        return str(getattr(transport, "key", "")) or printer

    def turn_to(self, printer: str, transport: Transport) -> None:
        """From the next job on the queue ends at another printer."""
        self.transports[printer] = transport

    def drain(self, printer: str) -> tuple[Report, ...]:
        """Send what waits for the printer, in order, until nothing waits or the printer hinders."""
        reports: list[Report] = []
        while (report := self.work(printer)) is not None:
            reports.append(report)
            if report.held_up:
                break
        return tuple(reports)

    def work(self, printer: str) -> Report | None:
        """Take one job all the way; None when there is none to take, or somebody else is at the printer."""
        key = self.key_of(printer)
        with self.locks.hold(key) as free:
            if not free:
                return None
            self._pay(printer)
            job = self.store.claim_next(printer, self.seat, self.lease_seconds, key)
            return self._work_on(job) if job is not None else None

    def _work_on(self, job: PrintJob) -> Report:
        with self._lease_kept(job):
            rendered, delivery = self._carry_out(job)
        self._owed[job.printer] = (job, delivery)
        self._pay(job.printer)
        return Report(job, delivery.state, delivery, rendered.remarks if rendered else ())

    def _pay(self, printer: str) -> None:
        """Write down what became of the last job; raises StoreUnavailable while the database is away."""
        if printer not in self._owed:
            return
        job, delivery = self._owed[printer]
        said = (delivery.state, delivery.failure, delivery.detail)
        # A claim that ended meanwhile (lease ran out, printer leased anew) is not ours to write any more.
        if not self.store.settle(job, *said):
            _log.warning("job %s: lease lost, outcome %s not written", job.id, delivery.state.value)
        _log.info("job %s on %s: %s %s %s", job.id, job.printer, delivery.state.value, *said[1:])
        del self._owed[printer]

    @contextmanager
    def _lease_kept(self, job: PrintJob) -> Iterator[None]:
        """Renew the lease while the block takes long."""
        done = threading.Event()
        renewing = threading.Timer(self.lease_seconds * RENEWED_AFTER, self._renew_until, (job, done))
        renewing.daemon = True
        renewing.start()
        try:
            yield
        finally:
            done.set()
            renewing.cancel()
            renewing.join()

    def _renew_until(self, job: PrintJob, done: threading.Event) -> None:
        while not done.is_set():
            try:
                if not self.store.renew(job, self.lease_seconds):
                    _log.warning("job %s: lease lost while it was being printed", job.id)
                    return
            except StoreUnavailable:
                _log.warning("job %s: lease not renewed, the database is away", job.id)
            done.wait(self.lease_seconds * RENEWED_AFTER)

    def _carry_out(self, job: PrintJob) -> tuple[Rendered | None, Delivery]:
        transport = self.transports.get(job.printer)
        if transport is None:
            return None, Delivery(Proof.NOT_STARTED, FailureKind.NO_SUCH_PRINTER)
        rendered = self._rendered(job)
        if rendered is None:
            return None, Delivery(Proof.NOT_STARTED, FailureKind.NOT_LAID_OUT)
        if not self._kept(job, rendered):
            lost = "lease lost before sending"
            return rendered, Delivery(Proof.NOT_STARTED, FailureKind.NO_ANSWER, detail=lost)
        return rendered, transport.send(job, led_out(job, rendered.data))

    def _kept(self, job: PrintJob, rendered: Rendered) -> bool:
        """The bytes are saved, and the lease is fresh; nothing leaves before."""
        if job.rendered is not None:
            return self.store.renew(job, self.lease_seconds)
        sha256 = hashlib.sha256(rendered.data).hexdigest()
        return self.store.save_rendered(job, rendered.data, sha256, rendered.version, self.lease_seconds)

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


def led_out(job: PrintJob, data: bytes) -> bytes:
    """The bytes to send: after a break, with enough nothing in front to end whatever command was cut in two.

    A printer whose link broke in the middle of a picture takes the next slip for the rest of it. Zeros are
    white dots there, and nothing at all elsewhere; ``ESC @`` behind them begins with a clean line.
    """
    return b"\0" * LONGEST_COMMAND + data if job.after_break and data.startswith(b"\x1b@") else data


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
        on_settled: Callable[[], None] = lambda: None,
    ) -> None:
        """``idle_pause``: seconds after which to look for jobs even if nobody calls ``wake``.

        ``on_settled`` is called once, when what a crash left behind has been looked at on every printer.
        """
        self._spooler = spooler
        self._on_report = on_report
        self._on_trouble = on_trouble
        self._pauses = (first_pause, longest_pause)
        self._idle_pause = idle_pause
        self._told: dict[str, tuple[str, FailureKind | None]] = {}
        self._stopping = threading.Event()
        self._looked: dict[str, float] = {}
        self._settled = on_settled
        self._to_settle = set(spooler.transports)
        self._guard = threading.Lock()
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
        self._look_after_dead(printer)
        self._tell_settled(printer)
        while True:
            call.wait(pause if pause is not None else self._idle_pause)
            call.clear()
            if self._stopping.is_set():
                return
            pause = self._longer(pause) if self._held_up(printer) else None
            self._look_after_dead(printer)

    def _look_after_dead(self, printer: str) -> None:
        """Now and then: jobs whose program is gone wait for nobody but us."""
        if time.monotonic() - self._looked.get(printer, float("-inf")) < LOOK_AFTER_DEAD:
            return
        self._looked[printer] = time.monotonic()
        try:
            self._spooler.recover(printer)
        except Exception as error:
            _log.exception("printer %s: what a crash left cannot be looked at", printer)
            self._on_trouble(printer, error)

    def _tell_settled(self, printer: str) -> None:
        with self._guard:
            self._to_settle.discard(printer)
            last = not self._to_settle
        if last:
            self._settled()

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
