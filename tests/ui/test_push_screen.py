"""The list of pushes and the copy card: failed first, one key for an answer, one key a field."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.servers.logwatch import LogWatch
from tests.ui.screen_support import (
    CASE_ID,
    LONG_ITEM,
    LONG_UNIT,
    NOW,
    Bench,
    FakeDesk,
    FakeViews,
    case_file,
    uid,
)
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.pushes import PushKind, PushState
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports_pushes import PushEvent, PushRow, PushScope
from yichuang_desktop.ui.outbox.copying import _SAYERS, lines_of
from yichuang_desktop.ui.outbox.model import PushLine, may_take_up, story_of
from yichuang_desktop.ui.outbox.model import lines_of as made_lines
from yichuang_desktop.ui.outbox.screen import OutboxScreen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

REFUSED = "对方系统没有收下（422）：申请人名称与证件不符。请核对后按“再推一次”，或改用复制卡片录入。"
UNREACHABLE = "连不上对方系统（zwfw.example）。会自动再推，办件不受影响。请看网络，或问对方系统是否在用。"


def row(number: int = 1, **changes: Any) -> PushRow:
    """A message that waits."""
    known = PushRow(
        push_id=number, message_id=uid(f"push{number}"), case_id=CASE_ID, revision=11,
        receipt_no=f"NX20261123-04-{number:04d}", applicant_name="测试样例甲", item_name="个体工商户设立登记",
        department="县市场监督管理局", kind=PushKind.ACCEPTED, state=PushState.WAITING, attempts=0,
        on_its_way=False, next_try_at=None, held_by="", receiver="", last_error="", external_no="",
        confirmed_on=None, answer="", reason="", queued_at=NOW - timedelta(minutes=number), sent_at=None,
        answered_at=None, platform_no="", number_open=False, day_open=False,
    )  # fmt: skip
    return replace(known, **changes)


def answered(number: int = 1, **changes: Any) -> PushRow:
    known: dict[str, Any] = {
        "state": PushState.ANSWERED, "attempts": 1, "receiver": "zwfw.example", "sent_at": NOW,
        "answered_at": NOW, "external_no": "411325202611230001", "number_open": True, "answer": "已收",
    }  # fmt: skip
    return row(number, **known | changes)


FAILED = row(7, state=PushState.FAILED, attempts=1, receiver="zwfw.example", last_error=REFUSED)
CONFLICT = answered(8, platform_no="411325202611239999")
STUCK = row(9, attempts=3, last_error=UNREACHABLE, next_try_at=NOW, receiver="zwfw.example")
EVERY = (
    FAILED,
    CONFLICT,
    answered(1, confirmed_on=NOW.date(), day_open=True),
    answered(2, case_id=uid("other case"), external_no="411325202611230002"),
    STUCK,
    row(3),
    row(4, on_its_way=True, attempts=1),
    row(5, state=PushState.SENT, attempts=1, sent_at=NOW, receiver="D:/share"),
    row(6, state=PushState.GIVEN_UP, reason="平台停用，已当面交接"),
    answered(10, number_open=False, platform_no="411325202611230001"),
)
LONG = {"applicant_name": LONG_UNIT, "item_name": LONG_ITEM, "department": "内乡县人力资源和社会保障局"}
EVENTS = (
    PushEvent(NOW, "pc-04", PushState.WAITING, PushState.FAILED, 2, "zwfw.example", REFUSED, "", ""),
    PushEvent(NOW, "pc-04", PushState.WAITING, PushState.WAITING, 2, "zwfw.example", "", "", ""),
    PushEvent(NOW, "员工甲（演示）", PushState.FAILED, PushState.WAITING, 1, "zwfw.example", "", "", ""),
)


@dataclass
class PushViews(FakeViews):
    """Messages from a list."""

    pushed: tuple[PushRow, ...] = ()

    def pushes(self, scope: PushScope, limit: int = 500) -> tuple[PushRow, ...]:
        self._note("pushes", scope)
        return self.pushed[:limit]

    def push_events(self, push_id: int) -> tuple[PushEvent, ...]:
        return EVENTS if push_id == FAILED.push_id else ()


@dataclass
class PushDesk(FakeDesk):
    """A log-in that can enter the platform's number."""

    views: Any = field(default_factory=PushViews)

    def case(self, case_id: Any) -> Any:
        return self.views.files.get(case_id, self.views.files[CASE_ID]).case

    def handle(self, request: Any) -> Any:
        self._take(request)
        if isinstance(request, ask.TakeUpAnswer):
            return ActDone(request.act_id, request.case_id, "enter_on_platform", 12, NOW, "e_jia")
        return None

    def enter_on_platform(self, request: ask.EnterOnPlatform) -> ActDone:
        self._take(request)
        return ActDone(request.act_id, request.case_id, "enter_on_platform", 12, NOW, "e_jia")


