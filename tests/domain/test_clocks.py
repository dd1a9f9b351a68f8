"""The legal and the promise clock: working days, pauses, units, lights, and the five-day rule."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang_desktop.domain.clocks import (
    Clock,
    Due,
    Light,
    Limit,
    OpeningHours,
    Pause,
    SpecialStepKind,
    TwoClocks,
    Unit,
    days_left,
    deemed_accepted_on,
    due,
    light,
    notice_deadline,
    stopping,
    two_clocks,
)
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.domain.workdays import load_calendar

FOLDER = Path(__file__).parents[2] / "resources" / "calendar"
CALENDAR = load_calendar(json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json")))
MONDAY = datetime(2026, 11, 23, 14, 2)


def workdays(amount: int) -> Limit:
    return Limit(amount, Unit.WORKDAY)


def at(text: str) -> datetime:
    """``24 09:00`` is that instant of November 2026."""
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M")


def pause(begins: str, ends: str | None, kind: SpecialStepKind = SpecialStepKind.HEARING) -> Pause:
    return Pause(kind, at(begins), at(ends) if ends else None)


@pytest.mark.row("R-REM-1")
@pytest.mark.parametrize(
    ("accepted", "days", "expected", "estimated"),
    [
        ("2026-02-11", 5, "2026-02-25", False),
        ("2026-04-30", 5, "2026-05-11", False),
        ("2026-09-24", 5, "2026-10-09", False),
        ("2026-09-30", 20, "2026-11-03", False),
        ("2026-12-15", 20, "2027-01-12", True),
        ("2026-11-23", 9, "2026-12-04", False),
        ("2026-11-21", 1, "2026-11-23", False),
    ],
)
def test_R_REM_1_the_clock_starts_on_the_next_working_day(
    accepted: str, days: int, expected: str, estimated: bool
) -> None:
    found = due(datetime.fromisoformat(f"{accepted}T09:00"), workdays(days), CALENDAR)
    assert found == Due(date.fromisoformat(expected), None, estimated)


def test_a_due_day_that_leans_on_an_unpublished_year_is_said() -> None:
    assert "暂估" in say_code("due_estimated", {"year": 2027})
    assert "2027" in say_code("calendar_missing", {"year": 2027})


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        ("24 09:00", "26 15:00", 2),
        ("24 17:29", "26 08:00", 2),
        ("24 17:30", "26 08:00", 1),
        ("24 09:00", "24 17:00", 0),
        ("27 18:00", "30 08:00", 0),
        ("23 15:00", "24 09:00", 0),
        ("20 09:00", "23 09:00", 0),
    ],
)
def test_a_pause_moves_the_due_day_by_the_working_days_it_covers(
    begins: str, ends: str, expected: int
) -> None:
    plain = due(MONDAY, workdays(10), CALENDAR).on
    moved = due(MONDAY, workdays(10), CALENDAR, [pause(begins, ends)]).on
    assert CALENDAR.workdays_between(plain, moved) == expected


def test_pauses_that_overlap_count_once_and_one_after_the_end_not_at_all() -> None:
    twice = [pause("24 09:00", "26 09:00"), pause("25 09:00", "27 09:00")]
    assert due(MONDAY, workdays(1), CALENDAR, twice).on == date(2026, 11, 27)
    assert due(MONDAY, workdays(1), CALENDAR, [pause("25 09:00", "27 09:00")]).on == date(2026, 11, 24)


def test_a_pause_that_lasts_pushes_the_due_day_along() -> None:
    lasting = [pause("24 09:00", None)]
    assert due(MONDAY, workdays(1), CALENDAR, lasting, as_of=at("24 10:00")).on == date(2026, 11, 25)
    assert due(MONDAY, workdays(1), CALENDAR, lasting, as_of=at("26 10:00")).on == date(2026, 11, 27)
    assert due(MONDAY, workdays(1), CALENDAR, [pause("26 09:00", None)], as_of=at("24 10:00")).on == date(
        2026, 11, 24
    )
    with pytest.raises(ValueError, match="present instant"):
        due(MONDAY, workdays(1), CALENDAR, lasting)


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 20), st.integers(24, 30), st.integers(0, 6))
def test_a_pause_never_brings_the_due_day_nearer(days: int, extension: int, first: int, length: int) -> None:
    one = pause(f"{min(first, 30)} 09:00", f"{min(first + length, 30)} 09:00")
    plain = due(MONDAY, workdays(days), CALENDAR, (), extension)
    moved = due(MONDAY, workdays(days), CALENDAR, [one], extension)
    assert moved.on >= plain.on
    assert due(MONDAY, workdays(days + extension), CALENDAR) == plain


def test_natural_days_end_on_a_working_day() -> None:
    assert due(MONDAY, Limit(4, Unit.DAY), CALENDAR).on == date(2026, 11, 27)
    assert due(MONDAY, Limit(5, Unit.DAY), CALENDAR).on == date(2026, 11, 30)
    assert due(MONDAY, Limit(3, Unit.DAY), CALENDAR, [pause("24 09:00", "26 09:00")]).on == date(2026, 11, 30)
    assert due(MONDAY, Limit(3, Unit.DAY), CALENDAR, (), 1).on == date(2026, 11, 27)
    assert due(MONDAY, Limit(45, Unit.DAY), CALENDAR).estimated
    assert not due(MONDAY, Limit(30, Unit.DAY), CALENDAR).estimated


@pytest.mark.parametrize(
    ("received", "hours", "expected"),
    [
        ("23 09:00", 2, "23 11:00"),
        ("23 11:00", 2, "23 15:30"),
        ("23 13:00", 1, "23 15:30"),
        ("23 17:00", 2, "24 10:00"),
        ("27 17:30", 1, "30 09:30"),
        ("21 10:00", 1, "23 09:30"),
        # 6.5 hours a day: 24 hours are three days and four and a half hours.
        ("23 08:30", 24, "26 15:30"),
    ],
)
def test_hours_run_only_while_the_hall_is_open(received: str, hours: int, expected: str) -> None:
    assert due(at(received), Limit(hours, Unit.HOUR), CALENDAR) == Due(at(expected).date(), at(expected))


def test_hours_stand_still_in_a_pause() -> None:
    stops = [pause("23 10:00", "23 11:00"), pause("23 10:30", "23 11:30"), pause("24 09:00", "24 10:00")]
    assert due(at("23 09:00"), Limit(2, Unit.HOUR), CALENDAR, stops).at == at("23 15:00")
    assert due(at("23 09:00"), Limit(2, Unit.HOUR), CALENDAR, [pause("23 08:00", "23 09:30")]).at == at(
        "23 11:30"
    )


def test_hours_keep_the_zone_and_follow_the_halls_own_sessions() -> None:
    hours = OpeningHours(((time(9), time(17)),))
    received = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert due(received, Limit(2, Unit.HOUR), CALENDAR, hours=hours).at == datetime(
        2026, 11, 24, 10, 0, tzinfo=UTC
    )
    assert hours.closes == time(17)
    for sessions in ((), ((time(9), time(8)),), ((time(9), time(12)), (time(11), time(17)))):
        with pytest.raises(ValueError, match="sessions"):
            OpeningHours(sessions)


def test_at_once_is_due_the_same_day() -> None:
    assert due(MONDAY, Limit(0, Unit.AT_ONCE), CALENDAR) == Due(date(2026, 11, 23))
    assert due(MONDAY, Limit(0, Unit.AT_ONCE), CALENDAR, (), 3).on == date(2026, 11, 26)
    extended = due(at("23 09:00"), Limit(2, Unit.HOUR), CALENDAR, (), 1)
    assert extended == Due(date(2026, 11, 24), at("24 11:00"))


def test_limits_are_read_from_the_item_library() -> None:
    assert Limit.of(None, "工作日") is None
    assert Limit.of(20, "工作日") == workdays(20)
    assert Limit.of(0, "工作日") == Limit(0, Unit.AT_ONCE)
    assert Limit.of(60, "自然日") == Limit(60, Unit.DAY)
    with pytest.raises(ValueError, match="个月"):
        Limit.of(3, "个月")
    with pytest.raises(ValueError, match="negative"):
        Limit(-1, Unit.DAY)


def test_only_the_eight_steps_of_article_45_stop_the_legal_clock() -> None:
    fifteen = "现场勘验 现场监督 技术审查 检验 检测 检疫 鉴定 招标 拍卖 论证 听证 评估 专家评审 审图 验收"
    kinds = [SpecialStepKind.named(name) for name in fifteen.split()]
    assert SpecialStepKind.OTHER not in kinds
    assert len(set(kinds)) == 15
    stopping_ones = {kind.value for kind in kinds if kind.stops_legal}
    assert stopping_ones == {"听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"}
    assert SpecialStepKind.named("公示") is SpecialStepKind.OTHER


def test_the_items_own_law_stops_the_legal_clock_and_its_flag_the_promise() -> None:
    survey = Pause(SpecialStepKind.SITE_SURVEY, at("24 09:00"), at("26 09:00"))
    by_law = Pause(SpecialStepKind.OTHER, at("24 09:00"), at("26 09:00"), "公示", basis="某法第十条")
    flagged = Pause(SpecialStepKind.SITE_SURVEY, at("24 09:00"), at("26 09:00"), stops_promise=True)
    hearing = pause("24 09:00", "26 09:00")
    kept = Pause(SpecialStepKind.HEARING, at("24 09:00"), at("26 09:00"), stops_promise=False)
    every = (survey, by_law, flagged, hearing, kept)
    assert stopping(every, Clock.LEGAL) == (by_law, hearing, kept)
    assert stopping(every, Clock.PROMISE) == (flagged, hearing)
    assert (survey.title, by_law.title) == ("现场勘验", "公示")
    with pytest.raises(ValueError, match="ends after"):
        pause("26 09:00", "24 09:00")


@pytest.mark.row("R-REM-1")
def test_R_REM_1_both_clocks_of_a_case() -> None:
    survey = Pause(SpecialStepKind.SITE_SURVEY, at("24 09:00"), at("26 09:00"), stops_promise=True)
    both = two_clocks(MONDAY, workdays(20), workdays(5), CALENDAR, [survey], legal_extension=10)
    assert both == TwoClocks(Due(date(2027, 1, 4), None, True), Due(date(2026, 12, 2)))
    assert two_clocks(MONDAY, None, workdays(5), CALENDAR, promise_extension=2) == TwoClocks(
        None, Due(date(2026, 12, 2))
    )


@pytest.mark.row("R-REM-1")
@pytest.mark.parametrize(
    ("now", "left", "expected"),
    [
        ("23 15:00", 9, Light.GREEN),
        ("26 15:00", 6, Light.GREEN),
        ("27 15:00", 5, Light.GREEN),
        ("30 15:00", 4, Light.NEUTRAL),
    ],
)
def test_R_REM_1_the_light_says_how_a_case_stands(now: str, left: int, expected: Light) -> None:
    nine = due(MONDAY, workdays(9), CALENDAR)
    assert days_left(nine, at(now).date(), CALENDAR) == left
    assert light(nine, MONDAY, at(now), CALENDAR) is expected


def test_two_days_before_it_is_yellow_and_the_day_after_red() -> None:
    nine = due(MONDAY, workdays(9), CALENDAR)
    december = [light(nine, MONDAY, datetime(2026, 12, day, 17), CALENDAR) for day in range(1, 7)]
    assert december == [Light.NEUTRAL, *[Light.YELLOW] * 3, *[Light.RED] * 2]
    assert days_left(nine, date(2026, 12, 7), CALENDAR) == -1
    assert light(due(MONDAY, workdays(1), CALENDAR), MONDAY, MONDAY, CALENDAR) is Light.YELLOW


def test_a_limit_in_hours_is_overdue_by_the_minute() -> None:
    found = due(at("23 09:00"), Limit(2, Unit.HOUR), CALENDAR)
    assert not found.overdue(at("23 11:00"))
    assert found.overdue(at("23 11:01"))
    assert not Due(date(2026, 11, 23)).overdue(at("23 23:59"))


def test_missing_papers_must_be_told_within_five_working_days() -> None:
    deadline = notice_deadline(date(2026, 9, 24), CALENDAR)
    assert (deadline.alarm_on, deadline.on, deadline.estimated) == (
        date(2026, 10, 8),
        date(2026, 10, 9),
        False,
    )
    assert notice_deadline(date(2026, 12, 29), CALENDAR).estimated


def test_untold_papers_count_as_accepted_on_the_day_they_came_in() -> None:
    assert deemed_accepted_on(date(2026, 11, 23), date(2026, 11, 30), CALENDAR) is None
    assert deemed_accepted_on(date(2026, 11, 23), date(2026, 12, 1), CALENDAR) == date(2026, 11, 23)
