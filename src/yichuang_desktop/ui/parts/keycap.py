"""A key cap, and rows of key caps with what each key does."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key


class KeyCap(QLabel):
    """The picture of a key. ``on`` fits it to its ground: "", ``main`` (blue act), ``faint``, ``off``."""

    def __init__(self, cap: str | Key, on: str = "", parent: QWidget | None = None) -> None:
        super().__init__(cap.cap if isinstance(cap, Key) else cap, parent)
        self.setProperty("role", "keycap")
        self.setProperty("on", on)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class KeyHints(QWidget):
    """Key caps with words, in a row: ``[↑↓] 选材料  [Ctrl F] 搜事项``."""

    def __init__(self, hints: Sequence[tuple[str | Key, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(5)
        self._row.addStretch(1)
        self._shown: tuple[tuple[str | Key, str], ...] = ()
        self.set_hints(hints)

    def set_hints(self, hints: Sequence[tuple[str | Key, str]]) -> None:
        """Show these; nothing is rebuilt when they are the ones already shown."""
        if tuple(hints) == self._shown:
            return
        self._shown = tuple(hints)
        while self._row.count() > 1:
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, (key, words) in enumerate(self._shown):
            self._row.insertWidget(self._row.count() - 1, KeyCap(key))
            self._row.insertWidget(self._row.count() - 1, Words(words, role="hint", wrap=False))
            if number < len(self._shown) - 1:
                self._row.insertSpacing(self._row.count() - 1, 14)
