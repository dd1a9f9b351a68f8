"""Sentences of every way an application comes that is not the ordinary counter (2.3, 3.2.1.3, 3.2.4, 3.3)."""

from collections.abc import Callable
from datetime import date


def _mailing(department: str, due: date | None = None, estimated: bool = False) -> str:
    guess = "（暂估）" if estimated else ""
    until = f"，承诺 {due.month}月{due.day}日前{guess}" if due else ""
    return f"等{department}办结并直接寄给申请人{until}；部门告知寄出后，按 F12 登记办结。"


SENTENCES: dict[str, str | Callable[..., str]] = {
    "external_no_known": "编号 {number} 已经登记过（{receipt_no}），不能重复登记。请核对编号。",
    "external_no_taken": "这个编号刚刚被另一窗口登记了，不能重复登记。请查询后核对。",
    "applicant_address_missing": "要邮寄的，请填写收件地址。",
    "waybill_wrong": "快递单号不对：EMS 单号是 13 位数字，或 2 位字母、9 位数字、2 位字母。请对照面单核对。",
    "day_before_other": "“{title}”{day}早于{other}（{other_day}），请核对日期。",
    "several_cases_found": "按“{text}”查到不止一件，请输入收件编号，或到查询页（F6）选择。",
    # 全豫通办、跨省通办
    "item_not_province_wide": "“{item}”不在{channel}事项范围内，请核对事项或通办范围。",
    "provider_signature_lacking": "请材料提供人在收件凭证上签字：外屏签名按 F11，纸上签字见到后按 Alt S。",
    "provider_text_changed": "凭证内容在签字以后变了，请提供人重新签字。",
    # 网厅
    "reply_slip_lacking": "请填写业务受理回执单编号；平台打不出的，勾选由本大厅打印。",
    "department_not_accepted_yet": "部门还没有网上受理这件，请先登记部门受理。",
    "commitment_signature_lacking": "信用承诺书还没有签字。请在外屏签署，或打印后在纸上签。",
    "commitment_not_printed": "请先打印信用承诺书，由领取人在纸上签字。",
    # 部门自建系统、非综窗
    "item_or_name_lacking": "请选择事项；事项库没有的，填写事项名称和审批部门。",
    # 邮寄办件
    "officer_must_be_present": "拆开邮件时部门后台人员必须在场。请部门人员到场后再登记。",
    "mailed_cannot_be_deferred": "邮寄件不能容缺受理（“{names}”）。请出具一次性告知单，由申请人补寄。",
    "mailed_checklist_open": "材料还没有审查完，请先在收件页逐份审查。",
    "parcel_of_other_number": "邮件编号与开拆登记的（{parcel_no}）不一致，请核对面单。",
    "result_not_to_be_mailed": "这件约定到窗口领取，请登记到出证窗口；申请人改要邮寄的，先登记邮寄地址。",
    "step_wait_for_mailing": _mailing,
    "step_mail_result": "结果已到，{applicant}要求邮寄。请交 EMS 寄出，并登记单号、留存寄件单据。",
    "step_call_online": "结果已到。请电话通知{applicant}来领取，并签信用承诺书。",
    "step_call_behalf": "{department}的证照已到。请电话通知{applicant}带身份证件来领。",
    "step_issue_online": "已通知{applicant}。来人后核对证件，请其签信用承诺书和签收，再出证。",
    "step_issue_behalf": "已通知{applicant}。来人后核对证件和受理凭证，签收发证。",
    "step_accept_mailed": "材料齐全。请部门后台人员当面清点、代签，按 F12 登记邮寄收件。",
}
