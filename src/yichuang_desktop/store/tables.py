"""The tables of a hall, the same on SQLite and PostgreSQL; what may happen in them is the triggers' business.

Migrations do not import this file; a test holds both together.
"""

from sqlalchemy import (
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
from yichuang_desktop.store.delegations_tables import delegation
from yichuang_desktop.store.device_book_tables import device_event, window_device
from yichuang_desktop.store.outbox_tables import outbox, outbox_event
from yichuang_desktop.store.printing_tables import printer_lease
from yichuang_desktop.store.ratings_tables import CHANNELS, rating_code, rating_stray
from yichuang_desktop.store.signatures_tables import signature
from yichuang_desktop.store.table_parts import metadata, switch, whole, words
from yichuang_desktop.store.tables_hall import (
    calendar_year,
    counter,
    counter_duty,
    group_leader,
    hall,
    hall_clock,
    hall_role,
    log_in_lock,
    package_version,
    paper_key,
    schema_info,
    seat_assignment,
    service_item_version,
    staff,
    staff_group,
    staff_role,
)

__all__ = [
    "CHANGE_KINDS",
    "act",
    "attachment",
    "audit",
    "audit_entry",
    "bag_series",
    "calendar_year",
    "cases",
    "change_mark",
    "counter",
    "counter_duty",
    "delegation",
    "device_event",
    "draft",
    "group_leader",
    "hall",
    "hall_clock",
    "hall_record",
    "hall_role",
    "log_in_lock",
    "metadata",
    "number_series",
    "outbox",
    "outbox_event",
    "package_version",
    "paper",
    "paper_key",
    "paper_revocation",
    "print_job",
    "print_job_event",
    "print_move",
    "printer_lease",
    "rating",
    "rating_code",
    "rating_stray",
    "record_kind",
    "schema_info",
    "seat_assignment",
    "service_event",
    "service_item_version",
    "signature",
    "staff",
    "staff_group",
    "staff_role",
    "transition",
    "window_device",
]

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
    whole("revision"),
    Column("receipt_no", String, unique=True),
    words("item_id"),
    whole("item_version"),
    words("item_name"),
    words("department"),
    words("applicant_name"),
    Column("applicant", Document()),
    Column("representative", Document()),
    whole("counter"),
    words("first_handler"),
    Column("received_at", Instant()),
    Column("accepted_on", Date),
    Column("legal_due", Date),
    Column("promise_due", Date),
    switch("due_estimated"),
    words("promise_text"),
    words("delivery"),
    words("platform_no"),
    words("result_name"),
    words("result_no"),
    whole("result_copies"),
    whole("copies"),
    switch("on_the_spot"),
    Column("collection_due", Instant()),
    switch("commitment_owed"),
    switch("supplement_owed"),
    switch("extended"),
    words("consult_no"),
    words("question"),
    words("asked_in"),
    words("external_no"),
    words("parcel_no"),
    words("package_id"),
    words("part_of"),
    words("part_no"),
    whole("part_step"),
    words("special_step"),
    Column("step_due", Date),
    Column("notice_due", Date),
    Column("supply_due", Date),
    Column("check_due", Date),
    Column("decided_on", Date),
    Column("mail_to", Document()),
    words("waybill_no"),
    words("bag_no"),
    words("bag_month"),
    words("book"),
    whole("book_page"),
    whole("book_line"),
    Column("platform_accepted_on", Date),
    Column("platform_closed_on", Date),
    Column("registered_on", Date),
    Column("moved_at", Instant()),
)
Index("ix_cases_registered_on", cases.c.registered_on, cases.c.counter)
Index("ix_cases_applicant_name", cases.c.applicant_name)
Index("ix_cases_papers_open", cases.c.papers, cases.c.counter)
Index("ix_cases_counterfoil_open", cases.c.counterfoil, cases.c.counter)
Index("ix_cases_approval_open", cases.c.approval, cases.c.promise_due)
Index("ix_cases_result_open", cases.c.result, cases.c.moved_at)
Index("ix_cases_channel", cases.c.channel, cases.c.registered_on)
Index("ix_cases_part_of", cases.c.part_of)


def _once(name: str, channels: str, *columns: Column[str]) -> Index:
    """A number others gave stands once in the hall for its source, what was void or taken back apart."""
    held = text(
        f"channel IN ({channels}) AND external_no <> '' AND approval <> 'void' AND result <> 'not_applicable'"
    )
    return Index(name, *columns, unique=True, sqlite_where=held, postgresql_where=held)


