"""The issuance desk with what did not come over the counter: online, for a department, by post."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from tests.ui.work_screens import (
    CODES,
    FEW,
    HERE,
    LONG,
    REVIEW,
    WAITING,
    Desk,
    Views,
    Work,
    desk_row,
    file_in,
    issuance_with,
)
from yichuang_desktop.domain.commitments import CommitmentText
from yichuang_desktop.domain.hall import Channel, Role
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result, Tracks
from yichuang_desktop.services import requests as ask
from yichuang_desktop.ui.issuance.model import Phase, way_words
from yichuang_desktop.ui.shortcuts import Key

ONLINE_NEW = Tracks(Approval.RECEIVED, Papers.NOT_APPLICABLE, Counterfoil.MADE)
ONLINE_HERE = Tracks(
    Approval.APPROVED, Papers.NOT_APPLICABLE, Counterfoil.WITH_ISSUANCE, Result.WITH_ISSUANCE
)
BEHALF_HERE = Tracks(
    Approval.NOT_APPLICABLE, Papers.NOT_APPLICABLE, Counterfoil.NOT_APPLICABLE, Result.WITH_ISSUANCE
)
MAILED = Tracks(Approval.IN_REVIEW, Papers.WITH_DEPARTMENT, Counterfoil.WITH_ISSUANCE)
NUMBER = "411399199001010013"


class IssuanceDesk(Desk):
    """An issuance clerk's log-in."""

    def commitment_at_pick_up(self, *_args: Any) -> CommitmentText:
        return CommitmentText("承诺：", ("材料真实",), "违者自负")

    def invitation(self, _act_id: UUID) -> object:
        return object()

    def handle(self, request: Any) -> Any:
        if isinstance(request, ask.PrintCommitment):
            self.sent.append(request)
            return str(request.job_id)
        return self._take(request)


def work_with(tracks: Tracks, channel: Channel, *scanned: PaperKind, **changes: Any) -> Work:
    """A case of that channel opened from its receipt number, then these papers scanned."""
    file = file_in(tracks, **({"channel": channel} | changes))
    desk = IssuanceDesk(views=Views(due=FEW, files={file.case.case_id: file}))
    desk.session = replace(desk.session, roles=frozenset({Role.ISSUANCE_CLERK}))
    work = Work(desk, "issuance")
    work.screen.on_handed(file.case.case_id)
    work.settle()
    for kind in scanned:
        work.screen.scan.scanned.emit(CODES[kind])
        work.settle()
    return work


def online(*scanned: PaperKind, tracks: Tracks = ONLINE_HERE, **changes: Any) -> Work:
    return work_with(tracks, Channel.ONLINE, *scanned, **({"external_no": "WT202611230077"} | changes))


def behalf(tracks: Tracks = BEHALF_HERE, **changes: Any) -> Work:
    changes = {"external_no": "GA-2026-118", **changes}
    return work_with(tracks, Channel.DEPARTMENT, **changes)


