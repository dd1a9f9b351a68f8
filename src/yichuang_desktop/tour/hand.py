"""A hand that works the real window: keys, scans, a pen on the citizen's screen, and a camera.

Everything goes through Qt's own events, as from a person; nothing calls a screen's methods.  The tour and the
journeys of the tests share it.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QElapsedTimer, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from yichuang_desktop.ui.customer.rate_page import SETTLE_SECONDS
from yichuang_desktop.ui.customer.window import CustomerWindow, Page
from yichuang_desktop.ui.main_window import Shell
from yichuang_desktop.ui.parts.fit import find_cut_texts
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.stalls import StallWatch
from yichuang_desktop.ui.tasks import Tasks

PATIENCE_MS = 20_000
STROKE_MS = 180
SCRAWL = (
    ((0.25, 0.30), (0.30, 0.25), (0.33, 0.40), (0.28, 0.70)),
    ((0.36, 0.50), (0.42, 0.48), (0.48, 0.50)),
    ((0.42, 0.30), (0.43, 0.55), (0.45, 0.80)),
    ((0.56, 0.35), (0.60, 0.55), (0.57, 0.80), (0.52, 0.75)),
)
"""Four strokes as shares of the pad: enough for a name."""


class TookTooLong(AssertionError):
    """What was waited for did not come."""


SCREENS: dict[str, Any] = {
    "synchronousWindowSystemEvents": False,
    "windowFrameMargins": False,
    "screens": [
        {"name": "clerk", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "dpr": 1.0},
        {"name": "citizen", "x": 1366, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "dpr": 1.0},
    ],
}
"""Two screens side by side for Qt's offscreen platform: the clerk's and the citizen's."""


def offscreen_platform(folder: Path, scale: float = 1.0) -> str:
    """The value of QT_QPA_PLATFORM where there is no screen: two of 1366x768 times ``scale``."""
    screens = [
        one | {"x": int(one["x"] * scale), "width": int(1366 * scale), "height": int(768 * scale)}
        for one in SCREENS["screens"]
    ]
    file = folder / "screens.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(SCREENS | {"screens": screens}), encoding="utf-8")
    return f"offscreen:configfile={file}"


def wait_until(come: Callable[[], bool], what: str = "", patience_ms: int = PATIENCE_MS) -> None:
    """Let the window live until ``come`` is true. Raises TookTooLong."""
    deadline = QDeadlineTimer(patience_ms)
    while not come():
        if deadline.hasExpired():
            raise TookTooLong(what or "what was waited for")
        loop = QEventLoop()
        QTimer.singleShot(5, loop.quit)
        loop.exec()


