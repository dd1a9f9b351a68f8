"""The short form of the soak of prints: ten kills in the middle of printing, and every fault once."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.soak.print_faults import TROUBLES

ROOT = Path(__file__).parents[2]


@pytest.mark.row("R-X-1")
def test_R_X_1_ten_kills_while_printing_leave_no_slip_unprinted_and_none_twice() -> None:
    figures = run("kills", "sqlite", 10)
    assert figures["wrong"] == []
    assert figures["kills"] == 10, "ten programs died with a slip between claim and outcome"
    assert sum(figures["asked"].values()) + figures["before_bytes"] >= 10
    assert figures["words"] > 10


@pytest.mark.row("R-X-1")
def test_R_X_1_every_fault_of_a_printer_once_and_the_words_match_the_paper() -> None:
    figures = run("faults", "sqlite", len(TROUBLES))
    assert figures["wrong"] == []
    assert set(figures["troubles"]) == {trouble.name for trouble in TROUBLES}
    assert all(figures["struck"][trouble.hit] for trouble in TROUBLES if trouble.hit), figures["struck"]
    assert figures["waited"] >= 3


def run(which: str, name: str, count: int) -> dict[str, Any]:
    """In a process of its own: it forks, which a process with a Qt application must not."""
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak.prints", which, name, str(count)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": paths, "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures
