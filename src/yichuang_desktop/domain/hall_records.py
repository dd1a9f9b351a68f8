"""What the hall writes down beside its cases: closings, reports, proofs (3.2.2.4, 3.2.3, 4.6.4; peers 10).

A record is one frozen document with its kind and period.  Who may write which kind stands here once; the
database holds it too, and keeps every record as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.titled import TitledEnum


class RecordKind(TitledEnum):
    """Kinds of record."""

    DAY_CLOSE = "day_close"
    OVERDUE_REPORT = "overdue_report"
    PERFORMANCE_REPORT = "performance_report"
    LEDGER_PROOF = "ledger_proof"
    BOOK_RECONCILIATION = "book_reconciliation"
    ARCHIVE_TRANSFER = "archive_transfer"

    def _words(self) -> str:
        """The record as the hall calls it."""
        return _TITLES[self]


_TITLES = {
    RecordKind.DAY_CLOSE: "日终清点",
    RecordKind.OVERDUE_REPORT: "超期提醒月报",
    RecordKind.PERFORMANCE_REPORT: "效能情况月报",
    RecordKind.LEDGER_PROOF: "台账核验",
    RecordKind.BOOK_RECONCILIATION: "手工台账核对",
    RecordKind.ARCHIVE_TRANSFER: "档案移交",
}
_DESKS = frozenset({Role.WINDOW_CLERK, Role.ISSUANCE_CLERK, Role.GROUP_LEADER})
RECORDED_BY: Mapping[RecordKind, frozenset[Role]] = {
    RecordKind.DAY_CLOSE: frozenset({Role.GROUP_LEADER}),
    RecordKind.OVERDUE_REPORT: frozenset({Role.ISSUANCE_CLERK, Role.GROUP_LEADER}),
    RecordKind.PERFORMANCE_REPORT: frozenset({Role.ISSUANCE_CLERK, Role.GROUP_LEADER}),
    RecordKind.LEDGER_PROOF: _DESKS | {Role.ARCHIVIST, Role.DIGITAL_SECTION, Role.HALL_SECTION},
    RecordKind.BOOK_RECONCILIATION: _DESKS,
    RecordKind.ARCHIVE_TRANSFER: frozenset({Role.ISSUANCE_CLERK, Role.GROUP_LEADER, Role.ARCHIVIST}),
}
"""Who may write which record."""


@dataclass(frozen=True, slots=True)
class HallRecord:
    """One record as the database keeps it."""

    record_id: UUID
    kind: RecordKind
    period: str
    """The day or month it is about: ``2026-11-23``, ``2026-11``."""
    subject: str
    """What it is about within the period: a group, a department, a ledger; empty: the hall."""
    body: Mapping[str, Any]
    counter: int
    recorded_by: str
    recorder_name: str
    at: datetime
