"""The parts every form is built from: head with number and code, field grids, signature boxes, seal, foot.

They are drawn where they are told; sizes are millimetres.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from yichuang_desktop.domain.papers import PaperHead, SignatureMark
from yichuang_desktop.printing.page_ops import STRONG, UNIT, Page, Style, fitted, width_of, wrap

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
NOTE: Final = Style(8, grey=110)

LEFT: Final = 18.0
"""Left margin: room for the binding holes of an archive bag."""
RIGHT: Final = 14.0
CODE_SIZE: Final = 18.0
"""Edge of the square code; a scanner at the counter wants 15 mm or more."""
CODE_COLUMN: Final = 26.0
MARK_COLUMN: Final = 46.0
"""Room at the upper left for 演示 and the line of a further copy."""
PAD: Final = 1.8
SEAL: Final = 42.0
HEAD_HEIGHT: Final = 25.4
GRID_ROW: Final = 8.0
DEMO_MARK: Final = "演示"
DEMO_SHADE: Final = "演示 · 不作凭证"


def day_text(day: date | None) -> str:
    """``2026年11月23日``; blank for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def time_text(moment: datetime | None) -> str:
    """``2026年11月23日 14:05``; blank for none."""
    return f"{day_text(moment)} {moment:%H:%M}" if moment else ""


BLANK_DAYS: Final = ("　　　年　　月　　日", "　　年　　月　　日", "　　年　月　日")
"""A date to be written by hand, the roomiest first."""


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value in a grid; a ``wide`` one has a row to itself."""

    label: str
    value: str
    wide: bool = False


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
    """The square code with its digits beneath, in a column that ends at ``right``."""
    middle = right - CODE_COLUMN / 2
    page.modules(middle - CODE_SIZE / 2, y - 0.5, CODE_SIZE, code)
    for place, line in enumerate(grouped(code)):
        page.text_centred(middle, y + CODE_SIZE + 0.7 + place * 2.7, line, DIGITS)


def draw_head(
    page: Page, band: Band, y: float, head: PaperHead, title: str, *, code: str, marks: Sequence[str]
) -> float:
    """Hall, title, number, marks and code; gives where the body begins (``HEAD_HEIGHT`` lower)."""
    room = band.width - 2 * (MARK_COLUMN if marks else CODE_COLUMN)
    page.text_centred(band.middle, y, head.hall_name, fitted(head.hall_name, HALL, room))
    page.text_centred(band.middle, y + 6.2, title, fitted(title, TITLE, room))
    draw_marks(page, band.left, y - 0.5, marks)
    page.text(band.left, y + 19.2, f"编号：{head.number}", CELL)
    if code:
        draw_code(page, band.right, y, code)
    return y + HEAD_HEIGHT


def draw_marks(page: Page, x: float, y: float, marks: Sequence[str]) -> None:
    """The framed marks at the upper left, side by side while they fit, long ones broken into lines."""
    left, below = x, y
    for mark in marks:
        lines = wrap(mark, MARK, MARK_COLUMN - 5)
        width = max(width_of(line, MARK) for line in lines) + 4
        height = 2 + 4 * len(lines)
        if left > x and left + width > x + MARK_COLUMN:
            left, y = x, below
        page.frame(left, y, width, height, STRONG)
        for place, line in enumerate(lines):
            page.text(left + 2, y + 1.2 + 4 * place, line, MARK)
        left, below = left + width + 1, max(below, y + height + 1)


def marks_of(head: PaperHead, copy_mark: str, part: str = "") -> tuple[str, ...]:
    """The framed marks beside the title: demonstration, whose part it is, second print."""
    return tuple(mark for mark in (DEMO_MARK if head.demonstration else "", part, copy_mark) if mark)


def grid_row_lines(
    fields: Sequence[Field], width: float, label_width: float, style: Style
) -> list[tuple[str, ...]]:
    """The broken values of one row of a grid."""
    return [wrap(field.value, style, width / len(fields) - label_width - 2 * PAD) for field in fields]


def grid_height(
    rows: Sequence[Sequence[Field]], width: float, label_width: float, style: Style, least: float
) -> float:
    """How high a grid will be."""
    return sum(_grid_row_height(row, width, label_width, style, least) for row in rows)


def _grid_row_height(
    row: Sequence[Field], width: float, label_width: float, style: Style, least: float
) -> float:
    labels = [wrap(field.label, style, label_width - 2) for field in row]
    return row_height([*grid_row_lines(row, width, label_width, style), *labels], style, least)


def row_height(cells: Sequence[Sequence[str]], style: Style, least: float) -> float:
    """How high a row is: ``least`` for one line, with the same room above and below for more."""
    pad = min(PAD, max(0.6, least - style.line))
    return max(least, max((len(lines) for lines in cells), default=1) * style.line + pad)


def draw_grid(
    page: Page,
    band: Band,
    y: float,
    rows: Sequence[Sequence[Field]],
    *,
    label_width: float = 25.0,
    style: Style = CELL,
    least: float = GRID_ROW,
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
    height = _grid_row_height(row, band.width, label_width, style, least)
    x = band.left
    width = band.width / len(row)
    page.rule(band.left, y + height, band.right, y + height)
    for field, lines in zip(row, cells, strict=True):
        page.rule(x + label_width, y, x + label_width, y + height)
        if x > band.left:
            page.rule(x, y, x, y + height)
        draw_label(page, Band(x, x + label_width), y, height, field.label, style)
        page.lines(x + label_width + PAD, y + (height - len(lines) * style.line) / 2, lines, style)
        x += width
    return y + height


def paired(
    fields: Sequence[Field], width: float, label_width: float, style: Style
) -> list[tuple[Field, ...]]:
    """Fields two by two, in order; a wide one, or one whose value needs more, has a row to itself.

    A field left waiting for its partner stands after the wide rows that come between: no half row stays empty
    but the last.
    """
    room = width / 2 - label_width - 2 * PAD
    rows: list[tuple[Field, ...]] = []
    waiting: Field | None = None
    for field in fields:
        if field.wide or width_of(field.value, style) > room:
            rows.append((field,))
        elif waiting is None:
            waiting = field
        else:
            rows.append((waiting, field))
            waiting = None
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
        page.text_within(band.left + PAD, label_y, box.name, HEADING, band.width - 2 * PAD)
        label_y += 5.6
    page.text(band.left + PAD, label_y, box.sign_label, SMALL)
    day_y = y + height - 5.2
    if box.signature:
        page.picture(
            band.left + 14, label_y - 1, band.width - 16, day_y - label_y - 3, box.signature.png_base64
        )
        when = f"屏幕签字 {time_text(box.signature.signed_at)}"
        signer = f"签字人 {box.signature.signer}"
        page.text(band.left + PAD, day_y - 4, signer, fitted(signer, TINY, band.width - 2 * PAD))
        page.text(band.left + PAD, day_y, when, TINY)
    else:
        page.text(band.left + PAD, day_y, box.day_label, SMALL)
        start = band.left + PAD + width_of(box.day_label, SMALL)
        room = band.right - 1.0 - start
        blank = next((day for day in BLANK_DAYS if width_of(day, SMALL) <= room), BLANK_DAYS[-1])
        page.text(start, day_y, day_text(box.day) or blank, SMALL)


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
        page.text_centred(middle_x, middle_y + 3.2, note, NOTE)


def draw_organ_seal(page: Page, middle: tuple[float, float], organ: str, day: date, note: str) -> None:
    """A seal's frame over the name of the organ and the date, which it covers when pressed (骑年盖月)."""
    x, y = middle
    page.ring(x, y, SEAL)
    page.text_centred(x, y - 12.5, "盖章处", PALE)
    page.text_centred(x, y - 8, note, NOTE)
    lines = (organ,) if width_of(organ, CELL) <= SEAL + 16 else wrap(organ, SMALL, SEAL + 12)
    style = CELL if len(lines) == 1 else SMALL
    draw_centred(page, Band(x - SEAL, x + SEAL), y - 1.5, lines, style)
    page.text_centred(x, y - 0.5 + max(7.0, len(lines) * style.line), day_text(day), CELL)


