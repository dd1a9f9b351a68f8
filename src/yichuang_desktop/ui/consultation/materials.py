"""The materials of the guide, each with its filled-in example or the word that there is none."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yichuang_desktop.ui.consultation.model import MaterialColumn, MaterialLine
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable

SOME = "选中材料：Enter 看示范文本，Alt S 打印"
NONE = "本事项没有示范文本，请按受理要点口头说明"


class MaterialsCard(Card):
    """``current()`` when another material is marked, ``chosen(MaterialLine)`` on Enter."""

    current = Signal()
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("材料与示范文本", parent=parent)
        self._hint = self.add_hint(SOME)
        self._model = RowModel[MaterialLine](MaterialColumn, key=lambda line: line.material.seq)
        self.table = TwoLineTable(self._model)
        self.table.current.connect(lambda _line: self.current.emit())
        self.table.chosen.connect(self.chosen)
        self._pane = ListPane(self.table)
        self.body.addWidget(self._pane, 1)

    def current_line(self) -> MaterialLine | None:
        """The material under the mark."""
        line: MaterialLine | None = self.table.current_row()
        return line

    def show_lines(self, lines: tuple[MaterialLine, ...]) -> None:
        """Show the materials of an item; the mark goes to the first that has an example."""
        self._model.show_rows(lines)
        self._hint.setText(SOME if any(line.samples for line in lines) else NONE)
        if not lines:
            self._pane.empty("本事项不需要申请人提交材料", "按 F10 打印告知单，写明办理条件和时限")
            return
        self._pane.show_list()
        first = next((line for line in lines if line.samples), lines[0])
        self.table.select_key(first.material.seq)
