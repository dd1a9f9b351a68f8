"""The demonstration hall, made by one command and opened like any other (decisions 28)."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from yichuang_desktop import store
from yichuang_desktop.app.hall import Workplace, sit_down
from yichuang_desktop.app.library import publish_file
from yichuang_desktop.app.program import Account
from yichuang_desktop.demonstration import building
from yichuang_desktop.demonstration.stories import Stage
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.papers import type_of_kind
from yichuang_desktop.domain.print_jobs import Delivery, PrinterStatus, PrintJob, Proof
from yichuang_desktop.domain.ratings import Grade, RatingOutcome
from yichuang_desktop.printing.spooler import Rendered, Spooler, Transport
from yichuang_desktop.services.evaluating import EvaluationDevice
from yichuang_desktop.services.papers_made import RECEIPT_SLIP, printer_at
from yichuang_desktop.services.ports import RatingWork
from yichuang_desktop.settings import resource

AFTERNOON = time(14, 26)
Progress = Callable[[int, int], None]


def demonstration_time(now: datetime) -> datetime:
    """The moment at which the demonstration stands: the afternoon of the last working day up to today."""
    calendar, day = building.shipped_calendar(), now.date()
    while not calendar.is_workday(day):
        day -= timedelta(days=1)
    return datetime.combine(day, AFTERNOON, building.HALL_ZONE)


def build(
    url: str,
    *,
    at: datetime | None = None,
    cases: int = building.CASES,
    days: int = building.DAYS,
    seed: int = building.SEED,
    progress: Progress = lambda _done, _total: None,
) -> int:
    """Make the demonstration hall at ``url``, its clock running from ``at``; gives the steps taken."""
    until = at or demonstration_time(datetime.now(building.HALL_ZONE))
    since = building.first_day(until, building.shipped_calendar(), days)
    plan = building.demonstration_plan(since, datetime.combine(since, time(8, 0), building.HALL_ZONE))
    cheap = store.CHEAP
    store.init_hall(url, plan, password_cost=cheap)
    hall = store.open_hall(url, durable=False)
    try:
        company = _Company(hall, plan)
        steps = building.tell_the_hall(
            building.Offstage(company.stage, company.set_clock, company.publish),
            plan, until=until, cases=cases, days=days, seed=seed, progress=progress,
        )  # fmt: skip
        company.administrator.access.set_clock(until, running=True)
        company.settle_prints()
        company.close()
    finally:
        hall.close()
    return steps


class PrintedLongAgo:
    """The printers of the demonstration's past."""

    def send(self, _job: PrintJob, data: bytes) -> Delivery:
        """It came out."""
        return Delivery(Proof.CONFIRMED, bytes_sent=len(data))

    def status(self) -> PrinterStatus:
        """It was well."""
        return PrinterStatus(online=True)


class _Company:
    """Everyone who plays in the demonstration, each with an own log-in."""

    def __init__(self, hall: Any, plan: Any) -> None:
        self._hall = hall
        self._seats = seats()
        leads = {group.group_id: group.leader for group in plan.groups}
        self._leaders = {counter.code: leads[counter.group] for counter in plan.counters}
        self._places: dict[str, Workplace] = {}
        self._devices: dict[int, RatingWork] = {}
        self.administrator = self._place(building.ADMINISTRATOR, plan.counters[0].code)
        self._keeper = self._place(building.KEEPER, plan.counters[0].code)
        for counter in plan.counters:
            self.administrator.access.add_device(counter.code, building.PASSWORD)

    def stage(self, window: int, issuing: int) -> Stage:
        """The window clerk and the issuance clerk of these windows, and the citizen's device."""
        clerk = self._place(self._login_at(window), window)
        desk = self._place(self._login_at(issuing), issuing)

        def rate(act: UUID, outcome: RatingOutcome, grade: Grade | None, counter: int) -> None:
            event = (desk if counter == issuing else clerk).desk.invitation(act)
            if event is not None:
                self._device(counter).answer(event.event_id, outcome, grade)

        return Stage(clerk.desk, desk.desk, self._place(self._leaders[window], window).desk, rate)

    def set_clock(self, at: datetime) -> None:
        """Set the hall's simulated time."""
        self.administrator.access.set_clock(at)

    def publish(self) -> Mapping[str, tuple[int, ServiceItem]]:
        """Publish the shipped library as its keeper."""
        publish_file(self._keeper.desk, building.library_file(), "演示事项库")
        with self._keeper.access.begin() as work:
            return {item_id: work.item(item_id) for item_id in work.library()}

    def settle_prints(self) -> None:
        """The papers of the story came out long ago: their jobs go through the queue all the same."""
        renderers = dict.fromkeys((*type_of_kind, RECEIPT_SLIP), lambda _job: Rendered(b"", "demonstration"))
        for login, counter in self._seats.items():
            transports: dict[str, Transport] = {
                printer_at(name, counter): PrintedLongAgo() for name in ("a4", "slip")
            }
            jobs = self._place(login, counter).access.jobs()
            spooler = Spooler(jobs, renderers, transports, seat="demonstration")
            for printer in transports:
                spooler.drain(printer)

    def _device(self, counter: int) -> EvaluationDevice:
        """The device of a window; it stays connected as long as the story is told."""
        if counter not in self._devices:
            self._devices[counter] = self._hall.begin_device(counter, building.PASSWORD)
        return EvaluationDevice(self._devices[counter], f"pad_{counter:02d}")

    def close(self) -> None:
        """Everyone goes home."""
        for device in self._devices.values():
            device.close()
        for place in self._places.values():
            place.close()

    def _login_at(self, counter: int) -> str:
        return next(login for login, code in self._seats.items() if code == counter)

    def _place(self, login: str, counter: int) -> Workplace:
        if login not in self._places:
            self._places[login] = sit_down(self._hall, login, building.PASSWORD, counter, building.PASSWORD)
        return self._places[login]


def seats() -> dict[str, int]:
    """Log-in → window of the demonstration hall, from its plan."""
    plan = tomllib.loads(resource("demo/hall.toml").read_text(encoding="utf-8"))
    return {row["login"]: row["seat"] for row in plan["staff"] if "seat" in row}


def accounts() -> tuple[Account, ...]:
    """The log-ins the demonstration offers with one click."""
    plan = tomllib.loads(resource("demo/hall.toml").read_text(encoding="utf-8"))
    names = {row["login"]: row["name"] for row in plan["staff"]}
    offered = (
        ("clerk04", 4, "4号窗口 收件"),
        ("issue11", 11, "1号出证窗口 出证"),
        ("leader1", 4, "一楼组长"),
        ("library1", 4, "事项库管理"),
    )
    return tuple(
        Account(f"{names[login]}　{words}", login, building.PASSWORD, counter)
        for login, counter, words in offered
    )


def database_file(folder: Path) -> Path:
    """Where the demonstration hall is kept on this PC."""
    return folder / "demo" / "hall.sqlite"
