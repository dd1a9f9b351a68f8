"""Handover of the papers to the department (3.2.2.1, 3.2.2.2, 3.2.2.4; R-HO-1, R-HO-2, R-HO-4)."""

from datetime import date

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evidence import PerformanceCause
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import HandoverLine
from yichuang_desktop.services.acting import Deed, Seat, check_revision, once, record, simple_act
from yichuang_desktop.services.calling import call_evidence
from yichuang_desktop.services.checking_papers import paper_of_case
from yichuang_desktop.services.papers_made import PaperDesk, day_sheet
from yichuang_desktop.services.ports import LedgerRow, Work
from yichuang_desktop.services.requests import CallDepartment, HandOver, NotePerformance, PrintDaySheet


def call_department(seat: Seat, request: CallDepartment) -> ActDone:
    """The department is phoned to fetch the papers, the first time right after acceptance (T6c; R-HO-2)."""
    call = call_evidence(request.phone, request.outcome, request.said)
    return simple_act(seat, request, "call_department", evidence={"call": call})


def hand_over(seat: Seat, request: HandOver) -> ActDone:
    """The officer signed the counterfoil and takes the papers; the clerk has scanned it, signature seen (T6).

    Raises RuleViolation ``officer_missing``, those of :func:`paper_of_case` and of the table.
    """
    officer = named_officer(request.officer)

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        code = paper_of_case(work, case, request.counterfoil_code, PaperKind.COUNTERFOIL)
        deed = Deed(
            evidence={
                "officer_signature_seen": {"officer": officer, "counterfoil": code, "on": "ink"},
                "clerk_signature": {"first_handler": case.first_handler, "on": "counterfoil"},
            },
            after=case.goals("hand_over"),
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=officer,
        )
        return record(work, case, request, "hand_over", deed, fingerprint)

    return once(seat, request, do)


def note_performance(seat: Seat, request: NotePerformance) -> ActDone:
    """Late, repeated or unskilled handling is noted by case number for the month's score (T6x; R-HO-4).

    Raises RuleViolation ``performance_cause_unknown``.
    """
    try:
        cause = PerformanceCause(request.cause)
    except ValueError as error:
        raise RuleViolation("performance_cause_unknown", causes=tuple(PerformanceCause)) from error
    return simple_act(
        seat,
        request,
        "note_performance",
        evidence={"performance_note": {"cause": cause.value}},
        reason=request.reason,
    )


def print_day_sheet(seat: Seat, request: PrintDaySheet) -> str:
    """The day's counterfoils of one department on one sheet; what lacks a signature stands out (R-OUT-7).

    Gives the id of the print job. Raises RuleViolation ``request_field_wrong`` for a day that is none and
    ``day_sheet_empty``.
    """
    day = _day(request.day)
    rows = tuple(row for row in _accepted_on(seat, day) if row.department == request.department)
    if not rows:
        raise RuleViolation("day_sheet_empty", department=request.department, day=day)
    with seat.begin() as work:
        desk = PaperDesk(
            seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, work.now()
        )
        paper = day_sheet(desk, request.department, day, _lines(rows))
        job = desk.job(None, request.job_id, paper)
        if not _made_before(work, job.id):
            work.add_print_jobs([job], None)
            work.commit()
        return job.id


def _made_before(work: Work, job_id: str) -> bool:
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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RuleViolation("request_field_wrong", field="day") from error


def _accepted_on(seat: Seat, day: date) -> list[LedgerRow]:
    rows: list[LedgerRow] = []
    while page := seat.access.views.ledger(day, day, after=rows[-1].seq if rows else 0):
        rows.extend(page)
    return rows


def _lines(rows: tuple[LedgerRow, ...]) -> tuple[HandoverLine, ...]:
    return tuple(
        HandoverLine(
            seq=seq,
            receipt_no=row.receipt_no,
            applicant=row.applicant_name,
            item_name=row.item_name,
            copies=row.copies,
            accepted_at=row.received_at,
            signed_by=row.department_receiver,
            signed_at=row.department_received_at,
            remark="" if row.department_receiver else "未签字",
        )
        for seq, row in enumerate(rows, 1)
    )
