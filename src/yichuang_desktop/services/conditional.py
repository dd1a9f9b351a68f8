"""Conditional acceptance 容缺受理: told in writing, tracked until all is there (R-IN-5, 3.2.1).

Nothing is issued while anything is owed; the table of acts holds that.  When the day has passed a person
decides: more time, by the department's word, or the end, in writing.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import MaterialRow, check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.checklist import Checklist
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.obligations import Owed, SupplyWay, owed_of, still_owed, supply_due
from yichuang_desktop.domain.papers import remedies_text
from yichuang_desktop.services.accepting import Intake, deed_of, make_papers, review, signature_or_ink
from yichuang_desktop.services.acting import Deed, Seat, check_revision, effective, once, record
from yichuang_desktop.services.further_papers import further_paper
from yichuang_desktop.services.handing_over import named_officer
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.obligation_papers import (
    SUPPLY_REASON,
    SUPPLY_WAYS,
    TERMINATION_BASIS,
    conditional_notice,
    owed_rows,
    supply_record,
    supply_text,
    termination_notice,
)
from yichuang_desktop.services.papers_made import PaperDesk
from yichuang_desktop.services.ports import CaseFile, Work
from yichuang_desktop.services.requests.conditional import (
    AcceptConditionally,
    GiveMoreTimeToSupply,
    SupplyDeferred,
    TerminateUnsupplied,
)
from yichuang_desktop.services.signing import SignedText, check_signature, text_sha256

CONDITIONAL_NOTICE = "{}-R1"
"""Number of a case's notice: there is one conditional acceptance in its life."""


def accept_conditionally(seat: Seat, request: AcceptConditionally) -> ActDone:
    """Accept while deferrable materials lack; notice and promise are printed with the intake set (T25).

    Raises RuleViolation as :func:`accepting.accept`, ``conditional_not_allowed``, ``nothing_deferred``,
    ``no_supply_term``, ``promise_changed``.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        intake = review(seat, work, case, request)
        checklist = deferred_checklist(intake)
        due = supply_due(intake.item, intake.now, work.calendar()).on
        text = supply_text(intake.form, intake.item, due)
        if request.promise_signature is not None:
            check_signature(request.promise_signature, text_sha256(text), "promise_changed")
        owes_ink = request.signature is None or request.promise_signature is None
        notice = {
            "owed": list(owed_rows(checklist)),
            "due": due.isoformat(),
            "ways": SUPPLY_WAYS,
            "text_sha256": text_sha256(text),
            "signature": signature_or_ink(
                work,
                case.case_id,
                request.counter,
                request.promise_signature,
                SignedText("容缺受理承诺书", text, verified=intake.verified),
            ),
        }
        deed = deed_of(
            seat, work, case, request, intake, kind="accept_conditionally",
            evidence={"conditional_notice": notice},
            sets={"supplement_owed": True, "supply_due": due, "commitment_owed": owes_ink},
        )  # fmt: skip
        done = record(work, case, request, "accept_conditionally", deed, fingerprint)
        desk = make_papers(seat, work, request, intake, done, contents=("容缺受理通知书",))
        paper = further_paper(work, case, "conditional_notice", request.counter, receipt_no=done.receipt_no)
        sheet = conditional_notice(
            desk, paper, done.receipt_no, intake.form, intake.item, intake.dues, due,
            request.promise_signature,
        )  # fmt: skip
        work.add_print_jobs([desk.job(case.case_id, request.act_id, sheet)], case.case_id)
        return done

    return once(seat, request, do)


def deferred_checklist(intake: Intake) -> Checklist:
    """The checklist of a conditional acceptance: only what the item allows may follow later.

    Raises RuleViolation ``conditional_not_allowed``, ``nothing_deferred``, ``material_not_deferrable``.
    """
    checklist = intake.form.checklist
    if not intake.item.conditional_acceptance.allowed:
        raise RuleViolation("conditional_not_allowed", item=intake.item.name)
    if checklist is None or not checklist.deferred:
        raise RuleViolation("nothing_deferred")
    allowed = {row.seq for row in Checklist.of(intake.item, intake.version).rows if row.deferrable}
    for row in checklist.deferred:
        if row.seq not in allowed:
            raise RuleViolation("material_not_deferrable", name=row.name)
    return checklist


def supply_deferred(seat: Seat, request: SupplyDeferred) -> ActDone:
    """Some or all of what was deferred came; the case owes until the last is there (T25s).

    Raises RuleViolation of the fields, ``supply_not_owed`` beside ``materials``, those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        now = work.now()
        check_fields(request, now.date())
        acts = effective(work.history(case.case_id))
        came = _came(request.materials, still_owed(acts), case)
        left = tuple(one for one in still_owed(acts) if one.seq not in {row["seq"] for row in came})
        paper = further_paper(work, case, "supply_record", request.counter)
        supplied = {
            "number": paper.number,
            "code": paper.code,
            "rows": came,
            "left": [one.name for one in left],
            "how": request.how.value,
            "on": now.date().isoformat(),
            "received_by": seat.session.name,
            "remark": request.remark.strip(),
            "late": bool(case.supply_due and now.date() > case.supply_due),
        }
        deed = Deed(
            {"supplied_materials": supplied},
            case.goals("supply_deferred"),
            {} if left else {"supplement_owed": False, "supply_due": None},
            Doer.APPLICANT,
            request.provider.strip(),
        )
        done = record(work, case, request, "supply_deferred", deed, fingerprint)
        desk = PaperDesk(seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, now)
        told = _Told("supply_deferred", {"supplied_materials": supplied})
        notice_no = CONDITIONAL_NOTICE.format(case.receipt_no)
        sheet = supply_record(desk, paper, case, notice_no, owed_of((*acts, told)), request.provider.strip())
        work.add_print_jobs([desk.job(case.case_id, request.act_id, sheet)], case.case_id)
        return done

    return once(seat, request, do)


