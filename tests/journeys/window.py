"""A clerk at the real window: the whole program in this process, worked by keys, scans and a pen."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from yichuang_desktop.app.program import Program
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services.ports import CaseFile, RecordedAct
from yichuang_desktop.settings import Settings, load
from yichuang_desktop.tour.hand import Hand, wait_until
from yichuang_desktop.ui.customer.window import CustomerWindow, Page
from yichuang_desktop.ui.handover.screen import HandoverScreen
from yichuang_desktop.ui.intake.screen import IntakeScreen
from yichuang_desktop.ui.issuance.screen import IssuanceScreen
from yichuang_desktop.ui.main_window import Shell
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.shortcuts import Key

S = TypeVar("S", bound=Screen)
PICTURES = "YICHUANG_PICTURES"
"""Folder in which the journeys leave their pictures, if any."""
NAME, NUMBER, PHONE = "测试样例㛃·阿依", "411399199001010013", "15400000012"
ITEM, INITIALS = "个体工商户设立登记", "gtgshsl"


def settings_for(url: str, folder: Path, slip_printer: str) -> Settings:
    """A PC whose A4 papers go to a folder and whose slips go to ``slip_printer``."""
    return replace(
        load({}, {}),
        database_url=url,
        pdf_folder=folder / "papers",
        camera_folder=folder / "camera",
        papers_to_folder=True,
        slip_printer=slip_printer,
        counter_code=4,
        sounds=False,
    )


class Window:
    """One program with a person at it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.program = Program(settings)
        # A journey waits until nothing is to do, and shows two screens of ten.
        self.program.warm_up = False
        self.hand = Hand(self.program.tasks)

    # -- coming and going ------------------------------------------------------------------------------------

    def log_in(self, login: str, counter: int) -> None:
        """Name and password on the log-in window."""
        if self.program.login is None:
            self.program.start()
        screen = self.program.login
        assert screen is not None
        wait_until(lambda: bool(screen.hall.text()) and screen.button.isEnabled(), "the hall to open")
        screen.counter.set_value(counter)
        self.hand.keys(screen.login, login)
        self.hand.write(screen.password, PASSWORD)
        wait_until(lambda: self.program.desktop is not None, f"the shell; it said {screen.note.text()!r}")
        self.hand.settle()

    def log_out(self) -> None:
        """Ctrl+L."""
        self.hand.press(self.shell, Key.LOG_OUT)
        wait_until(lambda: self.program.login is not None, "the log-in window")

    def change_to(self, login: str, counter: int) -> None:
        """Another person at another window."""
        self.log_out()
        self.log_in(login, counter)

    def close(self) -> None:
        """Everyone goes home."""
        if self.program.desktop is not None:
            self.program.desktop.shell.close()
            wait_until(lambda: self.program.desktop is None, "the hall to be left")
        self.program.close()
        QApplication.processEvents()

    # -- what is there ---------------------------------------------------------------------------------------

    @property
    def shell(self) -> Shell:
        assert self.program.desktop is not None
        return self.program.desktop.shell

    @property
    def customer(self) -> CustomerWindow:
        assert self.program.desktop is not None
        return self.program.desktop.customer

    @property
    def desk(self) -> Any:
        assert self.program.desktop is not None
        return self.program.desktop.desk

    @property
    def intake(self) -> IntakeScreen:
        return self._screen(Key.SCREEN_2, IntakeScreen)

    @property
    def handover(self) -> HandoverScreen:
        return self._screen(Key.SCREEN_3, HandoverScreen)

    @property
    def issuance(self) -> IssuanceScreen:
        return self._screen(Key.SCREEN_4, IssuanceScreen)

    def _screen(self, key: Key, kind: type[S]) -> S:
        if not isinstance(self.shell.current_screen, kind):
            self.hand.press(self.shell, key)
        screen = self.shell.current_screen
        assert isinstance(screen, kind)
        return screen

    @property
    def said(self) -> str:
        """What the foot line said last."""
        assert self.program.desktop is not None
        history = self.program.desktop.messages.history
        return history[-1].text if history else ""

    def why_not(self, key: Key = Key.MAIN) -> str:
        """Why the act of that key cannot be done; empty when it can."""
        return next(act.reason for act in self.shell.act_bar.acts if act.key is key)

    def offered(self, key: Key = Key.MAIN) -> str:
        """The words of the act of that key."""
        return next(act.text for act in self.shell.act_bar.acts if act.key is key)

    # -- evidence --------------------------------------------------------------------------------------------

    def file(self, case_id: UUID) -> CaseFile:
        """The case as the database has it now."""
        file = self.desk.views.case_file(case_id)
        assert isinstance(file, CaseFile)
        return file

    def acts(self, case_id: UUID) -> Sequence[str]:
        """The kinds of the acts of a case, in order."""
        return [act.kind for act in self.file(case_id).history]

    def act(self, case_id: UUID, kind: str) -> RecordedAct:
        """The one act of that kind."""
        (act,) = [one for one in self.file(case_id).history if one.kind == kind]
        return act

    def code(self, case_id: UUID, kind: PaperKind) -> str:
        """The valid code of a paper of the case: what a scanner reads off it."""
        code = self.desk.paper_code(case_id, kind)
        assert isinstance(code, str)
        return code

    def picture(self, row: str, *, citizen: bool = False) -> None:
        """Keep what stands on screen for docs/coverage.md when pictures are being taken (tools/coverage.py).

        ``row`` is the row's id, with a suffix where a row has several: ``R-IN-5``, ``R-IN-5-notice``.
        """
        folder = os.environ.get(PICTURES)
        if folder:
            self.hand.settle()
            seen = self.customer if citizen else self.shell
            assert seen.grab().save(str(Path(folder) / f"{row}.png"))

    # -- what a clerk does -----------------------------------------------------------------------------------

    def press(self, key: Key) -> None:
        """A key of the program."""
        self.hand.press(self.shell, key)

    def refuse(self, case_id: UUID, words: str, key: Key = Key.MAIN) -> None:
        """Press a key that must not do anything yet: the reason is said and no act is recorded."""
        before = self.acts(case_id)
        self.press(key)
        assert words in self.said, self.said
        assert self.acts(case_id) == before

    def find_item(self, initials: str = INITIALS) -> UUID:
        """Type into the item's box and take the first hit; gives the draft's case."""
        search = self.intake.item_card.search
        self.hand.keys(search, initials)
        wait_until(lambda: bool(search.hits()), "the item to be found")
        self.press(Key.NEXT)
        case_id = self.intake.case_id
        assert case_id is not None
        return case_id

    def fill_in(self, *, materials: bool = True) -> None:
        """The applicant, the proof of identity, every verdict."""
        parties = self.intake.parties
        self.hand.write(parties.name, NAME)
        self.hand.write(parties.document_no, NUMBER)
        self.hand.write(parties.phone, PHONE)
        self.press(Key.ALT_4)
        if materials:
            self.judge_all()

    def judge_all(self, but: dict[int, str] | None = None) -> None:
        """``y`` for what must be there, ``n`` for the rest; ``but`` gives other letters by number."""
        table = self.intake.materials.table
        for row in table.rows_model().rows:
            table.select_key(row.seq)
            self.hand.keys(table, (but or {}).get(row.seq, "y" if row.mandatory else "n"))

    def sign(self) -> None:
        """F11, then the citizen reads, signs and confirms."""
        self.press(Key.ACT_2)
        self.hand.sign(self.customer)
        self.hand.click(self.customer.sign_page.confirm)

    def rate(self, grade: int) -> None:
        """The citizen presses a grade."""
        wait_until(lambda: self.customer.page is Page.RATE, "the invitation to rate")
        button = next(one for one in self.customer.rate_page.buttons if one.grade == grade)

        def pressed() -> bool:
            """A press too soon after the page came counts for nothing: one presses again."""
            self.hand.click(button)
            return self.customer.page is not Page.RATE

        wait_until(pressed, "the grade to be taken")

    def papers(self, count: int) -> list[Path]:
        """The A4 papers that came out, once there are so many."""
        folder = self.settings.pdf_folder
        wait_until(lambda: len(list(folder.glob("*.pdf"))) >= count, f"{count} papers in {folder}")
        return sorted(folder.glob("*.pdf"))


def clear_away() -> None:
    """Delete every window that was opened: what is left over would be dressed again and again."""
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
