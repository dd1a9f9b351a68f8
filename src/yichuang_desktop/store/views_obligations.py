"""What is still owed, of all cases, soonest first (R-IN-4/5/6): three questions in one trip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from yichuang_desktop.domain.clocks import NOTICE_ALARM_DAYS, NOTICE_DAYS, SOON_DAYS
from yichuang_desktop.domain.obligations import ObligationKind, still_owed
from yichuang_desktop.domain.tracks import Approval, Papers, Track
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.ports_obligations import ObligationRow
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.view_queries import HERE, HOLDS, one_of
from yichuang_desktop.store.views_base import Asking, Known

C, A = t.cases.c, t.act.c
NOTICE = and_(
    C.notice_due.is_not(None), C.approval == Approval.DRAFT.value, C.papers == Papers.WITH_WINDOW.value
)
SUPPLY = and_(
    C.supply_due.is_not(None),
    C.supplement_owed,
    one_of(C.approval, TABLE["supply_deferred"].moves[Track.APPROVAL]),
)
CHECK = and_(
    C.check_due.is_not(None), one_of(C.approval, TABLE["check_commitment_kept"].moves[Track.APPROVAL])
)
_ROW = (
    C.case_id, C.revision, C.receipt_no, C.applicant_name, C.applicant, C.item_name, C.department, C.item_id,
    C.item_version, C.received_at, C.accepted_on, C.counter, C.first_handler, C.approval,
)  # fmt: skip


def _rows(condition: ColumnElement[bool], due: Any) -> Statement:
    return Statement(
        select(*_ROW, due).where(condition, HERE).order_by(due, C.case_id).limit(bindparam("limit"))
    )


def _acts(condition: ColumnElement[bool], *kinds: str) -> Statement:
    return Statement(
        select(A.case_id, A.kind, A.evidence, A.recorded_by)
        .join(t.cases, C.case_id == A.case_id)
        .where(condition, HERE, one_of(A.kind, kinds), HOLDS)
        .order_by(A.case_id, A.case_revision)
    )


NOTICES, NOTICE_ACTS = _rows(NOTICE, C.notice_due), _acts(NOTICE, "keep_papers")
SUPPLIES = _rows(SUPPLY, C.supply_due)
SUPPLY_ACTS = _acts(SUPPLY, "accept_conditionally", "supply_deferred")
CHECKS, CHECK_ACTS = _rows(CHECK, C.check_due), _acts(CHECK, "accept_on_commitment")


_BY_NOTICE, _BY_OTHER = (bindparam(name, type_=C.notice_due.type) for name in ("notice_by", "other_by"))
_ALARMED = or_(
    and_(NOTICE, C.notice_due <= _BY_NOTICE),
    and_(SUPPLY, C.supply_due <= _BY_OTHER),
    and_(CHECK, C.check_due <= _BY_OTHER),
)
OWED_SOON = Statement(
    select(
        select(func.count()).select_from(t.cases).where(_ALARMED, HERE).scalar_subquery(),
        select(func.count()).select_from(t.cases).where(_ALARMED).scalar_subquery(),
    )
)
"""How many cases owe something today or soon, or are late: at the window, in the hall."""


def alarms(today: date, calendar: WorkCalendar) -> dict[str, date]:
    """Up to which days an obligation is an alarm: a notice on its fourth day, others two days before."""
    return {
        "notice_by": calendar.add_workdays(today, NOTICE_DAYS - NOTICE_ALARM_DAYS).on,
        "other_by": calendar.add_workdays(today, SOON_DAYS).on,
    }


@dataclass(frozen=True, slots=True)
class _Told:
    """An act as far as it tells what is owed."""

    kind: str
    evidence: Mapping[str, Any]
    recorded_by: str


class ObligationReads(Asking):
    """The part of the views that knows what is owed."""

    def obligations(self, counter: int | None, limit: int = 500) -> tuple[ObligationRow, ...]:
        """As the port says."""
        here = {"counter": counter or 0}
        page = here | {"limit": limit}
        notices, notice_acts, supplies, supply_acts, checks, check_acts = self._ask(
            (NOTICES, page), (NOTICE_ACTS, here), (SUPPLIES, page), (SUPPLY_ACTS, here), (CHECKS, page),
            (CHECK_ACTS, here),
        )  # fmt: skip
        told = _by_case((*notice_acts, *supply_acts, *check_acts))
        kinds = (
            (ObligationKind.NOTICE, notices),
            (ObligationKind.SUPPLY, supplies),
            (ObligationKind.CHECK, checks),
        )
        with self._known() as known:
            found = [_row(known, kind, row, told.get(row[0], ())) for kind, rows in kinds for row in rows]
        return tuple(sorted(found, key=lambda row: (row.due, row.receipt_no))[:limit])


def _by_case(acts: Sequence[Sequence[Any]]) -> dict[UUID, list[_Told]]:
    told: dict[UUID, list[_Told]] = {}
    for case_id, kind, evidence, by in acts:
        told.setdefault(case_id, []).append(_Told(kind, evidence, by))
    return told


def _row(known: Known, kind: ObligationKind, row: Sequence[Any], told: Sequence[_Told]) -> ObligationRow:
    (
        case_id, revision, receipt_no, name, applicant, item_name, department, item_id, version, received_at,
        accepted_on, counter, first_handler, approval, due,
    ) = row  # fmt: skip
    item = known.item(item_id, version)
    since: date | None = accepted_on or (received_at.date() if received_at else None)
    return ObligationRow(
        case_id=case_id,
        revision=revision,
        kind=kind,
        receipt_no=receipt_no or "",
        applicant_name=name or _kept_for(told),
        phone=(applicant or {}).get("phone", "") or _kept_phone(told),
        item_name=item_name,
        department=department,
        department_phone=item.papers_phone if item else "",
        owed=_owed(kind, told),
        due=due,
        since=since,
        counter=counter,
        handler_name=known.staff_name(first_handler or (told[0].recorded_by if told else "")),
        approval=approval,
    )


def _kept_for(told: Sequence[_Told]) -> str:
    return next(
        (str(one.evidence["papers_kept"]["applicant"]) for one in told if one.kind == "keep_papers"), ""
    )


def _kept_phone(told: Sequence[_Told]) -> str:
    return next((str(one.evidence["papers_kept"]["phone"]) for one in told if one.kind == "keep_papers"), "")


def _owed(kind: ObligationKind, told: Sequence[_Told]) -> tuple[str, ...]:
    if kind is ObligationKind.SUPPLY:
        return tuple(one.name for one in still_owed(told))
    if kind is ObligationKind.CHECK:
        return tuple(
            str(name)
            for one in told
            if one.kind == "accept_on_commitment"
            for name in (
                one.evidence["informed_commitment"]["replaced"]
                or [one.evidence["informed_commitment"]["scope"]]
            )
        )
    return tuple(
        str(row["name"])
        for one in told
        if one.kind == "keep_papers"
        for row in one.evidence["papers_kept"]["rows"]
    )
