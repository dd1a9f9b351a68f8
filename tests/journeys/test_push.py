"""Cases pushed to a real receiver and answered, copied by hand where there is none, both days confirmed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.journeys import forms
from tests.journeys.window import NAME, NUMBER, Window, clear_away, settings_for
from tests.printing.printer_simulator import PrinterSimulator
from tests.servers.push_receiver import KEY, Receiver, receiving
from yichuang_desktop.domain.pushes import PushState
from yichuang_desktop.services.ports_pushes import PushRow
from yichuang_desktop.settings import Settings
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.outbox.screen import OutboxScreen
from yichuang_desktop.ui.shortcuts import Key

PLATFORM_NO = "411325202611230008"


@pytest.fixture
def receiver() -> Receiver:
    """A platform of somebody else's making."""
    return Receiver()


@contextmanager
def window_of(settings: Settings) -> Iterator[Window]:
    """The clerk of window 4 at a PC with these settings."""
    opened = Window(settings)
    try:
        opened.log_in("clerk04", 4)
        yield opened
    finally:
        opened.close()
        clear_away()


@pytest.fixture
def settings(hall: str, tmp_path: Path, slips: PrinterSimulator) -> Settings:
    """A PC of the hall, without an interface."""
    return settings_for(hall, tmp_path, f"tcp://127.0.0.1:{slips.port}")


@pytest.fixture
def connected(settings: Settings, tmp_path: Path) -> Callable[[str], Settings]:
    """``connected(url)``: the same PC with the receiver and the shared secret set."""
    (tmp_path / "push.key").write_bytes(KEY)
    return lambda url: replace(settings, push_target=url, push_key_file=tmp_path / "push.key")


def accepted(clerk: Window) -> UUID:
    """A case accepted at the window a moment ago."""
    case_id = clerk.find_item()
    clerk.fill_in()
    clerk.press(Key.MAIN)
    clerk.rate(4)
    return case_id


def outbox(clerk: Window) -> OutboxScreen:
    """Ctrl 2."""
    if not isinstance(clerk.shell.current_screen, OutboxScreen):
        clerk.press(Key.MORE_2)
    screen = clerk.shell.current_screen
    assert isinstance(screen, OutboxScreen)
    return screen


def mark(clerk: Window, case_id: UUID, state: str) -> PushRow:
    """Put the cursor on the message of the case once it reads ``state``."""
    screen = outbox(clerk)

    def there() -> bool:
        lines = screen.table.rows_model().rows
        found = [line for line in lines if line.row.case_id == case_id and line.state == state]
        return bool(found) and screen.table.select_key(found[0].row.push_id)

    wait_until(there, f"the message to be {state}")
    clerk.hand.settle()
    line = screen.table.current_row()
    assert line is not None
    return line.row


def pushes(clerk: Window, case_id: UUID) -> tuple[PushRow, ...]:
    rows: tuple[PushRow, ...] = clerk.desk.views.pushes_of(case_id)
    return rows


@pytest.mark.row("R-IN-7")
def test_R_IN_7_the_case_is_pushed_at_once_and_the_answer_taken_up_with_one_key(
    receiver: Receiver, connected: Callable[[str], Settings], rows: Callable[..., Any]
) -> None:
    with receiving(receiver) as url, window_of(connected(url)) as clerk:
        wait_until(lambda: not waiting(clerk), "what waited before to be sent")
        receiver.tempers = ["422", "forgetful"]
        case_id = accepted(clerk)
        number = clerk.file(case_id).case.receipt_no
        push = mark(clerk, case_id, "推送失败")
        assert "今天不行" in push.last_error
        assert "no_number" not in receiver.numbers
        clerk.refuse(case_id, "再推一次")  # F12 sends again: no act of the case comes of it
        mark(clerk, case_id, "还没送到")  # it was kept there, but the answer was lost
        clerk.press(Key.MAIN)
        push = mark(clerk, case_id, "待登记")
        key = str(push.message_id)
        assert receiver.requests.count(key) == 3
        assert receiver.messages[key]["case"]["receipt_no"] == number
        assert NUMBER not in str(receiver.messages), "no document number leaves the hall"
        assert NAME in str(receiver.messages[key])
        clerk.picture("R-IN-7")
        before = clerk.acts(case_id)
        clerk.press(Key.MAIN)
        assert clerk.acts(case_id) == [*before, "confirm_push", "enter_on_platform"]
        assert clerk.file(case_id).case.platform_no == receiver.numbers[number] == push.external_no
        evidence = clerk.act(case_id, "confirm_push").evidence["push"]
        assert (evidence["by"], evidence["message_id"]) == ("outbox", key)
        assert clerk.act(case_id, "enter_on_platform").recorded_by == "clerk04"
        moves = rows(
            "select before, after from outbox_event where push_id = ? order by event_id", push.push_id
        )
        assert [tuple(move.values()) for move in moves if move["before"] != move["after"]] == [
            ("waiting", "failed"), ("failed", "waiting"), ("waiting", "answered"),
        ]  # fmt: skip
        said = [moment.line.evidence_text for moment in forms.open_case(clerk, case_id).view.moments]
        assert f"平台编号 {push.external_no}，由对方系统答复" in said


