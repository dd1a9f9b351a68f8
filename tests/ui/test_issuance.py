"""The issuance desk: what fits, what each scan brings, once out is out."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.ui.work_screens import (
    CODES,
    FEW,
    HERE,
    REVIEW,
    WAITING,
    Work,
    complaints,
    desk_row,
    file_in,
    issuance_with,
    lost,
    states_of,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.ui.issuance.model import recent
from yichuang_desktop.ui.shortcuts import Key


@pytest.fixture
def work() -> Iterator[Work]:
    """The applicant is here with the receipt, which was scanned."""
    opened = issuance_with(file_in(WAITING), PaperKind.RECEIPT, due=FEW)
    yield opened
    opened.close()


def fill(work: Work, **values: str) -> None:
    """Write into the page of the collector."""
    page = work.screen.card.collect
    for name, text in values.items():
        getattr(page, name).set_text(text)
    page.edited.emit()


@pytest.mark.parametrize("state", states_of("issuance"))
def test_nothing_is_cut_and_nothing_scrolls(state: str) -> None:
    assert complaints(state) == []


def test_after_the_scan_the_keyboard_stands_where_the_document_is_written(work: Work) -> None:
    assert work.shell.focusWidget() is work.screen.card.collect.document_no.edit


def test_issued_once_and_the_next_person_may_come(work: Work) -> None:
    assert "证件号码" in work.act("核验无误，出证").reason
    fill(work, document_no="411399199001010013")
    assert "签字" in work.act("核验无误，出证").reason, "nothing goes out unsigned"
    work.shell.press(Key.ALT_S)
    work.shell.press(Key.MAIN)
    work.settle()
    (request,) = [one for one in work.desk.sent if isinstance(one, ask.Issue)]
    assert request.ink_seen
    assert request.receipt_code == CODES[PaperKind.RECEIPT]
    assert work.shell.focusWidget() is work.screen.scan
    assert work.screen.scan.text() == ""
    assert len(work.citizen.invited) == 1
    work.shell.press(Key.UNDO)
    work.settle()
    assert isinstance(work.desk.sent[-1], ask.Annul)


def test_an_issue_without_answer_goes_out_again_under_the_same_id(work: Work) -> None:
    fill(work, document_no="411399199001010013")
    work.desk.answers.append(StoreUnavailable("result_unknown"))
    work.shell.press(Key.ALT_S)
    work.shell.press(Key.MAIN)
    work.settle()
    work.shell.press(Key.MAIN)
    work.settle()
    first, second = [one for one in work.desk.sent if isinstance(one, ask.Issue)]
    assert first == second


def test_the_second_desk_reads_who_was_faster(work: Work) -> None:
    fill(work, document_no="411399199001010013")
    work.desk.answers.append(
        RuleViolation(
            "already_issued", receipt_no="NX20261123-04-0011", at=None, collector="测试样例甲", clerk="员工己"
        )
    )
    work.shell.press(Key.ALT_S)
    work.shell.press(Key.MAIN)
    work.settle()
    assert "员工己" in work.said
    assert not work.citizen.invited, "nobody is asked to rate what was not done"


def test_a_signature_is_void_when_the_collector_changes(work: Work) -> None:
    fill(work, document_no="411399199001010013")
    work.shell.press(Key.ACT_2)
    work.settle()
    ((_what, answered),) = work.citizen.asked
    answered(ask.ScreenSignature("ab" * 32, b"png", "[]", work.desk.views.due[0].since, "测试样例甲"))
    assert "已在外屏签名" in work.screen.card.collect.sign.words.text()
    fill(work, name="另一个人")
    assert "作废" in work.said
    assert "已在外屏签名" not in work.screen.card.collect.sign.words.text()


def test_a_lost_receipt_with_a_licence_asks_for_the_licences_own_number() -> None:
    work = lost(file_in(WAITING))
    try:
        fill(work, document_no="411399199001010013")
        assert "营业执照" in work.act("凭保证声明出证").reason
        fill(work, original_no="91411325MAXY00171R")
        assert "打印保证声明" in work.act("凭保证声明出证").reason
        work.shell.press(Key.ACT_1)
        work.settle()
        assert isinstance(work.desk.sent[-1], ask.PrintStatement)
        assert "Alt S" in work.act("凭保证声明出证").reason
        work.shell.press(Key.ALT_S)
        work.shell.press(Key.MAIN)
        work.settle()
        (request,) = [one for one in work.desk.sent if isinstance(one, ask.IssueWithoutReceipt)]
        assert (request.original_seen, request.original_no) == ("营业执照原件", "91411325MAXY00171R")
    finally:
        work.close()


def test_the_receipt_number_may_be_typed_instead_of_a_scan() -> None:
    work = issuance_with(file_in(HERE))
    try:
        work.screen.scan.scanned.emit("NX20261123-04-0011")
        work.settle()
        assert work.act("记一次电话").allowed
        assert "收件通知单" in work.act("核验无误，出证").reason, "a number is no receipt"
    finally:
        work.close()


def test_both_papers_are_scanned_before_they_are_registered() -> None:
    work = issuance_with(file_in(REVIEW), PaperKind.COUNTERFOIL)
    try:
        assert "信用承诺书" in work.act("登记存根与承诺书").reason
        assert work.shell.focusWidget() is work.screen.scan, "the next paper is scanned there"
        work.screen.scan.scanned.emit(CODES[PaperKind.CREDIT_COMMITMENT])
        work.settle()
        work.shell.press(Key.MAIN)
        work.settle()
        (request,) = work.desk.sent
        assert isinstance(request, ask.RegisterCounterfoil)
        assert request.commitment_code == CODES[PaperKind.CREDIT_COMMITMENT]
    finally:
        work.close()


def test_what_is_owed_stands_before_everything() -> None:
    work = issuance_with(file_in(WAITING, commitment_owed=True), PaperKind.RECEIPT)
    try:
        fill(work, document_no="411399199001010013")
        assert "承诺书" in work.act("核验无误，出证").reason
        work.shell.press(Key.ALT_C)
        work.settle()
        assert isinstance(work.desk.sent[-1], ask.SeeCommitmentSignature)
    finally:
        work.close()


def test_what_just_went_out_takes_no_more_than_its_room() -> None:
    today = desk_row(1).since
    assert today is not None
    rows = [desk_row(number) for number in range(9)]
    assert len(recent(rows, today.date())) == 4
    wide = [replace(row, applicant_name="内乡县演示样例有限公司" * 5) for row in rows]
    assert len(recent(wide, today.date())) == 1
    assert recent(rows, today.date().replace(year=2027))[0].startswith("11-23")
