"""Every test of the store runs on a real SQLite file and on a real PostgreSQL with everybody's own log-in."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.servers.postgres import PostgresServer
from tests.store.halls import MONDAY, LiveHall, make
from yichuang_desktop import store


@pytest.fixture(scope="session")
def patterns(postgres_server: PostgresServer) -> dict[bool, str]:
    """Two halls on the server, a real one and one for practice, that tests get copies of."""
    made = {}
    for demonstration in (False, True):
        made[demonstration] = postgres_server.fresh_database()
        start = MONDAY if demonstration else None
        make(made[demonstration], demonstration=demonstration, simulated_at=start).close()
    return made


@contextmanager
def copied(server: PostgresServer, pattern: str) -> Iterator[LiveHall]:
    """A copy of a hall under a name of its own; its people keep the log-ins of the pattern (``tag``)."""
    tag = pattern.rpartition("/")[2]
    name = f"copy_{secrets.token_hex(5)}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(tag))
        )
        for role in ("yc_owner", "yc_staff", "yc_evaluation_device", "yc_pusher", "lobby"):
            allow = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
            connection.execute(allow.format(sql.Identifier(name), sql.Identifier(f"{role}@{tag}")))
    url = server.url(name)
    live = LiveHall(f"{url}?tag={tag}", store.open_hall(f"{url}?tag={tag}"))
    yield live
    live.close()
    server.drop(url)


@contextmanager
def filed(folder: Path, **how: Any) -> Iterator[LiveHall]:
    """A hall in a file."""
    live = make(f"sqlite:///{folder / 'hall.sqlite'}", **how)
    yield live
    live.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveHall]:
    """A hall on real time."""
    if request.param == "sqlite":
        with filed(tmp_path) as live:
            yield live
    else:
        yield request.getfixturevalue("shared")


@pytest.fixture(params=["sqlite", "postgresql"])
def practice(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveHall]:
    """A demonstration hall whose clock stands at a Monday, 9:30."""
    if request.param == "sqlite":
        with filed(tmp_path, demonstration=True, simulated_at=MONDAY) as live:
            yield live
    else:
        server = request.getfixturevalue("postgres_server")
        with copied(server, request.getfixturevalue("patterns")[True]) as live:
            yield live


@pytest.fixture(params=["sqlite", "postgresql"])
def new_hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveHall]:
    """A hall made from nothing, with log-ins that are nobody else's."""
    if request.param == "sqlite":
        with filed(tmp_path) as live:
            yield live
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.fresh_database()
    live = make(url)
    yield live
    live.close()
    server.drop(url)


@pytest.fixture
def shared(postgres_server: PostgresServer, patterns: dict[bool, str]) -> Iterator[LiveHall]:
    """A hall on PostgreSQL alone, for what only a server can be asked."""
    with copied(postgres_server, patterns[False]) as live:
        yield live


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[LiveHall]:
    """A hall in a file alone."""
    with filed(tmp_path) as live:
        yield live
