"""Papers of issuing, mailing, giving back and serving, and the applicant's request to withdraw."""

from typing import Final

from yichuang_desktop.domain.commitments import check_signed_text
from yichuang_desktop.domain.papers import (
    DepartmentVoucherPaper,
    MailingPaper,
    ReplySlipPaper,
    ReturnedPapersPaper,
    ServedLine,
    ServiceReceiptPaper,
    WithdrawalPaper,
)
from yichuang_desktop.printing.page_blocks import (
    PAD,
    PALE,
    SMALL,
    TINY,
    Column,
    Field,
    SignatureBox,
    day_text,
    time_text,
)
from yichuang_desktop.printing.page_forms import (
    CLAUSE,
    COPIES,
    SEQUENCE,
    SHEETS,
    Seal,
    agent,
    person,
    returned_table,
    signature_hash,
    signing,
    some,
)
from yichuang_desktop.printing.page_ops import STRONG, Page
from yichuang_desktop.printing.page_sheet import Sheet, twice
from yichuang_desktop.printing.page_words import filled, word

BOX: Final = 36.0
SLIP: Final = (178.0, 112.0)
"""Frame for the sender's slip: a courier's copy (100 x 90 mm) or its picture."""


def _served_table(sheet: Sheet, rows: tuple[ServedLine, ...], title: str) -> None:
    columns = (
        SEQUENCE,
        Column(title, sheet.band.width - 12 - 50 - 14 - 14 - 32),
        Column("文号（编号）", 50),
        COPIES,
        SHEETS,
        Column("备注", 32),
    )
    cells = [
        (str(r.seq), r.title, r.number, str(r.copies), str(r.sheets) if r.sheets else "", r.remark)
        for r in rows
    ]
    sheet.table(columns, cells, style=SMALL, least=6.6)


def reply_slip_pages(paper: ReplySlipPaper, copy_mark: str = "") -> list[Page]:
    """Reply slip of an online case (业务受理回执单; R-OUT-5, 3.2.4.2)."""
    sheet = Sheet(paper.head, word("reply_slip", "title"), copy_mark=copy_mark)
    sheet.heading("申请与受理")
    sheet.grid(
        [
            Field("办件编号", paper.platform_no),
            *some("收件编号", paper.receipt_no),
            Field("事项名称", paper.item_name, wide=True),
            *person("申请人", paper.applicant),
            *some("申报时间", time_text(paper.applied_at)),
            Field("受理部门", paper.department),
            Field("受理日期", day_text(paper.accepted_on)),
            *some("受理人", paper.accepted_by),
        ],
    )
    sheet.heading("办理结果")
    sheet.grid(
        [
            Field("结果名称", paper.result_name),
            *some("结果编号", paper.result_no),
            *some("办结日期", day_text(paper.completed_on)),
            *some("领取方式", paper.delivery),
        ],
    )
    if paper.collector:
        sheet.heading("领取人")
        sheet.grid([*person("领取人", paper.collector), *some("领取身份", paper.relation)])
    sheet.space(5)
    sheet.paragraph(word("reply_slip", "closing"), CLAUSE)
    sheet.space(4)
    sheet.boxes(
        [
            SignatureBox("领取人（签字）", signature=paper.signature),
            SignatureBox("出证窗口经办人", name=paper.head.clerk, share=0.8),
        ],
        height=BOX,
    )
    signature_hash(sheet, paper.signature)
    return sheet.finish()


def department_voucher_pages(paper: DepartmentVoucherPaper, copy_mark: str = "") -> list[Page]:
    """A department's voucher and documents booked in for issue (部门受理凭证登记单; R-OUT-5, R-OUT-6)."""

    def part(name: str, half: int | None) -> Sheet:
        title = word("department_voucher", "title")
        sheet = Sheet(paper.head, title, copy_mark=copy_mark, part=name, half=half)
        sheet.grid(
            [
                Field("移交部门", paper.department),
                Field("部门凭证", paper.voucher_no),
                Field("事项名称", paper.item_name, wide=True),
                *person("申请人", paper.applicant),
                *some("收件编号", paper.receipt_no),
                *some("业务来源", paper.source),
                *some("领取方式", paper.delivery),
                Field("移交时间", time_text(paper.handed_at)),
                *some("备　　注", paper.remark),
            ],
        )
        sheet.space(2.5)
        _served_table(sheet, paper.results, "证照、文书名称")
        sheet.space(3)
        sheet.boxes(
            [
                SignatureBox("移交人（审批部门）", name=paper.handed_by),
                SignatureBox("接收人（出证窗口）", name=paper.head.clerk),
            ],
            height=28,
        )
        return sheet

    parts = (word("parts", "giver"), word("parts", "taker"))
    return twice(part, parts, "plain")


