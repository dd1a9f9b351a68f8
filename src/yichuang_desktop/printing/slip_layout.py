"""Lines of a slip in cells: wrapping, hanging label/value tables, numbered lists, rules.

Everything is counted in the printer's cells (see :mod:`charset`), so a line made here is never wider than the
paper, whatever characters stand in it. Rows are plain tuples: a slip has forty of them and must cost little.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, partial
from typing import Final, NamedTuple

from PIL import Image

from yichuang_desktop.printing import charset as charsets
from yichuang_desktop.printing.charset import CODEC, WIDE, Charset

LABEL_CELLS: Final = 10
"""A label of four hanzi and its colon."""
_NOT_FIRST: Final = frozenset("，。、；：？！）》〉】〕”’」』％℃…—·)")
_NOT_LAST: Final = frozenset("（《〈【〔“‘「『(")
_TOGETHER: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,:/@#%&+_='-")


class Align(IntEnum):
    LEFT = 0
    CENTRE = 1
    RIGHT = 2


class Style(NamedTuple):
    """How a line is set; width and height are multiples of the normal size."""

    align: Align = Align.LEFT
    width: int = 1
    height: int = 1
    bold: bool = False
    underline: bool = False


PLAIN: Final = Style()
BOLD: Final = Style(bold=True)
CENTRED: Final = Style(Align.CENTRE)
CENTRED_BOLD: Final = Style(Align.CENTRE, bold=True)
RIGHT: Final = Style(Align.RIGHT)


class Line(NamedTuple):
    """One line that fits the paper."""

    text: str
    style: Style = PLAIN


class Space(NamedTuple):
    """Blank dots, down the paper."""

    dots: int


class QrCode(NamedTuple):
    payload: str
    native: bool | None = None
    """Whether the printer draws it itself; ``None`` leaves that to the profile."""


class Barcode(NamedTuple):
    """A CODE128, centred, its characters below it; left out with a remark where the paper is too narrow."""

    payload: str
    native: bool | None = None
    module: int = 3
    """Dots of the thinnest bar wanted; fewer, down to 2, where the paper is narrow."""


class Probe(NamedTuple):
    """A line sent to the printer's own font whatever the profile says; codes of two bytes at most."""

    text: str
    style: Style = PLAIN


class Drawn(NamedTuple):
    """A line drawn as dots although the printer may have all its characters."""

    text: str
    style: Style = PLAIN


class Picture(NamedTuple):
    """Dots as wide as the paper (ink is 255), sent in bands of at most ``rows``."""

    dots: Image.Image
    rows: int


Row = Line | Space | QrCode | Barcode | Probe | Drawn | Picture


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide the paper is, and how text is cleaned for it and counted in its cells."""

    cells: int
    of: Callable[[str], int]
    clean: Callable[[str], str]


def plain_measure(cells: int) -> Measure:
    """For text the printer's font has throughout: counted by the length of its code."""
    return Measure(cells, _coded_length, str)


def exact_measure(cells: int, charset: Charset) -> Measure:
    """For any text, as slowly as it takes."""
    return Measure(cells, partial(charsets.cells, charset=charset), partial(charsets.clean, charset=charset))


def _coded_length(text: str) -> int:
    return len(text.encode(CODEC, "replace"))


def wrap(text: str, width: int, measure: Measure) -> list[str]:
    """Break cleaned text into lines of at most ``width`` cells; at least one, perhaps empty, line.

    Closing marks do not start a line, opening ones do not end it; words and numbers stay whole if they can.
    """
    lines: list[str] = []
    while WIDE * len(text) > width and (fit := _fitting(text, width, measure)) < len(text):
        end = _break_before(text, fit)
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*lines, text] if text or not lines else lines


def _fitting(text: str, width: int, measure: Measure) -> int:
    """How many characters fit; at least one."""
    fit, room = 0, width
    while fit < len(text) and room >= WIDE:
        step = room // WIDE
        room -= measure.of(text[fit : fit + step])
        fit += step
    if room > 0 and fit < len(text) and measure.of(text[fit]) <= room:
        fit += 1
    return max(1, min(fit, len(text)))


