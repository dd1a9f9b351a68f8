"""Every way that is not the counter, at the real window: province, online, departments, post."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from tests.journeys import forms
from tests.journeys.past import DESK, WINDOW, Past, complete_form
from tests.journeys.reading import text_of
from tests.journeys.window import NAME, NUMBER, PHONE, Window
from yichuang_desktop.domain.intake_form import Delivery
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.services import requests as ask
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.online.screen import OnlineScreen
from yichuang_desktop.ui.registering.screen import RegisteringScreen
from yichuang_desktop.ui.shortcuts import Key

Happened = Callable[..., Any]
Rows = Callable[..., list[dict[str, Any]]]
ADDRESS = "河南省南阳市内乡县湍东镇样例路2号"
WHO = Applicant(name=NAME, document_no=NUMBER, phone=PHONE, address=ADDRESS)
PROVINCE_ITEM, PROVINCE_INITIALS = "公司设立登记", "gssldj"
TODAY = date(2026, 11, 23)
PARCEL, SLIP, BAD_SLIP = "1234567890123", "EA123456785CN", "EA123456784CN"
OFFICER = "部门人员甲"


def printed(window: Window, *words: str) -> str:
    """The text of the one paper in which all these words stand."""

    def found() -> list[str]:
        texts = [text_of(file) for file in window.settings.pdf_folder.glob("*.pdf")]
        return [text for text in texts if all(word in text for word in words)]

    wait_until(lambda: bool(found()), f"a paper with {words}")
    return found()[0]


def registered(window: Window) -> UUID:
    """The case that was registered last on 登记."""
    screen = window.shell.current_screen
    assert isinstance(screen, RegisteringScreen)
    return screen._just[0].case_id


def two_signatures(window: Window) -> None:
    """F11: the citizen signs the commitment, then the collection."""
    window.press(Key.ACT_2)
    for _ in range(2):
        window.hand.sign(window.customer)
        window.hand.click(window.customer.sign_page.confirm)
    window.hand.settle()


def item_named(hall: Past, name: str = PROVINCE_ITEM) -> ServiceItem:
    return hall.item(lambda item: item.name == name)[1]


def ended(window: Window, case_id: UUID) -> tuple[str, str]:
    tracks = window.file(case_id).case.tracks
    return tracks.approval.value, tracks.result.value


# -- R-IN-10 ------------------------------------------------------------------------------------------------


@pytest.mark.row("R-IN-10")
def test_R_IN_10_province_wide_with_voucher_until_the_department_has_mailed(window: Window) -> None:
    window.log_in("clerk01", 1)
    forms.register(window, "register_province")
    forms.fill(
        window, channel="province", item_id=PROVINCE_INITIALS, authority="郑州市市场监督管理局",
        applicant=WHO, provider="刘丁四", platform_no="QYTB20261123001", mail_address=ADDRESS,
    )  # fmt: skip
    forms.refused(window, None, "签字")
    forms.fill(window, provider="")
    forms.refused(window, None, "材料提供人")
    forms.fill(window, provider="刘丁四")
    window.press(Key.ALT_S)
    window.picture("R-IN-10")
    forms.do(window)
    case_id = registered(window)
    act = window.act(case_id, "register_province")
    voucher = act.evidence["materials_voucher"]
    assert (voucher["receiver"], voucher["provider"]) == (act.recorder_name, "刘丁四")
    assert (voucher["received_on"], voucher["authority"]) == ("2026-11-23", "郑州市市场监督管理局")
    assert act.evidence["provider_signature"] == {"on": "ink", "signer": "刘丁四"}
    window.rate(5)
    code = window.code(case_id, PaperKind.MATERIALS_VOUCHER)
    text = printed(window, "申请材料收件凭证", code[:5])
    for words in (
        "刘丁四",
        act.recorder_name,
        "2026年11月23日",
        "QYTB20261123001",
        ADDRESS,
        "郑州市市场监督管理局",
    ):
        assert words in text, words
    assert code.startswith("75")
    forms.begin(window, case_id, "close_external")
    forms.fill(window, officer="陈晨", waybill_no=BAD_SLIP, result_no="JY-1")
    forms.refused(window, case_id, "校验位")
    forms.fill(window, waybill_no=SLIP)
    forms.do(window)
    mailing = window.act(case_id, "close_external").evidence["department_mailing"]
    assert (mailing["waybill_no"], mailing["to"]["address"]) == (SLIP, ADDRESS)
    assert ended(window, case_id) == ("closed", "external")
    assert window.desk.archive_lacks(window.file(case_id)) == ()


def registers(window: Window, login: str, counter: int) -> set[str]:
    """What 登记 offers at a window."""
    (window.change_to if window.program.desktop else window.log_in)(login, counter)
    window.press(Key.SCREEN_5)
    screen = window.shell.current_screen
    assert isinstance(screen, RegisteringScreen)
    return {offer.name for offer in screen.offers.offers}


@pytest.mark.row("R-DUTY-1")
def test_R_DUTY_1_windows_1_on_floors_1_and_3_register_for_the_province(window: Window) -> None:
    for login, counter in (("clerk01", 1), ("clerk09", 9)):
        assert "register_province" in registers(window, login, counter)
    window.picture("R-DUTY-1")
    assert "register_province" not in registers(window, "clerk04", 4)
    assert "register_province" not in registers(window, "clerk02", 2)


@pytest.mark.row("R-DUTY-3")
def test_R_DUTY_3_general_windows_register_what_was_filed_online(window: Window) -> None:
    for login, counter in (("clerk04", 4), ("clerk05", 5)):
        assert "register_online" in registers(window, login, counter)
    window.picture("R-DUTY-3")
    assert "register_online" not in registers(window, "clerk02", 2), "a zone's window has no such duty"
    assert "register_online" not in registers(window, "issue11", 11)


# -- R-IN-12, R-OUT-5: online -------------------------------------------------------------------------------


def filed_online(hall: Past, number: str = "WT202611230077", counter: int = WINDOW) -> UUID:
    """What a window registered before the journey."""
    request = ask.RegisterOnline(
        act_id=uuid4(), case_id=uuid4(), revision=0, counter=counter, online_no=number, applied_on=TODAY,
        item_id=item_named(hall).item_id, applicant=WHO,
    )  # fmt: skip
    hall.window.desk.handle(request)
    return request.case_id


def accepted_online(hall: Past) -> UUID:
    """The department has accepted, receipt and counterfoil are at the issuance desk."""
    case_id = filed_online(hall)
    revision = hall.window.desk.case(case_id).revision
    hall.window.desk.handle(
        ask.RecordDepartmentAcceptance(
            act_id=uuid4(),
            case_id=case_id,
            revision=revision,
            counter=WINDOW,
            officer=OFFICER,
            accepted_on=TODAY,
        )
    )
    hall.issuance.desk.handle(
        ask.RegisterOnlineCounterfoil(
            act_id=uuid4(),
            case_id=case_id,
            revision=revision + 1,
            counter=DESK,
            counterfoil_code=hall.code(case_id, PaperKind.COUNTERFOIL),
            receipt_code=hall.code(case_id, PaperKind.RECEIPT),
        )
    )
    return case_id


@pytest.mark.row("R-IN-12")
def test_R_IN_12_filed_online_registered_pushed_accepted_by_the_department(
    window: Window, rows: Rows
) -> None:
    window.log_in("clerk04", 4)
    forms.register(window, "register_online")
    forms.fill(window, applied_on="1122", item_id=PROVINCE_INITIALS, applicant=WHO)
    forms.refused(window, None, "网上申报编号")
    forms.fill(window, online_no="WT202611220077")
    window.picture("R-IN-12")
    forms.do(window)
    case_id = registered(window)
    reference = window.act(case_id, "register_online").evidence["online_reference"]
    assert (reference["number"], reference["applied_on"]) == ("WT202611220077", "2026-11-22")
    number = window.file(case_id).case.receipt_no
    text = printed(window, number, "收件通知单")
    assert text.count(number) >= 2, "receipt and counterfoil on one sheet"
    assert rows("select * from outbox where case_id = ?", case_id.hex), "pushed to the department"
    forms.register(window, "register_online")
    forms.fill(
        window, online_no="WT202611220077", applied_on="1122", item_id=PROVINCE_INITIALS, applicant=WHO
    )
    forms.refused(window, None, number)
    window.press(Key.BACK)
    window.press(Key.MORE_8)
    screen = window.shell.current_screen
    assert isinstance(screen, OnlineScreen)
    wait_until(lambda: screen.table.select_key(case_id), "the case in the queue")
    window.hand.settle()
    assert screen.table.current_row().state == "待部门受理"
    window.picture("R-IN-12-queue")
    window.press(Key.MAIN)
    window.hand.settle()
    form = screen.case_acts.forms.form
    assert form is not None
    assert form.plan.name == "record_department_acceptance"
    window.press(Key.MAIN)
    assert "受理的部门人员" in form.input("officer").said
    window.hand.write(form.input("officer").field, OFFICER)
    window.press(Key.MAIN)
    case = window.file(case_id).case
    assert (case.accepted_on, case.tracks.approval) == (TODAY, "in_review")
    assert case.promise_due is not None, "the clocks begin with the department's acceptance"
    window.change_to("issue11", 11)
    desk = window.issuance
    window.hand.scan(desk.scan, window.code(case_id, PaperKind.COUNTERFOIL))
    window.refuse(case_id, "收件通知单")
    window.hand.scan(desk.scan, window.code(case_id, PaperKind.RECEIPT))
    window.press(Key.MAIN)
    act = window.act(case_id, "register_online_counterfoil")
    assert act.evidence["counterfoil_scanned"] == window.code(case_id, PaperKind.COUNTERFOIL)


@pytest.mark.row("R-OUT-5")
def test_R_OUT_5_online_reply_slip_brought_commitment_signed_at_pick_up_one_rating(
    window: Window, past: Happened
) -> None:
    case_id = past(accepted_online)
    window.log_in("issue11", 11)
    screen = window.issuance
    window.hand.scan(screen.scan, "WT202611230077")
    assert screen.card._name.text() == NAME, "found by the number the applicant knows"
    window.press(Key.MAIN)
    window.hand.settle()
    form = screen.case_acts.forms.form
    assert form is not None
    assert form.plan.name == "book_in_online_result"
    window.hand.write(form.input("officer").field, OFFICER)
    window.hand.write(form.input("result_no").field, "92411399MAXY00171W")
    window.press(Key.MAIN)
    assert "回执单" in form.input("reply_no").said
    form.input("print_reply").tick.setFocus()
    window.hand.tap(window.shell, Qt.Key.Key_Space)
    window.press(Key.MAIN)
    slip = window.act(case_id, "book_in_online_result").evidence["reply_slip"]
    assert slip["printed_here"] is True
    reply = window.code(case_id, PaperKind.REPLY_SLIP)
    text = printed(window, "业务受理回执单")
    assert "WT202611230077" in text
    assert "92411399MAXY00171W" in text
    window.press(Key.ACT_1)
    assert window.file(case_id).case.tracks.result == "notified"
    window.hand.scan(screen.scan, reply)
    window.refuse(case_id, "证件号码")
    window.hand.write(screen.card.collect.document_no, NUMBER)
    window.refuse(case_id, "信用承诺书")
    window.refuse(case_id, "打印信用承诺书", Key.ALT_S)
    two_signatures(window)
    window.picture("R-OUT-5")
    window.press(Key.MAIN)
    act = window.act(case_id, "issue_online")
    assert act.evidence["commitment"]["signature"]["on"] == "screen"
    assert act.evidence["collection_signature"]["on"] == "screen"
    window.rate(5)
    assert "我承诺" in printed(window, "信用承诺书", "承诺人") or "承诺" in printed(window, "信用承诺书")
    assert window.file(case_id).case.receipt_no in printed(window, "签收单")
    assert ended(window, case_id) == ("closed", "collected")
    assert window.desk.archive_lacks(window.file(case_id)) == ()
    wait_until(lambda: any(one.outcome for one in window.file(case_id).services), "the rating")
    assert [one.kind for one in window.file(case_id).services] == ["collection"], "one an online case"


@pytest.mark.row("R-OUT-5")
def test_R_OUT_5_online_signed_in_ink_on_the_printed_commitment(window: Window, past: Happened) -> None:
    def waiting(hall: Past) -> UUID:
        case_id = accepted_online(hall)
        hall.issuance.desk.handle(
            ask.BookInOnlineResult(
                act_id=uuid4(),
                case_id=case_id,
                revision=3,
                counter=DESK,
                officer=OFFICER,
                decided_on=TODAY,
                result_name="营业执照",
                result_no="92411399MAXY00171W",
                reply_no="HZ-9",
            )
        )
        return case_id

    case_id = past(waiting)
    window.log_in("issue11", 11)
    screen = window.issuance
    window.hand.scan(screen.scan, window.file(case_id).case.receipt_no)
    window.hand.write(screen.card.collect.document_no, NUMBER)
    window.press(Key.ALT_P)
    assert window.code(case_id, PaperKind.CREDIT_COMMITMENT) in printed(window, "信用承诺书").replace(" ", "")
    window.refuse(case_id, "签信用承诺书")
    window.press(Key.ALT_S)
    window.press(Key.MAIN)
    assert window.act(case_id, "issue_online").evidence["commitment"]["signature"]["on"] == "ink"
    window.rate(4)


# -- R-OUT-5, R-OUT-6: the departments' own -----------------------------------------------------------------


@pytest.mark.row("R-OUT-5")
def test_R_OUT_5_a_departments_own_system_with_voucher_signature_and_ledger(
    window: Window, rows: Rows
) -> None:
    department_matter(window, rows, "book_in_from_department_system", "部门自建系统全流程网办")


@pytest.mark.row("R-OUT-6")
def test_R_OUT_6_issued_for_a_department_what_no_window_accepted(window: Window, rows: Rows) -> None:
    department_matter(window, rows, "book_in_for_department", "非综合窗口受理")


def department_matter(window: Window, rows: Rows, name: str, source: str) -> None:
    """Booked in with the voucher, called, issued against the person's document, a ledger row of its own."""
    window.log_in("issue11", 11)
    forms.register(window, name)
    forms.fill(
        window, officer="孙警官", item_name="普通护照签发", department="内乡县公安局", applicant=WHO,
        result_name="普通护照", result_no="E12345678",
    )  # fmt: skip
    forms.refused(window, None, "部门受理凭证编号")
    forms.fill(window, voucher_no="GA-2026-118")
    window.picture("R-OUT-6-voucher")
    forms.do(window)
    case_id = registered(window)
    act = window.act(case_id, name)
    voucher = act.evidence["department_voucher"]
    assert (voucher["number"], act.doer_name) == ("GA-2026-118", "孙警官")
    text = printed(window, "部门受理凭证登记单", "GA-2026-118")
    for words in ("孙警官", "普通护照签发", "E12345678", source):
        assert words in text, words
    screen = window.issuance
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.MATERIALS_VOUCHER))
    window.press(Key.ACT_1)
    assert window.act(case_id, "call_applicant").evidence["call"]["phone"] == PHONE
    window.hand.scan(screen.scan, "GA-2026-118")
    window.refuse(case_id, "证件号码")
    window.hand.write(screen.card.collect.document_no, NUMBER)
    window.refuse(case_id, "签字")
    window.press(Key.ALT_S)
    window.picture("R-OUT-6" if name == "book_in_for_department" else "R-OUT-5-system")
    window.press(Key.MAIN)
    assert window.act(case_id, "issue_on_behalf").evidence["collector"]["name"] == NAME
    window.rate(5)
    assert "GA-2026-118" in printed(window, "签收单")
    assert ended(window, case_id) == ("not_applicable", "collected")
    assert not [paper for paper in window.file(case_id).papers if paper.kind is PaperKind.CREDIT_COMMITMENT]
    assert window.desk.archive_lacks(window.file(case_id)) == ()
    (row,) = rows("select channel, external_no, receipt_no from cases where case_id = ?", case_id.hex)
    assert row["external_no"] == "GA-2026-118", "a ledger of its own"
    assert row["channel"] in ("department", "department_system")


