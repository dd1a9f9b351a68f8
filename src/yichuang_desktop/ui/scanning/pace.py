"""The time of keys and the silence after them."""

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Slot


class Pace(Protocol):
    """A clock, and one alarm that is set anew each time. Only tests bring one of their own."""

    def now(self) -> float:
        """Seconds that never go back."""
        ...

    def wake_in(self, seconds: float, wake: Callable[[], None]) -> None:
        """Call ``wake`` once after so long, instead of any earlier alarm."""
        ...

    def rest(self) -> None:
        """No alarm any more."""
        ...


class QtPace(QObject):
    """The real time. The alarm looks twice: keys that waited while the thread was busy come first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wake: Callable[[], None] | None = None
        self._first, self._second = QTimer(self), QTimer(self)
        for timer in (self._first, self._second):
            timer.setSingleShot(True)
        self._first.setTimerType(Qt.TimerType.PreciseTimer)
        self._second.setInterval(0)
        self._first.timeout.connect(self._second.start)
        self._second.timeout.connect(self._on_silence)

    def now(self) -> float:
        return time.monotonic()

    def wake_in(self, seconds: float, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._second.stop()
        self._first.start(round(seconds * 1000))

    def rest(self) -> None:
        self._first.stop()
        self._second.stop()

    @Slot()
    def _on_silence(self) -> None:
        if self._wake is not None:
            self._wake()


class Stamps:
    """When a key was pressed: by its own time stamp where it has one, else when it came."""

    def __init__(self) -> None:
        self._stamp, self._came, self._at = 0, float("-inf"), float("-inf")

    def at(self, stamp_ms: int, came: float) -> float:
        """Seconds on the clock of ``came``. Stamps tell of pauses only: their clock is the system's own."""
        pause = (stamp_ms - self._stamp) / 1000
        tells = stamp_ms > 0 and self._stamp > 0 and 0 <= pause <= came - self._came + 1
        self._at = self._at + pause if tells and pause < 1 else came
        self._stamp, self._came = stamp_ms, came
        return self._at
