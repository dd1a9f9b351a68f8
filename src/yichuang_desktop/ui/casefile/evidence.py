"""Evidence in words: what an act rests on, as one reads it at the counter; never the stored form.

Numbers of persons are masked: showing one whole is an act of its own with a reason (R-X-4).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from yichuang_desktop.domain.checklist import MaterialVerdict
from yichuang_desktop.domain.evidence import TITLES, CallOutcome, PerformanceCause
from yichuang_desktop.domain.intake_form import IdentityProof
from yichuang_desktop.domain.masking import mask_document
from yichuang_desktop.domain.transitions import TABLE

Words = Callable[[Any], str]
TOLD_AT_MOST = 4
"""So many materials of a notice are named on the timeline; the notice itself names all."""
LONGEST = 120
LONGEST_NUMBER = 24
"""Beyond this an unbroken text without Chinese is a hash or a paper's code."""


def evidence_words(evidence: Mapping[str, Any]) -> tuple[str, ...]:
    """Every piece of evidence as a short sentence without its full stop, in the order it was given."""
    said = (_say(name, value) for name, value in evidence.items() if value not in (None, "", [], {}, False))
    return tuple(dict.fromkeys(words for words in said if words))


def _say(name: str, value: Any) -> str:
    write = _WRITERS.get(name)
    if write is None:
        return _plain(name, value)
    if isinstance(value, Mapping) or name in _OF_TEXT:
        return write(value)
    return _plain(name, value)


def _plain(name: str, value: Any) -> str:
    """Evidence of a kind this screen has no sentence for: its name, and its words if it has any."""
    title = TITLES.get(name, "")
    if not title:
        return ""
    if isinstance(value, str) and not _machine_text(value):
        return f"{title}：{value[:LONGEST]}"
    if isinstance(value, Mapping):
        words = [part for part in value.values() if isinstance(part, str) and part and not part.isascii()]
        return f"{title}：{'，'.join(words)[:LONGEST]}" if words else title
    return title


def _machine_text(text: str) -> bool:
    """A hash or a paper's code says nothing to a reader."""
    return len(text) > LONGEST_NUMBER and text.isascii()


def _checklist(value: Mapping[str, Any]) -> str:
    rows = [row for row in value.get("rows", ()) if isinstance(row, Mapping)]
    counts: dict[str, int] = {}
    for row in rows:
        words = _verdict(row.get("verdict"))
        counts[words] = counts.get(words, 0) + 1
    told = "，".join(f"{words} {count}" for words, count in counts.items())
    return f"材料 {len(rows)} 项：{told}" if rows else "没有需要提交的材料"


def _verdict(value: Any) -> str:
    known = {verdict.value: verdict.title for verdict in MaterialVerdict}
    return known.get(str(value), "未审")


def _identity(value: Mapping[str, Any]) -> str:
    proof = _member(IdentityProof, value.get("proof"), "已核验身份")
    number = mask_document(str(value.get("document_no", "")))
    parts = [f"{proof}：{value.get('name', '')} {value.get('document', '')}{number}".strip()]
    if value.get("authorisation"):
        parts.append(f"授权委托：{value['authorisation']}")
    overrides: Sequence[Any] = value.get("overrides") or ()
    if overrides:
        reasons = "、".join(str(reason) for reason in overrides)
        parts.append(f"号码经管理员核准（{reasons}）")
    return "，".join(parts)


def _signed(value: Any, who: str, ink: str) -> str:
    if not isinstance(value, Mapping):
        return f"{who}已签字"
    if value.get("on") == "screen":
        by = " ".join(
            part for part in (str(value.get("signer", "")), str(value.get("signed_at", ""))[11:16]) if part
        )
        return f"{who}已在屏上签字" + (f"（{by}）" if by else "")
    return ink


def _commitment(value: Mapping[str, Any]) -> str:
    return _signed(value.get("signature"), "信用承诺书", "信用承诺书待纸面签字")


def _collection(value: Mapping[str, Any]) -> str:
    return _signed(value, "领取人", "已见领取人签字")


