"""Online matters 网厅: pushed to the department, accepted and decided there, issued here (2.3.3, 3.2.4.2)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import MaterialRow, check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Doer
from yichuang_desktop.domain.intake_form import Delivery
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.paper_letters import LETTERS
from yichuang_desktop.domain.papers import (
    NonAcceptancePaper,
    ReceiptSheet,
    ReplySlipPaper,
    remedies_text,
)
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.domain.typed import compact
from yichuang_desktop.services import outside
from yichuang_desktop.services.accepting import dues
from yichuang_desktop.services.acting import Deed, Seat, check_revision, last_of, once, record
from yichuang_desktop.services.booking_in import result_columns
from yichuang_desktop.services.checking_papers import paper_of_case
from yichuang_desktop.services.further_papers import Further, further_paper
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.intake import item_columns
from yichuang_desktop.services.issuing import issue_online, print_commitment
from yichuang_desktop.services.papers_made import PaperDesk, applicant_line, applicant_of, masked
from yichuang_desktop.services.plain import plain
from yichuang_desktop.services.ports import CaseFile, Work
from yichuang_desktop.services.requests import (
    BookInOnlineResult,
    IssueOnline,
    PrintCommitment,
    RecordDepartmentAcceptance,
    RecordDepartmentNonAcceptance,
    RegisterOnline,
    RegisterOnlineCounterfoil,
)
from yichuang_desktop.services.requests.online import SOURCES

NON_ACCEPTANCE = "不予受理决定"


def register_online(seat: Seat, request: RegisterOnline) -> ActDone:
    """Register what was filed online; it is pushed to the department with the act (T15; R-IN-12, R-DUTY-3).

    Receipt and counterfoil are printed for the issuance desk; no commitment yet, no rating yet (dossier 0.8).

    Raises RuleViolation of the fields, ``not_this_window_duty``, ``external_no_known`` and the table's.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        today = work.now().date()
        check_fields(request, today)
        seat.check_duty(work, request.counter, Channel.ONLINE)
        version, item = work.item(request.item_id)
        mailed = request.delivery == Delivery.MAIL.value
        applicant = outside.checked_applicant(request.applicant, today, mailed=mailed)
        number = outside.unused_number(work, Channel.ONLINE, "", compact(request.online_no), "online_no")
        materials = outside.material_rows(request.materials, item)
        case = work.open_case(request.case_id, Channel.ONLINE)
        deed = Deed(
            evidence={
                "online_reference": {
                    "number": number,
                    "source": dict(SOURCES)[request.source],
                    "applied_on": request.applied_on.isoformat(),
                    "materials": plain(materials),
                }
            },
            after=case.goals("register_online"),
            sets=_columns(request, item, version, applicant, number)
            | {"received_at": work.now(), "mail_to": outside.mailing_to(applicant) if mailed else None},
            doer_name=seat.session.name,
        )
        done = record(work, case, request, "register_online", deed, fingerprint)
        _print_receipt(seat, work, request, item, applicant, materials, done)
        return done

    return once(seat, request, do)


def record_department_acceptance(seat: Seat, request: RecordDepartmentAcceptance) -> ActDone:
    """The department has accepted online: from that day both clocks are counted (T15a; decisions 8).

    Raises RuleViolation of the fields, ``day_before_other`` and those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        now = work.now()
        check_fields(request, now.date())
        case = work.case(request.case_id)
        check_revision(case, request)
        _not_before_registration(case, request.accepted_on, "accepted_on", "部门受理日期")
        _version, item = work.item(case.item_id, case.item_version)
        clocks = dues(item, _moment(request.accepted_on, now), work.calendar())
        acceptance = {
            "officer": request.officer.strip(),
            "accepted_on": request.accepted_on.isoformat(),
            "document_no": compact(request.document_no),
        }
        deed = Deed(
            evidence={"department_acceptance": acceptance},
            after=case.goals("record_department_acceptance"),
            sets={
                "accepted_on": request.accepted_on,
                "legal_due": clocks.legal,
                "promise_due": clocks.promise,
                "due_estimated": clocks.estimated,
            },
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=request.officer.strip(),
        )
        return record(work, case, request, "record_department_acceptance", deed, fingerprint)

    return once(seat, request, do)


def record_department_non_acceptance(seat: Seat, request: RecordDepartmentNonAcceptance) -> ActDone:
    """The department does not accept: written, with reasons and remedies; the case ends (T15n).

    Raises RuleViolation of the fields, ``day_before_other`` and those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        case = work.case(request.case_id)
        check_revision(case, request)
        _not_before_registration(case, request.decided_on, "decided_on", "决定日期")
        decision = {
            "officer": request.officer.strip(),
            "decision_no": compact(request.decision_no),
            "decided_on": request.decided_on.isoformat(),
            "reasons": list(request.reasons),
            "legal_basis": request.legal_basis.strip(),
        }
        deed = Deed(
            evidence={
                "not_accepted_decision": decision,
                "remedies": {"told": request.remedies_told, "text": remedies_text(NON_ACCEPTANCE)},
            },
            after=case.goals("record_department_non_acceptance"),
            sets={"decided_on": request.decided_on},
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=request.officer.strip(),
            reason="；".join(request.reasons),
        )
        done = record(work, case, request, "record_department_non_acceptance", deed, fingerprint)
        desk = outside.paper_desk(seat, work, request, done)
        own = further_paper(
            work, case, NonAcceptancePaper.KIND, request.counter, number=compact(request.decision_no)
        )
        paper = _non_acceptance(desk, case, request, own, _applied_on(work, case))
        work.add_print_jobs([desk.job(case.case_id, request.act_id, paper)], case.case_id)
        return done

    return once(seat, request, do)


