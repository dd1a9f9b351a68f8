"""Every kind of paper: its title, what it may not lack, and what its fields are called."""

from typing import Any, Protocol

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers.archive import (
    AccessPaper,
    BagCoverPaper,
    TransferPaper,
)
from yichuang_desktop.domain.papers.common import (
    PaperHead,
    PersonLine,
    SignatureMark,
)
from yichuang_desktop.domain.papers.delivery import (
    CollectionSlipPaper,
    DepartmentVoucherPaper,
    LossDeclarationPaper,
    MailingPaper,
    ReplySlipPaper,
    ReturnedPapersPaper,
    ServiceReceiptPaper,
)
from yichuang_desktop.domain.papers.intake import (
    AcceptanceNoticePaper,
    CommitmentPaper,
    ConditionalNoticePaper,
    InformedCommitmentPaper,
    IntakeRecordPaper,
    ParcelOpeningPaper,
    ReceiptSheet,
    ReferralPaper,
    SampleFormPaper,
    SupplyRecordPaper,
    VoucherPaper,
)
from yichuang_desktop.domain.papers.lists import (
    BlankBookPaper,
    DayClosePaper,
    DaySheetPaper,
    LedgerPaper,
    OverdueReportPaper,
    PerformanceReportPaper,
    ReconciliationPaper,
    UncollectedListPaper,
)
from yichuang_desktop.domain.papers.notices import (
    CorrectionPaper,
    ExtensionPaper,
    NonAcceptancePaper,
    NoticePurpose,
    OneOffNoticePaper,
    PaymentPaper,
    RefusalPaper,
    SpecialStepPaper,
    TerminationPaper,
    WithdrawalPaper,
)

