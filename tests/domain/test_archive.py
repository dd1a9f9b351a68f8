"""What a bag must hold by the way a case came and went, and what it still lacks (4.6; R-ARC-1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from tests.domain.case_walks import NOBODY
from yichuang_desktop.domain.archive import missing, required
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result, Tracks
from yichuang_desktop.domain.transitions import TABLE


@dataclass
class Past:
    """An act of the history with all its evidence."""

    kind: str
    evidence: Mapping[str, Any] = field(default_factory=dict)


def did(*kinds: str) -> list[Past]:
    return [Past(kind, dict.fromkeys(TABLE[kind].evidence, "见原件")) for kind in kinds]


def a_case(channel: Channel, result: Result, approval: Approval = Approval.CLOSED) -> Case:
    return Case(NOBODY, channel, Tracks(approval, Papers.KEPT, Counterfoil.WITH_ISSUANCE, result))


COLLECTED = did("accept", "hand_over", "register_counterfoil", "book_in_result", "issue")


def titles(case: Case, acts: list[Past]) -> list[str]:
    return [need.title for need in missing(case, acts)]


def test_R_ARC_1_a_collected_case_lacks_nothing() -> None:
    assert titles(a_case(Channel.COUNTER, Result.COLLECTED), COLLECTED) == []


@pytest.mark.parametrize(
    ("without", "title"),
    [
        ("hand_over", "存根上的部门签字"),
        ("register_counterfoil", "收件通知单存根"),
        ("issue", "收件通知单（遗失的用保证声明）"),
    ],
)
def test_R_ARC_1_what_was_not_done_is_named(without: str, title: str) -> None:
    acts = [act for act in COLLECTED if act.kind != without]
    assert title in titles(a_case(Channel.COUNTER, Result.COLLECTED), acts)


def test_R_OUT_3_a_guarantee_statement_stands_in_for_the_receipt() -> None:
    acts = did("accept", "hand_over", "register_counterfoil", "book_in_result", "issue_without_receipt")
    assert titles(a_case(Channel.COUNTER, Result.COLLECTED), acts) == []


def test_an_owed_signature_under_the_commitment_is_lacking() -> None:
    case = replace(a_case(Channel.COUNTER, Result.COLLECTED), commitment_owed=True)
    assert titles(case, COLLECTED) == ["信用承诺书上的签字"]


def test_what_was_mailed_needs_the_senders_slip() -> None:
    case = a_case(Channel.COUNTER, Result.DELIVERED)
    acts = did("accept", "hand_over", "register_counterfoil", "book_in_result")
    assert titles(case, acts) == ["寄件单据"]
    assert titles(case, [*acts, *did("mail_result")]) == []


def test_R_RET_1_a_returned_case_needs_four_papers() -> None:
    case = a_case(Channel.COUNTER, Result.NOT_APPLICABLE, Approval.RETURNED)
    acts = did("accept", "hand_over", "register_counterfoil", "send_back", "give_papers_back")
    assert {need.title for need in required(case, acts)} == {
        "收件通知单存根",
        "信用承诺书",
        "一次性告知单存根",
        "存根上的部门签字",
        "收件通知单（遗失的用保证声明）",
    }
    assert titles(case, acts) == []


def test_an_online_case_needs_reply_slip_and_the_commitment_of_the_pick_up() -> None:
    case = a_case(Channel.ONLINE, Result.COLLECTED)
    acts = did("register_online", "record_department_acceptance", "book_in_online_result")
    assert titles(case, acts) == ["信用承诺书"]
    assert titles(case, [*acts, *did("issue_online")]) == []


@pytest.mark.parametrize("channel", [Channel.DEPARTMENT, Channel.DEPARTMENT_SYSTEM])
def test_what_no_window_accepted_needs_voucher_and_signature(channel: Channel) -> None:
    begin = {Channel.DEPARTMENT: "book_in_for_department"}.get(channel, "book_in_from_department_system")
    assert titles(a_case(channel, Result.COLLECTED), did(begin)) == ["领取人签字"]
    assert titles(a_case(channel, Result.COLLECTED), did(begin, "issue_on_behalf")) == []


def test_a_mailed_in_case_needs_the_officers_proxy_signature_and_the_customers_copy() -> None:
    case = a_case(Channel.MAIL, Result.DELIVERED)
    acts = did("accept_mailed", "register_counterfoil", "hand_result_to_courier")
    assert titles(case, acts) == ["快递单客户联"]
    assert titles(case, [*acts, *did("file_customer_slip")]) == []


def test_a_province_wide_case_needs_its_voucher() -> None:
    assert titles(a_case(Channel.PROVINCE, Result.EXTERNAL), []) == ["申请材料收件凭证"]
    assert titles(a_case(Channel.PROVINCE, Result.EXTERNAL), did("register_province")) == []


def test_a_refusal_needs_its_decision() -> None:
    case = a_case(Channel.COUNTER, Result.COLLECTED)
    assert "不予许可决定书" in [need.title for need in required(case, did("accept", "refuse"))]
