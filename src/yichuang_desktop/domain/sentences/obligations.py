"""What is said about obligations and delegations."""

from collections.abc import Callable, Sequence
from datetime import date


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _not_owed(receipt_no: str, names: Sequence[str] = ()) -> str:
    if not names:
        return f"{receipt_no} 没有待补的容缺材料，不需要登记。"
    return f"这份材料不在待补之列。{receipt_no} 还欠：{'、'.join(names)}。请按名称登记。"


def _conditional_then(names: Sequence[str]) -> str:
    return f"{'、'.join(names)}判为容缺，请按“容缺受理”办理，出具容缺受理通知书。"


def _to_department(department: str) -> str:
    return f"请联系政务服务和数字政务股登记委托书；申请人急办的，可以直接到{department}办理。"


def _not_delegated(item: str = "", department: str = "审批部门", **_more: object) -> str:
    which = f"“{item}”" if item else "这个事项"
    return f"{which}的收件受理权，{department}还没有委托给本大厅，不能收件。{_to_department(department)}"


def _ended(item: str, department: str, until: date) -> str:
    return f"{department}对“{item}”的委托已于{_day(until)}到期，不能收件。{_to_department(department)}"


def _not_begun(item: str, department: str, since: date) -> str:
    return f"{department}对“{item}”的委托自{_day(since)}起才有效，现在不能收件。{_to_department(department)}"


SENTENCES: dict[str, str | Callable[..., str]] = {
    "accept_conditionally_then": _conditional_then,
    "conditional_not_allowed": "“{item}”不适用容缺受理。请补齐材料，或出具一次性告知单。",
    "nothing_deferred": "没有判为容缺的材料。材料齐全的直接收件受理。",
    "no_supply_term": "“{item}”没有规定容缺补交期限，不能容缺受理。请告知事项库管理员补上期限。",
    "promise_changed": "容缺承诺的内容在{signer}签字后有变化。请申请人重新阅读并签字。",
    "supply_not_owed": _not_owed,
    "more_time_not_more": "宽限的日期应晚于现在的期限{due}。请核对部门同意的日期。",
    "supply_not_expired": "补交期限到{due}为止，期限内不能终止。请等期限届满，或登记补交。",
    "commitment_not_offered": "“{item}”不适用告知承诺。请按一般程序办理。",
    "commitment_not_told": "还没有告知办理程序、要求和不实承诺的责任。请先告知，申请人愿意的再办。",
    "not_to_be_replaced": "“{name}”没有判为缺，不需要用承诺代替。请核对审查结论。",
    "not_all_replaced": "全部必要材料都以承诺代替，没有可以审查的申请。申请书等请先收下。",
    "informed_changed": "告知承诺书的内容在{signer}签字后有变化。请申请人重新阅读并签字。",
    "check_not_owed": "{receipt_no} 没有待核查的告知承诺，不需要登记。",
    "next_check_lacking": "限期整改的，请填写整改后复查的日期。",
    "kept_too_long_ago": "{came}收到的材料已过五个工作日，不能再按暂存登记。请立即找组长处理。",
    "deemed_accepted_already": (
        "“{item}”的告知期限到{due}为止，已经届满，依法视为受理。请组长在“待补待查”里办理视为受理。"
    ),
    "papers_not_kept": "窗口没有暂存这件的材料，不适用视为受理。",
    "notice_still_possible": "告知期限到{due}为止，还没有届满。请窗口告知、受理或不予受理。",
    "first_handler_unknown": "首办责任人只能是：{known}。请重新填写。",
    "not_delegated": _not_delegated,
    "delegation_ended": _ended,
    "delegation_not_begun": _not_begun,
    "delegation_without_document": "委托须有书面文件，请填写文号。",
    "delegation_backwards": "日期早于委托的起始日{since}，请核对。",
    "delegation_end_wrong": "终止委托须填写最后一天，请补上。",
    "delegation_ended_before": "这份委托已经登记过终止，不必再登。",
    "delegation_unknown": "登记簿里没有这份委托，请刷新后再选。",
}
