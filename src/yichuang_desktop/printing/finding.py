"""Which printers set-up can find: queues of the operating system, and printers on the network when asked to.

Nothing is ever printed to find out. The network is looked at only when a person names the addresses.
"""

import contextlib
import ipaddress
import os
import re
import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

from yichuang_desktop.printing.conversation import Deadlines
from yichuang_desktop.printing.ipp import IppRefused, PrintService, print_service
from yichuang_desktop.printing.transports_tcp import DEFAULT_PORT, TcpTransport
from yichuang_desktop.printing.winspool import PyWin32Spool, WinSpool

MOST_HOSTS: Final = 256
_AT_ONCE: Final = 16
_SLIP_LIKE: Final = re.compile(
    r"\b(pos|xp|gp|zj|rp|btp|tm|tsp|hcc|epson tm)[- ]?[0-9a-z]*\d|receipt|thermal|小票|凭条|票据|热敏"
    r"|raw printer|generic.*text",
    re.I,
)
_NOT_PAPER: Final = re.compile(r"pdf|xps|onenote|fax|传真|image writer|snagit", re.I)
_PROFILES: Final = (
    (r"xp-?|xprinter|芯烨", "xprinter"),
    (r"gp-?l?\d|gprinter|佳博", "gprinter"),
    (r"zj-?\d|zijiang|资江", "zijiang"),
    (r"rongta|容大|\brp\d", "rongta"),
)
_WIDTHS: Final = (("58", "58"), ("80", "80"))


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A printer that is there. ``address`` as :func:`transports.transport_for` reads it."""

    address: str
    name: str
    title: str
    slip: bool
    """Likely a receipt printer, by its name and model; the clerk knows better."""
    default: bool = False


def system_queues(
    spool: WinSpool | None = None, service: PrintService | None = None
) -> tuple[FoundPrinter, ...]:
    """Every queue of this system that ends on paper; none when its print service is away."""
    if spool is not None or os.name == "nt":
        return tuple(_windows_queues(spool or PyWin32Spool()))
    return tuple(_cups_queues(service or print_service(2.0)))


def _windows_queues(spool: WinSpool) -> Iterator[FoundPrinter]:
    with contextlib.suppress(OSError):
        for queue in spool.queues():
            words = f"{queue.name} {queue.driver} {queue.port}"
            if not _NOT_PAPER.search(words):
                slip = bool(_SLIP_LIKE.search(words))
                yield FoundPrinter(f"windows:{queue.name}", queue.name, queue.driver, slip, queue.default)


def _cups_queues(service: PrintService) -> Iterator[FoundPrinter]:
    with contextlib.suppress(OSError, IppRefused):
        for queue in service.queues():
            name, info, model = (
                str(next(iter(queue.get(word, ())), ""))
                for word in ("printer-name", "printer-info", "printer-make-and-model")
            )
            words = f"{name} {info} {model}"
            if not _NOT_PAPER.search(words):
                yield FoundPrinter(
                    f"cups:{name}", name, info or model or name, bool(_SLIP_LIKE.search(words))
                )


def profile_for(words: str) -> str:
    """The profile a printer's name and model make likely; the self-test page corrects it."""
    if found := re.search(r"tm-?t?\s?-?(82|88iii|88)", words, re.I):
        return f"epson-tm-t{found[1].lower()}"
    width = next((width for sign, width in _WIDTHS if sign in words), "80")
    maker = next((name for sign, name in _PROFILES if re.search(sign, words, re.I)), "generic")
    return f"{maker}-{width}"


def hosts_of(text: str) -> tuple[str, ...]:
    """``192.168.1.50``, ``192.168.1.50-60``, several with commas or spaces; at most 256.

    Raises ValueError for anything else.
    """
    hosts: list[str] = []
    for part in re.split(r"[\s,，、;；]+", text.strip()):
        first, _, last = part.partition("-")
        start = ipaddress.IPv4Address(first)
        end = int(ipaddress.IPv4Address(f"{first.rpartition('.')[0]}.{last}")) if last else int(start)
        if end < int(start):
            raise ValueError(f"{part} is no range")
        hosts += [str(ipaddress.IPv4Address(number)) for number in range(int(start), end + 1)]
    if len(hosts) > MOST_HOSTS:
        raise ValueError(f"{len(hosts)} addresses are too many")
    return tuple(dict.fromkeys(hosts))


def scan(
    hosts: Sequence[str],
    port: int = DEFAULT_PORT,
    seconds: float = 0.6,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[FoundPrinter, ...]:
    """Which of these hosts have a printer on the port. Each is connected to once and asked for its state."""
    if not hosts:
        return ()

    def look(host: str) -> FoundPrinter | None:
        return None if cancelled() else _look(host, port, seconds)

    with ThreadPoolExecutor(min(_AT_ONCE, len(hosts))) as pool:
        return tuple(found for found in pool.map(look, hosts) if found is not None)


def _look(host: str, port: int, seconds: float) -> FoundPrinter | None:
    within = replace(Deadlines(), connect=seconds, answer=seconds, drain=0.2)
    try:
        socket.create_connection((host, port), seconds).close()
    except OSError:
        return None
    status = TcpTransport(host, port, deadlines=within).status()
    title = "网络小票打印机" if status.why is None and status.answered else "网络打印机（不报告状态）"
    return FoundPrinter(f"tcp://{host}:{port}", host, title, slip=True)