Paper = (
    ReceiptSheet
    | CommitmentPaper
    | IntakeRecordPaper
    | ConditionalNoticePaper
    | SupplyRecordPaper
    | InformedCommitmentPaper
    | VoucherPaper
    | AcceptanceNoticePaper
    | ParcelOpeningPaper
    | ReferralPaper
    | SampleFormPaper
    | OneOffNoticePaper
    | NonAcceptancePaper
    | RefusalPaper
    | TerminationPaper
    | SpecialStepPaper
    | ExtensionPaper
    | CorrectionPaper
    | PaymentPaper
    | WithdrawalPaper
    | LossDeclarationPaper
    | CollectionSlipPaper
    | ReplySlipPaper
    | DepartmentVoucherPaper
    | MailingPaper
    | ReturnedPapersPaper
    | ServiceReceiptPaper
    | DaySheetPaper
    | LedgerPaper
    | BlankBookPaper
    | ReconciliationPaper
    | DayClosePaper
    | PerformanceReportPaper
    | OverdueReportPaper
    | UncollectedListPaper
    | BagCoverPaper
    | TransferPaper
    | AccessPaper
)
type_of_kind: dict[str, type] = {
    paper.KIND: paper
    for paper in (
        ReceiptSheet,
        CommitmentPaper,
        IntakeRecordPaper,
        ConditionalNoticePaper,
        SupplyRecordPaper,
        InformedCommitmentPaper,
        VoucherPaper,
        AcceptanceNoticePaper,
        ParcelOpeningPaper,
        ReferralPaper,
        SampleFormPaper,
        OneOffNoticePaper,
        NonAcceptancePaper,
        RefusalPaper,
        TerminationPaper,
        SpecialStepPaper,
        ExtensionPaper,
        CorrectionPaper,
        PaymentPaper,
        WithdrawalPaper,
        LossDeclarationPaper,
        CollectionSlipPaper,
        ReplySlipPaper,
        DepartmentVoucherPaper,
        MailingPaper,
        ReturnedPapersPaper,
        ServiceReceiptPaper,
        DaySheetPaper,
        LedgerPaper,
        BlankBookPaper,
        ReconciliationPaper,
        DayClosePaper,
        PerformanceReportPaper,
        OverdueReportPaper,
        UncollectedListPaper,
        BagCoverPaper,
        TransferPaper,
        AccessPaper,
    )
}
TITLES: dict[str, str] = {
    "receipt_sheet": "收件通知单及存根",
    "credit_commitment": "信用承诺书",
    "intake_record": "收件档案",
    "conditional_notice": "容缺受理通知书",
    "supply_record": "容缺材料补交记录",
    "informed_commitment": "告知承诺书",
    "materials_voucher": "申请材料收件凭证",
    "acceptance_notice": "受理通知单",
    "parcel_opening": "邮寄收件开拆记录",
    "consultation_referral": "疑难问题转办单",
    "sample_form": "示范文本",
    "one_off_notice": "一次性告知单",
    "non_acceptance": "不予受理决定书",
    "refusal": "不予行政许可决定书",
    "termination_notice": "终止办理通知书",
    "special_step_notice": "特殊环节所需时间告知书",
    "extension_notice": "延长办理期限通知书",
    "correction_notice": "受理后补正通知书",
    "payment_notice": "缴费通知书",
    "withdrawal_request": "撤回申请书",
    "loss_declaration": "遗失保证声明",
    "collection_slip": "领证签收单",
    "reply_slip": "业务受理回执单",
    "department_voucher": "部门受理凭证登记单",
    "mailing": "邮寄登记单",
    "returned_papers": "退还材料签收单",
    "service_receipt": "送达回证",
    "day_sheet": "存根交接日清单",
    "ledger": "台账",
    "blank_book": "手工台账",
    "reconciliation": "台账核对表",
    "day_close": "日终清单",
    "performance_report": "效能情况月报",
    "overdue_report": "超期办件提醒记录报告",
    "uncollected_list": "逾期未领清单",
    "bag_cover": "档案袋封面及卷内目录",
    "archive_transfer": "档案移交表",
    "archive_access": "档案查阅审批登记表",
}
"""What each kind of paper is called."""
FIELD_TITLES: dict[str, str] = {
    "head": "单头",
    "counterfoil_code": "存根编码",
    "applicant": "申请人",
    "item_name": "事项名称",
    "department": "审批部门",
    "materials": "材料清单",
    "received_on": "收件日期",
    "promise_text": "承诺时限",
    "first_handler": "首办责任人",
    "delivery": "领取方式",
    "department_phone": "部门电话",
    "promisor": "承诺人",
    "clauses": "承诺条款",
    "text_sha256": "承诺正文校验值",
    "contents": "内件",
    "retention": "保管期限",
    "purpose": "用途",
    "rows": "清单内容",
    "reasons": "理由",
    "declarant": "声明人",
    "receipt_no": "收件通知单编号",
    "statements": "声明内容",
    "original_seen": "核验的原件",
    "result_name": "证照名称",
    "collector": "领取人",
    "evidence_seen": "领取凭证",
    "collected_at": "领取时间",
    "day": "日期",
    "title": "名称",
    "first_day": "起始日期",
    "last_day": "截止日期",
    "columns": "台账栏目",
    "accepted_on": "受理日期",
    "supply_by": "补交期限",
    "supply_ways": "补交方式",
    "overdue_rule": "逾期处理",
    "promises": "承诺内容",
    "notice_no": "通知书编号",
    "told": "告知内容",
    "authority": "属地受理机关",
    "receiver": "窗口接收人",
    "provider": "提供人",
    "submitted_by": "提交方式",
    "members": "联办事项",
    "parcel_no": "来件运单号",
    "sender": "寄件人",
    "opened_at": "开拆时间",
    "condition": "来件外观",
    "officer": "部门后台工作人员",
    "commitment": "信用承诺书情况",
    "asker": "咨询人",
    "asker.phone": "咨询人电话",
    "question": "咨询问题",
    "material": "材料名称",
    "referred_at": "转办时间",
    "applied_on": "申请日期",
    "decided_on": "决定日期",
    "legal_basis": "法律依据",
    "remedies": "救济途径",
    "decision_no": "决定书文号",
    "cause": "办理原由",
    "approved_by": "批准人",
    "step": "特殊环节",
    "reason": "理由",
    "started_on": "开始日期",
    "days_text": "所需时间",
    "clock_text": "是否计入办理期限",
    "due_before": "原办理期限",
    "due_after": "延长后的期限",
    "amount": "金额",
    "basis": "收费依据",
    "payee": "收款单位",
    "pay_ways": "缴费方式",
    "pay_by": "缴费期限",
    "papers_back": "材料退还方式",
    "platform_no": "办件编号",
    "voucher_no": "部门受理凭证号",
    "applicant.phone": "申请人电话",
    "results": "证照及文书",
    "handed_by": "移交人",
    "handed_at": "移交时间",
    "recipient": "收件人",
    "recipient.phone": "收件人电话",
    "recipient.address": "邮寄地址",
    "carrier": "承运单位",
    "returned_at": "退还时间",
    "served": "送达文书",
    "way": "方式",
    "book": "台账册号",
    "first_page": "起始页码",
    "pages": "页数",
    "counts": "核对数字",
    "group": "小组",
    "addressee": "报送单位",
    "bag_no": "件号",
    "ledger": "台账类别",
    "ending": "办理结局",
    "closed_on": "办结日期",
    "packed_by": "装袋人",
    "month": "归档月份",
    "giver": "移交单位",
    "reader": "查阅人",
    "unit": "查阅单位",
    "scope": "查阅范围",
    "requested_on": "申请日期",
    # where a paper has a word of its own
    "one_off_notice.purpose": "告知用途",
    "one_off_notice.rows": "告知内容",
    "one_off_notice.reasons": "退件原因",
    "ledger.title": "台账名称",
    "blank_book.title": "台账名称",
    "reconciliation.title": "台账名称",
    "ledger.columns": "台账栏目",
    "intake_record.contents": "卷内目录",
    "bag_cover.contents": "卷内目录",
    "mailing.recipient": "收件人",
    "mailing.purpose": "寄送用途",
    "archive_access.purpose": "查阅目的",
    "archive_access.way": "查阅方式",
    "service_receipt.recipient": "受送达人",
    "service_receipt.way": "送达方式",
    "returned_papers.rows": "退还材料清单",
    "returned_papers.cause": "退还原由",
    "correction_notice.rows": "补正内容",
    "correction_notice.supply_by": "补正期限",
    "correction_notice.supply_ways": "补正方式",
    "conditional_notice.rows": "容缺材料",
    "supply_record.rows": "容缺材料",
    "archive_transfer.rows": "移交清单",
    "withdrawal_request.reason": "撤回理由",
    "special_step_notice.days_text": "所需时间",
    "extension_notice.days_text": "延长时间",
    "termination_notice.cause": "终止原由",
    "conditional_notice.promises": "容缺承诺",
    "acceptance_notice.item_name": "一件事名称",
    "day_close.counts": "当日数字",
}
"""What the required fields are called when one is missing; ``kind.field`` wins over ``field``."""


