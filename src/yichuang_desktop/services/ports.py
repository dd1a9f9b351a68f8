"""What the services need from the outside: a unit of work, a read side, a gate and news of changes.

The store implements these; tests may implement small ones by hand.  Every method may raise
RuleViolation ``not_found``, ``changed_elsewhere``, ``not_allowed`` (the database refused the log-in's act),
``other_act_under_this_id``; and StoreUnavailable when the database cannot be reached or written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import TracebackType
from typing import Any, Protocol, Self
from uuid import UUID

from yichuang_desktop.domain.acts import Act, ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.cutoffs import Cutoffs
from yichuang_desktop.domain.delegations import WHOLE_HALL, Delegation
from yichuang_desktop.domain.hall import Channel, Counter, Group, Hall, Role, StaffMember
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.items import Package, ServiceItem
from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.domain.paper_codes import PaperKind, PaperSeal
from yichuang_desktop.domain.print_jobs import FailureKind, JobState, PrintJob
from yichuang_desktop.domain.ratings import CodedService, Rating, ServiceEvent, Stray
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services import unavailable
from yichuang_desktop.services.ports_archive import ArchiveViews, ArchiveWork
from yichuang_desktop.services.ports_channels import ChannelViews, ChannelWork
from yichuang_desktop.services.ports_consultation import ConsultationViews
from yichuang_desktop.services.ports_delegations import DelegationViews, DelegationWork
from yichuang_desktop.services.ports_devices import DeviceBook
from yichuang_desktop.services.ports_dues import DueViews, ReminderRow
from yichuang_desktop.services.ports_duties import DutyViews, DutyWork
from yichuang_desktop.services.ports_obligations import ObligationViews
from yichuang_desktop.services.ports_packages import PackageViews, PackageWork
from yichuang_desktop.services.ports_proofs import ProofViews
from yichuang_desktop.services.ports_pushes import PushQueue, PushRow, PushViews, PushWork
from yichuang_desktop.services.ports_records import RecordViews, RecordWork
from yichuang_desktop.services.ports_reports import ReportViews
from yichuang_desktop.services.ports_returns import ReturnViews
from yichuang_desktop.services.ports_signatures import SignatureViews, SignatureWork

StoreUnavailable = unavailable.StoreUnavailable
"""Here as well, where everything else a store may raise is told."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who works where: made at log-in, held by the shell."""

    login: str
    name: str
    roles: frozenset[Role]
    counter: Counter
    hall: Hall


@dataclass(frozen=True, slots=True)
class NewStaff:
    """A log-in to be made, with its first password."""

    member: StaffMember
    password: str


