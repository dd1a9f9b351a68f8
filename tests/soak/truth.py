"""What the program has promised, kept outside of it, and what the database holds when it is opened again."""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.pool import NullPool

from tests.soak.small_hall import WINDOW
from tests.soak.worker import BEGUN
from yichuang_desktop.store import tables as t


@dataclass
class Promises:
    """Every answer the program gave, on the disk before the next act is sent."""

    log: Path
    drafts: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Case → the form whose saving was acknowledged last."""
    accepted: dict[str, str] = field(default_factory=dict)
    """Act → receipt number."""
    case_of: dict[str, str] = field(default_factory=dict)
    """Act that was acknowledged → its case."""
    earlier: frozenset[str] = frozenset()
    """Print jobs that were settled before the program first ran."""

    def keep(self, request: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """An acknowledged act: written through first, then remembered."""
        assert answer["ok"], (request["act"], answer)
        with self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"request": request, "answer": answer}, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        if request["act"] == "save_draft":
            self.drafts[request["case_id"]] = request["form"]
            return
        self.case_of[request["act_id"]] = request["case_id"]
        if request["act"] == "accept":
            self.accepted[request["act_id"]] = answer["receipt_no"]
            self.drafts.pop(request["case_id"], None)

    doubtful: set[str] = field(default_factory=set)
    """Print jobs of which a kill left nobody knowing whether they came out."""


@dataclass(frozen=True)
class Found:
    """What one look into the database gave; empty ``wrong`` means every promise is kept."""

    wrong: tuple[str, ...]
    prints: Mapping[str, int]
    """Print jobs of the accepted cases by state."""


@dataclass(frozen=True)
class Witness:
    """Looks into a hall's database past the program, as its owner."""

    url: str

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        engine = create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    def wait_for_the_dead(self, seconds: float = 30.0) -> None:
        """Until the server has noticed that its client is gone: a COMMIT on its way is through then."""
        if self.url.startswith("sqlite"):
            return
        others = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid()"
        )
        until = time.monotonic() + seconds
        with self.connection() as connection:
            while connection.execute(others).scalar():
                connection.rollback()
                assert time.monotonic() < until, "the dead program's connections stay at work"
                time.sleep(0.01)

    def jobs(self) -> frozenset[str]:
        """The print jobs there are."""
        with self.connection() as connection:
            return frozenset(connection.execute(select(t.print_job.c.job_id)).scalars())

    def has_done(self, request: Mapping[str, Any]) -> bool:
        """Whether an act nobody answered was committed before the kill."""
        with self.connection() as connection:
            if request["act"] == "save_draft":
                saved = connection.execute(
                    select(t.draft.c.form).where(t.draft.c.case_id == UUID(request["case_id"]))
                ).scalar()
                return saved is not None and saved["remark"] == request["form"]["remark"]
            found = select(t.act.c.act_id).where(t.act.c.act_id == UUID(request["act_id"]))
            return connection.execute(found).first() is not None

    def left_sending(self) -> dict[str, bool]:
        """Jobs a killed program was just printing; True for those whose bytes may have begun to leave."""
        wanted = select(t.print_job.c.job_id, t.print_job.c.rendered).where(t.print_job.c.state == "sending")
        with self.connection() as connection:
            return {row.job_id: row.rendered is not None for row in connection.execute(wanted)}

    def look(self, promises: Promises, papers: Path, jobs_each: int, *, at_rest: bool) -> Found:
        """Compare the database with what was promised; ``at_rest`` when no program runs."""
        with self.connection() as connection:
            wrong = [
                *self._whole(connection),
                *_acts(connection, promises),
                *_drafts(connection, promises),
                *_numbers(connection),
                *_prints(connection, promises, papers, jobs_each, at_rest),
            ]
            rows = connection.execute(select(t.print_job.c.state).where(t.print_job.c.printer.like("%-04")))
            return Found(tuple(wrong), Counter(row[0] for row in rows))

    def _whole(self, connection: Connection) -> Iterator[str]:
        if connection.dialect.name != "sqlite":
            return
        verdict = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        if verdict != ["ok"]:
            yield f"integrity_check: {verdict}"
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            yield f"foreign_key_check: {broken}"


