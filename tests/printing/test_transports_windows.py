"""The Windows spooler by recorded answers: which bits mean what, and that nothing is ever sent twice.

No Windows printer was at hand: shown are the flow and the reading of the bits as Windows documents
them, not that pywin32 behaves so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest

from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.conversation import Deadlines
from yichuang_desktop.printing.transports_file import this_pc
from yichuang_desktop.printing.transports_windows import WindowsTransport, standing_of
from yichuang_desktop.printing.winspool import PrinterState, PyWin32Spool, SpoolError, SpoolQueue

SLIP = b"\x1b@\x1c&" + "内乡县政务服务中心\n".encode("gb18030") * 500 + b"\x1dVB\x08"
FAST = Deadlines(system=0.4, job=5.0)
JOB = PrintJob(
    id="0b8f3f0e-0000-4000-8000-000000000004",
    kind="receipt_slip",
    document={},
    printer="slip-04",
    requested_by="王敏",
    requested_at=datetime(2026, 11, 23, 15, 20),
    attempts=1,
)
SPOOLING, PRINTING, PRINTED, COMPLETE, GONE = 0x8, 0x10, 0x80, 0x1000, None
PAUSED, ERROR, DELETING, OFFLINE, PAPEROUT, DELETED, BLOCKED = 0x1, 0x2, 0x4, 0x20, 0x40, 0x100, 0x200


@dataclass
class RecordedSpool:
    """Answers as recorded; keeps what was asked."""

    state: PrinterState = field(default_factory=PrinterState)
    jobs: Sequence[int | None] = (SPOOLING, PRINTING, GONE)
    refuses: dict[str, int] = field(default_factory=dict)
    takes: int = 4096
    fails_after: int | None = None
    calls: list[str] = field(default_factory=list)
    spooled: bytes = b""
    title: str = ""
    _looked: int = 0

    def printer(self, name: str) -> PrinterState:
        self._call("printer")
        return self.state

    def open(self, name: str) -> Any:
        self._call("open")
        return "handle"

    def start(self, handle: Any, title: str) -> int:
        self._call("start")
        self.title = title
        return 17

    def write(self, handle: Any, data: bytes) -> int:
        self._call("write")
        if self.fails_after is not None and len(self.spooled) >= self.fails_after:
            raise SpoolError(112, "WritePrinter")
        self.spooled += data[: self.takes]
        return min(self.takes, len(data))

    def end(self, handle: Any) -> None:
        self._call("end")

    def abort(self, handle: Any) -> None:
        self._call("abort")

    def close(self, handle: Any) -> None:
        self._call("close")

    def job(self, name: str, number: int) -> int | None:
        self._call("job")
        assert number == 17
        answer = self.jobs[min(self._looked, len(self.jobs) - 1)]
        self._looked += 1
        return answer

    def job_titled(self, name: str, title: str) -> int | None:
        return 17

    def queues(self) -> Sequence[SpoolQueue]:
        return ()

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if name in self.refuses:
            raise SpoolError(self.refuses[name], name)


def send(spool: RecordedSpool, name: str = "XP-80C") -> Delivery:
    return WindowsTransport(name, FAST, spool).send(JOB, SLIP)


def sent(delivery: Delivery) -> tuple[Proof, FailureKind | None]:
    return delivery.proof, delivery.failure


def test_a_slip_is_one_raw_document_and_gone_from_the_queue_means_handed_over() -> None:
    spool = RecordedSpool()
    delivery = send(spool)
    assert sent(delivery) == (Proof.HANDED_OVER, None), "Windows' word is no proof of paper"
    assert spool.spooled == SLIP
    assert (spool.calls.count("start"), spool.calls.count("end"), spool.calls.count("close")) == (1, 1, 1)
    assert (JOB.id in spool.title, spool.title.isascii()) == (True, True)


def test_a_spooler_that_takes_less_than_it_is_given_gets_the_rest() -> None:
    spool = RecordedSpool(takes=100)
    assert sent(send(spool)) == (Proof.HANDED_OVER, None)
    assert spool.spooled == SLIP


@pytest.mark.parametrize("taken", [0, -1])
def test_a_spooler_that_takes_nothing_is_not_written_to_for_ever(taken: int) -> None:
    spool = RecordedSpool(takes=taken)
    assert sent(send(spool)) == (Proof.NOT_STARTED, FailureKind.SPOOLER)
    assert spool.calls[-2:] == ["abort", "close"]


@pytest.mark.parametrize(
    ("state", "failure"),
    [
        (PrinterState(0x10), FailureKind.PAPER_OUT),
        (PrinterState(0x40), FailureKind.PAPER_OUT),
        (PrinterState(0x80), FailureKind.OFFLINE),
        (PrinterState(0x1000), FailureKind.OFFLINE),
        (PrinterState(0, 0x400), FailureKind.OFFLINE),
        (PrinterState(0x400000), FailureKind.COVER_OPEN),
        (PrinterState(0x2), FailureKind.PRINTER_FAULT),
        (PrinterState(0x8), FailureKind.PRINTER_FAULT),
        (PrinterState(0x100000), FailureKind.PRINTER_FAULT),
        (PrinterState(0x1), FailureKind.PAUSED),
        (PrinterState(0x800000), FailureKind.UNREACHABLE),
        (PrinterState(0x10 | 0x80 | 0x2), FailureKind.PAPER_OUT),
    ],
)
def test_a_printer_windows_knows_cannot_print_gets_nothing(state: PrinterState, failure: FailureKind) -> None:
    spool = RecordedSpool(state)
    assert sent(send(spool)) == (Proof.NOT_STARTED, failure)
    assert spool.calls == ["printer"]


def test_no_bit_says_nothing_and_low_toner_hinders_nothing() -> None:
    assert not standing_of(PrinterState()).answered
    assert standing_of(PrinterState(0x20000)) == PrinterStatus(paper_low=True)
    assert standing_of(PrinterState(0x400 | 0x4000)).hindrance is None, "printing, processing"


@pytest.mark.parametrize(
    ("jobs", "failure"),
    [
        ((SPOOLING, PRINTED), None),
        ((PRINTING, COMPLETE), None),
        ((PRINTING, PRINTING | DELETING, GONE), FailureKind.DROPPED_BY_SYSTEM),
        ((DELETED, GONE), FailureKind.DROPPED_BY_SYSTEM),
        ((PRINTING | PAPEROUT,), FailureKind.IN_SYSTEM_QUEUE),
        ((PRINTING | ERROR,), FailureKind.IN_SYSTEM_QUEUE),
        ((OFFLINE,), FailureKind.IN_SYSTEM_QUEUE),
        ((BLOCKED,), FailureKind.IN_SYSTEM_QUEUE),
        ((PAUSED,), FailureKind.IN_SYSTEM_QUEUE),
        ((PRINTING | PAPEROUT, PRINTING, GONE), None),
    ],
)
def test_what_the_queue_still_has_or_has_thrown_away_is_in_doubt(
    jobs: Sequence[int | None], failure: FailureKind | None
) -> None:
    delivery = send(RecordedSpool(jobs=jobs))
    assert sent(delivery) == (Proof.UNKNOWN if failure else Proof.HANDED_OVER, failure)


@pytest.mark.parametrize(
    ("call", "code", "failure"),
    [
        ("printer", 1801, FailureKind.NO_SUCH_PRINTER),
        ("printer", 1722, FailureKind.SPOOLER),
        ("open", 53, FailureKind.UNREACHABLE),
        ("open", 0x11B, FailureKind.SPOOLER),
        ("open", 5, FailureKind.SPOOLER),
        ("start", 1906, FailureKind.PAUSED),
        ("write", 112, FailureKind.SPOOLER),
    ],
)
def test_a_refusal_before_the_first_byte_is_safe_to_try_again(
    call: str, code: int, failure: FailureKind
) -> None:
    spool = RecordedSpool(refuses={call: code})
    assert sent(send(spool, r"\\PC-03\XP-80C")) == (Proof.NOT_STARTED, failure)
    assert spool.spooled == b""


def test_a_refusal_in_the_middle_leaves_the_job_in_doubt() -> None:
    spool = RecordedSpool(fails_after=4096)
    delivery = send(spool)
    assert (sent(delivery), delivery.bytes_sent) == ((Proof.UNKNOWN, FailureKind.BROKEN_OFF), 4096)
    assert "abort" in spool.calls
    assert sent(send(RecordedSpool(refuses={"end": 1722}))) == (Proof.UNKNOWN, FailureKind.BROKEN_OFF)
    assert sent(send(RecordedSpool(refuses={"job": 1722}))) == (Proof.UNKNOWN, FailureKind.SPOOLER)


def test_a_shared_printer_has_one_name_in_the_whole_hall() -> None:
    assert WindowsTransport(r"\\PC-03\XP-80C", spool=RecordedSpool()).key == r"\\pc-03\xp-80c"
    mine = RecordedSpool(PrinterState(0, 0x8, "XP80"))
    assert WindowsTransport("XP-80C", spool=mine).key == rf"\\{this_pc()}\xp80"
    assert WindowsTransport("XP-80C", spool=RecordedSpool()).key == f"{this_pc()}:win:xp-80c"
    away = replace(mine, refuses={"printer": 1722})
    assert WindowsTransport("XP-80C", spool=away).key == f"{this_pc()}:win:xp-80c"


def test_without_windows_there_is_no_spooler_and_that_is_said() -> None:
    with pytest.raises(SpoolError):
        PyWin32Spool().queues()
    way = WindowsTransport("XP-80C", FAST)
    assert sent(way.send(JOB, SLIP)) == (Proof.NOT_STARTED, FailureKind.SPOOLER)
    assert way.status().online is False
