"""The serial box over a real pty: the driver, its thread, its wire, and the storm of faults (R-EVAL-1)."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.devices.evaluator_simulator import KeyBox
from tests.devices.evaluator_storm import Storm
from tests.devices.ports import FarEnd
from yichuang_desktop.devices import links
from yichuang_desktop.devices.drivers import load_drivers
from yichuang_desktop.devices.evaluator_drivers import DRIVERS, TABLE
from yichuang_desktop.devices.evaluator_serial import SerialEvaluator
from yichuang_desktop.devices.links import Port
from yichuang_desktop.devices.worker import BACK_OFF
from yichuang_desktop.domain.devices import (
    Condition,
    DeviceIdentity,
    DeviceKind,
    DeviceReport,
    WindowDevice,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evaluation import Answered, Ended, Said, StrayHeard
from yichuang_desktop.domain.ratings import Grade
from yichuang_desktop.services.ports_evaluators import HeardKey

RARE = {"flood", "reset", "unplugged", "split"}
A, B = UUID(int=1), UUID(int=2)
LEVELS = {"00": 5, "01": 1, "02": 3, "03": 2}


class Desk:
    """A window with a box on a pty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.box = KeyBox(FarEnd(folder / "box"), paced=False)
        self.said: list[Said] = []
        self.reports: list[DeviceReport] = []
        self.device: SerialEvaluator | None = None

    def bound(self, identity: DeviceIdentity | None = None, **options: object) -> WindowDevice:
        return WindowDevice(
            4,
            DeviceKind.EVALUATOR,
            TABLE,
            self.box.far.address,
            identity or DeviceIdentity(),
            options={"table": "ff68", "levels": LEVELS} | options,
        )

    def open(self, bound: WindowDevice | None = None) -> SerialEvaluator:
        device = bound or self.bound()
        self.device = SerialEvaluator(device, self.reports.append, self.said.append, back_off=(0.02,))
        self.device.start()
        self.until(lambda: self.device is not None and self.device.state().value != "offline")
        return self.device

    def ask(self, event: UUID) -> None:
        assert self.device is not None
        before = self.box.begun
        self.device.begin(event, "4号窗口", 30)
        assert self.box.expect(lambda: self.box.begun > before)

    def until(self, true: Callable[[], object], seconds: float = 5.0) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, (self.said, self.reports)
            time.sleep(0.005)

    @property
    def answers(self) -> list[tuple[UUID, int]]:
        return [(each.event_id, int(each.grade)) for each in self.said if isinstance(each, Answered)]

    @property
    def strays(self) -> list[str]:
        return [each.stray.kind.value for each in self.said if isinstance(each, StrayHeard)]

    def close(self) -> None:
        if self.device is not None:
            self.device.stop()
        self.box.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    one = Desk(tmp_path)
    yield one
    one.close()


def test_R_EVAL_1_a_key_pressed_at_the_box_rates_the_service_and_is_acknowledged(desk: Desk) -> None:
    device = desk.open()
    assert device.report().condition is Condition.SILENT
    desk.ask(A)
    desk.until(lambda: device._clock() - device.rules._begun_at > 0.3)
    desk.box.press(3)
    desk.until(lambda: desk.answers == [(A, 2)])
    assert desk.box.expect(lambda: desk.box.acks[3] == 1)
    desk.until(lambda: device.report().condition is Condition.READY)


def test_rule_6_the_box_of_the_next_window_rates_nothing_and_is_not_acknowledged(desk: Desk) -> None:
    desk.open()
    desk.ask(A)
    desk.box.from_elsewhere(0)
    desk.until(lambda: desk.strays == ["foreign_device"])
    assert (desk.answers, sum(desk.box.acks.values())) == ([], 0)


