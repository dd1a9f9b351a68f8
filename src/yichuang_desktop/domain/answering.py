"""Reading what was typed into a form: days written short, numbers, the bytes of a picture."""

import re
from calendar import isleap
from collections.abc import Iterator
from datetime import date

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.typed import compact
from yichuang_desktop.domain.workdays import WorkCalendar

MOST_PICTURE_MB = 8
"""A page scanned in colour at 300 dpi is 1 to 3 MB."""
WEEKDAYS = "一二三四五六日"
MOST_DIGITS = 9
FIRST_YEAR = 1900

_AFTER = re.compile(r"\+(\d{1,3})")
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2})")
_WHOLE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")


def read_day(text: str, today: date, calendar: WorkCalendar) -> date | None:
    """The day that was typed: ``1123``, ``11-23``, ``2026-11-23``, ``+5`` working days; None for nothing.

    A day without its year is the one nearest to today.  Raises RuleViolation ``day_unreadable``.
    """
    typed = compact(text)
    if not typed:
        return None
    if typed in ("今天", "+0"):
        return today
    if after := _AFTER.fullmatch(typed):
        return calendar.add_workdays(today, int(after[1])).on
    if whole := _WHOLE.fullmatch(typed):
        year, month, day = (int(part) for part in whole.groups() if part)
        found = _day(year, month, day)
    elif short := _SHORT.fullmatch(typed):
        month, day = (int(part) for part in short.groups() if part)
        found = min(_around(today, month, day), key=lambda one: abs(one - today), default=None)
    else:
        found = None
    if found is None:
        raise RuleViolation("day_unreadable", typed=text.strip())
    return found


def day_words(day: date, calendar: WorkCalendar) -> str:
    """A day with its weekday, and whether nobody works on it: ``2026年11月28日 周六，非工作日``."""
    idle = "" if calendar.is_workday(day) else "，非工作日"
    return f"{day.year}年{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}{idle}"


def read_count(text: str, title: str) -> int | None:
    """The number that was typed; None for nothing. Raises RuleViolation ``count_unreadable``."""
    typed = compact(text)
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or len(typed) > MOST_DIGITS:
        raise RuleViolation("count_unreadable", title=title)
    return int(typed)


def picture_type(content: bytes) -> str:
    """The media type of a picture or PDF, by what it is and not by its name.

    Raises RuleViolation ``file_not_a_picture`` or ``file_too_large``.
    """
    if len(content) > MOST_PICTURE_MB * 1024 * 1024:
        raise RuleViolation("file_too_large", size=-(-len(content) // (1024 * 1024)), most=MOST_PICTURE_MB)
    for start, media_type in _STARTS:
        if content.startswith(start):
            return media_type
    raise RuleViolation("file_not_a_picture")


_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
)


def _around(today: date, month: int, day: int) -> Iterator[date]:
    """That day in the years about today; the 29th of February also where it is further away."""
    leap = next(year for year in range(today.year, today.year + 9) if isleap(year))
    for year in (today.year - 1, today.year, today.year + 1, leap if (month, day) == (2, 29) else today.year):
        found = _day(year, month, day)
        if found is not None:
            yield found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= FIRST_YEAR else None
    except ValueError:
        return None
