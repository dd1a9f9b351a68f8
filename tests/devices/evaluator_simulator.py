"""Evaluation devices made of a pty or a socket, written from what is known of the protocols.

Nothing of the product is imported here: the frames are put together from the description of the bus (head
FF 68, length twice, 68, address, function, data, sum of address, function and data, tail 16), not from its
encoder.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.devices.ports import FarEnd

BYTE_SECONDS = 0.00104
"""One byte at 9600 baud, 8N1; a pty has no baud, so the box waits itself."""
BEGIN = (0x01, b"\x0b")
RESULT, ACK = 0x11, 0x01


def frame(address: int, function: int, data: bytes) -> bytes:
    """A frame of the bus."""
    body = bytes([address, function]) + data
    return bytes([0xFF, 0x68, len(body), len(body), 0x68]) + body + bytes([sum(body) % 256, 0x16])


def frames_in(stream: bytes) -> Iterable[tuple[int, int, bytes]]:
    """Address, function and data of every frame of a clean stream; raises ValueError for anything else."""
    while stream:
        size = stream[2]
        whole, stream = stream[: 7 + size], stream[7 + size :]
        if whole != frame(whole[5], whole[6], whole[7:-2]):
            raise ValueError(f"the program sent {whole.hex(' ')}")
        yield whole[5], whole[6], whole[7:-2]


@dataclass
class KeyBox:
    """A box with four keys at one address. It shows what it was last told to ask, and sends what is pressed.

    ``begun`` counts the invitations it got; ``acks`` the acknowledgements, by the key they name. ``deaf``: it
    does not listen to the program (it was reset).
    """

    far: FarEnd
    address: int = 1
    paced: bool = True
    begun: int = 0
    acks: Counter[int] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    deaf: bool = False

    def __post_init__(self) -> None:
        self._heard = b""
        self._news = threading.Condition()
        self._ending = False
        self._chance = random.Random(1)
        self._thread = threading.Thread(target=self._listen, name="key-box", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Switch it off."""
        self._ending = True
        self._thread.join(2)
        self.far.unplug()

    # -- what the script says --------------------------------------------------------------------------------

    def expect(self, true: Callable[[], bool], seconds: float = 5.0) -> bool:
        """Wait until something is so."""
        with self._news:
            return self._news.wait_for(true, seconds)

    def press(self, key: int) -> bytes:
        """Somebody presses a key; gives what was sent."""
        return self.send(frame(self.address, RESULT, bytes([key])))

    def send(self, data: bytes, apart: float = BYTE_SECONDS) -> bytes:
        """Bytes at the pace of the line."""
        if not self.paced and apart == BYTE_SECONDS:
            self._write(data)
            return data
        for at in range(len(data)):
            self._write(data[at : at + 1])
            time.sleep(apart)
        return data

    def _write(self, data: bytes) -> None:
        try:
            self.far.send(data)
        except OSError:
            self.hits["nobody there"] += 1

    # -- faults; each counts that it struck ------------------------------------------------------------------

    def broken(self, key: int, how: str) -> None:
        """A result that arrives damaged in one of the ways of ``DAMAGES``."""
        self.hits[how] += 1
        whole = frame(self.address, RESULT, bytes([key]))
        self.send(DAMAGES[how](whole, self._chance))

    def split(self, key: int) -> None:
        """One byte at a time, 30 ms apart."""
        self.hits["split"] += 1
        self.send(frame(self.address, RESULT, bytes([key])), apart=0.03)

    def glued(self, key: int) -> None:
        """The same frame twice in one piece."""
        self.hits["glued"] += 1
        self._write(frame(self.address, RESULT, bytes([key])) * 2)

    def from_elsewhere(self, key: int) -> None:
        """The box of the next window on the same bus."""
        self.hits["wrong address"] += 1
        self.send(frame(self.address + 1, RESULT, bytes([key])))

    def flood(self, seconds: float) -> int:
        """A thousand frames a second; gives how many."""
        self.hits["flood"] += 1
        count = int(seconds * 1000)
        started = time.monotonic()
        for number in range(count):
            self._write(frame(self.address, RESULT, bytes([number % 4])))
            time.sleep(max(0.0, started + number / 1000 - time.monotonic()))
        return count

    def unplug_in_the_middle(self, key: int) -> None:
        """Pulled out while it sends."""
        self.hits["unplugged"] += 1
        self._write(frame(self.address, RESULT, bytes([key]))[:5])
        self.far.unplug()

    def plug_in(self) -> None:
        """Put in again; the system gives it another terminal."""
        self._heard = b""
        self.far.plug_in()

    # -- what the program says -------------------------------------------------------------------------------

    def _listen(self) -> None:
        while not self._ending:
            try:
                heard = self.far.hear(0.02)
            except (OSError, ValueError):
                heard = b""
            if not heard:
                time.sleep(0.001)
                continue
            self._heard += heard
            self._take_whole_frames()

    def _take_whole_frames(self) -> None:
        whole = 0
        while len(self._heard) >= whole + 3 and len(self._heard) >= whole + 7 + self._heard[whole + 2]:
            whole += 7 + self._heard[whole + 2]
        said, self._heard = self._heard[:whole], self._heard[whole:]
        for address, function, data in frames_in(said):
            with self._news:
                if self.deaf or address != self.address:
                    self.hits["not listened"] += 1
                elif (function, data) == BEGIN:
                    self.begun += 1
                elif function == ACK:
                    self.acks[data[0]] += 1
                self._news.notify_all()


def _garbage_inside(whole: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(2, len(whole) - 1)
    return whole[:at] + chance.randbytes(3) + whole[at:]


def _byte_dropped(whole: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(whole))
    return whole[:at] + whole[at + 1 :]


DAMAGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "garbage before": lambda whole, chance: chance.randbytes(7) + whole,
    "garbage inside": _garbage_inside,
    "garbage after": lambda whole, chance: whole + chance.randbytes(7),
    "byte dropped": _byte_dropped,
    "sum wrong": lambda whole, _chance: whole[:-2] + bytes([whole[-2] ^ 0x55]) + whole[-1:],
    "lengths differ": lambda whole, _chance: whole[:3] + bytes([whole[3] + 1]) + whole[4:],
}
