"""Lists as models: a tuple of frozen rows, columns as a typed enum, sorting and filtering in plain Python.

A proxy model over a Python model is 25 to 45 times slower than sorting a list (100,000 rows), so the model
sorts and filters itself. ``data()`` is half of every repaint, so it does nothing but look up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from yichuang_desktop.ui.theme import Tone

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The frozen row itself."""
SORT_ROLE = Qt.ItemDataRole.UserRole + 2
"""What the column sorts by."""
SECOND_ROLE = Qt.ItemDataRole.UserRole + 3
"""The second line of a cell."""
BADGE_ROLE = Qt.ItemDataRole.UserRole + 4
"""The :class:`Tone` of a cell drawn as a badge, or None."""
TONE_ROLE = Qt.ItemDataRole.UserRole + 5
"""The :class:`Tone` of the first line."""
BOLD_ROLE = Qt.ItemDataRole.UserRole + 6


def _nothing(_row: Any) -> str:
    return ""


@dataclass(frozen=True)  # not slotted: Column[Row](...) sets an attribute of typing's own
class Column(Generic[R]):
    """One column: what it says of a row.

    ``width`` is in pixels at 96 dpi; 0 takes what is left (several share it). ``badge`` makes the first line
    a badge of that tone (None: plain text). ``sort`` defaults to the first line.
    """

    title: str
    first: Callable[[R], str]
    second: Callable[[R], str] = _nothing
    width: int = 0
    badge: Callable[[R], Tone | None] | None = None
    tone: Callable[[R], Tone] | None = None
    sort: Callable[[R], Any] | None = None
    bold: bool = False
    right: bool = False

    def sort_key(self, row: R) -> Any:
        """What the column sorts ``row`` by."""
        return self.sort(row) if self.sort is not None else self.first(row)


class RowModel(QAbstractTableModel, Generic[R]):
    """A table of frozen rows. ``columns`` is an Enum whose values are :class:`Column`, in order::

        class QueueColumn(Enum):
            CASE = Column[QueueRow]("收件编号", lambda row: row.receipt_no, lambda row: row.applicant)
            STATE = Column[QueueRow]("状态", lambda row: row.words, badge=lambda row: row.tone, width=110)

        model = RowModel[QueueRow](QueueColumn)
        model.show_rows(rows)

    ``key`` tells rows apart over a refresh (default: the row itself), so that the selection stays.
    """

    def __init__(
        self,
        columns: type[Enum],
        key: Callable[[R], Any] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.names: tuple[Enum, ...] = tuple(columns)
        self.columns: tuple[Column[R], ...] = tuple(name.value for name in columns)
        self.key: Callable[[R], Any] = key if key is not None else _itself
        self._all: tuple[R, ...] = ()
        self._rows: tuple[R, ...] = ()
        self._accept: Callable[[R], bool] | None = None
        self._order: tuple[int, Qt.SortOrder] | None = None

    # -- what a screen uses ----------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these, filtered and sorted as before."""
        self._all = tuple(rows)
        self._arrange()

    def show_only(self, accept: Callable[[R], bool] | None) -> None:
        """Show only the rows ``accept`` says yes to; None shows all."""
        self._accept = accept
        self._arrange()

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows as shown, top to bottom."""
        return self._rows

    @property
    def total(self) -> int:
        """How many rows there are without the filter."""
        return len(self._all)

    @property
    def order(self) -> tuple[int, Qt.SortOrder] | None:
        """The column the rows are sorted by and how; None: as they were given."""
        return self._order

    def row_at(self, index: Index | int) -> R | None:
        """The row of an index or row number; None outside the table."""
        number = index if isinstance(index, int) else index.row()
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def find(self, key: Any) -> int:
        """The row number of the row with that key, or -1."""
        return next((number for number, row in enumerate(self._rows) if self.key(row) == key), -1)

    def column_of(self, name: Enum) -> int:
        """The number of a column."""
        return self.names.index(name)

    # -- what Qt asks ----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        number = index.row()
        if not 0 <= number < len(self._rows):
            return None
        read = _READERS.get(role)
        return read(self.columns[index.column()], self._rows[number]) if read is not None else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = (
                    Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
                )
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = (column, order) if column >= 0 else None
        self._arrange()

    # -- inside ----------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.beginResetModel()
        rows: Sequence[R] = self._all
        if self._accept is not None:
            rows = [row for row in rows if self._accept(row)]
        if self._order is not None:
            column, order = self._order
            backwards = order is Qt.SortOrder.DescendingOrder
            rows = sorted(rows, key=self.columns[column].sort_key, reverse=backwards)
        self._rows = tuple(rows)
        self.endResetModel()


def _itself(row: Any) -> Any:
    return row


def _alignment(column: Column[Any], _row: Any) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


_READERS: dict[int, Callable[[Column[Any], Any], Any]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda column, row: column.first(row),
    int(Qt.ItemDataRole.AccessibleTextRole): lambda column, row: f"{column.first(row)} {column.second(row)}",
    int(Qt.ItemDataRole.TextAlignmentRole): _alignment,
    ROW_ROLE: lambda _column, row: row,
    SORT_ROLE: lambda column, row: column.sort_key(row),
    SECOND_ROLE: lambda column, row: column.second(row),
    BADGE_ROLE: lambda column, row: column.badge(row) if column.badge is not None else None,
    TONE_ROLE: lambda column, row: column.tone(row) if column.tone is not None else Tone.NONE,
    BOLD_ROLE: lambda column, _row: column.bold,
}
