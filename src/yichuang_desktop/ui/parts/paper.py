"""A paper as it will be printed: its pages as pictures, to look through and zoom."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme

PAGE_WIDTH = 860
"""A page at zoom 1.0 is never wider: it would have to be read by scrolling on a large screen."""
ZOOMS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)


class _Page(QWidget):
    def __init__(self, image: QImage, name: str) -> None:
        super().__init__()
        self._image = image
        self.setAccessibleName(name)

    def show_at(self, width: int) -> None:
        self.setFixedSize(QSize(width, round(width * self._image.height() / max(self._image.width(), 1))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.drawImage(self.rect(), self._image)
        painter.setPen(theme.colour("line_strong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class PaperPreview(QScrollArea):
    """Pages under each other, fitted to the width; ``+`` and ``-`` zoom, arrows and Page keys scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("单据预览")
        self._pages: list[_Page] = []
        self._zoom = 1.0
        inner = QWidget()
        inner.setProperty("role", "ground")
        inner.setAttribute(theme.STYLED)
        self._box = QVBoxLayout(inner)
        self._box.setContentsMargins(12, 12, 12, 12)
        self._box.setSpacing(12)
        self._box.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(inner)
        self.setWidgetResizable(True)

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show these pages, from the top."""
        for page in self._pages:
            self._box.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages = [_Page(image, f"第 {number} 页") for number, image in enumerate(pages, 1)]
        for page in self._pages:
            self._box.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._fit()
        self.verticalScrollBar().setValue(0)

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self._pages)

    def set_zoom(self, zoom: float) -> None:
        """1.0 fits the width, or shows the page as wide as paper on a large screen."""
        self._zoom = zoom
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.set_zoom(next((zoom for zoom in ZOOMS if zoom > self._zoom), ZOOMS[-1]))
        elif event.key() == Qt.Key.Key_Minus:
            self.set_zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < self._zoom), ZOOMS[0]))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fitted = min(self.viewport().width() - 24, PAGE_WIDTH)
        width = max(round(fitted * self._zoom), 80)
        for page in self._pages:
            page.show_at(width)
