"""Codes on paper by which a service can be rated, and what a device sent that rates nothing (R-EVAL-1).

Rows are only ever added. A code is used by the rating that names it; nothing is ever struck out.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table

from yichuang_desktop.domain.ratings import RatingChannel, StrayKind
from yichuang_desktop.store.columns import Identity, Instant
from yichuang_desktop.store.table_parts import metadata, whole, words

CHANNELS = ", ".join(f"'{channel.value}'" for channel in RatingChannel)
_KINDS = ", ".join(f"'{kind.value}'" for kind in StrayKind)

rating_code = Table(
    "rating_code",
    metadata,
    Column("code_sha256", String(64), primary_key=True),
    Column("event_id", Identity(), ForeignKey("service_event.event_id"), nullable=False, unique=True),
    Column("device", String, nullable=False),
    Column("at", Instant()),
    Column("expires_at", Instant()),
    CheckConstraint("length(code_sha256) = 64", name="hashed"),
)

rating_stray = Table(
    "rating_stray",
    metadata,
    Column("stray_id", Identity(), primary_key=True),
    Column("kind", String, nullable=False),
    Column("event_id", Identity(), ForeignKey("service_event.event_id")),
    words("channel"),
    words("raw"),
    whole("times", 1),
    Column("device", String, nullable=False),
    Column("at", Instant()),
    CheckConstraint(f"kind in ({_KINDS})", name="kind"),
    CheckConstraint(f"channel in ({CHANNELS})", name="channel"),
    CheckConstraint("length(raw) <= 512", name="raw"),
    CheckConstraint("times > 0", name="times"),
)
"""``event_id``: the service that was, or had last been, put to the citizen; a stray is never its rating."""
