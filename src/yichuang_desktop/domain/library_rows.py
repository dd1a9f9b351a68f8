"""What a file of the item library holds before anyone judges it: sheets of cells, from Excel or CSV alike.

Rows and columns are counted from 1, as the person who mends the file sees them.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache


class CellKind(Enum):
    """What was really in the cell, before it is shown as text."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ERROR = "error"
    """``#N/A``, ``#REF!`` ..."""
    FORMULA = "formula"
    """A formula whose result was never saved."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``text`` is what a reader sees, numbers without a needless ``.0``."""

    kind: CellKind = CellKind.EMPTY
    text: str = ""

    @property
    def blank(self) -> bool:
        """Nothing a reader could see; a formula without its result is not blank."""
        return self.kind in (CellKind.EMPTY, CellKind.TEXT) and not tidy(self.text)


EMPTY_CELL = Cell()


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block of cells, corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True)
class Sheet:
    """One sheet as read; hidden rows and columns count as data, hidden sheets do not."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    """The sheet itself is hidden or very hidden."""

    @cached_property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def _anchors(self) -> dict[tuple[int, int], tuple[int, int]]:
        height, width = len(self.rows), self.width
        return {
            (row, column): (merge.top, merge.left)
            for merge in self.merged
            for row in range(merge.top, min(merge.bottom, height) + 1)
            for column in range(merge.left, min(merge.right, width) + 1)
        }

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Where the content shown here stands: the corner of its merged block, or this place itself."""
        return self._anchors.get((row, column), (row, column))

    def cell(self, row: int, column: int) -> Cell:
        """The cell shown at this place, merged blocks filled; empty outside the sheet."""
        if self.merged:
            row, column = self.anchor(row, column)
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return EMPTY_CELL


_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_BREAKS = re.compile(r"\s*[\r\n\v\f\u2028\u2029]+\s*")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NUMBERING = re.compile(r"^[(（]?\d{1,2}[)）]?[.．、)）]\s*")


@lru_cache(maxsize=8192)
def tidy(text: str) -> str:
    """Text without unseen characters, outer blanks (full-width ones too) and line breaks."""
    return _BREAKS.sub("", _UNSEEN.sub("", text).strip())


def half_width(text: str) -> str:
    """Tidied, with full-width digits, letters and signs made half-width: for numbers, codes, phones."""
    return tidy(text).translate(_FULL_WIDTH).replace("\u3000", " ").strip()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A form in which spellings of one name are equal: width, brackets, case and blanks do not matter."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", _UNSEEN.sub("", text))).lower()


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a cell without their numbering (``1.``, ``2、``)."""
    return tuple(line for raw in text.splitlines() if (line := _NUMBERING.sub("", tidy(raw))))


def parts_of(text: str, signs: str) -> tuple[str, ...]:
    """The parts of a list in one cell, cut at any of ``signs`` or a line break."""
    cut = re.split(f"[{re.escape(signs)}\r\n]+", _UNSEEN.sub("", text))
    return tuple(part for raw in cut if (part := raw.strip()))
