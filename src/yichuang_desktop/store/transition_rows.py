"""The domain's tables as rows of the database: lists are written ``|a|b|``, moves ``|draft>received|``.

One row an act, so that the trigger finds all it checks in one look.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from yichuang_desktop.domain.acts import ActKind
from yichuang_desktop.domain.hall_records import RECORDED_BY
from yichuang_desktop.domain.print_jobs import MOVES
from yichuang_desktop.domain.tracks import Track
from yichuang_desktop.domain.transitions import TABLE


def transition_rows() -> list[dict[str, Any]]:
    """Every act kind of the domain as a row of ``transition``."""
    return [_row(kind) for kind in TABLE.values()]


def print_move_rows() -> list[dict[str, str]]:
    """Every allowed move of a print job as a row of ``print_move``."""
    return [
        {"before": before.value, "after": after}
        for before, afters in MOVES.items()
        for after in sorted(after.value for after in afters)
    ]


def record_kind_rows() -> list[dict[str, str]]:
    """Who may write which of the hall's records, as rows of ``record_kind``."""
    return [{"kind": kind.value, "roles": _list(roles)} for kind, roles in RECORDED_BY.items()]


@cache
def rules_digest() -> str:
    """What tells one state of the domain's tables from another: SHA-256 in hex."""
    rows = json.dumps(
        [transition_rows(), print_move_rows(), record_kind_rows()], ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(rows.encode()).hexdigest()


def _row(kind: ActKind) -> dict[str, Any]:
    moves = {f"{track.value}_moves": _moves(kind.moves.get(track)) for track in Track}
    return {
        "kind": kind.name,
        "number": kind.number,
        "title": kind.title,
        "clause": kind.clause,
        "channels": _list(kind.channels),
        "roles": _list(kind.recorded_by),
        "doers": _list(kind.done_by),
        "evidence": json.dumps(list(kind.evidence)),
        "settable": _list(kind.sets),
        "blocked_by": _list(kind.blocked_by),
        **moves,
        "registers": kind.registers,
        "opens_service": kind.opens_service.value if kind.opens_service else "",
        "annullable": kind.annullable,
        "needs_reason": kind.needs_reason,
    }


def _list(values: Iterable[str]) -> str:
    written = "|".join(sorted(str(value) for value in values))
    return f"|{written}|" if written else ""


def _moves(moves: Mapping[str, frozenset[str]] | None) -> str:
    if moves is None:
        return ""
    return _list(f"{before}>{after}" for before, afters in moves.items() for after in afters)
