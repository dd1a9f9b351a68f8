"""What may be shown for an act: the names of evidence, how a call ended, why a note was made."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from yichuang_desktop.domain.titled import TitledEnum


class CallOutcome(TitledEnum):
    """How a phone call ended (R-HO-2, R-OUT-1, R-REM-1)."""

    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no_answer"

    def _words(self) -> str:
        """As the call log says it."""
        return {"answered": "已接通", "busy": "占线", "no_answer": "无人接听"}[self.value]


class PerformanceCause(TitledEnum):
    """Why a department's handling is noted for the month's efficiency score (3.2.2.4)."""

    LATE = "late"
    REPEATED_CALLS = "repeated_calls"
    UNSKILLED = "unskilled"

    def _words(self) -> str:
        """In the words of the regulation."""
        return {"late": "交接不及时", "repeated_calls": "多次电话提醒", "unskilled": "业务不熟练"}[self.value]


class OriginalSeen(StrEnum):
    """The original that stands in for a lost receipt (3.2.4.1)."""

    IDENTITY_CARD = "居民身份证原件"
    LICENCE = "营业执照原件"


TITLES: Final[Mapping[str, str]] = {
    "acceptance_notice": "受理通知单",
    "annulled": "被撤销的一步",
    "approver": "批准人",
    "bag_list": "卷内目录",
    "call": "电话记录",
    "checklist": "材料审查结果",
    "clerk_signature": "首办责任人签字",
    "collection_signature": "领取人签字",
    "collector": "领取人身份核验",
    "answer": "答复",
    "question": "咨询问题",
    "contact": "联系方式",
    "referral": "转办记录",
    "commitment_check": "核查结果",
    "mail_wish": "邮寄地址",
    "book_entry": "手工台账页码",
    "calls_made": "通知记录",
    "commitment": "信用承诺书",
    "commitment_scanned": "扫描信用承诺书",
    "commitment_signature_seen": "已见承诺人签字",
    "conditional_notice": "容缺受理通知书",
    "corrected_materials": "补正材料清单",
    "correction_notice": "补正通知",
    "counterfoil_scanned": "扫描存根",
    "customer_slip": "快递单客户联",
    "decision": "部门决定",
    "delivery": "妥投信息",
    "department_acceptance": "部门受理信息",
    "department_mailing": "部门寄送信息",
    "department_voucher": "部门受理凭证",
    "department_word": "部门说明",
    "external_part": "外部环节进展",
    "extension_notice": "延长期限通知书",
    "identity": "身份核验",
    "informed_commitment": "告知承诺书",
    "loss_declaration": "保证声明",
    "materials_voucher": "申请材料收件凭证",
    "not_accepted_decision": "不予受理决定书",
    "notice_stub": "一次性告知单存根",
    "officer_signature_seen": "已见后台人员签字",
    "one_off_notice": "一次性告知单",
    "online_reference": "网上申报编号",
    "original_document": "证件原件",
    "package": "所属一件事",
    "papers_given_back": "退还材料记录",
    "papers_kept": "暂存材料清单",
    "papers_list": "材料清单",
    "papers_received": "申请人签收",
    "parcel": "邮件编号",
    "parts": "分办清单",
    "performance_note": "效能记录",
    "platform_confirmation": "平台确认",
    "platform_entry": "平台办件编号",
    "platform_return": "平台退回记录",
    "provider_signature": "提供人签字",
    "proxy_signature": "后台人员代签",
    "push": "推送记录",
    "receipt_or_declaration": "收件通知单或保证声明",
    "receipt_scanned": "扫描收件通知单",
    "receipt_told": "已告知凭收件通知单领取",
    "refusal_decision": "不予许可决定书",
    "remedies": "复议和诉讼权利告知",
    "reminders": "提醒记录",
    "reply_slip": "业务受理回执单",
    "result_slip": "结果移交单",
    "return_notice": "退件告知单",
    "returned_mail": "退回邮件",
    "seal": "印章",
    "sender_slip": "寄件单据",
    "shipment": "邮寄信息",
    "special_step": "特殊环节",
    "supplied_materials": "补交材料清单",
    "termination_notice": "终止通知",
    "transfer_form": "档案移交表",
    "void_approval": "作废批准",
    "withdrawal_request": "撤回申请",
    "written_exception": "书面例外",
    "written_notice": "书面告知",
}
"""Every kind of evidence the table asks for, as a clerk calls it."""


def title_of(evidence: str) -> str:
    """The evidence as a clerk calls it."""
    return TITLES[evidence]