def test_rule_6_a_box_is_found_by_its_identity_under_another_name(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system would say of its ports is the test's; the terminals are real."""
    mine = DeviceIdentity("0403:6001", "A5", "1-1")
    there = [Port(str(desk.box.far.link), mine, "x")]
    monkeypatch.setattr(links, "ports", lambda: tuple(there))
    device = desk.open(desk.bound(mine))
    desk.box.far.unplug()
    desk.until(lambda: device.report().condition is Condition.LOST)
    there[:] = [
        Port(str(desk.folder / "box"), DeviceIdentity("0403:6001", "B7", "1-2"), "another"),
        Port(str(desk.folder / "elsewhere"), mine, "x"),
    ]
    desk.box.far.plug_in(desk.folder / "elsewhere")
    desk.until(lambda: device.report().condition is Condition.SILENT)
    desk.ask(B)


def test_rule_7_a_box_nobody_taught_is_a_fault_with_what_to_do_and_rates_nothing(desk: Desk) -> None:
    device = desk.open(desk.bound(levels={}))
    assert (device.report().condition, device.report().fault) == (Condition.FAULT, "evaluator_not_learnt")
    assert not device.report().condition.usable


def test_rule_9_unplugged_in_the_middle_it_says_so_and_recovers(desk: Desk) -> None:
    device = desk.open()
    desk.ask(A)
    desk.box.unplug_in_the_middle(0)
    desk.until(lambda: device.report().condition is Condition.LOST)
    assert device.report().fault == "evaluator_unplugged"
    desk.until(lambda: Ended(A, "no_device") in desk.said)
    device.begin(B, "4号窗口", 30)
    desk.until(lambda: Ended(B, "no_device") in desk.said)
    desk.box.plug_in()
    desk.until(lambda: device.report().condition.usable)
    assert desk.answers == []
    assert BACK_OFF == (1, 2, 5, 10, 30)


def test_a_window_that_closes_leaves_no_service_without_an_ending(desk: Desk) -> None:
    device = desk.open()
    desk.ask(A)
    device.stop()
    assert Ended(A, "timed_out") in desk.said
    device.begin(B, "4号窗口", 30)
    assert Ended(B, "no_device") in desk.said


def test_a_box_is_listened_to_while_its_keys_are_learnt(desk: Desk) -> None:
    device = desk.open(desk.bound(levels={}))
    heard: list[HeardKey] = []
    device.listen(heard.append)
    desk.until(lambda: device.report().fault == "evaluator_learning")
    sent = desk.box.press(2)
    desk.box.from_elsewhere(1)
    desk.until(lambda: len(heard) == 2)
    assert (heard[0], heard[1].own) == (HeardKey(sent, "02", True), False)
    assert (desk.answers, desk.strays) == ([], [])
    device.listen(None)
    desk.until(lambda: device.report().fault == "evaluator_not_learnt")


def test_the_test_button_makes_the_box_beep(desk: Desk) -> None:
    device = desk.open()
    assert "响一声" in device.test()
    desk.box.far.unplug()
    desk.until(lambda: device.report().condition is Condition.LOST)
    with pytest.raises(RuleViolation, match="evaluator_unplugged"):
        device.test()
    desk.box.plug_in()


@pytest.mark.parametrize(
    "options", [{"table": "nobody"}, {"address": "xyz"}, {"address": "1FF"}, {"levels": {"00": 7}}]
)
def test_options_nobody_can_use_are_refused(desk: Desk, options: dict[str, object]) -> None:
    with pytest.raises(RuleViolation, match="evaluator_table"):
        SerialEvaluator(desk.bound(**options), lambda _report: None, lambda _said: None)


def test_a_hall_may_bring_a_table_of_its_own(desk: Desk) -> None:
    own = (desk.folder / "own.toml").write_text
    own('[device.own]\ntitle = "自编"\n[device.own.rx]\nresult = {pattern = "A5 {k}", levels = {"31" = 5}}')
    device = desk.open(desk.bound(table="own", folder=str(desk.folder), levels={}))
    device.begin(A, "4号窗口", 30)
    desk.until(lambda: device.state().value == "evaluating")
    desk.until(lambda: device._clock() - device.rules._begun_at > 0.3)
    desk.box.far.send(b"\xa5\x31")
    desk.until(lambda: desk.answers == [(A, 5)])


def test_both_drivers_are_offered() -> None:
    drivers = load_drivers(DRIVERS)
    assert [driver.name for driver in drivers.of_kind(DeviceKind.EVALUATOR)] == [
        "evaluator-table",
        "evaluator-tablet",
    ]
    bound = WindowDevice(4, DeviceKind.EVALUATOR, TABLE, "serial:COM3", options={"table": "byte5"})
    device = drivers.opened(bound, lambda _report: None, said=lambda _said: None)
    assert device.levels()["01"] is Grade.VERY_SATISFIED


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_under_every_fault_no_service_is_rated_twice_and_none_wrongly(tmp_path: Path) -> None:
    """The short form; ``run.py soak`` has 10,000 services (docs/soak.md)."""
    storm = Storm(tmp_path)
    try:
        storm.run(50)
    finally:
        storm.close()
    assert storm.wrong() == []
    assert storm.lost() <= 0.1
    struck = set(storm.truth.faults.values())
    assert set(storm.faults) - struck <= RARE
    assert storm.strays()["duplicate"] > 0
    assert storm.strays()["late"] > 0
