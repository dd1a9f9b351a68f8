"""A slip as a picture, drawn from the very bytes the printer gets: for the screen and the tour.

It is a printer in miniature: it follows the commands, so what it shows is what is in the bytes, including a
line that would be too wide. Bytes it does not understand are refused, not skipped.
"""

import io
from dataclasses import dataclass, field
from typing import Final

from PIL import Image, ImageOps

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.printing import raster
from yichuang_desktop.printing.barcode import Run, draw_values, values
from yichuang_desktop.printing.charset import CELL, CODEC, WIDE
from yichuang_desktop.printing.profiles import GLYPH_DOTS, PrinterProfile
from yichuang_desktop.printing.qr import draw_qr

_MARGIN: Final = 24
_CUT_GAP: Final = 40
_DEFAULT_PITCH: Final = 30
_FIRST_PRINTABLE: Final = 0x20
_FIRST_CHINESE: Final = 0x80


def preview_slip(data: bytes, profile: PrinterProfile) -> bytes:
    """The slip as PNG, one pixel a dot, black on white.

    Raises RuleViolation("preview_bytes_bad") for bytes that are not a slip of ours.
    """
    picture = slip_picture(data, profile)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def slip_picture(data: bytes, profile: PrinterProfile) -> Image.Image:
    """As :func:`preview_slip`, as a Pillow image."""
    paper = _Paper(data, profile)
    try:
        while paper.at < len(data):
            paper.step()
    except (IndexError, ValueError, _Unknown) as error:
        raise RuleViolation("preview_bytes_bad", at=paper.at) from error
    height = sum(strip.height for strip in paper.strips) + 2 * _MARGIN
    sheet = Image.new("L", (profile.dots + 2 * _MARGIN, height))
    top = _MARGIN
    for strip in paper.strips:
        sheet.paste(strip, (_MARGIN, top))
        top += strip.height
    return ImageOps.invert(sheet)


class _Unknown(Exception):
    """A command this printer in miniature does not have."""


