"""What an archive bag must hold and still lacks, derived from the case and its acts (4.6; dossier 1.15).

Which papers a bag needs follows from the way the case came and the way it ended; whether they are there
follows from the acts that still hold.  Nothing of it is stored.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.tracks import Approval, Papers, Result
from yichuang_desktop.domain.transitions import TABLE


class PastAct(Protocol):
    """An act of the history, as far as the archive looks at it."""

    @property
    def kind(self) -> str: ...
    @property
    def evidence(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Requirement:
    """One paper, or one signature, the bag must hold."""

    code: str
    title: str
    """As the list of contents says it."""
    shown_by: frozenset[str]
    """Kinds of evidence any one of which shows that it is there."""

    @property
    def is_sheet(self) -> bool:
        """A paper of its own in the bag; else a signature on one of them."""
        return self.code not in ("department_signature", "proxy_signature", "commitment_signature")


def _needs(code: str, title: str, *evidence: str) -> Requirement:
    return Requirement(code, title, frozenset(evidence))


RECEIPT = _needs(
    "receipt",
    "收件通知单（遗失的用保证声明）",
    "receipt_scanned",
    "loss_declaration",
    "receipt_or_declaration",
)
PACKAGE_RECEIPT = _needs(
    "package_receipt",
    "收件通知单（遗失的用保证声明，邮寄的用寄件单据）",
    "receipt_scanned",
    "loss_declaration",
    "receipt_or_declaration",
    "sender_slip",
)
COUNTERFOIL = _needs("counterfoil", "收件通知单存根", "counterfoil_scanned")
OFFICER = _needs("department_signature", "存根上的部门签字", "officer_signature_seen", "proxy_signature")
COLLECTED = _needs("collection_signature", "领取人签字", "collection_signature")
COMMITMENT = _needs("commitment", "信用承诺书", "commitment_scanned", "commitment")
SLIP = _needs("sender_slip", "寄件单据", "sender_slip")
STUB = _needs("notice_stub", "一次性告知单存根", "notice_stub")
REPLY = _needs("reply_slip", "业务受理回执单", "reply_slip")
VOUCHER = _needs("department_voucher", "部门受理凭证", "department_voucher")
PROXY = _needs("proxy_signature", "后台人员代申请人签字的存根", "proxy_signature")
CUSTOMER = _needs("customer_slip", "快递单客户联", "customer_slip")
MATERIALS = _needs("materials_voucher", "申请材料收件凭证", "materials_voucher")
CONDITIONAL = _needs("conditional_notice", "容缺受理通知书", "conditional_notice")
INFORMED = _needs("informed_commitment", "告知承诺书", "informed_commitment")
REFUSAL = _needs("refusal_decision", "不予许可决定书", "refusal_decision")
NOT_ACCEPTED = _needs("not_accepted_decision", "不予受理决定书", "not_accepted_decision")
SIGNED = Requirement("commitment_signature", "信用承诺书上的签字", frozenset())


def required(case: Case, acts: Iterable[PastAct]) -> tuple[Requirement, ...]:
    """What this case's bag must hold (R-ARC-1), by the way it came and ended."""
    kinds = {act.kind for act in acts}
    match case.channel:
        case Channel.DEPARTMENT | Channel.DEPARTMENT_SYSTEM:
            return (VOUCHER, COLLECTED) if case.tracks.result is Result.COLLECTED else (VOUCHER, SLIP)
        case Channel.PROVINCE | Channel.CROSS_PROVINCE:
            return (MATERIALS,)
        case Channel.CONSULTATION:
            return ()
        case Channel.ONLINE:
            return _online(case, kinds)
        case Channel.MAIL if "accept_mailed" in kinds:
            return (PROXY, COUNTERFOIL, COMMITMENT, *_way_out(case, kinds))
    return (COUNTERFOIL, COMMITMENT, *_extras(kinds), *_way_out(case, kinds))