def register_online_counterfoil(seat: Seat, request: RegisterOnlineCounterfoil) -> ActDone:
    """Receipt and counterfoil of an online case are handed to the issuance desk, both scanned (T15s; 2.3.3).

    Raises RuleViolation as :func:`paper_of_case` and the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        counterfoil = paper_of_case(work, case, request.counterfoil_code, PaperKind.COUNTERFOIL)
        receipt = paper_of_case(work, case, request.receipt_code, PaperKind.RECEIPT)
        deed = Deed(
            {"counterfoil_scanned": counterfoil, "receipt_scanned": receipt},
            case.goals("register_online_counterfoil"),
            doer_name=seat.session.name,
        )
        return record(work, case, request, "register_online_counterfoil", deed, fingerprint)

    return once(seat, request, do)


def book_in_online_result(seat: Seat, request: BookInOnlineResult) -> ActDone:
    """An officer brings documents and reply slip; ours is made where the platform prints none (T16; R-OUT-5).

    Raises RuleViolation of the fields, ``reply_slip_lacking``, ``day_before_other`` and those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        case = work.case(request.case_id)
        check_revision(case, request)
        reply_no = compact(request.reply_no)
        if not (reply_no or request.print_reply):
            raise RuleViolation("reply_slip_lacking", field="reply_no")
        outside.not_before(
            request.decided_on, case.accepted_on, field="decided_on", title="办结日期", other_title="受理日期"
        )
        columns = result_columns(request)
        officer = request.officer.strip()
        own = f"{case.receipt_no}-{LETTERS[ReplySlipPaper.KIND]}1" if request.print_reply else ""
        deed = Deed(
            evidence={
                "decision": {"outcome": "approved", "officer": officer, **columns},
                "reply_slip": {
                    "number": reply_no or own,
                    "printed_here": request.print_reply,
                    "brought_by": officer,
                },
            },
            after=case.goals("book_in_online_result"),
            sets=columns | {"decided_on": request.decided_on},
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=officer,
        )
        done = record(work, case, request, "book_in_online_result", deed, fingerprint)
        if request.print_reply:
            _print_reply(seat, work, request, case, done)
        return done

    return once(seat, request, do)


# ---------------------------------------------------------------------------------------------- parts


def _columns(
    request: RegisterOnline, item: ServiceItem, version: int, applicant: Applicant, number: str
) -> dict[str, Any]:
    return item_columns(item, version) | {
        "applicant_name": applicant.name,
        "applicant": applicant.to_json(),
        "promise_text": item.promise_text,
        "delivery": request.delivery,
        "external_no": number,
        "platform_no": compact(request.platform_no),
        "on_the_spot": item.on_the_spot,
    }


def _moment(day: date, now: datetime) -> datetime:
    """The moment a clock begins on that day: now, or that day's opening."""
    return now if day == now.date() else now.replace(year=day.year, month=day.month, day=day.day, hour=9)


def _not_before_registration(case: Case, day: date, field: str, title: str) -> None:
    since = case.received_at.date() if case.received_at else None
    outside.not_before(day, since, field=field, title=title, other_title="登记日期")


def _applied_on(work: Work, case: Case) -> date:
    act = last_of(work.history(case.case_id), "register_online")
    written = act.evidence["online_reference"]["applied_on"] if act else ""
    if written:
        return date.fromisoformat(written)
    return case.received_at.date() if case.received_at else work.now().date()


# ---------------------------------------------------------------------------------------------- papers


