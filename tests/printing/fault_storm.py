"""Jobs one after another to a printer that misbehaves at random; what is told is compared with the paper.

The rule: what is told is never better than the paper. "Confirmed" needs the whole slip with its cut; "not
started" needs that nothing of the job ever comes out, also not after the paper is put in and all is healed.
"""

import random
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.printing.printer_mechanism import Faults
from tests.printing.printer_simulator import (
    ASB,
    COVER_OPEN,
    CUTTER_JAM,
    NEAR_END,
    PAPER_END,
    READY,
    WRONG_BITS,
    PrinterSimulator,
    Temper,
)
from yichuang_desktop.domain.print_jobs import Delivery, PrintJob, Proof
from yichuang_desktop.printing.conversation import Deadlines
from yichuang_desktop.printing.profiles import Confirmation, Preflight
from yichuang_desktop.printing.transports_tcp import TcpTransport

FAST = Deadlines(connect=2.0, write=0.2, answer=0.07, drain=0.15, printing=0.15, job=4.0)
LINES = 40
Mood = tuple[Temper, Faults]
_PICTURE = b"\x1dv0\x00\x48\x00\x18\x00" + b"\x55" * (72 * 24)


def slip(number: int) -> bytes:
    """A slip nobody can take for another: its number stands in every line; a band of dots in the middle."""
    lines = [f"票{number:06d} 第{line:02d}行 内乡县政务服务中心\n".encode("gb18030") for line in range(LINES)]
    half = LINES // 2
    return b"\x1b@\x1da\x00\x1c&" + b"".join(lines[:half]) + _PICTURE + b"".join(lines[half:]) + b"\x1dVB\x08"


SIZE = len(slip(0))


def _ready(**changes: object) -> Temper:
    return replace(Temper(status=READY, process_id="on"), **changes)  # type: ignore[arg-type]


MOODS: dict[str, Callable[[random.Random], Mood]] = {
    "well": lambda _: (_ready(), Faults()),
    "slow, 2 KB/s": lambda _: (_ready(bytes_per_second=2048), Faults()),
    "stops reading": lambda r: (_ready(stop_reading_at=r.randrange(SIZE)), Faults()),
    "resets": lambda r: (_ready(reset_at=r.randrange(1, SIZE)), Faults()),
    "closes": lambda r: (_ready(close_at=r.randrange(1, SIZE)), Faults()),
    "closes in the picture": lambda _: (_ready(close_in_raster=True), Faults()),
    "black hole": lambda _: (Temper(black_hole=True), Faults()),
    "refuses": lambda _: (_ready(), Faults()),
    "has another window's link": lambda r: (_ready(second=r.choice(("waits", "refused"))), Faults()),
    "says nothing": lambda _: (Temper(status=None), Faults()),
    "answers with ASB glued on": lambda _: (_ready(glue=ASB, chatter=ASB), Faults()),
    "answers late": lambda r: (_ready(answer_late=r.uniform(0.05, 0.2)), Faults()),
    "answers with wrong bits": lambda _: (Temper(status=WRONG_BITS), Faults()),
    "no paper": lambda _: (_ready(status=PAPER_END), Faults()),
    "cover open": lambda _: (_ready(status=COVER_OPEN), Faults()),
    "cutter jammed": lambda _: (_ready(status=CUTTER_JAM), Faults()),
    "paper low": lambda _: (_ready(status=NEAR_END), Faults()),
    "paper ends, resumes": lambda r: (_ready(), Faults(paper_ends_at_line=r.randrange(LINES), asb=True)),
    "paper ends, drops": lambda r: (
        _ready(),
        Faults(paper_ends_at_line=r.randrange(LINES), resumes=False),
    ),
    "paper ends, put in at once": lambda r: (
        _ready(),
        Faults(paper_ends_at_line=r.randrange(LINES), heals_after=0.1),
    ),
    "cover opened": lambda r: (
        _ready(silent_in_trouble=r.random() < 0.5),
        Faults(cover_opens_at_line=r.randrange(LINES), resumes=r.random() < 0.5),
    ),
    "lies about its paper": lambda r: (
        _ready(lies=True, process_id="off"),
        Faults(paper_ends_at_line=r.randrange(LINES)),
    ),
    "power cut": lambda r: (_ready(), Faults(power_cut_at_line=r.randrange(LINES))),
    "no process id": lambda _: (_ready(process_id="off"), Faults()),
    "process id late": lambda r: (_ready(process_id="late", process_id_late=r.uniform(0, 0.5)), Faults()),
    "process id twice": lambda _: (_ready(process_id="twice"), Faults()),
    "another's process id": lambda r: (_ready(process_id=r.choice(("other", "other_first"))), Faults()),
    "process id without end": lambda _: (_ready(process_id="no_end"), Faults()),
    "prints slowly": lambda _: (_ready(), Faults(line_seconds=0.004, memory=2048)),
}
"""By name: how the printer is, and what befalls its mechanism."""