@dataclass(frozen=True, slots=True)
class HallPlan:
    """What a new hall starts with (``store.init_hall``): everything but items and cases (R-X-8, R-HALL-1/2).

    ``Group.leader`` is the leader's log-in.  ``calendar`` holds year files as ``load_year`` reads them.
    ``simulated_at`` is the first time on the clock of a demonstration hall; ``None`` runs it on real time.
    """

    hall: Hall
    counters: tuple[Counter, ...] = ()
    groups: tuple[Group, ...] = ()
    staff: tuple[NewStaff, ...] = ()
    cutoffs: Cutoffs = field(default_factory=Cutoffs)
    calendar: tuple[Mapping[str, Any], ...] = ()
    closures: tuple[date, ...] = ()
    simulated_at: datetime | None = None
    delegations: tuple[Delegation, ...] = (WHOLE_HALL,)
    """What the departments have delegated to the hall (R-IN-8); a plan's file names every document."""


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A sheet that was made: found again by its code, revoked when lost (decisions 4)."""

    code: str
    kind: PaperKind
    case_id: UUID
    number: str
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """One act as the history holds it; the history of a case is all there is to know about it."""

    act_id: UUID
    kind: str
    at: datetime
    recorded_by: str
    recorder_name: str
    done_by: str
    doer_name: str
    counter: int
    revision: int
    before: Mapping[str, str]
    after: Mapping[str, str]
    evidence: Mapping[str, Any]
    sets: Mapping[str, Any]
    reason: str
    annuls: UUID | None = None


class Work(
    RecordWork,
    PackageWork,
    ChannelWork,
    PushWork,
    DelegationWork,
    DutyWork,
    ArchiveWork,
    SignatureWork,
    Protocol,
):
    """One transaction: nothing of it is there until :meth:`commit`; leaving it otherwise undoes it."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...
    def commit(self) -> None: ...

    # -- the hall, as this log-in sees it
    @property
    def login(self) -> str: ...
    @property
    def roles(self) -> frozenset[Role]: ...
    def now(self) -> datetime:
        """Time of the database in the hall's zone (simulated in a demonstration hall)."""
        ...

    def hall(self) -> Hall: ...
    def calendar(self) -> WorkCalendar: ...
    def cutoffs(self) -> Cutoffs: ...
    def paper_keys(self) -> PaperSeal: ...
    def counter(self, code: int) -> Counter: ...
    def staff_name(self, login: str) -> str: ...

    # -- cases and acts
    def done(self, act_id: UUID, request_sha256: str) -> ActDone | None:
        """The answer if this act was recorded before; refuses other content under the same id."""
        ...

    def open_case(self, case_id: UUID, channel: Channel) -> Case:
        """A new case in its first states, not yet with any act."""
        ...

    def case(self, case_id: UUID) -> Case: ...
    def case_by_receipt_no(self, receipt_no: str) -> Case: ...
    def record(self, act: Act, request_sha256: str = "") -> ActDone:
        """Write the act and move the case; the database checks again and stamps time, log-in and number."""
        ...

    def history(self, case_id: UUID) -> tuple[RecordedAct, ...]: ...

    # -- drafts
    def draft(self, case_id: UUID) -> IntakeForm: ...
    def save_draft(self, case_id: UUID, form: IntakeForm, counter: int) -> None: ...

    # -- item library
    def item(self, item_id: str, version: int | None = None) -> tuple[int, ServiceItem]:
        """Version and item, the one in force without ``version``; ``item_not_valid`` if withdrawn."""
        ...

    def publish_items(
        self, items: Sequence[tuple[ServiceItem, Mapping[str, Sequence[str]]]], note: str
    ) -> int:
        """New versions for new or changed items (with their search keys); returns how many."""
        ...

    def publish_packages(self, packages: Sequence[Package], note: str) -> int: ...
    def library(self) -> dict[str, ServiceItem]: ...
    def packages(self) -> dict[str, Package]: ...

    # -- papers, prints, attachments, pushes, services
    def next_notice_no(self, counter: int) -> str: ...
    def next_paper_serial(self, counter: int) -> str:
        """The 14 digits inside the code of the window's next further paper (kind 78, a series of its own)."""
        ...

    def add_papers(self, papers: Sequence[PaperRecord]) -> None: ...
    def paper(self, code: str) -> PaperRecord | None: ...
    def revoke_paper(self, code: str, act_id: UUID) -> None: ...
    def papers_of(self, case_id: UUID) -> tuple[PaperRecord, ...]: ...
    def add_print_jobs(self, jobs: Sequence[PrintJob], case_id: UUID | None) -> None: ...
    def print_job(self, job_id: str) -> PrintJob: ...
    def answer_print_job(self, job_id: str, state: str) -> None: ...
    def move_print_job(self, job_id: str, printer: str) -> None: ...
    def copies_of(self, case_id: UUID, kind: str) -> int: ...
    def add_attachment(self, case_id: UUID, media_type: str, content: bytes) -> str:
        """Keeps bytes that belong to the evidence; gives their SHA-256 in hex: acts refer to it."""
        ...

    def attachment(self, sha256: str) -> bytes: ...
    def has_attachment(self, sha256: str) -> bool:
        """Whether these bytes are kept already."""
        ...

    def service_of_act(self, act_id: UUID) -> ServiceEvent | None: ...


