"""A camera as Qt's multimedia drives it. Imported late: only where somebody asks for a picture.

The camera itself lives on the Qt thread and is opened by :meth:`QtCamera.open` alone; its frames are turned
into plain pictures by whoever takes them, in that thread.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCameraPermission, QLibraryInfo, QObject, QPluginLoader, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QMediaDevices,
    QVideoFrame,
    QVideoFrameFormat,
    QVideoSink,
)

from yichuang_desktop.domain.devices import Condition, DeviceKind, DeviceReport
from yichuang_desktop.services.ports_cameras import Frame, Told
from yichuang_desktop.ui.camera.identity import identity_of
from yichuang_desktop.ui.camera.live import as_frame

KIND = DeviceKind.DOCUMENT_CAMERA
AGAIN_MS = 2000
"""Pause before a camera that is busy or gone is tried again."""
NO_PICTURE_MS = 6000
"""A camera that started and gave nothing for so long has no picture."""
MOST_DOTS = 17_000_000
LEAST_RATE = 5.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Format:
    """One way a camera can send pictures."""

    width: int
    height: int
    rate: float
    jpeg: bool


def best_format(formats: Sequence[Format]) -> int | None:
    """The number of the best for still pictures: most dots that still move, JPEG before raw, then the faster.

    The default of most cameras is a small picture.
    """
    fit = [at for at, one in enumerate(formats) if one.width * one.height <= MOST_DOTS]
    moving = [at for at in fit if formats[at].rate >= LEAST_RATE] or fit
    return max(moving, key=lambda at: _worth(formats[at]), default=None)


def _worth(one: Format) -> tuple[int, bool, float]:
    return one.width * one.height, one.jpeg, one.rate


def load_backend() -> None:
    """Load the multimedia libraries in this thread, so that the Qt thread does not wait for the disk."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "multimedia"
    for file in sorted(folder.glob("*ffmpeg*")):
        QPluginLoader(str(file)).load()


def listed() -> list[QCameraDevice]:
    """The cameras that are plugged in; for the Qt thread."""
    return list(QMediaDevices.videoInputs())


def device_id(device: QCameraDevice) -> str:
    """What the system knows it by."""
    return bytes(device.id().data()).decode("utf-8", "replace")


class QtCamera:
    """A :class:`~yichuang_desktop.services.ports_cameras.FrameSource`."""

    def __init__(self, identifier: str, title: str) -> None:
        self.identifier, self.title = identifier, title
        self._mailbox = Mailbox()
        self._running: Running | None = None

    def open(self, told: Told) -> None:
        """Begin; a camera that is away or busy is tried again until :meth:`close`."""
        self._mailbox.open()
        self._running = Running(self.identifier, self._mailbox, told)
        self._running.begin()

    def take(self, seconds: float) -> Frame | None:
        """The newest frame; turned into a picture in the thread that asks."""
        frame = self._mailbox.take(seconds)
        if frame is None:
            return None
        image = frame.toImage()
        return None if image.isNull() else as_frame(image)

    def close(self) -> None:
        """The camera is free for other programs at once."""
        self._mailbox.close()
        running, self._running = self._running, None
        if running is not None:
            running.end()
            running.deleteLater()


class Mailbox:
    """Holds the newest frame only."""

    def __init__(self) -> None:
        self._there = threading.Condition()
        self._frame: QVideoFrame | None = None
        self._open = False

    def open(self) -> None:
        with self._there:
            self._frame, self._open = None, True

    def put(self, frame: QVideoFrame) -> None:
        """Called in whatever thread the camera has."""
        if frame.isValid():
            with self._there:
                if self._open:
                    self._frame = QVideoFrame(frame)
                    self._there.notify()

    def take(self, seconds: float) -> QVideoFrame | None:
        with self._there:
            self._there.wait_for(lambda: self._frame is not None or not self._open, seconds)
            frame, self._frame = self._frame, None
            return frame

    def close(self) -> None:
        with self._there:
            self._frame, self._open = None, False
            self._there.notify_all()


