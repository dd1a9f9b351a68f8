"""The papers of the hall as values, made from the case, its item and its form (3.2.1, 3.2.4.1).

Masking follows the dossier, section 6: what leaves the hall shows the ends of numbers only, what stays as
evidence shows them whole.
"""

import base64
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.checklist import Checklist, ChecklistRow
from yichuang_desktop.domain.commitments import CommitmentText
from yichuang_desktop.domain.hall import Counter, Hall
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.masking import mask_document, mask_phone
from yichuang_desktop.domain.papers import (
    CollectionSlipPaper,
    CommitmentPaper,
    DaySheetPaper,
    FolderLine,
    HandoverLine,
    IntakeRecordPaper,
    LossDeclarationPaper,
    MaterialLine,
    NoticePurpose,
    OneOffNoticePaper,
    Paper,
    PaperHead,
    PersonLine,
    ReceiptSheet,
    SignatureMark,
    to_document,
)
from yichuang_desktop.domain.parties import Applicant, PartyKind, Representative
from yichuang_desktop.domain.print_jobs import PrintJob
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.requests import Collector, ScreenSignature

RECEIPT_SLIP = "receipt_slip"
"""Kind of a print job whose document is a ``ReceiptSheet``, for the slip printer."""
A4, SLIP = "a4", "slip"
"""The two printers of a window; see :func:`printer_at`."""
SUPPLY_WAYS = "到原受理窗口或任一综合受理窗口补齐，凭本单编号接续办理"
RETENTION = {True: "10年", False: "30年"}
"""Proposal where the item says nothing: while-you-wait items 10 years, others 30 (dossier 6)."""
LOSS_STATEMENTS = (
    "声明人系上述办件的申请人或其合法代理人，收件通知单确已遗失，未转让、出借或者质押给他人。",
    "原收件通知单自本声明签署之日起作废；如日后找回，即交还出证窗口，不再用于领取。",
    "如因本声明不实或者冒领、重复领取造成损失，由声明人承担全部法律责任。",
)


def printer_at(printer: str, counter: int) -> str:
    """Id of a window's printer: ``a4-04``, ``slip-04``; each PC serves the printers of its own window."""
    return f"{printer}-{counter:02d}"


@dataclass(frozen=True, slots=True)
class PaperDesk:
    """Whose desk a paper is made at, and when: what every head needs."""

    hall: Hall
    counter: Counter
    clerk: str
    at: datetime

    def head(self, number: str, code: str = "") -> PaperHead:
        """The head of a paper made here and now."""
        return PaperHead(
            hall_name=self.hall.name,
            number=number,
            code=code,
            counter=f"{self.counter.floor}楼{self.counter.sign}窗口",
            clerk=self.clerk,
            issued_at=self.at,
            demonstration=self.hall.demonstration,
            hall_phone=self.hall.phone,
            complaint_phone=self.hall.complaint_phone,
        )

    def job(self, case_id: UUID | None, act_id: UUID, paper: Paper) -> PrintJob:
        """A durable print job of a paper, in the transaction that makes it due (R-X-1)."""
        return PrintJob(
            id=str(uuid5(act_id, paper.KIND)),
            kind=paper.KIND,
            document=to_document(paper),
            printer=printer_at(A4, self.counter.code),
            requested_by=self.clerk,
            requested_at=self.at,
            group=str(case_id) if case_id else "",
            bundle=str(act_id),
        )

    def slip_of(self, receipt: PrintJob, act_id: UUID) -> PrintJob:
        """The slip beside a receipt: the same document on the slip printer."""
        printer = printer_at(SLIP, self.counter.code)
        return replace(receipt, id=str(uuid5(act_id, RECEIPT_SLIP)), kind=RECEIPT_SLIP, printer=printer)


# ---------------------------------------------------------------------------------------------- people


def applicant_line(applicant: Applicant) -> PersonLine:
    """The applicant in full, for what stays in the hall as evidence."""
    return PersonLine(
        name=applicant.name,
        document_title=applicant.document_kind.title,
        document_no=applicant.document_no,
        phone=applicant.phone,
        legal_representative=applicant.legal_representative if applicant.kind is PartyKind.UNIT else "",
        address=applicant.address,
    )


def agent_line(agent: Representative | None) -> PersonLine | None:
    """The agent in full, if there is one."""
    if agent is None:
        return None
    return PersonLine(
        name=agent.name,
        document_title=agent.document_kind.title,
        document_no=agent.document_no,
        phone=agent.phone,
    )


def masked(person: PersonLine) -> PersonLine:
    """A person as the receipt shows them: it leaves the hall (dossier 6)."""
    return replace(
        person, document_no=mask_document(person.document_no), phone=mask_phone(person.phone), address=""
    )


def applicant_of(case: Case) -> PersonLine:
    """The applicant as the case holds it."""
    if case.applicant is None:
        return PersonLine(case.applicant_name)
    return applicant_line(Applicant.from_json(case.applicant))