@dataclass
class Set:
    """Pushing on this PC."""

    configured: bool = True
    words: str = ""
    hurried: int = 0

    def trouble(self) -> str:
        return self.words

    def hurry(self) -> None:
        self.hurried += 1


Make = Callable[..., tuple[Bench, PushDesk, Set]]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    """The screen with these messages in its shell."""

    def made(*rows: PushRow, configured: bool = True, trouble: str = "") -> tuple[Bench, PushDesk, Set]:
        desk, pushes = PushDesk(views=PushViews(pushed=rows)), Set(configured, trouble)
        bench = Bench(
            qtbot,
            lambda tasks, messages: OutboxScreen(
                tasks,
                messages,
                desk,
                lambda: NOW,
                pushes,  # type: ignore[arg-type]
            ),
            "outbox",
        )
        return bench, desk, pushes

    return made


def mark(bench: Bench, push: PushRow) -> None:
    assert bench.screen.table.select_key(push.push_id)
    bench.settle()


def acts(bench: Bench) -> list[str]:
    return [one.text for one in bench.shell.act_bar.acts]


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


# -- the words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("push", EVERY, ids=[PushLine(one).state for one in EVERY])
@pytest.mark.parametrize("by_hand", [False, True])
def test_every_state_says_what_to_do(push: PushRow, by_hand: bool) -> None:
    line = PushLine(push, by_hand)
    assert line.todo.endswith(("。", "？"))
    for words in (line.state, line.detail, line.todo, line.why_not_retry, line.why_not_give_up):
        assert "_" not in words


def test_red_is_for_what_failed_or_differs_and_amber_for_one_key() -> None:
    tones = [PushLine(one).tone for one in EVERY]
    assert tones[:5] == [Tone.BAD, Tone.BAD, Tone.WARN, Tone.WARN, Tone.WARN]
    assert Tone.BAD not in tones[5:]


def test_the_story_leaves_out_what_came_to_nothing() -> None:
    again = replace(EVENTS[0], after=PushState.WAITING, error=UNREACHABLE)
    assert len(story_of((again,) * 9)) == 1, "what is tried in vain for hours is told once"
    assert story_of(EVENTS) == [f"11-23 14:26 {REFUSED}", "11-23 14:26 员工甲（演示） 再推一次"]


def test_the_issuance_desk_leaves_the_number_to_the_window() -> None:
    assert may_take_up(frozenset({Role.ISSUANCE_CLERK}), PushLine(answered())) == "请窗口人员登记平台编号"
    only_day = PushLine(answered(number_open=False, day_open=True, platform_no="4113"))
    assert may_take_up(frozenset({Role.ISSUANCE_CLERK}), only_day) == ""


# -- the list ------------------------------------------------------------------------------------------------


def test_everything_stands_there_and_nothing_is_cut(make: Make) -> None:
    bench, _desk, _set = make(*EVERY, *(row(20 + n, **LONG) for n in range(30)))
    assert "2 条要处理" in bench.screen._hint.text()
    for push in EVERY:
        mark(bench, push)
        bench.check_fit()


def test_an_empty_list_says_so_in_both_kinds_of_hall(make: Make) -> None:
    bench, desk, _set = make()
    bench.check_fit()
    assert desk.views.seen[-1] == ("pushes", PushScope.OPEN)
    bench.shell.press(Key.ACT_1)
    bench.settle()
    assert desk.views.seen[-1] == ("pushes", PushScope.ALL)
    by_hand, desk, _set = make(configured=False)
    assert desk.views.seen[-1] == ("pushes", PushScope.UNENTERED)
    assert by_hand.screen._trouble.text() == "未接省平台接口，请用复制卡片录入。"
    by_hand.check_fit()


