"""Receipt and counterfoil: one A4 sheet with a cut line (收件通知单、存根; R-IN-3, R-IN-9, 3.2.1.2).

The counterfoil stands above (0-140 mm), the receipt below (155-285 mm), with the same number and each with its
own code.  A list of materials that would crowd a half moves to an attachment cut by the same line, so that
after the cut both the office and the applicant hold the whole list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yichuang_desktop.domain.papers import MaterialLine, PersonLine, ReceiptSheet
from yichuang_desktop.printing.page_ops import STRONG, THIN, Page, Style, width_of, wrap
from yichuang_desktop.printing.page_sheet import (
    DEMO_SHADE,
    HEADING,
    LEFT,
    PAD,
    RIGHT,
    SEAL,
    SMALL,
    TINY,
    Band,
    Field,
    SignatureBox,
    day_text,
    draw_boxes,
    draw_foot,
    draw_grid,
    draw_head,
    draw_seal,
    grid_height,
    marks_of,
    paired,
)
from yichuang_desktop.printing.page_words import filled, word, words

BAND: Final = Band(LEFT, 210 - RIGHT)
COUNTERFOIL_TOP: Final = 8.0
COUNTERFOIL_BOTTOM: Final = 140.0
CUT: Final = 147.0
RECEIPT_TOP: Final = 154.0
RECEIPT_BOTTOM: Final = 284.0
BOXES: Final = 28.0
FOOT_BLOCK: Final = 44.0
LABEL_WIDTH: Final = 23.0
DENSITIES: Final = ((Style(10), 6.6), (Style(9.5), 6.0), (Style(9), 5.4))
"""Type and least row height of the field grid: the first that leaves room for the rest is taken."""
LISTINGS: Final = ((Style(9.5), 1), (Style(9), 1), (Style(9), 2), (Style(8.5), 2))
"""Type and columns of the list of materials, the roomiest first."""
LEAST_LIST: Final = 11.0
OWED: Final = ("缺", "不合格", "不适用")
"""Verdicts of materials that were not received."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A material, or the name of the department it goes to, as broken lines."""

    lines: tuple[str, ...]
    heading: bool = False
    received: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """Materials set in columns that fit a given height."""

    style: Style
    columns: tuple[tuple[Entry, ...], ...]


def receipt_pages(paper: ReceiptSheet, copy_mark: str = "") -> list[Page]:
    """The sheet, and attachments where the materials need them."""
    marks = marks_of(paper.head, copy_mark)
    pages = [Page()]
    upper = _counterfoil(pages[0], paper, marks)
    lower = _receipt(pages[0], paper, marks)
    if not (upper and lower):
        pages += _attachments(paper, marks)
    for number, page in enumerate(pages, 1):
        _cut_line(page)
        draw_foot(page, BAND, paper.head, number, len(pages))
        if paper.head.demonstration:
            page.shade(105, 78, DEMO_SHADE)
            page.shade(105, 222, DEMO_SHADE)
    return pages


def _counterfoil(page: Page, paper: ReceiptSheet, marks: Sequence[str]) -> bool:
    title = word("receipt", "counterfoil_title")
    y = draw_head(page, BAND, COUNTERFOIL_TOP, paper.head, title, code=paper.counterfoil_code, marks=marks)
    bottom = COUNTERFOIL_BOTTOM - BOXES
    y = _fields(page, y, bottom - LEAST_LIST, _counterfoil_fields(paper))
    whole = _materials(page, Band(BAND.left, BAND.right), y, bottom, paper.materials, check=True)
    draw_boxes(page, BAND, bottom, BOXES, _counterfoil_boxes(paper))
    return whole


