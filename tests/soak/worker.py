"""The program that gets killed: ``python -m tests.soak.worker URL FOLDER``.

Everything the window's process has but the window: hall, log-in, desk, the two printers' threads (into
``FOLDER``).  It reads acts as JSON lines and says, a line each: that it has begun the act, then the answer.
"""

import json
import logging
import os
import sys
import threading
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from tests.soak.small_hall import CLERK, WINDOW
from yichuang_desktop import store
from yichuang_desktop.app.hall import sit_down
from yichuang_desktop.app.printers import make_spooler, start_printing
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain.print_jobs import Delivery, PrinterStatus, PrintJob
from yichuang_desktop.printing.spooler import Transport
from yichuang_desktop.services.wire import answer_line
from yichuang_desktop.settings import load

PAGE_SECONDS = 0.04
BEGUN = "begun.log"


@dataclass(frozen=True, slots=True)
class SlowPrinter:
    """A printer that takes its time between the first byte and the last, and counts what it has begun."""

    way: Transport
    folder: Path

    def send(self, job: PrintJob, data: bytes) -> Delivery:
        """The first byte is on the paper, then time passes, then the paper is whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / BEGUN).open("a", encoding="utf-8") as log:
            log.write(f"{job.id}\n")
        threading.Event().wait(PAGE_SECONDS)
        return self.way.send(job, data)

    def status(self) -> PrinterStatus:
        """As the way to it says."""
        return self.way.status()


def say(line: str) -> None:
    """One line, gone at once: straight to the descriptor, nothing kept back in the process."""
    os.write(1, line.encode() + b"\n")


def main(url: str, folder: Path) -> int:
    """Work until the input ends, or until killed."""
    settings = replace(load(), database_url=url, pdf_folder=folder, papers_to_folder=True, slip_printer="")
    logging.getLogger().addHandler(logging.NullHandler())  # that the server is away is told by the answers
    application = QGuiApplication(["soak"])
    hall = store.open_hall(url)
    place = sit_down(hall, CLERK, PASSWORD, WINDOW)
    spooler = make_spooler(place.access.jobs(), settings, WINDOW)
    slow: dict[str, Transport] = {name: SlowPrinter(way, folder) for name, way in spooler.transports.items()}
    spooler = replace(spooler, transports=slow)
    settled = threading.Event()
    threads = start_printing(spooler, lambda _report: None, lambda _printer, _error: None, settled.set)
    settled.wait(60)
    say(json.dumps({"ready": True}))
    for line in sys.stdin:
        say(json.dumps({"begun": True}))
        say(answer_line(place.desk, line))
        threads.wake()
    threads.stop()
    for printer in spooler.transports:
        spooler.drain(printer)
    place.close()
    hall.close()
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
