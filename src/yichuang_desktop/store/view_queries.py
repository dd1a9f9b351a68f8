"""The questions of the screens in SQL.  Which cases stand in a queue is read from the domain's own table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.selectable import ScalarSelect

from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.ledgers import Ledger
from yichuang_desktop.domain.tracks import Approval, Result
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.store import queries as q
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.statements import Statement

C, A = t.cases.c, t.act.c
UNDOING = t.act.alias("undoing")
HOLDS = ~exists(select(UNDOING.c.act_id).where(UNDOING.c.annuls == A.act_id))
"""The act was not annulled."""

ISSUING = ("issue", "issue_without_receipt", "issue_online", "issue_on_behalf")
HANDING_OVER = ("hand_over", "conclude_on_the_spot", "accept_mailed")
REGISTERING = ("register_counterfoil", "register_online_counterfoil")
CALLS_DEPARTMENT, REMINDS, CALLS_APPLICANT = "call_department", "remind", "call_applicant"
NOTES, EXCUSES = "note_performance", "excuse_late_collection"
TROUBLE = ("unknown", "failed")
OPEN_PRINTS = ("queued", "sending", "unknown", "failed")


def one_of(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """``column IN ('a', 'b')`` with words of the program written out, so that the text never changes."""
    listed: ColumnElement[bool] = column.in_([literal_column(f"'{value}'") for value in values])
    return listed


def may(*kinds: str) -> ColumnElement[bool]:
    """Cases on which one of these acts could be recorded as their tracks stand."""
    return or_(*(_may(kind) for kind in kinds))


def _may(kind: str) -> ColumnElement[bool]:
    row = TABLE[kind]
    conditions = [one_of(C[track.value], moves) for track, moves in row.moves.items()]
    return and_(one_of(C.channel, [channel.value for channel in row.channels]), *conditions)


def _in(channel: Channel) -> ColumnElement[bool]:
    return one_of(C.channel, [channel.value])


_PART = t.cases.alias("part")
_PARTS_WAIT = exists(
    select(_PART.c.case_id).where(
        func.replace(_PART.c.part_of, "-", "") == func.replace(cast(C.case_id, String), "-", ""),
        one_of(_PART.c.papers, ["with_window"]),
    )
)
"""A package whose departments have not all fetched their parts: its counterfoil is not whole yet."""
WAITING = and_(
    may("hand_over"),
    ~_in(Channel.ONLINE),
    or_(one_of(C.papers, ["with_window"]), one_of(C.counterfoil, ["made", "signed_by_window"])),
    ~and_(_in(Channel.LIFE_EVENT), C.part_of == "", _PARTS_WAIT),
)
"""Papers to be fetched or a counterfoil to be signed; what was filed online goes straight on (2.3.3)."""
TO_PASS_ON = or_(may("register_counterfoil"), and_(_in(Channel.ONLINE), may("register_online_counterfoil")))
TO_REGISTER = may(*REGISTERING)
DECIDING = and_(
    may("remind"),
    one_of(C.result, [Result.NONE.value, Result.WITH_DEPARTMENT.value]),
)
TO_CALL = and_(may("call_applicant"), C.result == Result.WITH_ISSUANCE.value)
TO_COLLECT = and_(may(*ISSUING), C.result == Result.NOTIFIED.value)
HERE = or_(C.counter == bindparam("counter"), bindparam("counter") == 0)

# -- queues --------------------------------------------------------------------------------------------------

_HANDOVER = (
    C.case_id, C.revision, C.receipt_no, C.applicant_name, C.item_name, C.department, C.item_id,
    C.item_version,
    C.received_at, C.collection_due, C.copies, C.commitment_owed, C.counter, C.promise_due, C.on_the_spot,
    C.part_no, C.part_of,
)  # fmt: skip


def _queue(columns: tuple[Any, ...], condition: ColumnElement[bool], *order: Any) -> Statement:
    return Statement(select(*columns).where(condition).order_by(*order).limit(bindparam("limit")))


def _acts_of(condition: ColumnElement[bool], *kinds: str) -> Statement:
    """The acts of some kinds of all cases in a queue, oldest first: one statement however many cases."""
    return Statement(
        select(A.case_id, A.kind, A.at, A.doer_name, A.evidence)
        .join(t.cases, C.case_id == A.case_id)
        .where(condition, one_of(A.kind, kinds), HOLDS)
        .order_by(A.case_id, A.case_revision)
    )


HANDOVER_QUEUE = _queue(_HANDOVER, and_(WAITING, HERE), C.collection_due, C.receipt_no, C.part_no)
HANDOVER_ACTS = _acts_of(and_(WAITING, HERE), CALLS_DEPARTMENT, NOTES, EXCUSES)
SIGNED = _queue(_HANDOVER, and_(TO_PASS_ON, HERE), C.moved_at, C.receipt_no)
SIGNED_ACTS = _acts_of(and_(TO_PASS_ON, HERE), CALLS_DEPARTMENT, *HANDING_OVER)

_DESK = (
    C.case_id, C.revision, func.coalesce(C.receipt_no, C.part_no), C.applicant_name, C.item_name,
    C.department, C.item_id, C.item_version,
    C.applicant, C.representative, C.promise_due, C.legal_due, C.due_estimated, C.result_name, C.approval,
    C.result, C.counterfoil, C.moved_at, C.channel, C.delivery,
)  # fmt: skip
_DUE = func.coalesce(C.promise_due, C.legal_due)
DUES = _queue(_DESK, DECIDING, _DUE.is_(None), _DUE, C.receipt_no)
DUES_ACTS = _acts_of(DECIDING, REMINDS, CALLS_APPLICANT)
TO_CALL_ROWS = _queue(_DESK, TO_CALL, C.moved_at, C.receipt_no)
TO_CALL_ACTS = _acts_of(TO_CALL, REMINDS, CALLS_APPLICANT)
TO_COLLECT_ROWS = _queue(_DESK, TO_COLLECT, C.moved_at, C.receipt_no)
TO_COLLECT_ACTS = _acts_of(TO_COLLECT, REMINDS, CALLS_APPLICANT)
RECENTLY_ISSUED = Statement(
    select(*_DESK)
    .join(t.act, A.case_id == C.case_id)
    .where(one_of(A.kind, ISSUING), A.counter == bindparam("counter"), HOLDS)
    .order_by(A.at.desc())
    .limit(bindparam("limit"))
)

_FORM_NAME = t.draft.c.form["applicant"]["name"].as_string()
DRAFTS = Statement(
    select(
        C.case_id,
        C.approval,
        C.item_name,
        C.applicant_name,
        _FORM_NAME,
        t.draft.c.saved_at,
        C.moved_at,
        C.counter,
        t.draft.c.clerk,
        C.notice_due,
        C.papers,
    )
    .outerjoin(t.draft, t.draft.c.case_id == C.case_id)
    .where(one_of(C.approval, [Approval.DRAFT.value, Approval.NOTIFIED.value]), HERE)
    .order_by(func.coalesce(t.draft.c.saved_at, C.moved_at).desc())
    .limit(bindparam("limit"))
)
DRAFT_NOTICES = _acts_of(
    and_(one_of(C.approval, [Approval.DRAFT.value, Approval.NOTIFIED.value]), HERE), "notify", "notify_again"
)

# -- one case ------------------------------------------------------------------------------------------------

_J = t.print_job.c
_PRINT = (
    _J.job_id, _J.kind, _J.state, _J.copy_no, _J.printer, _J.requested_at, _J.requested_by, _J.failure,
    _J.case_id, C.receipt_no, _J.bundle,
    select(func.max(t.print_job_event.c.at)).where(t.print_job_event.c.job_id == _J.job_id).scalar_subquery(),
)  # fmt: skip
_PRINTS = select(*_PRINT).outerjoin(t.cases, C.case_id == _J.case_id)
CASE_PRINTS = Statement(
    _PRINTS.where(_J.case_id == bindparam("case_id")).order_by(_J.requested_at, _J.ordinal, _J.job_id)
)
PRINTS = Statement(_PRINTS.order_by(_J.requested_at.desc(), _J.ordinal).limit(bindparam("limit")))
_OTHERS = t.print_job.alias("others")
_OF_OPEN_SET = _J.bundle.in_(
    select(_OTHERS.c.bundle).where(one_of(_OTHERS.c.state, OPEN_PRINTS), _OTHERS.c.bundle != "")
)
PRINTS_OPEN = Statement(
    _PRINTS.where(or_(one_of(_J.state, OPEN_PRINTS), _OF_OPEN_SET))
    .order_by(
        case((one_of(_J.state, TROUBLE), 0), (one_of(_J.state, OPEN_PRINTS), 1), else_=2),
        _J.requested_at,
        _J.ordinal,
    )
    .limit(bindparam("limit"))
)
"""What is not on paper yet, trouble first; and the rest of its sets, so that a set can be told as a whole."""
_E = t.print_job_event.c
PRINTERS_WAITING = Statement(
    select(_J.printer, func.count()).where(one_of(_J.state, ["queued", "sending"])).group_by(_J.printer)
)
PRINTERS_USED = Statement(
    select(_E.printer, func.max(_E.at))
    .where(_E.at >= bindparam("midnight", type_=_E.at.type), one_of(_E.after, ["sent", "confirmed"]))
    .group_by(_E.printer)
)
PRINT_DOCUMENT = Statement(
    select(_J.kind, _J.document, _J.copy_no, _J.requested_at, _J.requested_by).where(
        _J.job_id == bindparam("job_id")
    )
)
_S, _R = t.service_event.c, q.rating_seen.c
SERVICES = Statement(
    select(_S.event_id, _S.kind, _S.opened_at, _R.outcome, _R.grade)
    .outerjoin(q.rating_seen, _R.event_id == _S.event_id)
    .where(_S.case_id == bindparam("case_id"))
    .order_by(_S.opened_at)
)

_FOUND = (
    C.case_id, func.coalesce(C.receipt_no, C.consult_no, C.part_no), C.applicant_name, C.item_name,
    C.department, C.received_at, C.approval, C.papers, C.counterfoil, C.result, C.promise_due,
)  # fmt: skip


def _party(party: str, field: str) -> ColumnElement[bool]:
    same: ColumnElement[bool] = C[party][field].as_string() == bindparam("text")
    return same


FIND = Statement(
    select(*_FOUND)
    .where(
        or_(
            C.receipt_no == bindparam("number"),
            C.receipt_no.like(bindparam("number_end")),
            C.part_no.like(bindparam("number_end")),
            C.platform_no == bindparam("text"),
            C.external_no == bindparam("text"),
            C.applicant_name.like(bindparam("name")),
            *(
                _party(party, field)
                for party in ("applicant", "representative")
                for field in ("document_no", "phone")
            ),
        ),
        or_(C.receipt_no.is_not(None), C.part_no != ""),
    )
    .order_by(func.coalesce(C.receipt_no, C.part_no).desc())
    .limit(bindparam("limit"))
)
FIND_NUMBER = Statement(
    select(*_FOUND).where(
        or_(
            C.receipt_no == bindparam("number"),
            C.consult_no == bindparam("number"),
            C.part_no == bindparam("number"),
        )
    )
)

# -- the figures of the foot line ----------------------------------------------------------------------------


def _count(condition: Any, table: Any = t.cases) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(condition).scalar_subquery()


_TODAY = bindparam("today", type_=C.registered_on.type)
_MIDNIGHT = bindparam("midnight", type_=A.at.type)
_AT_COUNTER = and_(A.at >= _MIDNIGHT, A.counter == bindparam("counter"), HOLDS)
TODAY = Statement(
    select(
        _count(and_(C.registered_on == _TODAY, C.counter == bindparam("counter"))),
        _count(and_(_AT_COUNTER, one_of(A.kind, ["notify", "notify_again"])), t.act),
        _count(and_(WAITING, HERE)),
        _count(and_(TO_PASS_ON, HERE)),
        _count(TO_REGISTER),
        _count(and_(DECIDING, _DUE == _TODAY)),
        _count(and_(DECIDING, _DUE < _TODAY)),
        _count(TO_CALL),
        _count(TO_COLLECT),
        _count(and_(_AT_COUNTER, one_of(A.kind, ISSUING)), t.act),
        _count(
            and_(
                _S.opened_at >= _MIDNIGHT,
                _S.counter == bindparam("counter"),
                ~exists(select(_R.event_id).where(_R.event_id == _S.event_id)),
            ),
            t.service_event,
        ),
        _count(and_(one_of(_J.state, TROUBLE), _J.printer.like(bindparam("printers"))), t.print_job),
    )
)

# -- the ledger ----------------------------------------------------------------------------------------------

_SHIPPING = ("mail_result", "file_customer_slip", "mail_papers_back")
_TOLD = (*HANDING_OVER, *REGISTERING, *ISSUING, *_SHIPPING)
_DECIDED = and_(
    one_of(A.approval_after, ["approved", "refused", "closed"]), A.approval_before != A.approval_after
)
_TOLD_BY_OTHERS = (
    "register_online", "confirm_push", "call_applicant", "book_in_online_result", "issue_online",
    "book_in_from_department_system", "book_in_for_department",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerQuestions:
    """The statements of one ledger: how many rows, a page, and what the page's acts and ratings say."""

    size: Statement
    page: Statement
    acts: Statement
    ratings: Statement
    more: Statement
    """What only the ledgers of online and departments' matters tell."""


