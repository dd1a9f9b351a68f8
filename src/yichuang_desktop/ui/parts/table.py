"""The table of two-line rows: cells that wrap instead of being cut, badges, letters that reach the screen."""

from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.cells import PAD, TwoLineDelegate
from yichuang_desktop.ui.parts.rows import Index, RowModel

R = TypeVar("R")


class TwoLineTable(QTableView, Generic[R]):
    """A table over a :class:`RowModel`. Rows are 54 px, and higher where a long name needs it.

    ``letter(str)`` a letter or digit was pressed on the current row (upper case; the input method is off)
    ``chosen(object)`` Enter or a double click on a row: the frozen row
    ``current(object)`` another row became current: the frozen row, or None
    """

    letter = Signal(str)
    chosen = Signal(object)
    current = Signal(object)

    def __init__(self, model: RowModel[R], one_line: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows_model = model
        self._base = theme.size("row_one" if one_line else "row_two")
        self._kept: Any = None
        self._delegate = TwoLineDelegate(self)
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.setInterval(0)
        self._refit.timeout.connect(self._fit_rows)
        self._set_up()
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._lay_out_columns()
        model.modelAboutToBeReset.connect(self._keep_current)
        model.modelReset.connect(self._bring_back_current)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def rows_model(self) -> RowModel[R]:
        """The model of frozen rows."""
        return self._rows_model

    def current_row(self) -> R | None:
        """The frozen row the cursor is on."""
        return self._rows_model.row_at(self.currentIndex())

    def select_row(self, number: int) -> None:
        """Move the cursor to a row and make it visible; nothing for a number outside the table."""
        if 0 <= number < self._rows_model.rowCount():
            self.selectRow(number)
            self.scrollTo(self._rows_model.index(number, 0))

    def select_key(self, key: Any) -> bool:
        """Move the cursor to the row with that key; False when it is not shown."""
        number = self._rows_model.find(key)
        self.select_row(number)
        return number >= 0

    def cut_texts(self) -> list[str]:
        """The visible cells and heads whose text has no room; empty is how it should be."""
        return [*self._cut_heads(), *self._cut_cells()]

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text().upper()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        row = self.current_row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if row is not None:
                self.chosen.emit(row)
        elif plain and len(text) == 1 and text.isascii() and text.isalnum():
            self.letter.emit(text)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        row = self._rows_model.row_at(self.indexAt(event.position().toPoint()))
        if row is not None:
            self.chosen.emit(row)

    def keyboardSearch(self, search: str) -> None:
        """Letters are acts here, not a search."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        self._refit.start()

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows_model.rowCount():
            self.selectRow(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.viewport().update()

    # -- inside ----------------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(self._base)
        side.setDefaultSectionSize(self._base)

    def _lay_out_columns(self) -> None:
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setFixedHeight(30)
        head.setTextElideMode(Qt.TextElideMode.ElideNone)
        head.sectionClicked.connect(self._on_head_clicked)
        self._share_width()

    def _share_width(self) -> None:
        columns = self._rows_model.columns
        fixed = sum(column.width for column in columns)
        elastic = sum(1 for column in columns if not column.width)
        left = max(self.viewport().width() - fixed, 0)
        given = 0
        for number, column in enumerate(columns):
            width = column.width
            if not width:
                given += 1
                share = left * given // elastic - left * (given - 1) // elastic
                width = max(share, 120)
            if self.columnWidth(number) != width:
                self.setColumnWidth(number, width)

    @Slot(int)
    def _on_head_clicked(self, column: int) -> None:
        head = self.horizontalHeader()
        rising, falling = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        order = falling if self._rows_model.order == (column, rising) else rising
        head.setSortIndicator(column, order)
        head.setSortIndicatorShown(True)
        self._rows_model.sort(column, order)

    @Slot()
    def _keep_current(self) -> None:
        row = self.current_row()
        self._kept = (self._rows_model.key(row), self.currentIndex().row()) if row is not None else None

    @Slot()
    def _bring_back_current(self) -> None:
        if self._kept is not None:
            key, number = self._kept
            found = self._rows_model.find(key)
            target = found if found >= 0 else min(number, self._rows_model.rowCount() - 1)
            if target >= 0:
                flags = QItemSelectionModel.SelectionFlag
                self.selectionModel().setCurrentIndex(
                    self._rows_model.index(target, 0), flags.ClearAndSelect | flags.Rows
                )
        self._refit.start()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.current.emit(self._rows_model.row_at(index))

    @Slot()
    def _on_scrolled(self) -> None:
        self._refit.start()

    def _visible_rows(self) -> range:
        count = self._rows_model.rowCount()
        top = self.rowAt(0)
        if not count or top < 0:
            return range(0)
        bottom = self.rowAt(self.viewport().height() - 1)
        return range(top, (bottom if bottom >= 0 else count - 1) + 1)

    @Slot()
    def _fit_rows(self) -> None:
        """Give the visible rows the height their texts need; unseen rows are looked at when they come."""
        for number in self._visible_rows():
            row = self._rows_model.rows[number]
            needed = max(
                self._delegate.needed_height(column, row, self.columnWidth(place))
                for place, column in enumerate(self._rows_model.columns)
            )
            height = max(self._base, int(needed) + 7)
            if self.rowHeight(number) != height:
                self.setRowHeight(number, height)

    def _cut_heads(self) -> list[str]:
        head = self.horizontalHeader()
        metrics = QFontMetricsF(theme.type_face("label"))
        return [
            column.title
            for number, column in enumerate(self._rows_model.columns)
            if not head.isHidden()
            and metrics.horizontalAdvance(column.title) > head.sectionSize(number) - 2 * PAD + 2
        ]

    def _cut_cells(self) -> list[str]:
        cut = []
        for number in self._visible_rows():
            row = self._rows_model.rows[number]
            for place, column in enumerate(self._rows_model.columns):
                if self._delegate.needed_height(column, row, self.columnWidth(place)) > self.rowHeight(
                    number
                ):
                    cut.append(column.first(row))
        return cut
