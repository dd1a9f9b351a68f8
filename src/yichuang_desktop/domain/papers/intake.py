"""Papers of intake: receipt, commitments, conditional acceptance, voucher, acceptance notice (3.2.1, 3.3)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from yichuang_desktop.domain.papers.common import (
    FolderLine,
    MaterialLine,
    OwedLine,
    PaperHead,
    PersonLine,
    ScanPicture,
    SignatureMark,
)


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """Receipt and counterfoil on one A4 sheet with a cut line (收件通知单、存根; R-IN-3, R-IN-9, 3.2.1.2).

    The counterfoil (upper half) shows document number and phone whole, the receipt (lower half) masked.
    """

    KIND: ClassVar[str] = "receipt_sheet"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "counterfoil_code",
        "applicant",
        "item_name",
        "department",
        "materials",
        "received_on",
        "promise_text",
        "first_handler",
        "delivery",
        "department_phone",
    )
    head: PaperHead
    """``head.code`` is the receipt's own code (kind 71)."""
    counterfoil_code: str
    applicant: PersonLine
    applicant_masked: PersonLine
    representative: PersonLine | None
    item_name: str
    department: str
    department_phone: str
    department_contact: str
    materials: tuple[MaterialLine, ...]
    received_on: date
    promise_text: str
    """The limit in words: ``5个工作日``, ``当场办结``."""
    promise_due: date | None
    legal_due: date | None
    due_estimated: bool
    """True when a due date falls in a year whose holidays are not yet published (暂估)."""
    delivery: str
    """``窗口领取`` or ``邮寄``."""
    first_handler: str
    result_name: str = ""
    consult_phone: str = ""
    platform_no: str = ""
    collect_at: str = ""
    """Where the result is handed out, as the signs say; empty: the issuance window."""


@dataclass(frozen=True, slots=True)
class CommitmentPaper:
    """Credit commitment (信用承诺书; R-IN-3, 3.2.1), signed on screen or to be signed in ink."""

    KIND: ClassVar[str] = "credit_commitment"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "promisor", "item_name", "clauses", "text_sha256")
    head: PaperHead
    promisor: PersonLine
    representative: PersonLine | None
    item_name: str
    department: str
    opening: str
    clauses: tuple[str, ...]
    closing: str
    text_sha256: str
    signature: SignatureMark | None
    """``None``: the sheet leaves a box for wet ink."""


@dataclass(frozen=True, slots=True)
class IntakeRecordPaper:
    """Intake record, the cover of the archive bag (收件档案; R-IN-3, R-ARC-1)."""

    KIND: ClassVar[str] = "intake_record"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "applicant",
        "item_name",
        "department",
        "received_on",
        "first_handler",
        "contents",
        "retention",
    )
    head: PaperHead
    applicant: PersonLine
    representative: PersonLine | None
    item_name: str
    item_code: str
    department: str
    received_on: date
    promise_text: str
    promise_due: date | None
    legal_due: date | None
    due_estimated: bool
    first_handler: str
    materials: tuple[MaterialLine, ...]
    contents: tuple[FolderLine, ...]
    retention: str


@dataclass(frozen=True, slots=True)
class ConditionalNoticePaper:
    """Conditional acceptance and the promise to supply (容缺受理通知书、承诺书; R-IN-5, dossier 1.3).

    Two halves: the hall's notice of what is owed by when, and the applicant's promise to supply it.
    """

    KIND: ClassVar[str] = "conditional_notice"
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
        "overdue_rule",
        "promises",
    )
    head: PaperHead
    receipt_no: str
    applicant: PersonLine
    representative: PersonLine | None
    item_name: str
    department: str
    accepted_on: date
    rows: tuple[OwedLine, ...]
    supply_by: date
    """The last day of the latest row."""
    supply_ways: str
    overdue_rule: str
    """What happens when it is not supplied in time."""
    promises: tuple[str, ...]
    """What the applicant promises, a sentence each."""
    promise_text: str = ""
    promise_due: date | None = None
    legal_basis: str = ""
    consult_phone: str = ""
    signature: SignatureMark | None = None
    """``None``: the paper leaves a box for wet ink."""
    signed_text: str = ""
    """What was read on screen and signed; it stands on the paper with its hash."""


@dataclass(frozen=True, slots=True)
class SupplyRecordPaper:
    """Record of what was supplied after conditional acceptance (容缺材料补交记录; R-IN-5)."""

    KIND: ClassVar[str] = "supply_record"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "notice_no",
        "applicant",
        "item_name",
        "department",
        "supply_by",
        "rows",
    )
    head: PaperHead
    receipt_no: str
    notice_no: str
    """Number of the conditional-acceptance notice."""
    applicant: PersonLine
    item_name: str
    department: str
    supply_by: date
    rows: tuple[OwedLine, ...]
    """All that was owed; what is still owed has no ``supplied_on``."""
    provider: PersonLine | None = None
    """Who brought it this time."""


