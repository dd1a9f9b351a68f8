"""Sentences about the case model, intake, handover, issuance and return."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from yichuang_desktop.domain.evidence import title_of as evidence_title
from yichuang_desktop.domain.sentences import next_steps
from yichuang_desktop.domain.tracks import Track
from yichuang_desktop.domain.tracks import title_of as state_title


def _changed_elsewhere(receipt_no: str = "", item: str = "", by: str = "", at: datetime | None = None) -> str:
    which = receipt_no or (f"“{item}”的收件" if item else "这件办件")
    who = f"刚由{by}" if by else "刚在别处"
    when = f"（{at:%H:%M}）" if at else ""
    return f"{which}{who}办过一步{when}。已为您刷新，请看一下最新情况再操作。"


def _wrong_state(act: str, track: str, state: str = "", **_more: Any) -> str:
    which = Track(track)
    now = f"{which.title}现为“{state_title(which, state)}”" if state else f"{which.title}的情况不符"
    return f"现在不能“{act}”：{now}。请按“下一步”的提示办理。"


def _still_owed(act: str, owed: Sequence[str] = (), **_more: Any) -> str:
    titles = {
        "commitment_owed": "信用承诺书尚未签字，请承诺人签字后点“已见签字”",
        "supplement_owed": "容缺材料尚未补齐，请先登记补交",
    }
    named = "；".join(titles.get(str(flag), "还有欠交的事项") for flag in owed) or "还有欠交的事项"
    return f"还不能“{act}”：{named}。"


def _evidence_lacking(act: str, evidence: Sequence[str] = (), **_more: Any) -> str:
    told = {"receipt_told": "请告知申请人凭收件通知单到出证窗口领取，并打勾"}
    if any(name in told for name in evidence):
        return f"还不能“{act}”：{'；'.join(told[name] for name in evidence if name in told)}。"
    names = "、".join(evidence_title(name) for name in evidence) or "所需凭证"
    return f"还不能“{act}”，缺：{names}。请补上后再试。"


def _already_issued(receipt_no: str, at: datetime | None = None, collector: str = "", clerk: str = "") -> str:
    when = f"{at.month}月{at.day}日 {at:%H:%M}" if at else "此前"
    who = f"由{collector}领取" if collector else "办出"
    by = f"，经办人{clerk}" if clerk else ""
    return f"{receipt_no} 的结果已于{when}{who}{by}，不能再次出证。如有疑问，请看办件的时间线。"


def _notice_before_review(count: int) -> str:
    left = f"还有 {count} 份材料没有审查" if count else "还没有审查材料"
    return f"{left}。一次性告知须一次说全，请先逐份审查。"


def _notice_again(at: datetime, item: str) -> str:
    return f"“{item}”已于{at.month}月{at.day}日出具过一次性告知单。再次告知须写明原因。"


_TABLE: dict[str, str | Callable[..., str]] = {
    "changed_elsewhere": _changed_elsewhere,
    "not_your_role": "“{act}”由{roles}办理，您的账号没有这个岗位。请换相应岗位的同事登录办理。",
    "not_in_this_channel": "“{channel}”的办件没有“{act}”这一步。请按“下一步”的提示办理。",
    "not_in_this_state": _wrong_state,
    "still_owed": _still_owed,
    "evidence_lacking": _evidence_lacking,
    "reason_lacking": "“{act}”须写明原因。请填写后再试。",
    "not_this_doer": "“{act}”的办理人不符。请核对是谁办理的，再登记。",
    "column_not_settable": "“{act}”不能改动这些内容。请刷新后再试；仍不行时告知管理员。",
    "nothing_to_annul": "{receipt_no} 没有可以撤销的一步。",
    "not_the_last_act": "只能撤销最后一步，现在最后一步是“{last}”。请刷新后再看。",
    "not_annullable": "“{act}”不能撤销。如办错，请联系组长按更正手续处理。",
    "annul_too_late": "“{act}”由{clerk}办理，只有本人在 {minutes} 分钟内可以撤销。请组长登录撤销。",
}

_INTAKE: dict[str, str | Callable[..., str]] = {
    "not_at_this_counter": "{counter}不收件。请引导申请人到综合受理窗口。",
    "item_not_chosen": "还没有选事项。请在上方输入名称、拼音首字母或部门查找。",
    "applicant_not_filled": "还没有填写申请人。请填写姓名（名称）和证件号码。",
    "identity_not_verified": "还没有核验身份。请核验申请人或代理人的证件，并选择核验方式。",
    "checklist_not_begun": "还没有审查材料。请逐份选择审查结果。",
    "checklist_of_other_item": "材料清单与“{item}”的现行清单不一致。请重新选择事项后再审查。",
    "deferral_not_yet": "{names}判为容缺，须出具容缺受理通知书，目前请补齐后受理，或出具一次性告知单。",
    "draft_closed": "“{item}”的收件已办完或已放弃，不能再改。请刷新列表。",
    "override_needs_administrator": "证件号码未通过校验，须由管理员写明原因放行。请核对号码或找管理员。",
    "notice_before_review": _notice_before_review,
    "nothing_lacking": "材料没有缺漏，不需要一次性告知单，可以受理。",
    "notice_again_needs_reason": _notice_again,
    "commitment_changed": "承诺书的内容在{signer}签字后有变化。请申请人重新阅读并签字。",
    "collection_text_changed": "签收内容在{signer}签字后有变化。请领取人重新阅读并签字。",
    "signature_empty": "没有收到签字笔迹。请重新签字，或改用纸面签字。",
    "commitment_not_owed": "{receipt_no} 的信用承诺书已经签字，不必再登记。",
    "platform_no_wrong": "平台办件编号为空或超过 {most} 个字符。请核对后重新录入或扫描。",
}

_HALL: dict[str, str | Callable[..., str]] = {
    "officer_missing": "请填写部门后台工作人员的姓名。",
    "performance_cause_unknown": "请选择效能记录的原因：{causes}。",
    "day_sheet_empty": "{department}在{day}没有收件，不需要打印日清单。",
    "call_outcome_unknown": "请选择通话结果：{outcomes}。",
    "call_phone_missing": "请填写拨打的电话号码。",
    "wrong_paper": "扫到的是{found}，这里要扫{wanted}。请换一张再扫。",
    "paper_not_found": "没有查到这张{kind}。可能是别的大厅或演示库的单据，请按单号查找。",
    "paper_of_other_case": "这张{kind}属于 {number}，不是当前办件 {receipt_no}。请换一张再扫。",
    "paper_revoked": "这张{kind}（{number}）已挂失作废，不能再用。请查看办件，按遗失手续办理。",
    "case_not_found": "没有查到 {number}。请核对单号，或按申请人姓名查找。",
    "result_name_missing": "请填写结果名称，例如“营业执照”。",
    "result_copies_wrong": "结果份数应在 1 到 {most} 之间。请重新填写。",
    "not_on_the_spot": "“{item}”不是即办件，不能当场办结。请先交接材料，等部门办结。",
    "collector_missing": "请核验领取人的证件，填写姓名和证件号码。",
    "collector_other_name": "证件号码与{expected}一致，姓名却是{name}。请再核对一次证件。",
    "collector_not_authorised": "{name}不是{applicant}本人，也不是登记的代理人。请核验授权委托书并登记。",
    "already_issued": _already_issued,
    "original_unknown": "请选择核验的原件：{originals}。",
    "original_of_other_person": "这张{original}的号码与{applicant}不符。请核验申请人的证件原件。",
    "print_answer_unknown": "请选择票的情况：{answers}。",
    "rating_needs_grade": "评价没有收到等级。请重新邀请评价，超时按未评价记录。",
    "rating_without_device": "评价须来自评价屏。请检查评价屏是否接好。",
}

_REQUESTS: dict[str, str | Callable[..., str]] = {
    "request_unreadable": "这一行不是有效的请求：{reason}。请按接口说明检查格式。",
    "request_act_unknown": "没有“{act}”这个操作。请按接口说明检查名称。",
    "request_field_unknown": "请求里多了不认识的字段 {field}。请按接口说明检查。",
    "request_field_missing": "请求里缺少字段 {field}。请按接口说明补上。",
    "request_field_wrong": "请求里字段 {field} 的内容不对。请按接口说明检查。",
}

SENTENCES: dict[str, str | Callable[..., str]] = {
    **_TABLE,
    **_INTAKE,
    **_HALL,
    **_REQUESTS,
    **next_steps.SENTENCES,
}