def collector_line(collector: Collector) -> PersonLine:
    """Who takes the result."""
    return PersonLine(collector.name, collector.document_title, collector.document_no, phone=collector.phone)


def mark_of(signature: ScreenSignature | None) -> SignatureMark | None:
    """The signature as a paper carries it; ``None`` leaves a box for ink."""
    if signature is None:
        return None
    return SignatureMark(
        png_base64=base64.b64encode(signature.png).decode("ascii"),
        text_sha256=signature.text_sha256,
        signed_at=signature.signed_at,
        signer=signature.signer,
    )


# ---------------------------------------------------------------------------------------------- intake


@dataclass(frozen=True, slots=True)
class Dues:
    """Until when the case must be decided, and whether a year on the way is not published yet."""

    legal: date | None
    promise: date | None
    estimated: bool


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of the intake set."""

    receipt: str
    counterfoil: str
    commitment: str
    record: str


NOTHING_TAKEN_IN = (MaterialLine(1, "本次没有收取材料", copies=0),)
"""What the receipt lists where all that was asked for does not apply, or follows later."""


def material_lines(checklist: Checklist) -> tuple[MaterialLine, ...]:
    """What was taken in: the rows of the checklist that apply."""
    return tuple(
        MaterialLine(
            seq=row.seq,
            name=row.name,
            form=row.form,
            copies=row.copies,
            verdict=row.verdict.title if row.verdict else "",
            remark=_remark(row),
        )
        for row in checklist.rows
        if row.verdict is not None and row.verdict.received
    )


def _remark(row: ChecklistRow) -> str:
    return row.reason or ("核验后退还" if row.return_after_check else "")


@dataclass(frozen=True, slots=True)
class IntakeSet:
    """三单一书: what the papers of an accepted case are made from (R-IN-3)."""

    desk: PaperDesk
    receipt_no: str
    codes: Codes
    item: ServiceItem
    applicant: Applicant
    form: IntakeForm
    dues: Dues
    commitment: CommitmentText
    signature: ScreenSignature | None
    accepted_on: date | None = None
    """The day from which everything counts, where it is not today: deemed acceptance (decisions 12)."""
    contents: tuple[str, ...] = ()
    """Further papers of this way of accepting, for the list of contents."""
    handler: str = ""
    """First handler, where it is not who sits at the desk."""

    @property
    def _received_on(self) -> date:
        return self.accepted_on or self.desk.at.date()

    @property
    def _checklist(self) -> Checklist:
        if self.form.checklist is None:
            raise ValueError("an accepted form has a checklist")
        return self.form.checklist

    def receipt(self) -> ReceiptSheet:
        """Receipt and counterfoil on one sheet (R-IN-9)."""
        person = applicant_line(self.applicant)
        return ReceiptSheet(
            head=self.desk.head(self.receipt_no, self.codes.receipt),
            counterfoil_code=self.codes.counterfoil,
            applicant=person,
            applicant_masked=masked(person),
            representative=agent_line(self.form.representative),
            item_name=self.item.name,
            department=self.item.department,
            department_phone=self.item.papers_phone or self.desk.hall.phone,
            department_contact=self.item.handover_contact,
            materials=material_lines(self._checklist) or NOTHING_TAKEN_IN,
            received_on=self._received_on,
            promise_text=self.item.promise_text,
            promise_due=self.dues.promise,
            legal_due=self.dues.legal,
            due_estimated=self.dues.estimated,
            delivery=self.form.delivery.title,
            first_handler=self.handler or self.desk.clerk,
            result_name=self.item.result.name,
            consult_phone=self.item.consult_phone,
        )

    def credit_commitment(self) -> CommitmentPaper:
        """The credit commitment, signed on screen or to be signed in ink (decisions 9)."""
        return CommitmentPaper(
            head=self.desk.head(f"{self.receipt_no}-C1", self.codes.commitment),
            promisor=applicant_line(self.applicant),
            representative=agent_line(self.form.representative),
            item_name=self.item.name,
            department=self.item.department,
            opening=self.commitment.opening,
            clauses=self.commitment.clauses,
            closing=self.commitment.closing,
            text_sha256=self.commitment.sha256,
            signature=mark_of(self.signature),
        )

    def intake_record(self) -> IntakeRecordPaper:
        """The cover of the archive bag."""
        return IntakeRecordPaper(
            head=self.desk.head(f"{self.receipt_no}-D1", self.codes.record),
            applicant=applicant_line(self.applicant),
            representative=agent_line(self.form.representative),
            item_name=self.item.name,
            item_code=self.item.code,
            department=self.item.department,
            received_on=self._received_on,
            promise_text=self.item.promise_text,
            promise_due=self.dues.promise,
            legal_due=self.dues.legal,
            due_estimated=self.dues.estimated,
            first_handler=self.handler or self.desk.clerk,
            materials=material_lines(self._checklist),
            contents=(
                FolderLine(1, "收件通知单", 1, "领取结果时收回"),
                FolderLine(2, "收件通知单存根", 1, "部门签字后"),
                FolderLine(3, "信用承诺书", 1),
                *(FolderLine(seq, name, 1) for seq, name in enumerate(self.contents, 4)),
            ),
            retention=self.item.retention or RETENTION[self.item.on_the_spot],
        )


def one_off_notice(
    desk: PaperDesk, number: str, code: str, item: ServiceItem, form: IntakeForm
) -> OneOffNoticePaper:
    """Everything to be supplied or corrected, told once and completely (R-IN-4)."""
    checklist = form.checklist or Checklist.of(item, form.item_version)
    rows = tuple(
        MaterialLine(lack.seq, lack.name, lack.form, lack.copies_due, remark=say_code(lack.code, lack.facts))
        for lack in checklist.what_is_lacking()
    )
    return OneOffNoticePaper(
        head=desk.head(number, code),
        purpose=NoticePurpose.CORRECTION,
        applicant=masked(applicant_line(form.applicant)) if form.applicant else None,
        item_name=item.name,
        department=item.department,
        rows=rows,
        applied_on=desk.at.date(),
        supply_ways=SUPPLY_WAYS,
        consult_phone=item.consult_phone or item.papers_phone or desk.hall.phone,
    )


# ---------------------------------------------------------------------------------------------- issuance


def collection_text(case: Case, collector: Collector) -> str:
    """What the collector reads and signs at the issuance desk; its SHA-256 binds the signature."""
    result = f"《{case.result_name}》" if case.result_name else "审批结果文书"
    number = f"（{case.result_no}）" if case.result_no else ""
    return (
        f"领取人{collector.name}（{collector.document_title}"
        f"{mask_document(collector.document_no)}）已领取{case.applicant_name}“{case.item_name}”"
        f"（收件编号{case.receipt_no}）的{result}{number}{max(case.result_copies, 1)}份，当面核对无误。"
    )


def loss_text(case: Case, collector: Collector, original_seen: str) -> str:
    """What is read and signed when the receipt is lost: the guarantee statement, then the collection."""
    lines = (f"收件通知单{case.receipt_no}已遗失，现凭{original_seen}领取，并保证：", *LOSS_STATEMENTS)
    return "\n".join((*lines, collection_text(case, collector)))


def loss_declaration(
    desk: PaperDesk, case: Case, collector: Collector, original_seen: str, signature: ScreenSignature | None
) -> LossDeclarationPaper:
    """The guarantee statement for a lost receipt (R-OUT-3)."""
    return LossDeclarationPaper(
        head=desk.head(f"{case.receipt_no}-B1"),
        declarant=collector_line(collector),
        receipt_no=case.receipt_no,
        item_name=case.item_name,
        original_seen=original_seen,
        statements=LOSS_STATEMENTS,
        signature=mark_of(signature),
        signed_text=loss_text(case, collector, original_seen) if signature else "",
    )


def collection_slip(
    desk: PaperDesk,
    case: Case,
    collector: Collector,
    evidence_seen: str,
    signature: ScreenSignature | None,
    signed_text: str,
) -> CollectionSlipPaper:
    """Who took which document against which evidence (R-OUT-2); ``signed_text`` was read on screen."""
    return CollectionSlipPaper(
        head=desk.head(f"{case.receipt_no}-L1"),
        receipt_no=case.receipt_no,
        item_name=case.item_name,
        applicant=applicant_of(case),
        result_name=case.result_name or "审批结果文书",
        result_no=case.result_no,
        copies=max(case.result_copies, 1),
        collector=collector_line(collector),
        relation=collector.relation,
        evidence_seen=evidence_seen,
        collected_at=desk.at,
        signature=mark_of(signature),
        signed_text=signed_text if signature else "",
    )


def day_sheet(desk: PaperDesk, department: str, day: date, rows: tuple[HandoverLine, ...]) -> DaySheetPaper:
    """One department's handovers of a day (R-OUT-7): an addition, never a substitute for the counterfoil."""
    number = f"{desk.hall.prefix}{day:%Y%m%d}-{desk.counter.code:02d}-日清单"
    return DaySheetPaper(head=desk.head(number), day=day, department=department, rows=rows)


def signature_evidence(signature: ScreenSignature, picture: str, strokes: str) -> dict[str, Any]:
    """What the history keeps of a signature on screen: pictures by their hash, and the text's hash."""
    return {
        "on": "screen",
        "signer": signature.signer,
        "signed_at": signature.signed_at.isoformat(),
        "text_sha256": signature.text_sha256,
        "picture": picture,
        "strokes": strokes,
        "device": signature.device,
    }
