"""What the reminders' screen shows of a case against its due day, and of a counterfoil; plain Python."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path

from yichuang_desktop.domain.clocks import SOON_DAYS, Due, Light, light
from yichuang_desktop.domain.evidence import CallOutcome
from yichuang_desktop.domain.tracks import Track, title_of
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.ports_dues import DueRow
from yichuang_desktop.services.ports_reports import CounterfoilRow
from yichuang_desktop.services.reports import MonthReport, reminder_text
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone

SaveReport = Callable[[Path, MonthReport], None]
"""Writes a month's report as a workbook; raises OSError when the disk refuses."""
TONES = {Light.RED: Tone.BAD, Light.YELLOW: Tone.WARN, Light.GREEN: Tone.GOOD, Light.NEUTRAL: Tone.CALM}
REMINDERS_SHOWN = 4


class List(Enum):
    """The lists and reports, in the order of their tabs."""

    CHASE = "要催办"
    OVERDUE = "已超期"
    STEPS = "环节中"
    ALL = "全部"
    UNSIGNED = "未签字"
    OVERDUE_REPORT = "超期月报"
    PERFORMANCE_REPORT = "效能月报"

    @property
    def of_cases(self) -> bool:
        """A list of running cases."""
        return self in (List.CHASE, List.OVERDUE, List.STEPS, List.ALL)

    @property
    def report(self) -> bool:
        """A month's report."""
        return self in (List.OVERDUE_REPORT, List.PERFORMANCE_REPORT)


@dataclass(frozen=True, slots=True)
class DueLine:
    """A case as it reads today; ``left`` are the working days to its due day, negative after it."""

    row: DueRow
    today: date
    left: int | None
    light: Light | None

    @property
    def overdue(self) -> bool:
        """The due day has passed."""
        return self.light is Light.RED

    @property
    def chase(self) -> bool:
        """The department is to be reminded: two working days or less."""
        return self.left is not None and (self.overdue or self.left <= SOON_DAYS)

    @property
    def due_today(self) -> bool:
        """The last day is today."""
        return self.row.due_on == self.today

    @property
    def due(self) -> str:
        """The due day; an estimated one says so."""
        if self.row.due_on is None:
            return "按事项规定"
        return f"{self.row.due_on:%m-%d}{'（暂估）' if self.row.estimated else ''}"

    @property
    def distance(self) -> str:
        """How far the due day is."""
        if self.left is None:
            return ""
        if self.due_today:
            return "今天到期"
        if self.overdue:
            return f"超期 {max(-self.left, 1)} 个工作日"
        return f"还有 {self.left} 个工作日"

    @property
    def state(self) -> str:
        """Where the case stands: the step under way by its name."""
        if self.row.special_step:
            return self.row.special_step
        return title_of(Track.APPROVAL, self.row.approval)

    @property
    def step_end(self) -> str:
        """Until when the step was to last."""
        if self.row.step_due is None:
            return ""
        over = "，已过" if self.row.step_due < self.today else ""
        return f"计划 {self.row.step_due:%m-%d} 止{over}"

    @property
    def reminded(self) -> str:
        """How often the department was told."""
        return f"{len(self.row.reminders)} 次" if self.row.reminders else "—"

    @property
    def last_reminder(self) -> str:
        """Whom, when, and how it went."""
        if not self.row.reminders:
            return ""
        last = self.row.reminders[-1]
        return f"{last.at:%m-%d} {last.told or CallOutcome(last.outcome).title}"

    @property
    def badge(self) -> str:
        """The light's word, or that it was reported."""
        if self.row.reported_at is not None and self.overdue:
            return "超期，已上报"
        return self.light.value if self.light is not None else "不限时"

    @property
    def tone(self) -> Tone:
        """The light's colour; the word says the same."""
        return TONES[self.light] if self.light is not None else Tone.CALM

    @property
    def log(self) -> tuple[str, ...]:
        """The last reminders, the newest first."""
        lines = [reminder_text(one) for one in reversed(self.row.reminders[-REMINDERS_SHOWN:])]
        more = len(self.row.reminders) - REMINDERS_SHOWN
        return (*lines, f"更早还有 {more} 次，见办件记录") if more > 0 else tuple(lines)

    @property
    def why_not_report(self) -> str:
        """Why it cannot be reported as overdue; empty when it can."""
        if not self.overdue:
            return "还没有超过承诺时限"
        return "" if self.row.reminders else "上报前须有提醒部门的记录，请先按 F10 提醒"


