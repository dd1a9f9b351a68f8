"""The printer is absent (R-X-1): the act stands, the job waits, and one paper comes out in the end."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.hands import Hands, assert_clear
from tests.printing.printer_simulator import PrinterSimulator, closed_port
from tests.soak.small_hall import DESK, WINDOW
from yichuang_desktop.app.printers import make_spooler
from yichuang_desktop.domain.print_jobs import FailureKind, JobState
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.printing.spooler import Report, Spooler
from yichuang_desktop.services.papers_made import printer_at
from yichuang_desktop.services.requests import MovePrint
from yichuang_desktop.settings import Settings, load

SLIP, A4 = printer_at("slip", WINDOW), printer_at("a4", WINDOW)


def spooler_of(hands: Hands, settings: Settings) -> Spooler:
    """The window's own spooler."""
    return make_spooler(hands.clerk.access.jobs(), settings, WINDOW)


def settings_with(folder: Path, slip: str = "", a4: str = "pdf") -> Settings:
    """A PC with these printers."""
    return replace(load({"pdf_folder": folder / "papers"}), slip_printer=slip, a4_printer=a4)


def state_of(hands: Hands, job_id: str) -> JobState:
    """What the list of prints says of a job."""
    with hands.clerk.access.begin() as work:
        return work.print_job(job_id).state


def test_R_X_1_an_absent_slip_printer_holds_the_slip_until_it_is_back(hands: Hands, folder: Path) -> None:
    port = closed_port()
    spooler = spooler_of(hands, settings_with(folder, slip=f"tcp://127.0.0.1:{port}"))
    case_id = hands.accepted()
    (report,) = spooler.drain(SLIP)
    assert_held_up(report, FailureKind.UNREACHABLE)
    assert state_of(hands, report.job.id) is JobState.QUEUED
    assert hands.clerk.desk.case(case_id).receipt_no, "the acceptance stands without its slip"
    with PrinterSimulator(port=port) as printer:
        (again,) = spooler.drain(SLIP)
        assert spooler.drain(SLIP) == ()
        printer.wait_for_end(1)
    assert again.job.id == report.job.id
    assert state_of(hands, report.job.id) in (JobState.SENT, JobState.CONFIRMED)
    assert len(printer.slips) == 1, "one slip, whatever was tried before"


@pytest.mark.usefixtures("qapp")
def test_R_X_1_a_removed_a4_printer_fails_the_paper_not_the_act(hands: Hands, folder: Path) -> None:
    spooler = spooler_of(hands, settings_with(folder, a4="没有这台打印机"))
    case_id = hands.accepted()
    reports = spooler.drain(A4)
    assert len(reports) >= 3
    for report in reports:
        assert report.delivery.failure is FailureKind.NO_SUCH_PRINTER
        assert_clear(say_code(report.delivery.failure.sentence_code, {"printer": report.job.printer}))
        assert state_of(hands, report.job.id) is JobState.FAILED
    assert hands.clerk.desk.case(case_id).receipt_no
    listed = {row.job_id for row in hands.clerk.desk.views.prints()}
    assert {report.job.id for report in reports} <= listed, "they stay on the list to be printed elsewhere"


def test_R_X_1_a_folder_that_cannot_be_written_keeps_the_papers_waiting(hands: Hands, folder: Path) -> None:
    (folder / "papers").write_text("a file where the folder should be", encoding="utf-8")
    spooler = spooler_of(hands, settings_with(folder))
    hands.accepted()
    (report,) = spooler.drain(SLIP)
    assert_held_up(report, FailureKind.WRITE_FAILED)
    (folder / "papers").unlink()
    (again,) = spooler.drain(SLIP)
    assert again.state is JobState.CONFIRMED
    assert len(list((folder / "papers").rglob("*.bin"))) == 1


def assert_held_up(report: Report, failure: FailureKind) -> None:
    """The fault hit, and is told in a sentence that says what to do."""
    assert report.held_up
    assert report.delivery.failure is failure
    assert_clear(say_code(failure.sentence_code, {"printer": report.job.printer}))


@pytest.mark.usefixtures("qapp")
def test_R_X_1_a_slip_whose_printer_is_gone_comes_out_as_the_a4_receipt(hands: Hands, folder: Path) -> None:
    plain = settings_with(folder, slip=f"tcp://127.0.0.1:{closed_port()}")
    spooler = spooler_of(hands, replace(plain, papers_to_folder=True))
    hands.accepted()
    spooler.drain(A4)
    (report,) = spooler.drain(SLIP)
    assert_held_up(report, FailureKind.UNREACHABLE)
    hands.clerk.desk.move_print(MovePrint(report.job.id, A4))
    assert spooler.drain(SLIP) == ()
    (again,) = spooler.drain(A4)
    assert (again.job.id, again.state) == (report.job.id, JobState.CONFIRMED)
    (page,) = (folder / "papers").glob("*receipt_slip*.pdf")
    assert page.read_bytes().startswith(b"%PDF")


def test_R_X_1_a_printer_two_windows_share_is_never_in_two_hands(hands: Hands, folder: Path) -> None:
    with PrinterSimulator() as printer:
        settings = settings_with(folder, slip=f"tcp://127.0.0.1:{printer.port}")
        here = spooler_of(hands, settings)
        there = make_spooler(hands.issuer.access.jobs(), settings, DESK)
        assert here.key_of(SLIP) == there.key_of(printer_at("slip", DESK)), "two names, one printer"
        hands.accepted()
        with here.locks.hold(here.key_of(SLIP)) as free:
            assert free
            assert there.drain(printer_at("slip", DESK)) == ()
        (report,) = here.drain(SLIP)
        assert report.state in (JobState.SENT, JobState.CONFIRMED)
        printer.wait_for_end(1)
