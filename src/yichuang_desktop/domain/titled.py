"""Enumerations whose members have a Chinese title beside the value that databases and files know."""

from enum import StrEnum


class TitledEnum(StrEnum):
    """A text enumeration with ``title``; ``str.title`` (capital letters) means nothing in Chinese."""

    @property
    def title(self) -> str:  # type: ignore[override]
        """The member as screens and papers say it."""
        return self._words()

    def _words(self) -> str:
        raise NotImplementedError
