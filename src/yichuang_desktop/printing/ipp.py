"""The little of IPP that printing through CUPS needs: print, ask after a job and a queue, cancel.

The system's own commands will not do: ``lpstat`` shows a job that was printed, one that was given up and one
that was deleted in the same words. CUPS answers on a socket of this machine.
"""

import getpass
import http.client
import os
import socket
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

PRINT_JOB, CANCEL_JOB, JOB_ATTRIBUTES, PRINTER_ATTRIBUTES = 0x0002, 0x0008, 0x0009, 0x000B
CUPS_GET_PRINTERS: Final = 0x4002
NOT_FOUND, NOT_ACCEPTING = 0x0406, 0x0506
RAW: Final = "application/vnd.cups-raw"
PDF: Final = "application/pdf"
_PORT: Final = 631
_SOCKETS: Final = ("/run/cups/cups.sock", "/var/run/cups/cups.sock")
_OPERATION, _JOB, _END, _PRINTER = 0x01, 0x02, 0x03, 0x04
_INTEGER, _BOOLEAN, _ENUM, _NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _MIME = (
    *(0x21, 0x22, 0x23),
    *(0x42, 0x44, 0x45, 0x47, 0x48, 0x49),
)
_FIRST_VALUE: Final = 0x10
_NUMBERS: Final = (_INTEGER, _ENUM)
_OUT_OF_BAND: Final = range(0x10, 0x20)
_REFUSED: Final = 0x0100
Attributes = Mapping[str, Sequence[Any]]


