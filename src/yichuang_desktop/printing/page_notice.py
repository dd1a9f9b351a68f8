"""One-off notice (一次性告知单; R-IN-4, R-ASK-1): guidance, correction and return of papers.

Guidance is one sheet for the visitor.  A correction is made out twice, for the applicant and for the window;
a return consists of the notice and its counterfoil, which the issuance desk files (3.2.4.1, T27-T28).
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from yichuang_desktop.domain.papers import NoticePurpose, OneOffNoticePaper
from yichuang_desktop.printing.page_blocks import SMALL, Column, Field, SignatureBox, day_text
from yichuang_desktop.printing.page_forms import (
    COPIES,
    SEQUENCE,
    SIGNING,
    Seal,
    joined,
    person,
    returned_table,
    signing,
    some,
)
from yichuang_desktop.printing.page_ops import Page
from yichuang_desktop.printing.page_sheet import Sheet
from yichuang_desktop.printing.page_words import filled, word


def notice_pages(paper: OneOffNoticePaper, copy_mark: str = "") -> list[Page]:
    """All parts of a notice, each with pages of its own counted from one."""
    return _LAYOUTS[paper.purpose](paper, copy_mark)


def _guidance(paper: OneOffNoticePaper, copy_mark: str) -> list[Page]:
    sheet = Sheet(paper.head, word("one_off_notice", "guidance_title"), copy_mark=copy_mark)
    sheet.paragraph(filled(word("one_off_notice", "guidance_opening"), item=paper.item_name))
    sheet.space(2)
    fields = [Field("事项名称", paper.item_name, wide=True), Field("审批部门", paper.department)]
    fields += [Field(label, text) for label, text in paper.limits]
    fields += some("咨询电话", paper.consult_phone)
    fields += some("办理方式", paper.supply_ways)
    fields += some("设定依据", paper.legal_basis)
    sheet.grid(fields)
    if paper.conditions:
        sheet.heading("申请条件")
        sheet.numbered(paper.conditions)
    sheet.heading("申请材料")
    width = sheet.band.width - SEQUENCE.width - COPIES.width - 28
    columns = (
        SEQUENCE,
        Column("材料名称", width * 0.55),
        Column("形式", 28, centred=True),
        COPIES,
        Column("来源及要求", width * 0.45),
    )
    rows = [(str(r.seq), r.name, r.form, str(r.copies), joined(r.verdict, r.remark)) for r in paper.rows]
    sheet.table(columns, rows)
    sheet.space(3)
    sheet.paragraph(word("one_off_notice", "guidance_closing"), SMALL, indent=0)
    return sheet.finish()


def _correction(paper: OneOffNoticePaper, copy_mark: str) -> list[Page]:
    parts = (word("one_off_notice", "applicant_part"), word("one_off_notice", "kept_part"))
    return [page for part in parts for page in _correction_part(paper, copy_mark, part)]


def _correction_part(paper: OneOffNoticePaper, copy_mark: str, part: str) -> list[Page]:
    sheet = Sheet(paper.head, word("one_off_notice", "correction_title"), copy_mark=copy_mark, part=part)
    sheet.grid(
        [
            *_applicant(paper),
            Field("审批部门", paper.department),
            Field("申请事项", paper.item_name, wide=True),
        ],
    )
    sheet.space(2.5)
    sheet.paragraph(
        filled(
            word("one_off_notice", "correction_opening"),
            applicant=paper.applicant.name if paper.applicant else "申请人",
            applied_on=day_text(paper.applied_on or paper.head.issued_at.date()),
            item=paper.item_name,
        )
    )
    sheet.space(2)
    width = sheet.band.width - SEQUENCE.width - COPIES.width - 22
    columns = (
        SEQUENCE,
        Column("材料名称", width * 0.45),
        Column("审查结论", 22, centred=True),
        Column("存在问题或补正要求", width * 0.55),
        COPIES,
    )
    sheet.table(columns, [(str(r.seq), r.name, r.verdict, r.remark, str(r.copies)) for r in paper.rows])
    sheet.space(3)
    fields = [
        *some("补正期限", paper.supply_by),
        *some("补正方式", paper.supply_ways),
        *some("咨询电话", paper.consult_phone),
        Field("告知依据", paper.legal_basis or word("one_off_notice", "correction_basis")),
    ]
    sheet.grid(fields)
    sheet.space(2.5)
    sheet.keep(SIGNING + 18)
    sheet.paragraph(word("one_off_notice", "correction_closing"))
    signing(
        sheet,
        [
            SignatureBox("窗口经办人", name=paper.head.clerk, day=paper.head.issued_at.date()),
            SignatureBox("申请人签收"),
        ],
        Seal("收件（受理）专用章"),
    )
    return sheet.finish()


def _return(paper: OneOffNoticePaper, copy_mark: str) -> list[Page]:
    """Notice above, counterfoil below the cut line; a long one has it on a page of its own."""
    sheet = Sheet(paper.head, word("one_off_notice", "return_title"), copy_mark=copy_mark)
    _return_case(sheet, paper)
    sheet.space(2)
    sheet.paragraph(
        filled(
            word("one_off_notice", "return_opening"),
            applicant=paper.applicant.name if paper.applicant else "申请人",
            item=paper.item_name,
            receipt_no=paper.receipt_no,
        )
    )
    sheet.heading("退件原因")
    sheet.numbered(paper.reasons)
    if paper.legal_basis:
        sheet.paragraph(f"依据：{paper.legal_basis}", indent=0)
    sheet.heading("退回材料清单")
    returned_table(sheet, paper.rows)
    for heading, text in (("再次申请指引", paper.apply_again), ("救济途径", paper.remedies)):
        if text:
            sheet.heading(heading)
            sheet.paragraph(text)
    sheet.space(1.5)
    sheet.keep(SIGNING + 10)
    sheet.paragraph(word("one_off_notice", "return_closing"))
    signing(
        sheet,
        [SignatureBox("部门经办人", name=paper.handled_by), SignatureBox("出证窗口")],
        Seal("审批部门公章"),
        gap=2,
    )
    sheet.cut(word("one_off_notice", "return_stub_title"), partial(_return_stub, sheet, paper))
    return sheet.finish()


def _return_case(sheet: Sheet, paper: OneOffNoticePaper) -> None:
    sheet.grid(
        [
            *_applicant(paper),
            Field("审批部门", paper.department),
            Field("申请事项", paper.item_name, wide=True),
            *some("收件编号", paper.receipt_no),
            *some("咨询电话", paper.consult_phone),
        ],
    )


def _return_stub(sheet: Sheet, paper: OneOffNoticePaper) -> None:
    """The counterfoil the issuance desk files: reasons, what went back, who took it (3.2.5)."""
    _return_case(sheet, paper)
    sheet.space(1.5)
    sheet.paragraph("退件原因：", SMALL, indent=0)
    sheet.numbered(paper.reasons, SMALL)
    copies, sheets = sum(row.copies for row in paper.rows), sum(row.sheets for row in paper.rows)
    counted = f"退回材料：共 {len(paper.rows)} 项 {copies} 份" + (f" {sheets} 页" if sheets else "")
    sheet.paragraph(counted, SMALL, indent=0)
    sheet.space(1.5)
    sheet.boxes(
        [
            SignatureBox("部门经办人", name=paper.handled_by),
            SignatureBox("出证窗口"),
            SignatureBox("申请人（领取人）签收"),
        ],
        height=27,
    )


def _applicant(paper: OneOffNoticePaper) -> list[Field]:
    return person("申请人", paper.applicant) if paper.applicant else []


_LAYOUTS: Final[dict[NoticePurpose, Callable[[OneOffNoticePaper, str], list[Page]]]] = {
    NoticePurpose.GUIDANCE: _guidance,
    NoticePurpose.CORRECTION: _correction,
    NoticePurpose.RETURN: _return,
}
