"""What goes back, what goes by mail, what nobody fetches: at the real issuance desk (Ctrl 5)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtGui import QColor, QImage

from tests.journeys import forms
from tests.journeys.conftest import TODAY
from tests.journeys.past import DESK, Past
from tests.journeys.reading import text_of
from tests.journeys.window import NAME, NUMBER, PHONE, Window
from yichuang_desktop.domain.endings import EndingCause
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services.ports_returns import ReturnList
from yichuang_desktop.services.requests import Collector
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.returns.screen import ReturnsScreen
from yichuang_desktop.ui.shortcuts import Key

Happened = Callable[..., Any]
ADDRESS = "河南省南阳市内乡县湍东镇样例路2号"
SLIP, BAD_SLIP = "EA123456785CN", "EA123456784CN"
WHO = Collector(NAME, "居民身份证", NUMBER)
RETURN: dict[str, Any] = {
    "cause": EndingCause.MATERIALS, "officer": "周科长", "platform_returned_on": "1123",
    "reasons": ["平面图与现场不符", "缺房屋产权证明"], "legal_basis": "办事指南第三条",
    "sealed": True, "stub_in": True, "platform_noted": True,
}  # fmt: skip
MAIL: dict[str, Any] = {
    "name": NAME, "phone": PHONE, "address": ADDRESS, "waybill_no": SLIP, "taken_by": "邮递员丙",
    "slip_kept": True,
}  # fmt: skip


def printed(window: Window, *words: str) -> str:
    """The text of the one paper in which all these words stand."""

    def found() -> list[str]:
        texts = [text_of(file) for file in window.settings.pdf_folder.glob("*.pdf")]
        return [text for text in texts if all(word in text for word in words)]

    wait_until(lambda: bool(found()), f"a paper with {words}")
    return found()[0]


def desk(window: Window, which: Key | None = None) -> ReturnsScreen:
    """Ctrl 5, and one of its lists."""
    if not isinstance(window.shell.current_screen, ReturnsScreen):
        window.press(Key.MORE_5)
    screen = window.shell.current_screen
    assert isinstance(screen, ReturnsScreen)
    if which is not None:
        window.press(which)
    window.hand.settle()
    return screen


def main_act(window: Window) -> str:
    return next(act.text for act in window.shell.act_bar.acts if act.key is Key.MAIN)


def next_form(window: Window, name: str, key: Key = Key.MAIN) -> None:
    """The form that the screen offers on that key."""
    window.press(key)
    forms.form_of(window, name)


def chain_shown(window: Window, case_id: UUID) -> list[str]:
    """退件链 on the page of the case: the states in order."""
    screen = forms.open_case(window, case_id)
    assert screen.view.listed is screen.view.links, "a return opens with its chain"
    return [line.link.state.title for line in screen.view.links.rows_model().rows]


def send_back(window: Window, case_id: UUID) -> None:
    """The department's return at the desk; refused while one of its parts is missing."""
    forms.begin(window, case_id, "send_back")
    forms.fill(window, **(RETURN | {"sealed": False}))
    forms.refused(window, case_id, "公章")
    forms.fill(window, sealed=True, cause=EndingCause.CONDITIONS)
    forms.refused(window, case_id, "不予许可")
    forms.fill(window, cause=EndingCause.MATERIALS)
    forms.do(window)


@pytest.mark.row("R-RET-1")
def test_R_RET_1_every_link_from_the_department_to_the_archive(window: Window, past: Happened) -> None:
    case_id = past(lambda hall: hall.register(hall.hand_over(hall.accept())))
    window.log_in("issue11", DESK)
    send_back(window, case_id)
    evidence = window.act(case_id, "send_back").evidence
    assert evidence["seal"]["kind"] == "部门公章"
    assert evidence["notice_stub"]["in"]
    assert evidence["platform_return"]["on"] == "2026-11-23"
    assert evidence["papers_list"], "every sheet that was taken in"
    assert window.act(case_id, "send_back").doer_name == "周科长"
    text = printed(window, "一次性告知单", "平面图与现场不符")
    for words in ("缺房屋产权证明", "存根", "公章", NAME):
        assert words in text, words
    assert chain_shown(window, case_id) == ["已办"] * 7 + ["该办"] + ["待办"] * 4
    screen = desk(window)
    window.hand.type_here(window.shell, window.code(case_id, PaperKind.RECEIPT), enter=True)
    wait_until(lambda: screen.table.current_row() is not None, "the row")
    assert screen.table.current_row().row.case_id == case_id
    assert main_act(window) == "电话通知取回材料"
    forms.begin(window, case_id, "give_papers_back")
    receipt = window.code(case_id, PaperKind.RECEIPT)
    forms.fill(window, collector=WHO, receipt_code=receipt, counted=True, notice_given=True)
    window.press(Key.ALT_S)
    forms.refused(window, case_id, "还没有电话通知")
    window.press(Key.ALT_X)
    window.press(Key.BACK)
    desk(window)
    next_form(window, "call_for_return")
    forms.fill(window, phone=PHONE, outcome="answered", said="明天上午带通知单来")
    forms.do(window)
    assert main_act(window) == "退还材料"
    next_form(window, "give_papers_back")
    forms.fill(window, collector=WHO, receipt_code=receipt, counted=True, notice_given=False)
    window.press(Key.ALT_S)
    forms.refused(window, case_id, "一次性告知单")
    forms.fill(window, notice_given=True)
    forms.refused(window, case_id, "签字")
    window.press(Key.ALT_S)
    window.picture("R-RET-1-desk")
    forms.do(window)
    window.rate(5)
    back = window.act(case_id, "give_papers_back")
    assert back.evidence["receipt_or_declaration"] == {"receipt": receipt}
    assert back.evidence["papers_received"]["notice_given"]
    assert NAME in printed(window, "退还材料签收单")
    assert window.file(case_id).case.tracks.approval == "closed"
    assert case_id not in {line.row.case_id for line in screen.table.rows_model().rows}
    assert chain_shown(window, case_id) == ["已办"] * 10 + ["该办", "待办"]
    window.picture("R-RET-1")
    assert window.desk.archive_lacks(window.file(case_id)) == ()


