"""The applicant's receipt slip (领取凭条) for 58 and 80 mm printers (R-IN-3, 3.2.1.2).

The slip is the applicant's handy copy of the receipt: number, item, who answers for it, when to come, and the
code the issuance desk scans. It never carries a whole document number or phone: it leaves the hall.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import MaterialLine, ReceiptSheet, from_document
from yichuang_desktop.domain.print_jobs import PrintJob
from yichuang_desktop.printing.escpos_text import Emitted, Fallback, emit
from yichuang_desktop.printing.profiles import PrinterProfile
from yichuang_desktop.printing.raster import uncovered
from yichuang_desktop.printing.slip_layout import (
    BOLD,
    CENTRED,
    CENTRED_BOLD,
    PLAIN,
    RIGHT,
    Align,
    Barcode,
    Line,
    Measure,
    QrCode,
    Row,
    Space,
    Style,
    exact_measure,
    groups,
    numbered,
    paragraph,
    plain_measure,
    rule,
    table,
)
from yichuang_desktop.printing.spooler import Rendered

RECEIPT_SLIP: Final = "receipt_slip"
"""The job kind of a receipt slip; its document is a ``ReceiptSheet``."""
RENDER_VERSION: Final = "slip-2"
TITLE: Final = "领取凭条"
_CODE_GROUP: Final = 5
_WIDE_PAPER_CELLS: Final = 40
_TITLE_STYLE: Final = Style(Align.CENTRE, 2, 2, bold=True)
_TALL_STYLE: Final = Style(Align.CENTRE, 1, 2, bold=True)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know about a slip; the sentence is made from ``code`` and ``facts``."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SlipBytes:
    """A slip as the printer gets it."""

    data: bytes
    fallbacks: tuple[Fallback, ...]
    """Lines drawn as dots because the printer's font lacks a character."""
    remarks: tuple[Remark, ...]
    """``no_font_for_character``: printed as a box with its code point; ``barcode_too_wide``: left out."""


def render_slip(paper: ReceiptSheet, profile: PrinterProfile, mark: str = "") -> SlipBytes:
    """Lay out one receipt slip; ``mark`` is the 补打 line of a further copy (``PrintJob.mark``).

    Raises ValueError when ``head.code`` cannot be a QR code on this paper.
    """
    return laid_out(lambda measure: list(_rows(paper, measure, mark, profile.barcode)), profile)


def laid_out(rows: Callable[[Measure], Sequence[Row]], profile: PrinterProfile) -> SlipBytes:
    """The bytes of rows that are made for a measure, and what a person should know of them.

    Raises ValueError for a code that cannot be on a slip.
    """
    done = emit(rows(plain_measure(profile.cells)), profile)
    if any(line.characters for line in done.fallbacks):
        # Some character is not the printer's own after all: lay it all out again, counting each one.
        done = emit(rows(exact_measure(profile.cells, profile.charset)), profile)
    return SlipBytes(done.data, done.fallbacks, remarks_on(done))


def remarks_on(done: Emitted) -> tuple[Remark, ...]:
    """What a person should know of a job: characters without a font, bar codes without room."""
    missing = uncovered("".join(char for line in done.fallbacks for char in line.characters))
    unbarred = (Remark("barcode_too_wide", {"payload": payload}) for payload in done.unbarred)
    return (*(_no_font(char) for char in missing), *unbarred)


def slip_renderer(profile_of: Callable[[str], PrinterProfile]) -> Callable[[PrintJob], Rendered]:
    """The spooler's renderer of receipt slips; ``profile_of`` gives the profile of a printer's id.

    The renderer raises RuleViolation("print_not_laid_out") for a job that holds another paper.
    """

    def render(job: PrintJob) -> Rendered:
        paper = from_document(dict(job.document))
        if not isinstance(paper, ReceiptSheet):
            raise RuleViolation("print_not_laid_out", paper=job.document.get("paper"))
        slip = render_slip(paper, profile_of(job.printer), job.mark)
        return Rendered(slip.data, RENDER_VERSION, tuple((mark.code, mark.facts) for mark in slip.remarks))

    return render


