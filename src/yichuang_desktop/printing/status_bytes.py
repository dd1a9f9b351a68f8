"""What a printer says back: real-time status (DLE EOT n) and the process id of a finished job (GS ( H).

Answers are told apart by their fixed bits, because automatic status messages and flow control bytes come in
between. No answer is no answer: it is never read as "ready".
"""

import hashlib
import time
from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from yichuang_desktop.domain.print_jobs import FailureKind, PrinterStatus, PrintJob

# DLE EOT answers look like 0xx1xx10; the first of four automatic status bytes like 0xx1xx00.
_FIXED: Final = 0x93
_REAL_TIME: Final = 0x12
_AUTOMATIC: Final = 0x10
_FLOW_CONTROL: Final = b"\x11\x13"
_AUTOMATIC_TAIL: Final = 3
_TAIL_FIXED: Final = 0x90
"""The three bytes that follow look like 0xx0xxxx."""
_ID_FIRST: Final = 0x20
_ID_COUNT: Final = 0x7E - 0x20 + 1
_ID_LENGTH: Final = 4
_ID_ANSWER: Final = b"\x37\x22"

_OFFLINE: Final = 0x08
_COVER_OPEN: Final = 0x04
_STOPPED_BY_PAPER_END: Final = 0x20
_ERROR: Final = 0x40
_NEAR_END: Final = 0x0C
_PAPER_END: Final = 0x60
_CUTTER: Final = 0x08
_LASTING: Final = 0x20
_MENDS_ITSELF: Final = 0x40


class Talk(Protocol):
    """A wire to a printer. Every call raises OSError when it breaks."""

    def read(self, seconds: float) -> bytes:
        """The next byte, or nothing after so long."""
        ...

    def write(self, data: bytes, seconds: float) -> int:
        """Send some of it; gives how much."""
        ...


def ask(wire: Talk, question: int, seconds: float) -> int | None:
    """Send DLE EOT ``question``; the answer byte, or None after ``seconds``. OSError when the link breaks."""
    asked = b"\x10\x04" + bytes((question,))
    while asked:
        asked = asked[wire.write(asked, seconds) :]
    skip = 0
    for byte in _received(wire, seconds):
        if skip and byte & _TAIL_FIXED == 0:
            skip -= 1
        elif byte & _FIXED == _REAL_TIME:
            return byte
        elif byte & _FIXED == _AUTOMATIC and byte not in _FLOW_CONTROL:
            skip = _AUTOMATIC_TAIL
    return None


def status_of(answers: Mapping[int, int]) -> PrinterStatus:
    """Read the answers to the questions 1, 2 and 4, and 3 on errors; what was not answered stays unknown.

    Some clones set only one bit of a pair, so any of them counts.
    """
    general, offline, paper = answers.get(1), answers.get(2), answers.get(4)
    stopped = None if offline is None else bool(offline & _STOPPED_BY_PAPER_END)
    ended = None if paper is None else bool(paper & _PAPER_END)
    return PrinterStatus(
        online=None if general is None else not general & _OFFLINE,
        cover_open=None if offline is None else bool(offline & _COVER_OPEN),
        paper_out=None if stopped is None and ended is None else bool(stopped or ended),
        paper_low=None if paper is None else bool(paper & _NEAR_END),
        fault=None if offline is None else bool(offline & _ERROR),
        why=_why(answers.get(3)),
    )


def _why(errors: int | None) -> FailureKind | None:
    if errors is None:
        return None
    if errors & _CUTTER:
        return FailureKind.CUTTER
    # What mends itself without a hand is, on these printers, a head that has become too hot.
    return FailureKind.TOO_HOT if errors & _MENDS_ITSELF and not errors & _LASTING else None


def process_id_request(job: PrintJob) -> bytes:
    """GS ( H: say these four characters once everything before is on paper."""
    return b"\x1d(H\x06\x0000" + _process_id(job)


def process_id_answered(wire: Talk, job: PrintJob, seconds: float) -> bool:
    """Wait for the job's own id; answers to other ids are not taken for it. OSError when the link breaks."""
    wanted, heard = _ID_ANSWER + _process_id(job) + b"\x00", b""
    for byte in _received(wire, seconds):
        heard = (heard + bytes((byte,)))[-len(wanted) :]
        if heard == wanted:
            return True
    return False


def _process_id(job: PrintJob) -> bytes:
    """Four printable characters that differ from job to job and from attempt to attempt."""
    number = int.from_bytes(hashlib.sha256(f"{job.id}/{job.attempts}".encode()).digest()[:8], "big")
    return bytes(_ID_FIRST + number // _ID_COUNT**place % _ID_COUNT for place in range(_ID_LENGTH))


def _received(wire: Talk, seconds: float) -> Iterator[int]:
    """Bytes as they come until the time is up."""
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        # One at a time: what follows the answer belongs to the next question.
        yield from wire.read(left)
