"""The citizen's side as the clerk's screens know it: one answer to each question, none by the clerk."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.screen_support import NOW, uid
from yichuang_desktop.domain.ratings import Grade, RatingOutcome
from yichuang_desktop.services.requests import ScreenSignature
from yichuang_desktop.ui.citizen import Citizen, ToSign
from yichuang_desktop.ui.customer.strokes import SignedStrokes
from yichuang_desktop.ui.customer.window import CustomerWindow, Page
from yichuang_desktop.ui.tasks import Tasks

WHAT = ToSign("请阅读并签署", "信用承诺书", "本人承诺材料真实。", "测试样例甲", "4号窗口")


@dataclass
class Side:
    """The citizen's window, and what was answered and rated."""

    window: CustomerWindow
    tasks: Tasks
    citizen: Citizen = field(init=False)
    answers: list[ScreenSignature | None] = field(default_factory=list)
    rated: list[tuple[UUID, RatingOutcome, Grade | None, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.citizen = Citizen(self.window, self.tasks, self._rate, lambda: NOW, "4号窗口")

    def _rate(self, act: UUID, outcome: RatingOutcome, grade: Grade | None, counter: int) -> None:
        self.rated.append((act, outcome, grade, counter))


@pytest.fixture
def side(qtbot: QtBot) -> Iterator[Side]:
    window = CustomerWindow("内乡县行政审批服务中心", "4号窗口")
    qtbot.addWidget(window)
    tasks = Tasks()
    yield Side(window, tasks)
    tasks.close()


def strokes(session: str) -> SignedStrokes:
    """What the pad hands over."""
    return SignedStrokes(session, "ab" * 32, (((0, 1, 2, 3),),), 0, 400, "pen", 96.0, b"png")


def settle(side: Side, qtbot: QtBot) -> None:
    """Every rating is written."""
    qtbot.waitUntil(lambda: side.tasks.pending == 0)


def test_a_signature_goes_to_who_asked(side: Side) -> None:
    side.citizen.ask_signature(WHAT, side.answers.append)
    side.window.signed.emit(strokes(side.window.session))
    (signature,) = side.answers
    assert signature is not None
    assert (signature.signer, signature.signed_at) == ("测试样例甲", NOW)


def test_a_signature_of_another_session_is_none(side: Side) -> None:
    side.citizen.ask_signature(WHAT, side.answers.append)
    side.window.signed.emit(strokes("another"))
    assert side.answers == []


@pytest.mark.parametrize("end", ["declined", "vanished"])
def test_who_does_not_sign_is_told_once(side: Side, end: str) -> None:
    side.citizen.ask_signature(WHAT, side.answers.append)
    getattr(side.window, end).emit(side.window.session)
    getattr(side.window, end).emit(side.window.session)
    assert side.answers == [None]


def test_what_is_taken_back_is_answered_with_nothing(side: Side) -> None:
    side.citizen.ask_signature(WHAT, side.answers.append)
    side.citizen.withdraw()
    assert side.answers == [None]
    assert side.window.page is Page.IDLE


def test_a_rating_is_written_by_the_device_lane(side: Side, qtbot: QtBot) -> None:
    side.citizen.invite_rating(uid("act"), 4, "领证")
    assert "4号窗口　领证服务" in side.window.rate_page.words.text()
    side.window.rated.emit(side.window.session, 5)
    settle(side, qtbot)
    assert side.rated == [(uid("act"), RatingOutcome.RATED, Grade(5), 4)]


def test_the_next_service_ends_an_invitation_as_not_answered(side: Side, qtbot: QtBot) -> None:
    side.citizen.invite_rating(uid("first"), 4, "收件")
    side.citizen.invite_rating(uid("second"), 4, "收件")
    side.window.timed_out.emit(side.window.session)
    settle(side, qtbot)
    assert side.rated == [
        (uid("first"), RatingOutcome.TIMED_OUT, None, 4),
        (uid("second"), RatingOutcome.TIMED_OUT, None, 4),
    ]


def test_a_screen_pulled_out_says_that_there_was_no_device(side: Side, qtbot: QtBot) -> None:
    side.citizen.invite_rating(uid("act"), 4, "收件")
    event = side.window.session
    side.window.vanished.emit(event)
    side.window.rated.emit(event, 1)
    settle(side, qtbot)
    assert side.rated == [(uid("act"), RatingOutcome.NO_DEVICE, None, 4)]
