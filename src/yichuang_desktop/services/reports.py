"""Lists of the day and reports of the month: on paper, and kept as the hall's records (3.2.2.4, 3.2.3).

Screen, paper and workbook take heads and cells from here, so they can never differ.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evidence import CallOutcome
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.hall_records import RECORDED_BY, RecordKind
from yichuang_desktop.domain.papers import (
    LedgerPaper,
    OverdueLine,
    OverdueReportPaper,
    Paper,
    PerformanceLine,
    PerformanceReportPaper,
    ReminderLine,
)
from yichuang_desktop.domain.performance import ADDRESSEE, month_span
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.acting import Seat
from yichuang_desktop.services.handing_over import day_of, made_before
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.papers_made import PaperDesk
from yichuang_desktop.services.plain import plain
from yichuang_desktop.services.ports import Views, Work
from yichuang_desktop.services.ports_dues import ReminderRow
from yichuang_desktop.services.ports_reports import CounterfoilRow, NoteRow, OverdueRow
from yichuang_desktop.services.requests import MakeOverdueReport, MakePerformanceReport, PrintUnsigned

UNSIGNED_TITLE = "存根未签字清单"
DECIDED, UNDECIDED = "已办结", "未办结"
DAY = "%Y-%m-%d"
Cells = tuple[str, ...]


# ---------------------------------------------------------------------------------------------- the day


UNSIGNED_HEADS = (
    "序号", "收件编号", "申请人", "事项", "审批部门", "交接电话", "收件时间", "应领时间", "联系",
    "首办责任人", "部门签字　　　　",
)  # fmt: skip


def unsigned(rows: Sequence[CounterfoilRow]) -> tuple[CounterfoilRow, ...]:
    """Those whose counterfoil lacks the department's signature (R-OUT-7)."""
    return tuple(row for row in rows if not row.signed_by)


def unsigned_cells(rows: Sequence[CounterfoilRow]) -> tuple[Cells, ...]:
    """The list as screen and paper have it; the last cell is where the officer signs."""
    return tuple(
        (
            str(seq),
            row.number,
            row.applicant_name,
            row.item_name,
            row.department,
            row.phone,
            f"{row.accepted_at:%H:%M}",
            _moment(row.collection_due, row.accepted_at.date()),
            f"{row.calls}次",
            row.first_handler,
            "",
        )
        for seq, row in enumerate(rows, 1)
    )


def print_unsigned(seat: Seat, request: PrintUnsigned) -> str:
    """All departments' counterfoils of a day that lack a signature, on paper (R-OUT-7); the job's id.

    Raises RuleViolation ``request_field_wrong`` for a day that is none, ``nothing_unsigned``.
    """
    day = day_of(request.day)
    rows = unsigned(seat.access.views.counterfoils_of(day))
    if not rows:
        raise RuleViolation("nothing_unsigned", day=day)
    with seat.begin() as work:
        desk = _desk(seat, work, request.counter)
        number = f"{desk.hall.prefix}{day:%Y%m%d}-{desk.counter.code:02d}-未签字"
        paper = LedgerPaper(desk.head(number), UNSIGNED_TITLE, day, day, UNSIGNED_HEADS, unsigned_cells(rows))
        return _print_once(work, desk, request.job_id, paper)


