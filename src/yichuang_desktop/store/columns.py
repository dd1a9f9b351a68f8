"""The three kinds of value a column holds beside plain ones: an instant, a document and a UUID.

Instants are stored in UTC with milliseconds: ``timestamptz`` on PostgreSQL, sortable text on SQLite.  At the
edge of the store they are in the hall's zone.
"""

import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import Enum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import JSON, DateTime, Dialect, String, TypeDecorator, Uuid
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

ZONE_NAME = "Asia/Shanghai"


def _zone() -> tzinfo:
    """The hall's zone; Windows may lack the zone data, and China has kept +08:00 since 1991."""
    try:
        return ZoneInfo(ZONE_NAME)
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=8), ZONE_NAME)


ZONE = _zone()


def utc_text(at: datetime) -> str:
    """``2026-11-23T01:02:03.004Z``; raises ValueError for an instant without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no zone")
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def hall_time(text: str) -> datetime:
    """The instant a text of :func:`utc_text` names, in the hall's zone."""
    return datetime.fromisoformat(text).astimezone(ZONE)


class Instant(TypeDecorator[datetime]):
    """An instant; comes back in the hall's zone."""

    impl = String(24)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind = DateTime(timezone=True) if dialect.name == "postgresql" else String(24)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return utc_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return hall_time(value) if isinstance(value, str) else value.astimezone(ZONE)


def to_text(value: Any) -> str:
    """JSON as the store writes it: Chinese readable, instants in UTC, enumerations by their value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    raise TypeError(f"{value!r} cannot be kept in a document")


def _written(value: Any) -> Any:
    if hasattr(value, "to_json"):
        return value.to_json()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    raise TypeError(f"{value!r} cannot be kept in a document")


_WRITERS: tuple[tuple[type, Any], ...] = (
    (datetime, utc_text),
    (date, date.isoformat),
    (UUID, str),
    (Enum, lambda member: member.value),
    (Mapping, dict),
    (frozenset, sorted),
    (object, _written),
)


def Document() -> TypeEngine[Any]:
    """A JSON value: ``jsonb`` on PostgreSQL, text on SQLite."""
    return JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def Identity() -> TypeEngine[UUID]:
    """A UUID made by a client."""
    return Uuid()
