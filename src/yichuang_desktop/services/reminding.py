"""The department is reminded in time of what falls due, and what is overdue is reported (3.2.3; R-REM-1)."""

from typing import Any

from yichuang_desktop.domain import pausing
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.clocks import Due
from yichuang_desktop.domain.errors import RuleViolation
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
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.ports import RecordedAct, Work
from yichuang_desktop.services.requests import Remind, ReportOverdue
from yichuang_desktop.services.special_steps import item_of


def remind(seat: Seat, request: Remind) -> ActDone:
    """A reminder by phone: who was told, and what was said; kept for the overdue report (T9)."""
    call = call_evidence(request.phone, request.outcome, request.said) | {"told": request.told.strip()}
    return simple_act(seat, request, "remind", evidence={"call": call})


def report_overdue(seat: Seat, request: ReportOverdue) -> ActDone:
    """A case past its promise goes to the digital section with every reminder that went before (T9o).

    Raises RuleViolation as :func:`check_fields`, ``no_due_day``, ``not_overdue``,
    ``overdue_without_reminder``, the table's.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case, now = work.case(request.case_id), work.now()
        check_revision(case, request)
        case.goals("report_overdue")
        check_fields(request, now.date())
        history = work.history(case.case_id)
        number = case.receipt_no or case.part_no
        due = due_of(work, case, history)
        if due is None:
            raise RuleViolation("no_due_day", number=number)
        if not due.overdue(now):
            raise RuleViolation("not_overdue", number=number, due=due.on)
        reminders = reminders_of(history)
        if not reminders:
            raise RuleViolation("overdue_without_reminder", department=case.department)
        over = work.calendar().workdays_between(due.on, now.date())
        deed = Deed(
            {"reminders": reminders, "overdue": {"due": due.on.isoformat(), "days": over}},
            case.goals("report_overdue"),
            doer_name=seat.session.name,
            reason=request.reason,
        )
        return record(work, case, request, "report_overdue", deed, fingerprint)

    return once(seat, request, do)


def due_of(work: Work, case: Case, history: tuple[RecordedAct, ...]) -> Due | None:
    """The day the case is due by its history, the promise before the law; a step under way moves it."""
    clocks = pausing.due_days(
        effective(history), pausing.limits_of(item_of(work, case)), work.calendar(), work.now()
    )
    found = pausing.latest(clocks)
    stored = case.promise_due or case.legal_due
    return found or (Due(stored, estimated=case.due_estimated) if stored else None)


def reminders_of(history: tuple[RecordedAct, ...]) -> list[dict[str, Any]]:
    """Every reminder of a case: when, whom, on which number, with what answer, by whom."""
    return [
        {"at": act.at.isoformat(), "by": act.recorder_name, **act.evidence["call"]}
        for act in effective(history)
        if act.kind == "remind"
    ]


ACTS: dict[str, Handler] = {
    "remind": Handler(Remind, remind),
    "report_overdue": Handler(
        ReportOverdue,
        report_overdue,
        form=True,
        hint="连同提醒记录留存，报政务服务和数字政务股，计入月度政务服务效能评价成绩。",
    ),
}
