"""The board of duties: digits, days, what is said before it is published; with the longest names."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from tests.servers.logwatch import LogWatch
from tests.ui.screen_support import LONG_UNIT, NOW, SESSION, Bench, FakeDesk, FakeViews, tools_of
from yichuang_desktop.domain.duties import FOUNDING, DutyEntry
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Counter, CounterKind, Role
from yichuang_desktop.ui.duties.model import DIGITS, SHOWN, DutyBoard
from yichuang_desktop.ui.duties.screen import DutiesScreen
from yichuang_desktop.ui.shortcuts import Key

TODAY = NOW.date()
LEADER = replace(SESSION, roles=frozenset({Role.GROUP_LEADER}))
COUNTERS = (
    Counter(1, 1, "1号", CounterKind.INTAKE, group="G1", duties=(Channel.COUNTER,)),
    Counter(4, 1, "4号", CounterKind.INTAKE, group="G1", duties=(Channel.COUNTER, Channel.LIFE_EVENT)),
    Counter(11, 1, "1号出证", CounterKind.ISSUANCE, group="G4", duties=(Channel.DEPARTMENT,)),
)
ENTRIES = (
    DutyEntry(1, 1, FOUNDING, (Channel.COUNTER,)),
    DutyEntry(2, 4, FOUNDING, (Channel.COUNTER,)),
    DutyEntry(3, 11, FOUNDING, (Channel.DEPARTMENT,)),
    DutyEntry(
        4, 4, TODAY - timedelta(days=9), (Channel.COUNTER, Channel.LIFE_EVENT), "增多", "l", "组长", NOW
    ),
)


@dataclass
class DutyViews(FakeViews):
    """Windows and entries from lists."""

    windows: tuple[Counter, ...] = COUNTERS
    entries: tuple[DutyEntry, ...] = ENTRIES

    def counters(self) -> tuple[Counter, ...]:
        self._note("counters")
        return self.windows

    def duty_entries(self) -> tuple[DutyEntry, ...]:
        return self.entries


@dataclass
class DutyDesk(FakeDesk):
    """A leader of the first group."""

    @property
    def access(self) -> Any:
        return SimpleNamespace(member=SimpleNamespace(group_id="G1"))

    def now(self) -> Any:
        return NOW

    def handle(self, request: Any) -> Any:
        self._take(request)
        return str(request.act_id)


Make = Callable[..., Bench]


@pytest.fixture
def opened(qtbot: QtBot) -> Make:
    """The board over these windows."""

    def make(**lists: Any) -> Bench:
        desk = DutyDesk(session=LEADER, views=DutyViews(**lists))
        bench = Bench(qtbot, lambda tasks, messages: DutiesScreen(tools_of(tasks, messages, desk)))
        bench.desk = desk  # type: ignore[attr-defined]
        return bench

    return make


def digit(channel: Channel) -> str:
    return next(key for key, one in DIGITS.items() if one is channel)


def turn(bench: Bench, window: int, *channels: Channel) -> None:
    bench.screen.table.select_key(window)
    for channel in channels:
        bench.screen.table.letter.emit(digit(channel))
    bench.settle()


def press(bench: Bench, key: Key) -> None:
    bench.shell.press(key)
    bench.settle()


def test_R_SEAT_2_digits_turn_duties_and_the_change_goes_out_once_it_has_day_and_reason(opened: Make) -> None:
    bench = opened()
    turn(bench, 4, Channel.LIFE_EVENT, Channel.ONLINE)
    press(bench, Key.MAIN)
    assert bench.desk.sent == []  # type: ignore[attr-defined]
    bench.type(bench.screen.reason.edit, "一件事减少")
    press(bench, Key.MAIN)
    (request,) = bench.desk.sent  # type: ignore[attr-defined]
    assert (request.window, request.channels) == (4, ("counter", "online"))
    assert (request.since, request.reason) == (TODAY + timedelta(days=1), "一件事减少")
    assert isinstance(request.act_id, UUID)
    assert "已公布" in bench.messages.history[-1].text


def test_R_SEAT_2_turned_twice_is_not_turned(opened: Make) -> None:
    bench = opened()
    turn(bench, 4, Channel.ONLINE, Channel.ONLINE)
    assert "没有改动" in next(a.reason for a in bench.screen.acts() if a.key is Key.ACT_1)
    turn(bench, 4, Channel.ONLINE)
    press(bench, Key.ACT_1)
    assert bench.screen._board.wishes == {}


@pytest.mark.parametrize(
    ("window", "channel", "words"),
    [(11, Channel.DEPARTMENT, "不在您的小组"), (4, Channel.DEPARTMENT, "只能承担")],
)
def test_R_SEAT_2_what_may_not_be_turned_says_why(
    opened: Make, window: int, channel: Channel, words: str
) -> None:
    bench = opened()
    turn(bench, window, channel)
    assert words in bench.messages.history[-1].text
    assert bench.screen._board.wishes == {}


@pytest.mark.parametrize("typed", ["11-20", "二月三十", ""])
def test_R_SEAT_2_a_day_that_is_none_or_past_is_said_beside_its_field(opened: Make, typed: str) -> None:
    bench = opened()
    turn(bench, 4, Channel.ONLINE)
    bench.screen.since.set_text(typed)
    bench.screen.since.edited.emit(typed)
    bench.type(bench.screen.reason.edit, "试")
    press(bench, Key.MAIN)
    assert bench.desk.sent == []  # type: ignore[attr-defined]
    assert bench.screen.since.remark
    bench.check_fit()


def test_R_SEAT_2_what_the_service_refuses_stands_beside_its_field(opened: Make) -> None:
    bench = opened()
    turn(bench, 4, Channel.ONLINE)
    bench.type(bench.screen.reason.edit, "试")
    bench.desk.refuses = RuleViolation("duty_since_past", field="since", day=TODAY)  # type: ignore[attr-defined]
    press(bench, Key.MAIN)
    assert "今天或以后" in bench.screen.since.remark
    assert bench.screen._board.wishes, "nothing turned is lost"


def test_R_SEAT_2_what_nobody_would_serve_stands_first_and_in_words() -> None:
    board = DutyBoard(COUNTERS, ENTRIES, LEADER.roles, "G1", TODAY)
    assert not board.turn(4, Channel.LIFE_EVENT)
    facts = board.effects()
    assert ("一件事", "没有窗口承担") in [(fact[0], fact[1]) for fact in facts]
    alone = [fact[0] for fact in facts if fact[1] == "没有窗口承担"]
    assert [fact[0] for fact in facts[: len(alone)]] == alone
    assert [line.state for line in board.history(4, TODAY)] == ["现行", "过去"]
    assert len(facts) == len(SHOWN)


def test_forty_nine_windows_with_the_longest_names_and_a_long_history_fit(opened: Make) -> None:
    windows = tuple(
        Counter(code, code % 5 + 1, f"{code}号综合出证", CounterKind.ZONE, LONG_UNIT, "G1")
        for code in range(1, 50)
    )
    entries = tuple(
        DutyEntry(
            place, 1, TODAY + timedelta(days=place - 20), tuple(SHOWN)[:6], LONG_UNIT, "l", LONG_UNIT, NOW
        )
        for place in range(40)
    )
    bench = opened(windows=windows, entries=entries)
    bench.screen.table.select_key(1)
    bench.settle()
    bench.check_fit()


def test_an_empty_hall_and_an_unreadable_one_say_what_to_do(opened: Make, expected_log: LogWatch) -> None:
    expected_log("work of lane store failed")
    bench = opened(windows=(), entries=())
    bench.check_fit()
    bench.desk.views.broken = True  # type: ignore[attr-defined]
    bench.screen.on_changed(frozenset({"hall"}))
    bench.settle()
    bench.check_fit()
