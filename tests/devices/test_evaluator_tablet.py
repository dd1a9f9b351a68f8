"""The tablet that logs in to the program, over real WebSocket and TCP connections (R-EVAL-1)."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from tests.devices.tablet_simulator import Tablet
from yichuang_desktop.devices.evaluator_tablet import TabletEvaluator
from yichuang_desktop.devices.evaluator_wires import MOST_CONNECTIONS, Patience
from yichuang_desktop.domain.devices import Condition, DeviceIdentity, DeviceKind, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evaluation import Answered, Ended, Limits, Said, StrayHeard
from yichuang_desktop.domain.ratings import RatingChannel
from yichuang_desktop.domain.sentences import say_code

A, B = UUID(int=1), UUID(int=2)


class Hall:
    """The program's side of one tablet."""

    def __init__(self, scheme: str) -> None:
        self.lines = scheme == "tcp"
        self.scheme = scheme
        self.said: list[Said] = []
        self.tablets: list[Tablet] = []
        self.device: TabletEvaluator | None = None

    def open(self, options: dict[str, Any] | None = None, **how: Any) -> TabletEvaluator:
        address, identity = f"{self.scheme}://127.0.0.1:0", how.pop("identity", DeviceIdentity())
        kind, driver = DeviceKind.EVALUATOR, "evaluator-tablet"
        bound = WindowDevice(4, kind, driver, address, identity, options=options or {})
        patience = Patience(handshake=0.3, login=how.pop("login", 5.0), line=0.2, silence=5.0, ping=5.0)
        how.setdefault("reconnect_seconds", 0.3)
        self.device = TabletEvaluator(bound, lambda _report: None, self.said.append, patience=patience, **how)
        self.device.start()
        self.until(lambda: self.device is not None and self.device.port)
        return self.device

    def tablet(self) -> Tablet:
        assert self.device is not None
        self.tablets.append(Tablet(self.device.port, lines=self.lines))
        return self.tablets[-1]

    def ready(self, **how: Any) -> tuple[TabletEvaluator, Tablet]:
        """A tablet that has logged in."""
        device, tablet = self.open(**how), self.tablet()
        assert tablet.log_in() == "0"
        self.until(lambda: device.report().condition is Condition.READY)
        return device, tablet

    def until(self, true: Callable[[], object], seconds: float = 5.0) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline
            time.sleep(0.005)

    @property
    def answers(self) -> list[tuple[UUID, int]]:
        return [(each.event_id, int(each.grade)) for each in self.said if isinstance(each, Answered)]

    @property
    def ends(self) -> list[tuple[UUID, str]]:
        return [(each.event_id, each.outcome.value) for each in self.said if isinstance(each, Ended)]

    @property
    def strays(self) -> list[tuple[str, UUID | None]]:
        strays = [each.stray for each in self.said if isinstance(each, StrayHeard)]
        return [(stray.kind.value, stray.event_id) for stray in strays]

    def close(self) -> None:
        for tablet in self.tablets:
            with contextlib.suppress(OSError):
                tablet.close()
        if self.device is not None:
            self.device.stop()


@pytest.fixture(params=["ws", "tcp"])
def hall(request: pytest.FixtureRequest) -> Iterator[Hall]:
    one = Hall(request.param)
    yield one
    one.close()


def test_R_EVAL_1_a_tablet_logs_in_is_asked_and_rates(hall: Hall) -> None:
    device = hall.open({"window": "一楼4号窗口"})
    tablet = hall.tablet()
    assert device.report().fault == "evaluator_tablet_away"
    assert "窗口号填4" in say_code("evaluator_tablet_away", device.report().facts)
    assert tablet.ask("GetWindowList") == ("0", [{"WindowNumber": "04", "WindowName": "一楼4号窗口"}])
    assert tablet.log_in() == "0"
    device.begin(A, "4号窗口　收件", 30)
    quest = tablet.quest()
    assert quest == {"RateID": A.hex, "Prompt": "4号窗口　收件", "Seconds": 30}
    assert tablet.submit(quest["RateID"], "2") == "0"
    hall.until(lambda: hall.answers)
    [answered] = [each for each in hall.said if isinstance(each, Answered)]
    assert (answered.event_id, answered.grade, answered.channel) == (A, 2, RatingChannel.TABLET)


