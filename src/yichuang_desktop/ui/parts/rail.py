"""The left rail: the screens of the role, their keys, and badges for what waits."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.shortcuts import Key

MANY = 99
LOWEST = 40
"""The height of a title with its key, in which many screens are still all to be seen."""
TITLE_ROOM = 17
"""Half a title that leaves the badge its place at the right."""


class RailButton(QAbstractButton):
    """One screen on the rail."""

    def __init__(self, name: str, title: str, key: Key | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.key = name, key
        self._count = 0
        self.setText(title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.size("rail_item"))
        self._name_it()

    @property
    def count(self) -> int:
        """What waits there."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show a badge; none for 0."""
        if count != self._count:
            self._count = count
            self._name_it()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.size("rail_width"), theme.size("rail_item"))

    @property
    def _top(self) -> float:
        """Where the title begins: title and key stand in the middle."""
        return max((self.height() - LOWEST) / 2, 1)

    def cut_texts(self) -> list[str]:
        """The title when it does not fit the rail."""
        wide = QFontMetricsF(theme.type_face("body")).horizontalAdvance(self.text())
        return [self.text()] if wide > self.width() - 8 else []

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self.isChecked()
        if here or self.underMouse():
            painter.fillRect(self.rect(), theme.colour("rail_here" if here else "bar"))
        if here:
            painter.fillRect(QRect(0, 0, 4, self.height()), theme.colour("rail_mark"))
        painter.setPen(theme.colour("card" if here else "rail_words"))
        painter.setFont(theme.type_face("rail_type", bold=here))
        middle = Qt.AlignmentFlag.AlignHCenter
        upper = QRectF(4, self._top, self.width() - 8, 22)
        painter.drawText(upper, int(middle | Qt.AlignmentFlag.AlignVCenter), self.text())
        if self.key is not None:
            painter.setPen(theme.colour("bar_soft"))
            painter.setFont(theme.type_face("key_type"))
            lower = QRectF(4, self._top + 22, self.width() - 8, 17)
            painter.drawText(lower, int(middle | Qt.AlignmentFlag.AlignVCenter), self.key.cap)
        if self._count:
            self._paint_badge(painter)
        painter.end()

    def _paint_badge(self, painter: QPainter) -> None:
        words = str(self._count) if self._count <= MANY else f"{MANY}+"
        face = theme.type_face("key_type", bold=True)
        width = max(QFontMetricsF(face).horizontalAdvance(words) + 10, 19)
        title = QFontMetricsF(theme.type_face("rail_type", bold=True)).horizontalAdvance(self.text())
        beside = title / 2 <= TITLE_ROOM  # a longer title leaves room beside its key only
        right, down = (17, -2) if beside else (22, 21)
        place = QRectF(self.width() / 2 + right, self._top + down, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("badge"))
        painter.drawRoundedRect(place, 9, 9)
        painter.setPen(theme.colour("card"))
        painter.setFont(face)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)

    def _name_it(self) -> None:
        waits = f"，{self._count} 件待办" if self._count else ""
        cap = f"（{self.key.cap}）" if self.key is not None else ""
        self.setAccessibleName(self.text() + cap + waits)


class Rail(QScrollArea):
    """The rail itself; ``picked(name)`` when a screen is clicked.

    Many screens stand closer; where the window is too low for them even so, it scrolls.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, RailButton] = {}
        self.setObjectName("railarea")
        self.setFixedWidth(theme.size("rail_width"))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("rail")
        inner.setAttribute(theme.STYLED)
        self._box = QVBoxLayout(inner)
        self._box.setContentsMargins(0, 8, 0, 8)
        self._box.setSpacing(0)
        self._box.addStretch(1)
        self.setWidget(inner)

    def add(self, name: str, title: str, key: Key | None) -> None:
        """Put a screen on the rail."""
        button = RailButton(name, title, key)
        button.clicked.connect(lambda _on=False: self.picked.emit(name))
        self._buttons[name] = button
        self._box.insertWidget(self._box.count() - 1, button)
        self._fit()

    def mark(self, name: str) -> None:
        """Show which screen is open."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)
            self.ensureWidgetVisible(self._buttons[name])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the theme wants each button, and lower where all would not fit."""
        if not self._buttons:
            return
        margins = self._box.contentsMargins()
        room = (self.viewport().height() - margins.top() - margins.bottom()) // len(self._buttons)
        for button in self._buttons.values():
            button.setFixedHeight(max(min(theme.size("rail_item"), room), LOWEST))

    def button(self, name: str) -> RailButton:
        """The button of a screen. Raises KeyError when there is none."""
        return self._buttons[name]
