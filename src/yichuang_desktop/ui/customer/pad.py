"""The frame a citizen signs in: pen, finger or mouse, in one model of strokes."""

import time
from collections.abc import Callable
from enum import IntEnum
from itertools import pairwise

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QImage,
    QInputDevice,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.customer.ink import pen_of
from yichuang_desktop.ui.customer.strokes import FULL_PRESSURE, MM_PER_INCH, Point

PNG_WIDTH = 1200
FALLBACK_DPI = 96.0


class _By(IntEnum):
    """What writes; a higher one keeps the lower ones out for the rest of the signature (a palm, an echo)."""

    NOTHING = 0
    MOUSE = 1
    TOUCH = 2
    PEN = 3


_NAMES = {_By.NOTHING: "", _By.MOUSE: "mouse", _By.TOUCH: "touch", _By.PEN: "pen"}
_SYNTHETIC = (QInputDevice.DeviceType.TouchScreen, QInputDevice.DeviceType.Stylus)


class SignaturePad(QWidget):
    """Collects strokes. A pen beats a finger, a finger beats the mouse; a mouse event Qt made up from a touch
    is ignored. ``changed()`` after every stroke. ``clock`` gives seconds and is only changed by tests.
    """

    changed = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._by = _By.NOTHING
        self._strokes: list[list[tuple[float, float, float, float]]] = []
        self._down = False
        self._finger = -1
        self._first = 0.0
        self._picture = QPixmap()
        self._words = ""
        self._writable = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("签名区")
        self.started_at_ms = 0

    # -- what the page uses ----------------------------------------------------------------------------------

    def open_pad(self, writable: bool, words: str) -> None:
        """Let the citizen write, or not yet; ``words`` stand small in the corner."""
        self._writable, self._words = writable, words
        self.update()

    @property
    def writable(self) -> bool:
        """Whether it takes strokes now."""
        return self._writable

    def clear(self) -> None:
        """Take the strokes away (重签)."""
        self._strokes, self._down, self._by, self._finger = [], False, _By.NOTHING, -1
        self._picture = QPixmap()
        self.update()
        self.changed.emit()

    @property
    def device(self) -> str:
        """``pen``, ``touch``, ``mouse``, or empty before the first stroke."""
        return _NAMES[self._by]

    @property
    def dpi(self) -> float:
        """Logical pixels per inch of the screen, measured by the system; 96 when it does not know."""
        screen = self.screen()
        measured = screen.physicalDotsPerInch() if screen is not None else 0.0
        return measured if measured > 1 else FALLBACK_DPI

    def strokes(self) -> tuple[tuple[Point, ...], ...]:
        """The strokes in hundredths of a millimetre and milliseconds since the first touch."""
        scale = MM_PER_INCH * 100 / self.dpi
        return tuple(
            tuple(
                (
                    round((at - self._first) * 1000),
                    round(x * scale),
                    round(y * scale),
                    round(force * FULL_PRESSURE),
                )
                for at, x, y, force in stroke
            )
            for stroke in self._strokes
        )

    def png(self) -> bytes:
        """The signature as a picture, black on white, 1200 pixels wide."""
        scale = PNG_WIDTH / max(self.width(), 1)
        image = QImage(PNG_WIDTH, max(round(self.height() * scale), 1), QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        for stroke in self._strokes:
            _draw(painter, stroke, Qt.GlobalColor.black)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    # -- pen, finger, mouse ----------------------------------------------------------------------------------

    def tabletEvent(self, event: QTabletEvent) -> None:
        event.accept()
        kind = event.type()
        if kind == QEvent.Type.TabletPress:
            self._begin(_By.PEN, event.position(), event.pressure())
        elif kind == QEvent.Type.TabletMove and event.pressure() > 0:
            self._go_on(_By.PEN, event.position(), event.pressure())
        elif kind == QEvent.Type.TabletRelease:
            self._end(_By.PEN)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            event.accept()
            for point in event.points():
                self._on_finger(point)
            if event.type() == QEvent.Type.TouchCancel:
                self._end(_By.TOUCH)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not _made_up(event):
            self._begin(_By.MOUSE, event.position(), 1.0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and not _made_up(event):
            self._go_on(_By.MOUSE, event.position(), 1.0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not _made_up(event):
            self._end(_By.MOUSE)

    def _on_finger(self, point: QEventPoint) -> None:
        if point.state() == QEventPoint.State.Pressed and not self._down:
            self._finger = point.id()
            self._begin(_By.TOUCH, point.position(), 1.0)
        elif point.id() != self._finger:
            return
        elif point.state() == QEventPoint.State.Updated:
            self._go_on(_By.TOUCH, point.position(), 1.0)
        elif point.state() == QEventPoint.State.Released:
            self._end(_By.TOUCH)

    # -- strokes ---------------------------------------------------------------------------------------------

    def _begin(self, by: _By, spot: QPointF, force: float) -> None:
        if not self._writable or by < self._by:
            return
        if by > self._by and self._strokes:  # the pen came after the palm: what the palm wrote was no writing
            self._strokes.clear()
            self._repaint_picture()
        self._by = by
        now = self._clock()
        if not self._strokes:
            self._first = now
            self.started_at_ms = time.time_ns() // 1_000_000
        self._down = True
        self._strokes.append([(now, spot.x(), spot.y(), force)])
        self._ink(self._strokes[-1])

    def _go_on(self, by: _By, spot: QPointF, force: float) -> None:
        if not self._down or by is not self._by:
            return
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        x = min(max(spot.x(), area.left()), area.right())
        y = min(max(spot.y(), area.top()), area.bottom())
        stroke = self._strokes[-1]
        stroke.append((self._clock(), x, y, force))
        self._ink(stroke[-3:])

    def _end(self, by: _By) -> None:
        if self._down and by is self._by:
            self._down = False
            self._finger = -1
            _at, x, y, force = self._strokes[-1][-1]
            self._strokes[-1].append((self._clock(), x, y, force))
            self.changed.emit()

    # -- painting --------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "main" if self._writable else "line_strong"
        painter.setPen(QPen(theme.colour(edge), 2))
        painter.setBrush(theme.colour("card" if self._writable else "head"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.setPen(theme.colour("second"))
        face = theme.type_face("pad_type")
        painter.setFont(face)
        place = QRectF(self.rect()).adjusted(18, 12, -18, -12)
        if self._writable:
            painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), self._words)
        else:
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._words)
        if not self._picture.isNull():
            painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._repaint_picture()

    def _ink(self, part: list[tuple[float, float, float, float]]) -> None:
        if self._picture.isNull():
            self._repaint_picture()
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw(painter, part, theme.colour("pen"))
        painter.end()
        xs, ys = [one[1] for one in part], [one[2] for one in part]
        touched = QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        self.update(touched.adjusted(-8, -8, 8, 8).toAlignedRect())

    def _repaint_picture(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap(max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1))
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in self._strokes:
            _draw(painter, stroke, theme.colour("pen"))
        painter.end()
        self.update()


def _made_up(event: QMouseEvent) -> bool:
    """Whether Qt made this mouse event from a touch or a pen."""
    return event.pointingDevice().type() in _SYNTHETIC or (
        event.source() is not Qt.MouseEventSource.MouseEventNotSynthesized
    )


def _draw(
    painter: QPainter, stroke: list[tuple[float, float, float, float]], colour: QColor | Qt.GlobalColor
) -> None:
    if len(stroke) == 1:
        _at, x, y, force = stroke[0]
        painter.setPen(pen_of(colour, force))
        painter.drawPoint(QPointF(x, y))
        return
    for (_a, x, y, _f), (_b, to_x, to_y, force) in pairwise(stroke):
        painter.setPen(pen_of(colour, force))
        painter.drawLine(QPointF(x, y), QPointF(to_x, to_y))
