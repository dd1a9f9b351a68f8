"""A log-in at a counter and everything it may do: what screens, scripts and stories of the hall hold.

Every method is one act, one transaction; it may be called from any one thread at a time.  All raise
RuleViolation (the clerk can act on it) or StoreUnavailable (the database is away; send it again).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang_desktop.domain import archive
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.commitments import CommitmentText, CommitmentWording
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.ratings import ServiceEvent
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.services import (
    accepting,
    annulling,
    booking_in,
    calling,
    evaluating,
    finding,
    handing_over,
    intake,
    intake_texts,
    issuing,
    papers_made,
    platform,
    printing,
    register,
    registering,
    reminding,
    requests,
)
from yichuang_desktop.services import timeline as timelines
from yichuang_desktop.services.acting import Seat, effective
from yichuang_desktop.services.handling import Answer
from yichuang_desktop.services.ports import CaseFile, Session, StaffAccess, Views


@dataclass(frozen=True, slots=True)
class Desk:
    """The main job as one method an act; :meth:`handle` does any request by its type (:mod:`register`)."""

    session: Session
    access: StaffAccess
    wording: CommitmentWording
    scan_guard: finding.ScanGuard = field(default_factory=finding.ScanGuard, compare=False, repr=False)

    @property
    def _seat(self) -> Seat:
        return Seat(self.session, self.access, self.wording)

    @property
    def views(self) -> Views:
        """The questions screens ask."""
        return self.access.views

    # -- the window

    def open_draft(self, request: requests.OpenDraft) -> ActDone:
        """Begin an intake (T1)."""
        return intake.open_draft(self._seat, request)

    def save_draft(self, request: requests.SaveDraft) -> None:
        """Keep what has been written so far (R-X-1)."""
        intake.save_draft(self._seat, request)

    def notify(self, request: requests.Notify) -> ActDone:
        """One-off notice (T2; R-IN-4)."""
        return intake.notify(self._seat, request)

    def take_up_again(self, request: requests.TakeUpAgain) -> ActDone:
        """Go on from a one-off notice (T2r)."""
        return intake.take_up_again(self._seat, request)

    def abandon(self, request: requests.Abandon) -> ActDone:
        """Give a draft up (T3b)."""
        return intake.abandon(self._seat, request)

    def accept(self, request: requests.Accept) -> ActDone:
        """Accept and make the intake set (T4; R-IN-3, R-IN-9)."""
        return accepting.accept(self._seat, request)

    def see_commitment_signature(self, request: requests.SeeCommitmentSignature) -> ActDone:
        """The wet signature under the commitment was seen (T4c)."""
        return accepting.see_commitment_signature(self._seat, request)

    def enter_on_platform(self, request: requests.EnterOnPlatform) -> ActDone:
        """The platform's number (T5; R-IN-7)."""
        return platform.enter_on_platform(self._seat, request)

    # -- handover

    def call_department(self, request: requests.CallDepartment) -> ActDone:
        """A call about papers to be fetched (T6c; R-HO-2)."""
        return handing_over.call_department(self._seat, request)

    def hand_over(self, request: requests.HandOver) -> ActDone:
        """The officer signed and takes the papers (T6; R-HO-2)."""
        return handing_over.hand_over(self._seat, request)

    def note_performance(self, request: requests.NotePerformance) -> ActDone:
        """Late or unskilled handling (T6x; R-HO-4)."""
        return handing_over.note_performance(self._seat, request)

    def print_day_sheet(self, request: requests.PrintDaySheet) -> str:
        """One department's handovers of a day on paper; gives the job's id (R-OUT-7)."""
        return handing_over.print_day_sheet(self._seat, request)

    def conclude_on_the_spot(self, request: requests.ConcludeOnTheSpot) -> ActDone:
        """Decided while the applicant waits (T30)."""
        return booking_in.conclude_on_the_spot(self._seat, request)

    # -- the issuance desk

    def register_counterfoil(self, request: requests.RegisterCounterfoil) -> ActDone:
        """Counterfoil and commitment arrive, both scanned (T7; R-HO-3)."""
        return registering.register_counterfoil(self._seat, request)

    def remind(self, request: requests.Remind) -> ActDone:
        """The department is reminded (T9; R-REM-1)."""
        return reminding.remind(self._seat, request)

    def book_in_result(self, request: requests.BookInResult) -> ActDone:
        """The result is brought (T10; R-OUT-1)."""
        return booking_in.book_in_result(self._seat, request)

    def call_applicant(self, request: requests.CallApplicant) -> ActDone:
        """The applicant is phoned (T11; R-OUT-1)."""
        return calling.call_applicant(self._seat, request)

    def issue(self, request: requests.Issue) -> ActDone:
        """Issue against the receipt (T12; R-OUT-2)."""
        return issuing.issue(self._seat, request)

    def issue_without_receipt(self, request: requests.IssueWithoutReceipt) -> ActDone:
        """Issue against original and guarantee statement (T12L; R-OUT-3)."""
        return issuing.issue_without_receipt(self._seat, request)

    def print_statement(self, request: requests.PrintStatement) -> str:
        """The guarantee statement on paper, to be signed (R-OUT-3); gives the job's id."""
        return issuing.print_statement(self._seat, request)

    # -- everywhere

    def annul(self, request: requests.Annul) -> ActDone:
        """Undo the last act (T33)."""
        return annulling.annul(self._seat, request)

    def reprint(self, request: requests.Reprint) -> str:
        """A further copy, marked 补打; gives the new job's id."""
        return printing.reprint(self._seat, request)

    def answer_print(self, request: requests.AnswerPrint) -> str:
        """What came out of the printer; gives the id of a further copy, if one was made."""
        return printing.answer_print(self._seat, request)

    def move_print(self, request: requests.MovePrint) -> str:
        """Print on another printer; gives the id of a further copy, if one was made."""
        return printing.move_print(self._seat, request)

    def cancel_print(self, request: requests.CancelPrint) -> str:
        """Give up a print that has not left yet; gives an empty text."""
        return printing.cancel_print(self._seat, request)

    def print_rating_code(self, event: ServiceEvent, code: str) -> str:
        """The slip with a code by which the citizen rates where no device works; gives the job's id."""
        return evaluating.print_rating_code(self._seat, event, code)

    def invitation(self, act_id: UUID) -> ServiceEvent | None:
        """The service event an act opened, to be rated on the customer's screen (R-EVAL-1)."""
        return evaluating.invitation(self._seat, act_id)

    # -- reading

    def now(self) -> datetime:
        """Time of the database in the hall's zone."""
        return self.views.now()

    def case(self, case_id: UUID) -> Case:
        """A case as it stands."""
        with self.access.begin() as work:
            return work.case(case_id)

    def draft(self, case_id: UUID) -> IntakeForm:
        """The form of an intake as it was last saved."""
        with self.access.begin() as work:
            return work.draft(case_id)

    def case_file(self, case_id: UUID) -> CaseFile:
        """Everything about a case."""
        return self.views.case_file(case_id)

    def timeline(self, case_id: UUID) -> tuple[timelines.TimelineLine, ...]:
        """Everything that happened to a case, in words."""
        return self.timeline_of(self.case_file(case_id))

    def timeline_of(self, file: CaseFile) -> tuple[timelines.TimelineLine, ...]:
        """The timeline of a case that is on screen already."""
        return timelines.timeline(file, {counter.code: counter for counter in self.views.counters()})

    def archive_lacks(self, file: CaseFile) -> tuple[str, ...]:
        """What the archive bag of a case still lacks, by name (R-ARC-1)."""
        return tuple(need.title for need in archive.missing(file.case, effective(file.history)))

    def scan(self, text: str, wanted: PaperKind | None = None) -> finding.Scanned:
        """The case and paper of a scanned code, or the sentence why not."""
        counter = self.session.counter.code
        return self.scan_guard.watched(counter, lambda: finding.scan(self.views, text, wanted))

    def find(self, text: str) -> UUID:
        """The case of a scanned code or a whole receipt number."""
        hall, counter = self.session.hall, self.session.counter.code
        return self.scan_guard.watched(counter, lambda: finding.find(self.views, text, hall.prefix))

    def paper_code(self, case_id: UUID, kind: PaperKind) -> str:
        """The valid code of a case's paper. Raises RuleViolation ``paper_not_found``."""
        with self.access.begin() as work:
            for paper in work.papers_of(case_id):
                if paper.kind is kind and not paper.revoked:
                    return paper.code
        raise RuleViolation("paper_not_found", kind=kind)

    # -- texts to be signed

    def commitment_text(self, form: IntakeForm, item: ServiceItem) -> CommitmentText:
        """What the applicant reads and signs before acceptance."""
        return accepting.commitment_text(
            self.wording, form.tidied(self.now().date()), item.name, item.department
        )

    def commitment_at_pick_up(self, case: Case, collector: requests.Collector) -> CommitmentText:
        """What the collector of an online case reads and signs as the credit commitment (T17)."""
        return issuing.commitment_at_pick_up(self.wording, case, issuing.check_collector(case, collector))

    def intake_texts(self, request: intake_texts.AnyAcceptance) -> tuple[intake_texts.IntakeText, ...]:
        """What the applicant reads and signs before this acceptance, in order (R-IN-3, R-IN-5, R-IN-6)."""
        return intake_texts.intake_texts(self._seat, request)

    def collection_text(self, case: Case, collector: requests.Collector) -> str:
        """What the collector reads and signs; the signature carries ``signing.text_sha256`` of it."""
        return papers_made.collection_text(case, issuing.check_collector(case, collector))

    def loss_text(self, case: Case, collector: requests.Collector, original_seen: str) -> str:
        """What the collector reads and signs when the receipt is lost."""
        return papers_made.loss_text(case, issuing.check_collector(case, collector), original_seen)

    # -- forms

    def begin_form(self, name: str, file: CaseFile | None = None) -> dict[str, Any]:
        """What the form of that act holds before anyone typed, by field; of ``file`` if there is a case.

        Raises KeyError for an act that is not in the register.
        """
        prefill = register.HANDLERS[name].prefill
        return dict(prefill(self._seat, file)) if prefill is not None else {}

    def text_to_sign(self, request: Any) -> str:
        """What the citizen reads and signs before this request is sent; its signature carries the SHA-256.

        Raises TypeError for a request that nobody signs, and RuleViolation as the act itself would.
        """
        text = register.handler_of(type(request)).text
        if text is None:
            raise TypeError(f"nothing to sign in {type(request).__name__}")
        return text(self._seat, request)

    def calendar(self) -> WorkCalendar:
        """The hall's working days, to reckon a day that was typed as ``+5``."""
        with self.access.begin() as work:
            return work.calendar()

    # -- by type

    def handle(self, request: Any) -> Answer:
        """Do what a request of any type asks for. Raises TypeError for what is no request."""
        return register.handler_of(type(request)).act(self._seat, request)
