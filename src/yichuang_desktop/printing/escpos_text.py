"""Rows of a slip to printer bytes: Chinese text, sizes, QR codes, dots for what the font lacks, the cut.

Only commands every Chinese clone knows are sent. Chinese mode (FS &) is on for the whole job: code tables are
never used. Text that holds one character the printer lacks goes out as a band of dots, drawn as the
printer would have set it.

Text and commands are gathered as one string and encoded at once: every parameter sent is below 80h, which
the text's encoding leaves as it is. Only bands of dots are bytes from the start.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from PIL import Image

from yichuang_desktop.printing import raster
from yichuang_desktop.printing.charset import CODEC, cells, foreign, lacking
from yichuang_desktop.printing.profiles import CELL_DOTS, PrinterProfile
from yichuang_desktop.printing.qr import draw_qr, module_that_fits, native_qr
from yichuang_desktop.printing.slip_layout import CENTRED, PLAIN, Align, Line, QrCode, Row, Space, Style

_INIT: Final = "\x1b@"
_STATUS_MESSAGES_OFF: Final = "\x1da\x00"
_CHINESE_ON: Final = "\x1c&"
_CHINESE_TIGHT: Final = "\x1cS\x00\x00"
_NO_CUTTER_FEED: Final = 6
"""Lines that bring the last text out under the tear bar of a printer without a cutter."""
_MOST_FEED: Final = 0x7F


@dataclass(frozen=True, slots=True)
class Fallback:
    """A line that went out as dots, and the characters that were the reason; for the log."""

    line: str
    characters: tuple[str, ...]


def emit(rows: Sequence[Row], profile: PrinterProfile) -> tuple[bytes, tuple[Fallback, ...]]:
    """The job's bytes, from reset to cut, and which lines had to be drawn."""
    job = _Job(profile, "".join([row.text for row in rows if isinstance(row, Line)]))
    for row in rows:
        if isinstance(row, Line):
            job.line(row.text, row.style)
        elif isinstance(row, Space):
            job.space(row.dots)
        else:
            job.qr(row)
    return job.finished(), tuple(job.fallbacks)


class _Job:
    def __init__(self, profile: PrinterProfile, all_text: str) -> None:
        self._profile = profile
        self._foreign = foreign(profile.charset).search
        self._all_own = not self._foreign(all_text)
        self._done: list[bytes] = []
        self._out = [
            _INIT,
            _STATUS_MESSAGES_OFF,
            _CHINESE_ON,
            _CHINESE_TIGHT,
            "\x1b3",
            chr(profile.line_pitch),
        ]
        self._style = PLAIN
        self.fallbacks: list[Fallback] = []

    def line(self, text: str, style: Style) -> None:
        if not self._all_own and self._foreign(text):
            self._drawn(text, style)
            return
        if style is not self._style:
            self._set(style)
        self._out.append(text + "\n")

    def space(self, dots: int) -> None:
        while dots > 0:
            self._out.append("\x1bJ" + chr(min(dots, _MOST_FEED)))
            dots -= _MOST_FEED

    def qr(self, code: QrCode) -> None:
        module = module_that_fits(code.payload, self._profile.qr_module, self._profile.dots)
        if self._profile.native_qr:
            self._set(CENTRED)
            self._out.append(native_qr(code.payload, module).decode("ascii"))
            return
        symbol = draw_qr(code.payload, module)
        paper = Image.new("L", (self._profile.dots, symbol.height))
        paper.paste(symbol, ((paper.width - symbol.width) // 2, 0))
        self._bands(paper)

    def finished(self) -> bytes:
        self._set(PLAIN)
        profile = self._profile
        self._out.append("\x1dVB" + chr(profile.cut_feed) if profile.cut else "\x1bd" + chr(_NO_CUTTER_FEED))
        self._encode()
        return b"".join(self._done)

    def _set(self, style: Style) -> None:
        self._out.append(_change(self._style, style))
        self._style = style

    def _encode(self) -> None:
        self._done.append("".join(self._out).encode(CODEC))
        self._out.clear()

    def _drawn(self, text: str, style: Style) -> None:
        profile = self._profile
        self.fallbacks.append(Fallback(text, lacking(text, profile.charset)))
        used = cells(text, profile.charset) * style.width
        free = profile.dots // CELL_DOTS - used
        start = {Align.LEFT: 0, Align.CENTRE: free // 2, Align.RIGHT: free}[style.align]
        drawn = raster.DrawnLine(text, start, style.width, style.height, style.bold)
        self._bands(raster.draw_line(drawn, profile))

    def _bands(self, picture: Image.Image) -> None:
        # The picture has the paper's width, so alignment must not move it.
        self._set(self._style._replace(align=Align.LEFT))
        self._encode()
        width, ink = raster.band_rows(picture)
        step = self._profile.band_rows
        for top in range(0, picture.height, step):
            rows = min(step, picture.height - top)
            size = width.to_bytes(2, "little") + rows.to_bytes(2, "little")
            self._done.append(b"\x1dv0\x00" + size + ink[top * width : (top + rows) * width])


@cache
def _change(old: Style, new: Style) -> str:
    """Commands from one style to another; alignment is heeded at the start of a line: here."""
    commands = ""
    if new.align != old.align:
        commands += "\x1ba" + chr(new.align)
    if (new.width, new.height) != (old.width, old.height):
        commands += "\x1d!" + chr((new.width - 1) << 4 | (new.height - 1))
    if new.bold != old.bold:
        commands += "\x1bE" + chr(new.bold)
    return commands
