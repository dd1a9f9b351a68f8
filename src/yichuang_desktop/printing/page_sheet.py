"""The family of forms: head with number and code, field grids, tables, signature boxes, foot.

Every paper is built from these few parts, so all of them look like one office's.  A part that does not fit
moves whole to the next page, which begins with the same head; a table repeats its column heads there.
Sizes are millimetres.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from yichuang_desktop.domain.papers import PaperHead, SignatureMark
from yichuang_desktop.printing.page_ops import STRONG, UNIT, Page, Style, width_of, wrap

TITLE: Final = Style(18, bold=True)
HALL: Final = Style(11)
HEADING: Final = Style(11, bold=True)
BODY: Final = Style(10.5, leading=1.6)
CELL: Final = Style(10.5)
LABEL: Final = Style(10.5)
COLUMN: Final = Style(10, bold=True)
SMALL: Final = Style(9)
TINY: Final = Style(8)
DIGITS: Final = Style(6.5)
MARK: Final = Style(10, bold=True)
PALE: Final = Style(9, grey=110)

LEFT: Final = 18.0
"""Left margin: room for the binding holes of an archive bag."""
RIGHT: Final = 14.0
CODE_SIZE: Final = 18.0
"""Edge of the square code; a scanner at the counter wants 15 mm or more."""
PAD: Final = 1.8
SEAL: Final = 42.0
DEMO_MARK: Final = "演示"
DEMO_SHADE: Final = "演示 · 不作凭证"


def day_text(day: date | None) -> str:
    """``2026年11月23日``; blank for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def time_text(moment: datetime | None) -> str:
    """``2026年11月23日 14:05``; blank for none."""
    return f"{day_text(moment)} {moment:%H:%M}" if moment else ""


