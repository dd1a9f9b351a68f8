"""What no window of the hall accepted: departments' own systems, and issuing for a department (3.2.4.2/3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.answering import picture_type
from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Doer
from yichuang_desktop.domain.intake_form import Delivery
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import DepartmentVoucherPaper, ServedLine
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.domain.typed import compact
from yichuang_desktop.services import outside
from yichuang_desktop.services.acting import Deed, Seat, once, record, simple_act
from yichuang_desktop.services.booking_in import result_columns
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.intake import item_columns
from yichuang_desktop.services.issuing import issue_on_behalf
from yichuang_desktop.services.papers_made import applicant_line
from yichuang_desktop.services.ports import CaseFile, Work
from yichuang_desktop.services.requests import (
    BookInForDepartment,
    BookInFromDepartmentSystem,
    GiveBackToDepartment,
    IssueOnBehalf,
)

SOURCES = {
    Channel.DEPARTMENT: "非综合窗口受理",
    Channel.DEPARTMENT_SYSTEM: "部门自建系统全流程网办",
}
BookIn = BookInForDepartment | BookInFromDepartmentSystem


def book_in_for_department(seat: Seat, request: BookInForDepartment) -> ActDone:
    """Voucher and documents of a matter no window accepted come to the issuance desk (T19; R-OUT-6).

    Raises RuleViolation of the fields, ``not_this_window_duty``, ``item_or_name_lacking``,
    ``external_no_known`` and those of the table.
    """
    return _book_in(seat, request, Channel.DEPARTMENT, "book_in_for_department")


def book_in_from_department_system(seat: Seat, request: BookInFromDepartmentSystem) -> ActDone:
    """The same for what was done wholly online in a department's own system (T18; R-OUT-5)."""
    return _book_in(seat, request, Channel.DEPARTMENT_SYSTEM, "book_in_from_department_system")


def give_back_to_department(seat: Seat, request: GiveBackToDepartment) -> ActDone:
    """The department takes its documents back: nobody came, or they were booked in wrongly (T19b).

    Raises RuleViolation of the fields and those of the table.
    """
    officer = request.officer.strip()
    return simple_act(
        seat,
        request,
        "give_back_to_department",
        evidence={"department_word": {"officer": officer, "reason": request.reason.strip()}},
        done_by=Doer.DEPARTMENT_OFFICER,
        doer_name=officer,
        reason=request.reason,
    )


def _book_in(seat: Seat, request: BookIn, channel: Channel, kind: str) -> ActDone:
    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        seat.check_duty(work, request.counter, channel)
        matter = _matter(work, request, channel)
        case = work.open_case(request.case_id, channel)
        deed = Deed(
            evidence={"department_voucher": _voucher_evidence(work, request, matter)},
            after=case.goals(kind),
            sets={**matter.columns, "received_at": work.now()},
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=request.officer.strip(),
        )
        done = record(work, case, request, kind, deed, fingerprint)
        _print_voucher(seat, work, request, matter, channel, done)
        return done

    return once(seat, request, do)


# ---------------------------------------------------------------------------------------------- the matter


@dataclass(frozen=True, slots=True)
class _Matter:
    """A booking-in that has passed."""

    applicant: Applicant
    columns: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A column of the case, as text."""
        return str(self.columns[name])


def _matter(work: Work, request: BookIn, channel: Channel) -> _Matter:
    about = _item(work, request)
    mailed = request.delivery == Delivery.MAIL.value
    applicant = outside.checked_applicant(request.applicant, work.now().date(), mailed=mailed)
    voucher = outside.unused_number(
        work, channel, about["department"], compact(request.voucher_no), "voucher_no"
    )
    columns = (
        about
        | result_columns(request)
        | {
            "applicant_name": applicant.name,
            "applicant": applicant.to_json(),
            "delivery": request.delivery,
            "external_no": voucher,
        }
    )
    return _Matter(applicant, columns | ({"mail_to": outside.mailing_to(applicant)} if mailed else {}))


def _item(work: Work, request: BookIn) -> dict[str, Any]:
    """The item: of the library, or as the department's voucher names it."""
    if request.item_id:
        version, item = work.item(request.item_id)
        return item_columns(item, version)
    name, department = " ".join(request.item_name.split()), " ".join(request.department.split())
    if not (name and department):
        raise RuleViolation("item_or_name_lacking", field="item_name" if not name else "department")
    return {"item_name": name, "department": department}


def _voucher_evidence(work: Work, request: BookIn, matter: _Matter) -> dict[str, Any]:
    scan = ""
    if request.voucher_scan:
        scan = work.add_attachment(request.case_id, picture_type(request.voucher_scan), request.voucher_scan)
    return {
        "number": matter.text("external_no"),
        "department": matter.text("department"),
        "officer": request.officer.strip(),
        "result_name": matter.text("result_name"),
        "result_no": matter.text("result_no"),
        "result_copies": request.copies,
        "scan": scan,
        "remark": request.remark.strip(),
    }


def _print_voucher(
    seat: Seat, work: Work, request: BookIn, matter: _Matter, channel: Channel, done: ActDone
) -> None:
    """Our registration of the department's voucher; its code finds the case."""
    desk, number = outside.paper_desk(seat, work, request, done), done.receipt_no
    known = outside.known_paper(
        seat, work, done.case_id, PaperKind.MATERIALS_VOUCHER, number, DepartmentVoucherPaper.KIND
    )
    paper = DepartmentVoucherPaper(
        head=desk.head(known.number, known.code),
        voucher_no=matter.text("external_no"),
        department=matter.text("department"),
        item_name=matter.text("item_name"),
        applicant=applicant_line(matter.applicant),
        results=(ServedLine(1, matter.text("result_name"), matter.text("result_no"), request.copies),),
        handed_by=request.officer.strip(),
        handed_at=done.at,
        receipt_no=number,
        source=SOURCES[channel],
        delivery=Delivery(request.delivery).title,
        remark=request.remark.strip(),
    )
    work.add_print_jobs([desk.job(done.case_id, request.act_id, paper)], done.case_id)


def _begin(_seat: Seat, _file: CaseFile | None) -> Mapping[str, Any]:
    return {"delivery": Delivery.PICK_UP.value, "copies": 1}


HINT = "核对部门出具的受理凭证和移交的证照，登记后电话通知申请人来领。"
ACTS: dict[str, Handler] = {
    "book_in_from_department_system": Handler(
        BookInFromDepartmentSystem, book_in_from_department_system, _begin, form=True, begins=True, hint=HINT
    ),
    "book_in_for_department": Handler(
        BookInForDepartment, book_in_for_department, _begin, form=True, begins=True, hint=HINT
    ),
    "issue_on_behalf": Handler(IssueOnBehalf, issue_on_behalf),
    "give_back_to_department": Handler(GiveBackToDepartment, give_back_to_department, form=True),
}
"""Acts of this chapter."""
