"""Rows of a slip to printer bytes: Chinese text, sizes, QR codes, dots for what the font lacks, the cut.

Only commands every Chinese clone knows are sent. Chinese mode (FS &) is on for the whole job: code tables are
never used. Text that holds one character the printer lacks goes out as a band of dots, drawn as the
printer would have set it.
"""

from dataclasses import dataclass
from typing import Final

from PIL import Image

from yichuang_desktop.printing import raster
from yichuang_desktop.printing.charset import CODEC, cells, lacking, printable
from yichuang_desktop.printing.profiles import CELL_DOTS, PrinterProfile
from yichuang_desktop.printing.qr import draw_qr, module_that_fits, native_qr
from yichuang_desktop.printing.slip_layout import Align, Line, QrCode, Row, Space

_INIT: Final = b"\x1b@"
_STATUS_MESSAGES_OFF: Final = b"\x1da\x00"
_CHINESE_ON: Final = b"\x1c&"
_CHINESE_TIGHT: Final = b"\x1cS\x00\x00"
_NO_CUTTER_FEED: Final = 6
"""Lines that bring the last text out under the tear bar of a printer without a cutter."""
_MOST_FEED: Final = 255


@dataclass(frozen=True, slots=True)
class Fallback:
    """A line that went out as dots, and the characters that were the reason; for the log."""

    line: str
    characters: tuple[str, ...]


def emit(rows: list[Row], profile: PrinterProfile) -> tuple[bytes, tuple[Fallback, ...]]:
    """The job's bytes, from reset to cut, and which lines had to be drawn."""
    printer = _Emitter(profile)
    for row in rows:
        if isinstance(row, Line):
            printer.line(row)
        elif isinstance(row, Space):
            printer.space(row.dots)
        else:
            printer.qr(row)
    return printer.finished(), tuple(printer.fallbacks)


class _Emitter:
    def __init__(self, profile: PrinterProfile) -> None:
        self._profile = profile
        self._own = printable(profile.charset)
        self._out = [
            _INIT,
            _STATUS_MESSAGES_OFF,
            _CHINESE_ON,
            _CHINESE_TIGHT,
            b"\x1b3" + bytes((profile.line_pitch,)),
        ]
        self._align = Align.LEFT
        self._size = (1, 1)
        self._bold = False
        self.fallbacks: list[Fallback] = []

    def line(self, line: Line) -> None:
        if not self._own.issuperset(line.text):
            self._drawn(line)
            return
        if (line.align, line.width, line.height, line.bold) != (self._align, *self._size, self._bold):
            self._set(line.align, (line.width, line.height), line.bold)
        self._out.append(line.text.encode(CODEC) + b"\n")

    def space(self, dots: int) -> None:
        while dots > 0:
            self._out.append(b"\x1bJ" + bytes((min(dots, _MOST_FEED),)))
            dots -= _MOST_FEED

    def qr(self, code: QrCode) -> None:
        module = module_that_fits(code.payload, self._profile.qr_module, self._profile.dots)
        if self._profile.native_qr:
            self._set(Align.CENTRE, (1, 1), False)
            self._out.append(native_qr(code.payload, module))
            return
        symbol = draw_qr(code.payload, module)
        paper = Image.new("L", (self._profile.dots, symbol.height))
        paper.paste(symbol, ((paper.width - symbol.width) // 2, 0))
        self._bands(paper)

    def finished(self) -> bytes:
        self._set(Align.LEFT, (1, 1), False)
        profile = self._profile
        self._out.append(
            b"\x1dVB" + bytes((profile.cut_feed,)) if profile.cut else b"\x1bd" + bytes((_NO_CUTTER_FEED,))
        )
        return b"".join(self._out)

    def _set(self, align: Align, size: tuple[int, int], bold: bool) -> None:
        """Only what changes; alignment is heeded at the start of a line, which is where we are."""
        if align is not self._align:
            self._out.append(b"\x1ba" + bytes((align.value,)))
        if size != self._size:
            self._out.append(b"\x1d!" + bytes(((size[0] - 1) << 4 | (size[1] - 1),)))
        if bold is not self._bold:
            self._out.append(b"\x1bE" + bytes((bold,)))
        self._align, self._size, self._bold = align, size, bold

    def _drawn(self, line: Line) -> None:
        profile = self._profile
        self.fallbacks.append(Fallback(line.text, lacking(line.text, profile.charset)))
        used = cells(line.text, profile.charset) * line.width
        free = profile.dots // CELL_DOTS - used
        start = {Align.LEFT: 0, Align.CENTRE: free // 2, Align.RIGHT: free}[line.align]
        drawn = raster.DrawnLine(line.text, start, line.width, line.height, line.bold)
        self._bands(raster.draw_line(drawn, profile))

    def _bands(self, picture: Image.Image) -> None:
        # The picture has the paper's width, so alignment must not move it.
        self._set(Align.LEFT, self._size, self._bold)
        width, ink = raster.band_rows(picture)
        step = self._profile.band_rows
        for top in range(0, picture.height, step):
            rows = min(step, picture.height - top)
            self._out.append(
                b"\x1dv0\x00"
                + width.to_bytes(2, "little")
                + rows.to_bytes(2, "little")
                + ink[top * width : (top + rows) * width]
            )
