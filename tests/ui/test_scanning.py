"""Scans in the real window: wherever the keyboard stands, whatever is typed meanwhile (R-X-7)."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.scan_storm import BACK, ENTER, TAB, Bench, storm
from yichuang_desktop.domain.paper_codes import grouped
from yichuang_desktop.ui.parts.scan import TAKES_WAYBILLS
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.stray_scan import catch_scans

CODE = "710120261123040009495635083480"
SCANS = 450
"""What fits; the soak does 5,000."""
WECHAT, WAYBILL = "134567890123456789", "EA123456785CN"


Open = Callable[..., Bench]


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    """A clerk's window that is in front, the keyboard in the first field."""

    def open_one(**how: bool) -> Bench:
        made = Bench(**how)
        qtbot.addWidget(made.shell)
        made.shell.show()
        made.shell.activateWindow()
        qtbot.waitUntil(made.shell.isActiveWindow)
        made.to(made.desk.name.edit)
        return made

    return open_one


@pytest.fixture
def bench(opened: Open) -> Bench:
    """The usual one: time is in the test's hands."""
    return opened()


def said(bench: Bench) -> str:
    return bench.messages.history[-1].text if bench.messages.history else ""


def test_R_X_7_hundreds_of_scans_and_a_person_at_one_keyboard(bench: Bench) -> None:
    counts = storm(bench, SCANS, seed=20261123)
    assert counts.wrong == []
    assert (counts.scans, counts.during > SCANS // 9, counts.on_lists > SCANS // 9) == (SCANS, True, True)
    assert counts.typed > 2 * SCANS


def test_R_X_7_typing_at_eighty_milliseconds_is_typing(bench: Bench) -> None:
    text = "7101202611230400094956350834 80 王7小7明77"
    for widget in (bench.desk.name.edit, bench.desk.remark):
        bench.to(widget)
        bench.play([(0.08 * place, sign) for place, sign in enumerate(text)])
    assert bench.desk.name.edit.text() == text
    assert bench.desk.remark.toPlainText() == text
    assert bench.desk.scans == []


def test_a_person_faster_than_any_loses_nothing(bench: Bench) -> None:
    bench.play([(0.004 * place, sign) for place, sign in enumerate("7717a 71012b7 71 x7101202")])
    assert bench.desk.name.edit.text() == "7717a 71012b7 71 x7101202"


def test_the_same_paper_within_a_second_and_a_half_is_one_scan_wherever_it_is_read(bench: Bench) -> None:
    bench.scan(CODE)
    bench.to(bench.desk.box)
    bench.scan(CODE)
    bench.to(bench.desk.remark)
    bench.time.at -= 1  # play() lets a second pass; the scanner does not
    bench.scan(CODE)
    assert bench.desk.scans == [CODE]
    bench.later()
    bench.scan(CODE)
    assert bench.desk.scans == [CODE, CODE]
    bench.shell.press(Key.MAIN)
    bench.scan(CODE)
    assert bench.desk.scans == [CODE] * 3, "an act was done in between"
    QTest.keyClick(bench.desk.remark, Qt.Key.Key_Escape)
    bench.scan(CODE)
    assert bench.desk.scans == [CODE] * 4, "after Esc comes the next person"


def test_a_foreign_code_in_a_field_is_typed_into_it_with_its_enter(bench: Bench) -> None:
    bench.scan(WECHAT)
    assert bench.desk.name.edit.text() == WECHAT
    assert bench.desk.phone.edit.hasFocus(), "Enter went on to the next field"
    assert bench.desk.scans == []


def test_half_a_scan_in_a_field_is_told(bench: Bench) -> None:
    bench.scan(CODE[:26])
    assert bench.desk.name.edit.text() == CODE[:26]
    assert "没有扫全" in said(bench)
    assert "删去" in said(bench)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (WECHAT, "微信付款码"),
        ("HTTPS://U.WECHAT.COM/MDK1", "网址"),
        (CODE[:29], "没有扫全"),
        ("zz99aa88", "不是本大厅"),
    ],
)
def test_a_foreign_code_on_a_button_is_named_and_presses_nothing(bench: Bench, text: str, words: str) -> None:
    bench.to(bench.desk.button)
    bench.scan(text)
    assert words in said(bench)
    assert text not in said(bench)
    assert (bench.desk.pressed, bench.desk.scans) == (0, [])


