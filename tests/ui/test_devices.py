"""The devices page: how each device stands, what to do, test and questions, history, set-up (R-X-7)."""

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.devices_side import (
    FakeDeviceDesk,
    all_broken,
    all_fine,
    candidate,
    events,
    long_names,
    nothing_set_up,
    self_test,
    standing,
)
from tests.ui.screen_support import Bench
from yichuang_desktop.domain.device_advice import MEANWHILE, UNTRIED, steps
from yichuang_desktop.domain.devices import Condition, DeviceKind
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import FailureKind
from yichuang_desktop.ui.devices.model import DeviceLine, HistoryLine, Outcome
from yichuang_desktop.ui.devices.screen import LIST, QUESTIONS, SET_UP, DevicesScreen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

EVALUATOR, SLIP = DeviceKind.EVALUATOR, DeviceKind.SLIP_PRINTER


def make(qtbot: QtBot, desk: FakeDeviceDesk) -> Bench:
    """The screen in its shell."""
    return Bench(qtbot, lambda tasks, messages: DevicesScreen(tasks, messages, desk), "devices")


def press(bench: Bench, key: Key) -> None:
    bench.shell.press(key)
    bench.settle()


# -- the words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(DeviceKind))
@pytest.mark.parametrize("condition", list(Condition))
def test_R_X_7_every_state_of_every_device_is_said_in_words_with_what_to_do(
    kind: DeviceKind, condition: Condition
) -> None:
    line = DeviceLine(standing(kind, condition))
    trouble = condition in (Condition.LOST, Condition.FAULT)
    assert all((line.words, line.state, line.name))
    assert bool(line.steps) >= trouble
    assert all(step.endswith(("。", "？")) for step in line.steps)
    assert (line.meanwhile == MEANWHILE[kind]) == trouble
    assert not any(code in line.words + "".join(line.steps) for code in ("_", "None", "{"))
    assert UNTRIED[kind] in dict(line.facts)["未在真机试过"]


@pytest.mark.parametrize("failure", [one for one in FailureKind if one.passing])
def test_R_X_7_every_fault_of_a_printer_that_can_be_mended_has_its_steps(failure: FailureKind) -> None:
    if failure in (FailureKind.BROKEN_OFF, FailureKind.PROGRAM_ENDED):
        return  # a question about one job, asked on the prints page
    own = steps(SLIP, Condition.FAULT, failure.sentence_code)
    assert own != steps(SLIP, Condition.FAULT, "")


def test_paper_out_is_mended_in_order() -> None:
    line = DeviceLine(standing(SLIP, Condition.FAULT, "print_paper_out"))
    assert line.words.startswith("打印机“小票打印机”缺纸")
    assert line.steps[0].startswith("打开上盖")


# -- the list ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("here", [all_fine, all_broken, nothing_set_up, long_names])
def test_R_X_7_the_page_shows_all_devices_and_nothing_is_cut(qtbot: QtBot, here: object) -> None:
    bench = make(qtbot, FakeDeviceDesk(here(), events(40)))  # type: ignore[operator]
    rows = bench.screen.table.rows_model().rows
    assert [row.kind for row in rows] == list(DeviceKind)
    for number in range(len(rows)):
        bench.screen.table.select_row(number)
        bench.settle()
        bench.check_fit()


def test_a_device_that_changes_is_shown_anew_and_the_cursor_stays(qtbot: QtBot) -> None:
    desk = FakeDeviceDesk()
    bench = make(qtbot, desk)
    bench.screen.table.select_key(EVALUATOR)
    desk.here = all_broken()
    bench.shell.changed(frozenset({"device"}))
    bench.settle()
    line = bench.screen.table.current_row()
    assert (line.kind, line.tone) == (EVALUATOR, Tone.BAD)
    assert "驱动" in bench.screen.panel.said
    assert "办件照常" in bench.screen.panel.said


def test_ten_thousand_lines_of_history_are_listed(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDeviceDesk(past=events(10_000)))
    rows = bench.screen.history.rows_model().rows
    assert len(rows) == 10_000
    assert rows[0].number == 10_000
    press(bench, Key.ALT_2)
    assert bench.screen.history.hasFocus()
    bench.check_fit()


def test_the_history_says_what_was_wrong_in_words() -> None:
    lines = [HistoryLine(1, event) for event in events(11)]
    said = {line.event.deed.value: line.words for line in lines}
    assert "缺纸" in said["fault"]
    assert said["bound"].endswith("serial:COM3")
    assert said["answers"].startswith("自检结果已保存")


# -- acts ----------------------------------------------------------------------------------------------------


def test_R_X_7_a_test_slip_is_followed_by_its_questions_and_the_answers_are_kept(qtbot: QtBot) -> None:
    asked = self_test()
    desk = FakeDeviceDesk(tested=Outcome("自检页已打印。", Tone.GOOD, asked))
    bench = make(qtbot, desk)
    press(bench, Key.MAIN)
    assert bench.screen.pages.currentIndex() == QUESTIONS
    bench.check_fit()
    press(bench, Key.MAIN)
    assert "请先按数字回答" in bench.said()
    table = bench.screen.questions.table
    for number, digit in enumerate("21", 1):
        qtbot.keyClicks(table, digit)
        qtbot.waitUntil(lambda number=number: len(bench.screen.questions.answers) == number)
    bench.check_fit()
    press(bench, Key.MAIN)
    kept = {asked[0].key: asked[0].choices[1].value, asked[1].key: asked[1].choices[0].value}
    assert ("answers", SLIP, kept) in desk.asked
    assert bench.screen.pages.currentIndex() == LIST


