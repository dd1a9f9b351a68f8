"""The print queue against real printers: nothing twice by itself, nothing lost, nothing out of order."""

import hashlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.printing.printer_simulator import PAPER_END, READY, PrinterSimulator, Temper, closed_port
from tests.servers.logwatch import LogWatch
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import (
    Delivery,
    FailureKind,
    JobState,
    PrintAnswer,
    PrinterStatus,
    PrintJob,
    Proof,
    check_move,
    further_copy,
    machine_of,
    state_after_answer,
    state_after_crash,
)
from yichuang_desktop.printing.printer_locks import PrinterLocks
from yichuang_desktop.printing.profiles import Preflight
from yichuang_desktop.printing.spooler import (
    LEASE_SECONDS,
    Rendered,
    Report,
    Spooler,
    SpoolerThreads,
    Transport,
)
from yichuang_desktop.printing.transports import Deadlines, FileTransport, TcpTransport
from yichuang_desktop.services.unavailable import StoreUnavailable

FAST = Deadlines(connect=2.0, write=0.3, answer=0.15, drain=0.5, printing=0.3, job=5.0)
AT = datetime(2026, 11, 23, 15, 20)


@dataclass
class MemoryStore:
    """The queue's contract written out by hand, with a clock the test moves."""

    jobs: dict[str, PrintJob] = field(default_factory=dict)
    leases: dict[str, tuple[int, str, float]] = field(default_factory=dict)
    """Physical printer → fence, holder, until when."""
    now: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)
    renewed: int = 0

    def add(self, job: PrintJob) -> PrintJob:
        with self.lock:
            self.jobs[job.id] = job
        return job

    def recover(self, seat: str, keys: Sequence[str] | None = None) -> tuple[PrintJob, ...]:
        with self.lock:
            dead = [
                key
                for key, (_, holder, until) in self.leases.items()
                if until <= self.now
                or (machine_of(holder) == machine_of(seat) and (keys is None or key in keys))
            ]
            left = [job for key in dead for job in self._settle_left(key, seat)]
            return tuple(job for job in left if job.state is JobState.UNKNOWN)

    def claim_next(self, printer: str, seat: str, lease_seconds: int, key: str = "") -> PrintJob | None:
        key = key or printer
        with self.lock:
            if not self._waiting(printer) or self._held_elsewhere(key, seat):
                return None
            self._settle_left(key, seat)
            queued = self._waiting(printer)
            fence = self._take(key, seat, self.now + lease_seconds)
            attempts = queued[0].attempts + 1
            return self._move(queued[0], JobState.SENDING, attempts=attempts, printer_key=key, fence=fence)

    def renew(self, job: PrintJob, lease_seconds: int = LEASE_SECONDS) -> bool:
        with self.lock:
            self.renewed += 1
            return self._kept(job, self.now + lease_seconds)

    def save_rendered(
        self, job: PrintJob, data: bytes, sha256: str, version: str, lease_seconds: int = LEASE_SECONDS
    ) -> bool:
        with self.lock:
            if not self._kept(job, self.now + lease_seconds):
                return False
            kept = {"rendered": data, "rendered_sha256": sha256, "render_version": version}
            self.jobs[job.id] = replace(self.jobs[job.id], **kept)  # type: ignore[arg-type]
            return True

    def settle(self, job: PrintJob, state: JobState, failure: FailureKind | None, detail: str) -> bool:
        with self.lock:
            if not self._kept(job, self.now) or self.jobs[job.id].state is not JobState.SENDING:
                return False
            self._move(self.jobs[job.id], state, failure=failure)
            return True

    def _waiting(self, printer: str) -> list[PrintJob]:
        return [job for job in self.jobs.values() if (job.printer, job.state) == (printer, JobState.QUEUED)]

    def _held_elsewhere(self, key: str, seat: str) -> bool:
        _, holder, until = self.leases.get(key, (0, seat, 0.0))
        return until > self.now and machine_of(holder) != machine_of(seat)

    def _take(self, key: str, seat: str, until: float) -> int:
        fence = self.leases.get(key, (0, "", 0.0))[0] + 1
        self.leases[key] = (fence, seat, until)
        return fence

    def _kept(self, job: PrintJob, until: float) -> bool:
        fence, holder, _ = self.leases[job.printer_key]
        if fence != job.fence:
            return False
        self.leases[job.printer_key] = (fence, holder, until)
        return True

    def _settle_left(self, key: str, seat: str) -> list[PrintJob]:
        left = [j for j in self.jobs.values() if (j.printer_key, j.state) == (key, JobState.SENDING)]
        if left:
            self._take(key, seat, self.now)
        settled = []
        for job in left:
            state = state_after_crash(job)
            failure = FailureKind.PROGRAM_ENDED if state is JobState.UNKNOWN else None
            settled.append(self._move(job, state, failure=failure))
        return settled

    def _move(self, job: PrintJob, to: JobState, **changes: object) -> PrintJob:
        check_move(job.state, to)
        self.jobs[job.id] = replace(job, state=to, **changes)  # type: ignore[arg-type]
        return self.jobs[job.id]


