"""Handover, review and reminders in the words of the timeline (3.2.2, 3.2.3)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from yichuang_desktop.domain.evidence import CallOutcome
from yichuang_desktop.domain.masking import mask_phone
from yichuang_desktop.domain.pausing import days_text
from yichuang_desktop.services.requests.processing import TOLD
from yichuang_desktop.services.step_papers import extension_text

Evidence = Mapping[str, Any]
_TOLD = dict(TOLD)


def _day(text: str) -> str:
    day = date.fromisoformat(text[:10])
    return f"{day.month}月{day.day}日"


def _dues(evidence: Evidence) -> str:
    """The due day the act led to."""
    dues = evidence.get("dues") or {}
    due = dues.get("promise") or dues.get("legal")
    if not due:
        return ""
    which = "承诺" if dues.get("promise") else "法定"
    return f"{which}到期日 {_day(due)}{'（暂估）' if dues.get('estimated') else ''}"


def _joined(*parts: str) -> str:
    return "；".join(part for part in parts if part)


def _opened(evidence: Evidence) -> str:
    step, notice = evidence["special_step"], evidence["written_notice"]
    return _joined(
        f"{step['name']}，{_day(step['began_at'])}开始，需 {days_text(step['days'], step['unit'])}",
        f"批准人 {step['approver']}",
        f"告知书 {notice['number']} {_TOLD[notice['told']]}",
        _dues(evidence),
    )


def _closed(evidence: Evidence) -> str:
    step = evidence["special_step"]
    used = f"用时 {step['days_used']} 个工作日"
    return _joined(f"{step['name']}，{_day(step['ended_at'])}结束，{used}", step["outcome"], _dues(evidence))


def _asked(evidence: Evidence) -> str:
    notice = evidence["correction_notice"]
    names = "、".join(row["name"] for row in notice["rows"])
    return _joined(
        f"通知书 {notice['number']} {_TOLD[notice['told']]}，{_day(notice['planned_end'])}前补正：{names}",
        _dues(evidence),
    )


def _brought(evidence: Evidence) -> str:
    told = evidence["corrected_materials"]
    names = "、".join(row["name"] for row in told["rows"])
    return _joined(f"收到 {names}，补正用时 {told['days_used']} 个工作日", _dues(evidence))


def _extended(evidence: Evidence) -> str:
    notice = evidence["extension_notice"]
    return _joined(
        f"延长 {extension_text(notice['legal_days'], notice['promise_days'])}",
        f"批准人 {evidence['approver']['name']}",
        f"通知书 {notice['number']} {_TOLD[notice['told']]}",
        _dues(evidence),
    )


def _word(evidence: Evidence) -> str:
    return str(evidence["department_word"]["said"])


def _approved(evidence: Evidence) -> str:
    decision = evidence["decision"]
    return f"{_day(decision['decided_on'])}准予 {decision['number']}".rstrip()


def _excused(evidence: Evidence) -> str:
    exception = evidence["written_exception"]
    until = datetime.fromisoformat(exception["until"])
    return f"可在{until.month}月{until.day}日 {until:%H:%M} 前领取，凭{exception['document']}"


def _reminded(evidence: Evidence) -> str:
    call = evidence["call"]
    told = f" {call['told']}" if call.get("told") else ""
    said = f"，{call['said']}" if call["said"] else ""
    return f"{mask_phone(call['phone'])}{told} {CallOutcome(call['outcome']).title}{said}"


def _reported(evidence: Evidence) -> str:
    overdue, count = evidence["overdue"], len(evidence["reminders"])
    return f"应于{_day(overdue['due'])}办结，超期 {overdue['days']} 个工作日；附提醒记录 {count} 条"


SAYERS: dict[str, Callable[[Evidence], str]] = {
    "open_special_step": _opened,
    "close_special_step": _closed,
    "ask_correction": _asked,
    "receive_correction": _brought,
    "extend": _extended,
    "enter_review": _word,
    "leave_papers_with_department": _word,
    "approve": _approved,
    "sign_as_first_handler": lambda _evidence: "存根已扫描，本人已在右下角签名",
    "excuse_late_collection": _excused,
    "remind": _reminded,
    "report_overdue": _reported,
}
"""What the timeline says of each act's evidence."""
