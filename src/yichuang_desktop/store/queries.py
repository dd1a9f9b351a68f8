"""The statements of a unit of work, and how their rows become the domain's values."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Function,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from yichuang_desktop.domain.acts import ActDone, Service
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.print_jobs import FailureKind, JobState, PrintJob
from yichuang_desktop.domain.ratings import ServiceEvent
from yichuang_desktop.domain.tracks import Approval, Counterfoil, Papers, Result, Track, Tracks
from yichuang_desktop.services.ports import PaperRecord, RecordedAct
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.columns import Instant
from yichuang_desktop.store.statements import Statement

hall_moment = Table(
    "hall_moment",
    MetaData(),
    Column("now", Instant()),
    Column("config_version", t.hall.c.config_version.type),
    Column("undo_minutes", t.hall.c.undo_minutes.type),
    Column("prefix", String),
    Column("real_now", Instant()),
)
"""A view: what time it is in the hall, and whether anything about it has changed."""

rating_seen = Table(
    "rating_seen",
    MetaData(),
    Column("event_id", t.rating.c.event_id.type),
    Column("outcome", t.rating.c.outcome.type),
    Column("grade", t.rating.c.grade.type),
)
"""A view: how services were rated, as far as who asks may know; a server itself holds the grades back."""

CASE_COLUMNS = [column for column in t.cases.c if column.name not in ("registered_on", "moved_at")]
MOMENT = Statement(select(hall_moment.c.now, hall_moment.c.config_version))

ANSWER = (
    t.act.c.act_id,
    t.act.c.case_id,
    t.act.c.kind,
    t.act.c.case_revision,
    t.act.c.at,
    t.act.c.recorded_by,
    t.act.c.receipt_no,
    t.act.c.request_sha256,
)
DONE_AND_CASE = Statement(
    select(hall_moment.c.now, hall_moment.c.config_version, *ANSWER, *CASE_COLUMNS).select_from(
        hall_moment.outerjoin(
            t.act, t.act.c.act_id == bindparam("act_id", type_=t.act.c.act_id.type)
        ).outerjoin(t.cases, t.cases.c.case_id == bindparam("of_case", type_=t.cases.c.case_id.type))
    )
)
"""The stored answer, and the case a new act would be about, in one look."""
STAMPS = Statement(
    select(t.act.c.at, t.act.c.recorded_by, t.act.c.receipt_no).where(t.act.c.act_id == bindparam("act_id"))
)

CASE = Statement(select(*CASE_COLUMNS).where(t.cases.c.case_id == bindparam("case_id")))
CASE_BY_NUMBER = Statement(select(*CASE_COLUMNS).where(t.cases.c.receipt_no == bindparam("receipt_no")))

ACT_COLUMNS = [
    column.name
    for column in t.act.c
    if column.name not in ("at", "receipt_no") and not column.name.endswith("_before")
]
RECORD = Statement(insert(t.act), ACT_COLUMNS)
RECORD_RETURNING = Statement(
    insert(t.act).returning(
        t.act.c.at,
        t.act.c.recorded_by,
        t.act.c.receipt_no,
        Function("paper_tags_of", t.act.c.receipt_no, type_=String),
    ),
    [name for name in ACT_COLUMNS if name != "recorded_by"],
)

_HISTORY = (
    t.act.c.act_id, t.act.c.kind, t.act.c.at, t.act.c.recorded_by, t.staff.c.name, t.act.c.done_by,
    t.act.c.doer_name, t.act.c.counter, t.act.c.case_revision,
    t.act.c.approval_before, t.act.c.papers_before, t.act.c.counterfoil_before, t.act.c.result_before,
    t.act.c.approval_after, t.act.c.papers_after, t.act.c.counterfoil_after, t.act.c.result_after,
    t.act.c.evidence, t.act.c.sets, t.act.c.reason, t.act.c.annuls,
)  # fmt: skip
HISTORY = Statement(
    select(*_HISTORY)
    .join(t.staff, t.staff.c.login == t.act.c.recorded_by)
    .where(t.act.c.case_id == bindparam("case_id"))
    .order_by(t.act.c.case_revision)
)
LAST_ACT = Statement(
    select(t.cases.c.receipt_no, t.act.c.at, t.staff.c.name)
    .join(t.act, t.act.c.case_id == t.cases.c.case_id)
    .join(t.staff, t.staff.c.login == t.act.c.recorded_by)
    .where(t.cases.c.case_id == bindparam("case_id"))
    .order_by(t.act.c.case_revision.desc())
    .limit(1)
)

DRAFT = Statement(select(t.draft.c.form).where(t.draft.c.case_id == bindparam("case_id")))


def _upsert_draft(dialect: Any) -> Any:
    made = dialect.insert(t.draft).values(
        case_id=bindparam("case_id"),
        form=bindparam("form"),
        counter=bindparam("counter"),
        clerk=bindparam("clerk"),
    )
    return made.on_conflict_do_update(
        index_elements=[t.draft.c.case_id],
        set_={name: getattr(made.excluded, name) for name in ("form", "counter", "clerk")},
    )


SAVE_DRAFT = {"sqlite": Statement(_upsert_draft(sqlite)), "postgresql": Statement(_upsert_draft(postgresql))}

ADD_PAPER = Statement(insert(t.paper), [column.name for column in t.paper.c])
_REVOKED = t.paper_revocation.c.code.is_not(None)
_PAPERS = select(t.paper.c.code, t.paper.c.kind, t.paper.c.case_id, t.paper.c.number, _REVOKED).outerjoin(
    t.paper_revocation, t.paper_revocation.c.code == t.paper.c.code
)
PAPER = Statement(_PAPERS.where(t.paper.c.code == bindparam("code")))
PAPERS_OF_CASE = Statement(
    _PAPERS.where(t.paper.c.case_id == bindparam("case_id")).order_by(t.paper.c.kind, t.paper.c.number)
)
REVOKE_PAPER = Statement(insert(t.paper_revocation), ["code", "act_id"])

_NEW_JOB = (
    "job_id",
    "case_id",
    "kind",
    "document",
    "printer",
    "requested_by",
    "requested_at",
    "copy_no",
    "job_group",
    "bundle",
    "ordinal",
    "rendered",
    "rendered_sha256",
    "render_version",
)
ADD_PRINT_JOB = Statement(insert(t.print_job), _NEW_JOB)
JOB_COLUMNS = tuple(
    t.print_job.c[name]
    for name in [
        "job_id",
        "kind",
        "document",
        "printer",
        "requested_by",
        "requested_at",
        "copy_no",
        "job_group",
        "bundle",
        "state",
        "attempts",
        "printer_key",
        "fence",
        "failure",
        "rendered",
        "rendered_sha256",
        "render_version",
    ]
)
PRINT_JOB = Statement(select(*JOB_COLUMNS).where(t.print_job.c.job_id == bindparam("job_id")))
ANSWER_PRINT_JOB = Statement(
    update(t.print_job)
    .where(t.print_job.c.job_id == bindparam("of_job"))
    .values(state=bindparam("state"), held_by=bindparam("held_by"))
)
MOVE_PRINT_JOB = Statement(
    update(t.print_job)
    .where(t.print_job.c.job_id == bindparam("of_job"))
    .values(
        printer=bindparam("to_printer"),
        state="queued",
        failure=None,
        rendered=None,
        rendered_sha256="",
        render_version="",
        held_by=bindparam("held_by"),
    )
)
"""To another printer: laid out anew there, for its paper may be another."""
COPIES = Statement(
    select(func.coalesce(func.max(t.print_job.c.copy_no), 0)).where(
        t.print_job.c.case_id == bindparam("case_id"), t.print_job.c.kind == bindparam("kind")
    )
)


def _keep_attachment(dialect: Any) -> Any:
    names = ("sha256", "case_id", "media_type", "content")
    return dialect.insert(t.attachment).values({n: bindparam(n) for n in names}).on_conflict_do_nothing()


ADD_ATTACHMENT = {
    "sqlite": Statement(_keep_attachment(sqlite)),
    "postgresql": Statement(_keep_attachment(postgresql)),
}
ATTACHMENT = Statement(select(t.attachment.c.content).where(t.attachment.c.sha256 == bindparam("sha256")))
HAS_ATTACHMENT = Statement(select(t.attachment.c.sha256).where(t.attachment.c.sha256 == bindparam("sha256")))
ADD_RECORD = Statement(
    insert(t.hall_record), ["record_id", "kind", "period", "subject", "body", "counter", "recorded_by"]
)
RECORD_BY_ID = Statement(
    select(t.hall_record.c.kind, t.hall_record.c.period, t.hall_record.c.subject).where(
        t.hall_record.c.record_id == bindparam("record_id")
    )
)
RECORDS = Statement(
    select(
        t.hall_record.c.record_id,
        t.hall_record.c.kind,
        t.hall_record.c.period,
        t.hall_record.c.subject,
        t.hall_record.c.body,
        t.hall_record.c.counter,
        t.hall_record.c.recorded_by,
        t.staff.c.name,
        t.hall_record.c.at,
    )
    .join(t.staff, t.staff.c.login == t.hall_record.c.recorded_by)
    .where(t.hall_record.c.kind == bindparam("kind"), t.hall_record.c.period >= bindparam("since"))
    .order_by(t.hall_record.c.at.desc())
    .limit(bindparam("most"))
)

SERVICE_OF_ACT = Statement(select(t.service_event).where(t.service_event.c.event_id == bindparam("event_id")))

_NEWEST = (
    select(t.service_item_version.c.item_id, func.max(t.service_item_version.c.version).label("version"))
    .group_by(t.service_item_version.c.item_id)
    .subquery()
)
ITEM = Statement(
    select(
        t.service_item_version.c.version,
        t.service_item_version.c.document,
        t.service_item_version.c.withdrawn,
    )
    .where(t.service_item_version.c.item_id == bindparam("item_id"))
    .order_by(t.service_item_version.c.version.desc())
    .limit(1)
)
ITEM_VERSION = Statement(
    select(t.service_item_version.c.document).where(
        t.service_item_version.c.item_id == bindparam("item_id"),
        t.service_item_version.c.version == bindparam("version"),
    )
)
LIBRARY = Statement(
    select(
        t.service_item_version.c.item_id,
        t.service_item_version.c.version,
        t.service_item_version.c.document,
        t.service_item_version.c.withdrawn,
        t.service_item_version.c.search_keys,
    )
    .join(
        _NEWEST,
        (_NEWEST.c.item_id == t.service_item_version.c.item_id)
        & (_NEWEST.c.version == t.service_item_version.c.version),
    )
    .order_by(t.service_item_version.c.item_id)
)
PUBLISH_ITEM = Statement(
    insert(t.service_item_version),
    [
        "item_id",
        "version",
        "name",
        "department",
        "code",
        "zone",
        "document",
        "search_keys",
        "published_by",
        "note",
    ],
)
PACKAGES = Statement(
    select(
        t.package_version.c.package_id, t.package_version.c.version, t.package_version.c.document
    ).order_by(t.package_version.c.package_id, t.package_version.c.version)
)
PUBLISH_PACKAGE = Statement(
    insert(t.package_version), ["package_id", "version", "name", "document", "published_by", "note"]
)
ADD_AUDIT = Statement(insert(t.audit), ["login", "kind", "subject", "details"])
DROP_DRAFT = Statement(delete(t.draft).where(t.draft.c.case_id == bindparam("of_case")))

_CASE_AT = {column.name: at for at, column in enumerate(CASE_COLUMNS)}
_PLAIN = [
    name for name in Case.__dataclass_fields__ if name not in ("case_id", "channel", "tracks", "receipt_no")
]
_PLAIN_AT = [(name, _CASE_AT[name]) for name in _PLAIN]


def tracks_of(approval: str, papers: str, counterfoil: str, result: str) -> Tracks:
    """The four tracks from their columns."""
    return Tracks(Approval(approval), Papers(papers), Counterfoil(counterfoil), Result(result))


def case_of(row: Sequence[Any]) -> Case:
    """A case from a row of :data:`CASE`; a part goes by its own number."""
    return Case(
        case_id=row[_CASE_AT["case_id"]],
        channel=Channel(row[_CASE_AT["channel"]]),
        tracks=tracks_of(*(row[_CASE_AT[track.value]] for track in Track)),
        receipt_no=row[_CASE_AT["receipt_no"]] or row[_CASE_AT["part_no"]],
        **{name: row[at] for name, at in _PLAIN_AT},
    )


def done_of(row: Sequence[Any], *, repeated: bool) -> ActDone:
    """The stored answer from the columns of :data:`ANSWER`."""
    act_id, case_id, kind, revision, at, recorded_by, receipt_no, _ = row
    return ActDone(act_id, case_id, kind, revision, at, recorded_by, receipt_no or "", repeated)


def recorded_of(row: Sequence[Any]) -> RecordedAct:
    """One act of a history."""
    names = [track.value for track in Track]
    return RecordedAct(
        act_id=row[0],
        kind=row[1],
        at=row[2],
        recorded_by=row[3],
        recorder_name=row[4],
        done_by=row[5],
        doer_name=row[6],
        counter=row[7] or 0,
        revision=row[8],
        before=dict(zip(names, row[9:13], strict=True)),
        after=dict(zip(names, row[13:17], strict=True)),
        evidence=row[17],
        sets=row[18],
        reason=row[19],
        annuls=row[20],
    )


def paper_of(row: Sequence[Any]) -> PaperRecord:
    """A sheet from a row of :data:`PAPER`."""
    code, kind, case_id, number, revoked = row
    return PaperRecord(code, PaperKind(kind), case_id, number, bool(revoked))


def job_of(row: Sequence[Any]) -> PrintJob:
    """A print job from :data:`JOB_COLUMNS`."""
    values = dict(zip((column.name for column in JOB_COLUMNS), row, strict=True))
    failure = values.pop("failure")
    return PrintJob(
        id=values.pop("job_id"),
        group=values.pop("job_group"),
        state=JobState(values.pop("state")),
        failure=FailureKind(failure) if failure else None,
        **values,
    )


def job_values(job: PrintJob, case_id: Any, ordinal: int) -> Mapping[str, Any]:
    """A new print job as a row."""
    return {
        "job_id": job.id,
        "case_id": case_id,
        "kind": job.kind,
        "document": job.document,
        "printer": job.printer,
        "requested_by": job.requested_by,
        "requested_at": job.requested_at,
        "copy_no": job.copy_no,
        "job_group": job.group,
        "bundle": job.bundle,
        "ordinal": ordinal,
        "rendered": job.rendered,
        "rendered_sha256": job.rendered_sha256,
        "render_version": job.render_version,
    }


def service_of(row: Sequence[Any]) -> ServiceEvent:
    """A service event from its row."""
    event_id, case_id, kind, opened_at, counter, clerk = row
    return ServiceEvent(event_id, case_id, Service(kind), opened_at, counter or 0, clerk)