class RatingWork(Protocol):
    """What the evaluation device may do, under its own identity: rate one service, once (decisions 17)."""

    def record_rating(self, rating: Rating) -> bool:
        """False when the service has been rated already: the first answer stays."""
        ...

    def close(self) -> None: ...


class EvaluationWork(RatingWork, Protocol):
    """All that the evaluation device of a window may do in the database, under its own identity."""

    def record_stray(self, stray: Stray) -> None:
        """Keep what belongs to nothing; RuleViolation ``not_found`` for a service that never was."""
        ...

    def give_code(self, event_id: UUID, digest: str) -> None:
        """Let this service be rated by a code on paper.

        RuleViolation ``rated_already``, ``rating_code_given`` (the service has one), ``rating_code_taken``
        (another service has this one).
        """
        ...

    def service_of_code(self, digest: str) -> CodedService | None:
        """What a code stands for; None when it was never given."""
        ...


class PrintQueue(Protocol):
    """The print queue as a window's spooler works it; ``printing.spooler.JobStore`` says what each does."""

    def recover(self, seat: str, keys: Sequence[str] | None = None) -> tuple[PrintJob, ...]: ...
    def claim_next(self, printer: str, seat: str, lease_seconds: int, key: str = "") -> PrintJob | None: ...
    def renew(self, job: PrintJob, lease_seconds: int = ...) -> bool: ...
    def save_rendered(
        self, job: PrintJob, data: bytes, sha256: str, version: str, lease_seconds: int = ...
    ) -> bool: ...
    def settle(self, job: PrintJob, state: JobState, failure: FailureKind | None, detail: str) -> bool: ...


class ChangeFeed(Protocol):
    """News of other people's commits: ``case``, ``draft``, ``print_job``, ``rating``, ``item``, ``hall``."""

    def listen(self, heard: Callable[[frozenset[str]], None]) -> None:
        """Calls ``heard`` from a thread of its own until closed."""
        ...

    def close(self) -> None: ...


class HallAccess(Protocol):
    """The hall's database before anyone has logged in."""

    def hall(self) -> Hall: ...
    def counters(self) -> tuple[Counter, ...]: ...
    def log_in(self, login: str, password: str) -> "StaffAccess": ...
    def begin_device(self, counter: int, password: str = "") -> EvaluationWork:
        """The evaluation device of a window, under an identity of its own."""
        ...

    def begin_pusher(self, password: str = "") -> PushQueue:
        """The outbox under the hall's own identity for it: the only one that writes what was answered."""
        ...

    def close(self) -> None: ...


class StaffAccess(Protocol):
    """The hall's database as one log-in; on PostgreSQL a connection of that person's own."""

    @property
    def member(self) -> StaffMember: ...
    def begin(self) -> Work: ...
    @property
    def views(self) -> "Views": ...
    def changes(self) -> ChangeFeed: ...
    def jobs(self) -> PrintQueue: ...
    def device_book(self) -> DeviceBook: ...
    def add_device(self, counter: int, password: str) -> None:
        """Give a window's evaluation device its log-in (an embedded hall needs none)."""
        ...

    def add_pusher(self, password: str) -> None:
        """Give the hall's pusher its log-in (an embedded hall needs none)."""
        ...

    def set_clock(self, at: datetime | None, *, running: bool = False) -> None:
        """Sets the simulated clock of a demonstration hall; ``None`` goes back to real time.

        It stands still until set again, or runs on from ``at`` with ``running``.

        Raises RuleViolation ``not_a_demonstration`` anywhere else, ``not_allowed`` to all but administrators.
        """
        ...

    def close(self) -> None: ...


# ---------------------------------------------------------------------------------------------- read side


