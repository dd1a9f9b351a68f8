"""A paper that flows over as many pages as it needs.

A part that does not fit moves whole to the next page, which begins with the same head; a table repeats its
column heads there.  Sizes are millimetres.
"""

from collections.abc import Sequence
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
    Band,
    Column,
    Field,
    SignatureBox,
    draw_boxes,
    draw_foot,
    draw_grid,
    draw_head,
    draw_seal,
    grid_height,
    marks_of,
)
from yichuang_desktop.printing.page_ops import STRONG, UNIT, Page, Style, wrap
from yichuang_desktop.printing.page_table import Table

HEAD_TOP: Final = 11.0


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
        self.top = HEAD_TOP + HEAD_HEIGHT
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
        self.y = draw_head(
            page, self.band, HEAD_TOP, self.head, self.title, code=self.head.code, marks=self.marks
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
            draw_foot(page, self.band, self.head, number, len(self.pages))
            if self.head.demonstration:
                page.shade(page.width / 2, page.height / 2, DEMO_SHADE)
        return self.pages
