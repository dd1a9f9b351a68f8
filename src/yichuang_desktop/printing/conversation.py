"""One job told to a printer that can answer: ask, send, ask again, end in good manners.

Any wire will do (TCP, serial). Each phase has its deadline and the whole has one. What happens before the
first byte of the job can be tried again; after it nobody but the printer knows, and silence is never "ok".
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.profiles import Confirmation, Preflight
from yichuang_desktop.printing.status_bytes import ask, process_id_answered, process_id_request, status_of

_QUESTIONS: Final = (1, 2, 4)
_ERROR_QUESTION: Final = 3


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds. ``job`` bounds the whole, and must stay below the spooler's lease."""

    connect: float = 5.0
    write: float = 10.0
    answer: float = 1.0
    drain: float = 2.0
    printing: float = 15.0
    """How long a printer may take to say a job is out, or to answer at all while it still prints."""
    job: float = 120.0
    system: float = 30.0
    """How long a job is watched in the operating system's queue."""

    @property
    def after_the_last_byte(self) -> float:
        """What must be left of the job's time when the last byte has left."""
        return self.printing + self.answer * (len(_QUESTIONS) + 1) + self.drain


class WireEnded(OSError):
    """The printer has ended the link."""


class InDoubt(OSError):
    """A piece was not taken in time, and part of it may have left all the same."""


class Wire(Protocol):
    """An open link. Every call raises OSError when it breaks."""

    def read(self, seconds: float) -> bytes:
        """The next byte, or nothing after so long. Raises WireEnded when the printer will say no more."""
        ...

    def write(self, data: bytes, seconds: float) -> int:
        """Send some of it, a few kilobytes at most; gives how much. Any error but InDoubt: none of it."""
        ...

    def flush(self, seconds: float) -> None:
        """Wait until what was written has truly left this machine."""
        ...

    def ended(self) -> bool:
        """Whether the printer has ended the link by now; never waits."""
        ...

    def forget(self) -> None:
        """Drop what it has said so far, unasked or too late."""
        ...

    def finish(self, seconds: float) -> None:
        """Say that nothing more comes, and hear what is still on its way, so that nothing is lost."""
        ...


@dataclass
class Conversation:
    """One job on one wire. ``ends`` on the monotonic clock bounds the whole."""

    wire: Wire
    preflight: Preflight
    confirmation: Confirmation
    deadlines: Deadlines
    ends: float
    _late: bool = field(default=False, init=False)
    """A question was not answered in time: its answer may yet come, and be taken for another's."""

    def deliver(self, job: PrintJob, data: bytes) -> Delivery:
        """``UNKNOWN`` after the first byte is never tried again by itself."""
        before = self._before()
        if before.failure is not None:
            return before
        by_id = self.confirmation is Confirmation.PROCESS_ID
        sent = replace(self._write(data + (process_id_request(job) if by_id else b"")), status=before.status)
        if sent.failure is not None:
            return sent
        return self._after(sent, job)

    def status(self) -> PrinterStatus:
        """Ask the printer now."""
        answer = self._asked(self.deadlines.answer)
        self.wire.finish(self.deadlines.drain)
        return answer

    # -- the phases

    def _before(self) -> Delivery:
        if self.preflight is Preflight.NONE:
            return Delivery(Proof.NOT_STARTED)
        try:
            status = self._asked(self.deadlines.answer)
        except (WireEnded, ConnectionError) as error:
            # Who takes a link and lets go of it at once has another one.
            return Delivery(Proof.NOT_STARTED, FailureKind.BUSY, detail=repr(error))
        except OSError as error:
            return Delivery(Proof.NOT_STARTED, FailureKind.UNREACHABLE, detail=repr(error))
        silent = self.preflight is Preflight.REQUIRED and not status.answered
        failure = FailureKind.NO_ANSWER if silent else status.hindrance
        return Delivery(Proof.NOT_STARTED, failure, status=status)

    def _write(self, data: bytes) -> Delivery:
        sent, until = 0, self.ends - self.deadlines.after_the_last_byte
        try:
            while sent < len(data):
                self._still_there(sent)
                sent += self.wire.write(data[sent:], self._left(self.deadlines.write, until))
            self.wire.flush(self._left(self.deadlines.job, until))
            self._still_there(sent)
        except OSError as error:
            if sent == 0 and not isinstance(error, InDoubt):
                return Delivery(Proof.NOT_STARTED, FailureKind.UNREACHABLE, detail=repr(error))
            detail = f"at byte {sent} of {len(data)}: {error!r}"
            return Delivery(Proof.UNKNOWN, FailureKind.BROKEN_OFF, sent, detail=detail)
        return Delivery(Proof.HANDED_OVER, bytes_sent=sent)

    def _after(self, sent: Delivery, job: PrintJob) -> Delivery:
        """What the printer says of the job, then the polite end of the link."""
        try:
            sent = self._heard(sent, job)
            self.wire.finish(self._left(self.deadlines.drain))
        except OSError as error:
            if sent.proof is Proof.HANDED_OVER:
                detail = f"after the last byte: {error!r}"
                return replace(sent, proof=Proof.UNKNOWN, failure=FailureKind.BROKEN_OFF, detail=detail)
        return sent

    def _heard(self, sent: Delivery, job: PrintJob) -> Delivery:
        patience = self._left(self.deadlines.printing)
        if self.confirmation is Confirmation.PROCESS_ID:
            if process_id_answered(self.wire, job, patience):
                return replace(sent, proof=Proof.CONFIRMED)
            patience = self.deadlines.answer
        if not sent.status.answered or self._late:
            return sent
        return _told_afterwards(sent, self._asked(patience))

    # -- small things

    def _asked(self, patience: float) -> PrinterStatus:
        """The questions in turn; the first may take ``patience`` seconds, for the printer may still print."""
        answers: dict[int, int] = {}
        self.wire.forget()
        for question in _QUESTIONS:
            answer = ask(self.wire, question, patience if not answers else self.deadlines.answer)
            if answer is None:
                self._late = True
                return status_of(answers)
            answers[question] = answer
        return status_of(answers | self._why(answers))

    def _why(self, answers: Mapping[int, int]) -> dict[int, int]:
        """What kind of error it is, asked only when there is one."""
        if not status_of(answers).fault:
            return {}
        answer = ask(self.wire, _ERROR_QUESTION, self.deadlines.answer)
        self._late = answer is None
        return {} if answer is None else {_ERROR_QUESTION: answer}

    def _still_there(self, sent: int) -> None:
        if self.wire.ended():
            raise WireEnded(f"the printer has ended the link by byte {sent}")

    def _left(self, seconds: float, until: float | None = None) -> float:
        return max(0.001, min(seconds, (self.ends if until is None else until) - time.monotonic()))


def _told_afterwards(sent: Delivery, status: PrinterStatus) -> Delivery:
    """Paper that ran out behind the last byte, or silence from one that spoke, leaves the job in doubt."""
    if not status.answered:
        detail = "it spoke before the job, and says nothing after it"
        return replace(
            sent, proof=Proof.UNKNOWN, failure=FailureKind.BROKEN_OFF, status=status, detail=detail
        )
    if status.hindrance is not None:
        return replace(sent, proof=Proof.UNKNOWN, failure=status.hindrance, status=status)
    return replace(sent, status=status)
