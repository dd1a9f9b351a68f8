"""The two clocks of a case: what the law allows and what the department promised (dossier 3.1, 3.2; R-REM-1).

Both start on the working day after acceptance (decision 8) and are counted in the unit of the limit. The
legal clock stops for the eight steps of article 45 of the licensing law and for what the item's own law
names; the promise clock stops by the item's flag (decision 11). A pause moves the due day by counted days,
never by hours on the wall. All instants are the hall's own time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from yichuang_desktop.domain.workdays import Reckoned, WorkCalendar

NOTICE_DAYS = 5
"""Working days to tell the applicant once what is missing (行政许可法 32; decision 12)."""
NOTICE_ALARM_DAYS = 4
LEGAL_EXTENSION_DAYS = 10
"""Working days the head of the organ may add (行政许可法 42)."""
SOON_DAYS = 2
"""A case due within this many working days is on the reminder list (dossier 3.2)."""

_DAY = timedelta(days=1)


class Unit(Enum):
    """The unit of a limit, in the words of the item library."""

    WORKDAY = "工作日"
    DAY = "自然日"
    HOUR = "小时"
    AT_ONCE = "当场"


class Clock(Enum):
    """Which of the two clocks."""

    LEGAL = "法定时限"
    PROMISE = "承诺时限"


class Light(Enum):
    """How a case stands against its due day (dossier 3.2), in a word, for colour never speaks alone."""

    GREEN = "充裕"
    NEUTRAL = "正常"
    YELLOW = "临近"
    RED = "超期"


class SpecialStepKind(Enum):
    """The fifteen special steps of the regulation (3.2.2), and others under their own names."""

    SITE_SURVEY = "现场勘验"
    SITE_SUPERVISION = "现场监督"
    TECHNICAL_REVIEW = "技术审查"
    INSPECTION = "检验"
    TESTING = "检测"
    QUARANTINE = "检疫"
    APPRAISAL = "鉴定"
    TENDER = "招标"
    AUCTION = "拍卖"
    DEMONSTRATION = "论证"
    HEARING = "听证"
    ASSESSMENT = "评估"
    EXPERT_REVIEW = "专家评审"
    DRAWING_REVIEW = "审图"
    COMPLETION_CHECK = "验收"
    OTHER = "其他"

    @property
    def stops_legal(self) -> bool:
        """True for the eight steps of article 45, whose time does not count for the legal limit."""
        return self in _ARTICLE_45

    @classmethod
    def named(cls, name: str) -> "SpecialStepKind":
        """Find the kind by its Chinese name; 公告, 公示, 补正 and the like are OTHER."""
        return next((kind for kind in cls if kind.value == name.strip()), cls.OTHER)


_ARTICLE_45 = frozenset(
    {
        SpecialStepKind.HEARING,
        SpecialStepKind.TENDER,
        SpecialStepKind.AUCTION,
        SpecialStepKind.INSPECTION,
        SpecialStepKind.TESTING,
        SpecialStepKind.QUARANTINE,
        SpecialStepKind.APPRAISAL,
        SpecialStepKind.EXPERT_REVIEW,
    }
)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a unit: 20 工作日, 2 小时. Raises ValueError for a negative amount."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a limit is not negative")

    @classmethod
    def of(cls, amount: int | None, unit: str) -> "Limit | None":
        """Read an item's limit: None where none is set, zero of anything is 当场. Raises ValueError."""
        if amount is None:
            return None
        return cls(amount, Unit(unit) if amount else Unit.AT_ONCE)


