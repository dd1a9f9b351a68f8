"""What falls due, and what was done about it: the questions of the reminders' screen (3.2.3; R-REM-1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One reminder: who was told when, and what was said."""

    at: datetime
    phone: str
    outcome: str
    told: str
    said: str
    by: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """A case not decided, or whose result was not brought yet, as it stands against its due day."""

    case_id: UUID
    revision: int
    number: str
    """The receipt number; a part's own."""
    applicant_name: str
    item_name: str
    department: str
    phone: str
    contact: str
    accepted: datetime | None
    due_on: date | None
    """The promised day, else the law's; while a step lasts, as the history has it today."""
    legal_due: date | None
    estimated: bool
    approval: str
    special_step: str
    step_due: date | None
    extended: bool
    reminders: tuple[ReminderRow, ...] = ()
    reported_at: datetime | None = None
    """When it was last reported as overdue."""


class DueViews(Protocol):
    """Questions about due days."""

    def due_cases(self, limit: int = 20_000) -> tuple[DueRow, ...]:
        """Every case still to be decided or brought, the soonest due first, those without a day last."""
        ...
