"""PostgreSQL: connections of one person, each with deadlines, few trips."""

import select
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.types.json import set_json_dumps
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql import psycopg as dialect_module

from yichuang_desktop.store.columns import to_text
from yichuang_desktop.store.errors_postgres import of_postgres
from yichuang_desktop.store.lanes import NOTHING, Lane, Pending, Values
from yichuang_desktop.store.statements import Compiled, Statement, shifted

DIALECT: Dialect = dialect_module.dialect(json_serializer=to_text, paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
KEPT_OPEN = 3
"""Idle connections a person keeps."""
DEADLINE_SECONDS = 20.0
"""How long a person waits for a server that has stopped answering; longer than its own deadlines below."""
DEADLINES: dict[str, Any] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 8000,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "options": (
        "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=10s"
        " -c timezone=UTC -c client_min_messages=warning"
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hall's database is: the URL without any person, and the tag its log-ins carry."""

    url: str
    tag: str

    @classmethod
    def of(cls, url: str) -> "Place":
        """From ``postgresql://host:port/name``; ``?tag=`` names a hall restored under another name."""
        parts = urlsplit(url.replace("postgresql+psycopg://", "postgresql://", 1))
        options = dict(parse_qsl(parts.query))
        tag = options.pop("tag", "") or unquote(parts.path.lstrip("/"))
        host = parts.netloc.rpartition("@")[2]
        return cls(urlunsplit(("postgresql", host, parts.path, urlencode(options), "")), tag)

    def role(self, name: str) -> str:
        """The server's role for a log-in or group of this hall: ``wangmin@neixiang``."""
        return f"{name}@{self.tag}"

    def connect(self, login: str, password: str) -> psycopg.Connection[Any]:
        """A connection of this person; raises StoreUnavailable."""
        with translated():
            return prepared(
                psycopg.connect(
                    self.url,
                    user=self.role(login),
                    password=password,
                    autocommit=True,
                    cursor_factory=psycopg.RawCursor,
                    **DEADLINES,
                )
            )


def verifier(connection: psycopg.Connection[Any], password: str) -> str:
    """What the server keeps instead of the password (SCRAM); made here, so that it never travels."""
    return connection.pgconn.encrypt_password(password.encode(), b"", b"scram-sha-256").decode()


def prepared(connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """The connection, writing documents as the store does."""
    set_json_dumps(to_text, connection)
    return connection


@contextmanager
def translated(*, committing: bool = False) -> Iterator[None]:
    """PostgreSQL's errors as the hall's bad news."""
    try:
        yield
    except psycopg.Error as error:
        news = of_postgres(error, committing)
        if news is None:
            raise
        raise news from error


class PostgresLane:
    """One connection of one person."""

    dialect = DIALECT

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._asked_at: float | None = None

    def read(self, statement: Statement, values: Values = NOTHING) -> list[Sequence[Any]]:
        made = statement.on(DIALECT)
        with self._asking():
            self._cursor.execute(made.text, made.bound(values))
            return made.rows(self._cursor.fetchall())

    def read_all(self, questions: Sequence[tuple[Statement, Values]]) -> list[list[Sequence[Any]]]:
        ready = [(statement.on(DIALECT), values) for statement, values in questions]
        with self._asking():
            with self._pipeline():
                cursors = [self._connection.execute(made.text, made.bound(values)) for made, values in ready]
                fetched = [cursor.fetchall() for cursor in cursors]
            return [made.rows(rows) for (made, _), rows in zip(ready, fetched, strict=True)]

    def write(self, statement: Statement, values: Values = NOTHING) -> list[Sequence[Any]]:
        made = statement.on(DIALECT)
        with self._asking():
            cursor = self._written(made.text, made.bound(values))
            return made.rows(cursor.fetchall()) if cursor.description else []

    def change(self, statement: Statement, values: Values = NOTHING) -> int:
        made = statement.on(DIALECT)
        with self._asking():
            return self._written(made.text, made.bound(values)).rowcount

    def write_all(self, pending: Sequence[Pending]) -> None:
        if pending:
            with self._asking():
                self._begin()
                self._cursor.execute(*together(pending))

    def commit(self, pending: Sequence[Pending] = ()) -> None:
        if not pending and self._idle():
            return
        with self._asking(committing=True):
            self._begin()
            if not pending:
                self._bare(b"COMMIT")
                return
            with self._pipeline():
                self._connection.execute(*together(pending))
                self._connection.execute("COMMIT")

    def undo(self) -> None:
        if not self._idle():
            with self._asking():
                self._connection.rollback()

    def close(self) -> None:
        with suppress(psycopg.Error):
            self._connection.close()

    def alive(self) -> bool:
        """False when the server has hung up on an idle connection."""
        if self._connection.closed:
            return False
        with suppress(OSError, ValueError, psycopg.Error):
            return not select.select([self._connection.pgconn.socket], [], [], 0)[0]
        return True

    def verifier(self, password: str) -> str:
        """See :func:`verifier`."""
        return verifier(self._connection, password)

    def waits(self) -> float:
        """Seconds since the server was asked what it has not yet answered; 0 when nothing is asked."""
        asked_at = self._asked_at
        return time.monotonic() - asked_at if asked_at is not None else 0.0

    def abandon(self) -> None:
        """Cut the line, from another thread: whoever waits on it hears at once that it is lost."""
        with suppress(OSError, psycopg.Error):
            line = socket.fromfd(self._connection.pgconn.socket, socket.AF_INET, socket.SOCK_STREAM)
            try:
                line.shutdown(socket.SHUT_RDWR)
            finally:
                line.close()

    def raw(self) -> psycopg.Connection[Any]:
        """The driver's own connection."""
        return self._connection

    @contextmanager
    def _asking(self, *, committing: bool = False) -> Iterator[None]:
        self._asked_at = time.monotonic()
        try:
            with translated(committing=committing):
                yield
        finally:
            self._asked_at = None

    @contextmanager
    def _pipeline(self) -> Iterator[None]:
        """Several statements in one trip; after an error the rest is taken in before it is raised."""
        with self._connection.pipeline() as pipeline:
            try:
                yield
            except psycopg.Error:
                with suppress(psycopg.Error):
                    pipeline.sync()
                raise

    def _written(self, text: str, values: Any) -> psycopg.Cursor[Any]:
        """Run a change; the first one takes the beginning of the transaction along in the same trip."""
        if not self._idle():
            return self._cursor.execute(text, values)
        with self._pipeline():
            self._connection.execute("BEGIN")
            changed = self._connection.execute(text, values)
        return changed  # noqa: RET504 - its rows are there only after the pipeline

    def _begin(self) -> None:
        if self._idle():
            self._bare(b"BEGIN")

    def _bare(self, command: bytes) -> None:
        """A command without parameters or answer, as the driver's own library sends it."""
        result = self._connection.pgconn.exec_(command)
        if self._connection.pgconn.status != ConnStatus.OK:
            raise psycopg.OperationalError("connection lost")
        if result.status != ExecStatus.COMMAND_OK:
            raise error_from_result(result)

    def _idle(self) -> bool:
        return self._connection.pgconn.transaction_status == TransactionStatus.IDLE


class Watch:
    """Ends the wait for a server that neither answers nor hangs up; drivers and keep-alives do not notice.

    One thread a person, only while one of their lanes is taken.
    """

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._lanes: set[PostgresLane] = set()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    def over(self, lane: PostgresLane) -> None:
        """Watch over a lane from now on."""
        with self._changed:
            self._lanes.add(lane)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
            elif len(self._lanes) == 1:
                self._changed.notify()

    def leave(self, lane: Lane) -> None:
        """Stop watching over it."""
        with self._changed:
            self._lanes.discard(lane)

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            while not self._closed:
                self._changed.wait(self._deadline / 4 if self._lanes else None)
                for lane in self._lanes:
                    if lane.waits() > self._deadline:
                        lane.abandon()


_together: dict[tuple[tuple[str, int], ...], str] = {}


def together(pending: Sequence[Pending]) -> tuple[str, list[Any]]:
    """Several changes as one statement (``WITH … INSERT``): one trip, one look at it by the server."""
    made = [(statement.on(DIALECT), rows) for statement, rows in pending]
    key = tuple((one.text, len(rows)) for one, rows in made)
    text = _together.get(key)
    if text is None:
        text = _together[key] = _joined(made)
    return text, [value for one, rows in made for row in rows for value in one.bound(row)]


def _joined(made: list[tuple[Compiled, Sequence[Values]]]) -> str:
    if len(made) == 1:
        return made[0][0].several(len(made[0][1]))
    parts, taken = [], 0
    for place, (one, rows) in enumerate(made):
        parts.append(f"w{place} AS ({shifted(one.several(len(rows)), taken)})")
        taken += len(one.names) * len(rows)
    return f"WITH {', '.join(parts)} SELECT"


class PostgresLanes:
    """The connections of one person; made when needed, made again after they broke."""

    dialect = DIALECT

    def __init__(self, place: Place, login: str, password: str, deadline: float = DEADLINE_SECONDS) -> None:
        self._place = place
        self._watch = Watch(deadline)
        self._login = login
        self._password = password
        self._idle: list[PostgresLane] = []
        self._guard = threading.Lock()
        self._closed = False

    def take(self, *, to_write: bool) -> Lane:
        lane: PostgresLane | None
        with self._guard:
            while self._idle:
                lane = self._idle.pop()
                if lane.alive():
                    break
                lane.close()
            else:
                lane = None
        lane = lane or self.fresh()
        self._watch.over(lane)
        return lane

    def fresh(self) -> PostgresLane:
        """A connection that is nobody else's, for news or for a first look."""
        return PostgresLane(self._place.connect(self._login, self._password))

    def give_back(self, lane: Lane, *, broken: bool = False) -> None:
        self._watch.leave(lane)
        with self._guard:
            keep = not broken and not self._closed and len(self._idle) < KEPT_OPEN
            if keep and isinstance(lane, PostgresLane):
                self._idle.append(lane)
                return
        lane.close()

    def close(self) -> None:
        with self._guard:
            self._closed = True
            self._watch.close()
            idle, self._idle = self._idle, []
        for lane in idle:
            lane.close()
