"""The outbox in a unit of work and on screen."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Boolean,
    bindparam,
    case,
    distinct,
    exists,
    func,
    insert,
    literal_column,
    select,
    type_coerce,
    update,
)

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.pushes import MOVES_BY_HAND, PushKind, PushState
from yichuang_desktop.services.ports_pushes import PushEvent, PushRow, PushScope
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import tables as t
from yichuang_desktop.store import view_queries as v
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.transaction import Transaction
from yichuang_desktop.store.views_base import Asking

_O, _C, _E = t.outbox.c, t.cases.c, t.outbox_event.c
_LIVE = (_O.leased_until.is_not(None)) & (_O.leased_until > q.hall_moment.c.real_now)
_ENTERED_SINCE = exists(
    select(v.A.act_id).where(
        v.A.case_id == _O.case_id,
        v.one_of(v.A.kind, ["enter_on_platform"]),
        v.A.at >= _O.answered_at,
        v.HOLDS,
    )
)
_NUMBER_OPEN = (
    (_O.external_no != literal_column("''"))
    & (_C.platform_no != _O.external_no)
    & ~_ENTERED_SINCE
    & v.one_of(_O.state, ["answered", "sent"])
)
_DAY_OPEN = _O.confirmed_on.is_not(None) & (
    (v.one_of(_O.kind, ["accepted"]) & _C.platform_accepted_on.is_(None))
    | (v.one_of(_O.kind, ["concluded"]) & _C.platform_closed_on.is_(None))
)
_RANK = case(
    (v.one_of(_O.state, ["failed"]), 0),
    (_NUMBER_OPEN & (_C.platform_no != literal_column("''")), 0),
    (_NUMBER_OPEN | _DAY_OPEN, 1),
    (v.one_of(_O.state, ["waiting"]) & (_O.last_error != literal_column("''")), 2),
    (v.one_of(_O.state, ["sent", "waiting"]), 3),
    else_=4,
)
_OF_PUSH = (
    "push_id", "message_id", "case_id", "department", "kind", "state", "attempts", "next_try_at", "held_by",
    "receiver", "last_error", "external_no", "confirmed_on", "answer", "reason", "queued_at", "sent_at",
    "answered_at",
)  # fmt: skip
_OF_CASE = ("revision", "receipt_no", "part_no", "applicant_name", "item_name", "platform_no")
_JUDGED = {"on_its_way": _LIVE, "number_open": _NUMBER_OPEN, "day_open": _DAY_OPEN}
_NAMES = (*_OF_PUSH, *_OF_CASE, *_JUDGED)
_ROWS = select(
    *(_O[name] for name in _OF_PUSH),
    *(_C[name] for name in _OF_CASE),
    *(type_coerce(each, Boolean) for each in _JUDGED.values()),
).select_from(
    t.outbox.join(t.cases, _C.case_id == _O.case_id).join(
        q.hall_moment, literal_column("1") == literal_column("1")
    )
)
_OPEN = v.one_of(_O.state, ["waiting", "sent", "failed"]) | _NUMBER_OPEN | _DAY_OPEN
TO_SEE_TO = Statement(
    select(func.count(distinct(_O.case_id)))
    .select_from(t.outbox.join(t.cases, _C.case_id == _O.case_id))
    .where(v.one_of(_O.state, ["failed"]) | _NUMBER_OPEN | _DAY_OPEN)
)
"""How many cases wait for a person."""
_UNENTERED = (
    v.one_of(_O.kind, ["accepted"]) & (_C.platform_no == literal_column("''")) & v.one_of(
        _C.approval, ["received", "entered", "in_review", "special_step", "correcting", "approved", "closed"]
    )
)  # fmt: skip
_LIMIT: BindParameter[int] = bindparam("limit")
LISTS = {
    PushScope.OPEN: Statement(_ROWS.where(_OPEN).order_by(_RANK, _O.push_id).limit(_LIMIT)),
    PushScope.ALL: Statement(_ROWS.order_by(_O.push_id.desc()).limit(_LIMIT)),
    PushScope.UNENTERED: Statement(_ROWS.where(_UNENTERED).order_by(_O.push_id).limit(_LIMIT)),
}
PUSHES_OF_CASE = Statement(_ROWS.where(_O.case_id == bindparam("case_id")).order_by(_O.push_id))
ONE = Statement(_ROWS.where(_O.push_id == bindparam("push_id")))
EVENTS = Statement(
    select(_E.at, _E.by, _E.before, _E.after, _E.attempts, _E.receiver, _E.error, _E.external_no, _E.reason)
    .where(_E.push_id == bindparam("push_id"))
    .order_by(_E.event_id.desc())
    .limit(50)
)
ADD_PUSH = Statement(insert(t.outbox), ["message_id", "case_id", "kind", "department", "body"])
MOVE = Statement(
    update(t.outbox)
    .where(_O.push_id == bindparam("of_push"))
    .values(
        state=bindparam("to"),
        reason=bindparam("why"),
        held_by=bindparam("who"),
        next_try_at=None,
        leased_until=None,
    )
)


class OutboxWork(Transaction):
    """The part of a unit of work that tells the platform."""

    def add_push(
        self, message_id: UUID, case_id: UUID, kind: PushKind, department: str, body: Mapping[str, Any]
    ) -> None:
        values = {"message_id": message_id, "case_id": case_id, "kind": kind.value}
        self.later(ADD_PUSH, values | {"department": department, "body": body})

    def push(self, push_id: int) -> PushRow:
        return push_of(self.one(ONE, {"push_id": push_id}))

    def move_push(self, push_id: int, state: PushState, reason: str = "") -> None:
        before = self.push(push_id)
        if before.on_its_way:
            raise RuleViolation("push_on_its_way")
        if (before.state.value, state.value) not in MOVES_BY_HAND:
            raise RuleViolation("push_move_forbidden", state=before.state)
        if state is PushState.GIVEN_UP and not reason.strip():
            raise RuleViolation("push_reason_lacking")
        values = {"of_push": push_id, "to": state.value, "why": reason.strip(), "who": self.login}
        self.lane.change(MOVE, values)


class OutboxViews(Asking):
    """The part of the views that shows messages."""

    def pushes(self, scope: PushScope, limit: int = 500) -> tuple[PushRow, ...]:
        return tuple(push_of(row) for row in self._ask((LISTS[scope], {"limit": limit}))[0])

    def pushes_of(self, case_id: UUID) -> tuple[PushRow, ...]:
        return tuple(push_of(row) for row in self._ask((PUSHES_OF_CASE, {"case_id": case_id}))[0])

    def push_events(self, push_id: int) -> tuple[PushEvent, ...]:
        rows = self._ask((EVENTS, {"push_id": push_id}))[0]
        with self._known() as known:
            return tuple(
                PushEvent(at, known.staff_name(by), PushState(before), PushState(after), *rest)
                for at, by, before, after, *rest in rows
            )


def push_of(row: Sequence[Any]) -> PushRow:
    """A message from a row of the lists."""
    values = dict(zip(_NAMES, row, strict=True))
    part_no = values.pop("part_no")
    values["receipt_no"] = values["receipt_no"] or part_no
    values["kind"], values["state"] = PushKind(values["kind"]), PushState(values["state"])
    for name in ("on_its_way", "number_open", "day_open"):
        values[name] = bool(values[name])
    return PushRow(**values)
