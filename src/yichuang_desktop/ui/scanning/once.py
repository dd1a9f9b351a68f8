"""A scanner held over a paper reads it again and again: the same code soon after is the same scan."""

import time
from collections.abc import Callable

from yichuang_desktop.domain.scans import SAME_SECONDS


class Once:
    """Lets a code through once within 1.5 s of its last reading. ``clock`` gives seconds; ``heard`` is told
    every code that is let through.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, heard: Callable[[str], None] = lambda _code: None
    ) -> None:
        self._clock, self._heard = clock, heard
        self._code, self._at = "", float("-inf")

    def fresh(self, code: str) -> bool:
        """Whether this is a scan of its own; it is noted either way."""
        now = self._clock()
        again = code == self._code and now - self._at < SAME_SECONDS
        self._code, self._at = code, now
        if not again:
            self._heard(code)
        return not again

    def forget(self) -> None:
        """The same code counts again at once (after Esc: the next person)."""
        self._code = ""
