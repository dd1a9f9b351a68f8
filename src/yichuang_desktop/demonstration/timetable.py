"""Stories told at simulated times: each runs until it says when it goes on, and the earliest goes next.

A story that would go on after the end simply stays where it is; so the hall is found in the middle of its
work, with cases in every state, and nobody has to invent states.
"""

import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from yichuang_desktop.domain.workdays import WorkCalendar

OPENS, NOON, AFTERNOON, CLOSES = time(8, 30), time(12, 0), time(14, 30), time(17, 30)

Story = Iterator[timedelta]
"""A generator: does something now and yields how much working time passes until it goes on."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the hall is open; simulated time never stands still outside it."""

    calendar: WorkCalendar

    def next_open(self, at: datetime) -> datetime:
        """``at`` itself when the hall is open then, else the next opening."""
        if not self.calendar.is_workday(at.date()) or at.time() >= CLOSES:
            day = self.calendar.next_workday(at.date() + timedelta(days=1))
            return at.replace(year=day.year, month=day.month, day=day.day, hour=8, minute=30, second=0)
        if at.time() < OPENS:
            return datetime.combine(at.date(), OPENS, at.tzinfo)
        if NOON <= at.time() < AFTERNOON:
            return datetime.combine(at.date(), AFTERNOON, at.tzinfo)
        return at


def tell(
    stories: Iterable[tuple[datetime, Story]],
    *,
    until: datetime,
    hours: OfficeHours,
    set_clock: Callable[[datetime], None],
    told: Callable[[int], None] = lambda _count: None,
) -> int:
    """Tell all stories in the order of simulated time; returns how many steps were taken.

    ``set_clock`` sets the hall's simulated clock before each step; ``told`` hears the count of steps.
    """
    order = itertools.count()
    waiting = [(start, next(order), story) for start, story in stories]
    heapq.heapify(waiting)
    steps = 0
    while waiting and waiting[0][0] <= until:
        at, _, story = heapq.heappop(waiting)
        set_clock(at)
        pause = next(story, None)
        steps += 1
        told(steps)
        if pause is not None:
            heapq.heappush(waiting, (hours.next_open(at + pause), next(order), story))
    return steps
