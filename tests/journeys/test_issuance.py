"""At the issuance desk: what falls due, what came in, who may take it (3.2.3, 3.2.4)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from tests.journeys.conftest import TODAY
from tests.journeys.past import Past
from tests.journeys.reading import text_of
from tests.journeys.window import NAME, NUMBER, PHONE, Window
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.ratings import RatingOutcome
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.customer.window import Page
from yichuang_desktop.ui.shortcuts import Key

Happened = Callable[..., Any]
Rows = Callable[..., list[dict[str, Any]]]


def due_in(days: int) -> Callable[[Any], bool]:
    """Items promised within so many working days."""
    return lambda item: item.promised_limit == days and item.promised_unit == "工作日"


def forged(body: str) -> str:
    """A code whose check digits are right and whose tag is not the hall's."""
    return f"{body}{98 - int(body) * 100 % 97:02d}"


@pytest.mark.row("R-REM-1")
def test_R_REM_1_what_falls_due_is_seen_and_the_department_reminded(window: Window, past: Happened) -> None:
    def late_and_fresh(hall: Past) -> tuple[UUID, UUID]:
        hall.at(TODAY - timedelta(days=14))
        late = hall.accept(due_in(5), name="测试样例乙")
        hall.at(TODAY)
        return late, hall.register(hall.hand_over(hall.accept(due_in(5))))

    overdue, case_id = past(late_and_fresh)
    window.log_in("issue11", 11)
    case = window.file(case_id).case
    assert case.promise_due == date(2026, 11, 30), "five working days after Monday 23 November"
    screen = window.issuance
    rows = screen.lists.table.rows_model().rows
    dues = [line.row.due_on for line in rows if line.row.due_on]
    assert dues == sorted(dues), "overdue first"
    late = next(line for line in rows if line.row.case_id == overdue)
    assert late.words == "超 7 天", "promised for Monday 16 November"
    wait_until(lambda: screen.lists.table.select_key(case_id), "the case among what is due")
    window.hand.write(screen.lists.table, "")
    window.hand.keys(screen.card.book_in.said, "明天送来")
    window.picture("R-REM-1")
    window.press(Key.ACT_2)
    call = window.act(case_id, "remind").evidence["call"]
    assert call["said"] == "明天送来"
    assert call["phone"]
    row = next(row for row in window.desk.views.dues() if row.case_id == case_id)
    assert row.reminders == 1
    shown = screen.lists.table.rows_model()
    shown = screen.lists.table.rows_model()
    wait_until(
        lambda: any(line.row.reminders for line in shown.rows if line.row.case_id == case_id),
        "the reminder in the list",
    )


@pytest.mark.row("R-OUT-1")
def test_R_OUT_1_the_result_is_booked_in_and_the_applicant_phoned(window: Window, past: Happened) -> None:
    case_id = past(lambda hall: hall.register(hall.hand_over(hall.accept())))
    window.log_in("issue11", 11)
    screen = window.issuance
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.COUNTERFOIL))
    page = screen.card.book_in
    assert page.officer.edit.hasFocus()
    window.refuse(case_id, "移交人")
    window.hand.write(page.officer, "部门人员甲")
    window.refuse(case_id, "编号")
    window.hand.write(page.result_no, "92411399MAXY00171W")
    window.hand.write(page.copies, "0")
    window.refuse(case_id, "份数")
    window.hand.write(page.copies, "1")
    window.picture("R-OUT-1")
    window.press(Key.MAIN)
    decision = window.act(case_id, "book_in_result").evidence["decision"]
    assert (decision["officer"], decision["result_no"]) == ("部门人员甲", "92411399MAXY00171W")
    window.refuse(case_id, "收件通知单")
    window.hand.keys(screen.card.collect.said, "下午来取")
    window.press(Key.ACT_1)
    call = window.act(case_id, "call_applicant").evidence["call"]
    assert call == {"phone": PHONE, "outcome": "answered", "said": "下午来取"}
    assert window.file(case_id).case.tracks.result == "notified"