def _print_receipt(
    seat: Seat,
    work: Work,
    request: RegisterOnline,
    item: ServiceItem,
    applicant: Applicant,
    materials: tuple[MaterialRow, ...],
    done: ActDone,
) -> None:
    """Receipt and counterfoil on one sheet; the due days are not known before the department accepts."""
    desk, number, case_id = outside.paper_desk(seat, work, request, done), done.receipt_no, done.case_id
    person = applicant_line(applicant)
    paper = ReceiptSheet(
        head=desk.head(number, outside.known_paper(seat, work, case_id, PaperKind.RECEIPT, number).code),
        counterfoil_code=outside.known_paper(seat, work, case_id, PaperKind.COUNTERFOIL, number).code,
        applicant=person,
        applicant_masked=masked(person),
        representative=None,
        item_name=item.name,
        department=item.department,
        department_phone=item.papers_phone or desk.hall.phone,
        department_contact=item.handover_contact,
        materials=outside.material_lines(materials),
        received_on=desk.at.date(),
        promise_text=item.promise_text,
        promise_due=None,
        legal_due=None,
        due_estimated=False,
        delivery=Delivery(request.delivery).title,
        first_handler=desk.clerk,
        result_name=item.result.name,
        consult_phone=item.consult_phone,
        platform_no=compact(request.platform_no) or compact(request.online_no),
    )
    work.add_print_jobs([desk.job(case_id, request.act_id, paper)], case_id)


def _non_acceptance(
    desk: PaperDesk, case: Case, request: RecordDepartmentNonAcceptance, own: Further, applied_on: date
) -> NonAcceptancePaper:
    return NonAcceptancePaper(
        head=desk.head(own.number, own.code),
        applicant=applicant_of(case),
        item_name=case.item_name,
        department=case.department,
        applied_on=applied_on,
        decided_on=request.decided_on,
        reasons=request.reasons,
        legal_basis=request.legal_basis.strip(),
        remedies=remedies_text(NON_ACCEPTANCE),
        apply_again=request.apply_again.strip(),
        consult_phone=desk.hall.phone,
        handled_by=request.officer.strip(),
    )


def _print_reply(seat: Seat, work: Work, request: BookInOnlineResult, case: Case, done: ActDone) -> None:
    """业务受理回执单, where the platform gives none (dossier 1.7); its box is signed on collection."""
    desk, number = outside.paper_desk(seat, work, request, done), case.receipt_no
    acceptance = last_of(work.history(case.case_id), "record_department_acceptance")
    known = outside.known_paper(seat, work, case.case_id, PaperKind.REPLY_SLIP, number, ReplySlipPaper.KIND)
    paper = ReplySlipPaper(
        head=desk.head(known.number, known.code),
        platform_no=case.platform_no or case.external_no,
        item_name=case.item_name,
        applicant=applicant_of(case),
        department=case.department,
        accepted_on=case.accepted_on or done.at.date(),
        result_name=" ".join(request.result_name.split()),
        receipt_no=number,
        accepted_by=acceptance.doer_name if acceptance else "",
        completed_on=request.decided_on,
        result_no=" ".join(request.result_no.split()),
        delivery=Delivery(case.delivery).title if case.delivery else "",
    )
    work.add_print_jobs([desk.job(case.case_id, request.act_id, paper)], case.case_id)


# ---------------------------------------------------------------------------------------------- the forms


def _begin_registration(seat: Seat, _file: CaseFile | None) -> Mapping[str, Any]:
    with seat.begin() as work:
        today = work.now().date()
    return {"source": "web", "delivery": Delivery.PICK_UP.value, "applied_on": today}


def _begin_acceptance(seat: Seat, _file: CaseFile | None) -> Mapping[str, Any]:
    with seat.begin() as work:
        return {"accepted_on": work.now().date()}


def _begin_non_acceptance(seat: Seat, _file: CaseFile | None) -> Mapping[str, Any]:
    with seat.begin() as work:
        return {
            "decided_on": work.now().date(),
            "legal_basis": "《中华人民共和国行政许可法》第三十二条",
        }


def _begin_booking(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    with seat.begin() as work:
        name = outside.result_name_of(work, file.case) if file is not None else ""
        return {"decided_on": work.now().date(), "result_name": name, "copies": 1}


ACTS: dict[str, Handler] = {
    "register_online": Handler(
        RegisterOnline, register_online, _begin_registration, form=True, begins=True,
        hint="收件通知单及存根打印后交出证窗口；部门受理后开始计算办理期限。",
    ),
    "record_department_acceptance": Handler(
        RecordDepartmentAcceptance, record_department_acceptance, _begin_acceptance, form=True
    ),
    "record_department_non_acceptance": Handler(
        RecordDepartmentNonAcceptance, record_department_non_acceptance, _begin_non_acceptance, form=True
    ),
    "register_online_counterfoil": Handler(
        RegisterOnlineCounterfoil, register_online_counterfoil, form=True
    ),
    "book_in_online_result": Handler(BookInOnlineResult, book_in_online_result, _begin_booking, form=True),
    "print_commitment": Handler(PrintCommitment, print_commitment),
    "issue_online": Handler(IssueOnline, issue_online),
}  # fmt: skip
"""Acts of this chapter."""
