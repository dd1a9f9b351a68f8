"""From the start of the process to the log-in window, against a bare PySide6 window (goal 1: <= 1.5 x)."""

import tempfile
from pathlib import Path

from benchmarks.floors import Row, by_turns, child, row
from benchmarks.probe_start import BARE, OURS
from yichuang_desktop.app import demo

ROUNDS = 9


def main() -> list[Row]:
    """First paint, and the moment from which one can log in, by turns with the bare window."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{(Path(folder) / 'hall.sqlite').as_posix()}"
        demo.build(url, cases=3)
        home = {"YICHUANG_HOME": folder, "YICHUANG_DATABASE_URL": url}
        ready: list[float] = []

        def ours() -> float:
            told = child(OURS, **home)
            assert told["heavy"] == [], told
            ready.append(told["ready"] * 1000)
            return float(told["painted"] * 1000)

        painted, bare = by_turns(ours, lambda: float(child(BARE)["painted"] * 1000), ROUNDS)
    return [
        row("log-in window painted / a bare window painted", "<= 1.5 x", painted, bare),
        row("hall open, ready to log in (SQLite) / a bare window painted", "no goal", ready[1:], bare),
    ]
