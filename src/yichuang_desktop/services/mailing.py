"""Results and papers by EMS, at no charge, with the sender's slip kept (3.2.4.1, 3.2.5; R-OUT-4)."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.answering import picture_type
from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Doer
from yichuang_desktop.domain.papers import MailingPaper, PersonLine, ScanPicture, ServedLine
from yichuang_desktop.domain.tracks import Result
from yichuang_desktop.services import outside
from yichuang_desktop.services.acting import (
    CaseRequest,
    Deed,
    Seat,
    check_revision,
    effective,
    last_of,
    once,
    record,
    simple_act,
)
from yichuang_desktop.services.further_papers import further_paper
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.ports import CaseFile, Work
from yichuang_desktop.services.requests.returns import (
    ConfirmDelivery,
    EscalateUncollected,
    MailPapersBack,
    MailResult,
    NoteMailWish,
    TakeInReturnedMail,
)

CARRIER = "中国邮政 EMS"
RESULT, PAPERS = "寄送办理结果", "寄回退件材料"


@dataclass(frozen=True, slots=True)
class Shipment:
    """A parcel that has gone: where to, under which number, who took it, what the slip looks like."""

    mail_to: Mapping[str, str]
    waybill_no: str
    evidence: Mapping[str, Any]
    picture: str
    slip: bytes | None

    @property
    def columns(self) -> dict[str, Any]:
        """What the case says of it."""
        return {"waybill_no": self.waybill_no, "mail_to": dict(self.mail_to)}


def note_mail_wish(seat: Seat, request: NoteMailWish) -> ActDone:
    """Address, name and phone of who wants it by mail (T13w; R-OUT-4).

    Raises RuleViolation of the fields and the table's.
    """
    with seat.begin() as work:
        check_fields(request, work.now().date())
    mail_to = _recipient(request.name, request.phone, request.address)
    return simple_act(
        seat,
        request,
        "note_mail_wish",
        evidence={"mail_wish": mail_to | {"said_by": request.said_by.strip()}},
        sets={"delivery": outside.MAIL, "mail_to": mail_to},
        done_by=Doer.APPLICANT,
        doer_name=request.name.strip(),
    )


def mail_result(seat: Seat, request: MailResult) -> ActDone:
    """The result is given to the EMS window; the sender's slip stays here (T13; R-OUT-4).

    Raises RuleViolation of the fields, ``waybill_check``, ``waybill_wrong``, ``already_issued`` through the
    table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _checked(work, request)
        shipment = shipped(work, case, request)
        deed = Deed(
            {"shipment": shipment.evidence, "sender_slip": slip_evidence(shipment)},
            case.goals("mail_result"),
            shipment.columns | {"delivery": outside.MAIL},
            Doer.COURIER,
            request.taken_by.strip(),
        )
        done = record(work, case, request, "mail_result", deed, fingerprint)
        contents = ServedLine(
            1, case.result_name or "审批结果文书", case.result_no, max(case.result_copies, 1)
        )
        print_mailing(seat, work, case, request, shipment, RESULT, (contents,), done)
        return done

    return once(seat, request, do)


def confirm_delivery(seat: Seat, request: ConfirmDelivery) -> ActDone:
    """The courier's word that it arrived ends the result's way (T13d).

    Raises RuleViolation of the fields, ``day_before_other``.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _checked(work, request)
        sent = last_of(work.history(case.case_id), "mail_result", "file_customer_slip")
        outside.not_before(
            request.delivered_on, sent.at.date() if sent else None,
            field="delivered_on", title="妥投日期", other_title="寄出日期",
        )  # fmt: skip
        told = {"delivered_on": request.delivered_on.isoformat(), "told_by": request.told_by.strip()}
        deed = Deed({"delivery": told}, case.goals("confirm_delivery"), doer_name=seat.session.name)
        return record(work, case, request, "confirm_delivery", deed, fingerprint)

    return once(seat, request, do)


def take_in_returned_mail(seat: Seat, request: TakeInReturnedMail) -> ActDone:
    """What came back is at the issuance desk again, and the applicant is phoned anew (T13r)."""
    with seat.begin() as work:
        check_fields(request, work.now().date())
    told = {"returned_on": request.returned_on.isoformat(), "brought_by": request.brought_by.strip()}
    return simple_act(
        seat,
        request,
        "take_in_returned_mail",
        evidence={"returned_mail": told},
        done_by=Doer.COURIER,
        doer_name=request.brought_by.strip(),
        reason=request.reason,
    )


def escalate_uncollected(seat: Seat, request: EscalateUncollected) -> ActDone:
    """Tell the leader of a result nobody fetches; every call made goes with it (T11e).

    Raises RuleViolation of the fields, ``uncollected_not_called`` before anyone was phoned.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = _checked(work, request)
        calls = [
            {"at": act.at.isoformat(), **act.evidence["call"]}
            for act in effective(work.history(case.case_id))
            if act.kind == "call_applicant"
        ]
        if not calls:
            raise RuleViolation("uncollected_not_called", applicant=case.applicant_name)
        deed = Deed(
            {"calls_made": calls}, case.goals("escalate_uncollected"),
            doer_name=seat.session.name, reason=request.reason,
        )  # fmt: skip
        return record(work, case, request, "escalate_uncollected", deed, fingerprint)

    return once(seat, request, do)


