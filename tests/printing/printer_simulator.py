"""A receipt printer on a TCP port (or a serial line) that misbehaves on demand and keeps the paper.

Written from the protocol's facts alone; nothing of the product is imported. It takes one connection at a
time, like most clones. The bytes that arrived (``connections``), what truly came out (``slips``, ``papers``)
and the faults that truly struck (``hits``) are kept apart.

In a process of its own, with its paper on disk and its temper read anew whenever the file changes::

    python -m tests.printing.printer_simulator --port 9100 --paper paper.jsonl --temper temper.json
"""

import argparse
import json
import os
import re
import select
import signal
import socket
import struct
import sys
import threading
import time
import tty
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import FrameType, TracebackType
from typing import Protocol

from tests.printing.printer_mechanism import ASB_READY, Faults, Mechanism, PaperBook, Slip, faults_from

READY: Mapping[int, int] = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
PAPER_END: Mapping[int, int] = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x72}
COVER_OPEN: Mapping[int, int] = {1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}
NEAR_END: Mapping[int, int] = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x1E}
CUTTER_JAM: Mapping[int, int] = {1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12}
WRONG_BITS: Mapping[int, int] = {1: 0x00, 2: 0xFF, 3: 0x6C, 4: 0x6C}
ASB = ASB_READY[:3] + b"\x0f"
_TRUTH = {"paper": PAPER_END, "cover": COVER_OPEN}
_REAL_TIME = re.compile(rb"\x10\x04([\x01-\x04])", re.S)
_TICK = 0.01


@dataclass
class Temper:
    """How this printer behaves towards who speaks to it; may be changed between jobs."""

    status: Mapping[int, int] | None = None
    """Answers to DLE EOT while nothing is wrong; None is silence."""
    lies: bool = False
    """Gives ``status`` also without paper or with the cover open."""
    silent_in_trouble: bool = False
    glue: bytes = b""
    """Sent in front of every answer: status messages nobody asked for."""
    chatter: bytes = b""
    """Said after every piece read, whether anybody asked or not."""
    in_turn: bool = False
    """Answers when what came before the question is printed, or cannot be; else at once, while it prints."""
    answer_late: float = 0.0
    """Seconds before each answer to DLE EOT."""
    process_id: str = "off"
    """off, on, late, twice, other (another job's id), other_first, no_end (its last byte never comes)."""
    process_id_late: float = 0.2
    second: str = "waits"
    """A second connection while one is served: waits, or is refused."""
    bytes_per_second: int | None = None
    stop_reading_at: int | None = None
    reset_at: int | None = None
    """Resets the link after so many bytes."""
    close_at: int | None = None
    """Shuts the link in good manners after so many bytes, in the middle of the job."""
    close_in_raster: bool = False
    """Shuts it while half a picture has arrived."""
    black_hole: bool = False
    """Accepts and never reads."""
    idle_close: float | None = None
    """Shuts a link on which nothing came for so many seconds."""


@dataclass
class Connection:
    received: bytes = b""
    """Without the real-time questions."""
    asked: list[int] = field(default_factory=list)
    """The real-time questions, in order."""
    ended: str = ""
    """polite (the other side half-closed first), lost (it reset), reset, closed, stopped, power."""


class Wire(Protocol):
    """What lies between the printer and the program."""

    def read(self, most: int, seconds: float) -> bytes | None:
        """What came; None when nothing did, empty when the other side has ended. OSError when it is lost."""
        ...

    def write(self, data: bytes) -> None: ...


@dataclass
class Socket:
    link: socket.socket

    def read(self, most: int, seconds: float) -> bytes | None:
        if not select.select([self.link], [], [], seconds)[0]:
            return None
        return self.link.recv(most)

    def write(self, data: bytes) -> None:
        self.link.sendall(data)


