"""The outbox as the hall's pusher works it: claims with leases, told by attempt; one sender a hall.

Every call is one committed transaction.  Leases and pauses run on the database's real time, also where the
hall's is simulated.  The pusher has an identity of its own: on PostgreSQL no person's log-in may claim a
message or write what a receiver answered.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, case, func, literal_column, or_, select, update

from yichuang_desktop.domain.pushes import Handed, Push, PushKind, PushState
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import Lane, Lanes
from yichuang_desktop.store.statements import Statement

_O = t.outbox.c
_EARLIER = t.outbox.alias("earlier")
_REAL_NOW = Statement(select(q.hall_moment.c.real_now))
_NOW = bindparam("now", type_=_O.leased_until.type)


def _is(column: Any, *words: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.in_([literal_column(f"'{word}'") for word in words])
    return found


def _listed(parameter: str) -> ColumnElement[bool]:
    """Whether the department stands in a list like ``|市场监督管理局|税务局|``."""
    of = literal_column("'|'").concat(_O.department).concat(literal_column("'|'"))
    return func.replace(bindparam(parameter), of, "") != bindparam(parameter)


_FREE = or_(_O.leased_until.is_(None), _O.leased_until <= _NOW)
_DUE = or_(
    _is(_O.state, "waiting") & or_(_O.next_try_at.is_(None), _O.next_try_at <= _NOW),
    _is(_O.state, "sent") & (_O.next_try_at <= _NOW),
)
_FIRST_OF_ITS_CASE = ~(
    select(_EARLIER.c.push_id)
    .where(
        _EARLIER.c.case_id == _O.case_id,
        _EARLIER.c.push_id < _O.push_id,
        _is(_EARLIER.c.state, "waiting", "failed"),
    )
    .exists()
)
_OURS_TO_SEND = or_(bindparam("whole") == 1, _listed("only")) & ~_listed("but")
_COLUMNS = (_O.push_id, _O.message_id, _O.kind, _O.department, _O.body, _O.state, _O.attempts)
_NEXT = Statement(
    select(*_COLUMNS).where(_FREE, _DUE, _FIRST_OF_ITS_CASE, _OURS_TO_SEND).order_by(_O.push_id).limit(1)
)
_OF_MESSAGE = Statement(select(*_COLUMNS, _O.leased_until).where(_O.message_id == bindparam("message_id")))
_BUSY = Statement(select(_O.push_id).where(_O.leased_until > _NOW).limit(1))
_ONE_AT_A_TIME = Statement(select(func.pg_advisory_xact_lock(func.hashtext("outbox"))))
_CLAIM = Statement(
    update(t.outbox)
    .where(_O.push_id == bindparam("of_push"), _O.attempts == bindparam("attempt"), _FREE)
    .values(
        state=_O.state,
        attempts=_O.attempts + 1,
        held_by=bindparam("seat"),
        leased_until=bindparam("until"),
    )
)
_SETTLE = Statement(
    update(t.outbox)
    .where(
        _O.push_id == bindparam("of_push"),
        _O.attempts == bindparam("attempt"),
        _O.leased_until.is_not(None),
    )
    .values(
        state=bindparam("to"),
        leased_until=None,
        next_try_at=bindparam("again_at", type_=_O.next_try_at.type),
        receiver=bindparam("to_whom"),
        last_error=bindparam("trouble"),
        # The first number stays: a receiver that says another one later is believed once.
        external_no=case((_O.external_no == literal_column("''"), bindparam("number")), else_=_O.external_no),
        confirmed_on=func.coalesce(bindparam("day", type_=_O.confirmed_on.type), _O.confirmed_on),
        answer=bindparam("words"),
    )
)
_RECOVER = Statement(
    update(t.outbox)
    .where(_O.held_by == bindparam("seat"), _O.leased_until.is_not(None))
    .values(state=_O.state, leased_until=None)
)


class StoreOutbox:
    """The hall's messages, seen from one pusher."""

    def __init__(self, lanes: Lanes, *, own_lanes: bool = False) -> None:
        """``own_lanes``: they are the pusher's alone and go with it."""
        self._lanes = lanes
        self._own_lanes = own_lanes

    def recover(self, seat: str) -> int:
        """Let go what a crash of this seat left claimed; says how many."""
        with self._transaction() as lane:
            return lane.change(_RECOVER, {"seat": seat})

    def claim_next(
        self, seat: str, lease_seconds: int, only: frozenset[str] | None, but: frozenset[str]
    ) -> Push | None:
        """Take the oldest message that is due; None when there is none or another claim is alive."""
        wanted = {"whole": int(only is None), "only": _list(only or ()), "but": _list(but)}
        with self._transaction() as lane:
            now = _now(lane)
            if not lane.read(_NEXT, wanted | {"now": now}):
                return None
            self._alone(lane)
            rows = lane.read(_NEXT, wanted | {"now": now})
            if not rows or lane.read(_BUSY, {"now": now}):
                return None
            return self._claimed(lane, rows[0], seat, lease_seconds, now)

    def claim_sent(self, message_id: UUID, seat: str, lease_seconds: int) -> Push | None:
        """Take a message whose answer has come; as it stands, unclaimed, when it needs none any more."""
        with self._transaction() as lane:
            self._alone(lane)
            now, rows = _now(lane), lane.read(_OF_MESSAGE, {"message_id": message_id})
            if not rows:
                return None
            push, until = _push(rows[0]), rows[0][len(_COLUMNS)]
            if push.state not in (PushState.WAITING, PushState.SENT):
                return push
            if until is not None and until > now:
                return None
            return self._claimed(lane, rows[0], seat, lease_seconds, now)

    def settle(self, push: Push, handed: Handed, receiver: str) -> bool:
        """Write down what became of it; False when the claim is not this one's any more."""
        with self._transaction() as lane:
            pause = handed.again_in
            again_at = None if pause is None else _now(lane) + timedelta(seconds=pause)
            values = {
                "of_push": push.push_id,
                "attempt": push.attempts,
                "to": handed.state.value,
                "again_at": again_at,
                "to_whom": receiver,
                "trouble": say_code(handed.trouble, handed.facts) if handed.trouble else "",
                "number": handed.answer.platform_no,
                "day": handed.answer.confirmed_on,
                "words": handed.answer.words,
            }
            return lane.change(_SETTLE, values) == 1

    def close(self) -> None:
        """Close its connections, where they are its own."""
        if self._own_lanes:
            self._lanes.close()

    def _alone(self, lane: Lane) -> None:
        if lane.dialect.name == "postgresql":
            lane.write(_ONE_AT_A_TIME, {})

    @staticmethod
    def _claimed(lane: Lane, row: Sequence[Any], seat: str, lease_seconds: int, now: datetime) -> Push | None:
        push = _push(row)
        until = now + timedelta(seconds=lease_seconds)
        claim = {
            "of_push": push.push_id,
            "attempt": push.attempts,
            "seat": seat,
            "until": until,
            "now": now,
        }
        return _push(row, push.attempts + 1, now) if lane.change(_CLAIM, claim) else None

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


def _push(row: Sequence[Any], attempts: int | None = None, claimed_at: datetime | None = None) -> Push:
    push_id, message_id, kind, department, body, state, before = row[: len(_COLUMNS)]
    return Push(
        push_id,
        message_id,
        PushKind(kind),
        department,
        body,
        PushState(state),
        before if attempts is None else attempts,
        claimed_at,
    )


def _list(departments: Any) -> str:
    return "|" + "".join(f"{name}|" for name in sorted(departments))


def _now(lane: Lane) -> datetime:
    now: datetime = lane.read(_REAL_NOW)[0][0]
    return now
