"""Why it cannot be accepted now: the question whose answer leads to the right paper (dossier 2.4, leap 5)."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yichuang_desktop.services.offering import Offer
from yichuang_desktop.ui.forms.offer_list import OfferList
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.scroll import ScrollColumn
from yichuang_desktop.ui.parts.words import Words

ANSWERS = {
    "notify": "材料问题：不齐全或不符合法定形式 → 一次性告知单",
    "abandon": "申请人不办了，或者录错了 → 放弃草稿",
    "not_accept": "不符合条件：不属于受理范围、不是本机关职权 → 不予受理决定书",
    "keep_papers": "当场审查不完 → 材料暂存窗口，五个工作日内告知",
    "give_kept_papers_back": "申请人先取回材料 → 退还暂存的材料",
}
"""Act → the answer that leads to it."""


class TurningPage(Card):
    """``chosen(str)`` the act an answer leads to; a digit or Enter chooses."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("为什么现在不能受理？", parent=parent)
        self.add_hint("各有各的文书、印章和救济途径")
        self.offers = OfferList()
        self.offers.chosen.connect(self.chosen)
        self._closed = Words(role="second")
        column = ScrollColumn()
        column.box.addWidget(self.offers)
        column.box.addWidget(self._closed)
        column.box.addStretch(1)
        self.body.addWidget(column, 1)

    def show_answers(self, why_not: Mapping[str, str]) -> None:
        """Offer the answers that are open (empty words); say why the others are not."""
        open_ones = [name for name, words in why_not.items() if not words]
        self.offers.show_offers([Offer(name, ANSWERS[name]) for name in open_ones])
        closed = [f"{ANSWERS[name].partition(' → ')[2]}：{words}" for name, words in why_not.items() if words]
        self._closed.setText("\n".join(closed))
        self._closed.setVisible(bool(closed))
        self.offers.focus_first()
