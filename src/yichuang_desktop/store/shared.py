"""The shared hall on PostgreSQL: everyone logs in as themselves, and the server says who they are."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Counter, Hall, Role
from yichuang_desktop.services.ports import HallPlan, StoreUnavailable
from yichuang_desktop.store import hall_reading as reading
from yichuang_desktop.store import roles, schema
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.access import StoreAccess
from yichuang_desktop.store.audit import note
from yichuang_desktop.store.changes_postgres import PostgresFeed
from yichuang_desktop.store.columns import to_text
from yichuang_desktop.store.devices import SharedDevice, device_name
from yichuang_desktop.store.errors import through_sqlalchemy
from yichuang_desktop.store.errors_postgres import of_postgres
from yichuang_desktop.store.outbox import StoreOutbox
from yichuang_desktop.store.plan_rows import leader_rows, write_plan
from yichuang_desktop.store.postgres_lanes import DEADLINE_SECONDS, Place, PostgresLanes, prepared, verifier
from yichuang_desktop.store.roles import RoleScript
from yichuang_desktop.store.triggers_outbox import PUSHER

OLDEST_SERVER = 150000


def init_shared(url: str, plan: HallPlan) -> None:
    """Make roles, tables and the hall in an empty database of a server of 15 or newer, in one transaction.

    The URL is of someone who may make roles (the superuser, once).  Raises RuleViolation ``hall_exists``,
    ``log_in_taken``; StoreUnavailable ``server_too_old``.
    """
    place = Place.of(url)
    script = RoleScript(place.tag)
    engine = _engine(url)
    try:
        with through_sqlalchemy(of_postgres), engine.begin() as connection:
            _check_server(connection)
            schema.refuse_second_hall(connection)
            _run(connection, script.make_roles())
            _run(connection, script.take_over(unquote(urlsplit(url).path.lstrip("/"))))
            _as(connection, script.of(roles.OWNER))
            schema.migrate(connection)
            connection.execute(t.hall_role.insert(), _hall_roles(place))
            write_plan(connection, plan, None)
            _finish(connection, script)
            _add_staff(connection, plan)
            _as(connection, script.of(roles.OWNER))
            if leaders := leader_rows(plan):
                connection.execute(t.group_leader.insert(), leaders)
    finally:
        engine.dispose()


def upgrade_shared(url: str) -> bool:
    """Bring the database up to this program's version; the URL is the migrator's or the superuser's.

    False when version and table of acts were this program's already; grants are written anew in any case.

    Waits at most a few seconds for tables in use, so that no window stands still: StoreUnavailable
    ``database_locked`` means, try again.
    """
    script = RoleScript(Place.of(url).tag)
    engine = _engine(url)
    try:
        with through_sqlalchemy(of_postgres), engine.begin() as connection:
            _as(connection, script.of(roles.OWNER))
            connection.exec_driver_sql("SET LOCAL lock_timeout = '3s'")
            before = schema.stamp(connection)
            schema.migrate(connection)
            _finish(connection, script)
            return schema.stamp(connection) != before
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1).split("?tag=")[0]
    return create_engine(
        "postgresql+psycopg://",
        creator=lambda: prepared(psycopg.connect(plain)),
        poolclass=NullPool,
        json_serializer=to_text,
    )


def _check_server(connection: Connection) -> None:
    version = connection.exec_driver_sql("SELECT current_setting('server_version_num')::int").scalar_one()
    if version < OLDEST_SERVER:
        raise StoreUnavailable("server_too_old", version=version // 10000, needed=OLDEST_SERVER // 10000)


def _as(connection: Connection, quoted_role: str) -> None:
    connection.exec_driver_sql(f"SET LOCAL ROLE {quoted_role}")


def _finish(connection: Connection, script: RoleScript) -> None:
    """Grants as the owner, then the functions that keep log-ins as their keeper."""
    _as(connection, script.of(roles.OWNER))
    _run(connection, script.grant())
    _as(connection, script.of(roles.KEEPER))
    _run(connection, roles.STAFF_FUNCTIONS)
    for function in (*roles.INNER_FUNCTIONS, *roles.ADMINISTRATORS_FUNCTIONS):
        connection.exec_driver_sql(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    administrators = script.of(roles.group(Role.ADMINISTRATOR))
    for function in roles.ADMINISTRATORS_FUNCTIONS:
        connection.exec_driver_sql(f"GRANT EXECUTE ON FUNCTION {function} TO {administrators}")


def _run(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement.replace("%", "%%"))


def _hall_roles(place: Place) -> list[dict[str, str]]:
    groups = {role.value: roles.group(role) for role in Role}
    groups |= {"staff": roles.STAFF, "device": roles.DEVICE, PUSHER: roles.PUSHER}
    return [{"role": role, "db_role": place.role(name)} for role, name in groups.items()]


def _add_staff(connection: Connection, plan: HallPlan) -> None:
    """Everyone's log-in; the keeper makes them, as it will later for the administrator."""
    driver: Any = connection.connection.driver_connection
    for new in plan.staff:
        member = new.member
        connection.execute(
            text("SELECT yc_write_staff(:login, :name, :group, :roles, :verifier)"),
            {
                "login": member.login,
                "name": member.name,
                "group": member.group_id or None,
                "roles": sorted(role.value for role in member.roles),
                "verifier": verifier(driver, new.password),
            },
        )


