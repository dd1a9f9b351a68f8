"""The negative endings, each with its own paper, seal and remedies (3.2.2.5, 行政许可法 32, 38; dossier 2.4).

None can be saved without its parts: reasons, legal basis, remedies, the seal seen, what goes back (leap 5).
The question why it does not go on stands first and leads to the right one; 退件 is done elsewhere, and asks
:func:`domain.endings.check_cause` the same.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import MaterialRow, check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.endings import check_cause
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.intake_form import Delivery, IntakeForm
from yichuang_desktop.domain.obligations import check_not_deemed
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import (
    MaterialLine,
    NonAcceptancePaper,
    RefusalPaper,
    WithdrawalPaper,
    remedies_text,
)
from yichuang_desktop.domain.parties import Representative
from yichuang_desktop.domain.tracks import Papers
from yichuang_desktop.services.acting import Deed, Seat, check_revision, once, record
from yichuang_desktop.services.further_papers import Further, further_code, further_paper
from yichuang_desktop.services.handing_over import named_officer
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.papers_made import PaperDesk, agent_line, applicant_line, applicant_of, mark_of
from yichuang_desktop.services.ports import CaseFile, PaperRecord, Work
from yichuang_desktop.services.requests.endings import NotAccept, Refuse, Void, Withdraw
from yichuang_desktop.services.signing import SignedText, check_signature, keep_signature, text_sha256

REFUSAL = "不予行政许可决定书"
NOT_ACCEPTED_BASIS = "《中华人民共和国行政许可法》第三十二条第一款"
REFUSED_BASIS = "《中华人民共和国行政许可法》第三十八条第二款"


def not_accept(seat: Seat, request: NotAccept) -> ActDone:
    """Decide not to accept, in writing, sealed, with the remedies (T3).

    Raises RuleViolation of the fields, ``ending_is_another``, ``applicant_not_filled``,
    ``deemed_accepted_already``, those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        now = work.now()
        check_cause("not_accept", request.cause, accepted=False)
        check_fields(request, now.date())
        check_not_deemed(case.notice_due, now.date(), case.item_name)
        form = work.draft(case.case_id).tidied(now.date())
        if form.applicant is None or not form.applicant.name.strip():
            raise RuleViolation("applicant_not_filled")
        number = work.next_notice_no(request.counter)
        code = further_code(work, request.counter)
        officer = named_officer(request.officer)
        evidence = {
            "not_accepted_decision": {
                "number": number,
                "code": code,
                "reasons": list(request.reasons),
                "legal_basis": request.legal_basis.strip(),
                "apply_again": request.apply_again.strip(),
                "decided_on": now.date().isoformat(),
                "returned": _rows(request.returned),
            },
            "seal": {"seen": True, "kind": "专用印章", "on": number},
            "remedies": {"text": request.remedies.strip()},
        }
        sets = {
            "applicant_name": form.applicant.name,
            "applicant": form.applicant.to_json(),
            "decided_on": now.date(),
            "notice_due": None,
        }
        doer = Doer.DEPARTMENT_OFFICER if request.by_department else Doer.CLERK
        reason = "；".join(request.reasons)
        deed = Deed(evidence, case.goals("not_accept"), sets, doer, officer, reason)
        done = record(work, case, request, "not_accept", deed, fingerprint)
        work.add_papers([PaperRecord(code, PaperKind.OTHER, case.case_id, number)])
        desk = PaperDesk(seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, now)
        sheet = _non_acceptance(desk, Further(number, code), case, form, request)
        work.add_print_jobs([desk.job(case.case_id, request.act_id, sheet)], case.case_id)
        return done

    return once(seat, request, do)


