"""Slips by the thousand through the whole spool (store, spooler, transport) to a printer with every fault.

The clerk stands beside the printer: puts paper in, looks at the paper and answers what is asked. In the end
the paper is laid beside the states in the table.
"""

import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

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
from tests.soak.print_storm import Sheet, read_sheet
from tests.soak.print_worker import slip_job
from tests.soak.small_hall import CLERK, WINDOW, copy_to, url_of
from tests.soak.storm import _shared_hall as shared_hall
from yichuang_desktop import store
from yichuang_desktop.app.hall import Workplace, sit_down
from yichuang_desktop.app.printers import renderers
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain.print_jobs import JobState
from yichuang_desktop.printing.profiles import load_profiles
from yichuang_desktop.printing.spooler import Spooler
from yichuang_desktop.printing.transports import Deadlines, transport_for
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.papers_made import SLIP, printer_at
from yichuang_desktop.ui.prints.model import PrintLine

PRINTER = printer_at(SLIP, WINDOW)
QUICK = Deadlines(connect=2.0, write=0.4, answer=0.15, drain=0.4, printing=0.6, job=6.0)
HEALTHY = Temper(status=READY)
VOICE, MUTE = "epson-tm-t82", "generic-80"
"""Profiles: one whose printer says when a job is out, one whose printer does not."""


@dataclass(frozen=True)
class Trouble:
    """One way in which a printer misbehaves, and by what it is seen to have struck."""

    name: str
    temper: Temper
    faults: Faults = field(default_factory=Faults)
    profile: str = MUTE
    hit: str = ""
    """The count of the simulator that must rise; empty: the trouble is a state that was asked for."""
    off: bool = False
    """Nobody listens."""


def _paper(line: int, *, resumes: bool, profile: str) -> Trouble:
    how = "goes on" if resumes else "drops the rest"
    faults = Faults(paper_ends_at_line=line, resumes=resumes, heals_after=0.05)
    temper = replace(HEALTHY, process_id="on")
    return Trouble(f"paper ends at line {line}, {how} ({profile})", temper, faults, profile, "paper")


TROUBLES: Sequence[Trouble] = (
    Trouble("healthy", HEALTHY),
    Trouble("healthy, with a voice", replace(HEALTHY, process_id="on"), profile=VOICE),
    Trouble("switched off", HEALTHY, off=True),
    Trouble("says nothing", Temper(), hit="silence"),
    Trouble("without paper", replace(HEALTHY, status=PAPER_END)),
    Trouble("cover open", replace(HEALTHY, status=COVER_OPEN)),
    Trouble("cutter jammed", replace(HEALTHY, status=CUTTER_JAM)),
    Trouble("paper runs low", replace(HEALTHY, status=NEAR_END)),
    Trouble("answers wrong bits", replace(HEALTHY, status=WRONG_BITS), hit="wrong_bits"),
    Trouble("answers late", replace(HEALTHY, answer_late=0.25), hit="late"),
    Trouble("answers glued to status messages", replace(HEALTHY, glue=ASB), hit="glue"),
    Trouble("talks all the time", replace(HEALTHY, chatter=ASB)),
    Trouble("slow", replace(HEALTHY, bytes_per_second=20_000), hit="slow"),
    Trouble("resets at byte 1", replace(HEALTHY, reset_at=1), hit="reset"),
    Trouble("resets at byte 900", replace(HEALTHY, reset_at=900), hit="reset"),
    Trouble("resets at byte 3000", replace(HEALTHY, reset_at=3000), hit="reset"),
    Trouble("shuts the link at byte 700", replace(HEALTHY, close_at=700), hit="close"),
    Trouble("shuts the link in a picture", replace(HEALTHY, close_in_raster=True), hit="close_in_raster"),
    Trouble("stops reading at byte 600", replace(HEALTHY, stop_reading_at=600), hit="stop_reading"),
    Trouble("black hole", replace(HEALTHY, black_hole=True), hit="black_hole"),
    Trouble("one link at a time", replace(HEALTHY, second="is refused"), hit="alone"),
    *(
        Trouble(f"process id {how}", replace(HEALTHY, process_id=how), profile=VOICE, hit=f"process_id_{how}")
        for how in ("off", "late", "twice", "other", "other_first", "no_end")
    ),
    _paper(5, resumes=True, profile=VOICE),
    _paper(5, resumes=False, profile=VOICE),
    _paper(30, resumes=True, profile=VOICE),
    _paper(30, resumes=False, profile=VOICE),
    Trouble(
        "cover opened in the middle", replace(HEALTHY, process_id="on"),
        Faults(cover_opens_at_line=12, heals_after=0.05), VOICE, "cover",
    ),
    Trouble(
        "power cut in the middle", replace(HEALTHY, process_id="on"),
        Faults(power_cut_at_line=12, heals_after=0.05, line_seconds=0.002), VOICE, "power",
    ),
)  # fmt: skip


