"""The register of delegations (R-IN-8): documents that give the hall the right to accept, and their ends.

Rows are only ever added.  A row with ``ends`` ends the one it names on its day ``until``.
"""

from sqlalchemy import Column, Date, ForeignKey, String, Table

from yichuang_desktop.store.columns import Identity, Instant
from yichuang_desktop.store.table_parts import metadata, words

delegation = Table(
    "delegation",
    metadata,
    Column("delegation_id", Identity(), primary_key=True),
    words("department"),
    words("item_id"),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("document_no", String, nullable=False),
    Column("ends", Identity(), ForeignKey("delegation.delegation_id"), unique=True),
    words("filed_by"),
    Column("filed_at", Instant()),
)
