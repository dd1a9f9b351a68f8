"""Which characters a printer's own font has, and how many cells each takes.

The width of a character is the length of its code, not Unicode's opinion: ``“ · — ① ℃ ×`` are "ambiguous"
there, yet two bytes and two cells on every Chinese printer. Codes are taken from GB18030, whose one- and
two-byte part contains the other two sets, and told apart by byte ranges: Python's own ``gb2312`` codec maps
``·`` and ``—`` to other characters than the printers do.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Final


class Charset(Enum):
    """What the printer's font covers. When in doubt: GBK."""

    GB2312 = "gb2312"
    GBK = "gbk"
    GB18030_2BYTE = "gb18030_2byte"

    @property
    def title(self) -> str:
        """As a clerk reads it."""
        return {"gb2312": "GB2312", "gbk": "GBK", "gb18030_2byte": "GB18030（双字节部分）"}[self.value]


CODEC: Final = "gb18030"
CELL: Final = 1
WIDE: Final = 2

_ASCII: Final = frozenset(map(chr, range(0x20, 0x7F)))
# Rows of GB2312 that are assigned: (lead, first trail, last trail).
_GB2312_SYMBOLS: Final = (
    (0xA1, 0xA1, 0xFE),
    (0xA2, 0xB1, 0xE2),
    (0xA2, 0xE5, 0xEE),
    (0xA2, 0xF1, 0xFC),
    (0xA3, 0xA1, 0xFE),
    (0xA4, 0xA1, 0xF3),
    (0xA5, 0xA1, 0xF6),
    (0xA6, 0xA1, 0xB8),
    (0xA6, 0xC1, 0xD8),
    (0xA7, 0xA1, 0xC1),
    (0xA7, 0xD1, 0xF1),
    (0xA8, 0xA1, 0xBA),
    (0xA8, 0xC5, 0xE9),
    (0xA9, 0xA4, 0xEF),
    (0xD7, 0xA1, 0xF9),
)
_GB2312_HANZI: Final = tuple((lead, 0xA1, 0xFE) for lead in (*range(0xB0, 0xD7), *range(0xD8, 0xF8)))

# Only signs, and only where the printer lacks them; never a character of a name.
_SUBSTITUTES: Final = {
    "\u00a5": "￥",
    "\u2013": "-",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2015": "—",
    "\u2212": "-",
    "\u2022": "·",
    "\u30fb": "·",
    "\u2027": "·",
    "\uff5e": "～",
    "\u301c": "～",
    "\u2032": "'",
    "\u2033": '"',
    "\u02bc": "'",
}
_MARKED_LETTER: Final = re.compile("[A-Za-z][\u0300-\u036f]+")
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs"})


@cache
def printable(charset: Charset) -> frozenset[str]:
    """Every character the printer sets with its own font."""
    if charset is Charset.GB2312:
        codes = _codes(_GB2312_SYMBOLS + _GB2312_HANZI)
        return _ASCII | _assigned(codes.decode(CODEC))
    leads = tuple(
        (lead, first, last) for lead in range(0x81, 0xFF) for first, last in ((0x40, 0x7E), (0x80, 0xFE))
    )
    everything = _codes(leads).decode(CODEC)
    if charset is Charset.GB18030_2BYTE:
        return _ASCII | _assigned(everything)
    return _ASCII | frozenset(char for char in _assigned(everything) if _same_in_gbk(char))


@cache
def foreign(charset: Charset, lacks: str = "") -> re.Pattern[str]:
    """Finds a character the printer does not have; several times as fast as asking the set.

    ``lacks`` are single characters its font is known to miss.
    """
    return re.compile("[^" + re.escape("".join(sorted(printable(charset) - frozenset(lacks)))) + "]")


def cells(text: str, charset: Charset) -> int:
    """How many half-width cells the text takes; a character the printer lacks is drawn on the same grid."""
    if not foreign(charset).search(text):
        return len(text.encode(CODEC))
    own = printable(charset)
    return sum(CELL if char < "\x7f" else WIDE if char in own else _drawn_cells(char) for char in text)


def lacking(text: str, charset: Charset, lacks: str = "") -> tuple[str, ...]:
    """The characters the printer's font does not have, in order, each once."""
    return tuple(dict.fromkeys(foreign(charset, lacks).findall(text)))


def clean(text: str, charset: Charset) -> str:
    """The text as it can stand on paper: no control or invisible characters, signs the printer knows."""
    if not foreign(charset).search(text):
        return text
    own = printable(charset)
    composed = _MARKED_LETTER.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return "".join(char if char in own else _replacement(char, own) for char in composed)


def _replacement(char: str, own: frozenset[str]) -> str:
    if (substitute := _SUBSTITUTES.get(char)) and substitute in own:
        return substitute
    if char in "\t\n\r" or unicodedata.category(char) in ("Zs", "Zl", "Zp"):
        return " "
    if unicodedata.category(char) in _INVISIBLE or _is_variation_selector(char):
        return ""
    return char


def _is_variation_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


@cache
def _drawn_cells(char: str) -> int:
    return CELL if unicodedata.east_asian_width(char) in ("Na", "N", "H") else WIDE


def _codes(rows: tuple[tuple[int, int, int], ...]) -> bytes:
    return bytes(_pairs(rows))


def _pairs(rows: tuple[tuple[int, int, int], ...]) -> Iterator[int]:
    for lead, first, last in rows:
        for trail in range(first, last + 1):
            yield lead
            yield trail


def _assigned(text: str) -> frozenset[str]:
    """Without the private-use characters that fill the codes nobody assigned."""
    return frozenset(char for char in text if unicodedata.category(char) not in ("Co", "Cn", "Cc"))


def _same_in_gbk(char: str) -> bool:
    # "ignore" gives nothing for what GBK lacks, so one comparison answers both questions.
    return char.encode("gbk", "ignore") == char.encode(CODEC)
