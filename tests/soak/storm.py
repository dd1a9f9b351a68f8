"""Kill -9 in the middle of accepting: one storm is a number of kills that hit, and the look after each."""

import contextlib
import os
import random
import shutil
import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.servers.postgres import PostgresServer, start_cluster
from tests.soak.program import DEADLINE, Program
from tests.soak.small_hall import (
    AT,
    CASES,
    Brought,
    accepting,
    brought_at,
    copy_to,
    opening,
    saving,
    url_of,
)
from tests.soak.truth import Promises, Witness
from yichuang_desktop.app import demo

SPREAD = 1.4
"""A kill falls anywhere between the beginning of an act and this many times its usual duration."""
MISSES_ALLOWED = 200


@dataclass
class Figures:
    """What a storm came to."""

    kills: int = 0
    in_accept: int = 0
    """Kills in the middle of an acceptance; the others fell into opening or saving a draft."""
    undone: int = 0
    """Kills after which nothing of the act was there."""
    done_unanswered: int = 0
    """Kills after which the act was there whole, though nobody had been told."""
    told_unknown: int = 0
    """Server killed: answers that said "result unknown", the others that the database is away."""
    missed: int = 0
    """Kills that came when the answer was already out: not counted."""
    acknowledged: int = 0
    accepted: int = 0
    left_sending: int = 0
    """Print jobs that a kill caught between their first and their last byte."""
    unknown: int = 0
    """Print jobs whose fate the clerk is asked about."""
    queued: int = 0
    printed: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class Storm:
    """Programs one after another on the same hall, each killed while it works."""

    folder: Path
    url: str
    owner_url: str
    brought: Brought
    start: Callable[[], Program]
    chance: random.Random
    figures: Figures = field(default_factory=Figures)
    jobs_each: int = 0
    _unanswered: Mapping[str, Any] | None = None
    _was_done: bool = False

    def __post_init__(self) -> None:
        self.promises = Promises(self.folder / "acknowledged.jsonl")
        self.witness = Witness(self.owner_url)
        self.promises.earlier = self.witness.jobs()
        self._spent: dict[str, list[float]] = {}
        self._open: list[str] = []

    def rage(self, kills: int, say: Callable[[str], None] = lambda _line: None) -> Figures:
        """Go on until ``kills`` kills have hit, then a last program settles everything."""
        began = time.monotonic()
        self._calm_beginning()
        while self.figures.kills < kills:
            assert self.figures.missed < MISSES_ALLOWED, "kills keep missing the work"
            self._one_life()
            say(f"{self.figures.kills}/{kills} kills, {self.figures.acknowledged} acts acknowledged")
        self._calm_end()
        self.figures.seconds = time.monotonic() - began
        return self.figures

    # -- lives -----------------------------------------------------------------------------------------------

    def _calm_beginning(self) -> None:
        """A program nobody kills: how long acts take, how many papers a case has."""
        program = self.start()
        before = len(self.witness.jobs())
        for _ in range(3):
            self._whole_case(program)
        self.jobs_each = (len(self.witness.jobs()) - before) // 3
        assert self.jobs_each >= 3, "an accepted case has its set of papers to print"
        assert program.end() == 0
        self._look(at_rest=True)

    def _one_life(self) -> None:
        program = self.start()
        self._look()
        self._resend(program)
        for _ in range(self.chance.randint(0, 2)):
            self._whole_case(program)
        request = self._next_request(program)
        usual = statistics.median(self._spent[request["act"]])
        program.send(request)
        assert program.hear() == {"begun": True}
        _pause(self.chance.uniform(0, SPREAD * usual))
        answer = program.kill()
        self.witness.wait_for_the_dead()
        if answer is not None:
            self.figures.missed += 1
            self._acknowledge(request, answer)
        else:
            self._hit(request)
        self._note_prints()

    def _hit(self, request: Mapping[str, Any]) -> None:
        """The act was begun and not answered: the kill fell into it."""
        self.figures.kills += 1
        self.figures.in_accept += request["act"] == "accept"
        self._unanswered, self._was_done = request, self.witness.has_done(request)
        self.figures.done_unanswered += self._was_done
        self.figures.undone += not self._was_done

    def _note_prints(self) -> None:
        """What was being printed as the program died: without bytes it waits, else it is asked about."""
        sending = self.witness.left_sending()
        self.figures.left_sending += len(sending)
        self.promises.doubtful.update(job for job, begun in sending.items() if begun)

    def _resend(self, program: Program) -> None:
        """What nobody answered is sent again, the same: done once, whichever side of the commit was hit."""
        request, self._unanswered = self._unanswered, None
        if request is None:
            return
        answer = program.ask(request)
        if request["act"] != "save_draft" and answer.get("repeated") is not self._was_done:
            self.figures.wrong.append(f"sent again after a kill (done before: {self._was_done}): {answer}")
        self._acknowledge(request, answer)

    def _calm_end(self) -> None:
        program = self.start()
        self._resend(program)
        self._whole_case(program)
        assert program.end() == 0
        found = self._look(at_rest=True)
        self.figures.unknown, self.figures.queued = found["unknown"], found["queued"]
        self.figures.printed = found["confirmed"]

    # -- acts ------------------------------------------------------------------------------------------------

    def _whole_case(self, program: Program) -> None:
        first = opening(self.brought.item.item_id)
        self._do(program, first)
        self._do(program, saving(first["case_id"], self.brought.form, self._remark()))
        self._do(program, accepting(first["case_id"], self.brought.form))

    def _next_request(self, program: Program) -> dict[str, Any]:
        """Mostly an acceptance; now and then a draft being opened or saved."""
        first = opening(self.brought.item.item_id)
        kind = self.chance.choice(("accept",) * 8 + ("save_draft", "open_draft"))
        if kind == "open_draft":
            return first
        self._do(program, first)
        draft = saving(first["case_id"], self.brought.form, self._remark())
        if kind == "save_draft":
            return draft
        self._do(program, draft)
        return accepting(first["case_id"], self.brought.form)

    def _do(self, program: Program, request: Mapping[str, Any]) -> None:
        began = time.monotonic()
        program.send(request)
        assert program.hear() == {"begun": True}
        answer = program.hear()
        self._spent.setdefault(request["act"], []).append(time.monotonic() - began)
        self._acknowledge(request, answer)

    def _acknowledge(self, request: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        self.promises.keep(request, answer)
        self.figures.acknowledged += 1
        self.figures.accepted += request["act"] == "accept"

    def _remark(self) -> str:
        return f"第 {self.chance.randrange(10**9)} 稿"

    def _look(self, *, at_rest: bool = False) -> Mapping[str, int]:
        found = self.witness.look(self.promises, self.folder / "papers", self.jobs_each, at_rest=at_rest)
        self.figures.wrong.extend(found.wrong)
        return found.prints


def _pause(seconds: float) -> None:
    """Until the moment of the kill; no shorter than asked, and exact to a fraction of a millisecond."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


@dataclass
class ServerStorm(Storm):
    """The program lives; the database's server is killed -9 under it, whole, and started again."""

    server: PostgresServer | None = None
    _program: Program | None = None

    def _one_life(self) -> None:
        program = self._program = self._program or self.start()
        for _ in range(self.chance.randint(0, 2)):
            self._whole_case(program)
        request = self._next_request(program)
        usual = statistics.median(self._spent[request["act"]])
        program.send(request)
        assert program.hear() == {"begun": True}
        _pause(self.chance.uniform(0, SPREAD * usual))
        assert self.server is not None
        kill_server(self.server)
        answer = program.hear()
        self.server.start()
        if answer["ok"]:
            self.figures.missed += 1
            self._acknowledge(request, answer)
        else:
            self._count_lost_answer(answer)
            self._hit(request)
            self._resend(program)
        self._look()

    def _count_lost_answer(self, answer: Mapping[str, Any]) -> None:
        if not answer.get("again"):
            self.figures.wrong.append(f"the server was killed, and the program said {answer}")
        self.figures.told_unknown += answer["code"] == "result_unknown"

    def _calm_end(self) -> None:
        if self._program is not None:
            assert self._program.end() == 0
        super()._calm_end()


def kill_server(server: PostgresServer) -> None:
    """SIGKILL for the postmaster and every process of its own, at once."""
    first = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    for pid in (first, *map(int, children)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + DEADLINE
    while any(_runs(pid) for pid in (first, *map(int, children))):
        assert time.monotonic() < until, "the server does not die"
    # Where nobody buries the dead, the old number still looks alive to the next server.
    for mark in (server.folder / "data" / "postmaster.pid", *server.folder.glob(".s.PGSQL.*")):
        mark.unlink(missing_ok=True)


def _runs(pid: int) -> bool:
    """False also for one that is dead and not yet buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def storm_on_sqlite(kills: int, seed: int, say: Callable[[str], None] = lambda _line: None) -> Figures:
    """A storm on an embedded hall in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="yichuang-soak-"))
    try:
        file = copy_to(folder)
        url = url_of(file)
        start = _starter(url, folder)
        return Storm(folder, url, url, brought_at(url), start, random.Random(seed)).rage(kills, say)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def storm_on_postgres(kills: int, seed: int, say: Callable[[str], None] = lambda _line: None) -> Figures:
    """The program is killed, its hall on a PostgreSQL of its own (fsync on)."""
    with _shared_hall() as (folder, server, url, owner_url):
        start = _starter(url, folder)
        assert server.port
        return Storm(folder, url, owner_url, brought_at(url), start, random.Random(seed)).rage(kills, say)


def storm_on_server(kills: int, seed: int, say: Callable[[str], None] = lambda _line: None) -> Figures:
    """The server is killed: a tenth as often, for each time it has to recover."""
    with _shared_hall() as (folder, server, url, owner_url):
        start = _starter(url, folder)
        storm = ServerStorm(
            folder, url, owner_url, brought_at(url), start, random.Random(seed), server=server
        )
        return storm.rage(max(1, kills // 10), say)


def _starter(url: str, folder: Path) -> Callable[[], Program]:
    return lambda: Program.worker(url, folder / "papers", folder / "home")


@contextmanager
def _shared_hall() -> Iterator[tuple[Path, PostgresServer, str, str]]:
    """Folder, server, the URL people have, the superuser's URL."""
    folder = Path(tempfile.mkdtemp(prefix="yichuang-soak-"))
    server = start_cluster(durable=True)
    try:
        owner_url = server.fresh_database()
        demo.build(owner_url, at=AT, cases=CASES)
        name = owner_url.rpartition("/")[2]
        yield folder, server, f"postgresql://{server.host}:{server.port}/{name}", owner_url
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)
