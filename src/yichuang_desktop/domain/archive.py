"""What an archive bag must hold and still lacks, derived from the case and its acts (4.6; dossier 1.15).

Which papers a bag needs follows from the way the case came and the way it ended; whether they are there
follows from the acts that still hold.  Nothing of it is stored.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.domain.tracks import Approval, Papers, Result


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
    shown_by: frozenset[str]
    """Kinds of evidence any one of which shows that it is there."""

    @property
    def title(self) -> str:
        """As the list of contents says it."""
        return say_code(self.code, {})


def _needs(code: str, *evidence: str) -> Requirement:
    return Requirement(code, frozenset(evidence))


RECEIPT = _needs("archive_receipt", "receipt_scanned", "loss_declaration", "receipt_or_declaration")
COUNTERFOIL = _needs("archive_counterfoil", "counterfoil_scanned")
OFFICER = _needs("archive_department_signature", "officer_signature_seen", "proxy_signature")
COLLECTED = _needs("archive_collection_signature", "collection_signature")
COMMITMENT = _needs("archive_commitment", "commitment_scanned", "commitment")
SLIP = _needs("archive_sender_slip", "sender_slip")
STUB = _needs("archive_notice_stub", "notice_stub")
REPLY = _needs("archive_reply_slip", "reply_slip")
VOUCHER = _needs("archive_department_voucher", "department_voucher")
PROXY = _needs("archive_proxy_signature", "proxy_signature")
CUSTOMER = _needs("archive_customer_slip", "customer_slip")
MATERIALS = _needs("archive_materials_voucher", "materials_voucher")
CONDITIONAL = _needs("archive_conditional_notice", "conditional_notice")
INFORMED = _needs("archive_informed_commitment", "informed_commitment")
SIGNED = Requirement("archive_commitment_signature", frozenset())


def required(case: Case, acts: Iterable[PastAct]) -> tuple[Requirement, ...]:
    """What this case's bag must hold (R-ARC-1), by the way it came and ended."""
    kinds = {act.kind for act in acts}
    match case.channel:
        case Channel.ONLINE:
            return (REPLY, COMMITMENT)
        case Channel.DEPARTMENT | Channel.DEPARTMENT_SYSTEM:
            return (VOUCHER, COLLECTED)
        case Channel.PROVINCE | Channel.CROSS_PROVINCE:
            return (MATERIALS,)
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


def _extras(kinds: set[str]) -> tuple[Requirement, ...]:
    extras = {"accept_conditionally": CONDITIONAL, "accept_on_commitment": INFORMED}
    return tuple(need for kind, need in extras.items() if kind in kinds)


def _way_out(case: Case, kinds: set[str]) -> tuple[Requirement, ...]:
    """How the case left the hall decides about receipt, signatures and slips."""
    if "send_back" in kinds or case.tracks.approval is Approval.RETURNED:
        return (
            (STUB, RECEIPT, OFFICER)
            if case.tracks.papers is not Papers.MAILED_BACK
            else (STUB, SLIP, OFFICER)
        )
    if kinds & {"withdraw", "void", "terminate_unsupplied"}:
        return ()
    if case.tracks.result is Result.COLLECTED:
        return (OFFICER, RECEIPT, COLLECTED)
    if kinds & {"hand_result_to_courier"}:
        return (CUSTOMER,)
    return (OFFICER, SLIP) if case.tracks.result in (Result.MAILED, Result.DELIVERED) else (OFFICER,)
