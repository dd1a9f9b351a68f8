"""What happened before a journey begins: the services' own acts, by other people of the hall."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from tests.journeys.window import ITEM, NAME, NUMBER, PHONE
from yichuang_desktop import store
from yichuang_desktop.app.hall import Workplace, sit_down
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain.checklist import Checklist, MaterialVerdict
from yichuang_desktop.domain.intake_form import IdentityProof, IntakeForm
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.services import requests as ask

WINDOW, DESK = 4, 11


class Past:
    """The hall before the journey; close it before the window opens (a file has one program at a time)."""

    def __init__(self, url: str) -> None:
        self._hall = store.open_hall(url)
        self._places: list[Workplace] = []
        self.window = self._sit("clerk04", WINDOW)
        self.issuance = self._sit("issue11", DESK)
        self._administrator = self._sit("admin", WINDOW)

    def _sit(self, login: str, counter: int) -> Workplace:
        place = sit_down(self._hall, login, PASSWORD, counter, PASSWORD)
        self._places.append(place)
        return place

    def close(self) -> None:
        """Everyone goes home."""
        for place in self._places:
            place.close()
        self._hall.close()

    def at(self, moment: datetime) -> None:
        """Set the hall's clock; it runs on from there."""
        self._administrator.access.set_clock(moment, running=True)

    # -- items -----------------------------------------------------------------------------------------------

    def item(self, wanted: Callable[[ServiceItem], bool]) -> tuple[int, ServiceItem]:
        """The first item of the library that is ``wanted``."""
        views = self.window.desk.views
        return next(
            (version, item)
            for version, item in (views.item(row.item_id) for row in views.items())
            if wanted(item)
        )

    # -- acts ------------------------------------------------------------------------------------------------

    def accept(
        self,
        wanted: Callable[[ServiceItem], bool] = lambda item: item.name == ITEM,
        *,
        name: str = NAME,
        owed: bool = False,
    ) -> UUID:
        """A case just accepted; with ``owed`` the commitment is not signed yet."""
        desk, case_id = self.window.desk, uuid4()
        version, item = self.item(wanted)
        desk.open_draft(ask.OpenDraft(uuid4(), case_id, item.item_id, WINDOW))
        form = complete_form(item, version, name)
        desk.accept(ask.Accept(uuid4(), case_id, self._revision(case_id), form, WINDOW))
        if not owed:
            desk.see_commitment_signature(
                ask.SeeCommitmentSignature(uuid4(), case_id, self._revision(case_id), WINDOW)
            )
        return case_id

    def accept_conditionally(self) -> UUID:
        """A case just accepted although a material lacks; both promises are signed in ink (R-IN-5)."""
        desk, case_id = self.window.desk, uuid4()
        version, item = self.item(lambda item: bool(item.conditional_acceptance.materials))
        desk.open_draft(ask.OpenDraft(uuid4(), case_id, item.item_id, WINDOW))
        form = complete_form(item, version)
        assert form.checklist is not None
        owed = next(row.seq for row in form.checklist.rows if row.deferrable)
        form = replace(form, checklist=form.checklist.judge(owed, MaterialVerdict.DEFERRED))
        desk.handle(ask.AcceptConditionally(uuid4(), case_id, self._revision(case_id), form, WINDOW))
        desk.see_commitment_signature(
            ask.SeeCommitmentSignature(uuid4(), case_id, self._revision(case_id), WINDOW)
        )
        return case_id

    def hand_over(self, case_id: UUID) -> UUID:
        """The department has the papers."""
        code = self.code(case_id, PaperKind.COUNTERFOIL)
        request = ask.HandOver(uuid4(), case_id, self._revision(case_id), WINDOW, "部门人员甲", code)
        self.window.desk.hand_over(request)
        return case_id

    def register(self, case_id: UUID) -> UUID:
        """Counterfoil and commitment are at the issuance desk."""
        request = ask.RegisterCounterfoil(
            uuid4(), case_id, self._revision(case_id), DESK, self.code(case_id, PaperKind.COUNTERFOIL),
            self.code(case_id, PaperKind.CREDIT_COMMITMENT),
        )  # fmt: skip
        self.issuance.desk.register_counterfoil(request)
        return case_id

    def book_in(self, case_id: UUID) -> UUID:
        """The result is at the issuance desk."""
        request = ask.BookInResult(
            uuid4(), case_id, self._revision(case_id), DESK, "部门人员甲", "营业执照", "92411399MAXY00171W"
        )
        self.issuance.desk.book_in_result(request)
        return case_id

    def notify(self, case_id: UUID) -> UUID:
        """The applicant knows that the result is there."""
        request = ask.CallApplicant(uuid4(), case_id, self._revision(case_id), DESK, PHONE, "answered")
        self.issuance.desk.call_applicant(request)
        return case_id

    def ready(self, *, name: str = NAME) -> UUID:
        """A case whose applicant may come for the result."""
        return self.notify(self.book_in(self.register(self.hand_over(self.accept(name=name)))))

    def code(self, case_id: UUID, kind: PaperKind) -> str:
        """The valid code of a paper."""
        return self.window.desk.paper_code(case_id, kind)

    def _revision(self, case_id: UUID) -> int:
        return self.window.desk.case(case_id).revision


def complete_form(item: ServiceItem, version: int, name: str = NAME) -> IntakeForm:
    """Everything there and seen."""
    checklist = Checklist.of(item, version)
    for row in checklist.rows:
        verdict = MaterialVerdict.ORIGINAL_SEEN if row.mandatory else MaterialVerdict.NOT_APPLICABLE
        checklist = checklist.judge(row.seq, verdict)
    return IntakeForm(
        item_id=item.item_id,
        item_version=version,
        applicant=Applicant(name=name, document_no=NUMBER, phone=PHONE),
        identity=IdentityProof.ORIGINAL_SEEN,
        checklist=checklist,
    )
