"""The wire to a device: read, written, pulled out, found again."""

from pathlib import Path

import pytest

from tests.devices.ports import FarEnd
from yichuang_desktop.devices.links import Line, LinkLost, Port, check_address, locate, open_link
from yichuang_desktop.domain.devices import DeviceIdentity
from yichuang_desktop.domain.errors import RuleViolation

MINE = DeviceIdentity("0403:6001", "A50285BI", "1-1.2")
ANOTHER = DeviceIdentity("1a86:7523", "", "1-1.3")


@pytest.fixture
def far(tmp_path: Path) -> FarEnd:
    return FarEnd(tmp_path / "port")


def test_bytes_go_both_ways(far: FarEnd) -> None:
    link = open_link(far.address, Line(9600))
    link.write(b"\xff\x68")
    assert far.hear(2) == b"\xff\x68"
    far.send(b"\x16\x00")
    assert link.read(2) == b"\x16\x00"
    assert link.read(0.01) == b""
    link.close()
    far.unplug()


def test_pulled_out_in_the_middle_the_link_is_lost_and_can_be_closed(far: FarEnd) -> None:
    link = open_link(far.address)
    far.unplug()
    with pytest.raises(LinkLost):
        link.read(0.5)
    link.close()
    with pytest.raises(LinkLost):
        open_link(far.address)


@pytest.mark.parametrize(
    "address", ["", "COM3", "serial:", "tcp://host", "tcp://:9", "tcp://h:99999", "http://h:1"]
)
def test_an_address_nobody_can_open_is_refused_in_words(address: str) -> None:
    with pytest.raises(RuleViolation, match="device_address_bad"):
        check_address(address)


def test_a_device_is_found_by_what_it_is_not_by_the_number_it_had() -> None:
    moved = [Port("COM3", ANOTHER, "CH340"), Port("COM9", MINE, "FT232")]
    assert locate("serial:COM3", MINE, moved) == "serial:COM9"
    with pytest.raises(LinkLost):
        locate("serial:COM3", MINE, [Port("COM3", ANOTHER, "CH340")])
    assert locate("tcp://10.0.0.9:7001", MINE, []) == "tcp://10.0.0.9:7001"
