"""A paper that flows over as many pages as it needs.

A part that does not fit moves whole to the next page, which begins with the same head; a table repeats its
column heads there.  Sizes are millimetres.
"""

from collections.abc import Callable, Sequence
from typing import Final

from yichuang_desktop.domain.papers import PaperHead
from yichuang_desktop.printing.page_blocks import (
    BODY,
    CELL,
    COLUMN,
    DEMO_SHADE,
    GRID_ROW,
    HEAD_HEIGHT,
    HEADING,
    LEFT,
    PAD,
    RIGHT,
    SEAL,
    SMALL,
    Band,
    Column,
    Field,
    SignatureBox,
    draw_boxes,
    draw_cut_line,
    draw_foot,
    draw_grid,
    draw_head,
    draw_seal,
    draw_seam,
    grid_height,
    marks_of,
    paired,
)
from yichuang_desktop.printing.page_ops import STRONG, UNIT, Page, Style, wrap
from yichuang_desktop.printing.page_table import Table
from yichuang_desktop.printing.page_words import word

HEAD_TOP: Final = 11.0
HALF_TOP: Final = 7.0
"""Where the head of a half sheet stands below its upper edge."""
HALF: Final = 148.5
HALF_ROW: Final = 6.6
HALF_BODY: Final = Style(9.5, leading=1.5)
CUT_GAP: Final = 9.0
"""From what stands above a cut line to the head below it."""
A4: Final = (210.0, 297.0)


