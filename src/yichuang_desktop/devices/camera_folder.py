"""A folder in which a vendor's program leaves its photographs, as a source of frames.

For document cameras that only their maker's program can drive: set it to save into a folder, and every new
picture there is a frame here.  Files are only read, never moved or deleted.
"""

import logging
import threading
import time
from pathlib import Path
from typing import Final

from yichuang_desktop.devices.camera_work import picture_work
from yichuang_desktop.domain.devices import Condition, DeviceKind, DeviceReport, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports_cameras import Frame, Told
from yichuang_desktop.services.ports_devices import Driver, Hear

SCHEME: Final = "folder:"
KINDS: Final = frozenset({".jpg", ".jpeg", ".png", ".bmp"})
LOOK_SECONDS: Final = 0.25
CLOCK_SECONDS: Final = 0.05
"""A file system writes times a little coarser than the clock runs."""
_log = logging.getLogger(__name__)


class CameraFolder:
    """A ``Device`` and a ``FrameSource``: nothing is looked at before :meth:`open`."""

    def __init__(self, folder: Path, hear: Hear | None = None, title: str = "") -> None:
        self.folder = folder
        self.title = title or f"文件夹 {folder.name}"
        self._hear = hear
        self._told: Told | None = None
        self._closed = threading.Event()
        self._since = 0.0
        self._seen: tuple[Path, int, int] | None = None
        self._report = DeviceReport(DeviceKind.DOCUMENT_CAMERA, Condition.SILENT)

    # -- as a device -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Nothing to do before a picture is wanted."""
        self._look()

    def stop(self) -> None:
        """See :meth:`close`."""
        self.close()

    def report(self) -> DeviceReport:
        """Whether the folder is there."""
        return self._report

    # -- as a source -----------------------------------------------------------------------------------------

    def open(self, told: Told) -> None:
        """Pictures saved from now on are frames."""
        self._told = told
        self._closed.clear()
        self._since, self._seen = time.time() - CLOCK_SECONDS, None
        self._say(self._condition())

    def take(self, seconds: float) -> Frame | None:
        """The newest picture, once it is written whole."""
        until = time.monotonic() + seconds
        while not self._closed.is_set():
            frame = self._newest()
            if frame is not None or time.monotonic() >= until:
                return frame
            self._closed.wait(min(LOOK_SECONDS, seconds))
        return None

    def close(self) -> None:
        """Look no more."""
        self._closed.set()
        self._told = None

    # -- inside ----------------------------------------------------------------------------------------------

    def _newest(self) -> Frame | None:
        self._look()
        try:
            files = [
                (path, stat.st_mtime_ns, stat.st_size)
                for path in self.folder.iterdir()
                if path.suffix.lower() in KINDS and (stat := path.stat()).st_mtime > self._since
            ]
            newest = max(files, key=lambda one: one[1], default=None)
            if newest is None or newest == self._seen:
                return None
            frame = picture_work().read(newest[0].read_bytes())
        except OSError:
            return None
        except RuleViolation:
            return None  # not written whole yet: it is looked at again
        self._seen = newest
        return frame

    def _look(self) -> None:
        condition = self._condition()
        if condition != self._report:
            self._say(condition)

    def _condition(self) -> DeviceReport:
        kind = DeviceKind.DOCUMENT_CAMERA
        if self.folder.is_dir():
            return DeviceReport(kind, Condition.READY)
        return DeviceReport(kind, Condition.FAULT, "camera_folder_missing", {"folder": str(self.folder)})

    def _say(self, report: DeviceReport) -> None:
        self._report = report
        for hears in (self._hear, self._told):
            if hears is not None:
                hears(report)


def open_folder(device: WindowDevice, hear: Hear, **_how: object) -> CameraFolder:
    """The folder of a window. Raises RuleViolation ``device_address_bad``."""
    if not device.address.startswith(SCHEME):
        raise RuleViolation("device_address_bad", address=device.address)
    return CameraFolder(Path(device.address.removeprefix(SCHEME)), hear, device.title)


DRIVER: Final = Driver("camera-folder", DeviceKind.DOCUMENT_CAMERA, "厂家拍照程序的保存文件夹", open_folder)
