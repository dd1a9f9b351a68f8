"""Rating: one per service, by the citizen, never a default (4.1; R-EVAL-1; decisions 17)."""

from pathlib import Path

import pytest

from tests.services.conftest import Stage
from yichuang_desktop.domain.acts import Service
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.ratings import Grade, RatingOutcome
from yichuang_desktop.services import desk
from yichuang_desktop.services.evaluating import EvaluationDevice
from yichuang_desktop.services.register import HANDLERS


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


def test_R_EVAL_1_acceptance_and_issue_each_open_one_service(stage: Stage) -> None:
    _, accepted = stage.accepted()
    invited = stage.window.invitation(accepted.act_id)
    assert invited is not None
    assert (invited.kind, invited.clerk, invited.counter) == (Service.INTAKE, "wangmin", 4)
    case_id = stage.waiting_result()
    done = stage.issuance.issue(stage.issue_request(case_id))
    collected = stage.issuance.invitation(done.act_id)
    assert collected is not None
    assert collected.kind is Service.COLLECTION


def test_R_EVAL_1_other_acts_invite_nobody(stage: Stage) -> None:
    case_id, _ = stage.accepted()
    assert stage.window.invitation(stage.hand_over(case_id).act_id) is None


def test_R_EVAL_1_a_service_is_rated_once_and_the_first_answer_stays(stage: Stage) -> None:
    _, done = stage.accepted()
    event = stage.window.invitation(done.act_id)
    assert event is not None
    device = EvaluationDevice(stage.store, "window-04")
    assert device.answer(event.event_id, RatingOutcome.RATED, Grade.DISSATISFIED)
    assert not device.answer(event.event_id, RatingOutcome.RATED, Grade.VERY_SATISFIED)
    assert stage.store.tables.ratings[event.event_id].grade is Grade.DISSATISFIED


def test_R_EVAL_1_a_time_out_is_no_grade(stage: Stage) -> None:
    _, done = stage.accepted()
    event = stage.window.invitation(done.act_id)
    assert event is not None
    device = EvaluationDevice(stage.store, "window-04")
    with refused("rating_needs_grade"):
        device.answer(event.event_id, RatingOutcome.TIMED_OUT, Grade.VERY_SATISFIED)
    with refused("rating_needs_grade"):
        device.answer(event.event_id, RatingOutcome.RATED)
    with refused("rating_without_device"):
        EvaluationDevice(stage.store, " ").answer(event.event_id, RatingOutcome.DECLINED)
    assert device.answer(event.event_id, RatingOutcome.TIMED_OUT)


def test_decisions_17_no_act_of_the_clerks_session_writes_a_rating() -> None:
    assert not [name for name in HANDLERS if "rat" in name.split("_") or "evaluat" in name]
    services = Path(desk.__file__).parent
    writing = {file.name for file in services.glob("*.py") if "record_rating" in file.read_text("utf-8")}
    assert writing == {"evaluating.py", "ports.py"}
    assert "EvaluationDevice" not in Path(desk.__file__).read_text("utf-8")
