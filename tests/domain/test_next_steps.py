"""下一步 for every state a case can reach: there is one, it has its words, and its act is allowed (R-X-5)."""

import dataclasses
from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.domain.case_walks import NOBODY, chart
from yichuang_desktop.domain import sentences
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.checklist import Checklist, ChecklistRow, MaterialVerdict
from yichuang_desktop.domain.hall import Channel, Role
from yichuang_desktop.domain.intake_form import IdentityProof, IntakeForm
from yichuang_desktop.domain.next_steps import next_step
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result, Tracks

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def strict_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "STRICT", True)


def dressed(case: Case) -> Case:
    """A position with the facts a real case would have."""
    return replace(
        case,
        receipt_no="NX20261123-04-0001",
        department="市场监督管理局",
        item_name="食品经营许可证新办",
        applicant_name="司马甲一",
        promise_due=date(2026, 11, 30),
        collection_due=datetime(2026, 11, 23, 12),
    )


@pytest.mark.parametrize("channel", Channel)
def test_R_X_5_every_state_has_a_next_step_in_words(channel: Channel) -> None:
    for case in chart(channel).positions:
        step = next_step(dressed(case))
        assert step.sentence.endswith("。")
        assert step.code != "step_look_at_timeline", case.tracks


@pytest.mark.parametrize("channel", Channel)
def test_R_X_5_the_act_of_a_next_step_is_allowed_now(channel: Channel) -> None:
    wrong = Counter(
        (step.act, tuple(map(str, dataclasses.astuple(case.tracks))))
        for case in chart(channel).positions
        if (step := next_step(dressed(case))).act and not case.allows(step.act)
    )
    assert not wrong, wrong.most_common(3)


@pytest.mark.parametrize("channel", Channel)
def test_only_an_ended_case_has_nothing_to_do(channel: Channel) -> None:
    for case in chart(channel).positions:
        done = next_step(dressed(case)).code in ("step_done", "step_given_up")
        assert done == case.ended


@pytest.mark.parametrize("channel", [Channel.COUNTER, Channel.MAIL, Channel.LIFE_EVENT])
def test_decisions_9_an_owed_commitment_stands_first(channel: Channel) -> None:
    owing = [case for case in chart(channel).positions if case.commitment_owed and not case.ended]
    assert owing
    assert {next_step(dressed(case)).code for case in owing} == {"step_commitment_owed"}


def draft() -> Case:
    return Case(NOBODY, Channel.COUNTER, Tracks(Approval.DRAFT))


def checklist(*verdicts: MaterialVerdict | None) -> Checklist:
    rows = tuple(
        ChecklistRow(
            n, f"材料{n}", "原件", 1, True, False, False, verdict=verdict, copies=int(verdict is SEEN)
        )
        for n, verdict in enumerate(verdicts, 1)
    )
    return Checklist("NX-001", 1, rows)


SEEN, MISSING = MaterialVerdict.ORIGINAL_SEEN, MaterialVerdict.MISSING


def form(**changes: object) -> IntakeForm:
    whole: dict[str, object] = {
        "item_id": "NX-001",
        "item_version": 1,
        "applicant": Applicant(name="司马甲一", document_no="411399199001010013", phone="15400000001"),
        "identity": IdentityProof.ORIGINAL_SEEN,
        "checklist": checklist(SEEN, SEEN),
    }
    return IntakeForm(**(whole | changes))  # type: ignore[arg-type]


def test_a_whole_form_leads_to_acceptance() -> None:
    assert next_step(draft(), form(), TODAY).act == "accept"


def test_a_lacking_material_leads_to_the_one_off_notice() -> None:
    step = next_step(draft(), form(checklist=checklist(SEEN, MISSING)), TODAY)
    assert step.act == "notify"
    assert "材料2" in step.sentence


def test_an_unjudged_material_comes_before_everything() -> None:
    step = next_step(draft(), form(checklist=checklist(None, MISSING)), TODAY)
    assert (step.act, step.code) == ("", "checklist_unjudged")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"applicant": None}, "applicant_not_filled"),
        ({"identity": None}, "identity_not_verified"),
        ({"checklist": None}, "step_review"),
    ],
)
def test_what_the_form_still_lacks_is_said(changes: dict[str, object], code: str) -> None:
    assert next_step(draft(), form(**changes), TODAY).code == code


def test_a_case_on_the_spot_is_concluded_at_once() -> None:
    tracks = Tracks(Approval.RECEIVED, Papers.WITH_WINDOW, Counterfoil.MADE)
    step = next_step(dressed(Case(NOBODY, Channel.COUNTER, tracks, on_the_spot=True)))
    assert step.act == "conclude_on_the_spot"


def test_the_step_says_who_may_do_it() -> None:
    tracks = Tracks(Approval.IN_REVIEW, Papers.KEPT, Counterfoil.WITH_ISSUANCE, Result.NONE)
    step = next_step(dressed(Case(NOBODY, Channel.COUNTER, tracks)))
    assert step.done_by(frozenset({Role.ISSUANCE_CLERK}))
    assert not step.done_by(frozenset({Role.WINDOW_CLERK}))
    assert "11月30日" in step.sentence
