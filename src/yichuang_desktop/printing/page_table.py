"""Tables with thin lines whose rows stay whole: a row is broken and measured before it is placed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yichuang_desktop.printing.page_blocks import COLUMN, PAD, Band, Column, draw_centred, row_height
from yichuang_desktop.printing.page_ops import STRONG, Page, Style, wrap


@dataclass(frozen=True, slots=True)
class Row:
    """The lines of every cell, and how high they stand."""

    cells: tuple[tuple[str, ...], ...]
    height: float


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and type of a table; sizes in millimetres."""

    columns: tuple[Column, ...]
    style: Style
    least: float
    pad: float = PAD
    heads: Style = COLUMN

    def head(self, least: float) -> Row:
        """The row of column heads."""
        cells = tuple(wrap(column.title, self.heads, column.width - 2 * self.pad) for column in self.columns)
        return Row(cells, row_height(cells, self.heads, min(self.least, least)))

    def rows(self, texts: Sequence[str], room: float) -> Iterator[Row]:
        """One row; several only where a text is higher than ``room``, which is a whole page."""
        cells = [
            wrap(text, self.style, column.width - 2 * self.pad)
            for column, text in zip(self.columns, texts, strict=True)
        ]
        most = int((room - 2 * PAD) / self.style.line)
        for start in range(0, max(len(lines) for lines in cells), most):
            part = tuple(lines[start : start + most] for lines in cells)
            yield Row(part, row_height(part, self.style, self.least))

    def draw_head(self, page: Page, band: Band, y: float, row: Row) -> float:
        """The column heads; gives where they end."""
        for column, lines, x in self._places(band, row):
            top = y + (row.height - len(lines) * self.heads.line) / 2
            draw_centred(page, Band(x, x + column.width), top, lines, self.heads)
        return self._line(page, band, y, row)

    def draw(self, page: Page, band: Band, y: float, row: Row) -> float:
        """A row; gives where it ends."""
        for column, lines, x in self._places(band, row):
            top = y + (row.height - len(lines) * self.style.line) / 2
            if column.centred:
                draw_centred(page, Band(x, x + column.width), top, lines, self.style)
            else:
                page.lines(x + self.pad, top, lines, self.style)
        return self._line(page, band, y, row)

    def _places(self, band: Band, row: Row) -> Iterator[tuple[Column, tuple[str, ...], float]]:
        x = band.left
        for column, lines in zip(self.columns, row.cells, strict=True):
            yield column, lines, x
            x += column.width

    def _line(self, page: Page, band: Band, y: float, row: Row) -> float:
        page.rule(band.left, y + row.height, band.right, y + row.height)
        return y + row.height

    def close(self, page: Page, band: Band, start: float, end: float) -> None:
        """The lines between the columns and the frame around what stands on one page."""
        x = band.left
        for column in self.columns[:-1]:
            x += column.width
            page.rule(x, start, x, end)
        page.frame(band.left, start, band.width, end - start, STRONG)