class DueColumn(Enum):
    """The columns of the lists of cases."""

    CASE = Column[DueLine](
        "收件编号 · 申请人",
        lambda line: line.row.number,
        lambda line: line.row.applicant_name,
        width=208,
        bold=True,
    )
    ITEM = Column[DueLine]("事项 · 部门", lambda line: line.row.item_name, lambda line: line.row.department)
    DUE = Column[DueLine](
        "到期",
        lambda line: line.due,
        lambda line: line.distance,
        width=128,
        tone=lambda line: line.tone if line.chase else Tone.NONE,
        sort=lambda line: line.row.due_on or date.max,
    )
    STATE = Column[DueLine]("办理", lambda line: line.state, lambda line: line.step_end, width=144)
    REMINDED = Column[DueLine](
        "提醒",
        lambda line: line.reminded,
        lambda line: line.last_reminder,
        width=106,
        sort=lambda line: len(line.row.reminders),
    )
    LIGHT = Column[DueLine](
        "时限",
        lambda line: line.badge,
        badge=lambda line: line.tone,
        width=122,
        sort=lambda line: line.left or 0,
    )


class UnsignedColumn(Enum):
    """The columns of the day's counterfoils without a signature (R-OUT-7)."""

    CASE = Column[CounterfoilRow](
        "收件编号 · 申请人", lambda row: row.number, lambda row: row.applicant_name, width=208, bold=True
    )
    ITEM = Column[CounterfoilRow]("事项 · 部门", lambda row: row.item_name, lambda row: row.department)
    PHONE = Column[CounterfoilRow]("交接电话", lambda row: row.phone or "—", width=122)
    ACCEPTED = Column[CounterfoilRow](
        "收件", lambda row: f"{row.accepted_at:%H:%M}", lambda row: row.first_handler, width=100
    )
    CALLS = Column[CounterfoilRow]("联系", lambda row: f"{row.calls} 次" if row.calls else "—", width=80)
    SIGNED = Column[CounterfoilRow]("部门签字", lambda _row: "未签字", badge=lambda _row: Tone.BAD, width=110)


@dataclass(frozen=True, slots=True)
class Sums:
    """The figures over the lists."""

    overdue: int
    today: int
    soon: int
    steps: int
    all: int


def lines_of(rows: Iterable[DueRow], now: datetime, calendar: WorkCalendar) -> tuple[DueLine, ...]:
    """The rows as they read now; equal days are reckoned once, however many cases share them."""
    left: dict[date, int] = {}
    lights: dict[tuple[date, date], Light] = {}
    return tuple(_line(row, now, calendar, left, lights) for row in rows)


def _line(
    row: DueRow,
    now: datetime,
    calendar: WorkCalendar,
    left: dict[date, int],
    lights: dict[tuple[date, date], Light],
) -> DueLine:
    on, today = row.due_on, now.date()
    if on is None:
        return DueLine(row, today, None, None)
    if on not in left:
        left[on] = calendar.workdays_between(today, on)
    accepted = row.accepted or now
    key = (accepted.date(), on)
    if key not in lights:
        lights[key] = light(Due(on, estimated=row.estimated), accepted, now, calendar)
    return DueLine(row, today, left[on], lights[key])


def sums_of(lines: Sequence[DueLine]) -> Sums:
    """How many are overdue, due today, due soon, in a step, and all."""
    return Sums(
        overdue=sum(line.overdue for line in lines),
        today=sum(line.due_today for line in lines),
        soon=sum(line.chase and not line.overdue for line in lines),
        steps=sum(bool(line.row.special_step) for line in lines),
        all=len(lines),
    )


FILTERS: dict[List, Callable[[DueLine], bool]] = {
    List.CHASE: lambda line: line.chase,
    List.OVERDUE: lambda line: line.overdue,
    List.STEPS: lambda line: bool(line.row.special_step),
    List.ALL: lambda _line: True,
}
EMPTY: dict[List, tuple[str, str]] = {
    List.CHASE: ("没有要催办的件", "到期前两个工作日起会出现在这里"),
    List.OVERDUE: ("没有超期的件", "超过承诺时限的会出现在这里"),
    List.STEPS: ("没有特殊环节或补正中的件", "在“查询”里打开办件，登记进入特殊环节"),
    List.ALL: ("没有办理中的件", "收件受理以后，会按到期日排在这里"),
    List.UNSIGNED: ("今天的存根都有部门签字", "收件后部门没有签字的存根会列在这里"),
}
