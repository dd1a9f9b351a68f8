"""Reading the register of delegations; kept with everything else that hardly ever changes about a hall."""

from sqlalchemy import select

from yichuang_desktop.domain.delegations import Delegation
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import Lane
from yichuang_desktop.store.statements import Statement

_D, _END = t.delegation.c, t.delegation.alias("ending")
DELEGATIONS = Statement(
    select(
        _D.delegation_id, _D.department, _D.item_id, _D.since, _D.until, _D.document_no, _D.filed_by,
        _D.filed_at, _END.c.until, _END.c.document_no,
    )
    .outerjoin(_END, _END.c.ends == _D.delegation_id)
    .where(_D.ends.is_(None))
    .order_by(_D.department, _D.item_id, _D.since)
)  # fmt: skip


def read_delegations(lane: Lane) -> tuple[Delegation, ...]:
    """Every document, with the day on which it was ended, if it was."""
    return tuple(
        Delegation(
            key,
            department,
            item_id,
            since,
            document_no,
            until=min((day for day in (until, ended) if day is not None), default=None),
            end_document_no=end_no or "",
            filed_by=by,
            filed_at=at,
        )
        for key, department, item_id, since, until, document_no, by, at, ended, end_no in lane.read(
            DELEGATIONS
        )
    )
