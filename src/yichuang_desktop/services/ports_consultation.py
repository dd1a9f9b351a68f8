"""What screens ask about questions at the window (3.1; R-ASK-1, R-ASK-2)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A question that waits for its department."""

    case_id: UUID
    consult_no: str
    asked_at: datetime
    due: date | None
    question: str
    item_name: str
    department: str
    asker: str
    phone: str
    department_phone: str
    counter: int
    clerk: str
    calls: int
    last_call_at: datetime | None
    answer_way: str
    """``phone`` or ``on_site``, as the asker wished."""


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """A question that was asked, whether answered or not."""

    case_id: UUID
    consult_no: str
    asked_at: datetime
    question: str
    item_id: str
    item_name: str
    asker: str
    state: str
    """``answered`` or ``referred``."""
    counter: int
    clerk: str


class ConsultationViews(Protocol):
    """The read side of consultations."""

    def referrals(self, limit: int = 500) -> tuple[ReferralRow, ...]:
        """Questions not answered yet, whole hall, the one due first on top."""
        ...

    def open_referrals(self) -> int:
        """How many there are."""
        ...

    def consultations(self, counter: int, since: date, limit: int = 500) -> tuple[ConsultationRow, ...]:
        """What was asked at a window since a day, newest first."""
        ...

    def consultation_of(self, number: str) -> ConsultationRow | None:
        """The consultation with that number."""
        ...
