"""What is still owed, as screens ask for it: one list, soonest first (R-IN-4/5/6; leap 6)."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from yichuang_desktop.domain.obligations import ObligationKind


@dataclass(frozen=True, slots=True)
class ObligationRow:
    """One obligation of one application."""

    case_id: UUID
    revision: int
    kind: ObligationKind
    receipt_no: str
    """Empty while the application is not accepted."""
    applicant_name: str
    phone: str
    item_name: str
    department: str
    department_phone: str
    owed: tuple[str, ...]
    """What is owed, by name: materials, what was promised, papers kept."""
    due: date
    since: date | None
    """When it began: papers came in, accepted."""
    counter: int
    handler_name: str
    """First handler; before acceptance who keeps the papers."""
    approval: str = ""
    """How far the decision is."""

    @property
    def debtor(self) -> str:
        """By whom it is owed."""
        names = {
            ObligationKind.NOTICE: "窗口",
            ObligationKind.SUPPLY: self.applicant_name,
            ObligationKind.CHECK: self.department,
        }
        return names[self.kind]


class ObligationViews(Protocol):
    """The one clock page's question."""

    def obligations(self, counter: int | None, limit: int = 500) -> tuple[ObligationRow, ...]:
        """What is owed at a window, ``None`` for the whole hall; soonest due first."""
        ...