@pytest.mark.row("R-OUT-2")
def test_R_OUT_2_scanned_checked_signed_issued_once(window: Window, past: Happened) -> None:
    case_id = past(lambda hall: hall.ready())
    window.log_in("issue11", 11)
    screen = window.issuance
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.RECEIPT))
    page = screen.card.collect
    assert page.document_no.edit.hasFocus()
    window.refuse(case_id, "证件号码")
    window.hand.write(page.name, "别的什么人")
    window.hand.write(page.document_no, NUMBER)
    window.refuse(case_id, "签字")
    window.press(Key.ALT_S)
    window.refuse(case_id, "别的什么人")
    window.hand.write(page.name, NAME)
    window.sign()
    assert "已在外屏签名" in screen.card.collect.sign.words.text()
    window.picture("R-OUT-2")
    window.press(Key.MAIN)
    act = window.act(case_id, "issue")
    assert act.evidence["receipt_scanned"] == window.code(case_id, PaperKind.RECEIPT)
    assert act.evidence["collector"]["name"] == act.doer_name == NAME
    assert act.evidence["collection_signature"]["on"] == "screen"
    window.rate(4)
    (slip,) = [text for text in map(text_of, window.papers(1)) if "签收" in text]
    assert window.file(case_id).case.receipt_no in slip
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.RECEIPT))
    assert "出证" not in window.offered(), "what is offered now is something else"
    window.press(Key.MAIN)
    assert window.acts(case_id).count("issue") == 1


@pytest.mark.row("R-OUT-2")
def test_R_OUT_2_issued_by_mistake_and_taken_back(window: Window, past: Happened) -> None:
    case_id = past(lambda hall: hall.ready())
    window.log_in("issue11", 11)
    screen = window.issuance
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.RECEIPT))
    window.hand.write(screen.card.collect.document_no, NUMBER)
    window.refuse(case_id, "签字")
    window.press(Key.ALT_S)
    window.press(Key.MAIN)
    assert window.act(case_id, "issue").evidence["collection_signature"]["on"] == "ink"
    window.rate(3)
    window.press(Key.UNDO)
    assert window.acts(case_id)[-1] == "annul"
    assert window.file(case_id).case.tracks.result == "notified"


@pytest.mark.row("R-OUT-2")
def test_a_scan_that_is_none_of_ours_is_refused_in_words(window: Window) -> None:
    window.log_in("issue11", 11)
    screen = window.issuance
    for text, words in (
        ("710120261123040009495635083481", "没有扫全"),
        (forged("7101202611230400094956350834"), "校验不符"),
        ("https://example.org/pay?order=20261123040009495635083480", "不是本大厅"),
        ("71012026112304000949563508", "没有扫全"),
        ("71012026112304", "不像本大厅"),
        ("NX20261123-04-9998", "没有查到"),
    ):
        window.hand.scan(screen.scan, text)
        said = screen.verdict.text()
        assert words in said, said
        latin = [one for one in said if one.isascii() and one.isalpha() and one not in "NX"]
        assert not latin, said
        assert screen.scan.hasFocus(), "the next scan goes to the same box"


