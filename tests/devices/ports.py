"""A serial port made of a pseudo terminal, with its far end in the test's hands.

Nothing of the product is imported here. The port has a stable name (a link), so that a device can be pulled
out and put in again under the same name, or under another.
"""

import os
import select
import termios
import tty
from pathlib import Path

_SPEEDS = {getattr(termios, f"B{baud}"): baud for baud in (2400, 4800, 9600, 19200, 38400, 57600, 115200)}


class FarEnd:
    """The device's side of a serial port. ``with``-less: call :meth:`unplug` at the end."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self._ours = self._theirs = -1
        self.plug_in()

    @property
    def address(self) -> str:
        """What the program is told: ``serial:/…``."""
        return f"serial:{self.link}"

    def plug_in(self, link: Path | None = None) -> None:
        """Be there (again), under the same name or another."""
        assert self._ours < 0, "plugged in already"
        self.link = link or self.link
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._ours)
        tty.setraw(self._theirs)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(self._theirs))

    def unplug(self) -> None:
        """Pull it out, in the middle of whatever is going on."""
        if self._ours >= 0:
            self.link.unlink(missing_ok=True)
            os.close(self._theirs)
            os.close(self._ours)
            self._ours = self._theirs = -1

    @property
    def plugged_in(self) -> bool:
        """Whether it is there now."""
        return self._ours >= 0

    def baud(self) -> int:
        """The speed the program has set; a pty passes bytes at any, so who cares must look."""
        return _SPEEDS[termios.tcgetattr(self._theirs)[5]]

    def send(self, data: bytes) -> None:
        """Say something to the program."""
        os.write(self._ours, data)

    def hear(self, seconds: float = 0.0) -> bytes:
        """What the program sent, waiting at most so long for the first byte."""
        heard = b""
        while self._ours >= 0 and select.select([self._ours], [], [], 0 if heard else seconds)[0]:
            try:
                part = os.read(self._ours, 4096)
            except OSError:
                return heard
            heard += part
        return heard
