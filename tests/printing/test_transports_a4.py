"""A4 papers on a printer of the operating system: a real CUPS queue, and Qt drawing on the same."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import pypdfium2
import pytest

from tests.printing.cups_server import CupsServer, cups_server
from tests.printing.printer_simulator import PrinterSimulator, closed_port
from tests.printing.test_transports_windows import RecordedSpool
from yichuang_desktop.domain.papers import to_document
from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, JobState, PrintJob, Proof
from yichuang_desktop.printing.conversation import Deadlines
from yichuang_desktop.printing.page_printer import SystemPrinter, render_page, system_printers
from yichuang_desktop.printing.page_samples import receipt
from yichuang_desktop.printing.winspool import PrinterState

pytestmark = pytest.mark.usefixtures("qapp")
FAST = Deadlines(connect=3.0, system=6.0, job=20.0)
QUEUE, AWAY = "a4", "a4-away"
Answer = TypeVar("Answer")


@pytest.fixture(scope="module")
def server() -> Iterator[CupsServer]:
    with cups_server() as one:
        yield one


@pytest.fixture(scope="module")
def printer(server: CupsServer) -> Iterator[PrinterSimulator]:
    """It prints nothing sensible of a PDF, but keeps what it got."""
    with PrinterSimulator() as simulator:
        server.add(QUEUE, simulator.port)
        server.add(AWAY, closed_port())
        yield simulator


@pytest.fixture(autouse=True)
def this_server(server: CupsServer, printer: PrinterSimulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", server.place)


def job() -> PrintJob:
    return PrintJob(
        id="0b8f3f0e-0000-4000-8000-000000000005",
        kind="receipt_sheet",
        document=to_document(receipt()),
        printer="a4-04",
        requested_by="王敏",
        requested_at=datetime(2026, 11, 23, 15, 20),
        attempts=1,
    )


def in_a_printers_thread(work: Callable[[], Answer]) -> Answer:
    """As the queue does it; libcups also looks for its server once a thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result(30)


def send(way: SystemPrinter) -> tuple[Delivery, bytes]:
    paper = job()
    pdf = render_page(paper).data
    return in_a_printers_thread(lambda: way.send(paper, pdf)), pdf


def test_the_kept_pdf_goes_to_the_queue_as_it_is_and_is_handed_over(printer: PrinterSimulator) -> None:
    before = len(printer.connections)
    delivery, pdf = send(SystemPrinter(QUEUE, FAST))
    assert (delivery.proof, delivery.failure) == (Proof.HANDED_OVER, None)
    assert delivery.state is JobState.SENT
    printer.wait_for_end(before + 1)
    assert printer.connections[-1].received == pdf


def test_a_paper_the_system_gave_up_is_in_doubt() -> None:
    delivery, _ = send(SystemPrinter(AWAY, FAST))
    assert (delivery.proof, delivery.failure) == (Proof.UNKNOWN, FailureKind.DROPPED_BY_SYSTEM)
    assert delivery.state is JobState.UNKNOWN


def test_a_printer_the_system_does_not_know_fails_the_paper() -> None:
    delivery, _ = send(SystemPrinter("nobody", FAST))
    assert (delivery.proof, delivery.failure) == (Proof.NOT_STARTED, FailureKind.NO_SUCH_PRINTER)
    assert in_a_printers_thread(SystemPrinter("nobody", FAST).status).online is False


def test_the_system_says_which_printers_it_has() -> None:
    assert set(in_a_printers_thread(system_printers)) >= {QUEUE, AWAY}


def test_drawn_by_qt_the_paper_arrives_and_its_job_is_watched(printer: PrinterSimulator) -> None:
    before = len(printer.connections)
    delivery, _ = send(SystemPrinter(QUEUE, FAST, RecordedSpool()))
    assert (delivery.proof, delivery.failure) == (Proof.HANDED_OVER, None)
    printer.wait_for_end(before + 1)
    arrived = printer.connections[-1].received
    assert arrived.startswith(b"%PDF")
    with pypdfium2.PdfDocument(arrived) as pages:
        assert "收件" in pages[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize(
    ("spool", "proof", "failure"),
    [
        (RecordedSpool(jobs=(0x10, 0x10 | 0x100, None)), Proof.UNKNOWN, FailureKind.DROPPED_BY_SYSTEM),
        (RecordedSpool(jobs=(0x10 | 0x40,)), Proof.UNKNOWN, FailureKind.IN_SYSTEM_QUEUE),
        (RecordedSpool(PrinterState(0, 0x400)), Proof.NOT_STARTED, FailureKind.OFFLINE),
    ],
)
def test_what_windows_says_of_a_drawn_paper_is_what_is_told(
    spool: RecordedSpool, proof: Proof, failure: FailureKind
) -> None:
    delivery, _ = send(SystemPrinter(QUEUE, replace(FAST, system=0.4), spool))
    assert (delivery.proof, delivery.failure) == (proof, failure)
