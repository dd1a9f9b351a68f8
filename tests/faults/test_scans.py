"""What is held under the scanner is not what it should be (R-HO-2, R-OUT-2; decisions 4)."""

import sqlite3
from pathlib import Path

import pytest

from tests.faults.hands import Hands, built, new_id, refused
from tests.soak.small_hall import DESK, accepting, opening, url_of
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services import requests as ask

WECHAT = "https://u.wechat.com/MDk1NjM1MDgzNDgwMTIzNDU2Nzg5MA"
PAYMENT = "134567890123456789"
FORGED = "710120261123040009495635083480"
"""A code that is whole, but made with a key that is not this hall's."""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (WECHAT, "网址"),
        (PAYMENT, "微信付款码"),
        ("281234567890123456", "支付宝付款码"),
        ("EA123456785CN", "运单号"),
        ("6901234567892", "商品条码"),
        ("取餐码 A031", "付款码、快递码或网址"),
    ],
)
def test_R_OUT_2_a_foreign_code_is_told_from_ours_and_named(hands: Hands, text: str, named: str) -> None:
    said = hands.refused("not_our_code", lambda: hands.issuer.desk.scan(text))
    assert named in said
    assert "请扫单据右上角的二维码" in said
    assert text not in said


def test_R_OUT_2_half_a_scan_asks_for_another(hands: Hands) -> None:
    code = hands.code(hands.accepted(), PaperKind.RECEIPT)
    said = hands.refused("half_scan", lambda: hands.issuer.desk.scan(code[:22]))
    assert "再" in said
    hands.refused("half_scan", lambda: hands.issuer.desk.scan(code[:-1] + str((int(code[-1]) + 1) % 10)))


def test_R_OUT_2_a_forged_code_finds_nothing(hands: Hands) -> None:
    hands.refused("forged_code", lambda: hands.issuer.desk.scan(FORGED))


def test_R_OUT_2_a_forged_receipt_issues_nothing(hands: Hands) -> None:
    case_id = hands.to_collect()
    hands.refused("forged_code", lambda: hands.issue(case_id, FORGED))
    hands.issue(case_id, hands.code(case_id, PaperKind.RECEIPT))


def test_R_OUT_2_the_counterfoil_is_no_receipt(hands: Hands) -> None:
    case_id = hands.to_collect()
    hands.refused("wrong_paper", lambda: hands.issue(case_id, hands.code(case_id, PaperKind.COUNTERFOIL)))


def test_R_OUT_2_the_receipt_of_another_case_issues_nothing(hands: Hands) -> None:
    case_id, other = hands.to_collect(), hands.accepted()
    receipt = hands.code(other, PaperKind.RECEIPT)
    hands.refused("paper_of_other_case", lambda: hands.issue(case_id, receipt))


def test_R_OUT_3_a_revoked_receipt_is_refused_by_scan_and_by_issue(hands: Hands) -> None:
    case_id = hands.to_collect()
    receipt = hands.code(case_id, PaperKind.RECEIPT)
    hands.issue_lost(case_id)
    hands.refused("paper_revoked", lambda: hands.issuer.desk.scan(receipt))
    hands.refused("already_issued", lambda: hands.issue(case_id, receipt))


def test_R_OUT_2_a_case_whose_result_is_not_there_is_not_issued(hands: Hands) -> None:
    case_id = hands.accepted()
    receipt = hands.code(case_id, PaperKind.RECEIPT)
    hands.refused("not_in_this_state", lambda: hands.issue(case_id, receipt))


def test_R_HO_2_papers_already_handed_over_are_not_handed_over_again(hands: Hands) -> None:
    case_id = hands.to_collect()
    foil = hands.code(case_id, PaperKind.COUNTERFOIL)
    request = ask.HandOver(new_id(), case_id, hands.revision(case_id), 4, "周科长", foil)
    hands.refused("not_in_this_state", lambda: hands.clerk.desk.hand_over(request))


def test_R_OUT_2_issued_twice_is_refused_with_who_and_when(hands: Hands) -> None:
    case_id = hands.to_collect()
    receipt = hands.code(case_id, PaperKind.RECEIPT)
    hands.issue(case_id, receipt)
    said = hands.refused("already_issued", lambda: hands.issue(case_id, receipt))
    assert hands.collector().name in said


def test_R_X_1_an_act_decided_on_an_old_screen_is_refused(hands: Hands) -> None:
    case_id = hands.to_collect()
    seen = hands.revision(case_id) - 1
    request = ask.CallApplicant(new_id(), case_id, seen, DESK, "0377", "answered")
    hands.refused("changed_elsewhere", lambda: hands.issuer.desk.call_applicant(request))


def test_R_IN_1_an_item_withdrawn_meanwhile_is_not_accepted(hall_file: Path) -> None:
    """Withdrawn in the library's own table: publishing withdrawals comes with a later issue."""
    with Hands.at(url_of(hall_file)) as hands:
        case_id = hands.drafted()
        brought = hands.brought
    withdraw(hall_file, brought.item.item_id)
    with Hands.at(url_of(hall_file)) as hands:
        hands.refused(
            "item_not_valid", lambda: hands.clerk.desk.open_draft(built(opening(brought.item.item_id)))
        )
        said = hands.refused(
            "item_not_valid", lambda: hands.clerk.desk.accept(built(accepting(case_id, brought.form)))
        )
        assert brought.item.item_id in said
        assert hands.clerk.desk.draft(built(accepting(case_id, brought.form)).case_id).checklist is not None


def withdraw(file: Path, item_id: str) -> None:
    """Mark every version of an item as withdrawn."""
    connection = sqlite3.connect(file)
    try:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='service_item_version'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        hit = connection.execute(
            "UPDATE service_item_version SET withdrawn = 1 WHERE item_id = ?", (item_id,)
        )
        assert hit.rowcount
        connection.commit()
    finally:
        connection.close()


def test_the_check_for_refusals_can_fail() -> None:
    with pytest.raises(pytest.fail.Exception):
        refused("half_scan", lambda: None)
