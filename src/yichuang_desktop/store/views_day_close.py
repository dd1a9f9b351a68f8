"""What is left on any desk of the hall at a day's end: one question a kind, all in one trip (peers 10)."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import BindParameter, bindparam, exists, select

from yichuang_desktop.domain.day_close import Left, LeftKind
from yichuang_desktop.domain.print_jobs import JobState
from yichuang_desktop.domain.tracks import Approval
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.columns import ZONE
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.view_queries import TO_CALL, TO_PASS_ON, WAITING, A, C, one_of
from yichuang_desktop.store.views_base import Asking, Known
from yichuang_desktop.store.views_consultation import REFERRALS
from yichuang_desktop.store.views_obligations import NOTICE, alarms

MOST = 2000
_LIMIT: BindParameter[int] = bindparam("limit")
_CASE = (
    C.case_id, C.receipt_no, C.part_no, C.applicant_name, C.item_name, C.counter, C.first_handler, C.moved_at,
    C.department, C.papers, C.part_of,
)  # fmt: skip


def _left(condition: Any) -> Statement:
    return Statement(select(*_CASE).where(condition).order_by(C.counter, C.moved_at).limit(_LIMIT))


WAIT, PASS_ON, CALL = _left(WAITING), _left(TO_PASS_ON), _left(TO_CALL)
_D = t.draft.c
DRAFTS = Statement(
    select(
        C.case_id, _D.form["applicant"]["name"].as_string(), C.item_name, C.counter, _D.clerk, C.moved_at,
        C.notice_due, C.papers,
    )
    .outerjoin(t.draft, _D.case_id == C.case_id)
    .where(one_of(C.approval, [Approval.DRAFT.value]))
    .order_by(C.counter, C.moved_at)
    .limit(_LIMIT)
)  # fmt: skip
NOTICES = Statement(
    select(*_CASE, C.notice_due)
    .where(NOTICE, C.notice_due <= bindparam("notice_by", type_=C.notice_due.type))
    .order_by(C.counter, C.notice_due)
    .limit(_LIMIT)
)
_J = t.print_job.c
PRINTS = Statement(
    select(
        _J.job_id, _J.kind, _J.state, _J.printer, _J.requested_at, _J.requested_by, _J.case_id, C.receipt_no,
        C.applicant_name, C.item_name,
    )
    .outerjoin(t.cases, C.case_id == _J.case_id)
    .where(one_of(_J.state, ["queued", "sending", "unknown", "failed"]))
    .order_by(_J.requested_at)
    .limit(_LIMIT)
)  # fmt: skip
_O = t.outbox.c
PUSHES = Statement(
    select(*_CASE, _O.push_id, _O.department, _O.last_error, _O.queued_at)
    .join(t.cases, C.case_id == _O.case_id)
    .where(one_of(_O.state, ["failed"]))
    .order_by(_O.push_id)
    .limit(_LIMIT)
)
_S, _R = t.service_event.c, q.rating_seen.c
_UNDONE = t.act.alias("undone")
UNRATED = Statement(
    select(
        _S.event_id, _S.kind, _S.opened_at, _S.counter, _S.clerk, C.case_id, C.receipt_no, C.applicant_name,
        C.item_name,
    )
    .join(t.cases, C.case_id == _S.case_id)
    .where(
        _S.opened_at >= bindparam("midnight", type_=A.at.type),
        ~exists(select(_R.event_id).where(_R.event_id == _S.event_id)),
        ~exists(select(_UNDONE.c.act_id).where(_UNDONE.c.annuls == _S.event_id)),
    )
    .order_by(_S.opened_at)
    .limit(_LIMIT)
)  # fmt: skip


class LeftReads(Asking):
    """The part of the views that lists what is left."""

    def left_on_desks(self, day: date) -> tuple[Left, ...]:
        """See :class:`ports_archive.ArchiveViews`."""
        page = {"limit": MOST}
        with self._known() as known:
            due = alarms(day, known.reading.calendar(known.lane))["notice_by"]
        midnight = {"midnight": datetime.combine(day, time(), ZONE)}
        waiting, passing, calling, drafts, notices, prints, pushes, unrated, questions = self._ask(
            (WAIT, page), (PASS_ON, page), (CALL, page), (DRAFTS, page), (NOTICES, page | {"notice_by": due}),
            (PRINTS, page), (PUSHES, page), (UNRATED, page | midnight), (REFERRALS, page),
        )  # fmt: skip
        with self._known() as known:
            found = [
                *(_notice(row, known) for row in notices),
                *_drafts(drafts, {row[0] for row in notices}, known),
                *(_case(_waiting(row), row, known) for row in waiting),
                *(_case(LeftKind.UNREGISTERED, row, known) for row in passing),
                *(_case(LeftKind.UNPHONED, row, known) for row in calling),
                *(_question(row, day) for row in questions if row[2] is not None and row[2] < day),
                *(_print(row, known) for row in prints),
                *(_push(row, known) for row in pushes),
                *(_service(row, known) for row in unrated),
            ]
        order = list(LeftKind)
        return tuple(sorted(found, key=lambda left: (left.counter, order.index(left.kind))))


def _waiting(row: Sequence[Any]) -> LeftKind:
    return LeftKind.UNHANDED if row[9] == "with_window" else LeftKind.UNSIGNED


def _case(kind: LeftKind, row: Sequence[Any], known: Known, key: str = "", detail: str = "") -> Left:
    case_id, receipt_no, part_no, applicant, item, counter, handler, moved_at, department, *_rest = row
    return Left(
        kind=kind,
        key=key or case_id.hex,
        counter=counter,
        case_id=case_id,
        number=receipt_no or part_no or "",
        applicant_name=applicant,
        item_name=item,
        since=moved_at,
        responsible=known.staff_name(handler or ""),
        detail=detail or (department if kind in _OF_DEPARTMENT else ""),
    )


_OF_DEPARTMENT = (LeftKind.UNHANDED, LeftKind.UNSIGNED)


def _notice(row: Sequence[Any], known: Known) -> Left:
    return _case(LeftKind.NOTICE, row, known, detail=f"{row[-1]:%m-%d}前必须告知或受理")


def _drafts(rows: Sequence[Sequence[Any]], noticed: set[Any], known: Known) -> list[Left]:
    """Drafts open; papers kept within their five days are the next day's work, not left over."""
    return [
        Left(LeftKind.DRAFT, row[0].hex, row[3], row[0], "", row[1] or "", row[2], row[5],
             known.staff_name(row[4] or ""))
        for row in rows
        if row[0] not in noticed and row[6] is None
    ]  # fmt: skip


