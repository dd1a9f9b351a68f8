"""Signatures given on screen: sealed by the client, stamped and chained per window by the database.

Rows come in through the view ``signature_entry`` and are only ever added.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, String, Table, UniqueConstraint

from yichuang_desktop.store.columns import Identity, Instant
from yichuang_desktop.store.table_parts import metadata, words

CONTENT = (
    "signature_id", "case_id", "counter", "purpose", "template", "text", "signer", "verified",
    "strokes_sha256", "picture_sha256", "device", "dpi", "started_ms", "finished_ms", "seal", "recorded_by",
)  # fmt: skip
"""What a client gives; the rest is the database's."""

signature = Table(
    "signature",
    metadata,
    Column("signature_id", Identity(), primary_key=True),
    Column("case_id", Identity(), ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("counter", Integer, ForeignKey("counter.code"), nullable=False),
    Column("seq", Integer, nullable=False),
    words("purpose"),
    words("template"),
    Column("text", String, nullable=False),
    words("signer"),
    words("verified"),
    Column("strokes_sha256", String, nullable=False),
    Column("picture_sha256", String, nullable=False),
    words("device"),
    Column("dpi", Integer, nullable=False),
    Column("started_ms", BigInteger, nullable=False),
    Column("finished_ms", BigInteger, nullable=False),
    Column("seal", String, nullable=False),
    words("recorded_by"),
    Column("at", Instant(), nullable=False),
    words("previous"),
    Column("digest", String, nullable=False),
    UniqueConstraint("counter", "seq"),
)

signature_entry = Table(
    "signature_entry", MetaData(), *(Column(name, signature.c[name].type) for name in CONTENT)
)
"""The view through which they come in; its trigger stamps and chains them."""