# ---------------------------------------------------------------------------------------------- parts


def shipped(work: Work, case: Case, request: MailResult | MailPapersBack) -> Shipment:
    """The parcel as it went, its number checked and its slip kept.

    Raises RuleViolation ``waybill_check``, ``waybill_wrong``.
    """
    waybill = outside.sound_waybill(request.waybill_no)
    picture = (
        work.add_attachment(case.case_id, picture_type(request.slip), request.slip) if request.slip else ""
    )
    mail_to = _recipient(request.name, request.phone, request.address)
    evidence = mail_to | {
        "waybill_no": waybill,
        "carrier": CARRIER,
        "taken_by": request.taken_by.strip(),
        "charge": "免费",
    }
    return Shipment(mail_to, waybill, evidence, picture, request.slip)


def slip_evidence(shipment: Shipment) -> dict[str, Any]:
    """The sender's slip as the bag will hold it."""
    return {"number": shipment.waybill_no, "original": True, "picture": shipment.picture}


def print_mailing(
    seat: Seat,
    work: Work,
    case: Case,
    request: CaseRequest,
    shipment: Shipment,
    purpose: str,
    contents: tuple[ServedLine, ...],
    done: ActDone,
) -> None:
    """The mailing's page for the bag, with the slip's number and, if it was scanned, its picture."""
    desk = outside.paper_desk(seat, work, request, done)
    made = further_paper(work, case, MailingPaper.KIND, request.counter)
    to = shipment.mail_to
    paper = MailingPaper(
        head=desk.head(made.number, made.code),
        receipt_no=case.receipt_no,
        item_name=case.item_name,
        recipient=PersonLine(to["name"], phone=to["phone"], address=to["address"]),
        contents=contents,
        carrier=CARRIER,
        purpose=purpose,
        slip_no=shipment.waybill_no,
        department=case.department,
        applicant_name=case.applicant_name,
        sent_at=done.at,
        sent_by=seat.session.name,
        taken_by=str(shipment.evidence["taken_by"]),
    )
    if shipment.slip and picture_type(shipment.slip) != "application/pdf":
        shown = base64.b64encode(shipment.slip).decode("ascii")
        picture = ScanPicture(shown, shipment.picture, done.at, seat.session.name)
        paper = replace(paper, slip_picture=picture)
    work.add_print_jobs([desk.job(case.case_id, request.act_id, paper)], case.case_id)


def _recipient(name: str, phone: str, address: str) -> dict[str, str]:
    return {"name": name.strip(), "phone": phone.strip(), "address": " ".join(address.split())}


def _checked(work: Work, request: CaseRequest) -> Case:
    check_fields(request, work.now().date())
    case = work.case(request.case_id)
    check_revision(case, request)
    return case


def begin_mailing(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    """The address that was written down, else the applicant's own."""
    if file is None:
        return {}
    own = file.case.applicant or {}
    known = file.case.mail_to or {
        "name": file.case.applicant_name, "phone": own.get("phone", ""), "address": own.get("address", ""),
    }  # fmt: skip
    return {name: str(known.get(name, "")) for name in ("name", "phone", "address")}


def _begin_delivery(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    with seat.begin() as work:
        return {"delivered_on": work.now().date()}


def _begin_returned(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    with seat.begin() as work:
        return {"returned_on": work.now().date()}


def _waiting(case: Case) -> bool:
    return case.tracks.result in (Result.WITH_ISSUANCE, Result.NOTIFIED)


ACTS: dict[str, Handler] = {
    "note_mail_wish": Handler(NoteMailWish, note_mail_wish, begin_mailing, form=True),
    "mail_result": Handler(
        MailResult, mail_result, begin_mailing, form=True,
        hint="EMS 免费寄递；寄件单据留存，随件归档。",
    ),
    "confirm_delivery": Handler(ConfirmDelivery, confirm_delivery, _begin_delivery, form=True),
    "take_in_returned_mail": Handler(TakeInReturnedMail, take_in_returned_mail, _begin_returned, form=True),
    "escalate_uncollected": Handler(
        EscalateUncollected, escalate_uncollected, form=True,
        allows=lambda case: _waiting(case) and case.allows("escalate_uncollected"),
    ),
}  # fmt: skip
"""Mailing, by the name of the act."""