class SharedHall:
    """The hall of a server before anyone has logged in."""

    def __init__(self, url: str, deadline: float = DEADLINE_SECONDS) -> None:
        self._place = Place.of(url)
        self._deadline = deadline
        self._lobby = PostgresLanes(self._place, roles.LOBBY, roles.LOBBY_PASSWORD)
        try:
            lane = self._lobby.take(to_write=False)
            try:
                schema.check_version(lane)
                if not schema.rules_are_current(lane):
                    raise StoreUnavailable("rules_differ")
            finally:
                self._lobby.give_back(lane)
        except BaseException:
            self._lobby.close()
            raise

    def hall(self) -> Hall:
        lane = self._lobby.take(to_write=False)
        try:
            return reading.read_hall(lane)
        finally:
            self._lobby.give_back(lane)

    def counters(self) -> tuple[Counter, ...]:
        lane = self._lobby.take(to_write=False)
        try:
            return tuple(reading.read_counters(lane).values())
        finally:
            self._lobby.give_back(lane)

    def log_in(self, login: str, password: str) -> StoreAccess:
        """As this person, on connections of their own.

        StoreUnavailable ``wrong_password``: the server does not say whether there is such a log-in.
        """
        lanes = PostgresLanes(self._place, login, password, self._deadline)
        try:
            lane = lanes.take(to_write=True)
        except StoreUnavailable as refused:
            if refused.code == "wrong_password":
                self._note_failure(login)
            raise
        try:
            member = reading.read_staff(lane).get(login)
            if member is None or not member.active:
                raise StoreUnavailable("unknown_login")
            note(lane, login, "log_in")
            lane.commit()
        except BaseException:
            lane.close()
            lanes.close()
            raise
        lanes.give_back(lane)
        return StoreAccess(lanes, member, PostgresFeed, close_lanes=True)

    def begin_device(self, counter: int, password: str = "") -> SharedDevice:
        """The evaluation device at a window, with a log-in of its own: the only one that writes ratings."""
        lanes = PostgresLanes(self._place, device_name(counter), password)
        lanes.give_back(lanes.take(to_write=True))
        return SharedDevice(lanes)

    def begin_pusher(self, password: str = "") -> StoreOutbox:
        """The outbox under the log-in ``pusher``: the only one that writes what was answered."""
        lanes = PostgresLanes(self._place, PUSHER, password)
        lanes.give_back(lanes.take(to_write=True))
        return StoreOutbox(lanes, own_lanes=True)

    def close(self) -> None:
        self._lobby.close()

    def _note_failure(self, login: str) -> None:
        with suppress(StoreUnavailable, RuleViolation):
            lane = self._lobby.take(to_write=True)
            try:
                note(lane, roles.LOBBY, "log_in_failed", login)
                lane.commit()
            finally:
                self._lobby.give_back(lane)
