"""A signature pad beside the customer's screen: the text is read on the screen, the pad takes the strokes."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from tests.devices.pad import DRIVER
from tests.devices.pad_simulator import PadSimulator
from yichuang_desktop.domain.devices import Condition, DeviceKind, WindowDevice
from yichuang_desktop.domain.signatures import read_strokes
from yichuang_desktop.services.requests import ScreenSignature
from yichuang_desktop.ui.citizen import Citizen, ToSign
from yichuang_desktop.ui.customer.sign_page import PAD_GONE
from yichuang_desktop.ui.customer.window import CustomerWindow
from yichuang_desktop.ui.tasks import Tasks

NAME_ON_PAD = [[[0, 100, 200, 500], [90, 900, 260, 900]], [[300, 500, 100, 700], [480, 520, 900, 400]]]
TO_SIGN = ToSign("请阅读并签署", "信用承诺书", "本人承诺材料真实。\n", "测试样例㛃", "4号窗口")


class Place:
    """The citizen's side of a window with a pad."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.simulator = PadSimulator()
        self.window = CustomerWindow("测试大厅", "4号窗口")
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.answers: list[ScreenSignature | None] = []
        self.citizen = Citizen(
            self.window, Tasks(), lambda *_: None, lambda: datetime(2026, 11, 23, tzinfo=UTC), "4号窗口",
            pad=lambda: self.pad,
        )  # fmt: skip
        bound = WindowDevice(4, DeviceKind.SIGNATURE_PAD, "tcp-pad", f"tcp://127.0.0.1:{self.simulator.port}")
        self.pad = DRIVER.open(
            bound, lambda _report: None, signed=self.citizen.hear_pad, gave_up=self.citizen.hear_pad_gave_up
        )
        self.pad.start()
        self.until(lambda: self.pad.report().condition is Condition.READY)

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=5000)

    def ask(self) -> str:
        self.citizen.ask_signature(TO_SIGN, self.answers.append)
        self.until(lambda: self.window.sign_page.read_to_end)
        session = self.window.session
        self.until(lambda: {"ask": session} in self.simulator.heard)
        return session

    def close(self) -> None:
        self.citizen.withdraw()
        self.pad.stop()
        self.simulator.close()
        self.window.close()


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[Place]:
    there = Place(qtbot)
    yield there
    there.close()


def test_R_IN_3_what_was_read_on_the_screen_is_signed_on_the_pad(place: Place) -> None:
    session = place.ask()
    assert "签名板" in place.window.sign_page.state.text()
    place.simulator.say({"session": session, "strokes": NAME_ON_PAD})
    place.until(lambda: place.answers)
    (signature,) = place.answers
    assert signature is not None
    assert signature.device == "tcp-pad"
    assert signature.finished_at_ms - signature.started_at_ms == 480
    assert [list(map(list, stroke)) for stroke in read_strokes(signature.strokes)] == NAME_ON_PAD
    picture = Image.open(io.BytesIO(signature.png))
    assert picture.width == 1200
    assert picture.getextrema()[0] < 50


def test_a_signature_for_a_session_that_is_over_belongs_to_nobody(place: Place) -> None:
    over = place.ask()
    place.citizen.withdraw()
    place.until(lambda: {"cancel": over} in place.simulator.heard)
    now = place.ask()
    place.simulator.say({"session": over, "strokes": NAME_ON_PAD})
    place.simulator.say({"session": now, "strokes": NAME_ON_PAD})
    place.until(lambda: len(place.answers) == 2)
    assert place.answers[0] is None
    assert place.answers[1] is not None


def test_the_clerk_hears_when_the_text_has_been_read(place: Place) -> None:
    heard: list[str] = []
    place.citizen.reading.connect(heard.append)
    place.ask()
    assert heard == ["测试样例㛃已读完全文，正在签名。"]


def test_two_dots_are_no_name_and_the_pad_is_asked_again(place: Place) -> None:
    session = place.ask()
    place.simulator.heard.clear()
    place.simulator.say({"session": session, "strokes": [[[0, 1, 1, 500]], [[20, 2, 2, 500]]]})
    place.until(lambda: {"ask": session} in place.simulator.heard)
    assert place.answers == []


def test_R_X_7_pulled_out_while_signing_the_screen_takes_the_signature(place: Place) -> None:
    place.ask()
    place.simulator.unplug()
    place.until(lambda: place.window.sign_page.state.text() == PAD_GONE)
    assert place.window.sign_page.pad.writable
    assert place.answers == []
    place.until(lambda: place.pad.report().condition is Condition.READY)
