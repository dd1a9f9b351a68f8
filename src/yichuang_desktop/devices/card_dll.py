"""A card reader that only its vendor's library can reach (USB): driver ``card-dll``.

The library runs in a helper process (:mod:`~yichuang_desktop.devices.card_helper`): whatever it does there,
hang or crash, this program only sees an answer that did not come.  The helper is then ended and begun anew,
less often each time.
"""

import base64
import binascii
import contextlib
import json
import logging
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, Final

from yichuang_desktop.devices.card_polling import Sam
from yichuang_desktop.devices.card_reader import CardReaderDevice
from yichuang_desktop.devices.card_sam import OK, sam_number
from yichuang_desktop.devices.links import LinkLost
from yichuang_desktop.devices.worker import BACK_OFF
from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.id_cards import BLOCK
from yichuang_desktop.services.ports_cards import HearCard
from yichuang_desktop.services.ports_devices import Driver, Hear

DEADLINES: Final = {"open": 10.0, "find": 4.0, "select": 4.0, "read": 8.0, "status": 4.0, "number": 4.0}
"""Seconds a call of the library may take before it counts as hanging."""
PORTS: Final = (*range(1, 17), *range(1001, 1017))
"""Of the SDT calls: serial ports, then USB."""
CLOSE_SECONDS: Final = 0.5
LONGEST_LINE: Final = 4096
LIBRARYS_OWN: Final = 0x10
"""Below this a state is not the module's but the library's: port not there, time over, transfer failed."""
CHECK_EVERY: Final = 10.0
_LOOK: Final = 0.05
_NO_WINDOW: Final = 0x08000000
_log = logging.getLogger(__name__)


def helper_command(python: str = "") -> tuple[str, ...]:
    """What runs the helper: a Python of its own (32-bit for a 32-bit library), else this program itself."""
    script = str(Path(__file__).with_name("card_helper.py"))
    if python:
        return (python, "-I", script)
    if getattr(sys, "frozen", False):
        return (sys.executable, "card-helper")
    return (sys.executable, "-I", script)


class Helper:
    """A helper process; used by one thread. Every call raises LinkLost when no answer can be had of it."""

    def __init__(self, command: Sequence[str], ending: Callable[[], bool] = lambda: False) -> None:
        self._ending = ending
        self._count = 0
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the command is set up by the administrator
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
            )
        except OSError as error:
            raise LinkLost(f"the helper cannot be begun: {error!r}") from error
        threading.Thread(target=self._listen, name="card-helper", daemon=True).start()

    @property
    def pid(self) -> int:
        """The process that runs the library now."""
        return self._process.pid

    def ask(self, what: str, seconds: float, **more: Any) -> dict[str, Any]:
        """Have one call made. Raises LinkLost: it crashed, hangs or talks nonsense; it is ended then."""
        self._count += 1
        question = json.dumps({"id": self._count, "do": what, **more}) + "\n"
        try:
            self._stdin.write(question.encode("ascii"))
            self._stdin.flush()
        except (OSError, ValueError) as error:
            raise LinkLost(f"the helper is gone ({self._ended()})") from error
        return self._answer(what, seconds)

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it, gently if it can still listen; never raises."""
        if self.alive():
            with contextlib.suppress(LinkLost):
                self._count += 1
                self._stdin_quietly(json.dumps({"id": self._count, "do": "close"}) + "\n")
                self._wait(CLOSE_SECONDS)
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()

    def kill(self) -> None:
        """End it now."""
        with contextlib.suppress(OSError):
            self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(CLOSE_SECONDS)

    # -- inside ----------------------------------------------------------------------------------------------

    @property
    def _stdin(self) -> IO[bytes]:
        if self._process.stdin is None:
            raise LinkLost("the helper has no input")
        return self._process.stdin

    def _stdin_quietly(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stdin.write(text.encode("ascii"))
            self._stdin.flush()

    def _listen(self) -> None:
        """The helper's lines, bounded; an empty one when it ended."""
        out = self._process.stdout
        with contextlib.suppress(OSError, ValueError):
            while out is not None and (line := out.readline(LONGEST_LINE)):
                self._lines.put(line)
        self._lines.put(b"")

    def _answer(self, what: str, seconds: float) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while True:
            line = self._wait(until - time.monotonic())
            if line is None:
                self.kill()
                raise LinkLost(f"the helper hangs in {what}")
            if not line:
                self.kill()
                raise LinkLost(f"the helper ended in {what} ({self._ended()})")
            answer = _read(line)
            if answer is None:
                self.kill()
                raise LinkLost(f"the helper talks nonsense in {what}")
            if answer.get("id") == self._count:
                return answer

    def _wait(self, seconds: float) -> bytes | None:
        """The next line; None when none came in time, or the program is ending."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self._ending():
            with contextlib.suppress(queue.Empty):
                return self._lines.get(timeout=min(left, _LOOK))
        return None

    def _ended(self) -> str:
        return f"exit {self._process.poll()}"


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(line)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


class _LibrarySam:
    """The module as the library's calls reach it."""

    def __init__(self, helper: Helper) -> None:
        self._helper = helper

    def find(self) -> int:
        return self._call("find")[0]

    def select(self) -> int:
        return self._call("select")[0]

    def status(self) -> int:
        return self._call("status")[0]

    def read(self) -> tuple[int, bytes]:
        state, text = self._call("read")
        if state == OK and len(text) != BLOCK:
            raise LinkLost(f"the library gave {len(text)} bytes of text")
        return state, text

    def number(self) -> str:
        state, number = self._call("number")
        return sam_number(number) if state == OK else ""

    def _call(self, what: str) -> tuple[int, bytes]:
        answer = self._helper.ask(what, DEADLINES[what])
        state = answer.get("state")
        if not isinstance(state, int):
            raise LinkLost(f"the library cannot {what}: {answer.get('error', '?')}")
        if state < LIBRARYS_OWN:
            raise _PortGone(f"the library says {state:02X} to {what}")
        try:
            return state, base64.b64decode(str(answer.get("text", "")), validate=True)
        except binascii.Error:
            raise LinkLost("the helper gave no base64") from None


