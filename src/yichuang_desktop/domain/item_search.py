"""Find an item as one types: part of a name, pinyin, initials, department or code (`R-ASK-1`).

The index is built once from rows that carry their pinyin columns (made when the library is published); a
keystroke is one pass over strings in memory, without a database.
"""

import heapq
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

_WORD = re.compile(r"[0-9a-z\-._/ü]+|[^\s0-9a-z\-._/ü]+")
_BETWEEN = "\n"


class Found(IntEnum):
    """Where a word was found, best first; hits are ranked by the sum over the words."""

    NAME_START = 0
    INITIALS_START = 1
    PINYIN_START = 2
    NAME_INSIDE = 3
    INITIALS_INSIDE = 4
    PINYIN_INSIDE = 5
    DEPARTMENT = 7
    CODE = 8


@dataclass(frozen=True, slots=True)
class SearchRow:
    """What the index knows of an item.

    ``initials`` are readings such as ``gssldj``; ``pinyin`` are readings with blanks between the syllables,
    such as ``gong si she li deng ji``. Names with characters of several readings have several of each.
    """

    item_id: str
    name: str
    department: str = ""
    code: str = ""
    initials: tuple[str, ...] = ()
    pinyin: tuple[str, ...] = ()
    department_initials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found; ``rank`` is lower for better ones."""

    row: SearchRow
    rank: int

    @property
    def item_id(self) -> str:
        return self.row.item_id


class ItemIndex:
    """All items in memory, ready for a keystroke."""

    def __init__(self, rows: Iterable[SearchRow]) -> None:
        self._entries = tuple(_Entry(row, place) for place, row in enumerate(rows))

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, typed: str, limit: int = 50) -> tuple[Hit, ...]:
        """The best ``limit`` items that hold every word of ``typed``; none for nothing typed."""
        words = words_of(typed)
        if not words:
            return ()
        ranked = (key for entry in self._entries if (key := entry.rank(words)) is not None)
        return tuple(Hit(self._entries[key[-1]].row, key[0]) for key in heapq.nsmallest(limit, ranked))


def words_of(typed: str) -> tuple[str, ...]:
    """Cut what was typed into words: at blanks, and between Chinese and letters (``公司bg`` are two)."""
    return tuple(dict.fromkeys(_WORD.findall(_fold(typed))))


def _fold(text: str) -> str:
    """Width and case do not matter; the umlaut of 绿 is typed as v."""
    return unicodedata.normalize("NFKC", text).lower().replace("ü", "v")


class _Entry:
    """One item with its columns folded once."""

    __slots__ = ("_code", "_department", "_initials", "_name", "_pinyin", "_tail", "_text", "row")

    def __init__(self, row: SearchRow, place: int) -> None:
        self.row = row
        self._name = _fold(row.name)
        self._initials = row.initials
        self._pinyin = tuple((reading.replace(" ", ""), _starts(reading)) for reading in row.pinyin)
        self._department = _BETWEEN.join((_fold(row.department), *row.department_initials))
        self._code = _BETWEEN.join((_fold(row.code), _fold(row.item_id)))
        self._tail = (len(row.name), place)
        readings = (*self._initials, *(reading for reading, _ in self._pinyin))
        self._text = _BETWEEN.join((self._name, *readings, self._department, self._code))

    def rank(self, words: tuple[str, ...]) -> tuple[int, int, int] | None:
        """Sort key of this item for these words, None when one of them is nowhere."""
        text = self._text
        total = 0
        for word in words:
            if word not in text:
                return None
            found = self._where(word)
            if found is None:
                return None
            total += found
        return (total, *self._tail)

    def _where(self, word: str) -> Found | None:
        if word in self._name:
            return Found.NAME_START if self._name.startswith(word) else Found.NAME_INSIDE
        if word.isascii() and (heard := self._heard(word)) is not None:
            return heard
        if word in self._department:
            return Found.DEPARTMENT
        return Found.CODE if word in self._code else None

    def _heard(self, word: str) -> Found | None:
        inside = begins = False
        for reading in self._initials:
            if reading.startswith(word):
                return Found.INITIALS_START
            inside = inside or word in reading
            begins = begins or word[0] in reading
        if not begins:  # no syllable begins with its first letter
            return None
        for reading, _ in self._pinyin:
            if reading.startswith(word):
                return Found.PINYIN_START
        if inside:
            return Found.INITIALS_INSIDE
        return Found.PINYIN_INSIDE if self._spelt(word) else None

    def _spelt(self, word: str) -> bool:
        """True when the word stands in a full reading from the start of a syllable."""
        for reading, starts in self._pinyin:
            at = reading.find(word)
            while at >= 0:
                if at in starts:
                    return True
                at = reading.find(word, at + 1)
        return False


def _starts(reading: str) -> frozenset[int]:
    """Offsets of the syllables of ``gong si`` in ``gongsi``: 0 and 4."""
    starts, at = [], 0
    for syllable in reading.split():
        starts.append(at)
        at += len(syllable)
    return frozenset(starts)
