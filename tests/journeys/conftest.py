"""One demonstration hall for the whole session, a copy of it for every journey, real printers."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.past import Past
from tests.journeys.window import Window, clear_away, settings_for
from tests.printing.printer_simulator import READY, PrinterSimulator, Temper
from yichuang_desktop.app import demo
from yichuang_desktop.demonstration.building import HALL_ZONE
from yichuang_desktop.ui import theme

TODAY = datetime(2026, 11, 23, 14, 26, tzinfo=HALL_ZONE)
CASES = 25


@pytest.fixture(scope="package", autouse=True)
def themed(qapp: QApplication) -> QApplication:
    """The application as the program makes it: its windows bring the style sheet."""
    theme.install(qapp, always_shipped=True)
    qapp.setStyleSheet("")
    return qapp


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a small demonstration hall, as it stands on an afternoon."""
    file = tmp_path_factory.mktemp("demonstration") / "hall.sqlite"
    demo.build(f"sqlite:///{file.as_posix()}", at=TODAY, cases=CASES)
    return file


@pytest.fixture
def hall(demonstration: Path, tmp_path: Path) -> str:
    """The URL of this journey's own copy."""
    file = tmp_path / "hall" / "hall.sqlite"
    file.parent.mkdir()
    shutil.copy(demonstration, file)
    return f"sqlite:///{file.as_posix()}"


@pytest.fixture
def past(hall: str) -> Callable[..., Any]:
    """``past(lambda hall: hall.accept())``: what other people did before; then the hall is closed."""

    def happened(story: Callable[[Past], Any]) -> Any:
        before = Past(hall)
        try:
            return story(before)
        finally:
            before.close()

    return happened


@pytest.fixture
def slips() -> Iterator[PrinterSimulator]:
    """A receipt printer on a TCP port."""
    with PrinterSimulator(Temper(status=READY)) as printer:
        yield printer


@pytest.fixture
def window(hall: str, tmp_path: Path, slips: PrinterSimulator) -> Iterator[Window]:
    """A PC at which nobody has logged in yet."""
    opened = Window(settings_for(hall, tmp_path, f"tcp://127.0.0.1:{slips.port}"))
    yield opened
    opened.close()
    clear_away()


@pytest.fixture
def rows(hall: str) -> Callable[..., list[dict[str, Any]]]:
    """``rows("select …", …)``: what stands in the database's file."""

    def read(question: str, *values: Any) -> list[dict[str, Any]]:
        path = hall.removeprefix("sqlite:///")
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(question, values)]

    return read
