"""The three ledgers (R-ARC-2): one page in three or four statements, however many rows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.intake_form import Delivery
from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.domain.masking import mask_phone
from yichuang_desktop.domain.ratings import Grade, RatingOutcome
from yichuang_desktop.domain.tracks import Papers, Track, title_of
from yichuang_desktop.services.ports import LedgerRow
from yichuang_desktop.store import view_queries as v
from yichuang_desktop.store.views_base import Asking, Known


class LedgerViews(Asking):
    """The part of the views that keeps the ledger."""

    def ledger_size(self, first: date, last: date, ledger: Ledger = Ledger.COUNTER) -> int:
        size: int = self._ask((v.LEDGERS[ledger].size, {"first": first, "last": last}))[0][0][0]
        return size

    def ledger(
        self,
        first: date,
        last: date,
        after: int = 0,
        limit: int = 1000,
        ledger: Ledger = Ledger.COUNTER,
    ) -> tuple[LedgerRow, ...]:
        page = {"first": first, "last": last, "after": after, "limit": limit}
        asked = v.LEDGERS[ledger]
        more = () if ledger is Ledger.COUNTER else ((asked.more, page),)
        rows, acts, ratings, *others = self._ask(
            (asked.page, page), (asked.acts, page), (asked.ratings, page), *more
        )
        told = _told(acts)
        for case_id, *act in others[0] if others else ():
            told.setdefault(case_id, {}).update(_told_by_others(*act))
        seen = self._reading.sees_grades
        rated = {case_id: _rating(outcome, grade if seen else None) for case_id, outcome, grade in ratings}
        with self._known() as known:
            return tuple(
                _row(after + place, row, told.get(row[0], {}), rated.get(row[0], ""), known)
                for place, row in enumerate(rows, 1)
            )


def _told_by_others(kind: str, at: datetime, doer: str, evidence: Mapping[str, Any]) -> dict[str, Any]:
    """What an act says for the columns of online and departments' matters."""
    match kind:
        case "register_online":
            known = evidence["online_reference"]
            return {"applied_on": known["applied_on"], "source": known["source"]}
        case "confirm_push":
            return {"pushed_at": at}
        case "call_applicant":
            return {"called_at": at}
        case "book_in_online_result":
            slip = evidence.get("reply_slip") or {}
            return {"slip_no": slip.get("number", ""), "handed_by": doer, "handed_at": at}
        case "issue_online":
            return {"commitment": "已签"}
    voucher = evidence["department_voucher"]
    told = {"slip_no": voucher["number"], "handed_by": voucher["officer"], "handed_at": at}
    return told | ({"source": "部门自建系统"} if kind == "book_in_from_department_system" else {})


def _told(acts: Sequence[Sequence[Any]]) -> dict[UUID, dict[str, Any]]:
    """What the acts of each case say for the ledger; a later act of a kind wins."""
    told: dict[UUID, dict[str, Any]] = {}
    for case_id, kind, at, doer, before, after, waybill in acts:
        facts = told.setdefault(case_id, {})
        if kind in v.HANDING_OVER:
            facts |= {"department_receiver": doer, "department_received_at": at}
        elif kind in v.REGISTERING:
            facts["counterfoil_registered_at"] = at
        elif kind in v.ISSUING:
            facts |= {"collected_at": at, "collector": doer}
        if waybill:
            facts["waybill_no"] = waybill
        if after in ("approved", "refused") and before != after:
            facts["decided_on"] = at
    return told


def _row(seq: int, row: Sequence[Any], told: dict[str, Any], rating: str, known: Known) -> LedgerRow:
    (
        _,
        received_at,
        receipt_no,
        platform_no,
        item_name,
        department,
        applicant,
        phone,
        counter,
        handler,
        *rest,
    ) = row
    copies, promise_text, promise_due, result_name, result_no, delivery, approval, papers, *late = rest
    _result, book, page, line, decided_on = late
    if approval == "not_applicable":  # a department decided on its own
        told = told | {"decided_on": decided_on}
    window = known.reading.counters(known.lane).get(counter)
    return LedgerRow(
        seq=seq,
        received_at=received_at,
        receipt_no=receipt_no,
        platform_no=platform_no,
        item_name=item_name,
        department=department,
        applicant_name=applicant,
        phone_masked=mask_phone(phone or ""),
        counter=f"{window.floor}楼{window.sign}" if window else str(counter),
        first_handler=known.staff_name(handler),
        copies=copies,
        promise_text=promise_text,
        promise_due=promise_due,
        result_name=result_name,
        result_no=result_no,
        delivery=Delivery(delivery).title if delivery else "",
        returned=approval == "returned" or papers in (Papers.GIVEN_BACK, Papers.MAILED_BACK),
        rating=rating,
        state=title_of(Track.APPROVAL, approval),
        book=f"{book} {page}-{line}" if book else "",
        **_NOTHING_TOLD | told,
    )


_NOTHING_TOLD: dict[str, Any] = {
    "department_receiver": "",
    "department_received_at": None,
    "counterfoil_registered_at": None,
    "decided_on": None,
    "collected_at": None,
    "collector": "",
    "waybill_no": "",
}


def _rating(outcome: str, grade: int | None) -> str:
    return Grade(grade).title if grade else RatingOutcome(outcome).title