@dataclass
class Front:
    """The part that speaks: answers real-time questions at once, passes the rest on to the mechanism."""

    temper: Temper
    mechanism: Mechanism
    hits: Counter[str]
    stopping: threading.Event
    _wire: Wire | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.mechanism.ids_wanted = self._answer_process_id
        self.mechanism.say = self.say

    def serve(self, wire: Wire, connection: Connection) -> str:
        """Until the link ends; gives how."""
        self._wire = wire
        self.mechanism.new_connection()
        raw, heard_at = b"", time.monotonic()
        try:
            while not self.stopping.is_set():
                if ended := self._strike(connection):
                    return ended
                part = self._read(wire, connection)
                if part is None:
                    if self.temper.idle_close and time.monotonic() - heard_at > self.temper.idle_close:
                        self.hits["idle_close"] += 1
                        return "closed"
                    continue
                if not part:
                    return "polite"
                heard_at = time.monotonic()
                raw = self._take_in(connection, raw + part)
                self._after_piece(len(part))
            return "stopped"
        except OSError:
            return "lost"
        finally:
            self._wire = None

    def say(self, data: bytes) -> None:
        wire = self._wire
        if wire is not None and data:
            with self._lock, suppress(OSError):
                wire.write(data)

    def _read(self, wire: Wire, connection: Connection) -> bytes | None:
        room = min(self._piece(connection), self.mechanism.room)
        if room <= 0:
            self.stopping.wait(_TICK)
            return None
        return wire.read(room, _TICK)

    def _piece(self, connection: Connection) -> int:
        """How much is read at once: never beyond the byte at which something is to happen."""
        points = (self.temper.reset_at, self.temper.close_at, self.temper.stop_reading_at)
        left = [at - len(connection.received) for at in points if at is not None]
        slow = self.temper.bytes_per_second
        if slow:
            left.append(slow // 20)
        return max(1, min([256 if self.temper.close_in_raster else 1024, *left]))

    def _strike(self, connection: Connection) -> str:
        """Whether the link ends, or stands still, here."""
        temper, got = self.temper, len(connection.received)
        if self.mechanism.trouble == "power":
            self._until(lambda: self.mechanism.trouble != "power")
            return "power"
        if temper.black_hole or (temper.stop_reading_at is not None and got >= temper.stop_reading_at):
            self.hits["black_hole" if temper.black_hole else "stop_reading"] += 1
            self._until(lambda: self.temper is not temper)
            return "" if not self.stopping.is_set() else "stopped"
        if temper.reset_at is not None and got >= temper.reset_at:
            self.hits["reset"] += 1
            return "reset"
        if temper.close_at is not None and got >= temper.close_at:
            self.hits["close"] += 1
            return "closed"
        if temper.close_in_raster and self._in_raster():
            self.hits["close_in_raster"] += 1
            return "closed"
        return ""

    def _in_raster(self) -> bool:
        self.mechanism.quiet()
        return self.mechanism.in_raster()

    def _until(self, condition: Callable[[], bool]) -> None:
        while not self.stopping.is_set() and not condition():
            self.stopping.wait(_TICK)

    def _take_in(self, connection: Connection, raw: bytes) -> bytes:
        """Answer real-time questions at once, pass the rest on; give what may be the start of a question."""
        while found := _REAL_TIME.search(raw):
            self._pass_on(connection, raw[: found.start()])
            connection.asked.append(found[1][0])
            self._answer(found[1][0])
            raw = raw[found.end() :]
        tail = 2 if raw.endswith(b"\x10\x04") else int(raw.endswith(b"\x10"))
        self._pass_on(connection, raw[: len(raw) - tail])
        return raw[len(raw) - tail :]

    def _pass_on(self, connection: Connection, data: bytes) -> None:
        connection.received += data
        self.mechanism.feed(data)

    def _after_piece(self, length: int) -> None:
        self.say(self.temper.chatter)
        if self.temper.bytes_per_second:
            self.hits["slow"] += 1
            self.stopping.wait(length / self.temper.bytes_per_second)

    def _answer(self, question: int) -> None:
        temper = self.temper
        if temper.in_turn:
            self.mechanism.quiet()
        trouble = self.mechanism.trouble
        if trouble == "power":
            return
        if temper.status is None or (trouble and temper.silent_in_trouble):
            self.hits["silence"] += 1
            return
        told = temper.status if temper.lies or not trouble else _TRUTH.get(trouble, temper.status)
        if question not in told:
            return
        for name, there in (("glue", temper.glue), ("late", temper.answer_late), ("lies", temper.lies)):
            if there:
                self.hits[name] += 1
        if told is WRONG_BITS:
            self.hits["wrong_bits"] += 1
        self._later(temper.answer_late, temper.glue + bytes((told[question],)))

    def _answer_process_id(self, identity: bytes) -> None:
        how, answer = self.temper.process_id, b"\x37\x22" + identity + b"\x00"
        other = b"\x37\x22" + bytes(byte ^ 1 for byte in identity) + b"\x00"
        said = {
            "on": answer,
            "late": answer,
            "twice": answer + answer,
            "other": other,
            "other_first": other + answer,
            "no_end": answer[:-1],
        }.get(how, b"")
        self.hits[f"process_id_{how}"] += 1
        self._later(self.temper.process_id_late if how == "late" else 0.0, said)

    def _later(self, seconds: float, data: bytes) -> None:
        if not seconds:
            self.say(data)
            return
        wire = self._wire
        timer = threading.Timer(seconds, lambda: self.say(data) if self._wire is wire else None)
        timer.daemon = True
        timer.start()


class PrinterSimulator:
    """``with PrinterSimulator(Temper(...)) as printer: … printer.port … printer.slips``."""

    def __init__(
        self,
        temper: Temper | None = None,
        port: int = 0,
        *,
        faults: Faults | None = None,
        paper: Path | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self.connections: list[Connection] = []
        self.hits: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._book = PaperBook(paper) if paper else None
        self.mechanism = Mechanism(faults or Faults(), self._book)
        self.mechanism.hits = self.hits
        self.front = Front(temper or Temper(), self.mechanism, self.hits, self._stopping)
        self._host = host
        self._listener = self._listen(port)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="printer-simulator", daemon=True)

    def __enter__(self) -> "PrinterSimulator":
        self.mechanism.start()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)
        assert not self._thread.is_alive()
        self.mechanism.stop()
        if self._book:
            self._book.close()

    @property
    def temper(self) -> Temper:
        return self.front.temper

    @temper.setter
    def temper(self, temper: Temper) -> None:
        self.front.temper = temper

    @property
    def faults(self) -> Faults:
        return self.mechanism.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self.mechanism.faults = faults

    @property
    def pieces(self) -> list[Slip]:
        """Every piece of paper with something on it, cut or not."""
        return [slip for slip in self.mechanism.slips if slip.lines or slip.cut]

    @property
    def papers(self) -> list[bytes]:
        """What came out, as bytes, cut or not."""
        return [slip.data for slip in self.pieces]

    @property
    def slips(self) -> list[bytes]:
        """What came out down to the cut."""
        return [slip.data for slip in self.pieces if slip.cut]

    def wait_for_end(self, count: int, seconds: float = 10.0) -> None:
        """Until ``count`` connections have ended and all that can be printed is."""
        with self._changed:
            done = self._changed.wait_for(lambda: len(self._ended()) >= count, seconds)
        assert done, f"{len(self._ended())} of {count} connections ended"
        self.mechanism.quiet(seconds)

    def wait_for_link(self, seconds: float = 10.0) -> None:
        """Until a connection is being served."""
        ends = time.monotonic() + seconds
        while len(self._ended()) == len(self.connections):
            assert time.monotonic() < ends, "nobody connects"
            time.sleep(_TICK)

    def refuse(self) -> None:
        """From now on nobody listens on the port."""
        self.hits["refuse"] += 1
        self._stopping.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def wait_for_rest(self, seconds: float = 10.0) -> None:
        """Until no connection is open and all that can be printed is."""
        with self._changed:
            done = self._changed.wait_for(lambda: len(self._ended()) == len(self.connections), seconds)
        assert done, "a connection is still open"
        self.mechanism.quiet(seconds)

    def _ended(self) -> list[Connection]:
        return [connection for connection in self.connections if connection.ended]

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listener.bind((self._host, port))
        listener.listen(4)
        return listener

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            connection = Connection()
            self.connections.append(connection)
            with self._alone(), link:
                ended = self.front.serve(Socket(link), connection)
                if ended in ("reset", "power"):
                    with suppress(OSError):
                        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            with self._changed:
                connection.ended = ended
                self._changed.notify_all()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While one is served others wait in the system's queue, or find nobody listening."""
        if self.temper.second == "waits":
            yield
            return
        self._listener.close()
        self.hits["alone"] += 1
        try:
            yield
        finally:
            if not self._stopping.is_set():
                self._listener = self._listen(self.port)


