"""Sheets drawn anywhere on any table, and whether the camera's work finds their corners (docs/soak.md)."""

import sys
import time
from datetime import datetime

from tests.devices.test_camera_pictures import WORST, anywhere
from tests.soak.sections import write_section

SHEETS, SEED = 1000, 20261124
TITLE = "Sheets found under the document camera"


def main(count: int = SHEETS, *, report: bool = True) -> int:
    """0 when no sheet was found wrongly and few were missed."""
    begun = time.monotonic()
    wrong, missed = anywhere(count, SEED)
    seconds = time.monotonic() - begun
    print(f"{count} sheets: {len(wrong)} wrong, {missed} not found, {seconds:.0f} s", file=sys.stderr)
    if report:
        write_section(TITLE, _text(count, wrong, missed, seconds))
    return 1 if wrong or missed > count // 50 else 0


def _text(count: int, wrong: list[int], missed: int, seconds: float) -> str:
    return f"""\
Written by `python3 run.py soak --only cameras` on {datetime.now():%Y-%m-%d %H:%M}, seed {SEED}.

Sheets with lines of words, a frame and a seal are drawn on tables of any colour, turned by up to 30
degrees, their corners moved by a tilt, with the noise of a sensor. Found means: every corner within
{WORST:.1%} of the picture's diagonal of the true one. A sheet not found is shown whole, and the page says so.

| | |
|---|---:|
| sheets drawn | {count} |
| found, but a corner off | {len(wrong)} |
| whole in the picture, and honestly not found | {missed} |
| seconds | {seconds:.0f} |
"""
