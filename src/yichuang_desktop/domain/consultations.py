"""Questions at the window: answered at once, or referred and followed up (3.1; R-ASK-1, R-ASK-2)."""

from dataclasses import dataclass
from datetime import date

from yichuang_desktop.domain.clocks import Light
from yichuang_desktop.domain.titled import TitledEnum
from yichuang_desktop.domain.workdays import Reckoned, WorkCalendar

REFERRAL_DAYS = 3
"""Working days a department has for an answer where the hall's configuration says nothing."""
SOON_DAYS = 1
"""So many working days before its last day a referral turns yellow."""
GUIDE_ANSWER = "已出具一次性告知单（办事指南），并提供示范文本"
USUAL_QUESTION = "怎么办理，需要哪些材料"
"""What is asked when somebody only names the item."""
ORAL_ANSWER = "已当场说明办理条件、材料、流程和时限"


class AnswerWay(TitledEnum):
    """How the department answers, and how the asker wishes to be answered (3.1)."""

    PHONE = "phone"
    ON_SITE = "on_site"

    def _words(self) -> str:
        """In the words of the regulation."""
        return {"phone": "电话沟通答疑", "on_site": "到现场答疑"}[self.value]


class Told(TitledEnum):
    """How the asker came to know the answer."""

    BY_DEPARTMENT = "by_department"
    BY_WINDOW_PHONE = "by_window_phone"
    BY_WINDOW = "by_window"

    def _words(self) -> str:
        """As the record says it."""
        return {
            "by_department": "部门直接答复咨询人",
            "by_window_phone": "窗口电话转告咨询人",
            "by_window": "窗口当面转告咨询人",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Age:
    """How long a question has been with its department."""

    days: int
    """Working days since it was referred."""
    left: int
    """Working days until its last day; negative when it is overdue."""
    light: Light

    @property
    def words(self) -> str:
        """The age as the list says it."""
        if self.light is Light.RED:
            return f"超期 {-self.left} 个工作日"
        if self.left == 0:
            return "今天到期"
        return f"还有 {self.left} 个工作日"


def due_day(calendar: WorkCalendar, today: date, days: int = REFERRAL_DAYS) -> Reckoned:
    """Until when the department answers a question referred today."""
    return calendar.add_workdays(today, days)


def age_of(calendar: WorkCalendar, referred_on: date, due: date | None, today: date) -> Age:
    """How a referred question stands today; without a last day it is neither late nor early."""
    days = max(calendar.workdays_between(referred_on, today), 0)
    if due is None:
        return Age(days, 0, Light.NEUTRAL)
    if today > due:
        return Age(days, -max(calendar.workdays_between(due, today), 1), Light.RED)
    left = calendar.workdays_between(today, due)
    return Age(days, left, Light.YELLOW if left <= SOON_DAYS else Light.GREEN)