def _break_before(text: str, fit: int) -> int:
    """The last place at or before ``fit`` where a line may end; ``fit`` itself when there is none."""
    for end in range(fit, 0, -1):
        before, after = text[end - 1], text[end]
        together = after in _NOT_FIRST or before in _NOT_LAST or (before in _TOGETHER and after in _TOGETHER)
        if not together:
            return end
    return fit


def paragraph(text: str, measure: Measure, style: Style = PLAIN) -> list[Line]:
    """Text over the whole width."""
    return [Line(line, style) for line in wrap(measure.clean(text), measure.cells // style.width, measure)]


def hanging(first: str, indent: int, text: str, measure: Measure, style: Style = PLAIN) -> list[Line]:
    """``first``, which takes ``indent`` cells, and cleaned text beside it, its lines below one another."""
    room = measure.cells - indent
    if WIDE * len(text) <= room:
        return [Line(first + text, style)]
    parts = wrap(text, room, measure)
    margin = " " * indent
    return [Line((margin if at else first) + part, style) for at, part in enumerate(parts)]


Field = tuple[str, str, Style]
"""Label, text and style of one row of a table."""


def table(fields: Iterable[Field], measure: Measure) -> list[Line]:
    """``label：text`` rows, the texts below one another; fields without text are left out."""
    lines: list[Line] = []
    room = measure.cells - LABEL_CELLS
    for name, text, style in fields:
        cleaned = measure.clean(text)
        if WIDE * len(cleaned) > room:
            lines.extend(hanging(label(name), LABEL_CELLS, cleaned, measure, style))
        elif cleaned:
            lines.append(Line(label(name) + cleaned, style))
    return lines


@cache
def label(name: str) -> str:
    """A name of two to four hanzi spread over four, with its colon: :data:`LABEL_CELLS` cells."""
    gap = {2: "    ", 3: " ", 4: ""}[len(name)]
    return gap.join(name) + "："


def numbered(rows: Sequence[tuple[str, str]], measure: Measure) -> list[Line]:
    """``1. text …… tail``: the texts stand under each other, each tail at the right edge."""
    indent = len(str(len(rows))) + 2
    sure = (measure.cells - indent) // WIDE
    lines: list[Line] = []
    for number, (raw_text, raw_tail) in enumerate(rows, 1):
        first, text, tail = f"{number}.".ljust(indent), measure.clean(raw_text), measure.clean(raw_tail)
        if len(text) + len(tail) < sure:
            gap = measure.cells - indent - measure.of(text + tail)
            lines.append(Line(first + text + " " * gap + tail))
        else:
            lines.extend(hanging(first, indent, text, measure))
            _add_tail(lines, tail, indent, measure)
    return lines


def _add_tail(lines: list[Line], tail: str, indent: int, measure: Measure) -> None:
    """The tail right-aligned beside the last line, or below it where there is no room."""
    last = lines[-1].text
    gap = measure.cells - measure.of(last) - measure.of(tail)
    if gap > 0:
        lines[-1] = Line(last + " " * gap + tail)
        return
    below = wrap(tail, measure.cells - indent, measure)
    lines.extend(Line(" " * (measure.cells - measure.of(part)) + part) for part in below)


def rule(measure: Measure) -> Line:
    return Line("-" * measure.cells)


def groups(digits: str, size: int, measure: Measure) -> list[str]:
    """Digits in groups, as many groups a line as fit, the lines of equal length where possible."""
    parts = [digits[at : at + size] for at in range(0, len(digits), size)]
    most = max(1, (measure.cells + 1) // (size + 1))
    lines = -(-len(parts) // most)
    each = -(-len(parts) // lines) if lines else 1
    return [" ".join(parts[at : at + each]) for at in range(0, len(parts), each)]
