"""The tags of paper codes: from the keys in an embedded file; in a shared hall, from the server.

On PostgreSQL nobody who logs in can read a key. The owner's function ``paper_tags`` makes the tags, for
numbers that were given only; asked for one paper it is asked for every kind with that number, in one trip.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Function, String, bindparam, select

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKeys, PaperKind, PaperSeal, key_of
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import Lane, Values
from yichuang_desktop.store.statements import Statement

PARTED = "|"
HEAD = 18
KEYS = Statement(select(t.paper_key.c.key_id, t.paper_key.c.secret, t.paper_key.c.current))
_KEY_IDS = Statement(select(t.paper_key.c.key_id, t.paper_key.c.current))
_TAGS = Statement(select(Function("paper_tags", bindparam("heads"), type_=String)))
Read = Callable[[Statement, Values], Sequence[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """What a log-in may know of a shared hall's keys."""

    current: int
    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class ServerSeal:
    """The server's own seal, asked over a connection."""

    known: KnownKeys
    read: Read
    tags: dict[str, str] = field(default_factory=dict, repr=False)
    """What the server said already."""

    @property
    def current(self) -> int:
        return self.known.current

    def tag(self, head: str) -> str:
        """See :class:`PaperSeal`."""
        if key_of(head) not in self.known.ids:
            raise KeyError(key_of(head))
        if head not in self.tags:
            heads = [f"{kind.value}{head[2:]}" for kind in PaperKind]
            self.tags.update(tags_in(self.read(_TAGS, {"heads": PARTED.join(heads)})[0][0]))
        tag = self.tags[head]
        if not tag:
            raise RuleViolation("forged_code")
        return tag


def tags_in(said: str) -> dict[str, str]:
    """Head → tag, as the server's functions give them."""
    return {code[:HEAD]: code[HEAD:] for code in said.split(PARTED)}


def read_keys(lane: Lane) -> PaperKeys | KnownKeys:
    """The keys of an embedded hall; of a shared one, their ids."""
    if lane.dialect.name == "postgresql":
        ids = lane.read(_KEY_IDS)
        current = next((key_id for key_id, current in ids if current), 0)
        return KnownKeys(current, frozenset(key_id for key_id, _ in ids))
    rows = lane.read(KEYS)
    current = next((key_id for key_id, _, current in rows if current), 0)
    return PaperKeys(current, {key_id: bytes(secret) for key_id, secret, _ in rows})


def seal(keys: PaperKeys | KnownKeys, read: Read, tags: dict[str, str] | None = None) -> PaperSeal:
    """What makes and proves the tags; ``read`` is used where only the server can and ``tags`` lacks them."""
    return keys if isinstance(keys, PaperKeys) else ServerSeal(keys, read, {} if tags is None else tags)
