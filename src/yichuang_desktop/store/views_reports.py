"""The day's counterfoils, the month's notes and overdue cases: a few statements, however many rows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select

from yichuang_desktop.domain.evidence import PerformanceCause
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.performance import OVERDUE
from yichuang_desktop.domain.tracks import Counterfoil, Papers
from yichuang_desktop.services.ports_reports import CounterfoilRow, NoteRow, OverdueRow
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.columns import ZONE
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.view_queries import (
    CALLS_DEPARTMENT,
    DECIDING,
    HANDING_OVER,
    HOLDS,
    A,
    C,
    one_of,
)
from yichuang_desktop.store.views_base import Asking, Known
from yichuang_desktop.store.views_dues import REMINDS, REPORTS, said_of

NOTES = "note_performance"
_OVER_A_WINDOW = (Channel.COUNTER.value, Channel.LIFE_EVENT.value, Channel.MAIL.value)
_FROM, _UNTIL = bindparam("start", type_=A.at.type), bindparam("end", type_=A.at.type)
_OF_DAY = and_(
    C.received_at >= _FROM,
    C.received_at < _UNTIL,
    one_of(C.channel, _OVER_A_WINDOW),
    or_(C.receipt_no.is_not(None), C.part_of != ""),
    or_(C.counterfoil != Counterfoil.NOT_APPLICABLE.value, C.papers != Papers.NOT_APPLICABLE.value),
    ~one_of(C.approval, ["void", "draft", "notified", "abandoned", "not_accepted"]),
)
COUNTERFOILS = Statement(
    select(
        C.case_id, C.receipt_no, C.part_no, C.applicant_name, C.item_name, C.department, C.item_id,
        C.item_version, C.copies, C.received_at, C.collection_due, C.first_handler, C.counter,
    )
    .where(_OF_DAY)
    .order_by(C.department, C.receipt_no, C.part_no)
)  # fmt: skip
COUNTERFOIL_ACTS = Statement(
    select(A.case_id, A.kind, A.at, A.doer_name)
    .join(t.cases, C.case_id == A.case_id)
    .where(_OF_DAY, one_of(A.kind, (CALLS_DEPARTMENT, *HANDING_OVER)), HOLDS)
    .order_by(A.case_id, A.case_revision)
)
PERFORMANCE_NOTES = Statement(
    select(
        A.case_id, C.receipt_no, C.part_no, C.item_name, C.department, A.kind, A.evidence, A.reason, A.at,
        A.recorded_by,
    )
    .join(t.cases, C.case_id == A.case_id)
    .where(one_of(A.kind, (NOTES, REPORTS)), A.at >= _FROM, A.at < _UNTIL, HOLDS)
    .order_by(C.department, A.at)
)  # fmt: skip
_NOTED = select(A.case_id).where(one_of(A.kind, (NOTES, REPORTS)), A.at >= _FROM, A.at < _UNTIL, HOLDS)
_CALLED = t.act.alias("called")
NOTED_CALLS = Statement(
    select(_CALLED.c.case_id, func.count())
    .where(one_of(_CALLED.c.kind, (CALLS_DEPARTMENT, REMINDS)), _CALLED.c.case_id.in_(_NOTED))
    .group_by(_CALLED.c.case_id)
)

_DUE = func.coalesce(C.promise_due, C.legal_due)
_DECISION = and_(
    one_of(A.approval_after, ["approved", "refused", "returned", "closed"]),
    ~one_of(A.approval_before, ["approved", "refused", "returned", "closed", "not_applicable"]),
    HOLDS,
)
"""The act by which a case came to be decided."""
_OVERDUE = (
    C.case_id, C.receipt_no, C.part_no, C.applicant_name, C.item_name, C.department, C.received_at, _DUE,
    C.due_estimated,
)  # fmt: skip
_BOUND = bindparam("bound", type_=C.promise_due.type)
UNDECIDED_LATE = Statement(
    select(*_OVERDUE).where(DECIDING, _DUE < _BOUND, C.received_at.is_not(None)).order_by(C.department, _DUE)
)
DECIDED_LATE = Statement(
    select(*_OVERDUE, A.at, C.decided_on)
    .join(t.act, A.case_id == C.case_id)
    .where(_DECISION, A.at >= _FROM, A.at < _UNTIL, _DUE.is_not(None), C.received_at.is_not(None))
    .order_by(C.department, _DUE)
)
OVERDUE_ACTS = Statement(
    select(A.case_id, A.kind, A.at, A.evidence, A.recorded_by)
    .join(t.cases, C.case_id == A.case_id)
    .where(one_of(A.kind, (REMINDS, REPORTS)), _DUE < _BOUND, A.at < _UNTIL, HOLDS)
    .order_by(A.case_id, A.case_revision)
)


class ReportReads(Asking):
    """The part of the views that lists and reports are made from."""

    def counterfoils_of(self, day: date) -> tuple[CounterfoilRow, ...]:
        """See :class:`ports_reports.ReportViews`."""
        span = _span(day, day)
        rows, acts = self._ask((COUNTERFOILS, span), (COUNTERFOIL_ACTS, span))
        signed, calls = _signed_and_called(acts)
        with self._known() as known:
            return tuple(_counterfoil(row, signed, calls, known) for row in rows)

    def performance_notes(self, first: date, last: date) -> tuple[NoteRow, ...]:
        """See :class:`ports_reports.ReportViews`."""
        span = _span(first, last)
        rows, counted = self._ask((PERFORMANCE_NOTES, span), (NOTED_CALLS, span))
        calls: dict[UUID, int] = {case_id: number for case_id, number in counted}
        with self._known() as known:
            return tuple(_note(row, calls, known) for row in rows)

    def overdue_cases(self, first: date, last: date, today: date) -> tuple[OverdueRow, ...]:
        """See :class:`ports_reports.ReportViews`."""
        bound = min(today, last + timedelta(days=1))
        asked = _span(first, last) | {"bound": bound}
        late, decided, acts = self._ask((UNDECIDED_LATE, asked), (DECIDED_LATE, asked), (OVERDUE_ACTS, asked))
        with self._known() as known:
            said = said_of(acts, known)
        rows = [_overdue(row, None, said) for row in late]
        for row in decided:
            *facts, at, decided_on = row
            day = decided_on or at.date()
            if day > facts[7]:
                rows.append(_overdue(facts, day, said))
        return tuple(sorted(rows, key=lambda one: (one.department, one.due, one.number)))


def _span(first: date, last: date) -> dict[str, datetime]:
    return {
        "start": datetime.combine(first, time(), ZONE),
        "end": datetime.combine(last + timedelta(days=1), time(), ZONE),
    }


def _signed_and_called(
    acts: Sequence[Sequence[Any]],
) -> tuple[dict[UUID, tuple[str, datetime]], dict[UUID, int]]:
    signed: dict[UUID, tuple[str, datetime]] = {}
    calls: dict[UUID, int] = {}
    for case_id, kind, at, doer in acts:
        if kind == CALLS_DEPARTMENT:
            calls[case_id] = calls.get(case_id, 0) + 1
        else:
            signed[case_id] = (doer, at)
    return signed, calls


def _counterfoil(
    row: Sequence[Any],
    signed: Mapping[UUID, tuple[str, datetime]],
    calls: Mapping[UUID, int],
    known: Known,
) -> CounterfoilRow:
    case_id, receipt_no, part_no, applicant, item_name, department, item_id, version, copies, *rest = row
    accepted_at, collection_due, handler, counter = rest
    item = known.item(item_id, version)
    signed_by, signed_at = signed.get(case_id, ("", None))
    return CounterfoilRow(
        case_id=case_id,
        number=receipt_no or part_no,
        applicant_name=applicant,
        item_name=item_name,
        department=department,
        phone=item.papers_phone if item else "",
        copies=copies,
        accepted_at=accepted_at,
        collection_due=collection_due,
        first_handler=known.staff_name(handler or ""),
        counter=counter or 0,
        signed_by=signed_by,
        signed_at=signed_at,
        calls=calls.get(case_id, 0),
    )


def _note(row: Sequence[Any], calls: Mapping[UUID, int], known: Known) -> NoteRow:
    case_id, receipt_no, part_no, item_name, department, kind, evidence, reason, at, by = row
    cause = evidence["performance_note"]["cause"] if kind == NOTES else ""
    return NoteRow(
        case_id=case_id,
        number=receipt_no or part_no or "",
        item_name=item_name,
        department=department,
        fault=PerformanceCause(cause).title if cause else OVERDUE,
        facts=reason,
        noted_at=at,
        noted_by=known.staff_name(by),
        calls=calls.get(case_id, 0),
    )


def _overdue(row: Sequence[Any], decided_on: date | None, said: Mapping[UUID, Any]) -> OverdueRow:
    case_id, receipt_no, part_no, applicant, item_name, department, received_at, due, estimated = row
    reminders, reported = said.get(case_id, ([], None))
    return OverdueRow(
        case_id=case_id,
        number=receipt_no or part_no or "",
        applicant_name=applicant,
        item_name=item_name,
        department=department,
        received_on=received_at.date(),
        due=due,
        estimated=bool(estimated),
        decided_on=decided_on,
        reminders=tuple(reminders),
        reported_at=reported,
    )
