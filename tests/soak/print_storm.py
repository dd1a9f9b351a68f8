"""Kill -9 in the middle of printing: programs one after another at one printer, and what lies on its paper.

A kill counts when the dead program had a job between claim and outcome.
"""

import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.printing.printer_mechanism import PrintedSlip, read_paper
from tests.soak import print_worker
from tests.soak.print_worker import Orders
from tests.soak.program import DEADLINE, ROOT, Program, executed, forked
from tests.soak.small_hall import copy_to, url_of
from tests.soak.storm import _pause as pause
from tests.soak.storm import _shared_hall as shared_hall
from tests.soak.truth import Witness
from yichuang_desktop.store import tables as t

SPREAD = 1.3
"""A kill falls anywhere between the beginning of a job and this many times its usual duration."""
MISSES_ALLOWED = 400
TEMPERS: Sequence[tuple[str, Mapping[str, Any]]] = (
    ("epson-tm-t82", {"line_seconds": 0.003, "process_id": "on", "answer_late": 0.02}),
    ("generic-80", {"line_seconds": 0.003, "memory": 2400}),
    ("generic-80", {"bytes_per_second": 12000, "chatter": "10000000"}),
)
"""A profile and a printer for it: one that says when a job is out; one that takes only what its small memory
holds; a slow one that talks without being asked, so that a dying program's link is torn, not shut."""
ON_PAPER = {"已打印": True, "已送出": True, "已确认完整": True, "等待打印": False, "未打印": False}
"""What a word of the list of prints says about the paper; the other words say nothing of it."""
_NUMBER = re.compile(r"NX\d{8}-\d\d-\d{4,}")
_MARK = re.compile(r"补打 第(\d+)次")


@dataclass
class PrintFigures:
    """What a storm came to."""

    kills: int = 0
    """Kills that caught a job between claim and outcome."""
    before_bytes: int = 0
    """… of these before its bytes were saved: it went back to the queue by itself."""
    missed: int = 0
    """Kills between two jobs: not counted."""
    jobs: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    """The clerk's answers, by what truly lay on the paper."""
    slips: int = 0
    torn: int = 0
    """Pieces of paper without a cut."""
    marked: int = 0
    words: int = 0
    """Words of the list of prints compared with the paper."""
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class Seat:
    """A window with its PC: the program that runs there now."""

    orders: Orders
    program: Program | None = None

    def start(self) -> list[dict[str, Any]]:
        """A new program; what it said until it was ready."""
        environment = {"YICHUANG_HOME": self.orders.home, "QT_QPA_PLATFORM": "offscreen"}
        orders = self.orders
        if hasattr(os, "fork"):
            self.program = Program(forked(lambda: print_worker.main(orders), environment))
        else:
            self.program = Program(executed(print_worker.command(orders), environment))
        return self.hear("ready")

    def hear(self, until: str, seconds: float = DEADLINE) -> list[dict[str, Any]]:
        """What it says up to a line with this word."""
        assert self.program is not None
        said = [self.program.hear(seconds)]
        while until not in said[-1]:
            said.append(self.program.hear(seconds))
        return said

    def ask(self, request: Mapping[str, Any], answer: str) -> dict[str, Any]:
        """Send it a line, wait for its answer."""
        assert self.program is not None
        self.program.send(request)
        return self.hear(answer)[-1]


