"""The tables of a hall, the same on SQLite and PostgreSQL; what may happen in them is the triggers' business.

Migrations do not import this file; a test holds both together.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from yichuang_desktop.store.columns import Document, Identity, Instant

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def _text(name: str) -> Column[str]:
    return Column(name, String, nullable=False, server_default="")


def _whole(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=str(default))


def _switch(name: str) -> Column[bool]:
    return Column(name, Boolean(create_constraint=False), nullable=False, server_default=text("false"))


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
    _text("phone"),
    _text("complaint_phone"),
    _text("address"),
    _switch("demonstration"),
    Column("timezone", String, nullable=False, server_default="Asia/Shanghai"),
    _whole("undo_minutes", 10),
    Column("config", Document(), nullable=False),
    _whole("config_version"),
)

hall_clock = Table(
    "hall_clock",
    metadata,
    Column(
        "the_one", Integer, CheckConstraint("the_one = 1", name="one"), primary_key=True, autoincrement=False
    ),
    Column("simulated_at", Instant()),
    _switch("running"),
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
    _text("zone"),
    Column("group_id", String, ForeignKey("staff_group.group_id")),
    _switch("closed"),
)

counter_duty = Table(
    "counter_duty",
    metadata,
    Column("code", Integer, ForeignKey("counter.code"), primary_key=True),
    Column("channel", String, primary_key=True),
)

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
    _switch("current"),
)

# -- the item library ----------------------------------------------------------------------------------------

service_item_version = Table(
    "service_item_version",
    metadata,
    Column("item_id", String, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("department", String, nullable=False),
    _text("code"),
    _text("zone"),
    Column("document", Document(), nullable=False),
    Column("search_keys", Document(), nullable=False),
    Column("published_at", Instant()),
    Column("published_by", String, nullable=False),
    _text("note"),
    _switch("withdrawn"),
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
    _text("note"),
)

# -- cases ---------------------------------------------------------------------------------------------------

cases = Table(
    "cases",
    metadata,
    Column("case_id", Identity(), primary_key=True),
    Column("channel", String, nullable=False),
    Column("approval", String, nullable=False, server_default="new"),
    Column("papers", String, nullable=False, server_default="with_applicant"),
    Column("counterfoil", String, nullable=False, server_default="not_made"),
    Column("result", String, nullable=False, server_default="none"),
    _whole("revision"),
    Column("receipt_no", String, unique=True),
    _text("item_id"),
    _whole("item_version"),
    _text("item_name"),
    _text("department"),
    _text("applicant_name"),
    Column("applicant", Document()),
    Column("representative", Document()),
    _whole("counter"),
    _text("first_handler"),
    Column("received_at", Instant()),
    Column("accepted_on", Date),
    Column("legal_due", Date),
    Column("promise_due", Date),
    _switch("due_estimated"),
    _text("promise_text"),
    _text("delivery"),
    _text("platform_no"),
    _text("result_name"),
    _text("result_no"),
    _whole("result_copies"),
    _whole("copies"),
    _switch("on_the_spot"),
    Column("collection_due", Instant()),
    _switch("commitment_owed"),
    _switch("supplement_owed"),
    _switch("extended"),
    Column("registered_on", Date),
    Column("moved_at", Instant()),
)
Index("ix_cases_registered_on", cases.c.registered_on, cases.c.counter)
Index("ix_cases_applicant_name", cases.c.applicant_name)
Index("ix_cases_papers_open", cases.c.papers, cases.c.counter)
Index("ix_cases_counterfoil_open", cases.c.counterfoil, cases.c.counter)
Index("ix_cases_approval_open", cases.c.approval, cases.c.promise_due)
Index("ix_cases_result_open", cases.c.result, cases.c.moved_at)

draft = Table(
    "draft",
    metadata,
    Column("case_id", Identity(), ForeignKey("cases.case_id"), primary_key=True),
    Column("form", Document(), nullable=False),
    Column("counter", Integer, ForeignKey("counter.code")),
    _text("clerk"),
    Column("saved_at", Instant()),
)

# Kind, recorder and the service's case and window are what the trigger found, so they need no foreign key.
act = Table(
    "act",
    metadata,
    Column("act_id", Identity(), primary_key=True),
    Column("case_id", Identity(), ForeignKey("cases.case_id"), nullable=False),
    Column("case_revision", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("channel", String),
    Column("approval_before", String),
    Column("papers_before", String),
    Column("counterfoil_before", String),
    Column("result_before", String),
    Column("approval_after", String, nullable=False),
    Column("papers_after", String, nullable=False),
    Column("counterfoil_after", String, nullable=False),
    Column("result_after", String, nullable=False),
    Column("evidence", Document(), nullable=False),
    Column("sets", Document(), nullable=False),
    Column("done_by", String, nullable=False),
    _text("doer_name"),
    _text("reason"),
    Column("counter", Integer, ForeignKey("counter.code")),
    Column("recorded_by", String, nullable=False),
    Column("at", Instant()),
    Column("receipt_no", String),
    Column("annuls", Identity(), ForeignKey("act.act_id"), unique=True),
    _text("request_sha256"),
    UniqueConstraint("case_id", "case_revision"),
)
Index("ix_act_at", act.c.at, act.c.kind)

attachment = Table(
    "attachment",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("case_id", Identity(), nullable=False),
    Column("media_type", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

paper = Table(
    "paper",
    metadata,
    Column("code", String, primary_key=True),
    Column("kind", Integer, nullable=False),
    Column(
        "case_id",
        Identity(),
        ForeignKey("cases.case_id", deferrable=True, initially="DEFERRED"),
        nullable=False,
        index=True,
    ),
    Column("number", String, nullable=False),
)

paper_revocation = Table(
    "paper_revocation",
    metadata,
    Column("code", String, ForeignKey("paper.code"), primary_key=True),
    Column(
        "act_id", Identity(), ForeignKey("act.act_id", deferrable=True, initially="DEFERRED"), nullable=False
    ),
)

outbox = Table(
    "outbox",
    metadata,
    Column("push_id", Integer, primary_key=True),
    Column("case_id", Identity(), ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("body", Document(), nullable=False),
    Column("state", String, nullable=False, server_default="waiting"),
)

service_event = Table(
    "service_event",
    metadata,
    Column(
        "event_id",
        Identity(),
        ForeignKey("act.act_id", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    ),
    Column("case_id", Identity(), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("opened_at", Instant(), nullable=False),
    Column("counter", Integer),
    Column("clerk", String, nullable=False),
)

rating = Table(
    "rating",
    metadata,
    Column("event_id", Identity(), ForeignKey("service_event.event_id"), primary_key=True),
    Column("outcome", String, nullable=False),
    Column("grade", Integer),
    Column("device", String, nullable=False),
    Column("at", Instant()),
    CheckConstraint("outcome in ('rated', 'timed_out', 'declined', 'no_device')", name="outcome"),
    CheckConstraint("(outcome = 'rated') = (grade is not null)", name="answered"),
    CheckConstraint("grade between 1 and 5", name="grade"),
)

number_series = Table(
    "number_series",
    metadata,
    Column("day", Date, primary_key=True),
    Column("counter", Integer, ForeignKey("counter.code"), primary_key=True),
    Column("series", String, primary_key=True),
    Column("last", Integer, CheckConstraint("last between 1 and 9999", name="last"), nullable=False),
)

# -- printing ------------------------------------------------------------------------------------------------

print_job = Table(
    "print_job",
    metadata,
    Column("job_id", String, primary_key=True),
    Column("case_id", Identity(), ForeignKey("cases.case_id"), index=True),
    Column("kind", String, nullable=False),
    Column("document", Document(), nullable=False),
    Column("printer", String, nullable=False),
    Column("requested_by", String, nullable=False),
    Column("requested_at", Instant(), nullable=False),
    _whole("copy_no", 1),
    _text("job_group"),
    Column("state", String, nullable=False, server_default="queued"),
    _whole("attempts"),
    Column("failure", String),
    Column("rendered", LargeBinary),
    _text("rendered_sha256"),
    _text("render_version"),
    _text("held_by"),
    Column("leased_until", Instant()),
    _text("detail"),
    _whole("ordinal"),
)
Index("ix_print_job_waiting", print_job.c.state, print_job.c.printer, print_job.c.requested_at)

print_job_event = Table(
    "print_job_event",
    metadata,
    Column("event_id", Integer, primary_key=True),
    Column("job_id", String, ForeignKey("print_job.job_id"), nullable=False, index=True),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failure", String),
    Column("by", String, nullable=False),
    Column("at", Instant(), nullable=False),
)

print_move = Table(
    "print_move",
    metadata,
    Column("before", String, primary_key=True),
    Column("after", String, primary_key=True),
)

# -- what may happen (rows of the domain's table), what was done beside cases, news --------------------------

transition = Table(
    "transition",
    metadata,
    Column("kind", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("title", String, nullable=False),
    Column("clause", String, nullable=False),
    Column("channels", String, nullable=False),
    Column("roles", String, nullable=False),
    Column("doers", String, nullable=False),
    Column("evidence", String, nullable=False),
    Column("settable", String, nullable=False),
    Column("blocked_by", String, nullable=False),
    Column("approval_moves", String, nullable=False),
    Column("papers_moves", String, nullable=False),
    Column("counterfoil_moves", String, nullable=False),
    Column("result_moves", String, nullable=False),
    _switch("registers"),
    _text("opens_service"),
    _switch("annullable"),
    _switch("needs_reason"),
)

audit = Table(
    "audit",
    metadata,
    Column("login", String, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant(), nullable=False),
    Column("kind", String, nullable=False),
    _text("subject"),
    Column("details", Document(), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)

audit_entry = Table(
    "audit_entry",
    MetaData(),
    *(Column(n) for n in ("login", "kind", "subject")),
    Column("details", Document()),
)
"""A view through which entries come in; its trigger stamps and chains them."""

change_mark = Table(
    "change_mark",
    metadata,
    Column("kind", String, primary_key=True),
    _whole("count"),
)
CHANGE_KINDS = ("case", "draft", "print_job", "rating", "item", "hall")