class _Told:
    """The act under way, as far as what is owed depends on it."""

    def __init__(self, kind: str, evidence: Mapping[str, Any]) -> None:
        self.kind, self.evidence = kind, evidence


def _came(rows: tuple[MaterialRow, ...], owed: tuple[Owed, ...], case: Case) -> list[dict[str, Any]]:
    """The rows of the form matched to what is owed, by name, each once."""
    if not owed:
        raise RuleViolation("supply_not_owed", field="materials", names=(), receipt_no=case.receipt_no)
    open_ones = {one.name: one for one in owed}
    came = []
    for row in rows:
        match = open_ones.pop(" ".join(row.name.split()), None)
        if match is None:
            names = tuple(one.name for one in owed)
            raise RuleViolation("supply_not_owed", field="materials", names=names, receipt_no=case.receipt_no)
        came.append({"seq": match.seq, "name": match.name, "copies": row.copies, "remark": row.remark})
    return came


def give_more_time_to_supply(seat: Seat, request: GiveMoreTimeToSupply) -> ActDone:
    """The department allows more time (T25e); the leader writes it down.

    Raises RuleViolation of the fields, ``supply_not_owed``, ``more_time_not_more``.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        check_fields(request, work.now().date())
        due = _owing(case)
        if request.until is None or request.until <= due:
            raise RuleViolation("more_time_not_more", field="until", due=due)
        deed = Deed(
            {
                "department_word": {
                    "officer": named_officer(request.officer),
                    "said": request.said.strip(),
                    "before": due.isoformat(),
                    "until": request.until.isoformat(),
                }
            },
            case.goals("give_more_time_to_supply"),
            {"supply_due": request.until},
            Doer.DEPARTMENT_OFFICER,
            named_officer(request.officer),
            request.reason,
        )
        return record(work, case, request, "give_more_time_to_supply", deed, fingerprint)

    return once(seat, request, do)


def terminate_unsupplied(seat: Seat, request: TerminateUnsupplied) -> ActDone:
    """Not supplied in time: ended in writing, with reasons and remedies (T25x).

    Raises RuleViolation of the fields, ``supply_not_owed``, ``supply_not_expired``.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        now = work.now()
        check_fields(request, now.date())
        due = _owing(case)
        if now.date() <= due:
            raise RuleViolation("supply_not_expired", due=due)
        _version, item = work.item(case.item_id, case.item_version)
        paper = further_paper(work, case, "termination_notice", request.counter)
        owed = still_owed(effective(work.history(case.case_id)))
        deed = Deed(
            {
                "termination_notice": {
                    "number": paper.number,
                    "code": paper.code,
                    "officer": named_officer(request.officer),
                    "reasons": list(request.reasons),
                    "legal_basis": request.legal_basis,
                    "remedies": request.remedies,
                    "due": due.isoformat(),
                    "missing": [one.name for one in owed],
                }
            },
            case.goals("terminate_unsupplied"),
            {"supplement_owed": False, "supply_due": None},
            Doer.DEPARTMENT_OFFICER,
            named_officer(request.officer),
            "；".join(request.reasons),
        )
        done = record(work, case, request, "terminate_unsupplied", deed, fingerprint)
        desk = PaperDesk(seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, now)
        phone = item.consult_phone or item.papers_phone
        sheet = termination_notice(desk, paper, case, request, phone)
        work.add_print_jobs([desk.job(case.case_id, request.act_id, sheet)], case.case_id)
        return done

    return once(seat, request, do)


def _owing(case: Case) -> date:
    if not case.supplement_owed or case.supply_due is None:
        raise RuleViolation("supply_not_owed", names=(), receipt_no=case.receipt_no)
    return case.supply_due


# ---------------------------------------------------------------------------------------------- forms


def _begin_supply(_seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    """Everything still owed stands there already; what did not come is taken out."""
    if file is None:
        return {}
    owed = still_owed(effective(file.history))
    agent = str((file.case.representative or {}).get("name") or "")
    rows = tuple(MaterialRow(one.name, remark="", form=one.requirement) for one in owed)
    return {"materials": rows, "provider": agent or file.case.applicant_name, "how": SupplyWay.AT_WINDOW}


def _begin_end(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    if file is None:
        return {}
    owed = "、".join(one.name for one in still_owed(effective(file.history)))
    return {
        "decided_on": seat.access.views.now().date(),
        "reasons": (SUPPLY_REASON, f"没有补交：{owed}。"),
        "legal_basis": TERMINATION_BASIS,
        "remedies": remedies_text("通知书"),
    }


ACTS: dict[str, Handler] = {
    "accept_conditionally": Handler(AcceptConditionally, accept_conditionally),
    "supply_deferred": Handler(
        SupplyDeferred,
        supply_deferred,
        _begin_supply,
        form=True,
        title="登记容缺补交",
        hint="逐份核对补交的材料；没有带来的从表里删去，下次再登记。",
        allows=lambda case: case.supplement_owed and case.allows("supply_deferred"),
    ),
    "give_more_time_to_supply": Handler(
        GiveMoreTimeToSupply,
        give_more_time_to_supply,
        form=True,
        hint="宽限由审批部门决定，组长按部门的意见登记。",
        allows=lambda case: case.supplement_owed and case.allows("give_more_time_to_supply"),
    ),
    "terminate_unsupplied": Handler(
        TerminateUnsupplied,
        terminate_unsupplied,
        _begin_end,
        form=True,
        hint="期限届满仍没有补齐，由审批部门决定终止；终止办理通知书写明理由和救济途径。",
        allows=lambda case: case.supplement_owed and case.allows("terminate_unsupplied"),
    ),
}
