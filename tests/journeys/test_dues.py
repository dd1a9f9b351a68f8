"""Reminders, what is overdue, counterfoils unsigned, the month, at the real window (3.2.3, 3.2.4.3)."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook

from tests.journeys.forms import fill, form_of, refused
from tests.journeys.past import Past
from tests.journeys.test_processing import in_review, paper, promised
from tests.journeys.window import NAME, Window
from yichuang_desktop.app.reports import save_report
from yichuang_desktop.demonstration.building import HALL_ZONE
from yichuang_desktop.domain.clocks import Light
from yichuang_desktop.domain.hall_records import RecordKind
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.dues.model import DueLine
from yichuang_desktop.ui.dues.screen import DuesScreen
from yichuang_desktop.ui.shortcuts import Key

PastOf = Callable[..., Any]
NOW = datetime(2026, 11, 23, 14, 26, tzinfo=HALL_ZONE)
LONG_AGO = datetime(2026, 8, 3, 9, 0, tzinfo=HALL_ZONE)
OVERDUE_NAME = "测试样例超期"


def overdue(hall: Past) -> UUID:
    """A case accepted in August that nobody has decided."""
    hall.at(LONG_AGO)
    case_id = hall.register(hall.hand_over(hall.accept(promised, name=OVERDUE_NAME)))
    hall.at(NOW)
    return case_id


def dues(window: Window) -> DuesScreen:
    """F8."""
    if not isinstance(window.shell.current_screen, DuesScreen):
        window.press(Key.SCREEN_8)
    screen = window.shell.current_screen
    assert isinstance(screen, DuesScreen)
    window.hand.settle()
    return screen


def stand_on(window: Window, case_id: UUID) -> DueLine:
    """Put the mark on a case of the list that is shown."""
    table = dues(window).table
    wait_until(lambda: table.select_key(case_id), "the case among what falls due")
    window.hand.settle()
    line: DueLine = table.current_row()
    return line


@pytest.mark.row("R-REM-1")
def test_R_REM_1_what_falls_due_is_chased_and_what_is_overdue_reported(window: Window, past: PastOf) -> None:
    late, fresh = past(lambda hall: (overdue(hall), in_review(hall)))
    window.log_in("issue11", 11)
    screen = dues(window)
    assert fresh not in {line.row.case_id for line in screen.table.rows_model().rows}, "not to be chased yet"
    line = stand_on(window, late)
    assert line.light is Light.RED
    assert line.distance.startswith("超期")
    window.refuse(late, "请先按 F10 提醒", Key.ACT_2)
    window.hand.write(screen.panel.told, "周科长")
    window.hand.keys(screen.panel.said_words, "等专家意见，本周出证")
    window.press(Key.ACT_1)
    call = window.act(late, "remind").evidence["call"]
    assert (call["told"], call["said"], call["outcome"]) == ("周科长", "等专家意见，本周出证", "answered")
    stand_on(window, late)
    window.picture("R-REM-1")

    window.press(Key.ACT_2)
    form_of(window, "report_overdue")
    refused(window, late, "超期情况")
    fill(window, reason="部门称专家未到齐")
    window.press(Key.MAIN)
    wait_until(lambda: "report_overdue" in window.acts(late), "the report")
    report = window.act(late, "report_overdue")
    assert [one["told"] for one in report.evidence["reminders"]] == ["周科长"]
    assert report.evidence["overdue"]["days"] > 20
    window.hand.settle()
    assert stand_on(window, late).badge == "超期，已上报"

    window.press(Key.ALT_4)
    fresh_line = stand_on(window, fresh)
    assert fresh_line.light is Light.GREEN
    window.refuse(fresh, "还没有超过承诺时限", Key.ACT_2)


@pytest.mark.row("R-REM-1")
def test_R_REM_1_the_months_report_goes_to_the_digital_section(
    window: Window, past: PastOf, tmp_path: Path
) -> None:
    late = past(overdue)
    window.log_in("issue11", 11)
    screen = dues(window)
    stand_on(window, late)
    window.hand.keys(screen.panel.said_words, "本周出证")
    window.press(Key.ACT_1)
    number = window.file(late).case.receipt_no
    window.press(Key.ALT_M)
    wait_until(lambda: screen.month.reader.ready, "the report laid out")
    window.picture("R-REM-1-report")
    window.press(Key.MAIN)
    text = paper(window, "超期办件提醒记录报告", number)
    for words in ("政务服务和数字政务股", OVERDUE_NAME, "本周出证", "未办结"):
        assert words in text, words
    (record,) = window.desk.views.records(RecordKind.OVERDUE_REPORT)
    assert (record.period, record.recorded_by) == ("2026-11", "issue11")
    assert number in {row[1] for row in record.body["rows"]}
    window.hand.settle()
    assert "上报过" in screen.month.kept.text()

    assert screen.month._report is not None
    save_report(window.desk, tmp_path / "超期月报.xlsx", screen.month._report)
    rows, sums = load_workbook(tmp_path / "超期月报.xlsx").worksheets
    assert number in {row[1].value for row in rows.iter_rows(min_row=4)}
    assert sums.cell(3, 1).value == "审批部门"

    window.hand.write(screen.month.month, "2026-13")
    assert "2026-11”的样子" in screen.month.kept.text()
    window.refuse(late, "正在整理月报")


@pytest.mark.row("R-HO-4")
def test_R_HO_4_the_months_notes_are_sent_by_case_number(window: Window, past: PastOf) -> None:
    case_id = past(lambda hall: hall.accept())
    window.log_in("clerk04", 4)
    number = window.file(case_id).case.receipt_no
    table = window.handover.table
    wait_until(lambda: table.select_key(case_id), "the case in the queue")
    window.hand.keys(window.handover.panel.said_words, "来人说不清要核对哪些材料")
    window.press(Key.ALT_U)
    window.press(Key.MAIN)
    assert window.act(case_id, "note_performance").reason == "来人说不清要核对哪些材料"
    window.change_to("leader4", 12)
    screen = dues(window)
    window.press(Key.ALT_J)
    wait_until(lambda: screen.month.reader.ready, "the report laid out")
    window.picture("R-HO-4-report")
    window.press(Key.MAIN)
    text = paper(window, "效能情况月报", number)
    for words in ("业务不熟练", "来人说不清要核对哪些材料", "政务服务和数字政务股"):
        assert words in text, words
    (record,) = window.desk.views.records(RecordKind.PERFORMANCE_REPORT)
    assert (record.period, record.recorded_by) == ("2026-11", "leader4")


@pytest.mark.row("R-OUT-7")
def test_R_OUT_7_what_lacks_the_departments_signature_stands_out(window: Window, past: PastOf) -> None:
    open_case, signed = past(lambda hall: (hall.accept(), hall.hand_over(hall.accept(name="测试样例已签"))))
    window.log_in("issue11", 11)
    screen = dues(window)
    window.press(Key.ALT_N)
    listed = {row.case_id: row for row in screen.unsigned_table.rows_model().rows}
    assert open_case in listed
    assert signed not in listed
    assert listed[open_case].applicant_name == NAME
    window.picture("R-OUT-7")
    window.press(Key.MAIN)
    number = window.file(open_case).case.receipt_no
    text = paper(window, "存根未签字清单", number)
    assert window.file(signed).case.receipt_no not in text
    assert "部门签字" in text
