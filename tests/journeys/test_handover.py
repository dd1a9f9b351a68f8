"""From the window to the department and to the issuance desk (3.2.2)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from tests.journeys.past import Past as OtherPeople
from tests.journeys.window import ITEM, Window
from yichuang_desktop.demonstration.building import HALL_ZONE
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.shortcuts import Key

Past = Callable[..., Any]
TODAY = datetime(2026, 11, 23, 14, 26, tzinfo=HALL_ZONE)


def stand_on(clerk: Window, case_id: UUID) -> None:
    """Put the mark of the queue on a case."""
    table = clerk.handover.table
    wait_until(lambda: table.select_key(case_id), "the case in the queue")
    clerk.hand.settle()


@pytest.mark.row("R-HO-1")
def test_R_HO_1_the_queue_says_whom_to_call_and_on_which_number(window: Window, past: Past) -> None:
    case_id = past(lambda hall: hall.accept())
    phone = past(lambda hall: hall.item(lambda item: item.name == ITEM)[1].papers_phone)
    window.log_in("clerk04", 4)
    stand_on(window, case_id)
    row = window.handover.table.current_row()
    assert row is not None
    assert row.row.phone == phone
    window.picture("R-HO-1")
    assert phone in window.handover.panel.said, "the first call is due right after acceptance"


@pytest.mark.row("R-HO-2")
def test_R_HO_2_called_fetched_and_signed_for_the_same_day(window: Window, past: Past) -> None:
    case_id, other = past(lambda hall: (hall.accept(), hall.accept(name="测试样例乙")))
    window.log_in("clerk04", 4)
    screen = window.handover
    row = next(line.row for line in screen.table.rows_model().rows if line.row.case_id == case_id)
    assert row.collection_due is not None
    assert row.collection_due.date() == row.accepted_at.date()
    stand_on(window, case_id)
    window.hand.keys(screen.panel.said_words, "三点前来取")
    window.press(Key.ACT_1)
    call = window.act(case_id, "call_department").evidence["call"]
    assert (call["outcome"], call["said"]) == ("answered", "三点前来取")

    window.refuse(case_id, "存根")
    window.hand.scan(screen.panel.scan, window.code(case_id, PaperKind.RECEIPT))
    window.hand.keys(screen.panel.officer, "部门人员甲")
    window.refuse(case_id, "存根")
    window.hand.scan(screen.panel.scan, window.code(case_id, PaperKind.COUNTERFOIL))
    assert screen.panel.officer.edit.hasFocus(), "after the scan the officer's name is written"
    window.picture("R-HO-2")
    window.hand.write(screen.panel.officer, " ")
    window.refuse(case_id, "签收人")
    window.hand.write(screen.panel.officer, "部门人员甲")
    stand_on(window, other)
    assert "存根" in window.why_not(), "a scan is not carried over to another case"
    window.hand.scan(screen.panel.scan, window.code(case_id, PaperKind.COUNTERFOIL))
    window.press(Key.MAIN)
    act = window.act(case_id, "hand_over")
    signed = act.evidence["officer_signature_seen"]
    assert signed["officer"] == act.doer_name == "部门人员甲"
    assert signed["counterfoil"] == window.code(case_id, PaperKind.COUNTERFOIL)
    assert act.recorded_by == "clerk04"
    assert act.done_by == "department_officer"
    assert window.file(case_id).case.tracks.papers == "with_department"


@pytest.mark.row("R-HO-2")
def test_R_HO_2_a_missed_cut_off_is_reported_after_a_question(window: Window, past: Past) -> None:
    def missed(hall: OtherPeople) -> None:
        hall.at(TODAY.replace(hour=9, minute=0))
        hall.accept()
        hall.at(TODAY)

    past(missed)
    window.log_in("clerk04", 4)
    lines = window.handover.table.rows_model().rows
    late = next(line for line in lines if line.past)
    case_id = late.row.case_id
    stand_on(window, case_id)
    window.press(Key.ACT_2)
    assert "note_performance" not in window.acts(case_id)
    window.press(Key.BACK)
    window.press(Key.ACT_2)
    window.press(Key.MAIN)
    note = window.act(case_id, "note_performance")
    assert note.evidence["performance_note"] == {"cause": "late"}
    assert "已过" in note.reason
    fresh = next((line for line in lines if not line.past and not line.signed), None)
    if fresh is not None:
        stand_on(window, fresh.row.case_id)
        window.refuse(fresh.row.case_id, "截止", Key.ACT_2)


@pytest.mark.row("R-HO-3")
def test_R_HO_3_counterfoil_and_commitment_are_registered_by_scanning_both(
    window: Window, past: Past
) -> None:
    case_id = past(lambda hall: hall.hand_over(hall.accept()))
    window.log_in("issue11", 11)
    screen = window.issuance
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.COUNTERFOIL))
    window.refuse(case_id, "信用承诺书")
    window.hand.scan(screen.scan, window.code(case_id, PaperKind.CREDIT_COMMITMENT))
    window.picture("R-HO-3")
    window.press(Key.MAIN)
    evidence = window.act(case_id, "register_counterfoil").evidence
    assert evidence["counterfoil_scanned"] == window.code(case_id, PaperKind.COUNTERFOIL)
    assert evidence["commitment_scanned"] == window.code(case_id, PaperKind.CREDIT_COMMITMENT)
    assert window.file(case_id).case.tracks.counterfoil == "with_issuance"


@pytest.mark.row("R-HO-3")
def test_R_HO_3_an_unsigned_commitment_holds_the_counterfoil_until_it_is_seen(
    window: Window, past: Past
) -> None:
    case_id = past(lambda hall: hall.hand_over(hall.accept(owed=True)))
    window.log_in("clerk04", 4)
    stand_on(window, case_id)
    assert "承诺书" in window.handover.panel.said
    window.change_to("issue11", 11)
    screen = window.issuance
    for kind in (PaperKind.COUNTERFOIL, PaperKind.CREDIT_COMMITMENT):
        window.hand.scan(screen.scan, window.code(case_id, kind))
    window.refuse(case_id, "承诺书还没有签字")
    window.press(Key.ALT_C)
    assert window.act(case_id, "see_commitment_signature").evidence
    window.press(Key.MAIN)
    assert window.acts(case_id)[-1] == "register_counterfoil"


@pytest.mark.row("R-HO-2")
def test_the_leader_sees_the_papers_of_the_whole_hall(window: Window, past: Past) -> None:
    case_id = past(lambda hall: hall.accept())
    window.log_in("leader1", 1)
    stand_on(window, case_id)
    counters = {line.row.counter for line in window.handover.table.rows_model().rows}
    assert 4 in counters
    window.press(Key.ACT_1)
    call = window.act(case_id, "call_department")
    assert (call.recorded_by, call.counter) == ("leader1", 1)
