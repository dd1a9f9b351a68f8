"""Taking an application in: review against the department's checklist, notice, taking up again (3.2.1)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from yichuang_desktop.domain import paper_codes
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.checklist import Checklist
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, CounterKind, Role
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.numbers import NoticeNumber
from yichuang_desktop.domain.obligations import check_not_deemed
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.domain.tracks import Approval
from yichuang_desktop.services.acting import (
    Deed,
    Seat,
    act_title,
    check_revision,
    last_of,
    once,
    record,
    simple_act,
)
from yichuang_desktop.services.delegations import delegation_of
from yichuang_desktop.services.material_scans import check_scans, keep_scans
from yichuang_desktop.services.papers_made import PaperDesk, one_off_notice
from yichuang_desktop.services.plain import request_sha256
from yichuang_desktop.services.ports import PaperRecord, RecordedAct, Work
from yichuang_desktop.services.requests import Abandon, Notify, OpenDraft, SaveDraft, TakeUpAgain

INTAKE_COUNTERS = (CounterKind.INTAKE, CounterKind.ZONE)


def open_draft(seat: Seat, request: OpenDraft) -> ActDone:
    """Begin an intake by the department's checklist, its version pinned (T1; R-IN-1, 3.2.1).

    Raises RuleViolation ``not_at_this_counter``, ``item_not_valid``, ``not_delegated``, the table's.
    """
    fingerprint = request_sha256(request)
    with seat.begin() as work:
        before = work.done(request.act_id, fingerprint)
        if before is not None:
            return before
        counter = seat.counter_of(work, request.counter)
        if counter.kind not in INTAKE_COUNTERS:
            raise RuleViolation("not_at_this_counter", counter=counter.title, act=act_title("open_draft"))
        version, item = work.item(request.item_id)
        delegation_of(work, item, work.now().date())
        channel = Channel.LIFE_EVENT if item.is_package else _channel(request)
        case = work.open_case(request.case_id, channel)
        seat.check_duty(work, request.counter, case.channel)
        parcel = {"parcel_no": request.parcel_no} if request.parcel_no else {}
        asked = {"asked_in": request.asked_in} if request.asked_in else {}
        deed = Deed(
            evidence={},
            after=case.goals("open_draft"),
            sets=item_columns(item, version) | parcel | asked,
            doer_name=seat.session.name,
        )
        done = record(work, case, _Opening(request), "open_draft", deed, fingerprint)
        form = IntakeForm(item.item_id, version, checklist=Checklist.of(item, version))
        work.save_draft(request.case_id, form, request.counter)
        work.commit()
        return done


def _channel(request: OpenDraft) -> Channel:
    """Which way it came. Raises RuleViolation ``request_field_wrong`` for one that is none."""
    try:
        return Channel(request.channel)
    except ValueError as error:
        raise RuleViolation("request_field_wrong", field="channel") from error


class _Opening:
    """An opening as a request about a case that has no act yet."""

    revision = 0

    def __init__(self, request: OpenDraft) -> None:
        self.act_id: UUID = request.act_id
        self.case_id: UUID = request.case_id
        self.counter: int = request.counter


def save_draft(seat: Seat, request: SaveDraft) -> None:
    """Keep what has been written so far (R-X-1).

    Raises RuleViolation ``draft_closed`` once the case is accepted or given up, those of
    :func:`material_scans.keep_scans`, and ``override_needs_administrator`` when a clerk lets a refused
    document number pass (decisions 18).
    """
    with seat.begin() as work:
        case = work.case(request.case_id)
        if case.tracks.approval not in (Approval.DRAFT, Approval.NOTIFIED):
            raise RuleViolation("draft_closed", receipt_no=case.receipt_no, item=case.item_name)
        keep_scans(work, case.case_id, request.form.checklist, request.scans)
        work.save_draft(request.case_id, with_overrides_checked(seat, work, request), request.counter)
        work.commit()


def notify(seat: Seat, request: Notify) -> ActDone:
    """One notice of all that is missing or wrong; a second one needs a reason (T2, T2a; R-IN-4, 3.2.1).

    Raises RuleViolation ``notice_before_review``, ``nothing_lacking``, ``applicant_not_filled``,
    ``notice_again_needs_reason``, ``scan_not_kept`` and those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        check_not_deemed(case.notice_due, work.now().date(), case.item_name)
        checklist = _noticeable(request.form)
        check_scans(work, checklist)
        kind = _notice_kind(case, work.history(case.case_id), request.reason)
        version, item = work.item(request.form.item_id, request.form.item_version)
        request.form.check_item(item, version)
        number = work.next_notice_no(request.counter)
        code = _notice_code(work, number)
        evidence = {
            "one_off_notice": {"number": number, "code": code, "lacking": _lacking(checklist)},
            "checklist": checklist.to_json(),
        }
        sets = {} if kind == "notify_again" else _notice_columns(request.form, item, version)
        if case.notice_due is not None:
            sets = sets | {"notice_due": None}  # the notice stops the five-day rule (decisions 12)
        deed = Deed(evidence, case.goals(kind), sets, doer_name=seat.session.name, reason=request.reason)
        done = record(work, case, request, kind, deed, fingerprint)
        work.save_draft(case.case_id, with_overrides_checked(seat, work, request), request.counter)
        work.add_papers([PaperRecord(code, PaperKind.ONE_OFF_NOTICE, case.case_id, number)])
        desk = PaperDesk(
            seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, done.at
        )
        paper = one_off_notice(desk, number, code, item, request.form)
        work.add_print_jobs([desk.job(case.case_id, request.act_id, paper)], case.case_id)
        return done

    return once(seat, request, do)


