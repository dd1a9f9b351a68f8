"""10,000 services rated on a serial box under every fault; the database held against what was pressed."""

import platform
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from tests.devices.evaluator_storm import LIMITS, SECONDS, Storm
from tests.soak.sections import write_section

TITLE = "Evaluation devices under every fault"
EVENTS = 10_000
METHOD = """\
A box of four keys is simulated on a pseudo terminal, at the pace of 9600 baud, from the facts of its
protocol (FF68); it imports nothing of the program. The driver of the program serves it over that
terminal; ratings and strays go into a real SQLite file under the identity `pad_04`. Services are asked
one after another, each under one fault; the box writes down which key was pressed while it showed which
service. At the end every row is compared with that. Times are shortened: {seconds} s to answer, {grace}
s of grace, {bounce} s of de-bouncing, {resend} s for repetitions. The real times stand in
`tests/devices/test_evaluator_rules.py`. A service may be lost to a fault; it may never get two ratings,
nor a grade that was not pressed first while it was shown.
"""


def main(events: int = EVENTS, report: bool = True, seed: int = 20261123) -> int:
    """Let it rage; 1 when a service was rated twice or wrongly."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        storm = Storm(Path(folder), seed)
        try:
            storm.run(events)
        finally:
            storm.close()
        text, wrong = _report(storm, seed, time.monotonic() - started), storm.wrong()
    for line in wrong:
        sys.stderr.write(f"WRONG: {line}\n")
    sys.stderr.write(text)
    if report:
        write_section(TITLE, text)
    return 1 if wrong else 0


def _report(storm: Storm, seed: int, seconds: float) -> str:
    outcomes = Counter(outcome for outcome, _grade, _device in storm.ratings().values())
    faults = Counter(storm.truth.faults.values())
    rows: list[tuple[str, object]] = [
        ("services asked", len(storm.truth.pressed)),
        *((f"… under the fault: {fault}", number) for fault, number in sorted(faults.items())),
        ("rated", outcomes["rated"]),
        ("not rated: time over", outcomes["timed_out"]),
        ("not rated: the device was pulled out", outcomes["no_device"]),
        *((f"strays kept: {kind}", number) for kind, number in sorted(storm.strays().items())),
        ("whole frames heard", storm.device._parser.counts.frames),
        ("frames acknowledged", storm.device.acknowledged),
        ("answers lost where no fault touched the wire", f"{storm.lost():.2%}"),
        ("services rated twice, or with a grade nobody pressed while they were shown", len(storm.wrong())),
        ("seconds", round(seconds)),
    ]
    when = f"{datetime.now():%Y-%m-%d %H:%M}, {platform.system()} {platform.machine()}"
    head = f"Written by `python3 run.py soak --only evaluators` on {when}, seed {seed}.\n\n"
    method = METHOD.format(seconds=SECONDS, grace=LIMITS.grace, bounce=LIMITS.bounce, resend=LIMITS.resend)
    table = "\n".join(f"| {words} | {figure} |" for words, figure in rows)
    return f"{head}{method}\n| | |\n|---|---:|\n{table}\n"


if __name__ == "__main__":
    sys.exit(main())
