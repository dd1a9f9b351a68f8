"""The shipped fonts: which character each of them draws, how wide it is, and how Qt is told about them.

Widths and coverage are read from the font files themselves (``cmap`` and ``hmtx``), so a page is laid out
without Qt, the same on every machine and in any thread; Qt only draws it.  A character the first font lacks
is taken from the next; papers use shipped fonts only, and a name no font covers is said at once (R-X-1).
"""

import struct
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from yichuang_desktop.settings import resource

REGULAR: Final = "NotoSansSC-Regular.ttf"
BOLD: Final = "NotoSansSC-Bold.ttf"
RARE: Final = "RareHan-*.[ot]tf"

WHOLE_UNICODE: Final = 12
FIRST_PLANE: Final = 4
"""The two formats of character map that Chinese fonts have."""
LAST_SEGMENT: Final = 0xFFFF
WINDOWS_POSTSCRIPT_NAME: Final = (3, 6)
PLAIN: Final = ("locl", "liga", "ccmp")
"""Font features that would put another glyph in a character's place: a PDF could then not be read back."""

INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Categories that have no form on paper: controls, direction marks, lone surrogates, private use."""


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
def font_files(bold: bool) -> tuple[FontFile, ...]:
    """The fonts in the order they are asked. Raises FileNotFoundError when the installation lacks them."""
    first = resource(f"fonts/{BOLD if bold else REGULAR}")
    return (_font_file(first), *(_font_file(path) for path in sorted(first.parent.glob(RARE))))


@cache
def _font_file(path: Path) -> FontFile:
    return read_font(path)


class Advances(dict[str, float]):
    """Widths of characters in ems, found in the fonts when first asked; one without a font is 1 em."""

    def __init__(self, bold: bool) -> None:
        super().__init__()
        self._bold = bold

    def __missing__(self, character: str) -> float:
        font = font_of(character, self._bold)
        width = self[character] = font.advance(font.glyph(character)) if font else 1.0
        return width


ADVANCES: Final = {False: Advances(False), True: Advances(True)}
"""Widths of regular and bold characters."""


def font_of(character: str, bold: bool) -> FontFile | None:
    """The font that draws a character; None when none does."""
    return next((font for font in font_files(bold) if font.glyph(character)), None)


def visible(text: str) -> str:
    """The text without what has no form on paper (controls, direction overrides); line ends stay."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in INVISIBLE)


def uncovered(text: str) -> tuple[str, ...]:
    """The characters of a text that no shipped font can draw, each once, in order of their standing.

    For the moment a name is typed: the clerk is told at once, not at the printer.
    """
    if _COVERED.issuperset(text):
        return ()
    missing = tuple(c for c in dict.fromkeys(visible(text)) if c != "\n" and not _covered(c))
    if not missing:
        _COVERED.update(text)
    return missing


_COVERED: Final[set[str]] = set()
"""Characters already found to be covered, or to have no form at all."""


@cache
def _covered(character: str) -> bool:
    if unicodedata.category(character) in {"Mn", "Zs"}:
        return True
    return font_of(character, False) is not None


_lock = threading.Lock()
_own = threading.local()


@cache
def _register() -> tuple[str, ...]:
    """Tell Qt the shipped fonts, once per process; gives their families in the order they are asked."""
    if QGuiApplication.instance() is None:
        raise RuntimeError("pages are painted inside a QGuiApplication")
    paths = [font.path for font in font_files(False)] + [font_files(True)[0].path]
    families: dict[str, None] = {}
    for path in paths:
        number = QFontDatabase.addApplicationFont(str(path))
        for family in QFontDatabase.applicationFontFamilies(number):
            families[family] = None
    return tuple(families)


def families() -> tuple[str, ...]:
    """Families of the shipped fonts for Qt, registered when first asked; safe from any thread."""
    with _lock:
        return _register()


def qt_font(size: int, bold: bool) -> QFont:
    """The shipped fonts at ``size`` page units. Fonts are kept per thread: Qt's font engines are."""
    fonts: dict[tuple[int, bool], QFont] | None = getattr(_own, "fonts", None)
    if fonts is None:
        fonts = _own.fonts = {}
    font = fonts.get((size, bold))
    if font is None:
        font = fonts[size, bold] = _new_font(size, bold)
    return font


def _new_font(size: int, bold: bool) -> QFont:
    font = QFont(list(families()))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setKerning(False)
    for feature in PLAIN:
        font.setFeature(QFont.Tag.fromString(feature), 0)
    return font
