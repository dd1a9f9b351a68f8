"""SQLite: one process and one writer a file, WAL, every commit on the disk before it is acknowledged."""

import hashlib
import os
import sqlite3
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.dialects import sqlite

from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import errors
from yichuang_desktop.store.columns import to_text
from yichuang_desktop.store.lanes import NOTHING, Lane, Pending, Values
from yichuang_desktop.store.statements import Statement

BUSY_SECONDS = 5.0
WRITER_SECONDS = 15.0
"""How long a piece of work waits for the one writer before it says that the database is locked."""
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "davfs", "fuse.rclone")
_REMOTE_DRIVE = 4

DIALECT: Dialect = sqlite.dialect(json_serializer=to_text)


@contextmanager
def translated() -> Iterator[None]:
    """SQLite's errors as the hall's bad news."""
    try:
        yield
    except sqlite3.Error as error:
        news = errors.of_sqlite(error)
        if news is None:
            raise
        raise news from error


class SqliteLane:
    """One connection to the file."""

    dialect = DIALECT

    def __init__(self, path: Path, *, read_only: bool, durable: bool = True) -> None:
        with translated():
            self._connection = connect(path)
            if read_only:
                self._connection.execute("PRAGMA query_only = ON")
            if not durable:
                self._connection.execute("PRAGMA synchronous = OFF")

    def read(self, statement: Statement, values: Values = NOTHING) -> list[Sequence[Any]]:
        made = statement.on(DIALECT)
        with translated():
            return made.rows(self._connection.execute(made.text, made.bound(values)).fetchall())

    def read_all(self, questions: Sequence[tuple[Statement, Values]]) -> list[list[Sequence[Any]]]:
        return [self.read(statement, values) for statement, values in questions]

    def write(self, statement: Statement, values: Values = NOTHING) -> list[Sequence[Any]]:
        self._begin()
        return self.read(statement, values)

    def change(self, statement: Statement, values: Values = NOTHING) -> int:
        self._begin()
        made = statement.on(DIALECT)
        with translated():
            return self._connection.execute(made.text, made.bound(values)).rowcount

    def write_all(self, pending: Sequence[Pending]) -> None:
        if not pending:
            return
        self._begin()
        with translated():
            for statement, rows in pending:
                made = statement.on(DIALECT)
                self._connection.executemany(made.text, [made.bound(values) for values in rows])

    def commit(self, pending: Sequence[Pending] = ()) -> None:
        self.write_all(pending)
        if self._connection.in_transaction:
            with translated():
                self._connection.execute("COMMIT")

    def undo(self) -> None:
        if self._connection.in_transaction:
            with translated():
                self._connection.execute("ROLLBACK")

    def close(self) -> None:
        self._connection.close()

    def raw(self) -> sqlite3.Connection:
        """The driver's own connection, for pragmas and the online backup."""
        return self._connection

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            with translated():
                self._connection.execute("BEGIN IMMEDIATE")


def connect(path: Path) -> sqlite3.Connection:
    """A connection as every part of the program uses it."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.create_function("sha256_hex", 1, _sha256_hex, deterministic=True)
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "trusted_schema = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _sha256_hex(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class SqliteLanes:
    """The one writer and a few readers of a file, shared by everyone logged in in this program."""

    dialect = DIALECT

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self._durable = durable
        self._lock = FileLock(path)
        self._turn = threading.Lock()
        self._writer: SqliteLane | None = None
        self._readers: list[SqliteLane] = []
        self._guard = threading.Lock()

    def take(self, *, to_write: bool) -> Lane:
        if not to_write:
            with self._guard:
                idle = self._readers.pop() if self._readers else None
            return idle or SqliteLane(self.path, read_only=True)
        if not self._turn.acquire(timeout=WRITER_SECONDS):
            raise StoreUnavailable("database_locked")
        try:
            self._writer = self._writer or SqliteLane(self.path, read_only=False, durable=self._durable)
        except BaseException:
            self._turn.release()
            raise
        return self._writer

    def give_back(self, lane: Lane, *, broken: bool = False) -> None:
        if lane is self._writer:
            if broken:
                lane.close()
                self._writer = None
            self._turn.release()
        elif broken or not isinstance(lane, SqliteLane):
            lane.close()
        else:
            with self._guard:
                self._readers.append(lane)

    def close(self) -> None:
        with self._guard:
            lanes = [*self._readers, *([self._writer] if self._writer else [])]
            self._readers, self._writer = [], None
        for lane in lanes:
            lane.close()
        self._lock.release()


class FileLock:
    """One program a file: a lock of the system on a file beside the database (it goes with a crash).

    Several openings inside one program share it.  Raises StoreUnavailable ``database_locked``,
    ``database_read_only`` when the folder cannot be written.
    """

    _held: dict[Path, tuple[int, int]] = {}  # noqa: RUF012 - the program's, guarded below
    _guard = threading.Lock()

    def __init__(self, database: Path) -> None:
        self._path = Path(f"{database.resolve()}.lock")
        with self._guard:
            descriptor, count = self._held.get(self._path, (-1, 0))
            if not count:
                descriptor = _lock(self._path)
            self._held[self._path] = (descriptor, count + 1)
        self._released = False

    def release(self) -> None:
        """Let another program have the file."""
        with self._guard:
            if self._released:
                return
            self._released = True
            descriptor, count = self._held.pop(self._path)
            if count > 1:
                self._held[self._path] = (descriptor, count - 1)
            else:
                os.close(descriptor)


def _lock(path: Path) -> int:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError as missing:
        raise StoreUnavailable("database_away") from missing
    except OSError as refused:
        raise StoreUnavailable("database_read_only") from refused
    try:
        _lock_descriptor(descriptor)
    except OSError as taken:
        os.close(descriptor)
        raise StoreUnavailable("database_locked") from taken
    return descriptor


def _lock_descriptor(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there on Windows only

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - not there on Windows

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def refuse_network_drive(path: Path) -> None:
    """SQLite's locks do not hold across a network: StoreUnavailable ``network_drive`` where it shows."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - for Windows only

        root = path.resolve().anchor
        remote = root.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOTE_DRIVE
    else:
        remote = _file_system(path.resolve()) in _NETWORK
    if remote:
        raise StoreUnavailable("network_drive", path=str(path))


def _file_system(path: Path) -> str:
    """The kind of file system a path lies on, as the kernel tells it; empty where it does not."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    found, kind = Path("/"), ""
    for line in mounts.read_text("utf-8", "replace").splitlines():
        _, place, file_system, *_ = line.split(" ")
        at = Path(place.replace("\\040", " "))
        if path.is_relative_to(at) and len(at.parts) >= len(found.parts):
            found, kind = at, file_system
    return kind