@dataclass
class FaultFigures:
    """What a run came to."""

    slips: int = 0
    troubles: Counter[str] = field(default_factory=Counter)
    """How often each trouble was there for a slip's first attempt."""
    struck: Counter[str] = field(default_factory=Counter)
    """How often the simulator counted that a fault truly hit."""
    waited: int = 0
    """Attempts after which the slip waited in the queue, nothing of it sent."""
    asked: Counter[str] = field(default_factory=Counter)
    confirmed: int = 0
    handed_over: int = 0
    found_lacking: int = 0
    """Slips handed over that the clerk saw were not there, and asked for again (F12)."""
    marked: int = 0
    words: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class Run:
    """One window, one printer, slips one after another."""

    place: Workplace
    printer: PrinterSimulator
    chance: random.Random
    figures: FaultFigures = field(default_factory=FaultFigures)
    _profile: str = MUTE

    def __post_init__(self) -> None:
        address = f"tcp://127.0.0.1:{self.printer.port}"
        self._ways = {name: transport_for(address, load_profiles()[name], QUICK) for name in (MUTE, VOICE)}
        self._off = transport_for("tcp://127.0.0.1:1", load_profiles()[MUTE], QUICK)
        made = renderers(lambda _printer: load_profiles()[self._profile])
        self.spooler = Spooler(
            self.place.access.jobs(), made, {PRINTER: self._ways[MUTE]}, "pc-04/window-04/1"
        )

    def go(self, slips: int, say: Callable[[str], None] = lambda _line: None) -> FaultFigures:
        """So many slips: each trouble in turn, in an order of chance."""
        began = time.monotonic()
        while self.figures.slips < slips:
            for trouble in self.chance.sample(TROUBLES, len(TROUBLES)):
                if self.figures.slips < slips:
                    self._slip(trouble)
            say(f"{self.figures.slips} slips, {sum(self.figures.struck.values())} faults struck")
        self._compare()
        self.figures.seconds = time.monotonic() - began
        return self.figures

    # -- one slip --------------------------------------------------------------------------------------------

    def _slip(self, trouble: Trouble) -> None:
        self.figures.slips += 1
        self.figures.troubles[trouble.name] += 1
        number = f"NX20261123-04-{self.figures.slips:04d}"
        with self.place.access.begin() as work:
            job = slip_job(number, WINDOW, work.now(), "王敏")
            work.add_print_jobs([job], None)
            work.commit()
        self._under(trouble)
        before = self.printer.hits[trouble.hit]
        reports = self.spooler.drain(PRINTER)
        self.figures.waited += sum(report.held_up for report in reports)
        self._rest()
        if trouble.hit:
            struck = self.printer.hits[trouble.hit] - before
            self.figures.struck[trouble.hit] += struck
            if not struck:
                self.figures.wrong.append(f"{trouble.name} did not strike")
        self._see_to_printer()
        self.spooler.drain(PRINTER)
        self._rest()
        self._clerk(number)

    def _under(self, trouble: Trouble) -> None:
        self._profile = trouble.profile
        self.printer.temper, self.printer.faults = trouble.temper, replace(trouble.faults)
        self.spooler.turn_to(PRINTER, self._off if trouble.off else self._ways[trouble.profile])

    def _see_to_printer(self) -> None:
        """Paper is put in, the cover shut, the plug put back."""
        self.printer.temper, self.printer.faults = HEALTHY, Faults()
        self.printer.mechanism.heal()
        self._profile = MUTE
        self.spooler.turn_to(PRINTER, self._ways[MUTE])

    def _rest(self) -> None:
        """Until nothing more can come out; whoever stood still is let go."""
        if self.printer.temper.black_hole or self.printer.temper.stop_reading_at is not None:
            self.printer.temper = replace(HEALTHY)
        self.printer.wait_for_rest()

    def _clerk(self, number: str) -> None:
        """Answers what is asked, by what lies on the paper; and sees that a slip handed over is there."""
        for row in self._rows(number):
            state, sheets = JobState(row.state), self._sheets_of(number, row.copy_no)
            whole = any(sheet.whole for sheet in sheets)
            if state is JobState.UNKNOWN:
                answer = "complete" if whole else "incomplete" if sheets else "nothing"
                self.figures.asked[answer] += 1
                self.place.desk.answer_print(ask.AnswerPrint(row.job_id, answer))
            elif state is JobState.SENT and not whole:
                self.figures.found_lacking += 1
                self.place.desk.reprint(ask.Reprint(row.job_id))
            else:
                continue
            self.spooler.drain(PRINTER)
            self._rest()

    # -- looking ---------------------------------------------------------------------------------------------

    def _rows(self, number: str = "") -> Sequence[Any]:
        rows = self.place.desk.views.prints(open_only=False, limit=1_000_000)
        return [row for row in rows if row.bundle == number or (not number and row.bundle.startswith("NX"))]

    def _sheets(self) -> Sequence[Sheet]:
        return [
            Sheet(seen.number, seen.copy_no, slip.cut)
            for slip in self.printer.pieces
            if (seen := read_sheet(slip)).number  # type: ignore[arg-type]
        ]

    def _sheets_of(self, number: str, copy_no: int) -> Sequence[Sheet]:
        return [sheet for sheet in self._sheets() if (sheet.number, sheet.copy_no) == (number, copy_no)]

    def _compare(self) -> None:
        """The whole paper beside the whole table."""
        figures, sheets = self.figures, self._sheets()
        lying = Counter((sheet.number, sheet.copy_no) for sheet in sheets)
        whole = {(sheet.number, sheet.copy_no) for sheet in sheets if sheet.whole}
        figures.marked = sum(sheet.copy_no > 1 for sheet in sheets)
        figures.wrong += [f"{paper} lies there {count} times" for paper, count in lying.items() if count > 1]
        printed = {number for number, _ in whole}
        for row in self._rows():
            line, paper = PrintLine(row), (row.bundle, row.copy_no)
            figures.words += 1
            figures.confirmed += line.state is JobState.CONFIRMED
            figures.handed_over += line.state is JobState.SENT
            figures.wrong += [f"{paper}: {said}" for said in _contradictions(line, paper in whole)]
            if row.bundle not in printed:
                figures.wrong.append(f"{row.bundle} never came out whole")


