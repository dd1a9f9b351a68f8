"""The citizen's window: read to the end, sign, rate; no key of the clerk reaches it."""

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QInputDevice,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from yichuang_desktop.ui.customer.pad import SignaturePad
from yichuang_desktop.ui.customer.rate_page import RatePage, RateRequest
from yichuang_desktop.ui.customer.strokes import SignedStrokes, SignRequest, sha256_of, too_short
from yichuang_desktop.ui.customer.window import CustomerWindow, Page

SHORT = "本人承诺：提交的材料真实、合法、有效。"
LONG = "\n".join([SHORT * 3] * 30)
LEFT = Qt.MouseButton.LeftButton


class Clock:
    """Seconds that pass only when told."""

    def __init__(self):
        self.now = 50.0

    def __call__(self):
        return self.now


class Counter:
    """A citizen's window with a clock in hand, and what it said."""

    def __init__(self, qtbot):
        self.clock = Clock()
        self.window = CustomerWindow("内乡县行政审批服务中心", "4 号窗口", clock=self.clock)
        qtbot.addWidget(self.window)
        self.window.settle(QGuiApplication.primaryScreen())
        self.said = []
        for name in ("signed", "declined", "rated", "timed_out", "vanished"):
            getattr(self.window, name).connect(lambda *values, name=name: self.said.append((name, *values)))
        self.pad = self.window.sign_page.pad
        self.qtbot = qtbot

    def ask_to_sign(self, text=SHORT):
        self.window.ask_signature(SignRequest("session 1", "请阅读并签署", "信用承诺书", text, "4 号窗口"))
        QApplication.processEvents()

    def ask_to_rate(self):
        self.window.ask_rating(RateRequest("event 1", "4 号窗口　收件　14:26"))
        QApplication.processEvents()
        self.clock.now += 1

    def write(self, strokes=3, seconds=0.2):
        for number in range(strokes):
            write_stroke(self.pad, self.clock, 40 + 50 * number, seconds)

    def press_grade(self, grade):
        button = next(one for one in self.window.rate_page.buttons if one.grade == grade)
        QTest.mouseClick(button, LEFT)


def send_mouse(pad, kind, x, y, device=None):
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
    spot = QPointF(x, y)
    keys = Qt.KeyboardModifier.NoModifier
    if device is None:
        event = QMouseEvent(kind, spot, pad.mapToGlobal(spot), button, held, keys)
    else:
        event = QMouseEvent(kind, spot, pad.mapToGlobal(spot), button, held, keys, device)
    QApplication.sendEvent(pad, event)


def write_stroke(pad, clock, x, seconds=0.2, device=None):
    send_mouse(pad, QEvent.Type.MouseButtonPress, x, 40, device)
    for step in range(1, 5):
        clock.now += seconds / 5
        send_mouse(pad, QEvent.Type.MouseMove, x + 5 * step, 40 + 12 * step, device)
    clock.now += seconds / 5
    send_mouse(pad, QEvent.Type.MouseButtonRelease, x + 20, 88, device)


@pytest.fixture
def counter(qtbot):
    return Counter(qtbot)


# -- reading and signing -------------------------------------------------------------------------------------


def test_a_long_text_must_be_read_to_its_end_before_the_frame_opens(counter):
    counter.ask_to_sign(LONG)
    page = counter.window.sign_page
    assert not page.read_to_end
    counter.write()
    assert counter.pad.strokes() == ()
    for _ in range(40):
        QTest.mouseClick(page.read_on, LEFT)
        if page.read_to_end:
            break
    assert page.read_to_end
    assert not page.read_on.isVisible()
    counter.write()
    assert len(counter.pad.strokes()) == 3


def test_the_whole_text_stands_there_in_letters_of_at_least_16_points(counter):
    counter.ask_to_sign(LONG)
    text = counter.window.sign_page.text
    assert text.text() == LONG
    assert text.cut_texts() == []
    assert text._document.defaultFont().pixelSize() * 72 / 96 >= 16


