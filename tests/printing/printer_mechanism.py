"""The printing part of a receipt printer: it takes bytes, sets lines, prints and cuts, and keeps the paper.

Written from the protocol's facts alone; nothing of the product is imported. What is on the paper is what
truly came out: a line still in the line buffer, or a job still in the memory of a printer without paper, is
not.
"""

import contextlib
import hashlib
import json
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ASB_READY = b"\x10\x00\x00\x00"
ASB_PAPER_END = b"\x18\x00\x0c\x00"
ASB_COVER_OPEN = b"\x38\x00\x00\x00"
_FIXED = {
    b"\x1b": {
        **dict.fromkeys(b"!aEM3dJtRr-GV{ ", 3),
        **dict.fromkeys(b"@2", 2),
        **dict.fromkeys(b"$\\B", 4),
        0x70: 5,
    },
    b"\x1c": {**dict.fromkeys(b"!-WC", 3), **dict.fromkeys(b"&.", 2), 0x53: 4, 0x32: 76},
    b"\x1d": {**dict.fromkeys(b"!aHfhwBrI", 3), 0x4C: 4, 0x57: 4},
    b"\x10": {0x04: 3, 0x05: 3, 0x14: 5},
}
_LEADS = b"\x1b\x1c\x1d\x10"
_CONTROL = re.compile(rb"[\x0a\x10\x1b-\x1d]")
_RASTER_HEAD, _COLUMNS_HEAD, _BLOCK_HEAD = 8, 5, 5


@dataclass
class Slip:
    """One piece of paper, from ESC @ or the last cut to the next."""

    lines: list[str] = field(default_factory=list)
    """Text as set; ``[dots 576x24 1a2b3c4d]``, ``[qr 123]`` and ``[bars 123]`` for what is drawn."""
    cut: bool = False
    torn: bool = False
    """The paper ended in it and was put in anew: it is in two pieces."""
    connection: int = 0
    data: bytes = b""
    """The commands that came out, from ESC @ on."""


@dataclass
class Faults:
    """What befalls the mechanism. Each strikes once, before the given line (from 0) of a slip is printed."""

    paper_ends_at_line: int | None = None
    cover_opens_at_line: int | None = None
    power_cut_at_line: int | None = None
    resumes: bool = True
    """What was in the memory when the paper ended or the cover was open is printed afterwards, or dropped."""
    line_seconds: float = 0.0
    heals_after: float | None = None
    """Seconds after which somebody puts paper in, shuts the cover, switches on again."""
    asb: bool = False
    """Another program has left automatic status messages on."""
    memory: int = 65536


