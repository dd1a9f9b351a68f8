"""The program that gets killed while it prints: hall, log-in, desk and the window's own spooler.

It reads JSON lines (``{"queue": [numbers]}`` or an act for the desk) and says, a line each: that it is ready,
which job it is about to send, what became of it, and the answers.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from PySide6.QtGui import QGuiApplication

from tests.soak.small_hall import CLERK, WINDOW
from yichuang_desktop import store
from yichuang_desktop.app.hall import Workplace, sit_down
from yichuang_desktop.app.printers import make_spooler, start_printing
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain.papers import to_document
from yichuang_desktop.domain.print_jobs import Delivery, PrinterStatus, PrintJob
from yichuang_desktop.printing.page_samples import receipt
from yichuang_desktop.printing.spooler import Report, Transport
from yichuang_desktop.services.papers_made import RECEIPT_SLIP, SLIP, printer_at
from yichuang_desktop.services.wire import answer_line
from yichuang_desktop.settings import Settings, load
from yichuang_desktop.ui.prints.model import PrintLine

_speaking = threading.Lock()


@dataclass(frozen=True, slots=True)
class Orders:
    """How a program is started."""

    url: str
    home: str
    address: str
    profile: str = "generic-80"
    login: str = CLERK
    window: int = WINDOW
    machine: str = "pc-04"
    lease_seconds: int = 180
    locked: bool = True
    """Whether this PC's locks hold; two "PCs" of one test have none in common."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The real way to the printer; says when it is about to be used."""

    way: Transport

    @property
    def key(self) -> str:
        """As the way itself."""
        return str(getattr(self.way, "key", ""))

    def send(self, job: PrintJob, data: bytes) -> Delivery:
        """Say so, then send."""
        say({"sending": job.id})
        return self.way.send(job, data)

    def status(self) -> PrinterStatus:
        """As the way to it says."""
        return self.way.status()


def say(what: Mapping[str, Any]) -> None:
    """One line, gone at once."""
    with _speaking:
        os.write(1, (json.dumps(what, ensure_ascii=False) + "\n").encode())


def slip_job(number: str, window: int, at: datetime, by: str) -> PrintJob:
    """A receipt's slip of a case with this number."""
    paper = receipt()
    paper = replace(paper, head=replace(paper.head, number=number))
    printer = printer_at(SLIP, window)
    return PrintJob(str(uuid4()), RECEIPT_SLIP, to_document(paper), printer, by, at, bundle=number)


def queue(place: Workplace, window: int, numbers: list[str]) -> None:
    """Make slips due, in one transaction, as an act does."""
    with place.access.begin() as work:
        jobs = [slip_job(number, window, work.now(), "王敏") for number in numbers]
        work.add_print_jobs(jobs, None)
        work.commit()


def words(place: Workplace) -> list[dict[str, Any]]:
    """What the list of prints says of each slip."""
    rows = place.desk.views.prints(open_only=False, limit=100_000)
    lines = [PrintLine(row) for row in rows if row.bundle.startswith("NX")]
    return [
        {"bundle": line.row.bundle, "copy_no": line.row.copy_no, "words": line.words, "asks": line.asks}
        for line in lines
    ]


def heard(report: Report) -> None:
    """What became of a job, as the screen is told."""
    failure = report.delivery.failure
    told = {"settled": report.job.id, "state": report.state.value, "failure": failure and failure.value}
    say(told | {"detail": report.delivery.detail})


def settings_of(orders: Orders) -> Settings:
    """The PC's settings: A4 papers into a folder, slips to the printer."""
    folder = Path(orders.home) / "papers"
    plain = replace(load(), database_url=orders.url, pdf_folder=folder, papers_to_folder=True)
    return replace(plain, slip_printer=orders.address, slip_profile=orders.profile)


def main(orders: Orders) -> int:
    """Work until the input ends, or until killed."""
    logging.getLogger().addHandler(logging.NullHandler())
    application = QGuiApplication(["soak"])
    hall = store.open_hall(orders.url)
    place = sit_down(hall, orders.login, PASSWORD, orders.window)
    spooler = make_spooler(place.access.jobs(), settings_of(orders), orders.window)
    name = printer_at(SLIP, orders.window)
    ways: dict[str, Transport] = {name: Telling(spooler.transports[name])}
    seat = f"{orders.machine}/window-{orders.window:02d}/{os.getpid()}"
    spooler = replace(spooler, transports=ways, seat=seat, lease_seconds=orders.lease_seconds)
    if not orders.locked:
        spooler = replace(spooler, locks=type(spooler.locks)())
    settled = threading.Event()
    threads = start_printing(
        spooler, heard, lambda _printer, error: say({"trouble": repr(error)}), settled.set
    )
    settled.wait(60)
    news = place.access.changes()
    news.listen(lambda _kinds: threads.wake())
    say({"ready": True, "pid": os.getpid()})
    for line in sys.stdin:
        asked = json.loads(line)
        if "queue" in asked:
            queue(place, orders.window, asked["queue"])
            say({"queued": len(asked["queue"])})
        elif "look" in asked:
            say({"words": words(place)})
        else:
            say({"answer": json.loads(answer_line(place.desk, line))})
        threads.wake()
    news.close()
    threads.stop(30)
    place.close()
    hall.close()
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main(Orders(**json.loads(sys.argv[1]))))


def command(orders: Orders) -> list[str]:
    """How a new Python is asked for this."""
    return [sys.executable, "-m", "tests.soak.print_worker", json.dumps(asdict(orders))]
