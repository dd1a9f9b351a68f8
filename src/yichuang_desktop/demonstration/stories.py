"""What happens to one applicant in the demonstration hall, from the first word to the issued licence.

Each story is told as the regulation tells it (3.2): review, accept or notify, hand over, register, remind,
book in, phone, issue, rate.  The stories only call the services' acts; they know no table and no state.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

from yichuang_desktop.demonstration.people import Person
from yichuang_desktop.demonstration.timetable import Story
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.checklist import Checklist, MaterialVerdict
from yichuang_desktop.domain.intake_form import Delivery, IdentityProof, IntakeForm
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.parties import PartyKind
from yichuang_desktop.domain.ratings import Grade, RatingOutcome
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LACKING, GIVEN_UP, SIGNED_AT_ONCE, ENTERED = 0.12, 0.04, 0.93, 0.5
ON_THE_SPOT, SLOW, NOT_NEEDED, RATED, LOST = 0.5, 0.15, 0.6, 0.78, 0.04
"""How often what happens, as shares of one."""
GRADES = (
    (Grade.VERY_SATISFIED,) * 12 + (Grade.SATISFIED,) * 5 + (Grade.BASICALLY_SATISFIED, Grade.DISSATISFIED)
)


@dataclass(frozen=True, slots=True)
class Stage:
    """Who plays: the window's desk, an issuance desk, a leader's, and the evaluation device beside each."""

    window: Desk
    issuance: Desk
    leader: Desk
    rate: Callable[[UUID, RatingOutcome, Grade | None, int], None]
    """Answers the invitation of the act for the citizen, as the device of that window."""


@dataclass(slots=True)
class Teller:
    """One application on its way through the hall."""

    stage: Stage
    person: Person
    item: ServiceItem
    version: int
    chance: Random
    case_id: UUID
    year: int

    def story(self) -> Story:
        """The whole way; where chance has it, with a one-off notice, a pause, or a call in vain."""
        yield from self._intake()
        if self._happens(GIVEN_UP):
            yield from self._give_up()
            return
        accepted = self._accept()
        yield self._minutes(1, 4)
        self._rate(accepted)
        if self._happens(ENTERED):
            yield self._minutes(2, 8)
            self._enter_on_platform()
        yield self._minutes(20, 170)
        yield from self._hand_over()
        yield from self._decide()
        yield from self._give_out()

    # -- the window ----------------------------------------------------------------------------------------

    def _intake(self) -> Story:
        desk = self.stage.window
        desk.open_draft(ask.OpenDraft(self._id(), self.case_id, self.item.item_id, self._window))
        yield self._minutes(2, 6)
        lacking = self._happens(LACKING)
        form = self._form(lacking=lacking)
        desk.save_draft(ask.SaveDraft(self.case_id, form, self._window))
        yield self._minutes(1, 3)
        if lacking and form.checklist is not None and form.checklist.what_is_lacking():
            desk.notify(ask.Notify(self._id(), self.case_id, self._revision(), form, self._window))
            yield DAY * self.chance.randint(1, 6) + self._minutes(0, 120)
            desk.take_up_again(ask.TakeUpAgain(self._id(), self.case_id, self._revision(), self._window))
            yield self._minutes(2, 6)

    def _give_up(self) -> Story:
        """The applicant does not go on; the draft is not left lying about."""
        yield self._minutes(30, 400)
        self.stage.window.abandon(
            ask.Abandon(self._id(), self.case_id, self._revision(), self._window, "申请人当日不再办理")
        )

    def _enter_on_platform(self) -> None:
        self.stage.window.enter_on_platform(
            ask.EnterOnPlatform(self._id(), self.case_id, self._revision(), self._window, self._platform_no())
        )

    def _accept(self) -> UUID:
        done = self.stage.window.accept(
            ask.Accept(self._id(), self.case_id, self._revision(), self._form(lacking=False), self._window)
        )
        if self._happens(SIGNED_AT_ONCE):
            self.stage.window.see_commitment_signature(
                ask.SeeCommitmentSignature(self._id(), self.case_id, self._revision(), self._window)
            )
        return done.act_id

    def _hand_over(self) -> Story:
        desk = self.stage.window
        for outcome in self._calls():
            desk.call_department(
                ask.CallDepartment(
                    self._id(), self.case_id, self._revision(), self._window, self.item.papers_phone, outcome
                )
            )
            yield self._minutes(15, 60)
        if self.item.on_the_spot and self._happens(ON_THE_SPOT):
            desk.conclude_on_the_spot(
                ask.ConcludeOnTheSpot(
                    self._id(), self.case_id, self._revision(), self._window, self._officer(),
                    self._code(PaperKind.COUNTERFOIL), self.item.result.name, self._result_no(),
                )
            )  # fmt: skip
        else:
            desk.hand_over(
                ask.HandOver(
                    self._id(), self.case_id, self._revision(), self._window, self._officer(),
                    self._code(PaperKind.COUNTERFOIL),
                )
            )  # fmt: skip
        yield self._minutes(10, 90)
        self._register()
        yield self._minutes(5, 20)

    def _register(self) -> None:
        """The counterfoil passes on; while the commitment's signature is owed it has to be seen first."""
        if self.stage.issuance.case(self.case_id).commitment_owed:
            self.stage.window.see_commitment_signature(
                ask.SeeCommitmentSignature(self._id(), self.case_id, self._revision(), self._window)
            )
        self.stage.issuance.register_counterfoil(
            ask.RegisterCounterfoil(
                self._id(), self.case_id, self._revision(), self._desk,
                self._code(PaperKind.COUNTERFOIL), self._code(PaperKind.CREDIT_COMMITMENT),
            )
        )  # fmt: skip

    # -- the department ------------------------------------------------------------------------------------

    def _decide(self) -> Story:
        if self.stage.issuance.case(self.case_id).result_no:
            return
        promised = self.item.promised_limit or 1
        slow = self._happens(SLOW)
        yield DAY * max(1, round(promised * self.chance.uniform(0.3, 1.3 if slow else 0.9)))
        if slow:
            self.stage.issuance.remind(
                ask.Remind(
                    self._id(), self.case_id, self._revision(), self._desk, self.item.papers_phone,
                    "answered", "承诺尽快办结",
                )
            )  # fmt: skip
            yield HOUR * self.chance.randint(2, 20)
        self.stage.issuance.book_in_result(
            ask.BookInResult(
                self._id(), self.case_id, self._revision(), self._desk, self._officer(),
                self.item.result.name, self._result_no(),
            )
        )  # fmt: skip
        yield self._minutes(5, 60)

    # -- the issuance desk ---------------------------------------------------------------------------------

    def _give_out(self) -> Story:
        desk, phone = self.stage.issuance, self.person.applicant.phone
        for outcome in self._calls():
            desk.call_applicant(
                ask.CallApplicant(self._id(), self.case_id, self._revision(), self._desk, phone, outcome)
            )
            yield self._minutes(30, 300)
        yield DAY * self.chance.randint(0, 4) + self._minutes(0, 200)
        done = self._issue_without_receipt() if self._lost() else desk.issue(self._issue())
        yield self._minutes(1, 3)
        self._rate(done.act_id, desk=True)

    def _issue(self) -> ask.Issue:
        return ask.Issue(
            self._id(), self.case_id, self._revision(), self._desk, self._code(PaperKind.RECEIPT),
            self._collector(), ink_seen=True,
        )  # fmt: skip

    def _issue_without_receipt(self) -> ActDone:
        """The statement is printed, signed in ink and seen; then the licence goes out."""
        desk, collector, applicant = self.stage.issuance, self._collector(), self.person.applicant
        seen = "居民身份证原件" if applicant.kind is PartyKind.PERSON else "营业执照原件"
        desk.print_statement(ask.PrintStatement(self._id(), self.case_id, self._desk, collector, seen))
        return desk.issue_without_receipt(
            ask.IssueWithoutReceipt(
                self._id(), self.case_id, self._revision(), self._desk, collector, seen,
                applicant.document_no, ink_seen=True,
            )
        )  # fmt: skip

    def _collector(self) -> ask.Collector:
        agent, applicant = self.person.representative, self.person.applicant
        if agent is None:
            return ask.Collector(applicant.name, applicant.document_kind.title, applicant.document_no)
        return ask.Collector(
            agent.name,
            agent.document_kind.title,
            agent.document_no,
            "受托人",
            agent.authorisation,
            agent.phone,
        )

    # -- small things --------------------------------------------------------------------------------------

    def _form(self, *, lacking: bool) -> IntakeForm:
        checklist = Checklist.of(self.item, self.version)
        left_out = self.chance.randrange(len(checklist.rows)) if lacking else -1
        for index, row in enumerate(checklist.rows):
            verdict = self._verdict(row.mandatory, row.form)
            if index == left_out and row.mandatory:
                verdict = MaterialVerdict.MISSING
            checklist = checklist.judge(row.seq, verdict)
        return IntakeForm(
            item_id=self.item.item_id,
            item_version=self.version,
            applicant=self.person.applicant,
            representative=self.person.representative,
            identity=IdentityProof.LICENCE_SEEN
            if self.person.representative
            else IdentityProof.ORIGINAL_SEEN,
            checklist=checklist,
            delivery=Delivery.PICK_UP,
        )

    def _verdict(self, mandatory: bool, form: str) -> MaterialVerdict:
        if not mandatory and self._happens(NOT_NEEDED):
            return MaterialVerdict.NOT_APPLICABLE
        return MaterialVerdict.COPY if form == "复印件" else MaterialVerdict.ORIGINAL_SEEN

    def _rate(self, act_id: UUID, *, desk: bool = False) -> None:
        counter = self._desk if desk else self._window
        if self._happens(RATED):
            self.stage.rate(act_id, RatingOutcome.RATED, self.chance.choice(GRADES), counter)
        else:
            self.stage.rate(act_id, RatingOutcome.TIMED_OUT, None, counter)

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _calls(self) -> tuple[str, ...]:
        return self.chance.choice((("answered",),) * 4 + (("busy", "answered"), ("no_answer", "answered")))

    def _lost(self) -> bool:
        return self._happens(LOST)

    def _code(self, kind: PaperKind) -> str:
        return self.stage.issuance.paper_code(self.case_id, kind)

    def _revision(self) -> int:
        return self.stage.window.case(self.case_id).revision

    def _officer(self) -> str:
        return f"部门人员{self.chance.choice('甲乙丙丁')}"

    def _result_no(self) -> str:
        return f"内演〔{self.year}〕{self.chance.randrange(10_000):04d}号"

    def _platform_no(self) -> str:
        return f"411399{self.chance.randrange(10**10):010d}"

    def _minutes(self, low: int, high: int) -> timedelta:
        return MINUTE * self.chance.randint(low, high)

    def _id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    @property
    def _window(self) -> int:
        return self.stage.window.session.counter.code

    @property
    def _desk(self) -> int:
        return self.stage.issuance.session.counter.code
