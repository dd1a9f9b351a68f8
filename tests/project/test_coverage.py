"""Every row of the requirements' chapters has its journey and its picture, and the page says so."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def coverage() -> ModuleType:
    """tools/coverage.py, which is no package."""
    spec = importlib.util.spec_from_file_location("rows_covered", ROOT / "tools" / "coverage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_row_lacks_its_journey_or_its_picture(coverage: ModuleType) -> None:
    assert coverage.gaps() == []


def test_the_page_is_what_the_journeys_and_pictures_say(coverage: ModuleType) -> None:
    assert coverage.PAGE.read_text("utf-8") == coverage.page(), "run python tools/coverage.py"
