"""Written notices and decisions to the applicant, and the three negative endings (dossier 1.2, 1.16, 2.4)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from yichuang_desktop.domain.papers.common import MaterialLine, PaperHead, PersonLine, SignatureMark


class NoticePurpose(StrEnum):
    """The one-off notice is one paper with three uses (domain dossier 1.2)."""

    GUIDANCE = "guidance"
    CORRECTION = "correction"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class OneOffNoticePaper:
    """One-off notice (一次性告知单; R-IN-4, R-ASK-1): everything to be supplied, told once and completely."""

    KIND: ClassVar[str] = "one_off_notice"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "purpose", "item_name", "department", "rows")
    head: PaperHead
    purpose: NoticePurpose
    applicant: PersonLine | None
    item_name: str
    department: str
    rows: tuple[MaterialLine, ...]
    """For a correction ``remark`` holds what is missing or to be mended; for guidance the source or form."""
    applied_on: date | None = None
    legal_basis: str = ""
    supply_by: str = ""
    supply_ways: str = ""
    conditions: tuple[str, ...] = ()
    limits: tuple[tuple[str, str], ...] = ()
    """Label and text: legal limit, promised limit, fee, result, where and when."""
    consult_phone: str = ""
    reasons: tuple[str, ...] = ()
    remedies: str = ""
    receipt_no: str = ""
    """For a return: the receipt whose papers go back."""
    apply_again: str = ""
    """For a return: how to apply anew."""
    handled_by: str = ""
    """For a return: the department's officer."""


@dataclass(frozen=True, slots=True)
class NonAcceptancePaper:
    """Decision not to accept (不予受理决定书; 行政许可法 32; dossier 2.4), made out twice."""

    KIND: ClassVar[str] = "non_acceptance"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "applicant",
        "item_name",
        "department",
        "applied_on",
        "decided_on",
        "reasons",
        "legal_basis",
        "remedies",
    )
    head: PaperHead
    applicant: PersonLine
    item_name: str
    department: str
    applied_on: date
    decided_on: date
    reasons: tuple[str, ...]
    legal_basis: str
    remedies: str
    """See :func:`remedies_text`."""
    returned: tuple[MaterialLine, ...] = ()
    """Materials given back with it."""
    apply_again: str = ""
    consult_phone: str = ""
    handled_by: str = ""


@dataclass(frozen=True, slots=True)
class RefusalPaper:
    """Refusal of a licence with its registration (不予行政许可决定书; R-HO-6, 3.2.2.5, 行政许可法 38).

    With ``sheets`` the department brought a decision of its own: then this is its cover and registration.
    """

    KIND: ClassVar[str] = "refusal"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "decision_no",
        "receipt_no",
        "applicant",
        "item_name",
        "department",
        "accepted_on",
        "decided_on",
        "reasons",
        "legal_basis",
        "remedies",
    )
    head: PaperHead
    decision_no: str
    receipt_no: str
    applicant: PersonLine
    item_name: str
    department: str
    accepted_on: date
    decided_on: date
    reasons: tuple[str, ...]
    legal_basis: str
    remedies: str
    sheets: int = 0
    handled_by: str = ""
    registered_by: str = ""
    returned: tuple[MaterialLine, ...] = ()
    consult_phone: str = ""


@dataclass(frozen=True, slots=True)
class TerminationPaper:
    """A case ended without decision (终止办理通知书; T25, T32): not supplied in time, withdrawn."""

    KIND: ClassVar[str] = "termination_notice"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "applicant",
        "item_name",
        "department",
        "accepted_on",
        "decided_on",
        "cause",
        "reasons",
        "legal_basis",
        "remedies",
        "approved_by",
    )
    head: PaperHead
    receipt_no: str
    applicant: PersonLine
    item_name: str
    department: str
    accepted_on: date
    decided_on: date
    cause: str
    """``容缺材料逾期未补``, ``申请人撤回申请``, …"""
    reasons: tuple[str, ...]
    legal_basis: str
    remedies: str
    approved_by: str
    returned: tuple[MaterialLine, ...] = ()
    apply_again: str = ""
    consult_phone: str = ""


