"""What the issuance desk asks about what goes back, goes by mail, or is never fetched (3.2.4, 3.2.5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

AT_ONCE = 500
"""Rows of a list that are read at once."""


class ReturnList(StrEnum):
    """The three lists of the screen 退件邮寄."""

    HELD = "held"
    """Papers of returned and stopped cases that lie at the desk, or are to be brought there (R-RET-1)."""
    MAIL = "mail"
    """Results that go by mail, until a week after they arrived (R-OUT-4)."""
    UNCOLLECTED = "uncollected"
    """Results whose applicant was phoned and has not come, the longest waiting first (3.2.4.3)."""


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One case in one of the lists."""

    case_id: UUID
    revision: int
    number: str
    """The receipt number; a part's own."""
    applicant_name: str
    phone: str
    item_name: str
    department: str
    approval: str
    papers: str
    result: str
    result_name: str
    result_no: str
    waybill_no: str
    mail_to: Mapping[str, str] = field(default_factory=dict)
    here_since: datetime | None = None
    """When the papers, or the result, came to the desk."""
    calls: int = 0
    first_call: datetime | None = None
    last_call: datetime | None = None
    outcome: str = ""
    said: str = ""
    sent_at: datetime | None = None
    came_back_at: datetime | None = None
    """When the post brought it back, if it was not sent again since."""
    came_back_why: str = ""
    delivered_on: str = ""
    escalated_at: datetime | None = None


class ReturnViews(Protocol):
    """Questions about these lists."""

    def return_rows(self, which: ReturnList, after: int = 0, limit: int = AT_ONCE) -> tuple[ReturnRow, ...]:
        """A page of a list, the one that waits longest first."""
        ...

    def return_sizes(self) -> Mapping[ReturnList, int]:
        """How many stand in each list."""
        ...
