"""Evaluation devices in the real window: a box is learnt and rates; it is lost; a code comes instead."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from tests.devices.evaluator_simulator import KeyBox
from tests.devices.ports import FarEnd
from tests.journeys.device_help import bind, no_stall, page, until_state
from tests.journeys.window import Window
from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.citizen import CODE_PRINTED
from yichuang_desktop.ui.customer.window import Page
from yichuang_desktop.ui.evaluation.learn import LearnKeysScreen
from yichuang_desktop.ui.shortcuts import Key

Rows = Callable[..., list[dict[str, Any]]]
EVALUATOR = DeviceKind.EVALUATOR
TAUGHT = {"02": 5, "00": 4, "01": 3, "03": 1}
APART = 0.9
NEWEST = "select * from rating order by at desc limit 1"


@pytest.fixture
def box(tmp_path: Path) -> Iterator[KeyBox]:
    """A box with four keys on a serial line."""
    there = KeyBox(FarEnd(tmp_path / "ttyKEYS0"), paced=False)
    yield there
    there.close()


def bound(box: KeyBox, **options: object) -> WindowDevice:
    chosen = {"table": "ff68"} | options
    return WindowDevice(4, EVALUATOR, "evaluator-table", box.far.address, title="按键评价器", options=chosen)


def serve(window: Window) -> None:
    """A case is accepted: a service to be rated."""
    window.find_item()
    window.fill_in()
    window.sign()
    window.press(Key.MAIN)


def press_until(box: KeyBox, key: int, true: Callable[[], bool], what: str) -> None:
    """A person at the box, who presses again when nothing happens."""
    pressed_at = 0.0

    def pressed() -> bool:
        nonlocal pressed_at
        if not true() and time.monotonic() - pressed_at > APART:
            pressed_at = time.monotonic()
            box.press(key)
        return true()

    wait_until(pressed, what)


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_a_box_is_taught_on_its_page_and_then_rates(
    window: Window, hall: str, box: KeyBox, rows: Rows
) -> None:
    bind(hall, bound(box))
    window.log_in("clerk04", 4)
    until_state(window, EVALUATOR, "有故障")
    page(window).table.select_key(EVALUATOR)
    window.hand.settle()
    window.press(Key.ALT_L)
    learning = window.shell.current_screen
    assert isinstance(learning, LearnKeysScreen)
    for key, grade in ((2, 5), (0, 4), (1, 3), (None, 2), (3, 1)):
        if key is None:
            window.press(Key.ACT_1)
        else:
            learnt = lambda grade=grade: any(  # noqa: E731 - one line says it
                each.grade == grade and each.key for each in learning._learning.keys
            )
            press_until(box, key, learnt, f"the key of grade {grade}")
    window.picture("R-EVAL-1-learn-keys")
    window.press(Key.MAIN)
    desktop = window.program.desktop
    assert desktop is not None
    told = lambda: [each.text for each in desktop.messages.history]  # noqa: E731 - one line says it
    kept = "已保存按键对应关系。没有键的等级：不满意。"
    wait_until(lambda: kept in told(), f"the keys to be kept; said was {told()}")
    until_state(window, EVALUATOR, "正常", "可用")
    serve(window)
    wait_until(lambda: box.begun == 1, f"the box to be asked; the window said {window.said!r}")
    before = len(rows("select * from rating"))
    press_until(box, 3, lambda: len(rows("select * from rating")) > before, "the rating")
    (row,) = rows(NEWEST)
    assert (row["grade"], row["device"], row["channel"]) == (1, "pad_04", "keys")
    assert row["raw"].startswith("FF 68 03 03 68 01 11 03")


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_a_box_lost_in_the_middle_leaves_the_question_to_the_screen(
    window: Window, hall: str, box: KeyBox, rows: Rows
) -> None:
    bind(hall, bound(box, levels=TAUGHT))
    window.log_in("clerk04", 4)
    until_state(window, EVALUATOR, "正常", "可用")
    serve(window)
    wait_until(lambda: box.begun == 1, "the box to be asked")
    assert window.customer.page is not Page.RATE
    with no_stall():
        box.unplug_in_the_middle(2)
        wait_until(lambda: window.customer.page is Page.RATE, "the screen to ask instead")
    before = len(rows("select * from rating"))
    window.rate(4)
    wait_until(lambda: len(rows("select * from rating")) > before, "the rating")
    (row,) = rows(NEWEST)
    assert (row["grade"], row["channel"]) == (4, "screen")


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_when_all_fails_a_code_is_printed_and_the_clerk_reads_none(
    window: Window, rows: Rows
) -> None:
    window.log_in("clerk04", 4)
    desktop = window.program.desktop
    assert desktop is not None
    desktop.citizen._cover = False
    serve(window)
    wait_until(lambda: window.said == CODE_PRINTED, f"the code; the window said {window.said!r}")
    [job] = rows("select * from print_job where kind = 'rating_code_slip'")
    assert job["printer"] == "slip-04"
    assert len(rows("select * from rating_code")) == 1
    window.press(Key.SCREEN_9)
    window.hand.settle()
    [code] = [json.loads(job["document"])["code"]]
    shown = " ".join(label.text() for label in window.shell.findChildren(QLabel))
    assert code not in shown
    assert f"{code[:4]} {code[4:]}" not in shown
