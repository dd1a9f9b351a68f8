"""A document camera in a journey: a folder into which its maker's program saves, set up for the window."""

import os
import time
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt

from tests.devices.camera_pictures import HD, Picture, lay, sheet, table, turned
from tests.journeys.device_help import bind
from tests.journeys.window import Window
from yichuang_desktop.domain.devices import DeviceKind, WindowDevice
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.camera.screen import CameraScreen
from yichuang_desktop.ui.shortcuts import Key

IGNORED = (r"Couldn't (load|resolve) ", r"No RHI backend")
"""What Qt's multimedia says of libraries this machine does not have."""


def paper(seed: int) -> Image.Image:
    """A sheet on the table."""
    return lay(table(), sheet(seed=seed), turned(HD, 0.8, 4))


class CameraFolder:
    """The maker's program: each picture it takes is a new file."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir(parents=True, exist_ok=True)

    def set_up(self, hall: str, counter: int = 4) -> None:
        """For this window, on another day."""
        address = f"folder:{self.place}"
        kind = DeviceKind.DOCUMENT_CAMERA
        bind(hall, WindowDevice(counter, kind, "camera-folder", address, title="高拍仪保存文件夹"))

    def take(self, image: Image.Image) -> None:
        """A picture is taken and saved, as the newest there is, whoever took the others."""
        there = [one.stat().st_mtime for one in self.place.iterdir()]
        file = self.place / f"{len(there) + 1:04d}.jpg"
        file.write_bytes(Picture("", image).jpeg())
        now = max([time.time(), *(at + 0.5 for at in there)])
        os.utime(file, (now, now))


def page(window: Window) -> CameraScreen:
    """The camera's page, which must be open."""
    screen = window.shell.current_screen
    assert isinstance(screen, CameraScreen), screen
    return screen


def photograph(window: Window, camera: CameraFolder, *papers: Image.Image) -> None:
    """Each paper under the camera, then the space bar."""
    screen = page(window)
    wait_until(lambda: screen.live.running, "the camera to be opened")
    for image in papers:
        before, taken = screen.live.newest, len(screen._pages.shots)
        camera.take(image)
        wait_until(lambda before=before: screen.live.newest is not before, "the picture")  # type: ignore[misc]
        window.hand.tap(window.shell, Qt.Key.Key_Space)
        wait_until(lambda taken=taken: len(screen._pages.shots) == taken + 1, "the page")  # type: ignore[misc]
    window.hand.settle()


def under_material(window: Window, number: int) -> CameraScreen:
    """Mark that row of the checklist, Alt+P."""
    table = window.intake.materials.table
    table.select_key(table.rows_model().rows[number].seq)
    table.setFocus()
    window.press(Key.ALT_P)
    return page(window)
