"""Ways to a printer: a TCP port (9100) and a folder of files.

What a network printer teaches: the kernel swallows megabytes a dead printer never reads, so "sent" proves
nothing; a socket closed with unread status bytes resets the link and the printer loses the tail, so the end
is half-closed and drained; one connection at a time. Every write has a deadline, and every fault is an
answer: before the first byte it can be tried again, after it nobody knows.
"""

import contextlib
import os
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof
from yichuang_desktop.printing.profiles import Confirmation, Preflight, PrinterProfile
from yichuang_desktop.printing.spooler import Transport
from yichuang_desktop.printing.status_bytes import ask, process_id_answered, process_id_request, status_of

CHUNK: Final = 4096
DEFAULT_PORT: Final = 9100
_QUESTIONS: Final = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds. ``job`` bounds the whole, and must stay below the spooler's lease."""

    connect: float = 5.0
    write: float = 10.0
    answer: float = 1.0
    drain: float = 2.0
    printing: float = 15.0
    """How long a printer may take to say a job is out (process id)."""
    job: float = 120.0


def transport_for(address: str, profile: PrinterProfile, deadlines: Deadlines | None = None) -> Transport:
    """The way to ``tcp://host:port``, or to a folder given as a path or ``file://`` address.

    Raises RuleViolation("printer_address_bad").
    """
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return _tcp(address, profile, deadlines or Deadlines())
    if parts.scheme == "file" and parts.path:
        return FileTransport(Path(url2pathname(parts.path)))
    if address and (not parts.scheme or re.match(r"[A-Za-z]:[\\/]", address)):
        return FileTransport(Path(address))
    raise RuleViolation("printer_address_bad", address=address)


def _tcp(address: str, profile: PrinterProfile, deadlines: Deadlines) -> "TcpTransport":
    parts = urlsplit(address)
    try:
        port = parts.port or DEFAULT_PORT
    except ValueError as error:
        raise RuleViolation("printer_address_bad", address=address) from error
    if not parts.hostname or parts.path:
        raise RuleViolation("printer_address_bad", address=address)
    return TcpTransport(parts.hostname, port, profile.preflight, profile.confirmation, deadlines)


@dataclass(frozen=True, slots=True)
class TcpTransport:
    """A printer on a TCP port; one connection a job."""

    host: str
    port: int = DEFAULT_PORT
    preflight: Preflight = Preflight.TRIED
    confirmation: Confirmation = Confirmation.NONE
    deadlines: Deadlines = Deadlines()

    def send(self, job: PrintJob, data: bytes) -> Delivery:
        """Ask, send, ask again, drain. ``BROKEN_OFF`` after the first byte is never tried again by itself."""
        ends = time.monotonic() + self.deadlines.job
        try:
            link = socket.create_connection((self.host, self.port), self.deadlines.connect)
        except OSError as error:
            return Delivery(Proof.NOT_STARTED, FailureKind.UNREACHABLE, detail=repr(error))
        with link:
            before = self._before(link)
            if before.failure is not None:
                return before
            request = process_id_request(job) if self.confirmation is Confirmation.PROCESS_ID else b""
            sent = _write(link, data + request, self.deadlines, ends)
            if sent.failure is not None:
                return replace(sent, status=before.status)
            return self._after(link, replace(sent, status=before.status), job)

    def status(self) -> PrinterStatus:
        """Ask the printer now; a silent, busy or absent one is an empty answer."""
        try:
            with socket.create_connection((self.host, self.port), self.deadlines.connect) as link:
                answer = self._asked(link)
                _drain(link, self.deadlines.drain)
                return answer
        except OSError:
            return PrinterStatus()

    def _before(self, link: socket.socket) -> Delivery:
        if self.preflight is Preflight.NONE:
            return Delivery(Proof.NOT_STARTED)
        try:
            status = self._asked(link)
        except OSError as error:
            return Delivery(Proof.NOT_STARTED, FailureKind.UNREACHABLE, detail=repr(error))
        silent = self.preflight is Preflight.REQUIRED and not status.answered
        return Delivery(
            Proof.NOT_STARTED, FailureKind.NO_ANSWER if silent else status.hindrance, status=status
        )

    def _after(self, link: socket.socket, sent: Delivery, job: PrintJob) -> Delivery:
        """What the printer says of the job, then the polite end of the link."""
        try:
            if self.confirmation is Confirmation.PROCESS_ID and process_id_answered(
                link, job, self.deadlines.printing
            ):
                sent = replace(sent, proof=Proof.CONFIRMED)
            elif sent.status.answered:
                sent = _told_afterwards(sent, self._asked(link))
            _drain(link, self.deadlines.drain)
        except OSError as error:
            if sent.proof is not Proof.CONFIRMED:
                return replace(
                    sent,
                    proof=Proof.UNKNOWN,
                    failure=FailureKind.BROKEN_OFF,
                    detail=f"after the end: {error!r}",
                )
        return sent

    def _asked(self, link: socket.socket) -> PrinterStatus:
        answers: dict[int, int] = {}
        for question in _QUESTIONS:
            answer = ask(link, question, self.deadlines.answer)
            if answer is None:
                break
            answers[question] = answer
        return status_of(answers)


