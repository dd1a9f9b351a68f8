"""How other screens ask for pictures and codes: light, imports nothing of a camera."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports_cameras import PageFile


def nothing() -> None:
    """For whoever need not hear."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be photographed."""

    title: str
    """In words: the material's name."""
    key: str
    """Under this the unfinished pages lie, so that they are found again after a crash."""
    most_bytes: int
    done: Callable[[PageFile], None]
    """Hears the finished file on the Qt thread, back on the screen that asked."""
    picture: bool = False
    """A single page may be a JPEG picture instead of a PDF."""
    existing: Callable[[], bytes] | None = None
    """The file finished before, to go on with; asked on the store's lane."""
    left: Callable[[], None] = nothing
    """Hears that the page was left without a file: put the keyboard back."""


def scan_key(case_id: UUID, seq: int) -> str:
    """The key of a material of an intake."""
    return f"material:{case_id}:{seq}"


class CameraSide(Protocol):
    """The camera's page, as other screens see it."""

    def photograph(self, wish: Wish) -> None:
        """Open the page for this."""
        ...

    def kept(self, key: str) -> None:
        """The finished file is stored: its unfinished pages need not be kept any more."""
        ...

    def pages_of(self, content: bytes) -> tuple[bytes, ...]:
        """The pages of a finished PDF, each as a picture file; for a lane.

        Raises RuleViolation ``picture_unreadable``.
        """
        ...


class NoCamera:
    """Where there is no camera's page: nothing happens."""

    def photograph(self, wish: Wish) -> None:
        """See :class:`CameraSide`."""

    def kept(self, key: str) -> None:
        """See :class:`CameraSide`."""

    def pages_of(self, content: bytes) -> tuple[bytes, ...]:
        """See :class:`CameraSide`."""
        raise RuleViolation("picture_unreadable")