def mailing_pages(paper: MailingPaper, copy_mark: str = "") -> list[Page]:
    """Mailing by EMS and the sender's slip, as a picture or pasted on (邮寄登记单; R-OUT-4, R-OUT-8)."""
    sheet = Sheet(paper.head, word("mailing", "title"), copy_mark=copy_mark)
    sheet.grid(
        [
            Field("收件编号", paper.receipt_no),
            Field("寄送用途", paper.purpose),
            Field("事项名称", paper.item_name, wide=True),
            *some("申请人", paper.applicant_name),
            *some("审批部门", paper.department),
            Field("收 件 人", paper.recipient.name),
            Field("联系电话", paper.recipient.phone),
            Field("邮寄地址", paper.recipient.address, wide=True),
            Field("承运单位", paper.carrier),
            Field("运 单 号", paper.slip_no),
            *some("交寄时间", time_text(paper.sent_at)),
            *some("投递结果", paper.delivered),
        ],
    )
    sheet.space(2.5)
    _served_table(sheet, paper.contents, "内件名称")
    sheet.space(1.5)
    sheet.paragraph(word("mailing", "free"), SMALL, indent=0)
    sheet.space(2)
    day = paper.sent_at.date() if paper.sent_at else None
    sheet.boxes(
        [
            SignatureBox("交寄人（出证窗口）", name=paper.sent_by or paper.head.clerk, day=day),
            SignatureBox("收寄人（邮政窗口）", name=paper.taken_by),
        ],
        height=27,
    )
    _slip(sheet, paper)
    return sheet.finish()


def _slip(sheet: Sheet, paper: MailingPaper) -> None:
    """Where the sender's slip is pasted, or its picture with when and by whom it was taken."""
    width, height = SLIP
    sheet.heading(word("mailing", "slip"), follow=height + 6)
    left, top = sheet.band.left, sheet.y
    sheet.page.frame(left, top, width, height, STRONG)
    picture = paper.slip_picture
    if picture is None:
        sheet.page.text_centred(sheet.band.middle, top + height / 2 - 2, word("mailing", "paste"), PALE)
    else:
        sheet.page.picture(
            left + PAD, top + PAD, width - 2 * PAD, height - 2 * PAD, picture.image_base64, photo=True
        )
    sheet.y += height + 1.2
    if picture:
        taken = f"影像 {time_text(picture.taken_at)} {picture.by}　SHA-256 {picture.sha256}"
        sheet.paragraph(taken, TINY, indent=0)


def returned_pages(paper: ReturnedPapersPaper, copy_mark: str = "") -> list[Page]:
    """Receipt for papers given back (退还材料签收单; R-RET-1, T28).

    Raises RuleViolation("signed_text_changed").
    """
    check_signed_text(paper)
    sheet = Sheet(paper.head, word("returned", "title"), copy_mark=copy_mark)
    sheet.grid(
        [
            *person("申请人", paper.applicant),
            Field("审批部门", paper.department),
            Field("申请事项", paper.item_name, wide=True),
            Field("收件编号", paper.receipt_no),
            Field("退还原由", paper.cause),
            *some("告知单号", paper.notice_no),
        ],
    )
    sheet.heading(word("returned", "list"), follow=20)
    returned_table(sheet, paper.rows)
    copies, sheets = sum(row.copies for row in paper.rows), sum(row.sheets for row in paper.rows)
    counted = f"共 {len(paper.rows)} 项 {copies} 份" + (f" {sheets} 页" if sheets else "")
    sheet.space(1)
    sheet.paragraph(counted, SMALL, indent=0)
    sheet.heading("领取人")
    sheet.grid(
        [
            *person("领取人", paper.collector),
            *some("领取身份", paper.relation),
            Field("核验凭证", paper.evidence_seen),
            Field("退还时间", time_text(paper.returned_at)),
        ],
    )
    sheet.space(3)
    sheet.keep(BOX + 12)
    sheet.paragraph(paper.signed_text or word("returned", "closing"))
    sheet.space(2)
    sheet.boxes(
        [
            SignatureBox("领取人（签字）", signature=paper.signature),
            SignatureBox("出证窗口经办人", name=paper.head.clerk, share=0.8),
        ],
        height=BOX,
    )
    signature_hash(sheet, paper.signature)
    return sheet.finish()


