"""What is reported of a department's handling: when a note is due, and the months it counts in (3.2.2.4)."""

import calendar
import re
from collections.abc import Collection
from datetime import date

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evidence import PerformanceCause

REPEATED_CALLS = 3
"""From this many calls about one collection on, the department was called repeatedly."""
OVERDUE = "超期办结"
ADDRESSEE = "政务服务和数字政务股"


def suggested(*, past: bool, calls: int, noted: Collection[str]) -> PerformanceCause | None:
    """What the situation shows and nobody has noted yet: papers not fetched in time, called again and again.

    Unskilled handling is a person's judgement and never suggested.
    """
    if past and PerformanceCause.LATE not in noted:
        return PerformanceCause.LATE
    if calls >= REPEATED_CALLS and PerformanceCause.REPEATED_CALLS not in noted:
        return PerformanceCause.REPEATED_CALLS
    return None


def month_of(day: date) -> str:
    """``2026-11``."""
    return f"{day:%Y-%m}"


def month_span(month: str, today: date) -> tuple[date, date]:
    """First and last day of a month written ``2026-11``.

    Raises RuleViolation ``month_unreadable``, ``month_not_begun`` (both with ``field``).
    """
    found = re.fullmatch(r"(\d{4})-(\d{2})", month.strip(), re.ASCII)
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:  # noqa: PLR2004
        raise RuleViolation("month_unreadable", field="month")
    year, number = int(found[1]), int(found[2])
    first = date(year, number, 1)
    if first > today:
        raise RuleViolation("month_not_begun", field="month", month=month)
    return first, date(year, number, calendar.monthrange(year, number)[1])


def month_before(today: date) -> str:
    """The month that is over."""
    year, number = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return f"{year}-{number:02d}"
