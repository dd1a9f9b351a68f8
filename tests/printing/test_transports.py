"""Ways to a printer against a real TCP printer that misbehaves, and a folder that cannot be written."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.printing.printer_mechanism import Faults
from tests.printing.printer_simulator import (
    ASB,
    COVER_OPEN,
    NEAR_END,
    PAPER_END,
    READY,
    PrinterSimulator,
    Temper,
    closed_port,
)
from yichuang_desktop.domain.devices import DeviceIdentity
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, JobState, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.profiles import Confirmation, Preflight, load_profiles
from yichuang_desktop.printing.transports import (
    CupsTransport,
    Deadlines,
    FileTransport,
    SerialTransport,
    TcpTransport,
    WindowsTransport,
    transport_for,
)
from yichuang_desktop.printing.transports_file import this_pc
from yichuang_desktop.printing.transports_serial import SerialSettings
from yichuang_desktop.settings import BadValue, Settings

SLIP = b"\x1b@\x1c&" + "内乡县政务服务中心\n".encode("gb18030") * 200 + b"\x1dVB\x08"
FAST = Deadlines(connect=2.0, write=0.3, answer=0.15, drain=0.5, printing=0.3, job=5.0)
JOB = PrintJob(
    id="0b8f3f0e-0000-4000-8000-000000000001",
    kind="receipt_slip",
    document={"head": {"number": "NX20261123-04-0011"}},
    printer="slip-04",
    requested_by="王敏",
    requested_at=datetime(2026, 11, 23, 15, 20),
    attempts=1,
)


def to(printer: PrinterSimulator, preflight: Preflight = Preflight.NONE, **fields: object) -> TcpTransport:
    fields.setdefault("deadlines", FAST)
    return TcpTransport("127.0.0.1", printer.port, preflight, **fields)  # type: ignore[arg-type]


def sent(delivery: Delivery) -> tuple[Proof, FailureKind | None]:
    return delivery.proof, delivery.failure


def test_a_job_arrives_whole_and_the_link_ends_politely() -> None:
    with PrinterSimulator() as printer:
        delivery = to(printer).send(JOB, SLIP)
        printer.wait_for_end(1)
    assert delivery == Delivery(Proof.HANDED_OVER, bytes_sent=len(SLIP))
    assert printer.slips == [SLIP]
    assert printer.connections[0].ended == "polite"


def test_unread_status_bytes_do_not_cost_the_tail_of_the_slip() -> None:
    long = SLIP[:4] + SLIP[4:-4] * 12 + SLIP[-4:]
    with PrinterSimulator(Temper(status=READY, chatter=ASB)) as printer:
        delivery = to(printer, Preflight.TRIED, deadlines=replace(FAST, drain=5.0)).send(JOB, long)
        printer.wait_for_end(1)
    assert sent(delivery) == (Proof.HANDED_OVER, None)
    assert printer.papers == [long]
    assert printer.connections[0].ended == "polite"


def test_a_slow_printer_is_waited_for_as_long_as_it_moves() -> None:
    slow = Deadlines(connect=2.0, write=3.0, answer=0.2, drain=5.0, printing=1.0, job=20.0)
    with PrinterSimulator(Temper(bytes_per_second=20_000)) as printer:
        delivery = to(printer, deadlines=slow).send(JOB, SLIP)
        printer.wait_for_end(1)
    assert sent(delivery) == (Proof.HANDED_OVER, None)
    assert printer.slips == [SLIP]


def test_nobody_there_is_safe_to_try_again() -> None:
    delivery = TcpTransport("127.0.0.1", closed_port(), deadlines=FAST).send(JOB, SLIP)
    assert sent(delivery) == (Proof.NOT_STARTED, FailureKind.UNREACHABLE)
    assert delivery.state is JobState.QUEUED
    assert sent(TcpTransport("printer.invalid", deadlines=FAST).send(JOB, SLIP)) == (
        Proof.NOT_STARTED,
        FailureKind.UNREACHABLE,
    )


@pytest.mark.parametrize("at", [1, 700, 3000])
def test_a_link_reset_in_the_middle_leaves_the_job_in_doubt(at: int) -> None:
    with PrinterSimulator(Temper(reset_at=at)) as printer:
        delivery = to(printer).send(JOB, SLIP)
        printer.wait_for_end(1)
    assert sent(delivery) == (Proof.UNKNOWN, FailureKind.BROKEN_OFF)
    assert delivery.state is JobState.UNKNOWN
    assert printer.connections[0].ended == "reset"
    assert len(printer.connections[0].received) == at
    assert printer.slips == []


def test_a_printer_that_stops_reading_leaves_the_job_in_doubt_within_the_deadline() -> None:
    flood = SLIP * 2500
    with PrinterSimulator(Temper(stop_reading_at=500)) as printer:
        delivery = to(printer).send(JOB, flood)
    assert sent(delivery) == (Proof.UNKNOWN, FailureKind.BROKEN_OFF)
    assert 0 < delivery.bytes_sent < len(flood)
    assert printer.slips == []


def test_the_whole_job_has_a_deadline_too() -> None:
    with PrinterSimulator(Temper(bytes_per_second=8000)) as printer:
        delivery = to(printer, deadlines=replace(FAST, write=2.0, job=0.5)).send(JOB, SLIP * 2500)
    assert sent(delivery) == (Proof.UNKNOWN, FailureKind.BROKEN_OFF)


# -- questions before and after


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (PAPER_END, FailureKind.PAPER_OUT),
        (COVER_OPEN, FailureKind.COVER_OPEN),
        ({1: 0x1A, 2: 0x12, 4: 0x12}, FailureKind.OFFLINE),
        ({1: 0x1A, 2: 0x52, 4: 0x12}, FailureKind.PRINTER_FAULT),
        ({1: 0x12, 2: 0x12, 4: 0x32}, FailureKind.PAPER_OUT),
    ],
)
def test_a_printer_that_cannot_print_gets_no_byte_of_the_job(
    status: dict[int, int], failure: FailureKind
) -> None:
    with PrinterSimulator(Temper(status=status)) as printer:
        delivery = to(printer, Preflight.TRIED).send(JOB, SLIP)
        printer.wait_for_end(1)
    assert sent(delivery) == (Proof.NOT_STARTED, failure)
    assert printer.papers == []


@pytest.mark.parametrize("glue", [b"", ASB, b"\x11", b"\x13", ASB * 3 + b"\x11", b"\x00\xff"])
def test_answers_are_told_from_what_nobody_asked_for(glue: bytes) -> None:
    with PrinterSimulator(Temper(status=NEAR_END, glue=glue)) as printer:
        delivery = to(printer, Preflight.REQUIRED).send(JOB, SLIP)
        printer.wait_for_end(1)
    assert sent(delivery) == (Proof.HANDED_OVER, None)
    assert delivery.status == PrinterStatus(
        online=True, cover_open=False, paper_out=False, paper_low=True, fault=False
    )
    assert printer.slips == [SLIP]


def test_answers_with_wrong_fixed_bits_are_no_answers() -> None:
    with PrinterSimulator(Temper(status={1: 0x00, 2: 0xFF, 4: 0x6C})) as printer:
        assert not to(printer, Preflight.TRIED).status().answered
        printer.wait_for_end(1)


def test_a_silent_printer_is_never_taken_for_ready() -> None:
    with PrinterSimulator() as printer:
        tried = to(printer, Preflight.TRIED).send(JOB, SLIP)
        required = to(printer, Preflight.REQUIRED).send(JOB, SLIP)
        printer.wait_for_end(2)
    assert sent(tried) == (Proof.HANDED_OVER, None)
    assert not tried.status.answered
    assert sent(required) == (Proof.NOT_STARTED, FailureKind.NO_ANSWER)
    assert printer.slips == [SLIP]


def test_a_printer_busy_with_another_window_makes_the_job_wait() -> None:
    with PrinterSimulator(Temper(status=READY)) as printer:
        with socket.create_connection(("127.0.0.1", printer.port)) as other:
            other.sendall(b"\x1b@")
            busy = to(printer, Preflight.REQUIRED).send(JOB, SLIP)
        free = to(printer, Preflight.REQUIRED).send(JOB, SLIP)
        printer.wait_for_end(2)
    assert sent(busy) == (Proof.NOT_STARTED, FailureKind.NO_ANSWER)
    assert sent(free) == (Proof.HANDED_OVER, None)
    assert printer.slips == [SLIP]


def test_a_black_hole_never_counts_as_printed() -> None:
    with PrinterSimulator(Temper(black_hole=True)) as printer:
        delivery = to(printer, Preflight.TRIED, confirmation=Confirmation.PROCESS_ID).send(JOB, SLIP)
    assert delivery.proof is Proof.HANDED_OVER
    assert not delivery.status.answered
    assert printer.papers == []


def test_paper_that_ends_behind_the_last_byte_leaves_the_job_in_doubt() -> None:
    prompt = Temper(status=READY, in_turn=True)
    with PrinterSimulator(prompt, faults=Faults(paper_ends_at_line=180)) as printer:
        delivery = to(printer, Preflight.TRIED).send(JOB, SLIP)
        printer.wait_for_end(1)
    assert sent(delivery) == (Proof.UNKNOWN, FailureKind.PAPER_OUT)
    assert printer.slips == []


@pytest.mark.parametrize(
    ("answers", "proof"), [("on", Proof.CONFIRMED), ("off", Proof.HANDED_OVER), ("other", Proof.HANDED_OVER)]
)
def test_only_the_jobs_own_process_id_confirms_it(answers: str, proof: Proof) -> None:
    with PrinterSimulator(Temper(status=READY, process_id=answers)) as printer:
        delivery = to(printer, Preflight.TRIED, confirmation=Confirmation.PROCESS_ID).send(JOB, SLIP)
        printer.wait_for_end(1)
    assert delivery.proof is proof
    assert printer.slips == [SLIP]


def test_the_process_id_differs_by_job_and_attempt() -> None:
    confirming = {"confirmation": Confirmation.PROCESS_ID}
    with PrinterSimulator(Temper(process_id="on")) as printer:
        for job in (JOB, replace(JOB, attempts=2), replace(JOB, id="2")):
            assert to(printer, **confirming).send(job, SLIP).proof is Proof.CONFIRMED
        printer.wait_for_end(3)
    requests = [connection.received[len(SLIP) :] for connection in printer.connections]
    assert printer.slips == [SLIP] * 3
    assert len(set(requests)) == 3
    assert all(
        len(request) == 11 and all(0x20 <= byte <= 0x7E for byte in request[7:]) for request in requests
    )


def test_the_state_of_a_printer_can_be_asked_at_any_time() -> None:
    with PrinterSimulator(Temper(status=COVER_OPEN)) as printer:
        assert to(printer).status().hindrance is FailureKind.COVER_OPEN
        printer.wait_for_end(1)
    absent = TcpTransport("127.0.0.1", closed_port(), deadlines=FAST).status()
    assert absent.hindrance is FailureKind.UNREACHABLE


# -- files


def test_each_job_is_its_own_file_named_by_its_paper(tmp_path: Path) -> None:
    folder = tmp_path / "slips" / "today"
    assert FileTransport(folder).status().online
    delivery = FileTransport(folder).send(JOB, SLIP)
    FileTransport(folder).send(replace(JOB, id="1c", kind="receipt_sheet", copy_no=2), b"%PDF-1.7")
    assert sent(delivery) == (Proof.CONFIRMED, None)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        "NX20261123-04-0011_receipt_slip_1_0b8f3f0e.bin": SLIP,
        "NX20261123-04-0011_receipt_sheet_2_1c.pdf": b"%PDF-1.7",
    }


def test_a_number_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    FileTransport(tmp_path / "slips").send(replace(JOB, document={"head": {"number": "../../x"}}), SLIP)
    assert [file.name for file in (tmp_path / "slips").iterdir()] == ["x_receipt_slip_1_0b8f3f0e.bin"]


def test_a_folder_that_cannot_be_made_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "slips").write_text("a file stands in the way")
    delivery = FileTransport(tmp_path / "slips").send(JOB, SLIP)
    assert sent(delivery) == (Proof.NOT_STARTED, FailureKind.WRITE_FAILED)
    assert delivery.state is JobState.QUEUED
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["slips"]


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    with no_room(tmp_path / "slips"):
        delivery = FileTransport(tmp_path / "slips").send(JOB, SLIP)
    assert sent(delivery) == (Proof.NOT_STARTED, FailureKind.WRITE_FAILED)
    assert [file.name for file in (tmp_path / "slips").iterdir() if file.is_file()] == []


@contextmanager
def no_room(folder: Path) -> Iterator[None]:
    """A folder in which the job's working file cannot be opened, whoever runs the test."""
    name = f".NX20261123-04-0011_receipt_slip_1_{JOB.id[:8]}.bin.part"
    (folder / name).mkdir(parents=True)
    yield
    (folder / name).rmdir()


