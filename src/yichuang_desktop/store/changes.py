"""News of other people's commits in an embedded hall."""

import threading
from collections.abc import Callable

from sqlalchemy import select

from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import Lanes
from yichuang_desktop.store.sqlite_lanes import SqliteLane, SqliteLanes
from yichuang_desktop.store.statements import Statement

POLL_SECONDS = 0.25
_MARKS = Statement(select(t.change_mark.c.kind, t.change_mark.c.count))
Heard = Callable[[frozenset[str]], None]


class SqliteFeed:
    """Looks four times a second whether another connection of this program has committed (6 µs a look)."""

    def __init__(self, lanes: Lanes) -> None:
        assert isinstance(lanes, SqliteLanes)  # noqa: S101 - put together by the embedded hall only
        self._path = lanes.path
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def listen(self, heard: Heard) -> None:
        """Calls ``heard`` from a thread of its own until closed; a file out of reach is tried again."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(heard, ready), name="changes", daemon=True)
        self._thread.start()
        ready.wait(5)

    def close(self) -> None:
        self._ended.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(5)

    def _watch(self, heard: Heard, ready: threading.Event) -> None:
        lane = SqliteLane(self._path, read_only=True)
        version, marks = self._version(lane), self._marks(lane)
        ready.set()
        while not self._ended.wait(POLL_SECONDS):
            try:
                now = self._version(lane)
                if now == version:
                    continue
                version, before, marks = now, marks, self._marks(lane)
            except StoreUnavailable:
                continue
            changed = frozenset(kind for kind, count in marks.items() if before.get(kind) != count)
            if changed:
                heard(changed)
        lane.close()

    @staticmethod
    def _marks(lane: SqliteLane) -> dict[str, int]:
        return {kind: count for kind, count in lane.read(_MARKS)}

    @staticmethod
    def _version(lane: SqliteLane) -> int:
        version: int = lane.raw().execute("PRAGMA data_version").fetchone()[0]
        return version
