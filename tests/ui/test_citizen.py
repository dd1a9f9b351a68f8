"""The citizen's side as the clerk's screens know it: one answer to each question, none by the clerk."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.screen_support import NOW, uid
from yichuang_desktop.domain.acts import Service
from yichuang_desktop.domain.devices import Condition, DeviceIdentity, DeviceKind, DeviceReport
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evaluation import Answered, Ended, EvaluatorState, StrayHeard
from yichuang_desktop.domain.ratings import (
    CodedService,
    CodeState,
    Grade,
    RatingChannel,
    RatingOutcome,
    Stray,
    StrayKind,
)
from yichuang_desktop.services.requests import ScreenSignature
from yichuang_desktop.ui.citizen import CODE_PRINTED, NO_CODE, Citizen, ToSign
from yichuang_desktop.ui.customer.strokes import SignedStrokes
from yichuang_desktop.ui.customer.window import CustomerWindow, Page
from yichuang_desktop.ui.tasks import Tasks

WHAT = ToSign("请阅读并签署", "信用承诺书", "本人承诺材料真实。", "测试样例甲", "4号窗口")


@dataclass
class Book:
    """The window's ratings: what was answered, what came astray, which codes were printed."""

    rated: list[tuple[UUID, RatingOutcome, Grade | None, RatingChannel]] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    codes: list[UUID] = field(default_factory=list)
    no_paper: bool = False

    def answer(
        self, act_id: UUID, outcome: RatingOutcome, grade: Grade | None, channel: RatingChannel, raw: str
    ) -> bool:
        self.rated.append((act_id, outcome, grade, channel))
        return True

    def stray(self, stray: Stray) -> None:
        self.strays.append(stray)

    def print_code(self, act_id: UUID) -> bool:
        if self.no_paper:
            raise RuleViolation("rating_code_given")
        self.codes.append(act_id)
        return True

    redeemed: list[tuple[str, Grade]] = field(default_factory=list)

    def service_of(self, code: str) -> CodedService:
        if code != "12345678":
            raise RuleViolation("rating_code_unknown")
        return CodedService(uid("act"), Service.INTAKE, 6, NOW, CodeState.OPEN, "一楼6号窗口")

    def redeem(self, code: str, grade: Grade) -> None:
        self.redeemed.append((code, grade))


@dataclass
class Keys:
    """An evaluation device of its own beside the screen."""

    condition: Condition = Condition.READY
    asked: list[UUID] = field(default_factory=list)
    cancelled: list[UUID] = field(default_factory=list)
    thanked: list[UUID] = field(default_factory=list)

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def show_idle(self, staff: str) -> None: ...
    def welcome(self, staff: str) -> None: ...

    def report(self) -> DeviceReport:
        return DeviceReport(DeviceKind.EVALUATOR, self.condition)

    def identity(self) -> DeviceIdentity:
        return DeviceIdentity()

    def state(self) -> EvaluatorState:
        return EvaluatorState.IDLE

    def begin(self, event_id: UUID, prompt: str, seconds: float) -> None:
        self.asked.append(event_id)

    def cancel(self, event_id: UUID) -> None:
        self.cancelled.append(event_id)

    def thank(self, event_id: UUID) -> None:
        self.thanked.append(event_id)


@dataclass
class Side:
    """The citizen's window, and what was answered and rated."""

    window: CustomerWindow
    tasks: Tasks
    keys: Keys | None = None
    cover: bool = True
    citizen: Citizen = field(init=False)
    book: Book = field(default_factory=Book)
    answers: list[ScreenSignature | None] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.citizen = Citizen(
            self.window,
            self.tasks,
            self.book,
            lambda: NOW,
            "4号窗口",
            evaluator=lambda: self.keys,
            cover=self.cover,
        )
        self.citizen.told.connect(self.told.append)

    @property
    def rated(self) -> list[tuple[UUID, RatingOutcome, Grade | None, RatingChannel]]:
        return self.book.rated


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
    assert side.rated == [(uid("act"), RatingOutcome.RATED, Grade(5), RatingChannel.SCREEN)]


