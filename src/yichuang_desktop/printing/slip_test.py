"""The self-test page: shows at a glance how wide the printer is, what its font has, what it draws itself.

Its numbered parts are what ``domain.self_test`` asks about; the clerk ticks paper and screen off together. It
asks the printer for everything, also for what its profile says it cannot: that is how one finds out. A board
without a command prints a few stray characters instead, which the question names.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from PIL import Image, ImageDraw

from yichuang_desktop.domain.print_jobs import PrintJob
from yichuang_desktop.domain.self_test import BANDS, DRAWN_ONLY, PROBED, heads, rulers
from yichuang_desktop.printing import raster
from yichuang_desktop.printing.barcode import HEIGHT, LEAST_MODULE, draw_code128
from yichuang_desktop.printing.escpos_text import emit
from yichuang_desktop.printing.profiles import CELL_DOTS, GLYPH_DOTS, PrinterProfile
from yichuang_desktop.printing.qr import draw_qr, module_that_fits
from yichuang_desktop.printing.slip import SlipBytes, remarks_on
from yichuang_desktop.printing.slip_layout import (
    BOLD,
    CENTRED,
    PLAIN,
    Align,
    Barcode,
    Drawn,
    Line,
    Measure,
    Picture,
    Probe,
    QrCode,
    Row,
    Space,
    Style,
    exact_measure,
    paragraph,
    rule,
    table,
)

TEST_SLIP: Final = "test_slip"
"""The job kind of a self-test page; it is sent at once and never stands in the queue."""
NO_PAPER_CODE: Final = "0" * 30
"""Scans like a paper code and is none: its check digits are wrong."""
NO_PAPER_BARS: Final = "12345678"
_LABEL_EACH: Final = 5
_LARGE: Final = Style(Align.LEFT, 2, 2)
_EDGE: Final = 2
_FRAME_QR_MODULE: Final = 6


def render_test_slip(profile: PrinterProfile, printer: str, at: datetime) -> SlipBytes:
    """The self-test page of one printer, named as its settings name it."""
    measure = exact_measure(profile.cells, profile.charset)
    done = emit(list(_rows(profile, measure, printer, at)), profile)
    return SlipBytes(done.data, done.fallbacks, remarks_on(done))


def job_of_test_slip(printer: str, by: str, at: datetime) -> PrintJob:
    """What a transport is given along with a self-test page's bytes."""
    stamp = f"{at:%Y%m%d-%H%M%S}"
    return PrintJob(stamp, TEST_SLIP, {"head": {"number": f"TEST-{stamp}"}}, printer, by, at)


def ruler(cells: int) -> str:
    """A line as wide as the paper: both edges, and each fifth column's number ending in that column."""
    marks = ["."] * cells
    for column in range(_LABEL_EACH, cells, _LABEL_EACH):
        number = str(column)
        marks[column - len(number) : column] = number
    marks[0] = marks[-1] = "|"
    return "".join(marks)


def _rows(profile: PrinterProfile, measure: Measure, printer: str, at: datetime) -> Iterator[Row]:
    yield from paragraph("打印机自检", measure, Style(Align.CENTRE, 2, 2, bold=True))
    yield Space(8)
    fields = (
        ("打印机", printer, PLAIN),
        ("型号", profile.title, PLAIN),
        ("纸宽", f"{profile.dots}点 {profile.cells}列", PLAIN),
        ("字库", profile.charset.title, PLAIN),
        ("时间", f"{at:%Y-%m-%d %H:%M:%S}", PLAIN),
    )
    yield from table(fields, measure)
    yield from _widths(profile, measure)
    yield from _font(measure)
    yield from _codes(measure)
    yield from _frames(profile, measure)
    yield from _ending(measure)


def _part(number: int, text: str, measure: Measure) -> Iterator[Row]:
    yield rule(measure)
    yield from paragraph(f"第{number}项 {text}", measure, BOLD)


