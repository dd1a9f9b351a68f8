"""Above the lists of a case: 经过, 分办清单, 退件链; nothing where there is only the first (Alt L turns)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.keycap import KeyCap
from yichuang_desktop.ui.shortcuts import Key

TIMELINE = "办件经过"


class ViewsBar(QWidget):
    """``turned()`` when another list is shown."""

    turned = Signal()

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = (TIMELINE,)
        self.current = TIMELINE
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.size("space_1"))
        self.tabs = {name: QPushButton(name) for name in names}
        for name, tab in self.tabs.items():
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tab.clicked.connect(partial(self._on_clicked, name))
            row.addWidget(tab)
        row.addWidget(KeyCap(Key.ALT_L))
        row.addStretch(1)
        self.hide()

    def show_names(self, names: Sequence[str]) -> None:
        """The lists this case has."""
        self._names = tuple(names)
        for name, tab in self.tabs.items():
            tab.setVisible(name in names)
        self.setVisible(len(names) > 1)
        if self.current not in names:
            self.turn_to(TIMELINE)

    def turn_to(self, name: str) -> None:
        """Show this list."""
        self.current = name
        for one, tab in self.tabs.items():
            tab.setChecked(one == name)
        self.turned.emit()

    def turn(self) -> bool:
        """The next list; False when there is only one."""
        if len(self._names) == 1:
            return False
        at = self._names.index(self.current)
        self.turn_to(self._names[(at + 1) % len(self._names)])
        return True

    def _on_clicked(self, name: str, _on: bool = False) -> None:
        self.turn_to(name)
