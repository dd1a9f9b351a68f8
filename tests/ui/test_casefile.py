"""The case screen: finding, the timeline in words, papers, undoing the last step."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.servers.logwatch import LogWatch
from tests.ui.screen_support import (
    CASE_ID,
    CODE,
    COUNTER,
    DECIDED,
    LEADER,
    LONG_ITEM,
    LONG_UNIT,
    NOW,
    RECEIVED,
    SESSION,
    Bench,
    FakeDesk,
    FakeFiles,
    FakeMaker,
    FakeViews,
    act,
    case_file,
    case_row,
    tools_of,
    uid,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.next_steps import next_step
from yichuang_desktop.domain.tracks import Approval
from yichuang_desktop.services import requests as ask
from yichuang_desktop.ui.casefile.model import (
    head_badge,
    is_code,
    moments,
    step_of,
    track_words,
    why_not_annul,
)
from yichuang_desktop.ui.casefile.screen import CASE, FIND, PAPERS, CaseScreen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

COUNTERS = {4: COUNTER}


def make(
    qtbot: QtBot, desk: FakeDesk, maker: FakeMaker | None = None, files: FakeFiles | None = None
) -> Bench:
    """The screen in its shell."""
    return Bench(
        qtbot,
        lambda tasks, messages: CaseScreen(
            tools_of(tasks, messages, desk, files),
            maker or FakeMaker(),  # type: ignore[arg-type]
        ),
        "case",
    )


# -- the words -----------------------------------------------------------------------------------------------


def test_the_timeline_is_newest_first_and_marks_what_was_undone() -> None:
    shown = moments(case_file(), COUNTERS)
    assert [one.line.at for one in shown] == sorted((one.line.at for one in shown), reverse=True)
    undone = [one for one in shown if one.mark == "已撤销"]
    assert [one.line.title for one in undone] == ["部门签收材料（已撤销）"]
    assert undone[0].tone is Tone.BAD
    annulment = next(one for one in shown if one.line.title == "撤销上一步")
    assert annulment.line.evidence_text.endswith("原因：扫错了存根")


def test_the_timeline_shows_ratings_and_no_whole_number() -> None:
    shown = moments(case_file(), COUNTERS)
    assert [one.line.title for one in shown if one.mark == "评价"] == [
        "好差评：未评价（超时）",
        "好差评：非常满意",
    ]
    whole = "".join(one.line.evidence_text for one in shown)
    assert "411399199001010013" not in whole
    assert "15400000012" not in whole
    assert len({one.key for one in shown}) == len(shown)


def test_tracks_say_where_each_stands_and_since_when() -> None:
    words = [track.words for track in track_words(case_file())]
    assert words[0] == "准予　11-23 14:10"
    assert words[3] == "已通知，待领取　11-23 14:23"


def test_next_step_is_the_halls_own_sentence_and_tells_when_it_is_late() -> None:
    roles = SESSION.roles
    waiting = case_file(tracks=RECEIVED)
    assert step_of(waiting, roles, NOW.date()).text == next_step(waiting.case).sentence
    late = step_of(waiting, roles, NOW.date() + timedelta(days=20))
    assert late.text == f"已超过承诺办结日 9 天。{next_step(waiting.case).sentence}"
    assert late.tone is Tone.BAD
    assert step_of(case_file(commitment_owed=True), roles, NOW.date()).tone is Tone.BAD


@pytest.mark.parametrize("approval", list(Approval))
def test_every_state_has_a_badge_and_a_next_step(approval: Approval) -> None:
    file = case_file(tracks=replace(RECEIVED, approval=approval))
    words, _tone = head_badge(file.case)
    assert words
    assert step_of(file, SESSION.roles, NOW.date()).text


def test_only_the_recorder_within_minutes_or_the_leader_may_undo() -> None:
    file = case_file()
    assert why_not_annul(file, SESSION, NOW) == ""
    assert why_not_annul(file, SESSION, NOW + timedelta(minutes=30)) == "已超过 10 分钟，请组长撤销"
    assert why_not_annul(file, LEADER, NOW + timedelta(minutes=30)) == ""
    other = replace(SESSION, login="e_yi", name="员工乙")
    assert "员工甲（演示）办的" in why_not_annul(file, other, NOW)
    fixed = replace(file, history=(act("remind", 1, DECIDED, DECIDED),))
    assert why_not_annul(fixed, SESSION, NOW) == "上一步不能撤销"


@pytest.mark.parametrize(
    ("text", "code"),
    [(CODE, True), ("71 01 20261123040009 4956350834 80", True), ("NX20261123-04-0011", False),
     ("0011", False), ("411399199001010013", False), ("测试样例", False)],
)  # fmt: skip
def test_a_scanned_code_is_told_from_what_was_typed(text: str, code: bool) -> None:
    assert is_code(text) is code


# -- finding -------------------------------------------------------------------------------------------------


def test_before_a_search_the_screen_says_what_can_be_searched_for(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk())
    assert bench.screen.pages.currentIndex() == FIND
    assert bench.screen.search.edit.hasFocus()
    assert bench.act("打开这一件").reason == "请先查找一件"
    bench.check_fit()


def test_several_cases_found_are_listed_and_enter_opens_one(qtbot: QtBot) -> None:
    desk = FakeDesk(views=FakeViews(found=(case_row(11), case_row(12))))
    bench = make(qtbot, desk)
    bench.type(bench.screen.search.edit, "测试样例", enter=True)
    bench.settle()
    assert ("find_cases", "测试样例") in desk.views.seen
    assert len(bench.screen.found.table.rows_model().rows) == 2
    assert bench.screen.found.table.hasFocus()
    bench.check_fit()
    bench.press(Qt.Key.Key_Return, bench.screen.found.table)
    bench.settle()
    assert bench.screen.pages.currentIndex() == CASE


def test_a_single_case_found_is_opened_at_once(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk(views=FakeViews(found=(case_row(11),))))
    bench.type(bench.screen.search.edit, "0011", enter=True)
    bench.settle()
    assert bench.screen.pages.currentIndex() == CASE
    assert bench.screen.view.name.text() == "测试样例㛃"


def test_nothing_found_says_what_to_try(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk())
    bench.type(bench.screen.search.edit, "没有这个人", enter=True)
    bench.settle()
    assert bench.screen.pages.currentIndex() == FIND
    assert bench.screen.search.edit.hasFocus()
    bench.check_fit()


def test_a_hundred_found_with_the_longest_names_are_not_cut(qtbot: QtBot) -> None:
    rows = tuple(case_row(n, item_name=LONG_ITEM, applicant_name=LONG_UNIT) for n in range(1, 101))
    bench = make(qtbot, FakeDesk(views=FakeViews(found=rows)))
    bench.type(bench.screen.search.edit, "内乡县", enter=True)
    bench.settle()
    bench.check_fit()


def test_one_letter_is_not_searched_for(qtbot: QtBot) -> None:
    desk = FakeDesk()
    bench = make(qtbot, desk)
    bench.type(bench.screen.search.edit, "1", enter=True)
    bench.settle()
    assert desk.views.seen == []
    assert bench.screen.search.remark == "请至少写两个字"


def test_a_scan_opens_its_case_and_a_wrong_one_is_told(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk())
    bench.type(bench.screen.search.edit, CODE, enter=True)
    bench.settle()
    assert bench.screen.pages.currentIndex() == CASE
    bench.shell.press(Key.FIND)
    bench.type(bench.screen.search.edit, CODE[:-1] + "1", enter=True)
    bench.settle()
    assert bench.screen.search.tone is Tone.BAD
    assert "收件通知单" in bench.screen.search.remark


def test_a_database_that_is_away_offers_to_try_again(qtbot: QtBot, expected_log: LogWatch) -> None:
    expected_log("lane store failed")
    desk = FakeDesk(views=FakeViews(broken=True))
    bench = make(qtbot, desk)
    bench.type(bench.screen.search.edit, "测试样例", enter=True)
    bench.settle()
    desk.views.broken, desk.views.found = False, (case_row(11),)
    bench.check_fit()
    bench.screen.found.pane._words._on_clicked()
    bench.settle()
    assert bench.screen.pages.currentIndex() == CASE


# -- the case ------------------------------------------------------------------------------------------------


def open_case(
    qtbot: QtBot, desk: FakeDesk, maker: FakeMaker | None = None, files: FakeFiles | None = None
) -> Bench:
    """The case on screen, as another screen hands it over."""
    bench = make(qtbot, desk, maker, files)
    bench.shell.show_screen("case", CASE_ID)
    bench.settle()
    return bench


def test_another_screen_hands_a_case_over(qtbot: QtBot) -> None:
    bench = open_case(qtbot, FakeDesk())
    assert bench.screen.pages.currentIndex() == CASE
    assert len(bench.screen.view.moments) == 13
    assert bench.screen.view.table.hasFocus()
    bench.check_fit()


def test_the_longest_names_are_not_cut_in_a_case(qtbot: QtBot) -> None:
    long = case_file(item_name=LONG_ITEM, applicant_name=LONG_UNIT, result_name=LONG_ITEM, tracks=RECEIVED)
    bench = open_case(qtbot, FakeDesk(views=FakeViews(files={CASE_ID: long})))
    bench.check_fit()
    holder = bench.shell.stack.currentWidget()
    assert holder.verticalScrollBar().maximum() == 0  # type: ignore[union-attr]
    bench.screen.view.table.select_row(0)
    bench.check_fit()


def test_a_draft_without_name_and_number_can_be_read(qtbot: QtBot) -> None:
    draft = case_file(applicant_name="", receipt_no="", applicant=None, result_name="", result_no="",
                      received_at=None, promise_due=None, legal_due=None)  # fmt: skip
    draft = replace(draft, history=(), prints=(), services=())
    bench = open_case(qtbot, FakeDesk(views=FakeViews(files={CASE_ID: draft})))
    assert bench.act("撤销上一步").reason == "还没有可以撤销的"
    assert bench.act("预览单据、补打").reason == "这一件还没有单据"
    bench.check_fit()


def test_news_of_the_case_refreshes_it_and_keeps_the_place(qtbot: QtBot) -> None:
    desk = FakeDesk()
    bench = open_case(qtbot, desk)
    bench.screen.view.table.select_row(3)
    marked = bench.screen.view.table.current_row()
    more = act("call_applicant", 0, DECIDED, DECIDED, {"call": {"phone": "1", "outcome": "busy", "said": ""}})
    old = desk.views.files[CASE_ID]
    desk.views.files[CASE_ID] = replace(old, history=(*old.history, more))
    bench.shell.changed(frozenset({"case"}))
    bench.settle()
    assert len(bench.screen.view.moments) == 14
    assert bench.screen.view.table.current_row() == marked


def test_escape_leads_back_to_what_was_found(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk(views=FakeViews(found=(case_row(11), case_row(12)))))
    bench.type(bench.screen.search.edit, "测试", enter=True)
    bench.settle()
    bench.shell.press(Key.MAIN)
    bench.settle()
    bench.press(Qt.Key.Key_Escape, bench.shell)
    assert bench.screen.pages.currentIndex() == FIND
    assert bench.screen.found.table.hasFocus()


# -- undoing -------------------------------------------------------------------------------------------------


def test_undoing_asks_for_the_reason_in_place_and_sends_it(qtbot: QtBot) -> None:
    desk = FakeDesk()
    bench = open_case(qtbot, desk)
    bench.shell.press(Key.ALT_U)
    assert bench.screen.reason.edit.hasFocus()
    assert bench.act("确认撤销").reason == "请写明撤销的原因"
    bench.check_fit()
    bench.shell.press(Key.MAIN)
    assert desk.sent == []
    bench.type(bench.screen.reason.edit, "打错了电话")
    bench.shell.press(Key.MAIN)
    bench.settle()
    (request,) = desk.sent
    assert isinstance(request, ask.Annul)
    assert (request.case_id, request.revision, request.counter) == (CASE_ID, 11, 4)
    assert request.annuls == uid("call_applicant3")
    assert request.reason == "打错了电话"
    assert bench.said() == "已撤销“电话通知申请人”，撤销已记入办件记录。"
    assert bench.act("撤销上一步").allowed


def test_escape_gives_the_undoing_up(qtbot: QtBot) -> None:
    desk = FakeDesk()
    bench = open_case(qtbot, desk)
    bench.shell.press(Key.ALT_U)
    bench.press(Qt.Key.Key_Escape, bench.shell)
    assert bench.act("撤销上一步").allowed
    assert desk.sent == []


def test_a_refused_undoing_says_why_and_reads_the_case_again(qtbot: QtBot) -> None:
    desk = FakeDesk(
        refuses=RuleViolation("changed_elsewhere", receipt_no="NX20261123-04-0011", item="个体工商户设立登记")
    )
    bench = open_case(qtbot, desk)
    bench.shell.press(Key.ALT_U)
    bench.type(bench.screen.reason.edit, "误操作")
    before = desk.views.seen.count(("case_file", CASE_ID))
    bench.shell.press(Key.MAIN)
    bench.settle()
    assert bench.messages.history[-1].kind == "bad"
    assert desk.views.seen.count(("case_file", CASE_ID)) == before + 1


# -- papers --------------------------------------------------------------------------------------------------


def test_papers_are_listed_with_their_state_and_shown_as_printed(qtbot: QtBot) -> None:
    maker = FakeMaker()
    bench = open_case(qtbot, FakeDesk(), maker)
    bench.shell.press(Key.PREVIEW)
    bench.settle()
    assert bench.screen.pages.currentIndex() == PAPERS
    titles = [line.title for line in bench.screen.papers.lines]
    assert sorted(titles) == sorted(["收件通知单及存根", "收件通知单小票", "信用承诺书", "收件档案"])
    assert len(maker.asked) == 1
    bench.press(Qt.Key.Key_Down, bench.screen.papers.table)
    bench.settle()
    assert len(maker.asked) == 2
    bench.check_fit()


def test_a_paper_is_printed_again_by_one_key(qtbot: QtBot) -> None:
    desk = FakeDesk()
    bench = open_case(qtbot, desk)
    bench.shell.press(Key.PREVIEW)
    bench.settle()
    line = bench.screen.papers.current
    assert line.why_not_reprint == ""
    bench.shell.press(Key.MAIN)
    bench.settle()
    (request,) = desk.sent
    assert request == ask.Reprint(line.row.job_id, copy_id=request.copy_id)
    assert request.copy_id
    assert "已排队补打" in bench.said()


def test_a_paper_still_waiting_is_not_printed_again(qtbot: QtBot) -> None:
    bench = open_case(qtbot, FakeDesk())
    bench.shell.press(Key.PREVIEW)
    bench.settle()
    waiting = next(n for n, line in enumerate(bench.screen.papers.lines) if line.row.state == "queued")
    bench.screen.papers.table.select_row(waiting)
    bench.settle()
    assert bench.act("补打一份").reason == "这张单据等待打印，不必补打"


def test_a_page_is_kept_as_pdf(qtbot: QtBot, tmp_path: Path) -> None:
    files = FakeFiles(tmp_path / "通知单.pdf")
    bench = open_case(qtbot, FakeDesk(), files=files)
    bench.shell.press(Key.PREVIEW)
    bench.settle()
    bench.shell.press(Key.SAVE)
    bench.settle()
    assert files.asked[0][1].endswith(".pdf")
    assert (tmp_path / "通知单.pdf").read_bytes().startswith(b"%PDF")
    assert bench.said() == "已保存：通知单.pdf"


def test_a_file_that_cannot_be_written_is_told_calmly(
    qtbot: QtBot, tmp_path: Path, expected_log: LogWatch
) -> None:
    expected_log("lane paper failed")
    bench = open_case(qtbot, FakeDesk(), files=FakeFiles(tmp_path / "没有这个文件夹" / "通知单.pdf"))
    bench.shell.press(Key.PREVIEW)
    bench.settle()
    bench.shell.press(Key.SAVE)
    bench.settle()
    assert bench.said().startswith("没有存成“通知单.pdf”")


def test_a_paper_that_cannot_be_set_says_why(qtbot: QtBot) -> None:
    violation = RuleViolation("no_font_for_character", character="㛃", code_point="U+36C3")
    bench = open_case(qtbot, FakeDesk(), FakeMaker(refuses=violation))
    bench.shell.press(Key.PREVIEW)
    bench.settle()
    assert not bench.screen.papers.reader.ready
    assert bench.act("存为文件").reason == "单据还没有显示出来"
    bench.check_fit()
