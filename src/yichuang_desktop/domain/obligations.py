"""What is still owed, by whom, until when: one clock for all (R-IN-4/5/6; decisions 12, 13).

Three kinds: the hall owes a notice while it keeps papers (行政许可法 32), the applicant owes materials after
conditional acceptance (容缺), the department owes a check of an informed commitment (告知承诺).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from yichuang_desktop.domain.clocks import NOTICE_ALARM_DAYS, NOTICE_DAYS, SOON_DAYS, Due, Limit, Unit, due
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.titled import TitledEnum
from yichuang_desktop.domain.workdays import WorkCalendar

CHECK_DAYS = 20
"""Working days for the check of an informed commitment where the item names no time of its own."""


class ObligationKind(TitledEnum):
    """Kinds of obligation, in the order of an application's life."""

    NOTICE = "notice"
    SUPPLY = "supply"
    CHECK = "check"

    def _words(self) -> str:
        """What is owed."""
        return {"notice": "一次性告知或受理", "supply": "容缺补交", "check": "承诺核查"}[self.value]


class ObligationLight(TitledEnum):
    """How an obligation stands; the word always beside the colour."""

    OVERDUE = "overdue"
    LAST_DAY = "last_day"
    SOON = "soon"
    RUNNING = "running"

    def _words(self) -> str:
        """The word of the light."""
        return {"overdue": "已逾期", "last_day": "今天到期", "soon": "快到期", "running": "期限内"}[
            self.value
        ]


class SupplyWay(TitledEnum):
    """How a deferred material came."""

    AT_WINDOW = "at_window"
    MAIL = "mail"
    ELECTRONIC = "electronic"

    def _words(self) -> str:
        """As notice and supply record say it."""
        return {"at_window": "现场提交", "mail": "邮寄", "electronic": "网上提交"}[self.value]


class CheckOutcome(TitledEnum):
    """What the department found when it checked an informed commitment."""

    KEPT = "kept"
    MEND = "mend"
    FALSE = "false"

    def _words(self) -> str:
        """As the timeline says it."""
        return {
            "kept": "与承诺一致",
            "mend": "部分不符，限期整改",
            "false": "承诺不实，由部门依法处理",
        }[self.value]


class ChannelChoice(TitledEnum):
    """Why the application came over the counter; the choice is the applicant's (3.2.1.1)."""

    OWN = "own"
    ASSISTED = "assisted"
    MOVED = "moved"

    def _words(self) -> str:
        """As intake record and evidence say it."""
        return {"own": "自选窗口办理", "assisted": "自选网上，窗口帮办", "moved": "网上未办成，转窗口"}[
            self.value
        ]


class PastAct(Protocol):
    """An act of the history, as far as obligations look at it."""

    @property
    def kind(self) -> str: ...
    @property
    def evidence(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Owed:
    """One material that may follow later, and whether it came."""

    seq: int
    name: str
    problem: str
    requirement: str
    supplied_on: date | None = None
    supplied_how: str = ""
    received_by: str = ""
    remark: str = ""

    @property
    def open(self) -> bool:
        """Still owed."""
        return self.supplied_on is None


def owed_of(acts: Iterable[PastAct]) -> tuple[Owed, ...]:
    """All that was deferred at acceptance, with what has come since; of acts that still hold."""
    owed: dict[int, Owed] = {}
    for act in acts:
        if act.kind == "accept_conditionally":
            owed = {
                row["seq"]: Owed(row["seq"], row["name"], row["problem"], row["requirement"])
                for row in act.evidence["conditional_notice"]["owed"]
            }
        elif act.kind == "supply_deferred":
            supplied = act.evidence["supplied_materials"]
            for row in supplied["rows"]:
                before = owed[row["seq"]]
                owed[row["seq"]] = Owed(
                    before.seq,
                    before.name,
                    before.problem,
                    before.requirement,
                    date.fromisoformat(supplied["on"]),
                    SupplyWay(supplied["how"]).title,
                    supplied["received_by"],
                    row.get("remark", ""),
                )
    return tuple(owed.values())


def still_owed(acts: Iterable[PastAct]) -> tuple[Owed, ...]:
    """What has not come yet."""
    return tuple(one for one in owed_of(acts) if one.open)


def supply_limit(item: ServiceItem) -> Limit:
    """How long deferred materials may take: the item's own term, else its promise (decisions 13).

    Raises RuleViolation ``no_supply_term`` where neither is set.
    """
    rule = item.conditional_acceptance
    for amount, unit in ((rule.term, rule.unit), (item.promised_limit, item.promised_unit)):
        if amount:
            return Limit(amount, Unit(unit))
    raise RuleViolation("no_supply_term", item=item.name)


def supply_due(item: ServiceItem, accepted: datetime, calendar: WorkCalendar) -> Due:
    """Until when deferred materials must be there. Raises as :func:`supply_limit`."""
    return due(accepted, supply_limit(item), calendar)


_CHECKED_WITHIN = re.compile(r"(\d{1,3})\s*(个?工作日|天|日)(?:内)?[^，；。]*核查")


def check_limit(item: ServiceItem) -> Limit:
    """Within what time an informed commitment is checked: as the item's scope says, else the hall's rule."""
    found = _CHECKED_WITHIN.search(item.informed_commitment.scope)
    if found is None:
        return Limit(CHECK_DAYS, Unit.WORKDAY)
    return Limit(int(found[1]), Unit.WORKDAY if "工作日" in found[2] else Unit.DAY)


def check_due(item: ServiceItem, accepted: datetime, calendar: WorkCalendar) -> Due:
    """Until when an informed commitment is to be checked (R-IN-6)."""
    return due(accepted, check_limit(item), calendar)


def light(kind: ObligationKind, due_on: date, today: date, calendar: WorkCalendar) -> ObligationLight:
    """How it stands today.  A notice alarms on the fourth of its five days (decisions 12)."""
    if today > due_on:
        return ObligationLight.OVERDUE
    if today == due_on:
        return ObligationLight.LAST_DAY
    soon = NOTICE_DAYS - NOTICE_ALARM_DAYS if kind is ObligationKind.NOTICE else SOON_DAYS
    left = calendar.workdays_between(today, due_on)
    return ObligationLight.SOON if left <= soon else ObligationLight.RUNNING


def check_not_deemed(notice_due: date | None, today: date, item_name: str) -> None:
    """Refuse what comes too late: after the fifth working day the application counts as accepted.

    Raises RuleViolation ``deemed_accepted_already``.
    """
    if notice_due is not None and today > notice_due:
        raise RuleViolation("deemed_accepted_already", item=item_name, due=notice_due)
