"""Who may write to a printer now: one lease a physical printer, across all PCs of the hall (R-X-1).

The fence counts the claims of a printer. Whatever a program writes down about a job it is sending carries the
fence of its claim; the triggers refuse an outdated one.
"""

from sqlalchemy import CheckConstraint, Column, Integer, String, Table

from yichuang_desktop.store.columns import Instant
from yichuang_desktop.store.table_parts import metadata

printer_lease = Table(
    "printer_lease",
    metadata,
    Column("key", String, CheckConstraint("key <> ''", name="key"), primary_key=True),
    Column("fence", Integer, CheckConstraint("fence > 0", name="fence"), nullable=False),
    Column("held_by", String, CheckConstraint("held_by <> ''", name="held_by"), nullable=False),
    Column("leased_until", Instant(), nullable=False),
)
