"""What the program needs from a reader of identity cards (R-IN-2), whoever wrote its driver.

A driver of kind CARD_READER is opened with the keyword ``heard``: told, in the driver's own thread, what
becomes of a card that was asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

from yichuang_desktop.domain.id_cards import IdCard
from yichuang_desktop.services.ports_devices import Device

READING_SECONDS = 60.0
"""How long a card is waited for."""


class CardState(Enum):
    """What becomes of a card that was asked for."""

    WAITING = "waiting"
    """Nothing lies there: please put the card on the reader."""
    LIFT = "lift"
    """A card lies there that was read before, or too early: please lift it and put it again."""
    READING = "reading"
    AGAIN = "again"
    """This card could not be read; ``fault`` says why.  The reader goes on waiting."""
    READ = "read"
    """Here is the card; nothing more follows."""
    FAILED = "failed"
    """It will not be read; ``fault`` says why.  Nothing more follows."""

    @property
    def last(self) -> bool:
        """Whether nothing more follows."""
        return self in (CardState.READ, CardState.FAILED)


@dataclass(frozen=True, slots=True)
class CardNews:
    """One thing heard of a card that was asked for; ``fault`` is a sentence code."""

    token: UUID
    state: CardState
    card: IdCard | None = None
    fault: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


HearCard = Callable[[CardNews], None]


class CardReader(Device, Protocol):
    """A reader of identity cards.  It looks for a card only while one is asked for.

    A reader that is lost meanwhile goes on by itself when it is back.
    """

    def begin_reading(self, token: UUID, seconds: float = READING_SECONDS) -> None:
        """Read one card, within so many seconds.  What was asked for before is forgotten."""
        ...

    def end_reading(self, token: UUID) -> None:
        """Nobody waits for that card any more."""
        ...
