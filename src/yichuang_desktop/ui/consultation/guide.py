"""The right side of a question: what to do next and the item's guide, in words to be read out."""

from PySide6.QtWidgets import QWidget

from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.ui.parts.facts import Bullets, FactList
from yichuang_desktop.ui.parts.nextstep import NextStepPanel

GUIDE, CONDITIONS, STEPS, POINTS = "办事指南", "受理条件", "特殊环节", "受理要点"


class GuidePanel(NextStepPanel):
    """下一步, 办事指南, 受理条件, 特殊环节, 受理要点."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(width=320, parent=parent)
        self._facts, self._conditions = FactList(), Bullets()
        self._steps, self._points = Bullets(), Bullets()
        parts = {
            GUIDE: self._facts, CONDITIONS: self._conditions, STEPS: self._steps, POINTS: self._points,
        }  # fmt: skip
        for title, part in parts.items():
            self.section(title).addWidget(part)
        self.show_item(None)

    def show_item(self, item: ServiceItem | None) -> None:
        """The guide of this item."""
        steps = tuple(one.name for one in item.special_steps) if item is not None else ()
        conditions = item.conditions if item is not None else ()
        points = item.points if item is not None else ()
        self.show_section(GUIDE, item is not None)
        self.show_section(CONDITIONS, bool(conditions))
        self.show_section(STEPS, bool(steps))
        self.show_section(POINTS, bool(points))
        if item is None:
            return
        facts = [
            ("部门", item.department),
            ("专区", item.zone),
            ("法定时限", item.legal_text),
            ("承诺时限", item.promise_text),
            ("收费", item.fee or ("收费" if item.charged else "不收费")),
            ("办理渠道", "、".join(item.channels)),
            ("结果", item.result.name),
            ("送达", "、".join(item.result.delivery)),
            ("咨询电话", item.consult_phone),
            ("监督电话", item.complaint_phone),
        ]
        self._facts.set_facts([(label, text) for label, text in facts if text])
        self._conditions.set_points(conditions)
        self._steps.set_points(steps)
        self._points.set_points(points)
