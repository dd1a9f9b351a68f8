"""Making the demonstration hall: publish its library, let some three hundred applications happen."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from yichuang_desktop.demonstration.other_ways import (
    MailedIn,
    OnBehalf,
    OneThing,
    Online,
    Province,
    Question,
)
from yichuang_desktop.demonstration.people import Person, read_people
from yichuang_desktop.demonstration.stories import Stage, Teller
from yichuang_desktop.demonstration.timetable import OPENS, OfficeHours, Story, tell
from yichuang_desktop.demonstration.ways import Way
from yichuang_desktop.domain.delegations import in_force
from yichuang_desktop.domain.hall import Channel, CounterKind
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.workdays import WorkCalendar, load_calendar
from yichuang_desktop.exchange.hall_file import read_hall_plan
from yichuang_desktop.settings import resource

HALL_ZONE = timezone(timedelta(hours=8))
PASSWORD = "yichuang-demo"  # noqa: S105 - everyone's password in a hall whose people are invented
CASES, DAYS, SEED = 300, 25, 20261123
ADMINISTRATOR, KEEPER, ISSUERS = "admin", "library1", ("issue11", "issue12")
LAST_DAY = 7.0
"""How much fuller the last day is than the others: it breaks off in a busy afternoon."""
SHOWN = (4, 11)
"""The windows at which visitors of the demonstration mostly stand."""


@dataclass(frozen=True, slots=True)
class Offstage:
    """What the builder needs of the outside: log-ins, the clock, the library's publication."""

    stage_of: Callable[[int, int], Stage]
    """The stage with a window clerk at this window and an issuance clerk at that one."""
    set_clock: Callable[[datetime], None]
    publish: Callable[[], Mapping[str, tuple[int, ServiceItem]]]
    """Publish the shipped library; gives version and item by id."""


def demonstration_plan(since: date, simulated_at: datetime) -> Any:
    """The plan of the demonstration hall, its clock standing at ``simulated_at``."""
    plan = read_hall_plan(
        resource("demo/hall.toml"),
        since=since,
        password_of=lambda _login: PASSWORD,
        calendars=resource("calendar"),
        demonstration=True,
    )
    return replace(plan, simulated_at=simulated_at)


def shipped_calendar() -> WorkCalendar:
    """The published years that come with the program."""
    files = sorted(resource("calendar").glob("*.json"))
    return load_calendar(json.loads(file.read_text(encoding="utf-8")) for file in files)


def first_day(until: datetime, calendar: WorkCalendar, days: int = DAYS) -> date:
    """The working day on which the demonstration's story begins."""
    day = until.date()
    while days:
        day -= timedelta(days=1)
        days -= calendar.is_workday(day)
    return day


