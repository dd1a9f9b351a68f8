"""Devices in the real window: a foreign driver found and driven, and each device pulled out while in use.

The screen stays alive, says what happened, and the device is back when it is plugged in again (R-X-7).
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.devices.acme_box import AcmeBox
from tests.devices.card_simulator import CardReaderSimulator
from tests.devices.evaluator_simulator import KeyBox
from tests.devices.pad_simulator import PadSimulator
from tests.devices.ports import FarEnd
from tests.journeys.device_help import (
    bind,
    installed,
    lamp,
    no_stall,
    offered,
    on_the_path,
    page,
    state,
    until_state,
)
from tests.journeys.window import NAME, Window
from tests.printing.printer_simulator import READY, PrinterSimulator, Temper
from yichuang_desktop.domain.devices import DeviceDeed, DeviceIdentity, DeviceKind, WindowDevice
from yichuang_desktop.tour.hand import offscreen_platform, wait_until
from yichuang_desktop.ui.devices.screen import LIST, SET_UP
from yichuang_desktop.ui.shortcuts import Key

Rows = Callable[..., list[dict[str, Any]]]
PRESS_AGAIN = 0.8
FINDING = pytest.mark.qt_log_ignore(r"Couldn't (load|resolve) .*", extend=True)
"""Looking for cameras, Qt's multimedia tells which libraries this machine lacks."""
EVALUATOR, CARDS, SLIP = DeviceKind.EVALUATOR, DeviceKind.CARD_READER, DeviceKind.SLIP_PRINTER
SCANNER, CAMERA, PAD = DeviceKind.SCANNER, DeviceKind.DOCUMENT_CAMERA, DeviceKind.SIGNATURE_PAD


@pytest.fixture(scope="session")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The vendor's package, installed."""
    return installed(tmp_path_factory.mktemp("acme"))


@pytest.fixture
def box(acme: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AcmeBox]:
    """A box on the network, and its driver beside the program."""
    with AcmeBox() as there, on_the_path(acme):
        monkeypatch.setenv("ACME_DISCOVERY", there.discovery)
        yield there


def acme_device(box: AcmeBox) -> WindowDevice:
    identity = DeviceIdentity("acme", box.serial)
    return WindowDevice(4, EVALUATOR, "acme-keys", box.address, identity, "ACME acme-5")


def deeds(window: Window, kind: DeviceKind) -> list[DeviceDeed]:
    """The history of a device, oldest first, as the page lists it."""
    page(window).table.select_key(kind)
    window.hand.settle()
    return [line.event.deed for line in reversed(page(window).history.rows_model().rows)]


# -- a foreign driver ----------------------------------------------------------------------------------------


@FINDING
@pytest.mark.row("R-X-7")
def test_R_X_7_a_vendors_driver_is_found_offered_set_up_and_driven(window: Window, box: AcmeBox) -> None:
    window.log_in("clerk04", 4)
    screen = page(window)
    screen.table.select_key(EVALUATOR)
    window.hand.settle()
    assert state(window, EVALUATOR) == "没有设置"
    window.press(Key.ACT_1)
    wait_until(lambda: screen.set_up.candidate is not None, "something to be found")
    chosen = screen.set_up.candidate
    assert chosen is not None
    assert (chosen.title, chosen.address, chosen.driver) == ("ACME acme-5", box.address, "acme-keys")
    window.picture("R-X-7-found")
    window.press(Key.MAIN)
    assert screen.pages.currentIndex() == LIST
    until_state(window, EVALUATOR, "正常")
    assert lamp(window) == "设备"
    screen.table.select_key(EVALUATOR)
    window.hand.settle()
    window.press(Key.MAIN)
    wait_until(lambda: "REST 测试" in box.heard, "the box to show the test")
    assert "评价器上应显示" in window.said
    window.picture("R-X-7")
    assert deeds(window, EVALUATOR)[:2] == [DeviceDeed.BOUND, DeviceDeed.CONNECTED]


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_a_citizen_rates_on_a_vendors_box(
    window: Window, box: AcmeBox, hall: str, rows: Rows
) -> None:
    bind(hall, acme_device(box))
    window.log_in("clerk04", 4)
    until_state(window, EVALUATOR, "正常")
    window.find_item()
    window.fill_in()
    window.sign()
    window.press(Key.MAIN)
    wait_until(box.asked, f"the box to be asked; the window said {window.said!r}")
    before = len(rows("select * from rating"))

    pressed_at = time.monotonic()

    def rated() -> bool:
        """A press too soon after the invitation counts for nothing: one presses again."""
        nonlocal pressed_at
        if time.monotonic() - pressed_at > PRESS_AGAIN:
            pressed_at = time.monotonic()
            box.press(1)
        return len(rows("select * from rating")) > before

    wait_until(rated, "the rating")
    (row,) = rows("select * from rating order by at desc limit 1")
    assert (row["grade"], row["outcome"], row["device"]) == (5, "rated", "pad_04")


