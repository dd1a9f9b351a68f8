"""Results nobody fetches: how long they wait, when the leader is to be told, the list on paper (3.2.4.3)."""

from datetime import date

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evidence import CallOutcome
from yichuang_desktop.domain.hall import Hall, Role
from yichuang_desktop.domain.masking import mask_phone
from yichuang_desktop.domain.papers import UncollectedLine, UncollectedListPaper
from yichuang_desktop.services.acting import Seat
from yichuang_desktop.services.handing_over import made_before
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.papers_made import PaperDesk
from yichuang_desktop.services.ports_returns import ReturnList, ReturnRow
from yichuang_desktop.services.requests.returns import PrintUncollected

TITLE = "逾期未领清单"
MOST_PRINTED = 10_000


def waited(row: ReturnRow, today: date) -> int:
    """Calendar days since the applicant was first phoned."""
    return (today - row.first_call.date()).days if row.first_call is not None else 0


def to_escalate(row: ReturnRow, hall: Hall, today: date) -> bool:
    """The hall's days are over and the leader was not told yet."""
    return row.escalated_at is None and waited(row, today) >= hall.uncollected_days


def last_call(row: ReturnRow) -> str:
    """``11-23 14:05 无人接听``; empty before any call."""
    if row.last_call is None:
        return ""
    outcome = CallOutcome(row.outcome).title if row.outcome else ""
    said = f"：{row.said}" if row.said else ""
    return f"{row.last_call:%m-%d %H:%M} {outcome}{said}"


def print_uncollected(seat: Seat, request: PrintUncollected) -> str:
    """Every result that has waited for the hall's days or longer, the longest first; the job's id.

    Raises RuleViolation ``nothing_uncollected``.
    """
    rows = seat.access.views.return_rows(ReturnList.UNCOLLECTED, limit=MOST_PRINTED)
    hall = seat.session.hall
    with seat.begin() as work:
        desk = PaperDesk(hall, seat.counter_of(work, request.counter), seat.session.name, work.now())
        today = desk.at.date()
        late = [row for row in rows if waited(row, today) >= hall.uncollected_days]
        if not late:
            raise RuleViolation("nothing_uncollected", days=hall.uncollected_days)
        number = f"{hall.prefix}{today:%Y%m%d}-{desk.counter.code:02d}-逾期未领"
        lines = tuple(_line(seq, row, today) for seq, row in enumerate(late, 1))
        paper = UncollectedListPaper(desk.head(number), today, lines, hall.uncollected_days)
        job = desk.job(None, request.job_id, paper)
        if not made_before(work, job.id):
            work.add_print_jobs([job], None)
            work.commit()
        return job.id


def _line(seq: int, row: ReturnRow, today: date) -> UncollectedLine:
    told = row.escalated_at
    return UncollectedLine(
        seq=seq,
        receipt_no=row.number,
        applicant=row.applicant_name,
        phone=mask_phone(row.phone),
        item_name=row.item_name,
        result_name=row.result_name or "审批结果文书",
        arrived_on=row.here_since.date() if row.here_since is not None else today,
        waiting_days=waited(row, today),
        calls=row.calls,
        last_call=last_call(row),
        measure=f"{told:%m-%d} 已报组长" if told is not None else "报组长",
    )


ACTS: dict[str, Handler] = {
    "print_uncollected": Handler(
        PrintUncollected, print_uncollected, title=TITLE,
        roles=frozenset({Role.ISSUANCE_CLERK, Role.GROUP_LEADER}),
    ),
}  # fmt: skip
