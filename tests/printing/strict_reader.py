"""A receipt printer that forgives nothing: it reads a job's bytes from the protocol's facts alone.

Nothing of the product is imported here. Whatever a Chinese ESC/POS printer might take amiss is an error: an
unknown or misplaced command, Chinese before FS &, a four-byte code, a character the printer's font lacks, a
line wider than the paper, a cut through text, a code that does not fit, bytes that would be obeyed at once
wherever they stand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import qrcode
import zxingcpp
from barcode.charsets.code128 import CODES, STOP
from PIL import Image, ImageOps

ENDS = ("cut", "feed")
QUIET = 4
OBEYED_AT_ONCE = re.compile(rb"\x10[\x04\x05\x14]")
"""DLE EOT, DLE ENQ, DLE DC4: a board takes them out of the stream before it looks at anything else."""
PLAIN_TEXT = re.compile(rb"[\x20-\x7e]+")
START_OF = {"A": 103, "B": 104, "C": 105}
SWITCH_TO = {"A": 101, "B": 100, "C": 99}
BAR_QUIET = 10


class Misprint(AssertionError):
    """The printer would not print this as meant."""


@dataclass(frozen=True)
class TextLine:
    text: str
    cells: int
    align: int
    width: int
    height: int
    bold: bool
    underline: bool = False


@dataclass(frozen=True)
class Picture:
    """Dots of one or several bands in a row; ink is 0."""

    image: Image.Image


@dataclass(frozen=True)
class NativeQr:
    payload: str
    module: int


@dataclass(frozen=True)
class NativeBars:
    """A CODE128 of the printer's own, with the text it sets below."""

    payload: str
    module: int
    symbol: tuple[int, ...]
    """Values from start to check; the stop is the same for all."""


@dataclass(frozen=True)
class Feed:
    dots: int


@dataclass(frozen=True)
class Cut:
    feed: int


Item = TextLine | Picture | NativeQr | NativeBars | Feed | Cut