def test_a_signature_is_bound_to_exactly_the_text_that_was_shown(counter):
    counter.ask_to_sign()
    counter.write()
    QTest.mouseClick(counter.window.sign_page.confirm, LEFT)
    [(name, strokes)] = counter.said
    assert name == "signed"
    assert isinstance(strokes, SignedStrokes)
    assert strokes.session == "session 1"
    assert strokes.text_sha256 == sha256_of(SHORT)
    assert strokes.device == "mouse"
    assert len(strokes.strokes) == 3
    assert strokes.finished_at_ms - strokes.started_at_ms == strokes.strokes[-1][-1][0] >= 300
    with pytest.raises(dataclasses.FrozenInstanceError):
        strokes.session = "another"
    picture = QImage.fromData(strokes.png)
    dark = sum(
        picture.pixelColor(x, y).value() < 100
        for x in range(0, 1200, 3)
        for y in range(0, picture.height(), 3)
    )
    assert picture.width() == 1200
    assert dark > 20


def test_the_strokes_are_in_hundredths_of_a_millimetre(counter):
    counter.ask_to_sign()
    counter.write(strokes=1)
    first, *_rest = counter.pad.strokes()[0]
    scale = 2540 / counter.pad.dpi
    assert first == (0, round(40 * scale), round(40 * scale), 1000)


def test_a_scribble_that_cannot_be_a_name_is_asked_for_again(counter):
    counter.ask_to_sign()
    counter.write(strokes=1)
    QTest.mouseClick(counter.window.sign_page.confirm, LEFT)
    assert counter.said == []
    assert "太短" in counter.window.sign_page.state.text()
    assert counter.pad.strokes() == ()
    counter.write(strokes=2, seconds=0.05)
    QTest.mouseClick(counter.window.sign_page.confirm, LEFT)
    assert counter.said == []
    counter.write(strokes=2, seconds=0.3)
    QTest.mouseClick(counter.window.sign_page.confirm, LEFT)
    assert [name for name, _strokes in counter.said] == ["signed"]


def test_what_counts_as_too_short():
    stroke = ((0, 0, 0, 1000), (400, 10, 10, 1000))
    assert too_short(())
    assert too_short((stroke,))
    assert too_short((((0, 0, 0, 1), (10, 0, 0, 1)), ((200, 0, 0, 1), (299, 0, 0, 1))))
    assert not too_short((((0, 0, 0, 1), (10, 0, 0, 1)), ((200, 0, 0, 1), (300, 0, 0, 1))))


def test_signing_again_takes_all_strokes_away(counter):
    counter.ask_to_sign()
    counter.write()
    QTest.mouseClick(counter.window.sign_page.again, LEFT)
    assert counter.pad.strokes() == ()
    assert not counter.window.sign_page.confirm.isEnabled()


def test_confirming_twice_signs_once(counter):
    counter.ask_to_sign()
    counter.write()
    for _ in range(2):
        counter.window.sign_page.confirm.click()
    assert len(counter.said) == 1


def test_a_citizen_may_decline(counter):
    counter.ask_to_sign()
    QTest.mouseClick(counter.window.sign_page.decline, LEFT)
    assert counter.said == [("declined", "session 1")]
    assert counter.window.page is Page.IDLE


def test_the_clerk_may_end_a_session_and_nothing_is_emitted(counter):
    counter.ask_to_sign()
    counter.write()
    counter.window.cancel()
    counter.window.sign_page.confirm.click()
    assert counter.said == []
    assert counter.window.session == ""


# -- pen, finger, mouse --------------------------------------------------------------------------------------


@pytest.fixture
def pad(qtbot):
    clock = Clock()
    pad = SignaturePad(clock)
    pad.resize(600, 200)
    pad.open_pad(True, "请在框内签名")
    qtbot.addWidget(pad)
    pad.show()
    pad.test_clock = clock
    return pad


def finger():
    return QTest.createTouchDevice()


