"""Who serves what: duties by date, and what they steer (2.3)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.journeys.conftest import TODAY
from tests.journeys.window import Window
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.services import requests as ask
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.duties.model import DIGITS
from yichuang_desktop.ui.duties.screen import DutiesScreen
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.registering.screen import RegisteringScreen
from yichuang_desktop.ui.shortcuts import Key

Past = Callable[..., Any]
Rows = Callable[..., list[dict[str, Any]]]
DIGIT = {channel.value: digit for digit, channel in DIGITS.items()}


def board(leader: Window) -> DutiesScreen:
    """Ctrl+3."""
    leader.press(Key.MORE_3)
    screen = leader.shell.current_screen
    assert isinstance(screen, DutiesScreen)
    wait_until(lambda: bool(screen.table.rows_model().rows), "the windows")
    leader.hand.settle()
    return screen


def turn(leader: Window, window: int, *channels: str, since: str, reason: str) -> DutiesScreen:
    """Digits on a window's row, the day, the reason; not yet published."""
    screen = board(leader)
    screen.table.select_key(window)
    leader.hand.keys(screen.table, "".join(DIGIT[channel] for channel in channels))
    leader.hand.write(screen.since, since)
    leader.hand.keys(screen.reason, reason)
    return screen


def registered(clerk: Window) -> set[str]:
    """The headings on 登记 (F5): what this window may register there."""
    clerk.press(Key.SCREEN_5)
    screen = clerk.shell.current_screen
    assert isinstance(screen, RegisteringScreen)
    clerk.hand.settle()
    return {offer.name for offer in screen.offers.offers}


@pytest.mark.row("R-SEAT-2")
def test_R_SEAT_2_a_leader_changes_a_window_from_a_day_on_with_a_reason(window: Window, rows: Rows) -> None:
    window.log_in("leader1", 1)
    screen = turn(window, 4, "life_event", "province", since="11-20", reason="")
    assert "过去" in screen.since.remark
    window.press(Key.MAIN)
    assert len(rows("select 1 from counter_duty where code = 4")) == 1, "nothing without day and reason"
    window.hand.write(screen.since, "+1")
    assert "原因" in window.why_not()
    window.hand.keys(screen.reason, "一件事办件减少")
    effects = dict((fact[0], fact[1]) for fact in screen._board.effects())
    assert effects["一件事"] == "1楼5号", "who is left to serve it is said before it is published"
    window.picture("R-SEAT-2")
    window.press(Key.MAIN)
    assert "已公布" in window.said
    entry = rows("select * from counter_duty where code = 4 order by change_no")[-1]
    assert (entry["since"], entry["why"], entry["set_by"]) == ("2026-11-24", "一件事办件减少", "leader1")
    assert "|province|" in entry["channels"]
    assert "|life_event|" not in entry["channels"]
    states = [line.state for line in screen.history.rows_model().rows]
    assert states == ["将来", "现行"]
    assert find_cut_texts(window.shell) == []


@pytest.mark.row("R-SEAT-2")
def test_R_SEAT_2_a_leader_changes_the_own_group_only_and_the_hall_section_any(
    window: Window, rows: Rows
) -> None:
    window.log_in("leader1", 1)
    screen = board(window)
    screen.table.select_key(9)
    window.hand.keys(screen.table, DIGIT["life_event"])
    assert "不在您的小组" in window.said
    screen.table.select_key(2)
    window.hand.keys(screen.table, DIGIT["department"])
    assert "只能承担" in window.said
    window.change_to("hall1", 1)
    turn(window, 9, "life_event", since="今天", reason="三楼也办一件事")
    window.press(Key.MAIN)
    newest = rows("select * from counter_duty order by change_no desc limit 1")[0]
    assert (newest["code"], newest["set_by"], newest["since"]) == (9, "hall1", "2026-11-23")


@pytest.mark.row("R-DUTY-2")
def test_R_DUTY_2_the_window_without_the_duty_refuses_in_words_and_names_who_has_it(
    window: Window, past: Past
) -> None:
    name: str = past(lambda hall: hall.item(lambda item: item.is_package)[1].name)
    window.log_in("clerk01", 1)
    search = window.intake.item_card.search
    window.hand.keys(search, name)
    wait_until(lambda: bool(search.hits()), "the package")
    window.press(Key.NEXT)
    wait_until(lambda: "一件事一次办" in window.said, f"a refusal, not {window.said!r}")
    assert "4号" in window.said
    assert "5号" in window.said
    window.picture("R-DUTY-2")
    window.change_to("clerk04", 4)
    search = window.intake.item_card.search
    window.hand.keys(search, name)
    wait_until(lambda: bool(search.hits()), "the package")
    window.press(Key.NEXT)
    wait_until(lambda: window.intake.case_id is not None, "the draft")
    window.hand.settle()
    case_id = window.intake.case_id
    assert case_id is not None
    assert window.file(case_id).case.channel.value == "life_event"


@pytest.mark.row("R-DUTY-1")
def test_R_DUTY_1_windows_1_of_both_floors_register_for_the_province_and_others_not(
    window: Window, rows: Rows
) -> None:
    floors = rows(
        "select c.floor, c.sign from counter c join counter_duty d on d.code = c.code"
        " where d.channels like '%|province|%' and d.channels like '%|cross_province|%'"
    )
    assert sorted((row["floor"], row["sign"]) for row in floors) == [(1, "1号"), (3, "1号")]
    for login, counter, may in (("clerk01", 1, True), ("clerk09", 9, True), ("clerk04", 4, False)):
        if window.program.desktop is None:
            window.log_in(login, counter)
        else:
            window.change_to(login, counter)
        assert ("register_province" in registered(window)) is may, login


@pytest.mark.row("R-DUTY-3")
def test_R_DUTY_3_every_general_window_registers_what_was_filed_online_as_long_as_it_has_the_duty(
    window: Window, rows: Rows, past: Past
) -> None:
    general = rows("select code from counter where kind = 'intake'")
    online = rows("select code from counter_duty where channels like '%|online|%'")
    assert {row["code"] for row in general} == {row["code"] for row in online}
    window.log_in("clerk04", 4)
    assert "register_online" in registered(window)
    window.change_to("leader1", 1)
    turn(window, 4, "online", since="今天", reason="网厅件由 5 号窗口集中登记")
    window.press(Key.MAIN)
    assert "已公布" in window.said
    window.change_to("clerk04", 4)
    assert "register_online" not in registered(window)
    window.change_to("clerk05", 5)
    assert "register_online" in registered(window)


@pytest.mark.row("R-SEAT-2")
def test_R_SEAT_2_what_was_arranged_for_a_later_day_steers_from_that_day_on(
    window: Window, past: Past
) -> None:
    def arranged(hall: Any) -> None:
        hall.at(TODAY - timedelta(days=3))
        request = ask.SetDuties(
            act_id=uuid4(), counter=1, window=5, channels=("counter", "mail"), since=TODAY.date(),
            reason="周一起网厅件由 4 号窗口集中登记",
        )  # fmt: skip
        hall._sit("leader1", 1).desk.handle(request)
        on_friday = hall.window.desk.views.counters()
        assert any(one.code == 5 and Channel.ONLINE in one.duties for one in on_friday), "not before its day"
        hall.at(TODAY)

    past(arranged)
    window.log_in("clerk05", 5)
    assert "register_online" not in registered(window)
    window.change_to("leader1", 1)
    screen = board(window)
    screen.table.select_key(5)
    window.hand.settle()
    lines = screen.history.rows_model().rows
    assert [line.state for line in lines] == ["现行", "过去"]