def _counterfoil_fields(paper: ReceiptSheet) -> list[Field]:
    return [
        Field("申请人", paper.applicant.name),
        Field("证件号码", _document(paper.applicant)),
        *_persons(paper, paper.applicant),
        Field("联系电话", paper.applicant.phone),
        Field("事项名称", paper.item_name),
        Field("审批部门", paper.department),
        Field("部门联系", " ".join(part for part in (paper.department_contact, paper.department_phone) if part)),
        *_dates(paper),
        *_optional("法定期限", _due(paper.legal_due, estimated=paper.due_estimated)),
        Field("领取方式", paper.delivery),
        *_optional("平台编号", paper.platform_no),
    ]


def _counterfoil_boxes(paper: ReceiptSheet) -> list[SignatureBox]:
    return [
        SignatureBox("后台接收人"),
        SignatureBox("出证窗口接收人"),
        SignatureBox("领取人"),
        SignatureBox(
            "窗口（首办责任人）",
            name=paper.first_handler,
            day=paper.received_on,
            day_label="收件：",
        ),
    ]


def _receipt(page: Page, paper: ReceiptSheet, marks: Sequence[str]) -> bool:
    title = word("receipt", "title")
    y = draw_head(page, BAND, RECEIPT_TOP, paper.head, title, code=paper.head.code, marks=marks)
    bottom = RECEIPT_BOTTOM - FOOT_BLOCK
    y = _fields(page, y, bottom - LEAST_LIST, _receipt_fields(paper))
    whole = _materials(page, BAND, y, bottom, paper.materials, check=False)
    page.frame(BAND.left, bottom, BAND.width, FOOT_BLOCK, STRONG)
    _notes(page, Band(BAND.left, BAND.left + 74), bottom, paper)
    draw_seal(page, BAND.left + 74 + 24, bottom + FOOT_BLOCK / 2, note=word("receipt", "seal_note"))
    _first_handler(page, Band(BAND.left + 122, BAND.right), bottom, paper)
    return whole


def _receipt_fields(paper: ReceiptSheet) -> list[Field]:
    return [
        Field("申请人", paper.applicant_masked.name),
        Field("证件号码", _document(paper.applicant_masked)),
        *_persons(paper, paper.applicant_masked),
        *_optional("联系电话", paper.applicant_masked.phone),
        Field("事项名称", paper.item_name),
        Field("审批部门", paper.department),
        Field("部门电话", paper.department_phone),
        *_dates(paper),
        Field("领取方式", paper.delivery),
        *_optional("领取结果", paper.result_name),
        *_optional("平台编号", paper.platform_no),
    ]


def _document(person: PersonLine) -> str:
    return " ".join(part for part in (person.document_title, person.document_no) if part)


def _optional(label: str, value: str) -> list[Field]:
    return [Field(label, value)] if value else []


def _persons(paper: ReceiptSheet, applicant: PersonLine) -> Iterator[Field]:
    if applicant.legal_representative:
        yield Field("法定代表人", applicant.legal_representative)
    if paper.representative:
        yield Field("代理人", paper.representative.name)


def _dates(paper: ReceiptSheet) -> Iterator[Field]:
    yield Field("收件日期", day_text(paper.received_on))
    yield Field("承诺时限", paper.promise_text)
    if paper.promise_due:
        yield Field("计划领取", _due(paper.promise_due, estimated=paper.due_estimated))


def _due(day: object, *, estimated: bool) -> str:
    text = day_text(day)  # type: ignore[arg-type]
    return f"{text}（暂估）" if text and estimated else text


def _fields(page: Page, y: float, bottom: float, fields: Sequence[Field]) -> float:
    """The grid in the roomiest type that ends above ``bottom``."""
    for style, least in DENSITIES:
        rows = paired(fields, BAND.width, LABEL_WIDTH, style)
        if y + grid_height(rows, BAND.width, LABEL_WIDTH, style, least) <= bottom:
            break
    return draw_grid(page, BAND, y, rows, label_width=LABEL_WIDTH, style=style, least=least)