def pen_event(pad, kind, x, pressure):
    device = QPointingDevice(
        "pen",
        7,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Pressure,
        1,
        1,
    )
    spot = QPointF(x, 50)
    button = LEFT if kind != QEvent.Type.TabletMove else Qt.MouseButton.NoButton
    event = QTabletEvent(
        kind,
        device,
        spot,
        pad.mapToGlobal(spot),
        pressure,
        0,
        0,
        0,
        0,
        0,
        Qt.KeyboardModifier.NoModifier,
        button,
        LEFT,
    )
    QApplication.sendEvent(pad, event)


def test_a_pen_writes_with_its_pressure(pad):
    pen_event(pad, QEvent.Type.TabletPress, 20, 0.3)
    pad.test_clock.now += 0.1
    pen_event(pad, QEvent.Type.TabletMove, 60, 0.8)
    pen_event(pad, QEvent.Type.TabletRelease, 60, 0.0)
    assert pad.device == "pen"
    assert [point[3] for point in pad.strokes()[0][:2]] == [300, 800]


def test_a_finger_writes_and_the_mouse_event_made_from_it_is_ignored(pad, qapp):
    device = finger()
    sequence = QTest.touchEvent(pad, device)
    for x in (20, 60, 90):
        if x == 20:
            sequence.press(0, pad.rect().topLeft() + QPointF(x, 50).toPoint(), pad).commit()
        else:
            sequence.move(0, pad.rect().topLeft() + QPointF(x, 50).toPoint(), pad).commit()
    sequence.release(0, QPointF(90, 50).toPoint(), pad).commit()
    qapp.processEvents()
    assert pad.device == "touch"
    before = pad.strokes()
    assert len(before) == 1
    write_stroke(pad, pad.test_clock, 200, device=device)
    assert pad.strokes() == before


def test_a_pen_beats_the_palm_that_came_before_it(pad):
    write_stroke(pad, pad.test_clock, 20)
    assert pad.device == "mouse"
    pen_event(pad, QEvent.Type.TabletPress, 200, 0.5)
    pen_event(pad, QEvent.Type.TabletRelease, 200, 0.0)
    assert pad.device == "pen"
    assert len(pad.strokes()) == 1
    write_stroke(pad, pad.test_clock, 300)
    assert len(pad.strokes()) == 1, "once the pen writes, the mouse does not"


def test_a_stroke_never_leaves_the_frame(pad):
    send_mouse(pad, QEvent.Type.MouseButtonPress, 100, 100)
    send_mouse(pad, QEvent.Type.MouseMove, 5000, -300)
    send_mouse(pad, QEvent.Type.MouseButtonRelease, 5000, -300)
    scale = 2540 / pad.dpi
    _t, x, y, _force = pad.strokes()[0][-1]
    assert x <= round(600 * scale)
    assert y >= 0


def test_what_was_written_survives_a_change_of_size(pad):
    write_stroke(pad, pad.test_clock, 20)
    before = pad.strokes()
    pad.resize(500, 220)
    QApplication.processEvents()
    assert pad.strokes() == before


# -- rating --------------------------------------------------------------------------------------------------


@pytest.mark.row("R-EVAL-1")
@pytest.mark.parametrize("grade", [5, 4, 3, 2, 1])
def test_R_EVAL_1_one_press_is_one_grade(counter, grade):
    counter.ask_to_rate()
    counter.press_grade(grade)
    assert counter.said == [("rated", "event 1", grade)]
    assert counter.window.page is Page.THANKS


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_the_first_press_counts_and_a_second_opinion_does_not(counter):
    counter.ask_to_rate()
    buttons = counter.window.rate_page.buttons
    buttons[0].click()
    buttons[0].click()
    buttons[4].click()
    assert counter.said == [("rated", "event 1", 5)]


