"""Devices in a journey: the foreign driver beside the program, bindings, the watch over the window."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.window import Window
from yichuang_desktop import store
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.devices.screen import DevicesScreen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.stalls import LIMIT_MS, StallWatch

EXAMPLE = Path(__file__).parents[2] / "examples" / "acme-evaluator"
LAMP = "devices"
OURS = ("yichuang_desktop/devices", "yichuang_desktop/store", "app/device_", "serial", "socket")


def installed(folder: Path) -> Path:
    """The example package, built and installed into a folder as a hall's administrator would; offline."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
         "--disable-pip-version-check", "--target", str(folder), str(EXAMPLE)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


def offered(folder: Path, name: str, entry: str) -> None:
    """A package's entry in a folder, as an installer leaves it; its module is importable already."""
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[yichuang_desktop.drivers]\n{name} = {entry}\n", "utf-8")


@contextmanager
def on_the_path(folder: Path) -> Iterator[None]:
    """The program is started with this folder among its packages."""
    sys.path.append(str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        sys.modules.pop("acme_evaluator", None)


def bind(hall: str, *devices: WindowDevice) -> None:
    """What was set up for the window on another day."""
    opened = store.open_hall(hall)
    access = opened.log_in("clerk04", PASSWORD)
    for device in devices:
        access.device_book().bind(device)
    access.close()
    opened.close()


def page(window: Window) -> DevicesScreen:
    """The devices page, Ctrl+0."""
    if not isinstance(window.shell.current_screen, DevicesScreen):
        window.press(Key.MORE_0)
    screen = window.shell.current_screen
    assert isinstance(screen, DevicesScreen)
    return screen


def lamp(window: Window, name: str = LAMP) -> str:
    """The words of a lamp, empty before it was lit."""
    lamps = window.shell.top._lamps
    return lamps[name].words.text() if name in lamps else ""


def state(window: Window, kind: DeviceKind) -> str:
    """What the page says of a device now."""
    rows = page(window).table.rows_model().rows
    return next(row.state for row in rows if row.kind is kind)


def until_state(window: Window, kind: DeviceKind, *words: str) -> None:
    """Until the page says so."""
    wait_until(
        lambda: state(window, kind) in words, f"{kind.title} to be {words}, it is {state(window, kind)}"
    )


@contextmanager
def no_stall() -> Iterator[StallWatch]:
    """No call of the Qt thread takes over 50 ms, and none waits for a device.

    A stall in which the thread got less than half of the time is the crowded machine's, unless its stack
    stood in a device or the store.
    """
    watch = StallWatch()
    watch.start()
    try:
        yield watch
    finally:
        watch.stop()
    bad = [
        stall
        for stall in watch.longest()
        if (stall.cpu_ms >= LIMIT_MS and stall.cpu_ms > stall.wall_ms / 2)
        or any(name in stall.where for name in OURS)
    ]
    assert not bad, bad
