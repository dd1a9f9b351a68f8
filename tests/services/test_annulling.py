"""Undoing the last act (decisions 7): a new row restores what was before, nothing is deleted."""

from uuid import UUID, uuid4

import pytest

from tests.services.conftest import Stage
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services import requests as ask


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


def undo(stage: Stage, case_id: UUID, act_id: UUID, *, who: str = "wangmin", reason: str = "点错了") -> None:
    desk = stage.desks[who]
    counter = desk.session.counter.code
    desk.annul(ask.Annul(uuid4(), case_id, stage.revision(case_id), counter, act_id, reason))


def states(case: Case) -> tuple[object, ...]:
    return (case.tracks, case.platform_no, case.result_name, case.result_no, case.commitment_owed)


def test_decisions_7_the_tracks_are_as_before_and_both_rows_stay(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    before = states(stage.window.case(case_id))
    done = stage.hand_over(case_id)
    undo(stage, case_id, done.act_id)
    assert states(stage.window.case(case_id)) == before
    kinds = [act.kind for of, act in stage.store.tables.acts if of == case_id]
    assert kinds == ["open_draft", "accept", "hand_over", "annul"]
    stage.hand_over(case_id)


def test_decisions_7_the_columns_are_as_before(stage: Stage) -> None:
    case_id = stage.handed_over()
    stage.register(case_id)
    before = states(stage.window.case(case_id))
    done = stage.book_in(case_id)
    assert stage.window.case(case_id).result_no
    undo(stage, case_id, done.act_id, who="zhaolei")
    assert states(stage.window.case(case_id)) == before


def test_decisions_7_a_corrected_number_goes_back_to_the_one_before(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    stage.window.enter_on_platform(ask.EnterOnPlatform(uuid4(), case_id, 2, 4, "411399001"))
    second = stage.window.enter_on_platform(ask.EnterOnPlatform(uuid4(), case_id, 3, 4, "411399002"))
    undo(stage, case_id, second.act_id)
    assert stage.window.case(case_id).platform_no == "411399001"


def test_decisions_7_one_after_the_other_back_to_acceptance(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    before = states(stage.window.case(case_id))
    first = stage.hand_over(case_id)
    second = stage.register(case_id)
    undo(stage, case_id, second.act_id, who="zhaolei")
    undo(stage, case_id, first.act_id)
    assert states(stage.window.case(case_id)) == before


def test_only_the_last_act_can_be_undone(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    first = stage.hand_over(case_id)
    stage.register(case_id)
    with refused("not_the_last_act"):
        undo(stage, case_id, first.act_id)


def test_an_acceptance_cannot_be_undone(stage: Stage) -> None:
    case_id, done = stage.accepted()
    with refused("not_annullable"):
        undo(stage, case_id, done.act_id)


def test_an_annulment_needs_its_reason(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    done = stage.hand_over(case_id)
    with refused("reason_lacking"):
        undo(stage, case_id, done.act_id, reason="  ")


def test_the_recorder_has_ten_minutes_then_the_leader_has_to(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    done = stage.hand_over(case_id)
    stage.later(minutes=9, seconds=59)
    undo(stage, case_id, done.act_id)
    done = stage.hand_over(case_id)
    stage.later(minutes=10, seconds=2)
    with refused("annul_too_late"):
        undo(stage, case_id, done.act_id)
    undo(stage, case_id, done.act_id, who="leader")


def test_nobody_undoes_a_colleagues_act_but_the_leader(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    done = stage.hand_over(case_id)
    with refused("annul_too_late"):
        undo(stage, case_id, done.act_id, who="lihong")
    undo(stage, case_id, done.act_id, who="leader")


def test_a_leader_undoes_acts_of_the_own_group_only(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    done = stage.hand_over(case_id)
    with refused("annul_too_late"):
        undo(stage, case_id, done.act_id, who="leader4")
    stage.register(case_id)
    registered = stage.store.tables.acts[-1][1]
    undo(stage, case_id, registered.act_id, who="leader4")


def test_an_undone_notice_is_not_valid_any_more(stage: Stage) -> None:
    case_id = stage.opened()
    done = stage.window.notify(ask.Notify(uuid4(), case_id, 1, stage.lacking_form(), 4))
    code = stage.code(case_id, PaperKind.ONE_OFF_NOTICE)
    undo(stage, case_id, done.act_id)
    with refused("paper_revoked"):
        stage.window.scan(code)
    stage.window.notify(ask.Notify(uuid4(), case_id, 3, stage.lacking_form(), 4))


def test_an_undone_issue_can_be_issued_again(stage: Stage) -> None:
    case_id = stage.waiting_result()
    done = stage.issuance.issue(stage.issue_request(case_id))
    undo(stage, case_id, done.act_id, who="zhaolei", reason="拿错证件")
    assert not stage.issuance.issue(stage.issue_request(case_id)).repeated


def test_the_ids_of_annulments_are_their_own(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    with refused("nothing_to_annul"):
        undo(stage, case_id, uuid4())


def test_a_call_after_it_does_not_stand_in_the_way(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    done = stage.hand_over(case_id)
    stage.window.call_department(ask.CallDepartment(uuid4(), case_id, 3, 4, "0377-65310001", "answered"))
    undo(stage, case_id, done.act_id)
    with refused("nothing_to_annul"):
        undo(stage, case_id, done.act_id)