def _widths(profile: PrinterProfile, measure: Measure) -> Iterator[Row]:
    yield from _part(1, "文字尺：各占一行，两端有竖线", measure)
    for width in sorted(rulers(profile.cells)):
        yield Line(f"{width}列")
        yield Line(ruler(width))
    yield from _part(2, "点阵尺：与上面的尺上下对齐，右端竖线和数字都在", measure)
    yield Drawn(ruler(profile.cells))
    yield Picture(_head_marks(profile), GLYPH_DOTS)


def _font(measure: Measure) -> Iterator[Row]:
    yield from _part(3, "字库：上行打印机自己的字，下行图形，逐个比", measure)
    own = " ".join(f"{at}{char}" for at, char in enumerate(PROBED, 1))
    more = " ".join(f"{at}{char}" for at, char in enumerate(DRAWN_ONLY, 1 + len(PROBED)))
    yield Probe(own)
    yield Drawn(f"{own} {more}")
    yield from _part(4, "样式：大字、加粗、下划线", measure)
    yield Probe("大字汉字Aa1", _LARGE)
    yield Line("加粗汉字Aa1", BOLD)
    yield Line("下划线汉字", Style(underline=True))
    yield from table((("标点", "（）《》“”·—…￥℃×①±", PLAIN),), measure)


def _codes(measure: Measure) -> Iterator[Row]:
    yield from _part(5, "打印机自己画的二维码：扫出三十个0；乱码或空白即没有此功能", measure)
    yield QrCode(NO_PAPER_CODE, native=True)
    yield Space(8)
    yield from _part(6, f"打印机自己画的条形码：扫出{NO_PAPER_BARS}", measure)
    yield Barcode(NO_PAPER_BARS, native=True)
    yield Space(8)


def _frames(profile: PrinterProfile, measure: Measure) -> Iterator[Row]:
    yield from _part(7, "图形：四个方框四边完整，里面没有横缝，两个码都能扫", measure)
    for rows in sorted(BANDS):
        yield Space(8)
        yield Picture(_frame(rows, profile.dots), rows)
    yield Space(8)


def _ending(measure: Measure) -> Iterator[Row]:
    yield from _part(8, "断纸：再打一张，打到方框时抬起上盖、合上，看是否接着打完", measure)
    yield rule(measure)
    yield from paragraph("第9项 裁切：纸应切在这一行下面", measure, CENTRED)


def _head_marks(profile: PrinterProfile) -> Image.Image:
    """A bar at the left edge and at the right edge of each width of print head, its dots beside it."""
    picture = Image.new("L", (profile.dots, GLYPH_DOTS))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, _EDGE - 1, GLYPH_DOTS), fill=255)
    for head in heads(profile.dots):
        pen.rectangle((head - _EDGE, 0, head, GLYPH_DOTS), fill=255)
        _write(picture, str(head), head - _EDGE - CELL_DOTS * (len(str(head)) + 1))
    return picture


def _frame(rows: int, dots: int) -> Image.Image:
    """A frame of this many rows, its height written in it, a code in the two that have room."""
    picture = Image.new("L", (dots, rows))
    ImageDraw.Draw(picture).rectangle((0, 0, dots - 1, rows - 1), outline=255, width=_EDGE)
    _write(picture, str(rows), CELL_DOTS)
    symbol = None
    if rows == BANDS[0]:
        symbol = draw_qr(NO_PAPER_CODE, module_that_fits(NO_PAPER_CODE, _FRAME_QR_MODULE, dots))
    elif rows > HEIGHT:
        symbol = draw_code128(NO_PAPER_BARS, LEAST_MODULE)
    if symbol is not None:
        picture.paste(symbol, ((dots - symbol.width) // 2, (rows - symbol.height) // 2))
    return picture


def _write(picture: Image.Image, digits: str, left: int) -> None:
    for at, digit in enumerate(digits):
        dots = raster.glyph(digit, 1)
        # Kept clear of the frame's edge, or the digits of the lowest one would run into it.
        picture.paste(dots.crop((0, _EDGE, CELL_DOTS, GLYPH_DOTS - _EDGE)), (left + at * CELL_DOTS, _EDGE))
