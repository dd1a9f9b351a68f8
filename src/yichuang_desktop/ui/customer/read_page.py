"""The page the citizen reads: a guide or an example of a form, as it would come out of the printer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yichuang_desktop.ui.parts.paper import PaperPreview
from yichuang_desktop.ui.parts.words import Words

MINUTES = 3
HINT = "可上下滑动翻看；看完请告诉窗口工作人员"


class ReadPage(QWidget):
    """``read()`` when the time for reading is over: what one citizen asked is not left for the next."""

    read = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Words("", role="title")
        self.preview = PaperPreview()
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        hint = Words(HINT, role="words")
        for words in (self._title, hint):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(40, 24, 40, 24)
        box.addWidget(self._title)
        box.addWidget(self.preview, 1)
        box.addWidget(hint)
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(MINUTES * 60_000)
        self._over.timeout.connect(self.read)

    def begin(self, title: str, pages: Sequence[QImage]) -> None:
        """Show these pages from the top."""
        self._title.setText(title)
        self.preview.show_pages(pages)
        self._over.start()

    def drop(self) -> None:
        """Take them away."""
        self._over.stop()
        self.preview.show_pages(())
