"""The outbox: messages to the platform and departments' systems, and what became of each attempt (R-IN-7).

A row's message is written once, by the recorder of the act it tells of; its life is written by the hall's
pusher, an identity of its own, and by hand only as far as the triggers allow (:mod:`triggers_outbox`).
"""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from yichuang_desktop.store.columns import Document, Identity, Instant
from yichuang_desktop.store.table_parts import metadata, whole, words

outbox = Table(
    "outbox",
    metadata,
    Column("push_id", Integer, primary_key=True),
    Column("message_id", Identity(), ForeignKey("act.act_id"), nullable=False, unique=True),
    Column("case_id", Identity(), ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    words("department"),
    Column("body", Document(), nullable=False),
    Column("state", String, nullable=False, server_default="waiting"),
    whole("attempts"),
    Column("next_try_at", Instant()),
    words("held_by"),
    Column("leased_until", Instant()),
    words("receiver"),
    words("last_error"),
    words("external_no"),
    Column("confirmed_on", Date),
    words("answer"),
    words("reason"),
    Column("queued_at", Instant()),
    Column("sent_at", Instant()),
    Column("answered_at", Instant()),
)
Index("ix_outbox_state", outbox.c.state, outbox.c.push_id)

outbox_event = Table(
    "outbox_event",
    metadata,
    Column("event_id", Integer, primary_key=True),
    Column("push_id", Integer, ForeignKey("outbox.push_id"), nullable=False, index=True),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    words("receiver"),
    words("error"),
    words("external_no"),
    words("reason"),
    Column("by", String, nullable=False),
    Column("at", Instant(), nullable=False),
)
