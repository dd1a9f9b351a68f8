"""``python -m tests.soak --only prints``: kills in the middle of printing, and printers with every fault.

The dated figures are a section of docs/soak.md.
"""

import json
import platform
import random
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.soak import print_faults, print_storm
from tests.soak.print_faults import TROUBLES, FaultFigures
from tests.soak.print_storm import PrintFigures
from tests.soak.sections import write_section
from tests.soak.small_hall import forget_template

TITLE = "Slips: kill -9 while printing, and printers with every fault"
KILLS = {"sqlite": 200, "postgresql": 30}
SLIPS = {"sqlite": 1000, "postgresql": 200}
STORMS = {"sqlite": print_storm.storm_on_sqlite, "postgresql": print_storm.storm_on_postgres}
NAMES = {"sqlite": "SQLite, one window", "postgresql": "PostgreSQL, two windows at one printer"}
KILL_ROWS = (
    ("kills", "kills (SIGKILL) that caught a slip between claim and outcome"),
    ("before_bytes", "… before its bytes were saved: it went back to the queue by itself"),
    ("missed", "kills between two slips (not counted)"),
    ("jobs", "slips made due"),
    ("complete", "asked, and it lay there whole"),
    ("incomplete", "asked, and it was torn in the middle"),
    ("nothing", "asked, and nothing had come out"),
    ("slips", "pieces of paper with print in the end"),
    ("torn", "… of these torn"),
    ("marked", "… of these marked 补打"),
    ("words", "words of the prints list compared with the paper"),
    ("wrong", "slips unprinted, unmarked second copies, questions asked twice, words that do not match"),
)
FAULT_ROWS = (
    ("slips", "slips, each under one of the {troubles} troubles"),
    ("struck", "faults that the simulator counted as truly hit"),
    ("waited", "attempts after which the slip waited, nothing of it sent"),
    ("complete", "asked, and it lay there whole"),
    ("incomplete", "asked, and it was torn in the middle"),
    ("nothing", "asked, and nothing had come out"),
    ("confirmed", "confirmed by the printer"),
    ("handed_over", "handed over, the printer ready after it"),
    ("found_lacking", "handed over, but seen to be lacking by the clerk, who printed again with F12"),
    ("marked", "copies marked 补打 on the paper"),
    ("words", "words of the prints list compared with the paper"),
    ("wrong", "slips unprinted, unmarked second copies, confirmed without a cut, words that do not match"),
)
METHOD = """\
Programs with store, log-in, desk and the window's spooler print to a simulated printer on TCP port 9100, a
process of its own with its paper on disk. Each is killed at a random moment while it prints. A kill counts
when the table shows a slip of the dead program as claimed and not settled. Then the next program starts; the
clerk looks at the paper and answers each question truly, once. After each kill the word of every slip on
screen is compared with the paper, in the end every slip must lie there whole, and no copy more than once. On
PostgreSQL two windows on two PCs share the printer; one of them is killed while the other wants it.
"""
FAULT_METHOD = """\
One window, no kills; before each slip the printer gets one of {troubles} troubles: off, silent, without
paper, cover open, cutter jammed, wrong, late and glued answers, slow, resets and closed links at several
bytes, in a picture too, black hole, stops reading, one link at a time, process ids late, twice, of others,
cut short, none; paper that ends, cover or power that goes in the middle, with and without the rest being
printed.
"""


def main(*, report: bool = True) -> int:
    """The full form; 0 when every promise was kept."""
    seed = random.randrange(10**6)
    kills: dict[str, PrintFigures] = {}
    faults: dict[str, FaultFigures] = {}
    try:
        for name, storm in STORMS.items():
            kills[name] = storm(KILLS[name], seed, lambda line, of=name: _say(f"{of}: {line}"))
        for name, run in print_faults.RUNS.items():
            faults[name] = run(SLIPS[name], seed, lambda line, of=name: _say(f"{of}: {line}"))
    finally:
        forget_template()
    if report:
        write_section(TITLE, text_of(kills, faults, seed))
    wrong = [line for one in (*kills.values(), *faults.values()) for line in one.wrong]
    for line in wrong:
        _say(f"WRONG: {line}")
    return 1 if wrong else 0


def short(which: str, name: str, count: int) -> dict[str, Any]:
    """A short form as plain values; for the tests of the default run."""
    run: Any = STORMS[name] if which == "kills" else print_faults.RUNS[name]
    try:
        return dict(vars(run(count, 20261123)))
    finally:
        forget_template()


def text_of(kills: dict[str, PrintFigures], faults: dict[str, FaultFigures], seed: int) -> str:
    """The section."""
    wrong = [f"- {line}" for one in (*kills.values(), *faults.values()) for line in one.wrong]
    counted = {"troubles": len(TROUBLES)}
    return "\n".join(
        [
            f"Written by `python -m tests.soak --only prints` on {datetime.now():%Y-%m-%d %H:%M}, seed "
            f"{seed}, {platform.system()} {platform.machine()}, Python {platform.python_version()}.",
            "",
            METHOD,
            *_table(KILL_ROWS, kills, counted),
            "",
            FAULT_METHOD.format_map(counted),
            *_table(FAULT_ROWS, faults, counted),
            *(["", "What went wrong:", "", *wrong] if wrong else []),
        ]
    )


def _table(rows: Sequence[tuple[str, str]], figures: Any, counted: dict[str, int]) -> list[str]:
    lines = ["| |" + "|".join(f" {NAMES[name]} " for name in figures) + "|", "|---|" + "---:|" * len(figures)]
    for field, words in rows:
        cells = "|".join(f" {_cell(one, field)} " for one in figures.values())
        lines.append(f"| {words.format_map(counted)} |{cells}|")
    lines.append("| seconds |" + "|".join(f" {one.seconds:.0f} " for one in figures.values()) + "|")
    return lines


def _cell(figures: Any, field: str) -> int:
    value = getattr(figures, field, None)
    if value is None:
        return int(figures.asked[field])
    if isinstance(value, Counter):
        return sum(value.values())
    return len(value) if isinstance(value, list) else int(value)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(json.dumps(short(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