class Mechanism:
    """Prints in a thread of its own."""

    def __init__(self, faults: Faults, book: "PaperBook | None" = None) -> None:
        self.faults = faults
        self.slips: list[Slip] = []
        self.hits: Counter[str] = Counter()
        """How often each fault truly struck."""
        self.ids_wanted: Callable[[bytes], None] = lambda _: None
        """Told of each process id whose turn has come."""
        self.say: Callable[[bytes], None] = lambda _: None
        """Takes what it says unasked."""
        self.connection = 0
        self.trouble = ""
        """paper, cover or power while it stands still."""
        self._book = book
        self._memory = b""
        self._line = b""
        self._qr = b""
        self._unprinted = b""
        self._chinese = True
        self._dropping = False
        self._asb = faults.asb
        self._open: Slip | None = None
        self._changed = threading.Condition(threading.RLock())
        self._stopping = False
        self._busy = False
        self._healed_at = 0.0
        self._thread = threading.Thread(target=self._run, name="printer-mechanism", daemon=True)

    # -- from outside

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(10)
        assert not self._thread.is_alive()

    @property
    def room(self) -> int:
        """How many more bytes its memory takes; the link is not read beyond."""
        return self.faults.memory - len(self._memory)

    def feed(self, data: bytes) -> None:
        with self._changed:
            if self._dropping and b"\x1b@" in data:
                self._dropping, data = False, data[data.index(b"\x1b@") :]
            if self.trouble != "power" and not self._dropping:
                self._memory += data
                self._changed.notify_all()

    def new_connection(self) -> None:
        with self._changed:
            self.connection += 1
            self._dropping = False

    def heal(self) -> None:
        """Paper in, cover shut, power on."""
        with self._changed:
            if not self.trouble:
                return
            if self.trouble != "power" and not self.faults.resumes:
                self._memory = self._line = self._unprinted = b""
                self._dropping = True
            self.trouble, self._healed_at = "", 0.0
            self._tell_asb(ASB_READY)
            self._changed.notify_all()

    def quiet(self, seconds: float = 10.0) -> None:
        """Until everything is printed that can be without a hand."""
        with self._changed:
            done = self._changed.wait_for(lambda: bool(self.trouble) or not self._busy_now(), seconds)
        assert done, "the mechanism does not come to rest"

    def in_raster(self) -> bool:
        """Whether half a picture has arrived and the rest has not."""
        with self._changed:
            return self._memory.startswith(b"\x1dv0") and len(self._memory) > _RASTER_HEAD

    # -- the thread

    def _busy_now(self) -> bool:
        return self._busy or (bool(self._memory) and _length(self._memory) is not None)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(self._awake, self._until_healed())
                if self._stopping:
                    return
                self._busy = True
                self._heal_in_time()
                pause = self._work()
            if pause:
                time.sleep(pause)

    def _awake(self) -> bool:
        return self._stopping or (not self.trouble and self._busy_now())

    def _until_healed(self) -> float | None:
        return max(0.0, self._healed_at - time.monotonic()) if self.trouble and self._healed_at else None

    def _heal_in_time(self) -> None:
        if self.trouble and self._healed_at and time.monotonic() >= self._healed_at:
            self.heal()

    def _work(self) -> float:
        """Carry out commands until a line is printed; gives how long that takes."""
        while not self.trouble and not self._stopping and self._memory:
            length = _length(self._memory)
            if length is None:
                return 0.0
            done = self._carry_out(self._memory[:length])
            if done is None:
                return 0.0
            self._memory = self._memory[length:]
            if done and self.faults.line_seconds:
                return self.faults.line_seconds
        return 0.0

    def _carry_out(self, command: bytes) -> bool | None:
        """Do one command; True when it printed a line, None when a fault struck: it stays in the memory."""
        if command == b"\n":
            made: str | None = self._line.decode("gb18030" if self._chinese else "latin-1", "replace")
        else:
            made = _drawn(command, self._qr)
        if made is not None:
            if self._struck():
                return None
            self._print(made, command)
            return True
        if command[:1] not in _LEADS:
            self._line += command
        self._unprinted += b"" if command[:1] == b"\x10" or command[:3] == b"\x1d(H" else command
        self._other(command)
        return False

    def _other(self, command: bytes) -> None:
        match command[:2]:
            case b"\x1b@":
                self._line, self._unprinted, self._chinese = b"", command, True
                self._open = None
            case b"\x1c&" | b"\x1c.":
                self._chinese = command == b"\x1c&"
            case b"\x1da":
                self._asb = command[2] != 0
            case b"\x1dV":
                self._cut()
            case b"\x1bd" | b"\x1bJ":
                self._commit()
            case b"\x1d(":
                if command[2:3] == b"H" and command[5:7] == b"00":
                    self.ids_wanted(command[7:11])
                elif command[5:7] == b"1P":
                    self._qr = command[8:]

    # -- paper

    def _print(self, made: str, command: bytes) -> None:
        self._unprinted += command
        self._line = b""
        slip = self._commit()
        slip.lines.append(made)
        if self._book:
            self._book.line(len(self.slips) - 1, slip, made)

    def _commit(self) -> Slip:
        if self._open is None:
            self._open = Slip(connection=self.connection)
            self.slips.append(self._open)
        self._open.data += self._unprinted
        self._unprinted = b""
        return self._open

    def _cut(self) -> None:
        slip = self._commit()
        slip.cut = True
        if self._book:
            self._book.cut(len(self.slips) - 1, slip)
        self._open = None

    def _struck(self) -> bool:
        """Whether a fault strikes before the next line."""
        at = len(self._open.lines) if self._open else 0
        faults = self.faults
        if faults.paper_ends_at_line == at:
            faults.paper_ends_at_line = None
            return self._stand_still("paper", ASB_PAPER_END)
        if faults.cover_opens_at_line == at:
            faults.cover_opens_at_line = None
            return self._stand_still("cover", ASB_COVER_OPEN)
        if faults.power_cut_at_line == at:
            faults.power_cut_at_line = None
            self._memory = self._line = self._unprinted = b""
            self._open = None
            return self._stand_still("power", b"")
        return False

    def _stand_still(self, trouble: str, message: bytes) -> bool:
        self.trouble = trouble
        self.hits[trouble] += 1
        wait = self.faults.heals_after
        self._healed_at = 0.0 if wait is None else time.monotonic() + wait
        if trouble == "paper" and self._open:
            self._open.torn = True
            if self._book:
                self._book.torn(len(self.slips) - 1, self._open)
        self._tell_asb(message)
        self._changed.notify_all()
        return True

    def _tell_asb(self, message: bytes) -> None:
        if self._asb and message:
            self.hits["asb"] += 1
            self.say(message)


