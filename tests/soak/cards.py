"""5,000 identity cards under every fault of their reader: a section of docs/soak.md.

``python -m tests.soak --only cards``; the storm itself is :mod:`tests.devices.card_storm`.
"""

import platform
import random
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from tests.devices.card_storm import CardFigures, storm
from tests.soak.sections import write_section

READS = 5000
TITLE = "Identity cards: the card that lay there, or nothing"
METHOD = """\
A reader's simulator on a pty gives cards of all four kinds; three in four answers are spoilt: one byte a
write, noise before it, said twice, wrong check byte, wrong length, silence, half of it, late, the card lifted
before it, the cable pulled out in its middle, another card put while a late answer is on its way, another
speed, or each state of the answer table (17 of them, 77 standing for those in no table). The program's
patience is shortened to 60 ms, a late answer takes 90. Whoever stands there lifts and puts the card again
when the program says so. Compared each time: the 256 bytes the program took with the card that lay there, and
that it ended once.
"""


def main(reads: int = READS, seed: int | None = None, *, report: bool = True) -> int:
    """Let it rage; 0 when nothing was wrong."""
    chosen = random.randrange(10**6) if seed is None else seed
    with tempfile.TemporaryDirectory() as folder:
        figures = storm(reads, chosen, Path(folder))
    if report:
        write_section(TITLE, text_of(figures, chosen))
    for line in figures.wrong:
        print(f"WRONG: {line}", file=sys.stderr)
    return 1 if figures.wrong else 0


def text_of(figures: CardFigures, seed: int) -> str:
    """The dated section."""
    rows = [
        ("cards asked for", figures.asked),
        ("… read, byte for byte the card that lay there", figures.taken),
        ("… ended without a card, the reason said", figures.refused),
        ("… neither", figures.given_up),
        ("faults that came to pass", sum(figures.hits.values())),
        *((f"… {name}", count) for name, count in sorted(figures.hits.items())),
        ("cards that did not lie there, double ends", len(figures.wrong)),
        ("seconds", f"{figures.seconds:.0f}"),
    ]
    made = (
        f"Written by `python -m tests.soak --only cards` on {datetime.now():%Y-%m-%d %H:%M}, seed {seed}, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}."
    )
    return "\n".join(
        [made, "", METHOD, "| | |", "|---|---:|", *(f"| {what} | {count} |" for what, count in rows)]
    )


if __name__ == "__main__":
    sys.exit(main())