def take_up_again(seat: Seat, request: TakeUpAgain) -> ActDone:
    """Go on from the one-off notice with everything already written (T2r; R-IN-4)."""

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        notice = last_of(work.history(case.case_id), "notify", "notify_again")
        number = notice.evidence["one_off_notice"]["number"] if notice else ""
        deed = Deed({"one_off_notice": number}, case.goals("take_up_again"), doer_name=seat.session.name)
        return record(work, case, request, "take_up_again", deed, fingerprint)

    return once(seat, request, do)


def abandon(seat: Seat, request: Abandon) -> ActDone:
    """Give a draft up, with a reason; nothing is deleted (T3b)."""
    return simple_act(seat, request, "abandon", evidence={}, reason=request.reason)


# ---------------------------------------------------------------------------------------------- parts


def item_columns(item: ServiceItem, version: int) -> dict[str, Any]:
    """What a case says of its item."""
    return {
        "item_id": item.item_id,
        "item_version": version,
        "item_name": item.name,
        "department": item.department,
    }


def with_overrides_checked(seat: Seat, work: Work, request: SaveDraft | Notify) -> IntakeForm:
    """The form with the administrator's name under every document number let pass (decisions 18).

    Raises RuleViolation ``override_needs_administrator``.
    """
    form = request.form
    if not form.overrides:
        return replace(form, override_by="")
    if Role.ADMINISTRATOR in work.roles:
        return replace(form, override_by=seat.session.name)
    return keep_override(form, work.draft(request.case_id))


def keep_override(form: IntakeForm, saved: IntakeForm) -> IntakeForm:
    """The form with the override of its saved draft; one the draft does not hold is refused."""
    if not set(form.overrides) <= set(saved.overrides) or not saved.override_by:
        raise RuleViolation("override_needs_administrator")
    return replace(form, override_by=saved.override_by)


def _noticeable(form: IntakeForm) -> Checklist:
    checklist = form.checklist
    if checklist is None or checklist.unjudged:
        count = len(checklist.unjudged) if checklist else 0
        raise RuleViolation("notice_before_review", count=count)
    if not checklist.what_is_lacking():
        raise RuleViolation("nothing_lacking")
    if form.applicant is None or not form.applicant.name.strip():
        raise RuleViolation("applicant_not_filled")
    return checklist


def _notice_kind(case: Case, history: tuple[RecordedAct, ...], reason: str) -> str:
    notified = last_of(history, "notify", "notify_again")
    if notified is None:
        return "notify"
    if not reason.strip():
        raise RuleViolation("notice_again_needs_reason", at=notified.at, item=case.item_name)
    return "notify_again"


def _notice_code(work: Work, number: str) -> str:
    keys = work.paper_keys()
    serial = NoticeNumber.parse(number).serial14
    return paper_codes.make(PaperKind.ONE_OFF_NOTICE, keys.current, serial, keys)


def _lacking(checklist: Checklist) -> list[dict[str, str]]:
    return [
        {"name": lack.name, "what": say_code(lack.code, lack.facts)} for lack in checklist.what_is_lacking()
    ]


def _notice_columns(form: IntakeForm, item: ServiceItem, version: int) -> dict[str, Any]:
    applicant = form.applicant
    if applicant is None:
        return item_columns(item, version)
    return item_columns(item, version) | {
        "applicant_name": applicant.name,
        "applicant": applicant.to_json(),
    }