def _question(row: Sequence[Any], day: date) -> Left:
    case_id, number, due, question, item_name, department, applicant, counter = row
    over = f"{department}，应于{due:%m-%d}答复"
    name = (applicant or {}).get("name", "")
    return Left(
        LeftKind.QUESTION, case_id.hex, counter, case_id, number, name, item_name or question, None, "", over
    )


def _print(row: Sequence[Any], known: Known) -> Left:
    job_id, _kind, state, printer, at, by, case_id, receipt_no, applicant, item = row
    serial = printer.rpartition("-")[2]
    return Left(
        LeftKind.PRINT, str(job_id), int(serial) if serial.isdigit() else 0, case_id, receipt_no or "",
        applicant or "", item or "", at, known.staff_name(by), JobState(state).title,
    )  # fmt: skip


def _push(row: Sequence[Any], known: Known) -> Left:
    *_case_columns, push_id, department, error, _queued = row
    return _case(LeftKind.PUSH, row, known, key=str(push_id), detail=error or department or "平台")


def _service(row: Sequence[Any], known: Known) -> Left:
    event_id, _kind, opened_at, counter, clerk, case_id, receipt_no, applicant, item = row
    return Left(
        LeftKind.UNRATED, event_id.hex, counter or 0, case_id, receipt_no or "", applicant, item, opened_at,
        known.staff_name(clerk),
    )  # fmt: skip
