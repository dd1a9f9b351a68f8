"""What waits at this window: drafts not finished, notices whose completion is awaited (R-IN-4, R-X-1)."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yichuang_desktop.services.ports import DraftRow
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.rows import Column, RowModel
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.theme import Tone


def _state(row: DraftRow) -> str:
    if row.state == "notified":
        return "已告知，待补正"
    return "材料暂存" if row.papers_kept else "未办完"


def _until(row: DraftRow) -> str:
    """Until when the hall owes a word about papers it keeps (decisions 12)."""
    return f"{row.notice_due:%m-%d}前告知" if row.notice_due and row.state == "draft" else ""


def _tone(row: DraftRow) -> Tone:
    if row.notice_due is not None and row.state == "draft":
        return Tone.BAD
    return Tone.WARN if row.state == "notified" else Tone.MAIN


class DraftColumn(Enum):
    """The columns of the list of drafts."""

    APPLICANT = Column[DraftRow]("申请人", lambda row: row.applicant_name or "（未填写）", width=230)
    ITEM = Column[DraftRow]("事项", lambda row: row.item_name, lambda row: row.notice_no)
    SAVED = Column[DraftRow](
        "最后保存", lambda row: f"{row.saved_at:%m-%d %H:%M}", lambda row: row.clerk, width=130
    )
    STATE = Column[DraftRow]("状态", _state, _until, badge=_tone, width=150)


class DraftsCard(Card):
    """``taken_up(DraftRow)`` when the clerk goes on with one (Enter or double click)."""

    taken_up = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("继续办理", parent=parent)
        self.add_hint("选中后按 Enter 继续")
        self._model = RowModel[DraftRow](DraftColumn, key=lambda row: row.case_id)
        self.table = TwoLineTable(self._model)
        self.table.chosen.connect(self.taken_up)
        self.pane = ListPane(self.table)
        self.body.addWidget(self.pane, 1)

    def show_drafts(self, rows: tuple[DraftRow, ...]) -> None:
        """Show what waits."""
        self._model.show_rows(rows)
        if rows:
            self.pane.show_list()
        else:
            self.pane.empty("没有未办完的收件", "在上面的框里选定事项，就开始一件新的收件")

    def show_trouble(self, again: Callable[[], None]) -> None:
        """The list could not be read."""
        self.pane.error("没有读到未办完的收件", again)