@dataclass
class StrictReader:
    """One printer: width in dots and cells, character set, which codes it draws itself, whether it cuts."""

    dots: int
    cells: int
    charset: str
    native_qr: bool = True
    cutter: bool = True
    native_bars: bool = True
    band_rows: int = 256
    cell_dots: int = 12
    lacks: str = ""
    items: list[Item] = field(default_factory=list)

    def read(self, data: bytes) -> list[Item]:
        """The job as what comes out, band after band joined. Raises Misprint."""
        self._data, self._at = data, 0
        if at_once := OBEYED_AT_ONCE.search(data):
            self._at = at_once.start()
            raise self._misprint(f"{at_once[0].hex(' ')} is obeyed at once")
        self._chinese = False
        self._align, self._width, self._height, self._bold = 0, 1, 1, False
        self._underline = False
        self._bar_height = self._bar_module = 0
        self._bar_text = (-1, -1)
        self._pitch = 30
        self._text, self._used = "", 0
        self._qr_model = self._qr_side = self._qr_level = 0
        self._qr_data: bytes | None = None
        self.items = []
        self._expect(data.startswith(b"\x1b@"), "a job starts with ESC @")
        while self._at < len(data):
            self._step()
        self._expect(not self._text, "text left in the line buffer")
        self._expect(bool(self.items) and isinstance(self.items[-1], Cut if self.cutter else Feed), "no end")
        return _joined(self.items)

    # -- the stream

    def _step(self) -> None:
        byte = self._data[self._at]
        self._expect(not self._cut_done(), "bytes after the cut")
        if byte == 0x0A:
            self._at += 1
            self._end_line()
        elif byte in (0x1B, 0x1C, 0x1D):
            self._command()
        elif run := PLAIN_TEXT.match(self._data, self._at):
            self._at = run.end()
            self._put(run[0].decode("ascii"), len(run[0]))
        elif 0x81 <= byte <= 0xFE:
            self._put(self._hanzi(), 2)
        else:
            raise self._misprint(f"stray byte {byte:02X}")

    def _cut_done(self) -> bool:
        return bool(self.items) and isinstance(self.items[-1], Cut)

    def _hanzi(self) -> str:
        self._expect(self._chinese, "Chinese outside FS &")
        pair = self._take(2)
        self._expect(not 0x30 <= pair[1] <= 0x39, "a four-byte code")
        codec = {"gb2312": "gb2312", "gbk": "gbk", "gb18030_2byte": "gb18030"}[self.charset]
        try:
            pair.decode(codec)
            char = pair.decode("gb18030")
        except UnicodeDecodeError as error:
            raise self._misprint(f"{pair.hex()} is not in {self.charset}") from error
        self._expect(not "\ue000" <= char <= "\uf8ff", f"private-use character {pair.hex()}")
        self._expect(char not in self.lacks, f"{char} is missing in this printer's font")
        return char

    def _put(self, char: str, cells: int) -> None:
        self._text += char
        self._used += cells * self._width
        self._expect(self._used <= self.cells, f"line wider than {self.cells} cells: {self._text}")
        self._expect(self._used * self.cell_dots < self.dots + 8, "line wider than the paper")
        # FS - rules below hanzi only: letters in such a line would stand without.
        self._expect(not self._underline or not char.isascii(), "letters in an underlined line")

    def _end_line(self) -> None:
        self.items.append(
            TextLine(
                self._text, self._used, self._align, self._width, self._height, self._bold, self._underline
            )
        )
        self._text, self._used = "", 0

    # -- commands

    def _command(self) -> None:
        head = self._data[self._at : self._at + 2]
        if head not in _COMMANDS:
            raise self._misprint(f"unknown command {self._data[self._at : self._at + 4].hex(' ')}")
        self._at += 2
        _COMMANDS[head](self)

    def _reset(self) -> None:
        self._expect(self._at == 2, "ESC @ in the middle of a job")

    def _chinese_on(self) -> None:
        self._chinese = True

    def _chinese_spacing(self) -> None:
        self._expect(self._take(2) == b"\x00\x00", "spaces between hanzi break the columns")

    def _chinese_underline(self) -> None:
        self._underline = bool(self._one_of(0, 1))

    def _automatic_status(self) -> None:
        self._expect(self._take(1) == b"\x00", "automatic status messages must stay off")

    def _line_pitch(self) -> None:
        self._pitch = self._take(1)[0]
        self._expect(self._pitch >= 24, "lines would overlap")

    def _set_align(self) -> None:
        self._line_start("ESC a")
        self._align = self._one_of(0, 1, 2)

    def _set_bold(self) -> None:
        self._bold = bool(self._one_of(0, 1))

    def _set_size(self) -> None:
        value = self._take(1)[0]
        self._width, self._height = (value >> 4) + 1, (value & 15) + 1
        self._expect(self._width <= 8 and self._height <= 8, "size out of range")

    def _feed_dots(self) -> None:
        self._line_start("ESC J")
        self.items.append(Feed(self._take(1)[0]))

    def _feed_lines(self) -> None:
        self._line_start("ESC d")
        self.items.append(Feed(self._take(1)[0] * self._pitch))

    def _cut(self) -> None:
        self._line_start("cut")
        self._expect(self.cutter, "no cutter")
        self._expect(self._take(1) == b"B", "only feed-and-cut leaves the last lines above the blade")
        self.items.append(Cut(self._take(1)[0]))

    def _raster(self) -> None:
        self._line_start("raster")
        self._expect(self._align == 0, "a full-width band must not be aligned")
        self._expect(self._take(2) == b"0\x00", "raster mode")
        width, rows = self._word(), self._word()
        self._expect(0 < width * 8 <= self.dots, f"band of {width * 8} dots on {self.dots}")
        self._expect(0 < rows <= self.band_rows, f"band of {rows} rows")
        ink = Image.frombytes("1", (width * 8, rows), self._take(width * rows), "raw", "1;I")
        self.items.append(Picture(ink.convert("L")))

    def _qr(self) -> None:
        self._expect(self._take(1) == b"k", "only the QR functions of GS ( are known")
        self._expect(self.native_qr, "this printer has no QR code of its own")
        body = self._take(self._word())
        self._expect(body[:1] == b"1", "not a QR code")
        function, rest = body[1:2], body[2:]
        if function == b"A":
            self._expect(rest == b"2\x00", "model 2 only")
            self._qr_model = 2
        elif function == b"C":
            self._expect(len(rest) == 1 and 1 <= rest[0] <= 16, "module size")
            self._qr_side = rest[0]
        elif function == b"E":
            self._expect(len(rest) == 1 and 0x30 <= rest[0] <= 0x33, "correction level")
            self._qr_level = rest[0]
        elif function == b"P":
            self._expect(rest[:1] == b"0" and len(rest) > 1, "QR data")
            self._qr_data = rest[1:]
        elif function == b"Q":
            self._expect(rest == b"0", "QR print")
            self._print_qr()
        else:
            raise self._misprint(f"QR function {function!r}")

    def _print_qr(self) -> None:
        self._line_start("QR code")
        complete = self._qr_model and self._qr_side and self._qr_level and self._qr_data is not None
        self._expect(bool(complete), "QR code printed before it is described")
        assert self._qr_data is not None
        level = {0x30: 1, 0x31: 0, 0x32: 3, 0x33: 2}[self._qr_level]
        side = (_qr_modules(len(self._qr_data), level) + 2 * QUIET) * self._qr_side
        self._expect(side <= self.dots, f"QR code of {side} dots on {self.dots}")
        self.items.append(NativeQr(self._qr_data.decode("ascii"), self._qr_side))
        self._qr_data = None

    def _bar_characters(self) -> None:
        self._bar_text = (self._one_of(2), self._bar_text[1])

    def _bar_font(self) -> None:
        self._bar_text = (self._bar_text[0], self._one_of(0))

    def _bar_rows(self) -> None:
        self._bar_height = self._take(1)[0]
        self._expect(self._bar_height >= 40, "bars too low to scan")

    def _bar_width(self) -> None:
        self._bar_module = self._one_of(*range(2, 7))

    def _bars(self) -> None:
        self._line_start("bar code")
        self._expect(self._take(1) == b"I", "only CODE128 is known")
        self._expect(self.native_bars, "this printer has no CODE128 of its own")
        described = self._bar_text == (2, 0) and self._bar_height and self._bar_module
        self._expect(bool(described), "bar code printed before it is described")
        payload, symbol = self._bar_data(self._take(self._take(1)[0]))
        # Eleven modules a symbol, thirteen for the stop; wider than the paper, nothing is printed at all.
        modules = 11 * len(symbol) + 13 + 2 * BAR_QUIET
        self._expect(modules * self._bar_module <= self.dots, f"bars of {modules * self._bar_module} dots")
        self._expect(len(payload) <= self.cells, "characters below the bars wider than the paper")
        self.items.append(NativeBars(payload, self._bar_module, symbol))

    def _bar_data(self, body: bytes) -> tuple[str, tuple[int, ...]]:
        self._expect(body[:2] in (b"{A", b"{B", b"{C"), "bar code data without its subset")
        payload, symbol, subset, at = "", [START_OF[chr(body[1])]], chr(body[1]), 2
        while at < len(body):
            if body[at] == ord("{") and subset != "C" and body[at + 1 : at + 2] == b"{":
                at += 1
            elif body[at] == ord("{"):
                subset = body[at + 1 : at + 2].decode("ascii")
                self._expect(subset in SWITCH_TO, "bar code data with an unknown subset")
                symbol.append(SWITCH_TO[subset])
                at += 2
                continue
            value = body[at] if subset == "C" else body[at] - 32
            self._expect(0 <= value <= (99 if subset == "C" else 95), f"{body[at]:02X} in subset {subset}")
            payload += f"{value:02}" if subset == "C" else chr(body[at])
            symbol.append(value)
            at += 1
        check = symbol[0] + sum(place * value for place, value in enumerate(symbol))
        return payload, (*symbol, check % 103)

    # -- small things

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        self._expect(len(taken) == count, "the job ends inside a command")
        self._at += count
        return taken

    def _word(self) -> int:
        return int.from_bytes(self._take(2), "little")

    def _one_of(self, *allowed: int) -> int:
        value = self._take(1)[0]
        self._expect(value in allowed, f"parameter {value}")
        return value

    def _line_start(self, what: str) -> None:
        self._expect(not self._text, f"{what} in the middle of a line: {self._text}")

    def _expect(self, condition: bool, complaint: str) -> None:
        if not condition:
            raise self._misprint(complaint)

    def _misprint(self, complaint: str) -> Misprint:
        return Misprint(f"byte {self._at}: {complaint}")


