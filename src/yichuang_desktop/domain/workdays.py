"""Working days by the State Council's calendar, with days the hall itself is closed (dossier 3.1-3.3).

The calendar of a year is published in the November before. A day in a year that is not yet known is reckoned
by weekends alone, and every answer that leans on such a year is ``estimated``: never a silent guess.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from yichuang_desktop.domain.errors import RuleViolation

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearDays:
    """One year as the State Council published it: days off, make-up working days, and the notice's number."""

    holidays: frozenset[date]
    workdays: frozenset[date]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day found by counting working days; ``estimated`` when a year on the way is not published yet."""

    on: date
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days of the hall: published years, and closures ordered by the county.

    A Saturday on which the hall serves all the same does not count as a working day (dossier 3.3), so such
    days have no place here.
    """

    years: Mapping[int, YearDays] = field(default_factory=lambda: MappingProxyType({}))
    closures: frozenset[date] = frozenset()

    def published(self, year: int) -> bool:
        """True when the State Council's calendar of ``year`` is known here."""
        return year in self.years

    def is_workday(self, day: date) -> bool:
        """True for a working day; in a year not published, for any Monday to Friday not closed."""
        if day in self.closures:
            return False
        year = self.years.get(day.year)
        if year and day in year.holidays:
            return False
        return day.weekday() < _SATURDAY or bool(year and day in year.workdays)

    def add_workdays(self, start: date, days: int) -> Reckoned:
        """Find the day ``days`` working days after ``start``; ``start`` itself is day 0 (dossier 3.2).

        Zero gives ``start``. Raises ValueError for a negative number.
        """
        if days < 0:
            raise ValueError("days must not be negative")
        day, left = start, days
        while left:
            day += _DAY
            left -= self.is_workday(day)
        return Reckoned(day, self.estimated(start, day))

    def workdays_between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and with ``end``; negative when ``end`` is earlier."""
        if end < start:
            return -self.workdays_between(end, start)
        return sum(self.is_workday(start + _DAY * step) for step in range(1, (end - start).days + 1))

    def next_workday(self, day: date) -> date:
        """Give ``day`` itself when it is a working day, else the first one after it."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def estimated(self, start: date, end: date) -> bool:
        """True when a day after ``start`` up to and with ``end`` lies in a year that is not published."""
        first = start + _DAY
        return first <= end and not all(self.published(year) for year in range(first.year, end.year + 1))

    def missing_from(self, today: date) -> int | None:
        """Name the year whose calendar ought to be imported now: this one, or the next from 1 November on."""
        if not self.published(today.year):
            return today.year
        return today.year + 1 if today.month >= 11 and not self.published(today.year + 1) else None  # noqa: PLR2004


def load_calendar(documents: Iterable[Mapping[str, Any]], closures: Iterable[date] = ()) -> WorkCalendar:
    """Build the calendar from parsed year files ``{year, holidays[], workdays[], source}`` (ISO dates).

    A later document of the same year replaces the earlier one. Raises RuleViolation as :func:`load_year`.
    """
    years = dict(load_year(document) for document in documents)
    return WorkCalendar(MappingProxyType(years), frozenset(closures))


def load_year(document: Mapping[str, Any]) -> tuple[int, YearDays]:
    """Check one year file, as the administrator imports it.

    Raises RuleViolation ``calendar_unreadable``, ``calendar_other_year``, ``calendar_day_twice`` or
    ``calendar_makeup_on_weekday``.
    """
    year = document.get("year")
    if not isinstance(year, int):
        raise RuleViolation("calendar_unreadable", part="年份")
    holidays, workdays = _days(document, "holidays", "放假日"), _days(document, "workdays", "调休上班日")
    if not holidays:
        raise RuleViolation("calendar_unreadable", part="放假日")
    for day in sorted(holidays | workdays):
        if day.year != year:
            raise RuleViolation("calendar_other_year", year=year, day=day)
    if both := sorted(holidays & workdays):
        raise RuleViolation("calendar_day_twice", days=both)
    if weekdays := sorted(day for day in workdays if day.weekday() < _SATURDAY):
        raise RuleViolation("calendar_makeup_on_weekday", days=weekdays)
    return year, YearDays(holidays, workdays, str(document.get("source", "")))


def _days(document: Mapping[str, Any], key: str, part: str) -> frozenset[date]:
    listed = document.get(key)
    if not isinstance(listed, list):
        raise RuleViolation("calendar_unreadable", part=part)
    try:
        return frozenset(date.fromisoformat(day) for day in listed)
    except (TypeError, ValueError) as wrong:
        raise RuleViolation("calendar_unreadable", part=part) from wrong
