"""The one rule for every change: the act must be a row of the table, with all its guards (decisions 6-12)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.case_walks import NOBODY, Step, chart, steps, take
from yichuang_desktop.domain import sentences
from yichuang_desktop.domain.acts import Act, ActKind, Flag
from yichuang_desktop.domain.archive import missing
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evidence import TITLES
from yichuang_desktop.domain.hall import Channel, Doer, Role
from yichuang_desktop.domain.sentences import compose
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result, Tracks
from yichuang_desktop.domain.transitions import TABLE

EVERYBODY = frozenset(Role)


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


def whole_act(case: Case, step: Step) -> Act:
    """The act of a step with everything the table asks for."""
    kind = step.kind
    return Act(
        act_id=uuid4(),
        case_id=case.case_id,
        kind=kind.name,
        expected_revision=case.revision,
        after=step.after,
        evidence=dict.fromkeys(kind.evidence, "见原件"),
        done_by=sorted(kind.done_by)[0],
        doer_name="周科长",
        reason="按规定",
    )


def a_case_for(kind: ActKind) -> tuple[Case, Step]:
    """Some reachable case in which the act is allowed."""
    for channel in sorted(kind.channels):
        for case in sorted(chart(channel).positions, key=repr):
            for step in steps(case):
                if step.kind is kind:
                    return case, step
    raise AssertionError(kind.name)


ACTS = [kind for kind in TABLE.values() if kind.name != "annul"]


@pytest.fixture(scope="module")
def examples() -> dict[str, tuple[Case, Step]]:
    return {kind.name: a_case_for(kind) for kind in ACTS}


@pytest.mark.parametrize("kind", ACTS, ids=lambda kind: kind.name)
def test_a_whole_act_is_allowed(kind: ActKind, examples: dict[str, tuple[Case, Step]]) -> None:
    case, step = examples[kind.name]
    assert case.check(whole_act(case, step), kind.recorded_by) is kind


def spoilt(case: Case, act: Act, kind: ActKind) -> Iterator[tuple[str, Case, Act, frozenset[Role]]]:
    """The act with one guard missing, each in turn."""
    roles = kind.recorded_by
    yield "changed_elsewhere", case, replace(act, expected_revision=case.revision + 1), roles
    yield "not_your_role", case, act, EVERYBODY - roles
    yield "not_in_this_state", replace(case, tracks=NOWHERE), act, roles
    for name in kind.evidence:
        yield "evidence_lacking", case, replace(act, evidence={**act.evidence, name: ""}), roles
    if kind.needs_reason:
        yield "reason_lacking", case, replace(act, reason="  "), roles
    if others := set(Doer) - kind.done_by:
        yield "not_this_doer", case, replace(act, done_by=sorted(others)[0]), roles
    if others := set(Channel) - kind.channels:
        yield "not_in_this_channel", replace(case, channel=sorted(others)[0]), act, roles
    for flag in kind.blocked_by:
        yield "still_owed", replace(case, **{flag.value: True}), act, roles
    yield "column_not_settable", case, replace(act, sets={"receipt_no": "别人"}), roles


NOWHERE = Tracks(Approval.CLOSED, Papers.MAILED_BACK, Counterfoil.IN_ARCHIVE, Result.EXTERNAL)


@pytest.mark.parametrize("kind", ACTS, ids=lambda kind: kind.name)
def test_every_act_is_refused_with_one_guard_missing(
    kind: ActKind, examples: dict[str, tuple[Case, Step]]
) -> None:
    case, step = examples[kind.name]
    for code, spoilt_case, act, roles in spoilt(case, whole_act(case, step), kind):
        if code == "not_in_this_state" and spoilt_case.allows(kind.name):
            continue
        with refused(code):
            spoilt_case.check(act, roles)


@pytest.mark.parametrize("kind", ACTS, ids=lambda kind: kind.name)
def test_no_act_moves_a_track_beyond_its_row(kind: ActKind, examples: dict[str, tuple[Case, Step]]) -> None:
    case, step = examples[kind.name]
    allowed = {other.after for other in steps(case) if other.kind is kind}
    for approval in Approval:
        after = replace(step.after, approval=approval)
        if after not in allowed:
            with refused("not_in_this_state"):
                case.check(replace(whole_act(case, step), after=after), kind.recorded_by)


def test_goals_are_always_allowed_moves() -> None:
    for channel in Channel:
        for case in chart(channel).positions:
            for kind in ACTS:
                if case.allows(kind.name):
                    goals = case.goals(kind.name)
                    assert goals in {step.after for step in steps(case) if step.kind is kind}


def test_goals_of_an_act_that_is_not_allowed_are_refused() -> None:
    with refused("not_in_this_state"):
        Case(NOBODY, Channel.COUNTER).goals("issue")


def test_every_kind_of_evidence_has_its_name() -> None:
    assert {name for kind in TABLE.values() for name in kind.evidence} == set(TITLES)


CODES = [
    "changed_elsewhere",
    "not_your_role",
    "not_in_this_channel",
    "still_owed",
    "evidence_lacking",
    "reason_lacking",
    "not_this_doer",
    "column_not_settable",
    "not_the_last_act",
    "not_annullable",
    "annul_too_late",
    "nothing_to_annul",
]


@pytest.mark.parametrize("code", CODES)
def test_the_database_too_can_say_why_it_refused(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trigger knows the act, the case and the last act of it, and no more."""
    monkeypatch.setattr(sentences, "STRICT", True)
    at = datetime(2026, 11, 23, 9, 30)
    facts = {
        "act": "部门签收材料",
        "kind": "hand_over",
        "receipt_no": "NX20261123-04-0001",
        "at": at,
        "by": "王敏",
    }
    assert compose(code, facts).endswith("。")


