"""A hall in memory for the tests of the services: one transaction at a time, undone unless committed.

Small on purpose, and faithful where the services lean on it: revisions, the table's checks, numbers, one act
under one id, JSON in the history.
"""

import copy
import dataclasses
import hashlib
import json
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid5

from yichuang_desktop.domain.acts import Act, ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.cutoffs import Cutoffs
from yichuang_desktop.domain.delegations import WHOLE_HALL, Delegation
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Counter, Hall, Role, StaffMember
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.numbers import NoticeNumber, ReceiptNumber
from yichuang_desktop.domain.paper_codes import PaperKeys
from yichuang_desktop.domain.print_jobs import JobState, PrintJob, check_move
from yichuang_desktop.domain.pushes import PushKind
from yichuang_desktop.domain.ratings import Rating, ServiceEvent
from yichuang_desktop.domain.signatures import Signed
from yichuang_desktop.domain.tracks import Track
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services.plain import plain
from yichuang_desktop.services.ports import CaseFile, CaseRow, LedgerRow, PaperRecord, RecordedAct
from yichuang_desktop.services.ports_reports import CounterfoilRow

HALL_ZONE = timezone(timedelta(hours=8))
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=HALL_ZONE)


@dataclass
class Tables:
    """What a commit makes last."""

    cases: dict[UUID, Case] = field(default_factory=dict)
    acts: list[tuple[UUID, RecordedAct]] = field(default_factory=list)
    answers: dict[UUID, tuple[str, ActDone]] = field(default_factory=dict)
    drafts: dict[UUID, IntakeForm] = field(default_factory=dict)
    papers: dict[str, PaperRecord] = field(default_factory=dict)
    jobs: dict[str, tuple[PrintJob, UUID | None]] = field(default_factory=dict)
    attachments: dict[str, bytes] = field(default_factory=dict)
    signatures: list[tuple[Signed, int]] = field(default_factory=list)
    pushes: list[tuple[UUID, Mapping[str, Any]]] = field(default_factory=list)
    services: dict[UUID, ServiceEvent] = field(default_factory=dict)
    ratings: dict[UUID, Rating] = field(default_factory=dict)
    serials: dict[str, int] = field(default_factory=dict)

    def copied(self) -> "Tables":
        """The same rows in tables of their own: a row is never changed, only replaced."""
        return Tables(*(copy.copy(getattr(self, table.name)) for table in dataclasses.fields(self)))


@dataclass
class MemoryHall:
    """The hall's database: tables, clock, configuration, staff."""

    hall: Hall
    counters: dict[int, Counter]
    items: dict[str, tuple[int, ServiceItem]]
    calendar: WorkCalendar
    staff: dict[str, tuple[str, frozenset[Role]]]
    groups: dict[str, str] = field(default_factory=dict)
    keys: PaperKeys = field(default_factory=lambda: PaperKeys(1, {1: bytes(32)}))
    cutoffs: Cutoffs = field(default_factory=Cutoffs)
    now: datetime = MONDAY
    delegations: tuple[Delegation, ...] = (WHOLE_HALL,)
    tables: Tables = field(default_factory=Tables)
    commits: int = 0
    breaks_at_commit: Exception | None = None

    def record_rating(self, rating: Rating) -> bool:
        if rating.event_id in self.tables.ratings:
            return False
        self.tables.ratings[rating.event_id] = rating
        return True


@dataclass
class MemoryAccess:
    """The hall as one log-in."""

    hall: MemoryHall
    login: str

    def begin(self) -> "MemoryWork":
        return MemoryWork(self.hall, self.login)

    @property
    def views(self) -> "MemoryViews":
        return MemoryViews(self.hall)

    @property
    def member(self) -> StaffMember:
        name, roles = self.hall.staff[self.login]
        return StaffMember(self.login, name, roles, self.hall.groups.get(self.login, ""))


