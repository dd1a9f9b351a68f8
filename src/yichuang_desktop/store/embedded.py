"""The embedded hall (单机模式): one SQLite file, one program; who owns the file owns the hall."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, bindparam, create_engine, delete, event, insert, select
from sqlalchemy.pool import NullPool

from yichuang_desktop.domain.hall import Counter, Hall
from yichuang_desktop.services.ports import HallPlan, StoreUnavailable
from yichuang_desktop.store import hall_reading as reading
from yichuang_desktop.store import schema
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.access import StoreAccess
from yichuang_desktop.store.audit import note
from yichuang_desktop.store.changes import SqliteFeed
from yichuang_desktop.store.columns import to_text
from yichuang_desktop.store.devices import EmbeddedDevice
from yichuang_desktop.store.errors import of_sqlite, through_sqlalchemy
from yichuang_desktop.store.lanes import Lane
from yichuang_desktop.store.outbox import StoreOutbox
from yichuang_desktop.store.passwords import FAILURES_ALLOWED, LOCKED_FOR, PasswordCost, matches
from yichuang_desktop.store.plan_rows import write_plan
from yichuang_desktop.store.sqlite_lanes import (
    FileLock,
    SqliteLane,
    SqliteLanes,
    connect,
    refuse_network_drive,
    translated,
)
from yichuang_desktop.store.statements import Statement

T = TypeVar("T")

_LOGIN = Statement(
    select(t.staff.c.password_hash, t.staff.c.active, t.log_in_lock.c.failures, t.log_in_lock.c.locked_until)
    .outerjoin(t.log_in_lock, t.log_in_lock.c.login == t.staff.c.login)
    .where(t.staff.c.login == bindparam("login"))
)
_LOCK = Statement(insert(t.log_in_lock), ["login", "failures", "locked_until"])
_UNLOCK = Statement(delete(t.log_in_lock).where(t.log_in_lock.c.login == bindparam("of_login")))


def path_of(url: str) -> Path:
    """``sqlite:///folder/hall.sqlite`` → the file."""
    return Path(url.removeprefix("sqlite:///").split("?")[0])


def init_embedded(url: str, plan: HallPlan, cost: PasswordCost) -> None:
    """Make the file and the hall in it; RuleViolation ``hall_exists`` when there is one."""
    path = path_of(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    refuse_network_drive(path)
    lock = FileLock(path)
    engine = _engine(path)
    hasher = cost.hasher()
    try:
        with through_sqlalchemy(of_sqlite), engine.begin() as connection:
            schema.refuse_second_hall(connection)
            schema.migrate(connection)
            write_plan(
                connection,
                plan,
                lambda new: {"password_hash": hasher.hash(new.password)},
            )
    finally:
        engine.dispose()
        lock.release()


def upgrade_embedded(url: str, copy_to: Path | None = None) -> Path | None:
    """Bring the file up to this program's version, after a copy of it; returns the copy.

    The copy is made by SQLite's online backup, beside the file unless ``copy_to`` says where. A file that
    is up to date is left alone: None.
    """
    path = path_of(url)
    _must_be_there(path)
    lock = FileLock(path)
    engine = _engine(path)
    try:
        if _is_current(path):
            return None
        copy = copy_to or path.with_name(f"{path.name}.before-{schema.VERSION}")
        with translated():
            back_up(path, copy)
        with through_sqlalchemy(of_sqlite), engine.begin() as connection:
            schema.migrate(connection)
        return copy
    finally:
        engine.dispose()
        lock.release()


def _must_be_there(path: Path) -> None:
    if not path.exists():
        raise StoreUnavailable("no_database_file", file=str(path))


def _is_current(path: Path) -> bool:
    lane = SqliteLane(path, read_only=True)
    try:
        return schema.is_current(lane)
    finally:
        lane.close()


def back_up(path: Path, copy: Path) -> None:
    """A whole copy of a file in use."""
    source, target = connect(path), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()


def _engine(path: Path) -> Engine:
    """SQLAlchemy's engine for migrations and set-up: one connection, real transactions around DDL."""
    engine = create_engine(
        "sqlite://", creator=lambda: connect(path), poolclass=NullPool, json_serializer=to_text
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


class EmbeddedHall:
    """The hall of a file before anyone has logged in.

    Opening raises StoreUnavailable: ``no_database_file``, ``database_away``, ``database_locked`` (another
    program has the file), ``database_newer``, ``database_older``, ``network_drive``, ``database_damaged``.
    """

    def __init__(self, url: str, *, durable: bool = True) -> None:
        path = path_of(url)
        _must_be_there(path)
        refuse_network_drive(path)
        self._lanes = SqliteLanes(path, durable=durable)
        try:
            self._check(path)
        except BaseException:
            self._lanes.close()
            raise

    def hall(self) -> Hall:
        return self._read(reading.read_hall)

    def counters(self) -> tuple[Counter, ...]:
        return tuple(self._read(reading.read_counters).values())

    def log_in(self, login: str, password: str) -> StoreAccess:
        """Raises StoreUnavailable ``unknown_login``, ``wrong_password``, ``account_locked`` (``until``)."""
        lane = self._lanes.take(to_write=True)
        try:
            self._check_password(lane, login, password)
            member = reading.read_staff(lane)[login]
            note(lane, login, "log_in")
            lane.commit()
        finally:
            lane.undo()
            self._lanes.give_back(lane)
        return StoreAccess(self._lanes, member, SqliteFeed)

    def begin_device(self, counter: int, password: str = "") -> EmbeddedDevice:
        """The evaluation device at a window, an identity of its own: the only one that writes ratings."""
        return EmbeddedDevice(self._lanes, counter)

    def begin_pusher(self, password: str = "") -> StoreOutbox:
        """The outbox under the hall's own identity for it."""
        return StoreOutbox(self._lanes)

    def close(self) -> None:
        self._lanes.close()

    def _read(self, read: Callable[[Lane], T]) -> T:
        lane = self._lanes.take(to_write=False)
        try:
            return read(lane)
        finally:
            self._lanes.give_back(lane)

    def _check(self, path: Path) -> None:
        self._read(schema.check_version)
        if not self._read(schema.rules_are_current):
            engine = _engine(path)
            with through_sqlalchemy(of_sqlite), engine.begin() as connection:
                schema.write_rules(connection)
            engine.dispose()

    def _check_password(self, lane: Lane, login: str, password: str) -> None:
        now = reading.moment(lane)
        rows = lane.read(_LOGIN, {"login": login})
        if not rows or not rows[0][1]:
            raise StoreUnavailable("unknown_login")
        stored, _, failures, locked_until = rows[0]
        if locked_until and locked_until > now:
            raise StoreUnavailable("account_locked", until=locked_until)
        right = matches(stored, password)
        lane.write(_UNLOCK, {"of_login": login})
        if right:
            return
        failures = (failures or 0) % FAILURES_ALLOWED + 1
        until = now + LOCKED_FOR if failures >= FAILURES_ALLOWED else None
        lane.write(_LOCK, {"login": login, "failures": failures, "locked_until": until})
        note(lane, login, "log_in_failed")
        lane.commit()
        if until:
            raise StoreUnavailable("account_locked", until=until)
        raise StoreUnavailable("wrong_password", left=FAILURES_ALLOWED - failures)