_COMMANDS: dict[bytes, Callable[[StrictReader], None]] = {
    b"\x1b@": StrictReader._reset,
    b"\x1c&": StrictReader._chinese_on,
    b"\x1cS": StrictReader._chinese_spacing,
    b"\x1c-": StrictReader._chinese_underline,
    b"\x1da": StrictReader._automatic_status,
    b"\x1b3": StrictReader._line_pitch,
    b"\x1ba": StrictReader._set_align,
    b"\x1bE": StrictReader._set_bold,
    b"\x1d!": StrictReader._set_size,
    b"\x1bJ": StrictReader._feed_dots,
    b"\x1bd": StrictReader._feed_lines,
    b"\x1dV": StrictReader._cut,
    b"\x1dv": StrictReader._raster,
    b"\x1d(": StrictReader._qr,
    b"\x1dH": StrictReader._bar_characters,
    b"\x1df": StrictReader._bar_font,
    b"\x1dh": StrictReader._bar_rows,
    b"\x1dw": StrictReader._bar_width,
    b"\x1dk": StrictReader._bars,
}


@cache
def _qr_modules(count: int, level: int) -> int:
    """Modules a side; the worst a board may do is to store the digits as bytes."""
    symbol = qrcode.QRCode(error_correction=level, border=0, box_size=1, mask_pattern=0)
    symbol.add_data(qrcode.util.QRData(bytes(count), mode=qrcode.util.MODE_8BIT_BYTE))
    return len(symbol.get_matrix())