class Sheet:
    """A paper that flows over as many pages as it needs, each with the same head.

    ``half`` sets it on the upper (0) or lower (1) half of an upright page instead.
    """

    def __init__(
        self,
        head: PaperHead,
        title: str,
        *,
        copy_mark: str = "",
        part: str = "",
        landscape: bool = False,
        half: int | None = None,
    ) -> None:
        self.head = head
        self.title = title
        self.part = part
        self.marks = marks_of(head, copy_mark, part)
        self._size = A4[::-1] if landscape else A4
        self.band = Band(LEFT, self._size[0] - RIGHT)
        self._cell, self._row = (CELL, GRID_ROW) if half is None else (SMALL, HALF_ROW)
        self._body = BODY if half is None else HALF_BODY
        self._edge = 0.0 if half is None else half * HALF
        self._foot = self._size[1] if half is None else self._edge + HALF
        self._head_top = self._edge + (HEAD_TOP if half is None else HALF_TOP)
        self.top = self._head_top + HEAD_HEIGHT
        self.bottom = self._foot - (14 if half is None else 12.5)
        self.pages: list[Page] = []
        self.y = 0.0
        self.turn()

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.pages[-1]

    def turn(self) -> None:
        """Begin the next page."""
        self.pages.append(Page(*self._size))
        self._head(self._head_top)

    def cut(self, title: str, body: Callable[[], None]) -> None:
        """Draw a part below a cut line; where it does not fit on this page it has pages of its own."""
        page, marks, pages = self.page, len(self.page.marks), len(self.pages)
        self.title = title
        if self.y + CUT_GAP + HEAD_HEIGHT < self.bottom:
            draw_cut_line(page, self.y + CUT_GAP / 2, word("cut", "seal"))
            self._head(self.y + CUT_GAP)
            body()
            if len(self.pages) == pages:
                return
            del self.pages[pages:], page.marks[marks:]
        self.turn()
        draw_seam(self.page, 7.0, word("cut", "seam"))
        body()

    def _head(self, y: float) -> None:
        self.y = draw_head(
            self.page, self.band, y, self.head, self.title, code=self.head.code, marks=self.marks
        )

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

    def banner(self, text: str) -> None:
        """The name of a half of the paper between two rules, kept with what follows."""
        self.keep(36)
        self.space(3)
        self.page.rule(self.band.left, self.y, self.band.right, self.y, STRONG)
        self.page.text_centred(self.band.middle, self.y + 1.7, text, HEADING)
        self.page.rule(self.band.left, self.y + 7.4, self.band.right, self.y + 7.4)
        self.y += 8.4

    def blank_lines(self, count: int, step: float = 8.5) -> None:
        """Lines to be written on by hand."""
        self.keep(count * step)
        for _ in range(count):
            self.y += step
            self.page.rule(self.band.left, self.y, self.band.right, self.y)

    def paragraph(self, text: str, style: Style | None = None, *, indent: int = 2, hang: float = 0.0) -> None:
        """Running text; the first line starts ``indent`` characters in, the others ``hang`` millimetres."""
        style = style or self._body
        first = indent * style.units / UNIT
        lines = wrap(text, style, self.band.width - hang, first)
        self.keep(min(len(lines), 3) * style.line)
        for place, line in enumerate(lines):
            self.keep(style.line)
            x = self.band.left + hang + (0 if place else first)
            self.page.lines(x, self.y, (line,), style)
            self.y += style.line

    def numbered(self, texts: Sequence[str], style: Style | None = None) -> None:
        """Numbered paragraphs: the number hangs before the text, each kept whole where it can be."""
        style = style or self._body
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

    def grid(self, fields: Sequence[Field], *, label_width: float = 25.0) -> None:
        """Labelled values two by two; rows stay whole."""
        here: list[Sequence[Field]] = []
        bottom = self.y
        for row in paired(fields, self.band.width, label_width, self._cell):
            height = grid_height([row], self.band.width, label_width, self._cell, self._row)
            if bottom + height > self.bottom:
                self._draw_grid(here, label_width)
                self.turn()
                here, bottom = [], self.y
            here.append(row)
            bottom += height
        self._draw_grid(here, label_width)

    def _draw_grid(self, rows: Sequence[Sequence[Field]], label_width: float) -> None:
        if rows:
            self.y = draw_grid(
                self.page,
                self.band,
                self.y,
                rows,
                label_width=label_width,
                style=self._cell,
                least=self._row,
            )

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        style: Style = CELL,
        least: float = 8.0,
        empty: str = "（无）",
        heads: Style = COLUMN,
        pad: float = PAD,
    ) -> None:
        """A table with thin lines; rows stay whole, the column heads come again on every page."""
        table = Table(tuple(columns), style, least, pad, heads)
        head = table.head(GRID_ROW)
        room = self.bottom - self.top - head.height
        placed = [part for row in rows for part in table.rows(row, room)]
        self.keep(head.height + (placed[0].height if placed else least))
        start = self.y
        self.y = table.draw_head(self.page, self.band, self.y, head)
        for row in placed:
            if self.y + row.height > self.bottom:
                table.close(self.page, self.band, start, self.y)
                self.turn()
                start = self.y
                self.y = table.draw_head(self.page, self.band, self.y, head)
            self.y = table.draw(self.page, self.band, self.y, row)
        table.close(self.page, self.band, start, self.y)
        if not placed:
            self.page.frame(self.band.left, self.y, self.band.width, least, STRONG)
            self.page.text_centred(self.band.middle, self.y + (least - 3.7) / 2, empty, style)
            self.y += least

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
            draw_foot(page, self.band, self.head, number, len(self.pages), self._foot)
            if self.head.demonstration:
                page.shade(page.width / 2, (self._edge + self._foot) / 2, DEMO_SHADE)
        return self.pages


def twice(
    compose: Callable[[str, int | None], Sheet], parts: tuple[str, str], cut: str = "seal"
) -> list[Page]:
    """A paper made out twice: on the halves of one page with a cut line where both fit, else one by one.

    ``compose`` makes a part on the half it is told, or on pages of its own for ``None``.
    """
    upper = compose(parts[0], 0)
    lower = compose(parts[1], 1) if len(upper.pages) == 1 else upper
    if len(lower.pages) > 1:
        return [page for part in parts for page in compose(part, None).finish()]
    (page,) = upper.finish()
    page.marks += lower.finish()[0].marks
    draw_cut_line(page, HALF, word("cut", cut))
    return [page]