class SignedPaper(Protocol):
    """A paper somebody may have signed on screen, with the text that was signed."""

    @property
    def KIND(self) -> str: ...

    @property
    def head(self) -> PaperHead: ...

    @property
    def signature(self) -> SignatureMark | None: ...

    @property
    def signed_text(self) -> str: ...


def field_title(kind: str, name: str) -> str:
    """What a kind of paper calls a required field."""
    return FIELD_TITLES.get(f"{kind}.{name}") or FIELD_TITLES[name]


def required_of(paper: Paper) -> tuple[str, ...]:
    """The fields a paper may not lack; a return also needs its reasons (3.2.4.1, T27)."""
    if isinstance(paper, OneOffNoticePaper) and paper.purpose is NoticePurpose.RETURN:
        return (*paper.REQUIRED, "reasons")
    return paper.REQUIRED


def lacking(paper: Paper) -> tuple[str, ...]:
    """Names of the required fields that are empty; a person without a name is empty too."""
    return tuple(name for name in required_of(paper) if _blank(_value(paper, name)))


def _value(paper: Paper, name: str) -> Any:
    value: Any = paper
    for part in name.split("."):
        value = getattr(value, part, None)
    return value


def _blank(value: Any) -> bool:
    match value:
        case str():
            return not value.strip()
        case tuple():
            return all(isinstance(part, str | tuple) and _blank(part) for part in value)
        case PaperHead():
            return _blank(value.hall_name) or _blank(value.number)
        case PersonLine():
            return _blank(value.name)
    return not value


def require_complete(paper: Paper) -> None:
    """Raise RuleViolation("paper_incomplete"), paper and fields named in Chinese, when a field lacks."""
    missing = lacking(paper)
    if missing:
        fields = tuple(field_title(paper.KIND, name) for name in missing)
        raise RuleViolation("paper_incomplete", paper=TITLES[paper.KIND], fields=fields)