def _contradictions(line: PrintLine, whole: bool) -> list[str]:
    said = []
    if line.words in ("已打印", "已确认完整", "已送出") and not whole:
        said.append(f"reads {line.words}, and there is no cut on the paper")
    if line.asks or line.open:
        said.append(f"is left as {line.words}")
    return said


def run_on(place: Workplace, slips: int, seed: int, say: Callable[[str], None]) -> FaultFigures:
    """A run at a window that is open."""
    with PrinterSimulator(HEALTHY) as printer:
        return Run(place, printer, random.Random(seed)).go(slips, say)


def run_on_sqlite(slips: int, seed: int, say: Callable[[str], None] = lambda _line: None) -> FaultFigures:
    """On an embedded hall in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="yichuang-slips-"))
    hall = store.open_hall(url_of(copy_to(folder)))
    try:
        return run_on(sit_down(hall, CLERK, PASSWORD, WINDOW), slips, seed, say)
    finally:
        hall.close()
        shutil.rmtree(folder, ignore_errors=True)


def run_on_postgres(slips: int, seed: int, say: Callable[[str], None] = lambda _line: None) -> FaultFigures:
    """On a shared hall of its own."""
    with shared_hall() as (_folder, _server, url, _owner_url):
        hall = store.open_hall(url)
        try:
            return run_on(sit_down(hall, CLERK, PASSWORD, WINDOW), slips, seed, say)
        finally:
            hall.close()


RUNS: Mapping[str, Callable[..., FaultFigures]] = {"sqlite": run_on_sqlite, "postgresql": run_on_postgres}
