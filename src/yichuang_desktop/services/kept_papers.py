"""Papers kept while nothing is decided: five working days, then the law decides (decisions 12)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import MaterialRow, check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.checklist import Checklist, MaterialVerdict
from yichuang_desktop.domain.clocks import deemed_accepted_on, notice_deadline
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.parties import problems, rejections
from yichuang_desktop.services.accepting import (
    Intake,
    acceptance_columns,
    commitment_text,
    delegation_evidence,
    dues,
    make_papers,
)
from yichuang_desktop.services.acting import Deed, Seat, check_revision, last_of, once, record
from yichuang_desktop.services.delegations import delegation_of
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.plain import plain
from yichuang_desktop.services.ports import CaseFile, RecordedAct, Work
from yichuang_desktop.services.requests.endings import DeemAccepted, GiveKeptPapersBack, KeepPapers

NOON = time(12)
"""The hour of a day on which papers came in earlier and were written down later."""


def keep_papers(seat: Seat, request: KeepPapers) -> ActDone:
    """Papers stay at the window; from now on the hall owes a word within five working days (T1k).

    Raises RuleViolation of the fields, ``kept_too_long_ago``, the table's.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        now = work.now()
        check_fields(request, now.date())
        came_on = request.received_on or now.date()
        deadline = notice_deadline(came_on, work.calendar())
        if deadline.on < now.date():
            raise RuleViolation("kept_too_long_ago", field="received_on", came=came_on)
        form = work.draft(case.case_id)
        applicant = form.applicant
        evidence = {
            "papers_kept": {
                "rows": [
                    {"name": row.name, "copies": row.copies, "sheets": row.sheets, "remark": row.remark}
                    for row in request.materials
                ],
                "on": came_on.isoformat(),
                "why": request.why.strip(),
                "applicant": applicant.name if applicant else "",
                "phone": applicant.phone if applicant else "",
                "notice_due": deadline.on.isoformat(),
                "alarm_on": deadline.alarm_on.isoformat(),
            }
        }
        at = now if came_on == now.date() else datetime.combine(came_on, NOON, now.tzinfo)
        deed = Deed(
            evidence,
            case.goals("keep_papers"),
            {"received_at": at, "notice_due": deadline.on},
            doer_name=seat.session.name,
        )
        return record(work, case, request, "keep_papers", deed, fingerprint)

    return once(seat, request, do)


def give_kept_papers_back(seat: Seat, request: GiveKeptPapersBack) -> ActDone:
    """The kept papers go back to the applicant (T1g). Raises RuleViolation of the fields, the table's."""

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        check_fields(request, work.now().date())
        kept = last_of(work.history(case.case_id), "keep_papers")
        back = {
            "receiver": request.receiver.strip(),
            "rows": list(kept.evidence["papers_kept"]["rows"]) if kept else [],
            "signed": request.counted,
            "remark": request.remark.strip(),
        }
        deed = Deed(
            {"papers_given_back": back},
            case.goals("give_kept_papers_back"),
            {"notice_due": None},
            Doer.APPLICANT,
            request.receiver.strip(),
        )
        return record(work, case, request, "give_kept_papers_back", deed, fingerprint)

    return once(seat, request, do)