@pytest.mark.parametrize("track", ["approval", "papers", "counterfoil", "result"])
def test_a_wrong_state_is_named_in_words(track: str) -> None:
    state = str(getattr(NOWHERE, track))
    said = compose(
        "not_in_this_state", {"act": "凭收件通知单出证", "kind": "issue", "track": track, "state": state}
    )
    assert state not in said


@pytest.mark.parametrize("flag", Flag)
def test_what_is_owed_has_its_words(flag: Flag) -> None:
    assert not flag.title.isascii()


# -- random walks ------------------------------------------------------------------------------------------


class Past:
    """An act of a walk, as the archive sees it."""

    def __init__(self, step: Step) -> None:
        self.kind = step.kind.name
        self.evidence = dict.fromkeys(step.kind.evidence, "见原件")


@given(st.sampled_from(Channel), st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_walk_at_random_keeps_its_number_and_loses_no_evidence(
    channel: Channel, data: st.DataObject
) -> None:
    case, history, number = Case(NOBODY, channel), list[Past](), ""
    for _ in range(data.draw(st.integers(1, 40))):
        ways = sorted(steps(case), key=lambda step: (step.kind.name, str(step.after), str(step.sets)))
        if not ways:
            break
        step = data.draw(st.sampled_from(ways))
        assert case.check(whole_act(case, step), step.kind.recorded_by) is step.kind
        case = take(case, step)
        history.append(Past(step))
        number = number or case.receipt_no
        assert case.receipt_no == number
        assert case.revision == len(history)
    kinds = [act.kind for act in history]
    assert sum(TABLE[kind].registers for kind in kinds) <= 1
    assert (
        sum(kind in ("issue", "issue_without_receipt", "issue_online", "issue_on_behalf") for kind in kinds)
        <= 1
    )
    if case.tracks.counterfoil is Counterfoil.IN_ARCHIVE and case.ended:
        assert_the_bag_is_whole(case, history)


def assert_the_bag_is_whole(case: Case, history: list[Past]) -> None:
    """Whatever way a case took to the archive, the papers the regulation wants are shown by its acts."""
    left_out = {need.code for need in missing(case, history)}
    kinds = {act.kind for act in history}
    if not kinds & {"withdraw", "void", "terminate_unsupplied", "close_package"}:
        assert not left_out, (left_out, kinds)
