"""A kept signature written again: the same strokes, at the pace at which they were written."""

import time
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from yichuang_desktop.domain.signatures import Point, Strokes, duration_ms
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.customer.ink import pen_of

FRAME_MS = 30
MARGIN = 20
FULL_PRESSURE = 1000
LONGEST_PAUSE_MS = 1500
"""A signer who stopped to think is not waited for."""


class Replay(QWidget):
    """Shows strokes, whole or as they grow; ``ended()`` when the last point is there."""

    ended = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._strokes: Strokes = ()
        self._began = 0.0
        self._until = 0
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("签名笔迹")

    def sizeHint(self) -> QSize:
        return QSize(480, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 120)

    def show_strokes(self, strokes: Strokes) -> None:
        """Show them whole; a replay that is running ends."""
        self._timer.stop()
        self._strokes = without_pauses(strokes)
        self._until = duration_ms(strokes) if strokes else 0
        self.update()

    def play(self) -> None:
        """Write them again from the beginning."""
        if self._strokes:
            self._began, self._until = self._clock(), 0
            self._timer.start()
            self.update()

    @property
    def playing(self) -> bool:
        """Whether strokes are still being written."""
        return self._timer.isActive()

    @property
    def points_shown(self) -> int:
        """How many points are on the paper now."""
        return sum(point[0] <= self._until for stroke in self._strokes for point in stroke)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    @Slot()
    def _on_frame(self) -> None:
        self._until = round((self._clock() - self._began) * 1000)
        if self._until >= duration_ms(self._strokes):
            self._timer.stop()
            self.ended.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        if self._strokes:
            self._write(painter)
        painter.end()

    def _write(self, painter: QPainter) -> None:
        left, top, scale = self._place()
        for stroke in self._strokes:
            before: Point | None = None
            for point in stroke:
                if point[0] > self._until:
                    break
                spot = QPointF(left + point[1] * scale, top + point[2] * scale)
                painter.setPen(pen_of(theme.colour("pen"), point[3] / FULL_PRESSURE))
                if before is None:
                    painter.drawPoint(spot)
                else:
                    painter.drawLine(QPointF(left + before[1] * scale, top + before[2] * scale), spot)
                before = point

    def _place(self) -> tuple[float, float, float]:
        """Where the strokes' origin lies and how many pixels a hundredth of a millimetre takes."""
        xs = [point[1] for stroke in self._strokes for point in stroke]
        ys = [point[2] for stroke in self._strokes for point in stroke]
        wide, high = max(max(xs) - min(xs), 1), max(max(ys) - min(ys), 1)
        room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        scale = min(room.width() / wide, room.height() / high)
        left = room.left() + (room.width() - wide * scale) / 2 - min(xs) * scale
        return left, room.top() + (room.height() - high * scale) / 2 - min(ys) * scale, scale


def without_pauses(strokes: Strokes) -> Strokes:
    """The same strokes with long pauses between them cut short."""
    made: list[tuple[Point, ...]] = []
    saved, last = 0, 0
    for stroke in strokes:
        if not stroke:
            continue
        saved += max(0, stroke[0][0] - last - LONGEST_PAUSE_MS)
        made.append(tuple((at - saved, x, y, force) for at, x, y, force in stroke))
        last = stroke[-1][0]
    return tuple(made)
