"""Decisions and written notices of the authority: reasons, law, remedies, over the organ's name and seal.

Decisions (不予受理, 不予许可, 终止办理) are whole sheets, one for each side.  Notices of a running case
(特殊环节, 延长, 补正, 缴费) stand twice on one sheet with a cut line where they are short enough.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from yichuang_desktop.domain.papers import (
    CorrectionPaper,
    ExtensionPaper,
    MaterialLine,
    NonAcceptancePaper,
    PaperHead,
    PaymentPaper,
    PersonLine,
    RefusalPaper,
    SpecialStepPaper,
    TerminationPaper,
)
from yichuang_desktop.printing.page_blocks import SMALL, Column, Field, SignatureBox, day_text
from yichuang_desktop.printing.page_forms import (
    COPIES,
    SEQUENCE,
    Seal,
    person,
    returned_table,
    signing,
    some,
)
from yichuang_desktop.printing.page_ops import Page
from yichuang_desktop.printing.page_sheet import Sheet, twice
from yichuang_desktop.printing.page_words import filled, word

SEVERAL: Final = 2
ORGAN_SEAL: Final = "行政机关章"


def parts_of() -> tuple[str, str]:
    """What the two copies of a paper are called."""
    return word("parts", "applicant"), word("parts", "kept")


def _case(
    applicant: PersonLine, item: str, department: str, receipt_no: str = "", phone: str = ""
) -> list[Field]:
    return [
        *person("申请人", applicant),
        Field("审批部门", department),
        Field("申请事项", item, wide=True),
        *some("收件编号", receipt_no),
        *some("咨询电话", phone),
    ]


def _grounds(sheet: Sheet, kind: str, reasons: Sequence[str], legal_basis: str) -> None:
    """Reasons, numbered where there are several, and the law they rest on."""
    sheet.heading(word(kind, "reasons"))
    if len(reasons) >= SEVERAL:
        sheet.numbered(reasons)
    else:
        sheet.paragraph(reasons[0])
    sheet.heading("法律依据")
    sheet.paragraph(legal_basis)


def _returned(sheet: Sheet, rows: Sequence[MaterialLine]) -> None:
    if rows:
        sheet.heading("退还材料清单", follow=16)
        returned_table(sheet, rows)


def _told(sheet: Sheet, *texts: tuple[str, str]) -> None:
    for heading, text in texts:
        if text:
            sheet.heading(heading)
            sheet.paragraph(text)


def _each_side(compose: Callable[[str], Sheet]) -> list[Page]:
    """A decision on whole sheets, one for the applicant and one that is kept."""
    return [page for part in parts_of() for page in compose(part).finish()]


def non_acceptance_pages(paper: NonAcceptancePaper, copy_mark: str = "") -> list[Page]:
    """Decision not to accept (不予受理决定书; 行政许可法 32)."""

    def part(name: str) -> Sheet:
        sheet = Sheet(paper.head, word("non_acceptance", "title"), copy_mark=copy_mark, part=name)
        sheet.grid(_case(paper.applicant, paper.item_name, paper.department, phone=paper.consult_phone))
        sheet.space(2.5)
        opening = filled(
            word("non_acceptance", "opening"),
            applicant=paper.applicant.name,
            applied_on=day_text(paper.applied_on),
            item=paper.item_name,
        )
        sheet.paragraph(opening)
        _grounds(sheet, "non_acceptance", paper.reasons, paper.legal_basis)
        _returned(sheet, paper.returned)
        _told(sheet, ("再次申请指引", paper.apply_again), ("救济途径", paper.remedies))
        boxes = [
            SignatureBox("经办人", name=paper.handled_by or paper.head.clerk),
            SignatureBox("申请人签收"),
        ]
        signing(sheet, boxes, Seal("受理专用章", paper.department, paper.decided_on))
        return sheet

    return _each_side(part)


def refusal_pages(paper: RefusalPaper, copy_mark: str = "") -> list[Page]:
    """Refusal (不予行政许可决定书; R-HO-6), or cover and registration of the one the department brought."""
    title = word("refusal", "cover_title" if paper.sheets else "title")

    def part(name: str) -> Sheet:
        sheet = Sheet(paper.head, title, copy_mark=copy_mark, part=name)
        fields = _case(
            paper.applicant, paper.item_name, paper.department, paper.receipt_no, paper.consult_phone
        )
        fields += [
            Field("决定书文号", paper.decision_no),
            Field("受理日期", day_text(paper.accepted_on)),
            Field("决定日期", day_text(paper.decided_on)),
            *some("决定书原件", f"附后，共 {paper.sheets} 页" if paper.sheets else ""),
            *some("登记人", paper.registered_by),
        ]
        sheet.grid(fields)
        sheet.space(2.5)
        opening = filled(
            word("refusal", "cover_opening" if paper.sheets else "opening"),
            applicant=paper.applicant.name,
            accepted_on=day_text(paper.accepted_on),
            decided_on=day_text(paper.decided_on),
            item=paper.item_name,
            decision_no=paper.decision_no,
        )
        sheet.paragraph(opening)
        _grounds(sheet, "refusal", paper.reasons, paper.legal_basis)
        _told(sheet, ("救济途径", paper.remedies))
        _returned(sheet, paper.returned)
        boxes = [
            SignatureBox("部门经办人", name=paper.handled_by),
            SignatureBox("出证窗口"),
            SignatureBox("申请人签收"),
        ]
        signing(sheet, boxes, Seal(ORGAN_SEAL, paper.department, paper.decided_on))
        return sheet

    return _each_side(part)


def termination_pages(paper: TerminationPaper, copy_mark: str = "") -> list[Page]:
    """Notice that a case is ended without decision (终止办理通知书; T25, T32)."""

    def part(name: str) -> Sheet:
        sheet = Sheet(paper.head, word("termination", "title"), copy_mark=copy_mark, part=name)
        fields = _case(
            paper.applicant, paper.item_name, paper.department, paper.receipt_no, paper.consult_phone
        )
        fields += [
            Field("受理日期", day_text(paper.accepted_on)),
            Field("终止原由", paper.cause),
            Field("批准人", paper.approved_by),
        ]
        sheet.grid(fields)
        sheet.space(2.5)
        opening = filled(
            word("termination", "opening"),
            applicant=paper.applicant.name,
            accepted_on=day_text(paper.accepted_on),
            decided_on=day_text(paper.decided_on),
            item=paper.item_name,
            cause=paper.cause,
        )
        sheet.paragraph(opening)
        _grounds(sheet, "termination", paper.reasons, paper.legal_basis)
        _returned(sheet, paper.returned)
        _told(sheet, ("再次申请指引", paper.apply_again), ("救济途径", paper.remedies))
        boxes = [SignatureBox("窗口经办人", name=paper.head.clerk), SignatureBox("申请人签收")]
        signing(sheet, boxes, Seal(ORGAN_SEAL, paper.department, paper.decided_on))
        return sheet

    return _each_side(part)


def _estimated(day: date | None, *, estimated: bool) -> str:
    return day_text(day) + ("（暂估）" if day and estimated else "")


def special_step_pages(paper: SpecialStepPaper, copy_mark: str = "") -> list[Page]:
    """Time a special step takes (特殊环节所需时间告知书; R-HO-5, 行政许可法 45)."""

    def part(name: str, half: int | None) -> Sheet:
        sheet = Sheet(paper.head, word("special_step", "title"), copy_mark=copy_mark, part=name, half=half)
        fields = _case(
            paper.applicant, paper.item_name, paper.department, paper.receipt_no, paper.consult_phone
        )
        fields += [
            Field("特殊环节", paper.step),
            Field("开始日期", day_text(paper.started_on)),
            *some("预计结束", _estimated(paper.ends_on, estimated=paper.due_estimated)),
            *some("办理期限", _estimated(paper.new_due, estimated=paper.due_estimated)),
            Field("批准人", paper.approved_by),
        ]
        sheet.grid(fields)
        sheet.space(2)
        opening = filled(
            word("special_step", "opening"),
            applicant=paper.applicant.name,
            item=paper.item_name,
            reason=_sentence(paper.reason),
            basis=paper.legal_basis,
            step=paper.step,
            days=paper.days_text,
            clock=paper.clock_text,
        )
        _notice_end(sheet, opening, paper.handled_by, paper.department, paper.head)
        return sheet

    return twice(part, parts_of())


def extension_pages(paper: ExtensionPaper, copy_mark: str = "") -> list[Page]:
    """Extension of the limit (延长办理期限通知书; 行政许可法 42)."""

    def part(name: str, half: int | None) -> Sheet:
        sheet = Sheet(paper.head, word("extension", "title"), copy_mark=copy_mark, part=name, half=half)
        fields = _case(
            paper.applicant, paper.item_name, paper.department, paper.receipt_no, paper.consult_phone
        )
        fields += [
            Field("受理日期", day_text(paper.accepted_on)),
            Field("延长时间", paper.days_text),
            Field("原办理期限", day_text(paper.due_before)),
            Field("延长后期限", _estimated(paper.due_after, estimated=paper.due_estimated)),
            Field("批准人", paper.approved_by),
        ]
        sheet.grid(fields)
        sheet.space(2)
        opening = filled(
            word("extension", "opening"),
            applicant=paper.applicant.name,
            accepted_on=day_text(paper.accepted_on),
            item=paper.item_name,
            reason=_sentence(paper.reason),
            basis=paper.legal_basis,
            approved_by=paper.approved_by,
            days=paper.days_text,
            due=day_text(paper.due_after),
        )
        _notice_end(sheet, opening, paper.handled_by, paper.department, paper.head)
        return sheet

    return twice(part, parts_of())


def payment_pages(paper: PaymentPaper, copy_mark: str = "") -> list[Page]:
    """Payment notice (缴费通知书; dossier 1.16)."""

    def part(name: str, half: int | None) -> Sheet:
        sheet = Sheet(paper.head, word("payment", "title"), copy_mark=copy_mark, part=name, half=half)
        fields = _case(
            paper.applicant, paper.item_name, paper.department, paper.receipt_no, paper.consult_phone
        )
        fields += [
            Field("缴费金额", paper.amount, wide=True),
            Field("收费依据", paper.basis, wide=True),
            Field("收款单位", paper.payee),
            Field("缴费期限", day_text(paper.pay_by)),
            Field("缴费方式", paper.pay_ways),
        ]
        sheet.grid(fields)
        sheet.space(2)
        opening = filled(
            word("payment", "opening"),
            applicant=paper.applicant.name,
            item=paper.item_name,
            amount=paper.amount,
            pay_by=day_text(paper.pay_by),
        )
        _notice_end(sheet, opening, "", paper.department, paper.head)
        return sheet

    return twice(part, parts_of())


def correction_pages(paper: CorrectionPaper, copy_mark: str = "") -> list[Page]:
    """Correction asked for after acceptance (受理后补正通知书; R-HO-5)."""

    def part(name: str, half: int | None) -> Sheet:
        sheet = Sheet(paper.head, word("correction", "title"), copy_mark=copy_mark, part=name, half=half)
        sheet.grid(
            _case(paper.applicant, paper.item_name, paper.department, paper.receipt_no, paper.consult_phone),
        )
        sheet.space(2)
        opening = filled(
            word("correction", "opening"),
            applicant=paper.applicant.name,
            accepted_on=day_text(paper.accepted_on),
            item=paper.item_name,
            basis=paper.legal_basis,
        )
        sheet.paragraph(opening)
        sheet.space(1.5)
        width = sheet.band.width - SEQUENCE.width - COPIES.width
        columns = (
            SEQUENCE,
            Column("材料名称", width * 0.45),
            Column("补正要求", width * 0.55),
            COPIES,
        )
        rows = [(str(r.seq), r.name, r.remark or r.verdict, str(r.copies)) for r in paper.rows]
        sheet.table(columns, rows, style=SMALL, least=6.6)
        sheet.space(2)
        sheet.grid(
            [
                Field("补正期限", f"{day_text(paper.supply_by)}前"),
                Field("补正方式", paper.supply_ways),
                Field("期限计算", paper.clock_text),
            ],
        )
        _notice_end(sheet, word("correction", "closing"), paper.handled_by, paper.department, paper.head)
        return sheet

    return twice(part, parts_of())


def _sentence(text: str) -> str:
    """A reason inside a sentence, without its own full stop."""
    return text.rstrip("。；， ")


def _notice_end(sheet: Sheet, text: str, handled_by: str, department: str, head: PaperHead) -> None:
    sheet.paragraph(text)
    boxes = [SignatureBox("部门经办人", name=handled_by), SignatureBox("申请人签收")]
    signing(sheet, boxes, Seal("审批部门公章", department, head.issued_at.date()), gap=2)
