"""The handover queue: what fits, and what a scan belongs to."""

from collections.abc import Iterator

import pytest

from tests.servers.logwatch import LogWatch
from tests.ui.work_screens import (
    CODES,
    WAITING,
    Work,
    complaints,
    file_in,
    handover_row,
    handover_with,
    states_of,
)
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.ui.handover.model import span
from yichuang_desktop.ui.shortcuts import Key

FILE = file_in(WAITING)
SCANNED = handover_row(1, case_id=FILE.case.case_id, on_the_spot=True)
OTHER = handover_row(2)
ELSEWHERE = handover_row(3, department="内乡县公安局")


@pytest.fixture
def work() -> Iterator[Work]:
    """Three cases wait; the counterfoil of the first can be scanned."""
    opened = handover_with([SCANNED, OTHER, ELSEWHERE])
    opened.desk.views.files = {FILE.case.case_id: FILE}
    yield opened
    opened.close()


def scan(work: Work) -> None:
    """The counterfoil of the first case."""
    work.screen.panel.scan.scanned.emit(CODES[PaperKind.COUNTERFOIL])
    work.settle()


@pytest.mark.parametrize("state", states_of("handover"))
def test_nothing_is_cut_and_nothing_scrolls(state: str) -> None:
    assert complaints(state) == []


def test_a_scan_belongs_to_its_case_only(work: Work) -> None:
    scan(work)
    work.screen.panel.officer.edit.setText("部门人员甲")
    work.screen.panel.edited.emit()
    assert work.act("已见签字，完成交接").allowed
    work.screen.table.select_row(1)
    assert not work.act("已见签字，完成交接").allowed
    work.screen.table.select_row(0)
    assert not work.act("已见签字，完成交接").allowed, "scanned again"


def test_the_officer_who_takes_several_papers_is_written_once(work: Work) -> None:
    scan(work)
    work.screen.panel.officer.edit.setText("部门人员甲")
    work.screen.panel.edited.emit()
    work.shell.press(Key.MAIN)
    work.settle()
    (request,) = [one for one in work.desk.sent if isinstance(one, ask.HandOver)]
    assert (request.officer, request.counterfoil_code) == ("部门人员甲", CODES[PaperKind.COUNTERFOIL])
    scan(work)
    assert work.screen.panel.officer.text() == "部门人员甲"


def test_done_on_the_spot_needs_the_results_number(work: Work) -> None:
    scan(work)
    work.screen.panel.officer.edit.setText("部门人员甲")
    work.screen.panel.edited.emit()
    assert "结果编号" in work.act("当场办结").reason
    work.screen.panel.result_no.edit.setText("9241")
    work.screen.panel.edited.emit()
    work.shell.press(Key.ALT_D)
    work.settle()
    assert isinstance(work.desk.sent[-1], ask.ConcludeOnTheSpot)


def test_a_call_that_got_no_answer_from_the_store_is_sent_again(work: Work) -> None:
    work.desk.answers.append(StoreUnavailable("database_away"))
    work.shell.press(Key.ACT_1)
    work.settle()
    work.shell.press(Key.REFRESH)
    work.settle()
    first, second = [one for one in work.desk.sent if isinstance(one, ask.CallDepartment)]
    assert first == second
    assert "已记录" in work.said


def test_the_queue_that_cannot_be_read_says_so(work: Work, expected_log: LogWatch) -> None:
    expected_log("work of lane store failed")
    work.desk.views.broken = True
    work.screen.on_changed(frozenset({"case"}))
    work.settle()
    assert not work.screen.table.isVisible()


@pytest.mark.parametrize(
    ("minutes", "words"), [(46, "46 分"), (184, "3 小时 04 分"), (3000, "2 天"), (-3, "0 分")]
)
def test_a_span_reads_as_one_says_it(minutes: int, words: str) -> None:
    assert span(minutes) == words