# -- addresses


def test_an_address_names_a_port_or_a_folder(tmp_path: Path) -> None:
    profile = load_profiles()["epson-tm-t82"]
    way = transport_for("tcp://192.168.1.50", profile)
    assert isinstance(way, TcpTransport)
    assert (way.host, way.port, way.preflight) == ("192.168.1.50", 9100, Preflight.REQUIRED)
    assert way.confirmation is Confirmation.PROCESS_ID
    assert transport_for("tcp://printer-4:9101", profile) == replace(way, host="printer-4", port=9101)
    assert transport_for(str(tmp_path), profile) == FileTransport(tmp_path)
    chinese = tmp_path / "凭条 今日"
    assert transport_for(chinese.as_uri(), profile) == FileTransport(chinese)
    assert transport_for(r"D:\slips", profile) == FileTransport(Path(r"D:\slips"))


def test_an_address_names_a_line_or_a_queue_of_the_system() -> None:
    profile = load_profiles()["generic-80"]
    line = transport_for("serial:COM3?baud=19200&flow=rtscts", profile)
    assert isinstance(line, SerialTransport)
    assert line.settings == SerialSettings("COM3", 19200, "rtscts")
    assert (line.key, line.find) == (f"{this_pc()}:serial:COM3", None)
    cable = DeviceIdentity("0416:5011", "A1", "")
    moved = transport_for("serial:COM3", profile, identity=cable, port_of=lambda *_: "COM9")
    assert isinstance(moved, SerialTransport)
    assert moved.find is not None
    assert (moved.find(), moved.key) == ("COM9", f"{this_pc()}:serial:0416:5011|A1|")
    shared = transport_for(r"windows:\\PC-03\XP-80C", profile)
    assert isinstance(shared, WindowsTransport)
    assert (shared.name, shared.key) == (r"\\PC-03\XP-80C", r"\\pc-03\xp-80c")
    named = transport_for("windows:小票机 前台", profile)
    assert isinstance(named, WindowsTransport)
    assert named.name == "小票机 前台"
    queue = transport_for("cups:slips", profile)
    assert isinstance(queue, CupsTransport)
    assert queue.queue == "slips"


