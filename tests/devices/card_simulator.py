"""A card reader at the far end of a pty: a security module written from its answer table, with its faults.

Nothing of the product is imported.  Cards are put and lifted by the test; each fault is used once and counted
in ``hits`` when it truly befell an answer.
"""

import threading
import time
from collections import Counter, deque
from dataclasses import dataclass

from tests.devices.card_blocks import TestCard
from tests.devices.ports import FarEnd

HEAD = bytes.fromhex("AA AA AA 96 69")
NAMES = {
    b"\x10\xff": "reset", b"\x11\xff": "status", b"\x12\xff": "sam_id", b"\x20\x01": "find",
    b"\x20\x02": "select", b"\x30\x01": "read", b"\x30\x10": "read_fingers",
}  # fmt: skip
SAM_NUMBER = bytes.fromhex("0500 0300 0A313501 40E20100 39300000")
NOISE = bytes.fromhex("00 FF AA AA 13 AA AA AA 96 68 AA AA AA 96 69 FF FF 01 AA")


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the answer to ``to`` (a question's name, or any).

    ``how``: state (another SW3: ``value``), split (one byte a write), late (``value`` seconds), noise (before
    it), sum, length, silent, cut (only its first half), lift (the card is taken first), unplug (in its
    middle), double (said twice).
    """

    how: str
    to: str = ""
    value: float = 0


class CardReaderSimulator:
    """The module's side; ``with``-less: call :meth:`stop` at the end."""

    def __init__(self, far: FarEnd, baud: int = 115200, *, lift_rule: bool = True) -> None:
        self.far, self.baud, self.lift_rule = far, baud, lift_rule
        self.known = set(NAMES.values())
        self.health = 0x90
        self.faults: deque[Fault] = deque()
        self.hits: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.reads = 0
        """Cards given out whole and well formed."""
        self._card: TestCard | None = None
        self._found = self._selected = self._read = False
        self._heard = b""
        self._guard = threading.RLock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sim-cards", daemon=True)
        self._thread.start()

    # -- the test's hands ------------------------------------------------------------------------------------

    @property
    def lying(self) -> TestCard | None:
        """The card on the reader."""
        return self._card

    def put(self, card: TestCard) -> None:
        """Put a card on the reader."""
        with self._guard:
            self._card = card
            self._found = self._selected = self._read = False

    def lift(self) -> None:
        """Take it away."""
        with self._guard:
            self._card = None
            self._found = self._selected = self._read = False

    def unplug(self) -> None:
        """Pull the cable."""
        with self._guard:
            self._heard = b""
            self.far.unplug()

    def plug_in(self) -> None:
        """Put it back."""
        with self._guard:
            self.far.plug_in()

    def stop(self) -> None:
        """Go away."""
        self._stopping.set()
        self._thread.join(5)
        self.far.unplug()

    # -- the module ------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set():
            with self._guard:
                data = self.far.hear(0.0) if self.far.plugged_in else b""
                if data:
                    self._hear(data)
            if not data:
                self._stopping.wait(0.002)

    def _hear(self, data: bytes) -> None:
        if self.far.baud() != self.baud:
            self.hits["baud"] += 1
            # What a wrong speed makes of bytes: others, and not even as many.
            self._send(bytes(byte ^ 0xE0 | 0x80 for byte in data[::2]))
            return
        self._heard += data
        while (command := self._next_question()) is not None:
            self._answer(command)

    def _next_question(self) -> bytes | None:
        start = self._heard.find(HEAD)
        if start < 0 or len(self._heard) < start + 7:
            return None
        length = int.from_bytes(self._heard[start + 5 : start + 7], "big")
        whole = self._heard[start : start + 7 + length]
        if len(whole) < 7 + length:
            return None
        self._heard = self._heard[start + 7 + length :]
        check = 0
        for byte in whole[5:]:
            check ^= byte
        assert check == 0, f"the program sent a wrong check byte: {whole.hex()}"
        assert length == 3, f"the program sent more than a command: {whole.hex()}"
        return whole[7:9]

    def _answer(self, command: bytes) -> None:
        name = NAMES.get(command, "unknown")
        self.asked[name] += 1
        fault = self._fault(name)
        if fault is not None and fault.how == "lift":
            self.lift()
        state, data = self._said(name)
        if fault is not None and fault.how == "state":
            state, data = int(fault.value), b""
        answer = frame(state, data)
        if fault is None or fault.how in ("lift", "state"):
            good = name in ("read", "read_fingers") and state == 0x90
            self.reads += good
            self._send(answer)
        else:
            self._spoil(fault, answer)

    def _fault(self, name: str) -> Fault | None:
        if not self.faults or self.faults[0].to not in ("", name):
            return None
        fault = self.faults.popleft()
        self.hits[fault.how] += 1
        return fault

    def _said(self, name: str) -> tuple[int, bytes]:
        if name not in self.known:
            return 0x21, b""
        if name in ("status", "reset"):
            return self.health, b""
        if name == "sam_id":
            return 0x90, SAM_NUMBER
        if self.health != 0x90:
            return self.health, b""
        return {"find": self._find, "select": self._select}.get(name, lambda: self._give(name))()

    def _find(self) -> tuple[int, bytes]:
        if self._card is None or (self._read and self.lift_rule):
            return 0x80, b""
        self._found = True
        return 0x9F, bytes(4)

    def _select(self) -> tuple[int, bytes]:
        if self._card is None or not self._found:
            return 0x81, b""
        self._found, self._selected = False, True
        return 0x90, bytes(8)

    def _give(self, name: str) -> tuple[int, bytes]:
        card = self._card
        if card is None or not self._selected:
            return 0x41, b""
        self._selected, self._read = False, True
        parts = [card.block, card.photo] + ([card.fingers] if name == "read_fingers" else [])
        return 0x90, b"".join(len(part).to_bytes(2, "big") for part in parts) + b"".join(parts)

    # -- what goes wrong -------------------------------------------------------------------------------------

    def _spoil(self, fault: Fault, answer: bytes) -> None:
        if fault.how == "split":
            for byte in answer:
                self._send(bytes([byte]))
        elif fault.how == "late":
            time.sleep(fault.value)  # the module takes its time; nobody waits for this by the clock
            self._send(answer)
        elif fault.how == "noise":
            self._send(NOISE + answer)
        elif fault.how == "double":
            self._send(answer + answer)
        elif fault.how == "sum":
            self._send(answer[:-1] + bytes([answer[-1] ^ 0x55]))
        elif fault.how == "length":
            self._send(answer[:5] + (len(answer) + 40).to_bytes(2, "big") + answer[7:])
        elif fault.how == "cut":
            self._send(answer[: len(answer) // 2])
        elif fault.how == "unplug":
            self._send(answer[: len(answer) // 2])
            self.unplug()
        else:
            assert fault.how == "silent", fault

    def _send(self, data: bytes) -> None:
        self.far.send(data)


def frame(state: int, data: bytes = b"") -> bytes:
    """An answer: two blank state bytes, the third one, data and the check byte over all of it."""
    body = bytes([0, 0, state]) + data
    counted = (len(body) + 1).to_bytes(2, "big") + body
    check = 0
    for byte in counted:
        check ^= byte
    return HEAD + counted + bytes([check])
