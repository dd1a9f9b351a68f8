"""The Windows print spooler, as far as printing needs it: a port, and pywin32 behind it.

pywin32 is imported by the first call only. This module has never run on Windows with a printer (under Wine a
slip came out, but Wine has no GetJob worth the name); everything that decides is in
:mod:`transports_windows`, where it is tested against recorded answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class SpoolError(OSError):
    """The spooler refused; ``code`` is Windows' own."""

    def __init__(self, code: int, what: str) -> None:
        super().__init__(f"{what}: Windows error {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class PrinterState:
    """PRINTER_INFO_2: status bits, attributes, and the name under which this PC shares it (else empty)."""

    status: int = 0
    attributes: int = 0
    share: str = ""


@dataclass(frozen=True, slots=True)
class SpoolQueue:
    """A printer Windows knows."""

    name: str
    port: str
    driver: str
    default: bool = False


class WinSpool(Protocol):
    """Every call raises SpoolError."""

    def printer(self, name: str) -> PrinterState:
        """GetPrinter, level 2."""
        ...

    def open(self, name: str) -> Any:
        """OpenPrinter, for printing; ``\\\\host\\share`` as well as local names."""
        ...

    def start(self, handle: Any, title: str) -> int:
        """StartDocPrinter, data type RAW; the job's number."""
        ...

    def write(self, handle: Any, data: bytes) -> int:
        """WritePrinter; how much was taken."""
        ...

    def end(self, handle: Any) -> None:
        """EndDocPrinter."""
        ...

    def abort(self, handle: Any) -> None:
        """AbortPrinter: what was spooled is thrown away."""
        ...

    def close(self, handle: Any) -> None:
        """ClosePrinter."""
        ...

    def job(self, name: str, number: int) -> int | None:
        """GetJob, level 1: its status bits; None when the queue no longer has it."""
        ...

    def job_titled(self, name: str, title: str) -> int | None:
        """EnumJobs: the number of the job of that title; None when there is none."""
        ...

    def queues(self) -> Sequence[SpoolQueue]:
        """EnumPrinters: local ones and those connected to."""
        ...


INVALID_PARAMETER = 87
"""What GetJob says of a job that is gone."""
NO_ERROR, UNREADABLE = 0, -1
"""What EnumJobs may say of an empty queue; an answer pywin32 itself cannot read (a date without a year)."""
_LOCAL_AND_CONNECTED = 0x2 | 0x4
_MOST_JOBS = 999


class PyWin32Spool:
    """The real one."""

    def printer(self, name: str) -> PrinterState:
        handle = self.open(name)
        try:
            told = _asked("GetPrinter", handle, 2)
            return PrinterState(told["Status"], told["Attributes"], told["pShareName"] or "")
        finally:
            self.close(handle)

    def open(self, name: str) -> Any:
        return _asked("OpenPrinter", name)

    def start(self, handle: Any, title: str) -> int:
        return int(_asked("StartDocPrinter", handle, 1, (title, None, "RAW")))

    def write(self, handle: Any, data: bytes) -> int:
        return int(_asked("WritePrinter", handle, data))

    def end(self, handle: Any) -> None:
        _asked("EndDocPrinter", handle)

    def abort(self, handle: Any) -> None:
        _asked("AbortPrinter", handle)

    def close(self, handle: Any) -> None:
        _asked("ClosePrinter", handle)

    def job(self, name: str, number: int) -> int | None:
        handle = self.open(name)
        try:
            return int(_asked("GetJob", handle, number, 1)["Status"])
        except SpoolError as error:
            if error.code == INVALID_PARAMETER:
                return None
            raise
        finally:
            self.close(handle)

    def job_titled(self, name: str, title: str) -> int | None:
        handle = self.open(name)
        try:
            jobs = _asked("EnumJobs", handle, 0, _MOST_JOBS, 1)
        except SpoolError as error:
            if error.code == NO_ERROR:
                return None
            raise
        finally:
            self.close(handle)
        return next((int(job["JobId"]) for job in jobs if job["pDocument"] == title), None)

    def queues(self) -> Sequence[SpoolQueue]:
        try:
            default = _asked("GetDefaultPrinter")
        except SpoolError:
            default = ""
        told = _asked("EnumPrinters", _LOCAL_AND_CONNECTED, None, 2)
        return [
            SpoolQueue(
                one["pPrinterName"], one["pPortName"], one["pDriverName"], one["pPrinterName"] == default
            )
            for one in told
        ]


def _asked(call: str, *arguments: Any) -> Any:
    try:
        import win32print  # noqa: PLC0415  (Windows only)
        from pywintypes import error as refusal  # noqa: PLC0415
    except ImportError as error:
        raise SpoolError(UNREADABLE, "no Windows print spooler here") from error
    try:
        return getattr(win32print, call)(*arguments)
    except refusal as error:
        raise SpoolError(error.winerror, call) from error
    except ValueError as error:
        raise SpoolError(UNREADABLE, f"{call} ({error})") from error
