"""The document camera of this window: which there are, and the page other screens open (R-IN-1, R-OUT-4)."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from yichuang_desktop.devices.camera_pdf import read_pages
from yichuang_desktop.devices.camera_work import parts_installed, picture_work
from yichuang_desktop.services.ports_cameras import FrameSource
from yichuang_desktop.ui.camera.driver import WindowCamera, multimedia_installed
from yichuang_desktop.ui.camera.screen import CameraScreen, CameraTools, Reading, Shooting
from yichuang_desktop.ui.camera.shelf import Shelf
from yichuang_desktop.ui.camera.side import Wish
from yichuang_desktop.ui.files import Files
from yichuang_desktop.ui.main_window import Shell
from yichuang_desktop.ui.tasks import Tasks

SCREEN = "camera"


class WindowCameras:
    """The cameras at this PC, the one set up for the window first."""

    def __init__(self, bound: Callable[[], Any]) -> None:
        self._bound = bound

    def prepare(self) -> None:
        """Import what is heavy; for a lane."""
        picture_work()
        if multimedia_installed():
            from yichuang_desktop.ui.camera.qt_source import load_backend  # noqa: PLC0415 - only when wanted

            load_backend()

    def sources(self) -> Sequence[FrameSource]:
        """For the Qt thread; opens nothing."""
        bound = self._bound()
        first: list[FrameSource] = [bound] if bound is not None and hasattr(bound, "take") else []
        if not multimedia_installed():
            return first
        from yichuang_desktop.ui.camera.qt_source import QtCamera, device_id, listed  # noqa: PLC0415

        known = bound.identifier if isinstance(bound, WindowCamera) else ""
        others = [QtCamera(device_id(one), one.description()) for one in listed() if device_id(one) != known]
        return [*first, *others]

    def missing(self) -> str:
        """Why there can be none."""
        return "" if multimedia_installed() and parts_installed() else "camera_missing_parts"


class CameraDesk(QObject):
    """The camera's page in one shell: a :class:`~yichuang_desktop.ui.camera.side.CameraSide`."""

    def __init__(
        self,
        shell: Shell,
        tasks: Tasks,
        files: Files,
        cameras: WindowCameras,
        place: Path,
        used: Callable[[], None] = lambda: None,
    ) -> None:
        """``used`` hears when photographs have been kept."""
        super().__init__(shell)
        self._used = used
        self._shell, self._tasks, self._place = shell, tasks, place
        tools = CameraTools(cameras, picture_work, place)
        shell.add_page(SCREEN, lambda: CameraScreen(tasks, shell.messages, shell.sounds, files, tools))
        shell.camera_asked.connect(self.read_code)

    def photograph(self, wish: Wish) -> None:
        """Open the page; it goes back to the screen that is shown now."""
        if self._shell.screen_name != SCREEN:
            self._shell.show_screen(SCREEN, Shooting(wish, self._shell.screen_name))

    def kept(self, key: str) -> None:
        """The file is stored: nothing of its pages stays on this PC."""
        self._used()
        shelf = Shelf(self._place, key)
        self._tasks.run(self, "camera", shelf.clear, failed=lambda _error: None)

    def pages_of(self, content: bytes) -> tuple[bytes, ...]:
        """The pages of a material's file, as pictures; for a lane."""
        return read_pages(content)

    def read_code(self) -> None:
        """Read one code with the camera; it goes where a scanner's would go."""
        if self._shell.screen_name == SCREEN:
            return
        at = QApplication.focusWidget()
        back = partial(self._put_focus, at)
        reading = Reading(partial(self._deliver, at), self._shell.screen_name, back)
        self._shell.show_screen(SCREEN, reading)

    def _put_focus(self, at: QWidget | None) -> None:
        if at is not None and shiboken6.isValid(at) and at.isVisible():
            at.setFocus()

    def _deliver(self, at: QWidget | None, code: str) -> None:
        self._put_focus(at)
        self._shell.hear_scan(code)