@dataclass(frozen=True, slots=True)
class InformedCommitmentPaper:
    """Informed commitment: what the authority tells, what the applicant commits (告知承诺书; R-IN-6).

    Like the credit commitment it may be signed before there is a receipt number (decision 9).
    """

    KIND: ClassVar[str] = "informed_commitment"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "applicant", "item_name", "department", "told", "promises")
    head: PaperHead
    applicant: PersonLine
    representative: PersonLine | None
    item_name: str
    department: str
    told: tuple[tuple[str, str], ...]
    """Heading and text: what is committed, basis, conditions, checks, what follows a false one."""
    promises: tuple[str, ...]
    receipt_no: str = ""
    scope: str = ""
    """Which proof or condition the commitment stands for."""
    published: str = ""
    """Whether it may be published: ``同意公开`` / ``不同意公开``; empty: two boxes to tick."""
    signature: SignatureMark | None = None
    """``None``: the paper leaves a box for wet ink."""
    signed_text: str = ""
    """What was read on screen and signed; it stands on the paper with its hash."""


@dataclass(frozen=True, slots=True)
class VoucherPaper:
    """Materials voucher (全豫通办、跨省通办的申请材料收件凭证; R-IN-10, 3.2.1.3), made out twice."""

    KIND: ClassVar[str] = "materials_voucher"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "applicant",
        "item_name",
        "authority",
        "materials",
        "received_on",
        "receiver",
        "provider",
        "delivery",
    )
    head: PaperHead
    applicant: PersonLine
    representative: PersonLine | None
    item_name: str
    authority: str
    """Where the case is decided (属地受理机关)."""
    materials: tuple[MaterialLine, ...]
    received_on: date
    receiver: str
    """窗口接收人, who is the first handler (3.2.1.2)."""
    provider: str
    """提供人: who handed the materials in."""
    delivery: str
    """How the result comes: mailed by the department."""
    mail_to: PersonLine | None = None
    receipt_no: str = ""
    platform_no: str = ""
    promise_text: str = ""
    authority_phone: str = ""
    provider_signature: SignatureMark | None = None


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One part of a package on its acceptance notice."""

    seq: int
    item_name: str
    department: str
    promise_text: str
    due: date | None = None
    external: bool = False
    """True for a member outside the library: tracked, but without papers of ours (decision 14)."""
    phone: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class AcceptanceNoticePaper:
    """Acceptance notice (受理通知单; R-IN-11, 2.3.2): of a package a row per member, else one row."""

    KIND: ClassVar[str] = "acceptance_notice"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "applicant",
        "item_name",
        "accepted_on",
        "submitted_by",
        "members",
        "promise_text",
        "first_handler",
    )
    head: PaperHead
    receipt_no: str
    applicant: PersonLine
    representative: PersonLine | None
    item_name: str
    """The package's name."""
    accepted_on: date
    submitted_by: str
    """How the application came: ``窗口现场``, ``网上申报``."""
    members: tuple[MemberLine, ...]
    promise_text: str
    """The limit of the whole in words."""
    first_handler: str
    promise_due: date | None = None
    due_estimated: bool = False
    materials_count: int = 0
    delivery: str = ""
    collect_at: str = ""
    consult_phone: str = ""


@dataclass(frozen=True, slots=True)
class ParcelOpeningPaper:
    """Record of a parcel opened with the department's officer present (邮寄收件开拆记录; R-IN-13, 3.3).

    The officer signs for the papers in the applicant's place, never the credit commitment.
    """

    KIND: ClassVar[str] = "parcel_opening"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "parcel_no",
        "sender",
        "item_name",
        "department",
        "opened_at",
        "condition",
        "materials",
        "officer",
        "commitment",
    )
    head: PaperHead
    parcel_no: str
    sender: PersonLine
    item_name: str
    department: str
    opened_at: datetime
    condition: str
    """How the parcel looked: ``外包装完好``."""
    materials: tuple[MaterialLine, ...]
    """What was in it."""
    officer: str
    """The department's officer who signs as proxy for the papers' receipt."""
    commitment: str
    """Where the credit commitment is: ``随件附来`` or ``领取结果时补签``."""
    receipt_no: str = ""
    arrived_on: date | None = None
    postal_clerk: str = ""
    differences: str = ""
    """What did not agree with the sender's list."""
    signature: SignatureMark | None = None
    """``None``: the paper leaves a box for wet ink."""
    signed_text: str = ""
    """What was read on screen and signed; it stands on the paper with its hash."""


@dataclass(frozen=True, slots=True)
class SampleFormPaper:
    """A filled-in example of a form (示范文本; R-ASK-1, 3.1): the department's own picture, a page each."""

    KIND: ClassVar[str] = "sample_form"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "item_name", "material", "pages")
    head: PaperHead
    item_name: str
    material: str
    pages: tuple[ScanPicture, ...]
    department: str = ""


@dataclass(frozen=True, slots=True)
class ReferralPaper:
    """Consultation referral slip (疑难问题转办单; R-ASK-2, 3.1); the answer may be filled in by hand."""

    KIND: ClassVar[str] = "consultation_referral"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "asker",
        "asker.phone",
        "question",
        "department",
        "referred_at",
    )
    head: PaperHead
    asker: PersonLine
    question: str
    department: str
    referred_at: datetime
    item_name: str = ""
    answer_by: date | None = None
    answer_way: str = ""
    """How the asker wants the answer: on site or by phone."""
    contact: str = ""
    """The department's contact who was told."""
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    answered_how: str = ""
