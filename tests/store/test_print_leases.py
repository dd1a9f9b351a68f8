"""One writer a physical printer across PCs: leases, fences, and what the database refuses (R-X-1)."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.store.halls import PASSWORD, LiveHall
from tests.store.test_news import queued
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import FailureKind, JobState, PrintJob
from yichuang_desktop.store import sqlite_lanes

KEY = "tcp:192.168.1.50:9100"
"""One printer that windows 4 and 5 share; each has its own name for it."""


@pytest.mark.row("R-X-1")
def test_R_X_1_two_windows_share_a_printer_and_only_one_has_it(hall: LiveHall) -> None:
    queued(hall, "slip-04")
    queued(hall, "slip-05")
    here, there = hall.person("wangmin").jobs(), hall.person("lixia").jobs()
    first = here.claim_next("slip-04", "pc-4/w/1", 60, KEY)
    assert first is not None
    assert (first.printer_key, first.fence) == (KEY, 1)
    assert there.claim_next("slip-05", "pc-5/w/1", 60, KEY) is None
    assert there.claim_next("slip-05", "pc-5/w/1", 60, "tcp:192.168.1.51:9100") is not None
    assert here.save_rendered(first, b"x", "d", "1")
    assert here.settle(first, JobState.SENT, None, "")


def test_the_fence_grows_with_each_claim(hall: LiveHall) -> None:
    queued(hall, count=3)
    jobs = hall.person("wangmin").jobs()
    fences = []
    for _ in range(3):
        job = jobs.claim_next("slip-04", "pc-4/w/1", 60, KEY)
        assert job is not None
        fences.append(job.fence)
        jobs.settle(job, JobState.CONFIRMED, None, "")
    assert fences == [1, 2, 3]


@pytest.mark.row("R-X-1")
def test_R_X_1_a_pc_that_was_frozen_can_write_nothing_under_its_old_fence(hall: LiveHall) -> None:
    queued(hall, count=2)
    frozen, other = hall.person("wangmin").jobs(), hall.person("lixia").jobs()
    old = frozen.claim_next("slip-04", "pc-4/w/1", 60, KEY)
    assert old is not None
    assert frozen.save_rendered(old, b"x", "d", "1", -1), "the lease runs out at once"
    new = other.claim_next("slip-04", "pc-5/w/1", 60, KEY)
    assert new is not None
    assert (new.id != old.id, new.fence) == (True, 2)
    assert not frozen.renew(old)
    assert not frozen.settle(old, JobState.CONFIRMED, None, "")
    assert not frozen.save_rendered(old, b"other", "d", "1")
    with hall.work("wangmin") as work:
        doubtful = work.print_job(old.id)
    assert (doubtful.state, doubtful.failure) == (JobState.UNKNOWN, FailureKind.PROGRAM_ENDED)
    assert other.settle(new, JobState.CONFIRMED, None, "")


def test_another_program_of_the_same_pc_takes_over_at_once(hall: LiveHall) -> None:
    queued(hall)
    jobs = hall.person("wangmin").jobs()
    job = jobs.claim_next("slip-04", "pc-4/w/1", 60, KEY)
    assert job is not None
    jobs.save_rendered(job, b"x", "d", "1")
    assert jobs.recover("pc-4/w/2", ("tcp:another:9100",)) == (), "not a printer it has the lock of"
    assert jobs.recover("pc-40/w/1", (KEY,)) == ()
    (doubtful,) = jobs.recover("pc-4/w/2", (KEY,))
    assert (doubtful.id, doubtful.state, doubtful.fence) == (job.id, JobState.UNKNOWN, 2)


def test_the_job_after_one_that_broke_off_is_told_so_even_when_that_was_answered(hall: LiveHall) -> None:
    queued(hall, count=3)
    jobs, other = hall.person("wangmin").jobs(), hall.person("lixia").jobs()
    told = []
    for state, failure in ((JobState.UNKNOWN, FailureKind.BROKEN_OFF), (JobState.SENT, None), (None, None)):
        job = (jobs if state else other).claim_next("slip-04", "pc-4/w/1", 60, KEY)
        assert job is not None
        told.append(job.after_break)
        if state:
            jobs.save_rendered(job, b"x", "d", "1")
            jobs.settle(job, state, failure, "")
        if state is JobState.UNKNOWN:
            with hall.work("wangmin") as work:
                work.answer_print_job(job.id, "accepted")
    assert told == [False, True, False]


def test_a_lease_renewed_in_time_is_not_taken(hall: LiveHall) -> None:
    queued(hall, count=2)
    jobs, other = hall.person("wangmin").jobs(), hall.person("lixia").jobs()
    job = jobs.claim_next("slip-04", "pc-4/w/1", -1, KEY)
    assert job is not None
    assert jobs.renew(job, 60)
    assert other.claim_next("slip-04", "pc-5/w/1", 60, KEY) is None
    assert other.recover("pc-5/w/1", (KEY,)) == ()


def test_a_job_that_has_not_left_changes_printer_and_its_bytes_go(hall: LiveHall) -> None:
    (job_id,) = queued(hall)
    jobs = hall.person("wangmin").jobs()
    job = jobs.claim_next("slip-04", "pc-4/w/1", 60, KEY)
    assert job is not None
    with pytest.raises(RuleViolation, match="print_"), hall.work("wangmin") as work:
        work.move_print_job(job_id, "slip-05")
    jobs.save_rendered(job, b"for 58 mm", "d", "1")
    jobs.settle(job, JobState.QUEUED, FailureKind.PAPER_OUT, "")
    with hall.work("wangmin") as work:
        work.move_print_job(job_id, "slip-05")
        moved = work.print_job(job_id)
    assert (moved.printer, moved.state, moved.rendered, moved.failure) == (
        "slip-05",
        JobState.QUEUED,
        None,
        None,
    )
    assert jobs.claim_next("slip-04", "pc-4/w/1", 60, KEY) is None
    assert jobs.claim_next("slip-05", "pc-4/w/1", 60, KEY) is not None


def test_sets_are_told_as_a_whole_and_printers_say_when_they_last_gave_paper(hall: LiveHall) -> None:
    case_id = hall.accepted()
    with hall.work("wangmin") as work:
        now = work.now()
        made = [
            PrintJob(f"{kind}-{uuid4()}", kind, {}, "a4-04", "王敏", now, group=str(case_id), bundle="act-1")
            for kind in ("receipt_sheet", "credit_commitment")
        ]
        alone = PrintJob(str(uuid4()), "day_sheet", {}, "a4-05", "王敏", now)
        work.add_print_jobs([*made, alone], case_id)
    jobs, views = hall.person("wangmin").jobs(), hall.person("wangmin").views
    for printer in ("a4-04", "a4-05"):
        job = jobs.claim_next(printer, "pc-4/w/1", 60)
        assert job is not None
        jobs.settle(job, JobState.SENT, None, "")
    rows = views.prints()
    assert {(row.kind, row.state, row.bundle) for row in rows} == {
        ("receipt_sheet", "sent", "act-1"),
        ("credit_commitment", "queued", "act-1"),
    }
    assert {row.state: row.moved_at is not None for row in rows} == {"sent": True, "queued": False}
    printers = {row.printer: (row.waiting, row.last_out is not None) for row in views.printers()}
    assert printers == {"a4-04": (1, True), "a4-05": (0, True)}


# -- what nobody may write -----------------------------------------------------------------------------------

CLAIM = "UPDATE print_job SET state = 'sending', attempts = attempts + 1, held_by = 'me'"
FORGED = {
    "claim without a lease": f"{CLAIM}, printer_key = 'nobody', fence = 1 WHERE state = 'queued'",
    "claim under an old fence": f"{CLAIM}, printer_key = '{KEY}', fence = 1 WHERE state = 'queued'",
    "settle under an old fence": "UPDATE print_job SET state = 'sent', fence = 1 WHERE state = 'sending'",
    "save under an old fence": "UPDATE print_job SET rendered = 'x', fence = 1 WHERE state = 'sending'",
    "settle for another printer": (
        "UPDATE print_job SET state = 'sent', printer_key = 'other' WHERE state = 'sending'"
    ),
    "fence a job at rest": "UPDATE print_job SET fence = 7 WHERE state = 'queued'",
    "two jobs at one printer": f"{CLAIM}, printer_key = '{KEY}', fence = 2 WHERE state = 'queued'",
    "other bytes": "UPDATE print_job SET rendered = 'y' WHERE state = 'unknown'",
    "another printer for what may be out": "UPDATE print_job SET printer = 'slip-9' WHERE state = 'unknown'",
    "another case": "UPDATE print_job SET job_group = 'x'",
    "another set": "UPDATE print_job SET bundle = 'x'",
    "take a live lease": "UPDATE printer_lease SET fence = fence + 1, held_by = 'pc-9/w/1'",
    "turn back a fence": "UPDATE printer_lease SET fence = 1",
    "leap a fence": "UPDATE printer_lease SET fence = fence + 2, leased_until = leased_until",
    "hold it in another's name": "UPDATE printer_lease SET held_by = 'pc-9/w/1'",
    "hold it for ever": "UPDATE printer_lease SET leased_until = '2099-01-01T00:00:00.000Z'",
    "a lease that begins high": (
        "INSERT INTO printer_lease (key, fence, held_by, leased_until)"
        " VALUES ('new', 9, 'pc-9/w/1', '2020-01-01T00:00:00.000Z')"
    ),
    "a lease of nobody": (
        "INSERT INTO printer_lease (key, fence, held_by, leased_until)"
        " VALUES ('new', 1, '', '2020-01-01T00:00:00.000Z')"
    ),
    "forget a lease": "DELETE FROM printer_lease",
}


def at_work(hall: LiveHall) -> None:
    """One job in doubt, one being sent under fence 2, one waiting."""
    queued(hall, count=3)
    jobs = hall.person("wangmin").jobs()
    for seat in ("pc-4/w/1", "pc-4/w/2"):
        job = jobs.claim_next("slip-04", seat, 60, KEY)
        assert job is not None
        if seat.endswith("1"):
            jobs.save_rendered(job, b"x", "d", "1")


@pytest.mark.parametrize("how", FORGED)
def test_a_fault_of_the_program_is_refused_by_the_file(embedded: LiveHall, how: str) -> None:
    at_work(embedded)
    connection = sqlite_lanes.connect(Path(embedded.url.removeprefix("sqlite:///")))
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(FORGED[how])
    connection.close()


def test_a_clerk_with_psql_is_refused_by_the_server(shared: LiveHall) -> None:
    at_work(shared)
    with psycopg.connect(own_url(shared, "wangmin"), autocommit=True) as clerk:
        for how, statement in FORGED.items():
            with pytest.raises(psycopg.Error) as caught:
                clerk.execute(statement)  # type: ignore[call-overload]
            assert caught.value.sqlstate in ("YC001", "42501", "23505", "23514"), how


def own_url(hall: LiveHall, login: str) -> str:
    """Where a person logs in with a client of their own."""
    server, _, rest = hall.url.removeprefix("postgresql://").rpartition("@")[2].partition("/")
    database, _, tag = rest.partition("?tag=")
    return f"postgresql://{login}%40{tag or database}:{PASSWORD}@{server}/{database}"


# -- races ---------------------------------------------------------------------------------------------------


@pytest.mark.row("R-X-1")
def test_R_X_1_two_connections_racing_for_one_printer_never_have_it_together(shared: LiveHall) -> None:
    count = 12
    queued(shared, "slip-04", count)
    queued(shared, "slip-05", count)
    inside: list[str] = []
    most: list[int] = []
    accesses = {name: shared.hall.log_in(name, PASSWORD) for name in ("wangmin", "lixia")}
    start = threading.Barrier(2)

    def serve(login: str, printer: str) -> list[tuple[str, int]]:
        jobs, done = accesses[login].jobs(), []
        start.wait()
        while len(done) < count:
            job = jobs.claim_next(printer, f"{login}-pc/w/1", 60, KEY)
            if job is None:
                continue
            inside.append(job.id)
            most.append(len(inside))
            assert jobs.save_rendered(job, b"x", "d", "1")
            inside.remove(job.id)
            assert jobs.settle(job, JobState.SENT, None, "")
            done.append((job.id, job.fence))
        return done

    with ThreadPoolExecutor(2) as threads:
        served = list(threads.map(serve, accesses, ("slip-04", "slip-05")))
    for access in accesses.values():
        access.close()
    fences = sorted(fence for done in served for _, fence in done)
    assert max(most) == 1
    assert len(set(fences)) == 2 * count, "no two claims under one fence"


PROCESS = """
import sys
from yichuang_desktop import store
from yichuang_desktop.domain.print_jobs import JobState
url, login, password, printer, key = sys.argv[1:]
hall = store.open_hall(url)
jobs = hall.log_in(login, password).jobs()
print("ready", flush=True)
for _ in sys.stdin:
    job = jobs.claim_next(printer, f"{login}-pc/w/1", 2, key)
    print(job.id if job else "-", flush=True)
