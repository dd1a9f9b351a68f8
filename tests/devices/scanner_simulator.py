"""A scanner in serial mode, written from what such scanners send: the code's bytes and a suffix.

Nothing of the product is imported here.
"""

import time
from random import Random

from tests.devices.ports import FarEnd

SUFFIXES = (b"\r", b"\n", b"\r\n", b"\t", b"")
FRAMES = (b"", b"\x02", b"\x1d", b"]Q1", b"]C0")


class ScannerSimulator:
    """Reads papers that are held under it and sends what it was set up to send."""

    def __init__(
        self, far: FarEnd, suffix: bytes = b"\r\n", frame: bytes = b"", encoding: str = "ascii"
    ) -> None:
        self.far, self.suffix, self.frame, self.encoding = far, suffix, frame, encoding

    def bytes_of(self, code: str) -> bytes:
        """What goes over the wire for a code."""
        end = b"\x03" if self.frame == b"\x02" else b""
        return self.frame + code.encode(self.encoding) + end + self.suffix

    def read(self, code: str) -> None:
        """A paper is held under it."""
        self.far.send(self.bytes_of(code))

    def read_in_pieces(self, code: str, random: Random, pause: float = 0.0) -> None:
        """The wire splits it anywhere; ``pause`` seconds lie between two pieces."""
        data = self.bytes_of(code)
        while data:
            count = random.randint(1, max(len(data) // 2, 1))
            self.far.send(data[:count])
            data = data[count:]
            time.sleep(pause)


def noise(random: Random, count: int) -> bytes:
    """What a wrong speed makes of codes: bytes of every kind."""
    return bytes(random.randrange(256) for _ in range(count))
