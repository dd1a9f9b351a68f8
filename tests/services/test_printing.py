"""Further copies and the answer to 票出来了吗 (R-X-1)."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from tests.services.conftest import Stage, in_memory_only
from tests.services.test_issuing import without_receipt
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import JobState, PrintJob
from yichuang_desktop.services import requests as ask


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


def job_of(stage: Stage, kind: str, state: JobState) -> PrintJob:
    """The first job of a kind, brought into a state as the spooler would."""
    job, case_id = next((job, of) for job, of in stage.store.tables.jobs.values() if job.kind == kind)
    stage.store.tables.jobs[job.id] = (replace(job, state=state), case_id)
    return job


@in_memory_only
def test_R_X_1_a_further_copy_is_counted_and_says_so(stage: Stage) -> None:
    stage.accepted()
    job = job_of(stage, "receipt_sheet", JobState.CONFIRMED)
    first = stage.window.reprint(ask.Reprint(job.id))
    copy = stage.store.tables.jobs[first][0]
    assert (copy.copy_no, copy.mark) == (2, "补打 第1次 2026-11-23 09:30 王敏")
    assert copy.document == job.document
    job_of_copy = stage.store.tables.jobs[first]
    stage.store.tables.jobs[first] = (replace(job_of_copy[0], state=JobState.CONFIRMED), job_of_copy[1])
    second = stage.window.reprint(ask.Reprint(job.id, "a4-01"))
    assert (stage.store.tables.jobs[second][0].copy_no, stage.store.tables.jobs[second][0].printer) == (
        3,
        "a4-01",
    )


@in_memory_only
def test_R_X_1_the_same_copy_asked_for_twice_is_queued_once(stage: Stage) -> None:
    stage.accepted()
    job, other = (job_of(stage, kind, JobState.CONFIRMED) for kind in ("receipt_sheet", "receipt_slip"))
    wish = ask.Reprint(job.id, copy_id=str(uuid4()))
    before = len(stage.store.tables.jobs)
    assert stage.window.reprint(wish) == stage.window.reprint(wish) == wish.copy_id
    assert len(stage.store.tables.jobs) == before + 1
    with refused("other_act_under_this_id"):
        stage.window.reprint(ask.Reprint(other.id, copy_id=wish.copy_id))


def test_a_copy_waits_while_the_first_may_still_come_out(stage: Stage) -> None:
    stage.accepted()
    job = job_of(stage, "receipt_sheet", JobState.QUEUED)
    with refused("print_still_waiting"):
        stage.window.reprint(ask.Reprint(job.id))


@in_memory_only
@pytest.mark.parametrize("answer", ["incomplete", "nothing", "partial"])
def test_R_X_1_what_did_not_come_out_whole_is_printed_again(stage: Stage, answer: str) -> None:
    case_id, _ = stage.accepted()
    job = job_of(stage, "receipt_slip", JobState.UNKNOWN)
    copy = stage.window.answer_print(ask.AnswerPrint(job.id, answer))
    assert stage.store.tables.jobs[job.id][0].state is JobState.REPRINTED
    made, of = stage.store.tables.jobs[copy]
    assert (made.state, made.copy_no, of, UUID(made.group)) == (JobState.QUEUED, 2, case_id, case_id)


@in_memory_only
def test_what_came_out_whole_is_settled(stage: Stage) -> None:
    stage.accepted()
    job = job_of(stage, "receipt_slip", JobState.UNKNOWN)
    assert stage.window.answer_print(ask.AnswerPrint(job.id, "complete")) == ""
    assert stage.store.tables.jobs[job.id][0].state is JobState.ACCEPTED
    with refused("print_move_forbidden"):
        stage.window.answer_print(ask.AnswerPrint(job.id, "complete"))


def test_an_answer_nobody_knows_is_refused(stage: Stage) -> None:
    stage.accepted()
    job = job_of(stage, "receipt_slip", JobState.UNKNOWN)
    with refused("print_answer_unknown"):
        stage.window.answer_print(ask.AnswerPrint(job.id, "perhaps"))


def test_R_OUT_3_a_receipt_declared_lost_is_not_printed_again(stage: Stage) -> None:
    case_id = stage.waiting_result()
    stage.issuance.issue_without_receipt(without_receipt(stage, case_id))
    job = job_of(stage, "receipt_sheet", JobState.CONFIRMED)
    with refused("paper_revoked"):
        stage.window.reprint(ask.Reprint(job.id))


def test_every_print_names_its_window(stage: Stage) -> None:
    stage.accepted()
    assert {job.printer for job, _ in stage.store.tables.jobs.values()} == {"a4-04", "slip-04"}


# -- another printer, and giving up --------------------------------------------------------------------------


@in_memory_only
@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.FAILED])
def test_R_X_1_what_has_not_left_moves_to_the_printer_the_clerk_names(stage: Stage, state: JobState) -> None:
    stage.accepted()
    job = job_of(stage, "receipt_slip", state)
    before = len(stage.store.tables.jobs)
    assert stage.window.move_print(ask.MovePrint(job.id, "slip-05")) == ""
    moved = stage.store.tables.jobs[job.id][0]
    assert (moved.printer, moved.state, moved.copy_no, moved.mark) == ("slip-05", JobState.QUEUED, 1, "")
    assert len(stage.store.tables.jobs) == before


@in_memory_only
@pytest.mark.parametrize("state", [JobState.UNKNOWN, JobState.SENT])
def test_R_X_1_of_what_is_in_doubt_the_other_printer_makes_a_marked_copy(
    stage: Stage, state: JobState
) -> None:
    stage.accepted()
    job = job_of(stage, "receipt_slip", state)
    wish = ask.MovePrint(job.id, "slip-05", copy_id=str(uuid4()))
    assert stage.window.move_print(wish) == stage.window.move_print(wish) == wish.copy_id
    copy = stage.store.tables.jobs[wish.copy_id][0]
    assert (copy.printer, copy.copy_no, copy.mark) == ("slip-05", 2, "补打 第1次 2026-11-23 09:30 王敏")
    assert copy.bundle == job.bundle
    assert stage.store.tables.jobs[job.id][0].state is JobState.REPRINTED


@in_memory_only
def test_a_job_that_failed_goes_to_its_own_printer_again_without_a_mark(stage: Stage) -> None:
    stage.accepted()
    job = job_of(stage, "receipt_sheet", JobState.FAILED)
    stage.window.move_print(ask.MovePrint(job.id, job.printer))
    again = stage.store.tables.jobs[job.id][0]
    assert (again.state, again.mark) == (JobState.QUEUED, "")


@in_memory_only
def test_a_slip_may_come_out_as_the_a4_receipt_but_a_page_never_as_a_slip(stage: Stage) -> None:
    stage.accepted()
    slip, page = (job_of(stage, kind, JobState.QUEUED) for kind in ("receipt_slip", "receipt_sheet"))
    stage.window.move_print(ask.MovePrint(slip.id, "a4-04"))
    assert stage.store.tables.jobs[slip.id][0].printer == "a4-04"
    with refused("print_printer_unfit"):
        stage.window.move_print(ask.MovePrint(page.id, "slip-04"))
    with refused("print_same_printer"):
        stage.window.move_print(ask.MovePrint(page.id, page.printer))


@in_memory_only
def test_what_is_being_sent_goes_nowhere_else(stage: Stage) -> None:
    stage.accepted()
    job = job_of(stage, "receipt_slip", JobState.SENDING)
    with refused("print_still_waiting"):
        stage.window.move_print(ask.MovePrint(job.id, "slip-05"))
    with refused("print_not_cancelled"):
        stage.window.cancel_print(ask.CancelPrint(job.id))


def test_a_print_is_cancelled_only_while_it_waits(stage: Stage) -> None:
    stage.accepted()
    job = job_of(stage, "receipt_slip", JobState.QUEUED)
    stage.window.cancel_print(ask.CancelPrint(job.id))
    assert stage.store.tables.jobs[job.id][0].state is JobState.CANCELLED
    with refused("print_not_cancelled"):
        stage.window.cancel_print(ask.CancelPrint(job.id))


def test_the_papers_of_one_act_are_one_set(stage: Stage) -> None:
    stage.accepted()
    (bundle,) = {job.bundle for job, _ in stage.store.tables.jobs.values()}
    assert bundle