def test_a_tap_meant_for_the_page_before_is_not_a_grade(counter):
    counter.window.ask_rating(RateRequest("event 1", "4 号窗口"))
    counter.clock.now += 0.29
    counter.press_grade(1)
    assert counter.said == []
    counter.clock.now += 0.02
    counter.press_grade(4)
    assert counter.said == [("rated", "event 1", 4)]


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_silence_is_not_rated_never_a_default(counter):
    counter.ask_to_rate()
    page = counter.window.rate_page
    counter.clock.now += 28
    page.tick()
    assert page.count.text().startswith("1 秒后")
    counter.clock.now += 2
    page.tick()
    assert counter.said == [], "the grace is not over"
    counter.clock.now += 1
    page.tick()
    assert counter.said == [("timed_out", "event 1")]
    page.buttons[0].click()
    assert len(counter.said) == 1


def test_a_finger_on_its_way_at_zero_still_counts(counter):
    counter.ask_to_rate()
    counter.clock.now += 30
    counter.window.rate_page.tick()
    counter.press_grade(2)
    assert counter.said == [("rated", "event 1", 2)]


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_no_key_can_rate(counter):
    counter.ask_to_rate()
    for target in (counter.window, counter.window.rate_page, *counter.window.rate_page.buttons):
        for key in (
            Qt.Key.Key_Space,
            Qt.Key.Key_Return,
            Qt.Key.Key_1,
            Qt.Key.Key_5,
            Qt.Key.Key_Tab,
            Qt.Key.Key_F12,
        ):
            QTest.keyClick(target, key)
    assert counter.said == []
    assert all(button.focusPolicy() is Qt.FocusPolicy.NoFocus for button in counter.window.rate_page.buttons)


def test_on_one_screen_it_covers_it_only_while_someone_signs_or_rates(counter):
    assert not counter.window.own_screen
    assert not counter.window.isVisible()
    counter.ask_to_rate()
    assert counter.window.isFullScreen()
    assert counter.window.isActiveWindow()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F4, Qt.Key.Key_F12):
        QTest.keyClick(counter.window, key, Qt.KeyboardModifier.AltModifier)
    assert counter.window.session == "event 1"
    counter.press_grade(5)
    counter.qtbot.waitUntil(lambda: not counter.window.isVisible())
    assert counter.window.page is Page.IDLE, "the thanks end by themselves"


def test_a_new_session_ends_the_old_one_silently(counter):
    counter.ask_to_sign()
    counter.ask_to_rate()
    assert counter.window.page is Page.RATE
    assert counter.window.sign_page.request is None
    assert counter.said == []


def test_a_dropped_rating_never_times_out(qtbot):
    clock, said = Clock(), []
    page = RatePage(clock=clock)
    qtbot.addWidget(page)
    page.timed_out.connect(said.append)
    page.begin(RateRequest("event 1", "4 号窗口"))
    page.drop()
    clock.now += 100
    page.tick()
    assert said == []


# -- two screens ---------------------------------------------------------------------------------------------


TWO_SCREENS = Path(__file__).with_name("two_screens.py")


def test_the_second_screen_is_the_citizens_and_pulling_it_out_ends_the_session(tmp_path):
    """In its own process: Qt's offscreen plugin is given two screens when it starts."""
    screens = [
        {
            "name": name,
            "x": x,
            "y": 0,
            "width": 1366,
            "height": 768,
            "logicalDpi": 96,
            "logicalBaseDpi": 96,
            "dpr": 1,
        }
        for name, x in (("clerk", 0), ("citizen", 1366))
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}))
    done = subprocess.run(
        [sys.executable, str(TWO_SCREENS)],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        },
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["idle"] == {"screen": "citizen", "full": True, "page": "IDLE", "takes_keys": False}
    assert told["signing"] == {"screen": "citizen", "full": True, "page": "SIGN", "takes_keys": False}
    assert told["pulled_out"] == {"visible": False, "page": "IDLE", "said": [["vanished", "session 1"]]}
    assert told["asked_without_it"]["screen"] == "clerk", "asked anew, it covers the one screen that is left"
