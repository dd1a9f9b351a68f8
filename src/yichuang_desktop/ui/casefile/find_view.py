"""The search box of the case screen and the cases it found."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yichuang_desktop.services.ports import CaseRow
from yichuang_desktop.ui.casefile.model import FOUND_AT_MOST, FoundColumn, FoundLine
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable

HOW_TO_FIND = "收件编号（可只写末几位）、姓名或单位、证件号码、电话都可以；也可以直接扫单据上的条码"


class FoundList(Card):
    """``chosen(FoundLine)`` when a case is to be opened, ``current()`` when the mark moved."""

    chosen = Signal(object)
    current = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("查询结果", parent=parent)
        self._hint = self.add_hint("")
        self._model = RowModel[FoundLine](FoundColumn, key=lambda line: line.row.case_id)
        self.table = TwoLineTable(self._model)
        self.table.chosen.connect(self.chosen)
        self.table.current.connect(lambda _line: self.current.emit())
        self.pane = ListPane(self.table)
        box = QVBoxLayout()
        box.addWidget(self.pane, 1)
        self.body.addLayout(box, 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Before anything was asked."""
        self._model.show_rows(())
        self._hint.setText("")
        self.pane.empty("要找哪一件？", HOW_TO_FIND)

    def show_rows(self, text: str, rows: tuple[CaseRow, ...]) -> None:
        """What was found for ``text``."""
        self._model.show_rows(tuple(FoundLine(row) for row in rows))
        if not rows:
            self._hint.setText("")
            self.pane.empty(f"没有找到“{text}”", "请核对号码或换一种写法：" + HOW_TO_FIND)
            return
        more = "，只列出前面的，请写得更全一些" if len(rows) >= FOUND_AT_MOST else ""
        self._hint.setText(f"{len(rows)} 件{more}")
        self.pane.show_list()
        self.table.select_row(0)
