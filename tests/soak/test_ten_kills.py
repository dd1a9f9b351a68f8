"""The short form of the soak: ten kills that hit, on the embedded hall."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.row("R-X-1")
def test_R_X_1_ten_kills_in_the_middle_of_accepting_lose_nothing_and_double_nothing() -> None:
    figures = storm("sqlite", kills=10)
    assert figures["wrong"] == []
    assert figures["kills"] == 10, "ten kills fell between the beginning of an act and its answer"
    assert figures["in_accept"] >= 3
    assert figures["undone"] + figures["done_unanswered"] == 10
    assert figures["queued"] == 0
    assert figures["printed"] + figures["unknown"] >= 4 * figures["accepted"]


@pytest.mark.row("R-X-1")
def test_R_X_1_five_kills_of_a_program_on_the_shared_hall() -> None:
    figures = storm("postgresql", kills=5)
    assert figures["wrong"] == []
    assert figures["kills"] == 5
    assert figures["queued"] == 0


@pytest.mark.row("R-X-1")
def test_R_X_1_the_server_killed_under_a_program_at_work() -> None:
    figures = storm("server", kills=20)
    assert figures["wrong"] == []
    assert figures["kills"] == 2


def storm(name: str, kills: int) -> dict[str, object]:
    """Run a storm in a process of its own: it forks, which a process with a Qt application must not."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak", "--only", name, "--kills", str(kills), "--no-report"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    figures: dict[str, object] = json.loads(done.stdout)[name]
    return figures
