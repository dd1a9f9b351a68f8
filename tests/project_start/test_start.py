"""What a clerk waits for in the morning: nothing heavy may be loaded before the log-in window stands."""

from pathlib import Path

import pytest

from benchmarks.floors import child
from benchmarks.probe_start import OURS
from tests.soak.small_hall import copy_to, url_of


@pytest.fixture
def told(tmp_path: Path) -> dict[str, object]:
    """What the program's own start says of itself."""
    home = {"YICHUANG_HOME": str(tmp_path), "YICHUANG_DATABASE_URL": url_of(copy_to(tmp_path))}
    return dict(child(OURS, **home))


def test_no_heavy_library_is_loaded_at_the_first_paint(told: dict[str, object]) -> None:
    assert told["heavy"] == []


def test_the_hall_is_open_soon_after_the_first_paint(told: dict[str, object]) -> None:
    assert isinstance(told["painted"], float)
    assert isinstance(told["ready"], float)
    assert told["painted"] < told["ready"]


def test_the_look_for_heavy_libraries_can_fail(tmp_path: Path) -> None:
    home = {"YICHUANG_HOME": str(tmp_path), "YICHUANG_DATABASE_URL": url_of(copy_to(tmp_path))}
    assert child(f"import openpyxl\n{OURS}", **home)["heavy"] != []
