"""The soft ring around whatever has the focus: always visible, and outside every layout."""

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFocusFrame,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from yichuang_desktop.ui import theme

_RINGED = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView)


class FocusRing(QFocusFrame):
    """Follows the focus inside one window. The widgets draw their own 2 px frame; this adds the soft ring."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.hide()  # else it is shown with the window, around nothing
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        inside = new is not None and new.window() is self._window and isinstance(new, _RINGED)
        self.setWidget(new if inside else None)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("ring"), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()
