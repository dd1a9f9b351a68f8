"""Numbers others gave, ratings of a case, and the online queue in SQL (R-IN-12, R-EVAL-1)."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, literal_column, or_, select

from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.ratings import RatingOutcome
from yichuang_desktop.domain.tracks import Approval, Result
from yichuang_desktop.services.ports_channels import OnlineRow
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.transaction import Transaction
from yichuang_desktop.store.views_base import Asking

C = t.cases.c
ONE_BY_ONE = (Channel.DEPARTMENT, Channel.DEPARTMENT_SYSTEM)
"""Every department gives its own numbers."""
UNDECIDED = (
    Approval.RECEIVED,
    Approval.ENTERED,
    Approval.IN_REVIEW,
    Approval.SPECIAL_STEP,
    Approval.CORRECTING,
    Approval.APPROVED,
)


def _one_of(column: Any, values: Any) -> ColumnElement[bool]:
    listed: ColumnElement[bool] = column.in_([literal_column(f"'{value.value}'") for value in values])
    return listed


EXTERNAL = Statement(
    select(C.receipt_no).where(
        C.channel == bindparam("channel"),
        C.external_no == bindparam("number"),
        or_(~_one_of(C.channel, ONE_BY_ONE), C.department == bindparam("department")),
        C.approval != literal_column("'void'"),
        C.result != literal_column("'not_applicable'"),
    )
)
RATED = Statement(
    select(func.count())
    .select_from(t.service_event)
    .join(t.rating, t.rating.c.event_id == t.service_event.c.event_id)
    .where(
        t.service_event.c.case_id == bindparam("case_id"),
        t.rating.c.outcome == literal_column(f"'{RatingOutcome.RATED.value}'"),
    )
)
_DUE = func.coalesce(C.promise_due, C.legal_due)
ONLINE = Statement(
    select(
        C.case_id, C.revision, C.receipt_no, C.external_no, C.applicant_name, C.item_name, C.department,
        C.item_id, C.item_version, C.approval, C.counterfoil, C.received_at, C.accepted_on, _DUE,
        C.due_estimated, C.counter,
    )
    .where(
        and_(
            C.channel == literal_column("'online'"),
            _one_of(C.approval, UNDECIDED),
            _one_of(C.result, (Result.NONE, Result.WITH_DEPARTMENT)),
        )
    )
    .order_by(C.accepted_on.is_not(None), _DUE, C.receipt_no)
    .limit(bindparam("limit"))
)  # fmt: skip


class ChannelWork(Transaction):
    """The part of a unit of work that knows other people's numbers."""

    def receipt_no_of_external(self, channel: Channel, department: str, number: str) -> str:
        values = {"channel": channel.value, "department": department, "number": number}
        rows = self.read(EXTERNAL, values)
        return str(rows[0][0]) if rows else ""

    def rated(self, case_id: UUID) -> bool:
        return bool(self.read(RATED, {"case_id": case_id})[0][0])


class ChannelViews(Asking):
    """The part of the views with the online queue."""

    def online_queue(self, limit: int = 500) -> tuple[OnlineRow, ...]:
        rows = self._ask((ONLINE, {"limit": limit}))[0]
        found = []
        with self._known() as known:
            for row in rows:
                *head, item_id, version, approval, counterfoil, at, accepted, due, estimated, counter = row
                case_id, revision, receipt_no, external_no, applicant, item_name, department = head
                item = known.item(item_id, version)
                found.append(
                    OnlineRow(
                        case_id, revision, receipt_no or "", external_no, applicant, item_name, department,
                        item.papers_phone if item else "", approval, counterfoil, at, accepted, due,
                        bool(estimated), counter,
                    )
                )  # fmt: skip
        return tuple(found)
