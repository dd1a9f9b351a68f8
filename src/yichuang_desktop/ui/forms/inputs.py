"""The widgets of a form's fields: each reads its answer, says one sentence, keeps whatever was typed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from yichuang_desktop.domain.answering import day_words, read_count, read_day
from yichuang_desktop.domain.asking import Ask, AskKind, FieldFault
from yichuang_desktop.domain.checked import Checked, Verdict
from yichuang_desktop.domain.contact_numbers import check_phone, check_waybill
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.forms.tools import Around
from yichuang_desktop.ui.parts.field import ChoiceField, FieldBox
from yichuang_desktop.ui.parts.scan import TAKES_WAYBILLS
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.stray_scan import catch_scans
from yichuang_desktop.ui.theme import Tone

SHORT = frozenset(
    {
        AskKind.NAME,
        AskKind.WHO,
        AskKind.PHONE,
        AskKind.DAY,
        AskKind.COUNT,
        AskKind.CHOICE,
        AskKind.WAYBILL,
    }
)
"""Kinds that need half a line."""
LINES_SHOWN = 3
NARROWEST = 64


class Input(QWidget):
    """One field: ``edited()`` while a person changes it, ``left()`` when they go on, ``scanned(str)``.

    ``value()`` gives the answer, or raises RuleViolation when what stands there cannot be read as one.
    """

    edited = Signal()
    left = Signal()
    scanned = Signal(str)
    """A paper was scanned while the keyboard stood here."""

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__()
        self.name, self.ask, self.around = name, ask, around
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(theme.size("space_1"))

    def value(self) -> Any:
        """The answer as the request takes it."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Put an answer in, without ``edited``."""
        raise NotImplementedError

    def say(self, words: str = "", tone: Tone = Tone.NONE) -> None:
        """The one sentence beside the field; empty: what helps is said instead."""
        raise NotImplementedError

    def helps(self) -> tuple[str, Tone]:
        """What is said of an answer that may stand, or of a field still empty."""
        return "", Tone.NONE

    @property
    def touched(self) -> bool:
        """Whether anything stands here."""
        return bool(self.value())

    @property
    def said(self) -> str:
        """The sentence that stands beside the field."""
        raise NotImplementedError

    def own_fault(self, value: Any) -> FieldFault | None:
        """What is wrong beyond what the question itself says of its answer."""
        return None

    def show_faults(self) -> None:
        """Where an answer has several parts: say beside each what is wrong."""

    def go_to_fault(self) -> None:
        """Put the keyboard where the answer must be changed."""
        self.setFocus()


class LineInput(Input):
    """One line of text, and all that is typed into one line."""

    ime = True
    most = 500

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__(name, ask, around)
        self.field = FieldBox(label_of(ask), ime=self.ime, max_length=self.most)
        self.field.edit.setMinimumWidth(NARROWEST)  # its remark's room is no reason to be wide
        self.box.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.field.edited.connect(lambda _text: self.edited.emit())
        self.field.left.connect(lambda _text: self.left.emit())
        catch_scans((self.field,), self.scanned.emit)

    def value(self) -> Any:
        return self.field.text()

    def set_value(self, value: Any) -> None:
        self.field.set_text("" if value is None else str(value))

    def say(self, words: str = "", tone: Tone = Tone.NONE) -> None:
        self.field.show_remark(words, tone)

    def helps(self) -> tuple[str, Tone]:
        return (self.ask.hint, Tone.NONE) if not self.field.text() else ("", Tone.NONE)

    @property
    def touched(self) -> bool:
        return bool(self.field.text())

    @property
    def said(self) -> str:
        return self.field.remark


class NumberInput(LineInput):
    """A number of a document: no input method."""

    ime = False


class CheckedInput(LineInput):
    """A number the hall knows the form of: what it is, or what is odd about it, is said while typing."""

    ime = False

    def helps(self) -> tuple[str, Tone]:
        text = self.field.text()
        if not text:
            return self.ask.hint, Tone.NONE
        checked = self._check(text)
        if checked.verdict is Verdict.INCOMPLETE:
            return f"已输 {len(text)} 位", Tone.NONE
        if checked.verdict is Verdict.WARNED:
            return checked.sentence, Tone.WARN
        if checked.verdict is Verdict.REJECTED:
            return (f"已输 {len(text)} 位", Tone.NONE) if self._typing else (checked.sentence, Tone.BAD)
        return checked.sentence or "校验通过", Tone.GOOD

    def value(self) -> Any:
        text = self.field.text()
        checked = self._check(text) if text else None
        return checked.value if checked is not None and checked.usable else text

    @property
    def _typing(self) -> bool:
        return self.field.edit.hasFocus()

    def _check(self, text: str) -> Checked:
        raise NotImplementedError


class PhoneInput(CheckedInput):
    """A phone number."""

    most = 24

    def _check(self, text: str) -> Checked:
        return check_phone(text, typing=self._typing)


class WaybillInput(CheckedInput):
    """A courier's number: its check digit is reckoned while it is typed."""

    most = 30
    whole = 13

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__(name, ask, around)
        self.field.edit.setProperty(TAKES_WAYBILLS, True)

    def _check(self, text: str) -> Checked:
        if self._typing and len(text) < self.whole:
            return Checked(text, Verdict.INCOMPLETE)
        return check_waybill(text)


class DayInput(LineInput):
    """A day: ``1123``, ``11-23`` or ``+5`` working days; the whole day with its weekday is said beside it."""

    ime = False
    most = 20

    def value(self) -> Any:
        return read_day(self.field.text(), self.around.today, self.around.calendar)

    def set_value(self, value: Any) -> None:
        self.field.set_text(value.isoformat()[:10] if isinstance(value, date) else str(value or ""))

    def helps(self) -> tuple[str, Tone]:
        try:
            day = self.value()
        except RuleViolation:
            return "", Tone.NONE
        if day is None:
            return self.ask.hint or "如 1123，或 +5（工作日）", Tone.NONE
        return day_words(day, self.around.calendar), Tone.GOOD