def draw_seam(page: Page, y: float, words: str) -> None:
    """A dashed line along the edge where a part on its own page is sealed across to the other."""
    half = width_of(words, TINY) / 2 + 2
    middle = page.width / 2
    page.rule(6, y, middle - half, y, 2.0, dashed=True)
    page.rule(middle + half, y, page.width - 6, y, 2.0, dashed=True)
    page.text_centred(middle, y - 1.4, words, TINY)


def draw_cut_line(page: Page, y: float, words: str) -> None:
    """The dotted line with a pair of scissors and its words, across the middle."""
    half = width_of(words, TINY) / 2 + 2
    middle = page.width / 2
    page.rule(17, y, middle - half, y, 2.0, dashed=True)
    page.rule(middle + half, y, page.width - 6, y, 2.0, dashed=True)
    page.text_centred(middle, y - 1.4, words, TINY)
    for side in (-1, 1):
        page.ring(9.4, y + side * 1.5, 2.0, dotted=False)
        page.rule(10.2, y + side * 1.0, 15.4, y - side * 1.2, 2.6)


def draw_centred(page: Page, band: Band, y: float, lines: Sequence[str], style: Style) -> None:
    """Lines around the middle of a band."""
    gap = (style.line - style.units / UNIT) / 2
    for place, line in enumerate(lines):
        page.text_centred(band.middle, y + place * style.line + gap, line, style)


def draw_foot(
    page: Page, band: Band, head: PaperHead, number: int, total: int, bottom: float | None = None
) -> None:
    """Where and when it was printed, which page of how many, whom to call; ``bottom``: of a half sheet."""
    y = (bottom or page.height) - 10.5
    page.rule(band.left, y - 1.2, band.right, y - 1.2)
    who = " ".join(part for part in (head.counter, head.clerk, time_text(head.issued_at)) if part)
    page.text(band.left, y, who, fitted(who, TINY, band.width / 2 - 18, 4))
    page.text_centred(band.middle, y, f"第 {number} 页　共 {total} 页", TINY)
    page.text_right(band.right, y, phones(head), fitted(phones(head), TINY, band.width / 2 - 18, 4))


def phones(head: PaperHead) -> str:
    """The numbers a visitor may call."""
    numbers = (("咨询电话", head.hall_phone), ("监督电话", head.complaint_phone))
    return "　".join(f"{title} {number}" for title, number in numbers if number)
