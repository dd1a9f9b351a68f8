"""A small hall of one's own for every fault, and the two people at its windows."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.hands import Hands
from tests.soak import small_hall


@pytest.fixture(scope="session", autouse=True)
def _template() -> Iterator[None]:
    """The hall that every test copies goes with the session."""
    yield
    small_hall.forget_template()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that accounts other than the tester's may enter."""
    made = Path(tempfile.mkdtemp(prefix="yichuang-fault-"))
    made.chmod(0o777)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def hall_file(folder: Path) -> Path:
    """A small hall nobody has open."""
    return small_hall.copy_to(folder)


@pytest.fixture
def hands(hall_file: Path) -> Iterator[Hands]:
    """The hall open, clerk and issuance clerk at their windows."""
    with Hands.at(small_hall.url_of(hall_file)) as both:
        yield both


@contextmanager
def without_privileges() -> Iterator[None]:
    """As an account to which file permissions apply: the superuser would write everywhere."""
    if os.name != "posix" or os.geteuid() != 0:
        yield
        return
    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)
