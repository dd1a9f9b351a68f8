"""The papers of one case: what was printed, in what state, and each as it looks."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yichuang_desktop.services.ports import PrintRow
from yichuang_desktop.ui.files import Files
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.prints.model import JobColumn, PaperMaker, PrintDocuments, PrintLine
from yichuang_desktop.ui.prints.reader import PaperReader
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.tasks import Tasks

LIST_WIDTH = 316


class PapersView(QWidget):
    """``changed()`` when another paper is marked or one has come to be shown."""

    changed = Signal()

    def __init__(
        self, tasks: Tasks, messages: Messages, documents: PrintDocuments, maker: PaperMaker, files: Files
    ) -> None:
        super().__init__()
        self._case_no = ""
        self._shown = ""
        self._model = RowModel[PrintLine](JobColumn, key=lambda line: line.row.job_id)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(self._on_current)
        self.reader = PaperReader(tasks, messages, documents, maker, files)
        self.reader.changed.connect(self.changed)
        jobs, paper = Card("单据"), Card("预览")
        paper.add_hint("Tab 到预览 · + − 放大缩小")
        jobs.setFixedWidth(LIST_WIDTH)
        jobs.body.addWidget(self.table, 1)
        paper.body.addWidget(self.reader, 1)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(jobs)
        box.addWidget(paper, 1)

    @property
    def lines(self) -> tuple[PrintLine, ...]:
        """The papers as listed, newest first."""
        return self._model.rows

    @property
    def current(self) -> PrintLine | None:
        """The paper under the mark."""
        return self.table.current_row()

    def show_prints(self, prints: Sequence[PrintRow]) -> None:
        """List these; the mark stays on its paper."""
        newest = sorted(prints, key=lambda row: row.requested_at, reverse=True)
        self._model.show_rows(tuple(PrintLine(row) for row in newest))

    def begin(self, case_no: str) -> None:
        """Go to the first paper and show it."""
        self._case_no, self._shown = case_no, ""
        self.table.setFocus()
        self.table.select_row(0)
        self._on_current(self.current)

    def acts(self, busy: str, reprint: Callable[[], None]) -> list[Act]:
        """What can be done with the paper under the mark."""
        line = self.current
        none = busy or ("" if line is not None else "请先选择一张单据")
        ready = none or ("" if self.reader.ready else "单据还没有显示出来")
        return [
            Act("存为文件", Key.SAVE, self.reader.save, reason=ready),
            Act(
                "补打一份",
                Key.MAIN,
                reprint,
                main=True,
                reason=none or (line.why_not_reprint if line else ""),
            ),
        ]

    def _on_current(self, line: PrintLine | None) -> None:
        if line is None:
            self._shown = ""
            self.reader.clear()
        elif self.isVisible() and line.row.job_id != self._shown:
            self._shown = line.row.job_id
            self.reader.show_job(line.row.job_id, f"{self._case_no}{line.title}")
        self.changed.emit()
