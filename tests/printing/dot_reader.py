"""Reads text that was printed as dots, as an eye would: each cell against the glyphs of an alphabet.

It is given the dots and the alphabet, not the text, and draws its own glyphs with Pillow from the shipped
fonts. Nothing of the product is imported. The line is read as a whole: narrow and wide characters share one
grid, so the cheapest way through all cells is looked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
REGULAR = ("NotoSansSC-Regular.ttf", "RareHan-A.otf", "RareHan-B.otf")
BOLD = ("NotoSansSC-Bold.ttf", *REGULAR)
NO_GLYPH = "\U0010fffd"
HEIGHT = 24
SCALES = ((3, 3), (2, 2), (1, 2), (1, 1))
BLURRED = 90
"""Most dots a cell may differ from the glyph it is read as, for two half cells; the fonts are drawn twice."""

SURE = 20
"""Dots amiss in a whole line below which no other weight or place is tried."""

Dots = np.ndarray


@dataclass(frozen=True)
class Glyphs:
    """The alphabet at one weight: characters of one and of two cells, and their dots as rows of numbers."""

    narrow: str
    narrow_dots: Dots
    wide: str
    wide_dots: Dots
    exact: dict[bytes, str]
    """Characters by their very dots; where two look the same, either."""


@dataclass(frozen=True)
class Seen:
    """One line as it was read, and how many dots were not as expected in its worst cell."""

    text: str
    blur: int


class Unreadable(AssertionError):
    """There is ink that is no character of the alphabet."""


class DotReader:
    """Reads bands of one printer; ``narrow`` and ``wide`` are the characters that may occur."""

    def __init__(self, narrow: Iterable[str], wide: Iterable[str], cell: int = 12, pitch: int = 30) -> None:
        self._narrow, self._wide = "".join(sorted(set(narrow) | {" "})), "".join(sorted(set(wide)))
        self._cell, self._pitch = cell, pitch

    def read(self, picture: Image.Image) -> list[Seen]:
        """The lines of a block of dots (ink is 0), from the top. Raises Unreadable."""
        dots = (np.asarray(picture.convert("L")) < 128).astype(np.uint8)
        lines, top = [], 0
        while top < dots.shape[0]:
            width, height = _scale(dots[top:])
            rows = max(self._pitch, HEIGHT * height)
            band = dots[top : top + HEIGHT * height : height, ::width]
            lines.append(self._line(band, 12 // width))
            top += rows
        return lines

    def _line(self, band: Dots, step: int) -> Seen:
        best, seen = 1 << 30, Seen("", 0)
        for bold in (False, True):
            for shift in range(0, 12, step):
                if exact := self._exactly(band[:, shift:], bold):
                    return exact
        for bold in (False, True):
            for shift in range(0, 12, step):
                cost, read = self._way(band[:, shift:], bold)
                if cost < best:
                    best, seen = cost, read
                if cost <= SURE:
                    return read
        if seen.blur > BLURRED:
            raise Unreadable(f"{seen.text!r}: {seen.blur} dots amiss in one character")
        return seen

    def _exactly(self, band: Dots, bold: bool) -> Seen | None:
        """The line if every cell of it is a glyph dot by dot; by far the most are."""
        exact, cell = _glyphs(self._narrow, self._wide, self._cell, bold).exact, self._cell
        inked = np.flatnonzero(band.any(axis=0))
        count = min(int(inked[-1]) // cell + 2 if len(inked) else 0, band.shape[1] // cell)
        # What can be read up to each cell; a wide character goes before two narrow ones.
        upto: list[str | None] = ["", *[None] * count]
        for at in range(1, count + 1):
            for cells in (2, 1):
                if at >= cells and (before := upto[at - cells]) is not None:
                    char = exact.get(band[:, (at - cells) * cell : at * cell].tobytes())
                    if char is not None:
                        upto[at] = before + char
                        break
        rest = int(band[:, count * cell :].sum())
        return None if upto[-1] is None or rest else Seen(upto[-1].rstrip(), 0)

    def _way(self, band: Dots, bold: bool) -> tuple[int, Seen]:
        """The cheapest reading of a line from its left edge: dots amiss in all, and what was read."""
        glyphs, cell = _glyphs(self._narrow, self._wide, self._cell, bold), self._cell
        inked = np.flatnonzero(band.any(axis=0))
        used = int(inked[-1]) // cell + 2 if len(inked) else 2
        count = min(used, band.shape[1] // cell)
        cut = int(band[:, count * cell :].sum())
        narrow = [band[:, at * cell : (at + 1) * cell].ravel() for at in range(count)]
        wide = [band[:, at * cell : (at + 2) * cell].ravel() for at in range(count - 1)]
        narrow_best = _nearest(np.array(narrow), glyphs.narrow_dots)
        wide_best = _nearest(np.array(wide), glyphs.wide_dots)
        costs, steps = [0], [("", 0, 0)]
        for at in range(1, count + 1):
            which, amiss = narrow_best[0][at - 1], int(narrow_best[1][at - 1])
            best = (costs[at - 1] + amiss, (glyphs.narrow[which], 1, amiss))
            if at > 1:
                which, amiss = wide_best[0][at - 2], int(wide_best[1][at - 2])
                if costs[at - 2] + amiss < best[0]:
                    best = (costs[at - 2] + amiss, (glyphs.wide[which], 2, amiss))
            costs.append(best[0])
            steps.append(best[1])
        text, blur, at = "", 0, count
        while at:
            char, cells, amiss = steps[at]
            text, blur, at = char + text, max(blur, amiss), at - cells
        return costs[-1] + cut, Seen(text.rstrip(), blur)


def _nearest(cells: Dots, glyphs: Dots) -> tuple[Dots, Dots]:
    """For each cell which glyph differs least, and in how many dots."""
    shown = cells.astype(np.float32)
    amiss = shown.sum(axis=1)[:, None] + glyphs.sum(axis=1)[None, :] - 2 * (shown @ glyphs.T)
    return amiss.argmin(axis=1), amiss.min(axis=1)


def _scale(dots: Dots) -> tuple[int, int]:
    """How often each dot was repeated to make the line large; a stray dot here and there does not matter."""
    for width, height in SCALES:
        band = dots[: HEIGHT * height]
        if band.shape[0] < HEIGHT * height or not band.any():
            continue
        usable = band[:, : band.shape[1] // width * width]
        small = usable[::height, ::width]
        again = small.repeat(height, axis=0).repeat(width, axis=1)
        if int((again != usable).sum()) <= 8:
            return width, height
    return 1, 1


@cache
def _glyphs(narrow: str, wide: str, cell: int, bold: bool) -> Glyphs:
    narrow_dots, wide_dots = _rows(narrow, cell, 1, bold), _rows(wide, cell, 2, bold)
    exact = {dots.astype(np.uint8).tobytes(): char for char, dots in zip(wide, wide_dots, strict=True)}
    exact |= {dots.astype(np.uint8).tobytes(): char for char, dots in zip(narrow, narrow_dots, strict=True)}
    return Glyphs(narrow, narrow_dots, wide, wide_dots, exact)


def _rows(characters: str, cell: int, cells: int, bold: bool) -> Dots:
    drawn = [by_hand(char, cells, bold) for char in characters]
    room = cells * (cell - 12)
    wider = [np.pad(dots, ((0, 0), (room // 2, room - room // 2))) for dots in drawn]
    return np.array([dots.ravel() for dots in wider], dtype=np.float32)


@cache
def by_hand(char: str, cells: int, bold: bool = False) -> Dots:
    """One character as Pillow sets it into its cells."""
    cell, least = Image.new("L", (12 * cells, HEIGHT)), 110
    for file in BOLD if bold else REGULAR:
        font = _font(file, 24 if cells == 2 else 23)
        if bytes(font.getmask(char)) != bytes(font.getmask(NO_GLYPH)):
            strip = Image.new("L", (max(1, round(font.getlength(char))), HEIGHT))
            ImageDraw.Draw(strip).text((0, 21), char, fill=255, font=font, anchor="ls")
            if strip.width > cell.width:
                strip = strip.resize(cell.size, Image.Resampling.BILINEAR)
            cell.paste(strip, ((cell.width - strip.width) // 2, 0))
            least = 56 if "Rare" in file else 157 if "Bold" in file else 110
            break
    dots = np.asarray(cell) >= least
    if bold and least == 56:
        dots = dots | np.roll(dots, 1, axis=1)
    return dots.astype(np.uint8)


@cache
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / file), size)