@dataclass
class Printer:
    """The simulated printer, a process of its own with its paper on disk."""

    folder: Path
    _marks: int = 0

    def __post_init__(self) -> None:
        self.paper, self._temper = self.folder / "paper.jsonl", self.folder / "temper.json"
        self.behave(TEMPERS[1][1])
        command = [sys.executable, "-m", "tests.printing.printer_simulator"]
        self._process = subprocess.Popen(
            [*command, "--paper", str(self.paper), "--temper", str(self._temper)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline().split()[1])

    def behave(self, temper: Mapping[str, Any]) -> None:
        """From now on."""
        new = self._temper.with_suffix(".new")
        new.write_text(json.dumps({"status": "ready"} | dict(temper)), "utf-8")
        new.replace(self._temper)

    def slips(self) -> list[PrintedSlip]:
        """What came out, when nothing more comes: a slip of the tester's own went through last."""
        self._marks += 1
        mark = f"MARK {self._marks}"
        with socket.create_connection(("127.0.0.1", self.port), DEADLINE) as link:
            link.sendall(b"\x1b@" + mark.encode() + b"\n\x1dVB\x00")
            link.shutdown(socket.SHUT_WR)
            while link.recv(64):
                pass
        until = time.monotonic() + DEADLINE
        while not any(slip.lines == [mark] and slip.cut for slip in read_paper(self.paper)):
            assert time.monotonic() < until, "the printer stands still"
            time.sleep(0.01)
        return [
            slip for slip in read_paper(self.paper) if slip.lines and not slip.lines[0].startswith("MARK")
        ]

    def close(self) -> None:
        """Switch it off."""
        self._process.terminate()
        self._process.communicate()


@dataclass(frozen=True)
class Sheet:
    """A piece of paper as a person reads it: which case, which copy, whole or not."""

    number: str
    copy_no: int
    whole: bool


def read_sheet(slip: PrintedSlip) -> Sheet:
    """The number is empty where the paper ends above it."""
    text = "\n".join(slip.lines)
    number, mark = _NUMBER.search(text), _MARK.search(text)
    return Sheet(number[0] if number else "", 1 + int(mark[1]) if mark else 1, slip.cut)


@dataclass
class PrintStorm:
    """Programs at one or two windows with one printer between them, killed while they print."""

    printer: Printer
    witness: Witness
    seats: Sequence[Seat]
    chance: random.Random
    figures: PrintFigures = field(default_factory=PrintFigures)
    _numbers: int = 9000
    _spent: list[float] = field(default_factory=list)
    _answered: set[str] = field(default_factory=set)
    _in_flight: set[tuple[str, int]] = field(default_factory=set)

    def rage(self, kills: int, say: Callable[[str], None] = lambda _line: None) -> PrintFigures:
        """Go on until ``kills`` kills have hit, then let all be printed and look at the whole paper."""
        began = time.monotonic()
        for seat in self.seats:
            seat.start()
        self._calm()
        while self.figures.kills < kills:
            assert self.figures.missed < MISSES_ALLOWED, "kills keep missing the work"
            self._one_life(self.chance.choice(self.seats))
            say(f"{self.figures.kills}/{kills} kills, {self.figures.jobs} slips, {dict(self.figures.asked)}")
        self._settle()
        self._look_at_everything()
        for seat in self.seats:
            assert seat.program is not None
            seat.program.end()
        self.figures.seconds = time.monotonic() - began
        return self.figures

    # -- lives -----------------------------------------------------------------------------------------------

    def _calm(self) -> None:
        """Some slips nobody disturbs: how long one takes."""
        for _ in range(3):
            for seat in self.seats:
                began = time.monotonic()
                self._queue(seat, 1)
                seat.hear("settled")
                self._spent.append(time.monotonic() - began)

    def _one_life(self, victim: Seat) -> None:
        for seat in self.seats:
            self._queue(seat, self.chance.randint(1, 3))
        assert victim.program is not None
        if self.chance.random() < 0.8:
            victim.hear("sending")
        pause(self.chance.uniform(0, SPREAD * statistics.median(self._spent)))
        victim.program.kill()
        self._count(victim)
        self._change_printer(victim)
        victim.start()
        self._settle()

    def _count(self, victim: Seat) -> None:
        """The kill hit when the dead program had a job in hand: claimed, and its outcome not written."""
        assert victim.program is not None
        left = [row for row in self._rows() if row.state == "sending" and self._was_of(row, victim)]
        if not left:
            self.figures.missed += 1
            return
        self.figures.kills += 1
        self.figures.before_bytes += left[0].rendered is None
        if left[0].rendered is not None:
            self._in_flight.add((left[0].bundle, left[0].copy_no))

    @staticmethod
    def _was_of(row: Any, victim: Seat) -> bool:
        assert victim.program is not None
        return str(row.held_by).endswith(f"/{victim.program.child.pid}")

    def _change_printer(self, victim: Seat) -> None:
        """Now and then the printer is exchanged; with one window only, for two would have to agree."""
        if len(self.seats) == 1:
            profile, temper = self.chance.choice(TEMPERS)
            self.printer.behave(temper)
            victim.orders = replace(victim.orders, profile=profile)

    def _settle(self) -> None:
        """Until nothing waits or is in doubt: the clerk looks at the paper and answers, once each."""
        self._drain()
        while doubtful := [row for row in self._rows() if row.state == "unknown"]:
            sheets = self._sheets()
            for row in doubtful:
                self._answer(row, sheets)
            self._drain()
        self._compare_words()

    def _answer(self, row: Any, sheets: Sequence[Sheet]) -> None:
        mine = [sheet for sheet in sheets if (sheet.number, sheet.copy_no) == (row.bundle, row.copy_no)]
        answer = "nothing" if not mine else "complete" if mine[0].whole else "incomplete"
        if row.job_id in self._answered:
            self.figures.wrong.append(f"asked a second time about {row.bundle} copy {row.copy_no}")
        self._answered.add(row.job_id)
        self.figures.asked[answer] += 1
        seat = next(one for one in self.seats if row.printer.endswith(f"-{one.orders.window:02d}"))
        request = {"act": "answer_print", "job_id": row.job_id, "answer": answer}
        said = seat.ask(request, "answer")["answer"]
        if not said["ok"]:
            self.figures.wrong.append(f"the answer {answer} about {row.bundle} was refused: {said}")

    def _queue(self, seat: Seat, count: int) -> None:
        window = seat.orders.window
        numbers = [f"NX20261123-{window:02d}-{self._numbers + place:04d}" for place in range(count)]
        self._numbers += count
        self.figures.jobs += count
        seat.ask({"queue": numbers}, "queued")

    def _drain(self) -> None:
        until = time.monotonic() + DEADLINE
        while any(row.state in ("queued", "sending") for row in self._rows()):
            assert time.monotonic() < until, [(row.bundle, row.state, row.failure) for row in self._rows()]
            time.sleep(0.02)

    # -- looking ---------------------------------------------------------------------------------------------

    def _rows(self) -> Sequence[Any]:
        job = t.print_job.c
        wanted = select(
            job.job_id,
            job.bundle,
            job.copy_no,
            job.state,
            job.failure,
            job.printer,
            job.rendered,
            job.held_by,
        ).where(job.bundle.like("NX%"))
        with self.witness.connection() as connection:
            return connection.execute(wanted).all()

    def _sheets(self) -> list[Sheet]:
        return [read_sheet(slip) for slip in self.printer.slips()]

    def _compare_words(self) -> None:
        """The word each job has on screen, beside what lies on the paper."""
        sheets = self._sheets()
        whole = {(sheet.number, sheet.copy_no) for sheet in sheets if sheet.whole}
        begun = {(sheet.number, sheet.copy_no) for sheet in sheets}
        for job in self.seats[0].ask({"look": True}, "words")["words"]:
            paper = (job["bundle"], job["copy_no"])
            says = ON_PAPER.get(job["words"])
            self.figures.words += 1
            if job["asks"]:
                self.figures.wrong.append(f"{paper} is still asked about")
            if (says is True and paper not in whole) or (says is False and paper in begun):
                self.figures.wrong.append(f"{paper} reads {job['words']}, the paper says otherwise")

    def _look_at_everything(self) -> None:
        """No slip unprinted, no unmarked second copy, no torn piece without its kill."""
        sheets = self._sheets()
        seen = Counter((sheet.number, sheet.copy_no) for sheet in sheets if sheet.number)
        self.figures.slips, self.figures.marked = len(sheets), sum(sheet.copy_no > 1 for sheet in sheets)
        self.figures.torn = sum(not sheet.whole for sheet in sheets)
        for (number, copy_no), count in seen.items():
            if count > 1:
                self.figures.wrong.append(f"{number} copy {copy_no} lies on the paper {count} times")
        whole = {sheet.number for sheet in sheets if sheet.whole}
        rows = self._rows()
        for number in {row.bundle for row in rows} - whole:
            self.figures.wrong.append(f"{number} never came out whole")
        torn = sum(not sheet.whole for sheet in sheets)
        if torn > len(self._in_flight):
            self.figures.wrong.append(f"{torn} torn slips after {len(self._in_flight)} kills")
        for row in rows:
            if row.state == "confirmed" and not any(
                (sheet.number, sheet.copy_no, sheet.whole) == (row.bundle, row.copy_no, True)
                for sheet in sheets
            ):
                self.figures.wrong.append(
                    f"{row.bundle} copy {row.copy_no} is said to be printed, and is not"
                )


# -- on which databases --------------------------------------------------------------------------------------


@contextmanager
def _printer(folder: Path) -> Iterator[Printer]:
    printer = Printer(folder)
    try:
        yield printer
    finally:
        printer.close()


def storm_on_sqlite(kills: int, seed: int, say: Callable[[str], None] = lambda _line: None) -> PrintFigures:
    """One window on an embedded hall."""
    folder = Path(tempfile.mkdtemp(prefix="yichuang-prints-"))
    try:
        url = url_of(copy_to(folder))
        with _printer(folder) as printer:
            orders = Orders(url, str(folder / "home"), f"tcp://127.0.0.1:{printer.port}")
            return PrintStorm(printer, Witness(url), [Seat(orders)], random.Random(seed)).rage(kills, say)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def storm_on_postgres(kills: int, seed: int, say: Callable[[str], None] = lambda _line: None) -> PrintFigures:
    """Two windows of a shared hall, two PCs, one printer between them."""
    with shared_hall() as (folder, _server, url, owner_url), _printer(folder) as printer:
        address = f"tcp://127.0.0.1:{printer.port}"
        seats = [
            Seat(
                Orders(
                    url, str(folder / f"home{window}"), address, login=f"clerk{window:02d}", window=window,
                    machine=f"pc-{window:02d}", lease_seconds=4, locked=False,
                )
            )
            for window in (4, 5)
        ]  # fmt: skip
        return PrintStorm(printer, Witness(owner_url), seats, random.Random(seed)).rage(kills, say)
