"""The intake ledger: spans of days, 10,000 rows, workbook, printed pages (R-ARC-2)."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.servers.logwatch import LogWatch
from tests.ui.screen_support import (
    HALL,
    LONG_ITEM,
    LONG_UNIT,
    NOW,
    Bench,
    FakeDesk,
    FakeFiles,
    FakeMaker,
    FakeViews,
    ledger_row,
)
from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.domain.papers import LedgerPaper, PaperHead, lacking
from yichuang_desktop.services.ledgers import COLUMNS, PRINTED, cells
from yichuang_desktop.services.ports import LedgerRow
from yichuang_desktop.ui.ledger.model import (
    PREVIEW_ROWS,
    LedgerColumns,
    Quick,
    Span,
    ledger_paper,
    read_day,
    span_trouble,
    totals,
)
from yichuang_desktop.ui.ledger.screen import LIST, PAPER, LedgerScreen
from yichuang_desktop.ui.shortcuts import Key

MANY = tuple(ledger_row(seq) for seq in range(1, 10_001))


class Workbooks:
    """Notes what was to be written; ``hold`` makes it wait for a cancel."""

    def __init__(self, hold: bool = False, error: OSError | None = None) -> None:
        self.written: list[tuple[Path, str, int]] = []
        self.hold, self.error = hold, error
        self.begun = Event()

    def __call__(
        self,
        path: Path,
        subtitle: str,
        rows: Sequence[LedgerRow],
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
        ledger: Ledger = Ledger.COUNTER,
    ) -> int | None:
        if self.error is not None:
            raise self.error
        progress(1, len(rows))
        self.begun.set()
        while self.hold and not cancelled():
            Event().wait(0.005)
        if cancelled():
            return None
        self.written.append((path, subtitle, len(rows)))
        return len(rows)


def make(
    qtbot: QtBot,
    desk: FakeDesk,
    *,
    files: FakeFiles | None = None,
    save: Workbooks | None = None,
    printed: list[LedgerPaper] | None = None,
    maker: FakeMaker | None = None,
) -> Bench:
    """The screen in its shell."""
    papers = printed if printed is not None else []
    return Bench(
        qtbot,
        lambda tasks, messages: LedgerScreen(
            tasks, messages, desk, lambda: NOW, maker or FakeMaker(), files or FakeFiles(),  # type: ignore[arg-type]
            save or Workbooks(), papers.append,
        ),
        "ledger",
    )  # fmt: skip


# -- days ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["2026-11-01", "20261101", "2026.11.1", "2026/11/01", "2026年11月1日", " 2026-11-1 "]
)
def test_days_are_read_as_one_types_them(text: str) -> None:
    assert read_day(text) == date(2026, 11, 1)
    assert read_day("２０２８－０２－２９") == date(2028, 2, 29)


@pytest.mark.parametrize(
    "text", ["2026-02-29", "2026-13-01", "2026-13", "11-01", "", "昨天", "0000-01-01", "202611"]
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_day(text) is None


def test_quick_spans_over_a_new_year() -> None:
    day = date(2027, 1, 2)
    assert Quick.TODAY.span(day) == Span(day, day)
    assert Quick.WEEK.span(day) == Span(date(2026, 12, 28), day)
    assert Quick.MONTH.span(day) == Span(date(2027, 1, 1), day)
    assert Quick.LAST_MONTH.span(day) == Span(date(2026, 12, 1), date(2026, 12, 31))


def test_a_span_that_is_none_says_why() -> None:
    assert span_trouble(None, date(2026, 1, 1)) == "请写成 2026-11-01"
    assert span_trouble(date(2026, 1, 2), date(2026, 1, 1)) == "结束日期在开始日期之前"
    assert span_trouble(date(2020, 1, 1), date(2026, 1, 1)) == "一次最多查三年"
    assert span_trouble(date(2026, 1, 1), date(2026, 1, 1)) == ""


@pytest.mark.row("R-ARC-2")
def test_the_screen_has_every_column_of_the_ledger_in_its_order() -> None:
    row = ledger_row(1)
    columns = [name.value for name in LedgerColumns]
    assert [column.title for column in columns] == [column.head for column in COLUMNS]
    assert tuple(column.first(row) for column in columns) == cells(row)


def test_totals_count_what_the_rows_say() -> None:
    sums = totals(MANY[:6])
    assert (sums.received, sums.handed_over, sums.decided, sums.collected, sums.returned) == (6, 6, 3, 2, 0)


@pytest.mark.row("R-ARC-2")
def test_the_printed_ledger_lacks_nothing() -> None:
    head = PaperHead(HALL.name, "NX20261101-20261123-台账", "", "4号窗口", "员工甲", NOW)
    paper = ledger_paper(head, Span(date(2026, 11, 1), date(2026, 11, 23)), MANY[:3])
    assert lacking(paper) == ()
    assert len(paper.rows) == 3
    assert all(len(row) == len(PRINTED) == len(paper.columns) for row in paper.rows)


# -- the list ------------------------------------------------------------------------------------------------


def test_today_is_shown_first(qtbot: QtBot) -> None:
    desk = FakeDesk(views=FakeViews(rows=MANY[:3]))
    bench = make(qtbot, desk)
    assert desk.views.seen == [
        ("ledger_size", NOW.date(), NOW.date()),
        ("ledger", NOW.date(), NOW.date(), 0),
    ]
    assert len(bench.screen.table.rows.rows) == 3
    assert bench.screen.table.hasFocus()
    assert bench.screen.figures.text() == "收件 3　交接 3　办结 2　领取 1　退件 0"
    bench.check_fit()


@pytest.mark.row("R-ARC-2")
def test_ten_thousand_rows_come_a_page_at_a_time(qtbot: QtBot) -> None:
    desk = FakeDesk(views=FakeViews(rows=MANY))
    bench = make(qtbot, desk)
    asked = [seen[3] for seen in desk.views.seen if seen[0] == "ledger"]
    assert asked == [*range(0, 10_001, 1000)]
    assert len(bench.screen.table.rows.rows) == 10_000
    assert not bench.screen.progress.isVisible()
    bench.screen.table.select_row(9_999)
    bench.check_fit()


def test_the_longest_names_wrap_and_no_column_is_cut(qtbot: QtBot) -> None:
    rows = tuple(
        ledger_row(n, item_name=LONG_ITEM, applicant_name=LONG_UNIT, collector=LONG_UNIT) for n in (1, 2)
    )
    bench = make(qtbot, FakeDesk(views=FakeViews(rows=rows)))
    bench.check_fit()
    bar = bench.screen.table.horizontalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    bench.check_fit()


def test_arrow_keys_go_sideways_through_the_columns(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk(views=FakeViews(rows=MANY[:3])))
    for _ in range(len(COLUMNS)):
        bench.press(Qt.Key.Key_Right, bench.screen.table)
    bar = bench.screen.table.horizontalScrollBar()
    assert bar.value() == bar.maximum()


def test_days_without_cases_say_what_to_do(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk())
    assert bench.act("导出 Excel").reason == "这些日子没有收件"
    bench.check_fit()


def test_quick_keys_and_typed_days_ask_for_their_span(qtbot: QtBot) -> None:
    desk = FakeDesk(views=FakeViews(rows=MANY[:3]))
    bench = make(qtbot, desk)
    bench.shell.press(Key.ALT_4)
    bench.settle()
    assert desk.views.seen[-1] == ("ledger", date(2026, 10, 1), date(2026, 10, 31), 0)
    assert bench.screen.first.text() == "2026-10-01"
    bench.shell.press(Key.FIND)
    bench.type(bench.screen.first.edit, "20261105", enter=True)
    assert bench.screen.last.edit.hasFocus()
    bench.type(bench.screen.last.edit, "2026.11.9", enter=True)
    bench.settle()
    assert desk.views.seen[-1] == ("ledger", date(2026, 11, 5), date(2026, 11, 9), 0)


def test_a_wrong_day_is_told_while_typing_and_asks_nothing(qtbot: QtBot) -> None:
    desk = FakeDesk(views=FakeViews(rows=MANY[:3]))
    bench = make(qtbot, desk)
    before = len(desk.views.seen)
    bench.shell.press(Key.FIND)
    bench.type(bench.screen.first.edit, "2026-13", enter=True)
    bench.type(bench.screen.last.edit, "", enter=True)
    bench.settle()
    assert bench.screen.trouble.text() == "请写成 2026-11-01"
    assert len(desk.views.seen) == before
    bench.check_fit()


def test_reading_can_be_stopped_and_what_came_stays(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk(views=FakeViews(rows=MANY)))
    stopped: list[int] = []

    def stop(rows: tuple[LedgerRow, ...], _total: int) -> None:
        if len(rows) == 2000:
            stopped.append(len(rows))
            bench.screen.on_escape()

    bench.screen.loader.fetched.connect(stop)
    bench.shell.press(Key.ALT_2)
    bench.settle()
    assert stopped == [2000]
    assert len(bench.screen.table.rows.rows) == 2000
    assert "只读了一部分" in bench.screen.figures.text()
    bench.check_fit()


def test_a_database_that_is_away_offers_to_try_again(qtbot: QtBot, expected_log: LogWatch) -> None:
    expected_log("lane store failed")
    desk = FakeDesk(views=FakeViews(rows=MANY[:3], broken=True))
    bench = make(qtbot, desk)
    bench.check_fit()
    desk.views.broken = False
    bench.screen.pane._words._on_clicked()
    bench.settle()
    assert len(bench.screen.table.rows.rows) == 3


def test_enter_opens_the_case_of_a_row(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk(views=FakeViews(rows=MANY[:3])))
    gone: list[tuple[str, object]] = []
    bench.screen.go_to.disconnect(bench.shell.show_screen)
    bench.screen.go_to.connect(lambda name, value: gone.append((name, value)))
    bench.press(Qt.Key.Key_Return, bench.screen.table)
    assert gone == [("case", MANY[0].receipt_no)]


# -- workbook ------------------------------------------------------------------------------------------------


@pytest.mark.row("R-ARC-2")
def test_the_workbook_holds_every_row_of_the_span(qtbot: QtBot, tmp_path: Path) -> None:
    save, files = Workbooks(), FakeFiles(tmp_path / "台账.xlsx")
    bench = make(qtbot, FakeDesk(views=FakeViews(rows=MANY)), files=files, save=save)
    bench.shell.press(Key.ACT_1)
    bench.settle()
    assert files.asked == [("导出台账", "综合受理窗口业务台账20261123.xlsx")]
    assert save.written == [(tmp_path / "台账.xlsx", f"{HALL.name}　2026-11-23　共 10000 件", 10_000)]
    assert bench.said() == "已导出 10000 件：台账.xlsx"


def test_the_export_can_be_stopped(qtbot: QtBot, tmp_path: Path) -> None:
    save = Workbooks(hold=True)
    bench = make(qtbot, FakeDesk(views=FakeViews(rows=MANY)), files=FakeFiles(tmp_path / "a.xlsx"), save=save)
    bench.shell.press(Key.ACT_1)
    qtbot.waitUntil(save.begun.is_set)
    assert bench.act("导出 Excel").reason == "正在导出，可按 Esc 停下"
    bench.check_fit()
    bench.press(Qt.Key.Key_Escape, bench.shell)
    bench.settle()
    assert save.written == []
    assert bench.said() == "已停下，没有写出“a.xlsx”。"
    assert bench.act("导出 Excel").allowed


def test_a_disk_that_refuses_is_told_calmly(qtbot: QtBot, tmp_path: Path, expected_log: LogWatch) -> None:
    expected_log("lane export failed")
    save = Workbooks(error=PermissionError("the file is open in Excel"))
    bench = make(
        qtbot, FakeDesk(views=FakeViews(rows=MANY[:3])), files=FakeFiles(tmp_path / "a.xlsx"), save=save
    )
    bench.shell.press(Key.ACT_1)
    bench.settle()
    assert bench.said().startswith("没有存成“a.xlsx”。请关掉已打开的同名表格")


# -- paper ---------------------------------------------------------------------------------------------------


@pytest.mark.row("R-ARC-2")
def test_the_preview_shows_the_beginning_and_everything_is_printed(qtbot: QtBot) -> None:
    printed: list[LedgerPaper] = []
    bench = make(qtbot, FakeDesk(views=FakeViews(rows=MANY)), printed=printed)
    bench.shell.press(Key.ACT_2)
    bench.settle()
    assert bench.screen.pages.currentIndex() == PAPER
    assert f"预览前 {PREVIEW_ROWS} 件" in bench.screen._paper_hint.text()
    bench.check_fit()
    bench.shell.press(Key.MAIN)
    bench.settle()
    (paper,) = printed
    assert len(paper.rows) == 10_000
    assert paper.head.hall_name == HALL.name
    assert bench.screen.pages.currentIndex() == LIST


def test_escape_leads_back_from_the_preview(qtbot: QtBot) -> None:
    bench = make(qtbot, FakeDesk(views=FakeViews(rows=MANY[:3])))
    bench.shell.press(Key.ACT_2)
    bench.settle()
    bench.press(Qt.Key.Key_Escape, bench.shell)
    assert bench.screen.pages.currentIndex() == LIST
    assert bench.screen.table.hasFocus()


def test_the_whole_ledger_is_kept_as_pdf(qtbot: QtBot, tmp_path: Path) -> None:
    bench = make(qtbot, FakeDesk(views=FakeViews(rows=MANY[:3])), files=FakeFiles(tmp_path / "台账.pdf"))
    bench.shell.press(Key.ACT_2)
    bench.settle()
    bench.shell.press(Key.SAVE)
    bench.settle()
    assert (tmp_path / "台账.pdf").read_bytes() == b"%PDF-1.7 ledger"


def test_a_short_ledger_follows_what_happens_elsewhere(qtbot: QtBot) -> None:
    desk = FakeDesk(views=FakeViews(rows=MANY[:3]))
    bench = make(qtbot, desk)
    bench.screen.table.select_row(2)
    desk.views.rows = MANY[:5]
    bench.shell.changed(frozenset({"case"}))
    bench.settle()
    assert len(bench.screen.table.rows.rows) == 5
    assert bench.screen.table.current_row() == MANY[2]


def test_a_long_ledger_is_read_again_when_it_is_shown_next(qtbot: QtBot) -> None:
    desk = FakeDesk(views=FakeViews(rows=MANY[:2000]))
    bench = make(qtbot, desk)
    before = len(desk.views.seen)
    bench.shell.changed(frozenset({"case"}))
    bench.settle()
    assert len(desk.views.seen) == before
    bench.screen.on_hidden()
    bench.screen.on_shown()
    bench.settle()
    assert len(desk.views.seen) == before + 4
