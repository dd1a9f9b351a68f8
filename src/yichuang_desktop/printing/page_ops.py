"""What stands on a page: plain marks in page units (a tenth of a millimetre), and how text is broken.

A page is composed first and painted later, so the number of pages is known before the first is drawn, a row
is measured before it is placed, and preview, PDF and printer show the same page.  Text is plain text
throughout: there is no mark-up that a name could smuggle in and nothing that could be loaded.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from yichuang_desktop.printing.page_fonts import ADVANCES, visible

UNIT: Final = 10
"""Page units in a millimetre."""
POINT: Final = 25.4 / 72
"""Millimetres in a typographic point."""
LEAST_POINTS: Final = 6.5
ASCENT: Final = 0.88
"""Where the baseline of Chinese type stands in its em square."""


@dataclass(frozen=True, slots=True)
class Style:
    """A size in points, a weight, a grey (0 black) and the distance of lines in sizes."""

    points: float
    bold: bool = False
    grey: int = 0
    leading: float = 1.4
    units: int = field(init=False, compare=False)
    """The size in page units, whole as Qt wants it."""
    line: float = field(init=False, compare=False)
    """The distance of two lines in millimetres."""

    def __post_init__(self) -> None:
        units = round(self.points * POINT * UNIT)
        object.__setattr__(self, "units", units)
        object.__setattr__(self, "line", units * self.leading / UNIT)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; ``x``, ``y`` is its start on the baseline."""

    x: float
    y: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """An empty rectangle."""

    x: float
    y: float
    width: float
    height: float
    line: float


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle; dotted where a seal is pressed by hand."""

    x: float
    y: float
    radius: float
    dotted: bool = True


@dataclass(frozen=True, slots=True)
class Modules:
    """A square code drawn as vectors; ``code`` is what it says."""

    x: float
    y: float
    size: float
    code: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A signature picture (PNG in base64), fitted into the rectangle; or a ``photo``, which may be JPEG."""

    x: float
    y: float
    width: float
    height: float
    png_base64: str
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Shade:
    """Big pale letters across a region, drawn first: the mark of a demonstration paper."""

    x: float
    y: float
    text: str


Mark = Text | Rule | Frame | Ring | Modules | Picture | Shade

THIN: Final = 1.4
"""Width of a form's inner lines, page units."""
STRONG: Final = 2.6
"""Width of a form's outer frame, page units."""


@dataclass(slots=True)
class Page:
    """One side of paper with its marks, sizes in millimetres."""

    width: float = 210.0
    height: float = 297.0
    marks: list[Mark] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, style: Style) -> None:
        """One line whose em square starts at ``x``, ``y``; what has no form on paper is left out."""
        text = visible(text)
        if text:
            self.marks.append(Text(x * UNIT, y * UNIT + ASCENT * style.units, text, style))

    def text_right(self, right: float, y: float, text: str, style: Style) -> None:
        """One line that ends at ``right``."""
        self.text(right - width_of(text, style), y, text, style)

    def text_centred(self, middle: float, y: float, text: str, style: Style) -> None:
        """One line around ``middle``."""
        self.text(middle - width_of(text, style) / 2, y, text, style)

    def text_within(self, x: float, y: float, text: str, style: Style, width: float) -> None:
        """A name in one line, made smaller where it must be, or in several of the smallest."""
        style = fitted(text, style, width)
        for place, line in enumerate(wrap(text, style, width)):
            self.text(x, y + place * style.units * 1.15 / UNIT, line, style)

    def lines(self, x: float, y: float, lines: Sequence[str], style: Style) -> float:
        """Several lines from ``y`` on; gives where the next would stand."""
        gap = (style.line - style.units / UNIT) / 2
        for line in lines:
            self.text(x, y + gap, line, style)
            y += style.line
        return y

    def rule(
        self, x1: float, y1: float, x2: float, y2: float, width: float = THIN, *, dashed: bool = False
    ) -> None:
        """A straight line."""
        self.marks.append(Rule(x1 * UNIT, y1 * UNIT, x2 * UNIT, y2 * UNIT, width, dashed))

    def frame(self, x: float, y: float, width: float, height: float, line: float = THIN) -> None:
        """An empty rectangle."""
        self.marks.append(Frame(x * UNIT, y * UNIT, width * UNIT, height * UNIT, line))

    def ring(self, middle_x: float, middle_y: float, diameter: float, *, dotted: bool = True) -> None:
        """A circle around a point."""
        self.marks.append(Ring(middle_x * UNIT, middle_y * UNIT, diameter * UNIT / 2, dotted))

    def modules(self, x: float, y: float, size: float, code: str) -> None:
        """A square code."""
        self.marks.append(Modules(x * UNIT, y * UNIT, size * UNIT, code))

    def picture(
        self, x: float, y: float, width: float, height: float, png_base64: str, *, photo: bool = False
    ) -> None:
        """A signature picture, or a scanned slip."""
        self.marks.append(Picture(x * UNIT, y * UNIT, width * UNIT, height * UNIT, png_base64, photo))

    def shade(self, x: float, y: float, text: str) -> None:
        """Pale letters around a point, under everything else."""
        self.marks.insert(0, Shade(x * UNIT, y * UNIT, text))


def width_of(text: str, style: Style) -> float:
    """Width of a line in millimetres."""
    advances = ADVANCES[style.bold]
    return sum(advances[c] for c in visible(text)) * style.units / UNIT


def fitted(text: str, style: Style, width: float, least: float = LEAST_POINTS) -> Style:
    """The style, made smaller where the line would not fit: a long name is never cut and never runs over."""
    have = width_of(text, style)
    if have <= width:
        return style
    points = math.floor(style.points * width / have * 4) / 4
    return replace(style, points=max(least, points))


OPENING: Final = re.escape("（【《〈「『“‘〔([{￥¥$№")
CLOSING: Final = re.escape("，。、；：？！）】》〉」』”’〕…·%‰℃)]},.;:!? \u3000")
_WORD: Final = r"[0-9A-Za-z\u00c0-\u024f\u0400-\u04ff@#&'+\-_*/=.,:]+"
_TOKEN: Final = re.compile(rf"[{OPENING}]*(?:{_WORD}|[^{OPENING}])[{CLOSING}\u0300-\u036f]*|[{OPENING}]+")
"""What stays on one line: a Latin word or one character, with the brackets and stops that cling to it."""


@lru_cache(maxsize=8192)
def wrap(text: str, style: Style, width: float, indent: float = 0.0) -> tuple[str, ...]:
    """Break text into lines of at most ``width`` millimetres, the first shorter by ``indent``.

    No line starts with a closing mark or ends with an opening one; Latin words stay whole where they fit.
    """
    return tuple(_wrapped(visible(text.replace("\r\n", "\n")), style, width, indent))


def _wrapped(text: str, style: Style, width: float, indent: float) -> Iterator[str]:
    for paragraph in text.split("\n"):
        line, used = "", indent
        for token in _pieces(paragraph, style, width):
            size = width_of(token, style)
            # Trailing spaces may hang over the edge: they are not seen.
            if line and used + width_of(token.rstrip(), style) > width:
                yield line.rstrip(" ")
                line, used = "", 0.0
            line += token
            used += size
        yield line


def _pieces(paragraph: str, style: Style, width: float) -> Iterator[str]:
    """Tokens, those wider than a line cut into characters."""
    for token in _TOKEN.findall(paragraph):
        if len(token) > 1 and width_of(token, style) > width:
            yield from token
        else:
            yield token