def job(name: str = "a", printer: str = "slip-04", **changes: object) -> PrintJob:
    fields: dict[str, object] = {
        "id": name,
        "kind": "receipt_slip",
        "document": {"text": f"票{name}"},
        "printer": printer,
        "requested_by": "王敏",
        "requested_at": AT,
    }
    return PrintJob(**(fields | changes))  # type: ignore[arg-type]


def render(job: PrintJob) -> Rendered:
    text = f"{job.document['text']}\n" + (f"{job.mark}\n" if job.mark else "")
    return Rendered(b"\x1b@\x1c&" + text.encode("gb18030") * 100 + b"\x1dVB\x08", "test-1")


def spooler(store: MemoryStore, transports: Mapping[str, Transport], seat: str = "PC-04") -> Spooler:
    return Spooler(store, {"receipt_slip": render}, dict(transports), seat)


def tcp(port: int, preflight: Preflight = Preflight.TRIED) -> TcpTransport:
    return TcpTransport("127.0.0.1", port, preflight, deadlines=FAST)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def printer() -> Iterator[PrinterSimulator]:
    with PrinterSimulator(Temper(status=READY)) as simulator:
        yield simulator


def test_jobs_come_out_in_order_each_on_its_own_connection(
    store: MemoryStore, printer: PrinterSimulator
) -> None:
    for name in "abc":
        store.add(job(name))
    reports = spooler(store, {"slip-04": tcp(printer.port)}).drain("slip-04")
    printer.wait_for_end(3)
    assert [report.job.id for report in reports] == ["a", "b", "c"]
    assert printer.slips == [render(job(name)).data for name in "abc"]
    assert {kept.state for kept in store.jobs.values()} == {JobState.SENT}


def test_what_was_sent_is_what_was_saved_with_its_digest_and_layout(
    store: MemoryStore, printer: PrinterSimulator
) -> None:
    store.add(job())
    spooler(store, {"slip-04": tcp(printer.port)}).drain("slip-04")
    printer.wait_for_end(1)
    kept = store.jobs["a"]
    assert printer.slips == [kept.rendered]
    assert kept.rendered_sha256 == hashlib.sha256(printer.slips[0]).hexdigest()
    assert kept.render_version == "test-1"


def test_the_bytes_are_saved_before_the_first_of_them_leaves(store: MemoryStore) -> None:
    seen: list[tuple[JobState, bytes | None]] = []

    @dataclass(frozen=True)
    class Watching:
        def send(self, job: PrintJob, data: bytes) -> Delivery:
            seen.append((store.jobs[job.id].state, store.jobs[job.id].rendered))
            return Delivery(Proof.HANDED_OVER, bytes_sent=len(data))

        def status(self) -> PrinterStatus:
            return PrinterStatus()

    store.add(job())
    spooler(store, {"slip-04": Watching()}).drain("slip-04")
    assert seen == [(JobState.SENDING, render(job()).data)]


@pytest.mark.row("R-X-1")
def test_R_X_1_an_absent_printer_keeps_the_jobs_and_prints_them_when_it_comes_back(
    store: MemoryStore,
) -> None:
    port = closed_port()
    for name in "ab":
        store.add(job(name))
    queue = spooler(store, {"slip-04": tcp(port)})
    for attempt in (1, 2):
        (report,) = queue.drain("slip-04")
        assert (report.held_up, report.job.id, report.job.attempts) == (True, "a", attempt)
        assert store.jobs["a"].failure is FailureKind.UNREACHABLE
    with PrinterSimulator(Temper(status=READY), port=port) as printer:
        queue.drain("slip-04")
        printer.wait_for_end(2)
    assert printer.slips == [render(job(name)).data for name in "ab"]
    assert {kept.state for kept in store.jobs.values()} == {JobState.SENT}
    assert {kept.failure for kept in store.jobs.values()} == {None}