@dataclass
class _Paper:
    data: bytes
    profile: PrinterProfile
    at: int = 0
    strips: list[Image.Image] = field(default_factory=list)
    align: int = 0
    width: int = 1
    height: int = 1
    bold: bool = False
    underline: bool = False
    pitch: int = _DEFAULT_PITCH
    module: int = 3
    stored: str = ""
    bar_module: int = 3
    bar_height: int = 162
    pen: list[tuple[str, int]] = field(default_factory=list)
    """Characters of the line being set, with their cells."""

    @property
    def dots(self) -> int:
        return self.profile.dots

    def step(self) -> None:
        byte = self.data[self.at]
        if byte in _COMMANDS:
            taken = _COMMANDS[byte](self)
        elif byte == ord("\n"):
            self.feed_line()
            taken = 1
        else:
            taken = self.character(byte)
        self.at += taken

    def character(self, byte: int) -> int:
        taken = CELL if byte < _FIRST_CHINESE else WIDE
        if byte < _FIRST_PRINTABLE:
            raise _Unknown
        char = self.data[self.at : self.at + taken].decode(CODEC)
        self.pen.append((char, taken))
        return taken

    def feed_line(self) -> None:
        rows = max(self.pitch, GLYPH_DOTS * self.height)
        strip = Image.new("L", (self.dots, rows))
        cell = self.profile.cell_dots * self.width
        x = self.offset(sum(wide for _, wide in self.pen) * cell)
        for char, wide in self.pen:
            dots = raster.glyph(char, wide, self.bold)
            if (self.width, self.height) != (1, 1):
                size = (dots.width * self.width, dots.height * self.height)
                dots = dots.resize(size, Image.Resampling.NEAREST)
            strip.paste(dots, (x + raster.margin(wide, self.profile) * self.width, 0))
            if self.underline and wide == WIDE:
                raster.underline(strip, x, wide * cell, self.height)
            x += wide * cell
        self.pen.clear()
        self.strips.append(strip)

    def offset(self, used: int) -> int:
        return (self.dots - used) * self.align // 2

    def blank(self, rows: int) -> None:
        if rows:
            self.strips.append(Image.new("L", (self.dots, rows)))

    def escape(self) -> int:
        name, value = self.data[self.at + 1], self.data[self.at + 2]
        match chr(name):
            case "@":
                self.align, self.width, self.height, self.bold = 0, 1, 1, False
                self.underline = False
                return 2
            case "3":
                self.pitch = value
            case "a":
                self.align = value
            case "E":
                self.bold = bool(value)
            case "J":
                self.blank(value)
            case "d":
                self.blank(value * self.pitch)
            case _:
                raise _Unknown
        return 3

    def chinese(self) -> int:
        match chr(self.data[self.at + 1]):
            case "&":
                return 2
            case "S":
                return 4
            case "-":
                self.underline = bool(self.data[self.at + 2])
                return 3
        raise _Unknown

    def group(self) -> int:
        value = self.data[self.at + 2]
        match chr(self.data[self.at + 1]):
            case "a" | "f" | "H":
                pass
            case "h":
                self.bar_height = value
            case "w":
                self.bar_module = value
            case "!":
                self.width, self.height = (value >> 4) + 1, (value & 15) + 1
            case _:
                return self.longer(chr(self.data[self.at + 1]), value)
        return 3

    def longer(self, name: str, value: int) -> int:
        match name:
            case "V":
                return self.cut()
            case "v":
                return self.band()
            case "k" if value == _CODE128:
                return self.bars()
            case "(" if chr(value) in "kH":
                return self.parameterised()
        raise _Unknown

    def cut(self) -> int:
        self.blank(_CUT_GAP + self.data[self.at + 3])
        return 4

    def band(self) -> int:
        head = self.data[self.at : self.at + 8]
        width, rows = int.from_bytes(head[4:6], "little"), int.from_bytes(head[6:8], "little")
        ink = self.data[self.at + 8 : self.at + 8 + width * rows]
        if len(ink) < width * rows:
            raise IndexError
        strip = Image.new("L", (self.dots, rows))
        strip.paste(Image.frombytes("1", (width * 8, rows), ink).convert("L"))
        self.strips.append(strip)
        return 8 + len(ink)

    def bars(self) -> int:
        size = self.data[self.at + 3]
        body = self.data[self.at + 4 : self.at + 4 + size]
        if len(body) < size:
            raise IndexError
        found = _runs(body)
        symbol = draw_values(values(found), self.bar_module)
        symbol = symbol.resize((symbol.width, self.bar_height))
        if symbol.width <= self.dots:
            strip = Image.new("L", (self.dots, symbol.height))
            strip.paste(symbol, (self.offset(symbol.width), 0))
            self.strips.append(strip)
            self.pen = [(char, CELL) for run in found for char in run.text]
            self.feed_line()
        return 4 + size

    def parameterised(self) -> int:
        size = int.from_bytes(self.data[self.at + 3 : self.at + 5], "little")
        body = self.data[self.at + 5 : self.at + 5 + size]
        if self.data[self.at + 2 : self.at + 3] == b"H":
            return 5 + size
        function = body[1:2]
        if function == b"C":
            self.module = body[2]
        elif function == b"P":
            self.stored = body[3:].decode("ascii")
        elif function == b"Q":
            self.print_symbol()
        return 5 + size

    def print_symbol(self) -> None:
        symbol = draw_qr(self.stored, self.module)
        strip = Image.new("L", (self.dots, symbol.height))
        strip.paste(symbol, (self.offset(symbol.width), 0))
        self.strips.append(strip)


def _runs(body: bytes) -> list[Run]:
    """The data of GS k in subsets. Raises ValueError for data that no printer draws."""
    found: list[Run] = []
    at = 0
    while at < len(body):
        if body[at : at + 1] == b"{" and body[at + 1 : at + 2] in (b"B", b"C"):
            found.append(Run(chr(body[at + 1]), ""))
            at += 2
            continue
        subset, text = found[-1]
        at += body[at : at + 2] == b"{{"
        found[-1] = Run(subset, text + (f"{body[at]:02d}" if subset == "C" else chr(body[at])))
        at += 1
    return found


_CODE128: Final = 73
_COMMANDS: Final = {0x1B: _Paper.escape, 0x1C: _Paper.chinese, 0x1D: _Paper.group}