# ---------------------------------------------------------------------------------------------- the month


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A report as it stands: its paper, and the same as a sheet of cells with a sheet of sums."""

    kind: RecordKind
    month: str
    paper: Paper
    heads: tuple[tuple[str, int], ...]
    """Text and width in Chinese characters."""
    rows: tuple[Cells, ...]
    totals: tuple[tuple[str, str], ...]


PERFORMANCE_HEADS = (
    ("序号", 3), ("收件编号", 10), ("事项", 18), ("审批部门", 12), ("情形", 7), ("记录日期", 6),
    ("联系次数", 4), ("具体情况", 24), ("记录人", 5),
)  # fmt: skip
OVERDUE_HEADS = (
    ("序号", 3), ("收件编号", 10), ("申请人", 10), ("事项", 18), ("审批部门", 12), ("收件日期", 6),
    ("到期日", 6), ("超期工作日", 5), ("状态", 8), ("提醒次数", 4), ("提醒记录", 36), ("上报时间", 8),
)  # fmt: skip


def performance_report(views: Views, desk: PaperDesk, month: str, remark: str = "") -> MonthReport:
    """What was noted in a month, by case number, with every department's sum (R-HO-4).

    Raises RuleViolation ``month_unreadable``, ``month_not_begun``.
    """
    first, last = month_span(month, desk.at.date())
    notes = views.performance_notes(first, last)
    lines = tuple(_performance_line(seq, note) for seq, note in enumerate(notes, 1))
    totals = department_totals(notes)
    paper = PerformanceReportPaper(
        head=desk.head(_number(desk, month, "效能月报")),
        first_day=first,
        last_day=last,
        addressee=ADDRESSEE,
        rows=lines,
        totals=totals,
        remark=remark.strip(),
    )
    cells = tuple(
        (
            str(line.seq),
            line.receipt_no,
            line.item_name,
            line.department,
            line.fault,
            f"{line.noted_on:{DAY}}",
            str(line.calls),
            line.facts,
            line.noted_by,
        )
        for line in lines
    )
    return MonthReport(RecordKind.PERFORMANCE_REPORT, month, paper, PERFORMANCE_HEADS, cells, totals)


def overdue_report(
    views: Views, calendar: WorkCalendar, desk: PaperDesk, month: str, remark: str = ""
) -> MonthReport:
    """A month's overdue cases with who was told when and what was said (R-REM-1).

    Raises RuleViolation ``month_unreadable``, ``month_not_begun``.
    """
    first, last = month_span(month, desk.at.date())
    rows = _really_overdue(views, first, last, desk.at.date())
    until = min(desk.at.date(), last)
    lines = tuple(_overdue_line(seq, row, calendar, until) for seq, row in enumerate(rows, 1))
    paper = OverdueReportPaper(
        head=desk.head(_number(desk, month, "超期月报")),
        first_day=first,
        last_day=last,
        addressee=ADDRESSEE,
        rows=lines,
        remark=remark.strip(),
    )
    cells = tuple(_overdue_cells(line, row) for line, row in zip(lines, rows, strict=True))
    counted = Counter(row.department for row in rows)
    totals = tuple((department, f"{count} 件") for department, count in sorted(counted.items()))
    return MonthReport(RecordKind.OVERDUE_REPORT, month, paper, OVERDUE_HEADS, cells, totals)


def make_performance_report(seat: Seat, request: MakePerformanceReport) -> str:
    """Print the month's performance notes and keep what was reported (R-HO-4); the job's id."""
    return _make(
        seat,
        request,
        lambda work, desk: performance_report(seat.access.views, desk, request.month, request.remark),
    )


def make_overdue_report(seat: Seat, request: MakeOverdueReport) -> str:
    """Print the month's overdue cases and keep what was reported (R-REM-1); the job's id."""
    return _make(
        seat,
        request,
        lambda work, desk: overdue_report(
            seat.access.views, work.calendar(), desk, request.month, request.remark
        ),
    )


def department_totals(notes: Sequence[NoteRow]) -> tuple[tuple[str, str], ...]:
    """``县自然资源局``, ``3 件：交接不及时 2、超期办结 1``; the worst first."""
    by_department: dict[str, Counter[str]] = {}
    for note in notes:
        by_department.setdefault(note.department, Counter())[note.fault] += 1
    ordered = sorted(by_department.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    return tuple(
        (
            department,
            f"{faults.total()} 件：" + "、".join(f"{fault} {n}" for fault, n in faults.most_common()),
        )
        for department, faults in ordered
    )


def reminder_text(reminder: ReminderRow) -> str:
    """``11-25 09:12 周科长 已接通“周五出证”（赵磊）``."""
    outcome = CallOutcome(reminder.outcome).title
    said = f"“{reminder.said}”" if reminder.said else ""
    told = f" {reminder.told}" if reminder.told else ""
    return f"{reminder.at:%m-%d %H:%M}{told} {outcome}{said}（{reminder.by}）"


# ---------------------------------------------------------------------------------------------- inside


def _make(
    seat: Seat,
    request: MakePerformanceReport | MakeOverdueReport,
    build: Callable[[Work, PaperDesk], MonthReport],
) -> str:
    with seat.begin() as work:
        desk = _desk(seat, work, request.counter)
        report = build(work, desk)
        job = desk.job(None, request.job_id, report.paper)
        if made_before(work, job.id):
            return job.id
        body: dict[str, Any] = {
            "heads": [head for head, _width in report.heads],
            "rows": plain(report.rows),
            "totals": plain(report.totals),
            "remark": request.remark.strip(),
            "job": job.id,
        }
        record_id: UUID = uuid5(request.job_id, report.kind.value)
        work.add_record(record_id, report.kind, report.month, "", body, request.counter)
        work.add_print_jobs([job], None)
        work.commit()
        return job.id


def _desk(seat: Seat, work: Work, counter: int) -> PaperDesk:
    return PaperDesk(seat.session.hall, seat.counter_of(work, counter), seat.session.name, work.now())


def _print_once(work: Work, desk: PaperDesk, job_id: UUID, paper: Paper) -> str:
    job = desk.job(None, job_id, paper)
    if not made_before(work, job.id):
        work.add_print_jobs([job], None)
        work.commit()
    return job.id


def _number(desk: PaperDesk, month: str, name: str) -> str:
    return f"{desk.hall.prefix}{month.replace('-', '')}-{name}"


def _performance_line(seq: int, note: NoteRow) -> PerformanceLine:
    return PerformanceLine(
        seq,
        note.number,
        note.item_name,
        note.department,
        note.fault,
        note.noted_at.date(),
        note.facts,
        note.calls,
        note.noted_by,
    )


def _really_overdue(views: Views, first: date, last: date, today: date) -> tuple[OverdueRow, ...]:
    """Without those whose clock stands still in a step that lasts longer than planned."""
    moved = {row.case_id: row.due_on for row in views.due_cases() if row.special_step}
    rows = views.overdue_cases(first, last, today)
    return tuple(row for row in rows if row.case_id not in moved or (moved[row.case_id] or date.max) < today)


def _overdue_line(seq: int, row: OverdueRow, calendar: WorkCalendar, until: date) -> OverdueLine:
    ended = row.decided_on or until
    return OverdueLine(
        seq=seq,
        receipt_no=row.number,
        applicant=row.applicant_name,
        item_name=row.item_name,
        department=row.department,
        received_on=row.received_on,
        due=row.due,
        days_over=max(calendar.workdays_between(row.due, ended), 1),
        reminders=tuple(
            ReminderLine(one.at, one.told or one.phone, _answer(one), one.by) for one in row.reminders
        ),
        state=f"{row.decided_on:%m-%d} {DECIDED}" if row.decided_on else UNDECIDED,
    )


def _answer(reminder: ReminderRow) -> str:
    outcome = CallOutcome(reminder.outcome).title
    return f"{outcome}：{reminder.said}" if reminder.said else outcome


def _overdue_cells(line: OverdueLine, row: OverdueRow) -> Cells:
    return (
        str(line.seq),
        line.receipt_no,
        line.applicant,
        line.item_name,
        line.department,
        f"{line.received_on:{DAY}}",
        f"{line.due:{DAY}}{'（暂估）' if row.estimated else ''}",
        str(line.days_over),
        line.state,
        str(len(row.reminders)),
        "；".join(map(reminder_text, row.reminders)),
        f"{row.reported_at:%Y-%m-%d %H:%M}" if row.reported_at else "",
    )


def _moment(at: datetime | None, day: date) -> str:
    if at is None:
        return ""
    return f"{at:%H:%M}" if at.date() == day else f"{at:%m-%d %H:%M}"


def may_report(kind: RecordKind, roles: frozenset[Role]) -> bool:
    """Whether somebody with these roles may make that report."""
    return bool(RECORDED_BY[kind] & roles)


ACTS: dict[str, Handler] = {
    "print_unsigned": Handler(PrintUnsigned, print_unsigned, title=UNSIGNED_TITLE),
    "make_performance_report": Handler(
        MakePerformanceReport,
        make_performance_report,
        title=RecordKind.PERFORMANCE_REPORT.title,
        roles=RECORDED_BY[RecordKind.PERFORMANCE_REPORT],
    ),
    "make_overdue_report": Handler(
        MakeOverdueReport,
        make_overdue_report,
        title=RecordKind.OVERDUE_REPORT.title,
        roles=RECORDED_BY[RecordKind.OVERDUE_REPORT],
    ),
}
