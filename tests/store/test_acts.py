"""An act is one row of the table or nothing: checked by the database, stamped by it, done once."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.store.halls import MONDAY, LiveHall
from yichuang_desktop.domain.acts import Service
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Doer
from yichuang_desktop.domain.ratings import Grade, Rating, RatingOutcome
from yichuang_desktop.domain.tracks import Approval, Papers, Result, Tracks
from yichuang_desktop.store.queries import tracks_of
from yichuang_desktop.store.work import StoreWork


def refusal(hall: LiveHall, login: str, case_id: UUID, kind: str, **how: Any) -> RuleViolation:
    """The database's own refusal: the domain is not asked."""
    with pytest.raises(RuleViolation) as refused:
        hall.do(login, case_id, kind, **how)
    return refused.value


def test_a_case_goes_from_the_draft_to_the_issued_licence(hall: LiveHall) -> None:
    case_id = hall.issued()
    with hall.work("wangmin") as work:
        case, history = work.case(case_id), work.history(case_id)
    assert case.tracks.result is Result.COLLECTED
    assert case.tracks.approval is Approval.CLOSED
    assert case.receipt_no.endswith("-04-0001")
    assert case.first_handler == "wangmin"
    assert case.applicant is not None
    assert case.applicant["phone"] == "13800001234"
    assert case.received_at is not None
    assert case.received_at.utcoffset() == timedelta(hours=8)
    assert case.revision == len(history) == 7
    assert [act.kind for act in history][:3] == ["open_draft", "accept", "hand_over"]
    assert all(one.after == two.before for one, two in pairwise(history))
    assert history[2].doer_name == "刘科长"
    assert history[2].recorder_name == "王敏"


@pytest.mark.row("R-X-1")
def test_R_X_1_the_same_act_sent_again_is_answered_not_done_again(hall: LiveHall) -> None:
    case_id = hall.drafted()
    with hall.person("wangmin").begin() as work:
        act = hall.act(work, case_id, "accept")
        first = work.record(act, "sha-1")
        work.commit()
    with hall.person("wangmin").begin() as work:
        again = work.done(act.act_id, "sha-1")
        assert again is not None
        assert again.repeated
        assert (again.receipt_no, again.at, again.revision) == (first.receipt_no, first.at, first.revision)
        with pytest.raises(RuleViolation, match="other_act_under_this_id"):
            work.done(act.act_id, "sha-2")
        assert work.done(uuid4(), "sha-1") is None
        assert len(work.history(case_id)) == 2


def test_leaving_without_commit_leaves_nothing(hall: LiveHall) -> None:
    case_id = hall.drafted()
    with hall.person("wangmin").begin() as work:
        work.record(hall.act(work, case_id, "accept"), "sha")
    with hall.person("wangmin").begin() as work:
        assert work.case(case_id).revision == 1
        assert work.case(case_id).receipt_no == ""
    assert hall.do("wangmin", case_id, "accept").receipt_no.endswith("-0001")


def test_a_slower_colleague_hears_who_was_faster(hall: LiveHall) -> None:
    case_id = hall.accepted()
    with hall.person("lixia").begin() as slow:
        slow_act = hall.act(slow, case_id, "hand_over")
    hall.do("wangmin", case_id, "hand_over", doer_name="刘科长")
    with pytest.raises(RuleViolation) as refused, hall.person("lixia").begin() as slow:
        slow.record(slow_act, "sha")
    assert refused.value.code == "changed_elsewhere"
    assert refused.value.facts["by"] == "王敏"
    assert refused.value.facts["receipt_no"].endswith("-04-0001")
    assert "at" in refused.value.facts


def test_a_state_cannot_be_skipped(hall: LiveHall) -> None:
    case_id = hall.accepted()
    gone = replace(tracks(hall, case_id), result=Result.COLLECTED, approval=Approval.CLOSED)
    refused = refusal(hall, "chenjie", case_id, "issue", after=gone)
    assert refused.code == "not_in_this_state"
    assert refused.facts["track"] == "approval"
    assert refused.facts["state"] == "received"
    assert refused.facts["act"] == "凭收件通知单出证"


