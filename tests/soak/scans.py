"""5,000 scans between and during typing, and what the watch costs a key: a section of docs/soak.md.

``python -m tests.soak --only scans``; the short form runs in ``tests/ui/test_scanning.py``.
"""

import os
import platform
import random
import statistics
import sys
import time
from datetime import datetime

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.soak.sections import write_section
from tests.ui.scan_storm import Bench, Counts, any_code, storm
from yichuang_desktop.ui import theme

SCANS = 5000
TITLE = "Scans and a person at one keyboard"
KEYS = 4000
METHOD = """\
A scanner types codes with 8 to 35 ms between its keys, ended by Enter, Tab or nothing. A person types with 80
to 250 ms between keys, before the scan or in the middle of it, into a name, a number or a remark, or has the
keyboard on a button. Keys go through Qt's delivery; time passes only when told. After each scan: the code was
heard once, the field holds exactly what the person typed, no other field changed, nothing was pressed.
"""


def main(scans: int = SCANS, seed: int | None = None, *, report: bool = True) -> int:
    """Scan and type; 0 when nothing went wrong."""
    chosen = random.randrange(10**6) if seed is None else seed
    application = QApplication.instance() or theme.make_application()
    bench = Bench()
    bench.shell.show()
    bench.shell.activateWindow()
    application.processEvents()
    begun = time.monotonic()
    counts = storm(bench, scans, chosen)
    text = text_of(counts, chosen, time.monotonic() - begun, costs(bench))
    if report:
        write_section(TITLE, text)
    else:
        print(text)
    for line in counts.wrong:
        print(f"WRONG: {line}", file=sys.stderr)
    return 1 if counts.wrong else 0


def costs(bench: Bench) -> dict[str, tuple[float, float]]:
    """Microseconds of the processor for one key in the clerk's field: median, and 99 of 100 are below."""
    field, watch = bench.desk.name.edit, bench.shell.scans
    code = any_code(random.Random(1))
    bench.to(field)
    alone: list[float] = []
    watched: list[float] = []
    for place in range(KEYS):  # in turns, so that a busy machine is fair to both
        if place % 20 == 0:
            field.clear()
            QApplication.processEvents()
        field.removeEventFilter(watch)
        alone.append(_press(field, "abc89"[place % 5]))
        field.installEventFilter(watch)
        watched.append(_press(field, "abc89"[place % 5]))
    found = {
        "a key in the clerk's field, nobody watching": _summed(alone),
        "the same key, watched": _summed(watched),
    }
    field.clear()
    found["a key of a scan in that field, held and taken"] = _scanned(bench, field, code)
    return found


def _scanned(bench: Bench, field: QWidget, code: str) -> tuple[float, float]:
    took = []
    for _ in range(KEYS // 31):
        bench.later()
        for sign in code + "\r":
            bench.time.pass_to(bench.time.at + 0.012)
            took.append(_press(field, sign))
    return _summed(took)


def _press(field: QWidget, sign: str) -> float:
    key = Qt.Key.Key_Return if sign == "\r" else Qt.Key(ord(sign.upper()))
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign)
    begun = time.thread_time()
    QApplication.sendEvent(field, event)
    return (time.thread_time() - begun) * 1e6


def _summed(took: list[float]) -> tuple[float, float]:
    return statistics.median(took), statistics.quantiles(took, n=100)[-1]


def text_of(counts: Counts, seed: int, seconds: float, cost: dict[str, tuple[float, float]]) -> str:
    """The dated report."""
    lines = [
        f"Written by `python -m tests.soak --only scans` on {datetime.now():%Y-%m-%d %H:%M}, seed {seed}, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, Qt offscreen.",
        "",
        METHOD,
        "| | |",
        "|---|---:|",
        f"| scans | {counts.scans} |",
        f"| … in the middle of typing | {counts.during} |",
        f"| … with the keyboard on a button | {counts.on_lists} |",
        f"| characters a person typed | {counts.typed} |",
        "| scans not heard or heard twice, characters lost, doubled, moved, digits in a field "
        f"| {len(counts.wrong)} |",
        f"| seconds | {seconds:.0f} |",
        "",
        "| what a key event costs, in microseconds of the processor | median | 99 of 100 below |",
        "|---|---:|---:|",
        *(f"| {what} | {median:.0f} | {worst:.0f} |" for what, (median, worst) in cost.items()),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
