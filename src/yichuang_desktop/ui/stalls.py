"""A watch over the Qt thread: which calls kept the window from answering, for how long, and where.

Used by the tour, the benchmarks and, at debug level, by the program itself. A timer on the Qt thread beats;
when a beat is late, a slot was too slow. A second thread looks at the Qt thread's stack while it is late, so
that the report can name the line.
"""

import logging
import sys
import threading
import time
import traceback
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Slot

LIMIT_MS = 50.0
BEAT_MS = 5
KEPT = 20

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stall:
    """One time the Qt thread did not answer."""

    wall_ms: float
    cpu_ms: float
    """What the thread itself computed in that time; far below ``wall_ms`` on a crowded machine."""
    where: str
    """The innermost lines of the stack while it stalled; empty when it ended before the look."""


class StallWatch(QObject):
    """Collects the longest stalls of the Qt thread between ``start()`` and ``stop()``.

    Made and used on the Qt thread. ``longest()`` gives the worst first, ``count`` how many there were.
    """

    def __init__(self, parent: QObject | None = None, limit_ms: float = LIMIT_MS) -> None:
        super().__init__(parent)
        self._limit = limit_ms
        self._stalls: list[Stall] = []
        self._count = 0
        self._thread_id = threading.get_ident()
        self._last_wall = self._last_cpu = 0.0
        self._where = ""
        self._stop, self._looking = threading.Event(), threading.Event()
        self._looker: threading.Thread | None = None
        self._paused = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._on_beat)

    def start(self) -> None:
        """Begin to watch; what was collected before is forgotten."""
        self._stalls, self._count, self._where = [], 0, ""
        self._note_time()
        self._stop.clear()
        self._looking.clear()
        self._looker = threading.Thread(target=self._look, name="stall-watch", daemon=True)
        self._looker.start()
        self._looking.wait()
        self._timer.start()

    def stop(self) -> None:
        """End the watch; what was collected stays."""
        self._timer.stop()
        self._stop.set()
        if self._looker is not None:
            self._looker.join()
            self._looker = None

    def pause(self) -> None:
        """Look away for what is known to be slow and is not the program's doing (a screenshot)."""
        self._paused = True
        self._timer.stop()

    def resume(self) -> None:
        """Watch again; what was collected stays."""
        self._note_time()
        self._paused = False
        if self._looker is not None:
            self._timer.start()

    def longest(self) -> list[Stall]:
        """The longest stalls over the limit, worst first."""
        return sorted(self._stalls, key=lambda stall: stall.wall_ms, reverse=True)

    @property
    def count(self) -> int:
        """How many stalls over the limit there were."""
        return self._count

    @Slot()
    def _on_beat(self) -> None:
        wall = (time.monotonic() - self._last_wall) * 1000 - BEAT_MS
        if wall >= self._limit:
            self._keep(Stall(wall, (time.thread_time() - self._last_cpu) * 1000, self._where))
        self._note_time()

    def _keep(self, stall: Stall) -> None:
        self._count += 1
        _log.debug("Qt thread stalled %.0f ms (%.0f ms cpu) at %s", stall.wall_ms, stall.cpu_ms, stall.where)
        self._stalls = sorted([*self._stalls, stall], key=lambda one: one.wall_ms, reverse=True)[:KEPT]

    def _note_time(self) -> None:
        self._where = ""
        self._last_cpu = time.thread_time()
        self._last_wall = time.monotonic()

    def _look(self) -> None:
        self._looking.set()
        while not self._stop.wait(self._limit / 2000):
            late = (time.monotonic() - self._last_wall) * 1000
            if late >= self._limit * 0.8 and not self._where and not self._paused:
                self._where = _stack_of(self._thread_id)


def _stack_of(thread_id: int) -> str:
    frame = sys._current_frames().get(thread_id)
    lines = traceback.extract_stack(frame)[-4:] if frame is not None else []
    return " < ".join(f"{line.filename}:{line.lineno} {line.name}" for line in reversed(lines))