def tracks(hall: LiveHall, case_id: UUID) -> Tracks:
    with hall.work("wangmin") as work:
        return work.case(case_id).tracks


def test_a_track_the_act_does_not_move_stays(hall: LiveHall) -> None:
    case_id = hall.ready()
    moved = replace(tracks(hall, case_id), papers=Papers.GIVEN_BACK)
    refused = refusal(hall, "chenjie", case_id, "call_applicant", after=moved)
    assert (refused.code, refused.facts["track"]) == ("not_in_this_state", "papers")


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"evidence": {"checklist": [1], "identity": "seen", "commitment": "signed"}}, "evidence_lacking"),
        (
            {"evidence": {"checklist": [], "identity": 1, "commitment": 1, "receipt_told": True}},
            "evidence_lacking",
        ),
        (
            {"evidence": {"checklist": 1, "identity": "", "commitment": 1, "receipt_told": True}},
            "evidence_lacking",
        ),
        (
            {"evidence": {"checklist": 1, "identity": 1, "commitment": {}, "receipt_told": True}},
            "evidence_lacking",
        ),
        (
            {"evidence": {"checklist": 1, "identity": 1, "commitment": 1, "receipt_told": False}},
            "evidence_lacking",
        ),
        ({"sets": {"receipt_no": "NX20261123-04-9999"}}, "column_not_settable"),
        ({"sets": {"revision": 99}}, "column_not_settable"),
        ({"done_by": Doer.DEPARTMENT_OFFICER}, "not_this_doer"),
        ({"counter": 0}, "counter_lacking"),
        ({"counter": 40}, "not_this_window_duty"),
        ({"expected_revision": 7}, "changed_elsewhere"),
    ],
)
def test_what_the_row_asks_for_is_asked_by_the_database(
    hall: LiveHall, how: dict[str, object], code: str
) -> None:
    case_id = hall.drafted()
    assert refusal(hall, "wangmin", case_id, "accept", **how).code == code
    with hall.work("wangmin") as work:
        assert work.case(case_id).revision == 1


def test_a_reason_is_more_than_blanks(hall: LiveHall) -> None:
    assert refusal(hall, "wangmin", hall.drafted(), "abandon", reason="  ").code == "reason_lacking"


@pytest.mark.parametrize("login", ["chenjie", "sunli", "guide", "archive", "admin", "keeper"])
def test_only_the_role_of_the_row_may_record_it(hall: LiveHall, login: str) -> None:
    case_id = hall.drafted()
    assert refusal(hall, login, case_id, "accept").code in ("not_your_role", "not_allowed")


def test_another_channel_is_another_way(hall: LiveHall) -> None:
    case_id = uuid4()
    refused = refusal(hall, "wangmin", case_id, "open_draft", channel=Channel.ONLINE)
    assert refused.code == "not_in_this_channel"


def test_what_is_owed_blocks_until_it_is_seen(hall: LiveHall) -> None:
    case_id = hall.handed_over(commitment_owed=True)
    assert refusal(hall, "chenjie", case_id, "register_counterfoil", counter=12).code == "still_owed"
    hall.do("wangmin", case_id, "see_commitment_signature", sets={"commitment_owed": False})
    hall.do("chenjie", case_id, "register_counterfoil", counter=12)


def test_an_unknown_case_and_an_unknown_act_are_not_found(hall: LiveHall) -> None:
    with hall.person("wangmin").begin() as work, pytest.raises(RuleViolation, match="not_found"):
        work.case(uuid4())
    with hall.person("wangmin").begin() as work:
        draft = hall.act(work, hall.drafted(), "accept")
        with pytest.raises(RuleViolation, match="unknown_act"):
            work.record(replace(draft, kind="give_away"))
    with hall.person("wangmin").begin() as work, pytest.raises(RuleViolation, match="not_found"):
        work.record(replace(draft, case_id=uuid4()))


