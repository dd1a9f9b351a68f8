"""Thousands of services rated on a serial box under every fault, and the database held against the script.

The box and its faults are the simulator's; the program's part is the real driver over a real pty, and a real
database file in which ratings are written by the evaluation device's own identity. Times are shortened, and
leave room for a machine that is busy otherwise; the exact ones are tested in ``test_evaluator_rules``.
"""

import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from uuid import UUID

from tests.devices.evaluator_simulator import DAMAGES, KeyBox
from tests.devices.ports import FarEnd
from tests.store.halls import make
from yichuang_desktop.devices.evaluator_serial import SerialEvaluator
from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.domain.evaluation import Answered, Ended, Limits, Said, StrayHeard
from yichuang_desktop.domain.ratings import Rating, RatingChannel, RatingOutcome
from yichuang_desktop.services.ports import EvaluationWork

LEVELS = {"00": 5, "01": 1, "02": 3, "03": 2}
"""Taught on this box: not in the order of satisfaction."""
LIMITS = Limits(grace=0.08, bounce=0.04, settle=0.06, resend=0.3, thanks=0.01, late=5.0, strays=0.5)
SECONDS = 0.16
COUNTER = 4
FRAME_SECONDS = 0.015


@dataclass
class Truth:
    """What really happened before the box: which keys were pressed while it showed a service."""

    pressed: dict[UUID, list[int]] = field(default_factory=dict)
    faults: dict[UUID, str] = field(default_factory=dict)