def service_pages(paper: ServiceReceiptPaper, copy_mark: str = "") -> list[Page]:
    """Proof of service of a written decision or notice (送达回证)."""
    sheet = Sheet(paper.head, word("service", "title"), copy_mark=copy_mark)
    sheet.grid(
        [
            *person("受送达人", paper.recipient),
            Field("事　　由", paper.item_name, wide=True),
            Field("送达机关", paper.department),
            Field("收件编号", paper.receipt_no),
            Field("送达方式", paper.way),
            *some("送达地点", paper.place),
            *some("运 单 号", paper.slip_no),
            *some("送达时间", time_text(paper.served_at)),
            *(person("代收人", paper.collector) if paper.collector else []),
            *some("代收关系", paper.relation),
        ],
    )
    sheet.heading(word("service", "list"), follow=20)
    _served_table(sheet, paper.served, "文书名称")
    sheet.space(3)
    sheet.paragraph(word("service", "closing"))
    day = paper.served_at.date() if paper.served_at else None
    signing(
        sheet,
        [
            SignatureBox("受送达人签收", signature=None if paper.collector else paper.signature, share=1.1),
            SignatureBox("代收人签收", signature=paper.signature if paper.collector else None, share=1.1),
            SignatureBox("送达人", name=paper.server or paper.head.clerk, day=day),
        ],
        Seal("送达机关章"),
        gap=2,
    )
    sheet.space(2)
    sheet.grid([Field("备　　注", paper.remark or word("service", "remark"), wide=True)])
    signature_hash(sheet, paper.signature)
    return sheet.finish()


def withdrawal_pages(paper: WithdrawalPaper, copy_mark: str = "") -> list[Page]:
    """The applicant's request to withdraw (撤回申请书; T32). Raises RuleViolation("signed_text_changed")."""
    check_signed_text(paper)
    sheet = Sheet(paper.head, word("withdrawal", "title"), copy_mark=copy_mark)
    sheet.grid(
        [
            *person("申请人", paper.applicant),
            *agent(paper.representative),
            Field("审批部门", paper.department),
            Field("申请事项", paper.item_name, wide=True),
            Field("收件编号", paper.receipt_no),
            Field("收件日期", day_text(paper.received_on)),
            Field("材料退还", paper.papers_back),
        ],
    )
    sheet.space(4)
    sheet.paragraph(f"{paper.department}：", CLAUSE, indent=0)
    opening = filled(
        word("withdrawal", "opening"),
        received_on=day_text(paper.received_on),
        item=paper.item_name,
        receipt_no=paper.receipt_no,
        reason=paper.reason.rstrip("。； "),
    )
    sheet.paragraph(paper.signed_text or opening, CLAUSE)
    sheet.paragraph(word("withdrawal", "closing"), CLAUSE)
    sheet.space(4)
    sheet.keep(2 * BOX)
    sheet.boxes(
        [
            SignatureBox("申请人（签字或盖章）", signature=paper.signature, share=1.2),
            SignatureBox("窗口经办人", name=paper.head.clerk, day=paper.head.issued_at.date()),
        ],
        height=40,
    )
    sheet.boxes([SignatureBox(word("withdrawal", "department"))], height=32)
    signature_hash(sheet, paper.signature)
    return sheet.finish()
