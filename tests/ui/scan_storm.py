"""A clerk's window with a scanner and a person at one keyboard; time passes only when it is told.

Keys go through Qt's own delivery (override, press, release) to whatever has the keyboard, with time stamps as
real ones have them. Nothing here waits, so that thousands of scans fit into seconds.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from yichuang_desktop.ui.main_window import Place, Shell
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.scan import ScanBox
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.sounds import Sounds

ENTER, TAB, BACK = "⏎", "⇥", "⌫"
KEYS = {
    ENTER: (Qt.Key.Key_Return, "\r"),
    TAB: (Qt.Key.Key_Tab, "\t"),
    BACK: (Qt.Key.Key_Backspace, "\b"),
    "\x02": (Qt.Key.Key_B, "\x02"),
}
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def checked(body: str) -> str:
    """28 digits with the two that make them whole."""
    return f"{body}{98 - int(body) * 100 % 97:02d}"


def any_code(random: Random) -> str:
    """A code as the hall prints them, of any kind, key, day and number."""
    day = f"20{random.randint(20, 40)}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
    tail = "".join(random.choice("0123456789") for _ in range(16))
    return checked(f"7{random.randint(1, 8)}{random.randint(1, 99):02d}{day}{tail}")


class SlowTime:
    """A pace that moves only when told; an alarm goes off at its time."""

    def __init__(self) -> None:
        self.at = 1000.0
        self._due = float("inf")
        self._wake: Callable[[], None] | None = None

    def now(self) -> float:
        return self.at

    def wake_in(self, seconds: float, wake: Callable[[], None]) -> None:
        self._due, self._wake = self.at + seconds, wake

    def rest(self) -> None:
        self._due = float("inf")

    def pass_to(self, at: float) -> None:
        """Time goes on to this moment."""
        while self._due <= at and self._wake is not None:
            self.at, self._due = self._due, float("inf")
            self._wake()
        self.at = max(self.at, at)


class Desk(Screen):
    """Two fields, a remark, a button and a box for scans."""

    def __init__(self) -> None:
        super().__init__()
        self.scans: list[str] = []
        self.pressed = 0
        self.name, self.phone = FieldBox("姓名"), FieldBox("电话", ime=False)
        self.remark, self.button, self.box = QPlainTextEdit(), QPushButton("办理"), ScanBox()
        self.remark.setTabChangesFocus(True)
        for part in (self.name, self.phone, self.remark, self.button, self.box):
            self.left.addWidget(part)
        self.button.clicked.connect(self._on_pressed)
        self.box.scanned.connect(self.scans.append)

    def _on_pressed(self) -> None:
        self.pressed += 1

    def on_scan(self, code: str) -> None:
        self.scans.append(code)


class Bench:
    """One window, at whose keyboard both sit."""

    def __init__(self, *, real_time: bool = False) -> None:
        self.time, self.messages = SlowTime(), Messages()
        place = Place("内乡县行政审批服务中心", "4 号窗口 · 综合受理", "员工甲")
        self.shell = Shell(place, self.messages, Sounds(False), pace=None if real_time else self.time)
        self.desk = Desk()
        self.shell.add_screen("desk", "办理", None, lambda: self.desk)
        self.stamped = True

    def key(self, sign: str, *, repeat: bool = False) -> None:
        """One key goes down and up, wherever the keyboard is now."""
        code, text = KEYS.get(
            sign, (Qt.Key(ord(sign.upper())) if sign.isascii() else Qt.Key.Key_unknown, sign)
        )
        held = CONTROL if sign == "\x02" else NONE
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            target = QApplication.focusWidget() or self.shell
            event = QKeyEvent(kind, code, held, text, repeat)
            if self.stamped:
                event.setTimestamp(round(self.time.at * 1000))
            QApplication.sendEvent(target, event)

    def commit(self, text: str) -> None:
        """An input method hands something over."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget() or self.shell, event)

    def play(self, keys: Sequence[tuple[float, str]]) -> None:
        """Seconds from now and keys; then all is quiet."""
        start = self.time.at
        for at, sign in sorted(keys, key=lambda pair: pair[0]):
            self.time.pass_to(start + at)
            if sign.isascii() or sign in KEYS:
                self.key(sign)
            else:
                self.commit(sign)
        self.time.pass_to(self.time.at + 1)

    def scan(self, code: str, gap: float = 0.012, end: str = ENTER) -> None:
        """What a scanner does."""
        self.play([(gap * place, sign) for place, sign in enumerate(code + end)])

    def later(self) -> None:
        """Long enough for the same paper to count again."""
        self.time.pass_to(self.time.at + 2)

    def to(self, widget: QWidget) -> None:
        """The clerk clicks there."""
        widget.setFocus()


