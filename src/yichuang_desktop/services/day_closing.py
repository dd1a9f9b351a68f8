"""Day close: nothing is left on a desk unseen; the leader says why what stays, stays (peers 10; 3.2.2.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from yichuang_desktop.domain.day_close import Left, LeftKind
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Counter, CounterKind
from yichuang_desktop.domain.hall_records import RECORDED_BY, HallRecord, RecordKind
from yichuang_desktop.domain.papers import DayClosePaper, LeftLine
from yichuang_desktop.services.acting import Seat
from yichuang_desktop.services.handing_over import made_before
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.papers_made import PaperDesk
from yichuang_desktop.services.ports import Views
from yichuang_desktop.services.requests import CloseDay

OF_ISSUANCE = frozenset({LeftKind.UNPHONED, LeftKind.UNREGISTERED})
"""What lies at the issuance desk wherever the case was taken in."""


@dataclass(frozen=True, slots=True)
class DayStanding:
    """A group's day as it stands: what was done, what is left by desk, and whether it is closed."""

    day: date
    group: str
    counts: tuple[tuple[str, str], ...]
    left: tuple[Left, ...]
    closed: HallRecord | None = None
    desks: Mapping[int, str] | None = None

    def desk_of(self, left: Left) -> str:
        """The desk as the list names it."""
        return (self.desks or {}).get(left.counter, f"{left.counter} 号窗口")


def day_standing(views: Views, group: str, day: date) -> DayStanding:
    """What is left on the desks of a group. Raises RuleViolation ``no_group_at_window``."""
    if not group:
        raise RuleViolation("no_group_at_window")
    counters = {one.code: one for one in views.counters()}
    own = {code: one for code, one in counters.items() if one.group == group}
    issuance = [one for one in own.values() if one.kind is CounterKind.ISSUANCE]
    left = tuple(_of_group(views.left_on_desks(day), own, issuance))
    figures = [views.today(code) for code in sorted(own)]
    counts = (
        ("收件", f"{sum(one.accepted for one in figures)} 件"),
        ("一次性告知", f"{sum(one.notified for one in figures)} 件"),
        ("出证", f"{sum(one.issued for one in figures)} 件"),
        ("没有办完", f"{len(left)} 项"),
        *(
            (kind.title, f"{count} 项")
            for kind in LeftKind
            if (count := sum(one.kind is kind for one in left))
        ),
    )
    closed = next(
        (one for one in views.records(RecordKind.DAY_CLOSE, f"{day}")
         if one.period == f"{day}" and one.subject == group), None,
    )  # fmt: skip
    desks = {code: f"{one.floor}楼{one.sign}窗口" for code, one in counters.items()}
    return DayStanding(day, group, counts, left, closed, desks)


def _of_group(
    everything: Iterable[Left], own: Mapping[int, Counter], issuance: list[Counter]
) -> Iterable[Left]:
    """The group's own desks; for the issuance group what waits there of every window."""
    for left in everything:
        at_issuance = left.kind in OF_ISSUANCE and bool(issuance)
        own_desk = left.counter in own and left.kind is not LeftKind.UNPHONED
        if at_issuance or own_desk:
            yield left


def close_day(seat: Seat, request: CloseDay) -> str:
    """The leader signs the group's day, once; what stays is explained one by one (leap 10); the job's id.

    Raises RuleViolation ``day_close_not_today``, ``day_closed_already``, ``day_close_unexplained``,
    ``no_group_at_window``, ``not_your_role``.
    """
    with seat.begin() as work:
        if request.day > work.now().date():
            raise RuleViolation("day_close_not_today")
        counter = seat.counter_of(work, request.counter)
        job_id = str(uuid5(request.act_id, DayClosePaper.KIND))
        if made_before(work, job_id):
            return job_id
        standing = day_standing(seat.access.views, counter.group, request.day)
        _check_open(standing)
        said = {name: words.strip() for name, words in request.explanations.items() if words.strip()}
        _check_explained(standing.left, said)
        desk = PaperDesk(seat.session.hall, counter, seat.session.name, work.now())
        paper = day_paper(desk, standing, said)
        kept = work.add_record(
            record_id_of(request.day, counter.group),
            RecordKind.DAY_CLOSE,
            f"{request.day}",
            counter.group,
            _body(standing, said, job_id),
            request.counter,
        )
        if not kept:
            raise RuleViolation("day_closed_already", day=request.day, by="他人")
        work.add_print_jobs([desk.job(None, request.act_id, paper)], None)
        work.commit()
        return job_id


def record_id_of(day: date, group: str) -> UUID:
    """One id a group and day, so that the database itself keeps it from being closed twice."""
    return uuid5(NAMESPACE_OID, f"day close {day} {group}")


def _check_open(standing: DayStanding) -> None:
    if standing.closed is not None:
        raise RuleViolation("day_closed_already", day=standing.day, by=standing.closed.recorder_name)


def _check_explained(left: Iterable[Left], said: Mapping[str, str]) -> None:
    open_still = [one for one in left if one.name not in said]
    if open_still:
        first = open_still[0]
        raise RuleViolation(
            "day_close_unexplained", count=len(open_still), first=f"{first.number}{first.kind.title}"
        )


def day_paper(desk: PaperDesk, standing: DayStanding, said: Mapping[str, str]) -> DayClosePaper:
    """The sheet the leader signs."""
    return DayClosePaper(
        head=desk.head(f"{desk.hall.prefix}{standing.day:%Y%m%d}-{standing.group}-日终"),
        day=standing.day,
        group=standing.group,
        counts=standing.counts,
        rows=tuple(
            LeftLine(
                seq,
                standing.desk_of(left),
                left.number,
                left.applicant_name,
                left.item_name,
                left.words,
                left.since,
                left.responsible,
                said.get(left.name, ""),
            )
            for seq, left in enumerate(standing.left, 1)
        ),
    )


def _body(standing: DayStanding, said: Mapping[str, str], job_id: str) -> dict[str, Any]:
    return {
        "counts": [list(pair) for pair in standing.counts],
        "left": [
            {
                "kind": left.kind.value,
                "number": left.number,
                "desk": standing.desk_of(left),
                "words": left.words,
                "explanation": said[left.name],
            }
            for left in standing.left
        ],
        "job": job_id,
    }


ACTS: dict[str, Handler] = {
    "close_day": Handler(
        CloseDay,
        close_day,
        title=RecordKind.DAY_CLOSE.title,
        roles=RECORDED_BY[RecordKind.DAY_CLOSE],
    ),
}
