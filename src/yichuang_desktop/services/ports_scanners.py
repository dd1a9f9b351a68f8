"""What the program and the drivers of scanners know of each other (R-X-7).

A driver of kind ``scanner`` is opened with ``scanned=Callable[[str], None]``: it is told every text that was
read, in the driver's own thread, without what the scanner sets around it.  A scanner that types (a wedge) has
nothing to open; the window tells it that something was scanned, so that it can say when it last worked.
"""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

Scanned = Callable[[str], None]
"""Told every text read; may be called from any thread and never waits."""


@runtime_checkable
class TypingScanner(Protocol):
    """A scanner that types into the window like a keyboard."""

    def heard(self, title: str) -> None:
        """Something was scanned; ``title`` is its kind in words (``本大厅单据``), never what stood in it."""
        ...
