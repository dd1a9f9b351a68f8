"""Sentences about handover, special steps, corrections, extensions, reminders and the month's reports."""

from collections.abc import Callable
from datetime import date


def _step_before_acceptance(step: str, accepted_on: date) -> str:
    on = f"{accepted_on.month}月{accepted_on.day}日"
    return f"“{step}”不能早于受理日（{on}）开始。请核对部门告知的开始日期。"


def _step_ends_before_it_began(step: str, began_on: date) -> str:
    return f"“{step}”于{began_on.month}月{began_on.day}日开始，结束不能更早。请核对结束日期。"


def _extension_too_late(due: date) -> str:
    return f"法定期限已于{due.month}月{due.day}日届满，不能再延长。请按超期上报。"


SENTENCES: dict[str, str | Callable[..., str]] = {
    "step_name_missing": "选了“其他”，请写明环节名称，例如“公示”。",
    "step_before_acceptance": _step_before_acceptance,
    "step_ends_before_it_began": _step_ends_before_it_began,
    "correction_incomplete": "要求补正的{names}还没有列入。请核对申请人带来的材料，收齐后再登记。",
    "extended_already": "{number} 已经延长过一次办理期限，依法只能延长一次。",
    "extension_too_late": _extension_too_late,
    "extension_too_long": "法定期限最多延长 {most} 个工作日。请核对批准的天数。",
    "extension_of_nothing": "两个天数都是 0，没有延长。请填写批准延长的天数。",
    "extension_without_legal_limit": "“{item}”没有法定期限，只能延长承诺期限。请把法定延长天数改为 0。",
    "decided_before_acceptance": "决定日期早于受理日期{accepted_on}。请核对部门的决定。",
    "not_first_handler": "首办责任人是{handler}，须由本人在通知单和存根右下角签名。请其登录确认。",
    "exception_not_later": "例外的日期须晚于原来的领取日{due}。请核对组长的书面意见。",
    "exception_not_a_workday": "{day}不是工作日，部门无法来领。请改为工作日。",
    "performance_noted_already": "{number} 的“{cause}”已经上报过，不必重复上报。",
    "package_parts_waiting": "“{item}”还有 {count} 个部门没有领取材料。各部门都签字以后再完成交接。",
    "nothing_unsigned": "{day}的存根都有部门签字，不需要打印未签字清单。",
    "not_overdue": "{number} 还没有超过承诺时限（{due}），不能上报超期。可以先提醒部门。",
    "no_due_day": "{number} 没有承诺时限，不能上报超期。",
    "overdue_without_reminder": "上报前须有提醒部门的记录。请先提醒{department}（F10），再上报。",
    "month_unreadable": "请按“2026-11”的样子填写月份。",
    "month_not_begun": "{month} 还没有到，不能出月报。",
}