def _notice(value: Any) -> str:
    if not isinstance(value, Mapping):
        return f"接续一次性告知单 {value}"
    lacking = [str(lack.get("name", "")) for lack in value.get("lacking", ()) if isinstance(lack, Mapping)]
    told = "、".join(lacking[:TOLD_AT_MOST])
    more = f"等 {len(lacking)} 项" if len(lacking) > TOLD_AT_MOST else ""
    return f"告知单 {value.get('number', '')}" + (f"：{told}{more}" if told else "")


def _call(value: Mapping[str, Any]) -> str:
    outcome = _member(CallOutcome, value.get("outcome"), "")
    said = f"“{value['said']}”" if value.get("said") else ""
    return " ".join(part for part in (str(value.get("phone", "")), outcome, said) if part)


def _decision(value: Mapping[str, Any]) -> str:
    copies = f" {value['result_copies']} 份" if value.get("result_copies") else ""
    result = f"{value.get('result_name', '')}{copies} {value.get('result_no', '')}".strip()
    return f"部门决定：{_OUTCOMES.get(str(value.get('outcome')), '已作出')}" + (
        f"，{result}" if result else ""
    )


def _collector(value: Mapping[str, Any]) -> str:
    document = f"{value.get('document_title', '')}{mask_document(str(value.get('document_no', '')))}"
    words = f"领取人 {value.get('name', '')}（{value.get('relation', '')}，{document}）"
    return words + (f"，授权：{value['authorisation']}" if value.get("authorisation") else "")


def _slip(value: Mapping[str, Any]) -> str:
    number = f"，移交单 {value['number']}" if value.get("number") else ""
    return f"移交人 {value.get('brought_by', '')}{number}"


def _annulled(value: Mapping[str, Any]) -> str:
    kind = TABLE.get(str(value.get("kind")))
    return f"撤销的是：{kind.title}" if kind is not None else "撤销上一步"


def _shipment(value: Mapping[str, Any]) -> str:
    number = value.get("waybill_no") or value.get("number") or ""
    return f"邮寄 {number}".strip()


def _member(kind: Any, value: Any, otherwise: str) -> str:
    known: dict[str, str] = {member.value: member.title for member in kind}
    return known.get(str(value), otherwise)


_OUTCOMES = {"approved": "准予", "refused": "不予许可", "returned": "退件"}
_WRITERS: Mapping[str, Words] = {
    "annulled": _annulled,
    "call": _call,
    "checklist": _checklist,
    "clerk_signature": lambda _value: "首办责任人已签字",
    "collection_signature": _collection,
    "collector": _collector,
    "commitment": _commitment,
    "commitment_scanned": lambda _value: "已扫信用承诺书",
    "commitment_signature_seen": lambda value: f"已见{value.get('signer', '承诺人')}纸面签字",
    "counterfoil_scanned": lambda _value: "已扫存根",
    "decision": _decision,
    "identity": _identity,
    "loss_declaration": lambda value: f"保证声明 {value.get('number', '')}".strip(),
    "notices": lambda value: "此前告知单 " + "、".join(str(number) for number in value),
    "officer_signature_seen": lambda value: f"已见{value.get('officer', '部门人员')}在存根上签字，存根已扫",
    "one_off_notice": _notice,
    "original_document": lambda value: (
        f"已核验{value.get('title', '证件原件')} {mask_document(str(value.get('number', '')))}".strip()
    ),
    "performance_note": lambda value: _member(PerformanceCause, value.get("cause"), "效能记录"),
    "platform_entry": lambda value: f"平台编号 {value.get('platform_no', '')}",
    "receipt_scanned": lambda _value: "已扫收件通知单原件",
    "receipt_told": lambda _value: "已告知凭收件通知单领取",
    "remark": lambda value: f"备注：{value}",
    "result_slip": _slip,
    "shipment": _shipment,
}
_OF_TEXT = frozenset(
    {
        "commitment_scanned", "counterfoil_scanned", "receipt_scanned", "receipt_told", "notices", "remark",
        "one_off_notice", "clerk_signature",
    }
)  # fmt: skip
"""Evidence whose value is not a mapping, or need not be."""
