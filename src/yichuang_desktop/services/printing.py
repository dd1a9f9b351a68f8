"""Further copies, another printer, and the answer to "did it come out?" (R-X-1).

Every print is a durable job. What has not left yet is moved or cancelled; of all else only a further copy is
made, which says so on paper.
"""

from uuid import UUID, uuid4

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import (
    JobState,
    PrintAnswer,
    PrintJob,
    check_cancel,
    further_copy,
    may_move,
    printer_title,
    state_after_answer,
)
from yichuang_desktop.services.acting import Seat
from yichuang_desktop.services.checking_papers import check_not_revoked
from yichuang_desktop.services.papers_made import A4, RECEIPT_SLIP
from yichuang_desktop.services.ports import Work
from yichuang_desktop.services.requests import AnswerPrint, CancelPrint, MovePrint, Reprint

_ANSWERS = {
    "complete": PrintAnswer.COMPLETE,
    "incomplete": PrintAnswer.PARTIAL,
    "partial": PrintAnswer.PARTIAL,
    "nothing": PrintAnswer.NOTHING,
}
_OPEN = (JobState.SENT, JobState.UNKNOWN, JobState.FAILED)


def reprint(seat: Seat, request: Reprint) -> str:
    """A further copy of a paper, marked 补打 and counted; gives the id of the new job.

    Asked for again under the same ``copy_id`` it is not made again. Raises RuleViolation
    ``other_act_under_this_id`` when another paper's job has that id, ``print_still_waiting`` while the
    earlier copy may yet come out, ``paper_revoked`` for a receipt that was declared lost.
    """
    with seat.begin() as work:
        job = work.print_job(request.job_id)
        if request.copy_id and _made_before(work, job, request.copy_id):
            return request.copy_id
        copy = _copy(seat, work, job, request.printer, request.copy_id)
        if job.state in _OPEN:
            work.answer_print_job(job.id, JobState.REPRINTED.value)
        work.commit()
        return copy.id


def answer_print(seat: Seat, request: AnswerPrint) -> str:
    """What the clerk saw at the printer: whole and it is settled, else a further copy is made.

    Gives the id of the further copy, or an empty text. Raises RuleViolation ``print_answer_unknown`` and
    ``print_move_forbidden`` when there is nothing to answer.
    """
    answer = _ANSWERS.get(request.answer)
    if answer is None:
        raise RuleViolation("print_answer_unknown", answers=tuple(PrintAnswer))
    with seat.begin() as work:
        job = work.print_job(request.job_id)
        goal = state_after_answer(job.state, answer)
        copy = _copy(seat, work, job, "") if goal is JobState.REPRINTED else None
        work.answer_print_job(job.id, goal.value)
        work.commit()
        return copy.id if copy else ""


def move_print(seat: Seat, request: MovePrint) -> str:
    """Print a job on another printer, as the clerk chose; gives the id of a further copy, or an empty text.

    Nothing left yet: the very job goes there, laid out for that printer. A job that failed may also go to its
    own printer again. In doubt, or on paper: a copy marked 补打 is made there. Raises RuleViolation
    ``print_same_printer``, ``print_printer_unfit``, ``print_still_waiting`` while it is being sent.
    """
    with seat.begin() as work:
        job = work.print_job(request.job_id)
        if request.copy_id and _made_before(work, job, request.copy_id):
            return request.copy_id
        _check_printer(job, request.printer)
        if may_move(job.state):
            work.move_print_job(job.id, request.printer)
            work.commit()
            return ""
        copy = _copy(seat, work, job, request.printer, request.copy_id)
        if job.state in _OPEN:
            work.answer_print_job(job.id, JobState.REPRINTED.value)
        work.commit()
        return copy.id


def cancel_print(seat: Seat, request: CancelPrint) -> str:
    """Give up a job of which nothing has left. Raises RuleViolation ``print_not_cancelled``."""
    with seat.begin() as work:
        job = work.print_job(request.job_id)
        check_cancel(job.state)
        work.answer_print_job(job.id, JobState.CANCELLED.value)
        work.commit()
    return ""


def fits(kind: str, old: str, new: str) -> bool:
    """Whether a print of this kind, now for printer ``old``, can come out of ``new``.

    Slips go to slip printers; a receipt's slip to an A4 printer too, which prints the receipt's page instead.
    """
    return _device(old) == _device(new) or (kind == RECEIPT_SLIP and _device(new) == A4)


def _device(printer: str) -> str:
    return printer.partition("-")[0]


def _check_printer(job: PrintJob, printer: str) -> None:
    if printer == job.printer and job.state is not JobState.FAILED:
        raise RuleViolation("print_same_printer", printer=printer_title(printer))
    if not fits(job.kind, job.printer, printer):
        raise RuleViolation("print_printer_unfit", printer=printer_title(printer))


def _made_before(work: Work, job: PrintJob, copy_id: str) -> bool:
    try:
        copy = work.print_job(copy_id)
    except RuleViolation as unknown:
        if unknown.code != "not_found":
            raise
        return False
    if (copy.kind, copy.group, copy.document) != (job.kind, job.group, job.document):
        raise RuleViolation("other_act_under_this_id")
    return True


def _copy(seat: Seat, work: Work, job: PrintJob, printer: str, copy_id: str = "") -> PrintJob:
    case_id = UUID(job.group) if job.group else None
    head = job.document.get("head", {})
    for code in (head.get("code"), job.document.get("counterfoil_code")):
        paper = work.paper(code) if code else None
        if paper is not None:
            check_not_revoked(paper)
    made = work.copies_of(case_id, job.kind) if case_id else job.copy_no
    copy = further_copy(
        job,
        job_id=copy_id or str(uuid4()),
        copy_no=max(made, job.copy_no) + 1,
        by=seat.session.name,
        at=work.now(),
        printer=printer,
    )
    work.add_print_jobs([copy], case_id)
    return copy