def test_codes_say_what_is_wrong(hall: Hall) -> None:
    hall.open({"user": "u1", "key": "secret"})
    tablet = hall.tablet()
    assert tablet.beat("2026-11-23 09:00:00") == "1000"
    assert tablet.submit(A.hex, "5") == "1000"
    assert tablet.log_in(window="05") == "1002"
    assert tablet.log_in(window="") == "1002"
    assert tablet.log_in(user="u2", Key="secret") == "1002"
    assert tablet.log_in(Key="guess") == "1001"
    assert tablet.log_in(Key="secret") == "0"
    assert tablet.ask("DropTables")[0] == "1001"
    assert tablet.submit("no id", "5") == "1001"


def test_a_tablet_is_bound_by_its_identity(hall: Hall) -> None:
    hall.open(identity=DeviceIdentity("tablet", "u1"))
    tablet = hall.tablet()
    assert tablet.log_in(user="u9") == "1002"
    assert tablet.log_in(user="u1") == "0"


@pytest.mark.parametrize("text", ["", "[]", "17", "{", '{"method": 3}', '{"method": "Login", "param": [1]}',
                                  "[" * 2000, '{"method": "Login"}', "你好"])  # fmt: skip
def test_rubbish_is_refused_and_harms_nothing(hall: Hall, text: str) -> None:
    device, tablet = hall.ready()
    tablet.send(text)
    assert tablet.beat("1999-01-01 00:00:00") in ("0", "1001", "1002")
    assert device.report().condition is Condition.READY


def test_a_clock_that_goes_wrong_changes_nothing(hall: Hall) -> None:
    _device, tablet = hall.ready()
    for at in ("1970-01-01 00:00:00", "2099-12-31 23:59:59", "yesterday"):
        assert tablet.beat(at) == "0"


def test_an_answer_sent_again_is_no_second_rating_and_never_the_next_ones(hall: Hall) -> None:
    device, tablet = hall.ready()
    device.begin(A, "收件", 30)
    tablet.quest()
    assert [tablet.submit(A.hex, "1") for _ in range(3)] == ["0"] * 3
    device.begin(B, "收件", 30)
    tablet.quest(2)
    assert [tablet.submit(A.hex, "1"), tablet.submit(A.hex, "5"), tablet.submit(B.hex, "4")] == ["0"] * 3
    hall.until(lambda: len(hall.answers) == 2)
    assert (hall.answers, hall.strays) == ([(A, 1), (B, 4)], [("duplicate", A)])


def test_a_content_nobody_taught_is_no_grade(hall: Hall) -> None:
    device, tablet = hall.ready()
    device.begin(A, "收件", 30)
    tablet.quest()
    assert tablet.submit(A.hex, "best") == "1001"
    assert tablet.submit(A.hex, {"attitude": 5}) == "1001"
    assert tablet.submit(A.hex, 4) == "0"
    hall.until(lambda: hall.answers == [(A, 4)])


def test_a_tablet_that_comes_back_is_asked_again_under_the_same_id(hall: Hall) -> None:
    device, tablet = hall.ready(reconnect_seconds=5.0)
    device.begin(A, "收件", 30)
    tablet.quest()
    tablet.vanish()
    hall.until(lambda: device.report().condition is Condition.LOST)
    again = hall.tablet()
    assert again.log_in() == "0"
    assert again.quest()["RateID"] == A.hex
    assert again.submit(A.hex, "5") == "0"
    hall.until(lambda: hall.answers == [(A, 5)])
    assert hall.ends == []


def test_a_tablet_that_stays_away_ends_what_was_asked(hall: Hall) -> None:
    device, tablet = hall.ready(reconnect_seconds=0.1)
    device.begin(A, "收件", 30)
    tablet.quest()
    tablet.vanish()
    hall.until(lambda: hall.ends == [(A, "no_device")])
    device.begin(B, "收件", 30)
    assert hall.ends[1:] == [(B, "no_device")]
    again = hall.tablet()
    again.log_in()
    assert again.submit(A.hex, "5") == "0"
    hall.until(lambda: hall.strays == [("late", A)])
    assert hall.answers == []


