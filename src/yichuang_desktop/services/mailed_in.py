"""Mailed-in applications 邮寄办件: opened with the officer, signed for by proxy, mailed back (3.3)."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.answering import picture_type
from yichuang_desktop.domain.asking import check_fields
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.commitments import CommitmentText
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Doer, Role
from yichuang_desktop.domain.intake_form import Delivery, IntakeForm
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.papers import (
    TITLES,
    CommitmentPaper,
    IntakeRecordPaper,
    MailingPaper,
    Paper,
    ParcelOpeningPaper,
    ScanPicture,
    ServedLine,
)
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.services import intake, outside
from yichuang_desktop.services.accepting import commitment_text, dues
from yichuang_desktop.services.acting import Deed, Seat, check_revision, last_of, once, record
from yichuang_desktop.services.booking_in import result_columns
from yichuang_desktop.services.delegations import delegation_of
from yichuang_desktop.services.further_papers import Further, further_paper
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.papers_made import (
    Codes,
    Dues,
    IntakeSet,
    PaperDesk,
    applicant_line,
    material_lines,
)
from yichuang_desktop.services.plain import plain
from yichuang_desktop.services.ports import CaseFile, Work
from yichuang_desktop.services.requests import (
    AcceptMailed,
    FileCustomerSlip,
    HandResultToCourier,
    OpenDraft,
    OpenParcel,
)
from yichuang_desktop.services.requests.mail import COMMITMENTS, ENCLOSED, INTACT, KEPT, POSTED

CARRIER = "中国邮政 EMS"
PURPOSE = "寄送办理结果"


def open_parcel(seat: Seat, request: OpenParcel) -> ActDone:
    """A parcel came; its materials are reviewed as a draft of the mail channel (T1; R-IN-13).

    Raises RuleViolation ``not_this_window_duty``, ``waybill_check``, ``waybill_wrong`` and as
    :func:`intake.open_draft`.
    """
    with seat.begin() as work:
        check_fields(request, work.now().date())
        seat.check_duty(work, request.counter, Channel.MAIL)
    parcel = outside.sound_waybill(request.parcel_no, "parcel_no")
    return intake.open_draft(
        seat,
        OpenDraft(
            act_id=request.act_id,
            case_id=request.case_id,
            item_id=request.item_id,
            counter=request.counter,
            channel=Channel.MAIL.value,
            parcel_no=parcel,
        ),
    )


def accept_mailed(seat: Seat, request: AcceptMailed) -> ActDone:
    """Accept what came in a parcel: the officer is there, takes the papers and signs by proxy (T23; R-IN-13).

    The officer signs for the papers' receipt, never the credit commitment: that is enclosed, signed by the
    applicant, or owed at pick-up.  The clerk is the first handler.

    Raises RuleViolation of the fields, ``waybill_check``, ``waybill_wrong``, ``parcel_of_other_number``,
    ``officer_must_be_present``, ``mailed_checklist_open``, ``mailed_cannot_be_deferred``,
    ``applicant_address_missing``, ``not_delegated``, those of the intake's form and of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        case = work.case(request.case_id)
        check_revision(case, request)
        mailed = _review(seat, work, case, request)
        deed = Deed(
            evidence=_evidence(case, request, mailed),
            after=case.goals("accept_mailed"),
            sets=_columns(work, request, mailed),
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=request.officer.strip(),
        )
        done = record(work, case, request, "accept_mailed", deed, fingerprint)
        _print_intake(seat, work, case, request, mailed, done)
        return done

    return once(seat, request, do)


