"""学习按键: a person at the box, a person at the screen, and nothing guessed (R-EVAL-1, R-X-7)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.screen_support import Bench
from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.domain.evaluation_learning import Heard, KeyLearning
from yichuang_desktop.domain.ratings import Grade
from yichuang_desktop.services.ports_evaluators import HeardKey
from yichuang_desktop.services.unavailable import StoreUnavailable
from yichuang_desktop.ui.evaluation.learn import NO_BOX, LearnKeysScreen
from yichuang_desktop.ui.shortcuts import Key

BOUND = WindowDevice(4, DeviceKind.EVALUATOR, "evaluator-table", "serial:COM3", options={"table": "ff68"})


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now = 10.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Box:
    """A box that can be taught: whoever listens hears what is pressed."""

    ear: Callable[[HeardKey], None] | None = None
    listened: list[bool] = field(default_factory=list)

    def listen(self, heard: Callable[[HeardKey], None] | None) -> None:
        self.ear = heard
        self.listened.append(heard is not None)


@dataclass
class Room:
    """The devices of the window."""

    box: Box | None = field(default_factory=Box)
    kept: WindowDevice = BOUND
    away: bool = False

    def device(self) -> Any:
        return self.box

    def bound(self) -> WindowDevice:
        return self.kept

    def save(self, device: WindowDevice) -> None:
        if self.away:
            raise StoreUnavailable("database_away")
        self.kept = device


class Lesson:
    """The page in its shell, and a hand at the box."""

    def __init__(self, qtbot: QtBot, room: Room) -> None:
        self.room, self.clock, self.qtbot = room, Clock(), qtbot
        make: Callable[[Any, Any], LearnKeysScreen] = lambda tasks, messages: LearnKeysScreen(  # noqa: E731
            tasks, messages, room, self.clock
        )
        self.bench = Bench(qtbot, make, "learn_keys")
        self.bench.shell.add_page("devices", lambda: LearnKeysScreen(
            self.bench.tasks, self.bench.messages, Room(None), self.clock))  # fmt: skip
        self.page: LearnKeysScreen = self.bench.screen

    def press(self, key: str, *, own: bool = True, twice: bool = True) -> None:
        for _ in range(2 if twice else 1):
            self.clock.now += 2
            assert self.room.box is not None
            assert self.room.box.ear is not None
            code = bytes.fromhex(key) if key else b"\x99"
            self.room.box.ear(HeardKey(b"\xff\x68\x03\x03\x68\x01\x11" + code + b"\x14\x16", key, own))
            self.qtbot.wait(1)


@pytest.fixture
def lesson(qtbot: QtBot) -> Lesson:
    return Lesson(qtbot, Room())


def test_R_EVAL_1_four_keys_are_learnt_each_pressed_twice_and_the_fifth_grade_stays_without(
    lesson: Lesson,
) -> None:
    assert "非常满意" in lesson.page.asked_words.text()
    for key in ("02", "00", "01"):
        lesson.press(key)
    lesson.bench.shell.press(Key.ACT_1)
    assert "非常不满意" in lesson.page.asked_words.text()
    lesson.press("03")
    lesson.bench.check_fit()
    lesson.bench.shell.press(Key.MAIN)
    lesson.bench.settle()
    assert lesson.room.kept == replace(
        BOUND, options={"table": "ff68", "levels": {"02": 5, "00": 4, "01": 3, "03": 1}}
    )
    assert "没有键的等级：不满意" in lesson.bench.said()


def test_a_key_is_kept_only_when_it_was_pressed_twice(lesson: Lesson) -> None:
    lesson.press("02", twice=False)
    assert "再按一次" in lesson.page.asked_words.text()
    lesson.press("01", twice=False)
    assert lesson.page.remark.text() == Heard.DIFFERENT.value
    assert not lesson.bench.act("保存").allowed


def test_what_came_is_shown_as_it_came(lesson: Lesson) -> None:
    lesson.press("02", twice=False)
    raw, words, _tone = lesson.page._frames[0]
    assert (raw, words) == ("FF 68 03 03 68 01 11 02 14 16", "键值 02　收到，请再按一次同一个键确认。")
    lesson.press("", twice=False)
    assert lesson.page._frames[0][1].startswith("认不出")
    lesson.press("02", own=False, twice=False)
    assert lesson.page.remark.text() == Heard.FOREIGN.value
    for _ in range(9):
        lesson.press("", twice=False)
    lesson.bench.check_fit()


def test_the_box_is_listened_to_only_while_the_page_is_open(lesson: Lesson) -> None:
    assert lesson.room.box is not None
    lesson.press("02")
    lesson.bench.press(Qt.Key.Key_Escape)
    assert lesson.room.box.listened == [True, False]
    assert lesson.room.kept == BOUND


def test_a_window_without_a_box_says_what_to_do(qtbot: QtBot) -> None:
    lesson = Lesson(qtbot, Room(None))
    assert lesson.page.asked_words.text() == NO_BOX
    assert not any(act.allowed for act in lesson.bench.shell.act_bar.acts)


def test_what_could_not_be_saved_is_not_lost(lesson: Lesson) -> None:
    lesson.room.away = True
    for key in ("04", "03", "02", "01", "00"):
        lesson.press(key)
    lesson.bench.shell.press(Key.MAIN)
    lesson.bench.settle()
    assert "没有保存" in lesson.bench.said()
    lesson.room.away = False
    lesson.bench.shell.press(Key.MAIN)
    lesson.bench.settle()
    assert lesson.room.kept.options["levels"] == {"04": 5, "03": 4, "02": 3, "01": 2, "00": 1}


# -- the lesson alone ----------------------------------------------------------------------------------------


def test_a_repetition_of_the_box_confirms_nothing() -> None:
    clock = Clock()
    learning = KeyLearning(clock)
    assert learning.heard("02", own=True) is Heard.FIRST
    for _ in range(4):
        clock.now += 0.5
        assert learning.heard("02", own=True) is Heard.SAME_PRESS
    clock.now += 1
    assert learning.heard("02", own=True) is Heard.LEARNT


def test_one_key_has_one_grade_and_a_step_back_frees_it() -> None:
    clock = Clock()
    learning = KeyLearning(clock)
    for _ in range(2):
        clock.now += 1
        learning.heard("02", own=True)
    clock.now += 1
    assert learning.heard("02", own=True) is Heard.TAKEN
    learning.step_back()
    assert (learning.asked, learning.levels) == (Grade.VERY_SATISFIED, {})


def test_a_box_with_one_key_alone_is_none() -> None:
    clock = Clock()
    learning = KeyLearning(clock)
    for _ in range(2):
        clock.now += 1
        learning.heard("02", own=True)
    for _ in range(4):
        learning.pass_over()
    assert (learning.asked, learning.can_save) == (None, False)