def test_the_newest_tablet_of_a_window_wins_and_the_old_one_is_told(hall: Hall) -> None:
    device, old = hall.ready()
    device.begin(A, "收件", 30)
    old.quest()
    new = hall.tablet()
    assert new.log_in() == "0"
    old.wait(lambda: old.closed)
    assert old.pushed[-1]["method"] == "Logout"
    assert new.quest()["RateID"] == A.hex
    assert new.submit(A.hex, "3") == "0"
    hall.until(lambda: hall.answers == [(A, 3)])
    assert (device.replaced, hall.ends) == (1, [])
    assert device.report().condition is Condition.READY


def test_what_nobody_answers_is_withdrawn(hall: Hall) -> None:
    device, tablet = hall.ready(limits=Limits(grace=0.1))
    device.begin(A, "收件", 0.1)
    tablet.quest()
    hall.until(lambda: hall.ends == [(A, "timed_out")])
    tablet.wait(lambda: tablet.pushed[-1]["method"] == "RateCancel")


def test_who_does_not_log_in_is_sent_away(hall: Hall) -> None:
    hall.open(login=0.2)
    stranger = hall.tablet()
    stranger.wait(lambda: stranger.closed)


def test_a_message_too_long_ends_the_connection(hall: Hall) -> None:
    device, tablet = hall.ready()
    with contextlib.suppress(OSError):
        tablet.send("x" * 20_000)
    tablet.wait(lambda: tablet.closed)
    hall.until(lambda: device.report().condition is Condition.LOST)


def test_there_is_room_for_a_few_connections_only(hall: Hall) -> None:
    device, tablet = hall.ready()
    crowd = [socket.create_connection(("127.0.0.1", device.port)) for _ in range(MOST_CONNECTIONS * 3)]
    device.begin(A, "收件", 30)
    tablet.quest()
    assert tablet.submit(A.hex, "5") == "0"
    hall.until(lambda: hall.answers == [(A, 5)])
    for one in crowd:
        one.close()


def test_who_drips_bytes_is_sent_away() -> None:
    hall = Hall("tcp")
    device, tablet = hall.ready()
    device.begin(A, "收件", 30)
    tablet.quest()
    for byte in b'{"method": "HeartBeat"':
        try:
            tablet.drip(bytes([byte]))
        except OSError:
            break
        time.sleep(0.03)
    tablet.wait(lambda: tablet.closed)
    hall.close()


def test_a_handshake_that_never_ends_is_ended() -> None:
    hall = Hall("ws")
    device = hall.open()
    with socket.create_connection(("127.0.0.1", device.port)) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        slow.settimeout(5)
        assert b"101" not in slow.recv(100)
    hall.close()


def test_a_port_somebody_else_has_is_a_state_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        bound = WindowDevice(4, DeviceKind.EVALUATOR, "evaluator-tablet", f"ws://127.0.0.1:{port}")
        device = TabletEvaluator(bound, lambda _report: None, lambda _said: None, back_off=(0.05,))
        device.start()
        one = Hall("ws")
        one.until(lambda: device.report().condition is Condition.LOST)
        report = device.report()
    assert report.fault == "evaluator_port_taken"
    assert str(port) in say_code(report.fault, report.facts)
    one.until(lambda: device.report().fault == "evaluator_tablet_away")
    device.stop()


@pytest.mark.parametrize(
    "address", ["", "ws://", "serial:COM3", "ws://0.0.0.0", "http://x:1", "ws://x:1/path"]
)
def test_an_address_nobody_can_listen_at_is_refused(address: str) -> None:
    bound = WindowDevice(4, DeviceKind.EVALUATOR, "evaluator-tablet", address)
    with pytest.raises(RuleViolation, match="device_address_bad"):
        TabletEvaluator(bound, lambda _report: None, lambda _said: None)


def test_nothing_of_it_is_left_when_it_is_stopped(hall: Hall) -> None:
    before = threading.active_count()
    device, _tablet = hall.ready()
    device.begin(A, "收件", 30)
    hall.tablets[0].quest()
    device.stop()
    assert hall.ends == [(A, "timed_out")]
    hall.tablets[0].close()
    hall.until(lambda: threading.active_count() <= before)