def test_the_next_service_ends_an_invitation_as_not_answered(side: Side, qtbot: QtBot) -> None:
    side.citizen.invite_rating(uid("first"), 4, "收件")
    side.citizen.invite_rating(uid("second"), 4, "收件")
    side.window.timed_out.emit(side.window.session)
    settle(side, qtbot)
    assert side.rated == [
        (uid("first"), RatingOutcome.TIMED_OUT, None, RatingChannel.SCREEN),
        (uid("second"), RatingOutcome.TIMED_OUT, None, RatingChannel.SCREEN),
    ]


def test_a_screen_pulled_out_gives_a_code_on_paper_once(side: Side, qtbot: QtBot) -> None:
    side.citizen.invite_rating(uid("act"), 4, "收件")
    event = side.window.session
    side.window.vanished.emit(event)
    side.window.rated.emit(event, 1)
    settle(side, qtbot)
    assert (side.rated, side.book.codes, side.told) == ([], [uid("act")], [CODE_PRINTED])


def test_without_paper_it_is_kept_that_there_was_no_device(side: Side, qtbot: QtBot) -> None:
    side.book.no_paper = True
    side.citizen.invite_rating(uid("act"), 4, "收件")
    side.window.vanished.emit(side.window.session)
    settle(side, qtbot)
    assert side.rated == [(uid("act"), RatingOutcome.NO_DEVICE, None, RatingChannel.SCREEN)]
    assert side.told == [NO_CODE]


def test_R_EVAL_1_the_bound_device_is_asked_first_and_the_clerk_hears_no_grade(
    side: Side, qtbot: QtBot
) -> None:
    side.keys = Keys()
    side.citizen.invite_rating(uid("act"), 4, "收件")
    assert (side.keys.asked, side.window.page) == ([uid("act")], Page.IDLE)
    side.citizen.hear(Answered(uid("act"), Grade(2), "FF 68", RatingChannel.KEYS))
    qtbot.waitUntil(lambda: side.keys.thanked == [uid("act")])
    assert side.rated == [(uid("act"), RatingOutcome.RATED, Grade(2), RatingChannel.KEYS)]
    assert side.told == []


@pytest.mark.parametrize("condition", [Condition.LOST, Condition.FAULT, Condition.NOT_SET_UP])
def test_a_device_that_cannot_work_leaves_it_to_the_screen(side: Side, condition: Condition) -> None:
    side.keys = Keys(condition)
    side.citizen.invite_rating(uid("act"), 4, "收件")
    assert (side.keys.asked, side.window.page) == ([], Page.RATE)


def test_a_device_lost_in_the_middle_falls_over_to_the_screen_once(side: Side, qtbot: QtBot) -> None:
    side.keys = Keys()
    side.citizen.invite_rating(uid("act"), 4, "收件")
    side.citizen.hear(Ended(uid("act"), RatingOutcome.NO_DEVICE))
    qtbot.waitUntil(lambda: side.window.page is Page.RATE)
    side.citizen.hear(Answered(uid("act"), Grade(1), "FF 68", RatingChannel.KEYS))
    side.window.vanished.emit(side.window.session)
    settle(side, qtbot)
    assert side.keys.asked == [uid("act")]
    assert len(side.rated) + len(side.book.codes) == 1


def test_with_one_screen_that_is_not_to_be_covered_a_code_is_given(side: Side, qtbot: QtBot) -> None:
    other = Side(side.window, side.tasks, cover=False)
    other.citizen.invite_rating(uid("act"), 4, "收件")
    settle(side, qtbot)
    assert (other.window.page, other.book.codes, other.told) == (Page.IDLE, [uid("act")], [CODE_PRINTED])


