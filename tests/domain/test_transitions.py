"""The table of transitions as a whole: no dead end, nothing unreachable, nothing missing (decisions 6)."""

import pytest

from tests.domain.case_walks import chart
from yichuang_desktop.domain.hall import Channel, Doer, Role
from yichuang_desktop.domain.tracks import STATES, Approval, Counterfoil, Papers, Result, Track, title_of
from yichuang_desktop.domain.transitions import TABLE

INVITATION = 14
"""T14 is the invitation to rate: no state of a case."""


@pytest.mark.parametrize("channel", Channel)
def test_from_every_reachable_state_a_way_leads_to_an_end(channel: Channel) -> None:
    stuck = chart(channel).positions - chart(channel).can_end()
    assert not stuck, f"no way out of {next(iter(stuck)).tracks}"


@pytest.mark.parametrize("track", Track)
def test_every_state_of_every_track_is_reached_in_some_channel(track: Track) -> None:
    reached = {case.tracks.of(track) for channel in Channel for case in chart(channel).positions}
    assert reached == set(STATES[track])


def test_every_act_is_usable_somewhere() -> None:
    used = {name for channel in Channel for name in chart(channel).used}
    assert used == set(TABLE) - {"annul"}


@pytest.mark.parametrize("channel", Channel)
def test_every_act_of_a_channel_is_usable_in_it(channel: Channel) -> None:
    named = {kind.name for kind in TABLE.values() if channel in kind.channels and len(kind.channels) < 4}
    assert named <= chart(channel).used


@pytest.mark.parametrize(
    "number",
    [f"T{n}" for n in range(33) if n != INVITATION] + ["T6x", "T12L"],
)
def test_the_minimum_table_of_the_dossier_is_there(number: str) -> None:
    assert number in {kind.number for kind in TABLE.values()}


@pytest.mark.parametrize(
    "name",
    [
        "take_up_again",
        "deem_accepted",
        "enter_review",
        "ask_correction",
        "receive_correction",
        "extend",
        "close_package",
        "leave_papers_with_department",
        "refuse",
        "take_in_returned_mail",
        "abandon",
        "annul",
    ],
)
def test_decisions_6_the_completed_rows_are_there(name: str) -> None:
    assert name in TABLE


def test_numbers_of_rows_are_used_once() -> None:
    numbers = [kind.number for kind in TABLE.values()]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("kind", TABLE.values(), ids=lambda kind: kind.name)
def test_every_row_says_who_why_and_in_which_words(kind) -> None:  # type: ignore[no-untyped-def]
    assert kind.recorded_by
    assert kind.done_by
    assert kind.channels
    assert kind.clause
    assert not kind.title.isascii()
    assert kind.recorded_by <= {
        Role.WINDOW_CLERK,
        Role.ISSUANCE_CLERK,
        Role.GROUP_LEADER,
        Role.ARCHIVIST,
        Role.GUIDE_DESK,
    }


@pytest.mark.parametrize("kind", TABLE.values(), ids=lambda kind: kind.name)
def test_decisions_10_a_clerk_never_decides(kind) -> None:  # type: ignore[no-untyped-def]
    decided = {Approval.APPROVED, Approval.REFUSED, Approval.RETURNED, Approval.SPECIAL_STEP}
    goals = {
        goal
        for before, after in kind.moves.get(Track.APPROVAL, {}).items()
        for goal in after
        if goal != before
    }
    if goals & decided:
        assert kind.done_by == {Doer.DEPARTMENT_OFFICER}


@pytest.mark.parametrize("channel", Channel)
def test_a_result_leaves_the_hall_only_with_nothing_owed(channel: Channel) -> None:
    for case in chart(channel).positions:
        if case.tracks.result in (Result.COLLECTED, Result.MAILED) and not case.supplement_owed:
            assert not (case.commitment_owed and case.tracks.approval is Approval.APPROVED)
        assert not (case.supplement_owed and case.tracks.result in (Result.COLLECTED, Result.MAILED))


@pytest.mark.parametrize("channel", [Channel.COUNTER, Channel.MAIL])
def test_a_counterfoil_goes_on_only_with_its_commitment_signed(channel: Channel) -> None:
    for case in chart(channel).positions:
        if case.commitment_owed and case.tracks.counterfoil is Counterfoil.WITH_ISSUANCE:
            stopped = case.tracks.approval in (Approval.WITHDRAWN, Approval.TERMINATED, Approval.VOID)
            closed = case.tracks.approval is Approval.CLOSED and case.tracks.result is Result.NOT_APPLICABLE
            assert stopped or closed


def test_papers_never_vanish_at_a_counter() -> None:
    for case in chart(Channel.COUNTER).positions:
        if case.ended and case.tracks.counterfoil is Counterfoil.IN_ARCHIVE:
            assert case.tracks.papers in (
                Papers.KEPT,
                Papers.GIVEN_BACK,
                Papers.MAILED_BACK,
                Papers.NOT_APPLICABLE,
            )


@pytest.mark.parametrize("track", Track)
def test_every_state_has_its_words(track: Track) -> None:
    for state in STATES[track]:
        assert not title_of(track, state).isascii()