@dataclass(frozen=True, slots=True)
class Pause:
    """A span of a case's time that may not count (特殊环节, or a wait under its own name).

    ``basis`` is the article of the item's own law that stops the legal clock beyond article 45.
    ``stops_promise`` is the item's flag; where the item says nothing, the promise stops with the eight steps.
    ``ends`` is None while it lasts. Raises ValueError when it ends before it begins.
    """

    kind: SpecialStepKind
    begins: datetime
    ends: datetime | None = None
    name: str = ""
    basis: str = ""
    stops_promise: bool | None = None

    def __post_init__(self) -> None:
        if self.ends is not None and self.ends < self.begins:
            raise ValueError("a pause ends after it begins")

    @property
    def title(self) -> str:
        """Its own name, else its kind's."""
        return self.name or self.kind.value

    def stops(self, clock: Clock) -> bool:
        """True when ``clock`` stands still meanwhile (decision 11)."""
        if clock is Clock.LEGAL:
            return self.kind.stops_legal or bool(self.basis.strip())
        return self.kind.stops_legal if self.stops_promise is None else self.stops_promise


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When the hall is open on a working day; used for limits in hours and for the close of business.

    Raises ValueError when the sessions are empty or overlap.
    """

    sessions: tuple[tuple[time, time], ...] = ((time(8, 30), time(12)), (time(14, 30), time(17, 30)))

    def __post_init__(self) -> None:
        times = [at for session in self.sessions for at in session]
        if not times or times != sorted(set(times)):
            raise ValueError("sessions follow each other")

    @property
    def closes(self) -> time:
        """The close of business."""
        return self.sessions[-1][1]


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due: the close of business of day ``on``, or the instant ``at`` for a limit in hours.

    ``estimated`` when a year on the way is not published: shown as 暂估, never as certain (dossier 3.3).
    """

    on: date
    at: datetime | None = None
    estimated: bool = False

    def overdue(self, now: datetime) -> bool:
        """True once the day, or for hours the instant, has passed."""
        return now > self.at if self.at else now.date() > self.on


@dataclass(frozen=True, slots=True)
class TwoClocks:
    """Both due days of a case; None where the item sets no limit."""

    legal: Due | None
    promise: Due | None


@dataclass(frozen=True, slots=True)
class NoticeDeadline:
    """Until when missing papers must be told, and the day the leader is warned (decision 12)."""

    on: date
    alarm_on: date
    estimated: bool = False


DEFAULT_HOURS = OpeningHours()


def due(
    received: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
    extension_days: int = 0,
    *,
    hours: OpeningHours = DEFAULT_HOURS,
    as_of: datetime | None = None,
) -> Due:
    """Find when something received (accepted) then is due under ``limit`` (dossier 3.2).

    ``pauses`` are those that stop this clock (:func:`stopping`); one that still lasts counts up to ``as_of``.
    ``extension_days`` are of the limit's unit; for hours and 当场, working days. A due day in 自然日 that is
    no working day moves to the next one (民法典 203). A lasting pause without ``as_of`` raises ValueError.
    """
    stops = [_closed(pause, as_of) for pause in pauses]
    paused = _PausedDays(stops, hours.closes)
    match limit.unit:
        case Unit.WORKDAY:
            return _due_in_workdays(received.date(), limit.amount + extension_days, calendar, paused)
        case Unit.DAY:
            return _due_in_days(received.date(), limit.amount + extension_days, calendar, paused)
        case Unit.HOUR:
            at = _after_hours(received, timedelta(hours=limit.amount), calendar, hours, stops)
            found = Due(at.date(), at, calendar.estimated(received.date() - _DAY, at.date()))
            return _extended(found, extension_days, calendar)
        case Unit.AT_ONCE:
            return _extended(Due(received.date()), extension_days, calendar)


def two_clocks(
    received: datetime,
    legal: Limit | None,
    promise: Limit | None,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
    *,
    legal_extension: int = 0,
    promise_extension: int = 0,
    hours: OpeningHours = DEFAULT_HOURS,
    as_of: datetime | None = None,
) -> TwoClocks:
    """Find both due days of a case (R-REM-1). Raises as :func:`due`."""
    every = tuple(pauses)

    def one(limit: Limit | None, clock: Clock, extension: int) -> Due | None:
        if limit is None:
            return None
        return due(received, limit, calendar, stopping(every, clock), extension, hours=hours, as_of=as_of)

    return TwoClocks(one(legal, Clock.LEGAL, legal_extension), one(promise, Clock.PROMISE, promise_extension))


def stopping(pauses: Iterable[Pause], clock: Clock) -> tuple[Pause, ...]:
    """Pick the pauses for which ``clock`` stands still."""
    return tuple(pause for pause in pauses if pause.stops(clock))


def days_left(due: Due, today: date, calendar: WorkCalendar) -> int:
    """Count the working days from ``today`` to the due day: 0 on that day, negative after it."""
    return calendar.workdays_between(today, due.on)


