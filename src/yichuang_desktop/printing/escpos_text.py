"""Rows of a slip to printer bytes: Chinese text, sizes, QR codes, dots for what the font lacks, the cut.

Only commands every Chinese clone knows are sent. Chinese mode (FS &) is on for the whole job: code tables are
never used, so FS . is never needed. Text that holds one character the printer lacks goes out as a band of
dots, drawn as the printer would have set it. What a printer obeys at once even inside data (DLE EOT, DLE ENQ,
DLE DC4) never stands in a job: the questions before and after it are the transport's.

Text and commands are gathered as one string and encoded at once: every parameter sent is below 80h, which
the text's encoding leaves as it is. Only bands of dots are bytes from the start.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from PIL import Image

from yichuang_desktop.printing import barcode, raster
from yichuang_desktop.printing.charset import CODEC, WIDE, cells, foreign, lacking
from yichuang_desktop.printing.profiles import PrinterProfile
from yichuang_desktop.printing.qr import draw_qr, module_that_fits, native_qr
from yichuang_desktop.printing.slip_layout import (
    CENTRED,
    PLAIN,
    Align,
    Barcode,
    Drawn,
    Line,
    Picture,
    Probe,
    QrCode,
    Row,
    Space,
    Style,
)

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
    """Empty where the printer lacks a way of setting it (large, underlined), not a character."""


class Emitted(NamedTuple):
    """A job's bytes, from reset to cut, and what is not as it was asked for."""

    data: bytes
    fallbacks: tuple[Fallback, ...]
    """The lines that had to be drawn."""
    unbarred: tuple[str, ...]
    """Bar codes left out because the paper is too narrow for them."""


def emit(rows: Sequence[Row], profile: PrinterProfile) -> Emitted:
    """The bytes of these rows for one printer.

    Raises ValueError for a code that cannot be a QR or bar code at all.
    """
    job = _Job(profile, "".join([row.text for row in rows if isinstance(row, Line)]))
    for row in rows:
        if isinstance(row, Line):
            job.line(row.text, row.style)
        elif isinstance(row, Space):
            job.space(row.dots)
        else:
            job.other(row)
    return Emitted(job.finished(), tuple(job.fallbacks), tuple(job.unbarred))


class _Job:
    def __init__(self, profile: PrinterProfile, all_text: str) -> None:
        self._profile = profile
        self._foreign = foreign(profile.charset, profile.lacks).search
        self._plain = not self._foreign(all_text) and profile.native_large
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
        self.unbarred: list[str] = []

    def line(self, text: str, style: Style) -> None:
        if (not self._plain or style.underline) and self._beyond(text, style):
            self.fallbacks.append(Fallback(text, lacking(text, self._profile.charset, self._profile.lacks)))
            self._drawn(text, style)
            return
        if style is not self._style:
            self._set(style)
        self._out.append(text + "\n")

    def other(self, row: Row) -> None:
        """What is not a line of text; there are few of them."""
        if isinstance(row, QrCode):
            self._qr(row)
        elif isinstance(row, Barcode):
            self._barcode(row)
        elif isinstance(row, Probe):
            self._set(row.style)
            self._out.append(row.text + "\n")
        elif isinstance(row, Drawn):
            self._drawn(row.text, row.style)
        elif isinstance(row, Picture):
            self._bands(row.dots, row.rows)

    def _beyond(self, text: str, style: Style) -> bool:
        """Whether the printer cannot set this line itself."""
        if self._foreign(text):
            return True
        large = (style.width, style.height) != (1, 1)
        # FS - rules below hanzi only; the command for letters is not among those all clones know.
        narrow = style.underline and len(text.encode(CODEC)) != WIDE * len(text)
        return narrow or (large and not self._profile.native_large)

    def space(self, dots: int) -> None:
        while dots > 0:
            self._out.append("\x1bJ" + chr(min(dots, _MOST_FEED)))
            dots -= _MOST_FEED

    def _qr(self, code: QrCode) -> None:
        module = module_that_fits(code.payload, self._profile.qr_module, self._profile.dots)
        if self._profile.native_qr if code.native is None else code.native:
            self._set(CENTRED)
            self._out.append(native_qr(code.payload, module).decode("ascii"))
        else:
            self._middle(draw_qr(code.payload, module))

    def _barcode(self, code: Barcode) -> None:
        native = self._profile.native_code128 if code.native is None else code.native
        plan = barcode.plan(code.payload, code.module, self._profile.dots, native)
        if plan is None:
            self.unbarred.append(code.payload)
        elif plan.native:
            self._set(CENTRED)
            self._out.append(barcode.native_code128(code.payload, plan.module).decode("ascii"))
        else:
            self._middle(barcode.draw_code128(code.payload, plan.module))
            self.line(code.payload, CENTRED)

    def _middle(self, symbol: Image.Image) -> None:
        paper = Image.new("L", (self._profile.dots, symbol.height))
        paper.paste(symbol, ((paper.width - symbol.width) // 2, 0))
        self._bands(paper, self._profile.band_rows)

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
        used = cells(text, profile.charset) * style.width
        free = profile.dots // profile.cell_dots - used
        start = {Align.LEFT: 0, Align.CENTRE: free // 2, Align.RIGHT: free}[style.align]
        drawn = raster.DrawnLine(text, start, *style[1:])
        self._bands(raster.draw_line(drawn, profile), profile.band_rows)

    def _bands(self, picture: Image.Image, step: int) -> None:
        # The picture has the paper's width, so alignment must not move it.
        self._set(self._style._replace(align=Align.LEFT))
        self._encode()
        width, ink = raster.band_rows(picture)
        ink = raster.harmless(ink)
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
    if new.underline != old.underline:
        commands += "\x1c-" + chr(new.underline)
    return commands