def _joined(items: list[Item]) -> list[Item]:
    """Bands that follow each other without a gap are one picture on paper."""
    joined: list[Item] = []
    for item in items:
        if isinstance(item, Picture) and joined and isinstance(joined[-1], Picture):
            joined[-1] = Picture(_stacked(joined[-1].image, item.image))
        else:
            joined.append(item)
    return joined


def _stacked(upper: Image.Image, lower: Image.Image) -> Image.Image:
    whole = Image.new("L", (max(upper.width, lower.width), upper.height + lower.height), 255)
    whole.paste(upper, (0, 0))
    whole.paste(lower, (0, upper.height))
    return whole


def text_of(items: list[Item]) -> str:
    """All text in order, without spaces."""
    return "".join("".join(item.text.split()) for item in items if isinstance(item, TextLine))


def scanned(items: list[Item]) -> list[str]:
    """What a scanner reads from the QR codes on the paper."""
    return [text for item in items for text in scan(item)[0]]


def scan(item: Item) -> tuple[list[str], list[str]]:
    """What a scanner reads from one thing on the paper: QR codes, and CODE128."""
    if isinstance(item, NativeQr):
        code = qrcode.QRCode(box_size=item.module, border=QUIET, mask_pattern=3)
        code.add_data(item.payload)
        return _zxing(code.make_image().get_image().convert("L"))
    if isinstance(item, NativeBars):
        return _zxing(drawn_bars(item))
    if isinstance(item, Picture) and item.image.height >= 40:
        return _zxing(ImageOps.expand(item.image, 32, 255))
    return [], []


def drawn_bars(bars: NativeBars) -> Image.Image:
    """The bars as the printer draws them, with their quiet zones; ink is 0."""
    # The library leaves the two modules off that end the stop.
    line = "".join(CODES[value] for value in bars.symbol) + STOP + "11"
    dots = [
        255 * (bit == "0") for bit in "0" * BAR_QUIET + line + "0" * BAR_QUIET for _ in range(bars.module)
    ]
    picture = Image.new("L", (len(dots), 1))
    picture.putdata(dots)
    return picture.resize((len(dots), 80), Image.Resampling.NEAREST)


def _zxing(image: Image.Image) -> tuple[list[str], list[str]]:
    found = zxingcpp.read_barcodes(
        image, formats=[zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128]
    )
    bars = [code.text for code in found if code.format == zxingcpp.BarcodeFormat.Code128]
    return [code.text for code in found if code.format == zxingcpp.BarcodeFormat.QRCode], bars
