"""Serial scanners over a real port: split and late bytes, garbage, unplugged in the middle (R-X-7)."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.devices.ports import FarEnd
from tests.devices.scanner_simulator import FRAMES, SUFFIXES, ScannerSimulator, noise
from yichuang_desktop.devices import scanner_serial, scanner_wedge
from yichuang_desktop.devices.links import Port
from yichuang_desktop.devices.scanner_frames import MOST_BYTES, ScanBytes, decoded
from yichuang_desktop.devices.scanner_serial import SerialScanner
from yichuang_desktop.domain.devices import (
    Condition,
    DeviceIdentity,
    DeviceKind,
    DeviceReport,
    WindowDevice,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say, say_code

CODE = "710120261123040009495635083480"
OTHER = "7201202611230400094956350834"
OTHER += f"{98 - int(OTHER) * 100 % 97:02d}"
WAYBILL = "EA123456785CN"
IDENTITY = DeviceIdentity("0c2e:0901", "19251B0A", "1-1.2")
PATIENCE = 10.0


@dataclass
class Heard:
    """What the driver told, from its own thread."""

    texts: list[str] = field(default_factory=list)
    reports: list[DeviceReport] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)

    def scanned(self, text: str) -> None:
        with self.news:
            self.texts.append(text)
            self.news.notify_all()

    def report(self, report: DeviceReport) -> None:
        with self.news:
            self.reports.append(report)
            self.news.notify_all()

    def wait(self, come: Callable[[], bool]) -> None:
        with self.news:
            assert self.news.wait_for(come, PATIENCE), (self.texts, self.reports)

    def wait_for(self, condition: Condition) -> None:
        self.wait(lambda: bool(self.reports) and self.reports[-1].condition is condition)


@pytest.fixture
def far(tmp_path: Path) -> Iterator[FarEnd]:
    end = FarEnd(tmp_path / "port")
    yield end
    end.unplug()


@pytest.fixture
def heard() -> Heard:
    return Heard()


def at(far: FarEnd, **options: object) -> WindowDevice:
    return WindowDevice(4, DeviceKind.SCANNER, "scanner-serial", far.address, options=options)


@pytest.fixture
def scanner(far: FarEnd, heard: Heard) -> Iterator[SerialScanner]:
    device = SerialScanner(at(far), heard.report, scanned=heard.scanned, back_off=(0.02,))
    device.start()
    heard.wait_for(Condition.READY)
    yield device
    device.stop()


@pytest.mark.usefixtures("scanner")
@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_scan_comes_whole_whatever_stands_around_it(
    far: FarEnd, heard: Heard, suffix: bytes, frame: bytes
) -> None:
    ScannerSimulator(far, suffix, frame).read(CODE)
    heard.wait(lambda: heard.texts == [CODE])


@pytest.mark.usefixtures("scanner")
def test_split_and_late_bytes_are_put_together(far: FarEnd, heard: Heard) -> None:
    random, simulator = Random(5), ScannerSimulator(far, b"\r")
    for count in range(1, 40):
        simulator.read_in_pieces(CODE if count % 2 else OTHER, random)
        heard.wait(lambda wanted=count: len(heard.texts) == wanted)
    simulator.read_in_pieces(CODE, random, pause=0.01)
    heard.wait(lambda: len(heard.texts) == 40)
    assert set(heard.texts) == {CODE, OTHER}


@pytest.mark.usefixtures("scanner")
def test_glued_codes_and_codes_one_after_the_other_are_told_apart(far: FarEnd, heard: Heard) -> None:
    far.send(f"{CODE}\r\n{OTHER}\r\n\r\n{WAYBILL}\t".encode())
    heard.wait(lambda: heard.texts == [CODE, OTHER, WAYBILL])
    far.send(f"{CODE}{OTHER}{CODE}".encode())
    heard.wait(lambda: heard.texts[3:] == [CODE, OTHER, CODE])


@pytest.mark.usefixtures("scanner")
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_is_read_in_either_encoding(far: FarEnd, heard: Heard, encoding: str) -> None:
    ScannerSimulator(far, encoding=encoding).read("取餐码 䶮 A031，内乡县")
    heard.wait(lambda: heard.texts == ["取餐码 䶮 A031,内乡县"])


def test_garbage_is_told_and_the_next_code_puts_it_right(
    scanner: SerialScanner, far: FarEnd, heard: Heard
) -> None:
    random = Random(3)
    for _ in range(6):
        far.send(b"\xff\xfe\x81" + noise(random, 20) + b"\xff\r")
    heard.wait_for(Condition.ATTENTION)
    assert scanner.report().condition.usable
    assert "波特率" in say_code(heard.reports[-1].fault, {})
    heard.texts.clear()
    ScannerSimulator(far).read(CODE)
    heard.wait_for(Condition.READY)
    assert heard.texts == [CODE]


def test_unplugged_in_the_middle_of_a_code_it_is_not_glued_to_the_next(
    scanner: SerialScanner, far: FarEnd, heard: Heard
) -> None:
    far.send(CODE[:17].encode())
    far.unplug()
    heard.wait_for(Condition.LOST)
    assert "插好" in say_code(heard.reports[-1].fault, {})
    with pytest.raises(RuleViolation, match="scanner_unplugged"):
        scanner.test()
    far.plug_in()
    heard.wait_for(Condition.READY)
    ScannerSimulator(far).read(OTHER)
    heard.wait(lambda: OTHER in heard.texts)
    assert set(heard.texts) <= {OTHER, CODE[:17]}
    assert heard.texts[-1] == OTHER, "not glued to what came before"
    assert "请扫任意一张单据" in scanner.test()


def test_back_under_another_name_it_is_found_by_what_it_is(
    far: FarEnd, heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = {"name": str(far.link), "identity": IDENTITY}
    monkeypatch.setattr(
        "yichuang_desktop.devices.links.ports",
        lambda: (Port(str(there["name"]), there["identity"], "扫码枪"),),  # type: ignore[arg-type]
    )
    device = WindowDevice(4, DeviceKind.SCANNER, "scanner-serial", far.address, IDENTITY)
    scanner = SerialScanner(device, heard.report, scanned=heard.scanned, back_off=(0.02,))
    scanner.start()
    heard.wait_for(Condition.READY)
    far.unplug()
    there["identity"] = DeviceIdentity("0403:6001", "A5", "1-1.3")  # another device takes the name
    heard.wait_for(Condition.LOST)
    there |= {"name": str(tmp_path / "port9"), "identity": IDENTITY}
    far.plug_in(tmp_path / "port9")
    heard.wait_for(Condition.READY)
    ScannerSimulator(far).read(CODE)
    heard.wait(lambda: heard.texts == [CODE])
    scanner.stop()


def test_it_stops_at_once_and_lets_go_of_the_port(far: FarEnd, heard: Heard) -> None:
    for _ in range(3):
        scanner = SerialScanner(at(far), heard.report, scanned=heard.scanned, back_off=(0.02,))
        scanner.start()
        heard.wait_for(Condition.READY)
        begun = time.monotonic()
        scanner.stop()
        assert time.monotonic() - begun < 2
        heard.reports.clear()


@pytest.mark.parametrize("baud", [None, "", "x", "115200", 9600, "-1"])
def test_any_speed_that_was_typed_opens_the_port(far: FarEnd, heard: Heard, baud: object) -> None:
    scanner = scanner_serial.open_scanner(
        at(far, baud=baud), heard.report, scanned=heard.scanned, other="kept for other drivers"
    )
    assert scanner.report().kind is DeviceKind.SCANNER
    with pytest.raises(RuleViolation, match="device_address_bad"):
        scanner_serial.open_scanner(
            WindowDevice(4, DeviceKind.SCANNER, "scanner-serial", "COM3"), heard.report, scanned=heard.scanned
        )


def test_set_up_offers_the_ports_with_scanners_first(monkeypatch: pytest.MonkeyPatch) -> None:
    there = (Port("COM1", DeviceIdentity(), "COM1"), Port("COM7", DeviceIdentity("0403:6001"), "FT232"),
             Port("COM9", IDENTITY, "Honeywell"))  # fmt: skip
    monkeypatch.setattr(scanner_serial, "ports", lambda: there)
    assert [found.address for found in scanner_serial.find()] == ["serial:COM9", "serial:COM7"]


def test_a_typing_scanner_says_when_it_was_heard(heard: Heard) -> None:
    device = WindowDevice(4, DeviceKind.SCANNER, "scanner-wedge", "keyboard:")
    wedge = scanner_wedge.DRIVER.open(device, heard.report, scanned=heard.scanned)
    wedge.start()
    assert wedge.report().condition is Condition.SILENT
    assert "请扫任意一张单据" in wedge.test()
    wedge.heard("本大厅单据")
    assert [report.condition for report in heard.reports] == [Condition.READY]
    assert "上次扫到的是本大厅单据" in wedge.test()
    wedge.stop()
    assert scanner_wedge.find()[0].driver == "scanner-wedge"


@given(some.lists(some.sampled_from([CODE, OTHER, WAYBILL, "一二三"]), max_size=6), some.randoms())
def test_however_the_bytes_are_split_the_codes_are_the_same(codes: list[str], random: Random) -> None:
    data = b"".join(code.encode() + random.choice([b"\r", b"\n", b"\r\n", b"\t"]) for code in codes)
    collected, told = ScanBytes(), []
    while data:
        count = random.randint(1, 40)
        told += collected.feed(data[:count])
        data = data[count:]
    assert told == codes
    assert (collected.waiting, collected.garbled) == (False, 0)


@given(some.binary(max_size=5000))
def test_noise_is_bounded_and_harms_nothing(data: bytes) -> None:
    collected = ScanBytes()
    told = [*collected.feed(data), *collected.silence()]
    assert all(len(text) <= MOST_BYTES for text in told)
    assert not collected.waiting
    assert collected.feed(CODE.encode() + b"\r") == [CODE]


def test_bytes_without_an_end_are_thrown_away() -> None:
    collected = ScanBytes()
    for _ in range(100):
        assert collected.feed(b"7" * 1000) == []
    assert collected.waiting
    assert (collected.feed(b"\r"), collected.garbled) == ([], 1)
    assert collected.feed(CODE.encode() + b"\r") == [CODE]


def test_only_text_is_text() -> None:
    assert decoded(b"\xff\xff\x81") is None
    assert decoded(b"7101\x07") is None
    assert decoded("䶮".encode("gb18030")) == "䶮"


def test_the_words_of_a_scanners_faults_say_what_to_do() -> None:
    for code in ("scanner_unplugged", "scanner_garbled", "scanner_alt_numpad", "scanner_prefix_key"):
        assert "请" in say(RuleViolation(code))
