"""What a font file says of itself: which character it draws with which glyph, and how wide that is.

Read from ``cmap`` and ``hmtx``, without Qt or Pillow, once per file and process: A4 pages are measured by it,
and slips ask it what they must draw as dots.  A missing glyph must be known beforehand (`R-X-1`): Pillow
would draw an empty box without saying so.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

WHOLE_UNICODE: Final = 12
FIRST_PLANE: Final = 4
"""The two formats of character map that Chinese fonts have."""
LAST_SEGMENT: Final = 0xFFFF
WINDOWS_POSTSCRIPT_NAME: Final = (3, 6)


@dataclass(frozen=True, eq=False)
class FontFile:
    """One font file: the runs of its character map and the advance of every glyph in ems."""

    path: Path
    name: str
    """PostScript name, as a PDF calls it."""
    starts: tuple[int, ...]
    runs: tuple[tuple[int, int, int], ...]
    """First character, last character, glyph of the first."""
    advances: tuple[float, ...]

    def glyph(self, character: str) -> int:
        """The glyph of a character; 0 when the font has none."""
        code = ord(character)
        place = bisect_right(self.starts, code) - 1
        if place < 0:
            return 0
        first, last, glyph = self.runs[place]
        return glyph + code - first if code <= last else 0

    def advance(self, glyph: int) -> float:
        """Width in ems; the last entry stands for all glyphs after it (fixed-pitch tail of ``hmtx``)."""
        return self.advances[min(glyph, len(self.advances) - 1)]


def read_font(path: Path) -> FontFile:
    """Read the character map and widths of a TrueType file. Raises ValueError when it has no Unicode map."""
    data = path.read_bytes()
    tables = _tables(data)
    runs = tuple(sorted(_character_runs(data, tables["cmap"])))
    em = float(struct.unpack_from(">H", data, tables["head"] + 18)[0])
    count = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
    widths = struct.unpack_from(">" + "Hh" * count, data, tables["hmtx"])[::2]
    name = _postscript_name(data, tables["name"])
    return FontFile(path, name, tuple(run[0] for run in runs), runs, tuple(width / em for width in widths))


def _postscript_name(data: bytes, table: int) -> str:
    count, storage = struct.unpack_from(">HH", data, table + 2)
    for place in range(count):
        platform, _, _, name, length, offset = struct.unpack_from(">6H", data, table + 6 + 12 * place)
        if (platform, name) == WINDOWS_POSTSCRIPT_NAME:
            start = table + storage + offset
            return data[start : start + length].decode("utf-16-be")
    raise ValueError("the font has no PostScript name")


def _tables(data: bytes) -> dict[str, int]:
    count = struct.unpack_from(">H", data, 4)[0]
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * place) for place in range(count))
    return {tag.decode("latin-1"): offset for tag, _, offset, _ in records}


def _character_runs(data: bytes, cmap: int) -> Iterator[tuple[int, int, int]]:
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    maps = {}
    for place in range(count):
        _, _, offset = struct.unpack_from(">HHL", data, cmap + 4 + 8 * place)
        maps[struct.unpack_from(">H", data, cmap + offset)[0]] = cmap + offset
    if WHOLE_UNICODE in maps:
        return _segmented_coverage(data, maps[WHOLE_UNICODE])
    if FIRST_PLANE in maps:
        return _segment_deltas(data, maps[FIRST_PLANE])
    raise ValueError("the font has no Unicode character map")


def _segmented_coverage(data: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    groups = struct.unpack_from(">L", data, start + 12)[0]
    return struct.iter_unpack(">LLL", data[start + 16 : start + 16 + 12 * groups])


def _segment_deltas(data: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    segments = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends = start + 14
    for place in range(segments):
        last = struct.unpack_from(">H", data, ends + 2 * place)[0]
        first = struct.unpack_from(">H", data, ends + 2 * (segments + place) + 2)[0]
        delta = struct.unpack_from(">H", data, ends + 2 * (2 * segments + place) + 2)[0]
        offset_at = ends + 2 * (3 * segments + place) + 2
        offset = struct.unpack_from(">H", data, offset_at)[0]
        if first == LAST_SEGMENT:
            continue
        for code in range(first, last + 1):
            if offset:
                glyph = struct.unpack_from(">H", data, offset_at + offset + 2 * (code - first))[0]
                glyph = (glyph + delta) & 0xFFFF if glyph else 0
            else:
                glyph = (code + delta) & 0xFFFF
            if glyph:
                yield code, code, glyph


@cache
def font_file(path: Path) -> FontFile:
    """The tables of a shipped font, read when first asked. Raises as :func:`read_font`."""
    return read_font(path)