# -- annulment -----------------------------------------------------------------------------------------------


def annul(hall: LiveHall, login: str, case_id: UUID, annulled: UUID, **how: Any) -> None:
    with hall.person(login).begin() as work:
        history = work.history(case_id)
        before = next(act.before for act in history if act.act_id == annulled)
    hall.do(
        login,
        case_id,
        "annul",
        annuls=annulled,
        after=tracks_of(*before.values()),
        done_by=Doer.CLERK,
        **how,
    )


def test_annulling_restores_the_state_before_as_a_new_row(hall: LiveHall) -> None:
    case_id = hall.ready()
    done = hall.do("chenjie", case_id, "issue", counter=12)
    annul(hall, "chenjie", case_id, done.act_id)
    with hall.work("chenjie") as work:
        assert work.case(case_id).tracks.result is Result.NOTIFIED
        assert work.history(case_id)[-1].annuls == done.act_id
    with pytest.raises(RuleViolation, match="not_annullable"):
        annul(hall, "chenjie", case_id, done.act_id)
    hall.do("zhaolei", case_id, "issue", counter=13)


def test_an_earlier_act_waits_for_the_later_one_to_be_annulled(hall: LiveHall) -> None:
    case_id = hall.accepted()
    over = hall.do("wangmin", case_id, "hand_over")
    registered = hall.do("chenjie", case_id, "register_counterfoil", counter=12)
    with pytest.raises(RuleViolation, match="not_the_last_act"):
        annul(hall, "wangmin", case_id, over.act_id)
    annul(hall, "chenjie", case_id, registered.act_id)
    annul(hall, "wangmin", case_id, over.act_id)
    with hall.work("wangmin") as work:
        assert work.case(case_id).tracks.approval is Approval.RECEIVED


def test_accepting_cannot_be_annulled(hall: LiveHall) -> None:
    case_id = hall.accepted()
    with hall.work("wangmin") as work:
        accepted = work.history(case_id)[-1]
    with pytest.raises(RuleViolation, match="not_annullable"):
        annul(hall, "wangmin", case_id, accepted.act_id)


def test_only_the_recorder_annuls_and_only_for_some_minutes_after_that_the_leader(practice: LiveHall) -> None:
    case_id = practice.accepted()
    over = practice.do("wangmin", case_id, "hand_over")
    with pytest.raises(RuleViolation, match="annul_too_late"):
        annul(practice, "lixia", case_id, over.act_id)
    practice.person("admin").set_clock(MONDAY + timedelta(minutes=11))
    with pytest.raises(RuleViolation, match="annul_too_late"):
        annul(practice, "wangmin", case_id, over.act_id)
    annul(practice, "sunli", case_id, over.act_id)


def test_a_leader_undoes_late_in_the_own_group_only_whatever_client_asks(shared: LiveHall) -> None:
    case_id = shared.accepted()
    over = shared.do("wangmin", case_id, "hand_over")
    with psycopg.connect(shared.url.partition("?")[0]) as owner:
        owner.execute("UPDATE hall SET undo_minutes = 0")
        owner.execute("INSERT INTO staff_group SELECT 'G2', '二组', floor FROM staff_group")
        owner.execute("UPDATE counter SET group_id = 'G2' WHERE code = 4")
    with pytest.raises(RuleViolation, match="annul_too_late"):
        annul(shared, "sunli", case_id, over.act_id)
    with psycopg.connect(shared.url.partition("?")[0]) as owner:
        owner.execute("UPDATE counter SET group_id = 'G1' WHERE code = 4")
    annul(shared, "sunli", case_id, over.act_id)


# -- numbers and time ----------------------------------------------------------------------------------------