@pytest.mark.row("R-RET-1")
def test_R_RET_1_papers_go_back_by_mail_with_the_notice_and_the_slip(window: Window, past: Happened) -> None:
    case_id = past(lambda hall: hall.register(hall.hand_over(hall.accept())))
    window.log_in("issue11", DESK)
    send_back(window, case_id)
    screen = desk(window)
    assert screen.table.select_key(case_id)
    window.hand.settle()
    next_form(window, "call_for_return")
    forms.fill(window, phone=PHONE, outcome="answered", said="请邮寄")
    forms.do(window)
    mailing = next(act.key for act in window.shell.act_bar.acts if act.text == "材料邮寄退还")
    next_form(window, "mail_papers_back", mailing)
    forms.fill(window, **(MAIL | {"waybill_no": BAD_SLIP, "notice_enclosed": True}))
    forms.refused(window, case_id, "校验位")
    assert forms.said_beside(window, "waybill_no")
    forms.fill(window, waybill_no=SLIP, notice_enclosed=False)
    forms.refused(window, case_id, "一次性告知单")
    forms.fill(window, notice_enclosed=True)
    forms.do(window)
    act = window.act(case_id, "mail_papers_back")
    assert act.evidence["shipment"]["waybill_no"] == SLIP
    assert act.evidence["sender_slip"]["notice_given"]
    text = printed(window, SLIP, "寄回退件材料")
    assert ADDRESS in text
    assert "一次性告知单" in text, "the notice is enclosed"
    assert window.file(case_id).case.tracks.papers == "mailed_back"
    assert chain_shown(window, case_id) == ["已办"] * 10 + ["该办", "待办"]


@pytest.mark.row("R-RET-1")
def test_R_RET_1_without_the_receipt_a_signed_statement_and_the_receipt_is_void(
    window: Window, past: Happened
) -> None:
    case_id = past(lambda hall: hall.register(hall.hand_over(hall.accept())))
    window.log_in("issue11", DESK)
    send_back(window, case_id)
    old = window.code(case_id, PaperKind.RECEIPT)
    desk(window).table.select_key(case_id)
    window.hand.settle()
    next_form(window, "call_for_return")
    forms.fill(window, phone=PHONE, outcome="answered")
    forms.do(window)
    next_form(window, "give_papers_back")
    forms.fill(window, collector=WHO, counted=True, notice_given=True)
    window.press(Key.ALT_S)
    forms.refused(window, case_id, "遗失")
    forms.fill(window, receipt_lost=True)
    window.press(Key.ALT_S)
    forms.do(window)
    shown = window.act(case_id, "give_papers_back").evidence["receipt_or_declaration"]
    assert shown["original"] == "居民身份证原件"
    assert printed(window, "保证声明", NAME)
    (receipt,) = [one for one in window.file(case_id).papers if one.code == old]
    assert receipt.revoked
    assert window.desk.archive_lacks(window.file(case_id)) == ()


