"""Lines drawn as dots with the shipped fonts, for what the printer's own font does not have.

A whole line is drawn on the same grid of cells the printer uses, so it stands among its neighbours as if
the printer had set it. A character no shipped font covers is drawn as a box with its code point: visible,
searchable, and reported, never ``?`` or a blank (`R-X-1`, decision 25).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from escpos.image import EscposImage
from PIL import Image, ImageChops, ImageDraw, ImageFont

from yichuang_desktop.printing.charset import CELL, cells
from yichuang_desktop.printing.font_tables import font_file
from yichuang_desktop.printing.profiles import CELL_DOTS, GLYPH_DOTS, PrinterProfile
from yichuang_desktop.settings import resource

_BASELINE: Final = 21
_HALF_WIDTH_SIZE: Final = 23
_INK: Final = 110
"""Grey from which a dot is burnt; a little below half keeps thin strokes of dense characters."""
_BOLD_INK: Final = 157
"""Bold strokes lose their grey rims, or dense characters run together."""
_THIN_INK: Final = 56
"""The fonts with rare characters are a Ming face: at 24 dots their horizontals are but a light grey."""
# Hexadecimal digits of 3 × 5 dots, a row an octal digit.
_DIGITS: Final = {
    "0": "75557",
    "1": "26227",
    "2": "71747",
    "3": "71717",
    "4": "55711",
    "5": "74717",
    "6": "74757",
    "7": "71122",
    "8": "75757",
    "9": "75717",
    "A": "75755",
    "B": "65656",
    "C": "74447",
    "D": "65556",
    "E": "74747",
    "F": "74744",
}
_CODE_DIGITS_A_ROW: Final = 3


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line ready to be drawn: where it starts and how its characters are stretched."""

    text: str
    start: int = 0
    """First cell, counted at normal size."""
    width: int = 1
    height: int = 1
    bold: bool = False
    underline: bool = False


@cache
def shipped_fonts(bold: bool = False) -> tuple[Path, ...]:
    """The fonts of the papers in the order they are asked: the text font, then those with rare characters."""
    folder = resource("fonts")
    text_fonts = [folder / "NotoSansSC-Bold.ttf"] if bold else []
    text_fonts.append(folder / "NotoSansSC-Regular.ttf")
    return (*(font for font in text_fonts if font.exists()), *sorted(folder.glob("RareHan-*.[ot]tf")))


def uncovered(text: str) -> tuple[str, ...]:
    """The characters no shipped font has, each once."""
    return tuple(
        dict.fromkeys(char for char in text if not char.isspace() and _font_for(char, False) is None)
    )


def draw_line(line: DrawnLine, profile: PrinterProfile) -> Image.Image:
    """The line as a picture as wide as the paper and at least one line pitch high; ink is 255."""
    picture = _draw(line, profile, max(profile.line_pitch, GLYPH_DOTS * line.height))
    if line.underline:
        used = cells(line.text, profile.charset) * profile.cell_dots * line.width
        underline(picture, line.start * profile.cell_dots, used, line.height)
    return picture


def underline(picture: Image.Image, left: int, used: int, height: int) -> None:
    """Rule below the characters of a line, two dots thick, as the printer does it."""
    low = min(picture.height, GLYPH_DOTS * height + 4) - 1
    ImageDraw.Draw(picture).rectangle((left, low - 1, left + used - 1, low), fill=255)


_DARK_ON_LIGHT: Final = [255] * 128 + [0] * 128


def band_rows(picture: Image.Image) -> tuple[int, bytes]:
    """Pack a picture (ink is white) for a raster command: bytes a row, and the rows from the top."""
    packed = EscposImage(picture.convert("L").point(_DARK_ON_LIGHT))
    return packed.width_bytes, packed.to_raster_format()


def harmless(ink: bytes) -> bytes:
    """The dots without what a printer obeys at once, even inside a picture: ``10 04``, ``10 05``, ``10 14``.

    A dot is set beside the one that is the first of them. Codes are not touched: their bars and modules are
    at least two dots wide, and ``10`` is a single dot.
    """
    return _AT_ONCE.sub(b"\x18", ink)