@dataclass
class Counts:
    """What a storm did, and what went wrong in it."""

    scans: int = 0
    typed: int = 0
    during: int = 0
    on_lists: int = 0
    wrong: list[str] = field(default_factory=list)


def storm(bench: Bench, bursts: int, seed: int) -> Counts:
    """So many scans between and during typing, at every place of the keyboard."""
    random, counts = Random(seed), Counts()
    while counts.scans < bursts and len(counts.wrong) < 10:
        where = random.choice(
            [bench.desk.name.edit, bench.desk.phone.edit, bench.desk.remark, bench.desk.button]
        )
        _round(bench, random, counts, where)
    return counts


def _round(bench: Bench, random: Random, counts: Counts, where: QWidget) -> None:
    """The clerk types something, something is scanned, at once or in the middle of it."""
    bench.later()
    bench.to(where)
    for one in (bench.desk.name, bench.desk.phone):
        one.set_text("")
    bench.desk.remark.clear()
    bench.desk.scans.clear()
    bench.desk.pressed = 0
    code, deaf = any_code(random), isinstance(where, QPushButton)
    typed = "" if deaf else "".join(_hand(random, where))
    keys, begins = list(_by_hand(random, typed)), 0.0
    during = bool(typed) and random.random() < 0.4
    if not during:
        begins = (keys[-1][0] if keys else 0.0) + random.uniform(0.05, 0.4)
    else:
        begins = random.uniform(0.0, keys[-1][0])
    speed = random.uniform(0.008, 0.033)
    end = random.choice([ENTER, ENTER, TAB, ""])
    at = begins
    for sign in code + end:
        keys.append((at, sign))
        at += min(max(speed * random.uniform(0.85, 1.15), 0.008), 0.035)
    bench.stamped = random.random() < 0.7
    bench.play(keys)
    counts.scans += 1
    counts.typed += len(typed)
    counts.during += during
    counts.on_lists += deaf
    stands = _stands_in(where)
    if bench.desk.scans != [code] or stands != typed or bench.desk.pressed:
        counts.wrong.append(f"{code} {typed!r} during={during}: {bench.desk.scans} {stands!r} {keys}")
    others = [bench.desk.name.text(), bench.desk.phone.text(), bench.desk.remark.toPlainText()]
    if sum(bool(text) for text in others) > bool(typed):
        counts.wrong.append(f"{code} {typed!r}: it came into another field, {others}")


def _hand(random: Random, where: QWidget) -> Iterator[str]:
    """What a person types here: letters and Chinese in a name, digits only where no scan falls among them."""
    signs = "abcdxyz王李 -" if isinstance(where, QPlainTextEdit) else "abcdxyzABC-"
    for _ in range(random.randint(0, 10)):
        yield random.choice(signs)


def _by_hand(random: Random, text: str) -> Iterator[tuple[float, str]]:
    at = 0.0
    for sign in text:
        yield at, sign
        at += random.uniform(0.08, 0.25)


def _stands_in(where: QWidget) -> str:
    if isinstance(where, QLineEdit):
        return where.text()
    return where.toPlainText() if isinstance(where, QPlainTextEdit) else ""
