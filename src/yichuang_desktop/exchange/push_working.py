"""The outbox at work: one message at a time for the whole hall, in order, the same message never as two.

The order of things: claim the row (a lease, told by its attempt), send, write down what became of it.  A
program that ends in between leaves a claim that runs out; the message goes again under the same id, and the
receiver knows it.  A fault of the other side is an outcome; only a broken database raises.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from yichuang_desktop.domain.pushes import Handed, Push, PushState
from yichuang_desktop.exchange.push_folder import AnswerFile

LEASE_SECONDS: Final = 120
"""How long a claim holds; longer than the longest attempt."""
PLATFORM: Final = "platform"
"""The name of the way that serves every department without one of its own."""
FIRST_REST, LONGEST_REST = 5.0, 300.0
"""Seconds a way is left alone after it proved barred: doubled from the first to the longest."""

_AWAITING: Final = (PushState.WAITING, PushState.SENT)

_log = logging.getLogger(__name__)


class Way(Protocol):
    """The way to one receiver.  What the receiver does is told in the answer, never raised."""

    @property
    def receiver(self) -> str: ...

    def send(self, push: Push, at: datetime) -> Handed: ...

    def answers(self) -> Iterator[AnswerFile]: ...


class PushQueue(Protocol):
    """The outbox as whoever sends it needs it.  Every call is one committed transaction.

    A claim is told from an outdated one by ``push.attempts``: the store refuses (False) what a claim that is
    no longer the message's own wants to write.
    """

    def recover(self, seat: str) -> int:
        """Let go what a crash of this seat left claimed; says how many."""
        ...

    def claim_next(
        self, seat: str, lease_seconds: int, only: frozenset[str] | None, but: frozenset[str]
    ) -> Push | None:
        """Claim the oldest message that is due, of ``only`` these departments (``None``: all) ``but`` those.

        None when there is none, or while another seat's claim is alive: one sender a hall.  A message waits
        for the earlier ones of its case.
        """
        ...

    def claim_sent(self, message_id: UUID, seat: str, lease_seconds: int) -> Push | None:
        """Claim a message because its answer has come: one sent, or on its way when a crash came.

        One that needs no answer any more is given as it stands, unclaimed.  None: not known, or another
        seat's claim is alive.
        """
        ...

    def settle(self, push: Push, handed: Handed, receiver: str) -> bool:
        """Write down what became of it and end the claim."""
        ...

    def close(self) -> None:
        """Close connections of its own, if there are any."""
        ...


@dataclass(frozen=True, slots=True)
class PushReport:
    """What became of one attempt; the log's and the console's view."""

    push: Push
    handed: Handed
    receiver: str


@dataclass
class Pusher:
    """Works the outbox.  ``ways`` by department, :data:`PLATFORM` for all others; ``seat`` names this PC."""

    queue: PushQueue
    ways: Mapping[str, Way]
    seat: str
    lease_seconds: int = LEASE_SECONDS
    clock: Callable[[], float] = time.monotonic
    _rests: dict[str, tuple[float, float]] = field(default_factory=dict)
    _told: dict[UUID, int] = field(default_factory=dict)

    def round(self, stopping: Callable[[], bool] = lambda: False) -> tuple[PushReport, ...]:
        """Read the answers that have come, then send what is due, as far as the ways are open."""
        if not self.ways:
            return ()
        reports = list(self._take_answers())
        while not stopping():
            report = self.work()
            if report is None:
                break
            reports.append(report)
        return tuple(reports)

    def work(self) -> PushReport | None:
        """Take one message all the way; None when there is none to take."""
        only, but = self._open_departments()
        if only is not None and not only:
            return None
        push = self.queue.claim_next(self.seat, self.lease_seconds, only, but)
        if push is None:
            return None
        name = push.department if push.department in self.ways else PLATFORM
        way = self.ways[name]
        handed = way.send(push, push.claimed_at or datetime.now().astimezone())
        self._rest(name, handed)
        return self._settled(push, handed, way.receiver)

    def _settled(self, push: Push, handed: Handed, receiver: str) -> PushReport:
        # A claim that ran out meanwhile is not ours to write any more; the message goes again, as the same.
        if not self.queue.settle(push, handed, receiver):
            _log.warning("message %s: claim lost, %s not written", push.message_id, handed.state.value)
        _log.info("message %s to %s: %s %s", push.message_id, receiver, handed.state.value, handed.trouble)
        return PushReport(push, handed, receiver)

    def _take_answers(self) -> Iterator[PushReport]:
        for way in self.ways.values():
            for found in way.answers():
                if self._told.get(found.message_id) == found.written:
                    continue
                push = self.queue.claim_sent(found.message_id, self.seat, self.lease_seconds)
                if push is not None and push.state in _AWAITING:
                    yield self._settled(push, found.handed, way.receiver)
                if push is None:
                    continue
                if found.handed.state is PushState.ANSWERED:
                    found.take()
                else:
                    self._told[found.message_id] = found.written

    def open_ways(self) -> None:
        """Try every way again at once: somebody has seen to it."""
        self._rests.clear()

    # -- ways that are barred for a while --------------------------------------------------------------------

    def _open_departments(self) -> tuple[frozenset[str] | None, frozenset[str]]:
        """Whose messages may be tried now: of ``only`` these (None: of all) ``but`` those."""
        now = self.clock()
        barred = {name for name, (until, _pause) in self._rests.items() if until > now}
        own = frozenset(self.ways) - {PLATFORM}
        if PLATFORM in self.ways and PLATFORM not in barred:
            return None, own & barred
        return own - barred, frozenset()

    def _rest(self, name: str, handed: Handed) -> None:
        if not handed.halt:
            self._rests.pop(name, None)
            return
        _until, before = self._rests.get(name, (0.0, 0.0))
        pause = min(before * 2, LONGEST_REST) if before else FIRST_REST
        self._rests[name] = (self.clock() + pause, pause)


class PushThread:
    """Works the outbox while the program is open, off every other thread.

    ``begin`` opens the outbox; it is called in the thread, and again after it failed.
    """

    def __init__(self, begin: Callable[[], Pusher], *, idle_pause: float = 5.0) -> None:
        """``idle_pause``: seconds after which to look again even if nobody calls :meth:`wake`."""
        self._begin, self._idle_pause = begin, idle_pause
        self._pusher: Pusher | None = None
        self.trouble: Exception | None = None
        """Why the outbox cannot be worked now; None when it can."""
        self._call, self._stopping = threading.Event(), threading.Event()
        self._hurried = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="pusher", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self.wake()

    def wake(self) -> None:
        """Something was put into the outbox: look now."""
        self._call.set()

    def hurry(self) -> None:
        """A person wants it tried now, whatever was in the way before."""
        self._hurried.set()
        self._call.set()

    def stop(self, timeout: float = 5.0) -> bool:
        """Finish the message in hand and end; False when it is still on its way after ``timeout`` seconds."""
        self._stopping.set()
        self.wake()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _serve(self) -> None:
        pause = self._idle_pause
        while True:
            # After trouble nobody's call shortens the pause: a refused log-in is not tried at every act.
            (self._stopping if self.trouble else self._call).wait(pause)
            self._call.clear()
            if self._stopping.is_set():
                self._end()
                return
            pause = min(pause * 2, LONGEST_REST) if self._troubled() else self._idle_pause

    def _troubled(self) -> bool:
        try:
            if self._pusher is None:
                self._pusher = self._begin()
                self._pusher.queue.recover(self._pusher.seat)
            if self._hurried.is_set():
                self._hurried.clear()
                self._pusher.open_ways()
            self._pusher.round(self._stopping.is_set)
        except Exception as error:
            # Whatever the database throws, the thread lives, says so and tries again.
            if self.trouble is None:
                _log.exception("the outbox cannot be reached")
            self.trouble = error
            self._end()
        else:
            self.trouble = None
        return self.trouble is not None

    def _end(self) -> None:
        pusher, self._pusher = self._pusher, None
        if pusher is not None:
            pusher.queue.close()
