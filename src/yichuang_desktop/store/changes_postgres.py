"""News of other people's commits on a server: one listener a client, one NOTIFY a kind and transaction."""

import threading

import psycopg

from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.changes import Heard
from yichuang_desktop.store.lanes import Lanes
from yichuang_desktop.store.postgres_lanes import PostgresLane, PostgresLanes

POLL_SECONDS = 0.25
RECONNECT_SECONDS = 2.0


class PostgresFeed:
    """Listens on a connection of its own; after a loss it connects again and says that all may differ."""

    def __init__(self, lanes: Lanes) -> None:
        assert isinstance(lanes, PostgresLanes)  # noqa: S101 - put together by the shared hall only
        self._lanes = lanes
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def listen(self, heard: Heard) -> None:
        """Calls ``heard`` from a thread of its own until closed."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(heard, ready), name="changes", daemon=True)
        self._thread.start()
        ready.wait(5)

    def close(self) -> None:
        self._ended.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(5)

    def _watch(self, heard: Heard, ready: threading.Event) -> None:
        first = True
        while not self._ended.is_set():
            try:
                lane = self._lanes.fresh()
            except StoreUnavailable:
                self._ended.wait(RECONNECT_SECONDS)
                continue
            try:
                lane.raw().execute("LISTEN yc_changes")
                ready.set()
                if not first:
                    heard(frozenset(t.CHANGE_KINDS))
                first = False
                self._hear(lane, heard)
            except psycopg.Error:
                self._ended.wait(RECONNECT_SECONDS)
            finally:
                lane.close()

    def _hear(self, lane: PostgresLane, heard: Heard) -> None:
        """Pass news on, all that came together at once."""
        while not self._ended.is_set():
            kinds = {news.payload for news in lane.raw().notifies(timeout=POLL_SECONDS, stop_after=1)}
            if kinds:
                kinds |= {news.payload for news in lane.raw().notifies(timeout=0)}
                heard(frozenset(kinds))
