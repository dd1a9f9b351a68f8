"""The other paths of the regulation, each a few pictures at the real window.

After the main job: a question is referred, papers may follow later, one thing is done once by several
departments, an online case is registered, messages wait to be copied; a special step stops the clocks, a
department returns a case up to its bag, a result goes by post; duties and delegations are looked at.
"""

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import Qt

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.domain.tracks import Approval, Counterfoil
from yichuang_desktop.tour.filling import FormHand
from yichuang_desktop.tour.hand import TookTooLong, wait_until
from yichuang_desktop.tour.walk import Guide
from yichuang_desktop.ui.consultation.screen import ConsultationScreen
from yichuang_desktop.ui.customer.window import Page
from yichuang_desktop.ui.intake.screen import IntakeScreen
from yichuang_desktop.ui.obligations.screen import ObligationsScreen
from yichuang_desktop.ui.online.screen import OnlineScreen
from yichuang_desktop.ui.outbox.screen import OutboxScreen
from yichuang_desktop.ui.shortcuts import Key

NAME, NUMBER, PHONE = "测试样例㛃·阿依", "411399199001010013", "15400000012"
WHO = Applicant(name=NAME, document_kind=DocumentKind.RESIDENT_ID, document_no=NUMBER, phone=PHONE)
OFFICER = "部门人员甲"
PACKAGE = "新生儿出生一件事"
TODAY = date(2026, 11, 23)
QUESTION = "临街的地下室能不能办营业执照"


