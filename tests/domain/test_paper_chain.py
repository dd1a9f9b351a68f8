"""The paper chain over every state a case can reach: one place, never backwards, an act that is allowed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.case_walks import NOBODY, chart, steps, take
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.paper_chain import Place, Sheet, name_of, sheet_of
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.paper_letters import LETTERS
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result, Tracks
from yichuang_desktop.domain.transitions import TABLE

NOW = datetime(2026, 11, 23, 9, 51)
RANK = [Place.NOT_MADE, Place.WINDOW, Place.ISSUANCE, Place.BAG, Place.ARCHIVE]
STUBS = (PaperKind.COUNTERFOIL, PaperKind.CREDIT_COMMITMENT, PaperKind.ARCHIVE_BAG)


@dataclass(frozen=True)
class Paper:
    kind: PaperKind
    number: str = "NX20261123-04-0001"
    revoked: bool = False


@dataclass(frozen=True)
class Act:
    kind: str
    recorder_name: str = "员工甲"
    doer_name: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    at: datetime = NOW


FURTHER = tuple(Paper(PaperKind.OTHER, f"NX20261123-04-0001-{letter}1") for letter in LETTERS.values())
ALL = (*(Paper(kind) for kind in PaperKind if kind is not PaperKind.OTHER), *FURTHER)


@pytest.mark.parametrize("channel", Channel)
def test_every_sheet_has_a_place_and_an_allowed_act_in_every_state(channel: Channel) -> None:
    for case in chart(channel).positions:
        for paper in ALL:
            sheet = sheet_of(case, (), paper)
            assert isinstance(sheet.place, Place)
            assert sheet.act == "" or case.allows(sheet.act), (case.tracks, paper, sheet)
            assert sheet.sentence.endswith("。")
            assert not any(one.isascii() and one.isalpha() and one not in "NX" for one in sheet.name)


@pytest.mark.parametrize("channel", Channel)
def test_counterfoil_commitment_and_record_never_go_back(channel: Channel) -> None:
    for goal, befores in chart(channel).before.items():
        if goal.tracks.counterfoil is Counterfoil.NOT_APPLICABLE:
            continue
        for kind in STUBS:
            after = RANK.index(sheet_of(goal, (), Paper(kind)).place)
            for before in befores:
                assert RANK.index(sheet_of(before, (), Paper(kind)).place) <= after


@pytest.mark.parametrize("channel", [Channel.COUNTER, Channel.ONLINE, Channel.LIFE_EVENT, Channel.MAIL])
def test_a_counterfoil_not_yet_in_the_archive_always_knows_what_is_next_or_waits_for_the_case(
    channel: Channel,
) -> None:
    """Only while the department works, or a result waits, may a counterfoil at the issuance desk just lie."""
    for case in chart(channel).positions:
        sheet = sheet_of(case, (), Paper(PaperKind.COUNTERFOIL))
        if sheet.place is Place.BAG:
            assert sheet.act == "transfer_to_archive"
        if case.tracks.counterfoil is Counterfoil.SIGNED_BY_DEPARTMENT:
            assert sheet.act in (
                "register_counterfoil", "see_commitment_signature", "collect_counterfoil_of_stopped_case",
            )  # fmt: skip
        if case.ended:
            assert sheet.act == ""


@pytest.mark.parametrize("channel", [Channel.COUNTER, Channel.MAIL])
def test_what_is_owed_on_the_commitment_is_next_for_it(channel: Channel) -> None:
    for case in chart(channel).positions:
        if case.commitment_owed and case.allows("see_commitment_signature"):
            sheet = sheet_of(case, (), Paper(PaperKind.CREDIT_COMMITMENT))
            assert sheet.act == "see_commitment_signature"


@given(st.sampled_from([Channel.COUNTER, Channel.ONLINE, Channel.MAIL, Channel.PROVINCE]), st.data())
def test_on_any_walk_doing_what_a_sheet_says_moves_the_case(channel: Channel, data: st.DataObject) -> None:
    case, acts = Case(NOBODY, channel), []
    for number in range(data.draw(st.integers(0, 14))):
        choices = steps(case)
        if not choices:
            break
        step = data.draw(st.sampled_from(choices))
        evidence = {name: {"officer": "部门人员甲"} for name in step.kind.evidence}
        acts.append(
            Act(step.kind.name, evidence=evidence, doer_name="某人", at=NOW + timedelta(minutes=number))
        )
        case = take(case, step)
    for paper in ALL:
        sheet = sheet_of(case, acts, paper)
        assert sheet.act == "" or sheet.act in {step.kind.name for step in steps(case)}
        if sheet.signed is not None:
            assert sheet.signed.who
            assert sheet.signed.act in {act.kind for act in acts}
            later = [act for act in acts if act.at > sheet.signed.at]
            assert all(act.kind != sheet.signed.act for act in later)


def at(counterfoil: Counterfoil, approval: Approval = Approval.IN_REVIEW, **more: Any) -> Case:
    tracks = Tracks(approval, Papers.WITH_DEPARTMENT, counterfoil, more.pop("result", Result.NONE))
    return Case(NOBODY, Channel.COUNTER, tracks, **more)


def sheet(kind: PaperKind, case: Case, *acts: Act) -> Sheet:
    return sheet_of(case, acts, Paper(kind))


def test_who_signed_the_counterfoil_last_is_read_from_the_acts() -> None:
    accepted = Act("accept", evidence={"commitment": {"signature": {"on": "ink_owed"}}})
    handed = Act(
        "hand_over", doer_name="部门人员甲",
        evidence={"officer_signature_seen": {"officer": "部门人员甲"}, "clerk_signature": {"on": "ink"}},
    )  # fmt: skip
    issued = Act(
        "issue", "员工己", "测试样例甲", {"receipt_scanned": "71", "collection_signature": {"on": "ink"}}
    )
    made = at(Counterfoil.MADE, Approval.RECEIVED)
    assert sheet(PaperKind.COUNTERFOIL, made, accepted).signed is None
    signed = sheet(PaperKind.COUNTERFOIL, at(Counterfoil.SIGNED_BY_DEPARTMENT), accepted, handed)
    assert (signed.place, signed.act) == (Place.WINDOW, "register_counterfoil")
    assert "部门人员甲　11-23 09:51 部门签收材料" in signed.sentence
    receipt = sheet(PaperKind.RECEIPT, at(Counterfoil.SIGNED_BY_DEPARTMENT), accepted, handed)
    assert receipt.signed is not None
    assert receipt.signed.act == "accept", "the applicant has had it since then"
    last = sheet(PaperKind.COUNTERFOIL, at(Counterfoil.WITH_ISSUANCE), accepted, handed, issued)
    assert last.signed is not None
    assert last.signed.who == "测试样例甲"


def test_a_commitment_owed_in_ink_is_not_signed_and_one_signed_on_screen_is() -> None:
    case = at(Counterfoil.MADE, Approval.RECEIVED, commitment_owed=True)
    owed = Act("accept", evidence={"commitment": {"signature": {"on": "ink_owed"}}})
    screen = Act("accept", evidence={"commitment": {"signature": {"on": "screen", "signer": "测试样例甲"}}})
    seen = Act(
        "see_commitment_signature",
        doer_name="测试样例甲",
        evidence={"commitment_signature_seen": {"on": "ink"}},
    )
    assert sheet(PaperKind.CREDIT_COMMITMENT, case, owed).signed is None
    assert sheet(PaperKind.CREDIT_COMMITMENT, case, owed, seen).signed is not None
    on_screen = sheet(PaperKind.CREDIT_COMMITMENT, case, screen)
    assert on_screen.signed is not None
    assert on_screen.signed.who == "测试样例甲"


def test_a_receipt_is_with_the_applicant_until_it_was_given_back() -> None:
    ready = at(Counterfoil.WITH_ISSUANCE, Approval.APPROVED, result=Result.NOTIFIED)
    assert (sheet(PaperKind.RECEIPT, ready).place, sheet(PaperKind.RECEIPT, ready).act) == (
        Place.APPLICANT,
        "issue",
    )
    issued = Act("issue", evidence={"receipt_scanned": "71"})
    gone = at(Counterfoil.WITH_ISSUANCE, Approval.CLOSED, result=Result.COLLECTED)
    assert sheet(PaperKind.RECEIPT, gone, issued).place is Place.ISSUANCE
    bagged = at(Counterfoil.IN_BAG, Approval.CLOSED, result=Result.COLLECTED)
    assert sheet(PaperKind.RECEIPT, bagged, issued).place is Place.BAG
    mailed = at(Counterfoil.IN_BAG, Approval.CLOSED, result=Result.DELIVERED)
    assert sheet(PaperKind.RECEIPT, mailed).place is Place.APPLICANT


def test_a_revoked_sheet_is_void_and_further_papers_have_their_names() -> None:
    case = at(Counterfoil.WITH_ISSUANCE)
    lost = sheet_of(case, (), Paper(PaperKind.RECEIPT, revoked=True))
    assert (lost.place, lost.act) == (Place.VOID, "")
    names = {letter: name_of(Paper(PaperKind.OTHER, f"NX20261123-04-0001-{letter}1")) for letter in "RGJZ"}
    assert names == {
        "R": "容缺受理通知书", "G": "告知承诺书", "J": "不予行政许可决定书", "Z": "终止办理通知书",
    }  # fmt: skip
    assert name_of(Paper(PaperKind.ARCHIVE_BAG)) == "收件档案"
    correcting = at(Counterfoil.WITH_ISSUANCE, Approval.CORRECTING)
    notice = Paper(PaperKind.OTHER, "NX20261123-04-0001-K1")
    assert sheet_of(correcting, (), notice).act == "receive_correction"


def test_signing_evidence_is_evidence_of_the_table() -> None:
    from yichuang_desktop.domain.paper_chain import _SIGNATURES

    known = {name for kind in TABLE.values() for name in kind.evidence}
    assert {name for names in _SIGNATURES.values() for name in names} <= known