@dataclass(frozen=True, slots=True)
class DraftRow:
    """An intake not yet finished, or notified and waiting for its completion."""

    case_id: UUID
    state: str
    item_name: str
    applicant_name: str
    saved_at: datetime
    counter: int
    clerk: str
    notice_no: str = ""
    notice_due: date | None = None
    """Papers are kept: the last day of the five-working-day rule (decisions 12)."""
    papers_kept: bool = False


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A case whose papers wait for the department, or whose counterfoil waits for the issuance desk."""

    case_id: UUID
    revision: int
    receipt_no: str
    applicant_name: str
    item_name: str
    department: str
    phone: str
    contact: str
    accepted_at: datetime
    collection_due: datetime | None
    copies: int
    calls: int
    last_call_at: datetime | None
    last_call_outcome: str
    state: str
    """``waiting``, ``signed`` (to be passed on) ."""
    signed_by: str
    commitment_owed: bool
    counter: int
    promise_due: date | None
    on_the_spot: bool = False
    result_name: str = ""
    """What the item's result is called, for what is concluded on the spot (T30)."""
    part_of: str = ""
    """Of a part of a package: the package's case; its counterfoil is the one to be signed."""
    noted: tuple[str, ...] = ()
    """Causes already noted for the month's score."""
    excused: bool = False
    """The leader wrote an exception; ``collection_due`` is the day it names."""
    call_log: tuple[ReminderRow, ...] = ()
    """Every call about these papers, oldest first."""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A case in one of the issuance desk's lists."""

    case_id: UUID
    revision: int
    receipt_no: str
    applicant_name: str
    item_name: str
    department: str
    phone: str
    due_on: date | None
    due_estimated: bool
    result_name: str
    reminders: int
    calls: int
    approval: str
    result: str
    counterfoil: str
    since: datetime | None
    channel: str = "counter"
    delivery: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case found by a search."""

    case_id: UUID
    receipt_no: str
    applicant_name: str
    item_name: str
    department: str
    received_at: datetime | None
    approval: str
    papers: str
    counterfoil: str
    result: str
    promise_due: date | None


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A print job in a list or on a timeline."""

    job_id: str
    kind: str
    state: str
    copy_no: int
    printer: str
    requested_at: datetime
    requested_by: str
    failure: str
    case_id: UUID | None
    receipt_no: str
    bundle: str = ""
    """The act it is part of: papers of one act are one set."""
    moved_at: datetime | None = None
    """When it last took another state; None while it has not moved."""


@dataclass(frozen=True, slots=True)
class PrinterRow:
    """A printer as the hall's queue knows it (``slip-05``)."""

    printer: str
    waiting: int
    last_out: datetime | None
    """When it last gave paper today."""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service event with its rating, if any (the rated clerk sees no more than this)."""

    event_id: UUID
    kind: str
    opened_at: datetime
    outcome: str
    grade: int | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything about one case, opened at once."""

    case: Case
    history: tuple[RecordedAct, ...]
    papers: tuple[PaperRecord, ...]
    prints: tuple[PrintRow, ...]
    services: tuple[ServiceRow, ...]
    phone: str
    """The department's handover phone."""
    contact: str
    first_handler_name: str
    pushes: tuple[PushRow, ...] = ()
    """What the platform and the department were told, and what became of it (R-IN-7)."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of the intake ledger (domain dossier 1.14); dates as the hall writes them."""

    seq: int
    received_at: datetime
    receipt_no: str
    platform_no: str
    item_name: str
    department: str
    applicant_name: str
    phone_masked: str
    counter: str
    first_handler: str
    copies: int
    promise_text: str
    promise_due: date | None
    department_receiver: str
    department_received_at: datetime | None
    counterfoil_registered_at: datetime | None
    decided_on: datetime | None
    result_name: str
    result_no: str
    delivery: str
    collected_at: datetime | None
    collector: str
    returned: bool
    waybill_no: str
    rating: str
    state: str
    book: str = ""
    """Where it stands in the hand-kept ledger: ``2026-综窗-01 3-7`` (R-ARC-5)."""
    applied_on: str = ""
    """网厅: the day of the online application."""
    pushed_at: datetime | None = None
    source: str = ""
    """网厅: the platform, or a department's own system."""
    slip_no: str = ""
    """Number of the reply slip, or of the department's voucher."""
    commitment: str = ""
    called_at: datetime | None = None
    handed_by: str = ""
    handed_at: datetime | None = None
    """Who brought the result from the department, and when."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the library as the search index needs it."""

    item_id: str
    version: int
    name: str
    department: str
    code: str
    zone: str
    initials: tuple[str, ...]
    pinyin: tuple[str, ...]
    department_initials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TodayCounts:
    """The figures of the foot line and the badges of the rail, for one window and for the hall."""

    accepted: int
    notified: int
    waiting_handover: int
    to_pass_on: int
    to_register: int
    due_today: int
    overdue: int
    to_call: int
    to_collect: int
    issued: int
    unrated: int
    prints_in_trouble: int
    pushes_to_see_to: int = 0
    """Messages that failed, and answers nobody has taken up yet."""
    owed_here: int = 0
    """Obligations late, due today or soon, of cases of this window (leap 6)."""
    owed_in_hall: int = 0
    questions_due: int = 0
    """Questions referred to a department whose last day is today or over (R-ASK-2)."""


