"""Sentences of 下一步 and of what the archive still lacks."""

from collections.abc import Callable
from datetime import date, datetime


def _hand_over(department: str, due: datetime | None = None) -> str:
    until = f"，最迟 {due:%H:%M} 前领取" if due else "，当日领取"
    return f"请联系{department}来领材料{until}；来人在存根上签字后扫存根。"


def _on_the_spot(department: str, due: datetime | None = None) -> str:
    return f"即办件：请{department}当场办理，在存根上签字后扫存根，登记结果。"


def _decision(department: str, due: date | None = None, estimated: bool = False) -> str:
    if due is None:
        return f"等{department}办结，办结后把结果交到出证窗口。"
    guess = "（暂估）" if estimated else ""
    return f"等{department}办结，承诺 {due.month}月{due.day}日前{guess}；办结后把结果交到出证窗口。"


def _special(department: str, due: date | None = None, estimated: bool = False) -> str:
    return f"{department}正在进行特殊环节，结束后请登记结束时间。"


def _correcting(department: str, due: date | None = None, estimated: bool = False) -> str:
    return f"{department}要求补正，收到补正材料后请登记。"


def _online(department: str, due: date | None = None, estimated: bool = False) -> str:
    return f"等{department}在网上受理，受理后请登记受理日期。"


SENTENCES: dict[str, str | Callable[..., str]] = {
    "step_begin": "请选择事项，开始收件。",
    "step_review": "请逐份审查材料，选择审查结果。",
    "step_wait_for_supply": "“{item}”已一次性告知，等申请人补齐；材料带来后扫告知单继续收件。",
    "step_give_kept_papers_back": "请把暂存的材料退还申请人，并登记签收。",
    "step_given_up": "本次收件已结束，不需要再办。",
    "step_done": "本件已全部办完，档案已移交。",
    "step_look_at_timeline": "请看时间线，按实际情况选择下面的操作。",
    "step_commitment_owed": "{receipt_no} 的信用承诺书还没有签字。请承诺人签字，看到签字后打勾。",
    "step_supplement_owed": "容缺材料还没有补齐，补齐前不能出证。请登记补交的材料。",
    "step_hand_over": _hand_over,
    "step_conclude_on_the_spot": _on_the_spot,
    "step_online_counterfoil": "请把收件通知单及存根交出证窗口，由出证窗口扫码登记。",
    "step_pass_counterfoil": "请把存根和信用承诺书交出证窗口，由出证窗口扫两张登记。",
    "step_wait_for_decision": _decision,
    "step_special": _special,
    "step_correcting": _correcting,
    "step_wait_for_department_acceptance": _online,
    "step_bring_result": "{department}已准予，请其把结果送到出证窗口登记。",
    "step_call_applicant": "结果已到。请电话通知{applicant}带收件通知单来领。",
    "step_issue": "已通知{applicant}。来人后扫收件通知单，核对证件，签收出证。",
    "step_file_customer_slip": "结果在邮寄窗口。寄出后请登记快递单客户联。",
    "step_confirm_delivery": "结果已寄出。妥投后请登记；退回的请登记退回。",
    "step_give_papers_back": "请通知申请人凭收件通知单取回材料，签收后登记。",
    "step_fetch_papers": "请{department}把材料退到出证窗口，并逐份登记。",
    "step_put_in_bag": "请把收件通知单、存根、信用承诺书装入档案袋，并登记。",
    "step_transfer_to_archive": "已装袋。月底填写移交表，移交档案室。",
    "step_collect_counterfoil": "请把存根交出证窗口归集登记。",
    "archive_receipt": "收件通知单（遗失的用保证声明）",
    "archive_counterfoil": "收件通知单存根",
    "archive_department_signature": "存根上的部门签字",
    "archive_collection_signature": "领取人签字",
    "archive_commitment": "信用承诺书",
    "archive_commitment_signature": "信用承诺书上的签字",
    "archive_sender_slip": "寄件单据",
    "archive_notice_stub": "一次性告知单存根",
    "archive_reply_slip": "业务受理回执单",
    "archive_department_voucher": "部门受理凭证",
    "archive_proxy_signature": "后台人员代申请人签字的存根",
    "archive_customer_slip": "快递单客户联",
    "archive_materials_voucher": "申请材料收件凭证",
    "archive_conditional_notice": "容缺受理通知书",
    "archive_informed_commitment": "告知承诺书",
}
