"""The strip of a case's sheets: each with where it should be and who signed it last (the paper chain)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from yichuang_desktop.domain.paper_chain import Place, Sheet, name_of
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services.ports import CaseFile, PaperRecord
from yichuang_desktop.services.sheets import sheet
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone

COLUMNS = 4
"""As many tiles as stand in the strip; further sheets are listed beside the case."""
SHORT = {
    PaperKind.RECEIPT: "通知单",
    PaperKind.COUNTERFOIL: "存根",
    PaperKind.CREDIT_COMMITMENT: "承诺书",
}
AT_REST = (Place.BAG, Place.ARCHIVE, Place.VOID)
TONES = {
    Place.NOT_MADE: Tone.NONE,
    Place.APPLICANT: Tone.CALM,
    Place.BAG: Tone.GOOD,
    Place.ARCHIVE: Tone.GOOD,
    Place.VOID: Tone.BAD,
}


@dataclass(frozen=True, slots=True)
class Tile:
    """One sheet as the strip shows it; ``here`` when it was just scanned."""

    name: str
    sheet: Sheet
    here: bool = False

    @property
    def head(self) -> str:
        """``存根 · 出证窗口``."""
        return f"{self.name} · {self.sheet.place.title}"

    @property
    def signed(self) -> str:
        """Who signed last, in few words."""
        signed = self.sheet.signed
        return f"{signed.who} {signed.at:%m-%d %H:%M} 签" if signed is not None else "还没有人签字"

    @property
    def pair(self) -> tuple[str, str]:
        """The sheet as a line of a list."""
        return self.name, f"{self.sheet.place.title}，{self.signed}"


def tiles(file: CaseFile, scanned: PaperRecord | None) -> tuple[Tile, ...]:
    """The sheets of a case: the one just scanned, those still on their way, those at rest."""
    code = scanned.code if scanned is not None else ""
    found = [
        Tile(SHORT.get(paper.kind, name_of(paper)), sheet(file, paper), paper.code == code)
        for paper in file.papers
    ]
    return tuple(sorted(found, key=lambda tile: (not tile.here, tile.sheet.place in AT_REST)))


class SheetStrip(QWidget):
    """A row of tiles; nothing when the case has no sheets yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.size("space_2"))
        self._grid.setVerticalSpacing(theme.size("space_1"))
        self._shown: tuple[Tile, ...] = ()
        self._tiles: list[_TileView] = []
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What stands there."""
        return self._shown

    def show_tiles(self, found: Sequence[Tile]) -> None:
        """Show the first of these; only what changed is written anew."""
        found = found[:COLUMNS]
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        while len(self._tiles) < len(found):
            place = len(self._tiles)
            self._tiles.append(_TileView())
            self._grid.addWidget(self._tiles[-1], 0, place)
        for view, tile in zip(self._tiles, found, strict=False):
            view.show_tile(tile)
        for number, view in enumerate(self._tiles):
            view.setVisible(number < len(found))


class _TileView(QFrame):
    """A sheet: its name and place, and under it who signed last."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._head, self._signed = Words(role="fact"), Words(role="second")
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 4, 8, 4)
        box.setSpacing(1)
        for words in (self._head, self._signed):
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            box.addWidget(words)
        box.addStretch(1)

    def show_tile(self, tile: Tile) -> None:
        self._head.setText(tile.head)
        self._signed.setText(("刚扫到　" if tile.here else "") + tile.signed)
        theme.mark(self, tone=Tone.MAIN if tile.here else TONES.get(tile.sheet.place, Tone.NONE))