_AT_ONCE: Final = re.compile(rb"\x10(?=[\x04\x05\x14])")


def _draw(line: DrawnLine, profile: PrinterProfile, rows: int) -> Image.Image:
    normal = Image.new("L", (profile.dots // line.width, GLYPH_DOTS))
    x = line.start * profile.cell_dots // line.width
    for char in line.text:
        wide = cells(char, profile.charset)
        if char != " ":
            normal.paste(glyph(char, wide, line.bold), (x + margin(wide, profile), 0))
        x += wide * profile.cell_dots
    size = (normal.width * line.width, GLYPH_DOTS * line.height)
    picture = Image.new("L", (profile.dots, rows))
    picture.paste(normal if size == normal.size else normal.resize(size, Image.Resampling.NEAREST))
    return picture


def margin(wide: int, profile: PrinterProfile) -> int:
    """Blank dots left of a character where cells are wider than its picture."""
    return wide * (profile.cell_dots - CELL_DOTS) // 2


@cache
def glyph(char: str, wide: int, bold: bool = False) -> Image.Image:
    """One character in its cells (12 × 24 dots each); ink is 255, and nothing is grey."""
    picture = Image.new("L", (wide * CELL_DOTS, GLYPH_DOTS))
    font_file = _font_for(char, bold)
    if font_file is None:
        _draw_code_box(ImageDraw.Draw(picture), char, picture.width)
        return picture
    drawn = _drawn(char, _font(font_file, _HALF_WIDTH_SIZE if wide == CELL else GLYPH_DOTS))
    if drawn.width > picture.width:
        drawn = drawn.resize(picture.size, Image.Resampling.BILINEAR)
    picture.paste(_dots(drawn, font_file, bold), ((picture.width - drawn.width) // 2, 0))
    return picture


def _dots(drawn: Image.Image, font_file: Path, bold: bool) -> Image.Image:
    """Grey to dots, as heavy as the neighbours from the text font."""
    thin = font_file not in shipped_fonts(bold)[: 1 + bold]
    least = _THIN_INK if thin else _BOLD_INK if bold else _INK
    dots = drawn.point(lambda grey: 255 if grey >= least else 0)
    return ImageChops.lighter(dots, ImageChops.offset(dots, 1, 0)) if bold and thin else dots


def _drawn(char: str, font: ImageFont.FreeTypeFont) -> Image.Image:
    """The character on a strip as wide as it asks for."""
    strip = Image.new("L", (max(1, round(font.getlength(char))), GLYPH_DOTS))
    ImageDraw.Draw(strip).text((0, _BASELINE), char, fill=255, font=font, anchor="ls")
    return strip


def _draw_code_box(pen: ImageDraw.ImageDraw, char: str, width: int) -> None:
    """The code point as two rows of three digits in a box that fills the cells."""
    pen.rectangle((0, 0, width - 1, GLYPH_DOTS - 1), outline=255)
    scale = width // CELL_DOTS
    for index, digit in enumerate(f"{ord(char):06X}"):
        row, column = divmod(index, _CODE_DIGITS_A_ROW)
        left, top = scale * (1 + column * 7 // 2), 2 + row * 11
        for x, y in _digit_dots(digit):
            at = (left + x * scale, top + y * 2)
            pen.rectangle((*at, at[0] + scale - 1, at[1] + 1), fill=255)


def _digit_dots(digit: str) -> Iterator[tuple[int, int]]:
    for y, row in enumerate(_DIGITS[digit]):
        for x in range(3):
            if int(row, 8) >> (2 - x) & 1:
                yield x, y


@cache
def _font_for(char: str, bold: bool) -> Path | None:
    return next((font for font in shipped_fonts(bold) if font_file(font).glyph(char)), None)


@cache
def _font(file: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), size)
