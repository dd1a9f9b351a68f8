"""A folder a vendor's program saves to, as a camera."""

import os
import threading
import time
from pathlib import Path

import pytest

from tests.devices.camera_pictures import Picture, sheet
from yichuang_desktop.devices.camera_folder import CameraFolder, open_folder
from yichuang_desktop.domain.devices import Condition, DeviceKind, DeviceReport, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation

PAGE = Picture("page", sheet((310, 438))).jpeg()


def later(path: Path, content: bytes) -> None:
    """Write a file that is newer than anything before."""
    path.write_bytes(content)
    soon = time.time() + 1
    os.utime(path, (soon, soon))


def test_only_what_is_saved_after_opening_is_a_frame(tmp_path: Path) -> None:
    old = tmp_path / "yesterday.jpg"
    old.write_bytes(PAGE)
    os.utime(old, (1, 1))
    camera = CameraFolder(tmp_path)
    camera.open(lambda _report: None)
    assert camera.take(0) is None
    later(tmp_path / "new.jpg", PAGE)
    frame = camera.take(2)
    assert frame is not None
    assert (frame.width, frame.height) == (310, 438)
    assert camera.take(0) is None


def test_a_picture_half_written_is_waited_for(tmp_path: Path) -> None:
    camera = CameraFolder(tmp_path)
    camera.open(lambda _report: None)
    later(tmp_path / "new.jpg", PAGE[:3000])
    assert camera.take(0) is None
    later(tmp_path / "new.jpg", PAGE)
    assert camera.take(2) is not None


def test_a_folder_that_goes_away_is_said_and_comes_back(tmp_path: Path) -> None:
    place, heard = tmp_path / "scans", list[DeviceReport]()
    camera = CameraFolder(place, heard.append)
    camera.open(lambda _report: None)
    assert heard[-1].fault == "camera_folder_missing"
    place.mkdir()
    assert camera.take(0) is None
    assert heard[-1].condition is Condition.READY


def test_closing_ends_the_waiting_at_once(tmp_path: Path) -> None:
    camera = CameraFolder(tmp_path)
    camera.open(lambda _report: None)
    taken: list[object] = []
    waiting = threading.Thread(target=lambda: taken.append(camera.take(60)))
    waiting.start()
    camera.close()
    waiting.join(5)
    assert taken == [None]


def test_the_folder_of_a_window_is_its_address(tmp_path: Path) -> None:
    device = WindowDevice(4, DeviceKind.DOCUMENT_CAMERA, "camera-folder", f"folder:{tmp_path}")
    assert open_folder(device, lambda _report: None).folder == tmp_path
    with pytest.raises(RuleViolation, match="device_address_bad"):
        open_folder(WindowDevice(4, DeviceKind.DOCUMENT_CAMERA, "camera-folder", "COM3"), lambda _r: None)
