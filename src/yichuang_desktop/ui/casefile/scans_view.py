"""The photographed materials of a case, to be looked at and saved: opened from the case's page (R-IN-1)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yichuang_desktop.domain.checklist import MaterialScan
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.paper import PaperPreview
from yichuang_desktop.ui.parts.rows import Column, RowModel
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.shortcuts import Key

LIST_WIDTH = 316
LOOK = "选中一份材料，拍的页就显示在这里"


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One photographed material."""

    name: str
    scan: MaterialScan


class ScanColumn(Enum):
    """The only column."""

    NAME = Column[ScanLine]("材料", lambda line: line.name, lambda line: line.scan.words)


class ScansView(QWidget):
    """``changed()`` when another material is marked or one has come to be shown."""

    changed = Signal()

    def __init__(self, tools: FormTools) -> None:
        super().__init__()
        self._tools = tools
        self._wanted = ""
        self._content = b""
        self._model = RowModel[ScanLine](ScanColumn, key=lambda line: line.scan.sha256)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(self._on_current)
        self.preview = PaperPreview()
        self.pane = ListPane(self.preview)
        listed, shown = Card("材料图像"), Card("预览")
        shown.add_hint("Tab 到预览 · + − 放大缩小")
        listed.setFixedWidth(LIST_WIDTH)
        listed.body.addWidget(self.table, 1)
        shown.body.addWidget(self.pane, 1)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(listed)
        box.addWidget(shown, 1)
        self.pane.empty("还没有选择材料", LOOK)

    @property
    def ready(self) -> bool:
        """Whether a material stands there."""
        return bool(self._content)

    def show_scans(self, scans: Sequence[tuple[str, MaterialScan]]) -> None:
        """List these."""
        self._model.show_rows(tuple(ScanLine(name, scan) for name, scan in scans))

    def begin(self) -> None:
        """Go to the first one and show it."""
        self._wanted = ""
        self.table.setFocus()
        self.table.select_row(0)
        self._on_current(self.table.current_row())

    def acts(self) -> list[Act]:
        """What can be done with what is shown."""
        return [Act("存为文件", Key.SAVE, self._save, reason="" if self.ready else "图像还没有显示出来")]

    def _on_current(self, line: ScanLine | None) -> None:
        if line is None or not self.isVisible() or line.scan.sha256 == self._wanted:
            return
        self._wanted, self._content = line.scan.sha256, b""
        self.pane.loading()
        self._tools.tasks.run(
            self, "store", partial(_fetch, self._tools, line.scan), partial(self._on_pages, line),
            self._on_refused, failed=lambda _error: self._on_failed(line),
        )  # fmt: skip
        self.changed.emit()

    def _on_pages(self, line: ScanLine, found: tuple[bytes, list[QImage]]) -> None:
        if line.scan.sha256 == self._wanted:
            self._content, pages = found
            self.preview.show_pages(pages)
            self.pane.show_list()
            self.changed.emit()

    def _on_refused(self, violation: RuleViolation) -> None:
        self.pane.empty("图像不能显示", say(violation))

    def _on_failed(self, line: ScanLine) -> None:
        self._wanted = ""
        self.pane.error("没有读到材料图像", partial(self._on_current, line))

    def _save(self) -> None:
        line = self.table.current_row()
        if line is not None:
            self._tools.files.ask_save(self, "存为文件", f"{line.name}.pdf", "PDF (*.pdf)", self._write)

    def _write(self, path: Path) -> None:
        content, messages = self._content, self._tools.messages
        self._tools.tasks.run(
            self, "files", partial(path.write_bytes, content),
            lambda _size: messages.good(f"已保存：{path.name}"),
            failed=lambda _error: messages.bad("没有存成，请换一个位置再试。"),
        )  # fmt: skip


def _fetch(tools: FormTools, scan: MaterialScan) -> tuple[bytes, list[QImage]]:
    """The file and its pages as pictures. Raises RuleViolation ``scan_altered``."""
    content = tools.desk.views.attachment(scan.sha256)
    if hashlib.sha256(content).hexdigest() != scan.sha256:
        raise RuleViolation("scan_altered")
    return content, [QImage.fromData(page) for page in tools.camera.pages_of(content)]
