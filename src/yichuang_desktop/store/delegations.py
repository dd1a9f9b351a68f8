"""The register of delegations inside a unit of work, and on screen (R-IN-8)."""

from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from yichuang_desktop.domain.delegations import Delegation
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports_delegations import DelegationRow
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.transaction import Transaction
from yichuang_desktop.store.views_base import Asking, Known

_D = t.delegation.c
_COLUMNS = ["delegation_id", "department", "item_id", "since", "until", "document_no", "ends", "filed_by"]
FILE = Statement(insert(t.delegation), _COLUMNS)
KNOWN = Statement(
    select(_D.department, _D.item_id, _D.since, _D.until, _D.document_no, _D.ends).where(
        _D.delegation_id == bindparam("delegation_id")
    )
)
ENDED = Statement(select(_D.delegation_id).where(_D.ends == bindparam("ended")))


class DelegationRegister(Transaction):
    """The part of a unit of work that keeps the register."""

    def delegations(self) -> tuple[Delegation, ...]:
        return self.known().delegations(self.lane)

    def file_delegation(
        self,
        delegation_id: UUID,
        department: str,
        item_id: str,
        since: date,
        until: date | None,
        document_no: str,
        ends: UUID | None = None,
    ) -> bool:
        """As the port says."""
        row = (department, item_id, since, until, document_no, ends)
        known = self.read(KNOWN, {"delegation_id": delegation_id})
        if known:
            if tuple(known[0]) != row:
                raise RuleViolation("other_act_under_this_id")
            return False
        if ends is not None and self.read(ENDED, {"ended": ends}):
            raise RuleViolation("delegation_ended_before")
        values = dict(zip(_COLUMNS, (delegation_id, *row, self.login), strict=True))
        self.lane.write(FILE, values)
        return True


class DelegationReads(Asking):
    """The part of the views that shows the register."""

    def delegations(self) -> tuple[DelegationRow, ...]:
        """As the port says."""
        with self._known(fresh=True) as known:
            rows = [_row(known, one) for one in known.reading.delegations(known.lane)]
        return tuple(sorted(rows, key=lambda row: row.delegation.until is not None))


def _row(known: Known, one: Delegation) -> DelegationRow:
    return DelegationRow(one, _item_name(known, one.item_id), known.staff_name(one.filed_by))


def _item_name(known: Known, item_id: str) -> str:
    if not item_id:
        return ""
    try:
        return known.reading.item(known.lane, item_id, None)[1].name
    except RuleViolation:  # withdrawn since: the register keeps its number
        return item_id