def test_a_list_that_cannot_be_read_offers_to_try_again(make: Make, expected_log: LogWatch) -> None:
    expected_log("lane store failed")
    bench, desk, _set = make(row())
    desk.views.broken = True
    bench.shell.changed(frozenset({"push"}))
    bench.settle()
    assert not bench.screen.table.isVisible()
    bench.check_fit()


def test_what_is_in_the_way_of_this_pc_is_said(make: Make) -> None:
    bench, _desk, _set = make(row(), trouble="推送密钥文件“push.key”读不出来，推送已停。")
    assert "push.key" in bench.screen._trouble.text()
    bench.check_fit()


# -- what can be done ----------------------------------------------------------------------------------------


def test_a_refused_message_is_sent_again(make: Make) -> None:
    bench, desk, pushes = make(*EVERY)
    mark(bench, FAILED)
    assert bench.screen.panel.said == REFUSED
    bench.shell.press(Key.MAIN)
    bench.settle()
    assert desk.sent == [ask.RetryPush(FAILED.push_id)]
    assert pushes.hurried == 1
    assert "再推一次" in bench.said()


def test_an_answer_is_entered_with_one_key(make: Make) -> None:
    bench, desk, _set = make(*EVERY)
    mark(bench, EVERY[2])
    bench.shell.press(Key.MAIN)
    bench.settle()
    (request,) = desk.sent
    assert (request.push_id, request.case_id, request.revision) == (1, CASE_ID, 11)
    assert "已登记" in bench.said()


def test_all_answers_are_entered_at_once_and_a_refused_one_stops_no_other(make: Make) -> None:
    bench, desk, _set = make(*EVERY)
    mark(bench, EVERY[3])
    assert "全部登记（2）" in acts(bench)
    desk.refuses = RuleViolation("platform_no_differs", receipt_no="NX1", ours="1", theirs="2")
    bench.shell.press(Key.ACT_2)
    bench.settle()
    assert [request.push_id for request in desk.sent] == [1, 2]
    assert "登记了 1 条" in bench.said()
    assert "没有改写" in bench.said()
    desk.refuses = RuleViolation("push_taken_up", receipt_no="NX1")
    bench.shell.press(Key.ACT_2)
    bench.settle()
    assert bench.said() == "登记了 1 条答复。", "what a colleague took up meanwhile is no trouble"


def test_several_messages_with_one_number_are_taken_up_once() -> None:
    same = answered(1), answered(2), answered(3, day_open=True), answered(4, external_no="别的")
    assert [line.can_take_up for line in made_lines(same, False)] == [True, False, True, True]


def test_a_number_that_differs_is_shown_and_not_entered(make: Make) -> None:
    bench, desk, _set = make(*EVERY)
    mark(bench, CONFLICT)
    assert "411325202611230001 与已登记的 411325202611239999 不一致" in bench.screen.panel.said
    bench.shell.press(Key.MAIN)
    bench.settle()
    assert desk.sent == []
    assert "请先核对编号" in bench.said()


def test_giving_up_asks_for_the_reason_and_keeps_it_over_news(make: Make) -> None:
    bench, desk, _set = make(*EVERY)
    mark(bench, FAILED)
    bench.shell.press(Key.ALT_N)
    bench.shell.press(Key.MAIN)
    assert desk.sent == []
    bench.type(bench.screen.reason.edit, "平台停用，已当面交接")
    bench.shell.changed(frozenset({"push"}))
    bench.settle()
    bench.check_fit()
    bench.shell.press(Key.MAIN)
    bench.settle()
    assert desk.sent == [ask.GiveUpPush(FAILED.push_id, "平台停用，已当面交接")]
    bench.shell.press(Key.ALT_N)
    bench.press(Qt.Key.Key_Escape)
    assert not bench.screen.reason.isVisible()


def test_what_was_answered_is_neither_sent_again_nor_given_up(make: Make) -> None:
    bench, desk, _set = make(*EVERY)
    mark(bench, EVERY[-1])
    for key in (Key.MAIN, Key.ALT_N):
        bench.shell.press(key)
    bench.settle()
    assert desk.sent == []