def _length(data: bytes) -> int | None:
    """How long the command or the run of text at the start is; None when its end has not come."""
    lead = data[:1]
    if lead == b"\n":
        return 1
    if lead not in _LEADS:
        found = _CONTROL.search(data)
        return found.start() if found else len(data)
    if len(data) < 2:
        return None
    fixed = _FIXED[lead].get(data[1])
    length = fixed if fixed is not None else _long(data)
    return length if length is not None and length <= len(data) else None


def _long(data: bytes) -> int | None:  # noqa: PLR0911 (one line a command)
    """Commands whose length stands in them; an unknown one is two bytes, and garbage follows."""
    head = data[:2]
    if head == b"\x1dV":
        return None if len(data) < 3 else 4 if data[2] in (65, 66) else 3
    if head == b"\x1dv":
        if len(data) < _RASTER_HEAD:
            return None
        return _RASTER_HEAD + _word(data, 4) * _word(data, 6)
    if head == b"\x1b*":
        return None if len(data) < _COLUMNS_HEAD else 5 + _word(data, 3) * (3 if data[2] > 31 else 1)
    if head == b"\x1d(":
        return None if len(data) < _BLOCK_HEAD else _BLOCK_HEAD + _word(data, 3)
    if head == b"\x1dk":
        return _bars_length(data)
    return 2


def _bars_length(data: bytes) -> int | None:
    if len(data) < 4:
        return None
    if data[2] >= 65:
        return 4 + data[3]
    end = data.find(0, 3)
    return None if end < 0 else end + 1


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _drawn(command: bytes, qr: bytes) -> str | None:
    """What a command draws on paper; None for all that only sets something."""
    if command[:3] == b"\x1dv0":
        digest = hashlib.sha256(command[_RASTER_HEAD:]).hexdigest()[:8]
        return f"[dots {_word(command, 4) * 8}x{_word(command, 6)} {digest}]"
    if command[:3] == b"\x1d(k" and command[5:7] == b"1Q":
        return f"[qr {qr.decode('utf-8', 'replace')}]"
    if command[:2] == b"\x1dk":
        return f"[bars {command[3:].decode('latin-1')}]"
    return None


class PaperBook:
    """The paper on disk, a JSON line for each printed line and cut, for another process to read."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def line(self, number: int, slip: Slip, made: str) -> None:
        self._write({"slip": number, "connection": slip.connection, "line": made})

    def cut(self, number: int, slip: Slip) -> None:
        digest = hashlib.sha256(slip.data).hexdigest()
        self._write({"slip": number, "connection": slip.connection, "cut": True, "sha256": digest})

    def torn(self, number: int, slip: Slip) -> None:
        self._write({"slip": number, "connection": slip.connection, "torn": True})

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._file)

    def _write(self, event: dict[str, object]) -> None:
        os.write(self._file, (json.dumps(event, ensure_ascii=False) + "\n").encode())


@dataclass
class PrintedSlip:
    """A slip as the paper book tells of it."""

    lines: list[str] = field(default_factory=list)
    cut: bool = False
    torn: bool = False
    connection: int = 0
    sha256: str = ""
    """Of its bytes from ESC @ to the cut; empty when it was never cut."""


def read_paper(file: Path) -> list[PrintedSlip]:
    """Every slip that came out, in order; what is not ``cut`` is torn off or still hangs in the printer."""
    slips: dict[int, PrintedSlip] = {}
    for event in _events(file):
        slip = slips.setdefault(event["slip"], PrintedSlip(connection=event["connection"]))
        if "line" in event:
            slip.lines.append(event["line"])
        elif "torn" in event:
            slip.torn = True
        else:
            slip.cut, slip.sha256 = True, event["sha256"]
    return [slips[number] for number in sorted(slips)]


def _events(file: Path) -> Iterator[dict[str, Any]]:
    if file.exists():
        for line in file.read_text("utf-8").splitlines():
            yield json.loads(line)


def as_text(slip: Slip | PrintedSlip) -> str:
    """All its lines, for comparing."""
    return "\n".join(slip.lines)


def faults_from(values: dict[str, object]) -> Faults:
    """Of plain values; names nobody knows are refused."""
    known = asdict(Faults())
    unknown = set(values) - set(known)
    assert not unknown, f"no such fault: {sorted(unknown)}"
    return Faults(**{**known, **values})