def hand_result_to_courier(seat: Seat, request: HandResultToCourier) -> ActDone:
    """The department hands the result to the EMS window, which mails it (T24; R-OUT-8).

    Raises RuleViolation of the fields, ``result_not_to_be_mailed``, ``applicant_address_missing``,
    ``day_before_other`` and those of the table.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        case = work.case(request.case_id)
        check_revision(case, request)
        if case.delivery != Delivery.MAIL.value:
            raise RuleViolation("result_not_to_be_mailed", receipt_no=case.receipt_no)
        outside.recipient_of(case)
        outside.not_before(
            request.decided_on, case.accepted_on, field="decided_on", title="办结日期", other_title="受理日期"
        )
        columns, officer = result_columns(request), request.officer.strip()
        decision = {
            "outcome": "approved",
            "officer": officer,
            "handed_to": request.taken_by.strip(),
            **columns,
        }
        deed = Deed(
            evidence={"decision": decision},
            after=case.goals("hand_result_to_courier"),
            sets=columns | {"decided_on": request.decided_on},
            done_by=Doer.DEPARTMENT_OFFICER,
            doer_name=officer,
        )
        done = record(work, case, request, "hand_result_to_courier", deed, fingerprint)
        shown = replace(case, **columns)
        desk = outside.paper_desk(seat, work, request, done)
        paper = replace(_mailing(work, desk, shown), sent_by=desk.clerk, taken_by=request.taken_by.strip())
        work.add_print_jobs([desk.job(case.case_id, request.act_id, paper)], case.case_id)
        return done

    return once(seat, request, do)


def file_customer_slip(seat: Seat, request: FileCustomerSlip) -> ActDone:
    """The EMS window hands in the customer's copy of the slip; it goes into the bag (T24f; R-OUT-8).

    Raises RuleViolation of the fields, ``waybill_check``, ``waybill_wrong``, ``day_before_other`` and the
    table's.
    """

    def do(work: Work, fingerprint: str) -> ActDone:
        check_fields(request, work.now().date())
        case = work.case(request.case_id)
        check_revision(case, request)
        waybill = outside.sound_waybill(request.waybill_no)
        handed = last_of(work.history(case.case_id), "hand_result_to_courier")
        outside.not_before(
            request.sent_on, handed.at.date() if handed else None,
            field="sent_on", title="寄出日期", other_title="结果交邮寄窗口的日期",
        )  # fmt: skip
        slip = (
            work.add_attachment(case.case_id, picture_type(request.slip), request.slip)
            if request.slip
            else ""
        )
        mail_to = outside.mailing(request.name, request.phone, request.address)
        courier = request.courier.strip()
        shipment = mail_to | {
            "waybill_no": waybill,
            "carrier": CARRIER,
            "sent_on": request.sent_on.isoformat(),
            "sent_by": courier,
        }
        deed = Deed(
            evidence={
                "shipment": shipment,
                "customer_slip": {"number": waybill, "original": True, "picture": slip},
            },
            after=case.goals("file_customer_slip"),
            sets={"waybill_no": waybill, "mail_to": mail_to},
            done_by=Doer.COURIER,
            doer_name=courier,
        )
        done = record(work, case, request, "file_customer_slip", deed, fingerprint)
        _print_mailing(seat, work, request, replace(case, mail_to=mail_to, waybill_no=waybill), slip, done)
        return done

    return once(seat, request, do)


# ---------------------------------------------------------------------------------------------- the review


@dataclass(frozen=True, slots=True)
class _Mailed:
    """A parcel's review that has passed."""

    form: IntakeForm
    applicant: Applicant
    version: int
    item: ServiceItem
    parcel_no: str
    dues: Dues
    commitment: CommitmentText
    mail_to: dict[str, str] | None


def _review(seat: Seat, work: Work, case: Case, request: AcceptMailed) -> _Mailed:
    """Judge the officer's presence, the parcel, then the reviewed form as it was saved."""
    if not request.officer_present:
        raise RuleViolation("officer_must_be_present", field="officer_present")
    now = work.now()
    check_fields(request, now.date())
    parcel = outside.sound_waybill(request.parcel_no, "parcel_no")
    if case.parcel_no and parcel != case.parcel_no:
        raise RuleViolation("parcel_of_other_number", field="parcel_no", parcel_no=case.parcel_no)
    seat.check_duty(work, request.counter, Channel.MAIL)
    form = _reviewed_form(work, case)
    version, item = work.item(form.item_id, form.item_version)
    form.check_item(item, version)
    delegation_of(work, item, now.date())
    if form.applicant is None:
        raise RuleViolation("applicant_not_filled")
    return _Mailed(
        form,
        form.applicant,
        version,
        item,
        parcel,
        dues(item, now, work.calendar()),
        commitment_text(seat.wording, form, item.name, item.department),
        _mail_to(request, form, form.applicant),
    )


def _mail_to(request: AcceptMailed, form: IntakeForm, applicant: Applicant) -> dict[str, str] | None:
    """Where receipt or result are mailed back; None when nothing is.

    Raises RuleViolation ``applicant_address_missing``.
    """
    if form.delivery is not Delivery.MAIL and request.receipt_way != POSTED:
        return None
    own = outside.mailing_to(applicant)
    written = outside.mailing(request.mail_name, request.mail_phone, request.mail_address)
    found = own | {name: text for name, text in written.items() if text}
    if not found["address"]:
        raise RuleViolation("applicant_address_missing", field="mail_address")
    return found