class Paths:
    """Walks on where the guide's main job ends."""

    def __init__(self, guide: Guide) -> None:
        self._guide, self._hand, self._forms = guide, guide.hand, FormHand(guide)

    def walk(self) -> None:
        """Every path, each by those whose work it is."""
        self._change_to("clerk04", 4)
        self.ask()
        self.accept_conditionally()
        self.take_in_a_package()
        self.register_online()
        self.copy_to_the_platform()
        self._change_to("issue11", 11)
        self.stop_the_clocks()
        self.remind()
        self.return_a_case()
        self.mail_a_result()
        self.lists_of_the_desk()
        self._change_to("leader4", 12)
        self.look_at_the_hall()
        self._change_to("digital1", 4)
        self.see("delegations")

    # -- at the window ---------------------------------------------------------------------------------------

    def ask(self) -> None:
        """The guide beside the answer; what nobody here can answer goes to the department (R-ASK-1, 2)."""
        screen = self._guide.screen("consultation", ConsultationScreen)
        self._hand.keys(screen.item_card.search, "gtgshsl")
        wait_until(lambda: bool(screen.item_card.search.hits()), "the item to be found")
        self._press(Key.NEXT)
        wait_until(lambda: bool(screen.materials.table.rows_model().rows), "the guide")
        self._shoot("consultation-guide")
        self._hand.keys(screen.question.question, QUESTION)
        self._press(Key.ALT_T)
        form = self._forms.form("refer_question")
        self._forms.fill(form, asker=NAME, phone=PHONE, told="周科长")
        self._shoot("consultation-refer")
        self._forms.do()
        self._rate()
        self._shoot("consultation-referrals")

    def accept_conditionally(self) -> None:
        """Two papers may follow: told, signed, accepted, and owed until they are here (R-IN-5)."""
        screen = self._review("sphbjsp")
        table = screen.materials.table
        deferred = [row.seq for row in table.rows_model().rows if row.deferrable][-2:]
        self._judge(screen, deferred)
        self._shoot("conditional-review")
        self._press(Key.MAIN)
        self._shoot("conditional-told")
        self._sign(2)
        self._press(Key.MAIN)
        self._rate()
        self._guide.screen("obligations", ObligationsScreen)
        self._shoot("obligations")

    def take_in_a_package(self) -> None:
        """One form, one checklist, a part for every department (R-IN-11)."""
        screen = self._review(PACKAGE)
        self._judge(screen, ())
        self._shoot("package-review")
        case_id = screen.case_id
        self._press(Key.MAIN)
        self._shoot("package-parts-wanted")
        self._sign(1)
        self._press(Key.MAIN)
        self._rate()
        if case_id is None:
            raise TookTooLong("the package has no case")
        self._forms.open_case(case_id)
        self._shoot("package-parts")

    def register_online(self) -> None:
        """Filed on the platform: registered, pushed, accepted by the department (R-IN-12)."""
        form = self._forms.register("register_online")
        self._forms.fill(
            form, online_no="WT202611230078", applied_on="1123", item_id="gtgshsl", applicant=WHO
        )
        self._shoot("online-register")
        self._forms.do()
        screen = self._guide.screen("online", OnlineScreen)
        self._hand.tap(screen.table, Qt.Key.Key_Down)
        self._shoot("online-queue")

    def copy_to_the_platform(self) -> None:
        """Where there is no interface, one key copies one field (R-IN-7)."""
        self._guide.screen("outbox", OutboxScreen)
        self._shoot("pushes")
        self._press(Key.MAIN)
        self._hand.tap(self._guide.shell, Qt.Key.Key_Space)
        self._shoot("pushes-copy-card")
        self._press(Key.BACK)

    # -- at the issuance desk --------------------------------------------------------------------------------

    def stop_the_clocks(self) -> None:
        """A hearing: both due days move, and the applicant is told in writing (R-HO-5)."""
        case = self._someone(lambda one: self._in_review(one) and (one.promise_due or TODAY) > TODAY)
        form = self._forms.begin(case.case_id, "open_special_step")
        self._forms.fill(
            form, step="听证", own_name=" ", started_on="1123", days="4", reason="申请人书面申请听证",
            officer=OFFICER, approver="部门负责人戊",
        )  # fmt: skip
        self._shoot("special-step")
        self._forms.do()
        self._shoot("special-step-opened")

    def remind(self) -> None:
        """What falls due, who was told, and the month's report (R-REM-1)."""
        self.see("dues")
        self._press(Key.ALT_M)
        self._shoot("dues-month-report")

    def return_a_case(self) -> None:
        """The chain of 3.2.5, link by link (R-RET-1)."""
        case = self._someone(lambda one: self._in_review(one) and _came_in_person(one))
        form = self._forms.begin(case.case_id, "send_back")
        self._forms.fill(
            form, cause="materials", officer=OFFICER, platform_returned_on="1123", reasons="平面图与现场不符",
            legal_basis="办事指南第三条", sealed=True, stub_in=True, platform_noted=True,
        )  # fmt: skip
        self._shoot("return-sent-back")
        self._forms.do()
        form = self._forms.begin(case.case_id, "call_for_return")
        self._forms.fill(form, outcome="answered", said="明天上午带通知单来取")
        self._forms.do()
        self._give_back(case)
        self._forms.begin(case.case_id, "put_in_bag")
        self._shoot("archive-bag")
        self._forms.do()
        screen = self._forms.open_case(case.case_id)
        if screen.view.listed is not screen.view.links:
            self._press(Key.ALT_L)
        self._shoot("return-chain")

    def _give_back(self, case: Case) -> None:
        """Against the receipt, counted, the sealed notice with them, signed for (T28)."""
        form = self._forms.begin(case.case_id, "give_papers_back")
        number = str((case.applicant or {})["document_no"])
        receipt = self._guide.desk.paper_code(case.case_id, PaperKind.RECEIPT)
        self._forms.fill(form, collector=number, receipt_code=receipt, counted=True, notice_given=True)
        self._sign(1)
        self._shoot("return-given-back")
        self._forms.do()
        self._rate()

    def mail_a_result(self) -> None:
        """The slip's number is checked as it is scanned; the slip is kept (R-OUT-4)."""
        case = self._to_be_mailed()
        form = self._forms.begin(case.case_id, "mail_result")
        self._forms.fill(form, name=NAME, phone=PHONE, address="样例县样例路1号", taken_by="马速递",
                         waybill_no="1234567890123", slip_kept=True)  # fmt: skip
        self._shoot("mail-result")
        self._forms.do()

    def lists_of_the_desk(self) -> None:
        """What goes back and what is mailed; what is left on the desk at the day's end."""
        self.see("returns")
        self.see("day_close")

    def look_at_the_hall(self) -> None:
        """A leader's: duties by date, bags and ledgers, the day's close."""
        for name in ("duties", "archive", "ledger", "day_close"):
            self.see(name)

    # -- small things ----------------------------------------------------------------------------------------

    def see(self, name: str) -> None:
        """A picture of a screen."""
        self._guide.shell.show_screen(name)
        self._shoot(f"screen-{name.replace('_', '-')}")

    def _change_to(self, login: str, counter: int) -> None:
        self._guide.log_out()
        self._guide.log_in(login, counter)

    def _review(self, typed: str) -> IntakeScreen:
        """The intake of an item with everything but the verdicts."""
        screen = self._guide.screen("intake", IntakeScreen)
        self._hand.keys(screen.item_card.search, typed)
        wait_until(lambda: bool(screen.item_card.search.hits()), f"{typed} to be found")
        self._press(Key.NEXT)
        wait_until(lambda: screen.case_id is not None, "the draft to be opened")
        parties = screen.parties
        for field, text in ((parties.name, NAME), (parties.document_no, NUMBER), (parties.phone, PHONE)):
            self._hand.write(field, text)
        self._press(Key.ALT_4)
        return screen

    def _judge(self, screen: IntakeScreen, deferred: Iterable[int]) -> None:
        table, later = screen.materials.table, frozenset(deferred)
        for row in table.rows_model().rows:
            table.select_key(row.seq)
            self._hand.keys(table, "d" if row.seq in later else "y" if row.mandatory else "n")

    def _sign(self, texts: int) -> None:
        """F11: the citizen reads and signs one text after the other."""
        customer = self._guide.customer
        self._press(Key.ACT_2)
        for _ in range(texts):
            self._hand.sign(customer)
            self._hand.click(customer.sign_page.confirm)
        self._hand.settle()

    def _rate(self) -> None:
        wait_until(lambda: self._guide.customer.page is Page.RATE, "the invitation to rate")
        self._hand.rate(self._guide.customer, 5)

    def _in_review(self, case: Case) -> bool:
        """At a department, over the counter, its counterfoil registered."""
        counter = case.channel is Channel.COUNTER and not case.part_of
        registered = case.tracks.counterfoil is Counterfoil.WITH_ISSUANCE
        return counter and registered and case.tracks.approval is Approval.IN_REVIEW

    def _someone(self, wanted: Callable[[Case], bool]) -> Case:
        """A case of the demonstration hall as the story needs one."""
        for row in self._guide.desk.views.due_cases():
            case = self._guide.desk.case(row.case_id)
            if wanted(case):
                return case
        raise TookTooLong("the demonstration hall has no such case")

    def _to_be_mailed(self) -> Case:
        for row in self._guide.desk.views.results_to_collect():
            case = self._guide.desk.case(row.case_id)
            if case.allows("mail_result"):
                return case
        raise TookTooLong("no result of the demonstration hall may be mailed")

    def _press(self, key: Key) -> None:
        self._hand.press(self._guide.shell, key)

    def _shoot(self, name: str) -> None:
        self._guide.shoot(name)


def _came_in_person(case: Case) -> bool:
    """A person who acts for nobody and is acted for by nobody."""
    return case.representative is None and (case.applicant or {}).get("document_kind") == "resident_id"
