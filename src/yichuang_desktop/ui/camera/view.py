"""The picture on the page: live with the edges found, or a page with corners to be dragged."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from yichuang_desktop.services.ports_cameras import Corners
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.camera.model import nudged

STEP, FAST = 0.002, 0.02
"""Shares of the picture that an arrow key moves a corner, alone and with Shift."""
GRIP = 9.0
NEAR = 28.0
"""Dots within which the mouse takes hold of a corner."""
CORNERS = ("左上角", "右上角", "右下角", "左下角")
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class CameraView(QWidget):
    """``pressed(key)`` any plain key that is not its own; ``dragged(Corners)`` a corner was moved."""

    pressed = Signal(int)
    dragged = Signal(object)
    corner_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setAccessibleName("高拍仪画面")
        self._image: QImage | None = None
        self._corners: Corners | None = None
        self._editing = False
        self._corner = 0
        self._held: int | None = None
        self._words = ""

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_live(self, image: QImage, corners: Corners | None) -> None:
        """What the camera sees now, with the edges found."""
        self._image, self._corners, self._editing, self._words = image, corners, False, ""
        self.update()

    def show_page(self, image: QImage, corners: Corners) -> None:
        """A page as it was taken, its corners to be dragged."""
        self._image, self._corners, self._editing, self._words = image, corners, True, ""
        self.update()

    def show_words(self, words: str) -> None:
        """No picture: why."""
        self._image, self._corners, self._editing, self._words = None, None, False, words
        self.setAccessibleDescription(words)
        self.update()

    @property
    def words(self) -> str:
        """What stands instead of a picture."""
        return self._words

    @property
    def image(self) -> QImage | None:
        """The picture that is shown."""
        return self._image

    @property
    def corners(self) -> Corners | None:
        """The corners that are shown."""
        return self._corners

    @property
    def corner(self) -> str:
        """The corner the arrow keys move, in words."""
        return CORNERS[self._corner]

    def sizeHint(self) -> QSize:
        return QSize(640, 420)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 200)

    # -- keys and mouse --------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        """While corners are moved, Tab goes round them."""
        if not self._editing:
            return super().focusNextPrevChild(forward)
        self._corner = (self._corner + (1 if forward else -1)) % len(CORNERS)
        self.corner_changed.emit()
        self.update()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        arrow = _ARROWS.get(Qt.Key(key)) if self._editing else None
        plain = not held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_Escape or not plain:
            super().keyPressEvent(event)
        elif arrow is not None and self._corners is not None:
            step = FAST if held & Qt.KeyboardModifier.ShiftModifier else STEP
            self._move(self._corner, arrow[0] * step, arrow[1] * step)
        elif event.isAutoRepeat():
            event.accept()
        else:
            self.pressed.emit(key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = self._corner_at(event.position()) if self._editing else None
        if self._held is not None:
            self._corner = self._held
            self.corner_changed.emit()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            over = self._editing and self._corner_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.SizeAllCursor if over else Qt.CursorShape.ArrowCursor)
            return
        self._drag(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._drag(event.position())
        self._held = None

    def _drag(self, at: QPointF) -> None:
        room = self._room()
        if self._corners is None or self._held is None or room.isEmpty():
            return
        x, y = self._corners[self._held]
        to = ((at.x() - room.x()) / room.width(), (at.y() - room.y()) / room.height())
        self._move(self._held, to[0] - x, to[1] - y)

    def _move(self, number: int, dx: float, dy: float) -> None:
        if self._corners is not None:
            self._corners = nudged(self._corners, number, dx, dy)
            self.update()
            self.dragged.emit(self._corners)

    def _corner_at(self, at: QPointF) -> int | None:
        if self._corners is None:
            return None
        away = [(self._place(corner) - at).manhattanLength() for corner in self._corners]
        nearest = min(range(len(away)), key=away.__getitem__)
        return nearest if away[nearest] <= NEAR else None

    # -- painting --------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.colour("pen"))
        if self._image is None:
            painter.setPen(theme.colour("rail_words"))
            painter.setFont(theme.type_face("body"))
            inside = self.rect().adjusted(24, 24, -24, -24)
            painter.drawText(
                inside, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._words
            )
        else:
            painter.drawImage(self._room(), self._image)
            self._paint_corners(painter)
        painter.end()

    def _paint_corners(self, painter: QPainter) -> None:
        if self._corners is None:
            return
        points = [self._place(corner) for corner in self._corners]
        painter.setPen(QPen(theme.colour("dot_good" if not self._editing else "rail_mark"), 3))
        painter.drawPolygon(QPolygonF(points))
        if not self._editing:
            return
        for number, point in enumerate(points):
            chosen = number == self._corner
            painter.setBrush(theme.colour("dot_warn" if chosen else "card"))
            grip = GRIP + 3 if chosen else GRIP
            painter.drawEllipse(point, grip, grip)

    def _room(self) -> QRectF:
        """Where the picture lies: as large as fits, in the middle."""
        if self._image is None:
            return QRectF()
        size = self._image.size().scaled(self.size() - QSize(16, 16), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )

    def _place(self, corner: tuple[float, float]) -> QPointF:
        room = self._room()
        return QPointF(room.x() + corner[0] * room.width(), room.y() + corner[1] * room.height())
