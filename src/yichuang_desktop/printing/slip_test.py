"""A test slip shows at a glance whether width, character set, drawn characters, code and cut are right."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from yichuang_desktop.domain.print_jobs import PrintJob
from yichuang_desktop.printing.escpos_text import emit
from yichuang_desktop.printing.profiles import PrinterProfile
from yichuang_desktop.printing.slip import SlipBytes
from yichuang_desktop.printing.slip_layout import (
    CENTRED,
    PLAIN,
    Align,
    Line,
    Measure,
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
"""The job kind of a test slip; it is sent at once and never stands in the queue."""
NO_PAPER_CODE: Final = "0" * 30
"""Scans like a paper code and is none: its check digits are wrong."""
_DIGITS: Final = "1234567890"
_HANZI: Final = "一二三四五六七八九十"
_ADVICE: Final = "请核对：两侧竖线都在纸上，每行汉字不缺不乱，二维码能扫出三十个0，裁切在字后。"


def render_test_slip(profile: PrinterProfile, printer: str, at: datetime) -> SlipBytes:
    """The test slip of one printer, named as its settings name it."""
    measure = exact_measure(profile.cells, profile.charset)
    data, fallbacks = emit(list(_rows(profile, measure, printer, at)), profile)
    return SlipBytes(data, fallbacks, ())


def job_of_test_slip(printer: str, by: str, at: datetime) -> PrintJob:
    """What a transport is given along with a test slip's bytes."""
    stamp = f"{at:%Y%m%d-%H%M%S}"
    return PrintJob(stamp, TEST_SLIP, {"head": {"number": f"TEST-{stamp}"}}, printer, by, at)


def _rows(profile: PrinterProfile, measure: Measure, printer: str, at: datetime) -> Iterator[Row]:
    yield from paragraph("打印测试", measure, Style(Align.CENTRE, 2, 2, bold=True))
    yield Space(8)
    fields = (
        ("打印机", printer, PLAIN),
        ("型号", profile.title, PLAIN),
        ("纸宽", f"{profile.dots}点 {profile.cells}列", PLAIN),
        ("字库", profile.charset.value, PLAIN),
        ("时间", f"{at:%Y-%m-%d %H:%M:%S}", PLAIN),
    )
    yield from table(fields, measure)
    yield rule(measure)
    yield Line((_DIGITS * measure.cells)[: measure.cells])
    yield Line((_HANZI * measure.cells)[: measure.cells // 2])
    yield Line("|" + " " * (measure.cells - 2) + "|")
    samples = (
        ("汉字", "内乡县政务服务中心", PLAIN),
        ("标点", "（）《》“”·—…", PLAIN),
        ("符号", "￥5.00 ℃ × ① ±", PLAIN),
        ("生僻字", "堃 镕 喆 䶮 㛃 𬱟 𠮷", PLAIN),
    )
    yield from table(samples, measure)
    yield Space(12)
    yield QrCode(NO_PAPER_CODE)
    yield Space(12)
    yield Line("二维码", CENTRED)
    yield from paragraph(_ADVICE, measure)