def _told_afterwards(sent: Delivery, status: PrinterStatus) -> Delivery:
    """Paper that ran out behind the last byte leaves the job in doubt."""
    if status.hindrance is not None:
        return replace(sent, proof=Proof.UNKNOWN, failure=status.hindrance, status=status)
    return replace(sent, status=status)


def _write(link: socket.socket, data: bytes, deadlines: Deadlines, ends: float) -> Delivery:
    sent = 0
    try:
        while sent < len(data):
            link.settimeout(max(0.001, min(deadlines.write, ends - time.monotonic())))
            sent += link.send(data[sent : sent + CHUNK])
    except OSError as error:
        if sent:
            return Delivery(Proof.UNKNOWN, FailureKind.BROKEN_OFF, sent, detail=f"at byte {sent}: {error!r}")
        return Delivery(Proof.NOT_STARTED, FailureKind.UNREACHABLE, detail=repr(error))
    return Delivery(Proof.HANDED_OVER, bytes_sent=sent)


def _drain(link: socket.socket, seconds: float) -> None:
    """No more from us; read what is still coming so that closing does not reset the link."""
    ends = time.monotonic() + seconds
    link.shutdown(socket.SHUT_WR)
    while (left := ends - time.monotonic()) > 0:
        link.settimeout(left)
        try:
            if not link.recv(CHUNK):
                return
        except TimeoutError:
            return


@dataclass(frozen=True, slots=True)
class FileTransport:
    """Each job as its own file in a folder: for a PC without a printer, the tour, and A4 papers as PDF."""

    folder: Path

    def send(self, job: PrintJob, data: bytes) -> Delivery:
        """Write the file whole or not at all; what is on the disk is proof enough."""
        target = self.folder / file_name(job, data)
        temporary = target.with_name(f".{target.name}.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write_through(temporary, data)
            temporary.replace(target)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            return Delivery(Proof.NOT_STARTED, FailureKind.WRITE_FAILED, detail=repr(error))
        return Delivery(Proof.CONFIRMED, bytes_sent=len(data), detail=target.name)

    def status(self) -> PrinterStatus:
        return PrinterStatus(online=os.access(self._nearest(), os.W_OK))

    def _nearest(self) -> Path:
        return next(place for place in self._upwards() if place.exists())

    def _upwards(self) -> Iterator[Path]:
        yield self.folder
        yield from self.folder.absolute().parents


def file_name(job: PrintJob, data: bytes) -> str:
    """``NX20261123-04-0011_receipt_slip_2_0b8f3f0e.bin``: number, kind, copy, job; PDFs end in .pdf."""
    head = job.document.get("head") or {}
    number = re.sub(r"[^0-9A-Za-z-]", "", str(head.get("number", ""))) or "paper"
    suffix = "pdf" if data.startswith(b"%PDF") else "bin"
    return f"{number}_{job.kind}_{job.copy_no}_{job.id[:8]}.{suffix}"


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