# -- the copy card -------------------------------------------------------------------------------------------

AGENT = {
    "name": "测试代理人", "document_kind": "resident_id", "document_no": "411399198502020020",
    "phone": "15400000099",
}  # fmt: skip
FULL = case_file(
    platform_no="", applicant_name=LONG_UNIT, item_name=LONG_ITEM, representative=AGENT,
    applicant={"kind": "unit", "name": LONG_UNIT, "document_kind": "credit_code",
               "document_no": "91411325MAXY00171R", "phone": "15400000012", "address": "内乡县" * 20,
               "legal_representative": "测试法人"},
)  # fmt: skip


def test_every_field_of_the_resource_is_known_and_whole() -> None:
    lines = lines_of(FULL)
    assert [line.title for line in lines][:4] == ["事项名称", "事项编号", "申请人类型", "申请人名称"]
    assert {line.name for line in lines} <= _SAYERS.keys()
    by_name = {line.name: line for line in lines}
    assert by_name["applicant_document_no"].value == "91411325MAXY00171R"
    assert by_name["agent_document_no"].value == "411399198502020020"
    assert "19850202" not in by_name["agent_document_no"].shown, "masked on screen, whole on the clipboard"
    assert by_name["applicant_kind"].value == "单位"
    bare = lines_of(case_file(representative=None, copies=0))
    assert not {"agent_name", "copies", "legal_representative"} & {line.name for line in bare}


def test_R_IN_7_one_key_a_field_and_the_number_at_the_end(make: Make) -> None:
    bench, desk, _set = make(row(), configured=False)
    desk.views.files[CASE_ID] = FULL
    assert acts(bench)[-1] == "复制录入"
    bench.shell.press(Key.MAIN)
    bench.settle()
    card, wanted = bench.screen.copy, [line.value for line in lines_of(FULL)]
    bench.check_fit()
    seen = [clipboard()]
    for number in range(1, len(wanted)):
        bench.press(Qt.Key.Key_Space if number % 2 else Qt.Key.Key_Return, card.table)
        seen.append(clipboard())
    assert seen == wanted
    assert not card.number.edit.hasFocus()
    bench.press(Qt.Key.Key_Return, card.table)
    assert card.number.edit.hasFocus()
    bench.shell.press(Key.MAIN)
    assert desk.sent == []
    bench.check_fit()
    bench.type(card.number.edit, "411325202611230008", enter=True)
    bench.settle()
    (request,) = desk.sent
    assert (request.platform_no, request.revision) == ("411325202611230008", FULL.case.revision)
    assert clipboard() == "", "nothing of the applicant is left on the clipboard"
    assert not card.isVisible()


def test_a_refused_number_stands_there_with_its_sentence(make: Make) -> None:
    bench, desk, _set = make(row(), configured=False)
    bench.shell.press(Key.MAIN)
    bench.settle()
    desk.refuses = RuleViolation("platform_no_wrong", most=50)
    bench.type(bench.screen.copy.number.edit, "9" * 50, enter=True)
    bench.settle()
    assert bench.screen.copy.number.text() == "9" * 50
    assert bench.screen.copy.number.tone is Tone.BAD
    bench.check_fit()


def test_leaving_the_card_takes_its_words_off_the_clipboard_only(make: Make) -> None:
    bench, _desk, _set = make(row(), configured=False)
    bench.shell.press(Key.MAIN)
    bench.settle()
    QGuiApplication.clipboard().setText("别处复制的")
    bench.press(Qt.Key.Key_Escape, bench.screen.copy.table)
    assert clipboard() == "别处复制的"
    bench.shell.press(Key.MAIN)
    bench.settle()
    bench.press(Qt.Key.Key_Down, bench.screen.copy.table)
    assert clipboard() == lines_of(case_file())[1].value, "an arrow copies too"
    bench.press(Qt.Key.Key_Escape, bench.screen.copy.table)
    assert clipboard() == ""


def test_a_number_that_is_there_already_is_shown_before_it_is_replaced(make: Make) -> None:
    bench, _desk, _set = make(row(platform_no="411300202611230011"), configured=False)
    bench.shell.press(Key.MAIN)
    bench.settle()
    assert "已登记 411300202611230011" in bench.screen.copy.number.remark
    bench.check_fit()