@dataclass
class Pty:
    """The printer's end of a serial line; what it has no room for waits, held up by XOFF when so set."""

    ours: int
    mechanism: Mechanism
    xonxoff: bool
    held: bool = False

    def read(self, most: int, seconds: float) -> bytes | None:
        self._flow()
        if not select.select([self.ours], [], [], seconds)[0]:
            return None
        return os.read(self.ours, most)

    def write(self, data: bytes) -> None:
        os.write(self.ours, data)

    def _flow(self) -> None:
        full = self.mechanism.room < 1024
        if self.xonxoff and full != self.held:
            self.held = full
            self.mechanism.hits["xoff"] += full
            self.write(b"\x13" if full else b"\x11")


class SerialPrinterSimulator:
    """The same printer on a serial port: ``with`` it is plugged in; :meth:`unplug` pulls its cable."""

    def __init__(
        self,
        link: Path,
        temper: Temper | None = None,
        *,
        faults: Faults | None = None,
        xonxoff: bool = False,
    ) -> None:
        self.link = link
        self.hits: Counter[str] = Counter()
        self.connection = Connection()
        self._stopping = threading.Event()
        self.mechanism = Mechanism(faults or Faults())
        self.mechanism.hits = self.hits
        self.front = Front(temper or Temper(), self.mechanism, self.hits, self._stopping)
        self._xonxoff = xonxoff
        self._ours = self._theirs = -1
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "SerialPrinterSimulator":
        self.mechanism.start()
        self.plug_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()
        self.mechanism.stop()

    @property
    def address(self) -> str:
        return f"serial:{self.link}"

    @property
    def pieces(self) -> list[Slip]:
        return [slip for slip in self.mechanism.slips if slip.lines or slip.cut]

    @property
    def slips(self) -> list[bytes]:
        """What came out down to the cut."""
        return [slip.data for slip in self.pieces if slip.cut]

    def plug_in(self, link: Path | None = None) -> None:
        self.link = link or self.link
        self._ours, self._theirs = os.openpty()
        for end in (self._ours, self._theirs):
            tty.setraw(end)
        self.link.symlink_to(os.ttyname(self._theirs))
        self._stopping.clear()
        wire = Pty(self._ours, self.mechanism, self._xonxoff)
        self._thread = threading.Thread(
            target=lambda: self.front.serve(wire, self.connection), name="printer-serial", daemon=True
        )
        self._thread.start()

    def unplug(self) -> None:
        """Pull it out, in the middle of whatever is going on."""
        if self._thread is None:
            return
        self._stopping.set()
        self._thread.join(10)
        assert not self._thread.is_alive()
        self._thread = None
        self.link.unlink(missing_ok=True)
        os.close(self._theirs)
        os.close(self._ours)

    def wait_for(self, condition: Callable[[], bool], seconds: float = 10.0) -> None:
        """Until it is so and all is printed that can be."""
        ends = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < ends, "it did not come to pass"
            time.sleep(_TICK)
        self.mechanism.quiet(seconds)


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


