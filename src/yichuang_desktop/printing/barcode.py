"""CODE128 on slips: as the printer's own command where it fits, else drawn as dots, else not at all.

A printer prints nothing when the bars are wider than the paper, and says nothing either. So the width is
counted here before a byte is sent: symbols of eleven modules, the stop's thirteen and ten blank modules on
either side, each module 2 to 6 dots.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from PIL import Image

MOST_DATA: Final = 255
HEIGHT: Final = 80
"""Dots of a bar: 10 mm."""
LEAST_MODULE: Final = 2
MOST_MODULE: Final = 6
_QUIET_MODULES: Final = 20
_SYMBOL_MODULES: Final = 11
_STOP_MODULES: Final = 13
_START: Final = {"B": 104, "C": 105}
_SWITCH: Final = {"B": 100, "C": 99}
_STOP: Final = 106
_CHECK_BASE: Final = 103
_FIRST_CHARACTER: Final = 32
# Widths of bar, gap, bar, gap, bar, gap of each symbol (ISO/IEC 15417); the stop has a bar more.
_TABLE: Final = """\
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
    122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
    322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
    112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
    331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
    112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
    124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
    411311 113141 114131 311141 411131 211412 211214 211232 2331112
"""
_WIDTHS: Final = tuple(_TABLE.split())
_DIGITS: Final = re.compile(r"^(?:\d\d)+$|\d{4,}")
# A printer obeys 10 04, 10 05 and 10 14 at once, even inside data; 10 is the pair 16.
_BEFORE_ORDER: Final = "16"
_ORDERS: Final = frozenset({"04", "05", "20"})


class Run(NamedTuple):
    """Characters in one subset: B for any, C for pairs of digits."""

    subset: str
    text: str


class Plan(NamedTuple):
    """How a code comes onto the paper."""

    native: bool
    module: int


def plan(payload: str, wanted: int, dots: int, native: bool) -> Plan | None:
    """The widest module, at most ``wanted``, with which bars and quiet zones fit; ``None`` when none does.

    ``native`` says whether the printer has the command. Raises ValueError when the payload is empty, not
    plain ASCII, or longer than the command can say.
    """
    if not payload or not payload.isascii() or not payload.isprintable():
        raise ValueError("a slip's bar code holds plain ASCII only")
    if len(data(payload)) > MOST_DATA:
        raise ValueError(f"{len(payload)} characters are too many for a slip's bar code")
    if native and (module := _module(runs(payload, careful=True), wanted, dots)):
        return Plan(True, module)
    module = _module(runs(payload), wanted, dots)
    return Plan(False, module) if module else None


def native_code128(payload: str, module: int) -> bytes:
    """The printer's own commands: characters below, font A, height, module, the code itself."""
    body = data(payload)
    return b"\x1dH\x02\x1df\x00\x1dh%c\x1dw%c\x1dkI%c%b" % (HEIGHT, module, len(body), body)


def data(payload: str) -> bytes:
    """The data of the printer's command: each run behind the name of its subset, digits as pairs."""
    return b"".join(_named(run) for run in runs(payload, careful=True))


def values(found: list[Run]) -> list[int]:
    """Start, characters and switches of the symbol, without check and stop."""
    symbol = [_START[found[0].subset]]
    for at, run in enumerate(found):
        if at:
            symbol.append(_SWITCH[run.subset])
        symbol.extend(_characters(run))
    return symbol


def runs(payload: str, careful: bool = False) -> list[Run]:
    """The payload in subsets, as short as it gets.

    ``careful`` breaks pairs of digits that would stand in the data as an order to be obeyed at once.
    """
    found: list[Run] = []
    for run in _split(payload):
        for part in _without_orders(run.text) if careful and run.subset == "C" else (run,):
            if found and found[-1].subset == part.subset:
                found[-1] = Run(part.subset, found[-1].text + part.text)
            else:
                found.append(part)
    return found


def draw_code128(payload: str, module: int) -> Image.Image:
    """The bars without quiet zones as a picture whose ink is 255."""
    return draw_values(values(runs(payload)), module)


def draw_values(symbol: list[int], module: int) -> Image.Image:
    """Bars of a symbol given by its values, check and stop added."""
    check = (symbol[0] + sum(at * value for at, value in enumerate(symbol))) % _CHECK_BASE
    bars = "".join(_WIDTHS[value] for value in (*symbol, check, _STOP))
    line = [255 * (1 - at % 2) for at, width in enumerate(bars) for _ in range(int(width) * module)]
    picture = Image.new("L", (len(line), 1))
    picture.putdata(line)
    return picture.resize((len(line), HEIGHT), Image.Resampling.NEAREST)


def _split(payload: str) -> Iterator[Run]:
    at = 0
    for match in _DIGITS.finditer(payload):
        odd = (match.end() - match.start()) % 2
        if match.start() + odd > at:
            yield Run("B", payload[at : match.start() + odd])
        yield Run("C", payload[match.start() + odd : match.end()])
        at = match.end()
    if at < len(payload):
        yield Run("B", payload[at:])


def _without_orders(digits: str) -> Iterator[Run]:
    before = ""
    for at in range(0, len(digits), 2):
        pair = digits[at : at + 2]
        subset = "B" if before == _BEFORE_ORDER and pair in _ORDERS else "C"
        yield Run(subset, pair)
        before = pair if subset == "C" else ""


def _characters(run: Run) -> list[int]:
    if run.subset == "B":
        return [ord(char) - _FIRST_CHARACTER for char in run.text]
    return [int(run.text[at : at + 2]) for at in range(0, len(run.text), 2)]


def _named(run: Run) -> bytes:
    name = b"{" + run.subset.encode("ascii")
    if run.subset == "B":
        return name + run.text.replace("{", "{{").encode("ascii")
    return name + bytes(_characters(run))


def _module(found: list[Run], wanted: int, dots: int) -> int:
    """Dots a module; 0 when the code does not fit."""
    modules = _SYMBOL_MODULES * (len(values(found)) + 1) + _STOP_MODULES + _QUIET_MODULES
    module = min(wanted, MOST_MODULE, dots // modules)
    return module if module >= LEAST_MODULE else 0
