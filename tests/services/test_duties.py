"""Changing a window's duties, and what they steer (2.3.4; R-SEAT-2, R-DUTY-1/2/3)."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from tests.services.conftest import LICENCE, Stage
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask

TODAY = date(2026, 11, 23)


def request(**changes: object) -> ask.SetDuties:
    whole = {
        "act_id": uuid4(), "counter": 4, "window": 4, "channels": ("online", "mail"), "since": TODAY,
        "reason": "一件事办件增多",
    }  # fmt: skip
    return ask.SetDuties(**(whole | changes))  # type: ignore[arg-type]


def test_R_SEAT_2_a_leader_changes_a_window_and_it_steers_what_it_may_accept(on_sqlite_stage: Stage) -> None:
    leader, stage = on_sqlite_stage.desks["leader"], on_sqlite_stage
    change = request()
    assert leader.handle(change) == str(change.act_id)
    newest = leader.views.duty_entries()[-1]
    assert (newest.window, newest.since, newest.reason, newest.set_by) == (4, TODAY, change.reason, "leader")
    with pytest.raises(RuleViolation) as refused:
        stage.opened()
    assert "1号" in say(refused.value), "it names who serves it"
    other = ask.OpenDraft(uuid4(), uuid4(), LICENCE.item_id, 1)
    assert stage.desks["lihong"].open_draft(other).revision == 1


def test_R_SEAT_2_the_same_change_sent_again_is_done_once(on_sqlite_stage: Stage) -> None:
    leader, change = on_sqlite_stage.desks["leader"], request()
    leader.handle(change)
    count = len(leader.views.duty_entries())
    leader.handle(change)
    assert len(leader.views.duty_entries()) == count
    with pytest.raises(RuleViolation, match="other_act_under_this_id"):
        leader.handle(replace(change, channels=("counter",)))


@pytest.mark.parametrize(
    ("login", "changes", "code", "field"),
    [
        ("leader", {"since": date(2026, 11, 20)}, "day_in_past", "since"),
        ("leader", {"reason": " "}, "answer_lacking", "reason"),
        ("leader", {"channels": ("counter", "teleport")}, "duty_channel_unknown", "channels"),
        ("leader", {"channels": ("department",)}, "duty_not_for_kind", "channels"),
        ("leader", {"window": 11, "channels": ()}, "duty_not_your_group", None),
        ("wangmin", {}, "duty_not_your_role", None),
        ("leader", {"window": 40}, "window_code_invalid", None),
    ],
)  # fmt: skip
def test_R_SEAT_2_what_cannot_stand_is_refused_beside_its_field(
    on_sqlite_stage: Stage, login: str, changes: dict[str, object], code: str, field: str | None
) -> None:
    with pytest.raises(RuleViolation) as refused:
        on_sqlite_stage.desks[login].handle(request(**changes))
    assert refused.value.code == code
    assert refused.value.facts.get("field") == field
    assert say(refused.value)


def test_R_SEAT_2_a_draft_begun_before_the_change_is_accepted_where_the_duty_is(
    on_sqlite_stage: Stage,
) -> None:
    stage = on_sqlite_stage
    case_id = stage.opened()
    stage.desks["leader"].handle(request(channels=("online",)))
    asked = stage.accept_request(case_id)
    with pytest.raises(RuleViolation, match="not_this_window_duty"):
        stage.window.accept(asked)
    done = stage.desks["lihong"].accept(replace(asked, act_id=uuid4(), counter=1))
    assert "-01-" in done.receipt_no