def light(due: Due, received: datetime, now: datetime, calendar: WorkCalendar) -> Light:
    """Say how the case stands (dossier 3.2): red overdue, yellow two working days or less.

    Green while more than half the time is left; what lies between that and two days is NEUTRAL.
    """
    if due.overdue(now):
        return Light.RED
    left = days_left(due, now.date(), calendar)
    if left <= SOON_DAYS:
        return Light.YELLOW
    whole = calendar.workdays_between(received.date(), due.on)
    return Light.GREEN if 2 * left > whole else Light.NEUTRAL


def notice_deadline(papers_in: date, calendar: WorkCalendar) -> NoticeDeadline:
    """Until when the one-off notice must be given for papers that came in on ``papers_in`` (decision 12).

    The rule runs only while the hall keeps papers and has neither accepted, refused nor notified.
    """
    last, alarm = (calendar.add_workdays(papers_in, days) for days in (NOTICE_DAYS, NOTICE_ALARM_DAYS))
    return NoticeDeadline(last.on, alarm.on, last.estimated)


def deemed_accepted_on(papers_in: date, today: date, calendar: WorkCalendar) -> date | None:
    """Give the day the papers came in once the notice's deadline has passed: it counts as accepted then."""
    return papers_in if today > notice_deadline(papers_in, calendar).on else None


@dataclass(frozen=True, slots=True)
class _PausedDays:
    """The days not counted: the first if the pause begins before close, never the day it ends on."""

    stops: list[tuple[datetime, datetime]]
    closes: time

    def __contains__(self, day: date) -> bool:
        return any(self._first(begins) <= day < ends.date() for begins, ends in self.stops)

    def _first(self, begins: datetime) -> date:
        return begins.date() if begins.time() < self.closes else begins.date() + _DAY


def _closed(pause: Pause, as_of: datetime | None) -> tuple[datetime, datetime]:
    """Give begin and end; a pause that lasts is taken to cover the whole day of ``as_of``."""
    if pause.ends is not None:
        return pause.begins, pause.ends
    if as_of is None:
        raise ValueError("a pause that lasts needs the present instant")
    tomorrow = datetime.combine(as_of.date() + _DAY, time(), as_of.tzinfo)
    return pause.begins, max(pause.begins, tomorrow)


def _due_in_workdays(start: date, days: int, calendar: WorkCalendar, paused: _PausedDays) -> Due:
    day, left = start, days
    while left:
        day += _DAY
        left -= calendar.is_workday(day) and day not in paused
    return Due(day, estimated=calendar.estimated(start, day))


def _due_in_days(start: date, days: int, calendar: WorkCalendar, paused: _PausedDays) -> Due:
    day, left = start, days
    while left:
        day += _DAY
        left -= day not in paused
    rolled = calendar.next_workday(day)
    return Due(rolled, estimated=calendar.estimated(day - _DAY, rolled))


def _extended(found: Due, extension_days: int, calendar: WorkCalendar) -> Due:
    if not extension_days:
        return found
    later: Reckoned = calendar.add_workdays(found.on, extension_days)
    at = datetime.combine(later.on, found.at.timetz()) if found.at else None
    return Due(later.on, at, found.estimated or later.estimated)


def _after_hours(
    received: datetime,
    amount: timedelta,
    calendar: WorkCalendar,
    hours: OpeningHours,
    stops: list[tuple[datetime, datetime]],
) -> datetime:
    """Walk through the open spans, pauses cut out, until ``amount`` is used up."""
    spans = _open_spans(received, calendar, hours)
    free = (span for begins, ends in spans for span in _without(begins, ends, stops))
    left = amount
    free_from, free_until = next(free)
    while free_until - free_from < left:
        left -= free_until - free_from
        free_from, free_until = next(free)
    return free_from + left


def _open_spans(
    start: datetime, calendar: WorkCalendar, hours: OpeningHours
) -> Iterator[tuple[datetime, datetime]]:
    day = start.date()
    while True:
        day = calendar.next_workday(day)
        for opens, closes in hours.sessions:
            begins = max(start, datetime.combine(day, opens, start.tzinfo))
            ends = datetime.combine(day, closes, start.tzinfo)
            if begins < ends:
                yield begins, ends
        day += _DAY


def _without(
    begins: datetime, ends: datetime, stops: list[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """Cut the pauses out of one span."""
    for stop_begins, stop_ends in sorted(stops):
        if stop_ends <= begins or stop_begins >= ends:
            continue
        if begins < stop_begins:
            yield begins, stop_begins
        begins = max(begins, stop_ends)
    if begins < ends:
        yield begins, ends