class _PortGone(LinkLost):
    """The library is well; the reader is not there."""


class DllReader(CardReaderDevice):
    """A reader behind a vendor's library in a helper process."""

    def __init__(
        self, device: WindowDevice, hear: Hear, heard: HearCard, *, back_off: tuple[float, ...] = BACK_OFF,
        pause: float = 0.2, check_every: float = CHECK_EVERY,
    ) -> None:  # fmt: skip
        self._port = _port(device.address)
        self._library = str(device.options.get("library", "")).strip()
        if not self._library:
            raise RuleViolation("card_library_missing")
        self._command = helper_command(str(device.options.get("python", "")).strip())
        super().__init__("card-dll", hear, heard, back_off=back_off, pause=pause, check_every=check_every)
        self._helper: Helper | None = None
        self._module: _LibrarySam | None = None

    @property
    def helper_pid(self) -> int:
        """The process that runs the library; 0 while there is none."""
        return self._helper.pid if self._helper is not None else 0

    @property
    def _sam(self) -> Sam:
        return self._talk()

    def _talk(self) -> _LibrarySam:
        if self._module is None:
            raise LinkLost("not connected")
        return self._module

    def _status(self) -> int:
        return self._talk().status()

    def _connect(self) -> None:
        try:
            self._begin()
        except _PortGone:
            self._gone(self.unplugged)
            raise
        except _NoLibrary:
            self._gone("card_library_missing")
            raise
        except LinkLost:
            self._gone("card_helper_broken")
            raise
        self._lost_code = "card_helper_broken"

    def _begin(self) -> None:
        self._helper = Helper(self._command, lambda: self._ending)
        asked = {"library": self._library, "port": self._port}
        answer = self._helper.ask("open", DEADLINES["open"], **asked)
        if "error" in answer:
            raise _NoLibrary(str(answer["error"]))
        if answer.get("state") != OK:
            raise _PortGone(f"the port does not open: {answer.get('state')}")
        self._module = _LibrarySam(self._helper)
        self._note_status(self._module.status())
        self.number = self._module.number()

    def _serve(self) -> None:
        try:
            super()._serve()
        except _PortGone:
            self._gone(self.unplugged)
            raise
        except LinkLost:
            self._gone("card_helper_broken")
            raise

    def _rest(self, seconds: float) -> None:
        helper, until, wanted = self._helper, time.monotonic() + seconds, self._polling.wanted
        while time.monotonic() < until and self._polling.wanted is wanted and not self._ending:
            if helper is None or not helper.alive():
                raise LinkLost("the helper ended")
            self._stopping.wait(min(_LOOK, seconds))

    def _disconnect(self) -> None:
        helper, self._helper, self._module = self._helper, None, None
        if helper is not None:
            helper.close()


class _NoLibrary(LinkLost):
    """The library cannot be loaded, or lacks the calls."""


def _port(address: str) -> int:
    """``sdt:1001`` is the first USB port, ``sdt:1`` COM1. Raises RuleViolation ``card_port_bad``."""
    found = re.fullmatch(r"(?:sdt:)?(\d{1,4})", address.strip())
    number = int(found[1]) if found else 0
    if number not in PORTS:
        raise RuleViolation("card_port_bad", address=address)
    return number


def _open(device: WindowDevice, hear: Hear, *, heard: HearCard, **_more: Any) -> DllReader:
    return DllReader(device, hear, heard)


DRIVER: Final = Driver(
    name="card-dll",
    kind=DeviceKind.CARD_READER,
    title="身份证阅读器（USB，厂家动态库）",
    open=_open,
    asks={"library": "厂家动态库（Sdtapi.dll 的完整路径）", "python": "32位 python.exe（64位的库不填）"},
)
