"""Fields of a form: label above, editor, and a remark beside or under what was typed."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone

T = TypeVar("T")

HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Full-width forms to the plain ones: what an input method leaves behind in numbers."""


def leaves_undo_to_the_window(event: QEvent, own_undo: bool) -> bool:
    """Whether this is Ctrl+Z in a field with nothing to undo: it then means the act just done (撤销)."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if own_undo or not event.matches(QKeySequence.StandardKey.Undo):
        return False
    event.ignore()
    return True


class Edit(QLineEdit):
    """A line edit whose remark stands inside at the right, as long as there is room for both.

    ``ime=False`` keeps the input method away (numbers, codes) and turns full-width digits into plain ones.
    Enter goes on to the next field (``entered`` is emitted first).
    """

    entered = Signal()

    def __init__(self, ime: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remark = QLabel(self)
        self._remark.setTextFormat(Qt.TextFormat.PlainText)
        self._remark.setProperty("role", "second")
        self._remark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._remark.hide()
        self._ime = ime
        if not ime:
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            self.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText)
            self.textEdited.connect(self._to_half_width)
        self.textChanged.connect(self._place_remark)

    def set_remark(self, text: str, tone: Tone = Tone.NONE) -> bool:
        """Show the remark inside; False when there is no room, so that it must stand under the field."""
        self._remark.setText(text)
        theme.mark(self._remark, tone=tone)
        return self._place_remark()

    def remark_fits(self) -> bool:
        """Whether typed text and remark have room beside each other at the present width."""
        typed = self.fontMetrics().horizontalAdvance(self.text() or self.placeholderText())
        return not self._remark.text() or typed + self._remark.sizeHint().width() + 44 <= self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_remark()

    def event(self, event: QEvent) -> bool:
        if leaves_undo_to_the_window(event, self.isUndoAvailable()):
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def _place_remark(self) -> bool:
        fits = self.remark_fits() and bool(self._remark.text())
        self._remark.setVisible(fits)
        if fits:
            hint = self._remark.sizeHint()
            self._remark.setGeometry(
                self.width() - hint.width() - 11,
                (self.height() - hint.height()) // 2,
                hint.width(),
                hint.height(),
            )
        right = self._remark.sizeHint().width() + 8 if fits else 0
        if self.textMargins().right() != right:
            self.setTextMargins(0, 0, right, 0)
        return fits

    def _to_half_width(self, text: str) -> None:
        plain = text.translate(HALF_WIDTH)
        if plain != text:
            place = self.cursorPosition()
            self.setText(plain)
            self.setCursorPosition(place)


class _Labelled(QWidget):
    """Label above, editor, remark under it when it does not fit inside."""

    def __init__(self, label: str, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = Words(label, role="label", wrap=False)
        self.label.setBuddy(editor)
        self.under = Words(role="second")
        self.under.hide()
        editor.setAccessibleName(label)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.size("space_1"))
        if label:
            box.addWidget(self.label)
        box.addWidget(editor)
        box.addWidget(self.under)
        self.setFocusProxy(editor)

    def _show_under(self, text: str, tone: Tone) -> None:
        self.under.setText(text)
        self.under.set_tone(tone)
        self.under.setVisible(bool(text))


class FieldBox(_Labelled):
    """A labelled line of text with a remark: ``field.show_remark("校验通过 · 读卡", Tone.GOOD)``.

    ``edited(str)`` is emitted while typing, ``left(str)`` when the field is left, ``entered()`` on Enter (the
    focus then goes on by itself). ``ime=False`` for numbers. ``secret=True`` for passwords.
    """

    edited = Signal(str)
    left = Signal(str)
    entered = Signal()

    def __init__(
        self,
        label: str = "",
        *,
        ime: bool = True,
        secret: bool = False,
        placeholder: str = "",
        max_length: int = 200,
        parent: QWidget | None = None,
    ) -> None:
        self.edit = Edit(ime=ime and not secret)
        super().__init__(label, self.edit, parent)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setMaxLength(max_length)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._remark, self._tone = "", Tone.NONE
        self.edit.textEdited.connect(self.edited)
        self.edit.editingFinished.connect(lambda: self.left.emit(self.edit.text()))
        self.edit.entered.connect(self.entered)
        self.edit.textChanged.connect(self._place)
        self.edit.installEventFilter(self)

    def text(self) -> str:
        """What stands in the field, without blanks around it."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Put text in without ``edited`` being emitted."""
        self.edit.setText(text)

    def show_remark(self, text: str = "", tone: Tone = Tone.NONE) -> None:
        """Say something about what was typed; good, warn and bad also colour the frame. Empty: nothing."""
        self._remark, self._tone = text, tone
        theme.mark(self.edit, state=tone)
        self._place()

    @property
    def remark(self) -> str:
        """The remark that stands there."""
        return self._remark

    @property
    def tone(self) -> Tone:
        """The state of the field."""
        return self._tone

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        inside = self.edit.set_remark(self._remark, self._tone)
        self._show_under("" if inside else self._remark, self._tone)


class Choice(QComboBox):
    """A list to choose from that the mouse wheel does not change by accident while a form scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(4)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
            return
        super().keyPressEvent(event)


class ChoiceField(_Labelled, Generic[T]):
    """A labelled choice of values: ``ChoiceField("领取方式", [("窗口领取", Way.COUNTER)])``.

    ``changed(object)`` gives the value a person chose; ``value()`` what stands there (None when empty).
    """

    changed = Signal(object)

    def __init__(
        self, label: str = "", choices: Sequence[tuple[str, T]] = (), parent: QWidget | None = None
    ) -> None:
        self.choice = Choice()
        super().__init__(label, self.choice, parent)
        self._values: list[T] = []
        self.set_choices(choices)
        self.choice.activated.connect(lambda _index: self.changed.emit(self.value()))

    def set_choices(self, choices: Sequence[tuple[str, T]]) -> None:
        """Offer these, the first one chosen."""
        self.choice.clear()
        self._values = [value for _words, value in choices]
        self.choice.addItems([words for words, _value in choices])

    def value(self) -> T | None:
        """The value chosen."""
        index = self.choice.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: T) -> None:
        """Choose ``value`` without ``changed``; a value not offered leaves the choice as it is."""
        if value in self._values:
            self.choice.setCurrentIndex(self._values.index(value))

    def show_remark(self, text: str = "", tone: Tone = Tone.NONE) -> None:
        """Say something about the choice, under it."""
        theme.mark(self.choice, state=tone)
        self._show_under(text, tone)
