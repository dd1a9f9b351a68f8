"""Prints and devices: trouble first, the question whether it came out, further copies, previews."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from tests.servers.logwatch import LogWatch
from tests.ui.screen_support import (
    CASE_ID,
    NOW,
    PRINTS,
    Bench,
    FakeDesk,
    FakeDevices,
    FakeFiles,
    FakeMaker,
    FakeViews,
    print_row,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Counter, CounterKind
from yichuang_desktop.domain.papers import TITLES
from yichuang_desktop.domain.print_jobs import FailureKind, JobState
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports import PrinterRow
from yichuang_desktop.services.unavailable import StoreUnavailable
from yichuang_desktop.ui.prints.model import PrintLine, SetLine, in_order, paper_title, printer_title
from yichuang_desktop.ui.prints.screen import LIST, PAPER, PrintsScreen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone


def make(
    qtbot: QtBot,
    desk: FakeDesk,
    maker: FakeMaker | None = None,
    devices: FakeDevices | None = None,
    files: FakeFiles | None = None,
) -> Bench:
    """The screen in its shell."""
    return Bench(
        qtbot,
        lambda tasks, messages: PrintsScreen(
            tasks,
            messages,
            desk,
            maker or FakeMaker(),
            devices or FakeDevices(),
            files or FakeFiles(),  # type: ignore[arg-type]
        ),
        "prints",
    )


# -- the words -----------------------------------------------------------------------------------------------


def test_trouble_stands_first_and_the_newest_of_the_rest_next() -> None:
    done = print_row("done", requested_at=NOW)
    failed = print_row("failed", state="failed", failure="not_laid_out")
    names = [line.state for line in in_order((done, *PRINTS, failed))]
    assert names[:3] == [JobState.UNKNOWN, JobState.FAILED, JobState.QUEUED]
    assert names[3] is JobState.CONFIRMED


@pytest.mark.parametrize("state", list(JobState))
def test_every_state_says_what_to_do_and_no_code_is_shown(state: JobState) -> None:
    for failure in ("", *(kind.value for kind in FailureKind)):
        line = PrintLine(print_row("x", state=state.value, failure=failure))
        assert line.words
        assert line.todo.endswith(("。", "？"))
        assert "_" not in line.words + line.todo
        assert ("票出来了吗" in line.todo) == line.asks


def test_a_further_copy_says_which_it_is() -> None:
    assert PrintLine(print_row("x", copy_no=3)).title == "收件通知单及存根（补打第 2 次）"


def test_every_kind_of_paper_and_printer_has_a_name() -> None:
    assert paper_title("receipt_slip") == "收件通知单小票"
    assert all(paper_title(kind) == title for kind, title in TITLES.items())
    assert printer_title("slip-04") == "04 窗口 小票机"
    assert printer_title("a4-54") == "54 窗口 A4 打印机"
    assert printer_title("laser") == "打印机"


# -- the list ------------------------------------------------------------------------------------------------


def test_open_prints_are_shown_with_the_question_first(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk(views=FakeViews(jobs=PRINTS)))
    lines = bench.screen.table.rows_model().rows
    assert [line.state for line in lines] == [JobState.UNKNOWN, JobState.QUEUED]
    assert [act.text for act in bench.shell.act_bar.acts] == [
        "预览单据",
        "换打印机",
        "没有出来",
        "不完整",
        "完整",
    ]
    bench.check_fit()


def test_nothing_open_offers_to_look_at_all(qtbot: QtBot) -> None:
    desk = FakeDesk(views=FakeViews(jobs=(print_row("done"),)))
    bench = make(qtbot, desk)
    assert bench.screen.table.rows_model().rows == ()
    bench.check_fit()
    bench.shell.press(Key.ACT_1)
    bench.settle()
    assert desk.views.seen[-1] == ("prints", False)
    assert len(bench.screen.table.rows_model().rows) == 1


def test_ten_thousand_prints_are_listed_and_none_is_cut(qtbot: QtBot) -> None:
    jobs = tuple(
        print_row(
            f"job{n}", state="failed", failure="no_such_printer", requested_at=NOW - timedelta(seconds=n)
        )
        for n in range(10_000)
    )
    desk = FakeDesk(views=FakeViews(jobs=jobs))
    bench = make(qtbot, desk)
    bench.screen._on_rows(jobs)
    bench.screen.table.select_row(9_999)
    bench.check_fit()


def test_a_list_that_cannot_be_read_offers_to_try_again(qtbot: QtBot, expected_log: LogWatch) -> None:
    expected_log("lane store failed")
    desk = FakeDesk(views=FakeViews(jobs=PRINTS, broken=True))
    bench = make(qtbot, desk)
    bench.check_fit()
    desk.views.broken = False
    bench.screen.pane._words._on_clicked()
    bench.settle()
    assert len(bench.screen.table.rows_model().rows) == 2


def test_news_of_a_print_refreshes_the_list(qtbot: QtBot) -> None:
    desk = FakeDesk(views=FakeViews(jobs=PRINTS))
    bench = make(qtbot, desk)
    desk.views.jobs = (print_row("new", state="queued"),)
    bench.shell.changed(frozenset({"print_job"}))
    bench.settle()
    assert [line.row.job_id for line in bench.screen.table.rows_model().rows] == [desk.views.jobs[0].job_id]


# -- answering and printing again ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "answer", "said"),
    [
        (Key.MAIN, "complete", "完整"),
        (Key.ACT_2, "incomplete", "重新打印"),
        (Key.ALT_N, "nothing", "重新打印"),
    ],
)
def test_the_clerk_says_what_came_out(qtbot: QtBot, key: Key, answer: str, said: str) -> None:
    desk = FakeDesk(views=FakeViews(jobs=PRINTS))
    bench = make(qtbot, desk)
    bench.shell.press(key)
    bench.settle()
    assert desk.sent == [ask.AnswerPrint(PRINTS[1].job_id, answer)]
    assert said in bench.said()


def test_a_print_of_unknown_fate_is_not_printed_again_before_the_answer(qtbot: QtBot) -> None:
    desk = FakeDesk(views=FakeViews(jobs=PRINTS))
    bench = make(qtbot, desk)
    bench.shell.press(Key.PREVIEW)
    bench.settle()
    assert bench.act("补打一份").reason == "请先回答：票出来了吗？"
    bench.shell.press(Key.MAIN)
    assert desk.sent == []


def test_a_failed_print_is_printed_again(qtbot: QtBot) -> None:
    failed = print_row("failed", state="failed", failure="not_laid_out")
    desk = FakeDesk(views=FakeViews(jobs=(failed,)))
    bench = make(qtbot, desk)
    assert bench.act("重新打印").allowed
    bench.shell.press(Key.MAIN)
    bench.settle()
    assert desk.sent == [ask.MovePrint(failed.job_id, failed.printer)], "nothing had left: no mark is due"


def test_a_copy_tried_again_has_the_same_id_and_the_next_one_another(qtbot: QtBot) -> None:
    desk = FakeDesk(views=FakeViews(jobs=(print_row("done"),)), breaks=StoreUnavailable("result_unknown"))
    bench = make(qtbot, desk)
    bench.shell.press(Key.ACT_1)
    bench.settle()
    for _ in range(3):
        bench.shell.press(Key.MAIN)
        bench.settle()
    first, again, another = (request.copy_id for request in desk.sent)
    assert first == again != another


def test_a_refused_copy_says_why(qtbot: QtBot) -> None:
    failed = print_row("failed", state="failed", failure="not_laid_out")
    desk = FakeDesk(views=FakeViews(jobs=(failed,)))
    desk.refuses = RuleViolation("print_still_waiting", state=JobState.QUEUED)
    bench = make(qtbot, desk)
    bench.shell.press(Key.MAIN)
    bench.settle()
    assert "等待打印" in bench.said()
    assert bench.act("重新打印").allowed


def test_the_case_of_a_print_can_be_opened(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk(views=FakeViews(jobs=(replace(PRINTS[2]),))))
    gone: list[tuple[str, object]] = []
    bench.screen.go_to.disconnect(bench.shell.show_screen)
    bench.screen.go_to.connect(lambda name, value: gone.append((name, value)))
    bench.shell.press(Key.ALT_G)
    assert gone == [("case", CASE_ID)]


# -- sets of one act -----------------------------------------------------------------------------------------

SET = (
    print_row("a", "receipt_sheet", "sent", bundle="act-1"),
    print_row("b", "credit_commitment", "queued", bundle="act-1", failure="paper_out"),
    print_row("c", "intake_record", "sent", bundle="act-1"),
)


def test_the_papers_of_one_act_are_one_line_that_names_what_is_missing(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk(views=FakeViews(jobs=SET)))
    bench.screen._on_rows(SET)
    (line,) = bench.screen.table.rows_model().rows
    assert isinstance(line, SetLine)
    assert (line.words, line.whole.out) == ("没有出齐", 2)
    assert line.todo.startswith("3 张已出 2 张，还缺：信用承诺书。")
    bench.check_fit()
    bench.press(Qt.Key.Key_Return, bench.screen.table)
    bench.settle()
    assert [one.head for one in bench.screen.table.rows_model().rows] == [
        "▾ 一套 3 张",
        "└ 信用承诺书",
        "└ 收件通知单及存根",
        "└ 收件档案",
    ]
    bench.check_fit()
    bench.shell.press(Key.MAIN)
    bench.settle()
    assert len(bench.screen.table.rows_model().rows) == 1


def test_a_set_with_a_question_is_open_and_the_question_stands_there(qtbot: QtBot) -> None:
    doubtful = replace(SET[1], state="unknown", failure="program_ended", moved_at=NOW)
    bench = make(qtbot, FakeDesk(views=FakeViews(jobs=(SET[0], doubtful))))
    bench.screen.table.clearSelection()
    bench.screen.table.setCurrentIndex(QModelIndex())
    bench.screen._on_rows((SET[0], doubtful))
    current = bench.screen.table.current_row()
    assert isinstance(current, PrintLine)
    assert current.question == (
        f"信用承诺书，NX20261123-04-0011，04 窗口 A4 打印机，{NOW:%m-%d %H:%M}：票出来了吗？"
    )
    assert [act.text for act in bench.shell.act_bar.acts][-3:] == ["没有出来", "不完整", "完整"]
    bench.check_fit()


@pytest.mark.parametrize(
    ("states", "words", "says"),
    [
        (("sent", "confirmed", "accepted"), "全部已出", "3 张全部已出"),
        (("queued", "queued", "sending"), "等待打印", "3 张已出 0 张，还缺："),
        (("confirmed", "queued", "queued"), "没有出齐", "3 张已出 1 张，还缺：信用承诺书、收件档案"),
        (("confirmed", "unknown", "failed"), "待确认", "待确认：信用承诺书，还缺：收件档案"),
        (("confirmed", "reprinted", "confirmed"), "全部已出", "2 张全部已出"),
    ],
)
def test_a_set_is_told_in_one_word_and_by_name(states: tuple[str, ...], words: str, says: str) -> None:
    line = SetLine(
        tuple(PrintLine(replace(row, state=state)) for row, state in zip(SET, states, strict=True))
    )
    assert line.words == words
    assert says in line.todo


# -- another printer, and giving up --------------------------------------------------------------------------

HALL = tuple(
    Counter(code, floor, f"{code}号", CounterKind.INTAKE) for code, floor in ((4, 1), (5, 1), (3, 1), (21, 3))
)


def test_a_waiting_slip_is_sent_to_the_neighbours_printer_by_name(qtbot: QtBot) -> None:
    slip = print_row("slip", "receipt_slip", "queued", printer="slip-04", failure="paper_out")
    views = FakeViews(jobs=(slip,), the_counters=HALL, known_printers=(PrinterRow("slip-05", 2, NOW),))
    desk = FakeDesk(views=views)
    bench = make(qtbot, desk)
    bench.shell.press(Key.ALT_H)
    bench.settle()
    shown = [(one.printer, one.title) for one in bench.screen.printers.rows_model().rows]
    assert shown[:3] == [
        ("a4-04", "04 窗口 A4 打印机（本窗口）"),
        ("slip-05", "05 窗口 小票机"),
        ("slip-03", "03 窗口 小票机"),
    ]
    assert "按 A4 版面打印" in bench.screen.printers.rows_model().rows[0].where
    assert "还有 2 张在等" in bench.screen.printers.rows_model().rows[1].said
    bench.check_fit()
    bench.screen.printers.select_row(1)
    assert bench.act("改用 05 窗口 小票机").allowed
    bench.shell.press(Key.MAIN)
    bench.settle()
    (request,) = desk.sent
    assert request == ask.MovePrint(slip.job_id, "slip-05", request.copy_id)
    assert bench.screen.pages.currentIndex() == LIST


def test_a_page_goes_to_no_slip_printer(qtbot: QtBot) -> None:
    page = print_row("page", state="unknown", failure="program_ended")
    bench = make(qtbot, FakeDesk(views=FakeViews(jobs=(page,), the_counters=HALL)))
    bench.shell.press(Key.ALT_H)
    bench.settle()
    assert {one.printer[:3] for one in bench.screen.printers.rows_model().rows} == {"a4-"}
    bench.press(Qt.Key.Key_Escape, bench.shell)
    assert bench.screen.pages.currentIndex() == LIST


def test_a_slip_on_an_a4_printer_says_so() -> None:
    assert PrintLine(print_row("x", "receipt_slip", "queued", printer="a4-04")).todo.startswith(
        "按 A4 版面打印。"
    )


def test_a_print_is_cancelled_after_one_question_and_only_while_it_waits(qtbot: QtBot) -> None:
    waiting = print_row("waiting", state="queued")
    desk = FakeDesk(views=FakeViews(jobs=(waiting,)))
    bench = make(qtbot, desk)
    bench.shell.press(Key.ALT_Q)
    bench.check_fit()
    bench.shell.press(Key.MAIN)
    bench.settle()
    assert desk.sent == [ask.CancelPrint(waiting.job_id)]
    desk.views.jobs = (replace(waiting, state="sending"),)
    bench.shell.changed(frozenset({"print_job"}))
    bench.settle()
    assert bench.act("取消打印").reason == "这张单据正在打印，只有还没有送出的才能取消"


# -- previews ------------------------------------------------------------------------------------------------


def test_a_slip_is_shown_as_the_strip_it_is(qtbot: QtBot) -> None:
    maker = FakeMaker(pages=1)
    bench = make(qtbot, FakeDesk(views=FakeViews(jobs=PRINTS)), maker)
    bench.press(Qt.Key.Key_Return, bench.screen.table)
    bench.settle()
    assert bench.screen.pages.currentIndex() == PAPER
    assert maker.asked == ["receipt_slip"]
    assert bench.screen.reader.preview.page_count == 1
    bench.check_fit()
    bench.press(Qt.Key.Key_Escape, bench.shell)
    assert bench.screen.pages.currentIndex() == LIST


# -- devices -------------------------------------------------------------------------------------------------


def test_devices_say_their_state_and_can_be_tried_by_keyboard(qtbot: QtBot) -> None:
    devices = FakeDevices()
    bench = make(qtbot, FakeDesk(), devices=devices)
    assert list(bench.screen.devices.buttons) == ["slip", "a4"]
    bench.shell.press(Key.ALT_T)
    assert bench.screen.devices.buttons["slip"].hasFocus()
    bench.press(Qt.Key.Key_Space, bench.screen.devices.buttons["slip"])
    bench.settle()
    assert devices.tested == ["slip"]
    assert bench.said() == "小票机打出了测试页。"


def test_a_device_that_does_not_answer_is_told_calmly(qtbot: QtBot, expected_log: LogWatch) -> None:
    expected_log("lane printer failed")

    class Silent(FakeDevices):
        def test(self, key: str) -> str:
            raise TimeoutError(key)

    bench = make(qtbot, FakeDesk(), devices=Silent())
    bench.screen.devices.buttons["slip"].click()
    bench.settle()
    assert bench.said() == "这台设备没有应答。请看电源和连线。"


def test_a_red_lamp_always_has_a_word_beside_it() -> None:
    assert all(PrintLine(row).words for row in PRINTS if PrintLine(row).tone is Tone.BAD)
