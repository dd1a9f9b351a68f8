"""CUPS, for real: a throw-away server, a raw queue, and the simulated printer behind it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.printing.cups_server import CupsServer, cups_server
from tests.printing.printer_simulator import PrinterSimulator, closed_port
from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.conversation import Deadlines
from yichuang_desktop.printing.ipp import PrintService
from yichuang_desktop.printing.transports_cups import CupsTransport

SLIP = b"\x1b@\x1c&" + "内乡县政务服务中心\n".encode("gb18030") * 50 + b"\x00\x01\xff\r\n\x1dVB\x08"
FAST = Deadlines(connect=3.0, system=6.0, job=20.0)
JOB = PrintJob(
    id="0b8f3f0e-0000-4000-8000-000000000003",
    kind="receipt_slip",
    document={},
    printer="slip-04",
    requested_by="王敏",
    requested_at=datetime(2026, 11, 23, 15, 20),
    attempts=1,
)


@pytest.fixture(scope="module")
def server() -> Iterator[CupsServer]:
    with cups_server() as one:
        yield one


@pytest.fixture(scope="module")
def printer(server: CupsServer) -> Iterator[PrinterSimulator]:
    with PrinterSimulator() as simulator:
        server.add("slips", simulator.port)
        yield simulator


def to(server: CupsServer, queue: str = "slips", **deadlines: float) -> CupsTransport:
    return CupsTransport(
        queue, deadlines=replace(FAST, **deadlines), service=PrintService(server.place, seconds=5)
    )


def sent(delivery: Delivery) -> tuple[Proof, FailureKind | None]:
    return delivery.proof, delivery.failure


def test_a_slip_goes_through_a_raw_queue_byte_for_byte(server: CupsServer, printer: PrinterSimulator) -> None:
    before = len(printer.connections)
    delivery = to(server).send(JOB, SLIP)
    assert sent(delivery) == (Proof.HANDED_OVER, None), "completed is not printed"
    printer.wait_for_end(before + 1)
    assert printer.slips[-1] == SLIP
    assert to(server).status().hindrance is None


def test_a_printer_that_refuses_leaves_a_job_the_system_gave_up(server: CupsServer) -> None:
    server.add("away", closed_port())
    delivery = to(server, "away").send(JOB, SLIP)
    assert sent(delivery) == (Proof.UNKNOWN, FailureKind.DROPPED_BY_SYSTEM)


def test_a_paused_queue_gets_nothing_and_is_said_to_be_paused(
    server: CupsServer, printer: PrinterSimulator
) -> None:
    before = len(printer.connections)
    server.run("/usr/sbin/cupsdisable", "slips")
    assert sent(to(server).send(JOB, SLIP)) == (Proof.NOT_STARTED, FailureKind.PAUSED)
    assert to(server).status().why is FailureKind.PAUSED
    server.run("/usr/sbin/cupsenable", "slips")
    server.run("/usr/sbin/cupsreject", "slips")
    assert sent(to(server).send(JOB, SLIP)) == (Proof.NOT_STARTED, FailureKind.PAUSED)
    server.run("/usr/sbin/cupsaccept", "slips")
    assert len(printer.connections) == before
    assert sent(to(server).send(JOB, SLIP)) == (Proof.HANDED_OVER, None)


def test_a_job_that_never_began_is_taken_back_and_cannot_come_out_later(server: CupsServer) -> None:
    with PrinterSimulator() as printer:
        printer.temper.black_hole = True
        server.add("crowded", printer.port)
        first = to(server, "crowded", system=0.5).send(JOB, SLIP)
        second = to(server, "crowded", system=0.5).send(replace(JOB, attempts=2), SLIP)
        assert sent(first) == (Proof.UNKNOWN, FailureKind.IN_SYSTEM_QUEUE), "it had begun"
        assert sent(second) == (Proof.NOT_STARTED, FailureKind.BUSY)
        assert len(server.run("lpstat", "-W", "not-completed", "-o", "crowded").splitlines()) == 1
        server.run("cancel", "-a", "crowded")
    assert printer.slips == []


def test_a_queue_nobody_knows_and_a_service_that_is_away(server: CupsServer, tmp_path: Path) -> None:
    assert sent(to(server, "nobody").send(JOB, SLIP)) == (Proof.NOT_STARTED, FailureKind.NO_SUCH_PRINTER)
    nowhere = CupsTransport("slips", service=PrintService(str(tmp_path / "none")))
    assert sent(nowhere.send(JOB, SLIP)) == (Proof.NOT_STARTED, FailureKind.SPOOLER)
    assert nowhere.status() == PrinterStatus()


def test_the_queues_are_found_by_name(server: CupsServer, printer: PrinterSimulator) -> None:
    found = {group["printer-name"][0]: group for group in PrintService(server.place).queues()}
    assert found["slips"]["device-uri"] == [f"socket://127.0.0.1:{printer.port}"]
