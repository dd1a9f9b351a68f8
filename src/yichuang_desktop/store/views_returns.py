"""Papers to be given back, results by mail, results nobody fetches: a page of cases with their acts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, literal_column, or_, select

from yichuang_desktop.domain.tracks import Approval, Papers, Result
from yichuang_desktop.services.ports_returns import AT_ONCE, ReturnList, ReturnRow
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.view_queries import HOLDS, A, C, may, one_of
from yichuang_desktop.store.views_base import Asking

SHOWN_AFTER_DELIVERY = timedelta(days=7)
STOPPED = (Approval.WITHDRAWN.value, Approval.TERMINATED.value, Approval.VOID.value)
CALLS = ("call_for_return", "call_applicant")
SENDS = ("mail_result", "file_customer_slip", "hand_result_to_courier")
ARRIVES = ("send_back", "bring_papers_back", "book_in_result", "take_in_returned_mail")
CAME_BACK, DELIVERED, ESCALATED = "take_in_returned_mail", "confirm_delivery", "escalate_uncollected"
BY_MAIL: ColumnElement[str] = literal_column("'mail'")

HELD = or_(
    and_(C.papers == Papers.WITH_ISSUANCE.value, may("call_for_return")),
    and_(one_of(C.approval, STOPPED), C.papers == Papers.WITH_DEPARTMENT.value),
    and_(C.approval == Approval.RETURNED.value, C.papers == Papers.NOT_APPLICABLE.value),
)
HERE = one_of(C.result, [Result.WITH_ISSUANCE.value, Result.NOTIFIED.value])
ON_ITS_WAY = one_of(C.result, [Result.MAILED.value, Result.WITH_COURIER.value])
MAIL = or_(
    and_(C.delivery == BY_MAIL, HERE),
    ON_ITS_WAY,
    and_(
        C.delivery == BY_MAIL,
        C.result == Result.DELIVERED.value,
        C.moved_at >= bindparam("since", type_=C.moved_at.type),
    ),
)
_CALLED = select(A.act_id).where(A.case_id == C.case_id, A.kind == "call_applicant", HOLDS)
_FIRST_CALL = (
    select(func.min(A.at)).where(A.case_id == C.case_id, A.kind == "call_applicant", HOLDS).scalar_subquery()
)
UNCOLLECTED = and_(may(ESCALATED), C.delivery != BY_MAIL, exists(_CALLED))

_ORDER: dict[ReturnList, tuple[Any, ...]] = {
    ReturnList.HELD: (C.papers == Papers.WITH_DEPARTMENT.value, C.moved_at, C.case_id),
    ReturnList.MAIL: (~HERE, C.result == Result.DELIVERED.value, C.moved_at, C.case_id),
    ReturnList.UNCOLLECTED: (_FIRST_CALL, C.case_id),
}
_WHERE: dict[ReturnList, ColumnElement[bool]] = {
    ReturnList.HELD: HELD,
    ReturnList.MAIL: MAIL,
    ReturnList.UNCOLLECTED: UNCOLLECTED,
}
_COLUMNS = (
    C.case_id, C.revision, func.coalesce(C.receipt_no, C.part_no), C.applicant_name,
    C.applicant["phone"].as_string(), C.item_name, C.department, C.approval, C.papers, C.result,
    C.result_name, C.result_no, C.waybill_no, C.mail_to, C.moved_at,
)  # fmt: skip


def _page(which: ReturnList, *columns: Any) -> Any:
    return (
        select(*columns)
        .where(_WHERE[which])
        .order_by(*_ORDER[which])
        .offset(bindparam("after"))
        .limit(bindparam("limit"))
    )


ROWS = {which: Statement(_page(which, *_COLUMNS)) for which in ReturnList}
ACTS = {
    which: Statement(
        select(A.case_id, A.kind, A.at, A.evidence, A.reason)
        .where(
            A.case_id.in_(_page(which, C.case_id)),
            one_of(A.kind, {*CALLS, *SENDS, *ARRIVES, DELIVERED, ESCALATED}),
            HOLDS,
        )
        .order_by(A.case_id, A.case_revision)
    )
    for which in ReturnList
}
SIZES = Statement(
    select(
        *(
            select(func.count()).select_from(t.cases).where(_WHERE[which]).scalar_subquery()
            for which in ReturnList
        )
    )
)


class ReturnReads(Asking):
    """The part of the views with the lists of 退件邮寄."""

    def return_rows(self, which: ReturnList, after: int = 0, limit: int = AT_ONCE) -> tuple[ReturnRow, ...]:
        """See :class:`ports_returns.ReturnViews`."""
        page = {"after": after, "limit": limit} | self._since(which)
        rows, acts = self._ask((ROWS[which], page), (ACTS[which], page))
        told: dict[Any, list[Sequence[Any]]] = {}
        for case_id, *act in acts:
            told.setdefault(case_id, []).append(act)
        return tuple(_row(row, told.get(row[0], [])) for row in rows)

    def return_sizes(self) -> Mapping[ReturnList, int]:
        """See :class:`ports_returns.ReturnViews`."""
        ((counts,),) = self._ask((SIZES, self._since(ReturnList.MAIL)))
        return dict(zip(ReturnList, counts, strict=True))

    def _since(self, which: ReturnList) -> dict[str, datetime]:
        if which is not ReturnList.MAIL:
            return {}
        now: datetime = self._ask((q.MOMENT, {}))[0][0][0]
        return {"since": now - SHOWN_AFTER_DELIVERY}


def _row(row: Sequence[Any], acts: Sequence[Sequence[Any]]) -> ReturnRow:
    *known, mail_to, moved_at = row
    case_id, revision, number, applicant, phone, item, department, *states = known
    approval, papers, result, result_name, result_no, waybill_no = states
    calls = [act for act in acts if act[0] in CALLS]
    sent = _last(acts, *SENDS)
    back = _last(acts, CAME_BACK)
    if back is not None and sent is not None and sent[1] > back[1]:
        back = None
    arrived, told = _last(acts, *ARRIVES), _last(acts, ESCALATED)
    delivered = _last(acts, DELIVERED)
    last = calls[-1][2].get("call", {}) if calls else {}
    return ReturnRow(
        case_id=case_id,
        revision=revision,
        number=number or "",
        applicant_name=applicant,
        phone=phone or "",
        item_name=item,
        department=department,
        approval=approval,
        papers=papers,
        result=result,
        result_name=result_name,
        result_no=result_no,
        waybill_no=waybill_no,
        mail_to=mail_to or {},
        here_since=arrived[1] if arrived is not None else moved_at,
        calls=len(calls),
        first_call=calls[0][1] if calls else None,
        last_call=calls[-1][1] if calls else None,
        outcome=str(last.get("outcome", "")),
        said=str(last.get("said", "")),
        sent_at=sent[1] if sent is not None else None,
        came_back_at=back[1] if back is not None else None,
        came_back_why=back[3] if back is not None else "",
        delivered_on=str(delivered[2]["delivery"]["delivered_on"]) if delivered is not None else "",
        escalated_at=told[1] if told is not None else None,
    )


def _last(acts: Sequence[Sequence[Any]], *kinds: str) -> Sequence[Any] | None:
    return next((act for act in reversed(acts) if act[0] in kinds), None)
