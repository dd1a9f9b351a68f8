"""Rows of materials: a list begun from the case's checklist, and under it the row that is being changed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from yichuang_desktop.domain.asking import Ask, MaterialRow
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.forms.inputs import Input, label_of
from yichuang_desktop.ui.forms.tools import Around
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.rows import Column, RowModel
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.stray_scan import catch_scans
from yichuang_desktop.ui.theme import Tone

MOST_SHOWN = 5
HEAD = 34
NOTHING = "还没有材料，按 N 加一行"
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its place; a row taken out stays, struck, and can be taken in again."""

    place: int
    row: MaterialRow
    out: bool = False


def _counts(line: Line) -> str:
    sheets = f" {line.row.sheets} 页" if line.row.sheets else ""
    return f"{line.row.copies} 份{sheets}"


class LineColumn(Enum):
    """The columns of the rows."""

    NAME = Column[Line](
        "材料",
        lambda line: line.row.name or "（请写名称）",
        lambda line: "；".join(part for part in (line.row.form, line.row.remark) if part),
    )
    COPIES = Column[Line]("份数", _counts, width=92)
    STATE = Column[Line](
        "", lambda line: "不列入" if line.out else "列入",
        badge=lambda line: Tone.CALM if line.out else Tone.GOOD, width=72,
    )  # fmt: skip


class LinesTable(TwoLineTable[Line]):
    """Delete or X takes a row out or in again; plus and minus count copies."""

    counted = Signal(int)
    struck = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.counted.emit(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.counted.emit(-1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_X):
            self.struck.emit()
        else:
            super().keyPressEvent(event)


class MaterialsInput(Input):
    """``tuple[MaterialRow, ...]``: the rows that are in."""

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__(name, ask, around)
        self._lines: tuple[Line, ...] = ()
        self._model = RowModel[Line](LineColumn, key=lambda line: line.place)
        self.table = LinesTable(self._model)
        self.add, self._under = QPushButton("加一行（N）"), Words(role="second")
        self._row, self._nothing = QWidget(), Words(NOTHING, role="second")
        self.material = FieldBox("材料名称", max_length=200)
        self.copies = FieldBox("份数", ime=False, max_length=3)
        self.sheets = FieldBox("页数", ime=False, max_length=4)
        self.remark = FieldBox("说明（可不填）", max_length=200)
        self._build()
        self._connect()
        self._fit()

    def value(self) -> Any:
        return tuple(line.row for line in self._lines if not line.out and line.row.name.strip())

    def set_value(self, value: Any) -> None:
        rows: Iterable[MaterialRow] = value or ()
        self._lines = tuple(Line(place, row) for place, row in enumerate(rows))
        self._show()
        self.table.select_row(0)

    def say(self, words: str = "", tone: Tone = Tone.NONE) -> None:
        self._under.setText(words)
        self._under.set_tone(tone)
        self._under.setVisible(bool(words))

    def helps(self) -> tuple[str, Tone]:
        if not self._lines or (self.ask.hint and not self.value()):
            return self.ask.hint, Tone.NONE
        return f"列入 {len(self.value())} 项　↑↓ 选行，X 不列入，+ − 份数，Enter 修改，N 加一行", Tone.NONE

    @property
    def said(self) -> str:
        return self._under.text()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every row, taken out ones too."""
        return self._lines

    # -- inside ----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.add.setProperty("role", "link")
        self.add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.addWidget(Words(label_of(self.ask), role="label"), 1)
        head.addWidget(self.add)
        self.box.addLayout(head)
        self.box.addWidget(self.table)
        self.box.addWidget(self._nothing)
        self.box.addWidget(self._build_row())
        self.box.addWidget(self._under)
        self.setFocusProxy(self.table)

    def _build_row(self) -> QWidget:
        """The fields of the row under the mark."""
        box = QVBoxLayout(self._row)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.material)
        second = QHBoxLayout()
        second.setSpacing(10)
        for field, stretch in ((self.copies, 1), (self.sheets, 1), (self.remark, 3)):
            second.addWidget(field, stretch, Qt.AlignmentFlag.AlignTop)
        box.addLayout(second)
        return self._row

    def _connect(self) -> None:
        fields = (self.material, self.copies, self.sheets, self.remark)
        for field in fields:
            field.edited.connect(lambda _text: self._on_typed())
            field.left.connect(lambda _text: self.left.emit())
        catch_scans(fields, self.scanned.emit)
        self.table.current.connect(lambda _line: self._show_current())
        self.table.chosen.connect(lambda _line: self.material.setFocus())
        self.table.counted.connect(self._on_counted)
        self.table.struck.connect(self._on_struck)
        self.table.letter.connect(lambda letter: self._on_add() if letter == "N" else None)
        self.add.clicked.connect(self._on_add)

    def _current(self) -> Line | None:
        return self.table.current_row()

    def _show(self) -> None:
        self._model.show_rows(self._lines)
        self._fit()
        self._show_current()

    def _fit(self) -> None:
        """As high as the rows, within bounds; without any the fields to change one are away."""
        rows = min(len(self._lines), MOST_SHOWN)
        self.table.setFixedHeight(rows * theme.size("row_two") + HEAD)
        self._nothing.setVisible(not self._lines)
        self._row.setVisible(bool(self._lines))

    def _show_current(self) -> None:
        line = self._current()
        row = line.row if line is not None else MaterialRow("", 1)
        values = (row.name, str(row.copies), str(row.sheets or ""), row.remark)
        for field, text in zip((self.material, self.copies, self.sheets, self.remark), values, strict=True):
            field.edit.setEnabled(line is not None)
            if not field.edit.hasFocus():
                field.set_text(text)

    def _change(self, line: Line) -> None:
        self._lines = tuple(line if one.place == line.place else one for one in self._lines)
        self._model.show_rows(self._lines)
        self.edited.emit()

    def _on_typed(self) -> None:
        line = self._current()
        if line is None:
            return
        copies, sheets = _number(self.copies, 1), _number(self.sheets, 0)
        name, remark = self.material.text(), self.remark.text()
        self._change(
            replace(line, row=replace(line.row, name=name, copies=copies, sheets=sheets, remark=remark))
        )

    def _on_counted(self, by: int) -> None:
        line = self._current()
        if line is not None:
            self._change(replace(line, row=replace(line.row, copies=max(line.row.copies + by, 0))))
            self._show_current()

    def _on_struck(self) -> None:
        line = self._current()
        if line is not None:
            self._change(replace(line, out=not line.out))

    def _on_add(self) -> None:
        if len(self._lines) >= MOST_ROWS:
            return
        self._lines = (*self._lines, Line(len(self._lines), MaterialRow("", 1)))
        self._model.show_rows(self._lines)
        self._fit()
        self.table.select_row(len(self._lines) - 1)
        self._show_current()
        self.material.setFocus()
        self.edited.emit()


def _number(field: FieldBox, otherwise: int) -> int:
    text = field.text()
    fits = text.isascii() and text.isdigit()
    field.show_remark("" if fits or not text else "请填数字", Tone.NONE if fits or not text else Tone.BAD)
    return int(text) if fits else otherwise