class Views(
    RecordViews,
    ConsultationViews,
    PackageViews,
    ProofViews,
    PushViews,
    DelegationViews,
    ObligationViews,
    DutyViews,
    DueViews,
    ReportViews,
    ReturnViews,
    ChannelViews,
    ArchiveViews,
    SignatureViews,
    Protocol,
):
    """Questions screens ask; every answer is a frozen value, sorted and paged in SQL."""

    def now(self) -> datetime: ...
    def today(self, counter: int) -> TodayCounts: ...
    def drafts(self, counter: int) -> tuple[DraftRow, ...]: ...
    def handover_queue(self, counter: int | None) -> tuple[HandoverRow, ...]:
        """Cases with papers waiting, soonest cut-off first; ``None`` for the whole hall."""
        ...

    def signed_counterfoils(self, counter: int | None) -> tuple[HandoverRow, ...]: ...
    def dues(self, limit: int = 500) -> tuple[DeskRow, ...]:
        """Undecided or not yet brought results by due date, overdue first."""
        ...

    def results_to_call(self, limit: int = 500) -> tuple[DeskRow, ...]: ...
    def results_to_collect(self, limit: int = 500) -> tuple[DeskRow, ...]: ...
    def case_file(self, case_id: UUID) -> CaseFile: ...
    def case_id_of_code(self, code: str) -> tuple[UUID, PaperRecord] | None: ...
    def find_cases(self, text: str, limit: int = 100) -> tuple[CaseRow, ...]:
        """By receipt number (or its end), applicant's name, document number or phone."""
        ...

    def recently_issued(self, counter: int, limit: int = 10) -> tuple[DeskRow, ...]: ...
    def ledger(
        self,
        first: date,
        last: date,
        after: int = 0,
        limit: int = 1000,
        ledger: Ledger = Ledger.COUNTER,
    ) -> tuple[LedgerRow, ...]:
        """Rows of one of the three ledgers by receipt number, a page at a time."""
        ...

    def ledger_size(self, first: date, last: date, ledger: Ledger = Ledger.COUNTER) -> int: ...
    def items(self) -> tuple[ItemRow, ...]: ...
    def item(self, item_id: str, version: int | None = None) -> tuple[int, ServiceItem]: ...
    def counters(self) -> tuple[Counter, ...]: ...
    def prints(self, open_only: bool = True, limit: int = 200) -> tuple[PrintRow, ...]: ...
    def printers(self) -> tuple[PrinterRow, ...]: ...
    def print_document(self, job_id: str) -> tuple[str, Mapping[str, Any], str]:
        """Kind, document and the 补打 line (empty on the original) of a print job."""
        ...

    def attachment(self, sha256: str) -> bytes: ...
    def papers_keys(self) -> PaperSeal: ...
