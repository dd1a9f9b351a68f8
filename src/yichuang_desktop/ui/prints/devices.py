"""The devices of this window in short: state in words, last use, a button that tries each; the way to all."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from yichuang_desktop.ui.parts.badge import Badge
from yichuang_desktop.ui.parts.card import Rule
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.prints.model import DeviceLine
from yichuang_desktop.ui.theme import Tone

_SHORT = {
    Tone.GOOD: "正常",
    Tone.WARN: "请留意",
    Tone.BAD: "需处理",
    Tone.CALM: "可用",
    Tone.MAIN: "可用",
    Tone.NONE: "可用",
}
"""The word beside the colour; what it means for this device stands under it."""


class DeviceList(QWidget):
    """One block a device; ``test(key)`` is called when its button is pressed."""

    def __init__(self, test: Callable[[str], None]) -> None:
        super().__init__()
        self._test = test
        self._shown: tuple[DeviceLine, ...] | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self.buttons: dict[str, QPushButton] = {}
        self.more = QPushButton("全部设备、历史和设置　Ctrl 0", self)
        """Leads to the devices page."""
        self._box.addWidget(self.more)

    def show_lines(self, lines: Sequence[DeviceLine]) -> None:
        """Show these devices; nothing is rebuilt, and no focus lost, when nothing changed."""
        if self._shown == tuple(lines):
            return
        held = next((key for key, button in self.buttons.items() if button.hasFocus()), "")
        self._shown = tuple(lines)
        self.buttons = {}
        while (item := self._box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.more:
                widget.hide()
                widget.deleteLater()
        if not lines:
            self._box.addWidget(Words("本窗口没有设置设备。请在设备页查找并登记。", role="second"))
        for number, line in enumerate(lines):
            if number:
                self._box.addWidget(Rule())
            self._box.addWidget(self._block(line))
        self._box.addWidget(self.more)
        if held in self.buttons:
            self.buttons[held].setFocus()

    def _block(self, line: DeviceLine) -> QWidget:
        block = QWidget()
        grid = QGridLayout(block)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(Words(line.name, role="strong"), 0, 0)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        grid.addWidget(Badge(_SHORT[line.tone], line.tone), 0, 1, side)
        used = f"最近使用 {line.last_used:%m-%d %H:%M}" if line.last_used else ""
        said = line.words if line.words != _SHORT[line.tone] else ""
        grid.addWidget(Words("　".join(part for part in (said, used) if part), role="second"), 1, 0)
        if line.can_test:
            button = QPushButton("测试")
            button.setAccessibleName(f"测试{line.name}")
            button.clicked.connect(partial(self._pressed, line.key))
            self.buttons[line.key] = button
            grid.addWidget(button, 1, 1, side)
        grid.setColumnStretch(0, 1)
        return block

    def _pressed(self, key: str, _on: bool = False) -> None:
        self._test(key)
