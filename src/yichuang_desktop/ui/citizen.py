"""What a screen may ask of the citizen at the counter: a signature, and (never by the clerk's hand) a rating."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from yichuang_desktop.services.requests import ScreenSignature


@dataclass(frozen=True, slots=True)
class ToSign:
    """What is put before the citizen to be read and signed."""

    title: str
    paragraphs: Sequence[str]
    text_sha256: str
    signer: str
    matter: str
    """The window and the item, in the head of the page."""


class CitizenSide(Protocol):
    """The customer's screen as the clerk's screens know it."""

    @property
    def available(self) -> bool:
        """Whether a screen is there on which one can sign."""
        ...

    def ask_signature(self, what: ToSign, answered: Callable[[ScreenSignature | None], None]) -> None:
        """Show ``what``; ``answered`` hears the signature, or None when it was given up or the screen went."""
        ...

    def withdraw(self) -> None:
        """Take back what is being shown (the clerk pressed Esc)."""
        ...

    def invite_rating(self, act_id: UUID, counter: int) -> None:
        """Invite the rating of the service that this act opened (R-EVAL-1); nothing comes back to the clerk."""
        ...