def _no_font(char: str) -> Remark:
    return Remark("no_font_for_character", {"character": char, "code_point": f"U+{ord(char):04X}"})


def _rows(paper: ReceiptSheet, measure: Measure, mark: str, barred: bool) -> Iterator[Row]:
    yield from _head(paper, measure, mark)
    yield from _what(paper, measure)
    yield rule(measure)
    yield from _materials(paper.materials, measure)
    yield rule(measure)
    yield from _when_and_how(paper, measure)
    yield rule(measure)
    yield from _code(paper.head.code, measure, barred)
    yield from _foot(paper, measure)


def _head(paper: ReceiptSheet, measure: Measure, mark: str) -> Iterator[Row]:
    if paper.head.demonstration:
        yield from paragraph("【演示 不作凭证】", measure, CENTRED_BOLD)
    yield from paragraph(paper.head.hall_name, measure, CENTRED_BOLD)
    yield Space(8)
    yield from paragraph(TITLE, measure, _TITLE_STYLE)
    if mark:
        yield Space(8)
        yield from paragraph(mark, measure, CENTRED_BOLD)
    yield Space(8)
    number_style = _TALL_STYLE if measure.cells < _WIDE_PAPER_CELLS else _TITLE_STYLE
    yield from paragraph(paper.head.number, measure, number_style)
    yield rule(measure)


def _what(paper: ReceiptSheet, measure: Measure) -> Iterable[Row]:
    applicant, representative = paper.applicant_masked, paper.representative
    return table(
        (
            ("事项", paper.item_name, BOLD),
            ("部门", paper.department, PLAIN),
            ("申请人", applicant.name, BOLD),
            ("证件号", applicant.document_no, PLAIN),
            ("手机", applicant.phone, PLAIN),
            ("代理人", representative.name if representative else "", PLAIN),
            ("平台编号", paper.platform_no, PLAIN),
        ),
        measure,
    )


def _materials(materials: tuple[MaterialLine, ...], measure: Measure) -> Iterator[Row]:
    copies = sum(line.copies for line in materials)
    yield Line(f"已收材料 {len(materials)}种 共{copies}份", BOLD)
    yield from numbered([(line.name, f"{line.form}{line.copies}份") for line in materials], measure)


def _when_and_how(paper: ReceiptSheet, measure: Measure) -> Iterable[Row]:
    return table(
        (
            ("收件日期", _day(paper.received_on), PLAIN),
            ("承诺时限", paper.promise_text, PLAIN),
            ("承诺办结", _due(paper.promise_due, paper.due_estimated), BOLD),
            ("法定办结", _due(paper.legal_due, paper.due_estimated), PLAIN),
            ("结果", paper.result_name, PLAIN),
            ("领取方式", paper.delivery, PLAIN),
            ("领取地点", paper.collect_at, PLAIN),
            ("承办电话", f"{paper.department_phone} {paper.department_contact}".strip(), PLAIN),
            ("咨询电话", paper.consult_phone or paper.head.hall_phone, PLAIN),
            ("监督电话", paper.head.complaint_phone, PLAIN),
        ),
        measure,
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _due(day: date | None, estimated: bool) -> str:
    if day is None:
        return ""
    return f"{_day(day)}（暂估）" if estimated else _day(day)


def _code(code: str, measure: Measure, barred: bool) -> Iterator[Row]:
    yield Space(12)
    yield QrCode(code)
    yield Space(12)
    for line in groups(code, _CODE_GROUP, measure):
        yield Line(line, CENTRED)
    yield Space(8)
    if barred:
        yield Barcode(code, module=2)
        yield Space(8)


def _foot(paper: ReceiptSheet, measure: Measure) -> Iterator[Row]:
    yield from _advice(measure.cells)
    yield Space(12)
    signed = f"{paper.head.counter} 首办责任人：{paper.first_handler}"
    yield from paragraph(signed, measure, RIGHT)
    yield from paragraph(_day(paper.received_on), measure, RIGHT)


@cache
def _advice(cells: int) -> Sequence[Line]:
    """Broken once for each width of paper: it is the same on every slip and every printer's own."""
    return paragraph("办结后凭此条到出证窗口领取。如有遗失，请带证件原件到窗口挂失。", plain_measure(cells))
