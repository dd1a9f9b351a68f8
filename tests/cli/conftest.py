"""The command ``yichuang`` as anyone starts it, on a small hall."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.soak import small_hall
from yichuang_desktop.demonstration.building import PASSWORD

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]
Python = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session", autouse=True)
def _template() -> Iterator[None]:
    """The hall that the tests copy goes with the session."""
    yield
    small_hall.forget_template()


@pytest.fixture
def hall_file(tmp_path: Path) -> Path:
    """A small hall nobody has open."""
    return small_hall.copy_to(tmp_path / "hall")


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    """Everyone's password in the demonstration."""
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    return file


@pytest.fixture
def run(python: Python) -> Run:
    """Run ``yichuang`` with some words, to its end."""
    return lambda *words: python("-m", "yichuang_desktop", *words)


@pytest.fixture
def python(tmp_path: Path) -> Python:
    """Run a Python of its own with some words, to its end."""

    def command(*words: object) -> subprocess.CompletedProcess[str]:
        own = {
            "YICHUANG_HOME": str(tmp_path / "home"),
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
            "QT_QPA_PLATFORM": "offscreen",
        }
        return subprocess.run(
            [sys.executable, *map(str, words)],
            env=os.environ | own,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )

    return command