BLANK_DAY: Final = "　　　年　　月　　日"
"""A date to be written by hand."""


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value in a grid; ``share`` is its part of the row."""

    label: str
    value: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its width, and whether its text stands in the middle."""

    title: str
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """A box to be signed in: who signs, a printed name, a printed date (else one to be written)."""

    title: str
    name: str = ""
    day: date | None = None
    signature: SignatureMark | None = None
    sign_label: str = "签字："
    day_label: str = "日期："
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Band:
    """A horizontal stretch a part is drawn in."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def grouped(code: str) -> tuple[str, ...]:
    """A paper code as a person reads it: groups of five digits, three groups a line."""
    groups = [code[at : at + 5] for at in range(0, len(code), 5)]
    return tuple(" ".join(groups[at : at + 3]) for at in range(0, len(groups), 3))


def draw_code(page: Page, right: float, y: float, code: str) -> None:
    """The square code with its digits beneath, in a column 26 mm wide that ends at ``right``."""
    middle = right - 13
    page.modules(middle - CODE_SIZE / 2, y, CODE_SIZE, code)
    for place, line in enumerate(grouped(code)):
        page.text_centred(middle, y + CODE_SIZE + 1.2 + place * 2.9, line, DIGITS)


def draw_head(page: Page, band: Band, y: float, head: PaperHead, title: str, *, code: str, marks: Sequence[str]) -> float:
    """Hall, title, number, marks and code; gives where the body begins (27 mm lower)."""
    page.text_centred(band.middle, y, head.hall_name, HALL)
    page.text_centred(band.middle, y + 6.2, title, TITLE)
    if code:
        draw_code(page, band.right, y, code)
    x = band.left
    for mark in marks:
        width = width_of(mark, MARK) + 4
        page.frame(x, y - 0.5, width, 6, STRONG)
        page.text(x + 2, y + 0.75, mark, MARK)
        x += width + 2
    page.text(band.left, y + 20.4, f"编号：{head.number}", CELL)
    return y + 27


def marks_of(head: PaperHead, copy_mark: str) -> tuple[str, ...]:
    """The framed marks beside the title: demonstration, second print."""
    return tuple(mark for mark in (DEMO_MARK if head.demonstration else "", copy_mark) if mark)


def grid_row_lines(fields: Sequence[Field], width: float, label_width: float, style: Style) -> list[tuple[str, ...]]:
    """The broken values of one row of a grid."""
    shares = sum(field.share for field in fields)
    return [
        wrap(field.value, style, width * field.share / shares - label_width - 2 * PAD) for field in fields
    ]


def grid_height(rows: Sequence[Sequence[Field]], width: float, label_width: float, style: Style, least: float) -> float:
    """How high a grid will be."""
    return sum(_row_height(grid_row_lines(row, width, label_width, style), style, least) for row in rows)


def _row_height(cells: Sequence[Sequence[str]], style: Style, least: float) -> float:
    return max(least, max((len(lines) for lines in cells), default=1) * style.line + PAD)


def draw_grid(
    page: Page,
    band: Band,
    y: float,
    rows: Sequence[Sequence[Field]],
    *,
    label_width: float = 25.0,
    style: Style = CELL,
    least: float = 8.0,
) -> float:
    """Rows of labelled values in a frame; gives where it ends."""
    top = y
    for row in rows:
        y = _draw_grid_row(page, band, y, row, label_width, style, least)
    page.frame(band.left, top, band.width, y - top, STRONG)
    return y


def _draw_grid_row(
    page: Page, band: Band, y: float, row: Sequence[Field], label_width: float, style: Style, least: float
) -> float:
    cells = grid_row_lines(row, band.width, label_width, style)
    height = _row_height(cells, style, least)
    shares = sum(field.share for field in row)
    x = band.left
    for field, lines in zip(row, cells, strict=True):
        width = band.width * field.share / shares
        page.frame(x, y, label_width, height)
        page.frame(x, y, width, height)
        draw_label(page, Band(x, x + label_width), y, height, field.label, style)
        page.lines(x + label_width + PAD, y + (height - len(lines) * style.line) / 2, lines, style)
        x += width
    return y + height


def paired(fields: Sequence[Field], width: float, label_width: float, style: Style) -> list[tuple[Field, ...]]:
    """Fields two by two, in order; one whose value needs more than half a row has the row to itself."""
    room = width / 2 - label_width - 2 * PAD
    rows: list[tuple[Field, ...]] = []
    waiting: Field | None = None
    for field in fields:
        short = width_of(field.value, style) <= room
        if waiting and short:
            rows.append((waiting, field))
            waiting = None
            continue
        if waiting:
            rows.append((waiting,))
            waiting = None
        if short:
            waiting = field
        else:
            rows.append((field,))
    if waiting:
        rows.append((waiting,))
    return rows


def draw_label(page: Page, band: Band, y: float, height: float, label: str, style: Style) -> None:
    """A label in the middle of its cell, broken where it is too long."""
    lines = wrap(label, style, band.width - 2)
    top = y + (height - len(lines) * style.line) / 2
    for place, line in enumerate(lines):
        gap = (style.line - style.units / UNIT) / 2
        page.text_centred(band.middle, top + place * style.line + gap, line, style)


def draw_box(page: Page, band: Band, y: float, height: float, box: SignatureBox) -> None:
    """A box to be signed: title, printed name, room for the ink or the picture, date."""
    page.frame(band.left, y, band.width, height)
    page.text(band.left + PAD, y + PAD, box.title, LABEL)
    label_y = y + PAD + 5.4
    if box.name:
        page.text(band.left + PAD, label_y, box.name, HEADING)
        label_y += 5.6
    page.text(band.left + PAD, label_y, box.sign_label, SMALL)
    day_y = y + height - 5.2
    if box.signature:
        page.picture(band.left + 14, label_y - 1, band.width - 16, day_y - label_y - 3, box.signature.png_base64)
        when = f"屏幕签字 {time_text(box.signature.signed_at)}"
        page.text(band.left + PAD, day_y - 4, f"签字人 {box.signature.signer}", TINY)
        page.text(band.left + PAD, day_y, when, TINY)
    else:
        page.text(band.left + PAD, day_y, box.day_label, SMALL)
        start = band.left + PAD + width_of(box.day_label, SMALL)
        day = day_text(box.day) or BLANK_DAY
        page.text(min(start, band.right - 0.8 - width_of(day, SMALL)), day_y, day, SMALL)


def draw_boxes(page: Page, band: Band, y: float, height: float, boxes: Sequence[SignatureBox]) -> float:
    """Boxes side by side; gives where they end."""
    shares = sum(box.share for box in boxes)
    x = band.left
    for box in boxes:
        width = band.width * box.share / shares
        draw_box(page, Band(x, x + width), y, height, box)
        x += width
    page.frame(band.left, y, band.width, height, STRONG)
    return y + height


def draw_seal(page: Page, middle_x: float, middle_y: float, words: str = "盖章处", note: str = "") -> None:
    """The 42 mm dotted circle a seal is pressed into; never a picture of a seal."""
    page.ring(middle_x, middle_y, SEAL)
    page.text_centred(middle_x, middle_y - 1.8, words, PALE)
    if note:
        page.text_centred(middle_x, middle_y + 3.2, note, Style(8, grey=110))


class Sheet:
    """A paper that flows over as many pages as it needs, each with the same head."""

    def __init__(
        self,
        head: PaperHead,
        title: str,
        *,
        copy_mark: str = "",
        part: str = "",
        landscape: bool = False,
    ) -> None:
        self.head = head
        self.title = title
        self.part = part
        self.marks = (*marks_of(head, copy_mark), *((part,) if part else ()))
        self._size = (297.0, 210.0) if landscape else (210.0, 297.0)
        self.band = Band(LEFT, self._size[0] - RIGHT)
        self.bottom = self._size[1] - 14
        self.pages: list[Page] = []
        self.y = 0.0
        self.turn()

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.pages[-1]

    def turn(self) -> None:
        """Begin the next page."""
        page = Page(*self._size)
        self.pages.append(page)
        self.y = draw_head(page, self.band, 11, self.head, self.title, code=self.head.code, marks=self.marks)

    def keep(self, height: float) -> None:
        """Turn the page unless ``height`` still fits."""
        if self.y + height > self.bottom:
            self.turn()

    def space(self, height: float) -> None:
        """Leave a gap."""
        self.y += height

    def heading(self, text: str, *, follow: float = 14.0) -> None:
        """A heading that stays with what follows it."""
        self.keep(9 + follow)
        self.space(2.5)
        self.page.text(self.band.left, self.y, text, HEADING)
        self.y += 6.5

    def paragraph(self, text: str, style: Style = BODY, *, indent: int = 2, hang: float = 0.0) -> None:
        """Running text; its first line starts ``indent`` characters in, the others ``hang`` millimetres in."""
        first = indent * style.units / UNIT
        lines = wrap(text, style, self.band.width - hang, first)
        self.keep(min(len(lines), 3) * style.line)
        for place, line in enumerate(lines):
            self.keep(style.line)
            x = self.band.left + hang + (0 if place else first)
            self.page.lines(x, self.y, (line,), style)
            self.y += style.line

    def numbered(self, texts: Sequence[str], style: Style = BODY) -> None:
        """Numbered paragraphs: the number hangs before the text, each kept whole where it can be."""
        for number, text in enumerate(texts, 1):
            lines = wrap(text, style, self.band.width - 8)
            self.keep(min(len(lines), 12) * style.line)
            for place, line in enumerate(lines):
                self.keep(style.line)
                if not place:
                    self.page.lines(self.band.left, self.y, (f"{number}.",), style)
                self.page.lines(self.band.left + 8, self.y, (line,), style)
                self.y += style.line
            self.y += 0.8

    def grid(self, rows: Sequence[Sequence[Field]], *, label_width: float = 25.0) -> None:
        """Labelled values; rows stay whole."""
        for row in rows:
            height = grid_height([row], self.band.width, label_width, CELL, 8.0)
            self.keep(height)
            self.y = draw_grid(self.page, self.band, self.y, [row], label_width=label_width)

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        style: Style = CELL,
        least: float = 8.0,
        empty: str = "（无）",
        heads: Style = COLUMN,
    ) -> None:
        """A table with thin lines; rows stay whole, the column heads come again on every page."""
        head = self._row_drawer(columns, [column.title for column in columns], heads, least, heads=True)
        drawers = [self._row_drawer(columns, row, style, least) for row in rows]
        self.keep(head[0] + (drawers[0][0] if drawers else least))
        start = self.y
        self.y += head[1](self.page, self.y)
        for height, draw in drawers:
            if self.y + height > self.bottom:
                self._close_table(start)
                self.turn()
                start = self.y
                self.y += head[1](self.page, self.y)
            self.y += draw(self.page, self.y)
        if not drawers:
            self.page.text_centred(self.band.middle, self.y + (least - 3.7) / 2, empty, style)
            self.y += least
        self._close_table(start)

    def _close_table(self, start: float) -> None:
        self.page.frame(self.band.left, start, self.band.width, self.y - start, STRONG)

    def _row_drawer(
        self, columns: Sequence[Column], row: Sequence[str], style: Style, least: float, *, heads: bool = False
    ) -> tuple[float, Callable[[Page, float], float]]:
        cells = [wrap(text, style, column.width - 2 * PAD) for column, text in zip(columns, row, strict=True)]
        height = _row_height(cells, style, least)

        def draw(page: Page, y: float) -> float:
            x = self.band.left
            for column, lines in zip(columns, cells, strict=True):
                top = y + (height - len(lines) * style.line) / 2
                if column.centred or heads:
                    draw_centred(page, Band(x, x + column.width), top, lines, style)
                else:
                    page.lines(x + PAD, top, lines, style)
                x += column.width
                if x < self.band.right - 0.1:
                    page.rule(x, y, x, y + height)
            page.rule(self.band.left, y + height, self.band.right, y + height)
            return height

        return height, draw

    def boxes(self, boxes: Sequence[SignatureBox], *, height: float = 30.0) -> None:
        """Signature boxes side by side."""
        self.keep(height)
        self.y = draw_boxes(self.page, self.band, self.y, height, boxes)

    def seal(self, middle_x: float, *, note: str = "") -> None:
        """A seal's frame around the present height; takes no room of its own."""
        draw_seal(self.page, middle_x, self.y + SEAL / 2, note=note)

    def finish(self) -> list[Page]:
        """Feet on every page, the pale mark on a demonstration's."""
        for number, page in enumerate(self.pages, 1):
            draw_foot(page, self.band, self.head, number, len(self.pages))
            if self.head.demonstration:
                page.shade(page.width / 2, page.height / 2, DEMO_SHADE)
        return self.pages


def draw_centred(page: Page, band: Band, y: float, lines: Sequence[str], style: Style) -> None:
    """Lines around the middle of a band."""
    gap = (style.line - style.units / UNIT) / 2
    for place, line in enumerate(lines):
        page.text_centred(band.middle, y + place * style.line + gap, line, style)


def draw_foot(page: Page, band: Band, head: PaperHead, number: int, total: int) -> None:
    """Where and when it was printed, which page of how many, whom to call."""
    y = page.height - 10.5
    page.rule(band.left, y - 1.2, band.right, y - 1.2)
    who = " ".join(part for part in (head.counter, head.clerk, time_text(head.issued_at)) if part)
    page.text(band.left, y, who, TINY)
    page.text_centred(band.middle, y, f"第 {number} 页　共 {total} 页", TINY)
    page.text_right(band.right, y, phones(head), TINY)


def phones(head: PaperHead) -> str:
    """The numbers a visitor may call."""
    numbers = (("咨询电话", head.hall_phone), ("监督电话", head.complaint_phone))
    return "　".join(f"{title} {number}" for title, number in numbers if number)
