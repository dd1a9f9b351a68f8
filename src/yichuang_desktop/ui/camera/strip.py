"""The pages taken so far, small and in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme

SMALL = 150
"""Dots of the longer side of a page here."""
LABEL = 26


@dataclass(frozen=True, slots=True)
class Thumb:
    """A shot as it will stand on its page; ``image`` None while it is being made."""

    words: str
    image: QImage | None


class _Shot(QWidget):
    picked = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self._thumb, self._chosen = number, Thumb("", None), False
        self.setFixedHeight(SMALL + LABEL)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_thumb(self, thumb: Thumb, *, chosen: bool) -> None:
        self._thumb, self._chosen = thumb, chosen
        self.setAccessibleName(thumb.words + ("，已选中" if chosen else ""))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SMALL + 24, SMALL + LABEL)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.picked.emit(self._number)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._chosen:
            painter.fillRect(self.rect(), theme.colour("main_soft"))
        if self._thumb.image is not None:
            size = self._thumb.image.size().scaled(
                QSize(SMALL - 10, SMALL - 10), Qt.AspectRatioMode.KeepAspectRatio
            )
            place = QRect(
                (self.width() - size.width()) // 2, (SMALL - size.height()) // 2, size.width(), size.height()
            )
            painter.drawImage(place, self._thumb.image)
            painter.setPen(theme.colour("line_strong"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.setPen(theme.colour("main" if self._chosen else "ink"))
        painter.setFont(theme.type_face("label", bold=self._chosen))
        label = QRect(0, SMALL - 2, self.width(), LABEL)
        painter.drawText(label, int(Qt.AlignmentFlag.AlignCenter), self._thumb.words)
        if self._chosen:
            painter.setPen(QPen(theme.colour("main"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


class PageStrip(QScrollArea):
    """``picked(number)`` a shot was clicked."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        inner = QWidget()
        inner.setProperty("role", "scrolled")
        self._box = QVBoxLayout(inner)
        self._box.setContentsMargins(0, 0, 6, 0)
        self._box.setSpacing(6)
        self._box.addStretch(1)
        self.setWidget(inner)
        self._shots: list[_Shot] = []
        self._chosen: int | None = None

    def show_shots(self, thumbs: Sequence[Thumb], chosen: int | None) -> None:
        """Show these; the chosen one comes into sight, else the last."""
        while len(self._shots) > len(thumbs):
            gone = self._shots.pop()
            self._box.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._shots) < len(thumbs):
            shot = _Shot(len(self._shots))
            shot.picked.connect(self.picked)
            self._shots.append(shot)
            self._box.insertWidget(self._box.count() - 1, shot)
        for number, thumb in enumerate(thumbs):
            self._shots[number].show_thumb(thumb, chosen=number == chosen)
        self._chosen = chosen
        QTimer.singleShot(0, self, self._show_chosen)  # once the new ones have their places

    def _show_chosen(self) -> None:
        if self._shots:
            at = self._chosen if self._chosen is not None else -1
            self.ensureWidgetVisible(self._shots[at], 0, 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._show_chosen)

    @property
    def words(self) -> list[str]:
        """What stands under the pages."""
        return [shot.accessibleName() for shot in self._shots]
