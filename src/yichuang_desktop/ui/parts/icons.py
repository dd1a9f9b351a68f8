"""The program's own small set of pictures, in the colour of their place, sharp at any scale."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from yichuang_desktop.settings import resource
from yichuang_desktop.ui import theme


@cache
def _source(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text("utf-8")


def paint_icon(painter: QPainter, name: str, colour: QColor, place: QRectF) -> None:
    """Paint the icon ``name`` in ``colour`` into ``place``. Raises FileNotFoundError for an unknown name."""
    # Not needed by the log-in window, so not loaded before the first paint.
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    source = _source(name).replace("currentColor", colour.name())
    QSvgRenderer(QByteArray(source.encode())).render(painter, place)


@cache
def _pixmap(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_icon(painter, name, QColor(colour), QRectF(0, 0, side, side))
    painter.end()
    return picture


class Icon(QWidget):
    """An icon as a widget, ``side`` pixels wide."""

    def __init__(
        self, name: str, colour: str = "second", side: int = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._colour, self._side = name, colour, side
        self.setFixedSize(QSize(side, side))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, colour: str) -> None:
        """Change the picture and the token of its colour."""
        self._name, self._colour = name, colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        picture = _pixmap(self._name, theme.colour(self._colour).name(), self._side, self.devicePixelRatioF())
        painter.drawPixmap(0, 0, picture)
        painter.end()


class StepMark(QWidget):
    """The round mark before a part's title: its number in blue, or a white tick on green when it is done."""

    SIDE = 22

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._done = False
        self.setFixedSize(self.SIDE, self.SIDE)
        self.setAccessibleName(f"第 {number} 部分")

    @property
    def done(self) -> bool:
        """Whether the tick is shown."""
        return self._done

    def set_done(self, done: bool) -> None:
        """Show the tick, or the number."""
        if done != self._done:
            self._done = done
            self.setAccessibleName(f"第 {self._number} 部分" + ("，已完成" if done else ""))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("good" if self._done else "main"))
        painter.drawEllipse(self.rect())
        if self._done:
            painter.drawPixmap(
                4, 4, _pixmap("tick", theme.colour("card").name(), 14, self.devicePixelRatioF())
            )
        else:
            painter.setPen(theme.colour("card"))
            painter.setFont(theme.type_face("label", bold=True))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()
