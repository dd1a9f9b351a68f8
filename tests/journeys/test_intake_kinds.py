"""Intake in its other kinds at the real window: kept papers, 容缺, 告知承诺, endings, delegation."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.journeys.forms import begin, do, fill, form_of, offered, refused
from tests.journeys.past import Past, complete_form
from tests.journeys.reading import text_of
from tests.journeys.window import NAME, Window
from yichuang_desktop.demonstration.building import HALL_ZONE
from yichuang_desktop.domain.asking import MaterialRow
from yichuang_desktop.domain.checklist import MaterialVerdict
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.obligations import ObligationKind
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.tracks import Approval, Result
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports import PaperRecord
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.delegations.screen import DelegationsScreen
from yichuang_desktop.ui.forms.offer_list import KEYS
from yichuang_desktop.ui.obligations.screen import ObligationsScreen
from yichuang_desktop.ui.shortcuts import Key

FOOD, FOOD_INITIALS = "食品(含保健食品)经营许可核发", "sphbjsp"
MARRIAGE_INITIALS = "zgndgm"
TODAY = date(2026, 11, 23)
PastOf = Callable[..., Any]


@pytest.fixture
def clerk(window: Window) -> Window:
    """A window clerk at window 4."""
    window.log_in("clerk04", 4)
    return window


def food(item: ServiceItem) -> bool:
    return item.name == FOOD


def paper_of(window: Window, case_id: UUID, suffix: str) -> PaperRecord:
    """The paper of a case whose number ends so."""
    return next(one for one in window.file(case_id).papers if one.number.endswith(suffix))


def printed(window: Window, *words: str) -> str:
    """The text of the one paper in which all these words stand."""

    def found() -> list[str]:
        texts = [text_of(file) for file in window.settings.pdf_folder.glob("*.pdf")]
        return [text for text in texts if all(word in text for word in words)]

    wait_until(lambda: bool(found()), f"a paper with {words}")
    return found()[0]


def scan_into(window: Window, code: str) -> None:
    """The scanner over the box of the item."""
    search = window.intake.item_card.search
    search.setFocus()
    search.selectAll()
    window.hand.keys(search, code)
    window.hand.settle()


def obligations(window: Window) -> ObligationsScreen:
    """Ctrl 1."""
    window.press(Key.MORE_1)
    screen = window.shell.current_screen
    assert isinstance(screen, ObligationsScreen)
    window.hand.settle()
    return screen


def ways(window: Window) -> dict[str, str]:
    """What 怎样收件 says of each way."""
    return {fact[0]: fact[1] for fact in window.intake.guide._ways._shown}


def sign_both(window: Window) -> None:
    """F11: the citizen signs one text after the other."""
    window.press(Key.ACT_2)
    for _ in range(2):
        window.hand.sign(window.customer)
        window.hand.click(window.customer.sign_page.confirm)
    window.hand.settle()


# -- one-off notice and kept papers --------------------------------------------------------------------------


@pytest.mark.row("R-IN-4")
def test_R_IN_4_scanning_the_notice_takes_the_draft_up_again(clerk: Window) -> None:
    case_id = clerk.find_item()
    clerk.fill_in(materials=False)
    missing = clerk.intake.materials.table.rows_model().rows[2]
    clerk.judge_all({missing.seq: "x"})
    assert "F10" in ways(clerk)["一次告知"]
    assert "不齐" in ways(clerk)["收件受理"]
    clerk.press(Key.ACT_1)
    clerk.press(Key.MAIN)
    code = clerk.code(case_id, PaperKind.ONE_OFF_NOTICE)
    notice = clerk.act(case_id, "notify").evidence["one_off_notice"]
    assert notice["number"] in printed(clerk, "一次性告知单", missing.name)
    scan_into(clerk, code)
    wait_until(lambda: clerk.intake.case_id == case_id, "the draft of the notice")
    assert clerk.acts(case_id)[-1] == "take_up_again"
    assert clerk.intake.parties.name.text() == NAME


@pytest.mark.row("R-IN-4")
def test_R_IN_4_kept_papers_run_five_working_days_and_the_notice_stops_them(clerk: Window) -> None:
    case_id = clerk.find_item()
    clerk.fill_in(materials=False)
    clerk.press(Key.ALT_K)
    form_of(clerk, "keep_papers")
    refused(clerk, case_id, "收下暂存的材料")
    fill(clerk, materials=(MaterialRow("租赁合同"), MaterialRow("营业执照", 2)), why="材料多，逐份审查")
    clerk.picture("R-IN-4-kept")
    do(clerk)
    case = clerk.file(case_id).case
    assert (case.notice_due, case.tracks.papers) == (date(2026, 11, 30), "with_window")
    kept = clerk.act(case_id, "keep_papers").evidence["papers_kept"]
    assert [row["name"] for row in kept["rows"]] == ["租赁合同", "营业执照"]
    assert kept["alarm_on"] == "2026-11-27"
    screen = obligations(clerk)
    (row,) = [one.row for one in screen._model.rows if one.row.case_id == case_id]
    assert (row.kind, row.due) == (ObligationKind.NOTICE, date(2026, 11, 30))
    screen.table.select_key((str(case_id), "notice"))
    clerk.press(Key.MAIN)  # 继续审查
    wait_until(lambda: clerk.intake.case_id == case_id, "the draft on screen again")
    clerk.judge_all({3: "x"})
    clerk.press(Key.ACT_1)
    clerk.press(Key.MAIN)
    assert clerk.acts(case_id)[-1] == "notify"
    assert clerk.file(case_id).case.notice_due is None


@pytest.mark.row("R-IN-4")
def test_T2d_not_told_in_time_it_stands_before_the_leader_as_accepted(past: PastOf, window: Window) -> None:
    papers_in = datetime(2026, 11, 16, 9, 40, tzinfo=HALL_ZONE)

    def kept(before: Past) -> UUID:
        desk, case_id = before.window.desk, uuid4()
        before.at(papers_in)
        version, item = before.item(food)
        desk.open_draft(ask.OpenDraft(uuid4(), case_id, item.item_id, 4))
        desk.save_draft(ask.SaveDraft(case_id, complete_form(item, version), 4))
        rows = tuple(MaterialRow(one.name) for one in item.materials[:3])
        desk.handle(ask.KeepPapers(uuid4(), case_id, 1, 4, rows, papers_in.date(), "当场审查不完"))
        before.at(datetime(2026, 11, 24, 9, 0, tzinfo=HALL_ZONE))
        return case_id

    case_id = past(kept)
    window.log_in("clerk04", 4)
    screen = obligations(window)
    screen.table.select_key((str(case_id), "notice"))
    window.refuse(case_id, "由组长办理")
    window.change_to("leader1", 4)
    screen = obligations(window)
    assert "视为受理" in screen.panel.said
    assert screen.table.select_key((str(case_id), "notice"))
    window.picture("R-IN-4-deemed")
    window.press(Key.MAIN)
    form_of(window, "deem_accepted")
    refused(window, case_id, "逾期没有告知的原因")
    fill(window, handler="别人", reason="审查人员请假")
    refused(window, case_id, "首办责任人只能是")
    clerk = window.act(case_id, "keep_papers").recorder_name
    fill(window, handler=clerk)
    do(window)
    case = window.file(case_id).case
    assert case.tracks.approval is Approval.RECEIVED
    assert (case.accepted_on, case.first_handler) == (papers_in.date(), "clerk04")
    assert case.receipt_no.startswith("NX20261124-04-")
    assert case.commitment_owed
    text = printed(window, "收件通知单", case.receipt_no, clerk)
    assert "2026年11月16日" in text or "2026-11-16" in text


# -- conditional acceptance ----------------------------------------------------------------------------------


@pytest.mark.row("R-IN-5")
def test_R_IN_5_conditionally_accepted_owed_supplied_and_only_then_issued(clerk: Window) -> None:
    case_id = clerk.find_item(FOOD_INITIALS)
    clerk.fill_in(materials=False)
    rows = clerk.intake.materials.table.rows_model().rows
    clerk.intake.materials.table.select_key(1)
    clerk.hand.keys(clerk.intake.materials.table, "d")
    assert "容缺" in clerk.said  # the application form itself may never follow later
    owed = [row for row in rows if row.deferrable][-2:]
    clerk.judge_all({owed[0].seq: "d", owed[1].seq: "x"})
    assert "判容缺" in ways(clerk)["容缺受理"]
    clerk.refuse(case_id, owed[1].name)
    clerk.judge_all({row.seq: "d" for row in owed})
    assert "F12" in ways(clerk)["容缺受理"]
    assert "容缺" in ways(clerk)["收件受理"]
    clerk.press(Key.MAIN)
    assert clerk.intake.closing.isVisible(), "first what is told"
    assert clerk.acts(case_id) == ["open_draft"]
    clerk.picture("R-IN-5")
    sign_both(clerk)
    assert "容缺受理承诺书" in clerk.said
    clerk.press(Key.MAIN)
    case = clerk.file(case_id).case
    notice = clerk.act(case_id, "accept_conditionally").evidence["conditional_notice"]
    assert [one["name"] for one in notice["owed"]] == [row.name for row in owed]
    assert notice["signature"]["on"] == "screen"
    assert (case.supplement_owed, case.commitment_owed) == (True, False)
    assert case.supply_due == date(2026, 11, 26)
    text = printed(clerk, "容缺受理通知书", owed[0].name)
    assert case.receipt_no in text
    clerk.rate(5)

    screen = obligations(clerk)
    assert screen.table.select_key((str(case_id), "supply"))
    clerk.picture("R-IN-5-owed")
    clerk.press(Key.MAIN)
    form_of(clerk, "supply_deferred")
    fill(clerk, materials=(MaterialRow("户口簿"),))
    refused(clerk, case_id, "不在待补之列")
    fill(clerk, materials=(MaterialRow(owed[0].name),), how="mail")
    do(clerk)
    supplied = clerk.act(case_id, "supply_deferred").evidence["supplied_materials"]
    assert (supplied["left"], supplied["how"]) == ([owed[1].name], "mail")
    assert clerk.file(case_id).case.supplement_owed
    printed(clerk, "容缺材料补交记录", owed[0].name)
    begin(clerk, case_id, "supply_deferred")
    do(clerk)
    assert not clerk.file(case_id).case.supplement_owed
    assert paper_of(clerk, case_id, "-S2").kind is PaperKind.OTHER


@pytest.mark.row("R-IN-5")
def test_R_IN_5_nothing_is_issued_while_owed_and_expiry_opens_a_decision(
    past: PastOf, window: Window
) -> None:
    def owing(before: Past) -> UUID:
        before.at(datetime(2026, 11, 18, 9, 0, tzinfo=HALL_ZONE))
        desk, case_id = before.window.desk, uuid4()
        version, item = before.item(food)
        desk.open_draft(ask.OpenDraft(uuid4(), case_id, item.item_id, 4))
        form = complete_form(item, version)
        assert form.checklist is not None
        last = [row.seq for row in form.checklist.rows if row.deferrable][-1]
        deferred = form.checklist.judge(last, MaterialVerdict.DEFERRED)
        desk.handle(ask.AcceptConditionally(uuid4(), case_id, 1, replace(form, checklist=deferred), 4))
        desk.see_commitment_signature(
            ask.SeeCommitmentSignature(uuid4(), case_id, desk.case(case_id).revision, 4)
        )
        before.notify(before.book_in(before.register(before.hand_over(case_id))))
        before.at(datetime(2026, 11, 24, 9, 0, tzinfo=HALL_ZONE))
        return case_id

    case_id = past(owing)
    window.log_in("issue11", 11)
    issuance = window.issuance
    window.hand.write(issuance.scan, window.code(case_id, PaperKind.RECEIPT))
    window.hand.settle()
    assert "容缺" in window.why_not() or "容缺" in window.said
    screen = obligations(window)
    assert screen.table.select_key((str(case_id), "supply"))
    line = screen.table.current_row()
    assert line is not None
    assert line.overdue
    assert "宽限，还是终止" in screen.panel.said
    window.change_to("leader1", 4)
    screen = obligations(window)
    assert screen.table.select_key((str(case_id), "supply"))
    window.press(Key.ALT_G)
    form_of(window, "give_more_time_to_supply")
    fill(window, until="1123", officer="部门人员甲", said="同意宽限", reason="体检排队")
    refused(window, case_id, "今天或以后")
    fill(window, until="1130")
    window.picture("R-IN-5-more-time")
    do(window)
    assert window.file(case_id).case.supply_due == date(2026, 11, 30)
    assert window.act(case_id, "give_more_time_to_supply").done_by == "department_officer"


@pytest.mark.row("R-IN-5")
def test_T25x_what_was_never_supplied_is_ended_in_writing_with_remedies(past: PastOf, window: Window) -> None:
    def owing(before: Past) -> UUID:
        before.at(datetime(2026, 11, 16, 9, 0, tzinfo=HALL_ZONE))
        case_id = conditional(before)
        before.at(datetime(2026, 11, 23, 15, 0, tzinfo=HALL_ZONE))
        return case_id

    case_id = past(owing)
    window.log_in("clerk04", 4)
    screen = obligations(window)
    assert screen.table.select_key((str(case_id), "supply"))
    window.press(Key.ACT_1)
    form_of(window, "terminate_unsupplied")
    fill(window, officer="部门人员甲", remedies="")
    refused(window, case_id, "复议和诉讼权利")
    fill(window, remedies="六十日内申请行政复议，六个月内提起行政诉讼")
    do(window)
    case = window.file(case_id).case
    assert (case.tracks.approval, case.supplement_owed) == (Approval.TERMINATED, False)
    text = printed(window, "终止办理通知书", case.receipt_no)
    assert "六个月" in text


def conditional(before: Past) -> UUID:
    """A case accepted conditionally, its last deferrable paper owed."""
    desk, case_id = before.window.desk, uuid4()
    version, item = before.item(food)
    desk.open_draft(ask.OpenDraft(uuid4(), case_id, item.item_id, 4))
    form = complete_form(item, version)
    assert form.checklist is not None
    last = [row.seq for row in form.checklist.rows if row.deferrable][-1]
    deferred = form.checklist.judge(last, MaterialVerdict.DEFERRED)
    desk.handle(ask.AcceptConditionally(uuid4(), case_id, 1, replace(form, checklist=deferred), 4))
    revision = desk.case(case_id).revision
    desk.see_commitment_signature(ask.SeeCommitmentSignature(uuid4(), case_id, revision, 4))
    return case_id


# -- informed commitment -------------------------------------------------------------------------------------


@pytest.mark.row("R-IN-6")
def test_R_IN_6_told_willing_signed_and_checked_afterwards(clerk: Window) -> None:
    case_id = clerk.find_item()
    clerk.fill_in(materials=False)
    assert "没有审查" in clerk.why_not(Key.ALT_G)
    rows = clerk.intake.materials.table.rows_model().rows
    missing = [row for row in rows if row.mandatory][-1]
    clerk.judge_all({missing.seq: "w"})
    assert "不合格" in clerk.why_not(Key.ALT_G)
    clerk.judge_all({missing.seq: "x"})
    clerk.refuse(case_id, missing.name)
    clerk.press(Key.ALT_G)
    assert "F12" in ways(clerk)["告知承诺"]
    clerk.press(Key.MAIN)
    assert clerk.intake.closing.isVisible(), "first it is told"
    assert clerk.acts(case_id) == ["open_draft"]
    clerk.picture("R-IN-6")
    sign_both(clerk)
    clerk.press(Key.MAIN)
    told = clerk.act(case_id, "accept_on_commitment").evidence["informed_commitment"]
    assert told["replaced"] == [missing.name]
    assert told["signature"]["on"] == "screen"
    case = clerk.file(case_id).case
    assert case.check_due is not None
    text = printed(clerk, "告知承诺书", "核查方式")
    assert missing.name in text
    assert f"{case.receipt_no}-G1" in text
    clerk.rate(5)
    screen = obligations(clerk)
    assert screen.table.select_key((str(case_id), "check"))
    clerk.press(Key.MAIN)
    form_of(clerk, "check_commitment_kept")
    fill(clerk, officer="部门人员甲", outcome="mend", facts="面积与承诺不符")
    refused(clerk, case_id, "复查的日期")
    fill(clerk, next_check="+5")
    do(clerk)
    assert clerk.file(case_id).case.check_due == date(2026, 11, 30)
    begin(clerk, case_id, "check_commitment_kept")
    fill(clerk, officer="部门人员甲", outcome="kept", facts="已整改，一致")
    do(clerk)
    assert clerk.file(case_id).case.check_due is None


@pytest.mark.row("R-IN-6")
def test_R_IN_6_who_is_unwilling_goes_the_ordinary_way(clerk: Window) -> None:
    case_id = clerk.find_item()
    clerk.fill_in()
    clerk.press(Key.ALT_G)
    clerk.press(Key.MAIN)
    clerk.press(Key.BACK)
    clerk.press(Key.ALT_G)
    clerk.press(Key.MAIN)
    assert clerk.acts(case_id) == ["open_draft", "accept"]


# -- the negative endings ------------------------------------------------------------------------------------


def test_T3_not_accepted_cannot_be_saved_without_its_parts(clerk: Window) -> None:
    case_id = clerk.find_item()
    clerk.fill_in()
    clerk.press(Key.ALT_B)
    offers = clerk.intake.turning.offers
    names = [offer.name for offer in offers.offers]
    assert names == ["abandon", "not_accept", "keep_papers"], "nothing is lacking: no notice"
    clerk.picture("R-IN-4-why-not")
    clerk.hand.keys(offers.buttons[0], KEYS[names.index("not_accept")])
    form_of(clerk, "not_accept")
    fill(clerk, reasons=("不属于本机关职权范围",), officer="部门人员甲")
    refused(clerk, case_id, "决定书已加盖专用印章")
    fill(clerk, seal_seen=True, cause="materials")
    refused(clerk, case_id, "一次性告知单")
    fill(clerk, cause="conditions", legal_basis="")
    refused(clerk, case_id, "法律依据")
    fill(clerk, legal_basis="《中华人民共和国行政许可法》第三十二条", apply_again="南阳市市场监督管理局")
    clerk.picture("R-IN-4-not-accepted")
    do(clerk)
    act = clerk.act(case_id, "not_accept")
    assert act.done_by == "department_officer"
    assert act.evidence["seal"]["seen"]
    number = act.evidence["not_accepted_decision"]["number"]
    text = printed(clerk, "不予受理决定书", number)
    assert "六十日" in text
    assert "六个月" in text
    assert "南阳市市场监督管理局" in text
    case = clerk.file(case_id).case
    assert (case.tracks.approval, case.receipt_no) == (Approval.NOT_ACCEPTED, "")
    assert clerk.intake.case_id is None


@pytest.mark.row("R-HO-6")
def test_R_HO_6_a_refusal_with_reasons_and_rights_is_registered_late_and_issued(
    past: PastOf, window: Window
) -> None:
    def in_review(before: Past) -> UUID:
        before.at(datetime(2026, 11, 9, 9, 0, tzinfo=HALL_ZONE))
        case_id = before.register(before.hand_over(before.accept(food)))
        before.at(datetime(2026, 11, 23, 15, 0, tzinfo=HALL_ZONE))
        return case_id

    case_id = past(in_review)
    window.log_in("issue11", 11)
    begin(window, case_id, "refuse")
    refused(window, case_id, "为什么办不下去")
    fill(window, cause="materials", decision_no="内市监不许〔2026〕3号", officer="部门人员甲")
    refused(window, case_id, "不予许可的理由")
    fill(window, reasons=("经营场所与污染源距离不足", "布局流程不合理"), remedies_seen=True)
    refused(window, case_id, "行政机关印章")
    fill(window, seal_seen=True, decided_on="1125")
    refused(window, case_id, "晚于今天")
    fill(window, decided_on="1123", sheets="3")
    refused(window, case_id, "应办“退件”")
    fill(window, cause="withdrawn")
    refused(window, case_id, "应办“申请人撤回”")
    fill(window, cause="conditions")
    window.picture("R-HO-6")
    do(window)
    evidence = window.act(case_id, "refuse").evidence
    assert evidence["refusal_decision"]["late"]
    assert "六个月" in evidence["remedies"]["text"]
    case = window.file(case_id).case
    assert (case.result_no, case.tracks.result) == ("内市监不许〔2026〕3号", Result.WITH_ISSUANCE)
    text = printed(window, "不予行政许可决定书", "内市监不许〔2026〕3号")
    assert "布局流程不合理" in text
    assert "行政复议" in text


def test_T32_withdrawn_by_the_applicants_own_signature(past: PastOf, window: Window) -> None:
    case_id = past(lambda before: before.accept(food))
    window.log_in("clerk04", 4)
    begin(window, case_id, "withdraw")
    refused(window, case_id, "为什么办不下去")
    fill(window, cause="withdrawn", asked_by="路人甲", reason="不再经营")
    refused(window, case_id, "路人甲")
    fill(window, asked_by=NAME)
    refused(window, case_id, "还没有签字")
    window.press(Key.ACT_2)
    window.hand.sign(window.customer)
    window.hand.click(window.customer.sign_page.confirm)
    window.hand.settle()
    do(window)
    request = window.act(case_id, "withdraw").evidence["withdrawal_request"]
    assert request["signature"]["on"] == "screen"
    assert window.file(case_id).case.tracks.approval is Approval.WITHDRAWN
    printed(window, "撤回申请书", request["number"])


def test_T32_void_is_the_leaders_and_the_number_is_never_used_again(past: PastOf, window: Window) -> None:
    case_id = past(lambda before: before.accept(food))
    window.log_in("clerk04", 4)
    assert "void" not in offered(window, case_id)
    window.change_to("leader1", 4)
    begin(window, case_id, "void")
    fill(window, reason="同一申请重复收件", applicant_told=True)
    refused(window, case_id, "收件通知单已收回")
    fill(window, receipt_back=True)
    do(window)
    case = window.file(case_id).case
    assert case.tracks.approval is Approval.VOID
    approval = window.act(case_id, "void").evidence["void_approval"]
    assert approval["number"] == case.receipt_no
    other = window.find_item()
    window.fill_in()
    window.press(Key.MAIN)
    assert window.file(other).case.receipt_no > case.receipt_no


# -- delegation ----------------------------------------------------------------------------------------------


@pytest.mark.row("R-IN-8")
def test_R_IN_8_no_intake_without_the_departments_delegation_until_it_is_filed(clerk: Window) -> None:
    before = clerk.desk.views.today(4).accepted
    search = clerk.intake.item_card.search
    clerk.hand.keys(search, MARRIAGE_INITIALS)
    wait_until(lambda: bool(search.hits()), "the item to be found")
    clerk.press(Key.NEXT)
    clerk.hand.settle()
    assert "还没有委托" in clerk.said
    assert "政务服务和数字政务股" in clerk.said
    clerk.picture("R-IN-8-refused")
    assert clerk.desk.views.today(4).accepted == before
    clerk.change_to("digital1", 4)
    clerk.press(Key.MORE_4)
    screen = clerk.shell.current_screen
    assert isinstance(screen, DelegationsScreen)
    clerk.hand.settle()
    assert "内乡县民政局" not in [line.department for line in screen._model.rows]
    clerk.press(Key.MAIN)
    form_of(clerk, "file_delegation")
    fill(clerk, department="内乡县民政局", until="1101")
    refused(clerk, None, "委托书文号")
    fill(clerk, document_no="内政数委〔2026〕19号")
    refused(clerk, None, "早于委托的起始日")
    fill(clerk, until="1231")
    do(clerk)
    wait_until(
        lambda: "内乡县民政局" in [line.department for line in screen._model.rows],
        "the document in the register",
    )
    clerk.picture("R-IN-8")
    clerk.change_to("clerk04", 4)
    case_id = clerk.find_item(MARRIAGE_INITIALS)
    clerk.fill_in()
    clerk.press(Key.ALT_C)
    clerk.press(Key.MAIN)
    evidence = clerk.act(case_id, "accept").evidence
    assert evidence["delegation"]["document_no"] == "内政数委〔2026〕19号"
    assert evidence["channel_choice"]["choice"] == "assisted"


# -- packages ------------------------------------------------------------------------------------------------


@pytest.mark.row("R-IN-11")
def test_R_IN_11_a_package_is_taken_in_at_the_same_screen_with_its_parts_told_first(clerk: Window) -> None:
    search = clerk.intake.item_card.search
    clerk.hand.keys(search, "企业职工退休一件事")
    wait_until(lambda: bool(search.hits()), "a package to be found")
    clerk.press(Key.NEXT)
    case_id = clerk.intake.case_id
    assert case_id is not None
    clerk.fill_in()
    model = clerk.intake._model
    assert model.package is not None
    assert not clerk.why_not(), clerk.why_not()
    clerk.press(Key.MAIN)
    assert clerk.intake.closing.isVisible(), "first the parts"
    assert clerk.acts(case_id) == ["open_draft"]
    clerk.picture("R-IN-11-parts")
    optional = [member.step for member in model.package.members if member.optional]
    for step in optional[:1]:
        clerk.hand.keys(clerk.intake.closing, str(step))
        assert model.left_out == {step}
    clerk.press(Key.MAIN)
    act = clerk.act(case_id, "accept_package")
    left = [part["step"] for part in act.evidence["parts"]]
    assert not set(optional[:1]) & set(left)
    assert "一件事" in clerk.said
