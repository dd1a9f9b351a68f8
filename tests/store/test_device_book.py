"""The device book in the database: what is in force, what is kept, who may write (R-X-7)."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from tests.store.halls import PASSWORD, LiveHall
from yichuang_desktop.domain.devices import (
    DeviceDeed,
    DeviceEvent,
    DeviceIdentity,
    DeviceKind,
    WindowDevice,
    known_by,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports_devices import DeviceBook
from yichuang_desktop.store.sqlite_lanes import connect

KEYS = WindowDevice(
    4,
    DeviceKind.EVALUATOR,
    "serial-keys",
    "serial:COM3",
    DeviceIdentity("0403:6001", "A50285BI", "1-1.2"),
    "五键评价器",
    {"table": "ff68", "baud": 9600},
)


def book(hall: LiveHall, login: str = "wangmin") -> DeviceBook:
    return hall.person(login).device_book()


def test_the_newest_binding_of_a_kind_is_in_force_and_comes_back_as_it_was(practice: LiveHall) -> None:
    kept = book(practice)
    assert kept.bound(4) == ()
    kept.bind(KEYS)
    moved = replace(KEYS, address="serial:COM7", title="五键评价器（新）")
    kept.bind(moved)
    scanner = WindowDevice(4, DeviceKind.SCANNER, "wedge")
    kept.bind(scanner)
    assert kept.bound(4) == (moved, scanner)
    assert kept.bound(5) == ()
    kept.unbind(4, DeviceKind.EVALUATOR)
    kept.unbind(4, DeviceKind.EVALUATOR)
    assert kept.bound(4) == (scanner,)
    deeds = [(event.kind, event.deed, event.by) for event in kept.history(4)]
    assert deeds == [
        (DeviceKind.EVALUATOR, DeviceDeed.UNBOUND, "王敏"),
        (DeviceKind.SCANNER, DeviceDeed.BOUND, "王敏"),
        (DeviceKind.EVALUATOR, DeviceDeed.BOUND, "王敏"),
        (DeviceKind.EVALUATOR, DeviceDeed.BOUND, "王敏"),
    ]


def test_a_device_of_another_window_is_refused_unless_taken_over_knowingly(practice: LiveHall) -> None:
    kept = book(practice)
    kept.bind(replace(KEYS, counter=5))
    assert kept.whose(KEYS.kind, KEYS.identity) == 5
    with pytest.raises(RuleViolation, match="device_bound_elsewhere") as told:
        kept.bind(KEYS)
    assert told.value.facts["counter"] == 5
    assert kept.bound(4) == ()
    kept.bind(KEYS, take_over=True)
    assert kept.bound(4) == (KEYS,)
    assert kept.bound(5) == ()
    assert kept.whose(KEYS.kind, KEYS.identity) == 4
    assert kept.history(5)[0].deed is DeviceDeed.UNBOUND


def test_what_nothing_tells_apart_may_stand_at_every_window(practice: LiveHall) -> None:
    kept = book(practice)
    nameless = replace(KEYS, identity=DeviceIdentity("1a86:7523", "", "1-1"))
    shared = WindowDevice(
        4, DeviceKind.SLIP_PRINTER, "tcp", "tcp://10.0.0.9:9100", DeviceIdentity("04b8:0e15", "X1")
    )
    for device in (nameless, shared):
        assert known_by(device.kind, device.identity) == ""
        kept.bind(replace(device, counter=5))
        kept.bind(device)
        assert kept.whose(device.kind, device.identity) is None
    assert len(kept.bound(4)) == len(kept.bound(5)) == 2


def test_the_history_is_newest_first_by_kind_and_as_long_as_asked(practice: LiveHall) -> None:
    kept = book(practice)
    for number in range(30):
        kind = DeviceKind.SCANNER if number % 3 else DeviceKind.EVALUATOR
        kept.note(DeviceEvent(4, kind, DeviceDeed.LOST, {"number": number, "fault": "断开"}))
    seen = kept.history(4, DeviceKind.EVALUATOR, 4)
    assert [event.facts["number"] for event in seen] == [27, 24, 21, 18]
    assert seen[0].at is not None
    assert seen[0].by == "王敏"
    assert len(kept.history(4)) == 30
    assert kept.history(5) == ()


@pytest.mark.parametrize("table", ["window_device", "device_event"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET at = NULL", "DELETE FROM {}"])
def test_no_line_is_changed_or_taken_away(embedded: LiveHall, table: str, verb: str) -> None:
    book(embedded).bind(KEYS)
    with (
        connect(Path(embedded.url.removeprefix("sqlite:///"))) as connection,
        pytest.raises(sqlite3.DatabaseError, match="history_is_kept"),
    ):
        connection.execute(verb.format(table))


def test_the_server_stamps_who_and_the_windows_device_writes_for_its_own_window(new_hall: LiveHall) -> None:
    if not new_hall.shared:
        return  # a file has no identities of its own; the program says who it is
    new_hall.person("admin").add_device(4, "pad-password")
    base = new_hall.url.rpartition("@")[2]
    database = base.rpartition("/")[2]

    def run(login: str, password: str, statement: str) -> str:
        url = f"postgresql://{login}%40{database}:{password}@{base}"
        with psycopg.connect(url) as connection:
            try:
                connection.execute(statement)
            except psycopg.Error as error:
                return str(error)
        return ""

    line = (
        "INSERT INTO device_event (counter, kind, deed, facts{}) VALUES ({}, 'evaluator', 'stray', '{{}}'{})"
    )
    assert run("pad_04", "pad-password", line.format("", 4, "")) == ""
    assert "not_allowed" in run("pad_04", "pad-password", line.format("", 5, ""))
    assert "permission denied" in run("pad_04", "pad-password", line.format(", by", 4, ", 'wangmin'"))
    assert "permission denied" in run("pad_04", "pad-password", "SELECT * FROM device_event")
    bind = "INSERT INTO window_device (counter, kind, driver, options, set_by)"
    bind += " VALUES (4, 'scanner', 'x', '{}', WHO)"
    assert "forged_stamp" in run("wangmin", PASSWORD, bind.replace("WHO", "'lixia'"))
    assert "permission denied" in run("pad_04", "pad-password", bind.replace("WHO", "'pad_04'"))
    assert "permission denied" in run("lobby", "lobby", bind.replace("WHO", "''"))
    for verb in ("UPDATE window_device SET driver = ''", "DELETE FROM device_event"):
        assert "permission denied" in run("wangmin", PASSWORD, verb)
    (event,) = book(new_hall).history(4)
    assert (event.by, event.deed) == ("pad_04", DeviceDeed.STRAY)