def _reviewed_form(work: Work, case: Case) -> IntakeForm:
    """The draft with nothing in its way; the identity is checked by the enclosed copy."""
    today = work.now().date()
    saved = work.draft(case.case_id)
    form = saved.tidied(today)
    if form.checklist is None or form.checklist.unjudged:
        raise RuleViolation("mailed_checklist_open")
    if form.checklist.conditional:
        names = tuple(row.name for row in form.checklist.deferred)
        raise RuleViolation("mailed_cannot_be_deferred", names=names)
    for obstacle in form.obstacles(today):
        if obstacle.field != "identity":
            raise RuleViolation(obstacle.code, **{**obstacle.facts, "field": obstacle.field})
    if form.overrides and Role.ADMINISTRATOR not in work.roles:
        return intake.keep_override(form, saved.tidied(today))
    return form


# ---------------------------------------------------------------------------------------------- the act


def _evidence(case: Case, request: AcceptMailed, mailed: _Mailed) -> dict[str, Any]:
    officer, applicant = request.officer.strip(), mailed.applicant
    enclosed = request.commitment == ENCLOSED
    return {
        "checklist": plain(mailed.form.checklist),
        "identity": {
            "proof": "copy_enclosed",
            "name": applicant.name,
            "document": applicant.document_kind.title,
            "document_no": applicant.document_no,
            "overrides": [reason for _number, reason in mailed.form.overrides],
            "override_by": mailed.form.override_by,
        },
        "parcel": {
            "number": mailed.parcel_no,
            "condition": request.condition.strip(),
            "differences": request.differences.strip(),
            "arrived_on": request.arrived_on.isoformat() if request.arrived_on else "",
            "postal_clerk": request.postal_clerk.strip(),
            "opened_with": officer,
        },
        "proxy_signature": {"officer": officer, "for": applicant.name, "on": "ink", "what": "counterfoil"},
        "commitment": {
            "text_sha256": mailed.commitment.sha256,
            "opening": mailed.commitment.opening,
            "clauses": list(mailed.commitment.clauses),
            "closing": mailed.commitment.closing,
            "signature": {"on": "enclosed", "signer": applicant.name} if enclosed else {"on": "ink_owed"},
        },
        "receipt_way": request.receipt_way,
        "remark": mailed.form.remark,
    }


def _columns(work: Work, request: AcceptMailed, mailed: _Mailed) -> dict[str, Any]:
    form, item, now = mailed.form, mailed.item, work.now()
    return intake.item_columns(item, mailed.version) | {
        "applicant_name": mailed.applicant.name,
        "applicant": mailed.applicant.to_json(),
        "representative": form.representative.to_json() if form.representative else None,
        "received_at": now,
        "accepted_on": now.date(),
        "legal_due": mailed.dues.legal,
        "promise_due": mailed.dues.promise,
        "due_estimated": mailed.dues.estimated,
        "promise_text": item.promise_text,
        "delivery": form.delivery.value,
        "mail_to": mailed.mail_to,
        "commitment_owed": request.commitment != ENCLOSED,
        "on_the_spot": item.on_the_spot,
        "copies": form.copies,
        "parcel_no": mailed.parcel_no,
    }


# ---------------------------------------------------------------------------------------------- the papers


def _print_intake(
    seat: Seat, work: Work, case: Case, request: AcceptMailed, mailed: _Mailed, done: ActDone
) -> None:
    """Receipt with counterfoil, the opening's record, the bag's cover; the commitment when it is owed."""
    desk, number, case_id = outside.paper_desk(seat, work, request, done), done.receipt_no, done.case_id
    owed = request.commitment != ENCLOSED

    def code(kind: PaperKind, letter: str = "") -> str:
        return outside.known_paper(seat, work, case_id, kind, number, letter).code

    codes = Codes(
        code(PaperKind.RECEIPT),
        code(PaperKind.COUNTERFOIL),
        code(PaperKind.CREDIT_COMMITMENT, CommitmentPaper.KIND) if owed else "",
        code(PaperKind.ARCHIVE_BAG, IntakeRecordPaper.KIND),
    )
    papers = IntakeSet(
        desk, number, codes, mailed.item, mailed.applicant, mailed.form, mailed.dues, mailed.commitment, None,
        contents=(TITLES[ParcelOpeningPaper.KIND],),
    )  # fmt: skip
    own = further_paper(work, case, ParcelOpeningPaper.KIND, request.counter, receipt_no=number)
    made: list[Paper] = [
        papers.receipt(),
        _opening(desk, own, request, mailed, number),
        papers.intake_record(),
    ]
    if owed:
        made.append(papers.credit_commitment())
    work.add_print_jobs([desk.job(case_id, request.act_id, paper) for paper in made], case_id)


