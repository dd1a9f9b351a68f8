"""At the window: from the applicant's first word to the accepted case (3.2.1)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.reading import text_of
from tests.journeys.window import NAME, NUMBER, Window
from tests.printing.printer_simulator import PrinterSimulator
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.shortcuts import Key

Rows = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def clerk(window: Window) -> Window:
    """A window clerk at window 4."""
    window.log_in("clerk04", 4)
    return window


@pytest.mark.row("R-IN-1")
def test_R_IN_1_every_material_gets_a_verdict_before_acceptance(clerk: Window) -> None:
    case_id = clerk.find_item()
    clerk.fill_in(materials=False)
    clerk.refuse(case_id, "没有审查")
    table = clerk.intake.materials.table
    clerk.intake.materials.focus_first_open()
    clerk.hand.keys(table, "n")
    assert "不能" in clerk.said or "必要" in clerk.said, clerk.said
    clerk.hand.keys(table, "d")
    assert "容缺" in clerk.said
    rows = table.rows_model().rows
    clerk.judge_all({rows[1].seq: "c"})
    clerk.picture("R-IN-1")
    clerk.press(Key.MAIN)
    act = clerk.act(case_id, "accept")
    stood = act.evidence["checklist"]
    assert stood["version"] == clerk.file(case_id).case.item_version
    verdicts = [row["verdict"] for row in stood["rows"]]
    assert verdicts[1] == "copy"
    assert None not in verdicts


@pytest.mark.row("R-IN-2")
def test_R_IN_2_identity_is_checked_while_typing_and_verified_before_acceptance(clerk: Window) -> None:
    case_id = clerk.find_item()
    parties = clerk.intake.parties
    clerk.hand.write(parties.name, NAME)
    clerk.hand.write(parties.document_no, "411399199001010014")
    assert "校验" in parties.document_no.remark, parties.document_no.remark
    clerk.hand.write(parties.phone, "15400000012")
    clerk.judge_all()
    clerk.press(Key.ALT_4)
    clerk.refuse(case_id, "校验")
    clerk.hand.write(parties.document_no, NUMBER)
    clerk.press(Key.ALT_4)
    while parties.identity.value() is not None:
        clerk.press(Key.ALT_4)
    clerk.refuse(case_id, "核验")
    clerk.press(Key.ALT_4)
    clerk.press(Key.ALT_A)
    clerk.hand.write(parties.agent_name, "测试代理人")
    clerk.refuse(case_id, "代理人")
    clerk.hand.write(parties.agent_no, "411399198502020020")
    clerk.hand.write(parties.agent_phone, "15400000099")
    assert not clerk.why_not(), clerk.why_not()
    clerk.picture("R-IN-2")
    clerk.press(Key.MAIN)
    identity = clerk.act(case_id, "accept").evidence["identity"]
    assert identity["proof"] == "original_seen"
    assert identity["name"] == "测试代理人"
    assert identity["authorisation"] == "授权委托书"


@pytest.mark.row("R-IN-3")
def test_R_IN_3_accepted_once_with_the_whole_intake_set(
    clerk: Window, slips: PrinterSimulator, rows: Rows
) -> None:
    case_id = clerk.find_item()
    clerk.fill_in()
    clerk.sign()
    assert "已签署" in clerk.said
    clerk.picture("R-IN-3")
    clerk.press(Key.MAIN)
    file = clerk.file(case_id)
    number = file.case.receipt_no
    assert clerk.acts(case_id) == ["open_draft", "accept"]
    assert clerk.act(case_id, "accept").evidence["commitment"]["signature"]["on"] == "screen"
    assert {paper.kind for paper in file.papers} == {
        PaperKind.RECEIPT, PaperKind.COUNTERFOIL, PaperKind.CREDIT_COMMITMENT, PaperKind.ARCHIVE_BAG,
    }  # fmt: skip
    clerk.rate(5)
    texts = [text_of(file) for file in clerk.papers(3)]
    together = "".join(texts)
    for words in ("收件通知单", "存根", "信用承诺书", "收件档案"):
        assert words in together, words
    assert all("演示" in text for text in texts)
    assert number in together
    slips.wait_for_end(1)
    assert number.encode() in slips.slips[0]
    assert slips.slips[0].count(clerk.code(case_id, PaperKind.RECEIPT).encode()) >= 1
    wait_until(
        lambda: (
            {row["state"] for row in rows("select state from print_job where case_id = ?", case_id.hex)}
            <= {"confirmed", "accepted", "sent"}
        ),
        "every print job to be accounted for",
    )


@pytest.mark.row("R-IN-3")
def test_R_IN_3_a_signature_is_void_when_what_was_signed_changes(clerk: Window) -> None:
    case_id = clerk.find_item()
    clerk.fill_in()
    clerk.sign()
    clerk.hand.write(clerk.intake.parties.name, "另一个人")
    assert "作废" in clerk.said
    clerk.hand.write(clerk.intake.parties.name, NAME)
    clerk.press(Key.MAIN)
    assert clerk.act(case_id, "accept").evidence["commitment"]["signature"]["on"] == "ink_owed"
    assert "待纸质签字" in clerk.said


@pytest.mark.row("R-IN-3")
def test_R_IN_3_the_citizens_screen_goes_away_while_signing_and_ink_will_do(clerk: Window) -> None:
    case_id = clerk.find_item()
    clerk.fill_in()
    clerk.press(Key.ACT_2)
    wait_until(lambda: bool(clerk.customer.session), "the commitment on the citizen's screen")
    assert "签署" in clerk.why_not()
    clerk.customer.vanished.emit(clerk.customer.session)
    clerk.hand.settle()
    assert "纸质签字" in clerk.said
    clerk.customer.cancel()
    clerk.press(Key.MAIN)
    assert clerk.file(case_id).case.commitment_owed


@pytest.mark.row("R-IN-4")
def test_R_IN_4_one_notice_of_everything_and_the_case_taken_up_again_from_it(
    clerk: Window, rows: Rows
) -> None:
    case_id = clerk.find_item()
    clerk.refuse(case_id, "姓名", Key.ACT_1)
    clerk.fill_in(materials=False)
    clerk.refuse(case_id, "没有审查", Key.ACT_1)
    missing = clerk.intake.materials.table.rows_model().rows[2]
    clerk.judge_all()
    clerk.refuse(case_id, "没有缺项", Key.ACT_1)
    clerk.intake.materials.table.select_key(missing.seq)
    clerk.hand.keys(clerk.intake.materials.table, "x")
    clerk.refuse(case_id, missing.name)
    clerk.press(Key.ACT_1)
    assert clerk.intake.closing.isVisible()
    assert clerk.acts(case_id) == ["open_draft"], "the preview gives nothing out yet"
    clerk.picture("R-IN-4")
    clerk.press(Key.MAIN)
    notice = clerk.act(case_id, "notify").evidence["one_off_notice"]
    assert [lack["name"] for lack in notice["lacking"]] == [missing.name]
    (paper,) = clerk.papers(1)
    assert notice["number"] in text_of(paper)
    assert missing.name in text_of(paper)

    table = clerk.intake.drafts.table
    wait_until(lambda: table.select_key(case_id), "the notice in the list")
    assert table.current_row().notice_no == notice["number"]
    clerk.hand.write(table, "")
    assert clerk.acts(case_id)[-1] == "take_up_again"
    assert clerk.intake.parties.name.text() == NAME

    clerk.press(Key.ACT_1)
    clerk.refuse(case_id, "原因")
    clerk.hand.keys(clerk.intake.closing.reason, "租赁合同没有盖章")
    clerk.press(Key.MAIN)
    again = clerk.act(case_id, "notify_again")
    assert again.reason == "租赁合同没有盖章"

    wait_until(lambda: table.select_key(case_id), "the second notice in the list")
    clerk.hand.write(table, "")
    clerk.intake.materials.table.select_key(missing.seq)
    clerk.hand.keys(clerk.intake.materials.table, "y")
    clerk.press(Key.MAIN)
    accepted = clerk.act(case_id, "accept")
    assert accepted.evidence["notices"] == [notice["number"], again.evidence["one_off_notice"]["number"]]


@pytest.mark.row("R-IN-4")
def test_a_draft_is_given_up_with_a_reason_and_stays_on_record(clerk: Window) -> None:
    case_id = clerk.find_item()
    clerk.hand.write(clerk.intake.parties.name, NAME)
    clerk.press(Key.ALT_X)
    clerk.refuse(case_id, "原因")
    clerk.press(Key.BACK)
    assert clerk.intake.case_id == case_id
    clerk.press(Key.ALT_X)
    clerk.hand.write(clerk.intake.closing.reason, "申请人改日再来")
    assert clerk.act(case_id, "abandon").reason == "申请人改日再来"
    assert clerk.intake.case_id is None
    clerk.hand.settle()
    assert not clerk.intake.drafts.table.select_key(case_id)


@pytest.mark.row("R-IN-7")
def test_R_IN_7_the_department_is_pushed_the_case_and_the_platforms_number_is_kept(
    clerk: Window, rows: Rows
) -> None:
    case_id = clerk.find_item()
    clerk.fill_in()
    clerk.press(Key.MAIN)
    (pushed,) = rows("select body from outbox where case_id = ?", case_id.hex)
    file = clerk.file(case_id)
    assert file.case.receipt_no in pushed["body"]
    assert NUMBER not in pushed["body"], "no document number leaves the hall"
    clerk.rate(4)
    panel = clerk.handover.panel
    clerk.handover.table.select_key(case_id)
    clerk.press(Key.ALT_P)
    clerk.hand.type_here(clerk.shell, "", enter=True)
    assert "enter_on_platform" not in clerk.acts(case_id)
    clerk.hand.write(panel.platform, "411325202611230008")
    assert clerk.file(case_id).case.platform_no == "411325202611230008"
    assert clerk.act(case_id, "enter_on_platform").evidence["platform_entry"]["platform_no"]


@pytest.mark.row("R-IN-9")
def test_R_IN_9_the_accepting_clerk_is_first_handler_on_every_paper(clerk: Window) -> None:
    case_id = clerk.find_item()
    clerk.fill_in()
    clerk.press(Key.MAIN)
    file = clerk.file(case_id)
    clerk.picture("R-IN-9")
    assert file.case.first_handler == "clerk04"
    assert clerk.act(case_id, "accept").evidence["receipt_told"] is True
    receipts = [text for text in map(text_of, clerk.papers(3)) if "收件通知单" in text and "存根" in text]
    assert receipts
    assert "首办责任人" in receipts[0]
    assert receipts[0].count(file.first_handler_name) >= 2, "on the receipt and on the counterfoil"
    assert "2026" in receipts[0]


@pytest.mark.row("R-X-1")
def test_a_draft_put_aside_is_taken_up_where_it_was_left(clerk: Window, tmp_path: Path) -> None:
    case_id = clerk.find_item()
    clerk.hand.write(clerk.intake.parties.name, NAME)
    clerk.press(Key.ALT_N)
    assert clerk.intake.case_id is None
    clerk.press(Key.ALT_3)
    table = clerk.intake.drafts.table
    assert table.hasFocus()
    wait_until(lambda: table.select_key(case_id), "the draft in the list")
    clerk.press(Key.NEXT)
    assert clerk.intake.parties.name.text() == NAME


@pytest.mark.row("R-X-1")
def test_R_X_1_the_last_letters_before_leaving_are_kept(clerk: Window) -> None:
    case_id = clerk.find_item()
    clerk.hand.keys(clerk.intake.parties.name, NAME)
    clerk.log_out()
    clerk.log_in("clerk04", 4)
    assert clerk.desk.draft(case_id).applicant.name == NAME
