"""The table of the ledger: every column, wider than the window; it scrolls sideways with the arrow keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.services.ports import LedgerRow
from yichuang_desktop.ui.ledger.model import TABLE_COLUMNS
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.table import TwoLineTable


class LedgerTable(TwoLineTable[LedgerRow]):
    """One line a row; left and right go from column to column."""

    def __init__(self, ledger: Ledger = Ledger.COUNTER) -> None:
        self.rows = RowModel[LedgerRow](TABLE_COLUMNS[ledger], key=lambda row: row.receipt_no)
        super().__init__(self.rows, one_line=True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerWidget(QWidget())