def missing(case: Case, acts: Iterable[PastAct]) -> tuple[Requirement, ...]:
    """What is not there yet; empty when the bag may be closed.

    ``acts`` are those that still hold: annulled ones show nothing.
    """
    held = tuple(acts)
    shown = {name for act in held for name, value in act.evidence.items() if value}
    lacking = [need for need in required(case, held) if not need.shown_by & shown]
    return (*lacking, SIGNED) if case.commitment_owed else tuple(lacking)


def suppliers(need: Requirement, case: Case) -> tuple[str, ...]:
    """Acts that bring what is lacking, in the table's order, those first that the case allows now."""
    if need is SIGNED:
        return ("see_commitment_signature",)
    names = [
        name
        for name, kind in TABLE.items()
        if set(kind.evidence) & need.shown_by and case.channel in kind.channels
    ]
    return tuple(sorted(names, key=lambda name: not case.allows(name)))


def contents(case: Case, acts: Iterable[PastAct]) -> tuple[str, ...]:
    """The sheets of the bag as the list of contents names them (卷内目录), receipt first (4.6.1)."""
    held = tuple(acts)
    lost = any(act.evidence.get("loss_declaration") for act in held)
    names = [_sheet(need, lost=lost) for need in required(case, held) if need.is_sheet]
    return tuple(sorted(names, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER)))


_ORDER = ("收件通知单", "保证声明（收件通知单遗失）", "收件通知单存根", "信用承诺书")


def _sheet(need: Requirement, *, lost: bool) -> str:
    if need in (RECEIPT, PACKAGE_RECEIPT):
        return _ORDER[1] if lost else _ORDER[0]
    return "领证签收单" if need is COLLECTED else need.title


def ending_of(case: Case, acts: Iterable[PastAct]) -> str:
    """How the case ended, in a word for the cover of its bag."""
    kinds = {act.kind for act in acts}
    if case.tracks.approval is Approval.NOT_ACCEPTED:
        return "不予受理"
    return next((words for kind, words in _ENDINGS.items() if kind in kinds), "办结")


_ENDINGS = {
    "send_back": "退件",
    "refuse": "不予许可",
    "withdraw": "撤回",
    "terminate_unsupplied": "终止办理",
    "void": "作废",
}


def _online(case: Case, kinds: set[str]) -> tuple[Requirement, ...]:
    """An online case: the reply slip, and the commitment signed at pick-up (4.6.2, dossier 0.8)."""
    if case.tracks.approval is Approval.NOT_ACCEPTED:
        return (NOT_ACCEPTED,)
    if kinds & _STOPPED:
        return (COUNTERFOIL,)
    if "send_back" in kinds:
        return (STUB,)
    decided = REFUSAL if "refuse" in kinds else REPLY
    return (decided, COMMITMENT) if case.tracks.result is Result.COLLECTED else (decided, SLIP)


def _extras(kinds: set[str]) -> tuple[Requirement, ...]:
    extras = {"accept_conditionally": CONDITIONAL, "accept_on_commitment": INFORMED, "refuse": REFUSAL}
    return tuple(need for kind, need in extras.items() if kind in kinds)


def _way_out(case: Case, kinds: set[str]) -> tuple[Requirement, ...]:
    """How the case left the hall decides about receipt, signatures and slips."""
    if kinds & _STOPPED:
        return ()
    if "close_package" in kinds:
        return (OFFICER, PACKAGE_RECEIPT)
    if "send_back" in kinds:
        return (STUB, OFFICER, SLIP if case.tracks.papers is Papers.MAILED_BACK else RECEIPT)
    if case.tracks.result is Result.COLLECTED:
        return (OFFICER, RECEIPT, COLLECTED)
    if "hand_result_to_courier" in kinds:
        return (OFFICER, CUSTOMER)
    return (OFFICER, SLIP) if case.tracks.result in (Result.MAILED, Result.DELIVERED) else (OFFICER,)


_STOPPED = frozenset({"withdraw", "void", "terminate_unsupplied"})
"""Ways out before a decision: the bag holds what was made until then."""