class Storm:
    """One box, one driver, one database."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.hall = make(f"sqlite:///{folder / 'hall.sqlite'}")
        self.file = folder / "hall.sqlite"
        self.box = KeyBox(FarEnd(folder / "box"))
        self.truth = Truth()
        self.answered: Counter[UUID] = Counter()
        self.ended: dict[UUID, str] = {}
        self.chance = random.Random(seed)
        self._pressed_at = [0.0] * 4
        self._news = threading.Condition()
        self._kept: SimpleQueue[Said | None] = SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="storm-writer")
        self._writer.start()
        bound = WindowDevice(
            COUNTER,
            DeviceKind.EVALUATOR,
            "evaluator-table",
            self.box.far.address,
            options={"table": "ff68", "levels": LEVELS},
        )
        self.device = SerialEvaluator(
            bound, lambda _report: None, self._hear, limits=LIMITS, back_off=(0.02,), read_seconds=0.004
        )
        self.device.start()
        self.faults: dict[str, Callable[[UUID], None]] = {
            "none": self._plain,
            "late": self._late,
            "in the grace": self._in_the_grace,
            "too late": self._too_late,
            "on its way at the next invitation": self._on_its_way,
            "same key at once": self._same_at_once,
            "same key again": self._same_again,
            "two keys at once": self._two_keys,
            "split": self._split,
            "glued": self._glued,
            "wrong address": self._foreign,
            "while idle": self._idle,
            "flood": self._flood,
            "no acknowledgement": self._resent,
            "reset": self._reset,
            "unplugged": self._unplug,
            **{how: self._damaged(how) for how in DAMAGES},
        }

    def close(self) -> None:
        """Stop everything and wait until all is written."""
        self.device.stop()
        self._kept.put(None)
        self._writer.join()
        self.box.close()
        self.hall.close()

    # -- the script ------------------------------------------------------------------------------------------

    def run(self, events: int) -> None:
        """So many services, the faults in turn, in an order of chance; rare faults that take long, rarely."""
        self._make_services(events)
        slow = {"flood", "unplugged", "reset", "split"}
        quick = [fault for fault in self.faults if fault not in slow]
        for number in range(events):
            event = UUID(int=number + 1)
            rare = number % 10 == 9
            fault = self.chance.choice(sorted(slow)) if rare else quick[number % len(quick)]
            self.truth.faults[event], self.truth.pressed[event] = fault, []
            self.faults[fault](event)
        self._settled(UUID(int=events), 3)

    def _begin(self, event: UUID) -> None:
        before = self.box.begun
        self.device.begin(event, "4号窗口", SECONDS)
        assert self.box.expect(lambda: self.box.begun > before or event in self.ended), self._where(event)
        time.sleep(LIMITS.settle * 1.3)

    def _press(self, event: UUID, key: int) -> None:
        """Somebody presses while the box shows this service."""
        self._note(event, key)
        self.box.press(key)
        self._pressed_at[key] = time.monotonic()

    def _note(self, event: UUID, key: int) -> None:
        self.truth.pressed[event].append(key)
        self._pressed_at[key] = time.monotonic() + FRAME_SECONDS

    def _settled(self, event: UUID, seconds: float = 2.0) -> bool:
        with self._news:
            return self._news.wait_for(lambda: event in self.ended or self.answered[event] > 0, seconds)

    def _end(self, event: UUID) -> None:
        assert self._settled(event), self._where(event)

    def _where(self, event: UUID) -> str:
        return f"service {event.int} under {self.truth.faults[event]!r}: {self.device.report()}"

    def _key(self) -> int:
        """A key that was not pressed just now: that would be taken for a repetition, and lost on purpose."""
        while True:
            quiet = time.monotonic() - LIMITS.resend * 1.3
            free = [key for key in range(4) if self._pressed_at[key] < quiet]
            if free and max(self._pressed_at) < time.monotonic() - LIMITS.bounce * 1.3:
                return self.chance.choice(free)
            time.sleep(0.005)

    def _other_than(self, key: int) -> int:
        return (key + self.chance.randrange(1, 4)) % 4

    # -- faults ----------------------------------------------------------------------------------------------

    def _plain(self, event: UUID) -> None:
        key = self._key()
        self._begin(event)
        self._press(event, key)
        self._end(event)

    def _late(self, event: UUID) -> None:
        self._begin(event)
        time.sleep(SECONDS * 0.6)
        self._press(event, self._key())
        self.box.hits["late"] += 1
        self._end(event)

    def _in_the_grace(self, event: UUID) -> None:
        self._begin(event)
        time.sleep(SECONDS + LIMITS.grace * 0.2)
        self._press(event, self._key())
        self.box.hits["in the grace"] += 1
        self._end(event)

    def _too_late(self, event: UUID) -> None:
        self._begin(event)
        self._end(event)
        self._astray()
        self.box.hits["too late"] += 1

    def _on_its_way(self, event: UUID) -> None:
        """Pressed before the invitation reached the box: the frame crosses it on the wire."""
        key, shown = self._key(), self.box.begun

        def cross() -> None:
            if self.box.begun > shown:
                self._note(event, key)  # the machine was slow: the box shows the service already
            self._astray(key)

        whole = threading.Thread(target=cross)
        whole.start()
        time.sleep(0.005)
        self.device.begin(event, "4号窗口", SECONDS)
        whole.join()
        self.box.hits["on its way at the next invitation"] += 1
        self._end(event)

    def _same_at_once(self, event: UUID) -> None:
        key = self._key()
        self._begin(event)
        self._press(event, key)
        time.sleep(0.008)
        self._press(event, key)
        self.box.hits["same key at once"] += 1
        self._end(event)

    def _same_again(self, event: UUID) -> None:
        key = self._key()
        self._begin(event)
        self._press(event, key)
        time.sleep(0.07)
        self._press(event, key)
        self.box.hits["same key again"] += 1
        self._end(event)

    def _two_keys(self, event: UUID) -> None:
        key = self._key()
        self._begin(event)
        self._press(event, key)
        self._press(event, self._other_than(key))
        self.box.hits["two keys at once"] += 1
        self._end(event)

    def _split(self, event: UUID) -> None:
        self._begin(event)
        key = self._key()
        self._note(event, key)
        self.box.split(key)
        self._pressed_at[key] = time.monotonic()
        self._end(event)

    def _glued(self, event: UUID) -> None:
        self._begin(event)
        key = self._key()
        self._note(event, key)
        self.box.glued(key)
        self._end(event)

    def _foreign(self, event: UUID) -> None:
        key = self._key()
        self._begin(event)
        self.box.from_elsewhere(self._other_than(key))
        self._press(event, key)
        self._end(event)

    def _idle(self, event: UUID) -> None:
        self._astray()
        self.box.hits["while idle"] += 1
        self._plain(event)

    def _flood(self, event: UUID) -> None:
        self.box.flood(0.15)
        self._pressed_at = [time.monotonic()] * 4
        self._plain(event)

    def _resent(self, event: UUID) -> None:
        """The box does not hear the acknowledgement and sends again, beyond the end of the service."""
        key = self._key()
        self._begin(event)
        self._press(event, key)
        for _ in range(2):
            time.sleep(0.05)
            self._astray(key)
        self.box.hits["no acknowledgement"] += 1
        self._end(event)
        after = self._resend_into_the_next(event, key)
        if after is not None:
            self._end(after)

    def _resend_into_the_next(self, event: UUID, key: int) -> UUID | None:
        """The next service has begun while the box still repeats itself: that must not be its rating."""
        following = UUID(int=event.int + 1_000_000)
        self.truth.faults[following], self.truth.pressed[following] = "repetition of the one before", []
        self._begin(following)
        for _ in range(2):
            if time.monotonic() - self._pressed_at[key] < LIMITS.resend * 0.7:
                self._astray(key)  # later the box does not repeat itself any more
                time.sleep(0.05)
        return following

    def _reset(self, event: UUID) -> None:
        """The box restarts and has forgotten that it asks."""
        self._begin(event)
        self.box.deaf = True
        self.box.hits["reset"] += 1
        self._end(event)
        self.box.deaf = False

    def _unplug(self, event: UUID) -> None:
        self._begin(event)
        self.box.unplug_in_the_middle(self.chance.randrange(4))
        self._end(event)
        self.box.plug_in()
        assert self._until(lambda: self.device.report().condition.usable), self._where(event)

    def _damaged(self, how: str) -> Callable[[UUID], None]:
        def damaged(event: UUID) -> None:
            self._begin(event)
            key = self._key()
            self._note(event, key)
            self.box.broken(key, how)
            if not self._settled(event, 0.02):
                self._astray(key)  # it was not acknowledged
            self._end(event)

        return damaged

    def _astray(self, key: int | None = None) -> None:
        """A frame that no citizen of the service shown now has pressed."""
        key = self._key() if key is None else key
        self.box.press(key)
        self._pressed_at[key] = time.monotonic()

    def _until(self, true: Callable[[], bool], seconds: float = 5.0) -> bool:
        deadline = time.monotonic() + seconds
        while not true() and time.monotonic() < deadline:
            time.sleep(0.005)
        return true()

    # -- the program's ear -----------------------------------------------------------------------------------

    def _hear(self, said: Said) -> None:
        with self._news:
            if isinstance(said, Answered):
                self.answered[said.event_id] += 1
            elif isinstance(said, Ended):
                assert said.event_id not in self.ended
                self.ended[said.event_id] = said.outcome.value
            self._news.notify_all()
        self._kept.put(said)

    def _write(self) -> None:
        """As the program does: on a lane of its own, as the window's evaluation device."""
        work = self.hall.hall.begin_device(COUNTER)
        while (said := self._kept.get()) is not None:
            _keep(work, said)
        work.close()

    def _make_services(self, events: int) -> None:
        """Services to be rated, put into the file past the program: the cases behind them matter not here."""
        with sqlite3.connect(self.file) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            numbers = [n + far for n in range(1, events + 1) for far in (0, 1_000_000)]
            rows = [(UUID(int=number).hex, COUNTER) for number in numbers]
            connection.executemany(
                "INSERT INTO service_event (event_id, case_id, kind, opened_at, counter, clerk)"
                " VALUES (?, hex(randomblob(16)), 'intake', '2026-11-23T01:00:00.000Z', ?, 'wangmin')",
                rows,
            )
        connection.close()

    # -- the reckoning ---------------------------------------------------------------------------------------

    def ratings(self) -> dict[UUID, tuple[str, int | None, str]]:
        """What stands in the database, read past the program."""
        connection = sqlite3.connect(self.file)
        rows = connection.execute("SELECT event_id, outcome, grade, device FROM rating").fetchall()
        connection.close()
        return {UUID(hex=event): (outcome, grade, device) for event, outcome, grade, device in rows}

    def strays(self) -> Counter[str]:
        """How many strays of each kind are kept."""
        connection = sqlite3.connect(self.file)
        rows = connection.execute("SELECT kind, sum(times) FROM rating_stray GROUP BY kind").fetchall()
        connection.close()
        return Counter(dict(rows))

    def wrong(self) -> list[str]:
        """Every service that is not in the database as it was before the box; empty when all is well."""
        kept, faults = self.ratings(), []
        for event, pressed in self.truth.pressed.items():
            outcome, grade, device = kept.get(event, ("missing", None, ""))
            right = LEVELS[f"{pressed[0]:02X}"] if pressed else None
            if self.answered[event] + (event in self.ended) != 1:
                faults.append(f"{event.int}: told {self.answered[event]} times, ended {event in self.ended}")
            if outcome == "missing" or device != "pad_04" or (grade is not None and grade != right):
                faults.append(f"{event.int} under {self.truth.faults[event]}: {outcome} {grade}, was {right}")
        if len(kept) != len(self.truth.pressed):
            faults.append(f"{len(kept)} rows for {len(self.truth.pressed)} services")
        return faults

    def lost(self) -> float:
        """Which part of the answers that no fault of the wire touched did not arrive."""
        kept = self.ratings()
        asked = [event for event, fault in self.truth.faults.items() if fault in ALWAYS_RATED]
        return sum(kept[event][1] is None for event in asked) / max(len(asked), 1)


ALWAYS_RATED = ("none", "same key at once", "same key again", "two keys at once", "glued", "wrong address")
"""Under these the citizen's answer must arrive, too."""


def _keep(work: EvaluationWork, said: Said) -> None:
    keys = RatingChannel.KEYS
    if isinstance(said, Answered):
        rated = RatingOutcome.RATED
        work.record_rating(Rating(said.event_id, rated, said.grade, "pad_04", keys, said.raw))
    elif isinstance(said, Ended):
        work.record_rating(Rating(said.event_id, said.outcome, None, "pad_04", keys))
    elif isinstance(said, StrayHeard):
        work.record_stray(said.stray)