def deem_accepted(seat: Seat, request: DeemAccepted) -> ActDone:
    """After the fifth day: accepted as of the papers' day; the leader gives number and handler (T2d).

    Clocks run from the papers' day; the commitment's signature is owed in ink.  Raises RuleViolation of the
    fields, ``papers_not_kept``, ``notice_still_possible``, ``first_handler_unknown``,
    ``applicant_not_filled``, of the parties' fields, ``not_delegated``, the table's.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        check_fields(request, work.now().date())
        kept = last_of(work.history(case.case_id), "keep_papers")
        if kept is None or case.received_at is None or case.notice_due is None:
            raise RuleViolation("papers_not_kept")
        intake = _deemed(seat, work, case, kept)
        handler_login, handler_name = _handler(seat, work, kept, request.handler)
        here = replace(request, counter=case.counter or request.counter)
        deed = Deed(
            {
                "papers_kept": dict(kept.evidence["papers_kept"]),
                "checklist": plain(intake.form.checklist),
                "first_handler": handler_name,
                "approved_by": seat.session.name,
                "delegation": delegation_evidence(intake.delegation),
            },
            case.goals("deem_accepted"),
            acceptance_columns(work, case, intake)
            | {"first_handler": handler_login, "commitment_owed": True},
            Doer.HALL,
            "",
            request.reason,
        )
        done = record(work, case, here, "deem_accepted", deed, fingerprint)
        make_papers(seat, work, _Papers(here), intake, done, first_handler=handler_name)
        return done

    return once(seat, request, do)


class _Papers:
    """The deemed acceptance as :func:`accepting.make_papers` wants it."""

    signature = None
    receipt_told = False

    def __init__(self, request: DeemAccepted) -> None:
        self.act_id, self.case_id = request.act_id, request.case_id
        self.revision, self.counter = request.revision, request.counter
        self.form = IntakeForm()


def _deemed(seat: Seat, work: Work, case: Case, kept: RecordedAct) -> Intake:
    """What the acceptance is made from: the draft as far as it came, the papers that were kept."""
    now = work.now()
    came = case.received_at or now
    if deemed_accepted_on(came.date(), now.date(), work.calendar()) is None:
        raise RuleViolation("notice_still_possible", due=case.notice_due)
    form = work.draft(case.case_id).tidied(now.date())
    if form.applicant is None:
        raise RuleViolation("applicant_not_filled")
    for remark in rejections(problems(form.applicant, form.representative, now.date())):
        raise RuleViolation(remark.code, **remark.facts)
    version, item = work.item(form.item_id or case.item_id, form.item_version or None)
    checklist = _with_kept(form.checklist or Checklist.of(item, version), kept)
    text = commitment_text(seat.wording, form, item.name, item.department)
    return Intake(
        replace(form, checklist=checklist), form.applicant, version, item, now,
        dues(item, came, work.calendar()), text, None, delegation_of(work, item, now.date()), came.date(),
    )  # fmt: skip


def _with_kept(checklist: Checklist, kept: RecordedAct) -> Checklist:
    """The checklist with what was kept counted as received, where nobody had judged it."""
    names = {row["name"]: row["copies"] for row in kept.evidence["papers_kept"]["rows"]}
    for row in checklist.rows:
        if row.verdict is None and row.name in names:
            checklist = checklist.judge(row.seq, MaterialVerdict.COPY, copies=max(1, names[row.name]))
    return checklist


def _handler(seat: Seat, work: Work, kept: RecordedAct, name: str) -> tuple[str, str]:
    """Log-in and name of the first handler: who took the papers in, or the leader."""
    known = {kept.recorder_name: kept.recorded_by, seat.session.name: work.login}
    wished = name.strip()
    if wished not in known:
        raise RuleViolation("first_handler_unknown", field="handler", known=tuple(known))
    return known[wished], wished


# ---------------------------------------------------------------------------------------------- forms


def _begin_keep(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    begun: dict[str, Any] = {"received_on": seat.access.views.now().date()}
    if file is not None:
        with seat.begin() as work:
            form = work.draft(file.case.case_id)
        rows = form.checklist.received if form.checklist else ()
        begun["materials"] = tuple(MaterialRow(row.name, row.copies, form=row.form) for row in rows)
    return begun


def _begin_back(_seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    return {"receiver": file.case.applicant_name} if file is not None else {}


def _begin_deemed(_seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    kept = last_of(file.history, "keep_papers") if file is not None else None
    return {"handler": kept.recorder_name} if kept is not None else {}


ACTS: dict[str, Handler] = {
    "keep_papers": Handler(
        KeepPapers,
        keep_papers,
        _begin_keep,
        form=True,
        hint="当场审查不完的才暂存。五个工作日内必须告知、受理或者不予受理，逾期视为受理。",
    ),
    "give_kept_papers_back": Handler(
        GiveKeptPapersBack,
        give_kept_papers_back,
        _begin_back,
        form=True,
        hint="请取回人逐份核对并签字。",
    ),
    "deem_accepted": Handler(
        DeemAccepted,
        deem_accepted,
        _begin_deemed,
        form=True,
        hint="五个工作日内没有告知，自收到材料之日起即为受理；由组长给编号、定首办责任人，时限从那天起算。",
        allows=lambda case: case.notice_due is not None and case.allows("deem_accepted"),
    ),
}
