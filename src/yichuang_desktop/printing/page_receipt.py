"""Receipt and counterfoil: one A4 sheet with a cut line (收件通知单、存根; R-IN-3, R-IN-9, 3.2.1.2).

The counterfoil stands above (0-140 mm), the receipt below (152-284 mm), with the same number and each with
its own code.  A list of materials that would crowd a half moves to an attachment cut by the same line, so
that after the cut both the office and the applicant hold the whole list.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from yichuang_desktop.domain.papers import MaterialLine, PersonLine, ReceiptSheet
from yichuang_desktop.printing.page_blocks import (
    DEMO_SHADE,
    HEAD_HEIGHT,
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
    draw_cut_line,
    draw_foot,
    draw_grid,
    draw_head,
    draw_seal,
    grid_height,
    marks_of,
    paired,
)
from yichuang_desktop.printing.page_materials import (
    GAP,
    Listing,
    draw_listing,
    entries_of,
    fitting,
    set_columns,
)
from yichuang_desktop.printing.page_ops import STRONG, Page, Style, fitted, width_of, wrap
from yichuang_desktop.printing.page_words import filled, word, words

BAND: Final = Band(LEFT, 210 - RIGHT)
WIDTH: Final = BAND.width - 2 * PAD
COUNTERFOIL_TOP: Final = 8.0
COUNTERFOIL_BOTTOM: Final = 140.0
CUT: Final = 147.0
RECEIPT_TOP: Final = 152.5
RECEIPT_BOTTOM: Final = 284.0
BOXES: Final = 28.0
FOOT_BLOCK: Final = 43.5
LABEL_WIDTH: Final = 23.0
DENSITIES: Final = (
    (Style(10), 6.6),
    (Style(9.5), 6.0),
    (Style(9), 5.4),
    (Style(8.5), 5.0),
    (Style(8), 4.6),
    (Style(7.5), 4.2),
)
"""Type and least row height of the field grid: the first that leaves room for the rest is taken."""
LISTINGS: Final = (
    (Style(10), 1),
    (Style(9.5), 1),
    (Style(9.5), 2),
    (Style(9), 1),
    (Style(9), 2),
    (Style(8.5), 2),
    (Style(8.5, leading=1.25), 2),
)
"""Type and columns of the list of materials, the roomiest first."""
ATTACHED: Final = (*LISTINGS[:-1], (Style(8.5), 1), (Style(8, leading=1.3), 1))
"""The same on an attachment."""
BESIDE: Final = (
    (Style(10), 1),
    (Style(9.5), 1),
    (Style(9), 1),
    (Style(8.5), 1),
    (Style(8.5, leading=1.25), 1),
    (Style(8.5, leading=1.25), 2),
)
"""The same at the left of the seal."""
NOTES: Final = 74.0
SEAL_COLUMN: Final = 62.0
HANDLER: Final = 22.0
COUNT_LINE: Final = 6.6
"""Height of the line above the list that says how many there are."""


def receipt_pages(paper: ReceiptSheet, copy_mark: str = "") -> list[Page]:
    """The sheet, and attachments where the materials need them."""
    marks = marks_of(paper.head, copy_mark)
    pages = [Page()]
    upper = _counterfoil(pages[0], paper, marks)
    lower = _receipt(pages[0], paper, marks)
    if not (upper and lower):
        pages += _attachments(paper, marks)
    for number, page in enumerate(pages, 1):
        draw_cut_line(page, CUT, word("receipt", "cut_line"))
        if len(pages) > 1:
            for top in (COUNTERFOIL_TOP, RECEIPT_TOP):
                page.text_centred(BAND.middle, top + 19.4, f"（第 {number} 页 / 共 {len(pages)} 页）", TINY)
        draw_foot(page, BAND, paper.head, number, len(pages))
        if paper.head.demonstration:
            page.shade(105, 78, DEMO_SHADE)
            page.shade(105, 222, DEMO_SHADE)
    return pages


def _counterfoil(page: Page, paper: ReceiptSheet, marks: Sequence[str]) -> bool:
    title = word("receipt", "counterfoil_title")
    y = draw_head(page, BAND, COUNTERFOIL_TOP, paper.head, title, code=paper.counterfoil_code, marks=marks)
    bottom = COUNTERFOIL_BOTTOM - BOXES
    whole = _body(page, y, bottom, _counterfoil_fields(paper), paper, check=True)
    draw_boxes(page, BAND, bottom, BOXES, _counterfoil_boxes(paper))
    return whole


def _counterfoil_fields(paper: ReceiptSheet) -> list[Field]:
    return [
        Field("申请人", paper.applicant.name),
        Field("证件号码", _document(paper.applicant)),
        Field("事项名称", paper.item_name, wide=True),
        *_persons(paper, paper.applicant, whole=True),
        Field("联系电话", paper.applicant.phone),
        Field("领取方式", paper.delivery),
        Field("审批部门", paper.department),
        Field(
            "部门联系", " ".join(part for part in (paper.department_contact, paper.department_phone) if part)
        ),
        *_dates(paper),
        *_optional("法定期限", _due(paper.legal_due, estimated=paper.due_estimated)),
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
    if _receipt_beside_seal(page, y, paper):
        return True
    bottom = RECEIPT_BOTTOM - FOOT_BLOCK
    whole = _body(page, y, bottom, _receipt_fields(paper), paper, check=False)
    page.frame(BAND.left, bottom, BAND.width, FOOT_BLOCK, STRONG)
    page.rule(BAND.left + NOTES, bottom, BAND.left + NOTES, RECEIPT_BOTTOM)
    _draw_notes(page, Band(BAND.left, BAND.left + NOTES), bottom + PAD, _notes(paper, NOTES))
    draw_seal(page, BAND.left + NOTES + 24, bottom + FOOT_BLOCK / 2, note=word("receipt", "seal_note"))
    _first_handler(page, Band(BAND.left + 122, BAND.right), bottom + 10, 9.5, paper)
    return whole


def _receipt_beside_seal(page: Page, y: float, paper: ReceiptSheet) -> bool:
    """The usual receipt: materials and notes at the left, seal and first handler at the right.

    False, and nothing drawn, when fields and materials need more room.
    """
    left = Band(BAND.left, BAND.right - SEAL_COLUMN)
    notes = _notes(paper, left.width)
    notes_height = sum(len(lines) for _, lines in notes) * TINY.line + PAD
    for style, least in DENSITIES:
        rows = paired(_receipt_fields(paper), BAND.width, LABEL_WIDTH, style)
        height = RECEIPT_BOTTOM - y - grid_height(rows, BAND.width, LABEL_WIDTH, style, least)
        if height < SEAL + HANDLER:
            continue
        room = height - COUNT_LINE - notes_height - 1
        listing = fitting(paper.materials, BESIDE, left.width - 2 * PAD, room)
        if listing:
            break
    else:
        return False
    y = draw_grid(page, BAND, y, rows, label_width=LABEL_WIDTH, style=style, least=least)
    page.frame(BAND.left, y, BAND.width, RECEIPT_BOTTOM - y, STRONG)
    page.rule(left.right, y, left.right, RECEIPT_BOTTOM)
    page.text(left.left + PAD, y + 1.6, _count(paper), SMALL)
    draw_listing(page, Band(left.left + PAD, left.right - PAD), y + COUNT_LINE, listing, tick=True)
    _draw_notes(page, left, RECEIPT_BOTTOM - notes_height, notes)
    middle = y + (RECEIPT_BOTTOM - y - HANDLER) / 2
    draw_seal(page, left.right + SEAL_COLUMN / 2, middle, note=word("receipt", "seal_note"))
    _first_handler(page, Band(left.right + 3, BAND.right), RECEIPT_BOTTOM - HANDLER + 1, 7.5, paper)
    return True


def _receipt_fields(paper: ReceiptSheet) -> list[Field]:
    return [
        Field("申请人", paper.applicant_masked.name),
        Field("证件号码", _document(paper.applicant_masked)),
        Field("事项名称", paper.item_name, wide=True),
        *_persons(paper, paper.applicant_masked),
        *_optional("联系电话", paper.applicant_masked.phone),
        Field("领取方式", paper.delivery),
        Field("审批部门", paper.department),
        Field("部门电话", paper.department_phone),
        *_dates(paper),
        *_optional("领取结果", paper.result_name),
        *_optional("平台编号", paper.platform_no),
    ]


def _document(person: PersonLine) -> str:
    return " ".join(part for part in (person.document_title, person.document_no) if part)


def _optional(label: str, value: str) -> list[Field]:
    return [Field(label, value)] if value else []


def _persons(paper: ReceiptSheet, applicant: PersonLine, *, whole: bool = False) -> Iterator[Field]:
    if applicant.legal_representative:
        yield Field("法定代表人", applicant.legal_representative)
    if paper.representative:
        agent = paper.representative
        yield Field("代理人", f"{agent.name} {agent.phone}".strip() if whole else agent.name)


def _dates(paper: ReceiptSheet) -> Iterator[Field]:
    yield Field("收件日期", day_text(paper.received_on))
    yield Field("承诺时限", paper.promise_text)
    if paper.promise_due:
        yield Field("计划领取", _due(paper.promise_due, estimated=paper.due_estimated))


def _due(day: object, *, estimated: bool) -> str:
    text = day_text(day)  # type: ignore[arg-type]
    return f"{text}（暂估）" if text and estimated else text


def _body(
    page: Page, y: float, bottom: float, fields: Sequence[Field], paper: ReceiptSheet, *, check: bool
) -> bool:
    """Field grid and materials between ``y`` and ``bottom``, in the roomiest type that holds both.

    False when the materials must stand on an attachment; then the grid alone decides about its type.
    """
    listing = None
    for style, least in DENSITIES:
        rows = paired(fields, BAND.width, LABEL_WIDTH, style)
        room = bottom - y - grid_height(rows, BAND.width, LABEL_WIDTH, style, least) - COUNT_LINE
        listing = fitting(paper.materials, LISTINGS, WIDTH, room - 1) if room > 0 else None
        if listing:
            break
    if listing is None:
        style, least, rows = _grid_alone(fields, bottom - y - COUNT_LINE)
    y = draw_grid(page, BAND, y, rows, label_width=LABEL_WIDTH, style=style, least=least)
    _draw_materials(page, y, bottom, paper, listing, check=check)
    return listing is not None


def _grid_alone(fields: Sequence[Field], room: float) -> tuple[Style, float, list[tuple[Field, ...]]]:
    for style, least in DENSITIES:
        rows = paired(fields, BAND.width, LABEL_WIDTH, style)
        if grid_height(rows, BAND.width, LABEL_WIDTH, style, least) <= room:
            break
    return style, least, rows


def _notes(paper: ReceiptSheet, width: float) -> list[tuple[str, tuple[str, ...]]]:
    """What the applicant is told (R-IN-9), each point broken to the width, then whom to call."""
    collect_at = paper.collect_at or word("receipt", "collect_at")
    texts = [filled(note, collect_at=collect_at) for note in words("receipt", "notes")]
    numbers = (
        ("咨询电话", paper.consult_phone or paper.head.hall_phone),
        ("监督电话", paper.head.complaint_phone),
    )
    phone = "　".join(f"{label}：{number}" for label, number in numbers if number)
    found = [(f"{at}.", wrap(text, TINY, width - 2 * PAD - 4)) for at, text in enumerate(texts, 1)]
    return [*found, ("", wrap(phone, TINY, width - 2 * PAD - 4))] if phone else found


def _draw_notes(page: Page, band: Band, y: float, notes: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    for number, lines in notes:
        page.lines(band.left + PAD, y, (number,), TINY)
        y = page.lines(band.left + PAD + 4, y, lines, TINY)


def _first_handler(page: Page, band: Band, y: float, step: float, paper: ReceiptSheet) -> None:
    """Name and date of the first handler at the lower right, with room to sign (3.2.1.2)."""
    page.text(band.left, y, "首办责任人：", SMALL)
    counter = paper.head.counter
    page.text_within(band.left + 20, y - 0.5, paper.first_handler, HEADING, band.width - 22)
    page.text(band.left, y + step, "签　　字：", SMALL)
    page.rule(band.left + 19, y + step + 4, band.right - 3, y + step + 4)
    page.text(band.left, y + 2 * step, "收件日期：", SMALL)
    page.text(band.left + 20, y + 2 * step, day_text(paper.received_on), SMALL)
    room = band.width - 22 - width_of(day_text(paper.received_on), SMALL)
    page.text_right(band.right - 1.5, y + 2 * step, counter, fitted(counter, SMALL, room))


def _draw_materials(
    page: Page, y: float, bottom: float, paper: ReceiptSheet, listing: Listing | None, *, check: bool
) -> None:
    """The frame of the list of materials; without a listing it refers to the attachment."""
    page.frame(BAND.left, y, BAND.width, bottom - y, STRONG)
    count = _count(paper)
    if listing is None:
        page.text(BAND.left + PAD, y + 1.6, f"{count}，{word('receipt', 'materials_elsewhere')}", SMALL)
        return
    page.text(BAND.left + PAD, y + 1.6, count, SMALL)
    if check:
        page.text_right(BAND.right - PAD, y + 1.8, word("receipt", "counterfoil_check"), TINY)
    draw_listing(page, Band(BAND.left + PAD, BAND.right - PAD), y + COUNT_LINE, listing, tick=not check)


def _count(paper: ReceiptSheet) -> str:
    return f"收取材料：共 {len(paper.materials)} 项 {sum(line.copies for line in paper.materials)} 份"


def _attachments(paper: ReceiptSheet, marks: Sequence[str]) -> list[Page]:
    """Pages with the list alone, both halves alike."""
    height = COUNTERFOIL_BOTTOM - COUNTERFOIL_TOP - HEAD_HEIGHT - COUNT_LINE - 1
    pages = []
    for listing in _attached_listings(paper.materials, height):
        page = Page()
        for top, title, code in (
            (COUNTERFOIL_TOP, "counterfoil_title", paper.counterfoil_code),
            (RECEIPT_TOP, "title", paper.head.code),
        ):
            _attachment(page, top, title, code, paper, listing, marks)
        pages.append(page)
    return pages


def _attached_listings(materials: Sequence[MaterialLine], height: float) -> Iterator[Listing]:
    whole = fitting(materials, ATTACHED, WIDTH, height)
    if whole:
        yield whole
        return
    style, count = Style(9), 1
    rest = entries_of(materials, style, WIDTH / count - GAP)
    while rest:
        columns, left = set_columns(rest, style, count, height)
        if len(left) == len(rest):  # one entry higher than the page: it is set as it is
            columns, left = [(rest[0],)], rest[1:]
        rest = left
        yield Listing(style, tuple(columns))


def _attachment(
    page: Page, top: float, title: str, code: str, paper: ReceiptSheet, listing: Listing, marks: Sequence[str]
) -> None:
    name = word("receipt", title) + word("receipt", "attachment")
    y = draw_head(page, BAND, top, paper.head, name, code=code, marks=marks)
    page.frame(BAND.left, y, BAND.width, top + COUNTERFOIL_BOTTOM - COUNTERFOIL_TOP - y - 0.5, STRONG)
    page.text(BAND.left + PAD, y + 1.6, _count(paper), SMALL)
    handled = f"首办责任人：{paper.first_handler}　收件日期：{day_text(paper.received_on)}"
    room = WIDTH - width_of(_count(paper), SMALL) - 6
    page.text_right(BAND.right - PAD, y + 1.6, handled, fitted(handled, SMALL, room))
    tick = title == "title"
    draw_listing(page, Band(BAND.left + PAD, BAND.right - PAD), y + COUNT_LINE, listing, tick=tick)