# -- in a process of its own ---------------------------------------------------------------------------------


def temper_from(values: Mapping[str, object]) -> tuple[Temper, Faults]:
    """Of plain values; ``status`` is ready, paper_end, cover_open, near_end, cutter_jam, wrong_bits, null."""
    names = {one.name for one in fields(Temper)}
    mine = {name: value for name, value in values.items() if name in names}
    for name in ("glue", "chatter"):
        if name in mine:
            mine[name] = bytes.fromhex(str(mine[name]))
    if mine.get("status") is not None:
        mine["status"] = _STATES[str(mine["status"])]
    rest = {name: value for name, value in values.items() if name not in names}
    return Temper(**mine), faults_from(rest)  # type: ignore[arg-type]


_STATES = {
    "ready": READY,
    "paper_end": PAPER_END,
    "cover_open": COVER_OPEN,
    "near_end": NEAR_END,
    "cutter_jam": CUTTER_JAM,
    "wrong_bits": WRONG_BITS,
}


def main() -> int:
    """Print until ended by SIGTERM or by the end of standard input's owner."""
    parser = argparse.ArgumentParser(prog="python -m tests.printing.printer_simulator")
    parser.add_argument("--port", type=int, default=0, help="0: any; the port is said on standard output")
    parser.add_argument("--paper", type=Path, required=True, help="file for what comes out, a JSON line each")
    parser.add_argument("--temper", type=Path, help="JSON file with Temper and Faults; read when it changes")
    asked = parser.parse_args()
    ending = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ending.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with PrinterSimulator(Temper(status=READY), asked.port, paper=asked.paper) as printer:
        seen = _retemper(printer, asked.temper, 0)
        print(f"listening {printer.port}", flush=True)
        parent = os.getppid()
        while not ending.wait(0.05) and os.getppid() == parent:
            seen = _retemper(printer, asked.temper, seen)
        print(json.dumps({"hits": printer.hits, "connections": len(printer.connections)}), flush=True)
    return 0


def _retemper(printer: PrinterSimulator, file: Path | None, seen: int) -> int:
    """Take over the file when it is new; with ``"heal": 1`` in it paper is put in, the cover shut."""
    if file is None or not file.exists():
        return seen
    stamp = file.stat().st_mtime_ns
    if stamp == seen:
        return seen
    values = json.loads(file.read_text("utf-8"))
    heal = values.pop("heal", None)
    printer.temper, printer.faults = temper_from(values)
    if heal is not None:
        printer.mechanism.heal()
    return stamp


if __name__ == "__main__":
    sys.exit(main())