def test_a_printer_has_one_name_whoever_calls_it_whatever() -> None:
    assert TcpTransport("192.168.1.50").key == "tcp://192.168.1.50:9100"
    assert TcpTransport("LocalHost", 9101).key == TcpTransport("localhost.", 9101).key
    assert TcpTransport("localhost").key in ("tcp://127.0.0.1:9100", "tcp://[::1]:9100")
    assert TcpTransport("Printer-4.invalid").key == "tcp://printer-4.invalid:9100"
    assert FileTransport(Path("slips")).key == FileTransport(Path("slips").absolute()).key


@pytest.mark.parametrize(
    "address",
    [
        *("", "tcp://", "tcp://host:99999", "tcp://host/x", "tcp://[::1", "usb://1", "file://"),
        *("serial:", "serial:COM3?baud=x", "windows:", "cups: ", "cups:a\nb"),
    ],
)
def test_an_address_that_names_nothing_is_refused(address: str) -> None:
    with pytest.raises(RuleViolation, match="printer_address_bad"):
        transport_for(address, load_profiles()["generic-80"])


def test_the_simulator_takes_one_connection_at_a_time() -> None:
    with PrinterSimulator(Temper(bytes_per_second=50_000)) as printer:
        ways = [threading.Thread(target=to(printer).send, args=(JOB, SLIP)) for _ in range(3)]
        for way in ways:
            way.start()
        for way in ways:
            way.join(10)
        printer.wait_for_end(3)
    assert printer.slips == [SLIP] * 3


@pytest.mark.parametrize(
    "address",
    [
        *(
            "tcp://10.0.0.9:9100",
            "tcp://[fe80::1]:9100",
            "tcp://10.0.0.9",
            "tcp://h:9100/x",
            "tcp://h:9100?a=b",
        ),
        *(
            "serial:COM3",
            "serial:COM3?baud=921600&flow=dsrdtr&parity=O&bits=7&stop=2",
            "serial:COM3?baud=600",
        ),
        *("serial:COM3?", "serial:COM3?baud=9600&baud=1", "windows:XP-80C 前台", "cups:slips", "cups:"),
        *("file:///slips", "file://", "usb:1"),
    ],
)
def test_what_the_settings_admit_is_a_way_to_a_printer(address: str) -> None:
    admitted = Settings.__dataclass_fields__["slip_printer"].metadata["read"]
    try:
        admitted(address)
    except BadValue:
        return
    assert transport_for(address, load_profiles()["generic-80"]).key