class Running(QObject):
    """One camera while it is wanted: opened, lost, found again. Lives on the Qt thread."""

    def __init__(self, identifier: str, mailbox: Mailbox, told: Told) -> None:
        super().__init__()
        self._identifier, self._mailbox, self._told = identifier, mailbox, told
        self._camera: QCamera | None = None
        self._frames = 0
        self._ended = False
        self._media = QMediaDevices(self)
        self._media.videoInputsChanged.connect(self._on_inputs)
        self._again = self._timer(AGAIN_MS, self.begin)
        self._dark = self._timer(NO_PICTURE_MS, self._on_dark)
        self.sink = QVideoSink(self)
        # Direct: the newest frame is put down in the camera's own thread, nothing is queued.
        self.sink.videoFrameChanged.connect(self._on_frame, Qt.ConnectionType.DirectConnection)
        self._session = QMediaCaptureSession(self)
        self._session.setVideoSink(self.sink)

    def _timer(self, pause: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(slot)
        return timer

    @Slot()
    def begin(self) -> None:
        """Open the camera if it is there."""
        if self._ended or self._camera is not None:
            return
        if _forbidden():
            self._say(Condition.FAULT, "camera_not_allowed")
            return
        device = self._find()
        if device is None:
            self._say(Condition.LOST, "camera_lost")
            self._again.start()
            return
        self._say(Condition.CONNECTING)
        self._start(device)

    def end(self) -> None:
        """Let go."""
        self._ended = True
        self._again.stop()
        self._drop()

    def _find(self) -> QCameraDevice | None:
        """The camera by its id, or the same model at another socket."""
        there = listed()
        exact = next((one for one in there if device_id(one) == self._identifier), None)
        if exact is not None:
            return exact
        maker = identity_of(self._identifier).maker
        alike = [one for one in there if maker and identity_of(device_id(one)).maker == maker]
        return alike[0] if len(alike) == 1 else None

    def _start(self, device: QCameraDevice) -> None:
        self._camera = camera = QCamera(device, self)
        formats = list(device.videoFormats())
        best = best_format([_plain(one) for one in formats])
        if best is not None:
            camera.setCameraFormat(formats[best])
        camera.errorOccurred.connect(self._on_error)
        self._session.setCamera(camera)
        self._frames = 0
        camera.start()
        self._dark.start()

    def _drop(self) -> None:
        self._dark.stop()
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.errorOccurred.disconnect(self._on_error)
            camera.stop()
            self._session.setCamera(None)  # type: ignore[arg-type]
            camera.deleteLater()

    def _on_frame(self, frame: QVideoFrame) -> None:
        self._frames += 1
        if self._frames == 1:
            self._say(Condition.READY)
        self._mailbox.put(frame)

    @Slot()
    def _on_error(self) -> None:
        """Once is enough: a camera that was pulled out may report this again and again."""
        words = self._camera.errorString() if self._camera is not None else ""
        self._drop()
        if self._find() is not None:
            self._say(Condition.FAULT, "camera_busy", words)
        else:
            self._say(Condition.LOST, "camera_lost", words)
        self._again.start()

    @Slot()
    def _on_dark(self) -> None:
        if self._frames == 0:
            self._say(Condition.FAULT, "camera_no_picture")

    @Slot()
    def _on_inputs(self) -> None:
        """Something was plugged in or pulled out."""
        if self._camera is None:
            self.begin()
        elif self._find() is None:
            self._drop()
            self._say(Condition.LOST, "camera_lost")
            self._again.start()

    def _say(self, condition: Condition, fault: str = "", detail: str = "") -> None:
        if not self._ended:
            self._told(DeviceReport(KIND, condition, fault, detail=detail))


def _plain(one: QCameraFormat) -> Format:
    size = one.resolution()
    jpeg = one.pixelFormat() == QVideoFrameFormat.PixelFormat.Format_Jpeg
    return Format(size.width(), size.height(), one.maxFrameRate(), jpeg)


def _forbidden() -> bool:
    app = QGuiApplication.instance()
    return app is not None and app.checkPermission(QCameraPermission()) == Qt.PermissionStatus.Denied


class OnQtThread(QObject):
    """Has something asked on the Qt thread by a thread that waits for the answer."""

    def __init__(self, ask: Callable[[], object]) -> None:
        super().__init__()
        self._ask, self._done = ask, threading.Event()
        self._answer: object = None
        app = QGuiApplication.instance()
        if app is not None:
            self.moveToThread(app.thread())

    def answer(self, seconds: float) -> object:
        """What was answered; None when the Qt thread did not come to it in time, or there is none."""
        QTimer.singleShot(0, self, self._run)
        self._done.wait(seconds)
        return self._answer

    @Slot()
    def _run(self) -> None:
        try:
            self._answer = self._ask()
        finally:
            self._done.set()


def try_out(camera: QtCamera, seconds: float = 4.0) -> Frame | str:
    """One frame of the camera, or the code of the sentence why there is none. Not for the Qt thread."""
    heard: list[DeviceReport] = []
    OnQtThread(lambda: camera.open(heard.append)).answer(seconds)
    until = time.monotonic() + seconds
    frame = None
    while frame is None and time.monotonic() < until and not any(report.fault for report in heard):
        frame = camera.take(0.2)
    OnQtThread(camera.close).answer(seconds)
    faults = [report.fault for report in heard if report.fault]
    return frame or (faults[-1] if faults else "camera_no_picture")
