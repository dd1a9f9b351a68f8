"""The log-in window: by keyboard, remembered window, errors beside the field, nothing heavy loaded."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from yichuang_desktop.ui.login.screen import CAPS_LOCK, LoginScreen, caps_lock_on
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.theme import Tone

COUNTERS = [("4 号窗口 · 综合受理（一楼）", 4), ("1 号出证窗口（一楼）", 1)]


@pytest.fixture
def login(qtbot):
    screen = LoginScreen("内乡县行政审批服务中心")
    screen.set_counters(COUNTERS, chosen=1)
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    qtbot.waitActive(screen)
    return screen


def submitted(login):
    sent = []
    login.submitted.connect(lambda *values: sent.append(values))
    return sent


def test_name_enter_password_enter_is_all_it_takes(login):
    sent = submitted(login)
    assert login.login.edit.hasFocus()
    QTest.keyClicks(login.login.edit, "jia")
    QTest.keyClick(login.login.edit, Qt.Key.Key_Return)
    assert login.password.edit.hasFocus()
    QTest.keyClicks(login.password.edit, "secret word")
    QTest.keyClick(login.password.edit, Qt.Key.Key_Return)
    assert sent == [("jia", "secret word", 1)]


def test_the_remembered_window_is_chosen_and_said(login):
    assert login.counter.value() == 1
    assert "已记住" in login.counter.under.text()
    login.set_counters(COUNTERS)
    assert login.counter.value() == 4
    assert "选一次" in login.counter.under.text()


def test_the_password_is_hidden_and_keeps_its_blanks(login):
    assert login.password.edit.echoMode() is QLineEdit.EchoMode.Password
    sent = submitted(login)
    login.fill("jia", " blank at both ends ")
    login.button.click()
    assert sent[0][1] == " blank at both ends "


def test_what_is_missing_is_said_beside_its_field(login):
    sent = submitted(login)
    login.button.click()
    assert (login.login.remark, login.login.tone) == ("请输入登录名", Tone.BAD)
    assert login.login.edit.hasFocus()
    login.login.set_text("jia")
    login.button.click()
    assert login.password.remark == "请输入密码"
    assert sent == []


def test_a_refusal_empties_the_password_and_typing_takes_it_away(login, qtbot):
    login.fill("jia", "wrong")
    login.set_busy(True)
    login.refuse("登录名或密码不对，请重新输入。连续输错 5 次会锁定 10 分钟。")
    assert login.password.edit.text() == ""
    assert login.password.edit.hasFocus()
    qtbot.waitUntil(lambda: find_cut_texts(login) == [])
    QTest.keyClicks(login.password.edit, "r")
    assert login.password.remark == ""


def test_trouble_that_belongs_to_no_field_stands_above_the_button(login):
    login.refuse("现在连不上数据库，请检查网线后再试。", "")
    assert login.error.isVisible()
    assert login.error.text() == "现在连不上数据库，请检查网线后再试。"


def test_while_the_password_is_checked_nothing_is_sent_twice(login):
    sent = submitted(login)
    login.fill("jia", "secret")
    login.button.click()
    login.set_busy(True)
    login.button.click()
    QTest.keyClick(login.password.edit, Qt.Key.Key_Return)
    assert len(sent) == 1
    assert login.button.text() == "正在登录…"


def key(text, modifier=Qt.KeyboardModifier.NoModifier):
    return QKeyEvent(QEvent.Type.KeyPress, 0, modifier, text)


@pytest.mark.parametrize(
    ("event", "locked"),
    [
        (key("a"), False),
        (key("A"), True),
        (key("A", Qt.KeyboardModifier.ShiftModifier), False),
        (key("a", Qt.KeyboardModifier.ShiftModifier), True),
        (key("7"), None),
        (key("甲"), None),
    ],
)
def test_caps_lock_is_told_from_the_letter(event, locked):
    assert caps_lock_on(event) is locked


def test_caps_lock_is_said_while_typing_the_password(login):
    QTest.keyClicks(login.password.edit, "A")
    login.password.show_remark()
    QTest.keyClick(login.password.edit, Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier)
    shouting = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_C, Qt.KeyboardModifier.NoModifier, "C")
    login.eventFilter(login.password.edit, shouting)
    assert login.password.remark == CAPS_LOCK
    calm = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_C, Qt.KeyboardModifier.NoModifier, "c")
    login.eventFilter(login.password.edit, calm)
    assert login.password.remark == ""


def test_the_people_of_a_demonstration_hall_fill_in_with_one_click(login):
    sent = submitted(login)
    login.set_place("演示大厅", demonstration=True)
    login.set_accounts([("员工甲　窗口受理", "jia", "demo")])
    button = next(one for one in login.findChildren(QPushButton) if one.text() == "员工甲　窗口受理")
    button.click()
    QTest.keyClick(login.button, Qt.Key.Key_Space)
    assert sent == [("jia", "demo", 1)]
    assert "演示" in login.windowTitle()
    assert login.demonstration.isVisible()


def test_closing_without_logging_in_is_told(login, qtbot):
    with qtbot.waitSignal(login.closed):
        login.close()


def test_nothing_heavy_is_loaded_for_the_first_paint():
    """What a clerk waits for in the morning: Qt's widgets, this window, and no more."""
    program = """
import sys
from PySide6.QtWidgets import QApplication
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.login.screen import LoginScreen
app = QApplication([])
theme.install(app)
window = LoginScreen("内乡县行政审批服务中心", demonstration=True)
window.set_counters([("4 号窗口", 4)], chosen=4)
window.show()
app.processEvents()
print("\\n".join(sorted(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    loaded = set(done.stdout.split())
    heavy = {
        "sqlalchemy",
        "psycopg",
        "alembic",
        "escpos",
        "openpyxl",
        "qrcode",
        "PIL",
        "pypinyin",
        "argon2",
        "asyncio",
    }
    assert loaded & heavy == set()
    assert "PySide6.QtSvg" not in loaded
    assert not [name for name in loaded if name.startswith("yichuang_desktop.services")]
    assert "yichuang_desktop.ui.login.screen" in loaded
