"""A serial scanner at the clerk's window: pulled out while in use, back under the same name (R-X-7)."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from tests.devices.ports import FarEnd
from tests.devices.scanner_simulator import ScannerSimulator
from tests.ui.scan_storm import Bench
from yichuang_desktop.devices.scanner_serial import SerialScanner
from yichuang_desktop.domain.devices import Condition, DeviceKind, WindowDevice
from yichuang_desktop.ui.stalls import LIMIT_MS, StallWatch

CODE = "710120261123040009495635083480"
OTHER = "7201202611230400094956350834"
OTHER += f"{98 - int(OTHER) * 100 % 97:02d}"


class Ear(QObject):
    """From the scanner's thread to the window's."""

    read = Signal(str)
    told = Signal(object)


def test_R_X_7_pulled_out_in_use_the_window_lives_and_the_scanner_comes_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    bench = Bench(real_time=True)
    qtbot.addWidget(bench.shell)
    bench.shell.show()
    bench.shell.activateWindow()
    qtbot.waitUntil(bench.shell.isActiveWindow)
    bench.to(bench.desk.name.edit)
    far, ear, conditions = FarEnd(tmp_path / "port"), Ear(), []
    ear.read.connect(bench.shell.hear_scan)
    ear.told.connect(lambda report: conditions.append(report.condition))
    device = WindowDevice(4, DeviceKind.SCANNER, "scanner-serial", far.address)
    scanner = SerialScanner(device, ear.told.emit, scanned=ear.read.emit, back_off=(0.02,))
    simulator, watch = ScannerSimulator(far), StallWatch()
    watch.start()
    scanner.start()
    qtbot.waitUntil(lambda: conditions[-1:] == [Condition.READY])
    for _ in range(3):
        bench.shell.scans.once.forget()
        bench.desk.scans.clear()
        simulator.read(CODE)
        qtbot.waitUntil(lambda: bench.desk.scans == [CODE])
        far.send(OTHER[:11].encode())
        far.unplug()
        qtbot.waitUntil(lambda: conditions[-1] is Condition.LOST)
        bench.desk.name.edit.insert("王")
        far.plug_in()
        qtbot.waitUntil(lambda: conditions[-1] is Condition.READY)
        simulator.read(OTHER)
        qtbot.waitUntil(lambda: bench.desk.scans[-1] == OTHER)
    watch.stop()
    scanner.stop()
    far.unplug()
    assert bench.desk.name.text() == "王王王"
    assert [stall for stall in watch.longest() if stall.cpu_ms > LIMIT_MS] == []
