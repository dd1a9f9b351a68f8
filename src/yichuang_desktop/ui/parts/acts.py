"""The acts of a screen: the buttons at the bottom, the main one at the right, reasons in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.keycap import KeyCap
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done on a screen.

    ``reason`` says in words why it is not allowed yet; empty: it is allowed. ``main`` is the blue one at the
    right end, F12, at most one a screen. ``right`` puts another act beside it.
    """

    text: str
    key: Key | None
    do: Callable[[], None]
    main: bool = False
    reason: str = ""
    right: bool = False

    @property
    def allowed(self) -> bool:
        """Whether it can be done now."""
        return not self.reason

    def looks_like(self, other: "Act") -> bool:
        """Whether the same button can stand for both."""
        return (self.text, self.key, self.main, self.right) == (
            other.text,
            other.key,
            other.main,
            other.right,
        )


class ActButton(QPushButton):
    """A button with words and a key cap. Not allowed: grey, still pressed to hear the reason."""

    def __init__(self, act: Act, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "act")
        self.setProperty("main", str(act.main).lower())
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.act = act
        self._words = QLabel(act.text)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setProperty("role", "act-words")
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._cap = KeyCap(act.key) if act.key is not None else None
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(10)
        row.addStretch(1)
        row.addWidget(self._words)
        if self._cap is not None:
            row.addWidget(self._cap)
        row.addStretch(1)
        self.show_act(act)

    def show_act(self, act: Act) -> None:
        """Take over whether it is allowed, and what it does."""
        self.act = act
        ground = "main" if act.main else ""
        if not act.allowed:
            ground = "faint" if act.main else "off"
        theme.mark(self, allowed=act.allowed)
        theme.mark(self._words, on=ground)
        if self._cap is not None:
            theme.mark(self._cap, on=ground)
        cap = f"（{act.key.cap}）" if act.key is not None else ""
        self.setAccessibleName(act.text + cap)
        self.setAccessibleDescription(act.reason)
        self.setToolTip(act.reason)

    def words(self) -> str:
        """The words on it."""
        return self.act.text

    def sizeHint(self) -> QSize:
        return QSize(self._row.sizeHint().width() + 2, theme.size("main_act" if self.act.main else "act"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class ActBar(QWidget):
    """The row of acts. ``set_acts`` keeps the buttons (and the focus) where only their state changed.

    ``refused(Act)`` an act was pressed that is not allowed: say its reason.
    ``begun(Act)`` an act was pressed and is about to be done.
    """

    refused = Signal(object)
    begun = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acts: tuple[Act, ...] = ()
        self._buttons: list[ActButton] = []
        self.words = Words(role="second")
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.size("space_3"))
        self._row.addWidget(self.words, 1)
        self.setMinimumHeight(theme.size("main_act"))

    def set_acts(self, acts: Sequence[Act], hint: str = "") -> None:
        """Show these. Between them stands why the main act is not allowed, or else ``hint``."""
        same = len(acts) == len(self._acts) and all(
            new.looks_like(old) for new, old in zip(acts, self._acts, strict=True)
        )
        self._acts = tuple(acts)
        if not same:
            self._rebuild()
        for button, act in zip(self._buttons, self._acts, strict=True):
            button.show_act(act)
        main = next((act for act in self._acts if act.main), None)
        self.words.setText(main.reason if main is not None and main.reason else hint)

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts as shown."""
        return self._acts

    def button_of(self, key: Key) -> ActButton | None:
        """The button of a key."""
        return next((button for button in self._buttons if button.act.key is key), None)

    def press(self, key: Key) -> bool:
        """Do the act of that key; False when there is none. Not allowed: ``refused``."""
        act = next((act for act in self._acts if act.key is key), None)
        if act is None:
            return False
        self._perform(act)
        return True

    def _perform(self, act: Act) -> None:
        if act.allowed:
            self.begun.emit(act)
            act.do()
        else:
            self.refused.emit(act)

    def _rebuild(self) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        left = 0
        for act in self._acts:
            button = ActButton(act)
            button.clicked.connect(lambda _on=False, one=button: self._perform(one.act))
            self._buttons.append(button)
            if act.main:
                self._row.addWidget(button)
            elif act.right:
                self._row.insertWidget(self._row.indexOf(self.words) + 1, button)
            else:
                self._row.insertWidget(left, button)
                left += 1
            button.setVisible(True)
