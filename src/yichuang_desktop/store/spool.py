"""The print queue in the database, as the spooler needs it: claims with leases, told by attempt.

Every call is one committed transaction.  Leases run on the database's real time, also where the hall's is
simulated.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, literal_column, or_, select, update

from yichuang_desktop.domain.print_jobs import FailureKind, JobState, PrintJob, state_after_crash
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import Lane, Lanes
from yichuang_desktop.store.statements import Statement

_J = t.print_job.c
_REAL_NOW = Statement(select(q.hall_moment.c.real_now))
_SENDING = _J.state == literal_column("'sending'")
_QUEUED = _J.state == literal_column("'queued'")
_WAITING = Statement(
    select(*q.JOB_COLUMNS)
    .where(_QUEUED, _J.printer == bindparam("printer"))
    .order_by(_J.requested_at, _J.ordinal, _J.job_id)
    .limit(1)
)
_BUSY = Statement(
    select(_J.job_id).where(_SENDING, _J.printer == bindparam("printer"), _J.leased_until > bindparam("now"))
)
_ONE_AT_A_TIME = Statement(select(func.pg_advisory_xact_lock(func.hashtext(bindparam("printer")))))
_CLAIM = Statement(
    update(t.print_job)
    .where(_J.job_id == bindparam("of_job"), _QUEUED)
    .values(
        state="sending",
        attempts=_J.attempts + 1,
        held_by=bindparam("seat"),
        leased_until=bindparam("until"),
        failure=None,
    )
)
_OURS = (_J.job_id == bindparam("of_job"), _SENDING, _J.attempts == bindparam("attempt"))
_SAVE = Statement(
    update(t.print_job)
    .where(*_OURS)
    .values(
        rendered=bindparam("data"), rendered_sha256=bindparam("digest"), render_version=bindparam("version")
    )
)
_SETTLE = Statement(
    update(t.print_job)
    .where(*_OURS)
    .values(state=bindparam("to"), failure=bindparam("why"), detail=bindparam("said"), leased_until=None)
)
_LEFT = Statement(
    select(*q.JOB_COLUMNS).where(
        _SENDING, or_(_J.held_by == bindparam("seat"), _J.leased_until < bindparam("now"))
    )
)


class StoreJobs:
    """The print queue of the hall, seen from one PC."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes

    def recover(self, seat: str) -> tuple[PrintJob, ...]:
        """Settle what a crash left sending; gives those now unknown."""
        with self._transaction() as lane:
            left = lane.read(_LEFT, {"seat": seat, "now": self._now(lane)})
            settled = [self._after_crash(lane, q.job_of(row)) for row in left]
            return tuple(job for job in settled if job.state is JobState.UNKNOWN)

    def claim_next(self, printer: str, seat: str, lease_seconds: int) -> PrintJob | None:
        """Take the oldest job of the printer; None when there is none or another live lease is sending."""
        with self._transaction() as lane:
            if not lane.read(_WAITING, {"printer": printer}):
                return None
            if lane.dialect.name == "postgresql":
                lane.write(_ONE_AT_A_TIME, {"printer": printer})
            now = self._now(lane)
            waiting = lane.read(_WAITING, {"printer": printer})
            if not waiting or lane.read(_BUSY, {"printer": printer, "now": now}):
                return None
            until = now + timedelta(seconds=lease_seconds)
            claim = {"of_job": waiting[0][0], "seat": seat, "until": until}
            if not lane.change(_CLAIM, claim):
                return None
            return q.job_of(lane.read(q.PRINT_JOB, {"job_id": waiting[0][0]})[0])

    def save_rendered(self, job: PrintJob, data: bytes, sha256: str, version: str) -> bool:
        values = {
            "of_job": job.id,
            "attempt": job.attempts,
            "data": data,
            "digest": sha256,
            "version": version,
        }
        with self._transaction() as lane:
            return lane.change(_SAVE, values) == 1

    def settle(self, job: PrintJob, state: JobState, failure: FailureKind | None, detail: str) -> bool:
        with self._transaction() as lane:
            return lane.change(_SETTLE, _outcome(job, state, failure, detail)) == 1

    def _after_crash(self, lane: Lane, job: PrintJob) -> PrintJob:
        state = state_after_crash(job)
        failure = FailureKind.PROGRAM_ENDED if state is JobState.UNKNOWN else None
        lane.change(_SETTLE, _outcome(job, state, failure, "found sending after a crash"))
        rows: Sequence[Sequence[Any]] = lane.read(q.PRINT_JOB, {"job_id": job.id})
        return q.job_of(rows[0])

    @staticmethod
    def _now(lane: Lane) -> Any:
        return lane.read(_REAL_NOW)[0][0]

    @contextmanager
    def _transaction(self) -> Iterator[Lane]:
        lane = self._lanes.take(to_write=True)
        broken = False
        try:
            yield lane
            lane.commit()
        except StoreUnavailable:
            broken = True
            raise
        finally:
            if not broken:
                lane.undo()
            self._lanes.give_back(lane, broken=broken)


def _outcome(job: PrintJob, state: JobState, failure: FailureKind | None, detail: str) -> dict[str, Any]:
    return {
        "of_job": job.id,
        "attempt": job.attempts,
        "to": state.value,
        "why": failure.value if failure else None,
        "said": detail[:500],
    }
