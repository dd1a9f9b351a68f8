"""Questions at the window in SQL: those that wait for their department, those of a day, one by its number."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.tracks import Approval
from yichuang_desktop.services.ports_consultation import ConsultationRow, ReferralRow
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.columns import ZONE
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.view_queries import HOLDS, one_of
from yichuang_desktop.store.views_base import Asking, Known

C, A = t.cases.c, t.act.c
ASKING = ("answer_at_counter", "refer_question")
CHASING = "chase_question"
_QUESTION = C.channel == Channel.CONSULTATION.value
_WAITING = _QUESTION & (C.approval == Approval.REFERRED.value)

REFERRALS = Statement(
    select(C.case_id, C.consult_no, C.step_due, C.question, C.item_name, C.department, C.applicant, C.counter)
    .where(_WAITING)
    .order_by(C.step_due, C.consult_no)
    .limit(bindparam("limit"))
)
REFERRAL_ACTS = Statement(
    select(A.case_id, A.kind, A.at, A.recorded_by, A.evidence)
    .join(t.cases, C.case_id == A.case_id)
    .where(_WAITING, one_of(A.kind, ("refer_question", CHASING)), HOLDS)
    .order_by(A.case_id, A.case_revision)
)
OPEN_REFERRALS = Statement(select(func.count()).select_from(t.cases).where(_WAITING))
DUE_REFERRALS = Statement(
    select(func.count())
    .select_from(t.cases)
    .where(_WAITING, C.step_due <= bindparam("today", type_=C.step_due.type))
)
_ASKED = (
    select(
        C.case_id, C.consult_no, A.at, C.question, C.item_id, C.item_name, C.applicant_name, C.approval,
        C.counter, A.recorded_by,
    )
    .join(t.act, A.case_id == C.case_id)
    .where(_QUESTION, one_of(A.kind, ASKING))
)  # fmt: skip
CONSULTATIONS = Statement(
    _ASKED.where(A.counter == bindparam("counter"), A.at >= bindparam("since", type_=A.at.type))
    .order_by(A.at.desc(), C.consult_no.desc())
    .limit(bindparam("limit"))
)
BY_NUMBER = Statement(_ASKED.where(C.consult_no == bindparam("number")))


class ConsultationReads(Asking):
    """The part of the views that knows consultations."""

    def referrals(self, limit: int = 500) -> tuple[ReferralRow, ...]:
        """Questions not answered yet, the one due first on top."""
        rows, acts = self._ask((REFERRALS, {"limit": limit}), (REFERRAL_ACTS, {}))
        of_case: dict[UUID, list[Sequence[Any]]] = {}
        for act in acts:
            of_case.setdefault(act[0], []).append(act)
        with self._known() as known:
            return tuple(_referral(row, of_case[row[0]], known) for row in rows if row[0] in of_case)

    def open_referrals(self) -> int:
        """How many wait."""
        return int(self._ask((OPEN_REFERRALS, {}))[0][0][0])

    def consultations(self, counter: int, since: date, limit: int = 500) -> tuple[ConsultationRow, ...]:
        """What was asked at a window since a day, newest first."""
        start = datetime.combine(since, time(), ZONE)
        rows = self._ask((CONSULTATIONS, {"counter": counter, "since": start, "limit": limit}))[0]
        with self._known() as known:
            return tuple(_consultation(row, known) for row in rows)

    def consultation_of(self, number: str) -> ConsultationRow | None:
        """The consultation with that number."""
        rows = self._ask((BY_NUMBER, {"number": number}))[0]
        with self._known() as known:
            return _consultation(rows[0], known) if rows else None


def _referral(row: Sequence[Any], acts: list[Sequence[Any]], known: Known) -> ReferralRow:
    case_id, number, due, question, item_name, department, applicant, counter = row
    asked = next(act for act in acts if act[1] != CHASING)
    calls = [act[2] for act in acts if act[1] == CHASING]
    contact, referral = asked[4].get("contact", {}), asked[4].get("referral", {})
    person = applicant or {}
    return ReferralRow(
        case_id=case_id,
        consult_no=number,
        asked_at=asked[2],
        due=due,
        question=question,
        item_name=item_name,
        department=department,
        asker=contact.get("name") or person.get("name", ""),
        phone=contact.get("phone") or person.get("phone", ""),
        department_phone=referral.get("department_phone", ""),
        counter=counter,
        clerk=known.staff_name(asked[3]),
        calls=len(calls),
        last_call_at=calls[-1] if calls else None,
        answer_way=referral.get("answer_way", ""),
    )


def _consultation(row: Sequence[Any], known: Known) -> ConsultationRow:
    case_id, number, at, question, item_id, item_name, asker, state, counter, login = row
    return ConsultationRow(
        case_id, number, at, question, item_id, item_name, asker, state, counter, known.staff_name(login)
    )
