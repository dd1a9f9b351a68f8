"""A case's history in words: what happened, who did it, who recorded it, where, with what evidence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.consultations import AnswerWay, Told
from yichuang_desktop.domain.evidence import CallOutcome, PerformanceCause
from yichuang_desktop.domain.evidence import title_of as evidence_title
from yichuang_desktop.domain.hall import Counter, Doer
from yichuang_desktop.domain.intake_form import IdentityProof
from yichuang_desktop.domain.masking import mask_document, mask_phone
from yichuang_desktop.domain.ratings import Grade, RatingOutcome
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services import timeline_returns, timeline_steps
from yichuang_desktop.services.acting import act_title
from yichuang_desktop.services.annulling import undoable
from yichuang_desktop.services.ports import CaseFile, RecordedAct, ServiceRow
from yichuang_desktop.services.said_of_endings import SAYERS, conditionally, on_commitment
from yichuang_desktop.services.timeline_channels import SAYERS as CHANNEL_SAYERS


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One act, or one rating, of a case."""

    at: datetime
    title: str
    who: str
    """Who did it, and who recorded it when that was somebody else (decisions 10)."""
    where: str
    evidence_text: str
    act_id: UUID | None = None
    annulled: bool = False
    undoable: bool = False
    """The last act, of a kind that can be undone; by whom and how long is checked when it is asked for."""


def timeline(file: CaseFile, counters: Mapping[int, Counter]) -> tuple[TimelineLine, ...]:
    """Everything that happened to a case, oldest first; numbers of documents and phones are masked."""
    last = undoable(file.history)
    annulled = {act.annuls for act in file.history}
    acts = [
        _line(act, counters, annulled=act.act_id in annulled, may_undo=act is last) for act in file.history
    ]
    ratings = [_rating_line(service) for service in file.services if service.outcome]
    return tuple(sorted((*acts, *ratings), key=lambda line: line.at))


def evidence_text(act: RecordedAct) -> str:
    """The evidence of an act in one line; what is of no interest to a reader is left out."""
    said = _SAYERS.get(act.kind, _plain_evidence)(act.evidence)
    parts = [part for part in (said, f"原因：{act.reason}" if act.reason else "") if part]
    return "；".join(parts)


def _line(
    act: RecordedAct, counters: Mapping[int, Counter], *, annulled: bool, may_undo: bool
) -> TimelineLine:
    counter = counters.get(act.counter)
    return TimelineLine(
        at=act.at,
        title=act_title(act.kind) + ("（已撤销）" if annulled else ""),
        who=_who(act),
        where=counter.title if counter else "",
        evidence_text=evidence_text(act),
        act_id=act.act_id,
        annulled=annulled,
        undoable=may_undo,
    )


def _who(act: RecordedAct) -> str:
    if act.done_by == Doer.CLERK:
        return act.recorder_name
    doer = f"{Doer(act.done_by).title} {act.doer_name}".rstrip()
    return f"{doer}（{act.recorder_name}登记）"


def _rating_line(service: ServiceRow) -> TimelineLine:
    outcome = RatingOutcome(service.outcome)
    grade = Grade(service.grade).title if service.grade else outcome.title
    return TimelineLine(
        service.opened_at, f"好差评：{grade}", "申请人", "评价屏", _service_title(service.kind)
    )


def _service_title(kind: str) -> str:
    titles = {"consultation": "咨询", "intake": "收件", "collection": "领证", "return": "退件"}
    return f"{titles[kind]}服务"


# ---------------------------------------------------------------------------------------------- evidence


def _plain_evidence(evidence: Mapping[str, Any]) -> str:
    return "、".join(evidence_title(name) for name in evidence if name in _known_evidence())


def _known_evidence() -> frozenset[str]:
    return frozenset(name for kind in TABLE.values() for name in kind.evidence)


def _signature(signature: Mapping[str, Any]) -> str:
    where = {"screen": "屏幕签字", "ink": "纸面签字", "ink_owed": "待纸面签字"}[signature["on"]]
    return f"{where}（{signature['signer']}）" if signature.get("signer") else where


def _notice(evidence: Mapping[str, Any]) -> str:
    notice = evidence["one_off_notice"]
    names = "、".join(lack["name"] for lack in notice["lacking"])
    return f"告知单 {notice['number']}，需补：{names}"


def _read_when(identity: Mapping[str, Any]) -> str:
    """When and by whom the card was read, if it was (R-IN-2)."""
    reading = identity.get("reading")
    if not reading:
        return ""
    at = datetime.fromisoformat(reading["at"])
    expired = "，证件已过期" if reading["card_expired"] else ""
    return f"，{at.month}月{at.day}日{at:%H:%M}由{reading['by']}读卡{expired}"


def _accepted(evidence: Mapping[str, Any]) -> str:
    identity, rows = evidence["identity"], evidence["checklist"]["rows"]
    received = sum(row["verdict"] in ("original_seen", "copy", "electronic") for row in rows)
    parts = [
        f"{IdentityProof(identity['proof']).title}：{identity['document']}"
        f"{mask_document(identity['document_no'])}（{identity['name']}）{_read_when(identity)}",
        f"收取材料 {received} 项",
        f"信用承诺书{_signature(evidence['commitment']['signature'])}",
        "已告知凭收件通知单领取",
    ]
    if identity.get("override_by"):
        reasons = "、".join(identity["overrides"])
        parts.append(f"证件号码由管理员{identity['override_by']}放行：{reasons}")
    return "；".join(parts)


