"""The hall as configured: windows, groups, who may do what where (2.2.1, 2.2.2)."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.window import Window
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.parts.rail import RailButton
from yichuang_desktop.ui.shortcuts import Key

Rows = Callable[..., list[dict[str, Any]]]


@pytest.mark.row("R-HALL-1")
def test_R_HALL_1_the_windows_stand_on_the_log_in_screen_as_configured(window: Window, rows: Rows) -> None:
    screen = window.program.start()
    wait_until(lambda: bool(screen.hall.text()) and screen.button.isEnabled(), "the hall to open")
    window.hand.settle()
    configured = rows("select code, floor, sign, kind, zone from counter order by code")
    assert Counter(row["kind"] for row in configured) == {"zone": 6, "intake": 4, "issuance": 2, "courier": 1}
    zones = {row["zone"] for row in configured if row["kind"] == "zone"}
    for zone in ("企业开办", "公安", "不动产", "税务", "工程建设", "社会保险"):
        assert any(zone in name for name in zones), zone
    choice = screen.counter.choice
    assert choice.count() == 13
    for place, row in enumerate(configured):
        assert row["sign"].removesuffix("号") in choice.itemText(place)
    firsts = [row for row in configured if row["sign"] == "1号"]
    assert len({row["code"] for row in firsts}) == len(firsts) > 1, "two signs 1号, two codes"
    duties = rows("select code from counter_duty")
    assert {row["code"] for row in duties} == {row["code"] for row in configured}


@pytest.mark.row("R-HALL-2")
def test_R_HALL_2_four_groups_each_with_a_leader_since_a_day(window: Window, rows: Rows) -> None:
    groups = rows("select * from staff_group order by group_id")
    assert [row["group_id"] for row in groups] == ["G1", "G2", "G3", "G4"]
    assert sorted(row["floor"] for row in groups if row["floor"])[:3] == [1, 2, 3]
    leaders = rows("select group_id, login, since, until from group_leader order by group_id")
    assert [row["login"] for row in leaders] == ["leader1", "leader2", "leader3", "leader4"]
    assert all(row["since"] and row["until"] is None for row in leaders)
    window.log_in("leader4", 11)
    assert "issuance" in rail_of(window)
    assert "handover" in rail_of(window), "a leader sees what waits"


@pytest.mark.row("R-HALL-1")
def test_R_HALL_1_each_role_has_its_own_screens(window: Window) -> None:
    window.log_in("clerk04", 4)
    assert {"intake", "handover"} <= set(rail_of(window))
    assert "issuance" not in rail_of(window)
    window.press(Key.SCREEN_4)
    assert window.shell.screen_name == "intake", "no key leads to a screen of another role"
    window.change_to("issue11", 11)
    assert "issuance" in rail_of(window)
    assert "intake" not in rail_of(window)


@pytest.mark.row("R-HALL-1")
def test_R_HALL_1_who_sits_at_a_window_of_another_kind_is_told_and_may_stay(window: Window) -> None:
    window.log_in("issue11", 4)
    assert "没有您岗位（出证人员）要办的事" in window.said
    assert "综合出证窗口登录" in window.said
    assert window.shell.screen_name == "issuance", "told, not forbidden"
    window.change_to("issue11", 11)
    assert "没有您岗位" not in window.said


def rail_of(window: Window) -> list[str]:
    """The names of the screens on the rail."""
    return [button.name for button in window.shell.rail.findChildren(RailButton)]
