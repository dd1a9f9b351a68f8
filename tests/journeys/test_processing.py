"""Handover's notes and exceptions, special steps, corrections, extension, at the real window (3.2.2)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.journeys.forms import begin, do, fill, form_of, offered, refused, said_beside
from tests.journeys.past import Past
from tests.journeys.reading import text_of
from tests.journeys.test_handover import stand_on
from tests.journeys.window import Window
from yichuang_desktop.domain.asking import MaterialRow
from yichuang_desktop.domain.clocks import SpecialStepKind
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.tracks import Approval
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.shortcuts import Key

PastOf = Callable[..., Any]


def promised(item: ServiceItem) -> bool:
    """An item with a term of its own in working days, and a special step."""
    terms = (item.legal_limit or 0) > 9 and (item.promised_limit or 0) > 4
    workdays = item.legal_unit == item.promised_unit == "工作日"
    return terms and workdays and not item.on_the_spot and bool(item.special_steps) and not item.is_package


def in_review(hall: Past) -> UUID:
    """A case whose department has the papers, its counterfoil at the issuance desk."""
    return hall.register(hall.hand_over(hall.accept(promised)))


def paper(window: Window, *words: str) -> str:
    """The text of the one printed paper in which all these words stand."""

    def found() -> list[str]:
        texts = [text_of(file) for file in window.settings.pdf_folder.glob("*.pdf")]
        return [text for text in texts if all(word in text for word in words)]

    wait_until(lambda: bool(found()), f"a paper with {words}")
    return found()[0]


@pytest.fixture
def desk(window: Window, past: PastOf) -> tuple[Window, UUID]:
    """The issuance desk and a case in review."""
    case_id = past(in_review)
    window.log_in("issue11", 11)
    return window, case_id


@pytest.mark.row("R-HO-5")
def test_R_HO_5_a_hearing_stops_both_clocks_and_is_told_in_writing(desk: tuple[Window, UUID]) -> None:
    window, case_id = desk
    before = window.file(case_id).case
    assert before.promise_due is not None
    begin(window, case_id, "open_special_step")
    fill(window, step="听证", own_name=" ", started_on="1123", days="4", reason="申请人书面申请听证",
         officer="部门人员甲")  # fmt: skip
    refused(window, case_id, "批准人")
    fill(window, approver="马局长", started_on="1124")
    refused(window, case_id, "晚于今天")
    fill(window, started_on="1101")
    assert "受理日" in refused(window, case_id, "不能早于受理日")
    fill(window, started_on="1123")
    window.picture("R-HO-5")
    do(window)
    act = window.act(case_id, "open_special_step")
    step = act.evidence["special_step"]
    assert (step["name"], step["days"], step["approver"]) == ("听证", 4, "马局长")
    assert (act.done_by, act.doer_name, act.recorded_by) == ("department_officer", "部门人员甲", "issue11")
    after = window.file(case_id).case
    assert (after.tracks.approval, after.special_step) == (Approval.SPECIAL_STEP, "听证")
    assert after.promise_due is not None
    assert after.legal_due is not None
    assert before.legal_due is not None
    assert after.promise_due > before.promise_due
    assert after.legal_due > before.legal_due
    text = paper(window, "特殊环节所需时间告知书", "听证")
    for words in (
        "第四十五条",
        "4个工作日",
        "不计入法定办理期限和承诺办理期限",
        "马局长",
        act.evidence["written_notice"]["number"],
    ):
        assert words in text, words

    begin(window, case_id, "close_special_step")
    fill(window, outcome="听证结束", ended_on="1120")
    refused(window, case_id, "结束不能更早")
    assert "结束不能更早" in said_beside(window, "ended_on")
    fill(window, ended_on="1124")
    refused(window, case_id, "晚于今天")
    fill(window, ended_on="1123")
    do(window)
    closed = window.act(case_id, "close_special_step")
    assert closed.evidence["special_step"]["days_used"] == 0
    assert window.file(case_id).case.promise_due == before.promise_due
    lines = window.desk.timeline(case_id)
    assert any("用时 0 个工作日" in line.evidence_text for line in lines)


@pytest.mark.row("R-HO-5")
def test_R_HO_5_the_form_knows_the_fifteen_and_the_items_own_step(desk: tuple[Window, UUID]) -> None:
    window, case_id = desk
    file = window.file(case_id)
    _version, item = window.desk.views.item(file.case.item_id, file.case.item_version)
    form = begin(window, case_id, "open_special_step")
    offered_steps = [value for value, _words in form.input("step").ask.choices]
    assert offered_steps == [kind.value for kind in SpecialStepKind]
    own = item.special_steps[0].name
    kind = SpecialStepKind.named(own)
    assert form.input("step").value() == kind.value
    assert form.input("own_name").value() == ("" if kind is not SpecialStepKind.OTHER else own)
    fill(window, step="其他", own_name=" ", days="2", reason="核对现场", approver="马局长")
    refused(window, case_id, "请写明环节名称")
    fill(window, own_name="批前公示")
    do(window)
    assert window.file(case_id).case.special_step == "批前公示"


@pytest.mark.row("R-HO-5")
def test_R_HO_5_a_correction_after_acceptance_goes_round(desk: tuple[Window, UUID]) -> None:
    window, case_id = desk
    begin(window, case_id, "ask_correction")
    fill(window, reason="平面图无法核对", supply_by="+5", officer="部门人员甲")
    refused(window, case_id, "需要补正的材料")
    fill(window, rows=(MaterialRow("经营场所平面图", 1, 0, "比例尺没有标注"),))
    do(window)
    notice = window.act(case_id, "ask_correction").evidence["correction_notice"]
    text = paper(window, "补正通知书", notice["number"])
    for words in ("经营场所平面图", "比例尺没有标注", "计入法定办理期限和承诺办理期限"):
        assert words in text, words
    assert window.file(case_id).case.tracks.approval is Approval.CORRECTING

    form = begin(window, case_id, "receive_correction")
    assert [row.name for row in form.input("rows").value()] == ["经营场所平面图"]
    fill(window, received_on="1120")
    refused(window, case_id, "结束不能更早")
    fill(window, received_on="1123")
    do(window)
    brought = window.act(case_id, "receive_correction")
    assert brought.done_by == "applicant"
    assert window.file(case_id).case.tracks.approval is Approval.IN_REVIEW


@pytest.mark.row("R-HO-5")
def test_R_HO_5_more_time_is_given_once_and_told_in_writing(desk: tuple[Window, UUID]) -> None:
    window, case_id = desk
    before = window.file(case_id).case
    assert before.legal_due is not None
    begin(window, case_id, "extend")
    fill(window, legal_days="12", promise_days="3", reason="案情复杂", officer="部门人员甲")
    refused(window, case_id, "批准人")
    fill(window, approver="马局长")
    refused(window, case_id, "最多延长 10 个工作日")
    fill(window, legal_days="10")
    do(window)
    after = window.file(case_id).case
    assert after.extended
    assert after.legal_due is not None
    assert after.legal_due > before.legal_due
    evidence = window.act(case_id, "extend").evidence
    assert evidence["approver"] == {"name": "马局长"}
    text = paper(window, "延长办理期限通知书", evidence["extension_notice"]["number"])
    assert "10个工作日（法定期限）、3个工作日（承诺期限）" in text
    assert "extend" not in offered(window, case_id), "once only"


@pytest.mark.row("R-HO-5")
def test_R_HO_5_the_decision_is_recorded_from_the_departments_paper(desk: tuple[Window, UUID]) -> None:
    window, case_id = desk
    begin(window, case_id, "approve")
    fill(window, decided_on="1101")
    refused(window, case_id, "早于受理日期")
    fill(window, decided_on="1123", decision_no="内审〔2026〕7号")
    do(window)
    decision = window.act(case_id, "approve").evidence["decision"]
    assert (decision["outcome"], decision["number"]) == ("approved", "内审〔2026〕7号")
    begin(window, case_id, "leave_papers_with_department")
    fill(window, said="归入部门审批案卷")
    do(window)
    assert window.file(case_id).case.tracks.papers == "kept"


@pytest.mark.row("R-HO-4")
def test_R_HO_4_repeated_calls_and_unskilled_handling_are_noted_by_case(window: Window, past: PastOf) -> None:
    case_id = past(lambda hall: hall.accept())
    window.log_in("clerk04", 4)
    stand_on(window, case_id)
    screen = window.handover
    for told in range(3):
        window.refuse(case_id, "不到 3 次", Key.ACT_2)
        screen.panel.outcome.set_value("no_answer")
        window.hand.keys(screen.panel.said_words, f"第{told + 1}次没有人接")
        window.press(Key.ACT_1)
        stand_on(window, case_id)
    row = screen.table.current_row()
    assert row is not None
    assert [call.said for call in row.row.call_log] == [f"第{n}次没有人接" for n in (1, 2, 3)]
    window.picture("R-HO-4")
    window.press(Key.ACT_2)
    window.press(Key.MAIN)
    note = window.act(case_id, "note_performance")
    assert note.evidence["performance_note"] == {"cause": "repeated_calls"}
    assert "电话联系 3 次" in note.reason
    stand_on(window, case_id)
    window.refuse(case_id, "已经上报过", Key.ACT_2)
    window.refuse(case_id, "写明不熟练的情况", Key.ALT_U)
    window.hand.keys(screen.panel.said_words, "来人说不清要核对哪些材料")
    window.press(Key.ALT_U)
    window.press(Key.MAIN)
    causes = [act.evidence["performance_note"]["cause"] for act in window.file(case_id).history
              if act.kind == "note_performance"]  # fmt: skip
    assert causes == ["repeated_calls", "unskilled"]


@pytest.mark.row("R-HO-2")
def test_R_HO_2_the_countdown_is_a_number_a_colour_and_a_word(window: Window, past: PastOf) -> None:
    case_id = past(lambda hall: hall.accept())
    window.log_in("clerk04", 4)
    stand_on(window, case_id)
    line = window.handover.table.current_row()
    assert line is not None
    assert line.due == "17:30"
    assert line.minutes is not None
    hours, rest = divmod(line.minutes, 60)
    assert hours in (2, 3), "the hall's clock runs on while a slow machine works"
    assert line.left == f"还有 {hours} 小时 {rest:02d} 分"
    assert "距 17:30 截止" in window.handover.cutoff._label.text()
    window.picture("R-HO-2")


@pytest.mark.row("R-HO-2")
def test_R_HO_2_only_the_leaders_written_exception_moves_the_collection(window: Window, past: PastOf) -> None:
    case_id = past(lambda hall: hall.accept())
    window.log_in("clerk04", 4)
    stand_on(window, case_id)
    window.press(Key.ALT_E)
    assert not window.handover.forms.open, "a clerk cannot"
    window.change_to("leader1", 1)
    stand_on(window, case_id)
    window.press(Key.ALT_E)
    form = form_of(window, "excuse_late_collection")
    assert form.input("until").value().isoformat() == "2026-11-24"
    fill(window, reason="部门全员外出培训")
    refused(window, case_id, "书面意见")
    fill(window, document="组长便笺", until="1128")
    refused(window, case_id, "不是工作日")
    fill(window, until="1124")
    do(window)
    act = window.act(case_id, "excuse_late_collection")
    assert act.evidence["written_exception"]["document"] == "组长便笺"
    assert (act.done_by, act.recorded_by) == ("group_leader", "leader1")
    due = window.file(case_id).case.collection_due
    assert due is not None
    assert f"{due:%m-%d %H:%M}" == "11-24 17:30"
    stand_on(window, case_id)
    line = window.handover.table.current_row()
    assert line is not None
    assert line.state == "例外，改日领取"


@pytest.mark.row("R-HO-2")
def test_R_HO_2_the_days_sheets_are_printed_from_the_queue(window: Window, past: PastOf) -> None:
    case_id = past(lambda hall: hall.accept())
    window.log_in("clerk04", 4)
    stand_on(window, case_id)
    number = window.file(case_id).case.receipt_no
    window.press(Key.ALT_T)
    assert "交接日清单" in paper(window, "存根交接日清单", number)
    window.press(Key.ALT_N)
    text = paper(window, "存根未签字清单", number)
    assert "部门签字" in text


@pytest.mark.row("R-IN-9")
def test_R_IN_9_the_first_handler_ticks_the_own_signature(window: Window, past: PastOf) -> None:
    case_id = past(lambda hall: hall.accept())
    window.log_in("clerk04", 4)
    begin(window, case_id, "sign_as_first_handler")
    fill(window, counterfoil_code=window.code(case_id, PaperKind.COUNTERFOIL))
    refused(window, case_id, "右下角签名")
    fill(window, signed=True)
    do(window)
    assert window.file(case_id).case.tracks.counterfoil == "signed_by_window"
