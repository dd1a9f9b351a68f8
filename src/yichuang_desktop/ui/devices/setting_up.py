"""Set-up of a device: what was found in one list, and the little that has to be typed."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yichuang_desktop.domain.devices import DeviceKind
from yichuang_desktop.ui.devices.model import Candidate, CandidateColumn, candidates_in_order
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.field import ChoiceField, FieldBox
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.states import ListPane
from yichuang_desktop.ui.parts.table import TwoLineTable

NEVER_FOUND = "请接好设备、打开电源，再找一次；网络打印机请选“手工填写”的一行，填上地址。"


class SetUpPage(QWidget):
    """``changed`` when what can be done may be another; ``chosen`` on Enter."""

    changed = Signal()
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._model = RowModel[Candidate](CandidateColumn, key=lambda row: row.key)
        self.table = TwoLineTable(self._model)
        self.pane = ListPane(self.table)
        self.card = Card("查找设备")
        self.hint = self.card.add_hint("")
        self.card.body.addWidget(self.pane, 1)
        self.asked = Card("需要填写")
        self.address = FieldBox("地址", ime=False, placeholder="例如 tcp://192.168.1.50:9100 或 serial:COM3")
        self.asked.body.addWidget(self.address)
        self._fields: dict[str, FieldBox | ChoiceField[str]] = {}
        self._wanted: DeviceKind | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.card, 1)
        box.addWidget(self.asked)
        self.table.current.connect(lambda _row: self._on_current())
        self.table.chosen.connect(lambda _row: self._on_chosen())
        self.address.edited.connect(lambda _text: self._on_edited())
        self.address.entered.connect(self.chosen)

    def begin(self, wanted: DeviceKind | None) -> None:
        """Looking has begun, above all for this kind."""
        self._wanted = wanted
        self._model.show_rows(())
        self.pane.first_loading()
        self.hint.setText("正在查找…")
        self._on_current()

    def show_progress(self, done: int, total: int) -> None:
        """So many drivers have looked."""
        self.hint.setText(f"正在查找… {done} / {total}")

    def show_found(self, found: Sequence[Candidate]) -> None:
        """What there is."""
        rows = candidates_in_order(found, self._wanted)
        self._model.show_rows(rows)
        really = sum(not row.by_hand for row in rows)
        self.hint.setText(f"找到 {really} 台" if really else "没有找到，可以手工填写")
        if rows:
            self.pane.show_list()
            self.table.select_row(0)
        else:
            self.pane.empty("没有找到设备", NEVER_FOUND)
        self._on_current()

    def fail(self, words: str) -> None:
        """Looking came to nothing."""
        self.hint.setText("")
        self.pane.empty(words, NEVER_FOUND)
        self._on_current()

    @property
    def candidate(self) -> Candidate | None:
        """The row the cursor is on, with what was typed."""
        row = self.table.current_row()
        if row is None:
            return None
        told = {name: _told(field) for name, field in self._fields.items()}
        typed = {name: value for name, value in told.items() if value}
        address = self.address.text() if row.by_hand else row.address
        return replace(row, address=address, options={**row.options, **typed})

    def why_not(self) -> str:
        """Why nothing can be used yet; empty when it can."""
        chosen = self.candidate
        if chosen is None:
            return "请先选一台设备"
        if chosen.here:
            return "本窗口正在用这一台"
        return "" if chosen.address else "请填写地址"

    def _on_current(self) -> None:
        row = self.table.current_row()
        for field in self._fields.values():
            field.hide()
            field.deleteLater()
        self._fields = {}
        self.address.set_text("")
        self.address.show_remark()
        self.address.setVisible(row is not None and row.by_hand)
        if row is None:
            self.asked.hide()
            self.changed.emit()
            return
        for name, label in row.asks.items():
            self._fields[name] = field = self._field(name, label, row)
            self.asked.body.addWidget(field)
        self.asked.setVisible(row.by_hand or bool(row.asks))
        self.changed.emit()

    def _field(self, name: str, label: str, row: Candidate) -> FieldBox | ChoiceField[str]:
        if name in row.choices:
            chosen = ChoiceField(label, row.choices[name])
            chosen.set_value(str(row.options.get(name, "")))
            chosen.changed.connect(lambda _value: self.changed.emit())
            return chosen
        field = FieldBox(label, ime=False)
        field.set_text(str(row.options.get(name, "")))
        field.edited.connect(lambda _text: self.changed.emit())
        return field

    def _on_edited(self) -> None:
        self.address.show_remark()
        self.changed.emit()

    def _on_chosen(self) -> None:
        row = self.table.current_row()
        if row is not None and row.by_hand and not self.address.text():
            self.address.setFocus()
        else:
            self.chosen.emit()


def _told(field: FieldBox | ChoiceField[str]) -> str:
    return field.text() if isinstance(field, FieldBox) else field.value() or ""