def test_a_waybill_scanned_anywhere_goes_into_the_field_that_waits_for_one(bench: Bench) -> None:
    bench.desk.phone.edit.setProperty(TAKES_WAYBILLS, True)
    bench.to(bench.desk.button)
    bench.scan(WAYBILL.lower())
    assert bench.desk.phone.text().upper() == WAYBILL
    bench.scan(WAYBILL)
    assert "运单号" in said(bench), "no field waits any more"


def test_an_input_method_that_hands_over_a_scan_does_no_harm(bench: Bench) -> None:
    bench.commit("王")
    for sign in "７１０１２０２６１１２３０４０００９４９５６３５０８３４８０":
        bench.time.pass_to(bench.time.at + 0.012)
        bench.commit(sign)
    bench.time.pass_to(bench.time.at + 1)
    assert (bench.desk.scans, bench.desk.name.edit.text()) == ([CODE], "王")
    bench.later()
    bench.commit("李" + CODE + "7")
    bench.time.pass_to(bench.time.at + 1)
    assert (bench.desk.scans, bench.desk.name.edit.text()) == ([CODE, CODE], "王李7")


def test_what_is_being_composed_stays_with_the_input_method(bench: Bench) -> None:
    bench.key("7")
    composing = QInputMethodEvent("wang", [])
    QApplication.sendEvent(bench.desk.name.edit, composing)
    bench.commit("王")
    assert bench.desk.name.edit.text() == "7王"


def test_a_key_held_down_goes_through_a_scan(bench: Bench) -> None:
    bench.desk.name.set_text("x" * 60)
    keys = [(0.012 * place, sign) for place, sign in enumerate(CODE + ENTER)]
    bench.play([*keys, *((0.033 * count + 0.005, BACK) for count in range(11))])
    assert bench.desk.name.text() == "x" * 49
    assert bench.desk.scans == [CODE]