def _notes(page: Page, band: Band, y: float, paper: ReceiptSheet) -> None:
    page.rule(band.right, y, band.right, y + FOOT_BLOCK)
    collect_at = paper.collect_at or word("receipt", "collect_at")
    y += PAD
    for number, note in enumerate(words("receipt", "notes"), 1):
        text = filled(note, collect_at=collect_at)
        page.text(band.left + PAD, y + 0.6, f"{number}.", TINY)
        y = page.lines(band.left + PAD + 4, y, wrap(text, TINY, band.width - 2 * PAD - 4), TINY)
    phone = paper.consult_phone or paper.head.hall_phone
    for label, number_ in (("咨询电话", phone), ("监督电话", paper.head.complaint_phone)):
        if number_:
            y = page.lines(band.left + PAD, y + 0.2, (f"{label}：{number_}",), TINY)


def _first_handler(page: Page, band: Band, y: float, paper: ReceiptSheet) -> None:
    """Name and date of the first handler at the lower right, with room to sign (3.2.1.2)."""
    page.text(band.left, y + 5, "首办责任人：", SMALL)
    page.text(band.left + 20, y + 4.5, paper.first_handler, HEADING)
    page.text(band.left, y + 13.5, "收件窗口：", SMALL)
    page.text(band.left + 20, y + 13.5, paper.head.counter, SMALL)
    page.text(band.left, y + 25, "签　　字：", SMALL)
    page.rule(band.left + 19, y + 29, band.right - 3, y + 29)
    page.text(band.left, y + 36.5, "收件日期：", SMALL)
    page.text(band.left + 20, y + 36.5, day_text(paper.received_on), SMALL)


def _materials(
    page: Page, band: Band, y: float, bottom: float, materials: Sequence[MaterialLine], *, check: bool
) -> bool:
    """The list of materials between ``y`` and ``bottom``; False when it stands on an attachment."""
    page.frame(band.left, y, band.width, bottom - y, STRONG)
    count = f"收取材料：共 {len(materials)} 项 {sum(line.copies for line in materials)} 份"
    listing = _fitting(materials, band.width - 2 * PAD, bottom - y - 8)
    if listing is None:
        page.text(band.left + PAD, y + 1.8, f"{count}，{word('receipt', 'materials_elsewhere')}", SMALL)
        return False
    page.text(band.left + PAD, y + 1.8, count, SMALL)
    if check:
        page.text_right(band.right - PAD, y + 2.0, word("receipt", "counterfoil_check"), TINY)
    _draw_listing(page, Band(band.left + PAD, band.right - PAD), y + 6.6, listing, tick=not check)
    return True


def _fitting(materials: Sequence[MaterialLine], width: float, height: float) -> Listing | None:
    """The roomiest setting of all materials within a height, if there is one."""
    for style, count in LISTINGS:
        columns, rest = _set_columns(_entries(materials, style, width / count - 3), style, count, height)
        if not rest:
            return Listing(style, tuple(columns))
    return None


def _entries(materials: Sequence[MaterialLine], style: Style, width: float) -> list[Entry]:
    entries: list[Entry] = []
    group = ""
    for line in materials:
        if line.group and line.group != group:
            group = line.group
            entries.append(Entry(wrap(f"【{group}】", style, width), heading=True))
        text = wrap(_material_text(line), style, width - 6)
        entries.append(Entry(text, received=not any(word in line.verdict for word in OWED)))
    return entries


def _material_text(line: MaterialLine) -> str:
    kind = f"{line.form} {line.copies}份" if line.form else f"{line.copies}份"
    details = "，".join(part for part in (kind, line.verdict, line.remark) if part)
    return f"{line.seq}. {line.name}（{details}）"


def _set_columns(
    entries: Sequence[Entry], style: Style, count: int, height: float
) -> tuple[list[tuple[Entry, ...]], list[Entry]]:
    """Fill columns from the left; gives them and what is left over. A heading never ends a column."""
    columns: list[tuple[Entry, ...]] = []
    rest = list(entries)
    for _ in range(count):
        column: list[Entry] = []
        room = int((height + 0.01) / style.line)
        while rest and len(rest[0].lines) <= room:
            room -= len(rest[0].lines)
            column.append(rest.pop(0))
        if rest and column and column[-1].heading:
            rest.insert(0, column.pop())
        columns.append(tuple(column))
    return columns, rest


