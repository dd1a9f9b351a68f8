"""One program of this PC at a printer at a time: a lock of the operating system for each physical printer.

It holds also where two programs work in different halls (practice beside the real one), whose databases know
nothing of each other. It dies with the program that holds it: whoever gets it knows that the last holder on
this PC is gone.
"""

import contextlib
import hashlib
import logging
import os
import platform
import re
import secrets
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_log = logging.getLogger(__name__)


def lock_folder() -> Path:
    """Where the locks of this PC lie, the same for every person who logs in to it."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", tempfile.gettempdir())) / "yichuang" / "printers"
    return Path(tempfile.gettempdir()) / "yichuang-printers"


def holder_name(seat: str) -> str:
    """Who holds a lease: PC, seat and program (``pc-04-001a2b3c4d5e/window-04/3121-9f0c``).

    Names of PCs are copied with their disks; the network card's number is not.
    """
    name = re.sub(r"[^0-9A-Za-z.-]", "-", platform.node()) or "pc"
    return f"{name}-{uuid.getnode():012x}/{seat}/{os.getpid()}-{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class PrinterLocks:
    """The locks of this PC's printers; ``folder`` None locks nothing (one program alone, or a test)."""

    folder: Path | None = None

    @contextmanager
    def hold(self, key: str) -> Iterator[bool]:
        """Hold the printer for the block; False when another program of this PC has it."""
        descriptor = self._opened(key)
        if descriptor is None:
            yield True
            return
        try:
            yield _lock(descriptor)
        finally:
            os.close(descriptor)

    def _opened(self, key: str) -> int | None:
        if self.folder is None:
            return None
        path = self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.lock"
        try:
            _make_folder(self.folder)
            return _open(path)
        except OSError:
            # Without the lock the database's lease still keeps the hall's own programs apart.
            _log.exception("printer %s cannot be locked", key)
            return None


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            folder.chmod(0o1777)  # for all persons of this PC; none may remove another's


def _open(path: Path) -> int:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    except PermissionError:
        return os.open(path, os.O_RDONLY)  # another person's: reading is enough to lock it
    with contextlib.suppress(OSError):
        os.chmod(path, 0o666)  # noqa: S103 - holds nothing, and every person of this PC has to lock it
    return descriptor


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there on Windows only

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not there on Windows

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
