"""The drivers of the document camera; light: Qt's multimedia is imported when one is opened or looked for."""

from collections.abc import Sequence
from importlib.util import find_spec

from yichuang_desktop.domain.devices import Condition, DeviceKind, DeviceReport, WindowDevice
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.ports_cameras import Frame, FrameSource, Told
from yichuang_desktop.services.ports_devices import Driver, Found, Hear
from yichuang_desktop.ui.camera.identity import identity_of

SCHEME = "camera:"
KIND = DeviceKind.DOCUMENT_CAMERA
FIND_SECONDS = 4.0


def multimedia_installed() -> bool:
    """Whether Qt's multimedia is there; imports nothing."""
    return find_spec("PySide6.QtMultimedia") is not None


class WindowCamera:
    """The window's own camera: a ``Device`` that does nothing until it is wanted, and a ``FrameSource``."""

    def __init__(self, device: WindowDevice, hear: Hear) -> None:
        self.identifier = device.address.removeprefix(SCHEME)
        self.title = device.title or "高拍仪"
        self._hear = hear
        self._told: Told | None = None
        self._source: FrameSource | None = None
        self._report = DeviceReport(KIND, Condition.SILENT)

    def start(self) -> None:
        """The camera is not touched before somebody asks for a picture."""

    def stop(self) -> None:
        """Nothing is held between pictures; the page lets go of the camera itself."""

    def report(self) -> DeviceReport:
        """How it stood when it was used last."""
        return self._report

    def test(self) -> str:
        """Take one picture and say what came. Not for the Qt thread."""
        from yichuang_desktop.ui.camera.qt_source import QtCamera, load_backend, try_out  # noqa: PLC0415

        load_backend()
        seen = try_out(QtCamera(self.identifier, self.title))
        if isinstance(seen, Frame):
            self._note(DeviceReport(KIND, Condition.READY))
            return f"拍到了 {seen.width}×{seen.height} 的画面。"
        self._note(DeviceReport(KIND, Condition.FAULT, seen))
        return say_code(seen, {})

    def open(self, told: Told) -> None:
        """See :class:`FrameSource`."""
        from yichuang_desktop.ui.camera.qt_source import QtCamera  # noqa: PLC0415

        self._told = told
        self._source = QtCamera(self.identifier, self.title)
        self._source.open(self._note)

    def take(self, seconds: float) -> Frame | None:
        """See :class:`FrameSource`."""
        source = self._source
        return source.take(seconds) if source is not None else None

    def close(self) -> None:
        """See :class:`FrameSource`."""
        source, self._source, self._told = self._source, None, None
        if source is not None:
            source.close()

    def _note(self, report: DeviceReport) -> None:
        self._report = report
        self._hear(report)
        if self._told is not None:
            self._told(report)


def open_camera(device: WindowDevice, hear: Hear, **_how: object) -> WindowCamera:
    """The camera of a window. Raises RuleViolation ``device_address_bad``, ``camera_missing_parts``."""
    if not device.address.startswith(SCHEME):
        raise RuleViolation("device_address_bad", address=device.address)
    if not multimedia_installed():
        raise RuleViolation("camera_missing_parts")
    return WindowCamera(device, hear)


def find_cameras() -> Sequence[Found]:
    """The cameras plugged in; asked off the Qt thread, answered on it."""
    if not multimedia_installed():
        return ()
    from yichuang_desktop.ui.camera.qt_source import OnQtThread, device_id, listed, load_backend  # noqa: PLC0415

    load_backend()
    found = OnQtThread(lambda: [(device_id(one), one.description()) for one in listed()]).answer(FIND_SECONDS)
    if not isinstance(found, list):
        return ()
    return [Found("camera-qt", SCHEME + name, identity_of(name), title) for name, title in found]


DRIVER = Driver("camera-qt", KIND, "USB 高拍仪、摄像头", open_camera, find_cameras)
