"""Handover of the papers to the department (3.2.2.1, 3.2.2.2, 3.2.2.4; R-HO-1, R-HO-2, R-HO-4)."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evidence import PerformanceCause
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import HandoverLine
from yichuang_desktop.services.acting import (
    Deed,
    Seat,
    check_revision,
    effective,
    once,
    record,
    simple_act,
)
from yichuang_desktop.services.calling import call_evidence
from yichuang_desktop.services.checking_papers import paper_of_case
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.papers_made import PaperDesk, day_sheet
from yichuang_desktop.services.ports import CaseFile, Work
from yichuang_desktop.services.ports_reports import CounterfoilRow
from yichuang_desktop.services.requests import (
    CallDepartment,
    ExcuseLateCollection,
    HandOver,
    NotePerformance,
    PrintDaySheet,
)


def call_department(seat: Seat, request: CallDepartment) -> ActDone:
    """The department is phoned to fetch the papers, the first time right after acceptance (T6c; R-HO-2)."""
    call = call_evidence(request.phone, request.outcome, request.said)
    return simple_act(seat, request, "call_department", evidence={"call": call})


def hand_over(seat: Seat, request: HandOver) -> ActDone:
    """The officer signed the counterfoil and takes the papers; the clerk has scanned it, signature seen (T6).

    A part of a package has no counterfoil of its own: its officer signs the package's, beside the department.

    Raises RuleViolation ``officer_missing``, ``package_parts_waiting`` (the package before its parts), those
    of :func:`paper_of_case` and of the table.
    """
    officer = named_officer(request.officer)

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        _check_parts(seat, case)
        whose = work.case(UUID(case.part_of)) if case.part_of else case
        code = paper_of_case(work, whose, request.counterfoil_code, PaperKind.COUNTERFOIL)
        deed = Deed(
            evidence={
                "officer_signature_seen": {"officer": officer, "counterfoil": code, "on": "ink"},
                "clerk_signature": {"first_handler": whose.first_handler, "on": "counterfoil"},
            },
            after=case.goals("hand_over"),
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=officer,
        )
        return record(work, case, request, "hand_over", deed, fingerprint)

    return once(seat, request, do)


def note_performance(seat: Seat, request: NotePerformance) -> ActDone:
    """Late, repeated or unskilled handling is noted by case number for the month's score (T6x; R-HO-4).

    Raises RuleViolation ``performance_cause_unknown``, ``performance_noted_already`` for the same cause.
    """
    try:
        cause = PerformanceCause(request.cause)
    except ValueError as error:
        raise RuleViolation("performance_cause_unknown", causes=tuple(PerformanceCause)) from error

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        _check_not_noted(work, case, cause)
        deed = Deed(
            {"performance_note": {"cause": cause.value}},
            case.goals("note_performance"),
            doer_name=seat.session.name,
            reason=request.reason,
        )
        return record(work, case, request, "note_performance", deed, fingerprint)

    return once(seat, request, do)


def excuse_late_collection(seat: Seat, request: ExcuseLateCollection) -> ActDone:
    """The leader's written exception: until when the papers may be collected (T6l; decisions 15).

    Raises RuleViolation as :func:`check_fields`, ``exception_not_a_workday``, ``exception_not_later``, the
    table's.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case, now = work.case(request.case_id), work.now()
        check_revision(case, request)
        check_fields(request, now.date())
        due = _excused_until(work, case, request)
        exception = {
            "document": request.document.strip(),
            "until": due.isoformat(),
            "instead_of": case.collection_due.isoformat() if case.collection_due else "",
        }
        deed = Deed(
            {"written_exception": exception},
            case.goals("excuse_late_collection"),
            {"collection_due": due},
            Doer.GROUP_LEADER,
            seat.session.name,
            request.reason,
        )
        return record(work, case, request, "excuse_late_collection", deed, fingerprint)

    return once(seat, request, do)


