"""The copy card: for a hall without an interface, the platform's fields on the clipboard one by one (R-IN-7).

The platform stands in another window; the clerk pastes there, comes back and presses Enter or the space bar
for the next field.  At the end the platform's number is typed or scanned here.  What was put on the clipboard
is taken off again when the card is left.
"""

from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.outbox.copying import CopyColumn, CopyLine, lines_of
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.rows import RowModel
from yichuang_desktop.ui.parts.table import TwoLineTable
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.sending import Sending
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone

WIDTH = 380
LEAST_TABLE = 150
NEXT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class FieldTable(TwoLineTable[CopyLine]):
    """The fields; Enter and the space bar go on to the next one."""

    stepped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in NEXT_KEYS:
            self.stepped.emit()
        else:
            super().keyPressEvent(event)


class CopyCard(Card):
    """``begin(file)`` opens it, ``leave()`` closes it; ``changed()`` when what can be done is another.

    ``entered(ActDone)``: the platform's number is on the case.
    """

    changed = Signal()
    entered = Signal(object)

    def __init__(self, tasks: Tasks, messages: Messages, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("复制到平台", parent=parent)
        self._messages, self._desk = messages, desk
        self._file: CaseFile | None = None
        self._lines: tuple[CopyLine, ...] = ()
        self._at = -1
        self._mine = ""
        self.sending = Sending(tasks, messages, self)
        self.sending.changed.connect(self.changed)
        self._build()
        self.setFixedWidth(WIDTH)
        self.hide()

    def _build(self) -> None:
        self._whose = Words(role="strong")
        self._todo = Words(role="note")
        self._model = RowModel[CopyLine](CopyColumn, key=lambda line: line.name)
        self.table = FieldTable(self._model)
        self.table.setAccessibleName("要复制的字段")
        self.table.setMinimumHeight(LEAST_TABLE)
        self.table.stepped.connect(self._step)
        self.table.current.connect(self._on_current)
        self.number = FieldBox("平台编号（手输或扫码，按 Enter 登记）", ime=False, max_length=50)
        self.number.edit.entered.connect(self._enter)
        self.number.edited.connect(lambda _text: self._on_number())
        self.body.addWidget(self._whose)
        self.body.addWidget(self._todo)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.number)

    # -- opening and leaving ---------------------------------------------------------------------------------

    @property
    def open(self) -> bool:
        """Whether a case is being copied."""
        return self._file is not None

    @property
    def on_clipboard(self) -> str:
        """The name of the field that was put on the clipboard last."""
        return self._lines[self._at].name if 0 <= self._at < len(self._lines) else ""

    def begin(self, file: CaseFile) -> None:
        """Copy a case: its first field is on the clipboard at once."""
        self._file, self._lines, self._at = file, lines_of(file), -1
        self._whose.setText(f"{file.case.receipt_no or file.case.part_no}　{file.case.applicant_name}")
        self.number.set_text("")
        known = file.case.platform_no
        words = f"已登记 {known}，再登记就改为新的编号" if known else ""
        self.number.show_remark(words, Tone.WARN if known else Tone.NONE)
        self.show()
        self._copy(0)
        self.table.setFocus()
        self.changed.emit()

    def follow(self, file: CaseFile) -> None:
        """The same case was read again: acts go out with its present revision."""
        if self._file is not None and self._file.case.case_id == file.case.case_id:
            self._file = file

    def leave(self) -> bool:
        """Close the card and clear the clipboard of what it put there; False when it was not open."""
        if self._file is None:
            return False
        clipboard = QGuiApplication.clipboard()
        if self._mine and clipboard.text() == self._mine:
            clipboard.clear()
        self._file, self._mine = None, ""
        self.hide()
        self.changed.emit()
        return True

    # -- what the screen asks --------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        """Number in, or the next field."""
        busy = self.sending.busy
        reason = busy or ("" if self.number.text() else "请先输入或扫描平台编号")
        last = "已是最后一个字段" if self._at >= len(self._lines) - 1 else ""
        return [
            Act("重新开始", Key.ALT_1, self._restart, reason=busy),
            Act("下一个字段", Key.ACT_1, self._step, reason=busy or last),
            Act("登记平台编号", Key.MAIN, self._enter, main=True, reason=reason),
        ]

    def hints(self) -> list[tuple[Key, str]]:
        """Keys beside the acts."""
        return [(Key.NEXT, "下一个"), (Key.SPACE, "下一个"), (Key.UP_DOWN, "选字段"), (Key.BACK, "返回")]

    # -- copying ---------------------------------------------------------------------------------------------

    def _restart(self) -> None:
        self._lines = tuple(replace(line, done=False) for line in self._lines)
        self._copy(0)
        self.table.setFocus()

    def _step(self) -> None:
        if self._at + 1 < len(self._lines):
            self._copy(self._at + 1)
        else:
            self._todo.setText("字段都复制完了。请把平台给的编号输入或扫到下面，按 Enter 登记。")
            self._todo.set_tone(Tone.GOOD)
            self.number.setFocus()
        self.changed.emit()

    def _on_current(self, line: CopyLine | None) -> None:
        """Another row by arrow or mouse: that field is on the clipboard now."""
        if line is not None and self.open and line.name != self.on_clipboard and self.table.hasFocus():
            self._copy(self._model.find(line.name))

    def _copy(self, number: int) -> None:
        self._at = number
        self._lines = tuple(
            replace(line, here=place == number, done=line.done or place == number)
            for place, line in enumerate(self._lines)
        )
        line = self._lines[number]
        self._mine = line.value
        QGuiApplication.clipboard().setText(line.value)
        self._model.show_rows(self._lines)
        self.table.select_row(number)
        middle = FieldTable.ScrollHint.PositionAtCenter
        self.table.scrollTo(self._model.index(number, 0), middle)
        self._todo.setText(
            f"第 {number + 1} 个，共 {len(self._lines)} 个：“{line.title}”已在剪贴板，"
            "到平台上粘贴（Ctrl V），回来按 Enter 或空格复制下一个。"
        )
        self._todo.set_tone(Tone.MAIN)

    # -- the number ------------------------------------------------------------------------------------------

    def _on_number(self) -> None:
        self.number.show_remark()
        self.changed.emit()

    def _enter(self) -> None:
        file, number = self._file, self.number.text()
        if file is None or not number or self.sending.busy:
            return
        here = self._desk.session.counter.code
        case = file.case
        request = ask.EnterOnPlatform(uuid4(), case.case_id, case.revision, here, number)
        self.sending.send(self._desk.enter_on_platform, request, self._on_entered, self._on_refused)

    def _on_entered(self, done: ActDone) -> None:
        self._messages.good(f"平台编号已登记：{self.number.text()}。")
        self.leave()
        self.entered.emit(done)

    def _on_refused(self, violation: RuleViolation) -> None:
        self.number.show_remark(say(violation), Tone.BAD)
        self._messages.refused(violation)
        self.number.setFocus()
        self.changed.emit()

    def event(self, event: QEvent) -> bool:
        """A card that goes with its window takes its words off the clipboard too."""
        if event.type() == QEvent.Type.Close:
            self.leave()
        return super().event(event)


def why_not_copy(file: CaseFile | None) -> str:
    """Why a case cannot be copied to the platform now; empty when it can."""
    if file is None:
        return "请先打开一件"
    return "" if file.case.receipt_no or file.case.part_no else "这一件还没有受理"
