"""Papers, prints, attachments, pushes and services inside a unit of work."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall_records import RecordKind
from yichuang_desktop.domain.print_jobs import PrintJob
from yichuang_desktop.domain.ratings import ServiceEvent
from yichuang_desktop.services.ports import PaperRecord
from yichuang_desktop.store import numbers
from yichuang_desktop.store import queries as q
from yichuang_desktop.store.transaction import Transaction


class PaperWork(Transaction):
    """The part of a unit of work that is on paper."""

    def next_notice_no(self, counter: int) -> str:
        """The next number of the window's notices (``…-T0003``); in the order of commits, without gaps."""
        return numbers.take_notice_no(self.lane, counter)

    def next_paper_serial(self, counter: int) -> str:
        """The serial inside the code of the window's next further paper (kind 78)."""
        return numbers.take_paper_serial(self.lane, counter)

    def next_bag_serial(self, ledger: str) -> int:
        """The next number of an archive bag in this ledger and year."""
        return numbers.take_bag_serial(self.lane, ledger)

    def add_papers(self, papers: Sequence[PaperRecord]) -> None:
        rows = (
            {"code": paper.code, "kind": paper.kind.value, "case_id": paper.case_id, "number": paper.number}
            for paper in papers
        )
        self.later(q.ADD_PAPER, *rows)

    def paper(self, code: str) -> PaperRecord | None:
        rows = self.read(q.PAPER, {"code": code})
        return q.paper_of(rows[0]) if rows else None

    def revoke_paper(self, code: str, act_id: UUID) -> None:
        self.later(q.REVOKE_PAPER, {"code": code, "act_id": act_id})

    def papers_of(self, case_id: UUID) -> tuple[PaperRecord, ...]:
        return tuple(q.paper_of(row) for row in self.read(q.PAPERS_OF_CASE, {"case_id": case_id}))

    def add_print_jobs(self, jobs: Sequence[PrintJob], case_id: UUID | None) -> None:
        rows = (q.job_values(job, case_id, ordinal) for ordinal, job in enumerate(jobs))
        self.later(q.ADD_PRINT_JOB, *rows)

    def print_job(self, job_id: str) -> PrintJob:
        return q.job_of(self.one(q.PRINT_JOB, {"job_id": job_id}))

    def answer_print_job(self, job_id: str, state: str) -> None:
        values = {"of_job": job_id, "state": state, "held_by": self.login}
        if not self.lane.change(q.ANSWER_PRINT_JOB, values):
            raise RuleViolation("not_found")

    def move_print_job(self, job_id: str, printer: str) -> None:
        """To another queue, while nothing of it has left; RuleViolation ``print_move_forbidden``."""
        values = {"of_job": job_id, "to_printer": printer, "held_by": self.login}
        if not self.lane.change(q.MOVE_PRINT_JOB, values):
            raise RuleViolation("not_found")

    def copies_of(self, case_id: UUID, kind: str) -> int:
        """The number of the last copy of this paper; 0 when it was never printed."""
        copies: int = self.read(q.COPIES, {"case_id": case_id, "kind": kind})[0][0]
        return copies

    def add_attachment(self, case_id: UUID, media_type: str, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        values = {"sha256": sha256, "case_id": case_id, "media_type": media_type, "content": content}
        self.later(q.ADD_ATTACHMENT[self.lanes.dialect.name], values)
        return sha256

    def attachment(self, sha256: str) -> bytes:
        return bytes(self.one(q.ATTACHMENT, {"sha256": sha256})[0])

    def has_attachment(self, sha256: str) -> bool:
        return bool(self.read(q.HAS_ATTACHMENT, {"sha256": sha256}))

    def add_record(
        self,
        record_id: UUID,
        kind: RecordKind,
        period: str,
        subject: str,
        body: Mapping[str, Any],
        counter: int,
    ) -> bool:
        """Keep a record of the hall; False when it was kept before."""
        known = self.read(q.RECORD_BY_ID, {"record_id": record_id})
        if known:
            if tuple(known[0]) != (kind.value, period, subject):
                raise RuleViolation("other_act_under_this_id")
            return False
        values = {"record_id": record_id, "kind": kind.value, "period": period, "subject": subject}
        self.lane.write(
            q.ADD_RECORD, values | {"body": body, "counter": counter or None, "recorded_by": self.login}
        )
        return True

    def service_of_act(self, act_id: UUID) -> ServiceEvent | None:
        rows = self.read(q.SERVICE_OF_ACT, {"event_id": act_id})
        return q.service_of(rows[0]) if rows else None