class CountInput(LineInput):
    """A number of things."""

    ime = False
    most = 9

    def value(self) -> Any:
        return read_count(self.field.text(), self.ask.title)

    @property
    def touched(self) -> bool:
        return bool(self.field.text())


class ChoiceInput(Input):
    """One of a few, with the arrow keys."""

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__(name, ask, around)
        choices = [(words, value) for value, words in ask.choices]
        self.field = ChoiceField[str](label_of(ask), [("请选择", ""), *choices])
        self.box.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.field.choice.installEventFilter(self)
        # Arrow keys change a closed box without choosing in a list, so ``changed`` would not hear of it.
        self.field.choice.currentIndexChanged.connect(lambda _index: self.edited.emit())
        self._said = ""

    def value(self) -> Any:
        return self.field.value() or ""

    def set_value(self, value: Any) -> None:
        self.field.choice.blockSignals(True)
        self.field.set_value(str(getattr(value, "value", value)) if value is not None else "")
        self.field.choice.blockSignals(False)

    def say(self, words: str = "", tone: Tone = Tone.NONE) -> None:
        self._said = words
        self.field.show_remark(words, tone)

    def helps(self) -> tuple[str, Tone]:
        return (self.ask.hint, Tone.NONE) if not self.value() else ("", Tone.NONE)

    @property
    def said(self) -> str:
        return self._said

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self.field.choice:
            self.left.emit()
        return super().eventFilter(watched, event)


class TickInput(Input):
    """Something the clerk has seen: space ticks it, Enter goes on."""

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__(name, ask, around)
        self.tick, self.words, self._under = QCheckBox(), _Pressable(ask.title), Words(role="second")
        self.tick.setAccessibleName(ask.title)
        self._under.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.size("space_2"))
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.box.addLayout(row)
        self.box.addWidget(self._under)
        self.setFocusProxy(self.tick)
        self.tick.installEventFilter(self)
        self.tick.toggled.connect(lambda _on: self.edited.emit())
        self.words.pressed.connect(self.tick.toggle)

    def value(self) -> Any:
        return self.tick.isChecked()

    def set_value(self, value: Any) -> None:
        self.tick.blockSignals(True)
        self.tick.setChecked(bool(value))
        self.tick.blockSignals(False)

    def say(self, words: str = "", tone: Tone = Tone.NONE) -> None:
        self._under.setText(words)
        self._under.set_tone(tone)
        self._under.setVisible(bool(words))

    def helps(self) -> tuple[str, Tone]:
        return self.ask.hint, Tone.NONE

    @property
    def said(self) -> str:
        return self._under.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            self.tick.focusNextChild()
            return True
        return super().eventFilter(watched, event)


class LongInput(Input):
    """Several lines; Tab goes on, Enter makes a new line, Ctrl+Enter goes on too."""

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__(name, ask, around)
        self.edit, self._under = _LongEdit(), Words(role="second")
        self.edit.setAccessibleName(ask.title)
        self._under.hide()
        self.box.addWidget(Words(label_of(ask), role="label"))
        self.box.addWidget(self.edit)
        self.box.addWidget(self._under)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self.edited)
        self.edit.gone.connect(self.left)

    def value(self) -> Any:
        return self.edit.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        self.edit.blockSignals(True)
        self.edit.setPlainText(str(value or ""))
        self.edit.blockSignals(False)
        self.edit.fit()

    def say(self, words: str = "", tone: Tone = Tone.NONE) -> None:
        theme.mark(self.edit, state=tone)
        self._under.setText(words)
        self._under.set_tone(tone)
        self._under.setVisible(bool(words))

    def helps(self) -> tuple[str, Tone]:
        return (self.ask.hint, Tone.NONE) if not self.value() else ("", Tone.NONE)

    @property
    def said(self) -> str:
        return self._under.text()


class LinesInput(LongInput):
    """A list, one entry a line."""

    def value(self) -> Any:
        lines = (line.strip() for line in self.edit.toPlainText().splitlines())
        return tuple(line for line in lines if line)

    def set_value(self, value: Any) -> None:
        super().set_value("\n".join(value or ()))

    def helps(self) -> tuple[str, Tone]:
        count = len(self.value())
        return (f"{count} 项", Tone.NONE) if count else (self.ask.hint or "一行一项", Tone.NONE)


class _LongEdit(QPlainTextEdit):
    """Grows with its text; Tab is for going on."""

    gone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """As high as the text, within bounds."""
        lines = min(max(self.blockCount(), LINES_SHOWN), 8)
        height = lines * self.fontMetrics().lineSpacing() + 2 * theme.size("space_2") + 6
        if self.minimumHeight() != height:
            self.setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.gone.emit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())


class _Pressable(Words):
    """Words that tick their box when they are clicked."""

    pressed = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()


def label_of(ask: Ask) -> str:
    """The words above a field; what may stay empty says so."""
    return ask.title if ask.required else f"{ask.title}（可不填）"


def halves(inputs: Sequence[Input]) -> list[tuple[Input, ...]]:
    """The fields as lines of the form: two short ones that follow each other share one."""
    lines: list[tuple[Input, ...]] = []
    for one in inputs:
        short = one.ask.kind in SHORT
        if short and lines and len(lines[-1]) == 1 and lines[-1][0].ask.kind in SHORT:
            lines[-1] = (lines[-1][0], one)
        else:
            lines.append((one,))
    return lines
