"""``python -m tests.soak``: the long form of the crash tests; its dated report is docs/soak.md.

python -m tests.soak                    50 kills on SQLite, 50 on PostgreSQL, 5 kills of the server itself,
                                        then whole simulated halls (tests.soak.simulations)
python -m tests.soak --kills 10 --only sqlite --no-report
python -m tests.soak --only evaluators  10,000 services rated under every fault (tests.soak.evaluators)
python -m tests.soak --only slips       2,000 receipt slips read back from their bytes (tests.soak.slips)
python -m tests.soak --only prints      kills while printing, printers with every fault (tests.soak.prints)
python -m tests.soak --only transports  1,000 jobs to a printer with every fault (tests.soak.transports)
python -m tests.soak --only scans       5,000 scans between and during typing (tests.soak.scans)
python -m tests.soak --only cameras     1,000 sheets looked for under a camera (tests.soak.cameras)
python -m tests.soak --only cards       5,000 identity cards under every fault (tests.soak.cards)
"""

import argparse
import dataclasses
import json
import platform
import random
import sys
from collections.abc import Sequence
from datetime import datetime

from tests.soak import cameras, cards, evaluators, prints, simulations, slips, transports
from tests.soak.sections import REPORT, write_head
from tests.soak.small_hall import forget_template
from tests.soak.storm import Figures, storm_on_postgres, storm_on_server, storm_on_sqlite

STORMS = {"sqlite": storm_on_sqlite, "postgresql": storm_on_postgres, "server": storm_on_server}


def _scans(write: bool) -> int:
    """Only this section needs a window, so Qt is imported for it alone."""
    from tests.soak import scans

    return scans.main(report=write)


# Sections that are no storms: each gets whether to write its report, and answers like a program.
OTHERS = {
    "slips": lambda write: slips.main(report=write),
    "evaluators": lambda write: evaluators.main(report=write),
    "prints": lambda write: prints.main(report=write),
    "scans": _scans,
    "cameras": lambda write: cameras.main(report=write),
    "cards": lambda write: cards.main(report=write),
    "transports": lambda write: transports.main(report=write),
}


def main(arguments: Sequence[str]) -> int:
    """Let the storms rage; 0 when every promise was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50, help="kills that must hit, per storm")
    parser.add_argument("--only", choices=(*STORMS, *OTHERS), help="one section only")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--no-report", action="store_true", help="print the figures as JSON, write no report")
    asked = parser.parse_args(arguments)
    if asked.only in OTHERS:
        return OTHERS[asked.only](not asked.no_report)
    figures: dict[str, Figures] = {}
    try:
        for name in [asked.only] if asked.only else STORMS:
            figures[name] = STORMS[name](asked.kills, asked.seed, lambda line, of=name: _say(f"{of}: {line}"))
    finally:
        forget_template()
    if asked.no_report:
        print(json.dumps({name: dataclasses.asdict(one) for name, one in figures.items()}))
    else:
        write_head(report(figures, asked.seed))
        _say(f"written: {REPORT}")
    wrong = [line for one in figures.values() for line in one.wrong]
    for line in wrong:
        _say(f"WRONG: {line}")
    if asked.only or asked.no_report:
        return 1 if wrong else 0
    return max(1 if wrong else 0, *(run(True) for run in OTHERS.values()), simulations.main([]))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


ROWS = (
    ("kills", "kills (SIGKILL) that hit: the act was begun, and not answered"),
    ("in_accept", "… of these in the middle of an acceptance (the rest while a draft was opened or saved)"),
    ("undone", "… after which nothing of the act was there"),
    ("done_unanswered", "… after which the act was there whole, its answer lost"),
    ("told_unknown", '… after which the living program said "result unknown" (else: the database is away)'),
    ("missed", "kills that came after the answer (not counted)"),
    ("acknowledged", "acts acknowledged, each written through by the tester before the next"),
    ("accepted", "… of these acceptances"),
    ("left_sending", "print jobs a kill caught between claim and outcome"),
    ("unknown", "… whose first byte may have left: asked about, never sent again by themselves"),
    ("printed", "print jobs that came out, once each"),
    ("queued", "print jobs still waiting at the end"),
    ("wrong", "acknowledged acts, drafts or print jobs lost or doubled, numbers with a gap, damaged files"),
)


METHOD = """\
Programs run one after another on the same small demonstration hall (12 cases): log-in, desk and the two
printers' threads, everything of the window's process but the window. Each says when it has begun an act, and
is killed at a random moment between then and 1.4 times the act's usual duration. A kill counts when the
answer had not left the program. Every answer is written through (fsync) to the tester's own log before the
next act is sent. After each kill the next program opens the hall, what was not answered is sent again with
the same id, and the whole database is compared with the log: acknowledged acts there once and with the number
that was told, drafts as saved last, receipt numbers 1, 2, 3 … without gap, each case's print jobs complete,
no paper begun twice, `integrity_check` and `foreign_key_check` clean.
"""


def report(figures: dict[str, Figures], seed: int) -> str:
    """The dated report."""
    titles = {
        "sqlite": "SQLite",
        "postgresql": "PostgreSQL, client killed",
        "server": "PostgreSQL, server killed",
    }
    names = list(figures)
    lines = [
        "# Soak: kill -9 in the middle of accepting",
        "",
        f"Written by `python3 run.py soak` on {datetime.now():%Y-%m-%d %H:%M}, seed {seed}, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}.",
        "",
        METHOD,
        "| |" + "|".join(f" {titles[name]} " for name in names) + "|",
        "|---|" + "---:|" * len(names),
    ]
    for field, words in ROWS:
        cells = (_cell(getattr(figures[name], field)) for name in names)
        lines.append(f"| {words} |" + "|".join(f" {cell} " for cell in cells) + "|")
    lines.append("| seconds |" + "|".join(f" {figures[name].seconds:.0f} " for name in names) + "|")
    wrong = [f"- {name}: {line}" for name in names for line in figures[name].wrong]
    return "\n".join([*lines, "", *(["### What went wrong", "", *wrong, ""] if wrong else [])])


def _cell(value: object) -> str:
    return str(len(value)) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
