"""Log in at a counter: the window is chosen once and remembered, then name and password.

Signals only: the application asks the services and answers with ``refuse(...)`` or by closing the window.
Nothing heavy may be imported here, since this is what a clerk waits for in the morning.
"""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.field import ChoiceField, FieldBox
from yichuang_desktop.ui.parts.ring import FocusRing
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone

PRODUCT = "一窗通办"
CAPS_LOCK = "大写锁定已打开，密码可能会输错"
FORM_WIDTH = 380


class LoginScreen(QWidget):
    """The log-in window. ``submitted(login, password, counter)``: counter is the window's code, or None.

    ``closed`` when it is closed without logging in. Fill it with :meth:`set_counters`, :meth:`set_place`.
    """

    submitted = Signal(str, str, object)
    closed = Signal()

    def __init__(self, hall: str = "", demonstration: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(PRODUCT + ("（演示）" if demonstration else ""))
        self.setProperty("role", "ground")
        self.setAttribute(theme.STYLED)
        self._busy = False
        self.hall = Words(hall, role="hall")
        self.demonstration = Words("演示大厅　人员和办件都是虚构的", role="demo")
        self.counter = ChoiceField[int | None]("本机所在窗口")
        self.login = FieldBox("登录名", ime=False, max_length=64)
        self.password = FieldBox("密码", secret=True, max_length=128)
        self.error = Words(role="note", tone=Tone.BAD)
        self.error.hide()
        self.note = Words(role="second")
        self.note.hide()
        self.button = QPushButton("登录　Enter")
        self.button.setProperty("role", "primary")
        self.button.setProperty("tall", "true")
        self.accounts = QVBoxLayout()
        self._lay_out()
        self._ring = FocusRing(self)
        self.button.clicked.connect(self._submit)
        self.login.edited.connect(self._on_edited)
        self.password.edited.connect(self._on_edited)
        self.password.edit.installEventFilter(self)
        self.login.edit.installEventFilter(self)
        self.demonstration.setVisible(demonstration)
        theme.dress(self)
        self.resize(960, 600)

    # -- what the application says ---------------------------------------------------------------------------

    def set_place(self, hall: str, demonstration: bool) -> None:
        """The hall's name, once the database told it."""
        self.hall.setText(hall)
        self.demonstration.setVisible(demonstration)
        self.setWindowTitle(PRODUCT + ("（演示）" if demonstration else ""))

    def set_counters(self, counters: Sequence[tuple[str, int | None]], chosen: int | None = None) -> None:
        """The hall's windows as (words, code); ``chosen`` is the one this PC remembers."""
        self.counter.set_choices(counters)
        if chosen is not None:
            self.counter.set_value(chosen)
        self.counter.show_remark(
            "本机已记住，换了位置才需要改" if chosen is not None else "选一次，本机会记住"
        )

    def set_accounts(self, accounts: Sequence[tuple[str, str, str]]) -> None:
        """A demonstration hall's people as (words, login, password): one click fills both fields."""
        while (item := self.accounts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if accounts:
            self.accounts.addWidget(Words("演示人员，点一下即可填好：", role="second"))
        for words, login, password in accounts:
            button = QPushButton(words)
            button.setProperty("role", "link")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, who=login, secret=password: self.fill(who, secret))
            self.accounts.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def fill(self, login: str, password: str = "") -> None:
        """Put a login name (and, for demonstration people, the password) into the fields."""
        self.login.set_text(login)
        self.password.set_text(password)
        self._clear_error()
        (self.button if password else self.password).setFocus()

    def set_note(self, text: str) -> None:
        """Something to know before logging in: a setting that could not be used, the database's place."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def set_busy(self, busy: bool, words: str = "正在登录…") -> None:
        """While the password is checked: the button says so and nothing can be sent twice."""
        had_keyboard = not self._busy
        self._busy = busy
        self.button.setEnabled(not busy)
        self.button.setText(words if busy else "登录　Enter")
        for field in (self.login, self.password, self.counter):
            field.setEnabled(not busy)
        if not busy and not had_keyboard:
            (self.password if self.login.text() else self.login).setFocus()

    def refuse(self, sentence: str, field: str = "password") -> None:
        """It did not work: the sentence beside ``login``, ``password``, ``counter``, or above the button.

        The password is emptied and has the focus, unless another field is to be mended.
        """
        self.set_busy(False)
        self._clear_error()
        boxes: dict[str, FieldBox | ChoiceField[int | None]]
        boxes = {"login": self.login, "password": self.password, "counter": self.counter}
        if field in boxes:
            boxes[field].show_remark(sentence, Tone.BAD)
        else:
            self.error.setText(sentence)
            self.error.show()
        if field in ("password", ""):
            self.password.set_text("")
        boxes.get(field, self.password).setFocus()

    # -- Qt --------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.password.edit:
                self._look_at_caps_lock(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_enter(watched)
                return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.password if self.login.text() else self.login).setFocus()

    # -- inside ----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        side = QWidget()
        side.setObjectName("loginside")
        side.setAttribute(theme.STYLED)
        left = QVBoxLayout(side)
        left.setContentsMargins(48, 48, 40, 40)
        left.setSpacing(10)
        left.addStretch(2)
        left.addWidget(Words(PRODUCT, role="product"))
        left.addWidget(self.hall)
        left.addSpacing(14)
        left.addWidget(self.demonstration, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(3)
        left.addWidget(Words("一窗受理　集成服务　一次办好", role="motto"))
        form = QVBoxLayout()
        form.setSpacing(theme.size("space_3"))
        form.addStretch(2)
        form.addWidget(Words("登录", role="thing"))
        form.addSpacing(4)
        for part in (self.counter, self.login, self.password, self.error, self.button, self.note):
            form.addWidget(part)
        form.addLayout(self.accounts)
        form.addStretch(3)
        self.accounts.setSpacing(2)
        holder = QWidget()
        holder.setFixedWidth(FORM_WIDTH)
        holder.setLayout(form)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(side, 5)
        row.addStretch(1)
        row.addWidget(holder)
        row.addStretch(1)

    def _on_enter(self, watched: QObject) -> None:
        if watched is self.login.edit and not self.password.text():
            self.password.setFocus()
        else:
            self._submit()

    @Slot()
    def _submit(self) -> None:
        if self._busy:
            return
        self._clear_error()
        if not self.login.text():
            self.refuse("请输入登录名", "login")
        elif not self.password.edit.text():
            self.refuse("请输入密码", "password")
        else:
            self.submitted.emit(self.login.text(), self.password.edit.text(), self.counter.value())

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._clear_error()

    def _clear_error(self) -> None:
        self.error.hide()
        self.login.show_remark()
        if self.password.remark != CAPS_LOCK:
            self.password.show_remark()

    def _look_at_caps_lock(self, event: QKeyEvent) -> None:
        locked = caps_lock_on(event)
        if locked is True:
            self.password.show_remark(CAPS_LOCK, Tone.WARN)
        elif locked is False and self.password.remark == CAPS_LOCK:
            self.password.show_remark()


def caps_lock_on(event: QKeyEvent) -> bool | None:
    """Whether Caps Lock is on, as far as the key tells; None when it tells nothing (a digit).

    Qt has no question for it. A capital without Shift, or a small letter with it, means it is on; on Windows
    the system is asked.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        return bool(ctypes.windll.user32.GetKeyState(0x14) & 1)
    text = event.text()
    if len(text) != 1 or not text.isascii() or not text.isalpha():
        return None
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return text.isupper() != shift
