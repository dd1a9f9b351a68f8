"""What is kept beside the acts: log-ins, failed log-ins, reveals; chained by SHA-256 per log-in."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert

from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import NOTHING, Lane
from yichuang_desktop.store.statements import Statement

_ADD = Statement(insert(t.audit_entry), ["login", "kind", "subject", "details"])


def note(lane: Lane, login: str, kind: str, subject: str = "", details: Mapping[str, Any] = NOTHING) -> None:
    """Write one entry; the database stamps its time and chains it."""
    lane.write(_ADD, {"login": login, "kind": kind, "subject": subject, "details": details})
