"""What the camera sees, looked at in a thread of its own: small pictures for the page, edges, codes."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from yichuang_desktop.domain.devices import DeviceReport
from yichuang_desktop.services.ports_cameras import Frame, FrameSource, PictureWork, Sheet, SheetSeen

SHOWN = 960
"""Dots of the longer side of the picture on the page."""
SEARCHED = 560
"""Dots of the longer side in which the edges are looked for; a shot is searched anew, larger."""
TAKE_SECONDS = 0.25
RATE_OVER = 10
"""Frames over which the rate is taken."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """One look through the camera."""

    frame: Frame
    """As large as the camera gives it: this is what is kept when the clerk shoots now."""
    image: QImage
    sheet: Sheet
    codes: tuple[str, ...] = ()


class Live(QObject):
    """One source at a time. ``seen()`` that ``newest`` is there, ``told(DeviceReport)`` how the camera is.

    Only the newest look is kept: a page that paints slowly never falls behind.
    """

    seen = Signal()
    told = Signal(object)
    broke = Signal()
    """The work on the pictures failed; the fault is in the log."""

    def __init__(self, work: Callable[[], PictureWork], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._looking: _Looking | None = None
        self.newest: Seen | None = None
        self.seen.connect(self._on_seen, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether a camera is held."""
        return self._looking is not None

    @property
    def rate(self) -> float:
        """Looks a second, over the last ones."""
        return self._looking.rate if self._looking is not None else 0.0

    def start(self, source: FrameSource, *, codes: bool = False) -> None:
        """Look through this source from now on; with ``codes``, for codes instead of sheets."""
        self.stop()
        self._looking = looking = _Looking(self, source, self._work, codes)
        source.open(looking.tell)
        looking.thread.start()

    def stop(self) -> None:
        """Let go of the camera at once; the thread ends by itself."""
        looking, self._looking, self.newest = self._looking, None, None
        if looking is not None:
            looking.stopped.set()
            looking.source.close()

    def wait_ended(self, seconds: float = 5.0) -> None:
        """For tests: until no thread of it is left."""
        for thread in threading.enumerate():
            if thread.name == _NAME:
                thread.join(seconds)

    @Slot()
    def _on_seen(self) -> None:
        if self._looking is not None:
            self._looking.told.clear()


_NAME = "camera-look"


class _Looking:
    """The thread's own."""

    def __init__(self, live: Live, source: FrameSource, work: Callable[[], PictureWork], codes: bool) -> None:
        self.live, self.source, self._work, self._codes = live, source, work, codes
        self.stopped, self.told = threading.Event(), threading.Event()
        self.rate = 0.0
        self._away = False
        """A fault was told: what was still being looked at then is not shown after it."""
        self.thread = threading.Thread(target=self._run, name=_NAME, daemon=True)

    def tell(self, report: DeviceReport) -> None:
        """Heard in whatever thread the source has."""
        self._away = bool(report.fault)
        if not self.stopped.is_set():
            self._emit(lambda: self.live.told.emit(report))

    def _run(self) -> None:
        try:
            self._look(self._work())
        except Exception:
            # A picture nobody can work on must not take the window with it.
            _log.exception("looking through the camera ended")
            self._emit(self.live.broke.emit)

    def _look(self, work: PictureWork) -> None:
        since, count = time.monotonic(), 0
        while not self.stopped.is_set():
            frame = self.source.take(TAKE_SECONDS)
            if frame is None or self.stopped.is_set():
                continue
            self._show(self._looked_at(work, frame))
            count += 1
            if count == RATE_OVER:
                now = time.monotonic()
                self.rate, since, count = count / max(now - since, 1e-6), now, 0

    def _looked_at(self, work: PictureWork, frame: Frame) -> Seen:
        small = work.smaller(frame, SHOWN)
        image = as_image(small)
        if self._codes:
            return Seen(frame, image, Sheet(SheetSeen.NONE), work.codes(frame))
        return Seen(frame, image, work.find_sheet(work.smaller(small, SEARCHED)))

    def _show(self, seen: Seen) -> None:
        if self.stopped.is_set() or self._away:
            return
        self.live.newest = seen
        if not self.told.is_set():
            self.told.set()
            self._emit(self.live.seen.emit)

    def _emit(self, emit: Callable[[], None]) -> None:
        try:
            emit()
        except RuntimeError:
            self.stopped.set()  # the window is gone


def as_image(frame: Frame) -> QImage:
    """The picture for Qt, with bytes of its own."""
    line = 3 * frame.width
    return QImage(frame.rgb, frame.width, frame.height, line, QImage.Format.Format_RGB888).copy()


def as_frame(image: QImage) -> Frame:
    """The picture as a plain value."""
    flat = image.convertToFormat(QImage.Format.Format_RGB888)
    width, height, line = flat.width(), flat.height(), 3 * flat.width()
    rows = memoryview(flat.constBits())
    if flat.bytesPerLine() == line:
        return Frame(width, height, bytes(rows[: line * height]))
    step = flat.bytesPerLine()
    return Frame(width, height, b"".join(rows[at : at + line] for at in range(0, step * height, step)))