def _ledger_questions(ledger: Ledger) -> LedgerQuestions:
    inside = and_(
        C.registered_on.between(bindparam("first"), bindparam("last")),
        one_of(C.channel, [channel.value for channel in ledger.channels]),
    )
    page = (
        select(C.case_id)
        .where(inside)
        .order_by(C.receipt_no)
        .offset(bindparam("after"))
        .limit(bindparam("limit"))
    )
    rows = select(
        C.case_id, C.received_at, C.receipt_no, C.platform_no, C.item_name, C.department, C.applicant_name,
        C.applicant["phone"].as_string(), C.counter, C.first_handler, C.copies, C.promise_text, C.promise_due,
        C.result_name, C.result_no, C.delivery, C.approval, C.papers, C.result, C.book, C.book_page,
        C.book_line, C.decided_on,
    )  # fmt: skip
    acts = select(
        A.case_id, A.kind, A.at, A.doer_name, A.approval_before, A.approval_after,
        case((one_of(A.kind, _SHIPPING), A.evidence["shipment"]["waybill_no"].as_string())),
    )  # fmt: skip
    ordered = rows.where(inside).order_by(C.receipt_no)
    told = acts.where(A.case_id.in_(page), or_(one_of(A.kind, _TOLD), _DECIDED), HOLDS)
    return LedgerQuestions(
        Statement(select(func.count()).select_from(t.cases).where(inside)),
        Statement(ordered.offset(bindparam("after")).limit(bindparam("limit"))),
        Statement(told.order_by(A.case_id, A.case_revision)),
        Statement(
            select(_S.case_id, _R.outcome, _R.grade)
            .join(q.rating_seen, _R.event_id == _S.event_id)
            .where(_S.case_id.in_(page))
            .order_by(_S.case_id, _S.opened_at)
        ),
        Statement(
            select(A.case_id, A.kind, A.at, A.doer_name, A.evidence)
            .where(A.case_id.in_(page), one_of(A.kind, _TOLD_BY_OTHERS), HOLDS)
            .order_by(A.case_id, A.case_revision)
        ),
    )


LEDGERS = {ledger: _ledger_questions(ledger) for ledger in Ledger}

_V = t.service_item_version.c
_LATER = t.service_item_version.alias("later")
ITEMS = Statement(
    select(_V.item_id, _V.version, _V.name, _V.department, _V.code, _V.zone, _V.search_keys)
    .where(
        ~exists(
            select(_LATER.c.item_id).where(_LATER.c.item_id == _V.item_id, _LATER.c.version > _V.version)
        ),
        ~_V.withdrawn,
    )
    .order_by(_V.item_id)
)
