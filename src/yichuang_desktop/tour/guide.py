"""The tour through the main job: from the department's checklist to the issued licence (issue of the house).

It makes a demonstration hall, logs in at window 4, takes an application in, has the commitment signed,
accepts, hands the papers over, goes to the issuance desk, registers, books in, phones, issues and is rated;
then shows a lost receipt, the timeline and the ledger.  Pictures, papers and slips stay in the folder.
"""

import os
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication

from yichuang_desktop.app import demo
from yichuang_desktop.app.program import Program, make_application
from yichuang_desktop.demonstration.building import HALL_ZONE, PASSWORD
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.printing.profiles import load_profiles
from yichuang_desktop.printing.slip_preview import preview_slip
from yichuang_desktop.settings import Settings, load
from yichuang_desktop.tour.hand import Camera, Hand, TookTooLong, offscreen_platform, wait_until
from yichuang_desktop.ui.customer.window import CustomerWindow, Page
from yichuang_desktop.ui.handover.screen import HandoverScreen
from yichuang_desktop.ui.intake.screen import IntakeScreen
from yichuang_desktop.ui.issuance.screen import IssuanceScreen
from yichuang_desktop.ui.main_window import Shell
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.stalls import StallWatch

T = TypeVar("T")
TOUR_TIME = datetime(2026, 11, 23, 14, 26, tzinfo=HALL_ZONE)
CASES = 300
LONGEST_STALL_MS = 50
SIZE = (1366, 768)


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
        self.hand_over()
        self.log_out()
        self.log_in("issue11", 11)
        self.register()
        self.book_in_and_call()
        self.issue()
        self.lose_a_receipt()
        self.look_around()

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
        screen = self._screen("intake", IntakeScreen)
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
        self.hand.click(next(one for one in self.customer.rate_page.buttons if one.grade == grade))

    def hand_over(self) -> None:
        """Call the department, see the officer's signature, hand over (R-HO-1, R-HO-2)."""
        screen = self._screen("handover", HandoverScreen)
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
        screen = self._screen("issuance", IssuanceScreen)
        self.shoot("issuance-empty")
        self.hand.scan(screen.scan, self._code(PaperKind.COUNTERFOIL))
        self.hand.scan(screen.scan, self._code(PaperKind.CREDIT_COMMITMENT))
        self.shoot("issuance-register")
        self.hand.press(self.shell, Key.MAIN)

    def book_in_and_call(self) -> None:
        """The department brings the licence; the applicant is phoned (R-OUT-1)."""
        screen = self._screen("issuance", IssuanceScreen)
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
        screen = self._screen("issuance", IssuanceScreen)
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
        """Another applicant has lost the receipt (R-OUT-3)."""
        screen = self._screen("issuance", IssuanceScreen)
        screen.lists.turn_to(2)
        self.hand.settle()
        row = screen.lists.first_row()
        if row is None:
            raise TookTooLong("nobody waits for a result in the demonstration hall")
        screen.lists.taken.emit(row)
        self.hand.settle()
        self.hand.press(self.shell, Key.ALT_Y)
        self.shoot("issuance-lost-receipt")
        self.hand.press(self.shell, Key.BACK)

    def look_around(self) -> None:
        """The timeline of the case and the other screens."""
        for name in ("case", "ledger", "prints"):
            self.shell.show_screen(name, self._case_id() if name == "case" else None)
            self.hand.settle()
            self.shoot(f"screen-{name}")

    # -- small things ----------------------------------------------------------------------------------------

    def last_words(self) -> str:
        """What the foot line said last, for whoever has to find out why the walk ended."""
        desktop = self.program.desktop
        return desktop.messages.history[-1].text if desktop and desktop.messages.history else ""

    def _screen(self, name: str, kind: type[T]) -> T:
        self.shell.show_screen(name)
        self.hand.settle()
        screen = self.shell.current_screen
        if not isinstance(screen, kind):
            raise TookTooLong(f"the screen {name} is not there")
        return screen

    def _case_id(self) -> object:
        desk = self.program.desktop.desk if self.program.desktop else None
        return desk.find(self.receipt_no) if desk else None

    def _code(self, kind: PaperKind) -> str:
        desk = self.program.desktop.desk if self.program.desktop else None
        if desk is None:
            raise TookTooLong("nobody is logged in")
        return desk.paper_code(desk.find(self.receipt_no), kind)


def run_tour(folder: Path, scale: float = 1.0) -> int:
    """Walk, keep everything, and say what was wrong; 0 when nothing was."""
    for part in ("hall", "papers", "slips"):
        shutil.rmtree(folder / part, ignore_errors=True)
    if not os.environ.get("DISPLAY") and os.name != "nt":
        os.environ["QT_QPA_PLATFORM"] = offscreen_platform(folder.resolve() / "hall", scale)
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    app = make_application(["yichuang"], always_shipped=True)
    settings = _settings(folder)
    print("演示大厅：正在准备…", flush=True)
    demo.build(settings.database_url, at=TOUR_TIME, cases=CASES)
    program = Program(settings)
    watch = StallWatch()
    guide = Guide(program, folder, watch)
    watch.start()
    try:
        guide.walk()
    except TookTooLong as late:
        print(f"✗ {late}；页脚：{guide.last_words()}", flush=True)
        raise
    else:
        wait_until(lambda: bool(list(settings.pdf_folder.glob("*.pdf"))), "the papers")
    finally:
        watch.stop()
        _leave(program, app)
    _collect(settings, folder)
    return _verdict(guide, watch)


def _settings(folder: Path) -> Settings:
    hall = folder.resolve() / "hall"
    return replace(
        load({}, {}),
        database_url=f"sqlite:///{(hall / 'hall.sqlite').as_posix()}",
        pdf_folder=folder.resolve() / "papers",
        a4_printer="pdf",
        slip_printer=(folder.resolve() / "slips").as_uri(),
        counter_code=4,
        sounds=False,
    )


def _leave(program: Program, app: QApplication) -> None:
    if program.desktop is not None:
        program.desktop.shell.close()
    program.close()
    app.processEvents()


def _collect(settings: Settings, folder: Path) -> None:
    """A picture beside every slip, drawn from its bytes."""
    profile = load_profiles()[settings.slip_profile]
    for slip in sorted((folder / "slips").glob("*.bin")):
        slip.with_suffix(".png").write_bytes(preview_slip(slip.read_bytes(), profile))


def _verdict(guide: Guide, watch: StallWatch) -> int:
    print(f"导览完成：{guide.camera.count} 张截图，在 {guide.folder}")
    for text in guide.camera.cut:
        print(f"✗ 文字被截断：{text}")
    for stall in watch.longest():
        print(f"  界面停顿 {stall}")
    return 1 if guide.camera.cut else 0