def test_strays_are_kept_in_silence(side: Side, qtbot: QtBot) -> None:
    stray = Stray(StrayKind.ORPHAN, "FF", RatingChannel.KEYS)
    side.citizen.hear(StrayHeard(stray))
    qtbot.waitUntil(lambda: side.book.strays == [stray])
    assert (side.rated, side.told) == ([], [])


def test_who_goes_leaves_no_service_open(side: Side, qtbot: QtBot) -> None:
    side.keys = Keys()
    side.citizen.invite_rating(uid("act"), 4, "收件")
    side.citizen.leave()
    settle(side, qtbot)
    assert side.keys.cancelled == [uid("act")]
    assert side.rated == [(uid("act"), RatingOutcome.TIMED_OUT, None, RatingChannel.SCREEN)]


def own_screen(side: Side) -> None:
    """The citizen's window has a screen of its own (two screens are tested in ``two_screens``)."""
    side.window._own_screen = True
    side.window.resize(1366, 768)
    side.window.show()


def touch_code(side: Side, code: str) -> None:
    QTest.mouseClick(side.window.code_button, Qt.MouseButton.LeftButton)
    for digit in code:
        QTest.mouseClick(side.window.code_page.digits[digit], Qt.MouseButton.LeftButton)


def test_R_EVAL_1_the_citizen_rates_by_the_code_of_a_slip_with_a_finger(side: Side, qtbot: QtBot) -> None:
    own_screen(side)
    touch_code(side, "12345678")
    qtbot.waitUntil(lambda: side.window.page is Page.RATE)
    assert "一楼6号窗口　收件服务" in side.window.rate_page.words.text()
    side.window.rated.emit(side.window.session, 2)
    settle(side, qtbot)
    assert (side.book.redeemed, side.rated) == ([("12345678", Grade.DISSATISFIED)], [])


def test_a_code_that_was_never_given_is_refused_in_words(side: Side, qtbot: QtBot) -> None:
    own_screen(side)
    touch_code(side, "11111111")
    qtbot.waitUntil(lambda: "没有这个评价码" in side.window.code_page.remark.text())
    assert side.window.page is Page.CODE
    QTest.mouseClick(side.window.code_page.back_button, Qt.MouseButton.LeftButton)
    assert (side.window.page, side.book.redeemed) == (Page.IDLE, [])


def test_R_EVAL_1_the_clerks_keys_type_no_code(side: Side, qtbot: QtBot) -> None:
    own_screen(side)
    QTest.mouseClick(side.window.code_button, Qt.MouseButton.LeftButton)
    for target in (side.window, side.window.code_page, *side.window.code_page.digits.values()):
        QTest.keyClicks(target, "12345678")
        QTest.keyClick(target, Qt.Key.Key_Return)
        QTest.keyClick(target, Qt.Key.Key_Space)
    assert "1" not in side.window.code_page.code.text()
    assert side.window.page is Page.CODE


def test_a_rating_by_code_that_nobody_gives_leaves_the_code_good(side: Side, qtbot: QtBot) -> None:
    own_screen(side)
    touch_code(side, "12345678")
    qtbot.waitUntil(lambda: side.window.page is Page.RATE)
    side.window.timed_out.emit(side.window.session)
    settle(side, qtbot)
    assert (side.book.redeemed, side.rated) == ([], [])


def test_with_one_screen_there_is_no_code_button_to_press(side: Side) -> None:
    QTest.mouseClick(side.window.code_button, Qt.MouseButton.LeftButton)
    assert side.window.page is Page.IDLE


def test_what_was_typed_is_not_left_for_the_next(side: Side, qtbot: QtBot) -> None:
    own_screen(side)
    side.window.code_page._over.setInterval(30)
    touch_code(side, "1234")
    qtbot.waitUntil(lambda: side.window.page is Page.IDLE)
    assert "1" not in side.window.code_page.code.text()