"""


@pytest.fixture
def processes(shared: LiveHall) -> Iterator[dict[str, "subprocess.Popen[str]"]]:
    """Two programs of two windows."""
    running = {
        login: subprocess.Popen(
            [sys.executable, "-c", PROCESS, shared.url, login, PASSWORD, printer, KEY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for login, printer in (("wangmin", "slip-04"), ("lixia", "slip-05"))
    }
    yield running
    for program in running.values():
        program.kill()
        program.communicate()


def test_R_X_1_when_a_program_is_killed_the_other_pc_waits_for_its_lease_and_then_goes_on(
    shared: LiveHall, processes: dict[str, Any]
) -> None:
    (mine,) = queued(shared, "slip-04")
    (theirs,) = queued(shared, "slip-05")

    def asked(login: str) -> str:
        processes[login].stdin.write("claim\n")
        processes[login].stdin.flush()
        return str(processes[login].stdout.readline().strip())

    for program in processes.values():
        assert program.stdout.readline().strip() == "ready"
    assert asked("wangmin") == mine
    processes["wangmin"].send_signal(signal.SIGKILL)
    processes["wangmin"].wait()
    refused = 0
    while (got := asked("lixia")) == "-":
        refused += 1
    assert refused, "the dead program's lease was still running"
    assert got == theirs
    with shared.work("lixia") as work:
        assert work.print_job(mine).state is JobState.QUEUED, "no byte of it was saved, so none had left"