@dataclass
class Figures:
    """What a storm came to."""

    jobs: int = 0
    moods: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    proofs: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    """By proof: how many of the slips were in truth on paper, whole and cut."""
    longest: float = 0.0
    wrong: list[str] = field(default_factory=list)


def storm(jobs: int, seed: int, tell: Callable[[str], None] = lambda _: None) -> Figures:
    """Send so many jobs, each to the printer in another mood; every mood comes before one comes again."""
    chance, figures = random.Random(seed), Figures()
    bag: list[str] = []
    for number in range(jobs):
        if not bag:
            bag = chance.sample(list(MOODS), len(MOODS))
        one_job(number, bag.pop(), chance, figures)
        if number % 100 == 99:
            tell(f"{number + 1} jobs, {dict(figures.proofs)}, wrong: {len(figures.wrong)}")
    return figures


def one_job(number: int, mood: str, chance: random.Random, figures: Figures) -> None:
    """One job to a printer in one mood, and the comparison."""
    temper, faults = MOODS[mood](chance)
    preflight = chance.choice((Preflight.NONE, Preflight.TRIED, Preflight.TRIED, Preflight.REQUIRED))
    confirmation = chance.choice((Confirmation.NONE, Confirmation.PROCESS_ID))
    job = PrintJob(
        id=f"{number:08d}-0000-4000-8000-000000000000",
        kind="receipt_slip",
        document={},
        printer="slip-04",
        requested_by="王敏",
        requested_at=datetime(2026, 11, 23, 15, 20),
        attempts=1,
    )
    with PrinterSimulator(temper, faults=faults) as printer:
        way = TcpTransport("127.0.0.1", printer.port, preflight, confirmation, FAST)
        if mood == "refuses":
            printer.refuse()
        began = time.monotonic()
        if mood == "has another window's link":
            delivery = _beside_another(printer, lambda: way.send(job, slip(number)))
        else:
            delivery = way.send(job, slip(number))
        figures.longest = max(figures.longest, time.monotonic() - began)
        # All is healed: what the printer still has in its memory, or on the line, may come out now.
        printer.temper, printer.mechanism.faults.line_seconds = _ready(), 0.0
        printer.mechanism.heal()
        printer.wait_for_rest()
        _compare(number, mood, delivery, printer, figures)


def _beside_another(printer: PrinterSimulator, send: Callable[[], Delivery]) -> Delivery:
    with socket.create_connection(("127.0.0.1", printer.port)) as other:
        other.sendall(b"\x1b@")
        printer.wait_for_link()
        printer.hits["alone"] += printer.temper.second == "waits"
        return send()


def _compare(number: int, mood: str, delivery: Delivery, printer: PrinterSimulator, figures: Figures) -> None:
    mark, mine = f"票{number:06d}", slip(number)
    pieces = [piece for piece in printer.pieces if any(mark in line for line in piece.lines)]
    whole = [piece for piece in pieces if piece.cut and piece.data == mine]
    proof = delivery.proof.value
    figures.jobs += 1
    figures.moods[mood] += 1
    figures.hits.update(printer.hits)
    figures.proofs[proof] += 1
    figures.whole[proof] += bool(whole)
    if delivery.failure:
        figures.failures[delivery.failure.value] += 1
    told = f"job {number}, printer {mood}: told {proof} {delivery.failure} ({delivery.detail})"
    if delivery.proof is Proof.CONFIRMED and len(whole) != 1:
        figures.wrong.append(f"{told}, and no whole slip came out: {[len(one.lines) for one in pieces]}")
    if delivery.proof is Proof.NOT_STARTED and pieces:
        figures.wrong.append(f"{told}, and {len(pieces[0].lines)} lines came out")
    if len(pieces) > 1:
        figures.wrong.append(f"{told}, and it came out {len(pieces)} times")
