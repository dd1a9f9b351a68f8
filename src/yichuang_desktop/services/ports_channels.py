"""What services need from a store for ways in that are not the counter: others' numbers, ratings, lists."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from yichuang_desktop.domain.hall import Channel


@dataclass(frozen=True, slots=True)
class OnlineRow:
    """A case filed online that is not yet decided (2.3.3, 3.2.4.2)."""

    case_id: UUID
    revision: int
    receipt_no: str
    external_no: str
    """The online reference."""
    applicant_name: str
    item_name: str
    department: str
    phone: str
    """The department's."""
    approval: str
    counterfoil: str
    registered_at: datetime | None
    accepted_on: date | None
    """The department's acceptance; None while it is waited for."""
    due_on: date | None
    due_estimated: bool
    counter: int


class ChannelWork(Protocol):
    """Within a transaction."""

    def receipt_no_of_external(self, channel: Channel, department: str, number: str) -> str:
        """The case that holds a number others gave, by its source; empty when there is none.

        Departments count for themselves; every other channel is one source.
        """
        ...

    def rated(self, case_id: UUID) -> bool:
        """Whether any service of the case was rated."""
        ...


class ChannelViews(Protocol):
    """On screen."""

    def online_queue(self, limit: int = 500) -> tuple[OnlineRow, ...]:
        """Online cases not yet decided: those the department has not accepted first, then by due day."""
        ...