@pytest.mark.row("R-X-1")
def test_R_X_1_a_job_broken_off_is_asked_about_and_never_sent_again_by_itself(
    store: MemoryStore, printer: PrinterSimulator
) -> None:
    printer.temper.reset_at = 300
    store.add(job("a"))
    queue = spooler(store, {"slip-04": tcp(printer.port)})
    (report,) = queue.drain("slip-04")
    assert report.state is JobState.UNKNOWN
    printer.temper = Temper(status=READY)
    store.add(job("b"))
    queue.drain("slip-04")
    assert queue.drain("slip-04") == ()
    printer.wait_for_end(2)
    assert printer.slips == [render(job("b")).data]
    assert store.jobs["a"].state is JobState.UNKNOWN
    assert store.jobs["a"].failure is FailureKind.BROKEN_OFF


@pytest.mark.row("R-X-1")
@pytest.mark.parametrize(
    "broken_in", [b"\x1b", b"\x1b@\x1dv0\x00\x48\x00\x00\x01" + b"\xff" * 99, b"\x1b@\x1d(k\x99\x01"]
)
def test_R_X_1_what_broke_off_in_the_middle_of_a_command_costs_the_next_slip_nothing(
    store: MemoryStore, printer: PrinterSimulator, broken_in: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", printer.port)) as link:
        link.sendall(broken_in)
    printer.wait_for_end(1)
    store.add(job(after_break=True))
    spooler(store, {"slip-04": tcp(printer.port)}).drain("slip-04")
    printer.wait_for_end(2)
    assert printer.slips == [render(job()).data]


@pytest.mark.row("R-X-1")
def test_R_X_1_the_copy_the_clerk_asks_for_is_a_new_job_that_says_so(
    store: MemoryStore, printer: PrinterSimulator
) -> None:
    doubtful = store.add(job(state=JobState.UNKNOWN))
    answered = state_after_answer(doubtful.state, PrintAnswer.PARTIAL)
    store.add(replace(doubtful, state=answered))
    store.add(further_copy(store.jobs["a"], job_id="a2", copy_no=2, by="李华", at=AT))
    spooler(store, {"slip-04": tcp(printer.port)}).drain("slip-04")
    printer.wait_for_end(1)
    (paper,) = printer.slips
    assert "补打 第1次 2026-11-23 15:20 李华".encode("gb18030") in paper
    assert (store.jobs["a"].state, store.jobs["a2"].state) == (JobState.REPRINTED, JobState.SENT)


@pytest.mark.row("R-X-1")
def test_R_X_1_after_a_crash_what_may_have_been_sent_is_unknown_and_the_rest_prints(
    store: MemoryStore, printer: PrinterSimulator
) -> None:
    ways = {"slip-04": tcp(printer.port), "slip-05": tcp(closed_port())}
    crashed, elsewhere = (spooler(store, ways, f"{pc}/window-04/1") for pc in ("PC-04", "PC-07"))
    store.add(job("a"))
    started = claimed(store, crashed, "slip-04")
    store.save_rendered(started, b"x", "", "")
    store.add(job("b", printer="slip-05"))
    claimed(store, crashed, "slip-05")
    store.add(job("c"))

    assert elsewhere.drain("slip-04") == (), "a live lease keeps the printer"
    again = spooler(store, ways, "PC-04/window-04/2")
    assert [doubtful.id for doubtful in again.recover()] == ["a"]
    assert store.jobs["a"].failure is FailureKind.PROGRAM_ENDED
    assert store.jobs["b"].state is JobState.QUEUED, "not one byte was saved, so none was sent"
    again.drain("slip-04")
    printer.wait_for_end(1)
    assert printer.slips == [render(job("c")).data]
    assert store.jobs["a"].state is JobState.UNKNOWN


def claimed(store: MemoryStore, by: Spooler, printer: str) -> PrintJob:
    """A job a program took and has not settled."""
    job = store.claim_next(printer, by.seat, 180, by.key_of(printer))
    assert job is not None
    return job


def test_another_seats_live_job_is_left_alone_until_its_lease_runs_out(store: MemoryStore) -> None:
    store.add(job())
    here, there = (
        spooler(store, {"slip-04": FileTransport(Path("unused"))}, pc) for pc in ("PC-04", "PC-07")
    )
    store.save_rendered(claimed(store, there, "slip-04"), b"x", "", "")
    assert here.recover() == ()
    store.now = 180.0
    assert [doubtful.id for doubtful in here.recover()] == ["a"]


def test_a_seat_that_lost_its_lease_sends_nothing_and_writes_nothing_over_the_new_state(
    store: MemoryStore, tmp_path: Path, expected_log: LogWatch
) -> None:
    expected_log("lease lost")
    store.add(job())

    def slow(job: PrintJob) -> Rendered:
        store.now += 1000
        store.recover("PC-07")
        return render(job)

    late = Spooler(store, {"receipt_slip": slow}, {"slip-04": FileTransport(tmp_path)}, "PC-04")
    report = late.work("slip-04")
    assert report is not None
    assert report.delivery.proof is Proof.NOT_STARTED
    assert list(tmp_path.glob("*.bin")) == []
    assert store.jobs["a"].state is JobState.QUEUED


def test_a_lease_is_renewed_while_a_job_takes_long(store: MemoryStore, tmp_path: Path) -> None:
    store.add(job())

    def long(job: PrintJob) -> Rendered:
        until(lambda: store.renewed >= 3)
        return render(job)

    ways: dict[str, Transport] = {"slip-04": FileTransport(tmp_path)}
    patient = Spooler(store, {"receipt_slip": long}, ways, "PC-04", lease_seconds=1)
    report = patient.work("slip-04")
    assert report is not None
    assert report.state is JobState.CONFIRMED
    assert store.jobs["a"].state is JobState.CONFIRMED


def test_an_outcome_the_database_was_away_for_is_written_down_later_not_asked_about(tmp_path: Path) -> None:
    class Away(MemoryStore):
        away = True

        def settle(self, job: PrintJob, state: JobState, failure: FailureKind | None, detail: str) -> bool:
            if self.away:
                raise StoreUnavailable("database_away")
            return super().settle(job, state, failure, detail)

    store = Away()
    for name in "ab":
        store.add(job(name))
    queue = spooler(store, {"slip-04": FileTransport(tmp_path)})
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            queue.work("slip-04")
    assert [kept.state for kept in store.jobs.values()] == [JobState.SENDING, JobState.QUEUED]
    store.away = False
    queue.drain("slip-04")
    assert [kept.state for kept in store.jobs.values()] == [JobState.CONFIRMED, JobState.CONFIRMED]
    assert len(list(tmp_path.glob("*.bin"))) == 2


def test_a_program_that_finds_the_printer_locked_by_another_of_this_pc_takes_nothing(
    store: MemoryStore, tmp_path: Path
) -> None:
    store.add(job())
    locks = PrinterLocks(tmp_path / "locks")
    queue = replace(spooler(store, {"slip-04": FileTransport(tmp_path)}), locks=locks)
    with locks.hold(queue.key_of("slip-04")) as free:
        assert free
        assert queue.drain("slip-04") == ()
        assert queue.recover() == ()
    assert store.jobs["a"].attempts == 0
    assert [report.state for report in queue.drain("slip-04")] == [JobState.CONFIRMED]


def test_a_lock_dies_with_the_program_that_held_it(tmp_path: Path) -> None:
    holding = (
        "import sys; from pathlib import Path\n"
        "from yichuang_desktop.printing.printer_locks import PrinterLocks\n"
        "with PrinterLocks(Path(sys.argv[1])).hold('k') as free: print(free, flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", holding, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"True"
        with PrinterLocks(tmp_path).hold("k") as free:
            assert not free
        with PrinterLocks(tmp_path).hold("another") as free:
            assert free
        other.kill()
        other.wait()
    with PrinterLocks(tmp_path).hold("k") as free:
        assert free


def test_a_printer_set_up_anew_gets_the_next_job(store: MemoryStore, tmp_path: Path) -> None:
    queue = spooler(store, {"slip-04": tcp(closed_port())})
    store.add(job())
    (report,) = queue.drain("slip-04")
    assert report.held_up
    queue.turn_to("slip-04", FileTransport(tmp_path))
    (again,) = queue.drain("slip-04")
    assert again.state is JobState.CONFIRMED


def test_two_queues_of_one_printer_are_worked_one_after_the_other(store: MemoryStore) -> None:
    @dataclass
    class Shared:
        """A printer that sees whether two write at once."""

        key: str = "tcp:192.168.1.50:9100"
        inside: int = 0
        most: int = 0
        slips: list[str] = field(default_factory=list)

        def send(self, job: PrintJob, data: bytes) -> Delivery:
            self.inside += 1
            self.most = max(self.most, self.inside)
            threading.Event().wait(0.005)
            self.slips.append(job.id)
            self.inside -= 1
            return Delivery(Proof.HANDED_OVER, bytes_sent=len(data))

        def status(self) -> PrinterStatus:
            return PrinterStatus()

    shared = Shared()
    for number in range(10):
        store.add(job(f"{number}", printer="slip-04" if number % 2 else "slip-05"))
    pcs = [spooler(store, {name: shared}, f"PC-{name}") for name in ("slip-04", "slip-05")]

    def until_empty(pc: Spooler) -> None:
        (name,) = pc.transports
        while any(kept.state is JobState.QUEUED for kept in store.jobs.values() if kept.printer == name):
            pc.drain(name)

    threads = [threading.Thread(target=until_empty, args=(pc,)) for pc in pcs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert shared.most == 1
    assert sorted(shared.slips) == [f"{number}" for number in range(10)]


def test_a_printer_out_of_paper_gets_nothing_and_goes_on_after_reload(
    store: MemoryStore, printer: PrinterSimulator
) -> None:
    printer.temper.status = PAPER_END
    for name in "ab":
        store.add(job(name))
    queue = spooler(store, {"slip-04": tcp(printer.port)})
    (report,) = queue.drain("slip-04")
    assert (report.held_up, report.delivery.failure) == (True, FailureKind.PAPER_OUT)
    printer.temper.status = READY
    queue.drain("slip-04")
    printer.wait_for_end(3)
    assert printer.slips == [render(job(name)).data for name in "ab"]


@pytest.mark.parametrize("fault", [RuleViolation("print_not_laid_out"), ValueError("QR"), KeyError("paper")])
def test_a_paper_that_cannot_be_laid_out_fails_alone(
    store: MemoryStore, tmp_path: Path, expected_log: LogWatch, fault: Exception
) -> None:
    expected_log("cannot be laid out")

    def sometimes(job: PrintJob) -> Rendered:
        if job.id == "a":
            raise fault
        return render(job)

    for name in "ab":
        store.add(job(name))
    queue = Spooler(store, {"receipt_slip": sometimes}, {"slip-04": FileTransport(tmp_path)}, "PC-04")
    states = [(report.job.id, report.state, report.delivery.failure) for report in queue.drain("slip-04")]
    assert states == [("a", JobState.FAILED, FailureKind.NOT_LAID_OUT), ("b", JobState.CONFIRMED, None)]


def test_a_kind_nobody_lays_out_and_a_printer_nobody_has_fail_at_once(
    store: MemoryStore, tmp_path: Path, expected_log: LogWatch
) -> None:
    expected_log("no renderer for 'banner'")
    store.add(job("a", kind="banner"))
    store.add(job("b", printer="gone"))
    queue = spooler(store, {"slip-04": FileTransport(tmp_path)})
    queue.drain("slip-04")
    queue.drain("gone")
    assert {name: kept.failure for name, kept in store.jobs.items()} == {
        "a": FailureKind.NOT_LAID_OUT,
        "b": FailureKind.NO_SUCH_PRINTER,
    }


def test_bytes_kept_from_an_earlier_attempt_are_not_laid_out_again(
    store: MemoryStore, tmp_path: Path
) -> None:
    store.add(
        job(rendered=b"kept", rendered_sha256=hashlib.sha256(b"kept").hexdigest(), render_version="old")
    )
    spooler(store, {"slip-04": FileTransport(tmp_path)}).drain("slip-04")
    assert [file.read_bytes() for file in tmp_path.glob("*.bin")] == [b"kept"]
    assert store.jobs["a"].render_version == "old"


# -- the threads


def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for what nobody announces."""
    pause, ends = threading.Event(), time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "it never came to pass"
        pause.wait(0.01)


@dataclass
class Heard:
    """What the threads told, with a way to wait for it."""

    reports: list[Report] = field(default_factory=list)
    troubles: list[tuple[str, Exception]] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def report(self, report: Report) -> None:
        with self.changed:
            self.reports.append(report)
            self.changed.notify_all()

    def trouble(self, printer: str, error: Exception) -> None:
        with self.changed:
            self.troubles.append((printer, error))
            self.changed.notify_all()

    def wait(self, condition: Callable[[], bool], seconds: float = 10.0) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, seconds), (self.reports, self.troubles)


def test_a_printer_that_hinders_keeps_no_other_waiting(store: MemoryStore, tmp_path: Path) -> None:
    heard, port = Heard(), closed_port()
    store.add(job("a"))
    store.add(job("b", printer="file"))
    ways: dict[str, Transport] = {"slip-04": tcp(port), "file": FileTransport(tmp_path)}
    threads = SpoolerThreads(spooler(store, ways), heard.report, heard.trouble, first_pause=0.05)
    threads.start()
    try:
        heard.wait(lambda: store.jobs["b"].state is JobState.CONFIRMED)
        heard.wait(lambda: any(report.held_up for report in heard.reports))
        until(lambda: store.jobs["a"].attempts >= 3)
        printer_told = [report.delivery.failure for report in heard.reports if report.held_up]
        assert printer_told == [FailureKind.UNREACHABLE], "said once, tried often"
        with PrinterSimulator(Temper(status=READY), port=port) as printer:
            threads.wake("slip-04")
            heard.wait(lambda: store.jobs["a"].state is JobState.SENT)
            printer.wait_for_end(1)
    finally:
        assert threads.stop()
    assert printer.slips == [render(job("a")).data]


def test_a_job_queued_later_is_printed_when_the_threads_are_called(
    store: MemoryStore, tmp_path: Path
) -> None:
    heard = Heard()
    threads = SpoolerThreads(
        spooler(store, {"slip-04": FileTransport(tmp_path)}), heard.report, heard.trouble
    )
    threads.start()
    try:
        for name in "abc":
            store.add(job(name))
            threads.wake()
            heard.wait(lambda name=name: store.jobs[name].state is JobState.CONFIRMED)
    finally:
        assert threads.stop()
    assert len(list(tmp_path.glob("*.bin"))) == 3


def test_a_database_that_is_away_is_said_and_tried_again(
    store: MemoryStore, tmp_path: Path, expected_log: LogWatch
) -> None:
    expected_log("the queue cannot be reached")
    heard, away = Heard(), [True]

    class Flaky(MemoryStore):
        def claim_next(self, printer: str, seat: str, lease_seconds: int, key: str = "") -> PrintJob | None:
            if away:
                raise ConnectionError("server closed the connection")
            return super().claim_next(printer, seat, lease_seconds, key)

    flaky = Flaky()
    flaky.add(job())
    threads = SpoolerThreads(
        spooler(flaky, {"slip-04": FileTransport(tmp_path)}), heard.report, heard.trouble, first_pause=0.05
    )
    threads.start()
    try:
        heard.wait(lambda: len(heard.troubles) >= 2)
        away.clear()
        heard.wait(lambda: flaky.jobs["a"].state is JobState.CONFIRMED)
    finally:
        assert threads.stop()


def test_two_seats_on_one_printer_never_print_a_job_twice(
    store: MemoryStore, printer: PrinterSimulator
) -> None:
    for number in range(12):
        store.add(job(f"{number:02}"))
    seats = [spooler(store, {"slip-04": tcp(printer.port)}, seat) for seat in ("PC-04", "PC-05")]

    def until_empty(seat: Spooler) -> None:
        while any(kept.state is JobState.QUEUED for kept in store.jobs.values()):
            seat.drain("slip-04")

    threads = [threading.Thread(target=until_empty, args=(seat,)) for seat in seats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    printer.wait_for_end(12)
    assert printer.slips == [render(job(f"{number:02}")).data for number in range(12)]
