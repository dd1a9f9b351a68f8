"""The first card of an intake: one box that finds the item, and what was found (R-ASK-1)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from yichuang_desktop.domain.item_search import Hit as FoundItem
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.intake.tight import tighten
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.keycap import KeyCap
from yichuang_desktop.ui.parts.search import Hit, SearchBox
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone


class ItemCard(Card):
    """The search box beside its title and, inside it where there is room, the chosen item in a few words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("事项", step=1, parent=parent)
        tighten(self)
        self.search = SearchBox("输入事项名称、拼音首字母、部门或编码", "没有找到这个事项，换一个词试试")
        self.search.setAccessibleName("事项")
        self.head.addWidget(KeyCap(Key.ALT_1))
        self.head.addWidget(self.search, 100)
        self.facts = Words(role="second", tone=Tone.GOOD)
        self.body.addWidget(self.facts)
        self.facts.hide()

    def show_found(self, text: str, found: Sequence[FoundItem]) -> None:
        """Show what was found for ``text``."""
        hits = [Hit(one.row.name, one.row.department, one.row.item_id, one.row.item_id) for one in found]
        self.search.show_hits(text, hits)

    def show_item(self, item: ServiceItem | None) -> None:
        """The chosen item with zone, department, kind and fee; None for none yet."""
        self.search.close_hits()
        self.search.setText(item.name if item else "")
        self.search.setCursorPosition(0)
        words = " · ".join(part for part in _facts(item) if part)
        inside = self.search.set_remark(words, Tone.GOOD)
        if item is not None and not inside and self._too_long(item.name):
            words = f"{item.name}　{words}"
        self.facts.set_tone(Tone.GOOD)
        self.facts.setText("" if inside else words)
        self.facts.setVisible(bool(words) and not inside)

    def show_refusal(self, words: str) -> None:
        """Why the item cannot be taken in, until another is chosen."""
        self.facts.setText(words)
        self.facts.set_tone(Tone.BAD)
        self.facts.show()

    def _too_long(self, name: str) -> bool:
        """The box cannot show the whole name: it must stand somewhere."""
        return (
            self.search.fontMetrics().horizontalAdvance(name) + 2 * theme.size("space_4")
            > self.search.width()
        )


def _facts(item: ServiceItem | None) -> tuple[str, ...]:
    return (item.zone, item.department, item.office_type, item.fee) if item is not None else ()
