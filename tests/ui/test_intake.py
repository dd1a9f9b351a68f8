"""The intake screen: what fits, what is said, what is never lost and never done twice."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.servers.logwatch import LogWatch
from tests.ui.work_screens import Work, complaints, in_state, intake_of, intake_with, item, states_of
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.ui.parts.scroll import ScrollColumn
from yichuang_desktop.ui.parts.states import Shown
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key

ROOT = Path(__file__).parents[2]
FULLEST = ("intake longest unit", "handover on the spot", "handover long", "issuance long", "issuance lost")


@pytest.fixture
def work() -> Iterator[Work]:
    """An application with everything there and seen."""
    opened = intake_with(item())
    opened.shell.press(Key.ALT_4)
    for row in opened.screen.materials.table.rows_model().rows:
        opened.screen.materials.table.select_key(row.seq)
        opened.screen.materials.table.letter.emit("Y" if row.mandatory else "N")
    opened.settle()
    yield opened
    opened.close()


@pytest.mark.parametrize("state", states_of("intake"))
def test_nothing_is_cut_and_nothing_scrolls(state: str) -> None:
    assert complaints(state) == []


def test_everything_fits_at_twice_the_scale() -> None:
    environment = os.environ | {
        "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(("src", ".")),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.work_screens", *FULLEST], cwd=ROOT, env=environment, check=False,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "scale 2.0" in done.stdout


def test_an_accept_without_answer_goes_out_again_under_the_same_id(work: Work) -> None:
    work.desk.answers.append(StoreUnavailable("result_unknown"))
    work.shell.press(Key.MAIN)
    work.settle()
    assert work.screen.case_id is not None, "nothing is lost"
    assert work.shell.foot.message is not None
    assert work.shell.foot.message.act is not None, "it can be tried again"
    work.shell.press(Key.MAIN)
    work.settle()
    first, second = [one for one in work.desk.sent if isinstance(one, ask.Accept)]
    assert first == second, "the very same request, so that the store can tell"
    assert work.screen.case_id is None
    assert len(work.citizen.invited) == 1


def test_an_accept_changed_meanwhile_is_another_act(work: Work) -> None:
    work.desk.answers.append(StoreUnavailable("database_away"))
    work.shell.press(Key.MAIN)
    work.settle()
    work.screen.parties.phone.set_text("15400000013")
    work.screen.parties.edited.emit()
    work.shell.press(Key.MAIN)
    work.settle()
    first, second = [one for one in work.desk.sent if isinstance(one, ask.Accept)]
    assert first.act_id != second.act_id


def test_a_refused_accept_keeps_the_form_and_says_why(work: Work) -> None:
    work.desk.answers.append(RuleViolation("deferral_not_allowed", name="申请书"))
    work.shell.press(Key.MAIN)
    work.settle()
    assert "申请书" in work.said
    assert work.screen.parties.name.text() == "测试样例甲"
    assert work.act("收件受理").allowed


def test_while_an_act_is_on_its_way_nothing_else_can_be_done(work: Work) -> None:
    work.shell.press(Key.MAIN)
    assert not any(act.allowed for act in work.shell.act_bar.acts)
    work.settle()


def test_what_is_written_is_saved_after_a_moment(qtbot: QtBot) -> None:
    work = intake_with(item())
    try:
        qtbot.waitUntil(lambda: bool(work.desk.saved), timeout=5_000)
        work.settle()
        applicant = work.desk.saved[-1].applicant
        assert applicant is not None
        assert applicant.name == "测试样例甲"
    finally:
        work.close()


def test_a_change_after_signing_makes_the_signature_void(work: Work) -> None:
    work.shell.press(Key.ACT_2)
    work.settle()
    ((what, answered),) = work.citizen.asked
    assert "测试样例甲" in what.text
    assert not work.act("收件受理").allowed, "the citizen is signing"
    answered(None)
    assert "没有签署" in work.said
    assert work.act("收件受理").allowed, "ink will do"


def test_esc_takes_the_commitment_back(work: Work) -> None:
    work.shell.press(Key.ACT_2)
    work.settle()
    work.screen.on_escape()
    assert work.citizen.withdrawn == 1
    assert work.act("收件受理").allowed
    ((_what, answered),) = work.citizen.asked
    said = work.said
    answered(None)
    assert work.said == said, "an answer that comes too late is no answer"


def test_without_a_citizens_screen_only_ink_is_offered(work: Work) -> None:
    work.citizen.available = False
    work.screen.acts_changed.emit()
    assert "纸质" in work.act("签信用承诺书").reason
    assert work.act("收件受理").allowed


def test_a_verdict_the_item_does_not_allow_is_refused_in_words(work: Work) -> None:
    table = work.screen.materials.table
    for letter in ("D", "N", "E"):
        table.select_key(1)
        before = table.current_row()
        table.letter.emit(letter)
        assert work.said.endswith("。"), work.said
        assert table.rows_model().rows[0] == before


def test_tab_goes_from_field_to_field(work: Work, qtbot: QtBot) -> None:
    parties = work.screen.parties
    parties.kind.setFocus()
    visited = []
    for _ in range(7):
        visited.append(work.shell.focusWidget())
        qtbot.keyClick(work.shell.focusWidget(), Qt.Key.Key_Return)
    assert visited == [
        parties.kind.choice, parties.name.edit, parties.document_kind.choice, parties.document_no.edit,
        parties.phone.edit, parties.identity.choice, parties.delivery.choice,
    ]  # fmt: skip
    assert work.shell.focusWidget() is work.screen.materials.table


def test_the_drafts_that_cannot_be_read_are_said_in_place(expected_log: LogWatch) -> None:
    expected_log("work of lane store failed")
    work = intake_of()
    try:
        work.desk.views.broken = True
        work.screen.drafting.ask_list()
        work.settle()
        pane = work.screen.drafts.pane
        assert pane.shown is Shown.WORDS
        assert any("没有读到" in words.text() for words in pane.findChildren(Words) if words.isVisible())
    finally:
        work.close()


def test_a_long_notice_is_read_with_the_keys_before_it_is_given(qtbot: QtBot) -> None:
    with in_state("intake long notice") as work:
        work.complaints()
        bar = work.screen.closing.findChild(ScrollColumn).verticalScrollBar()
        for _ in range(20):
            qtbot.keyClick(work.shell.focusWidget(), Qt.Key.Key_PageDown)
        assert bar.value() == bar.maximum() > 0
        assert not [one for one in work.desk.sent if isinstance(one, ask.Notify)]
        work.screen.on_escape()
        assert work.screen.materials.isVisible()
