"""A print job moves only as devices allow: never twice by itself, and never out of sight."""

from datetime import datetime

import pytest

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import (
    MOVES,
    Delivery,
    FailureKind,
    JobState,
    PrintAnswer,
    PrinterStatus,
    PrintJob,
    Proof,
    check_move,
    copy_mark,
    further_copy,
    state_after_answer,
    state_after_crash,
)
from yichuang_desktop.domain.sentences.printing import SENTENCES

AT = datetime(2026, 11, 23, 15, 20)


def job(**changes: object) -> PrintJob:
    fields: dict[str, object] = {
        "id": "0b8f3f0e-0000-4000-8000-000000000001",
        "kind": "receipt_slip",
        "document": {"paper": "receipt_sheet"},
        "printer": "slip-04",
        "requested_by": "王敏",
        "requested_at": AT,
    }
    return PrintJob(**(fields | changes))  # type: ignore[arg-type]


def test_every_state_has_its_moves_and_a_chinese_title() -> None:
    assert set(MOVES) == set(JobState)
    assert all(not state.title.isascii() for state in JobState)


def test_every_state_is_reached_from_the_queue_and_every_end_is_an_end() -> None:
    reached, waiting = set(), [JobState.QUEUED]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting.extend(MOVES[state])
    ends = {state for state, following in MOVES.items() if not following}
    assert reached == set(JobState)
    assert ends == {JobState.CONFIRMED, JobState.REPRINTED, JobState.ACCEPTED, JobState.CANCELLED}


@pytest.mark.parametrize("state", [JobState.SENT, JobState.UNKNOWN, JobState.CONFIRMED])
def test_what_may_have_come_out_never_returns_to_the_queue(state: JobState) -> None:
    assert not MOVES[state] & {JobState.QUEUED, JobState.SENDING}
    with pytest.raises(RuleViolation, match="print_move_forbidden"):
        check_move(state, JobState.QUEUED)


def test_a_job_can_be_cancelled_only_before_it_is_sent() -> None:
    can = {state for state, following in MOVES.items() if JobState.CANCELLED in following}
    assert can == {JobState.QUEUED, JobState.FAILED}


def test_the_original_carries_no_mark_and_a_further_copy_says_which_it_is() -> None:
    assert copy_mark(1, AT, "王敏") == ""
    assert copy_mark(2, AT, "王敏") == "补打 第1次 2026-11-23 15:20 王敏"
    assert job(copy_no=3).mark == "补打 第2次 2026-11-23 15:20 王敏"
    with pytest.raises(ValueError, match="counted from 1"):
        copy_mark(0, AT, "王敏")


def test_after_a_crash_only_saved_bytes_make_a_job_doubtful() -> None:
    sending = job(state=JobState.SENDING)
    assert state_after_crash(sending) is JobState.QUEUED
    assert state_after_crash(job(state=JobState.SENDING, rendered=b"\x1b@")) is JobState.UNKNOWN


@pytest.mark.parametrize(
    ("answer", "to"),
    [
        (PrintAnswer.COMPLETE, JobState.ACCEPTED),
        (PrintAnswer.PARTIAL, JobState.REPRINTED),
        (PrintAnswer.NOTHING, JobState.REPRINTED),
    ],
)
def test_the_clerk_answers_what_became_of_a_doubtful_job(answer: PrintAnswer, to: JobState) -> None:
    assert state_after_answer(JobState.UNKNOWN, answer) is to
    with pytest.raises(RuleViolation):
        state_after_answer(JobState.QUEUED, answer)


def test_a_further_copy_is_a_new_job_that_starts_again() -> None:
    first = job(state=JobState.REPRINTED, attempts=2, rendered=b"x", rendered_sha256="aa", render_version="1")
    second = further_copy(first, job_id="2", copy_no=2, by="李华", at=AT)
    assert (second.state, second.attempts, second.rendered, second.copy_no) == (JobState.QUEUED, 0, None, 2)
    assert (second.printer, second.document) == (first.printer, first.document)
    assert (
        further_copy(first, job_id="2", copy_no=2, by="李华", at=AT, printer="slip-05").printer == "slip-05"
    )


def test_no_further_copy_while_the_first_may_still_come_out_by_itself() -> None:
    for state in (JobState.QUEUED, JobState.SENDING):
        with pytest.raises(RuleViolation, match="print_still_waiting"):
            further_copy(job(state=state), job_id="2", copy_no=2, by="李华", at=AT)
    with pytest.raises(ValueError, match="cannot follow"):
        further_copy(job(state=JobState.SENT, copy_no=2), job_id="2", copy_no=2, by="李华", at=AT)


@pytest.mark.parametrize(
    ("delivery", "state"),
    [
        (Delivery(Proof.NOT_STARTED, FailureKind.UNREACHABLE), JobState.QUEUED),
        (Delivery(Proof.NOT_STARTED, FailureKind.PAPER_OUT), JobState.QUEUED),
        (Delivery(Proof.NOT_STARTED, FailureKind.NOT_LAID_OUT), JobState.FAILED),
        (Delivery(Proof.HANDED_OVER), JobState.SENT),
        (Delivery(Proof.CONFIRMED), JobState.CONFIRMED),
        (Delivery(Proof.UNKNOWN, FailureKind.BROKEN_OFF, bytes_sent=1), JobState.UNKNOWN),
    ],
)
def test_each_delivery_has_its_state_which_sending_may_take(delivery: Delivery, state: JobState) -> None:
    assert delivery.state is state
    check_move(JobState.SENDING, delivery.state)


def test_a_printer_that_says_nothing_is_not_taken_for_ready() -> None:
    assert not PrinterStatus().answered
    assert PrinterStatus(paper_low=True).hindrance is None
    assert PrinterStatus(online=False, paper_out=True).hindrance is FailureKind.PAPER_OUT
    assert PrinterStatus(online=False, cover_open=True).hindrance is FailureKind.COVER_OPEN
    assert PrinterStatus(online=False).hindrance is FailureKind.OFFLINE
    assert PrinterStatus(online=True, fault=True).hindrance is FailureKind.PRINTER_FAULT


def test_every_failure_has_a_title_and_a_sentence() -> None:
    for kind in FailureKind:
        assert not kind.title.isascii()
        assert kind.sentence_code in SENTENCES
