"""What every test stands on: no screen, an own home, the shipped fonts, a watched log, real servers."""

import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.servers.logwatch import LogWatch

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.servers.postgres import PostgresServer

# Before anything imports Qt or escpos.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A folder of this very process: two that share one can meet a half-written file.
_ESCPOS_CACHE = tempfile.TemporaryDirectory(prefix="yichuang-escpos-")
os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = _ESCPOS_CACHE.name


@pytest.fixture(autouse=True)
def program_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that is all the program knows of this machine: its data, settings and logs."""
    home = tmp_path / "home"
    monkeypatch.setenv("YICHUANG_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def expected_log() -> Iterator[LogWatch]:
    """Every warning or error in the log fails the test, unless ``expected_log(pattern)`` announced it."""
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    complaint = watch.verdict()
    if complaint:
        pytest.fail(complaint, pytrace=False)


@pytest.fixture(scope="session")
def qapp(qapp: "QApplication") -> "QApplication":
    """The Qt application with the shipped fonts, so that text has the same width on every machine."""
    from PySide6.QtGui import QFont, QFontDatabase

    from yichuang_desktop.settings import resource

    for file in sorted(resource("fonts").glob("*.[ot]tf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            pytest.fail(f"Qt cannot load {file}")
    qapp.setFont(QFont("Noto Sans SC", 10))
    return qapp


@pytest.fixture(scope="session")
def postgres_server() -> Iterator["PostgresServer"]:
    """This worker's PostgreSQL cluster; see :mod:`tests.servers.postgres`."""
    from tests.servers.postgres import start_cluster

    server = start_cluster()
    yield server
    server.close()


@pytest.fixture
def postgres_database(postgres_server: "PostgresServer") -> Iterator[str]:
    """The superuser's URL of an empty database that lives for one test."""
    url = postgres_server.fresh_database()
    yield url
    postgres_server.drop(url)
