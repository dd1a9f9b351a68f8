"""Pauses of working days out of a case's acts: special steps, corrections, an extension (R-HO-5)."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from yichuang_desktop.domain import pausing
from yichuang_desktop.domain.clocks import Clock, Limit, TwoClocks, Unit
from yichuang_desktop.domain.items import SpecialStepRule
from yichuang_desktop.domain.pausing import Coming
from yichuang_desktop.domain.workdays import load_calendar

FOLDER = Path(__file__).parents[2] / "resources" / "calendar"
CALENDAR = load_calendar(json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json")))
ZONE = timezone(timedelta(hours=8))
LIMITS = (Limit(20, Unit.WORKDAY), Limit(9, Unit.WORKDAY))
DEFAULT_END = "2026-12-31 17:00"


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def accepted(when: str, legal: str | None, promise: str | None, **sets: Any) -> Coming:
    moment = at(when)
    columns = {"received_at": moment.isoformat(), "accepted_on": moment.date().isoformat()}
    return Coming("accept", moment, {}, columns | {"legal_due": legal, "promise_due": promise} | sets)


def opened(when: str, name: str = "听证", planned: str | None = None, **told: Any) -> Coming:
    evidence = {"name": name, "began_at": at(when).isoformat(), "planned_end": planned, "stops_promise": True}
    return Coming(
        "open_special_step", at(when), {"special_step": evidence | told}, {"legal_due": "2099-01-01"}
    )


def closed(when: str) -> Coming:
    return Coming("close_special_step", at(when), {"special_step": {"ended_at": at(when).isoformat()}})


def extended(when: str, legal: int, promise: int) -> Coming:
    return Coming("extend", at(when), {"extension_notice": {"legal_days": legal, "promise_days": promise}})


def days(clocks: TwoClocks) -> tuple[str, str]:
    return tuple(str(due.on) if due else "" for due in (clocks.legal, clocks.promise))  # type: ignore[return-value]


def found(*acts: Coming, as_of: str = DEFAULT_END, limits: Any = LIMITS) -> tuple[str, str]:
    return days(pausing.due_days(acts, limits, CALENDAR, at(as_of)))


@pytest.mark.row("R-HO-5")
@pytest.mark.parametrize(
    ("what", "acceptance", "plain", "steps", "moved"),
    [
        (
            "a step within a week",
            "2026-11-23 09:30", ("2026-12-21", "2026-12-04"),
            [opened("2026-11-24 09:00"), closed("2026-11-26 15:00")], ("2026-12-23", "2026-12-08"),
        ),
        (
            "over the holiday to a make-up Saturday: 30 September, 8 and 9 October are not counted",
            "2026-09-28 09:00", ("2026-11-02", "2026-10-16"),
            [opened("2026-09-30 09:00"), closed("2026-10-10 10:00")], ("2026-11-05", "2026-10-21"),
        ),
        (
            "over the Spring Festival: 13, 14 (a Saturday that is worked), 24 to 27 February are not counted",
            "2026-02-11 09:00", ("2026-03-17", "2026-03-02"),
            [opened("2026-02-13 09:00"), closed("2026-02-28 09:00")], ("2026-03-25", "2026-03-10"),
        ),
        (
            "over the end of a month and of a year not published",
            "2026-12-21 09:00", ("2027-01-18", "2027-01-01"),
            [opened("2026-12-30 09:00"), closed("2027-01-04 09:00")], ("2027-01-21", "2027-01-06"),
        ),
        (
            "opened after the close of business: its first day is the next one",
            "2026-11-23 09:30", ("2026-12-21", "2026-12-04"),
            [opened("2026-11-24 17:45"), closed("2026-11-26 15:00")], ("2026-12-22", "2026-12-07"),
        ),
        (
            "opened on a Friday after close, closed on Monday: no working day lies between",
            "2026-11-23 09:30", ("2026-12-21", "2026-12-04"),
            [opened("2026-11-27 18:00"), closed("2026-11-30 08:40")], ("2026-12-21", "2026-12-04"),
        ),
        (
            "opened and closed the same day",
            "2026-11-23 09:30", ("2026-12-21", "2026-12-04"),
            [opened("2026-11-24 09:00"), closed("2026-11-24 17:00")], ("2026-12-21", "2026-12-04"),
        ),
        (
            "two steps that touch",
            "2026-11-23 09:30", ("2026-12-21", "2026-12-04"),
            [opened("2026-11-24 09:00"), closed("2026-11-26 15:00"), opened("2026-11-26 15:00", "鉴定"),
             closed("2026-11-30 09:00")],
            ("2026-12-25", "2026-12-10"),
        ),
        (
            "the second recorded to lie within the first counts once",
            "2026-11-23 09:30", ("2026-12-21", "2026-12-04"),
            [opened("2026-11-24 09:00"), closed("2026-11-30 15:00"), opened("2026-11-25 09:00", "检验"),
             closed("2026-11-27 09:00")],
            ("2026-12-25", "2026-12-10"),
        ),
        (
            "an extension within a pause adds to it",
            "2026-11-23 09:30", ("2026-12-21", "2026-12-04"),
            [opened("2026-11-24 09:00"), extended("2026-11-25 09:00", 10, 5), closed("2026-11-26 15:00")],
            ("2027-01-06", "2026-12-15"),
        ),
    ],
)  # fmt: skip
def test_R_HO_5_pauses_are_working_days(
    what: str, acceptance: str, plain: tuple[str, str], steps: list[Coming], moved: tuple[str, str]
) -> None:
    start = accepted(acceptance, *plain)
    assert found(start) == plain, what
    assert found(start, *steps) == moved, what


@pytest.mark.row("R-HO-5")
def test_R_HO_5_a_step_under_way_lasts_as_planned_and_then_until_now() -> None:
    start = accepted("2026-11-23 09:30", "2026-12-21", "2026-12-04")
    step = opened("2026-11-24 09:00", planned="2026-11-27")
    assert found(start, step, as_of="2026-11-24 10:00") == ("2026-12-24", "2026-12-09")
    assert found(start, step, as_of="2026-11-27 10:00") == ("2026-12-24", "2026-12-09")
    assert found(start, step, closed("2026-11-27 16:00")) == ("2026-12-24", "2026-12-09")
    assert found(start, step, as_of="2026-12-01 10:00") == ("2026-12-29", "2026-12-14")
    assert found(start, opened("2026-11-24 09:00"), as_of="2026-11-24 10:00") == ("2026-12-22", "2026-12-07")


def test_only_a_clock_that_stops_is_moved() -> None:
    start = accepted("2026-11-23 09:30", "2026-12-21", "2026-12-04")
    survey = opened("2026-11-24 09:00", "现场勘验", stops_promise=False)
    flagged = opened("2026-11-24 09:00", "公示")
    by_law = opened("2026-11-24 09:00", "公告", basis="《某条例》第十条", stops_promise=False)
    end = closed("2026-11-26 15:00")
    assert found(start, survey, end) == ("2026-12-21", "2026-12-04")
    assert found(start, flagged, end) == ("2026-12-21", "2026-12-08")
    assert found(start, by_law, end) == ("2026-12-23", "2026-12-04")


def test_a_correction_stops_what_the_item_says_and_no_more() -> None:
    start = accepted("2026-11-23 09:30", "2026-12-21", "2026-12-04")

    def asked(**told: Any) -> Coming:
        notice = {"name": "补正", "began_at": at("2026-11-24 09:00").isoformat()}
        return Coming("ask_correction", at("2026-11-24 09:00"), {"correction_notice": notice | told})

    brought = {"corrected_materials": {"ended_at": at("2026-11-27 09:00").isoformat()}}
    received = Coming("receive_correction", at("2026-11-27 09:00"), brought)
    assert found(start, asked(), received) == ("2026-12-21", "2026-12-04")
    assert found(start, asked(stops_promise=True), received) == ("2026-12-21", "2026-12-09")
    step = pausing.step_under_way([start, asked()])
    assert step is not None
    assert step.correction


def test_the_days_found_at_acceptance_hold_where_no_item_says_them() -> None:
    package = accepted("2026-11-23 09:30", None, "2026-12-02")
    assert found(package, limits=(None, None)) == ("", "2026-12-02")
    step = (opened("2026-11-24 09:00"), closed("2026-11-26 15:00"))
    assert found(package, *step, limits=(None, None)) == ("", "2026-12-04")
    other_promise = accepted("2026-11-23 09:30", "2026-12-21", "2026-12-02")
    assert found(other_promise, *step) == ("2026-12-23", "2026-12-04")
    assert found(opened("2026-11-24 09:00")) == ("", "")


def test_natural_days_stand_still_by_the_day() -> None:
    start = accepted("2026-11-23 09:30", None, "2026-12-23")
    step = (opened("2026-11-27 09:00"), closed("2026-11-30 09:00"))
    assert found(start, *step, limits=(None, Limit(30, Unit.DAY))) == ("", "2026-12-28")


def test_a_day_found_before_the_year_was_published_is_found_anew() -> None:
    estimated = accepted("2026-12-15 09:00", "2027-01-12", "2026-12-28", due_estimated=True)
    known = load_calendar(
        [
            *(json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))),
            {"year": 2027, "holidays": ["2027-01-01"], "workdays": ["2027-01-09"]},
        ]
    )
    clocks = pausing.due_days([estimated], LIMITS, known, at(DEFAULT_END))
    assert days(clocks) == ("2027-01-12", "2026-12-28")
    assert clocks.legal is not None
    assert not clocks.legal.estimated


def test_online_clocks_start_on_the_departments_acceptance() -> None:
    registered = accepted("2026-11-23 09:30", None, None)
    taken = Coming(
        "record_department_acceptance",
        at("2026-11-26 10:00"),
        {},
        {"accepted_on": "2026-11-25", "legal_due": "2026-12-23", "promise_due": "2026-12-08"},
    )
    assert found(registered, taken) == ("2026-12-23", "2026-12-08")


@pytest.mark.parametrize(
    ("began", "amount", "unit", "ends", "used"),
    [
        ("2026-11-24 09:00", 2, "工作日", "2026-11-26", 2),
        ("2026-11-24 17:45", 2, "工作日", "2026-11-27", 2),
        ("2026-11-28 09:00", 2, "工作日", "2026-12-02", 2),
        ("2026-10-09 09:00", 2, "工作日", "2026-10-12", 2),
        ("2026-11-24 09:00", 7, "自然日", "2026-12-01", 5),
    ],
)
def test_a_step_of_so_many_days_ends_when_so_many_were_used(
    began: str, amount: int, unit: str, ends: str, used: int
) -> None:
    planned = pausing.planned_end(at(began), amount, unit, CALENDAR)
    assert str(planned) == ends
    (step,) = pausing.steps_taken([opened(began), closed(f"{ends} 09:00")])
    assert pausing.days_used(step, CALENDAR) == used
    assert pausing.days_used(pausing.steps_taken([opened(began)])[0], CALENDAR) == 0


def test_a_day_an_officer_names_is_an_instant() -> None:
    now = at("2026-11-24 17:45")
    assert pausing.moment_of(date(2026, 11, 24), now) == now
    assert pausing.moment_of(date(2026, 11, 23), now) == at("2026-11-23 00:00")
    # begun in the afternoon, said the next day to have ended that day already
    (step,) = pausing.steps_taken([opened("2026-11-23 15:00"), closed("2026-11-23 00:00")])
    assert step.ended_at == step.began_at


@pytest.mark.row("R-HO-5")
@pytest.mark.parametrize(
    ("name", "rule", "basis", "stops", "words"),
    [
        ("听证", None, pausing.ARTICLE_45, (True, True), "不计入法定办理期限和承诺办理期限"),
        ("现场勘验", None, pausing.ARTICLE_34, (False, False), "计入法定办理期限和承诺办理期限"),
        (
            "专家评审",
            SpecialStepRule("专家评审", counted_in_limit=True),
            pausing.ARTICLE_45,
            (True, False),
            "不计入法定办理期限，计入承诺办理期限",
        ),
        (
            "公告",
            SpecialStepRule("公告", counted_in_limit=False),
            pausing.ARTICLE_34,
            (False, True),
            "计入法定办理期限，不计入承诺办理期限",
        ),
        (
            "公告",
            SpecialStepRule("公告", counted_in_limit=False, basis="《不动产登记暂行条例》第十七条"),
            "《不动产登记暂行条例》第十七条",
            (True, True),
            "不计入法定办理期限和承诺办理期限",
        ),
    ],
)
def test_R_HO_5_the_law_the_items_law_and_the_items_flag_decide_what_stops(
    name: str, rule: SpecialStepRule | None, basis: str, stops: tuple[bool, bool], words: str
) -> None:
    told: Mapping[str, Any] = {
        "basis": rule.basis if rule else "",
        "stops_promise": pausing.stops_promise(name, rule),
    }
    (step,) = pausing.steps_taken([opened("2026-11-24 09:00", name, **told)])
    assert (step.stops(Clock.LEGAL), step.stops(Clock.PROMISE)) == stops
    assert step.clock_text == words
    assert pausing.legal_basis(name, rule) == basis


def test_words_and_small_things() -> None:
    rules = (SpecialStepRule("公示"), SpecialStepRule(" 听证 "))
    assert pausing.rule_of(rules, "听证") is rules[1]
    assert pausing.rule_of(rules, "鉴定") is None
    assert (pausing.days_text(7, "自然日"), pausing.days_text(10)) == ("7日", "10个工作日")
    assert (pausing.most_extension(package=True), pausing.most_extension(package=False)) == (15, 10)
    assert pausing.latest(TwoClocks(None, None)) is None
