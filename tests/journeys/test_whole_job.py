"""The whole main job with keyboard and scanner alone, and what survives a power cut."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from tests.journeys.window import INITIALS, NAME, NUMBER, PHONE, Window
from tests.printing.printer_simulator import PrinterSimulator
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.shortcuts import Key

ENTER = Qt.Key.Key_Return
ROOT = Path(__file__).parents[2]


class Keyboard:
    """A clerk without a mouse: every key goes to where the keyboard stands."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def log_in(self, login: str) -> None:
        """The PC knows its window; the keyboard stands in the log-in name."""
        screen = self.window.program.start()
        wait_until(lambda: bool(screen.hall.text()) and screen.button.isEnabled(), "the hall to open")
        self.window.hand.settle()
        self.window.hand.type_here(screen, login, enter=True)
        self.window.hand.type_here(screen, PASSWORD, enter=True)
        wait_until(lambda: self.window.program.desktop is not None, "the shell")
        self.window.hand.settle()

    def type(self, text: str, *, enter: bool = True) -> None:
        """Letters, then Enter."""
        self.window.hand.type_here(self.window.shell, text, enter=enter)

    def tap(self, *keys: Qt.Key) -> None:
        """Plain keys."""
        self.window.hand.tap(self.window.shell, *keys)

    def scan(self, case_id: UUID, kind: PaperKind) -> None:
        """What the scanner reads off a paper, and its Enter."""
        self.type(self.window.code(case_id, kind))


@pytest.mark.row("R-X-5")
def test_R_X_5_the_whole_main_job_with_keyboard_and_scanner_only(window: Window) -> None:
    keyboard = Keyboard(window)
    keyboard.log_in("clerk04")
    keyboard.type(INITIALS, enter=False)
    wait_until(lambda: bool(window.intake.item_card.search.hits()), "the item to be found")
    keyboard.tap(ENTER)
    case_id = window.intake.case_id
    assert case_id is not None
    keyboard.type(NAME)
    keyboard.tap(ENTER)
    keyboard.type(NUMBER)
    keyboard.type(PHONE)
    window.press(Key.ALT_4)
    window.press(Key.ALT_3)
    for row in window.intake.materials.table.rows_model().rows:
        keyboard.type("y" if row.mandatory else "n", enter=False)
    window.sign()
    window.press(Key.MAIN)
    assert window.acts(case_id)[-1] == "accept", window.said
    window.rate(5)
    assert window.shell.focusWidget() is window.intake.item_card.search, "the next applicant may come"

    window.press(Key.SCREEN_3)
    keyboard.scan(case_id, PaperKind.COUNTERFOIL)
    window.press(Key.ACT_1)
    keyboard.type("部门人员甲", enter=False)
    window.press(Key.MAIN)
    assert window.acts(case_id)[-2:] == ["call_department", "hand_over"], window.said
    window.close()

    desk = Window(replace(window.settings, counter_code=11))
    try:
        give_out(desk, case_id)
    finally:
        desk.close()


def give_out(desk: Window, case_id: UUID) -> None:
    """The second half, at the issuance desk."""
    keyboard = Keyboard(desk)
    keyboard.log_in("issue11")
    keyboard.scan(case_id, PaperKind.COUNTERFOIL)
    keyboard.scan(case_id, PaperKind.CREDIT_COMMITMENT)
    desk.press(Key.MAIN)
    assert desk.acts(case_id)[-1] == "register_counterfoil", desk.said
    keyboard.scan(case_id, PaperKind.COUNTERFOIL)
    keyboard.type("部门人员甲")
    keyboard.tap(ENTER)
    keyboard.type("92411399MAXY00171W", enter=False)
    desk.press(Key.MAIN)
    assert desk.acts(case_id)[-1] == "book_in_result", desk.said
    desk.press(Key.ACT_1)
    assert desk.acts(case_id)[-1] == "call_applicant", desk.said
    keyboard.scan(case_id, PaperKind.RECEIPT)
    keyboard.type(NUMBER, enter=False)
    assert not desk.why_not(Key.ACT_2), desk.why_not(Key.ACT_2)
    desk.sign()
    desk.press(Key.MAIN)
    assert desk.acts(case_id)[-1] == "issue", desk.said
    desk.rate(4)
    assert desk.shell.focusWidget() is desk.issuance.scan, "the next person may come"


@pytest.mark.row("R-X-5")
def test_R_X_5_a_paper_scanned_while_a_name_is_written_is_a_scan_all_the_same(
    window: Window, past: Callable[..., Any]
) -> None:
    case_id, other = past(lambda hall: (hall.ready(), hall.ready(name="测试样例乙")))
    window.log_in("issue11", 11)
    keyboard = Keyboard(window)
    keyboard.scan(case_id, PaperKind.RECEIPT)
    assert window.issuance.card.collect.document_no.edit.hasFocus()
    keyboard.scan(other, PaperKind.RECEIPT)
    assert window.issuance.card.collect.name.text() == "测试样例乙"
    assert window.issuance.card.collect.document_no.text() == ""


@pytest.mark.row("R-X-1")
def test_R_X_1_a_draft_survives_a_kill_of_the_window(
    hall: str, tmp_path: Path, window: Window, slips: PrinterSimulator
) -> None:
    command = [sys.executable, "-m", "tests.journeys.left_open", hall, str(tmp_path / "first")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(("src", ".")), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        line = next((line for line in child.stdout if line.startswith("saved ")), "")
        child.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        _out, errors = child.communicate()
    assert line, errors
    case_id = UUID(line.split()[1])
    window.log_in("clerk04", 4)
    table = window.intake.drafts.table
    wait_until(lambda: table.select_key(case_id), "the draft in the list")
    window.hand.write(table, "")
    assert window.intake.parties.name.text() == NAME
    assert window.intake.parties.document_no.text() == NUMBER
    verdicts = [row.verdict for row in window.intake.materials.table.rows_model().rows]
    assert verdicts[0] is not None
    assert verdicts[-1] is None
