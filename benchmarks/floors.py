"""What the benchmarks share: rounds by turns, child processes that tell when they were ready, memory."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ROUNDS = 7
Row = dict[str, Any]


def row(name: str, goal: str, values: list[float], floors: list[float], unit: str = "ms") -> Row:
    """Medians of both, and the median of the ratios round by round."""
    ratios = [value / floor for value, floor in zip(values, floors, strict=True)]
    return {
        "name": name,
        "value": statistics.median(values),
        "floor": statistics.median(floors),
        "ratio": statistics.median(ratios),
        "goal": goal,
        "unit": unit,
    }


def by_turns(
    ours: Callable[[], float], floor: Callable[[], float], rounds: int = ROUNDS
) -> tuple[list[float], list[float]]:
    """Both measured in each round, the order changing; one round before that is not counted."""
    ours(), floor()
    values, floors = [], []
    for turn in range(rounds):
        for measure, kept in ((ours, values), (floor, floors))[:: 1 if turn % 2 else -1]:
            kept.append(measure())
    return values, floors


def milliseconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def child(code: str, *words: str, **environment: str) -> Mapping[str, Any]:
    """Run a piece of Python in a process of its own; the last line it says, read as JSON.

    ``sys.argv[1]`` is the moment of its start on the clock that all processes share (``time.monotonic``).
    """
    own = {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        # As installed: every module compiled before, whatever this shell says of writing bytecode.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "yichuang-bench-bytecode"),
    }
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, repr(started), *words],
        env=os.environ | own | environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    told: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def resident_megabytes() -> float:
    """Memory of this process in the machine, as Linux counts it. Raises FileNotFoundError elsewhere."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the system does not tell")