def test_R_X_7_without_the_drivers_package_the_window_opens_and_says_what_to_do(
    window: Window, hall: str
) -> None:
    device = WindowDevice(4, EVALUATOR, "acme-keys", "tcp://127.0.0.1:9", title="ACME acme-5")
    bind(hall, device)
    window.log_in("clerk04", 4)
    until_state(window, EVALUATOR, "有故障")
    page(window).table.select_key(EVALUATOR)
    window.hand.settle()
    assert "没有装在这台电脑上" in page(window).panel.said
    assert lamp(window) == "评价器 有故障"


# -- pulled out while in use ---------------------------------------------------------------------------------


def test_R_X_7_an_evaluator_pulled_out_stops_nothing_and_comes_back(
    window: Window, box: AcmeBox, hall: str
) -> None:
    bind(hall, acme_device(box))
    window.log_in("clerk04", 4)
    until_state(window, EVALUATOR, "正常")
    with no_stall():
        box.unplug()
        until_state(window, EVALUATOR, "断开")
    assert lamp(window) == "评价器 断开"
    assert "办件不受影响" in window.said
    page(window).table.select_key(EVALUATOR)
    window.hand.settle()
    assert "评价器背面的绿灯" in page(window)._steps._shown[0][1]
    window.picture("R-X-7-lost")
    window.hand.write(window.intake.parties.name, NAME)
    assert window.intake.parties.name.text() == NAME
    page(window)
    box.plug_in()
    window.press(Key.ACT_2)
    with no_stall():
        until_state(window, EVALUATOR, "正常")
    assert lamp(window) == "设备"
    assert DeviceDeed.RECOVERED in deeds(window, EVALUATOR)


def test_R_X_7_a_card_reader_pulled_out_comes_back_under_another_name(
    window: Window, hall: str, tmp_path: Path
) -> None:
    far = FarEnd(tmp_path / "ttyCARD0")
    reader = CardReaderSimulator(far)
    try:
        bind(hall, WindowDevice(4, CARDS, "card-sam", far.address, title="身份证阅读器"))
        window.log_in("clerk04", 4)
        until_state(window, CARDS, "正常")
        with no_stall():
            reader.unplug()
            until_state(window, CARDS, "断开", "有故障")
        assert lamp(window).startswith("身份证阅读器")
        window.hand.write(window.intake.parties.name, NAME)
        page(window).table.select_key(CARDS)
        reader.plug_in()
        window.press(Key.ACT_2)
        with no_stall():
            until_state(window, CARDS, "正常")
        assert lamp(window) == "设备"
    finally:
        reader.stop()


def test_R_X_7_a_slip_printer_that_goes_away_is_said_and_work_goes_on(
    window: Window, slips: PrinterSimulator
) -> None:
    window.log_in("clerk04", 4)
    until_state(window, SLIP, "正常")
    slips.refuse()
    page(window).table.select_key(SLIP)
    window.hand.settle()
    with no_stall():
        window.press(Key.MAIN)
        wait_until(lambda: window.said.startswith("连不上打印机"), f"the test to fail: {window.said}")
        until_state(window, SLIP, "有故障", "断开")
    assert page(window).panel.said.startswith("连不上打印机")
    window.picture("R-X-7-printer")
    window.hand.write(window.intake.parties.name, NAME)
    assert window.intake.parties.name.text() == NAME
    page(window).table.select_key(SLIP)
    with PrinterSimulator(Temper(status=READY), port=slips.port):
        window.press(Key.ACT_2)
        until_state(window, SLIP, "正常")


@FINDING
def test_a_clerk_looks_for_devices_where_there_are_none_and_stops(window: Window) -> None:
    window.log_in("clerk04", 4)
    screen = page(window)
    window.press(Key.ACT_1)
    wait_until(lambda: "正在" not in screen.set_up.hint.text(), "the search to end")
    assert screen.pages.currentIndex() == SET_UP
    window.press(Key.BACK)
    assert screen.pages.currentIndex() == LIST


def test_R_X_7_the_citizens_screen_pulled_out_is_said_and_comes_back(hall: str, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.screen_pulled_out", hall, str(tmp_path)],
        env=os.environ | {
            "PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}",
            "QT_QPA_PLATFORM": offscreen_platform(tmp_path),
        },
        cwd=root, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["before"]["state"], told["before"]["shown"]) == ("正常", True)
    assert told["gone"]["lamp"] == "群众屏 断开"
    assert told["gone"]["state"] == "断开"
    assert "已取消" in told["gone"]["said"]
    assert told["typed"] == NAME
    assert (told["back"]["state"], told["back"]["said"]) == ("正常", "群众屏恢复正常。")


