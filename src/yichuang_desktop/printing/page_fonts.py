"""The shipped fonts: which character each of them draws, how wide it is, and how Qt is told about them.

Widths and coverage are read from the font files themselves (``font_tables``), so a page is laid out
without Qt, the same on every machine and in any thread; Qt only draws it.  A character the first font lacks
is taken from the next; papers use shipped fonts only, and a name no font covers is said at once (R-X-1).
"""

import threading
import unicodedata
from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from yichuang_desktop.printing.font_tables import FontFile, font_file
from yichuang_desktop.settings import resource

REGULAR: Final = "NotoSansSC-Regular.ttf"
BOLD: Final = "NotoSansSC-Bold.ttf"
RARE: Final = "RareHan-*.[ot]tf"

PLAIN: Final = ("locl", "liga", "ccmp")
"""Font features that would put another glyph in a character's place: a PDF could then not be read back."""

INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Categories that have no form on paper: controls, direction marks, lone surrogates, private use."""


@cache
def font_files(bold: bool) -> tuple[FontFile, ...]:
    """The fonts in the order they are asked. Raises FileNotFoundError when the installation lacks them."""
    first = resource(f"fonts/{BOLD if bold else REGULAR}")
    return (font_file(first), *(font_file(path) for path in sorted(first.parent.glob(RARE))))


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