def test_what_cannot_be_tested_says_why(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDeviceDesk(all_broken()))
    press(bench, Key.MAIN)
    assert "怎么办" in bench.said()
    assert [act.text for act in bench.shell.act_bar.acts] == ["查找设备", "重新连接", "不再使用", "测试"]


def test_a_refused_test_is_said_and_the_page_goes_on(qtbot: QtBot) -> None:
    desk = FakeDeviceDesk(refuse=RuleViolation("print_no_such_printer", printer="小票打印机"))
    bench = make(qtbot, desk)
    press(bench, Key.MAIN)
    assert "没有设置打印机" in bench.said()
    desk.refuse = None
    press(bench, Key.MAIN)
    assert bench.said() == "都好。"


def test_a_device_is_given_up_only_after_a_question(qtbot: QtBot) -> None:
    desk = FakeDeviceDesk()
    bench = make(qtbot, desk)
    bench.screen.table.select_key(EVALUATOR)
    bench.settle()
    press(bench, Key.ALT_X)
    assert ("remove", EVALUATOR) not in desk.asked
    press(bench, Key.MAIN)
    assert ("remove", EVALUATOR) in desk.asked
    press(bench, Key.ACT_2)
    assert ("try_again", EVALUATOR) in desk.asked


# -- set-up --------------------------------------------------------------------------------------------------


def test_R_X_7_what_is_found_is_offered_and_used_with_two_keys(qtbot: QtBot) -> None:
    desk = FakeDeviceDesk(nothing_set_up(), found=(candidate(DeviceKind.SCANNER), candidate(EVALUATOR)))
    bench = make(qtbot, desk)
    bench.screen.table.select_key(EVALUATOR)
    bench.settle()
    press(bench, Key.ACT_1)
    assert bench.screen.pages.currentIndex() == SET_UP
    assert bench.screen.set_up.table.current_row().kind is EVALUATOR
    bench.check_fit()
    press(bench, Key.MAIN)
    assert desk.asked[-2] == ("set_up", "acme", "serial:COM3", {}, False)
    assert bench.screen.pages.currentIndex() == LIST
    assert bench.screen.table.current_row().kind is EVALUATOR


def test_a_device_of_another_window_is_taken_over_only_under_its_own_words(qtbot: QtBot) -> None:
    desk = FakeDeviceDesk(found=(candidate(EVALUATOR, elsewhere=5),))
    bench = make(qtbot, desk)
    press(bench, Key.ACT_1)
    assert bench.shell.act_bar.acts[-1].text == "改登记到本窗口"
    assert "登记在05号窗口" in bench.screen.panel.said
    bench.check_fit()
    press(bench, Key.MAIN)
    assert desk.asked[-2][-1] is True


def test_one_that_was_bound_elsewhere_meanwhile_is_looked_for_again(qtbot: QtBot) -> None:
    desk = FakeDeviceDesk(found=(candidate(EVALUATOR),))
    bench = make(qtbot, desk)
    press(bench, Key.ACT_1)
    desk.refuse = RuleViolation("device_bound_elsewhere", counter=5, kind=EVALUATOR)
    desk.found = (candidate(EVALUATOR, elsewhere=5),)
    press(bench, Key.MAIN)
    assert "登记在05号窗口" in bench.said()
    assert bench.shell.act_bar.acts[-1].text == "改登记到本窗口"


def test_an_address_is_asked_only_where_nothing_tells_it(qtbot: QtBot) -> None:
    by_hand = candidate(SLIP, address="", by_hand=True, title="小票打印机（手工填写地址）",
                        asks={"profile": "型号"},
                        choices={"profile": (("58毫米", "small"), ("80毫米", "generic-80"))})  # fmt: skip
    desk = FakeDeviceDesk(found=(by_hand,))
    bench = make(qtbot, desk)
    press(bench, Key.ACT_1)
    page = bench.screen.set_up
    assert page.address.isVisible()
    assert bench.shell.act_bar.acts[-1].reason == "请填写地址"
    bench.type(page.address.edit, "tcp://10.0.0.7:9100")
    page._fields["profile"].choice.setCurrentIndex(1)
    bench.check_fit()
    press(bench, Key.MAIN)
    assert desk.asked[-2] == ("set_up", "acme", "tcp://10.0.0.7:9100", {"profile": "generic-80"}, False)


def test_nothing_found_says_what_to_do_and_esc_goes_back(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDeviceDesk())
    press(bench, Key.ACT_1)
    bench.check_fit()
    assert bench.shell.act_bar.acts[-1].reason == "请先选一台设备"
    bench.screen.on_escape()
    assert bench.screen.pages.currentIndex() == LIST
