"""Thousands of cards under every fault: what the program took is the card that lay there, or it took nothing.

``python -m tests.devices.card_storm --reads 5000`` for the long form (docs/soak.md).
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from tests.devices.card_blocks import TestCard, any_card
from tests.devices.card_simulator import CardReaderSimulator, Fault
from tests.devices.card_waiting import Listener, ask
from tests.devices.ports import FarEnd
from tests.devices.test_card_text import said_by, said_of
from yichuang_desktop.devices import card_sam
from yichuang_desktop.devices.card_reader import SamReader
from yichuang_desktop.domain.devices import Condition, DeviceKind, WindowDevice
from yichuang_desktop.services.ports_cards import CardNews, CardState

PLAIN = (
    "split",
    "noise",
    "double",
    "sum",
    "length",
    "silent",
    "cut",
    "late",
    "lift",
    "unplug",
    "swap",
    "baud",
)
STATES = (
    0x10, 0x11, 0x21, 0x23, 0x24, 0x31, 0x32, 0x33, 0x40, 0x41, 0x47, 0x60, 0x66, 0x77, 0x80, 0x81, 0x91
)  # fmt: skip
QUICK = {"SECONDS": 0.06, "READ_SECONDS": 0.06, "STATUS_SECONDS": 0.06, "LISTEN": 0.005}
LATE = 0.09
"""Longer than any answer is waited for here."""
SPEEDS = (115200, 57600, 38400)


@dataclass
class CardFigures:
    """What a storm came to."""

    asked: int = 0
    taken: int = 0
    refused: int = 0
    """Ended without a card, as the reader said why."""
    given_up: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    wrong: list[str] = field(default_factory=list)


class Storm:
    """One reader, one listener, one hand that puts cards and orders faults."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng, self.told, self.figures = random.Random(seed), Listener(), CardFigures()
        self.module = CardReaderSimulator(FarEnd(folder / "reader"), SPEEDS[0])
        device = WindowDevice(11, DeviceKind.CARD_READER, "card-sam", self.module.far.address)
        self.reader = SamReader(device, self.told.hear, self.told.heard, back_off=(0.01,), pause=0.002)
        self.reader.start()
        self.told.wait_for_condition(Condition.READY)

    def stop(self) -> CardFigures:
        """The figures; the reader is let go."""
        self.reader.stop()
        self.module.stop()
        self.figures.hits.update(self.module.hits)
        return self.figures

    def read_once(self) -> None:
        """A card is asked for, put, and something may go wrong."""
        rng, module, figures = self.rng, self.module, self.figures
        card, other = any_card(rng), any_card(rng)
        module.lift_rule = rng.random() < 0.5
        fault = rng.choice(PLAIN) if rng.random() < 0.6 else "state" if rng.random() < 0.5 else ""
        lain = [card]
        module.faults.clear()
        if fault == "baud":
            module.baud = rng.choice(SPEEDS)
            figures.hits["speed changed"] += 1
        elif fault == "swap":
            # Another card by the time a late answer comes.
            module.faults.append(Fault("late", "read", LATE))
            lain.append(other)
        elif fault:
            value = rng.choice(STATES) if fault == "state" else LATE
            module.faults.append(Fault(fault, rng.choice(("find", "select", "read")), value))
        token = ask(self.reader)
        figures.asked += 1
        module.put(card)
        self._see_through(token, card, lain, fault)
        module.lift()

    def _see_through(self, token: UUID, card: TestCard, lain: list[TestCard], fault: str) -> None:
        """Until it is read or refused; put again whatever was lifted, plugged out, or must be lifted."""
        until = time.monotonic() + 20
        heard = 0
        while True:
            news = [one for one in self.told.news if one.token == token]
            if news and news[-1].state.last:
                break
            if time.monotonic() > until:
                self.figures.given_up += 1
                self.figures.wrong.append(f"never read: {fault}, {[one.state.value for one in news]}")
                self.reader.end_reading(token)
                return
            self._help(card if len(lain) == 1 else lain[1], len(news) > heard)
            heard = len(news)
        self._judge([one for one in news if one.state.last], lain, fault)

    def _help(self, card: TestCard, something_new: bool) -> None:
        """What a person at the counter would do: plug it in, lift the card and put it again."""
        if not self.module.far.plugged_in:
            self.module.plug_in()
        last = self.told.news[-1].state if self.told.news else None
        if something_new and last in (CardState.AGAIN, CardState.LIFT, CardState.WAITING):
            self.module.put(card)
        elif something_new and last is CardState.READING and card is not self.module.lying:
            self.module.put(card)  # while the answer about the first one is still on its way
        else:
            self.told.pause(0.01)

    def _judge(self, last: list[CardNews], lain: list[TestCard], fault: str) -> None:
        figures = self.figures
        if len(last) != 1:
            figures.wrong.append(f"{fault}: ended {len(last)} times")
        card = last[0].card
        if card is None:
            figures.refused += 1
            return
        figures.taken += 1
        if said_of(card) not in [said_by(one) for one in lain] or card.block not in [
            one.block for one in lain
        ]:
            figures.wrong.append(f"{fault}: a card that did not lie there")


def storm(reads: int, seed: int, folder: Path) -> CardFigures:
    """So many cards asked for; the module's patience is shortened, so that faults cost little."""
    before = {name: getattr(card_sam, name) for name in QUICK}
    for name, value in QUICK.items():
        setattr(card_sam, name, value)
    started = time.monotonic()
    raging = Storm(folder, seed)
    try:
        for _ in range(reads):
            raging.read_once()
            raging.told.forget()
    finally:
        figures = raging.stop()
        for name, old in before.items():
            setattr(card_sam, name, old)
    figures.seconds = time.monotonic() - started
    return figures


def main(arguments: Sequence[str]) -> int:
    """Print the figures as JSON; 0 when nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.devices.card_storm")
    parser.add_argument("--reads", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=20261122)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        figures = storm(asked.reads, asked.seed, Path(folder))
    print(json.dumps(vars(figures), ensure_ascii=False, indent=1))
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