def test_what_was_pasted_stays_where_it_was_pasted(bench: Bench) -> None:
    QApplication.clipboard().setText(CODE)
    bench.key("7")
    QTest.keyClick(bench.desk.name.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    bench.key("8")
    bench.time.pass_to(bench.time.at + 1)
    assert bench.desk.name.edit.text() == "7" + CODE + "8"
    assert bench.desk.scans == []


def test_a_shortcut_waits_for_nothing_and_finds_what_was_typed(bench: Bench) -> None:
    found: list[str] = []
    bench.desk.on_key = lambda _key: bool(found.append(bench.desk.name.text()) or True)  # type: ignore[method-assign]
    for sign in "1377":
        bench.key(sign)
    QTest.keyClick(bench.desk.name.edit, Qt.Key.Key_F12)
    assert found == ["1377"]


def test_thirty_digits_typed_by_hand_count_in_the_box_and_at_the_end_of_a_field(bench: Bench) -> None:
    bench.to(bench.desk.box)
    bench.play([(0.15 * place, sign) for place, sign in enumerate(grouped(CODE) + ENTER)])
    assert bench.desk.scans == [CODE]
    bench.later()
    bench.to(bench.desk.name.edit)
    bench.play([(0.15 * place, sign) for place, sign in enumerate("x" + CODE + ENTER)])
    assert (bench.desk.scans, bench.desk.name.text()) == ([CODE, CODE], "x")
    bench.later()
    bench.to(bench.desk.name.edit)
    bench.play([(0.15 * place, sign) for place, sign in enumerate(CODE[:-1] + "1" + ENTER)])
    assert bench.desk.name.text() == "x" + CODE[:-1] + "1", "a digit wrong: it stays"
    bench.to(bench.desk.box)
    bench.play([(0.15 * place, sign) for place, sign in enumerate(grouped(CODE[:-1] + "1") + ENTER)])
    assert bench.desk.scans[-1] == CODE[:-1] + "1", "the screen says that a digit is wrong"


@pytest.mark.parametrize("end", [ENTER, TAB])
def test_the_box_takes_a_scan_whatever_ends_it(bench: Bench, end: str) -> None:
    bench.to(bench.desk.box)
    for sign in CODE + end:
        bench.key(sign)
    assert bench.desk.scans == [CODE]
    assert bench.desk.box.hasFocus()


def test_the_box_takes_a_scan_that_nothing_ends(bench: Bench, qtbot: QtBot) -> None:
    bench.to(bench.desk.box)
    with qtbot.waitSignal(bench.desk.box.scanned, timeout=3000):
        for sign in CODE:
            bench.key(sign)
    assert bench.desk.scans == [CODE]


def test_two_papers_glued_together_are_two_scans_in_the_box(bench: Bench) -> None:
    other = "7201202611230400094956350834"
    other += f"{98 - int(other) * 100 % 97:02d}"
    bench.to(bench.desk.box)
    for sign in CODE + other + ENTER:
        bench.key(sign)
    assert bench.desk.scans == [CODE, other]


def test_a_scanner_set_to_alt_and_digits_is_told(bench: Bench) -> None:
    alt, pad = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.KeypadModifier
    for place, sign in enumerate("71012026"):
        bench.time.pass_to(bench.time.at + 0.01)
        keys = [(Qt.Key.Key_Alt, alt, ""), *((Qt.Key(ord(one)), alt | pad, one) for one in f"0{ord(sign)}")]
        for key, held, text in keys:
            bench.time.pass_to(bench.time.at + 0.01)
            for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
                event = QKeyEvent(kind, key, held, text)
                QApplication.sendEvent(bench.desk.name.edit, event)
        assert place < 4 or "Alt+数字" in said(bench)
    assert len(bench.messages.history) == 1
    assert bench.desk.name.text() == ""


def test_a_scanner_with_a_function_key_before_its_codes_is_told(bench: Bench) -> None:
    QTest.keyClick(bench.desk.name.edit, Qt.Key.Key_F11)
    bench.time.pass_to(bench.time.at + 0.012)
    bench.scan(CODE)
    assert "功能键" in said(bench)
    assert bench.desk.scans == [CODE]


def test_a_scanner_that_does_not_type_goes_the_same_way(bench: Bench) -> None:
    bench.shell.hear_scan(CODE)
    assert bench.desk.scans == [CODE]
    bench.shell.hear_scan(CODE)
    assert bench.desk.scans == [CODE], "held over the paper"
    bench.shell.hear_scan(WECHAT)
    assert "微信付款码" in said(bench)
    assert bench.desk.name.text() == ""
    bench.later()
    bench.to(bench.desk.box)
    bench.shell.hear_scan(CODE)
    assert bench.desk.scans == [CODE, CODE]
    bench.shell.hear_scan(WECHAT)
    assert bench.desk.scans[-1] == WECHAT, "the screen of the box names it"


def test_a_field_that_catches_scans_itself_gets_them(bench: Bench) -> None:
    caught: list[str] = []
    catch_scans((bench.desk.phone,), caught.append)
    bench.to(bench.desk.phone.edit)
    bench.scan(CODE)
    bench.later()
    bench.shell.hear_scan(CODE)
    assert (caught, bench.desk.scans, bench.desk.phone.text()) == ([CODE, CODE], [], "")


def test_a_question_that_stands_is_not_passed_by_a_scan(bench: Bench) -> None:
    bench.desk.ask("确定？", "确定", lambda: None)
    bench.scan(CODE)
    bench.shell.hear_scan(CODE)
    assert bench.desk.scans == []
    assert bench.desk.name.text() == ""


def test_keys_by_the_window_systems_own_way_in_real_time(opened: Open, qtbot: QtBot) -> None:
    """Through the platform's delivery, with its own time stamps and the real clock."""
    bench = opened(real_time=True)
    handle, name = bench.shell.windowHandle(), bench.desk.name
    bench.commit("王")
    for sign in "x7":
        QTest.keyClick(handle, sign)
        QTest.qWait(90)
    for sign in CODE:
        QTest.keyClick(handle, sign)
        QTest.qWait(5)
    QTest.keyClick(handle, Qt.Key.Key_Return)
    assert bench.desk.scans == [CODE]
    assert name.text() == "王x7"
    for sign in "13877":
        QTest.keyClick(handle, sign)
    qtbot.waitUntil(lambda: name.text() == "王x713877")