def tell_the_hall(
    offstage: Offstage,
    plan: Any,
    *,
    until: datetime,
    cases: int = CASES,
    days: int = DAYS,
    seed: int = SEED,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Let ``cases`` applications happen up to ``until``; returns how many steps were taken."""
    calendar = shipped_calendar()
    hours = OfficeHours(calendar)
    chance = Random(seed)  # noqa: S311 - a story, not a secret
    start = datetime.combine(first_day(until, calendar, days), OPENS, HALL_ZONE)
    offstage.set_clock(start)
    library = offstage.publish()
    people = read_people(resource("demo/people.json"))
    delegated = _delegated(library, plan, start.date())
    stories = [
        _story(offstage, plan, delegated, people, chance, at)
        for at in _beginnings(chance, start, until, hours, cases)
    ]
    return tell(
        stories,
        until=until,
        hours=hours,
        set_clock=offstage.set_clock,
        told=lambda count: progress(count, cases * 10),
    )


def _delegated(
    library: Mapping[str, tuple[int, ServiceItem]], plan: Any, day: date
) -> dict[str, tuple[int, ServiceItem]]:
    """The items the hall may accept (R-IN-8)."""
    return {
        key: (version, item)
        for key, (version, item) in library.items()
        if in_force(plan.delegations, item.department, item.item_id, day) is not None
    }


def _beginnings(
    chance: Random, start: datetime, until: datetime, hours: OfficeHours, cases: int
) -> list[datetime]:
    """When the applicants come: spread over the working days, the last one well filled."""
    days = [
        start.date() + timedelta(days=ahead)
        for ahead in range((until.date() - start.date()).days + 1)
        if hours.calendar.is_workday(start.date() + timedelta(days=ahead))
    ]
    weights = [1.0] * (len(days) - 1) + [LAST_DAY]
    chosen = chance.choices(days, weights, k=cases)
    opening = time(8, 30)
    return sorted(
        hours.next_open(
            datetime.combine(day, opening, start.tzinfo) + timedelta(minutes=chance.randrange(0, 530))
        )
        for day in chosen
    )


def _story(
    offstage: Offstage,
    plan: Any,
    library: Mapping[str, tuple[int, ServiceItem]],
    people: Sequence[Person],
    chance: Random,
    at: datetime,
) -> tuple[datetime, Story]:
    way = chance.choices(MIX, [share for _way, _channel, share in MIX])[0]
    told, channel, _share = way
    version, item = chance.choice([entry for entry in library.values() if fits_channel(entry[1], channel)])
    window = chance.choice(_windows(plan, item, channel))
    issuing = chance.choice([c.code for c in plan.counters if c.kind is CounterKind.ISSUANCE])
    teller = told(
        stage=offstage.stage_of(window, issuing),
        person=chance.choice([person for person in people if _fits(person, item)]),
        item=item,
        version=version,
        chance=Random(chance.getrandbits(64)),  # noqa: S311
        case_id=UUID(int=chance.getrandbits(128), version=4),
        year=at.year,
    )
    return at, teller.story()


MIX: tuple[tuple[type[Teller], Channel, int], ...] = (
    (Way, Channel.COUNTER, 62),
    (Question, Channel.CONSULTATION, 12),
    (Online, Channel.ONLINE, 8),
    (OnBehalf, Channel.DEPARTMENT, 6),
    (Province, Channel.PROVINCE, 4),
    (MailedIn, Channel.MAIL, 4),
    (OneThing, Channel.LIFE_EVENT, 4),
)
"""The ways an application comes, with their shares of a hundred."""
_HANDED_OVER_ISSUANCE = (Channel.DEPARTMENT, Channel.DEPARTMENT_SYSTEM)


def fits_channel(item: ServiceItem, channel: Channel) -> bool:
    """Whether an item may come that way."""
    if channel is Channel.LIFE_EVENT:
        return item.is_package
    if channel is Channel.PROVINCE:
        return not item.is_package and (item.province_wide or item.cross_province)
    return not item.is_package


def _fits(person: Person, item: ServiceItem) -> bool:
    unit = person.representative is not None
    return ("法人" in item.subjects) if unit else ("自然人" in item.subjects or not item.subjects)


def _windows(plan: Any, item: ServiceItem, channel: Channel) -> list[int]:
    """The windows that serve the channel: the zone's for a zone's item; the shown one more often."""
    if channel in (Channel.CONSULTATION, *_HANDED_OVER_ISSUANCE):
        return [c.code for c in plan.counters if c.kind is CounterKind.INTAKE]
    wanted = {channel, Channel.CROSS_PROVINCE} if channel is Channel.PROVINCE else {channel}
    serving = [c for c in plan.counters if wanted <= set(c.duties)]
    zone = [c.code for c in serving if c.zone and c.zone == item.zone]
    general = [c.code for c in serving if c.kind is CounterKind.INTAKE]
    return (zone or general) + [code for code in general if code in SHOWN]


def library_file() -> Path:
    """The item library that comes with the program."""
    return resource("library/items.xlsx")
