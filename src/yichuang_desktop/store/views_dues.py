"""What falls due (R-REM-1): every running case with its reminders, in three statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select

from yichuang_desktop.domain import pausing
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.tracks import Approval
from yichuang_desktop.services.ports_dues import DueRow, ReminderRow
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.view_queries import DECIDING, HOLDS, A, C, one_of
from yichuang_desktop.store.views_base import Asking, Known

PAUSED = (Approval.SPECIAL_STEP.value, Approval.CORRECTING.value)
REMINDS, REPORTS = "remind", "report_overdue"
_DUE = func.coalesce(C.promise_due, C.legal_due)

DUE_CASES = Statement(
    select(
        C.case_id, C.revision, C.receipt_no, C.part_no, C.applicant_name, C.item_name, C.department,
        C.item_id, C.item_version, C.received_at, C.accepted_on, C.promise_due, C.legal_due, C.due_estimated,
        C.approval, C.special_step, C.step_due, C.extended,
    )
    .where(DECIDING)
    .order_by(_DUE.is_(None), _DUE, C.receipt_no, C.part_no)
    .limit(bindparam("limit"))
)  # fmt: skip
_ACT = select(A.case_id, A.kind, A.at, A.evidence, A.recorded_by).join(t.cases, C.case_id == A.case_id)
DUE_ACTS = Statement(
    _ACT.where(DECIDING, one_of(A.kind, [REMINDS, REPORTS]), HOLDS).order_by(A.case_id, A.case_revision)
)
PAUSED_ACTS = Statement(
    select(A.case_id, A.kind, A.at, A.evidence, A.sets)
    .join(t.cases, C.case_id == A.case_id)
    .where(and_(DECIDING, one_of(C.approval, PAUSED)), A.annuls.is_(None), HOLDS)
    .order_by(A.case_id, A.case_revision)
)
"""The whole history of cases that stand in a step: their due days move with every day it lasts."""


@dataclass(frozen=True, slots=True)
class Told:
    """An act as the clocks read it."""

    kind: str
    at: datetime
    evidence: Mapping[str, Any]
    sets: Mapping[str, Any]


class DueReads(Asking):
    """The part of the views that watches due days."""

    def due_cases(self, limit: int = 20_000) -> tuple[DueRow, ...]:
        """See :class:`ports_dues.DueViews`."""
        rows, acts, paused, moment = self._ask(
            (DUE_CASES, {"limit": limit}), (DUE_ACTS, {}), (PAUSED_ACTS, {}), (q.MOMENT, {})
        )
        histories = _histories(paused)
        with self._known() as known:
            said = said_of(acts, known)
            found = [_row(row, said, histories, known, moment[0][0]) for row in rows]
        return tuple(sorted(found, key=_soonest))


def said_of(
    acts: Sequence[Sequence[Any]], known: Known
) -> dict[UUID, tuple[list[ReminderRow], datetime | None]]:
    """Reminders and the last report of each case; ``acts`` by case, oldest first."""
    said: dict[UUID, tuple[list[ReminderRow], datetime | None]] = {}
    for case_id, kind, at, evidence, by in acts:
        reminders, reported = said.get(case_id, ([], None))
        if kind == REMINDS:
            reminders.append(reminder_of(at, evidence["call"], known.staff_name(by)))
        else:
            reported = at
        said[case_id] = (reminders, reported)
    return said


def reminder_of(at: datetime, call: Mapping[str, Any], by: str) -> ReminderRow:
    """A call as the log keeps it."""
    return ReminderRow(
        at, call.get("phone", ""), call.get("outcome", ""), call.get("told", ""), call.get("said", ""), by
    )


def _histories(paused: Sequence[Sequence[Any]]) -> dict[UUID, list[Told]]:
    histories: dict[UUID, list[Told]] = {}
    for case_id, kind, at, evidence, sets in paused:
        histories.setdefault(case_id, []).append(Told(kind, at, evidence, sets))
    return histories


def _row(
    row: Sequence[Any],
    said: Mapping[UUID, tuple[list[ReminderRow], datetime | None]],
    histories: Mapping[UUID, list[Told]],
    known: Known,
    now: datetime,
) -> DueRow:
    case_id, revision, receipt_no, part_no, applicant, item_name, department, item_id, version, *rest = row
    received, accepted_on, promise, legal, estimated, approval, step, step_due, extended = rest
    item = known.item(item_id, version)
    if case_id in histories:
        promise, legal, estimated = _moved(histories[case_id], item, known, now)
    reminders, reported = said.get(case_id, ([], None))
    return DueRow(
        case_id=case_id,
        revision=revision,
        number=receipt_no or part_no or "",
        applicant_name=applicant,
        item_name=item_name,
        department=department,
        phone=item.papers_phone if item else "",
        contact=item.handover_contact if item else "",
        accepted=_accepted(received, accepted_on),
        due_on=promise or legal,
        legal_due=legal,
        estimated=bool(estimated),
        approval=approval,
        special_step=step,
        step_due=step_due,
        extended=bool(extended),
        reminders=tuple(reminders),
        reported_at=reported,
    )


def _accepted(received: datetime | None, accepted_on: date | None) -> datetime | None:
    if received is None or accepted_on is None or received.date() == accepted_on:
        return received
    return received.replace(
        year=accepted_on.year, month=accepted_on.month, day=accepted_on.day, hour=0, minute=0
    )


def _moved(
    history: list[Told], item: ServiceItem | None, known: Known, now: datetime
) -> tuple[date | None, date | None, bool]:
    calendar = known.reading.calendar(known.lane)
    clocks = pausing.due_days(history, pausing.limits_of(item), calendar, now)
    both = [due for due in (clocks.promise, clocks.legal) if due]
    return (
        clocks.promise.on if clocks.promise else None,
        clocks.legal.on if clocks.legal else None,
        any(due.estimated for due in both),
    )


def _soonest(row: DueRow) -> tuple[bool, date, str]:
    return row.due_on is None, row.due_on or date.max, row.number
