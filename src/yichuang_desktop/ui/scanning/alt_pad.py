"""A scanner that types every character as Alt and digits of the number pad: told by its rhythm (no Qt)."""

from typing import Final

from yichuang_desktop.ui.scanning.bursts import FAST

TELLING: Final = 4
"""So many characters in this way are a scanner."""
APART: Final = 0.15
"""Seconds between two characters at most."""


class AltPad:
    """Counts Alt presses that are followed by digits of the pad faster than a hand does it."""

    def __init__(self) -> None:
        self._last = float("-inf")
        self._digits = self._characters = 0

    def alt(self, at: float) -> None:
        """Alt went down: a new character begins."""
        followed = self._digits >= 2  # noqa: PLR2004 - nobody's code of a character has one digit
        self._characters = self._characters + 1 if followed and at - self._last <= APART else 0
        self._digits, self._last = 0, at

    def digit(self, at: float) -> bool:
        """A digit of the pad came while Alt is down; whether it is a scanner's."""
        fast = at - self._last <= FAST
        self._last = at
        self._digits = self._digits + 1 if fast else 0
        return fast

    @property
    def told(self) -> bool:
        """Whether this must be a scanner; asked once, then counted anew."""
        if self._characters < TELLING:
            return False
        self._characters = 0
        return True