@pytest.mark.row("R-OUT-3")
def test_R_OUT_3_lost_receipt_against_original_and_guarantee_statement(
    window: Window, past: Happened
) -> None:
    case_id = past(lambda hall: hall.ready())
    window.log_in("issue11", 11)
    screen = window.issuance
    old = window.code(case_id, PaperKind.RECEIPT)
    number = window.file(case_id).case.receipt_no
    window.hand.scan(screen.scan, number)
    window.press(Key.ALT_Y)
    page = screen.card.collect
    window.refuse(case_id, "证件号码")
    window.hand.write(page.document_no, "411399198502020020")
    window.press(Key.ACT_1)
    assert "不一致" in window.said, "the statement is for the right person only"
    window.hand.write(page.document_no, NUMBER)
    window.refuse(case_id, "保证声明")
    window.press(Key.ACT_1)
    window.refuse(case_id, "签字")
    window.press(Key.ALT_S)
    window.picture("R-OUT-3")
    window.press(Key.MAIN)
    act = window.act(case_id, "issue_without_receipt")
    assert act.evidence["original_document"]["number"] == NUMBER
    assert act.evidence["loss_declaration"]["signature"]["on"] == "ink"
    window.rate(5)
    texts = [text_of(file) for file in window.papers(2)]
    assert any("保证声明" in text for text in texts)
    revoked = {paper.code for paper in window.file(case_id).papers if paper.revoked}
    assert revoked == {old}
    window.hand.scan(screen.scan, old)
    assert "作废" in screen.verdict.text() or "遗失" in screen.verdict.text()


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_the_citizen_rates_once_and_the_clerks_keys_cannot(
    window: Window, past: Happened, rows: Rows
) -> None:
    case_id = past(lambda hall: hall.ready())
    window.log_in("issue11", 11)
    screen = window.issuance
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.RECEIPT))
    window.hand.write(screen.card.collect.document_no, NUMBER)
    window.refuse(case_id, "签字")
    window.press(Key.ALT_S)
    window.press(Key.MAIN)
    wait_until(lambda: window.customer.page is Page.RATE, "the invitation")
    for key in ("5", "1", " ", "\r", "\t"):
        window.hand.type_here(window.customer, key)
    window.hand.tap(window.customer, *TAPS)
    assert window.customer.page is Page.RATE, "no key answers for the citizen"
    assert rows(RATINGS, case_id.hex) == []
    window.rate(2)
    wait_until(lambda: bool(rows(RATINGS, case_id.hex)), "the rating")
    (rating,) = rows(RATINGS, case_id.hex)
    assert (rating["outcome"], rating["grade"], rating["device"]) == ("rated", 2, "pad_11")
    (service,) = [one for one in window.file(case_id).services if one.outcome]
    assert service.grade is None, "the window that was rated does not read how"


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_an_invitation_that_stands_when_the_clerk_leaves_is_not_rated(
    window: Window, past: Happened, rows: Rows
) -> None:
    case_id = past(lambda hall: hall.ready())
    window.log_in("issue11", 11)
    screen = window.issuance
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.RECEIPT))
    window.hand.write(screen.card.collect.document_no, NUMBER)
    window.press(Key.ALT_S)
    window.press(Key.MAIN)
    wait_until(lambda: window.customer.page is Page.RATE, "the invitation")
    window.log_out()
    (rating,) = rows(RATINGS, case_id.hex)
    assert (rating["outcome"], rating["grade"]) == (RatingOutcome.TIMED_OUT.value, None)


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_time_out_is_not_rated_and_no_default(window: Window, past: Happened, rows: Rows) -> None:
    case_id = past(lambda hall: hall.ready())
    window.log_in("issue11", 11)
    screen = window.issuance
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.RECEIPT))
    window.hand.write(screen.card.collect.document_no, NUMBER)
    window.refuse(case_id, "签字")
    window.press(Key.ALT_S)
    window.press(Key.MAIN)
    wait_until(lambda: window.customer.page is Page.RATE, "the invitation")
    window.customer.rate_page.timed_out.emit(window.customer.session)
    wait_until(lambda: bool(rows(RATINGS, case_id.hex)), "why there is no rating")
    (rating,) = rows(RATINGS, case_id.hex)
    assert (rating["outcome"], rating["grade"]) == (RatingOutcome.TIMED_OUT.value, None)


TAPS = (Qt.Key.Key_F12, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_5)
RATINGS = "select r.* from rating r join service_event s on s.event_id = r.event_id where s.case_id = ?"


@pytest.mark.row("R-IN-5")
def test_R_IN_5_papers_are_registered_while_a_material_is_owed_but_nothing_is_issued(
    window: Window, past: Happened
) -> None:
    case_id = past(lambda hall: hall.hand_over(hall.accept_conditionally()))
    window.log_in("issue11", 11)
    screen = window.issuance
    for kind in (PaperKind.COUNTERFOIL, PaperKind.CREDIT_COMMITMENT):
        window.hand.scan(screen.scan, window.code(case_id, kind))
    window.press(Key.MAIN)
    assert "register_counterfoil" in window.acts(case_id), window.said
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.COUNTERFOIL))
    window.hand.write(screen.card.book_in.officer, "部门人员甲")
    window.hand.write(screen.card.book_in.result_no, "C123456")
    window.press(Key.MAIN)
    assert "book_in_result" in window.acts(case_id), window.said
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.RECEIPT))
    window.refuse(case_id, "容缺材料还没有补齐")
