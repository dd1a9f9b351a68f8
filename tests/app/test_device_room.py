"""The room of a window's devices: opens, replaces, writes history, bears every driver's faults (R-X-7)."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.servers.logwatch import LogWatch
from yichuang_desktop.app.device_room import DeviceRoom
from yichuang_desktop.devices.drivers import Drivers
from yichuang_desktop.domain import sentences
from yichuang_desktop.domain.devices import (
    Condition,
    DeviceDeed,
    DeviceEvent,
    DeviceIdentity,
    DeviceKind,
    DeviceReport,
    WindowDevice,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.device_book import MOST, Chronicle
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.services.ports_devices import Driver, Hear

KIND = DeviceKind.SCANNER
BOUND = WindowDevice(4, KIND, "plain", "serial:COM3", title="扫码枪")


def wait_until(come: Callable[[], bool]) -> None:
    """At most two seconds."""
    ends = time.monotonic() + 2
    while not come():
        assert time.monotonic() < ends, "what was waited for did not come"
        time.sleep(0.002)


class Book:
    """The device book in lists."""

    def __init__(self) -> None:
        self.events: list[DeviceEvent] = []
        self.bindings: list[WindowDevice | DeviceKind] = []
        self.refuse: RuleViolation | None = None
        self.away = False

    def bound(self, counter: int) -> tuple[WindowDevice, ...]:
        return ()

    def bind(self, device: WindowDevice, *, take_over: bool = False) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.bindings.append(device)

    def unbind(self, counter: int, kind: DeviceKind) -> None:
        self.bindings.append(kind)

    def note(self, event: DeviceEvent) -> None:
        if self.away:
            raise StoreUnavailable("database_away")
        self.events.append(event)

    def history(
        self, counter: int, kind: DeviceKind | None = None, limit: int = 500
    ) -> tuple[DeviceEvent, ...]:
        return tuple(self.events)

    def whose(self, kind: DeviceKind, identity: DeviceIdentity) -> int | None:
        return None


class Plain:
    """A device that does what the test says."""

    made: "list[Plain]" = []  # noqa: RUF012 - cleared by the fixture

    def __init__(self, device: WindowDevice, hear: Hear, **how: Any) -> None:
        self.device, self.hear, self.how = device, hear, how
        self.started = self.stopped = False
        Plain.made.append(self)

    def start(self) -> None:
        self.started = True
        self.hear(DeviceReport(KIND, Condition.READY))

    def stop(self) -> None:
        self.stopped = True

    def report(self) -> DeviceReport:
        return DeviceReport(KIND, Condition.CONNECTING)


def explode(*_given: Any, **_how: Any) -> Any:
    raise ZeroDivisionError("a vendor's fault")


class Stubborn(Plain):
    """Throws when it is to stop."""

    def stop(self) -> None:
        explode()


DRIVERS = Drivers(
    {
        "plain": Driver("plain", KIND, "普通", Plain),
        "broken": Driver("broken", KIND, "坏的", explode),
        "stubborn": Driver("stubborn", KIND, "倔的", Stubborn),
    },
    {"unreadable": "ImportError"},
)


@pytest.fixture
def book() -> Book:
    Plain.made = []
    return Book()


@pytest.fixture
def heard() -> list[DeviceReport]:
    return []


@pytest.fixture
def room(book: Book, heard: list[DeviceReport]) -> Iterator[DeviceRoom]:
    opened = DeviceRoom(book, 4, heard.append, lambda: DRIVERS)
    yield opened
    opened.stop()


def deeds(book: Book) -> list[DeviceDeed]:
    return [event.deed for event in book.events]


def test_a_window_without_devices_loads_no_driver_and_starts_no_thread(book: Book) -> None:
    loaded = []
    before = threading.active_count()
    empty = DeviceRoom(book, 4, lambda _report: None, lambda: loaded.append(1) or DRIVERS)  # type: ignore[func-returns-value]
    empty.start(())
    assert empty.device(KIND) is None
    assert threading.active_count() == before
    empty.stop()
    assert loaded == []


def test_what_is_bound_is_opened_with_what_its_kind_gets_and_its_life_is_written(
    room: DeviceRoom, book: Book, heard: list[DeviceReport]
) -> None:
    room.how[KIND] = {"scanned": print}
    room.start((BOUND,))
    wait_until(lambda: bool(Plain.made) and Plain.made[0].started)
    (device,) = Plain.made
    assert device.how == {"scanned": print}
    assert room.device(KIND) is device
    device.hear(DeviceReport(KIND, Condition.LOST, "driver_missing", {"driver": "x"}))
    device.hear(DeviceReport(KIND, Condition.CONNECTING))
    device.hear(DeviceReport(KIND, Condition.READY))
    wait_until(lambda: len(book.events) == 3)
    assert deeds(book) == [DeviceDeed.CONNECTED, DeviceDeed.LOST, DeviceDeed.RECOVERED]
    assert "没有装在这台电脑上" in book.events[1].facts["words"]
    assert [report.condition for report in heard][-1] is Condition.READY


@pytest.mark.parametrize(
    ("driver", "code"),
    [("gone", "driver_missing"), ("unreadable", "driver_broken"), ("broken", "driver_broken")],
)
def test_a_missing_or_broken_driver_is_a_state_and_the_others_work(
    room: DeviceRoom, expected_log: LogWatch, driver: str, code: str
) -> None:
    if driver == "broken":
        expected_log("driver broken cannot open")
    room.start((replace(BOUND, driver=driver), replace(BOUND, kind=DeviceKind.EVALUATOR)))
    wait_until(lambda: len(Plain.made) == 1)
    report = room.reports()[KIND]
    assert (report.condition, report.fault) == (Condition.FAULT, code)


def test_set_up_replaces_the_device_and_the_old_one_is_heard_no_more(
    room: DeviceRoom, book: Book, heard: list[DeviceReport]
) -> None:
    room.set_up(BOUND)
    room.set_up(replace(BOUND, address="serial:COM7"))
    old, new = Plain.made
    assert (old.stopped, new.started) == (True, True)
    told = len(heard)
    old.hear(DeviceReport(KIND, Condition.LOST))
    assert len(heard) == told
    room.remove(KIND)
    assert room.device(KIND) is None
    assert heard[-1].condition is Condition.NOT_SET_UP
    assert book.bindings[-1] is KIND


def test_what_is_refused_changes_nothing(room: DeviceRoom, book: Book, expected_log: LogWatch) -> None:
    expected_log("driver broken cannot open")
    room.set_up(BOUND)
    book.refuse = RuleViolation("device_bound_elsewhere", counter=5, kind=KIND)
    with pytest.raises(RuleViolation, match="device_bound_elsewhere"):
        room.set_up(replace(BOUND, address="serial:COM9"))
    with pytest.raises(RuleViolation, match="driver_broken"):
        room.set_up(replace(BOUND, driver="broken"))
    assert room.device(KIND) is Plain.made[0]
    assert not Plain.made[0].stopped


def test_no_database_and_no_stubborn_driver_keeps_the_room_open(book: Book, expected_log: LogWatch) -> None:
    expected_log("driver stubborn did not stop")
    expected_log("a line of the device history is lost")
    book.away = True
    room = DeviceRoom(book, 4, lambda _report: None, lambda: DRIVERS)
    room.set_up(replace(BOUND, driver="stubborn"))
    begun = time.monotonic()
    room.stop()
    assert time.monotonic() - begun < 2
    room.note(KIND, DeviceDeed.TESTED)
    assert book.events == []


def test_a_printer_is_bound_here_and_told_to_whoever_prints(room: DeviceRoom, book: Book) -> None:
    told = []
    room.rebound = lambda kind, device: told.append((kind, device))
    printer = WindowDevice(4, DeviceKind.SLIP_PRINTER, "slip-network", "tcp://10.0.0.7:9100")
    room.set_up(printer)
    assert told == [(DeviceKind.SLIP_PRINTER, printer)]
    room.told(
        DeviceReport(DeviceKind.SLIP_PRINTER, Condition.FAULT, "print_paper_out", {"printer": "小票打印机"})
    )
    room.told(DeviceReport(DeviceKind.SLIP_PRINTER, Condition.READY))
    wait_until(lambda: len(book.events) == 2)
    assert deeds(book) == [DeviceDeed.FAULT, DeviceDeed.RECOVERED]


def test_a_loose_plug_writes_no_novel() -> None:
    now = [0.0]
    chronicle = Chronicle(lambda: now[0])
    kept = 0
    for _ in range(500):
        now[0] += 0.2
        kept += chronicle.heard(DeviceReport(KIND, Condition.LOST)) is not None
        kept += chronicle.heard(DeviceReport(KIND, Condition.READY)) is not None
    assert kept == MOST
    now[0] += 601
    assert chronicle.heard(DeviceReport(KIND, Condition.LOST)) is DeviceDeed.LOST


def test_use_is_written_down_now_and_then() -> None:
    now = [0.0]
    chronicle = Chronicle(lambda: now[0])
    chronicle.heard(DeviceReport(KIND, Condition.READY))
    assert chronicle.heard(DeviceReport(KIND, Condition.BUSY)) is DeviceDeed.USED
    chronicle.heard(DeviceReport(KIND, Condition.READY))
    assert chronicle.heard(DeviceReport(KIND, Condition.BUSY)) is None
    now[0] = 1801
    chronicle.heard(DeviceReport(KIND, Condition.READY))
    assert chronicle.heard(DeviceReport(KIND, Condition.BUSY)) is DeviceDeed.USED


def test_every_fault_a_driver_of_ours_can_report_has_a_sentence() -> None:
    """They are reported, not raised, so nothing else walks them."""
    source = Path(sentences.__file__).parents[2]
    told = re.compile(r'(?:lost_code=|Condition\.(?:FAULT|LOST|ATTENTION), )"([a-z_]+)"')
    codes = {code for file in source.rglob("*.py") for code in told.findall(file.read_text("utf-8"))}
    assert len(codes) > 8
    lacking = []
    for code in sorted(codes):
        try:
            sentences.sentence_of(code)
        except sentences.SentenceGap:
            lacking.append(code)
    assert lacking == []
