"""What a case's history does to its two clocks: special steps, corrections, an extension (3.2.2.5; R-HO-5).

Nobody keeps a running clock.  Due days are found anew from the acts that hold: the acceptance sets the
limits going, every step opened and closed is a :class:`Pause`, an extension adds days.  So an act undone, or
recorded a day late, leaves nothing behind.  Pauses are counted in working days (decisions 11, dossier 3.2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from yichuang_desktop.domain.clocks import (
    DEFAULT_HOURS,
    LEGAL_EXTENSION_DAYS,
    Clock,
    Due,
    Limit,
    OpeningHours,
    Pause,
    SpecialStepKind,
    TwoClocks,
    Unit,
    due,
    two_clocks,
)
from yichuang_desktop.domain.items import NATURAL_DAYS, WORKING_DAYS, ServiceItem, SpecialStepRule
from yichuang_desktop.domain.workdays import WorkCalendar

OPENING = {"open_special_step": "close_special_step", "ask_correction": "receive_correction"}
"""Acts that begin a pause, each with the one that ends it."""
EXTENDING = "extend"
PACKAGE_EXTENSION_DAYS = 15
"""Working days the local government may add where several organs decide together (行政许可法 42.2)."""
CORRECTION = "补正"
ARTICLE_45 = "《中华人民共和国行政许可法》第四十五条"
ARTICLE_34 = "《中华人民共和国行政许可法》第三十四条第三款"
"""Looking into the substance of the papers: the basis of a step that no law of the item's own names."""
_DAY = timedelta(days=1)


class Happened(Protocol):
    """An act of the history that still holds."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def evidence(self) -> Mapping[str, Any]: ...
    @property
    def sets(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Coming:
    """An act about to be recorded: due days are found as if it had been."""

    kind: str
    at: datetime
    evidence: Mapping[str, Any]
    sets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A special step, or a correction, as the acts tell it."""

    name: str
    began_at: datetime
    planned_end: date | None = None
    ended_at: datetime | None = None
    basis: str = ""
    """The item's own law that stops the legal clock, beyond article 45."""
    stops_promise: bool = False
    number: str = ""
    """Number of the written notice."""
    correction: bool = False

    @property
    def kind(self) -> SpecialStepKind:
        """One of the fifteen, or OTHER under its own name."""
        return SpecialStepKind.named(self.name)

    @property
    def pause(self) -> Pause:
        """Its span, as the clocks see it."""
        return Pause(self.kind, self.began_at, self.ended_at, self.name, self.basis, self.stops_promise)

    def stops(self, clock: Clock) -> bool:
        """Whether that clock stands still meanwhile."""
        return self.pause.stops(clock)

    @property
    def clock_text(self) -> str:
        """Whether its time counts, as the notice tells the applicant."""
        return clock_text(stops_legal=self.stops(Clock.LEGAL), stops_promise=self.stops(Clock.PROMISE))


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the clocks of a case started: the moment of acceptance, and the due days found then."""

    accepted: datetime
    legal: date | None
    promise: date | None
    estimated: bool = False


# ---------------------------------------------------------------------------------------------- the history


def steps_taken(acts: Iterable[Happened]) -> tuple[StepTaken, ...]:
    """Every special step and correction in the order in which they were opened."""
    taken: list[StepTaken] = []
    for act in acts:
        if act.kind in OPENING:
            taken.append(_opened(act))
        elif act.kind in OPENING.values() and taken:
            taken[-1] = _closed(taken[-1], act)
    return tuple(taken)


def step_under_way(acts: Iterable[Happened]) -> StepTaken | None:
    """The step or correction that is still open."""
    taken = steps_taken(acts)
    return taken[-1] if taken and taken[-1].ended_at is None else None


def extension(acts: Iterable[Happened]) -> tuple[int, int]:
    """Days added to the legal and to the promised limit."""
    notices = [act.evidence["extension_notice"] for act in acts if act.kind == EXTENDING]
    return sum(one["legal_days"] for one in notices), sum(one["promise_days"] for one in notices)


def begun(acts: Iterable[Happened]) -> Begun | None:
    """Where the clocks started: what the last act that set due days by itself says; None before."""
    found: Begun | None = None
    for act in acts:
        moved = act.kind in OPENING or act.kind in OPENING.values() or act.kind == EXTENDING
        if not moved and act.kind != "annul" and {"legal_due", "promise_due"} & act.sets.keys():
            found = _begun(act)
    return found


def due_days(
    acts: Iterable[Happened],
    limits: tuple[Limit | None, Limit | None],
    calendar: WorkCalendar,
    as_of: datetime,
    hours: OpeningHours = DEFAULT_HOURS,
) -> TwoClocks:
    """Both due days as the history has it at ``as_of``; ``limits`` are the item's legal and promised ones.

    A step under way lasts until its planned end, or until ``as_of`` when that has passed.
    """
    history = tuple(acts)
    start = begun(history)
    if start is None:
        return TwoClocks(None, None)
    legal, promise = (
        _limit(start, on, limit, calendar)
        for on, limit in ((start.legal, limits[0]), (start.promise, limits[1]))
    )
    legal_days, promise_days = extension(history)
    return two_clocks(
        start.accepted,
        legal,
        promise,
        calendar,
        [_expected(step, as_of) for step in steps_taken(history)],
        legal_extension=legal_days,
        promise_extension=promise_days,
        hours=hours,
        as_of=as_of,
    )


def limits_of(item: ServiceItem | None) -> tuple[Limit | None, Limit | None]:
    """The item's legal and promised limits; none where there is no item."""
    if item is None:
        return None, None
    promise = (
        Limit(0, Unit.AT_ONCE) if item.on_the_spot else Limit.of(item.promised_limit, item.promised_unit)
    )
    return Limit.of(item.legal_limit, item.legal_unit), promise


