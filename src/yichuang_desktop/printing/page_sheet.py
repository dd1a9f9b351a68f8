"""A paper that flows over as many pages as it needs.

A part that does not fit moves whole to the next page, which begins with the same head; a table repeats its
column heads there.  Sizes are millimetres.
"""

from collections.abc import Callable, Sequence

from yichuang_desktop.domain.papers import PaperHead
from yichuang_desktop.printing.page_blocks import (
    BODY,
    CELL,
    COLUMN,
    DEMO_SHADE,
    GRID_ROW,
    HEADING,
    LEFT,
    PAD,
    RIGHT,
    SEAL,
    Band,
    Column,
    Field,
    SignatureBox,
    draw_boxes,
    draw_centred,
    draw_foot,
    draw_grid,
    draw_head,
    draw_seal,
    grid_height,
    marks_of,
    row_height,
)
from yichuang_desktop.printing.page_ops import STRONG, UNIT, Page, Style, wrap


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
        """Running text; the first line starts ``indent`` characters in, the others ``hang`` millimetres."""
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
        here: list[Sequence[Field]] = []
        bottom = self.y
        for row in rows:
            height = grid_height([row], self.band.width, label_width, CELL, GRID_ROW)
            if bottom + height > self.bottom:
                self._draw_grid(here, label_width)
                self.turn()
                here, bottom = [], self.y
            here.append(row)
            bottom += height
        self._draw_grid(here, label_width)

    def _draw_grid(self, rows: Sequence[Sequence[Field]], label_width: float) -> None:
        if rows:
            self.y = draw_grid(self.page, self.band, self.y, rows, label_width=label_width, least=GRID_ROW)

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
        titles = [column.title for column in columns]
        head = self._row_drawer(columns, titles, heads, min(least, GRID_ROW), pad, heads=True)
        drawers = [self._row_drawer(columns, row, style, least, pad) for row in rows]
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
        self,
        columns: Sequence[Column],
        row: Sequence[str],
        style: Style,
        least: float,
        pad: float,
        *,
        heads: bool = False,
    ) -> tuple[float, Callable[[Page, float], float]]:
        cells = [wrap(text, style, column.width - 2 * pad) for column, text in zip(columns, row, strict=True)]
        height = row_height(cells, style, least)

        def draw(page: Page, y: float) -> float:
            x = self.band.left
            for column, lines in zip(columns, cells, strict=True):
                top = y + (height - len(lines) * style.line) / 2
                if column.centred or heads:
                    draw_centred(page, Band(x, x + column.width), top, lines, style)
                else:
                    page.lines(x + pad, top, lines, style)
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
