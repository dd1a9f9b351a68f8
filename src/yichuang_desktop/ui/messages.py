"""What the program says to the clerk: one line at the foot of the window, never a dialog.

Screens hold a :class:`Messages` and call ``good("已出证", undo=…)``; the shell's :class:`FootLine` shows it.
Information leaves by itself; bad news stays until Esc or the next act.
"""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say, say_code
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.keycap import KeyHints
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone

SECONDS = {"info": 6, "good": 8, "warn": 12, "bad": 0}
"""How long a message stays; 0: until it is answered or replaced."""
UNDO_SECONDS = 20
REMEMBERED = 50

FAILED = {
    "store": "数据库这一步没有成功，已录入的内容都还在。",
    "printer": "打印没有成功，打印任务已保留。",
    "pad": "评价屏没有应答。",
}
FAILED_ELSEWHERE = "这一步没有成功，已录入的内容都还在。"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said: ``kind`` is info, good, warn or bad; ``act`` (if any) is offered as a button."""

    kind: str
    text: str
    act_text: str = ""
    act: Callable[[], None] | None = None
    seconds: float = 0


class Messages(QObject):
    """The one way a screen says something. Kept small so that tests can listen to ``said``."""

    said = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history: deque[Message] = deque(maxlen=REMEMBERED)

    def info(self, text: str) -> None:
        """Something to know."""
        self._say(Message("info", text, seconds=SECONDS["info"]))

    def good(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """An act went well; ``undo`` offers 撤销 for 20 seconds."""
        seconds = UNDO_SECONDS if undo else SECONDS["good"]
        self._say(Message("good", text, "撤销　Ctrl Z" if undo else "", undo, seconds))

    def wait(self, text: str) -> None:
        """Something is waited for; stays until something else is said."""
        self._say(Message("info", text))

    def warn(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """It was done, but look at this; ``undo`` offers 撤销 for 20 seconds."""
        seconds = UNDO_SECONDS if undo else SECONDS["warn"]
        self._say(Message("warn", text, "撤销　Ctrl Z" if undo else "", undo, seconds))

    def bad(self, text: str, retry: Callable[[], None] | None = None) -> None:
        """It was not done; the sentence says what to do. ``retry`` offers 再试一次."""
        self._say(Message("bad", text, "再试一次　Ctrl R" if retry else "", retry))

    @Slot(object)
    def refused(self, violation: RuleViolation) -> None:
        """The rule's own sentence."""
        self.bad(say(violation))

    @Slot(str, object, object)
    def failed(
        self, lane: str, retry: Callable[[], None] | None = None, error: BaseException | None = None
    ) -> None:
        """A device or the program failed: a calm sentence and a retry; the trace is in the log.

        The database's own bad news (away, read-only, disk full …) has a sentence of its own.
        """
        if isinstance(error, StoreUnavailable):
            self.bad(say_code(error.code, error.facts), retry)
        else:
            self.bad(FAILED.get(lane, FAILED_ELSEWHERE), retry)

    def listen_to(self, tasks: Tasks) -> None:
        """Say what no screen answers itself."""
        tasks.refused_unanswered.connect(self.refused)
        tasks.failed_unanswered.connect(self.failed)

    def clear(self) -> None:
        """Take the message away (Esc, the next act)."""
        self.cleared.emit()

    def _say(self, message: Message) -> None:
        self.history.append(message)
        _log.debug("said %s", message.kind)
        self.said.emit(message)


class FootLine(QWidget):
    """The line at the foot: key hints and today's counts; a message covers them while it stands."""

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.setAttribute(theme.STYLED)
        self.setMinimumHeight(theme.size("foot_height"))
        self.hints = KeyHints()
        self.counts = Words(wrap=False)
        self.words = Words(role="said")
        self.act = QPushButton()
        self.act.setProperty("role", "link")
        self._message: Message | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self.act.clicked.connect(self._on_act)
        self._lay_out()
        messages.said.connect(self.show_message)
        messages.cleared.connect(self.clear)

    def set_hints(self, hints: Sequence[tuple[Key, str]]) -> None:
        """The keys that work on this screen, with what they do."""
        self.hints.set_hints(hints)

    def set_counts(self, text: str) -> None:
        """Today's counts, at the right: ``今日：收件 17　告知 3``."""
        self.counts.setText(text)

    @property
    def message(self) -> Message | None:
        """The message that stands there now."""
        return self._message

    @Slot(object)
    def show_message(self, message: Message) -> None:
        """Show it in place of the hints."""
        self._message = message
        self.words.setText(message.text)
        theme.mark(self.words, tone=message.kind)
        theme.mark(self, tone=message.kind)
        self.act.setText(message.act_text)
        self.act.setVisible(message.act is not None)
        self._pages.setCurrentIndex(1)
        self._timer.stop()
        if message.seconds:
            self._timer.start(int(message.seconds * 1000))

    @Slot()
    def clear(self) -> None:
        """Back to the hints."""
        self._message = None
        self._timer.stop()
        theme.mark(self, tone=Tone.NONE)
        self._pages.setCurrentIndex(0)

    def press(self, key: Key) -> bool:
        """Ctrl+Z takes back what the message tells of, Ctrl+R tries again; False when it offers neither."""
        offered = self._message is not None and self._message.act is not None
        kinds = {Key.UNDO: ("good", "warn"), Key.REFRESH: ("bad",)}.get(key, ())
        if not offered or self._message is None or self._message.kind not in kinds:
            return False
        self._on_act()
        return True

    @Slot()
    def _on_act(self) -> None:
        act = self._message.act if self._message else None
        self.clear()
        if act is not None:
            act()

    def _lay_out(self) -> None:
        quiet, loud = QWidget(), QWidget()
        row = QHBoxLayout(quiet)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.hints, 1)
        row.addWidget(self.counts)
        line = QHBoxLayout(loud)
        line.setContentsMargins(16, 2, 16, 2)
        line.addWidget(self.words, 1)
        line.addWidget(self.act)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(quiet)
        self._pages.addWidget(loud)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 1, 0, 0)
        outer.addWidget(holder)
