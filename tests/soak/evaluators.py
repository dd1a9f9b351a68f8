"""10,000 services rated on a serial box under every fault; the database held against what was pressed."""

import multiprocessing
import platform
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tests.devices.evaluator_storm import LIMITS, SECONDS, Storm
from tests.soak.sections import write_section

TITLE = "Evaluation devices under every fault"
EVENTS = 10_000
BOXES = 8
METHOD = """\
{boxes} boxes of four keys, each in a process of its own, are simulated on pseudo terminals, at the pace
of 9600 baud, from the facts of its protocol (FF68); they import nothing of the program. The driver of
the program serves each over its terminal; ratings and strays go into a real SQLite file under the
identity `pad_04`. Services are asked one after another, each under one fault; the box writes down which
key was pressed while it showed which service. At the end every row is compared with that. Times are
shortened: {seconds} s to answer, {grace} s of grace, {bounce} s of de-bouncing, {resend} s for
repetitions. The real times stand in `tests/devices/test_evaluator_rules.py`. A service may be lost to a
fault; it may never get two ratings, nor a grade that was not pressed first while it was shown.
"""


@dataclass
class Figures:
    """What one box, or all of them, came to."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    strays: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lost: float = 0.0


def main(events: int = EVENTS, report: bool = True, seed: int = 20261123) -> int:
    """Let it rage; 1 when a service was rated twice or wrongly."""
    started = time.monotonic()
    with ProcessPoolExecutor(BOXES, multiprocessing.get_context("spawn")) as pool:
        parts = list(pool.map(_one_box, [(events // BOXES, seed + box) for box in range(BOXES)]))
    whole = Figures()
    for part in parts:
        for name in ("counts", "faults", "strays"):
            getattr(whole, name).update(getattr(part, name))
        whole.wrong += part.wrong
        whole.lost += part.lost / BOXES
    for line in whole.wrong:
        sys.stderr.write(f"WRONG: {line}\n")
    text = _report(whole, seed, time.monotonic() - started)
    sys.stderr.write(text)
    if report:
        write_section(TITLE, text)
    return 1 if whole.wrong else 0


def _one_box(asked: tuple[int, int]) -> Figures:
    events, seed = asked
    with tempfile.TemporaryDirectory() as folder:
        storm = Storm(Path(folder), seed)
        try:
            storm.run(events)
        finally:
            storm.close()
        counts = Counter(outcome for outcome, _grade, _device in storm.ratings().values())
        counts["asked"] = len(storm.truth.pressed)
        counts["frames"], counts["acknowledged"] = (
            storm.device._parser.counts.frames,
            storm.device.acknowledged,
        )
        faults = Counter(storm.truth.faults.values())
        wrong = [f"seed {seed}: {line}" for line in storm.wrong()]
        return Figures(counts, faults, storm.strays(), wrong, storm.lost())


def _report(all_boxes: Figures, seed: int, seconds: float) -> str:
    counts = all_boxes.counts
    rows: list[tuple[str, object]] = [
        ("services asked", counts["asked"]),
        *((f"… under the fault: {fault}", number) for fault, number in sorted(all_boxes.faults.items())),
        ("rated", counts["rated"]),
        ("not rated: time over", counts["timed_out"]),
        ("not rated: the device was pulled out", counts["no_device"]),
        *((f"strays kept: {kind}", number) for kind, number in sorted(all_boxes.strays.items())),
        ("whole frames heard", counts["frames"]),
        ("frames acknowledged", counts["acknowledged"]),
        ("answers lost where no fault touched the wire", f"{all_boxes.lost:.2%}"),
        ("services rated twice, or with a grade nobody pressed while they were shown", len(all_boxes.wrong)),
        ("seconds", round(seconds)),
    ]
    when = f"{datetime.now():%Y-%m-%d %H:%M}, {platform.system()} {platform.machine()}"
    head = f"Written by `python3 run.py soak --only evaluators` on {when}, seed {seed}.\n\n"
    said = {"seconds": SECONDS, "grace": LIMITS.grace, "bounce": LIMITS.bounce, "resend": LIMITS.resend}
    table = "\n".join(f"| {words} | {figure} |" for words, figure in rows)
    return f"{head}{METHOD.format(**said, boxes=BOXES)}\n| | |\n|---|---:|\n{table}\n"


if __name__ == "__main__":
    sys.exit(main())