@pytest.mark.row("R-OUT-4")
def test_R_OUT_4_from_the_wish_to_the_delivery_with_the_slip_kept(
    window: Window, past: Happened, tmp_path: Path
) -> None:
    case_id = past(lambda hall: hall.ready())
    window.log_in("issue11", DESK)
    forms.begin(window, case_id, "note_mail_wish")
    forms.fill(window, name=NAME, phone=PHONE, address="")
    forms.refused(window, case_id, "收件地址")
    forms.fill(window, address=ADDRESS, said_by="申请人本人来电")
    forms.do(window)
    assert window.act(case_id, "note_mail_wish").evidence["mail_wish"]["address"] == ADDRESS
    screen = desk(window, Key.ALT_2)
    assert screen.table.select_key(case_id)
    window.hand.settle()
    assert main_act(window) == "EMS 免费寄送"
    next_form(window, "mail_result")
    assert forms.form_of(window).input("address").value() == ADDRESS, "what was written down is there"
    forms.fill(window, waybill_no=BAD_SLIP, taken_by="邮递员丙", slip_kept=True)
    forms.refused(window, case_id, "校验位")
    assert "校验位" in forms.said_beside(window, "waybill_no")
    window.picture("R-OUT-4-slip")
    forms.fill(window, waybill_no=SLIP, slip_kept=False)
    forms.refused(window, case_id, "寄件单据")
    picture = tmp_path / "slip.png"
    image = QImage(600, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#d8e4f0"))
    assert image.save(str(picture))
    forms.fill(window, slip_kept=True, slip=picture)
    forms.do(window)
    act = window.act(case_id, "mail_result")
    assert (act.evidence["shipment"]["waybill_no"], act.evidence["shipment"]["charge"]) == (SLIP, "免费")
    kept = act.evidence["sender_slip"]["picture"]
    assert window.desk.views.attachment(kept).startswith(b"\x89PNG")
    text = printed(window, SLIP, "寄送办理结果")
    for words in (NAME, ADDRESS, "营业执照"):
        assert words in text, words
    row = screen.table.current_row()
    assert (row.row.case_id, row.state, row.place) == (case_id, "已寄出", SLIP)
    _came_back_and_sent_again(window, screen, case_id)
    forms.fill(window, delivered_on="1122", told_by="邮政查询")
    forms.refused(window, case_id, "寄出日期")
    forms.fill(window, delivered_on="1123")
    forms.do(window)
    assert screen.table.select_key(case_id), "it stands there for a week"
    window.hand.settle()
    assert screen.table.current_row().state == "已妥投"
    assert window.file(case_id).case.tracks.approval == "closed"
    assert window.desk.archive_lacks(window.file(case_id)) == ()


def _came_back_and_sent_again(window: Window, screen: ReturnsScreen, case_id: UUID) -> None:
    back = next(act.key for act in window.shell.act_bar.acts if act.text == "邮件退回")
    next_form(window, "take_in_returned_mail", back)
    forms.fill(window, returned_on="1123", brought_by="邮递员丙", reason="")
    forms.refused(window, case_id, "退回原因")
    forms.fill(window, reason="查无此人")
    forms.do(window)
    row = screen.table.current_row()
    assert (row.row.case_id, row.state, row.place) == (case_id, "邮件退回", "查无此人")
    window.picture("R-OUT-4")
    next_form(window, "mail_result")
    forms.fill(window, waybill_no="1234567890123", taken_by="邮递员丙", slip_kept=True)
    forms.do(window)
    assert screen.table.select_key(case_id)
    window.hand.settle()
    next_form(window, "confirm_delivery")


@pytest.mark.row("R-OUT-4")
@pytest.mark.row("R-OUT-1")
def test_R_OUT_4_a_result_nobody_fetches_ages_is_listed_and_told_to_the_leader(
    window: Window, past: Happened
) -> None:
    def long_ago(hall: Past) -> tuple[UUID, UUID]:
        hall.at(TODAY - timedelta(days=20))
        old = hall.ready(name="测试样例乙")
        hall.at(TODAY - timedelta(days=2))
        fresh = hall.ready(name="测试样例丙")
        hall.at(TODAY)
        return old, fresh

    old, fresh = past(long_ago)
    window.log_in("issue11", DESK)
    screen = desk(window, Key.ALT_3)
    assert screen.which is ReturnList.UNCOLLECTED
    lines = {line.row.case_id: line for line in screen.table.rows_model().rows}
    assert (lines[old].state, lines[old].since) == ("该报组长", "20 天")
    assert lines[fresh].state == "未领取"
    order = [line.row.case_id for line in screen.table.rows_model().rows]
    assert order.index(old) < order.index(fresh), "the longest waiting first"
    assert screen.table.select_key(fresh)
    window.hand.settle()
    assert main_act(window) == "到“出证”电话通知"
    assert screen.table.select_key(old)
    window.hand.settle()
    next_form(window, "escalate_uncollected")
    forms.refused(window, old, "情况和建议")
    forms.fill(window, reason="三次无人接听，建议改邮寄")
    window.picture("R-OUT-4-uncollected")
    forms.do(window)
    act = window.act(old, "escalate_uncollected")
    assert act.reason == "三次无人接听，建议改邮寄"
    assert [call["phone"] for call in act.evidence["calls_made"]] == [PHONE]
    assert screen.table.select_key(old)
    window.hand.settle()
    assert screen.table.current_row().state == "已报组长"
    window.press(Key.ALT_P)
    text = printed(window, "逾期未领", "测试样例乙")
    assert "测试样例丙" not in text, "only from the hall's days on"
    assert "154****0012" in text
    assert "已报组长" in text