_once("ux_cases_external_no", "'online', 'province', 'cross_province'", cases.c.channel, cases.c.external_no)
_once(
    "ux_cases_department_no",
    "'department', 'department_system'",
    cases.c.channel,
    cases.c.department,
    cases.c.external_no,
)
Index("ix_cases_consult_no", cases.c.consult_no)
_BAGGED, _BOOKED = text("bag_no <> ''"), text("book <> ''")
Index("ux_cases_bag_no", cases.c.bag_no, unique=True, sqlite_where=_BAGGED, postgresql_where=_BAGGED)
Index(
    "ux_cases_book_line", cases.c.book, cases.c.book_page, cases.c.book_line,
    unique=True, sqlite_where=_BOOKED, postgresql_where=_BOOKED,
)  # fmt: skip
for _owed in (cases.c.notice_due, cases.c.supply_due, cases.c.check_due):
    Index(f"ix_cases_{_owed.name}", _owed)

draft = Table(
    "draft",
    metadata,
    Column("case_id", Identity(), ForeignKey("cases.case_id"), primary_key=True),
    Column("form", Document(), nullable=False),
    Column("counter", Integer, ForeignKey("counter.code")),
    words("clerk"),
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
    words("doer_name"),
    words("reason"),
    Column("counter", Integer, ForeignKey("counter.code")),
    Column("recorded_by", String, nullable=False),
    Column("at", Instant()),
    Column("receipt_no", String),
    Column("annuls", Identity(), ForeignKey("act.act_id"), unique=True),
    words("request_sha256"),
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
    Column("channel", String, nullable=False, server_default="screen"),
    words("raw"),
    Column("code_sha256", String(64), ForeignKey("rating_code.code_sha256"), unique=True),
    CheckConstraint(f"channel in ({CHANNELS})", name="channel"),
    CheckConstraint("(channel = 'code') = (code_sha256 is not null)", name="by_code"),
    CheckConstraint("length(raw) <= 512", name="raw"),
)

number_series = Table(
    "number_series",
    metadata,
    Column("day", Date, primary_key=True),
    Column("counter", Integer, ForeignKey("counter.code"), primary_key=True),
    Column("series", String, primary_key=True),
    Column("last", Integer, CheckConstraint("last between 1 and 9999", name="last"), nullable=False),
)

bag_series = Table(
    "bag_series",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("ledger", String, CheckConstraint("ledger in ('counter', 'online', 'department')", name="ledger"),
           primary_key=True),
    Column("last", Integer, CheckConstraint("last > 0", name="last"), nullable=False),
)  # fmt: skip
"""The numbers of archive bags: continuous per ledger and year (4.6)."""

hall_record = Table(
    "hall_record",
    metadata,
    Column("record_id", Identity(), primary_key=True),
    Column("kind", String, nullable=False),
    Column("period", String, nullable=False),
    words("subject"),
    Column("body", Document(), nullable=False),
    Column("counter", Integer, ForeignKey("counter.code")),
    Column("recorded_by", String, nullable=False),
    Column("at", Instant()),
)
Index("ix_hall_record_kind_period", hall_record.c.kind, hall_record.c.period)

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
    whole("copy_no", 1),
    words("job_group"),
    words("bundle"),
    Column("state", String, nullable=False, server_default="queued"),
    whole("attempts"),
    words("printer_key"),
    whole("fence"),
    Column("failure", String),
    Column("rendered", LargeBinary),
    words("rendered_sha256"),
    words("render_version"),
    words("held_by"),
    words("detail"),
    whole("ordinal"),
)
Index("ix_print_job_waiting", print_job.c.state, print_job.c.printer, print_job.c.requested_at)
Index("ix_print_job_bundle", print_job.c.bundle)
Index("ix_print_job_printer_key_fence", print_job.c.printer_key, print_job.c.fence)
Index(
    "uq_print_job_sending",
    print_job.c.printer_key,
    unique=True,
    postgresql_where=print_job.c.state == text("'sending'"),
    sqlite_where=print_job.c.state == text("'sending'"),
)
"""One job at a time on a printer, whoever sends it."""

print_job_event = Table(
    "print_job_event",
    metadata,
    Column("event_id", Integer, primary_key=True),
    Column("job_id", String, ForeignKey("print_job.job_id"), nullable=False, index=True),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failure", String),
    words("printer"),
    Column("by", String, nullable=False),
    Column("at", Instant(), nullable=False),
)

Index("ix_print_job_event_printer_at", print_job_event.c.printer, print_job_event.c.at)

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
    switch("registers"),
    words("opens_service"),
    switch("annullable"),
    switch("needs_reason"),
)

record_kind = Table(
    "record_kind",
    metadata,
    Column("kind", String, primary_key=True),
    Column("roles", String, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("login", String, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant(), nullable=False),
    Column("kind", String, nullable=False),
    words("subject"),
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
    whole("count"),
)
CHANGE_KINDS = ("case", "draft", "print_job", "push", "rating", "item", "record", "hall")
