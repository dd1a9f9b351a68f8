"""The camera's page with recorded frames for a camera; imports of the product only what the page is given."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from yichuang_desktop.devices.camera_work import picture_work
from yichuang_desktop.domain.devices import Condition, DeviceKind, DeviceReport
from yichuang_desktop.services.ports_cameras import Frame, FrameSource, PageFile
from yichuang_desktop.ui.camera.screen import CameraScreen, CameraTools, Shooting
from yichuang_desktop.ui.camera.side import Wish
from yichuang_desktop.ui.main_window import Shell
from yichuang_desktop.ui.tasks import Tasks

KIND = DeviceKind.DOCUMENT_CAMERA
MEGABYTE = 1024 * 1024
FRAME_SECONDS = 0.06
"""Between two frames of the same picture."""


def frame_of(image: Image.Image) -> Frame:
    return Frame(image.width, image.height, image.convert("RGB").tobytes())


class Recorded:
    """A camera that shows what it is told; it can be pulled out and put in again, and counts its openings."""

    def __init__(self, *images: Image.Image, title: str = "良田高拍仪") -> None:
        self.title = title
        self._there = threading.Condition()
        self._frames = deque(frame_of(image) for image in images)
        self._told: Callable[[DeviceReport], None] | None = None
        self._showing: Frame | None = None
        self.opened = self.closed = self.taken = 0
        self.fault = ""

    def open(self, told: Callable[[DeviceReport], None]) -> None:
        with self._there:
            self._told, self.opened = told, self.opened + 1
        told(DeviceReport(KIND, Condition.FAULT if self.fault else Condition.READY, self.fault))

    def take(self, seconds: float) -> Frame | None:
        with self._there:
            self._there.wait_for(
                lambda: self._told is None or bool(self._frames), min(seconds, FRAME_SECONDS)
            )
            if self._told is None or self.fault:
                return None
            if self._frames:
                self._showing = self._frames.popleft()
            self.taken += self._showing is not None
            return self._showing

    def close(self) -> None:
        with self._there:
            self._told, self.closed = None, self.closed + 1
            self._there.notify_all()

    # -- for the test ----------------------------------------------------------------------------------------

    def show(self, *images: Image.Image) -> None:
        """Another paper is laid under it, or one after the other."""
        self.play([frame_of(image) for image in images])

    def play(self, frames: Sequence[Frame]) -> None:
        """These, as fast as they are asked for."""
        with self._there:
            self._frames.extend(frames)
            self._there.notify_all()

    def pull(self, fault: str = "camera_lost") -> None:
        """The cable comes out, or another program takes it."""
        self.fault = fault
        if self._told is not None:
            self._told(DeviceReport(KIND, Condition.LOST, fault))

    def plug(self) -> None:
        """It is there again."""
        self.fault = ""
        if self._told is not None:
            self._told(DeviceReport(KIND, Condition.READY))


class Cameras:
    """The cameras of a PC."""

    def __init__(self, *sources: FrameSource, missing: str = "") -> None:
        self.there: list[FrameSource] = list(sources)
        self._missing = missing

    def prepare(self) -> None:
        picture_work()

    def sources(self) -> Sequence[FrameSource]:
        return self.there

    def missing(self) -> str:
        return self._missing


class Heard:
    """Who asked for pictures."""

    def __init__(self) -> None:
        self.files: list[PageFile] = []
        self.left = 0

    def wish(self, title: str = "营业执照", key: str = "case-2", **changes: object) -> Wish:
        values = {"most_bytes": 10 * MEGABYTE, "done": self.files.append, "left": self._leave} | changes
        return Wish(title, key, **values)  # type: ignore[arg-type]

    def _leave(self) -> None:
        self.left += 1


def open_page(shell: Shell, wish: Wish) -> CameraScreen:
    """Open the page from the screen that is shown."""
    shell.show_screen("camera", Shooting(wish, shell.screen_name))
    page = shell.current_screen
    assert isinstance(page, CameraScreen)
    return page


def add_page(shell: Shell, tasks: Tasks, files: object, cameras: Cameras, place: Path) -> None:
    """Give a shell the camera's page."""
    tools = CameraTools(cameras, picture_work, place)
    shell.add_page(
        "camera",
        lambda: CameraScreen(tasks, shell.messages, shell.sounds, files, tools),  # type: ignore[arg-type]
    )
