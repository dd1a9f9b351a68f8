"""The device book (R-X-7): which devices a window has, and what happened to them.  Rows are only ever added.

The newest row of a window and kind is in force; one without a driver says that nothing is used any more.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from yichuang_desktop.domain.devices import DeviceDeed, DeviceKind
from yichuang_desktop.store.columns import Document, Instant
from yichuang_desktop.store.table_parts import metadata, words

_KINDS = ", ".join(f"'{kind.value}'" for kind in DeviceKind)
_DEEDS = ", ".join(f"'{deed.value}'" for deed in DeviceDeed)

window_device = Table(
    "window_device",
    metadata,
    Column("binding_no", Integer, primary_key=True),
    Column("counter", Integer, ForeignKey("counter.code"), nullable=False),
    Column("kind", String, nullable=False),
    words("driver"),
    words("address"),
    words("identity"),
    words("known_by"),
    words("title"),
    Column("options", Document(), nullable=False),
    words("set_by"),
    Column("at", Instant()),
    CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
    CheckConstraint(
        "known_by = '' OR substr(identity, 1, length(known_by) + 1) = known_by || '|'", name="known_by"
    ),
)
"""``known_by``: the part of an identity that only one window may have (``domain.devices.ONE_WINDOW``)."""
Index("ix_window_device_of", window_device.c.counter, window_device.c.kind, window_device.c.binding_no)
Index("ix_window_device_known_by", window_device.c.known_by)

device_event = Table(
    "device_event",
    metadata,
    Column("event_no", Integer, primary_key=True),
    Column("counter", Integer, ForeignKey("counter.code"), nullable=False),
    Column("kind", String, nullable=False),
    Column("deed", String, nullable=False),
    Column("facts", Document(), nullable=False),
    words("by"),
    Column("at", Instant()),
    CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
    CheckConstraint(f"deed IN ({_DEEDS})", name="deed"),
)
Index("ix_device_event_of", device_event.c.counter, device_event.c.kind, device_event.c.event_no)
