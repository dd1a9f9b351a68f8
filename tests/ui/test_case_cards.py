"""分办清单 and 退件链 on the page of a case: nothing is cut, Alt+L turns, Enter opens a part."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.screen_support import (
    CASE_ID,
    LONG_ITEM,
    LONG_UNIT,
    NOW,
    RECEIVED,
    Bench,
    FakeDesk,
    FakeMaker,
    FakeViews,
    act,
    case_file,
    tools_of,
    uid,
)
from yichuang_desktop.domain.package_parts import ExternalState, PackageStanding, PartStanding
from yichuang_desktop.domain.tracks import Approval, Papers, Result
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.ui.casefile.screen import CaseScreen
from yichuang_desktop.ui.packages.parts import part_lines, summary
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

TODAY = NOW.date()
WAITING = replace(RECEIVED, approval=Approval.RECEIVED)
REVIEWED = replace(RECEIVED, approval=Approval.IN_REVIEW, papers=Papers.WITH_DEPARTMENT)
REFUSED = replace(REVIEWED, approval=Approval.REFUSED, result=Result.WITH_ISSUANCE)
SENT_BACK = replace(REVIEWED, approval=Approval.RETURNED, papers=Papers.WITH_ISSUANCE)
PART_2 = uid("part2")


def part(step: int, due: date | None = TODAY, **changes: Any) -> PartStanding:
    known = PartStanding(
        step, f"NX20261123-04-0011-P{step}", LONG_ITEM, "内乡县人力资源和社会保障局职业能力建设股", due,
        REVIEWED, case_id=uid(f"part{step}"),
    )  # fmt: skip
    return replace(known, **changes)


FOUND = PackageStanding(
    (
        part(1, None, tracks=None, case_id=None, external=ExternalState.DONE),
        part(2, TODAY - timedelta(days=3)),
        part(3, tracks=WAITING, parallel_group="A"),
        part(4, TODAY + timedelta(days=9), tracks=REFUSED, parallel_group="A"),
    )
)
WHOLE = case_file(
    item_name=LONG_ITEM, applicant_name=LONG_UNIT, package_id="NX-P03", tracks=RECEIVED, result_name="",
    result_no="",
)  # fmt: skip
ONE = case_file(
    case_id=PART_2, item_name=LONG_ITEM, applicant_name=LONG_UNIT, package_id="NX-P03", part_of=CASE_ID.hex,
    part_no="NX20261123-04-0011-P2", part_step=2,
)  # fmt: skip
RETURN = {
    "return_notice": {"number": "NX-R1", "code": "", "reasons": ["a"], "legal_basis": "", "apply_again": ""},
    "seal": {"seen": True, "kind": "部门公章", "on": "NX-R1"}, "notice_stub": {"number": "NX-R1", "in": True},
    "platform_return": {"on": "2026-11-23", "platform_no": "", "reasons": ["a"]}, "papers_list": "无纸质材料",
}  # fmt: skip


class PackageViews(FakeViews):
    """A package of four parts."""

    def package_standing(self, _case_id: UUID) -> PackageStanding:
        return FOUND


def opened(qtbot: QtBot, file: CaseFile, *others: CaseFile) -> Bench:
    files = {one.case.case_id: one for one in (file, *others)}
    desk = FakeDesk(views=PackageViews(files=files))
    bench = Bench(
        qtbot,
        lambda tasks, messages: CaseScreen(tools_of(tasks, messages, desk, None), FakeMaker()),  # type: ignore[arg-type]
        "case",
    )
    bench.screen.on_handed(file.case.case_id)
    bench.settle()
    return bench


def no_scroll(bench: Bench) -> None:
    bench.check_fit()
    assert bench.shell.stack.currentWidget().verticalScrollBar().maximum() == 0  # type: ignore[union-attr]


def test_a_package_opens_with_its_parts_and_enter_goes_to_one_and_back(qtbot: QtBot) -> None:
    bench = opened(qtbot, WHOLE, ONE)
    view = bench.screen.view
    assert view.listed is view.parts
    no_scroll(bench)
    assert view.parts.select_key(2)
    QTest.keyClick(view.parts, Qt.Key.Key_Return)
    bench.settle()
    assert bench.screen._file.case.case_id == PART_2
    assert view.listed is view.table, "a part opens with its own timeline"
    bench.shell.press(Key.ALT_L)
    assert view.listed is view.parts
    assert view.parts.current_row().here
    no_scroll(bench)
    assert view.parts.select_key(0)
    QTest.keyClick(view.parts, Qt.Key.Key_Return)
    bench.settle()
    assert bench.screen._file.case.case_id == CASE_ID


def test_each_part_says_how_it_stands_for_whom_it_waits_and_until_when() -> None:
    outside, late, waits, failed = part_lines(FOUND, WHOLE.case, TODAY)
    assert (outside.state, outside.second, outside.light) == ("已办结", "不在本大厅办理", "已办完")
    assert (late.light, late.light_tone) == ("超期 3 天", Tone.BAD)
    assert (waits.second, waits.light) == ("等第 2 环节", "今天到期")
    assert (failed.state, failed.tone) == ("未办成", Tone.BAD)
    assert "未办成" in summary(FOUND)
    whole, *_parts = part_lines(FOUND, ONE.case, TODAY)
    assert (whole.case_id, whole.state) == (CASE_ID, "有未办成")


def test_a_part_outside_the_hall_has_no_page(qtbot: QtBot) -> None:
    bench = opened(qtbot, WHOLE)
    assert bench.screen.view.parts.select_key(1)
    QTest.keyClick(bench.screen.view.parts, Qt.Key.Key_Return)
    bench.settle()
    assert bench.screen._file.case.case_id == CASE_ID
    assert "不在本大厅办理" in bench.said()


def test_a_return_opens_with_its_chain(qtbot: QtBot) -> None:
    file = case_file(
        tracks=SENT_BACK, item_name=LONG_ITEM, applicant_name=LONG_UNIT, result_name="", result_no=""
    )
    sent = replace(
        act("send_back", 1, REVIEWED, SENT_BACK, RETURN), doer_name="内乡县自然资源局不动产登记中心二股"
    )
    bench = opened(qtbot, replace(file, history=(*file.history, sent)))
    view = bench.screen.view
    assert view.listed is view.links
    assert view.links.current_row().link.state.title in ("该办", "缺")
    no_scroll(bench)
    bench.shell.press(Key.ALT_L)
    assert view.listed is view.table
    no_scroll(bench)


def test_an_ordinary_case_has_its_timeline_alone(qtbot: QtBot) -> None:
    bench = opened(qtbot, case_file())
    assert not bench.screen.view.bar.isVisible()
    bench.shell.press(Key.ALT_L)
    assert bench.screen.view.listed is bench.screen.view.table
