"""What nobody knows to be on paper stands before the clerk first thing after log-in (R-X-1)."""

import pytest

from tests.journeys.window import Window
from yichuang_desktop.app.printers import make_spooler
from yichuang_desktop.domain.print_jobs import JobState
from yichuang_desktop.services.papers_made import SLIP, printer_at
from yichuang_desktop.services.requests import Reprint
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.prints.screen import PrintsScreen
from yichuang_desktop.ui.shortcuts import Key

PRINTER = printer_at(SLIP, 4)


def crash_while_printing(window: Window) -> str:
    """A further slip is claimed and saved by a program that then is gone; its job."""
    assert window.program.desktop is not None
    desk, access = window.desk, window.program.desktop.workplace.access
    window.program.desktop.printers.stop()
    job = next(row for row in desk.views.prints(open_only=False) if row.printer == PRINTER)
    desk.reprint(Reprint(job.job_id))
    dead = make_spooler(access.jobs(), window.program.settings, 4)
    claimed = dead.store.claim_next(PRINTER, dead.seat, 180, dead.key_of(PRINTER))
    assert claimed is not None
    assert dead.store.save_rendered(claimed, b"\x1b@", "digest", "1")
    return claimed.id


@pytest.mark.row("R-X-1")
def test_R_X_1_a_print_in_doubt_is_shown_first_and_asked_about_once(window: Window) -> None:
    window.log_in("clerk04", 4)
    job_id = crash_while_printing(window)
    window.log_out()
    window.log_in("clerk04", 4)
    wait_until(
        lambda: isinstance(window.shell.current_screen, PrintsScreen), "the list of prints to be shown"
    )
    screen = window.shell.current_screen
    assert isinstance(screen, PrintsScreen)
    wait_until(lambda: any(line.asks for line in screen.table.rows_model().rows), "the question")
    screen.table.select_key(job_id)
    window.hand.settle()
    window.picture("R-X-1")
    assert [act.text for act in window.shell.act_bar.acts][-1] == "完整"
    window.press(Key.MAIN)
    window.hand.settle()
    rows = window.desk.views.prints(open_only=False, limit=2000)
    assert next(row for row in rows if row.job_id == job_id).state == JobState.ACCEPTED.value
    assert not [row for row in rows if row.state == JobState.UNKNOWN.value]
