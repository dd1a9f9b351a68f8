"""Informed commitment (告知承诺书; R-IN-6, 国办发〔2020〕42号): what is told, what is committed."""

from yichuang_desktop.domain.commitments import check_signed_text
from yichuang_desktop.domain.papers import InformedCommitmentPaper
from yichuang_desktop.printing.page_blocks import TINY, Field, SignatureBox
from yichuang_desktop.printing.page_forms import (
    Seal,
    agent,
    person,
    signature_hash,
    signing,
    some,
)
from yichuang_desktop.printing.page_ops import Page
from yichuang_desktop.printing.page_sheet import Sheet
from yichuang_desktop.printing.page_words import word


def informed_pages(paper: InformedCommitmentPaper, copy_mark: str = "") -> list[Page]:
    """Both halves over one row of signatures. Raises RuleViolation("signed_text_changed")."""
    check_signed_text(paper)
    sheet = Sheet(paper.head, word("informed", "title"), copy_mark=copy_mark)
    sheet.grid(
        [
            *person("申请人", paper.applicant),
            *agent(paper.representative),
            Field("审批部门", paper.department),
            Field("申请事项", paper.item_name, wide=True),
            *some("收件编号", paper.receipt_no),
            *some("承诺内容", paper.scope),
        ],
    )
    sheet.banner(word("informed", "told"))
    for heading, text in paper.told:
        sheet.heading(heading, follow=7)
        sheet.paragraph(text)
    sheet.banner(word("informed", "committed"))
    sheet.numbered(paper.promises)
    sheet.space(1)
    published = paper.published or word("informed", "publish_boxes")
    sheet.paragraph(f"{word('informed', 'publish')}：{published}", indent=0)
    if paper.signed_text:
        sheet.space(1)
        sheet.paragraph(f"{word('signed', 'text')}：{paper.signed_text}", TINY, indent=0)
    applicant = SignatureBox("申请人（签字或盖章）", signature=paper.signature, share=1.3)
    clerk = SignatureBox("窗口经办人", name=paper.head.clerk)
    signing(sheet, [applicant, clerk], Seal("行政机关（受理）专用章"))
    signature_hash(sheet, paper.signature)
    sheet.space(1)
    sheet.paragraph(word("informed", "note"), TINY, indent=0)
    return sheet.finish()