@dataclass(frozen=True, slots=True)
class SpecialStepPaper:
    """Time a special step takes, told in writing (特殊环节所需时间告知书; R-HO-5, 行政许可法 45)."""

    KIND: ClassVar[str] = "special_step_notice"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "applicant",
        "item_name",
        "department",
        "step",
        "reason",
        "legal_basis",
        "started_on",
        "days_text",
        "clock_text",
        "approved_by",
    )
    head: PaperHead
    receipt_no: str
    applicant: PersonLine
    item_name: str
    department: str
    step: str
    """``专家评审``, ``检验``, …"""
    reason: str
    legal_basis: str
    started_on: date
    days_text: str
    """``10个工作日``."""
    clock_text: str
    """Whether the time counts: ``不计入法定办理期限，计入承诺办理期限``."""
    approved_by: str
    ends_on: date | None = None
    new_due: date | None = None
    due_estimated: bool = False
    consult_phone: str = ""
    handled_by: str = ""


@dataclass(frozen=True, slots=True)
class ExtensionPaper:
    """Extension of the limit (延长办理期限通知书; 行政许可法 42)."""

    KIND: ClassVar[str] = "extension_notice"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "applicant",
        "item_name",
        "department",
        "accepted_on",
        "due_before",
        "days_text",
        "due_after",
        "reason",
        "legal_basis",
        "approved_by",
    )
    head: PaperHead
    receipt_no: str
    applicant: PersonLine
    item_name: str
    department: str
    accepted_on: date
    due_before: date
    days_text: str
    due_after: date
    reason: str
    legal_basis: str
    approved_by: str
    """Head of the organ (of a package: of the local government)."""
    due_estimated: bool = False
    consult_phone: str = ""
    handled_by: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionPaper:
    """Correction asked for after acceptance (受理后补正通知书; R-HO-5); made out twice."""

    KIND: ClassVar[str] = "correction_notice"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "applicant",
        "item_name",
        "department",
        "accepted_on",
        "rows",
        "supply_by",
        "supply_ways",
        "legal_basis",
        "clock_text",
    )
    head: PaperHead
    receipt_no: str
    applicant: PersonLine
    item_name: str
    department: str
    accepted_on: date
    rows: tuple[MaterialLine, ...]
    """``remark`` says what is to be mended."""
    supply_by: date
    supply_ways: str
    legal_basis: str
    clock_text: str
    """Whether the clock stops meanwhile."""
    consult_phone: str = ""
    handled_by: str = ""


@dataclass(frozen=True, slots=True)
class PaymentPaper:
    """Payment notice (缴费通知书; dossier 1.16): how much, on which basis, where and until when."""

    KIND: ClassVar[str] = "payment_notice"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "applicant",
        "item_name",
        "department",
        "amount",
        "basis",
        "payee",
        "pay_ways",
        "pay_by",
    )
    head: PaperHead
    receipt_no: str
    applicant: PersonLine
    item_name: str
    department: str
    amount: str
    """In words of the department: ``人民币 壹佰元整（¥100.00）``."""
    basis: str
    payee: str
    pay_ways: str
    pay_by: date
    consult_phone: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawalPaper:
    """Applicant's request to withdraw (撤回申请书; T32)."""

    KIND: ClassVar[str] = "withdrawal_request"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "applicant",
        "item_name",
        "department",
        "received_on",
        "reason",
        "papers_back",
    )
    head: PaperHead
    receipt_no: str
    applicant: PersonLine
    representative: PersonLine | None
    item_name: str
    department: str
    received_on: date
    reason: str
    papers_back: str
    """How the papers come back: ``到窗口领取``, ``邮寄``."""
    signature: SignatureMark | None = None
    """``None``: the paper leaves a box for wet ink."""
    signed_text: str = ""
    """What was read on screen and signed; it stands on the paper with its hash."""
