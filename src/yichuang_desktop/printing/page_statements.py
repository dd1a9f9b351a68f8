"""Papers a person signs: credit commitment, guarantee statement for a lost receipt, collection slip."""

from typing import Final

from yichuang_desktop.domain.commitments import check_commitment, check_signed_text
from yichuang_desktop.domain.papers import (
    CollectionSlipPaper,
    CommitmentPaper,
    LossDeclarationPaper,
    SignatureMark,
)
from yichuang_desktop.printing.page_blocks import TINY, Field, SignatureBox, time_text
from yichuang_desktop.printing.page_forms import CLAUSE, agent, clauses, person, signature_hash, some
from yichuang_desktop.printing.page_ops import Page
from yichuang_desktop.printing.page_sheet import Sheet
from yichuang_desktop.printing.page_words import filled, word

BOX: Final = 40.0


def commitment_pages(paper: CommitmentPaper, copy_mark: str = "") -> list[Page]:
    """Credit commitment (信用承诺书; R-IN-3), signed on screen or with a box for ink.

    Raises RuleViolation("commitment_text_changed") when text, hash and signature do not belong together.
    """
    check_commitment(paper)
    sheet = Sheet(paper.head, word("commitment", "title"), copy_mark=copy_mark)
    sheet.grid(
        [
            *person("承诺人", paper.promisor),
            *agent(paper.representative),
            Field("承诺事项", paper.item_name, wide=True),
            *some("审批部门", paper.department),
        ],
    )
    sheet.space(4)
    sheet.paragraph(paper.opening, CLAUSE)
    sheet.space(1.5)
    clauses(sheet, paper.clauses)
    sheet.paragraph(paper.closing, CLAUSE)
    sheet.space(4)
    sheet.keep(BOX + 12)
    sheet.boxes(
        [
            _signed(word("commitment", "ink"), paper.signature),
            SignatureBox(word("commitment", "clerk"), name=paper.head.clerk, share=0.8),
        ],
        height=BOX,
    )
    sheet.space(2)
    if paper.representative:
        sheet.paragraph(word("commitment", "agent_note"), TINY, indent=0)
    sheet.paragraph(f"{word('commitment', 'hash_label')}：{paper.text_sha256}", TINY, indent=0)
    return sheet.finish()


def loss_pages(paper: LossDeclarationPaper, copy_mark: str = "") -> list[Page]:
    """Guarantee statement for a lost receipt (保证声明; R-OUT-3, 3.2.4.1).

    Raises RuleViolation("signed_text_changed").
    """
    check_signed_text(paper)
    sheet = Sheet(paper.head, word("loss_declaration", "title"), copy_mark=copy_mark)
    sheet.grid(
        [
            *person("声明人", paper.declarant),
            Field("遗失单据", f"收件通知单 {paper.receipt_no}"),
            Field("事项名称", paper.item_name, wide=True),
            Field("核验原件", paper.original_seen),
        ],
    )
    sheet.space(4)
    opening = filled(
        word("loss_declaration", "opening"), name=paper.declarant.name, hall=paper.head.hall_name
    )
    sheet.paragraph(opening, CLAUSE)
    sheet.space(1.5)
    clauses(sheet, paper.statements)
    sheet.paragraph(word("loss_declaration", "closing"), CLAUSE)
    sheet.space(5)
    sheet.boxes(
        [
            _signed("声明人（签字或盖章）", paper.signature),
            SignatureBox("出证窗口经办人", name=paper.head.clerk, share=0.8),
        ],
        height=BOX,
    )
    signature_hash(sheet, paper.signature)
    return sheet.finish()


def collection_pages(paper: CollectionSlipPaper, copy_mark: str = "") -> list[Page]:
    """Collection slip (领证签收单; R-OUT-2): who took which document against which evidence.

    Raises RuleViolation("signed_text_changed").
    """
    check_signed_text(paper)
    sheet = Sheet(paper.head, word("collection_slip", "title"), copy_mark=copy_mark)
    sheet.heading("办件")
    sheet.grid(
        [
            Field("收件编号", paper.receipt_no),
            *some("部门凭证", paper.voucher_no),
            Field("事项名称", paper.item_name, wide=True),
            *person("申请人", paper.applicant),
        ],
    )
    sheet.heading("证照（文书）")
    sheet.grid(
        [
            Field("名　　称", paper.result_name),
            *some("编　　号", paper.result_no),
            Field("份　　数", f"{paper.copies} 份"),
        ],
    )
    sheet.heading("领取人")
    sheet.grid(
        [
            *person("领取人", paper.collector),
            *some("领取身份", paper.relation),
            Field("核验凭证", paper.evidence_seen),
            Field("领取时间", time_text(paper.collected_at)),
        ],
    )
    sheet.space(6)
    sheet.paragraph(paper.signed_text or word("collection_slip", "closing"), CLAUSE)
    sheet.space(4)
    sheet.boxes(
        [
            _signed("领取人（签字）", paper.signature),
            SignatureBox("发证人（出证窗口）", name=paper.head.clerk, share=0.8),
        ],
        height=BOX,
    )
    signature_hash(sheet, paper.signature)
    return sheet.finish()


def _signed(title: str, signature: SignatureMark | None) -> SignatureBox:
    return SignatureBox(title, signature=signature)
