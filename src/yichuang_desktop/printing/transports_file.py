"""A folder as a printer: for a PC without one, the tour, and A4 papers as PDF."""

import contextlib
import os
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yichuang_desktop.domain.print_jobs import Delivery, FailureKind, PrinterStatus, PrintJob, Proof


@dataclass(frozen=True, slots=True)
class FileTransport:
    """Each job as its own file in a folder."""

    folder: Path

    @property
    def key(self) -> str:
        """``pc-04:file:D:\\slips``; a folder on a share is the share's on every PC."""
        place = os.path.normcase(os.path.abspath(self.folder))
        return place if place.startswith("\\\\") else f"{this_pc()}:file:{place}"

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


def this_pc() -> str:
    """This PC's name in the keys of printers only it can reach."""
    return platform.node().lower() or "pc"


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
