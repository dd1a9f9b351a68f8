"""The papers of the main job with the most of everything and with only what they may not lack."""

from dataclasses import replace

from yichuang_desktop.domain.papers import (
    CollectionSlipPaper,
    CommitmentPaper,
    FolderLine,
    IntakeRecordPaper,
    LossDeclarationPaper,
    MaterialLine,
    NoticePurpose,
    OneOffNoticePaper,
    Paper,
)
from yichuang_desktop.printing.page_samples import (
    HEAD,
    LONG_ITEM,
    MASKED,
    SECOND_COPY,
    UNIT,
    commitment,
    day_sheet,
    ledger,
    many,
    notice,
    signature,
    signed,
)
from yichuang_desktop.printing.page_samples_cases import (
    BARE,
    DAY,
    DAY_TIME,
    LONG_OFFICE,
    LONG_REASON,
    PLAIN_HEAD,
    RECEIPT_NO,
    plain,
)


def white_ground() -> CommitmentPaper:
    """A commitment of the demonstration, signed on a pad whose picture has a white ground."""
    paper = signed(commitment())
    mark = signature(paper.promisor.name, paper.text_sha256, ground=True)
    return replace(paper, signature=mark)


def _returned() -> OneOffNoticePaper:
    reasons = tuple(f"{LONG_REASON}（第{at}项）。" for at in range(1, 9))
    paper = notice(NoticePurpose.RETURN, many(26))
    return replace(paper, applicant=UNIT, item_name=LONG_ITEM, department=LONG_OFFICE, reasons=reasons)


def _least_notice(purpose: NoticePurpose) -> OneOffNoticePaper:
    row = MaterialLine(1, "身份证", remark="缺")
    return OneOffNoticePaper(
        head=plain("T1", "74"),
        purpose=purpose,
        applicant=None,
        item_name="失业登记",
        department="人社局",
        rows=(row,),
        reasons=("材料不齐。",) if purpose is NoticePurpose.RETURN else (),
        receipt_no=RECEIPT_NO if purpose is NoticePurpose.RETURN else "",
    )


def _least_record() -> IntakeRecordPaper:
    return IntakeRecordPaper(
        head=plain("D1", "76"),
        applicant=BARE,
        representative=None,
        item_name="失业登记",
        item_code="",
        department="人社局",
        received_on=DAY,
        promise_text="",
        promise_due=None,
        legal_due=None,
        due_estimated=False,
        first_handler="王样",
        materials=(),
        contents=(FolderLine(1, "收件通知单", 1),),
        retention="10年",
    )


def _least_loss() -> LossDeclarationPaper:
    return LossDeclarationPaper(
        plain("B1"), BARE, RECEIPT_NO, "失业登记", "居民身份证原件", ("收件通知单确已遗失。",), None
    )


def _least_collection() -> CollectionSlipPaper:
    return CollectionSlipPaper(
        head=plain("L1"),
        receipt_no=RECEIPT_NO,
        item_name="失业登记",
        applicant=BARE,
        result_name="失业登记证明",
        result_no="",
        copies=1,
        collector=BARE,
        relation="",
        evidence_seen="收件通知单原件",
        collected_at=DAY_TIME,
        signature=None,
    )


def samples() -> dict[str, tuple[Paper, str]]:
    """Longest and emptiest papers of the main job by name, with their copy marks."""
    bare_list = replace(PLAIN_HEAD, number="NX20261123-04-H01", code="")
    papers: dict[str, Paper] = {
        "commitment-white-ground": white_ground(),
        "commitment-emptiest": replace(commitment(BARE), head=plain("C1", "73")),
        "record-emptiest": _least_record(),
        "notice-return-longest": _returned(),
        "notice-guidance-emptiest": _least_notice(NoticePurpose.GUIDANCE),
        "notice-correction-emptiest": _least_notice(NoticePurpose.CORRECTION),
        "notice-return-emptiest": _least_notice(NoticePurpose.RETURN),
        "loss-emptiest": _least_loss(),
        "collection-emptiest": _least_collection(),
        "collection-voucher": replace(
            _least_collection(), head=HEAD, applicant=MASKED, voucher_no="内公交受〔2026〕0456号"
        ),
        "day-sheet-emptiest": replace(day_sheet(1), head=bare_list),
        "ledger-emptiest": replace(ledger(0), head=bare_list),
    }
    return {name: (paper, SECOND_COPY if name.endswith("longest") else "") for name, paper in papers.items()}