def print_day_sheet(seat: Seat, request: PrintDaySheet) -> str:
    """The day's counterfoils of one department on one sheet; what lacks a signature stands out (R-OUT-7).

    Gives the id of the print job. Raises RuleViolation ``request_field_wrong`` for a day that is none and
    ``day_sheet_empty``.
    """
    day = day_of(request.day)
    found = seat.access.views.counterfoils_of(day)
    rows = tuple(row for row in found if row.department == request.department)
    if not rows:
        raise RuleViolation("day_sheet_empty", department=request.department, day=day)
    with seat.begin() as work:
        desk = PaperDesk(
            seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, work.now()
        )
        paper = day_sheet(desk, request.department, day, _lines(rows))
        job = desk.job(None, request.job_id, paper)
        if not made_before(work, job.id):
            work.add_print_jobs([job], None)
            work.commit()
        return job.id


def made_before(work: Work, job_id: str) -> bool:
    """The same request sent again must not print a second sheet."""
    try:
        work.print_job(job_id)
    except RuleViolation as news:
        if news.code == "not_found":
            return False
        raise
    return True


def named_officer(name: str) -> str:
    """The officer's name, which every act done by a department must carry: ``officer_missing``."""
    officer = " ".join(name.split())
    if not officer:
        raise RuleViolation("officer_missing")
    return officer


def day_of(text: str) -> date:
    """A day of a request. Raises RuleViolation ``request_field_wrong``."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RuleViolation("request_field_wrong", field="day") from error


def _lines(rows: tuple[CounterfoilRow, ...]) -> tuple[HandoverLine, ...]:
    return tuple(
        HandoverLine(
            seq=seq,
            receipt_no=row.number,
            applicant=row.applicant_name,
            item_name=row.item_name,
            copies=row.copies,
            accepted_at=row.accepted_at,
            signed_by=row.signed_by,
            signed_at=row.signed_at,
            remark="" if row.signed_by else "未签字",
        )
        for seq, row in enumerate(rows, 1)
    )


def _check_parts(seat: Seat, case: Case) -> None:
    """A package's counterfoil is whole when every department has signed for its part."""
    if not case.package_id or case.part_of:
        return
    queue = seat.access.views.handover_queue(None)
    waiting = [row for row in queue if row.part_of and UUID(row.part_of) == case.case_id]
    if waiting:
        raise RuleViolation("package_parts_waiting", item=case.item_name, count=len(waiting))


def _check_not_noted(work: Work, case: Case, cause: PerformanceCause) -> None:
    noted = [act for act in effective(work.history(case.case_id)) if act.kind == "note_performance"]
    if any(act.evidence["performance_note"]["cause"] == cause for act in noted):
        number = case.receipt_no or case.part_no
        raise RuleViolation("performance_noted_already", number=number, cause=cause)


def _excused_until(work: Work, case: Case, request: ExcuseLateCollection) -> datetime:
    """The last cut-off of the day the leader allows."""
    if not work.calendar().is_workday(request.until):
        raise RuleViolation("exception_not_a_workday", field="until", day=request.until)
    accepted = case.received_at or datetime.combine(request.until, time(), work.now().tzinfo)
    due = work.cutoffs().collection_due(accepted, excepted_to=request.until)
    if case.collection_due is not None and due <= case.collection_due:
        raise RuleViolation("exception_not_later", field="until", due=case.collection_due)
    return due


# ---------------------------------------------------------------------------------------------- forms


def _begin_exception(seat: Seat, _file: CaseFile | None) -> dict[str, Any]:
    with seat.begin() as work:
        return {"until": work.calendar().add_workdays(work.now().date(), 1).on}


def _begin_call(_seat: Seat, file: CaseFile | None) -> dict[str, Any]:
    return {"phone": file.phone} if file is not None else {}


ACTS: dict[str, Handler] = {
    "call_department": Handler(CallDepartment, call_department, _begin_call),
    "hand_over": Handler(HandOver, hand_over),
    "note_performance": Handler(
        NotePerformance,
        note_performance,
        form=True,
        hint="按单号记入当月，报政务服务和数字政务股，计入政务服务效能评价成绩。",
    ),
    "excuse_late_collection": Handler(
        ExcuseLateCollection,
        excuse_late_collection,
        _begin_exception,
        form=True,
        hint="组长的书面意见留存备查；当日领取是常例（3.2.2.2）。",
    ),
    "print_day_sheet": Handler(PrintDaySheet, print_day_sheet),
}
