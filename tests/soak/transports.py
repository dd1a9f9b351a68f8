"""``python -m tests.soak --only transports``: 1,000 jobs to a printer with every fault, on its own way.

The transport alone is tried here, without queue and database: what it tells of a job is compared with the
paper of the simulated printer (tests/printing/fault_storm.py).
"""

import platform
import sys
import time
from datetime import datetime

from tests.printing.fault_storm import MOODS, Figures, storm
from tests.soak.sections import write_section

TITLE = "Jobs to a printer with every fault"
JOBS, SEED = 1000, 20261123
_PROOFS = {
    "confirmed": "confirmed by the printer's own process id",
    "handed_over": "handed over: the last byte left, and nothing more is claimed",
    "unknown": "unknown: a person is asked",
    "not_started": "not started: will be tried again by itself",
}


def main(*, report: bool = True, jobs: int = JOBS, seed: int = SEED) -> int:
    """Send the jobs, compare, write the section; 1 when anything was told better than the paper."""
    began = time.monotonic()
    figures = storm(jobs, seed, lambda line: print(f"transports: {line}", file=sys.stderr, flush=True))
    text = section(figures, seed, time.monotonic() - began)
    if report:
        write_section(TITLE, text)
    else:
        print(text)
    for line in figures.wrong:
        print(f"WRONG: {line}", file=sys.stderr)
    return 1 if figures.wrong else 0


def section(figures: Figures, seed: int, seconds: float) -> str:
    """The dated figures."""
    lines = [
        f"Written by `python -m tests.soak --only transports` on {datetime.now():%Y-%m-%d %H:%M}, seed "
        f"{seed}, {platform.system()} {platform.machine()}, Python {platform.python_version()}: "
        f"{figures.jobs:,} jobs over TCP in {seconds:.0f} s, the longest {figures.longest:.1f} s "
        f"(short deadlines), the printer in {len(MOODS)} moods in turn, with and without questions before "
        "and a process id after.",
        "",
        "After each job all is healed (paper in, cover shut, power on, what waited on the line read), and "
        "the paper is looked at: a confirmed job needs its whole slip with its cut, of a job that was not "
        f"started nothing may ever come out. Told better than the paper: **{len(figures.wrong)}**.",
        "",
        "| what was told | jobs | whole and cut on paper in truth |",
        "|---|---:|---:|",
        *(f"| {words} | {figures.proofs[name]} | {figures.whole[name]} |" for name, words in _PROOFS.items()),
        "",
        "| fault | times it struck |",
        "|---|---:|",
        *(f"| {name.replace('_', ' ')} | {count} |" for name, count in sorted(figures.hits.items()) if count),
        "",
        *(f"- {line}" for line in figures.wrong),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
