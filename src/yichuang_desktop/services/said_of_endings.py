"""Evidence of intake's other kinds and of the negative endings in words, for the timeline."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from yichuang_desktop.domain.intake_form import Delivery
from yichuang_desktop.domain.obligations import CheckOutcome, SupplyWay

Evidence = Mapping[str, Any]


def conditionally(evidence: Evidence) -> str:
    """What was deferred, until when."""
    notice = evidence["conditional_notice"]
    names = "、".join(row["name"] for row in notice["owed"])
    return f"容缺：{names}，{_day(notice['due'])}前补齐；容缺承诺{_signed(notice['signature'])}"


def on_commitment(evidence: Evidence) -> str:
    """What was committed, checked until when."""
    told = evidence["informed_commitment"]
    stands = f"，代替{'、'.join(told['replaced'])}" if told["replaced"] else ""
    signed = f"告知承诺书{_signed(told['signature'])}{stands}"
    return f"已告知程序、要求和责任；{signed}；{_day(told['check_due'])}前核查"


def _supplied(evidence: Evidence) -> str:
    supplied = evidence["supplied_materials"]
    names = "、".join(row["name"] for row in supplied["rows"])
    left = f"；还欠{'、'.join(supplied['left'])}" if supplied["left"] else "；已全部补齐"
    late = "（逾期补交）" if supplied["late"] else ""
    return f"{SupplyWay(supplied['how']).title}{late}：{names}{left}，记录 {supplied['number']}"


def _more_time(evidence: Evidence) -> str:
    word = evidence["department_word"]
    return f"宽限到{_day(word['until'])}（原{_day(word['before'])}），{word['officer']}：{word['said']}"


def _terminated(evidence: Evidence) -> str:
    notice = evidence["termination_notice"]
    return f"终止通知 {notice['number']}，没有补交：{'、'.join(notice['missing'])}，已告知救济途径"


def _checked(evidence: Evidence) -> str:
    check = evidence["commitment_check"]
    late = "（逾期核查）" if check["late"] else ""
    again = f"，{_day(check['next'])}复查" if check["next"] else ""
    return f"{_day(check['on'])}核查{late}：{CheckOutcome(check['outcome']).title}{again}；{check['facts']}"


def _kept(evidence: Evidence) -> str:
    kept = evidence["papers_kept"]
    names = "、".join(f"{row['name']}{row['copies']}份" for row in kept["rows"])
    return f"暂存 {names}；{_day(kept['notice_due'])}前告知或受理"


def _given_back(evidence: Evidence) -> str:
    back = evidence["papers_given_back"]
    return f"{back['receiver']}已核对签字取回 {len(back['rows'])} 项"


def _deemed(evidence: Evidence) -> str:
    kept = evidence["papers_kept"]
    return f"{_day(kept['on'])}收到材料，逾期未告知；首办责任人{evidence['first_handler']}"


def _not_accepted(evidence: Evidence) -> str:
    decision = evidence["not_accepted_decision"]
    elsewhere = f"，告知向{decision['apply_again']}申请" if decision["apply_again"] else ""
    return f"决定书 {decision['number']}，{_sealed(evidence)}{elsewhere}；依据{decision['legal_basis']}"


def _refused(evidence: Evidence) -> str:
    decision = evidence["refusal_decision"]
    late = "，超过承诺时限" if decision["late"] else ""
    return f"决定书 {decision['number']}{late}，{_sealed(evidence)}；依据{decision['legal_basis']}"


def _withdrawn(evidence: Evidence) -> str:
    asked = evidence["withdrawal_request"]
    back = Delivery(asked["papers_back"]).title
    return f"撤回申请 {asked['number']}，{_signed(asked['signature'])}；材料{back}退还"


def _void(evidence: Evidence) -> str:
    approval = evidence["void_approval"]
    return f"{approval['number']} 作废，编号不再使用；收件通知单已收回，{approval['approved_by']}批准"


def _sealed(evidence: Evidence) -> str:
    return f"已见{evidence['seal']['kind']}，已告知复议和诉讼权利"


def _signed(signature: Evidence) -> str:
    return {"screen": "屏幕签字", "ink": "纸面签字", "ink_owed": "待纸面签字"}[signature["on"]]


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.month}月{day.day}日"


SAYERS: dict[str, Callable[[Evidence], str]] = {
    "supply_deferred": _supplied,
    "give_more_time_to_supply": _more_time,
    "terminate_unsupplied": _terminated,
    "check_commitment_kept": _checked,
    "keep_papers": _kept,
    "give_kept_papers_back": _given_back,
    "deem_accepted": _deemed,
    "not_accept": _not_accepted,
    "refuse": _refused,
    "withdraw": _withdrawn,
    "void": _void,
}
"""By kind of act; the two ways of accepting are said with the acceptance itself."""