# -- R-IN-13, R-OUT-8: by post ------------------------------------------------------------------------------


def mailed_in(hall: Past, delivery: str = "mail") -> UUID:
    """A parcel accepted before the journey, its commitment enclosed."""
    desk, case_id = hall.window.desk, uuid4()
    version, item = hall.item(lambda item: item.name == PROVINCE_ITEM)
    desk.handle(ask.OpenParcel(
        act_id=uuid4(), case_id=case_id, counter=WINDOW, parcel_no=PARCEL, item_id=item.item_id,
    ))  # fmt: skip
    form = complete_form(item, version)
    form = replace(form, applicant=WHO, identity=None, delivery=Delivery(delivery))
    desk.save_draft(ask.SaveDraft(case_id, form, WINDOW))
    desk.handle(ask.AcceptMailed(
        act_id=uuid4(), case_id=case_id, revision=1, counter=WINDOW, parcel_no=PARCEL, officer=OFFICER,
        officer_present=True, proxy_signed=True, identity_checked=True, commitment="enclosed",
    ))  # fmt: skip
    return case_id


@pytest.mark.row("R-IN-13")
def test_R_IN_13_a_parcel_opened_with_the_officer_who_signs_for_the_papers(window: Window) -> None:
    window.log_in("clerk04", 4)
    forms.register(window, "open_parcel")
    forms.fill(window, parcel_no=BAD_SLIP, item_id=PROVINCE_INITIALS)
    forms.refused(window, None, "校验位")
    forms.fill(window, parcel_no=PARCEL)
    forms.do(window)
    case_id = registered(window)
    intake = window.intake
    wait_until(lambda: intake.drafts.table.select_key(case_id), "the parcel among the drafts")
    window.hand.tap(intake.drafts.table, Qt.Key.Key_Return)
    wait_until(lambda: intake.case_id == case_id, "the parcel's review")
    window.fill_in()
    window.hand.settle()
    wait_until(lambda: window.desk.draft(case_id).applicant is not None, "the draft to be saved")
    wait_until(lambda: bool(window.desk.draft(case_id).checklist.complete), "the review to be saved")
    window.press(Key.MAIN)
    forms.form_of(window, "accept_mailed")
    forms.fill(window, officer=OFFICER, identity_checked=True, commitment="enclosed", proxy_signed=True)
    forms.refused(window, case_id, "当面开拆")
    forms.fill(window, officer_present=True, receipt_way="posted")
    forms.refused(window, case_id, "收件地址")
    forms.fill(window, mail_address=ADDRESS)
    window.picture("R-IN-13")
    forms.do(window)
    act = window.act(case_id, "accept_mailed")
    assert (act.done_by, act.doer_name) == ("department_officer", OFFICER)
    assert act.evidence["parcel"]["number"] == PARCEL
    assert act.evidence["proxy_signature"]["for"] == NAME
    assert act.evidence["commitment"]["signature"]["on"] == "enclosed", "never signed by the officer"
    case = window.file(case_id).case
    assert (case.parcel_no, case.tracks.counterfoil) == (PARCEL, "signed_by_department")
    assert case.mail_to == {"name": NAME, "phone": PHONE, "address": ADDRESS}
    text = printed(window, "开拆记录", PARCEL)
    for words in (OFFICER, "随件附来", "外包装完好"):
        assert words in text, words
    assert case.receipt_no in printed(window, "收件通知单", case.receipt_no)


