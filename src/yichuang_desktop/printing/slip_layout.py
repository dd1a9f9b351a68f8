"""Lines of a slip in cells: wrapping, hanging label/value tables, numbered lists, rules.

Everything is counted in the printer's cells (see :mod:`charset`), so a line made here is never wider than the
paper, whatever characters stand in it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from yichuang_desktop.printing.charset import Charset, cells, clean

LABEL_CELLS: Final = 10
"""A label of four hanzi and its colon."""
# Opening marks stay with what follows, closing ones with what precedes; letters and digits stay together.
_UNIT: Final = re.compile(
    r"[（《〈【〔“‘「『(]*"
    r"(?:[0-9A-Za-z.,:/@#&+_='-]+|[^ ])"
    r"[，。、；：？！）》〉】〕”’」』％℃…—·)]*"
    r"| +"
)


class Align(Enum):
    LEFT = 0
    CENTRE = 1
    RIGHT = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line that fits the paper."""

    text: str
    align: Align = Align.LEFT
    width: int = 1
    height: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """Blank dots, down the paper."""

    dots: int


@dataclass(frozen=True, slots=True)
class QrCode:
    payload: str


Row = Line | Space | QrCode


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide the paper is, and in which character set it is counted."""

    cells: int
    charset: Charset

    def __call__(self, text: str) -> int:
        return cells(text, self.charset)

    def clean(self, text: str) -> str:
        return clean(text, self.charset)


def wrap(text: str, width: int, measure: Measure) -> list[str]:
    """Break cleaned text into lines of at most ``width`` cells; at least one, perhaps empty, line."""
    if measure(text) <= width:
        return [text]
    lines, line, used = [], "", 0
    for unit in _units(text, width, measure):
        wide = measure(unit)
        if used + wide > width:
            lines.append(line.rstrip())
            line, used = "", 0
            if unit.isspace():
                continue
        line, used = line + unit, used + wide
    return [*lines, line.rstrip()] if line.rstrip() else lines


def _units(text: str, width: int, measure: Measure) -> Iterable[str]:
    """What is not broken inside a line; a unit wider than the line falls apart into characters."""
    for unit in _UNIT.findall(text):
        if measure(unit) <= width:
            yield unit
        else:
            yield from unit


def paragraph(
    text: str,
    measure: Measure,
    *,
    align: Align = Align.LEFT,
    size: tuple[int, int] = (1, 1),
    bold: bool = False,
) -> list[Line]:
    """Text over the whole width, at a size of (width, height) multiples."""
    lines = wrap(measure.clean(text), measure.cells // size[0], measure)
    return [Line(line, align, *size, bold) for line in lines]


def hanging(first: str, text: str, indent: int, measure: Measure, *, bold: bool = False) -> list[Line]:
    """``first`` in the first ``indent`` cells, the text beside it, its further lines below one another."""
    head = first + " " * (indent - measure(first))
    lines = wrap(measure.clean(text), measure.cells - indent, measure)
    margin = " " * indent
    return [Line((margin if at else head) + line, bold=bold) for at, line in enumerate(lines)]


def labelled(label: str, text: str, measure: Measure, *, bold: bool = False) -> list[Line]:
    """``label：text`` as one row of a table; nothing when the text is empty."""
    return hanging(spread(label) + "：", text, LABEL_CELLS, measure, bold=bold) if text else []


def numbered(rows: Sequence[tuple[str, str]], measure: Measure) -> list[Line]:
    """``1. text …… tail``: the texts stand under each other, each tail at the right edge."""
    indent = len(str(len(rows))) + 2
    return [
        line
        for number, (text, tail) in enumerate(rows, 1)
        for line in _with_tail(
            hanging(f"{number}.", text, indent, measure), measure.clean(tail), indent, measure
        )
    ]


def _with_tail(lines: list[Line], tail: str, indent: int, measure: Measure) -> list[Line]:
    """The tail right-aligned beside the last line, or below it where there is no room."""
    room = measure.cells - measure(tail)
    last = lines[-1].text
    if measure(last) < room:
        return [*lines[:-1], Line(last + " " * (room - measure(last)) + tail)]
    below = wrap(tail, measure.cells - indent, measure)
    return [*lines, *(Line(" " * (measure.cells - measure(part)) + part) for part in below)]


def rule(measure: Measure) -> Line:
    return Line("-" * measure.cells)


def spread(label: str) -> str:
    """Two or three hanzi spread over the width of four, as forms do it."""
    gaps = {2: "    ", 3: " "}
    return gaps[len(label)].join(label) if len(label) in gaps else label


def groups(digits: str, size: int, measure: Measure) -> list[str]:
    """Digits in groups, as many groups a line as fit, the lines of equal length where possible."""
    parts = [digits[at : at + size] for at in range(0, len(digits), size)]
    most = max(1, (measure.cells + 1) // (size + 1))
    lines = -(-len(parts) // most)
    each = -(-len(parts) // lines) if lines else 1
    return [" ".join(parts[at : at + each]) for at in range(0, len(parts), each)]
