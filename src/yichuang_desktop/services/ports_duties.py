"""What services need from a store to read and change the duties of windows (:mod:`domain.duties`)."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from yichuang_desktop.domain.duties import DutyEntry
from yichuang_desktop.domain.hall import Channel, Counter


class DutyWork(Protocol):
    """Duties within a transaction."""

    def counters(self) -> tuple[Counter, ...]:
        """All windows with the duties they have today."""
        ...

    def duty_entries(self) -> tuple[DutyEntry, ...]:
        """Everything that was ever arranged, oldest first."""
        ...

    def add_duties(
        self, change_id: UUID, window: int, since: date, channels: Sequence[Channel], reason: str
    ) -> None:
        """Write an entry. Raises RuleViolation ``duty_since_past``, ``duty_not_your_group``."""
        ...


class DutyViews(Protocol):
    """Duties on screen."""

    def duty_entries(self) -> tuple[DutyEntry, ...]:
        """Everything that was ever arranged, oldest first."""
        ...