def waiting(clerk: Window) -> int:
    """Messages not settled yet, those on their way with them: each of these still meets the receiver."""
    return sum(
        push.state is PushState.WAITING for push in clerk.desk.views.pushes(outbox(clerk)._scope(), 5000)
    )


@pytest.mark.row("R-IN-7")
def test_R_IN_7_without_an_interface_the_fields_are_copied_one_key_each(settings: Settings) -> None:
    with window_of(settings) as clerk:
        case_id = accepted(clerk)
        screen = outbox(clerk)
        assert screen._trouble.text() == "未接省平台接口，请用复制卡片录入。"
        mark(clerk, case_id, "待录入平台")
        clerk.press(Key.MAIN)
        seen = []
        while not screen.copy.number.edit.hasFocus():
            seen.append(QGuiApplication.clipboard().text())
            clerk.hand.tap(clerk.shell, Qt.Key.Key_Space)
        file = clerk.file(case_id)
        assert seen[seen.index(NAME) :][:3] == [NAME, "居民身份证", NUMBER]
        assert {file.case.receipt_no, file.case.item_id, file.case.department} <= set(seen)
        clerk.picture("R-IN-7-copy")
        clerk.refuse(case_id, "请先输入或扫描平台编号")
        clerk.hand.type_here(clerk.shell, PLATFORM_NO, enter=True)
        assert clerk.file(case_id).case.platform_no == PLATFORM_NO
        assert (
            clerk.act(case_id, "enter_on_platform").evidence["platform_entry"]["platform_no"] == PLATFORM_NO
        )
        assert QGuiApplication.clipboard().text() == ""
        assert all(line.row.case_id != case_id for line in screen.table.rows_model().rows)
        forms.begin(clerk, case_id, "confirm_push")
        forms.refused(clerk, case_id, "请填写")
        forms.fill(clerk, told="周科长", phone="0377-65310001", said="今天办理")
        forms.do(clerk)
        assert clerk.act(case_id, "confirm_push").evidence["push"]["told"] == "周科长"


@pytest.mark.row("R-IN-14")
def test_R_IN_14_acceptance_and_completion_are_confirmed_on_the_platform_with_its_days(
    settings: Settings, past: Callable[..., Any]
) -> None:
    begun, done = past(lambda before: (before.accept(), before.ready()))
    with window_of(settings) as clerk:
        assert "confirm_on_platform" not in forms.offered(clerk, begun), "its number comes first"
        for case_id in (begun, done):
            screen = forms.open_case(clerk, case_id)
            clerk.press(Key.ALT_K)
            clerk.hand.write(screen.copy.number, f"{PLATFORM_NO}{case_id.hex[:2]}")
            clerk.hand.settle()
        day = f"{clerk.file(begun).case.accepted_on:%m%d}"
        forms.begin(clerk, begun, "confirm_on_platform")
        forms.fill(clerk, what="concluded", on=day)
        forms.refused(clerk, begun, "还没有办结")
        forms.fill(clerk, what="accepted", on="+1")
        forms.refused(clerk, begun, "晚于今天")
        forms.fill(clerk, on=day)
        forms.do(clerk)
        for what in ("accepted", "concluded"):
            forms.begin(clerk, done, "confirm_on_platform")
            forms.fill(clerk, what=what, on=f"{clerk.file(done).case.accepted_on:%m%d}")
            if what == "concluded":
                clerk.picture("R-IN-14")
            forms.do(clerk)
        case = clerk.file(done).case
        assert case.platform_accepted_on == case.platform_closed_on == case.accepted_on
        said = [act for act in clerk.file(done).history if act.kind == "confirm_on_platform"]
        confirmed = [act.evidence["platform_confirmation"] for act in said]
        assert [(one["what"], one["platform_no"]) for one in confirmed] == [
            ("accepted", case.platform_no), ("concluded", case.platform_no),
        ]  # fmt: skip
        facts = dict(pair[:2] for pair in forms.open_case(clerk, done)._facts._shown)
        assert facts["平台日期"].count(str(case.accepted_on)) == 2
