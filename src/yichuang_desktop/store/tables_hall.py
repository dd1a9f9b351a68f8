"""The tables of the hall itself: windows, people, calendar, keys, and the item library."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from yichuang_desktop.store.columns import Document, Identity, Instant
from yichuang_desktop.store.table_parts import metadata, switch, whole, words

# -- the hall ------------------------------------------------------------------------------------------------

schema_info = Table(
    "schema_info",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

hall = Table(
    "hall",
    metadata,
    Column(
        "the_one", Integer, CheckConstraint("the_one = 1", name="one"), primary_key=True, autoincrement=False
    ),
    Column("name", String, nullable=False),
    Column("prefix", String, nullable=False),
    words("phone"),
    words("complaint_phone"),
    words("address"),
    switch("demonstration"),
    Column("timezone", String, nullable=False, server_default="Asia/Shanghai"),
    whole("undo_minutes", 10),
    whole("referral_days", 3),
    whole("uncollected_days", 15),
    Column("config", Document(), nullable=False),
    whole("config_version"),
)

hall_clock = Table(
    "hall_clock",
    metadata,
    Column(
        "the_one", Integer, CheckConstraint("the_one = 1", name="one"), primary_key=True, autoincrement=False
    ),
    Column("simulated_at", Instant()),
    switch("running"),
    Column("started_at", Instant()),
)

staff_group = Table(
    "staff_group",
    metadata,
    Column("group_id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("floor", Integer),
)

counter = Table(
    "counter",
    metadata,
    Column(
        "code",
        Integer,
        CheckConstraint("code between 1 and 49", name="code"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("floor", Integer, nullable=False),
    Column("sign", String, nullable=False),
    Column("kind", String, nullable=False),
    words("zone"),
    Column("group_id", String, ForeignKey("staff_group.group_id")),
    switch("closed"),
)

counter_duty = Table(
    "counter_duty",
    metadata,
    Column("change_no", Integer, primary_key=True),
    Column("change_id", Identity(), unique=True),
    Column("code", Integer, ForeignKey("counter.code"), nullable=False),
    Column("since", Date, nullable=False),
    Column("channels", String, nullable=False),
    words("why"),
    words("set_by"),
    Column("at", Instant()),
)
Index("ix_counter_duty_code", counter_duty.c.code, counter_duty.c.since)

staff = Table(
    "staff",
    metadata,
    Column("login", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("group_id", String, ForeignKey("staff_group.group_id")),
    Column("active", Boolean(create_constraint=False), nullable=False, server_default=text("true")),
    Column("db_role", String, unique=True),
    Column("password_hash", String),
)

staff_role = Table(
    "staff_role",
    metadata,
    Column("login", String, ForeignKey("staff.login"), primary_key=True),
    Column("role", String, primary_key=True),
)

hall_role = Table(
    "hall_role",
    metadata,
    Column("role", String, primary_key=True),
    Column("db_role", String, nullable=False),
)

log_in_lock = Table(
    "log_in_lock",
    metadata,
    Column("login", String, ForeignKey("staff.login"), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Instant()),
)

group_leader = Table(
    "group_leader",
    metadata,
    Column("group_id", String, ForeignKey("staff_group.group_id"), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("login", String, ForeignKey("staff.login"), nullable=False),
    Column("until", Date),
)

seat_assignment = Table(
    "seat_assignment",
    metadata,
    Column("counter", Integer, ForeignKey("counter.code"), primary_key=True),
    Column("login", String, ForeignKey("staff.login"), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date),
)

calendar_year = Table(
    "calendar_year",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("document", Document(), nullable=False),
)

paper_key = Table(
    "paper_key",
    metadata,
    Column("key_id", Integer, primary_key=True, autoincrement=False),
    Column("secret", LargeBinary, CheckConstraint("length(secret) = 32", name="size"), nullable=False),
    switch("current"),
)

# -- the item library ----------------------------------------------------------------------------------------

service_item_version = Table(
    "service_item_version",
    metadata,
    Column("item_id", String, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("department", String, nullable=False),
    words("code"),
    words("zone"),
    Column("document", Document(), nullable=False),
    Column("search_keys", Document(), nullable=False),
    Column("published_at", Instant()),
    Column("published_by", String, nullable=False),
    words("note"),
    switch("withdrawn"),
)

package_version = Table(
    "package_version",
    metadata,
    Column("package_id", String, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("document", Document(), nullable=False),
    Column("published_at", Instant()),
    Column("published_by", String, nullable=False),
    words("note"),
)