def _acts(connection: Connection, promises: Promises) -> Iterator[str]:
    """Every acknowledged act once, every accepted case with the number that was told."""
    rows = connection.execute(select(t.act.c.act_id, t.act.c.case_id, t.act.c.kind, t.act.c.receipt_no)).all()
    by_id = {str(row.act_id): row for row in rows}
    for act_id, case_id in promises.case_of.items():
        if act_id not in by_id or str(by_id[act_id].case_id) != case_id:
            yield f"acknowledged act {act_id} is not there"
    numbers = {
        str(r.case_id): r.receipt_no
        for r in connection.execute(select(t.cases.c.case_id, t.cases.c.receipt_no))
    }
    for act_id, receipt_no in promises.accepted.items():
        if numbers.get(promises.case_of[act_id]) != receipt_no:
            yield f"{receipt_no} was promised, the case has {numbers.get(promises.case_of[act_id])}"
    accepts = Counter(str(row.case_id) for row in rows if row.kind == "accept")
    yield from (f"case {case} was accepted {count} times" for case, count in accepts.items() if count > 1)


def _drafts(connection: Connection, promises: Promises) -> Iterator[str]:
    saved = {
        str(row.case_id): row.form for row in connection.execute(select(t.draft.c.case_id, t.draft.c.form))
    }
    for case_id, form in promises.drafts.items():
        if case_id not in saved:
            yield f"the draft of {case_id} is lost"
        elif saved[case_id]["remark"] != form["remark"] or saved[case_id]["applicant"] != form["applicant"]:
            yield f"the draft of {case_id} is not the one that was saved last"


def _numbers(connection: Connection) -> Iterator[str]:
    """Per day and window: 1, 2, 3 … without gap or double, and the counter row agrees."""
    series: dict[tuple[str, str], list[int]] = {}
    for (number,) in connection.execute(
        select(t.cases.c.receipt_no).where(t.cases.c.receipt_no.is_not(None))
    ):
        head, window, serial = number.rsplit("-", 2)
        series.setdefault((head[2:], window), []).append(int(serial))
    for (day, window), serials in series.items():
        if sorted(serials) != list(range(1, len(serials) + 1)):
            yield f"numbers of {day} at window {window}: {sorted(serials)}"
    jobless = select(t.paper.c.code, t.paper.c.case_id).where(
        t.paper.c.case_id.not_in(select(t.cases.c.case_id))
    )
    yield from (f"paper {row.code} of no case" for row in connection.execute(jobless))


def _prints(
    connection: Connection, promises: Promises, papers: Path, jobs_each: int, at_rest: bool
) -> Iterator[str]:
    """Each accepted case has all its jobs, none hangs, what is confirmed came out, no doubt is resent."""
    jobs = connection.execute(
        select(t.print_job.c.job_id, t.print_job.c.case_id, t.print_job.c.state, t.print_job.c.printer)
    ).all()
    per_case = Counter(str(job.case_id) for job in jobs)
    accepted = connection.execute(
        select(t.act.c.case_id).where(t.act.c.kind == "accept", t.act.c.counter == WINDOW)
    ).scalars()
    for case in accepted:
        if per_case[str(case)] < jobs_each:
            yield f"case {case} has {per_case[str(case)]} print jobs instead of {jobs_each}"
    if at_rest:
        yield from (f"print job {job.job_id} hangs in sending" for job in jobs if job.state == "sending")
    here = {job.job_id: job for job in jobs if job.printer.endswith(f"-{WINDOW:02d}")}
    yield from (
        f"the doubt about print job {job} was lost"
        for job in promises.doubtful
        if here[job].state != "unknown"
    )
    begun = Counter((papers / BEGUN).read_text("utf-8").split()) if (papers / BEGUN).exists() else Counter()
    yield from (f"print job {job} was begun {count} times" for job, count in begun.items() if count > 1)
    files = Counter(
        file.stem.rsplit("_", 1)[1] for file in papers.rglob("*_*") if not file.name.startswith(".")
    )
    moves: dict[str, list[tuple[str, str]]] = {job: [] for job in here}
    events = select(t.print_job_event.c.job_id, t.print_job_event.c.before, t.print_job_event.c.after)
    for row in connection.execute(events.order_by(t.print_job_event.c.event_id)):
        moves.setdefault(row.job_id, []).append((row.before, row.after))
    for job_id, made in moves.items():
        ends = [after for _, after in made if after in ("sent", "confirmed", "unknown")]
        if len(ends) > 1:
            yield f"print job {job_id} came to an end more than once: {made}"
    for job_id, job in here.items():
        if files[job_id[:8]] > 1:
            yield f"print job {job_id} lies in the folder {files[job_id[:8]]} times"
        if job.state == "confirmed" and not files[job_id[:8]] and job_id not in promises.earlier:
            yield f"print job {job_id} is said to be printed, but there is no paper"
