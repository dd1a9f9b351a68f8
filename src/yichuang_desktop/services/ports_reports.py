"""What the month's reports and the day's lists are made from (3.2.2.4, 3.2.3, 3.2.4.3; R-HO-4, R-OUT-7)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from yichuang_desktop.services.ports_dues import ReminderRow


@dataclass(frozen=True, slots=True)
class CounterfoilRow:
    """A case accepted on a day, with the department's signature on its counterfoil or without."""

    case_id: UUID
    number: str
    applicant_name: str
    item_name: str
    department: str
    phone: str
    copies: int
    accepted_at: datetime
    collection_due: datetime | None
    first_handler: str
    counter: int
    signed_by: str
    signed_at: datetime | None
    calls: int


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One performance note, or one overdue case that was reported."""

    case_id: UUID
    number: str
    item_name: str
    department: str
    fault: str
    """As the report says it: ``交接不及时``, …, ``超期办结``."""
    facts: str
    noted_at: datetime
    noted_by: str
    calls: int


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """A case that was decided after its due day, or is past it and still undecided."""

    case_id: UUID
    number: str
    applicant_name: str
    item_name: str
    department: str
    received_on: date
    due: date
    estimated: bool
    decided_on: date | None
    reminders: tuple[ReminderRow, ...]
    reported_at: datetime | None


class ReportViews(Protocol):
    """Questions of lists and reports."""

    def counterfoils_of(self, day: date) -> tuple[CounterfoilRow, ...]:
        """The counterfoils of a day by department and number, signed by now or not."""
        ...

    def performance_notes(self, first: date, last: date) -> tuple[NoteRow, ...]:
        """What was noted or reported in a span of days, by department; what was annulled is not there."""
        ...

    def overdue_cases(self, first: date, last: date, today: date) -> tuple[OverdueRow, ...]:
        """Cases overdue within a span of days: decided late in it, or still undecided at its end or today."""
        ...
