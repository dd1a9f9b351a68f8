"""Printers that set-up can find: system queues, serial cables, hosts a person named."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from tests.printing.cups_server import cups_server
from tests.printing.printer_simulator import READY, PrinterSimulator, Temper, closed_port
from tests.printing.test_transports_windows import RecordedSpool
from yichuang_desktop.app.drivers import our_drivers
from yichuang_desktop.app.printer_drivers import check_slip, find_a4, find_queues
from yichuang_desktop.app.printers import slip_transport
from yichuang_desktop.domain.devices import DeviceIdentity, DeviceKind, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.printing.finding import hosts_of, profile_for, scan, system_queues
from yichuang_desktop.printing.ipp import PrintService
from yichuang_desktop.printing.profiles import load_profiles
from yichuang_desktop.printing.transports import SerialTransport
from yichuang_desktop.printing.winspool import SpoolQueue
from yichuang_desktop.settings import Settings


@dataclass
class Queues(RecordedSpool):
    there: Sequence[SpoolQueue] = ()

    def queues(self) -> Sequence[SpoolQueue]:
        self._call("queues")
        return self.there


WINDOWS = (
    SpoolQueue("XP-80C", "USB001", "XP-80C"),
    SpoolQueue("前台小票", "COM3:", "Generic / Text Only"),
    SpoolQueue(r"\\PC-03\GP-L80160", r"\\PC-03\GP", "GP-L80160 Series"),
    SpoolQueue("HP LaserJet M1136", "USB002", "HP LaserJet Professional M1136", default=True),
    SpoolQueue("EPSON L805 Series", "USB003", "EPSON L805 Series"),
    SpoolQueue("Microsoft Print to PDF", "PORTPROMPT:", "Microsoft Print To PDF"),
    SpoolQueue("Fax", "SHRFAX:", "Microsoft Shared Fax Driver"),
)


def test_receipt_printers_are_told_from_page_printers_and_from_what_is_no_paper() -> None:
    found = system_queues(Queues(there=WINDOWS))
    assert {one.address: one.slip for one in found} == {
        "windows:XP-80C": True,
        "windows:前台小票": True,
        r"windows:\\PC-03\GP-L80160": True,
        "windows:HP LaserJet M1136": False,
        "windows:EPSON L805 Series": False,
    }
    assert [one.name for one in found if one.default] == ["HP LaserJet M1136"]


def test_a_print_service_that_is_away_has_no_printers() -> None:
    assert system_queues(Queues(there=WINDOWS, refuses={"queues": 1722})) == ()
    assert system_queues(service=PrintService("/nowhere/cups.sock")) == ()


def test_the_queues_of_cups_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with cups_server() as server:
        server.add("slips", 9100)
        monkeypatch.setenv("CUPS_SERVER", server.place)
        (found,) = system_queues()
        assert (found.address, found.slip) == ("cups:slips", True), "a raw queue"
        (slip,), (page,) = find_queues(), find_a4()
    assert (slip.address, slip.options) == ("cups:slips", {"profile": "generic-80"})
    assert page.address == "slips", "the clerk may know better"


@pytest.mark.parametrize(
    ("words", "profile"),
    [
        ("XP-80C", "xprinter-80"),
        ("XP-58IIH", "xprinter-58"),
        ("GP-L80160 Series", "gprinter-80"),
        ("EPSON TM-T82II Receipt", "epson-tm-t82"),
        ("EPSON TM-T88V Receipt", "epson-tm-t88"),
        ("POS-58", "generic-58"),
        ("小票机", "generic-80"),
    ],
)
def test_a_profile_is_guessed_from_the_model_and_exists(words: str, profile: str) -> None:
    assert profile_for(words) == profile
    assert profile in load_profiles()


def test_every_profile_that_can_be_guessed_is_shipped() -> None:
    makers = ("xprinter", "gprinter", "zijiang", "rongta", "generic")
    guesses = {profile_for(f"{maker} {width}") for maker in makers for width in ("58", "80")}
    assert guesses <= set(load_profiles())


def test_only_the_hosts_a_person_named_are_looked_at_and_nothing_is_printed() -> None:
    assert hosts_of("192.168.1.50-52，192.168.1.50 10.0.0.9") == (
        *("192.168.1.50", "192.168.1.51", "192.168.1.52"),
        "10.0.0.9",
    )
    for bad in ("", "printer-4", "192.168.1.50-40", "192.168.1.5-300", "10.0.0.0-255 10.0.1.0-255"):
        with pytest.raises(ValueError, match=r"."):
            hosts_of(bad)
    with PrinterSimulator(Temper(READY)) as printer:
        (found,) = scan(("127.0.0.1",), printer.port, 0.5)
        printer.wait_for_rest()
        assert (found.address, found.title) == (f"tcp://127.0.0.1:{printer.port}", "网络小票打印机")
        assert printer.pieces == []
        assert all(connection.received == b"" for connection in printer.connections)
    with PrinterSimulator() as silent:
        (found,) = scan(("127.0.0.1",), silent.port, 0.2)
        assert "不报告状态" in found.title
    assert scan(("127.0.0.1",), closed_port(), 0.2) == ()
    assert scan(("127.0.0.1",), closed_port(), cancelled=lambda: True) == ()


def device(address: str, **options: str) -> WindowDevice:
    return WindowDevice(
        4, DeviceKind.SLIP_PRINTER, "slip-tcp", address, DeviceIdentity("1a86:7523", "A1"), options=options
    )


def test_what_is_set_up_is_a_way_to_a_printer_or_is_refused_in_words() -> None:
    check_slip(device("tcp://10.0.0.9:9100", profile="xprinter-58"), print)
    check_slip(device("serial:COM3?baud=19200"), print)
    with pytest.raises(RuleViolation, match="printer_profile_unknown"):
        check_slip(device("tcp://10.0.0.9:9100", profile="xprinter-81"), print)
    with pytest.raises(RuleViolation, match="printer_address_bad"):
        check_slip(device("tcp://"), print)


def test_a_serial_printer_of_a_window_is_found_again_by_its_cable() -> None:
    way = slip_transport(Settings(slip_printer="serial:COM3"), identity=device("").identity)
    assert isinstance(way, SerialTransport)
    assert way.identity == "1a86:7523|A1|"
    assert way.find is not None


def test_the_drivers_of_printers_are_among_ours() -> None:
    ours = {driver.name: driver.kind for driver in our_drivers()}
    slip = DeviceKind.SLIP_PRINTER
    wanted = {"slip-network": slip, "slip-system": slip, "slip-serial": slip}
    assert wanted.items() <= ours.items()
    assert ours["a4-system"] is DeviceKind.A4_PRINTER
