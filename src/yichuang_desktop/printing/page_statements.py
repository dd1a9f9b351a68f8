"""Papers a person signs: credit commitment, guarantee statement for a lost receipt, collection slip."""

from typing import Final

from yichuang_desktop.domain.commitments import check_commitment, check_signed_text
from yichuang_desktop.domain.papers import (
    CollectionSlipPaper,
    CommitmentPaper,
    LossDeclarationPaper,
    PersonLine,
    SignatureMark,
)
from yichuang_desktop.printing.page_blocks import (
    CELL,
    TINY,
    Field,
    SignatureBox,
    paired,
    time_text,
)
from yichuang_desktop.printing.page_ops import Page, Style
from yichuang_desktop.printing.page_sheet import Sheet
from yichuang_desktop.printing.page_words import filled, word

CLAUSE: Final = Style(12, leading=1.7)
BOX: Final = 40.0
NUMERALS: Final = "一二三四五六七八九十"


def commitment_pages(paper: CommitmentPaper, copy_mark: str = "") -> list[Page]:
    """Credit commitment (信用承诺书; R-IN-3), signed on screen or with a box for ink.

    Raises RuleViolation("commitment_text_changed") when text, hash and signature do not belong together.
    """
    check_commitment(paper)
    sheet = Sheet(paper.head, word("commitment", "title"), copy_mark=copy_mark)
    _fields(
        sheet,
        [
            *_person("承诺人", paper.promisor),
            *_agent(paper.representative),
            Field("承诺事项", paper.item_name, wide=True),
            *_some("审批部门", paper.department),
        ],
    )
    sheet.space(4)
    sheet.paragraph(paper.opening, CLAUSE)
    sheet.space(1.5)
    for number, clause in enumerate(paper.clauses):
        sheet.paragraph(f"{_numeral(number)}、{clause}", CLAUSE)
        sheet.space(0.8)
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


def _numeral(number: int) -> str:
    return NUMERALS[number] if number < len(NUMERALS) else str(number + 1)


def loss_pages(paper: LossDeclarationPaper, copy_mark: str = "") -> list[Page]:
    """Guarantee statement for a lost receipt (保证声明; R-OUT-3, 3.2.4.1).

    Raises RuleViolation("signed_text_changed").
    """
    check_signed_text(paper)
    sheet = Sheet(paper.head, word("loss_declaration", "title"), copy_mark=copy_mark)
    _fields(
        sheet,
        [
            *_person("声明人", paper.declarant),
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
    for number, statement in enumerate(paper.statements):
        sheet.paragraph(f"{_numeral(number)}、{statement}", CLAUSE)
        sheet.space(0.8)
    sheet.paragraph(word("loss_declaration", "closing"), CLAUSE)
    sheet.space(5)
    sheet.boxes(
        [
            _signed("声明人（签字或盖章）", paper.signature),
            SignatureBox("出证窗口经办人", name=paper.head.clerk, share=0.8),
        ],
        height=BOX,
    )
    _hash(sheet, paper.signature)
    return sheet.finish()


def collection_pages(paper: CollectionSlipPaper, copy_mark: str = "") -> list[Page]:
    """Collection slip (领证签收单; R-OUT-2): who took which document against which evidence.

    Raises RuleViolation("signed_text_changed").
    """
    check_signed_text(paper)
    sheet = Sheet(paper.head, word("collection_slip", "title"), copy_mark=copy_mark)
    sheet.heading("办件")
    _fields(
        sheet,
        [
            Field("收件编号", paper.receipt_no),
            Field("事项名称", paper.item_name, wide=True),
            *_person("申请人", paper.applicant),
        ],
    )
    sheet.heading("证照（文书）")
    _fields(
        sheet,
        [
            Field("名　　称", paper.result_name),
            *_some("编　　号", paper.result_no),
            Field("份　　数", f"{paper.copies} 份"),
        ],
    )
    sheet.heading("领取人")
    _fields(
        sheet,
        [
            *_person("领取人", paper.collector),
            *_some("领取身份", paper.relation),
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
    _hash(sheet, paper.signature)
    return sheet.finish()


def _hash(sheet: Sheet, signature: SignatureMark | None) -> None:
    """The digest that binds a signature on screen to what was read."""
    if signature:
        sheet.space(2)
        sheet.paragraph(f"{word('commitment', 'signed_label')}：{signature.text_sha256}", TINY, indent=0)


def _signed(title: str, signature: SignatureMark | None) -> SignatureBox:
    return SignatureBox(title, signature=signature)


def _fields(sheet: Sheet, fields: list[Field]) -> None:
    sheet.grid(paired(fields, sheet.band.width, 25.0, CELL))


def _some(label: str, value: str) -> list[Field]:
    return [Field(label, value)] if value else []


def _person(label: str, person: PersonLine) -> list[Field]:
    return [
        Field(label, person.name),
        *_some("证件号码", " ".join(part for part in (person.document_title, person.document_no) if part)),
        *_some("法定代表人", person.legal_representative),
        *_some("联系电话", person.phone),
        *_some("联系地址", person.address),
    ]


def _agent(person: PersonLine | None) -> list[Field]:
    if person is None:
        return []
    document = " ".join(part for part in (person.document_title, person.document_no) if part)
    return [Field("代理人", person.name), *_some("代理人证件", document), *_some("代理人电话", person.phone)]