def _opening(
    desk: PaperDesk, own: Further, request: AcceptMailed, mailed: _Mailed, receipt_no: str
) -> ParcelOpeningPaper:
    checklist = mailed.form.checklist
    return ParcelOpeningPaper(
        head=desk.head(own.number, own.code),
        parcel_no=mailed.parcel_no,
        sender=applicant_line(mailed.applicant),
        item_name=mailed.item.name,
        department=mailed.item.department,
        opened_at=desk.at,
        condition=request.condition.strip(),
        materials=material_lines(checklist) if checklist else (),
        officer=request.officer.strip(),
        commitment=dict(COMMITMENTS)[request.commitment],
        receipt_no=receipt_no,
        arrived_on=request.arrived_on,
        postal_clerk=request.postal_clerk.strip(),
        differences=request.differences.strip(),
    )


def _mailing(work: Work, desk: PaperDesk, case: Case) -> MailingPaper:
    own = further_paper(work, case, MailingPaper.KIND, desk.counter.code)
    return MailingPaper(
        head=desk.head(own.number, own.code),
        receipt_no=case.receipt_no,
        item_name=case.item_name,
        recipient=outside.recipient_of(case),
        contents=(
            ServedLine(1, case.result_name or "审批结果文书", case.result_no, max(case.result_copies, 1)),
        ),
        carrier=CARRIER,
        purpose=PURPOSE,
        department=case.department,
        applicant_name=case.applicant_name,
    )


def _print_mailing(
    seat: Seat, work: Work, request: FileCustomerSlip, case: Case, slip: str, done: ActDone
) -> None:
    """The mailing's page for the bag, with the slip's number and, if it was scanned, its picture."""
    desk = outside.paper_desk(seat, work, request, done)
    picture = None
    if request.slip and picture_type(request.slip) != "application/pdf":
        picture = ScanPicture(
            base64.b64encode(request.slip).decode("ascii"), slip, done.at, seat.session.name
        )
    paper = replace(
        _mailing(work, desk, case),
        slip_no=case.waybill_no,
        sent_at=done.at if request.sent_on == done.at.date() else None,
        sent_by=desk.clerk,
        taken_by=request.courier.strip(),
        slip_picture=picture,
    )
    work.add_print_jobs([desk.job(case.case_id, request.act_id, paper)], case.case_id)


# ---------------------------------------------------------------------------------------------- the forms


def _begin_acceptance(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    with seat.begin() as work:
        begun: dict[str, Any] = {"condition": INTACT, "receipt_way": KEPT, "arrived_on": work.now().date()}
        if file is None:
            return begun
        applicant = work.draft(file.case.case_id).applicant
        address = {"mail_address": applicant.address} if applicant is not None else {}
        return begun | {"parcel_no": file.case.parcel_no} | address


def _begin_handing(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    with seat.begin() as work:
        name = outside.result_name_of(work, file.case) if file is not None else ""
        return {"decided_on": work.now().date(), "result_name": name, "copies": 1}


def _begin_filing(seat: Seat, file: CaseFile | None) -> Mapping[str, Any]:
    if file is None:
        return {}
    recipient = outside.recipient_of(file.case)
    with seat.begin() as work:
        return {
            "sent_on": work.now().date(),
            "name": recipient.name,
            "phone": recipient.phone,
            "address": recipient.address,
        }


ACTS: dict[str, Handler] = {
    "open_parcel": Handler(
        OpenParcel, open_parcel, form=True, begins=True, title="邮寄件到件登记",
        hint="登记后在收件页逐份审查材料；部门后台人员到场时当面清点、代签。",
        roles=frozenset({Role.WINDOW_CLERK}), channels=frozenset({Channel.MAIL}),
    ),
    "accept_mailed": Handler(
        AcceptMailed, accept_mailed, _begin_acceptance, form=True,
        hint="部门后台人员代申请人签收材料，不代签信用承诺书。",
    ),
    "hand_result_to_courier": Handler(
        HandResultToCourier, hand_result_to_courier, _begin_handing, form=True,
        allows=lambda case: case.delivery == Delivery.MAIL.value and case.allows("hand_result_to_courier"),
    ),
    "file_customer_slip": Handler(FileCustomerSlip, file_customer_slip, _begin_filing, form=True),
}  # fmt: skip
"""Acts of this chapter."""