def test_R_X_7_a_serial_scanner_pulled_out_comes_back_and_reads_on(
    window: Window, hall: str, tmp_path: Path
) -> None:
    far = FarEnd(tmp_path / "ttySCAN0")
    try:
        bind(hall, WindowDevice(4, SCANNER, "scanner-serial", far.address, title="扫码枪"))
        window.log_in("clerk04", 4)
        until_state(window, SCANNER, "正常", "可用")
        with no_stall():
            far.unplug()
            until_state(window, SCANNER, "断开")
        assert lamp(window) == "扫码枪 断开"
        window.hand.write(window.intake.parties.name, NAME)
        assert window.intake.parties.name.text() == NAME
        page(window).table.select_key(SCANNER)
        far.plug_in()
        window.press(Key.ACT_2)
        with no_stall():
            until_state(window, SCANNER, "正常", "可用")
        assert lamp(window) == "设备"
        far.send(b"6901234567892\r")
        wait_until(lambda: "69" in window.said or "码" in window.said, f"the scan to be told: {window.said}")
    finally:
        far.unplug()


def test_R_X_7_a_camera_whose_folder_goes_away_is_said_and_comes_back(
    window: Window, hall: str, tmp_path: Path
) -> None:
    """The folder of a vendor's program stands for the camera: it can be taken away on any machine."""
    folder = tmp_path / "shots"
    bind(hall, WindowDevice(4, CAMERA, "camera-folder", f"folder:{folder}", title="高拍仪"))
    window.log_in("clerk04", 4)
    until_state(window, CAMERA, "有故障", "断开")
    page(window).table.select_key(CAMERA)
    window.hand.settle()
    assert "办件照常" in page(window).panel.said
    window.hand.write(window.intake.parties.name, NAME)
    folder.mkdir()
    page(window).table.select_key(CAMERA)
    window.press(Key.ACT_2)
    with no_stall():
        until_state(window, CAMERA, "正常", "可用")
    assert lamp(window) == "设备"


def test_R_X_7_a_box_with_keys_pulled_out_in_the_middle_of_a_frame_comes_back(
    window: Window, hall: str, tmp_path: Path
) -> None:
    far = FarEnd(tmp_path / "ttyKEYS0")
    box = KeyBox(far)
    try:
        options = {"table": "ff68", "address": "01", "levels": {"00": 5, "01": 4, "02": 3, "03": 2}}
        bind(
            hall,
            WindowDevice(4, EVALUATOR, "evaluator-table", far.address, title="按键评价器", options=options),
        )
        window.log_in("clerk04", 4)
        until_state(window, EVALUATOR, "正常", "可用", "请留意")
        with no_stall():
            box.unplug_in_the_middle(1)
            until_state(window, EVALUATOR, "断开")
        assert box.hits["unplugged"] == 1
        assert "办件不受影响" in window.said
        window.hand.write(window.intake.parties.name, NAME)
        assert window.intake.parties.name.text() == NAME
        page(window).table.select_key(EVALUATOR)
        box.plug_in()
        window.press(Key.ACT_2)
        with no_stall():
            until_state(window, EVALUATOR, "正常", "可用", "请留意")
        page(window).table.select_key(EVALUATOR)
        window.hand.settle()
        window.press(Key.ALT_L)
        assert window.shell.screen_name == "learn_keys"
    finally:
        box.close()


def test_R_X_7_a_vendors_signature_pad_pulled_out_is_written_down_and_comes_back(
    window: Window, hall: str, tmp_path: Path
) -> None:
    package = tmp_path / "packages"
    offered(package, "tcp-pad", "tests.devices.pad:DRIVER")
    pad = PadSimulator()
    try:
        with on_the_path(package):
            bind(hall, WindowDevice(4, PAD, "tcp-pad", f"tcp://127.0.0.1:{pad.port}", title="签名板"))
            window.log_in("clerk04", 4)
            until_state(window, PAD, "正常")
            with no_stall():
                pad.unplug()
                wait_until(lambda: window.said == "签名板恢复正常。", "the pad to be back")
            until_state(window, PAD, "正常")
            wait_until(lambda: DeviceDeed.RECOVERED in deeds(window, PAD), "its history")
            assert deeds(window, PAD)[-2:] == [DeviceDeed.LOST, DeviceDeed.RECOVERED]
    finally:
        pad.close()
