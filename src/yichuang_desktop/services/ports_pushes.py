"""What services need from a store for the outbox (R-IN-7): writing messages, their life by hand, reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

from yichuang_desktop.domain.pushes import Handed, Push, PushKind, PushState


class PushScope(Enum):
    """Which messages a list shows."""

    OPEN = "open"
    """Failed, to be taken up, on their way, waiting."""
    ALL = "all"
    UNENTERED = "unentered"
    """Cases accepted and not yet on the platform: the work of a hall that copies by hand."""


@dataclass(frozen=True, slots=True)
class PushRow:
    """A message in a list, with what its case says of the platform now."""

    push_id: int
    message_id: UUID
    case_id: UUID
    revision: int
    """Of the case as it stands: what an act on it must carry."""
    receipt_no: str
    applicant_name: str
    item_name: str
    department: str
    kind: PushKind
    state: PushState
    attempts: int
    on_its_way: bool
    next_try_at: datetime | None
    held_by: str
    receiver: str
    last_error: str
    external_no: str
    confirmed_on: date | None
    answer: str
    reason: str
    queued_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    platform_no: str
    number_open: bool
    """The receiver gave a number that the case does not have, and nobody has entered one since."""
    day_open: bool
    """The receiver confirmed a day that the case does not have yet (R-IN-14)."""


@dataclass(frozen=True, slots=True)
class PushEvent:
    """One step in the life of a message."""

    at: datetime
    by: str
    before: PushState
    after: PushState
    attempts: int
    receiver: str
    error: str
    external_no: str
    reason: str


class PushWork(Protocol):
    """Messages within a transaction."""

    def add_push(
        self, message_id: UUID, case_id: UUID, kind: PushKind, department: str, body: Mapping[str, Any]
    ) -> None:
        """Put the message of an act of this log-in into the outbox."""
        ...

    def push(self, push_id: int) -> PushRow:
        """One message; RuleViolation ``not_found``."""
        ...

    def move_push(self, push_id: int, state: PushState, reason: str = "") -> None:
        """By hand: to be sent again at once, or given up with a reason.

        Raises RuleViolation ``push_on_its_way``, ``push_move_forbidden``, ``push_reason_lacking``.
        """
        ...


class PushViews(Protocol):
    """Messages on screen."""

    def pushes(self, scope: PushScope, limit: int = 500) -> tuple[PushRow, ...]:
        """What needs a person first."""
        ...

    def pushes_of(self, case_id: UUID) -> tuple[PushRow, ...]:
        """The messages of a case, in order."""
        ...

    def push_events(self, push_id: int) -> tuple[PushEvent, ...]:
        """Everything that happened to a message, newest first."""
        ...


class PushQueue(Protocol):
    """The outbox as the hall's pusher works it; ``exchange.push_working.PushQueue`` says what each does."""

    def recover(self, seat: str) -> int: ...
    def claim_next(
        self, seat: str, lease_seconds: int, only: frozenset[str] | None, but: frozenset[str]
    ) -> Push | None: ...
    def claim_sent(self, message_id: UUID, seat: str, lease_seconds: int) -> Push | None: ...
    def settle(self, push: Push, handed: Handed, receiver: str) -> bool: ...
    def close(self) -> None: ...
