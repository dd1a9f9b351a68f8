"""Working days by the State Council's calendar; what is not published is estimated and says so."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.domain.workdays import Reckoned, WorkCalendar, load_calendar, load_year

FOLDER = Path(__file__).parents[2] / "resources" / "calendar"
YEARS = (2024, 2025, 2026)
SHIPPED = [json.loads((FOLDER / f"{year}.json").read_text("utf-8")) for year in YEARS]
CALENDAR = load_calendar(SHIPPED)


@pytest.mark.parametrize("year", YEARS)
def test_the_shipped_calendar_agrees_with_the_published_one_day_by_day(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        assert CALENDAR.is_workday(day) is chinese_calendar.is_workday(day), day
        day += timedelta(days=1)
    document = SHIPPED[YEARS.index(year)]
    assert f"{year}年" in document["source"]
    assert document["holidays"] == sorted(document["holidays"])


@pytest.mark.parametrize(
    ("start", "days", "due", "estimated"),
    [
        ("2026-02-11", 5, "2026-02-25", False),
        ("2026-04-30", 5, "2026-05-11", False),
        ("2026-09-24", 5, "2026-10-09", False),
        ("2026-09-30", 20, "2026-11-03", False),
        ("2026-11-23", 9, "2026-12-04", False),
        ("2026-11-23", 0, "2026-11-23", False),
        ("2026-11-22", 0, "2026-11-22", False),
        ("2026-12-15", 12, "2026-12-31", False),
        ("2026-12-15", 20, "2027-01-12", True),
        ("2026-12-31", 1, "2027-01-01", True),
        ("2025-12-31", 1, "2026-01-04", False),
        ("2025-01-24", 3, "2025-02-05", False),
        ("2024-02-08", 5, "2024-02-21", False),
        ("2023-12-29", 1, "2024-01-02", True),
    ],
)
def test_working_days_are_counted_from_the_day_after(
    start: str, days: int, due: str, estimated: bool
) -> None:
    reckoned = CALENDAR.add_workdays(date.fromisoformat(start), days)
    assert reckoned == Reckoned(date.fromisoformat(due), estimated)


def test_a_day_the_hall_is_closed_is_no_working_day() -> None:
    closed = load_calendar(SHIPPED, [date(2026, 11, 24), date(2026, 2, 14)])
    assert closed.add_workdays(date(2026, 11, 23), 1).on == date(2026, 11, 25)
    assert not closed.is_workday(date(2026, 2, 14)), "closed even on a make-up day"


@settings(deadline=None)
@given(st.dates(date(2024, 1, 1), date(2027, 6, 30)), st.integers(0, 60))
def test_counting_forward_and_between_agree(start: date, days: int) -> None:
    end = CALENDAR.add_workdays(start, days).on
    assert CALENDAR.workdays_between(start, end) == days
    assert CALENDAR.workdays_between(end, start) == -days
    assert days == 0 or CALENDAR.is_workday(end)


def test_the_next_working_day_is_today_when_today_is_one() -> None:
    assert CALENDAR.next_workday(date(2026, 11, 23)) == date(2026, 11, 23)
    assert CALENDAR.next_workday(date(2026, 10, 1)) == date(2026, 10, 8)


def test_without_any_calendar_weekends_alone_are_reckoned_and_it_is_said() -> None:
    assert WorkCalendar().add_workdays(date(2026, 9, 30), 1) == Reckoned(date(2026, 10, 1), True)


def test_the_year_to_import_is_named_from_november_on() -> None:
    assert CALENDAR.missing_from(date(2026, 10, 31)) is None
    assert CALENDAR.missing_from(date(2026, 11, 1)) == 2027
    assert CALENDAR.missing_from(date(2027, 1, 4)) == 2027
    assert CALENDAR.missing_from(date(2025, 12, 1)) is None


def test_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_workdays(date(2026, 11, 23), -1)


GOOD: dict[str, Any] = {
    "year": 2027,
    "holidays": ["2027-01-01"],
    "workdays": ["2027-01-03"],
    "source": "演示",
}


def test_a_new_year_is_taken_and_nothing_is_estimated_any_more() -> None:
    with_2027 = load_calendar([*SHIPPED, GOOD])
    assert with_2027.published(2027)
    assert with_2027.add_workdays(date(2026, 12, 31), 1) == Reckoned(date(2027, 1, 3))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"year": "2027"}, "calendar_unreadable"),
        ({"holidays": "2027-01-01"}, "calendar_unreadable"),
        ({"holidays": ["2027-02-30"]}, "calendar_unreadable"),
        ({"holidays": [20270101]}, "calendar_unreadable"),
        ({"holidays": []}, "calendar_unreadable"),
        ({"workdays": None}, "calendar_unreadable"),
        ({"workdays": ["2026-01-03"]}, "calendar_other_year"),
        ({"holidays": ["2027-01-02"], "workdays": ["2027-01-02"]}, "calendar_day_twice"),
        ({"workdays": ["2027-01-04"]}, "calendar_makeup_on_weekday"),
    ],
)
def test_a_year_file_with_a_mistake_is_refused_in_words(change: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        load_year(GOOD | change)
    assert refused.value.code == code
    assert "没有导入" in say(refused.value)
