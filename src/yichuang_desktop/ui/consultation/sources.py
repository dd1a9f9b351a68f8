"""What the consultation screen is given beside the forms' tools: examples, layouts, the citizen's screen."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtGui import QImage

from yichuang_desktop.domain.items import ServiceItem


class SampleFiles(Protocol):
    """The filled-in examples of the hall (示范文本); asked on a lane, never on the Qt thread."""

    def files(self, item: ServiceItem) -> Mapping[int, tuple[str, ...]]:
        """The files of every material that has any, by the material's number."""
        ...

    def pictures(self, files: tuple[str, ...]) -> tuple[bytes, ...]:
        """The pictures. Raises RuleViolation ``sample_not_found`` or ``sample_unreadable``."""
        ...


class Showing(Protocol):
    """The citizen's screen as something to read from."""

    @property
    def own_screen(self) -> bool:
        """Whether the citizen has a screen of their own: the clerk's is never covered for reading."""
        ...

    def show_pages(self, title: str, pages: Sequence[QImage]) -> None:
        """Show pages to be read, until something else is asked or a few minutes are over."""
        ...