def refuse(seat: Seat, request: Refuse) -> ActDone:
    """The department's written refusal comes to the desk and goes out like a result (T29; R-HO-6).

    Raises RuleViolation of the fields, ``ending_is_another``, ``decided_before_accepted``, the table's.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        now = work.now()
        check_cause("refuse", request.cause)
        check_fields(request, now.date())
        decided_on = request.decided_on or now.date()
        if case.accepted_on is not None and decided_on < case.accepted_on:
            raise RuleViolation("decided_before_accepted", field="decided_on", accepted=case.accepted_on)
        officer = named_officer(request.officer)
        paper = further_paper(work, case, "refusal", request.counter)
        decision_no = " ".join(request.decision_no.split())
        columns = {
            "result_name": REFUSAL,
            "result_no": decision_no,
            "result_copies": request.copies,
            "decided_on": decided_on,
        }
        evidence = {
            "refusal_decision": {
                "number": decision_no,
                "registered": paper.number,
                "code": paper.code,
                "reasons": list(request.reasons),
                "legal_basis": request.legal_basis.strip(),
                "sheets": request.sheets,
                "copies": request.copies,
                "returned": _rows(request.returned),
                **lateness(case, decided_on),
            },
            "remedies": {"text": request.remedies.strip(), "on_decision": request.remedies_seen},
            "seal": {"seen": True, "kind": "行政机关印章", "on": decision_no},
        }
        keeps = "kept" if case.tracks.papers is Papers.WITH_DEPARTMENT and not request.returned else None
        choices = {"papers": keeps} if keeps else {}
        if case.tracks.papers is Papers.WITH_DEPARTMENT and request.returned:
            choices = {"papers": "with_department"}
        deed = Deed(
            evidence, case.goals("refuse", **choices), columns, Doer.DEPARTMENT_OFFICER, officer,
            "；".join(request.reasons),
        )  # fmt: skip
        done = record(work, case, request, "refuse", deed, fingerprint)
        desk = PaperDesk(seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, now)
        sheet = _refusal(desk, paper, case, request, decided_on)
        work.add_print_jobs([desk.job(case.case_id, request.act_id, sheet)], case.case_id)
        return done

    return once(seat, request, do)


def lateness(case: Case, decided_on: date) -> dict[str, Any]:
    """Whether a decision came in time: against the promise, and against the law (3.2.2.5)."""
    return {
        "promise_due": case.promise_due.isoformat() if case.promise_due else "",
        "legal_due": case.legal_due.isoformat() if case.legal_due else "",
        "late": bool(case.promise_due and decided_on > case.promise_due),
        "past_law": bool(case.legal_due and decided_on > case.legal_due),
    }


def withdraw(seat: Seat, request: Withdraw) -> ActDone:
    """The applicant takes the application back in writing (T32); the papers go back afterwards.

    Raises RuleViolation of the fields, ``ending_is_another``, ``withdrawal_not_signed``,
    ``withdrawal_changed``, ``not_the_applicant``, the table's.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        now = work.now()
        check_cause("withdraw", request.cause)
        check_fields(request, now.date())
        _check_applicant(case, request.asked_by)
        signed = _signed(seat, work, case, request)
        paper = further_paper(work, case, "withdrawal_request", request.counter)
        evidence = {
            "withdrawal_request": {
                "number": paper.number,
                "code": paper.code,
                "by": request.asked_by.strip(),
                "papers_back": request.papers_back.value,
                "signature": signed,
            }
        }
        deed = Deed(
            evidence, case.goals("withdraw"), {}, Doer.APPLICANT, request.asked_by.strip(), request.reason
        )
        done = record(work, case, request, "withdraw", deed, fingerprint)
        desk = PaperDesk(seat.session.hall, seat.counter_of(work, request.counter), seat.session.name, now)
        sheet = _withdrawal(desk, paper, case, request)
        work.add_print_jobs([desk.job(case.case_id, request.act_id, sheet)], case.case_id)
        return done

    return once(seat, request, do)


def withdrawal_text(case: Case, request: Withdraw) -> str:
    """What the applicant reads and signs to withdraw; its SHA-256 binds the signature."""
    return (
        f"撤回申请书\n申请人{case.applicant_name}于{case.received_at:%Y-%m-%d}申请的“{case.item_name}”"
        f"（收件编号{case.receipt_no}），因{request.reason.strip()}，现由{request.asked_by.strip()}申请撤回。\n"
        f"所交材料{request.papers_back.title}退还。撤回后如需办理，重新提出申请。\n"
    )


def _text_of(seat: Seat, request: Withdraw) -> str:
    with seat.begin() as work:
        check_fields(request, work.now().date())
        return withdrawal_text(work.case(request.case_id), request)


def _signed(seat: Seat, work: Work, case: Case, request: Withdraw) -> Mapping[str, Any]:
    if request.signature is not None:
        under = SignedText("撤回申请书", withdrawal_text(case, request))
        check_signature(request.signature, text_sha256(under.text), "withdrawal_changed")
        return keep_signature(work, case.case_id, request.counter, request.signature, under)
    if not request.ink_seen:
        raise RuleViolation("withdrawal_not_signed")
    return {"on": "ink", "signer": request.asked_by.strip(), "seen_by": seat.session.name}


def _check_applicant(case: Case, name: str) -> None:
    agent = str((case.representative or {}).get("name") or "")
    legal = str((case.applicant or {}).get("legal_representative") or "")
    known = [one for one in (case.applicant_name, agent, legal) if one]
    if name.strip() not in known:
        raise RuleViolation("not_the_applicant", field="asked_by", name=name.strip(), known=tuple(known))