# ---------------------------------------------------------------------------------------------- one step


def moment_of(day: date, now: datetime) -> datetime:
    """The instant for a day that an officer names: now for today, else its first minute."""
    return now if day == now.date() else datetime.combine(day, time(), now.tzinfo)


def planned_end(
    began_at: datetime,
    days: int,
    unit: str,
    calendar: WorkCalendar,
    hours: OpeningHours = DEFAULT_HOURS,
) -> date:
    """The day on which a step of so many days ends: as many are not counted as it takes.

    A step that begins after the close of business begins on the next day.
    """
    first = _first_day(began_at, hours)
    if unit == NATURAL_DAYS:
        return first + _DAY * days
    return calendar.add_workdays(calendar.next_workday(first), days).on


def days_used(step: StepTaken, calendar: WorkCalendar, hours: OpeningHours = DEFAULT_HOURS) -> int:
    """Working days a closed step took; 0 while it lasts."""
    if step.ended_at is None:
        return 0
    before = _first_day(step.began_at, hours) - _DAY
    return max(calendar.workdays_between(before, step.ended_at.date() - _DAY), 0)


def rule_of(rules: Iterable[SpecialStepRule], name: str) -> SpecialStepRule | None:
    """What the item says of a step of that name."""
    return next((rule for rule in rules if rule.name.strip() == name.strip()), None)


def legal_basis(name: str, rule: SpecialStepRule | None) -> str:
    """What the notice gives as the law the step is done by."""
    if rule is not None and rule.basis:
        return rule.basis
    return ARTICLE_45 if SpecialStepKind.named(name).stops_legal else ARTICLE_34


def stops_promise(name: str, rule: SpecialStepRule | None) -> bool:
    """Whether the promise clock stands still: by the item's flag, else as the law has it (decisions 11)."""
    return not rule.counted_in_limit if rule is not None else SpecialStepKind.named(name).stops_legal


def clock_text(*, stops_legal: bool, stops_promise: bool) -> str:
    """Whether a step's time counts, in the words of the notice."""
    if stops_legal == stops_promise:
        return f"{'不计入' if stops_legal else '计入'}法定办理期限和承诺办理期限"
    words = {True: "不计入", False: "计入"}
    return f"{words[stops_legal]}法定办理期限，{words[stops_promise]}承诺办理期限"


def days_text(days: int, unit: str = WORKING_DAYS) -> str:
    """``10个工作日``, ``7日``."""
    return f"{days}日" if unit == NATURAL_DAYS else f"{days}个工作日"


def most_extension(*, package: bool) -> int:
    """Working days the legal limit may be prolonged by, once (行政许可法 42)."""
    return PACKAGE_EXTENSION_DAYS if package else LEGAL_EXTENSION_DAYS


# ---------------------------------------------------------------------------------------------- inside


def _opened(act: Happened) -> StepTaken:
    told = act.evidence["correction_notice" if act.kind == "ask_correction" else "special_step"]
    end = told.get("planned_end")
    return StepTaken(
        name=told["name"],
        began_at=_moment(told["began_at"], act),
        planned_end=date.fromisoformat(end) if end else None,
        basis=told.get("basis", ""),
        stops_promise=bool(told.get("stops_promise")),
        number=told.get("number", ""),
        correction=act.kind == "ask_correction",
    )


def _closed(step: StepTaken, act: Happened) -> StepTaken:
    told = act.evidence["corrected_materials" if step.correction else "special_step"]
    ended = _moment(told["ended_at"], act)
    return replace(step, ended_at=max(ended, step.began_at))


def _begun(act: Happened) -> Begun:
    sets = act.sets
    received = _moment(sets.get("received_at") or act.at, act)
    on = _date(sets.get("accepted_on")) or received.date()
    same = received.date() == on
    return Begun(
        accepted=received if same else datetime.combine(on, time(), act.at.tzinfo),
        legal=_date(sets.get("legal_due")),
        promise=_date(sets.get("promise_due")),
        estimated=bool(sets.get("due_estimated")),
    )


def _moment(value: str | datetime, act: Happened) -> datetime:
    """An instant of the history in the hall's own time, in which its days are counted."""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return instant.astimezone(act.at.tzinfo)


def _date(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


def _limit(start: Begun, on: date | None, limit: Limit | None, calendar: WorkCalendar) -> Limit | None:
    """The item's limit where it gives the day found at acceptance, else as many working days as lie between.

    A package has a promise of its own, which no item knows.
    """
    if on is None:
        return None
    if limit is not None and (start.estimated or due(start.accepted, limit, calendar).on == on):
        return limit
    return Limit(max(calendar.workdays_between(start.accepted.date(), on), 0), Unit.WORKDAY)


def _expected(step: StepTaken, as_of: datetime) -> Pause:
    """The pause of a step; one under way ends as planned while that day has not passed."""
    pause = step.pause
    if step.ended_at is not None or step.planned_end is None or step.planned_end < as_of.date():
        return pause
    end = datetime.combine(step.planned_end, time(), step.began_at.tzinfo)
    return replace(pause, ends=max(end, pause.begins))


def _first_day(began_at: datetime, hours: OpeningHours) -> date:
    return began_at.date() if began_at.time() < hours.closes else began_at.date() + _DAY


def latest(clocks: TwoClocks) -> Due | None:
    """The due day a case is looked at by: the promise, else the law's."""
    return clocks.promise or clocks.legal
