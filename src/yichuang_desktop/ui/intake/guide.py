"""The right side of an intake: what to do next, the item's guide and acceptance points (R-MENTOR-1)."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.ui.parts.facts import Bullets, Fact, FactList
from yichuang_desktop.ui.parts.nextstep import NextStepPanel
from yichuang_desktop.ui.parts.words import Words

WAYS, GUIDE, CONDITIONS, POINTS = "怎样收件", "办事指南", "受理条件", "受理要点"


class GuidePanel(NextStepPanel):
    """下一步, 怎样收件, 办事指南, 受理要点, 受理条件; at the foot, when the draft was saved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._ways = FactList()
        self._facts, self._conditions, self._points = FactList(), Bullets(), Bullets()
        self._saved = Words(role="second")
        self._has_points = self._has_conditions = False
        self._item_facts: list[Fact] = []
        self._choice: list[Fact] = []
        self._brief = False
        parts = {
            WAYS: self._ways, GUIDE: self._facts, POINTS: self._points, CONDITIONS: self._conditions,
        }  # fmt: skip
        for title, part in parts.items():
            self.section(title).addWidget(part)
        self.body.addWidget(self._saved)
        self.show_item(None)

    def show_item(self, item: ServiceItem | None) -> None:
        """The guide of this item."""
        for title in (WAYS, GUIDE, CONDITIONS, POINTS):
            self.show_section(title, item is not None)
        self._saved.setVisible(item is not None)
        if item is None:
            self._has_points = self._has_conditions = False
            return
        self._saved.setText("草稿边录边存，断电也不会丢")
        self._item_facts = [
            ("法定时限", item.legal_text),
            ("承诺时限", item.promise_text),
            ("收费", item.fee),
            ("结果", item.result.name),
            ("送达", "、".join(item.result.delivery)),
            ("交接电话", item.papers_phone),
        ]
        self.show_choice("")
        self._points.set_points(item.points)
        self._conditions.set_points(item.conditions)
        self._has_points, self._has_conditions = bool(item.points), bool(item.conditions)
        self.show_ways(())

    def show_choice(self, words: str) -> None:
        """Why it came over the counter; the choice of channel is the applicant's (R-IN-8)."""
        self._choice = [("申请人选", f"{words}（Alt C 改）")] if words else []
        self._show_facts()

    def _show_facts(self) -> None:
        """All of the guide while the papers are looked at; then only the limits."""
        facts = self._item_facts[:2] if self._brief else self._item_facts
        self._facts.set_facts([*facts, *self._choice])

    def show_ways(self, facts: Sequence[Fact]) -> None:
        """Which way of accepting is open, and why another is not; then the points have done their work."""
        self._ways.set_facts(facts)
        self.show_section(WAYS, bool(facts))
        self.show_section(POINTS, bool(self._has_points and not facts))
        self.show_section(CONDITIONS, bool(self._has_conditions and not facts))
        self._brief = bool(facts)
        self._show_facts()

    def show_saved(self, at: datetime) -> None:
        """When the draft was last kept."""
        self._saved.setText(f"草稿已自动保存 {at:%H:%M:%S}")
