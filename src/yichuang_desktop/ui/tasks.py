"""Work off the Qt thread: one lane a name, answers brought home, nothing left running at the end.

A lane (``"store"``, ``"printer"``) is one worker thread, so its works run in the order they were asked
for and a slow printer never keeps the database waiting. A screen writes::

    tasks.run(self, "store", lambda: self._issuing.issue(code), self._on_issued)

and ``_on_issued`` runs on the Qt thread with the answer. When the screen is gone by then, the answer is
dropped. A broken rule goes to ``refused``; any other exception is logged and goes to ``failed``. What a
screen does not answer itself is said in the foot line, a failure with "再试一次".

References to widgets are let go on the Qt thread only: the worker never holds the last one.
"""

import itertools
import logging
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.unavailable import StoreUnavailable

T = TypeVar("T")
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

PROGRESS_PAUSE = 0.05
"""Seconds between two reports of progress; more would only keep the Qt thread busy."""

_log = logging.getLogger(__name__)


class _Job:
    """One piece of work and who waits for it. ``let_go`` runs on the Qt thread."""

    __slots__ = ("done", "failed", "future", "lane", "long", "owner", "refused", "work")

    def __init__(
        self,
        owner: QObject,
        lane: str,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None,
        refused: Callable[[RuleViolation], None] | None,
        *,
        failed: Callable[[BaseException], None] | None,
    ) -> None:
        self.owner: QObject | None = owner
        self.lane = lane
        self.work: Callable[[], Any] | None = work
        self.done = done
        self.refused = refused
        self.failed = failed
        self.long: LongTask | None = None
        self.future: Future[Any] | None = None

    def __call__(self) -> Any:
        work = self.work
        return work() if work is not None else None

    def let_go(self) -> None:
        self.owner = self.work = self.done = self.refused = self.failed = self.long = self.future = None


class LongTask(QObject):
    """The handle of a long work: follow its ``progressed(done, total)``, or ``cancel()`` it.

    ``finished`` comes once, after the answer was delivered, whether the work ended well, badly or was
    cancelled. A work that saw ``cancelled()`` may return early; its answer is then not delivered.
    """

    progressed = Signal(int, int)
    finished = Signal()
    _reported = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._last = 0.0
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop at its next look; returns at once."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def report(self, done: int, total: int) -> None:
        """Called by the work, on its own thread: how much of it is done. Too frequent reports are dropped."""
        now = time.monotonic()
        if now - self._last >= PROGRESS_PAUSE or done >= total:
            self._last = now
            self._reported.emit(done, total)

    @Slot(int, int)
    def _on_reported(self, done: int, total: int) -> None:
        self.progressed.emit(done, total)


class Tasks(QObject):
    """The lanes of the program; made once by the application and closed by it."""

    idle = Signal()
    """Nothing is waiting for an answer any more."""
    busy_changed = Signal(str, int)
    """A lane, and how many works it now has."""
    refused_unanswered = Signal(object)
    """A RuleViolation no screen answers itself: the shell says its sentence."""
    failed_unanswered = Signal(str, object, object)
    """A lane, a function that tries the same again, and the exception: a calm line with a retry."""

    _answered = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._jobs: dict[int, _Job] = {}
        self._tickets = itertools.count(1)
        self._closed = False
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        lane: str,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        refused: Callable[[RuleViolation], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Do ``work`` on ``lane``; ``done(answer)`` runs later on the Qt thread unless ``owner`` is gone.

        Called on the Qt thread only. After :meth:`close` the work is not begun.
        """
        self._start(_Job(owner, lane, work, done, refused, failed=failed))

    def run_long(
        self,
        owner: QObject,
        lane: str,
        work: Callable[[Progress, Cancelled], T],
        done: Callable[[T], None] | None = None,
        refused: Callable[[RuleViolation], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> LongTask:
        """As :meth:`run`, for a work that reports progress and can be cancelled; use a lane of its own."""
        handle = LongTask(self)
        job = _Job(
            owner, lane, lambda: work(handle.report, lambda: handle.cancelled), done, refused, failed=failed
        )
        job.long = handle
        self._start(job)
        return handle

    @property
    def pending(self) -> int:
        """How many works were asked for and not yet answered, over all lanes."""
        return len(self._jobs)

    def busy(self, lane: str) -> int:
        """How many works of that lane were not yet answered."""
        return sum(job.lane == lane for job in self._jobs.values())

    def close(self) -> None:
        """Finish what was asked for, stop long works at their next look, and join every thread.

        Answers that come after this are dropped.
        """
        self._closed = True
        for job in self._jobs.values():
            if job.long is not None:
                job.long.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=True)
        self._lanes.clear()
        for job in list(self._jobs.values()):
            job.let_go()
        self._jobs.clear()

    # -- inside ----------------------------------------------------------------------------------------------

    def _start(self, job: _Job) -> None:
        if self._closed:
            _log.info("work for lane %s came after closing and was not begun", job.lane)
            job.let_go()
            return
        ticket = next(self._tickets)
        self._jobs[ticket] = job
        executor = self._lanes.get(job.lane)
        if executor is None:
            executor = ThreadPoolExecutor(1, thread_name_prefix=f"lane-{job.lane}")
            self._lanes[job.lane] = executor
        job.future = executor.submit(job)
        job.future.add_done_callback(lambda _future: self._answered.emit(ticket))
        self.busy_changed.emit(job.lane, self.busy(job.lane))

    @Slot(int)
    def _on_answered(self, ticket: int) -> None:
        job = self._jobs.pop(ticket, None)
        if job is None:
            return
        lane, long = job.lane, job.long
        try:
            self._deliver(job)
        finally:
            job.let_go()
            self.busy_changed.emit(lane, self.busy(lane))
            if long is not None:
                long.finished.emit()
                long.deleteLater()
            if not self._jobs:
                self.idle.emit()

    def _deliver(self, job: _Job) -> None:
        future, owner = job.future, job.owner
        if future is None or owner is None:
            return
        error = future.exception()
        alive = shiboken6.isValid(owner)
        if error is not None:
            self._deliver_bad_news(job, error, alive)
            _forget_frames(error)
        elif alive and job.done is not None and not (job.long is not None and job.long.cancelled):
            job.done(future.result())

    def _deliver_bad_news(self, job: _Job, error: BaseException, alive: bool) -> None:
        if isinstance(error, RuleViolation):
            if alive and job.refused is not None:
                job.refused(error)
            elif alive:
                self.refused_unanswered.emit(error)
            return
        if isinstance(error, StoreUnavailable):
            _log.info("work of lane %s: %s", job.lane, error.code)
        else:
            _log.error("work of lane %s failed", job.lane, exc_info=error)
        if alive and job.failed is not None:
            job.failed(error)
        elif alive:
            self.failed_unanswered.emit(job.lane, self._again(job), error)

    def _again(self, job: _Job) -> Callable[[], None]:
        owner, lane, work, long = job.owner, job.lane, job.work, job.long
        done, refused, failed = job.done, job.refused, job.failed

        def again() -> None:
            if owner is None or work is None or long is not None or not shiboken6.isValid(owner):
                return
            self._start(_Job(owner, lane, work, done, refused, failed=failed))

        return again


def _forget_frames(error: BaseException | None) -> None:
    """Drop the stack frames an exception holds: they hold widgets, which must not die on a worker thread."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error.__traceback__ = None
        error = error.__cause__ or error.__context__
