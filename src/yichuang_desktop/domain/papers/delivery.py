"""Papers of issuing, mailing, giving back and serving (3.2.4, 3.2.5, 3.3)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from yichuang_desktop.domain.papers.common import (
    MaterialLine,
    PaperHead,
    PersonLine,
    ScanPicture,
    ServedLine,
    SignatureMark,
)


@dataclass(frozen=True, slots=True)
class LossDeclarationPaper:
    """Guarantee statement for a lost receipt (保证声明; R-OUT-3, 3.2.4.1)."""

    KIND: ClassVar[str] = "loss_declaration"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "declarant",
        "receipt_no",
        "item_name",
        "statements",
        "original_seen",
    )
    head: PaperHead
    declarant: PersonLine
    receipt_no: str
    item_name: str
    original_seen: str
    """Which original was checked: ``居民身份证原件`` or ``营业执照原件``."""
    statements: tuple[str, ...]
    signature: SignatureMark | None
    signed_text: str = ""
    """What was read on screen and signed; it stands on the paper with its hash."""


@dataclass(frozen=True, slots=True)
class CollectionSlipPaper:
    """Collection slip (领证签收单; R-OUT-2): who took which document against which evidence."""

    KIND: ClassVar[str] = "collection_slip"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "item_name",
        "result_name",
        "collector",
        "evidence_seen",
        "collected_at",
    )
    head: PaperHead
    receipt_no: str
    item_name: str
    applicant: PersonLine
    result_name: str
    result_no: str
    copies: int
    collector: PersonLine
    relation: str
    """``本人`` or what the agent is to the applicant."""
    evidence_seen: str
    collected_at: datetime
    signature: SignatureMark | None
    signed_text: str = ""
    """What was read on screen and signed; it stands on the paper with its hash."""
    voucher_no: str = ""
    """The department's voucher, where it issues through the hall (非综窗, 自建系统)."""


@dataclass(frozen=True, slots=True)
class ReplySlipPaper:
    """Reply slip of an online case (业务受理回执单; R-OUT-5, 3.2.4.2), where the platform prints none."""

    KIND: ClassVar[str] = "reply_slip"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "platform_no",
        "item_name",
        "applicant",
        "department",
        "accepted_on",
        "result_name",
    )
    head: PaperHead
    platform_no: str
    item_name: str
    applicant: PersonLine
    department: str
    accepted_on: date
    result_name: str
    receipt_no: str = ""
    applied_at: datetime | None = None
    accepted_by: str = ""
    completed_on: date | None = None
    result_no: str = ""
    delivery: str = ""
    collector: PersonLine | None = None
    relation: str = ""
    signature: SignatureMark | None = None


@dataclass(frozen=True, slots=True)
class DepartmentVoucherPaper:
    """A department's voucher and documents (部门受理凭证登记单; R-OUT-5, R-OUT-6), made out twice."""

    KIND: ClassVar[str] = "department_voucher"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "voucher_no",
        "department",
        "item_name",
        "applicant",
        "applicant.phone",
        "results",
        "handed_by",
        "handed_at",
    )
    head: PaperHead
    voucher_no: str
    department: str
    item_name: str
    applicant: PersonLine
    results: tuple[ServedLine, ...]
    handed_by: str
    """The department's officer."""
    handed_at: datetime
    receipt_no: str = ""
    source: str = ""
    """``非综合窗口受理`` or ``部门自建系统全流程网办``."""
    delivery: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class MailingPaper:
    """Mailing by EMS, with a page for the sender's slip (邮寄登记单; R-OUT-4, R-OUT-8, 3.2.4.1)."""

    KIND: ClassVar[str] = "mailing"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "item_name",
        "recipient",
        "recipient.phone",
        "recipient.address",
        "contents",
        "carrier",
        "purpose",
    )
    head: PaperHead
    receipt_no: str
    item_name: str
    recipient: PersonLine
    contents: tuple[ServedLine, ...]
    carrier: str
    purpose: str
    """``寄送办理结果`` or ``寄回退件材料``."""
    slip_no: str = ""
    """Empty until the parcel was handed over."""
    department: str = ""
    applicant_name: str = ""
    sent_at: datetime | None = None
    sent_by: str = ""
    taken_by: str = ""
    """The courier."""
    delivered: str = ""
    """What became of it: ``2026年11月26日 妥投``."""
    slip_picture: ScanPicture | None = None


@dataclass(frozen=True, slots=True)
class ReturnedPapersPaper:
    """Receipt for papers given back (退还材料签收单; R-RET-1, T28)."""

    KIND: ClassVar[str] = "returned_papers"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "applicant",
        "item_name",
        "department",
        "cause",
        "rows",
        "collector",
        "evidence_seen",
        "returned_at",
    )
    head: PaperHead
    receipt_no: str
    applicant: PersonLine
    item_name: str
    department: str
    cause: str
    """``退件``, ``不予许可``, ``撤回``, ``核验后退还``."""
    rows: tuple[MaterialLine, ...]
    collector: PersonLine
    evidence_seen: str
    returned_at: datetime
    relation: str = ""
    notice_no: str = ""
    """The one-off notice that went with them."""
    signature: SignatureMark | None = None
    """``None``: the paper leaves a box for wet ink."""
    signed_text: str = ""
    """What was read on screen and signed; it stands on the paper with its hash."""


@dataclass(frozen=True, slots=True)
class ServiceReceiptPaper:
    """Proof of service (送达回证): refusal, extension, special step, any written decision."""

    KIND: ClassVar[str] = "service_receipt"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "item_name",
        "department",
        "recipient",
        "served",
        "way",
    )
    head: PaperHead
    receipt_no: str
    item_name: str
    department: str
    recipient: PersonLine
    served: tuple[ServedLine, ...]
    way: str
    """``直接送达``, ``邮寄送达``, ``电子送达``, ``留置送达``."""
    place: str = ""
    slip_no: str = ""
    server: str = ""
    served_at: datetime | None = None
    collector: PersonLine | None = None
    """Who signed in the recipient's place."""
    relation: str = ""
    remark: str = ""
    signature: SignatureMark | None = None
