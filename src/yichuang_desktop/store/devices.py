"""The evaluation device: the only identity that writes ratings; no clerk's session can (decisions 17)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from yichuang_desktop.domain.acts import Service
from yichuang_desktop.domain.ratings import CodedService, CodeState, Rating, Stray
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.columns import hall_time
from yichuang_desktop.store.lanes import Lane, Lanes
from yichuang_desktop.store.statements import Statement

_RATING = ("event_id", "outcome", "grade", "channel", "raw", "code_sha256")
_CODE = ("code_sha256", "event_id")
_STRAY = ("stray_id", "kind", "event_id", "channel", "raw", "times")


def _insert(table: Any, dialect: Any, names: tuple[str, ...]) -> Any:
    """On a file the program says who it is; a server stamps that, and grants no such column."""
    told = (*names, "device") if dialect is sqlite else names
    return dialect.insert(table).values({name: bindparam(name) for name in told})


def _both(table: Any, names: tuple[str, ...]) -> dict[str, Statement]:
    kinds = {"sqlite": sqlite, "postgresql": postgresql}
    return {name: Statement(_insert(table, dialect, names)) for name, dialect in kinds.items()}


_RATE = {
    "sqlite": Statement(_insert(t.rating, sqlite, _RATING).on_conflict_do_nothing()),
    "postgresql": Statement(_insert(t.rating, postgresql, _RATING).on_conflict_do_nothing()),
}
_GIVE_CODE = _both(t.rating_code, _CODE)
_STRAYED = _both(t.rating_stray, _STRAY)

_S, _C, _R, _M = t.service_event.c, t.rating_code.c, t.rating.c, q.hall_moment.c
_OF_CODE = {
    "sqlite": Statement(
        select(_S.event_id, _S.kind, _S.counter, _S.opened_at, _R.event_id, _C.expires_at, _M.now)
        .select_from(
            t.rating_code.join(t.service_event, _C.event_id == _S.event_id)
            .outerjoin(t.rating, _R.event_id == _S.event_id)
            .join(q.hall_moment, _M.now.is_not(None))
        )
        .where(_C.code_sha256 == bindparam("sha"))
    ),
    "postgresql": Statement(select(func.service_of_code(bindparam("sha")))),
}


def device_name(counter: int) -> str:
    """``pad_04``: what the device at a window is called, in the database too."""
    return f"pad_{counter:02d}"


class _Device:
    """Writes a rating once, codes, and what came astray."""

    def __init__(self, lanes: Lanes, name: str) -> None:
        self._lanes = lanes
        self._name = name

    def record_rating(self, rating: Rating) -> bool:
        """False when the service has been rated already: the first answer stays."""
        values = {
            "event_id": rating.event_id,
            "outcome": rating.outcome.value,
            "grade": rating.grade.value if rating.grade else None,
            "channel": rating.channel.value,
            "raw": rating.raw,
            "code_sha256": rating.code_sha256 or None,
        }
        return self._change(_RATE, values) == 1

    def record_stray(self, stray: Stray) -> None:
        """Keep what belongs to nothing; RuleViolation ``not_found`` for a service that never was."""
        values = {
            "stray_id": uuid4(),
            "kind": stray.kind.value,
            "event_id": stray.event_id,
            "channel": stray.channel.value,
            "raw": stray.raw,
            "times": stray.times,
        }
        self._change(_STRAYED, values)

    def give_code(self, event_id: UUID, digest: str) -> None:
        """Let this service be rated by a code. RuleViolation ``rated_already``, ``rating_code_given`` (the
        service has one), ``rating_code_taken`` (another service has this one).
        """
        self._change(_GIVE_CODE, {"code_sha256": digest, "event_id": event_id})

    def service_of_code(self, digest: str) -> CodedService | None:
        """What a code stands for; None when it was never given."""
        with self._lane() as lane:
            rows = lane.read(_OF_CODE[lane.dialect.name], {"sha": digest})
            return _of_text(rows[0][0]) if lane.dialect.name == "postgresql" else _of_row(rows)

    def _change(self, statements: dict[str, Statement], values: dict[str, Any]) -> int:
        with self._lane() as lane:
            written = lane.change(statements[lane.dialect.name], values | {"device": self._name})
            lane.commit()
            return written

    @contextmanager
    def _lane(self) -> Iterator[Lane]:
        lane = self._lanes.take(to_write=True)
        broken = False
        try:
            yield lane
        except StoreUnavailable:
            broken = True
            raise
        finally:
            if not broken:
                lane.undo()
            self._lanes.give_back(lane, broken=broken)


def _of_row(rows: list[Any]) -> CodedService | None:
    if not rows:
        return None
    event_id, kind, counter, opened_at, rated, expires_at, now = rows[0]
    state = CodeState.RATED if rated else CodeState.EXPIRED if expires_at <= now else CodeState.OPEN
    return CodedService(event_id, Service(kind), counter or 0, opened_at, state)


def _of_text(said: str | None) -> CodedService | None:
    if not said:
        return None
    event_id, kind, counter, opened_at, state = said.split("|")
    return CodedService(UUID(event_id), Service(kind), int(counter), hall_time(opened_at), CodeState(state))


class EmbeddedDevice(_Device):
    """The device at one window of an embedded hall."""

    def __init__(self, lanes: Lanes, counter: int) -> None:
        super().__init__(lanes, device_name(counter))

    def close(self) -> None:
        """Nothing of its own is open."""


class SharedDevice(_Device):
    """The device at one window of a shared hall; the server stamps which it is."""

    def __init__(self, lanes: Lanes) -> None:
        super().__init__(lanes, "")

    def close(self) -> None:
        """Close its connections."""
        self._lanes.close()
