"""A printer on a serial port: a pseudo terminal with the simulated printer's own mechanism behind it."""

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from serial import Serial

from tests.printing.printer_mechanism import Faults
from tests.printing.printer_simulator import (
    ASB,
    COVER_OPEN,
    NEAR_END,
    PAPER_END,
    READY,
    SerialPrinterSimulator,
    Temper,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.conversation import Deadlines
from yichuang_desktop.printing.profiles import Confirmation, Preflight
from yichuang_desktop.printing.transports_serial import SerialSettings, SerialTransport, serial_settings

SLIP = b"\x1b@\x1da\x00\x1c&" + "内乡县政务服务中心\n".encode("gb18030") * 100 + b"\x1dVB\x08"
FAST = Deadlines(connect=2.0, write=0.4, answer=0.2, drain=0.5, printing=0.4, job=6.0)
JOB = PrintJob(
    id="0b8f3f0e-0000-4000-8000-000000000002",
    kind="receipt_slip",
    document={},
    printer="slip-04",
    requested_by="王敏",
    requested_at=datetime(2026, 11, 23, 15, 20),
    attempts=1,
)


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[SerialPrinterSimulator]:
    with SerialPrinterSimulator(tmp_path / "port", Temper(status=READY)) as simulator:
        yield simulator


def to(
    printer: SerialPrinterSimulator,
    preflight: Preflight = Preflight.REQUIRED,
    confirmation: Confirmation = Confirmation.NONE,
    flow: str = "none",
    deadlines: Deadlines = FAST,
) -> SerialTransport:
    settings = SerialSettings(str(printer.link), 19200, flow)
    return SerialTransport(settings, preflight, confirmation, deadlines)


def sent(delivery: Delivery) -> tuple[Proof, FailureKind | None]:
    return delivery.proof, delivery.failure


def test_a_slip_comes_out_whole_and_the_printer_is_asked_before_and_after(
    printer: SerialPrinterSimulator,
) -> None:
    delivery = to(printer).send(JOB, SLIP)
    printer.wait_for(lambda: len(printer.slips) == 1)
    assert sent(delivery) == (Proof.HANDED_OVER, None)
    assert delivery.bytes_sent == len(SLIP)
    assert delivery.status.answered
    assert printer.slips == [SLIP]
    assert printer.connection.asked == [1, 2, 4, 1, 2, 4]


@pytest.mark.parametrize(
    ("status", "failure"), [(PAPER_END, FailureKind.PAPER_OUT), (COVER_OPEN, FailureKind.COVER_OPEN)]
)
def test_a_printer_that_cannot_print_gets_no_byte_of_the_job(
    printer: SerialPrinterSimulator, status: dict[int, int], failure: FailureKind
) -> None:
    printer.front.temper = Temper(status=status, glue=ASB)
    assert sent(to(printer).send(JOB, SLIP)) == (Proof.NOT_STARTED, failure)
    assert printer.hits["glue"] >= 3
    assert (printer.connection.received, printer.pieces) == (b"", [])


def test_paper_running_low_hinders_nothing(printer: SerialPrinterSimulator) -> None:
    printer.front.temper = Temper(status=NEAR_END)
    delivery = to(printer).send(JOB, SLIP)
    assert (sent(delivery), delivery.status.paper_low) == ((Proof.HANDED_OVER, None), True)


def test_a_silent_printer_is_waited_for_or_sent_to_as_the_profile_says(
    printer: SerialPrinterSimulator,
) -> None:
    printer.front.temper = Temper(status=None)
    assert sent(to(printer).send(JOB, SLIP)) == (Proof.NOT_STARTED, FailureKind.NO_ANSWER)
    tried = to(printer, Preflight.TRIED).send(JOB, SLIP)
    assert (sent(tried), tried.status.answered) == ((Proof.HANDED_OVER, None), False)


def test_the_process_id_comes_back_on_a_cable_too(printer: SerialPrinterSimulator) -> None:
    printer.front.temper = Temper(status=READY, process_id="late", process_id_late=0.1)
    delivery = to(printer, confirmation=Confirmation.PROCESS_ID).send(JOB, SLIP)
    assert sent(delivery) == (Proof.CONFIRMED, None)
    assert printer.slips == [SLIP]


def test_paper_that_ends_in_the_middle_leaves_the_job_in_doubt(printer: SerialPrinterSimulator) -> None:
    printer.front.temper = Temper(status=READY, in_turn=True)
    printer.mechanism.faults = Faults(paper_ends_at_line=40)
    delivery = to(printer, confirmation=Confirmation.PROCESS_ID).send(JOB, SLIP)
    assert sent(delivery) == (Proof.UNKNOWN, FailureKind.PAPER_OUT)
    assert (printer.hits["paper"], len(printer.pieces[0].lines), printer.slips) == (1, 40, [])


def test_pulled_out_before_the_job_waits_and_goes_out_when_it_is_back_under_another_name(
    printer: SerialPrinterSimulator, tmp_path: Path
) -> None:
    printer.unplug()
    assert sent(to(printer).send(JOB, SLIP)) == (Proof.NOT_STARTED, FailureKind.UNREACHABLE)
    assert to(printer).status() == PrinterStatus(why=FailureKind.UNREACHABLE)
    printer.plug_in(tmp_path / "elsewhere")
    moved = SerialTransport(
        SerialSettings(str(tmp_path / "port")),
        deadlines=FAST,
        find=lambda: str(printer.link),
        identity="FT232",
    )
    assert sent(moved.send(JOB, SLIP)) == (Proof.HANDED_OVER, None)
    assert moved.key.endswith(":serial:FT232")


def test_a_printer_whose_cable_is_not_plugged_in_gets_nothing_at_its_old_port(
    printer: SerialPrinterSimulator,
) -> None:
    def nowhere() -> str:
        raise OSError("no port has that identity")

    way = SerialTransport(SerialSettings(str(printer.link)), deadlines=FAST, find=nowhere)
    assert sent(way.send(JOB, SLIP)) == (Proof.NOT_STARTED, FailureKind.UNREACHABLE)
    assert printer.connection.received == b""


def test_pulled_out_in_the_middle_leaves_the_job_in_doubt(printer: SerialPrinterSimulator) -> None:
    printer.front.temper = Temper(status=READY, stop_reading_at=600)
    pulled = threading.Thread(
        target=lambda: (printer.wait_for(lambda: printer.hits["stop_reading"] > 0), printer.unplug())
    )
    pulled.start()
    delivery = to(printer, deadlines=Deadlines(write=5.0, answer=0.3, printing=1.0, job=20.0)).send(
        JOB, SLIP * 20
    )
    pulled.join()
    assert delivery.proof is Proof.UNKNOWN
    assert printer.slips == []


def test_what_a_printer_that_stands_still_has_not_taken_does_not_come_out_later(
    printer: SerialPrinterSimulator,
) -> None:
    printer.front.temper = Temper(status=READY, stop_reading_at=600)
    delivery = to(printer).send(JOB, SLIP * 20)
    assert sent(delivery) == (Proof.UNKNOWN, FailureKind.BROKEN_OFF)
    assert "not taken" in delivery.detail
    assert printer.hits["stop_reading"] == 1


def test_a_port_another_program_has_is_said_to_be_busy(printer: SerialPrinterSimulator) -> None:
    with closing(Serial(str(printer.link), exclusive=True)):
        assert sent(to(printer).send(JOB, SLIP)) == (Proof.NOT_STARTED, FailureKind.BUSY)
    assert sent(to(printer).send(JOB, SLIP)) == (Proof.HANDED_OVER, None)


def test_a_slow_printer_holds_the_line_and_loses_nothing(tmp_path: Path) -> None:
    slow = Faults(line_seconds=0.002, memory=1536)
    patient = Deadlines(write=5.0, answer=2.0, printing=5.0, job=20.0)
    with SerialPrinterSimulator(
        tmp_path / "port", Temper(status=READY), faults=slow, xonxoff=True
    ) as printer:
        delivery = to(printer, flow="xonxoff", deadlines=patient).send(JOB, SLIP)
        printer.wait_for(lambda: len(printer.slips) == 1)
        assert printer.slips == [SLIP]
        assert printer.hits["xoff"] > 0
    assert sent(delivery) == (Proof.HANDED_OVER, None)


def test_an_address_says_how_the_line_is_set() -> None:
    assert serial_settings("serial:COM3") == SerialSettings("COM3", 9600, "none")
    assert serial_settings("serial:COM12?baud=19200") == SerialSettings("COM12", 19200)
    assert serial_settings("serial:/dev/ttyS0?baud=115200&flow=XONXOFF&parity=e&bits=7&stop=2") == (
        SerialSettings("/dev/ttyS0", 115200, "xonxoff", "E", 7, 2)
    )


@pytest.mark.parametrize(
    "address",
    [
        "serial:",
        "serial:COM 3",
        "serial:COM3?baud=fast",
        "serial:COM3?baud=1",
        "serial:COM3?flow=maybe",
        "serial:COM3?parity=X",
        "serial:COM3?speed=9600",
        "serial:COM3?baud",
    ],
)
def test_an_address_nobody_can_open_is_refused_in_words(address: str) -> None:
    with pytest.raises(RuleViolation, match="printer_address_bad"):
        serial_settings(address)