@pytest.mark.row("R-OUT-8")
def test_R_OUT_8_the_result_goes_by_the_ems_window_and_the_slip_is_filed(
    window: Window, past: Happened, tmp_path: Path
) -> None:
    case_id = past(mailed_in)
    window.log_in("issue11", 11)
    screen = window.issuance
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.COUNTERFOIL))
    window.press(Key.MAIN)
    assert "随件附来" in window.act(case_id, "register_counterfoil").evidence["commitment_scanned"]
    forms.begin(window, case_id, "hand_result_to_courier")
    forms.fill(window, officer=OFFICER, result_no="92411399MAXY00171W")
    forms.refused(window, case_id, "邮寄窗口接收人")
    forms.fill(window, taken_by="马速递")
    forms.do(window)
    assert ADDRESS in printed(window, "邮寄登记单")
    picture = tmp_path / "slip.png"
    image = QImage(600, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#eee"))
    assert image.save(str(picture))
    forms.begin(window, case_id, "file_customer_slip")
    forms.fill(window, waybill_no=BAD_SLIP, courier="马速递", slip_seen=True, slip=picture)
    forms.refused(window, case_id, "校验位")
    forms.fill(window, waybill_no=SLIP)
    window.picture("R-OUT-8")
    forms.do(window)
    act = window.act(case_id, "file_customer_slip")
    assert (act.done_by, act.evidence["shipment"]["waybill_no"]) == ("courier", SLIP)
    assert window.desk.views.attachment(act.evidence["customer_slip"]["picture"]) == picture.read_bytes()
    assert SLIP in printed(window, "邮寄登记单", SLIP)
    case = window.file(case_id).case
    assert (case.tracks.result, case.waybill_no) == ("mailed", SLIP)
    assert window.desk.archive_lacks(window.file(case_id)) == ()