def void(seat: Seat, request: Void) -> ActDone:
    """Make an intake void that should not be (T32): the leader, before handover; its number stays used.

    Raises RuleViolation of the fields, those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        check_fields(request, work.now().date())
        evidence = {
            "void_approval": {
                "number": case.receipt_no,
                "approved_by": seat.session.name,
                "receipt_back": request.receipt_back,
                "applicant_told": request.applicant_told,
            }
        }
        deed = Deed(evidence, case.goals("void"), {}, Doer.GROUP_LEADER, seat.session.name, request.reason)
        return record(work, case, request, "void", deed, fingerprint)

    return once(seat, request, do)


# ---------------------------------------------------------------------------------------------- papers


def _rows(rows: tuple[MaterialRow, ...]) -> list[dict[str, Any]]:
    return [
        {"name": row.name, "copies": row.copies, "sheets": row.sheets, "remark": row.remark} for row in rows
    ]


def material_rows_lines(rows: tuple[MaterialRow, ...]) -> tuple[MaterialLine, ...]:
    """Rows of a form as lines of a paper."""
    return tuple(
        MaterialLine(seq, row.name, row.form, row.copies, remark=row.remark, sheets=row.sheets)
        for seq, row in enumerate(rows, 1)
    )


def _non_acceptance(
    desk: PaperDesk, paper: Further, case: Case, form: IntakeForm, request: NotAccept
) -> NonAcceptancePaper:
    if form.applicant is None:
        raise RuleViolation("applicant_not_filled")
    return NonAcceptancePaper(
        head=desk.head(paper.number, paper.code),
        applicant=applicant_line(form.applicant),
        item_name=case.item_name,
        department=case.department,
        applied_on=case.received_at.date() if case.received_at else desk.at.date(),
        decided_on=desk.at.date(),
        reasons=request.reasons,
        legal_basis=request.legal_basis,
        remedies=request.remedies,
        returned=material_rows_lines(request.returned),
        apply_again=request.apply_again,
        consult_phone=desk.hall.phone,
        handled_by=request.officer,
    )


def _refusal(desk: PaperDesk, paper: Further, case: Case, request: Refuse, decided_on: date) -> RefusalPaper:
    return RefusalPaper(
        head=desk.head(paper.number, paper.code),
        decision_no=request.decision_no,
        receipt_no=case.receipt_no,
        applicant=applicant_of(case),
        item_name=case.item_name,
        department=case.department,
        accepted_on=case.accepted_on or decided_on,
        decided_on=decided_on,
        reasons=request.reasons,
        legal_basis=request.legal_basis,
        remedies=request.remedies,
        sheets=request.sheets,
        handled_by=request.officer,
        registered_by=desk.clerk,
        returned=material_rows_lines(request.returned),
        consult_phone=desk.hall.phone,
    )


def _withdrawal(desk: PaperDesk, paper: Further, case: Case, request: Withdraw) -> WithdrawalPaper:
    agent = Representative.from_json(case.representative) if case.representative else None
    return WithdrawalPaper(
        head=desk.head(paper.number, paper.code),
        receipt_no=case.receipt_no,
        applicant=applicant_of(case),
        representative=agent_line(agent),
        item_name=case.item_name,
        department=case.department,
        received_on=case.received_at.date() if case.received_at else desk.at.date(),
        reason=request.reason,
        papers_back=request.papers_back.title,
        signature=mark_of(request.signature),
        signed_text=withdrawal_text(case, request) if request.signature else "",
    )


# ---------------------------------------------------------------------------------------------- forms


def _begin_not_accept(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    begun: dict[str, Any] = {
        "legal_basis": NOT_ACCEPTED_BASIS,
        "remedies": remedies_text("决定"),
        "by_department": True,
        "returned": (),
    }
    if file is not None:
        with seat.begin() as work:
            form = work.draft(file.case.case_id)
        rows = form.checklist.received if form.checklist else ()
        begun["returned"] = tuple(MaterialRow(row.name, row.copies, form=row.form) for row in rows)
    return begun


def _begin_refuse(seat: Seat, _file: CaseFile | None) -> Mapping[str, Any]:
    return {
        "legal_basis": REFUSED_BASIS,
        "remedies": remedies_text("决定"),
        "decided_on": seat.access.views.now().date(),
        "sheets": 1,
        "copies": 1,
        "returned": (),
    }


def _begin_withdraw(_seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    if file is None:
        return {}
    agent = str((file.case.representative or {}).get("name") or "")
    return {"asked_by": agent or file.case.applicant_name, "papers_back": Delivery.PICK_UP}


ACTS: dict[str, Handler] = {
    "not_accept": Handler(
        NotAccept,
        not_accept,
        _begin_not_accept,
        form=True,
        hint="受理以前用。决定书一式两份，加盖专用印章、注明日期，写明理由和救济途径后才能登记。",
    ),
    "refuse": Handler(
        Refuse,
        refuse,
        _begin_refuse,
        form=True,
        hint="受理以后、部门审查不符合条件时用。决定书送到出证窗口登记，照结果一样通知、领取或邮寄。",
    ),
    "withdraw": Handler(
        Withdraw,
        withdraw,
        _begin_withdraw,
        form=True,
        text=_text_of,
        hint="申请人书面提出，签字后登记；材料随后凭收件通知单退还。",
    ),
    "void": Handler(
        Void,
        void,
        form=True,
        hint="只在部门领取材料以前，由组长作废；编号不再使用。",
    ),
}
