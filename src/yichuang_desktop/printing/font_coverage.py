"""Which characters a font file has a glyph for, read from its ``cmap`` table.

Pillow draws an empty box for a missing glyph without saying so; on a paper with somebody's name that must
be known beforehand (`R-X-1`).
"""

import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_WHOLE_UNICODE = ((3, 10), (0, 6), (0, 4))
_FIRST_PLANE = ((3, 1), (0, 3))
_SEGMENTED_COVERAGE = 12
_SEGMENT_DELTAS = 4


@dataclass(frozen=True, slots=True)
class Coverage:
    """Code points of one font as sorted, separate ranges."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def __contains__(self, char: str) -> bool:
        at = bisect_right(self.firsts, ord(char)) - 1
        return at >= 0 and ord(char) <= self.lasts[at]


@cache
def coverage_of(font: Path) -> Coverage:
    """Read the coverage of a TrueType or OpenType file. Raises ValueError when it has no Unicode map."""
    data = font.read_bytes()
    table = _table(data, b"cmap")
    for wanted in (*_WHOLE_UNICODE, *_FIRST_PLANE):
        offset = _subtables(table).get(wanted)
        if offset is not None:
            return _merged(_ranges(table[offset:]))
    raise ValueError(f"{font.name} has no Unicode cmap")


def _table(data: bytes, tag: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        if name == tag:
            return data[offset : offset + length]
    raise ValueError(f"no {tag!r} table")


def _subtables(table: bytes) -> dict[tuple[int, int], int]:
    (count,) = struct.unpack_from(">H", table, 2)
    records = (struct.unpack_from(">HHL", table, 4 + 8 * index) for index in range(count))
    return {(platform, encoding): offset for platform, encoding, offset in records}


def _ranges(subtable: bytes) -> list[tuple[int, int]]:
    (form,) = struct.unpack_from(">H", subtable)
    if form == _SEGMENTED_COVERAGE:
        (count,) = struct.unpack_from(">L", subtable, 12)
        groups = struct.iter_unpack(">LLL", subtable[16 : 16 + 12 * count])
        return [(first + (glyph == 0), last) for first, last, glyph in groups if last > first or glyph]
    if form == _SEGMENT_DELTAS:
        return _ranges_of_format_4(subtable)
    raise ValueError(f"cmap format {form} is not read here")


def _ranges_of_format_4(subtable: bytes) -> list[tuple[int, int]]:
    (doubled,) = struct.unpack_from(">H", subtable, 6)
    count = doubled // 2
    lasts = struct.unpack_from(f">{count}H", subtable, 14)
    firsts = struct.unpack_from(f">{count}H", subtable, 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", subtable, 16 + 2 * doubled)
    offsets_at = 16 + 3 * doubled
    found = []
    for index, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        (offset,) = struct.unpack_from(">H", subtable, offsets_at + 2 * index)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(
                    ">H", subtable, offsets_at + 2 * index + offset + 2 * (code - first)
                )
            if offset and not glyph:
                continue
            if (glyph + deltas[index]) & 0xFFFF:
                found.append((code, code))
    return found


def _merged(ranges: list[tuple[int, int]]) -> Coverage:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return Coverage(tuple(first for first, _ in joined), tuple(last for _, last in joined))
