"""The walk itself: one application from the first word to the licence, as a clerk and a citizen do it."""

from pathlib import Path
from typing import TypeVar
from uuid import UUID

from yichuang_desktop.app.program import Program
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.tour.hand import Camera, Hand, TookTooLong, wait_until
from yichuang_desktop.ui.customer.window import CustomerWindow, Page
from yichuang_desktop.ui.handover.screen import HandoverScreen
from yichuang_desktop.ui.intake.screen import IntakeScreen
from yichuang_desktop.ui.issuance.screen import IssuanceScreen
from yichuang_desktop.ui.main_window import Shell
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.stalls import StallWatch

T = TypeVar("T")
SIZE = (1366, 768)
LONGEST_UNIT = "内乡县演示样例现代农业产业化联合体种植养殖农民专业合作社联合社（有限合伙）第一分社"


class Guide:
    """One walk through the hall."""

    def __init__(self, program: Program, folder: Path, watch: StallWatch) -> None:
        self.program, self.folder = program, folder
        self.hand = Hand(program.tasks)
        self.camera = Camera(folder, watch)
        self.receipt_no = ""

    # -- where we are ----------------------------------------------------------------------------------------

    @property
    def shell(self) -> Shell:
        """The clerk's window."""
        if self.program.desktop is None:
            raise TookTooLong("nobody is logged in")
        return self.program.desktop.shell

    @property
    def customer(self) -> CustomerWindow:
        """The citizen's window."""
        if self.program.desktop is None:
            raise TookTooLong("nobody is logged in")
        return self.program.desktop.customer

    def shoot(self, name: str) -> None:
        """A picture of the clerk's window."""
        self.hand.settle()
        self.camera.shoot(self.shell, name)

    # -- the walk --------------------------------------------------------------------------------------------

    def walk(self) -> None:
        """The whole tour."""
        self.log_in("clerk04", 4, picture=True)
        self.take_in()
        self.longest_names()
        self.hand_over()
        self.log_out()
        self.log_in("issue11", 11)
        self.register()
        self.book_in_and_call()
        self.issue()
        self.lose_a_receipt()
        self.look_around()
        self.log_out()
        self.log_in("library1", 4)
        self.see_the_library()

    def log_in(self, login: str, counter: int, *, picture: bool = False) -> None:
        """Name and password at the log-in window."""
        if self.program.login is None:
            self.program.start()
        screen = self.program.login
        if screen is None:
            raise TookTooLong("no log-in window")
        screen.resize(*SIZE)
        wait_until(lambda: bool(screen.hall.text()) and screen.button.isEnabled(), "the hall to open")
        screen.counter.set_value(counter)
        self.hand.keys(screen.login, login)
        self.hand.keys(screen.password, PASSWORD)
        if picture:
            self.camera.shoot(screen, "login")
        self.hand.click(screen.button)
        wait_until(lambda: self.program.desktop is not None, "the shell")
        self.shell.resize(*SIZE)
        self.hand.settle()

    def log_out(self) -> None:
        """Ctrl+L."""
        self.hand.press(self.shell, Key.LOG_OUT)
        wait_until(lambda: self.program.login is not None, "the log-in window")

    def take_in(self) -> None:
        """Item, applicant, checklist, signature, acceptance, rating (R-IN-1, R-IN-2, R-IN-3, R-IN-9)."""
        screen = self.screen("intake", IntakeScreen)
        self.shoot("intake-empty")
        search = screen.item_card.search
        search.setFocus()
        self.hand.keys(search, "gtgshsl")
        wait_until(lambda: bool(search.hits()), "the item to be found")
        self.shoot("intake-search")
        self.hand.press(self.shell, Key.NEXT)
        wait_until(lambda: screen.case_id is not None, "the draft to be opened")
        parties = screen.parties
        self.hand.write(parties.name, "测试样例㛃·阿依")
        self.hand.write(parties.document_no, "411399199001010013")
        self.hand.write(parties.phone, "15400000012")
        self.hand.press(self.shell, Key.ALT_4)
        screen.materials.focus_first_open()
        self.hand.keys(screen.materials.table, "yyx")
        self.shoot("intake-missing")
        for seq in screen.open_materials():
            screen.materials.table.select_key(seq)
            row = screen.materials.table.current_row()
            self.hand.keys(screen.materials.table, "y" if row is None or row.mandatory else "n")
        self.shoot("intake-complete")
        self.hand.press(self.shell, Key.ACT_2)
        wait_until(lambda: self.customer.page is Page.SIGN, "the commitment on the citizen's screen")
        self.camera.shoot(self.customer, "citizen-reads")
        self.hand.sign(self.customer)
        self.camera.shoot(self.customer, "citizen-signs")
        self.hand.click(self.customer.sign_page.confirm)
        self.shoot("intake-signed")
        self.hand.press(self.shell, Key.MAIN)
        wait_until(lambda: self.customer.page is Page.RATE, "the invitation to rate")
        self.receipt_no = self.shell.foot.words.text().split()[1].split("　")[0]
        self.rate("citizen-rates-intake", 5)
        self.shoot("intake-accepted")

    def rate(self, picture: str, grade: int) -> None:
        """The citizen presses a grade."""
        wait_until(lambda: self.customer.page is Page.RATE, "the invitation to rate")
        self.camera.shoot(self.customer, picture)
        self.hand.rate(self.customer, grade)

    def hand_over(self) -> None:
        """Call the department, see the officer's signature, hand over (R-HO-1, R-HO-2)."""
        screen = self.screen("handover", HandoverScreen)
        self.shoot("handover-queue")
        self.hand.scan(screen.panel.scan, self._code(PaperKind.COUNTERFOIL))
        self.hand.press(self.shell, Key.ACT_1)
        self.hand.scan(screen.panel.scan, self._code(PaperKind.COUNTERFOIL))
        self.hand.keys(screen.panel.officer, "部门人员甲")
        self.shoot("handover-signed")
        self.hand.press(self.shell, Key.MAIN)
        self.shoot("handover-done")

    def register(self) -> None:
        """Counterfoil and commitment, both scanned (R-HO-3)."""
        screen = self.screen("issuance", IssuanceScreen)
        self.shoot("issuance-empty")
        self.hand.scan(screen.scan, self._code(PaperKind.COUNTERFOIL))
        self.hand.scan(screen.scan, self._code(PaperKind.CREDIT_COMMITMENT))
        self.shoot("issuance-register")
        self.hand.press(self.shell, Key.MAIN)

    def book_in_and_call(self) -> None:
        """The department brings the licence; the applicant is phoned (R-OUT-1)."""
        screen = self.screen("issuance", IssuanceScreen)
        self.hand.scan(screen.scan, self._code(PaperKind.COUNTERFOIL))
        page = screen.card.book_in
        self.hand.keys(page.officer, "部门人员甲")
        self.hand.keys(page.result_no, "92411399MAXY00171W")
        self.shoot("issuance-book-in")
        self.hand.press(self.shell, Key.MAIN)
        self.shoot("issuance-to-call")
        self.hand.press(self.shell, Key.ACT_1)

    def issue(self) -> None:
        """Scan the receipt, check the person, sign, issue, rate (R-OUT-2)."""
        screen = self.screen("issuance", IssuanceScreen)
        self.hand.scan(screen.scan, self._code(PaperKind.RECEIPT))
        self.hand.keys(screen.card.collect.document_no, "411399199001010013")
        self.shoot("issuance-check")
        self.hand.press(self.shell, Key.ACT_2)
        self.hand.sign(self.customer)
        self.camera.shoot(self.customer, "citizen-signs-collection")
        self.hand.click(self.customer.sign_page.confirm)
        self.shoot("issuance-ready")
        self.hand.press(self.shell, Key.MAIN)
        self.rate("citizen-rates-collection", 4)
        self.shoot("issuance-issued")

    def lose_a_receipt(self) -> None:
        """A lost receipt: original, statement, signature; the old code is void (R-OUT-3)."""
        screen = self.screen("issuance", IssuanceScreen)
        case = self._someone_waiting()
        applicant = case.applicant or {}
        screen.on_handed(case.case_id)
        self.hand.settle()
        self.hand.press(self.shell, Key.ALT_Y)
        self.hand.keys(screen.card.collect.document_no, str(applicant["document_no"]))
        self.shoot("issuance-lost-receipt")
        old = self._code_of(case.case_id, PaperKind.RECEIPT)
        self.hand.press(self.shell, Key.ACT_2)
        self.hand.sign(self.customer)
        self.camera.shoot(self.customer, "citizen-signs-statement")
        self.hand.click(self.customer.sign_page.confirm)
        self.hand.press(self.shell, Key.MAIN)
        self.rate("citizen-rates-again", 5)
        self.hand.scan(screen.scan, old)
        self.shoot("issuance-revoked-receipt")
        self.hand.press(self.shell, Key.BACK)

    def _someone_waiting(self) -> Case:
        """A person who was phoned and comes in person."""
        desk = self.desk
        for row in desk.views.results_to_collect():
            case = desk.case(row.case_id)
            applicant = case.applicant or {}
            over_the_counter = case.channel is Channel.COUNTER and not case.part_of
            if (
                over_the_counter
                and case.representative is None
                and applicant.get("document_kind") == "resident_id"
            ):
                return case
        raise TookTooLong("nobody waits for a result in the demonstration hall")

    def longest_names(self) -> None:
        """The item and the unit with the longest names, an agent beside: everything is still readable."""
        screen = self.screen("intake", IntakeScreen)
        item = max(self.desk.views.items(), key=lambda row: len(row.name))
        self.hand.keys(screen.item_card.search, item.name)
        wait_until(lambda: bool(screen.item_card.search.hits()), "the longest item to be found")
        self.shoot("longest-search")
        self.hand.press(self.shell, Key.NEXT)
        wait_until(lambda: screen.case_id is not None, "the draft to be opened")
        self.hand.write(screen.parties.name, LONGEST_UNIT)
        self.hand.press(self.shell, Key.ALT_A)
        self.hand.keys(screen.parties.agent_name, "阿卜杜热合曼·测试·买买提江")
        self.shoot("longest-names")
        self.hand.press(self.shell, Key.ALT_N)

    def look_around(self) -> None:
        """The timeline of the case, its papers, and the other screens."""
        self.shell.show_screen("case", self._case_id())
        self.hand.settle()
        self.shoot("case-timeline")
        self.hand.press(self.shell, Key.PREVIEW)
        self.shoot("case-papers")
        for name in ("ledger", "prints", "devices"):
            self.shell.show_screen(name)
            self.hand.settle()
            self.shoot(f"screen-{name}")

    def see_the_library(self) -> None:
        """The library keeper's screen."""
        self.shell.show_screen("library")
        self.hand.settle()
        self.shoot("screen-library")

    # -- small things ----------------------------------------------------------------------------------------

    def last_words(self) -> str:
        """What the foot line said last, for whoever has to find out why the walk ended."""
        desktop = self.program.desktop
        return desktop.messages.history[-1].text if desktop and desktop.messages.history else ""

    def screen(self, name: str, kind: type[T]) -> T:
        """Show a screen. Raises TookTooLong when it is of another kind."""
        self.shell.show_screen(name)
        self.hand.settle()
        screen = self.shell.current_screen
        if not isinstance(screen, kind):
            raise TookTooLong(f"the screen {name} is not there")
        return screen

    @property
    def desk(self) -> Desk:
        """What the person at the window may do."""
        if self.program.desktop is None:
            raise TookTooLong("nobody is logged in")
        return self.program.desktop.desk

    def _case_id(self) -> UUID:
        return self.desk.find(self.receipt_no)

    def _code(self, kind: PaperKind) -> str:
        """What the scanner reads off the paper in the hand."""
        return self._code_of(self._case_id(), kind)

    def _code_of(self, case_id: UUID, kind: PaperKind) -> str:
        return self.desk.paper_code(case_id, kind)
