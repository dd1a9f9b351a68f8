"""Days, numbers and pictures as people type and bring them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang_desktop.domain.answering import MOST_PICTURE_MB, day_words, picture_type, read_count, read_day
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.domain.workdays import WorkCalendar, YearDays

TODAY = date(2026, 11, 23)
HOLIDAY = YearDays(frozenset({date(2026, 11, 25)}), frozenset({date(2026, 11, 28)}))
CALENDAR = WorkCalendar({2026: HOLIDAY})


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1123", date(2026, 11, 23)), ("11-24", date(2026, 11, 24)), ("11/5", date(2026, 11, 5)),
        ("11.24", date(2026, 11, 24)), ("１１２４", date(2026, 11, 24)), ("11月24日", date(2026, 11, 24)),
        ("20261201", date(2026, 12, 1)), ("2027-1-5", date(2027, 1, 5)), ("2026年12月1日", date(2026, 12, 1)),
        ("0105", date(2027, 1, 5)), ("0901", date(2026, 9, 1)), ("0229", date(2028, 2, 29)),
        ("今天", TODAY), ("+0", TODAY), ("+1", date(2026, 11, 24)), ("+2", date(2026, 11, 26)),
        ("+4", date(2026, 11, 28)), ("", None), ("　 ", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_was_meant(typed: str, day: date | None) -> None:
    assert read_day(typed, TODAY, CALENDAR) == day


@pytest.mark.parametrize(
    "typed", ["1399", "0230", "abc", "11-", "112", "-5", "+", "99999999", "18001123", "明天"]
)
def test_what_is_no_day_is_refused_with_what_would_be_one(typed: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        read_day(typed, TODAY, CALENDAR)
    assert typed in say(refused.value)
    assert "+5" in say(refused.value)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_month_and_day_mean_the_nearest_one(today: date, day: date) -> None:
    for typed in (f"{day:%m%d}", f"{day.month}-{day.day}"):
        found = read_day(typed, today, CALENDAR)
        assert found is not None
        assert (found.month, found.day) == (day.month, day.day)
        if (day.month, day.day) != (2, 29):
            assert abs(found - today) <= timedelta(days=184)
    assert read_day(day.isoformat(), today, CALENDAR) == day


def test_a_day_is_said_with_its_weekday_and_whether_anybody_works() -> None:
    assert day_words(date(2026, 11, 23), CALENDAR) == "2026年11月23日 周一"
    assert day_words(date(2026, 11, 25), CALENDAR) == "2026年11月25日 周三，非工作日"
    assert day_words(date(2026, 11, 28), CALENDAR) == "2026年11月28日 周六"


def test_numbers() -> None:
    assert read_count(" １２ ", "份数") == 12
    assert read_count("", "份数") is None
    for typed in ("两", "1.5", "-1", "1" * 10, "1a"):
        with pytest.raises(RuleViolation, match="count_unreadable"):
            read_count(typed, "份数")


def test_a_picture_is_known_by_its_bytes() -> None:
    assert picture_type(b"\x89PNG\r\n\x1a\n" + b"x") == "image/png"
    assert picture_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert picture_type(b"%PDF-1.7") == "application/pdf"
    for content in (b"", b"MZ", b"<svg/>", b"GIF89a"):
        with pytest.raises(RuleViolation, match="file_not_a_picture"):
            picture_type(content)
    with pytest.raises(RuleViolation, match="file_too_large") as refused:
        picture_type(b"%PDF-" + bytes(MOST_PICTURE_MB * 1024 * 1024))
    assert "9 MB" in say(refused.value)