class Hand:
    """Works one person's window."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks

    def settle(self) -> None:
        """Until everything asked of the lanes is answered and painted."""
        wait_until(_keys_are_through, "the keys to be told from a scan")
        wait_until(lambda: self._tasks.pending == 0, "the lanes to be idle")
        QApplication.processEvents()
        wait_until(lambda: self._tasks.pending == 0, "the lanes to be idle")

    def press(self, window: QWidget, key: Key) -> None:
        """Press a key of the program on the window that has the focus."""
        _activate(window)
        QTest.keySequence(window.focusWidget() or window, QKeySequence(key.keys))
        self.settle()

    def write(self, into: QWidget, text: str) -> None:
        """Type into a field, replacing what stands there, and leave it with Enter."""
        target = _focus(into)
        QTest.keySequence(target, QKeySequence(QKeySequence.StandardKey.SelectAll))
        _type(target, text)
        QTest.keyClick(target, Qt.Key.Key_Return)
        self.settle()

    def keys(self, into: QWidget, text: str) -> None:
        """Type without Enter."""
        target = _focus(into)
        _type(target, text)
        self.settle()

    def scan(self, into: QWidget, code: str) -> None:
        """What a scanner does: the digits and Enter, as fast as it can."""
        self.write(into, code)

    def tap(self, window: QWidget, *keys: Qt.Key) -> None:
        """Press plain keys, one after the other, wherever the keyboard stands: nothing is clicked."""
        for key in keys:
            _activate(window)
            QTest.keyClick(window.focusWidget() or window, key)
            self.settle()

    def type_here(self, window: QWidget, text: str, *, enter: bool = False) -> None:
        """Type wherever the keyboard stands; a scanner does the same and ends with Enter."""
        _activate(window)
        _type(window.focusWidget() or window, text)
        if enter:
            QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Return)
        self.settle()

    def click(self, on: QWidget) -> None:
        """Press a button with the mouse, as the citizen does."""
        QTest.mouseClick(on, Qt.MouseButton.LeftButton)
        self.settle()

    def sign(self, customer: CustomerWindow) -> None:
        """Read to the end, sign with the pen, confirm."""
        page = customer.sign_page
        wait_until(lambda: customer.page is Page.SIGN, "the text to be signed")
        while not page.read_to_end:
            self.click(page.read_on)
        wait_until(lambda: page.pad.writable, "the pad to open")
        size = page.pad.size()
        for stroke in SCRAWL:
            spots = [QPoint(int(x * size.width()), int(y * size.height())) for x, y in stroke]
            QTest.mousePress(page.pad, Qt.MouseButton.LeftButton, pos=spots[0])
            for spot in spots[1:]:
                _pause(STROKE_MS // len(stroke))
                QTest.mouseMove(page.pad, spot)
            QTest.mouseRelease(page.pad, Qt.MouseButton.LeftButton, pos=spots[-1])

    def rate(self, customer: CustomerWindow, grade: int) -> None:
        """Look at the grades for a moment, as people do, and press one."""
        wait_until(lambda: customer.page is Page.RATE, "the invitation to rate")
        _pause(int(SETTLE_SECONDS * 1000) + 50)
        self.click(next(one for one in customer.rate_page.buttons if one.grade == grade))
        wait_until(lambda: customer.page is not Page.RATE, "the answer to be taken")
        self.settle()


def _keys_are_through() -> bool:
    """This hand types faster than a scanner: what looks like one is held back for a moment."""
    shells = [window for window in QApplication.topLevelWidgets() if isinstance(window, Shell)]
    return not any(shell.scans.holding for shell in shells)


def _pause(milliseconds: int) -> None:
    """A pen takes its time: let the window live meanwhile."""
    watch = QElapsedTimer()
    watch.start()
    wait_until(lambda: watch.elapsed() >= milliseconds, "the pen")


def _activate(window: QWidget) -> None:
    """The keyboard belongs to this window: shortcuts work in the active one only."""
    window.activateWindow()
    wait_until(window.isActiveWindow, "the window to become active")


def _focus(into: QWidget) -> QWidget:
    """Put the keyboard into a field, as a click there does."""
    target = into.focusProxy() or into
    _activate(target.window())
    target.setFocus()
    wait_until(target.hasFocus, f"the focus in {type(target).__name__}")
    return target


def _type(target: QWidget, text: str) -> None:
    """Type as a keyboard would; what no keyboard has comes as an input method gives it."""
    if text.isascii():
        QTest.keyClicks(target, text)
        return
    commit = QInputMethodEvent()
    commit.setCommitString(text)
    QApplication.sendEvent(target, commit)


class Camera:
    """Numbered pictures of the window, and a look whether any text on them is cut."""

    def __init__(self, folder: Path, watch: StallWatch) -> None:
        self.folder, self._watch = folder, watch
        self.count = 0
        self.cut: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def shoot(self, window: QWidget, name: str) -> Path:
        """Keep a picture; remember every text that is elided, cut or covered on it.

        The camera takes its time on the Qt thread, so the watch for stalls rests meanwhile.
        """
        QApplication.processEvents()
        self._watch.pause()
        try:
            return self._shoot(window, name)
        finally:
            self._watch.resume()

    def _shoot(self, window: QWidget, name: str) -> Path:
        self.count += 1
        path = self.folder / f"{self.count:02d}-{re.sub(r'[^a-z0-9-]', '', name)}.png"
        if not window.grab().save(str(path)):
            raise OSError(f"cannot write {path}")
        self.cut.extend(f"{path.name}: {text}" for text in find_cut_texts(window))
        return path


def focused_screen(shell: Shell) -> QWidget:
    """The screen that is shown."""
    screen = shell.current_screen
    if screen is None:
        raise TookTooLong("no screen is shown")
    return screen
