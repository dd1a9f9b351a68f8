"""Reminders: lights, lists, what may be reported, the month's reports (R-REM-1, R-OUT-7, R-HO-4)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.servers.logwatch import LogWatch
from tests.ui.screen_support import (
    CASE_ID,
    LONG_ITEM,
    LONG_UNIT,
    NOW,
    SESSION,
    Bench,
    FakeDesk,
    FakeFiles,
    FakeMaker,
    FakeViews,
    case_file,
    tools_of,
    uid,
)
from tests.ui.work_screens import wait
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.hall_records import HallRecord, RecordKind
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports_dues import DueRow, ReminderRow
from yichuang_desktop.services.ports_reports import CounterfoilRow, NoteRow, OverdueRow
from yichuang_desktop.services.reports import MonthReport
from yichuang_desktop.ui.dues.model import List, lines_of, sums_of
from yichuang_desktop.ui.dues.screen import DuesScreen
from yichuang_desktop.ui.shortcuts import Key

TODAY = NOW.date()
AT_DESK = replace(SESSION, roles=frozenset({Role.ISSUANCE_CLERK}))
READER = replace(SESSION, roles=frozenset({Role.DIGITAL_SECTION}))
SAID = ReminderRow(NOW - timedelta(days=1), "0377-00000004", "answered", "周科长", "周五出证", "赵磊")


def due_row(number: int, days: int | None = 0, **changes: Any) -> DueRow:
    """A case due so many days from today."""
    on = TODAY + timedelta(days=days) if days is not None else None
    known = DueRow(
        case_id=uid(f"due{number}"), revision=5, number=f"NX20261116-04-{number:04d}",
        applicant_name="测试样例甲", item_name="食品经营许可（新办）", department="内乡县市场监督管理局",
        phone="0377-00000004", contact="周科长", accepted=NOW - timedelta(days=20), due_on=on,
        legal_due=on, estimated=False, approval="in_review", special_step="", step_due=None, extended=False,
    )  # fmt: skip
    return replace(known, **changes)


def counterfoil(number: int, **changes: Any) -> CounterfoilRow:
    """A counterfoil of today without a signature."""
    known = CounterfoilRow(
        case_id=uid(f"c{number}"), number=f"NX20261123-04-{number:04d}", applicant_name="测试样例甲",
        item_name="食品经营许可（新办）", department="内乡县市场监督管理局", phone="0377-00000004", copies=7,
        accepted_at=NOW, collection_due=NOW, first_handler="员工甲", counter=4, signed_by="", signed_at=None,
        calls=2,
    )  # fmt: skip
    return replace(known, **changes)


@dataclass
class DueViews(FakeViews):
    """What falls due, and the month, from lists."""

    due: tuple[DueRow, ...] = ()
    counterfoils: tuple[CounterfoilRow, ...] = ()
    notes: tuple[NoteRow, ...] = ()
    late: tuple[OverdueRow, ...] = ()
    kept: tuple[HallRecord, ...] = ()

    def due_cases(self, limit: int = 20_000) -> tuple[DueRow, ...]:
        self._note("due_cases")
        return self.due

    def counterfoils_of(self, day: date) -> tuple[CounterfoilRow, ...]:
        return self.counterfoils

    def performance_notes(self, first: date, last: date) -> tuple[NoteRow, ...]:
        self._note("notes", first, last)
        return self.notes

    def overdue_cases(self, first: date, last: date, today: date) -> tuple[OverdueRow, ...]:
        self._note("overdue", first, last)
        return self.late

    def records(self, kind: RecordKind, since: str = "", limit: int = 200) -> tuple[HallRecord, ...]:
        return tuple(one for one in self.kept if one.kind is kind)


@dataclass
class DueDesk(FakeDesk):
    """A log-in that also reminds and knows the time."""

    reminded: list[ask.Remind] = field(default_factory=list)

    def now(self) -> datetime:
        return NOW

    def remind(self, request: ask.Remind) -> None:
        self._take(request)
        self.reminded.append(request)

    def case_file(self, _case_id: object) -> Any:
        return case_file()

    def handle(self, request: Any) -> Any:
        if hasattr(request, "act_id"):
            return super().handle(request)
        self._take(request)
        return str(request.job_id)


@dataclass
class Saved:
    """Notes which reports were written."""

    written: list[tuple[Path, MonthReport]] = field(default_factory=list)
    error: OSError | None = None

    def __call__(self, path: Path, report: MonthReport) -> None:
        if self.error is not None:
            raise self.error
        self.written.append((path, report))


Make = Callable[..., Bench]
ROWS = (
    due_row(1, -3, reminders=(SAID,) * 6),
    due_row(2, -1),
    due_row(3, 0),
    due_row(4, 2, estimated=True, reminders=(SAID,)),
    due_row(5, 30, approval="special_step", special_step="听证", step_due=TODAY - timedelta(days=1)),
    due_row(6, 40, accepted=NOW),
    due_row(7, None),
)
LONG = {"applicant_name": LONG_UNIT, "item_name": LONG_ITEM, "department": "内乡县人力资源和社会保障局"}


@pytest.fixture
def opened(qtbot: QtBot) -> Make:
    """The screen over these rows."""

    def make(
        rows: tuple[DueRow, ...] = ROWS,
        session: Any = AT_DESK,
        saved: Saved | None = None,
        path: Path | None = None,
        **lists: Any,
    ) -> Bench:
        desk = DueDesk(session=session, views=DueViews(due=rows, **lists))
        bench = Bench(
            qtbot,
            lambda tasks, messages: DuesScreen(
                tools_of(tasks, messages, desk, FakeFiles(path)), FakeMaker(), saved or Saved()
            ),
        )
        bench.desk = desk  # type: ignore[attr-defined]
        return bench

    return make


def press(bench: Bench, key: Key) -> None:
    bench.shell.press(key)
    bench.settle()


def cut(bench: Bench) -> list[str]:
    """Texts without room, once the layout has come to rest."""
    for _ in range(4):
        wait(lambda: True)
    return bench.cut()


def numbers(bench: Bench) -> list[str]:
    return [line.row.number[-1] for line in bench.screen.table.rows_model().rows]


def act(bench: Bench, words: str) -> Any:
    return next(one for one in bench.shell.act_bar.acts if one.text == words)


@pytest.mark.row("R-REM-1")
def test_R_REM_1_every_case_has_its_light_in_colour_and_word() -> None:
    lines = lines_of(ROWS, NOW, WorkCalendar())
    assert [line.badge for line in lines] == ["超期", "超期", "临近", "临近", "充裕", "充裕", "不限时"]
    assert [line.distance for line in lines[:4]] == [
        "超期 1 个工作日", "超期 1 个工作日", "今天到期", "还有 2 个工作日",
    ]  # fmt: skip
    assert lines[3].due == "11-25（暂估）"
    assert lines[4].step_end == "计划 11-22 止，已过"
    sums = sums_of(lines)
    assert (sums.overdue, sums.today, sums.soon, sums.steps, sums.all) == (2, 1, 2, 1, 7)
    reported = replace(ROWS[0], reported_at=NOW)
    assert lines_of([reported], NOW, WorkCalendar())[0].badge == "超期，已上报"
    assert "更早还有 2 次" in lines[0].log[-1]
    assert "周科长 已接通“周五出证”（赵磊）" in lines[0].log[0]


@pytest.mark.row("R-REM-1")
def test_R_REM_1_the_list_opens_on_what_is_to_be_chased(opened: Make) -> None:
    bench = opened()
    assert numbers(bench) == ["1", "2", "3", "4"]
    press(bench, Key.ALT_2)
    assert numbers(bench) == ["1", "2"]
    press(bench, Key.ALT_3)
    assert numbers(bench) == ["5"]
    press(bench, Key.ALT_4)
    assert len(numbers(bench)) == 7
    press(bench, Key.ALT_1)
    assert bench.screen.which is List.CHASE


@pytest.mark.row("R-REM-1")
def test_R_REM_1_a_reminder_keeps_who_was_told_and_what_was_said(opened: Make) -> None:
    bench = opened()
    screen = bench.screen
    assert screen.panel.told.text() == "周科长"
    screen.panel.said_words.set_text("本周五前出证")
    press(bench, Key.ACT_1)
    (sent,) = bench.desk.reminded  # type: ignore[attr-defined]
    assert (sent.told, sent.said, sent.outcome, sent.phone) == (
        "周科长", "本周五前出证", "answered", "0377-00000004",
    )  # fmt: skip
    assert screen.panel.said_words.text() == ""


@pytest.mark.row("R-REM-1")
def test_R_REM_1_only_what_is_overdue_and_was_reminded_of_is_reported(opened: Make) -> None:
    bench = opened()
    assert act(bench, "上报超期").allowed
    bench.screen.table.select_row(1)
    assert "提醒部门的记录" in act(bench, "上报超期").reason
    bench.screen.table.select_row(2)
    assert "还没有超过" in act(bench, "上报超期").reason
    bench.screen.table.select_row(0)
    press(bench, Key.ACT_2)
    form = bench.screen.forms.form
    assert form is not None
    press(bench, Key.MAIN)
    assert not bench.desk.sent, "the reason is lacking"  # type: ignore[attr-defined]
    form.input("reason").set_value("部门称等待专家意见")
    press(bench, Key.MAIN)
    (sent,) = bench.desk.sent  # type: ignore[attr-defined]
    assert isinstance(sent, ask.ReportOverdue)
    assert (sent.case_id, sent.reason) == (CASE_ID, "部门称等待专家意见")
    assert not bench.screen.forms.open


def test_who_only_reads_cannot_remind(opened: Make) -> None:
    bench = opened(session=READER)
    assert "出证窗口" in act(bench, "记一次提醒").reason
    press(bench, Key.ALT_M)
    assert "出证窗口或组长" in act(bench, "打印并上报").reason
    assert act(bench, "导出 Excel").allowed


@pytest.mark.row("R-OUT-7")
def test_R_OUT_7_counterfoils_without_a_signature_stand_out(opened: Make) -> None:
    bench = opened(counterfoils=(counterfoil(1), counterfoil(2, signed_by="周科长")))
    press(bench, Key.ALT_N)
    assert [row.number[-1] for row in bench.screen.unsigned_table.rows_model().rows] == ["1"]
    press(bench, Key.MAIN)
    (sent,) = bench.desk.sent  # type: ignore[attr-defined]
    assert isinstance(sent, ask.PrintUnsigned)
    assert sent.day == "2026-11-23"
    empty = opened()
    press(empty, Key.ALT_N)
    assert "都有部门签字" in act(empty, "打印未签字清单").reason


OVERDUE = OverdueRow(
    uid("late"), "NX20261102-04-0001", "测试样例甲", "食品经营许可（新办）", "内乡县市场监督管理局",
    date(2026, 11, 2), date(2026, 11, 16), False, None, (SAID,), NOW,
)  # fmt: skip
NOTE = NoteRow(
    uid("note"), "NX20261102-04-0001", "食品经营许可（新办）", "内乡县市场监督管理局", "交接不及时",
    "应于 11-02 12:00 前领取", NOW, "员工甲", 3,
)  # fmt: skip


@pytest.mark.row("R-REM-1")
def test_R_REM_1_R_HO_4_the_months_reports_are_read_saved_and_sent(opened: Make, tmp_path: Path) -> None:
    saved = Saved()
    kept = HallRecord(uid("r"), RecordKind.PERFORMANCE_REPORT, "2026-10", "", {}, 11, "zhao", "赵磊", NOW)
    bench = opened(late=(OVERDUE,), notes=(NOTE,), kept=(kept,), saved=saved, path=tmp_path / "月报.xlsx")
    press(bench, Key.ALT_M)
    month = bench.screen.month
    assert month.month.text() == "2026-11"
    assert ("overdue", date(2026, 11, 1), date(2026, 11, 30)) in bench.desk.views.seen  # type: ignore[attr-defined]
    press(bench, Key.ACT_1)
    ((path, report),) = saved.written
    assert path.name == "月报.xlsx"
    assert report.rows[0][1] == "NX20261102-04-0001"
    assert "周科长 已接通“周五出证”（赵磊）" in report.rows[0][10]
    press(bench, Key.MAIN)
    press(bench, Key.ALT_J)
    press(bench, Key.ALT_B)
    assert month.month.text() == "2026-10"
    assert "由赵磊上报过" in month.kept.text()
    press(bench, Key.MAIN)
    first, second = bench.desk.sent  # type: ignore[attr-defined]
    assert isinstance(first, ask.MakeOverdueReport)
    assert isinstance(second, ask.MakePerformanceReport)
    assert (first.month, second.month) == ("2026-11", "2026-10")
    month.month.set_text("2027-05")
    month.month.edit.entered.emit()
    bench.settle()
    assert "还没有到" in month.kept.text()
    assert not act(bench, "打印并上报").allowed
    assert cut(bench) == []


def test_a_workbook_that_cannot_be_written_says_so(
    opened: Make, tmp_path: Path, expected_log: LogWatch
) -> None:
    expected_log("work of lane export failed")
    bench = opened(notes=(NOTE,), saved=Saved(error=PermissionError("open")), path=tmp_path / "a.xlsx")
    press(bench, Key.ALT_J)
    press(bench, Key.ACT_1)
    assert "没有存成" in bench.messages.history[-1].text


def test_lists_that_cannot_be_read_say_so(opened: Make, expected_log: LogWatch) -> None:
    expected_log("work of lane store failed")
    bench = opened()
    bench.desk.views.broken = True  # type: ignore[attr-defined]
    bench.screen.on_changed(frozenset({"case"}))
    bench.settle()
    assert not bench.screen.table.isVisible()


STATES: dict[str, Callable[[], tuple[DueRow, ...]]] = {
    "empty": lambda: (),
    "few": lambda: ROWS,
    "long": lambda: tuple(replace(row, **LONG, contact="内乡县自然资源局不动产登记中心二股") for row in ROWS),
    "10,000": lambda: tuple(due_row(number, number % 60 - 9) for number in range(10_000)),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut(opened: Make, state: str) -> None:
    bench = opened(STATES[state](), counterfoils=(counterfoil(1, **LONG),), late=(OVERDUE,), notes=(NOTE,))
    for key in (Key.ALT_1, Key.ALT_2, Key.ALT_3, Key.ALT_4, Key.ALT_N, Key.ALT_M, Key.ALT_J):
        press(bench, key)
        assert cut(bench) == [], key
