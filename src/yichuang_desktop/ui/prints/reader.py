"""A paper on screen as it will be printed: fetched and laid out off the Qt thread, saved as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services.papers_made import RECEIPT_SLIP
from yichuang_desktop.ui.files import Files
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.paper import PaperPreview
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.prints.model import PaperMaker, PrintDocuments, paper_title
from yichuang_desktop.ui.tasks import Tasks

Document = tuple[str, Mapping[str, Any], str]
SLIP_WIDEST = 520
"""A slip is no wider on screen than this: it is a strip of paper, not a page."""


@dataclass(frozen=True, slots=True)
class _Shown:
    name: str
    document: Document
    pictures: Sequence[QImage]


class PaperReader(QWidget):
    """``show_job(id, name)`` or ``show_document(…)``; ``save()`` asks for a place and writes it there.

    ``changed()`` when a paper has come to be shown, or is not shown any more.
    """

    changed = Signal()

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        documents: PrintDocuments,
        maker: PaperMaker,
        files: Files,
    ) -> None:
        super().__init__()
        self._tasks, self._messages, self._documents = tasks, messages, documents
        self._maker, self._files = maker, files
        self._wanted = 0
        self._shown: _Shown | None = None
        self.preview = PaperPreview()
        self.pane = ListPane(self.preview)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.pane)
        self.setFocusProxy(self.preview)
        self.clear()

    @property
    def ready(self) -> bool:
        """Whether a paper stands there."""
        return self._shown is not None

    def clear(self, words: str = "还没有选择单据") -> None:
        """Show no paper."""
        self._wanted += 1
        self._shown = None
        self.pane.empty(words, "选中一张单据，就会照打印的样子显示在这里")

    def show_job(self, job_id: str, name: str) -> None:
        """Show the paper of a print job; ``name`` is proposed for its file."""
        wanted = self._begin()
        self._tasks.run(
            self,
            "store",
            partial(self._documents.print_document, job_id),
            lambda document: self._lay_out(wanted, name, document),
            partial(self._on_refused, wanted),
            lambda _error: self._on_failed(wanted, partial(self.show_job, job_id, name)),
        )

    def show_document(self, kind: str, document: Mapping[str, Any], name: str) -> None:
        """Show a paper that is no print job (a ledger)."""
        self._lay_out(self._begin(), name, (kind, document, ""))

    def save(self, whole: Mapping[str, Any] | None = None) -> None:
        """Ask for a place and keep the paper there: a page as PDF, a slip as a picture.

        ``whole`` is the document to be kept where what is shown is only its beginning.
        """
        shown = self._shown
        if shown is None:
            return
        if whole is not None:
            shown = replace(shown, document=(shown.document[0], whole, shown.document[2]))
        kind = paper_title(shown.document[0])
        ending, words = ("png", "图片") if shown.document[0] == RECEIPT_SLIP else ("pdf", "PDF 文件")
        self._files.ask_save(
            self,
            f"保存{kind}",
            f"{shown.name}.{ending}",
            f"{words} (*.{ending})",
            partial(self._save_to, shown),
        )

    # -- inside ----------------------------------------------------------------------------------------------

    def _begin(self) -> int:
        self._wanted += 1
        self._shown = None
        self.pane.first_loading()
        self.changed.emit()
        return self._wanted

    def _lay_out(self, wanted: int, name: str, document: Document) -> None:
        if wanted != self._wanted:
            return
        self._tasks.run(
            self,
            "paper",
            lambda: self._maker.pictures(*document),
            lambda pictures: self._show(wanted, _Shown(name, document, pictures)),
            partial(self._on_refused, wanted),
            lambda _error: self._on_failed(wanted, partial(self._lay_out, wanted, name, document)),
        )

    def _show(self, wanted: int, shown: _Shown) -> None:
        if wanted != self._wanted:
            return
        self._shown = shown
        self.preview.show_pages(shown.pictures)
        self.preview.set_zoom(self._slip_zoom() if shown.document[0] == RECEIPT_SLIP else 1.0)
        self.pane.show_list()
        self.changed.emit()

    def _slip_zoom(self) -> float:
        return min(1.0, SLIP_WIDEST / max(self.width(), 1))

    def _on_refused(self, wanted: int, violation: RuleViolation) -> None:
        if wanted == self._wanted:
            self.pane.empty("这张单据现在不能显示", say(violation))

    def _on_failed(self, wanted: int, again: Any) -> None:
        if wanted == self._wanted:
            self.pane.error("没有读到这张单据", again)

    def _save_to(self, shown: _Shown, path: Path) -> None:
        self._tasks.run(
            self,
            "paper",
            partial(_write, self._maker, shown, path),
            lambda _none: self._messages.good(f"已保存：{path.name}"),
            failed=lambda _error: self._messages.bad(
                f"没有存成“{path.name}”。请看磁盘空间和文件夹权限，或换一个位置。",
                partial(self._save_to, shown, path),
            ),
        )


def _write(maker: PaperMaker, shown: _Shown, path: Path) -> None:
    if shown.document[0] == RECEIPT_SLIP:
        if not shown.pictures[0].save(str(path)):
            raise OSError(f"cannot write {path}")
        return
    path.write_bytes(maker.pdf(*shown.document))