class IppRefused(Exception):
    """The print service answered, and did not do it; ``status`` is IPP's."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"IPP status {status:04x}: {message}")
        self.status = status


class IppAway(OSError):
    """The print service cannot be reached: it got nothing."""


class IppLost(OSError):
    """The link broke while the service may already have had the request."""


@dataclass(frozen=True, slots=True)
class PrintService:
    """Where CUPS listens: a socket file, or ``host:port``. ``seconds`` bounds each question."""

    place: str
    seconds: float = 5.0

    def print_job(self, queue: str, title: str, data: bytes, mime: str) -> int:
        """Hand a job over; gives its number. A PDF is printed on A4, one side of the sheet.

        Raises IppRefused, IppAway, IppLost.
        """
        head = [(_NAME, "job-name", title), (_MIME, "document-format", mime)]
        answer = self._asked(PRINT_JOB, queue, head, (_A4_SHEETS if mime == PDF else b"") + _ENDED + data)
        number = next((group["job-id"][0] for group in answer if "job-id" in group), None)
        if not isinstance(number, int):
            raise IppLost("the answer names no job")
        return number

    def job(self, queue: str, number: int) -> Attributes:
        """Where a job stands. Raises as :meth:`print_job`."""
        wanted = ("job-state", "job-state-reasons", "time-at-processing")
        return self._one(JOB_ATTRIBUTES, queue, number, wanted, "job-state")

    def cancel(self, queue: str, number: int) -> None:
        """Delete a job from the queue."""
        self._asked(CANCEL_JOB, queue, [(_INTEGER, "job-id", number)])

    def queue(self, queue: str) -> Attributes:
        """How a queue stands."""
        wanted = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs")
        return self._one(PRINTER_ATTRIBUTES, queue, None, wanted, "printer-state")

    def queues(self) -> tuple[Attributes, ...]:
        """Every queue: name, what people call it, model, and the device behind it where it is told."""
        wanted = ("printer-name", "printer-info", "printer-make-and-model", "device-uri")
        answer = self._asked(CUPS_GET_PRINTERS, "", [(_KEYWORD, "requested-attributes", wanted)])
        return tuple(group for group in answer if "printer-name" in group)

    # -- inside

    def _one(
        self, operation: int, queue: str, job: int | None, wanted: tuple[str, ...], key: str
    ) -> Attributes:
        about: list[tuple[int, str, Any]] = [] if job is None else [(_INTEGER, "job-id", job)]
        answer = self._asked(operation, queue, [*about, (_KEYWORD, "requested-attributes", wanted)])
        found = next((group for group in answer if key in group), None)
        if found is None:
            raise IppLost(f"the answer has no {key}")
        return found

    def _asked(
        self, operation: int, queue: str, head: Sequence[tuple[int, str, Any]], rest: bytes | None = None
    ) -> list[dict[str, list[Any]]]:
        path = f"/printers/{quote(queue)}" if queue else "/"
        answer = self._posted(path, _encoded(operation, path, head) + (rest or _ENDED))
        status = struct.unpack_from(">H", answer, 2)[0]
        groups = list(_decoded(answer))
        if status >= _REFUSED:
            told = groups[0].get("status-message", [""]) if groups else [""]
            raise IppRefused(status, str(told[0]))
        return groups

    def _posted(self, path: str, body: bytes) -> bytes:
        headers = {"Content-Type": "application/ipp"}
        if self.place.startswith("/"):
            headers["Authorization"] = f"PeerCred {_user()}"
        with closing(_Connection(self.place, self.seconds)) as link:
            try:
                link.connect()
            except OSError as error:
                raise IppAway(repr(error)) from error
            try:
                link.request("POST", path, body, headers)
                answer = link.getresponse()
                told = answer.read()
            except (OSError, http.client.HTTPException) as error:
                raise IppLost(repr(error)) from error
        if answer.status != http.client.OK or len(told) < struct.calcsize(">BBHI"):
            raise IppRefused(0x0400, f"HTTP {answer.status} {answer.reason}")
        return told


def print_service(seconds: float = 5.0) -> PrintService:
    """The CUPS of this machine, or the one ``CUPS_SERVER`` names."""
    place = os.environ.get("CUPS_SERVER", "").strip()
    if not place:
        place = next((name for name in _SOCKETS if Path(name).exists()), "localhost")
    return PrintService(place, seconds)


class _Connection(http.client.HTTPConnection):
    """HTTP over a socket file, or over TCP."""

    def __init__(self, place: str, seconds: float) -> None:
        host, _, port = ("localhost", "", "") if place.startswith("/") else place.partition(":")
        super().__init__(host or "localhost", int(port) if port.isdigit() else _PORT, timeout=seconds)
        self._place = place

    def connect(self) -> None:
        if not self._place.startswith("/"):
            super().connect()
            return
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._place)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "yichuang"


# -- the bytes -----------------------------------------------------------------------------------------------


def _encoded(operation: int, path: str, head: Sequence[tuple[int, str, Any]]) -> bytes:
    first: list[tuple[int, str, Any]] = [
        (_CHARSET, "attributes-charset", "utf-8"),
        (_LANGUAGE, "attributes-natural-language", "en"),
    ]
    if path != "/":
        first.append((_URI, "printer-uri", f"ipp://localhost{path}"))
    # A job's number goes right behind the queue it is in; the user's name after it.
    numbers = [one for one in head if one[0] == _INTEGER]
    rest = [one for one in head if one[0] != _INTEGER]
    whole = [*first, *numbers, (_NAME, "requesting-user-name", _user()), *rest]
    body = b"".join(_attribute(*one) for one in whole)
    return struct.pack(">BBHIB", 1, 1, operation, 1, _OPERATION) + body


def _attribute(tag: int, name: str, value: Any) -> bytes:
    values = value if isinstance(value, tuple) else (value,)
    parts = []
    for number, one in enumerate(values):
        label = b"" if number else name.encode()
        data = struct.pack(">i", one) if tag in _NUMBERS else str(one).encode()
        parts.append(struct.pack(">BH", tag, len(label)) + label + struct.pack(">H", len(data)) + data)
    return b"".join(parts)


_ENDED: Final = bytes((_END,))
_A4_SHEETS: Final = (
    bytes((_JOB,))
    + _attribute(_KEYWORD, "media", "iso_a4_210x297mm")
    + _attribute(_KEYWORD, "sides", "one-sided")
)


def _decoded(answer: bytes) -> Iterator[dict[str, list[Any]]]:
    """The groups of an answer: names to values; what has no value is left out."""
    at, name = 8, ""
    group: dict[str, list[Any]] | None = None
    while at < len(answer) and answer[at] != _END:
        tag = answer[at]
        if tag < _FIRST_VALUE:
            if group is not None:
                yield group
            at, group = at + 1, {}
            continue
        label, at = _text(answer, at + 1)
        data, at = _text(answer, at)
        name = label.decode() or name
        if group is not None and tag not in _OUT_OF_BAND:
            group.setdefault(name, []).append(_value(tag, data))
    if group is not None:
        yield group


def _text(answer: bytes, at: int) -> tuple[bytes, int]:
    length = struct.unpack_from(">H", answer, at)[0]
    return answer[at + 2 : at + 2 + length], at + 2 + length


def _value(tag: int, data: bytes) -> Any:
    if tag in _NUMBERS:
        return int.from_bytes(data, "big", signed=True)
    return bool(data[0]) if tag == _BOOLEAN else data.decode("utf-8", "replace")
