"""Every test of the store runs on a real SQLite file and on a real PostgreSQL with everybody's own log-in."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

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
    tag, url = pattern.rpartition("/")[2], server.copy_hall(pattern)
    live = LiveHall(f"{url}?tag={tag}", store.open_hall(f"{url}?tag={tag}"))
    yield live
    live.close()
    server.drop(url)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """The same two halls as files."""
    made = {}
    for demonstration in (False, True):
        made[demonstration] = tmp_path_factory.mktemp("pattern") / "hall.sqlite"
        start = MONDAY if demonstration else None
        url = f"sqlite:///{made[demonstration]}"
        make(url, demonstration=demonstration, simulated_at=start).close()
    return made


@contextmanager
def filed(folder: Path, pattern: Path) -> Iterator[LiveHall]:
    """A copy of a hall in a file."""
    url = f"sqlite:///{shutil.copy(pattern, folder / 'hall.sqlite')}"
    live = LiveHall(url, store.open_hall(url))
    yield live
    live.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def hall(request: pytest.FixtureRequest) -> LiveHall:
    """A hall on real time."""
    live: LiveHall = request.getfixturevalue("embedded" if request.param == "sqlite" else "shared")
    return live


@pytest.fixture(params=["sqlite", "postgresql"])
def practice(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveHall]:
    """A demonstration hall whose clock stands at a Monday, 9:30."""
    if request.param == "sqlite":
        with filed(tmp_path, request.getfixturevalue("files")[True]) as live:
            yield live
    else:
        server = request.getfixturevalue("postgres_server")
        with copied(server, request.getfixturevalue("patterns")[True]) as live:
            yield live


@pytest.fixture(params=["sqlite", "postgresql"])
def new_hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveHall]:
    """A hall made from nothing, with log-ins that are nobody else's."""
    if request.param == "sqlite":
        live = make(f"sqlite:///{tmp_path / 'hall.sqlite'}")
        yield live
        live.close()
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
def embedded(files: dict[bool, Path], tmp_path: Path) -> Iterator[LiveHall]:
    """A hall in a file alone."""
    with filed(tmp_path, files[False]) as live:
        yield live