def test_numbers_run_by_window_and_day(practice: LiveHall) -> None:
    numbers = [practice.accepted(counter=counter) for counter in (4, 4, 5)]
    practice.person("admin").set_clock(MONDAY + timedelta(days=1))
    numbers.append(practice.accepted(counter=4))
    with practice.work("wangmin") as work:
        found = [work.case(case_id).receipt_no for case_id in numbers]
    assert found == ["NX20261123-04-0001", "NX20261123-04-0002", "NX20261123-05-0001", "NX20261124-04-0001"]


def test_the_day_of_a_number_is_the_halls_not_greenwichs(practice: LiveHall) -> None:
    practice.person("admin").set_clock(MONDAY.replace(hour=7, minute=30))  # still Sunday in UTC
    with practice.work("wangmin") as work:
        assert work.case(practice.accepted()).receipt_no.startswith("NX20261123-")
        assert work.next_notice_no(4) == "NX20261123-04-T0001"


def test_notices_have_a_series_of_their_own_and_a_rolled_back_number_is_given_again(hall: LiveHall) -> None:
    with hall.work("wangmin") as work:
        assert work.next_notice_no(4).endswith("-04-T0001")
    with hall.person("wangmin").begin() as work:
        assert work.next_notice_no(4).endswith("-04-T0002")
    with hall.work("wangmin") as work:
        assert work.next_notice_no(4).endswith("-04-T0002")
        assert work.case(hall_accept_in(hall, work)).receipt_no.endswith("-04-0001")


def hall_accept_in(hall: LiveHall, work: StoreWork) -> UUID:
    case_id = uuid4()
    work.record(hall.act(work, case_id, "open_draft"))
    work.record(hall.act(work, case_id, "accept"))
    return case_id


def test_a_practice_clock_stands_or_runs_and_a_real_hall_has_none(practice: LiveHall) -> None:
    admin = practice.person("admin")
    with practice.work("wangmin") as work:
        assert work.now() == MONDAY
    admin.set_clock(MONDAY, running=True)
    assert MONDAY <= admin.views.now() < MONDAY + timedelta(minutes=5)
    admin.set_clock(None)
    assert admin.views.now() > MONDAY.replace(year=2026, month=11, day=1)
    with pytest.raises(RuleViolation, match="not_allowed"):
        practice.person("wangmin").set_clock(MONDAY)


def test_the_clock_of_a_real_hall_cannot_be_set(hall: LiveHall) -> None:
    with pytest.raises(RuleViolation, match="not_a_demonstration"):
        hall.person("admin").set_clock(MONDAY)


# -- services and ratings ------------------------------------------------------------------------------------


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_one_service_is_rated_once_by_the_device_alone(new_hall: LiveHall) -> None:
    case_id = new_hall.drafted()
    done = new_hall.do("wangmin", case_id, "accept")
    with new_hall.work("wangmin") as work:
        event = work.service_of_act(done.act_id)
        assert work.service_of_act(uuid4()) is None
    assert event is not None
    assert (event.kind, event.counter, event.clerk) == (Service.INTAKE, 4, "wangmin")
    new_hall.person("admin").add_device(4, "pad-password")
    device = new_hall.hall.begin_device(4, "pad-password")
    rating = Rating(event.event_id, RatingOutcome.RATED, Grade.SATISFIED, "pad_04")
    assert device.record_rating(rating)
    assert not device.record_rating(
        Rating(event.event_id, RatingOutcome.RATED, Grade.VERY_DISSATISFIED, "pad_04")
    )
    with pytest.raises(RuleViolation, match="not_found"):
        device.record_rating(Rating(uuid4(), RatingOutcome.TIMED_OUT, None, "pad_04"))
    device.close()
    for login, grade in (("wangmin", None), ("sunli", 4)):
        services = new_hall.person(login).views.case_file(case_id).services
        assert [(service.outcome, service.grade) for service in services] == [("rated", grade)]