def _dispatched(evidence: Mapping[str, Any]) -> str:
    departments = "、".join(dict.fromkeys(part["department"] for part in evidence["parts"]))
    return f"{_accepted(evidence)}；受理通知单和分办清单已打印，分发到{departments}"


def _call(evidence: Mapping[str, Any]) -> str:
    call = evidence["call"]
    said = f"，{call['said']}" if call["said"] else ""
    return f"{mask_phone(call['phone'])} {CallOutcome(call['outcome']).title}{said}"


def _handed_over(evidence: Mapping[str, Any]) -> str:
    seen = evidence["officer_signature_seen"]
    return f"已见{seen['officer']}在存根上签字，存根已扫描"


def _result(evidence: Mapping[str, Any]) -> str:
    decision = evidence["decision"]
    number = f" {decision['result_no']}" if decision.get("result_no") else ""
    return f"{decision.get('result_name', '结果')}{number}，{decision.get('result_copies', 1)} 份"


def _collected(evidence: Mapping[str, Any]) -> str:
    collector = evidence["collector"]
    proof = evidence.get("original_document")
    shown = f"收件通知单遗失，核验{proof['title']}，已签保证声明" if proof else "收回收件通知单"
    authorisation = f"，凭{collector['authorisation']}" if collector["authorisation"] else ""
    person = (
        f"{collector['name']}（{collector['relation']}，{collector['document_title']}"
        f"{mask_document(collector['document_no'])}{authorisation}）"
    )
    return f"{shown}；{person}；{_signature(evidence['collection_signature'])}"


def _platform_entry(evidence: Mapping[str, Any]) -> str:
    entry = evidence["platform_entry"]
    source = "，由对方系统答复" if entry.get("source") == "answer" else ""
    return f"平台编号 {entry['platform_no']}{source}"


def _pushed(evidence: Mapping[str, Any]) -> str:
    push = evidence["push"]
    if push.get("by") == "outbox":
        return f"已推送到 {push['receiver']}，对方已收"
    said = f"，{push['said']}" if push.get("said") else ""
    how = f"电话 {mask_phone(push['phone'])}" if push.get("phone") else "当面"
    return f"{how}告知{push['told']}{said}"


def _on_platform(evidence: Mapping[str, Any]) -> str:
    confirmed = evidence["platform_confirmation"]
    what = {"accepted": "受理", "concluded": "办结"}[confirmed["what"]]
    source = "，由对方系统答复" if confirmed.get("source") == "answer" else ""
    return f"平台{what}日期 {confirmed['on']}，平台编号 {confirmed['platform_no']}{source}"


def _asked(evidence: Mapping[str, Any]) -> str:
    question = evidence["question"]
    parts = [f"{question['number']}：{question['text']}"]
    if answer := evidence.get("answer"):
        parts += [f"答复：{answer['text']}", "已打印一次性告知单（办事指南）" if answer["code"] else ""]
    if contact := evidence.get("contact"):
        referral = evidence["referral"]
        parts += [
            f"联系方式：{contact['name']} {mask_phone(contact['phone'])}",
            f"转{referral['department']}，最迟 {referral['answer_by']} 答复"
            f"（{AnswerWay(referral['answer_way']).title}）",
        ]
    return "；".join(part for part in parts if part)


def _answered(evidence: Mapping[str, Any]) -> str:
    answer = evidence["answer"]
    return (
        f"{answer['answered_on']} {answer['officer']}{AnswerWay(answer['how']).title}：{answer['text']}；"
        f"{Told(answer['told']).title}"
    )


_SAYERS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    **CHANNEL_SAYERS,
    "answer_at_counter": _asked,
    "refer_question": _asked,
    "chase_question": _call,
    "answer_referred_question": _answered,
    "notify": _notice,
    "notify_again": _notice,
    "take_up_again": lambda evidence: f"凭告知单 {evidence['one_off_notice']}",
    "accept": _accepted,
    "accept_package": _dispatched,
    "accept_conditionally": lambda evidence: f"{_accepted(evidence)}；{conditionally(evidence)}",
    "accept_on_commitment": lambda evidence: f"{_accepted(evidence)}；{on_commitment(evidence)}",
    **SAYERS,
    "see_commitment_signature": lambda evidence: f"已见{evidence['commitment_signature_seen']['signer']}签字",
    "enter_on_platform": _platform_entry,
    "confirm_push": _pushed,
    "confirm_on_platform": _on_platform,
    "call_department": _call,
    "hand_over": _handed_over,
    "note_performance": lambda evidence: PerformanceCause(evidence["performance_note"]["cause"]).title,
    "register_counterfoil": lambda _evidence: "存根、信用承诺书均已扫描",
    "book_in_result": _result,
    "conclude_on_the_spot": _result,
    "call_applicant": _call,
    "issue": _collected,
    "issue_without_receipt": _collected,
    "annul": lambda evidence: f"撤销“{act_title(evidence['annulled']['kind'])}”",
    **timeline_steps.SAYERS,
    **timeline_returns.SAYERS,
}
