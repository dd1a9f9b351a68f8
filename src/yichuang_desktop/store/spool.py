"""The print queue in the database, as the spooler needs it: one lease a physical printer, fenced.

Every call is one committed transaction.  Leases run on the database's real time, also where the hall's is
simulated.  Whoever writes takes the lease's row first and the job's row then: never the other way round.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, bindparam, literal, literal_column, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from yichuang_desktop.domain.print_jobs import FailureKind, JobState, PrintJob, machine_of, state_after_crash
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import Lane, Lanes
from yichuang_desktop.store.statements import Statement

LEASE_SECONDS: Final = 180
_J, _L = t.print_job.c, t.printer_lease.c
_REAL_NOW = Statement(select(q.hall_moment.c.real_now))
_SENDING = _J.state == literal_column("'sending'")
_QUEUED = _J.state == literal_column("'queued'")
_WAITING = Statement(
    select(*q.JOB_COLUMNS)
    .where(_QUEUED, _J.printer == bindparam("printer"))
    .order_by(_J.requested_at, _J.ordinal, _J.job_id)
    .limit(1)
)
_NOW = bindparam("now", type_=_L.leased_until.type)
_UNTIL = bindparam("until", type_=_L.leased_until.type)
_OF_THIS_PC = or_(
    _L.held_by == bindparam("machine"), _L.held_by.like(bindparam("machine").op("||")(literal("/%")))
)


def _first_lease(dialect: Any) -> Statement:
    names = ("key", "held_by")
    values = {name: bindparam(name) for name in names} | {"fence": 1, "leased_until": _UNTIL}
    return Statement(dialect.insert(t.printer_lease).values(values).on_conflict_do_nothing())


_FIRST_LEASE = {"sqlite": _first_lease(sqlite), "postgresql": _first_lease(postgresql)}
_TAKE = Statement(
    update(t.printer_lease)
    .where(_L.key == bindparam("of_key"), or_(_L.leased_until <= _NOW, _OF_THIS_PC))
    .values(fence=_L.fence + 1, held_by=bindparam("seat"), leased_until=_UNTIL)
)
_FENCE = Statement(select(_L.fence).where(_L.key == bindparam("key")))
_KEEP = Statement(
    update(t.printer_lease)
    .where(_L.key == bindparam("of_key"), _L.fence == bindparam("of_fence"))
    .values(leased_until=_UNTIL)
)
_LEFT_AT = Statement(select(*q.JOB_COLUMNS).where(_SENDING, _J.printer_key == bindparam("key")))
_DEAD_KEYS = Statement(
    select(_L.key)
    .join(t.print_job, and_(_J.printer_key == _L.key, _SENDING))
    .where(or_(_L.leased_until <= _NOW, _OF_THIS_PC))
    .order_by(_L.key)
)
_BEFORE = Statement(
    select(_J.state, _J.failure)
    .where(_J.printer_key == bindparam("key"), _J.fence < bindparam("claim"), _J.rendered.is_not(None))
    .order_by(_J.fence.desc())
    .limit(1)
)
"""What became of the last job that may have reached the printer."""
_OURS = (_J.job_id == bindparam("of_job"), _SENDING)
_CLAIM = Statement(
    update(t.print_job)
    .where(_J.job_id == bindparam("of_job"), _QUEUED)
    .values(
        state="sending",
        attempts=_J.attempts + 1,
        printer_key=bindparam("key"),
        fence=bindparam("claim"),
        held_by=bindparam("seat"),
        failure=None,
    )
)
_SAVE = Statement(
    update(t.print_job)
    .where(*_OURS)
    .values(
        fence=bindparam("claim"),
        rendered=bindparam("data"),
        rendered_sha256=bindparam("digest"),
        render_version=bindparam("version"),
    )
)
_SETTLE = Statement(
    update(t.print_job)
    .where(*_OURS)
    .values(
        fence=bindparam("claim"),
        state=bindparam("to"),
        failure=bindparam("why"),
        detail=bindparam("said"),
    )
)


class StoreJobs:
    """The print queue of the hall, seen from one PC."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes

    def recover(self, seat: str, keys: Sequence[str] | None = None) -> tuple[PrintJob, ...]:
        """Settle what a crash left sending; gives those now unknown.

        Under leases that have run out, and those of this PC: all of them, or of the printers ``keys`` only.
        """
        with self._transaction() as lane:
            now = self._now(lane)
            dead = {row[0] for row in lane.read(_DEAD_KEYS, {"now": now, "machine": machine_of(seat)})}
            over = {row[0] for row in lane.read(_DEAD_KEYS, {"now": now, "machine": ""})}
            settled: list[PrintJob] = []
            for key in sorted(dead if keys is None else over | (dead & set(keys))):
                fence = self._take(lane, key, seat, now, now)
                if fence is not None:
                    settled += self._settle_left(lane, key, fence)
            return tuple(job for job in settled if job.state is JobState.UNKNOWN)

    def claim_next(self, printer: str, seat: str, lease_seconds: int, key: str = "") -> PrintJob | None:
        """Take the oldest job of the printer; None when there is none or another live lease is sending.

        ``key`` names the physical printer, where several queues end at one.
        """
        key = key or printer
        with self._transaction() as lane:
            if not lane.read(_WAITING, {"printer": printer}):
                return None
            now = self._now(lane)
            fence = self._take(lane, key, seat, now, now + timedelta(seconds=lease_seconds))
            if fence is None:
                return None
            self._settle_left(lane, key, fence)
            waiting = lane.read(_WAITING, {"printer": printer})
            claim = {"key": key, "claim": fence, "seat": seat}
            if not waiting or not lane.change(_CLAIM, claim | {"of_job": waiting[0][0]}):
                self._keep(lane, key, fence, now)
                return None
            job = q.job_of(lane.read(q.PRINT_JOB, {"job_id": waiting[0][0]})[0])
            return replace(job, after_break=self._broke_off(lane, key, fence))

    def renew(self, job: PrintJob, lease_seconds: int = LEASE_SECONDS) -> bool:
        """Hold the job's printer for so long from now; False when it is another's by now."""
        with self._transaction() as lane:
            until = self._now(lane) + timedelta(seconds=lease_seconds)
            return self._keep(lane, job.printer_key, job.fence, until)

    def save_rendered(
        self, job: PrintJob, data: bytes, sha256: str, version: str, lease_seconds: int = LEASE_SECONDS
    ) -> bool:
        """Keep the bytes that will be sent, and the printer for as long as sending may take."""
        values = {"of_job": job.id, "claim": job.fence, "data": data, "digest": sha256, "version": version}
        with self._transaction() as lane:
            until = self._now(lane) + timedelta(seconds=lease_seconds)
            return self._keep(lane, job.printer_key, job.fence, until) and lane.change(_SAVE, values) == 1

    def settle(self, job: PrintJob, state: JobState, failure: FailureKind | None, detail: str) -> bool:
        """Write down what became of the job, and let go of its printer."""
        with self._transaction() as lane:
            if not self._keep(lane, job.printer_key, job.fence, self._now(lane)):
                return False
            return lane.change(_SETTLE, _outcome(job, job.fence, state, failure, detail)) == 1

    # -- inside a transaction --------------------------------------------------------------------------------

    @staticmethod
    def _broke_off(lane: Lane, key: str, fence: int) -> bool:
        """Whether the last job on the printer ended in doubt; an answer since does not change that."""
        before = lane.read(_BEFORE, {"key": key, "claim": fence})
        doubt = (JobState.UNKNOWN, JobState.ACCEPTED, JobState.REPRINTED)
        return bool(before) and before[0][1] is not None and JobState(before[0][0]) in doubt

    def _take(self, lane: Lane, key: str, seat: str, now: datetime, until: datetime) -> int | None:
        """The printer's new fence; None while another PC holds it."""
        first = {"key": key, "held_by": seat, "until": until}
        if lane.change(_FIRST_LEASE[lane.dialect.name], first):
            return 1
        taken = {"of_key": key, "seat": seat, "machine": machine_of(seat), "now": now, "until": until}
        if not lane.change(_TAKE, taken):
            return None
        fence: int = lane.read(_FENCE, {"key": key})[0][0]
        return fence

    @staticmethod
    def _keep(lane: Lane, key: str, fence: int, until: datetime) -> bool:
        return lane.change(_KEEP, {"of_key": key, "of_fence": fence, "until": until}) == 1

    def _settle_left(self, lane: Lane, key: str, fence: int) -> list[PrintJob]:
        """What the printer's last holder left sending goes where it belongs after a crash."""
        settled = []
        for job in [q.job_of(row) for row in lane.read(_LEFT_AT, {"key": key})]:
            state = state_after_crash(job)
            failure = FailureKind.PROGRAM_ENDED if state is JobState.UNKNOWN else None
            said = f"found sending under fence {job.fence}, settled under {fence}"
            lane.change(_SETTLE, _outcome(job, fence, state, failure, said))
            settled.append(q.job_of(lane.read(q.PRINT_JOB, {"job_id": job.id})[0]))
        return settled

    @staticmethod
    def _now(lane: Lane) -> datetime:
        now: datetime = lane.read(_REAL_NOW)[0][0]
        return now

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


def _outcome(
    job: PrintJob, fence: int, state: JobState, failure: FailureKind | None, detail: str
) -> dict[str, Any]:
    return {
        "of_job": job.id,
        "claim": fence,
        "to": state.value,
        "why": failure.value if failure else None,
        "said": detail[:500],
    }
