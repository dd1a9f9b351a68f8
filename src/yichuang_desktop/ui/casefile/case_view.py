"""One case on screen: whose it is, item and result, the four tracks, and everything that happened."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from yichuang_desktop.domain.hall import Counter
from yichuang_desktop.services.ports import CaseFile, PaperRecord
from yichuang_desktop.ui.casefile.model import (
    Moment,
    MomentColumn,
    head_badge,
    moments,
    result_words,
    track_words,
    who_words,
)
from yichuang_desktop.ui.casefile.sheets import COLUMNS, SheetStrip, Tile, tiles
from yichuang_desktop.ui.casefile.views_bar import TIMELINE, ViewsBar
from yichuang_desktop.ui.packages.parts import TITLE as PARTS
from yichuang_desktop.ui.packages.parts import PartColumn, PartLine
from yichuang_desktop.ui.parts.badge import Badge
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.parts.tracks import TrackBar
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.returns.chain import TITLE as CHAIN
from yichuang_desktop.ui.returns.chain import LinkColumn, LinkLine, link_lines

LEAST_TABLE = 78


class CaseView(Card):
    """Head, tracks and timeline of a case (picture 3); a package's parts, a return's chain, where there are.

    ``letter(str)`` struck on the list shown; ``part(PartLine)`` Enter on a part.
    """

    letter = Signal(str)
    part = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.name, self._number, self._who = Words(role="thing"), Words(role="strong"), Words(role="second")
        self._badge = Badge("", large=True)
        self._item, self._result = Words(role="large"), Words(role="large")
        self._tracks, self.sheets = TrackBar(), SheetStrip()
        self._model = RowModel[Moment](MomentColumn, key=lambda one: one.key)
        self.table = TwoLineTable(self._model)
        self._parts = RowModel[PartLine](PartColumn, key=lambda line: line.step)
        self.parts = TwoLineTable(self._parts)
        self._links = RowModel[LinkLine](LinkColumn, key=lambda line: line.number)
        self.links = TwoLineTable(self._links, one_line=True)
        self.lists: dict[str, TwoLineTable[Any]] = {
            TIMELINE: self.table,
            PARTS: self.parts,
            CHAIN: self.links,
        }
        self.bar = ViewsBar(tuple(self.lists))
        self._shown: object = None
        self._tiles: tuple[Tile, ...] = ()
        self._strip = True
        self._build()

    def show_case(
        self,
        file: CaseFile,
        counters: Mapping[int, Counter],
        scanned: PaperRecord | None = None,
        parts: tuple[PartLine, ...] = (),
    ) -> None:
        """Show a case; the cursor stays where it was when it is the same case again."""
        case = file.case
        self.name.setText(case.applicant_name or "（还没有填写申请人）")
        self._number.setText(case.receipt_no or "草稿，还没有编号")
        self._who.setText(who_words(case))
        self._badge.show_state(*head_badge(case))
        self._item.setText(case.item_name)
        self._result.setText(result_words(case))
        self._tracks.set_tracks(track_words(file))
        self._tiles = tiles(file, scanned)
        self.sheets.show_tiles(self._tiles)
        self.show_strip(self._strip)
        self._model.show_rows(moments(file, counters))
        if self._shown != case.case_id:
            self.table.select_row(0)
            self.table.scrollToTop()
        self._show_lists(file, parts)
        self._shown = case.case_id

    def _show_lists(self, file: CaseFile, parts: tuple[PartLine, ...]) -> None:
        """The further lists; a package opens with its parts, a return with its chain."""
        links = link_lines(file)
        returned_now = bool(links) and not self._links.rows
        moved = links != self._links.rows
        self._parts.show_rows(parts)
        self._links.show_rows(links)
        if moved:
            open_link = (at for at, line in enumerate(links) if line.link.at is None)
            self.links.select_row(next(open_link, len(links) - 1))
        self.bar.show_names([TIMELINE, *([PARTS] if parts else []), *([CHAIN] if links else [])])
        if self._shown == file.case.case_id and not returned_now:
            return
        self.parts.select_row(next((at for at, line in enumerate(parts) if line.here), 0))
        first = PARTS if parts and not file.case.part_of else CHAIN if links else TIMELINE
        self.bar.turn_to(first)

    @property
    def listed(self) -> TwoLineTable[Any]:
        """The list that is shown."""
        return self.lists[self.bar.current]

    def turn(self) -> bool:
        """The next list; False when there is only the timeline."""
        return self.bar.turn()

    def _on_turned(self, stack: QStackedWidget) -> None:
        stack.setCurrentWidget(self.listed)
        self.show_strip(self._strip)

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The timeline as shown."""
        return self._model.rows

    def show_strip(self, shown: bool) -> None:
        """The sheets give their room to the case while something stands beside it."""
        self._strip = shown
        self.sheets.setVisible(shown and bool(self._tiles) and self.bar.current == TIMELINE)

    @property
    def further_sheets(self) -> tuple[Tile, ...]:
        """The sheets for which the strip has no room."""
        return self._tiles[COLUMNS:]

    def _build(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.name)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self._number)
        line.addWidget(self._who, 1)
        names.addLayout(line)
        head = QHBoxLayout()
        head.addLayout(names, 1)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        facts = QGridLayout()
        facts.setHorizontalSpacing(14)
        facts.setVerticalSpacing(2)
        for column, (label, words) in enumerate((("事项", self._item), ("结果", self._result))):
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            facts.addWidget(Words(label, role="label"), 0, column)
            facts.addWidget(words, 1, column)
            facts.setColumnStretch(column, 1)
        self.body.setSpacing(10)
        self.body.addLayout(head)
        self.body.addLayout(facts)
        self.body.addWidget(self._tracks)
        self.body.addWidget(self.sheets)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._build_lists(), 1)

    def _build_lists(self) -> QStackedWidget:
        stack = QStackedWidget()
        for table in self.lists.values():
            table.letter.connect(self.letter)
            stack.addWidget(table)
        self.parts.chosen.connect(self.part)
        self.bar.turned.connect(lambda: self._on_turned(stack))
        # Its own wish (192 px) would make the whole screen scroll where a long name needs the room.
        stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        stack.setMinimumHeight(LEAST_TABLE)
        return stack