STATES: dict[str, Callable[[], Work]] = {
    "online register": lambda: online(PaperKind.COUNTERFOIL, tracks=ONLINE_NEW),
    "online to call": online,
    "online collect": lambda: online(tracks=replace(ONLINE_HERE, result=Result.NOTIFIED)),
    "online long": lambda: online(
        tracks=replace(ONLINE_HERE, result=Result.NOTIFIED), external_no="WT411325202611230012345678", **LONG
    ),
    "behalf to call": behalf,
    "behalf long": lambda: behalf(
        replace(BEHALF_HERE, result=Result.NOTIFIED), external_no="内公出入境〔2026〕第00001186号", **LONG
    ),
    "to be mailed": lambda: issuance_with(file_in(WAITING, delivery="mail"), due=FEW),
    "mailed in, waiting": lambda: work_with(
        MAILED, Channel.MAIL, delivery="mail", parcel_no="1234567890123"
    ),
    "mailed in, register": lambda: work_with(REVIEW, Channel.MAIL, PaperKind.COUNTERFOIL),
    "province": lambda: work_with(
        replace(ONLINE_NEW, counterfoil=Counterfoil.NOT_APPLICABLE), Channel.PROVINCE, delivery="mail",
        external_no="QYTB20261123001",
    ),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_and_nothing_scrolls(state: str) -> None:
    work = STATES[state]()
    try:
        assert work.complaints() == []
    finally:
        work.close()


@pytest.fixture
def collecting() -> Iterator[Work]:
    """Somebody has come for an online result."""
    opened = online(tracks=replace(ONLINE_HERE, result=Result.NOTIFIED))
    opened.screen.card.collect.document_no.set_text(NUMBER)
    opened.screen.card.collect.edited.emit()
    yield opened
    opened.close()


def signature() -> ask.ScreenSignature:
    return ask.ScreenSignature("ab" * 32, b"png", "[]", FEW[0].since, "测试样例甲")  # type: ignore[arg-type]


def test_F11_brings_the_commitment_first_and_then_the_collection(collecting: Work) -> None:
    assert "信用承诺书" in collecting.act("核验无误，出证").reason
    collecting.shell.press(Key.ACT_2)
    collecting.settle()
    ((what, answered),) = collecting.citizen.asked
    assert what.heading == "信用承诺书"
    answered(signature())
    collecting.settle()
    assert [one.heading for one, _ in collecting.citizen.asked] == ["信用承诺书", "领取签收"]
    assert "已在外屏签署" in collecting.screen.card.collect.receipt.words.text()
    collecting.citizen.asked[1][1](signature())
    collecting.shell.press(Key.MAIN)
    collecting.settle()
    request = collecting.desk.sent[-1]
    assert isinstance(request, ask.IssueOnline)
    assert request.commitment is not None
    assert request.signature is not None
    assert (request.ink_seen, request.commitment_ink_seen) == (False, False)
    assert len(collecting.citizen.invited) == 1


def test_a_commitment_refused_on_screen_leaves_nothing_signed(collecting: Work) -> None:
    collecting.shell.press(Key.ACT_2)
    collecting.settle()
    collecting.citizen.asked[0][1](None)
    collecting.settle()
    assert collecting.screen.acting.commitment is None
    assert not collecting.screen.acting.busy
    assert collecting.act("核验无误，出证").reason


def test_in_ink_only_after_the_commitment_was_printed(collecting: Work) -> None:
    collecting.shell.press(Key.ALT_S)
    assert "打印信用承诺书" in collecting.said
    collecting.shell.press(Key.ALT_P)
    collecting.settle()
    assert isinstance(collecting.desk.sent[-1], ask.PrintCommitment)
    collecting.shell.press(Key.ALT_S)
    collecting.shell.press(Key.MAIN)
    collecting.settle()
    request = collecting.desk.sent[-1]
    assert (request.commitment_ink_seen, request.ink_seen, request.commitment) == (True, True, None)


def test_what_was_signed_is_void_when_somebody_else_collects(collecting: Work) -> None:
    collecting.shell.press(Key.ALT_P)
    collecting.settle()
    collecting.screen.card.collect.name.set_text("另一个人")
    collecting.screen.card.collect.edited.emit()
    collecting.shell.press(Key.ALT_S)
    assert "打印信用承诺书" in collecting.said, "the printed one names somebody else"


def test_receipt_and_counterfoil_of_an_online_case_are_registered_by_scanning_both() -> None:
    work = online(PaperKind.COUNTERFOIL, tracks=ONLINE_NEW)
    try:
        assert "收件通知单" in work.act("登记存根与通知单").reason
        work.screen.scan.scanned.emit(CODES[PaperKind.RECEIPT])
        work.settle()
        work.shell.press(Key.MAIN)
        work.settle()
        request = work.desk.sent[-1]
        assert isinstance(request, ask.RegisterOnlineCounterfoil)
        assert (request.counterfoil_code[:2], request.receipt_code[:2]) == ("72", "71")
    finally:
        work.close()


def test_for_a_department_nothing_is_scanned_and_no_commitment_signed() -> None:
    work = behalf()
    try:
        assert "受理凭证" in work.screen.card.collect.receipt.words.text()
        assert "打印承诺书" not in [act.text for act in work.shell.act_bar.acts]
        work.screen.card.collect.document_no.set_text(NUMBER)
        work.screen.card.collect.edited.emit()
        work.shell.press(Key.ALT_S)
        work.shell.press(Key.MAIN)
        work.settle()
        assert isinstance(work.desk.sent[-1], ask.IssueOnBehalf)
    finally:
        work.close()


@pytest.mark.parametrize("tracks", [HERE, WAITING])
def test_what_is_to_be_mailed_waits_for_the_post_unless_somebody_comes(tracks: Tracks) -> None:
    work = work_with(tracks, Channel.COUNTER, delivery="mail")
    try:
        assert work.screen._on_desk.phase is Phase.NOTHING
        assert [act.text for act in work.shell.act_bar.acts if act.main] == ["EMS 免费寄送"]
        work.shell.press(Key.ALT_T)
        work.settle()
        assert work.screen._on_desk.phase is Phase.COLLECT
    finally:
        work.close()


def test_lists_show_the_channel_and_what_is_to_be_mailed() -> None:
    assert way_words(desk_row(1)) == ""
    assert way_words(desk_row(1, channel="online")) == "[网厅] "
    assert way_words(desk_row(1, channel="department", delivery="mail")) == "[非综窗·邮寄] "
