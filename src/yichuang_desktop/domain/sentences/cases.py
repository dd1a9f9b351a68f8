"""Sentences about the case model, intake, handover, issuance and return, and what comes next (下一步)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from yichuang_desktop.domain.evidence import title_of as evidence_title
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
        "extended": "办理期限已经延长过，依法只能延长一次",
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


def _answer_question(department: str, due: date | None = None) -> str:
    before = f"，请在{due.month}月{due.day}日前" if due else "，请"
    return f"问题已转{department or '部门'}解答{before}得到答复，登记后告知咨询人。"


def _not_the_last(last: str = "", **_more: Any) -> str:
    now = f"，现在最后一步是“{last}”" if last else ""
    return f"只能撤销最后一步{now}。请刷新后再看。"


def _annul_too_late(act: str = "", clerk: str = "", minutes: int = 0, **_more: Any) -> str:
    by = f"“{act}”由{clerk}办理，" if clerk else ""
    within = f"在 {minutes} 分钟内" if minutes else "在规定时间内"
    return f"{by}只有本人{within}可以撤销。请该窗口所在组的组长登录撤销。"


def _not_your_role(act: str, roles: Sequence[str] = (), **_more: Any) -> str:
    by = f"由{'、'.join(roles)}办理，" if roles else "须由相应岗位办理，"
    return f"“{act}”{by}您的账号没有这个岗位。请换相应岗位的同事登录办理。"


def _not_in_this_channel(act: str, channel: str = "", **_more: Any) -> str:
    which = f"“{channel}”的办件" if channel else "这类办件"
    return f"{which}没有“{act}”这一步。请按“下一步”的提示办理。"


_TABLE: dict[str, str | Callable[..., str]] = {
    "changed_elsewhere": _changed_elsewhere,
    "not_your_role": _not_your_role,
    "not_in_this_channel": _not_in_this_channel,
    "not_in_this_state": _wrong_state,
    "still_owed": _still_owed,
    "evidence_lacking": _evidence_lacking,
    "reason_lacking": "“{act}”须写明原因。请填写后再试。",
    "not_this_doer": "“{act}”的办理人不符。请核对是谁办理的，再登记。",
    "column_not_settable": "“{act}”不能改动这些内容。请刷新后再试；仍不行时告知管理员。",
    "nothing_to_annul": "这一步已经撤销过，或不在这件办件上。请刷新后再看。",
    "not_the_last_act": _not_the_last,
    "not_annullable": "“{act}”不能撤销。如办错，请联系组长按更正手续处理。",
    "annul_too_late": _annul_too_late,
}

_INTAKE: dict[str, str | Callable[..., str]] = {
    "not_at_this_counter": "{counter}不收件。请引导申请人到综合受理窗口。",
    "item_not_chosen": "还没有选事项。请在上方输入名称、拼音首字母或部门查找。",
    "applicant_not_filled": "还没有填写申请人。请填写姓名（名称）和证件号码。",
    "identity_not_verified": "还没有核验身份。请核验申请人或代理人的证件，并选择核验方式。",
    "checklist_not_begun": "还没有审查材料。请逐份选择审查结果。",
    "checklist_of_other_item": "材料清单与“{item}”的现行清单不一致。请重新选择事项后再审查。",
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
    "collector_other_number": (
        "证件号码与{name}登记的不一致。请看原件重新录入；不是本人领取的，请核验授权委托书并登记。"
    ),
    "signature_not_seen": "领取人还没有签字。请在外屏签名，或在纸上签字后确认“已见签字”。",
    "statement_not_printed": "保证声明还没有打印。请先打印，由领取人签字后再出证；也可以在外屏签署。",
    "already_issued": _already_issued,
    "original_unknown": "请选择核验的原件：{originals}。",
    "original_of_other_person": "这张{original}的号码与{applicant}不符。请核验申请人的证件原件。",
    "print_answer_unknown": "请选择票的情况：{answers}。",
    "rating_needs_grade": "评价没有收到等级。请重新邀请评价，超时按未评价记录。",
    "rating_without_device": "评价须来自评价屏。请检查评价屏是否接好。",
}

_LIBRARY: dict[str, str | Callable[..., str]] = {
    "library_nothing_new": "这份文件与事项库一致，没有要发布的内容。",
    "library_changed_meanwhile": "预览之后事项库又有变化（{names}等）。请重新预览，核对后再发布。",
}

_REQUESTS: dict[str, str | Callable[..., str]] = {
    "request_unreadable": "这一行不是有效的请求：{reason}。请按接口说明检查格式。",
    "request_act_unknown": "没有“{act}”这个操作。请按接口说明检查名称。",
    "request_field_unknown": "请求里多了不认识的字段 {field}。请按接口说明检查。",
    "request_field_missing": "请求里缺少字段 {field}。请按接口说明补上。",
    "request_field_wrong": "请求里字段 {field} 的内容不对。请按接口说明检查。",
}


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


def _special(department: str, step: str = "", until: date | None = None, **_more: Any) -> str:
    planned = f"，计划 {until.month}月{until.day}日前结束" if until else ""
    return f"{department}正在进行{step or '特殊环节'}{planned}，结束后请登记结束日期。"


def _correcting(department: str, until: date | None = None, **_more: Any) -> str:
    by = f"在 {until.month}月{until.day}日前" if until else ""
    return f"{department}要求申请人{by}补正，收到补正材料后请登记。"


def _online(department: str, due: date | None = None, estimated: bool = False) -> str:
    return f"等{department}在网上受理，受理后请登记受理日期。"


_STEPS: dict[str, str | Callable[..., str]] = {
    "step_begin": "请选择事项，开始收件。",
    "step_review": "请逐份审查材料，选择审查结果。",
    "step_answer_question": _answer_question,
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
}

SENTENCES: dict[str, str | Callable[..., str]] = {
    **_TABLE,
    **_INTAKE,
    **_HALL,
    **_LIBRARY,
    **_REQUESTS,
    **_STEPS,
}