class MemoryWork:
    """One transaction on a copy of the tables."""

    def __init__(self, store: MemoryHall, login: str) -> None:
        self._store, self.login = store, login
        self._tables = store.tables.copied()

    def __enter__(self) -> "MemoryWork":
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def commit(self) -> None:
        if self._store.breaks_at_commit:
            raise self._store.breaks_at_commit
        self._store.tables = self._tables
        self._store.commits += 1

    @property
    def roles(self) -> frozenset[Role]:
        return self._store.staff[self.login][1]

    def now(self) -> datetime:
        return self._store.now

    def hall(self) -> Hall:
        return self._store.hall

    def calendar(self) -> WorkCalendar:
        return self._store.calendar

    def cutoffs(self) -> Cutoffs:
        return self._store.cutoffs

    def paper_keys(self) -> PaperKeys:
        return self._store.keys

    def counter(self, code: int) -> Counter:
        if code not in self._store.counters:
            raise RuleViolation("window_code_invalid", window=code)
        return self._store.counters[code]

    def counters(self) -> tuple[Counter, ...]:
        return tuple(self._store.counters.values())

    def staff_name(self, login: str) -> str:
        return self._store.staff[login][0]

    def done(self, act_id: UUID, request_sha256: str) -> ActDone | None:
        known = self._tables.answers.get(act_id)
        if known is None:
            return None
        if known[0] != request_sha256:
            raise RuleViolation("other_act_under_this_id")
        return replace(known[1], repeated=True)

    def open_case(self, case_id: UUID, channel: Channel) -> Case:
        self._tables.cases[case_id] = Case(case_id, channel)
        return self._tables.cases[case_id]

    def case(self, case_id: UUID) -> Case:
        if case_id not in self._tables.cases:
            raise RuleViolation("not_found")
        return self._tables.cases[case_id]

    def case_by_receipt_no(self, receipt_no: str) -> Case:
        return next(case for case in self._tables.cases.values() if case.receipt_no == receipt_no)

    def record(self, act: Act, request_sha256: str = "") -> ActDone:
        case = self.case(act.case_id)
        kind = case.check(act, self.roles)
        number = self._number(act.counter) if kind.registers else case.receipt_no
        done = ActDone(act.act_id, act.case_id, act.kind, case.revision + 1, self.now(), self.login, number)
        self._tables.acts.append((act.case_id, self._row(act, case)))
        columns = {name: column_from_json(name, plain(value)) for name, value in act.sets.items()}
        handler = {"counter": act.counter} if kind.registers else {}
        if kind.registers and "first_handler" not in columns:
            handler["first_handler"] = self.login
        self._tables.cases[act.case_id] = replace(
            case, tracks=act.after, revision=case.revision + 1, receipt_no=number, **columns, **handler
        )
        if kind.opens_service:
            event = ServiceEvent(
                uuid5(act.act_id, "service"),
                act.case_id,
                kind.opens_service,
                self.now(),
                act.counter,
                self.login,
            )
            self._tables.services[act.act_id] = event
        self._tables.answers[act.act_id] = (request_sha256, done)
        return done

    def _row(self, act: Act, case: Case) -> RecordedAct:
        return RecordedAct(
            act_id=act.act_id,
            kind=act.kind,
            at=self.now(),
            recorded_by=self.login,
            recorder_name=self.staff_name(self.login),
            done_by=act.done_by.value,
            doer_name=act.doer_name,
            counter=act.counter,
            revision=case.revision + 1,
            before={track.value: str(case.tracks.of(track)) for track in Track},
            after={track.value: str(act.after.of(track)) for track in Track},
            evidence=json.loads(json.dumps(plain(act.evidence))),
            sets=json.loads(json.dumps(plain(act.sets))),
            reason=act.reason,
            annuls=act.annuls,
        )

    def _number(self, counter: int) -> str:
        day = self.now().date()
        serial = self._next(f"{day}-{counter}")
        return str(ReceiptNumber(self._store.hall.prefix, day, counter, serial))

    def _next(self, series: str) -> int:
        self._tables.serials[series] = self._tables.serials.get(series, 0) + 1
        return self._tables.serials[series]

    def history(self, case_id: UUID) -> tuple[RecordedAct, ...]:
        return tuple(act for case, act in self._tables.acts if case == case_id)

    def draft(self, case_id: UUID) -> IntakeForm:
        return self._tables.drafts.get(case_id, IntakeForm())

    def save_draft(self, case_id: UUID, form: IntakeForm, counter: int) -> None:
        self._tables.drafts[case_id] = IntakeForm.from_json(json.loads(json.dumps(form.to_json())))

    def item(self, item_id: str, version: int | None = None) -> tuple[int, ServiceItem]:
        if item_id not in self._store.items:
            raise RuleViolation("item_not_valid", item_id=item_id)
        return self._store.items[item_id]

    def next_paper_serial(self, counter: int) -> str:
        day = self.now().date()
        return NoticeNumber(self._store.hall.prefix, day, counter, self._next(f"{day}-{counter}-P")).serial14

    def next_bag_serial(self, ledger: str) -> int:
        return self._next(f"{self.now().year}-{ledger}-bag")

    def delegations(self) -> tuple[Delegation, ...]:
        return self._store.delegations

    def next_notice_no(self, counter: int) -> str:
        day = self.now().date()
        return str(NoticeNumber(self._store.hall.prefix, day, counter, self._next(f"{day}-{counter}-T")))

    def add_papers(self, papers: Sequence[PaperRecord]) -> None:
        for paper in papers:
            assert paper.code not in self._tables.papers
            self._tables.papers[paper.code] = paper

    def paper(self, code: str) -> PaperRecord | None:
        return self._tables.papers.get(code)

    def revoke_paper(self, code: str, act_id: UUID) -> None:
        self._tables.papers[code] = replace(self._tables.papers[code], revoked=True)

    def papers_of(self, case_id: UUID) -> tuple[PaperRecord, ...]:
        return tuple(paper for paper in self._tables.papers.values() if paper.case_id == case_id)

    def add_print_jobs(self, jobs: Sequence[PrintJob], case_id: UUID | None) -> None:
        for job in jobs:
            assert job.id not in self._tables.jobs
            json.dumps(job.document)
            self._tables.jobs[job.id] = (job, case_id)

    def print_job(self, job_id: str) -> PrintJob:
        if job_id not in self._tables.jobs:
            raise RuleViolation("not_found")
        return self._tables.jobs[job_id][0]

    def move_print_job(self, job_id: str, printer: str) -> None:
        job, case_id = self._tables.jobs[job_id]
        assert job.state in (JobState.QUEUED, JobState.FAILED)
        moved = replace(job, printer=printer, state=JobState.QUEUED, failure=None, rendered=None)
        self._tables.jobs[job_id] = (moved, case_id)

    def answer_print_job(self, job_id: str, state: str) -> None:
        job, case_id = self._tables.jobs[job_id]
        check_move(job.state, JobState(state))
        self._tables.jobs[job_id] = (replace(job, state=JobState(state)), case_id)

    def copies_of(self, case_id: UUID, kind: str) -> int:
        return sum(of == case_id and job.kind == kind for job, of in self._tables.jobs.values())

    def add_attachment(self, case_id: UUID, media_type: str, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self._tables.attachments[digest] = content
        return digest

    def add_signature(self, signed: Signed, counter: int) -> None:
        self._tables.signatures.append((signed, counter))

    def attachment(self, sha256: str) -> bytes:
        return self._tables.attachments[sha256]

    def has_attachment(self, sha256: str) -> bool:
        return sha256 in self._tables.attachments

    def add_push(
        self, message_id: UUID, case_id: UUID, kind: PushKind, department: str, body: Mapping[str, Any]
    ) -> None:
        self._tables.pushes.append((case_id, json.loads(json.dumps(body))))

    def service_of_act(self, act_id: UUID) -> ServiceEvent | None:
        return self._tables.services.get(act_id)

    def rated(self, case_id: UUID) -> bool:
        events = {event.event_id for event in self._tables.services.values() if event.case_id == case_id}
        return any(one.event_id in events and one.grade for one in self._tables.ratings.values())

    def receipt_no_of_external(self, channel: Channel, department: str, number: str) -> str:
        alone = channel in (Channel.DEPARTMENT, Channel.DEPARTMENT_SYSTEM)
        for case in self._tables.cases.values():
            same = (case.channel, case.external_no) == (channel, number)
            gone = case.tracks.approval == "void" or case.tracks.result == "not_applicable"
            if same and not gone and (not alone or case.department == department):
                return case.receipt_no
        return ""


class MemoryViews:
    """The few questions the services themselves ask."""

    def __init__(self, store: MemoryHall) -> None:
        self._store = store

    def now(self) -> datetime:
        return self._store.now

    def papers_keys(self) -> PaperKeys:
        return self._store.keys

    def counters(self) -> tuple[Counter, ...]:
        return tuple(self._store.counters.values())

    def item(self, item_id: str, version: int | None = None) -> tuple[int, ServiceItem]:
        return self._store.items[item_id]

    def case_id_of_code(self, code: str) -> tuple[UUID, PaperRecord] | None:
        paper = self._store.tables.papers.get(code)
        return (paper.case_id, paper) if paper else None

    def find_cases(self, text: str, limit: int = 100) -> tuple[CaseRow, ...]:
        return tuple(
            CaseRow(
                case.case_id,
                case.receipt_no,
                case.applicant_name,
                case.item_name,
                case.department,
                case.received_at,
                case.tracks.approval,
                case.tracks.papers,
                case.tracks.counterfoil,
                case.tracks.result,
                case.promise_due,
            )
            for case in self._store.tables.cases.values()
            if text in case.receipt_no
        )

    def case_file(self, case_id: UUID) -> CaseFile:
        work = MemoryWork(self._store, next(iter(self._store.staff)))
        case = work.case(case_id)
        return CaseFile(
            case, work.history(case_id), work.papers_of(case_id), (), (), "0377-65310001", "", "王敏"
        )

    def counterfoils_of(self, day: date) -> tuple[CounterfoilRow, ...]:
        return tuple(
            CounterfoilRow(
                of, row.receipt_no, row.applicant_name, row.item_name, row.department, "0377-65310001",
                row.copies, row.received_at, None, row.first_handler, 4, row.department_receiver,
                row.department_received_at, 0,
            )
            for of, row in zip(self._store.tables.cases, self.ledger(day, day), strict=False)
            if row.received_at.date() == day
        )  # fmt: skip

    def ledger(
        self, first: date, last: date, after: int = 0, limit: int = 1000, ledger: str = "counter"
    ) -> tuple[LedgerRow, ...]:
        cases = sorted(
            (c for c in self._store.tables.cases.values() if c.receipt_no), key=lambda c: c.receipt_no
        )
        rows = [self._ledger_row(seq, case) for seq, case in enumerate(cases, 1)]
        return tuple(row for row in rows if row.seq > after)[:limit]

    def _ledger_row(self, seq: int, case: Case) -> LedgerRow:
        assert case.received_at is not None
        acts = [act for of, act in self._store.tables.acts if of == case.case_id and act.kind == "hand_over"]
        return LedgerRow(
            seq,
            case.received_at,
            case.receipt_no,
            "",
            case.item_name,
            case.department,
            case.applicant_name,
            "",
            "",
            case.first_handler,
            case.copies,
            case.promise_text,
            case.promise_due,
            acts[-1].doer_name if acts else "",
            acts[-1].at if acts else None,
            None,
            None,
            "",
            "",
            "",
            None,
            "",
            False,
            "",
            "",
            "",
        )


_HINTS = typing.get_type_hints(Case)


def column_from_json(name: str, value: Any) -> Any:
    """A column of a case from its JSON form, as a database would read it."""
    hint = str(_HINTS[name])
    if value is None or not isinstance(value, str):
        return value
    if "datetime" in hint and "date |" not in hint.replace("datetime.datetime |", ""):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if "datetime.date" in hint else value


assert {field.name for field in dataclasses.fields(Case)} >= set(TABLE["accept"].sets)
