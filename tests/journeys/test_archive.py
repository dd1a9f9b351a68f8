"""Bags, ledgers, the hand-kept book and the day's close at the real window (3.2.4.3, 4.6; leaps 9, 10)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt

from tests.journeys import forms
from tests.journeys.past import DESK, Past
from tests.journeys.test_processing import paper
from tests.journeys.window import NAME, NUMBER, Window
from yichuang_desktop.domain.hall_records import RecordKind
from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ledgers import LEDGER_COLUMNS
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.archive.model import List
from yichuang_desktop.ui.archive.screen import ArchiveScreen
from yichuang_desktop.ui.day_close.screen import DayCloseScreen
from yichuang_desktop.ui.ledger.screen import LedgerScreen
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.shortcuts import Key

PastOf = Callable[..., Any]


def issued(hall: Past) -> UUID:
    """A case whose result was fetched against the receipt."""
    case_id = hall.ready()
    collector = ask.Collector(name=NAME, document_title="居民身份证", document_no=NUMBER)
    hall.issuance.desk.issue(
        ask.Issue(
            uuid4(), case_id, hall.issuance.desk.case(case_id).revision, DESK,
            hall.code(case_id, PaperKind.RECEIPT), collector, ink_seen=True,
        )
    )  # fmt: skip
    return case_id


def without_counterfoil(hall: Past) -> UUID:
    """Concluded and fetched while the applicant waited; the counterfoil still lies at the window."""
    window, desk = hall.window.desk, hall.issuance.desk
    case_id = hall.accept(lambda item: item.on_the_spot, name="测试样例当场")
    window.conclude_on_the_spot(
        ask.ConcludeOnTheSpot(
            uuid4(), case_id, window.case(case_id).revision, 4, "部门人员甲",
            hall.code(case_id, PaperKind.COUNTERFOIL), "证件", "Z1",
        )
    )  # fmt: skip
    hall.notify(case_id)
    collector = ask.Collector(name="测试样例当场", document_title="居民身份证", document_no=NUMBER)
    desk.issue(
        ask.Issue(
            uuid4(), case_id, desk.case(case_id).revision, DESK, hall.code(case_id, PaperKind.RECEIPT),
            collector, ink_seen=True,
        )
    )  # fmt: skip
    return case_id


def screen_of(window: Window, key: Key, kind: type[Any]) -> Any:
    """The screen behind a key."""
    if not isinstance(window.shell.current_screen, kind):
        window.press(key)
    screen = window.shell.current_screen
    assert isinstance(screen, kind)
    window.hand.settle()
    return screen


@pytest.mark.row("R-ARC-1")
def test_R_ARC_1_a_bag_is_closed_when_whole_and_found_by_any_sheet(window: Window, past: PastOf) -> None:
    whole, running = past(lambda hall: (issued(hall), hall.ready(name="测试样例未领")))
    code = past(lambda hall: hall.code(whole, PaperKind.COUNTERFOIL))
    lacking = past(without_counterfoil)
    window.log_in("issue11", 11)
    screen = screen_of(window, Key.MORE_6, ArchiveScreen)
    wait_until(lambda: screen.table.select_key(whole), "the case to be bagged")
    assert running not in {line.case_id for line in screen._model.rows}
    window.hand.settle()
    assert find_cut_texts(screen) == []
    window.picture("R-ARC-1")
    window.press(Key.MAIN)
    forms.form_of(window, "put_in_bag")
    forms.fill(window, month="2026-10")
    forms.refused(window, whole, "不能早于办结")
    forms.fill(window, month="2026-11")
    window.picture("R-ARC-1-form")
    forms.do(window)
    wait_until(lambda: "put_in_bag" in window.acts(whole), "the bag")
    bag = window.act(whole, "put_in_bag").evidence["bag_list"]
    number = window.file(whole).case.bag_no
    assert bag["bag_no"] == number
    assert {"收件通知单", "收件通知单存根", "信用承诺书"} <= {row["name"] for row in bag["rows"]}
    text = paper(window, "卷内目录", number)
    assert NAME in text
    screen.on_scan(code)
    wait_until(lambda: screen.which is List.BAGGED, "the list of bags")
    wait_until(lambda: getattr(screen.table.current_row(), "case_id", None) == whole, "its bag")
    window.picture("R-ARC-1-bagged")

    window.press(Key.ALT_2)
    wait_until(lambda: screen.which is List.LACKING, "the list of what lacks")
    wait_until(lambda: screen.table.select_key(lacking), "the case that lacks its counterfoil")
    window.hand.settle()
    window.picture("R-ARC-1-lacking")
    line = screen.table.current_row()
    assert line.lacking == ("收件通知单存根",)
    assert "存根与承诺书交出证窗口登记" in line.ways, "and which act brings it"
    assert find_cut_texts(screen) == []
    window.refuse(lacking, "还缺收件通知单存根")


@pytest.mark.row("R-ARC-2")
def test_R_ARC_2_three_ledgers_are_shown_proved_and_a_month_is_handed_over(
    window: Window, past: PastOf
) -> None:
    whole = past(issued)
    window.log_in("issue11", 11)
    screen = screen_of(window, Key.SCREEN_7, LedgerScreen)
    for key, ledger in (
        (Key.ALT_K, Ledger.ONLINE),
        (Key.ALT_L, Ledger.DEPARTMENT),
        (Key.ALT_J, Ledger.COUNTER),
    ):
        window.press(key)
        window.press(Key.ALT_3)
        wait_until(lambda: not screen.loader.loading, "the ledger")
        assert screen.ledger is ledger
        model = screen.table.rows
        count = model.columnCount()
        heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(count)]
        assert heads == [column.head for column in LEDGER_COLUMNS[ledger]]
        window.picture(f"R-ARC-2-{ledger.value}")
    window.press(Key.ALT_P)
    wait_until(lambda: bool(window.desk.views.records(RecordKind.LEDGER_PROOF)), "the proof")
    window.hand.settle()
    assert "三本台账与办理记录一致" in window.said
    (proof,) = window.desk.views.records(RecordKind.LEDGER_PROOF)
    assert proof.body["holds"]
    assert proof.body["breaches"] == []

    archive = screen_of(window, Key.MORE_6, ArchiveScreen)
    wait_until(lambda: archive.table.select_key(whole), "the case to be bagged")
    window.press(Key.MAIN)
    forms.form_of(window, "put_in_bag")
    forms.do(window)
    window.press(Key.ALT_3)
    wait_until(lambda: whole in {line.case_id for line in archive._model.rows}, "the bag on the shelf")
    window.press(Key.MAIN)
    forms.form_of(window, "transfer_month")
    forms.fill(window, taker="档案员甲")
    forms.refused(window, None, "监交人")
    forms.fill(window, overseer="孙组长", gap_note="演示以前的号")
    window.picture("R-ARC-2-transfer")
    forms.do(window)
    wait_until(lambda: "transfer_to_archive" in window.acts(whole), "the transfer")
    shown = window.act(whole, "transfer_to_archive").evidence["transfer_form"]
    assert (shown["taker"], shown["overseer"]) == ("档案员甲", "孙组长")
    assert window.file(whole).case.bag_no in paper(window, "档案移交表")
    (record,) = window.desk.views.records(RecordKind.ARCHIVE_TRANSFER)
    assert record.subject == "counter"


@pytest.mark.row("R-ARC-5")
def test_R_ARC_5_a_case_stands_in_the_book_and_book_and_computer_are_reconciled(
    window: Window, past: PastOf
) -> None:
    case_id = past(lambda hall: hall.accept())
    window.log_in("issue11", 11)
    form = forms.begin(window, case_id, "write_in_book")
    assert "综窗" in form.input("book").value()
    forms.fill(window, book="我的本子")
    forms.refused(window, case_id, "综窗-01")
    forms.fill(window, book="2026-综窗-09")
    forms.fill(window, book_page=3, book_line=7)
    window.picture("R-ARC-5-line")
    forms.do(window)
    wait_until(lambda: "write_in_book" in window.acts(case_id), "the line")
    case = window.file(case_id).case
    assert (case.book, case.book_page, case.book_line) == ("2026-综窗-09", 3, 7)

    screen = screen_of(window, Key.SCREEN_7, LedgerScreen)
    wait_until(
        lambda: any(row.book == "2026-综窗-09 3-7" for row in screen._rows), "book and page on its row"
    )
    window.press(Key.ALT_B)
    forms.form_of(window, "reconcile_book")
    forms.fill(window, by_hand=9999)
    forms.refused(window, None, "本子上应有")
    span = screen._span
    rows = window.desk.views.book_rows(Ledger.COUNTER, span.first, span.last)
    written = sum(bool(row.place.book) for row in rows)
    forms.fill(window, by_hand=written, explanation="当天未登完，明早补登")
    window.picture("R-ARC-5")
    forms.do(window)
    wait_until(lambda: bool(window.desk.views.records(RecordKind.BOOK_RECONCILIATION)), "the record")
    (kept,) = window.desk.views.records(RecordKind.BOOK_RECONCILIATION)
    assert kept.body["counts"]["by_hand"] == written
    assert len(kept.body["differences"]) == len(rows) - written
    assert "台账核对表" in paper(window, "核对表")

    window.press(Key.ALT_N)
    forms.form_of(window, "print_blank_book")
    forms.fill(window, pages=2)
    forms.do(window)
    assert "2026-综窗-01" in paper(window, "综合窗口办件台账（手工）")


@pytest.mark.row("R-OUT-7")
def test_R_OUT_7_the_day_is_closed_with_everything_left_explained(window: Window, past: PastOf) -> None:
    waiting = past(lambda hall: hall.accept())
    window.log_in("leader1", 4)
    screen = screen_of(window, Key.MORE_7, DayCloseScreen)
    wait_until(lambda: screen.table.select_key(f"unhanded:{waiting.hex}"), "the case whose papers wait")
    assert find_cut_texts(screen) == []
    window.picture("R-OUT-7-day-close")
    assert "没有说明" in window.why_not()
    while any(not row.explanation for row in screen._model.rows):
        row = next(row for row in screen._model.rows if not row.explanation)
        screen.table.select_key(row.left.name)
        window.hand.settle()
        window.hand.keys(screen.why, "已告知，明早办理")
        window.press(Key.ALT_A)
    window.picture("R-OUT-7-day-close-explained")
    window.press(Key.MAIN)
    wait_until(lambda: bool(window.desk.views.records(RecordKind.DAY_CLOSE)), "the day's record")
    (record,) = window.desk.views.records(RecordKind.DAY_CLOSE)
    assert record.subject == "G1"
    assert {one["explanation"] for one in record.body["left"]} == {"已告知，明早办理"}
    assert "已告知，明早办理" in paper(window, "日终清单")
    wait_until(lambda: "已签认" in window.why_not(), "closed once")