def _draw_listing(page: Page, band: Band, y: float, listing: Listing, *, tick: bool) -> None:
    width = band.width / len(listing.columns)
    for place, column in enumerate(listing.columns):
        x = band.left + place * width
        line_y = y
        for entry in column:
            if not entry.heading:
                _box(page, x, line_y + (listing.style.line - 3) / 2, ticked=tick and entry.received)
            line_y = page.lines(x + (0 if entry.heading else 5), line_y, entry.lines, listing.style)


def _box(page: Page, x: float, y: float, *, ticked: bool) -> None:
    page.frame(x, y, 3, 3, THIN)
    if ticked:
        page.rule(x + 0.5, y + 1.5, x + 1.3, y + 2.4, 3.0)
        page.rule(x + 1.2, y + 2.4, x + 2.6, y + 0.5, 3.0)


def _attachments(paper: ReceiptSheet, marks: Sequence[str]) -> list[Page]:
    """Pages with the list alone, both halves alike."""
    style, count = LISTINGS[2]
    rest = _entries(paper.materials, style, (BAND.width - 2 * PAD) / count - 3)
    pages = []
    height = COUNTERFOIL_BOTTOM - COUNTERFOIL_TOP - 27 - 8 - 8
    while rest:
        before = len(rest)
        columns, rest = _set_columns(rest, style, count, height)
        if len(rest) == before:
            columns, rest = [(rest[0],)], rest[1:]
        page = Page()
        halves = ((COUNTERFOIL_TOP, "counterfoil_title", paper.counterfoil_code), (RECEIPT_TOP, "title", paper.head.code))
        for top, title, code in halves:
            _attachment(page, top, title, code, paper, Listing(style, tuple(columns)), marks)
        pages.append(page)
    return pages


def _attachment(
    page: Page, top: float, title: str, code: str, paper: ReceiptSheet, listing: Listing, marks: Sequence[str]
) -> None:
    name = word("receipt", title) + word("receipt", "attachment")
    y = draw_head(page, BAND, top, paper.head, name, code=code, marks=marks)
    bottom = top + COUNTERFOIL_BOTTOM - COUNTERFOIL_TOP - 8
    page.frame(BAND.left, y, BAND.width, bottom - y, STRONG)
    count = f"收取材料：共 {len(paper.materials)} 项 {sum(line.copies for line in paper.materials)} 份"
    page.text(BAND.left + PAD, y + 1.8, count, SMALL)
    counterfoil = title == "counterfoil_title"
    if counterfoil:
        page.text_right(BAND.right - PAD, y + 2.0, word("receipt", "counterfoil_check"), TINY)
    _draw_listing(page, Band(BAND.left + PAD, BAND.right - PAD), y + 6.6, listing, tick=not counterfoil)
    signed = f"首办责任人：{paper.first_handler}　　签字：　　　　　　　　收件日期：{day_text(paper.received_on)}"
    page.text_right(BAND.right, bottom + 2.5, signed, SMALL)


def _cut_line(page: Page) -> None:
    """The dotted line with a pair of scissors and its words."""
    text = word("receipt", "cut_line")
    half = width_of(text, TINY) / 2 + 2
    page.rule(17, CUT, 105 - half, CUT, 2.0, dashed=True)
    page.rule(105 + half, CUT, 204, CUT, 2.0, dashed=True)
    page.text_centred(105, CUT - 1.4, text, TINY)
    for side in (-1, 1):
        page.ring(9.4, CUT + side * 1.5, 2.0, dotted=False)
        page.rule(10.2, CUT + side * 1.0, 15.4, CUT - side * 1.2, 2.6)
