"""Duties of windows in the database itself: only added, never in the past, and held when a case registers."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.store.halls import MONDAY, LiveHall
from yichuang_desktop.domain.duties import FOUNDING, POSSIBLE
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, CounterKind, Doer

TODAY = MONDAY.date()
TOMORROW = TODAY + timedelta(days=1)


def arrange(hall: LiveHall, login: str, window: int, since: date, *channels: Channel) -> None:
    with hall.work(login) as work:
        work.add_duties(uuid4(), window, since, channels, "试排")


def duties(hall: LiveHall, window: int) -> tuple[Channel, ...]:
    return next(one.duties for one in hall.person("wangmin").views.counters() if one.code == window)


def test_a_new_hall_has_what_its_plan_says_from_the_beginning(practice: LiveHall) -> None:
    entries = practice.person("wangmin").views.duty_entries()
    assert [entry.window for entry in entries] == list(range(1, 14))
    assert {entry.since for entry in entries} == {FOUNDING}
    assert all(entry.founding and entry.set_by == "" for entry in entries)
    assert duties(practice, 4) == POSSIBLE[CounterKind.INTAKE]


def test_a_change_holds_from_its_day_on_and_the_past_stays(practice: LiveHall) -> None:
    arrange(practice, "sunli", 4, TOMORROW, Channel.COUNTER)
    assert Channel.ONLINE in duties(practice, 4), "not before its day"
    practice.person("admin").set_clock(MONDAY + timedelta(days=1))
    assert duties(practice, 4) == (Channel.COUNTER,), "with the new day, without logging in again"
    newest = practice.person("wangmin").views.duty_entries()[-1]
    assert (newest.window, newest.since, newest.reason, newest.set_by) == (4, TOMORROW, "试排", "sunli")
    assert newest.set_by_name == "孙丽"
    assert newest.at == MONDAY
    with pytest.raises(RuleViolation, match="duty_since_past"):
        arrange(practice, "sunli", 4, TODAY, Channel.ONLINE)


@pytest.mark.parametrize("login", ["wangmin", "chenjie", "keeper", "guide", "archive"])
def test_who_arranges_nothing_cannot_do_so_past_the_program_either(practice: LiveHall, login: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        arrange(practice, login, 4, TODAY, Channel.COUNTER)
    assert refused.value.code in ("duty_not_your_group", "not_allowed")


def test_the_administrator_may_arrange_any_window(practice: LiveHall) -> None:
    arrange(practice, "admin", 13, TODAY, Channel.DEPARTMENT)
    assert duties(practice, 13) == (Channel.DEPARTMENT,)


def test_a_case_registers_only_where_the_duty_is(practice: LiveHall) -> None:
    case_id = practice.drafted()
    arrange(practice, "sunli", 4, TODAY, Channel.ONLINE)
    with pytest.raises(RuleViolation, match="not_this_window_duty"):
        practice.do("wangmin", case_id, "accept", choices={"papers": "with_window"}, counter=4)
    done = practice.do("wangmin", case_id, "accept", choices={"papers": "with_window"}, counter=5)
    assert "-05-" in done.receipt_no, "another window may go on with the draft"
    online = uuid4()
    numbered = practice.do("wangmin", online, "register_online", channel=Channel.ONLINE, counter=4)
    assert "-04-0001" in numbered.receipt_no, "the refused act took no number"


def test_the_law_accepts_whatever_the_duties_of_the_window_are(practice: LiveHall) -> None:
    case_id = practice.drafted()
    practice.do("wangmin", case_id, "keep_papers")
    arrange(practice, "sunli", 4, TODAY)
    done = practice.do("sunli", case_id, "deem_accepted", done_by=Doer.HALL)
    assert done.receipt_no
