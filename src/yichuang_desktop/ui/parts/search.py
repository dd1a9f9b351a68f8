"""A box that finds as one types, with its results under it, all by keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.cells import PAD, Face
from yichuang_desktop.ui.parts.field import Edit
from yichuang_desktop.ui.parts.rows import Index

VISIBLE = 8
LEFT = PAD + 4
_HIT_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: two lines, words at the right, and the value the screen gets back."""

    first: str
    second: str
    value: Any
    right: str = ""


class SearchBox(Edit):
    """``asked(str)`` on every change of the text; the screen answers with ``show_hits(query, hits)``.

    An answer to an older query is ignored. Up, Down, Page keys move, Enter takes the marked one
    (``chosen(object)`` gives its value), Esc closes the results; a second Esc is left to the screen.
    ``nothing`` is what stands there when nothing was found.
    """

    asked = Signal(str)
    chosen = Signal(object)

    def __init__(
        self, placeholder: str = "", nothing: str = "没有找到，换一个词试试", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.setPlaceholderText(placeholder)
        self.setClearButtonEnabled(False)
        self._nothing = nothing
        self._popup: _Results | None = None
        self.textEdited.connect(self._on_edited)

    def show_hits(self, query: str, hits: Sequence[Hit]) -> None:
        """Show the results of ``query`` unless the text is another one by now."""
        if query != self.text().strip() or not self.hasFocus():
            return
        if not query:
            self.close_hits()
            return
        self._results().show_hits(hits, self._nothing)
        self._place()

    def close_hits(self) -> None:
        """Take the results away."""
        if self._popup is not None:
            self._popup.hide()

    @property
    def open(self) -> bool:
        """Whether results stand under the box."""
        return self._popup is not None and self._popup.isVisible()

    def hits(self) -> list[Hit]:
        """The results that stand there."""
        return self._popup.hits() if self._popup is not None and self.open else []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup is not None and self.open and self._steer(self._popup, event.key()):
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close_hits()

    def _steer(self, popup: "_Results", key: int) -> bool:
        moves = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: VISIBLE, Qt.Key.Key_PageUp: -VISIBLE,
        }  # fmt: skip
        if key in moves:
            popup.move_by(moves[Qt.Key(key)])
        elif key == Qt.Key.Key_Escape:
            self.close_hits()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            hit = popup.marked()
            if hit is not None:
                self._take(hit)
        else:
            return False
        return True

    def _take(self, hit: Hit) -> None:
        self.close_hits()
        self.setText(hit.first)
        self.chosen.emit(hit.value)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if not text.strip():
            self.close_hits()
        self.asked.emit(text.strip())

    def _results(self) -> "_Results":
        if self._popup is None:
            self._popup = _Results(self.window())
            self._popup.taken.connect(self._take)
            self.window().installEventFilter(self)
        return self._popup

    def _place(self) -> None:
        """Under the box, as a child of the window, so that no focus is lost to a window of its own."""
        if self._popup is None:
            return
        window = self.window()
        corner = self.mapTo(window, QPoint(0, self.height() + 3))
        height = min(self._popup.wanted_height(self.width()), max(window.height() - corner.y() - 8, 60))
        self._popup.setGeometry(QRect(corner, QSize(self.width(), height)))
        self._popup.show()
        self._popup.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.open:
            self._place()
        return super().eventFilter(watched, event)


class _Results(QFrame):
    """The list under a search box."""

    taken = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "popup")
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._delegate = _HitDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.itemClicked.connect(self._on_clicked)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self.list)
        self.hide()

    def show_hits(self, hits: Sequence[Hit], nothing: str) -> None:
        self.list.clear()
        for hit in hits or (Hit(nothing, "", None),):
            item = QListWidgetItem(hit.first)
            item.setData(_HIT_ROLE, hit)
            if not hits:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setCurrentRow(0 if hits else -1)

    def hits(self) -> list[Hit]:
        return [self.list.item(row).data(_HIT_ROLE) for row in range(self.list.count())]

    def marked(self) -> Hit | None:
        item = self.list.currentItem()
        hit: Hit | None = item.data(_HIT_ROLE) if item is not None else None
        return hit

    def move_by(self, step: int) -> None:
        last = self.list.count() - 1
        self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + step)))

    def wanted_height(self, width: int) -> int:
        self._delegate.width = width - 2
        self.list.doItemsLayout()
        heights = (self.list.sizeHintForRow(row) for row in range(min(self.list.count(), VISIBLE)))
        return sum(heights) + 8

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        hit = item.data(_HIT_ROLE)
        if item.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.taken.emit(hit)


class _HitDelegate(QStyledItemDelegate):
    """Two lines and words at the right, as in the tables."""

    def __init__(self, parent: QListWidget) -> None:
        super().__init__(parent)
        self.width = 400
        self._first, self._second = Face(theme.type_face("body")), Face(theme.type_face("label"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(_HIT_ROLE)
        place: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme.colour("main_soft"))
            painter.fillRect(QRect(place.left(), place.top(), 4, place.height()), theme.colour("main"))
        first, second, right = self._heights(hit, place.width())
        room = self._room(hit, place.width())
        x, y = place.left() + LEFT, place.top() + (place.height() - first - second) / 2
        painter.setPen(theme.colour("ink"))
        self._first.paint(painter, hit.first, x, y, room)
        painter.setPen(theme.colour("second"))
        if hit.second:
            self._second.paint(painter, hit.second, x, y + first, room)
        if hit.right:
            side = self._side(room, place.width())
            start = place.right() - PAD - self._second.width(hit.right, side)
            self._second.paint(painter, hit.right, start, place.center().y() - right / 2, side)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hit: Hit = index.data(_HIT_ROLE)
        first, second, right = self._heights(hit, self.width)
        return QSize(100, int(max(first + second, right)) + 12)

    def _room(self, hit: Hit, width: int) -> int:
        """What is left for the lines beside the words at the right, which take two fifths at most."""
        limit = int(width * 0.4)
        right = self._second.width(hit.right, limit) + PAD if hit.right else 0
        return int(width - PAD - LEFT - right)

    def _side(self, room: int, width: int) -> int:
        return width - room - LEFT - PAD

    def _heights(self, hit: Hit, width: int) -> tuple[float, float, float]:
        room = self._room(hit, width)
        side = self._side(room, width)
        return (
            self._first.height(hit.first, room),
            self._second.height(hit.second, room),
            self._second.height(hit.right, side),
        )
