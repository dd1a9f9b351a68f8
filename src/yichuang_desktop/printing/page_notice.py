"""One-off notice (一次性告知单; R-IN-4, R-ASK-1): guidance, correction and return of papers.

Guidance is one sheet for the visitor.  A correction is made out twice, for the applicant and for the window;
a return consists of the notice and its counterfoil, which the issuance desk files (3.2.4.1, T27-T28).
"""

from collections.abc import Callable
from typing import Final

from yichuang_desktop.domain.papers import MaterialLine, NoticePurpose, OneOffNoticePaper
from yichuang_desktop.printing.page_blocks import (
    CELL,
    SEAL,
    SMALL,
    Band,
    Column,
    Field,
    SignatureBox,
    day_text,
    draw_boxes,
    paired,
)
from yichuang_desktop.printing.page_ops import STRONG, Page
from yichuang_desktop.printing.page_sheet import Sheet
from yichuang_desktop.printing.page_words import filled, word

SIGNING: Final = 44.0
SEAL_CELL: Final = 50.0
SEQUENCE: Final = Column("序号", 12, centred=True)
COPIES: Final = Column("份数", 14, centred=True)


def notice_pages(paper: OneOffNoticePaper, copy_mark: str = "") -> list[Page]:
    """All parts of a notice, each with pages of its own counted from one."""
    return _LAYOUTS[paper.purpose](paper, copy_mark)


def _guidance(paper: OneOffNoticePaper, copy_mark: str) -> list[Page]:
    sheet = Sheet(paper.head, word("one_off_notice", "guidance_title"), copy_mark=copy_mark)
    sheet.paragraph(filled(word("one_off_notice", "guidance_opening"), item=paper.item_name))
    sheet.space(2)
    fields = [Field("事项名称", paper.item_name, wide=True), Field("审批部门", paper.department)]
    fields += [Field(label, text) for label, text in paper.limits]
    fields += _some("咨询电话", paper.consult_phone)
    fields += _some("办理方式", paper.supply_ways)
    fields += _some("设定依据", paper.legal_basis)
    sheet.grid(_paired(sheet, fields))
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
    sheet.table(columns, [(str(r.seq), r.name, r.form, str(r.copies), _remark(r)) for r in paper.rows])
    sheet.space(3)
    sheet.paragraph(word("one_off_notice", "guidance_closing"), SMALL, indent=0)
    return sheet.finish()


def _correction(paper: OneOffNoticePaper, copy_mark: str) -> list[Page]:
    parts = (word("one_off_notice", "applicant_part"), word("one_off_notice", "kept_part"))
    return [page for part in parts for page in _correction_part(paper, copy_mark, part)]


def _correction_part(paper: OneOffNoticePaper, copy_mark: str, part: str) -> list[Page]:
    sheet = Sheet(paper.head, word("one_off_notice", "correction_title"), copy_mark=copy_mark, part=part)
    sheet.grid(
        _paired(
            sheet,
            [
                *_applicant(paper),
                Field("申请事项", paper.item_name, wide=True),
                Field("审批部门", paper.department),
            ],
        )
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
        *_some("补正期限", paper.supply_by),
        *_some("补正方式", paper.supply_ways),
        *_some("咨询电话", paper.consult_phone),
        Field("告知依据", paper.legal_basis or word("one_off_notice", "correction_basis")),
    ]
    sheet.grid(_paired(sheet, fields))
    sheet.space(2.5)
    sheet.keep(SIGNING + 18)
    sheet.paragraph(word("one_off_notice", "correction_closing"))
    _signing(
        sheet,
        [
            SignatureBox("窗口经办人", name=paper.head.clerk, day=paper.head.issued_at.date()),
            SignatureBox("申请人签收"),
        ],
        "收件（受理）专用章",
    )
    return sheet.finish()


def _return(paper: OneOffNoticePaper, copy_mark: str) -> list[Page]:
    titles = (word("one_off_notice", "return_title"), word("one_off_notice", "return_stub_title"))
    return [page for title in titles for page in _return_part(paper, copy_mark, title)]


def _return_part(paper: OneOffNoticePaper, copy_mark: str, title: str) -> list[Page]:
    sheet = Sheet(paper.head, title, copy_mark=copy_mark)
    fields = [
        *_applicant(paper),
        Field("申请事项", paper.item_name, wide=True),
        Field("审批部门", paper.department),
        *_some("收件编号", paper.receipt_no),
        *_some("咨询电话", paper.consult_phone),
    ]
    sheet.grid(_paired(sheet, fields))
    sheet.space(2.5)
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
    columns = (
        SEQUENCE,
        Column("材料名称", sheet.band.width - 12 - 14 - 14 - 58),
        COPIES,
        Column("页数", 14, centred=True),
        Column("备注", 58),
    )
    rows = [
        (str(r.seq), r.name, str(r.copies), str(r.sheets) if r.sheets else "", _remark(r)) for r in paper.rows
    ]
    sheet.table(columns, rows, style=SMALL, least=6.6)
    for heading, text in (("再次申请指引", paper.apply_again), ("救济途径", paper.remedies)):
        if text:
            sheet.heading(heading)
            sheet.paragraph(text)
    sheet.space(2)
    sheet.keep(SIGNING + 18)
    sheet.paragraph(word("one_off_notice", "return_closing"))
    _signing(
        sheet,
        [
            SignatureBox("部门经办人", name=paper.handled_by),
            SignatureBox("出证窗口"),
            SignatureBox("申请人签收"),
        ],
        "审批部门公章",
    )
    return sheet.finish()


def _signing(sheet: Sheet, boxes: list[SignatureBox], seal_note: str) -> None:
    """Signature boxes with a seal's frame at their right, kept on one page."""
    sheet.space(4)
    sheet.keep(SIGNING)
    band = Band(sheet.band.left, sheet.band.right - SEAL_CELL)
    draw_boxes(sheet.page, band, sheet.y, SIGNING, boxes)
    sheet.page.frame(band.right, sheet.y, SEAL_CELL, SIGNING, STRONG)
    sheet.y += (SIGNING - SEAL) / 2
    sheet.seal(band.right + SEAL_CELL / 2, note=seal_note)
    sheet.y += SIGNING - (SIGNING - SEAL) / 2


def _applicant(paper: OneOffNoticePaper) -> list[Field]:
    person = paper.applicant
    if person is None:
        return []
    document = " ".join(part for part in (person.document_title, person.document_no) if part)
    return [
        Field("申请人", person.name),
        *_some("证件号码", document),
        *_some("法定代表人", person.legal_representative),
        *_some("联系电话", person.phone),
        *_some("联系地址", person.address),
    ]


def _remark(row: MaterialLine) -> str:
    return "；".join(part for part in (row.verdict, row.remark) if part)


def _some(label: str, value: str) -> list[Field]:
    return [Field(label, value)] if value else []


def _paired(sheet: Sheet, fields: list[Field]) -> list[tuple[Field, ...]]:
    return paired(fields, sheet.band.width, 25.0, CELL)


_LAYOUTS: Final[dict[NoticePurpose, Callable[[OneOffNoticePaper, str], list[Page]]]] = {
    NoticePurpose.GUIDANCE: _guidance,
    NoticePurpose.CORRECTION: _correction,
    NoticePurpose.RETURN: _return,
}
