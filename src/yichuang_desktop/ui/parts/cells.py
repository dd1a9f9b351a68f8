"""How a cell of two lines is measured and painted; texts are laid out once and remembered.

Laying Chinese text out again for every repaint is most of its cost, so each text keeps its ``QStaticText``.
"""

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText, QTextOption, QTransform
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.rows import Column, Index, RowModel
from yichuang_desktop.ui.theme import Tone

PAD = 8
BADGE_PAD = 8
BADGE_EDGE = 3
LINE_GAP = 2
MARK_WIDTH = 4
KEPT = 4_000

_BADGE_COLOURS = {
    Tone.GOOD: ("good", "good_soft"),
    Tone.WARN: ("warn", "warn_soft"),
    Tone.BAD: ("bad", "bad_soft"),
    Tone.MAIN: ("main", "main_soft"),
}
_TONE_COLOURS = {Tone.NONE: "ink", Tone.GOOD: "good", Tone.WARN: "warn", Tone.BAD: "bad", Tone.MAIN: "main"}


class Face:
    """One font of the rows, with the texts laid out in it."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self._widths: dict[str, float] = {}
        self._texts: dict[tuple[str, int], QStaticText] = {}

    def laid_out(self, text: str, room: int) -> QStaticText:
        """``text`` broken into lines of at most ``room`` pixels."""
        key = (text, room)
        known = self._texts.get(key)
        if known is None:
            if len(self._texts) > KEPT:
                self._texts.clear()
            known = self._texts[key] = self._lay_out(text, room)
        return known

    def height(self, text: str, room: int) -> float:
        """How high ``text`` stands in ``room`` pixels of width; 0 for no text."""
        return self.laid_out(text, room).size().height() if text else 0.0

    def width(self, text: str, room: int) -> float:
        """How wide it stands: the whole ``room`` when it has to wrap."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) > KEPT:
                self._widths.clear()
            known = self._widths[text] = self._metrics.horizontalAdvance(text)
        return min(known, room)

    def paint(self, painter: QPainter, text: str, x: float, y: float, room: int) -> None:
        """Paint ``text`` in the painter's pen with its upper left corner at ``x``, ``y``."""
        painter.setFont(self.font)
        painter.drawStaticText(QPointF(x, y), self.laid_out(text, room))

    def _lay_out(self, text: str, room: int) -> QStaticText:
        laid = QStaticText(text)
        laid.setTextFormat(Qt.TextFormat.PlainText)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        laid.setTextOption(option)
        laid.setTextWidth(max(room, 1))
        laid.prepare(QTransform(), self.font)
        return laid


class TwoLineDelegate(QStyledItemDelegate):
    """Paints a cell: first line (or a badge), second line under it; both wrap when they are long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = Face(theme.type_face("body"))
        self.bold = Face(theme.type_face("body", bold=True))
        self.second = Face(theme.type_face("label"))

    def needed_height(self, column: Column[Any], row: Any, width: int) -> float:
        """The height the cell needs at ``width`` without cutting anything."""
        room = width - 2 * PAD
        second = column.second(row)
        bottom = self.second.height(second, room) + LINE_GAP if second else 0
        return self._first_height(column, row, room) + bottom + 2 * LINE_GAP

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, RowModel):
            super().paint(painter, option, index)
            return
        place = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, place, selected, index.column() == 0)
        self._paint_words(painter, model.columns[index.column()], model.rows[index.row()], place)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, theme.size("row_two"))

    def _face(self, column: Column[Any], row: Any) -> Face:
        if column.bold or (column.tone is not None and column.tone(row) in (Tone.BAD, Tone.WARN)):
            return self.bold
        return self.first

    def _first_height(self, column: Column[Any], row: Any, room: int) -> float:
        text = column.first(row)
        if column.badge is not None and column.badge(row) is not None:
            return self.second.height(text, room - 2 * BADGE_PAD) + 2 * BADGE_EDGE
        return self._face(column, row).height(text, room)

    def _paint_ground(self, painter: QPainter, place: QRect, selected: bool, leftmost: bool) -> None:
        if selected:
            painter.fillRect(place, theme.colour("main_soft"))
            if leftmost:
                mark = QRect(place.left(), place.top(), MARK_WIDTH, place.height())
                painter.fillRect(mark, theme.colour("main"))
        painter.fillRect(place.left(), place.bottom(), place.width(), 1, theme.colour("line_soft"))

    def _paint_words(self, painter: QPainter, column: Column[Any], row: Any, place: QRect) -> None:
        first, second = column.first(row), column.second(row)
        room, x = place.width() - 2 * PAD, place.left() + PAD
        top = self._first_height(column, row, room)
        bottom = self.second.height(second, room) + LINE_GAP if second else 0
        y = place.top() + max((place.height() - 1 - top - bottom) / 2, 0)
        badge = column.badge(row) if column.badge is not None else None
        if badge is not None:
            self._paint_badge(painter, first, badge, QRectF(x, y, room, top))
        elif first:
            tone = column.tone(row) if column.tone is not None else Tone.NONE
            painter.setPen(theme.colour(_TONE_COLOURS.get(tone, "second")))
            face = self._face(column, row)
            face.paint(painter, first, x + _shift(column, face, first, room), y, room)
        if second:
            painter.setPen(theme.colour("second"))
            shift = _shift(column, self.second, second, room)
            self.second.paint(painter, second, x + shift, y + top + LINE_GAP, room)

    def _paint_badge(self, painter: QPainter, text: str, tone: Tone, spot: QRectF) -> None:
        if not text:
            return
        ink, ground = _BADGE_COLOURS.get(tone, ("calm", "calm_soft"))
        room = int(spot.width()) - 2 * BADGE_PAD
        frame = QRectF(spot.left(), spot.top(), self.second.width(text, room) + 2 * BADGE_PAD, spot.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(frame, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(theme.colour(ink))
        self.second.paint(painter, text, frame.left() + BADGE_PAD, frame.top() + BADGE_EDGE, room)


def _shift(column: Column[Any], face: Face, text: str, room: int) -> float:
    """How far to the right a right-aligned text begins."""
    return room - face.width(text, room) if column.right else 0.0
