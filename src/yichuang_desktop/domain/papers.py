"""The papers of the hall as values: what stands on each, before anyone decides how it looks.

A paper is built by a service from the case in the same transaction that makes it due, stored as JSON with
its print job, and only then laid out (A4 page or receipt slip).  So nothing can be printed that is not in
the database, and a second copy says the same as the first (`R-X-1`; 3.2.1).

Every paper names the fields it may not lack in ``REQUIRED``; :func:`lacking` tells which are empty.
"""

import dataclasses
import types
import typing
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from yichuang_desktop.domain.errors import RuleViolation


class NoticePurpose(StrEnum):
    """The one-off notice is one paper with three uses (domain dossier 1.2)."""

    GUIDANCE = "guidance"
    CORRECTION = "correction"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What every paper carries: whose hall, which number, which machine-readable code."""

    hall_name: str
    number: str
    code: str
    """30 digits (see ``paper_codes``); empty only on papers that are never scanned (day sheet, ledger)."""
    counter: str
    """The window as its sign says: ``4号窗口``."""
    clerk: str
    issued_at: datetime
    demonstration: bool = False
    hall_phone: str = ""
    complaint_phone: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Someone named on a paper; numbers are already masked or whole as the paper demands."""

    name: str
    document_title: str = ""
    document_no: str = ""
    phone: str = ""
    legal_representative: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One row of a list of materials."""

    seq: int
    name: str
    form: str = ""
    copies: int = 1
    verdict: str = ""
    remark: str = ""
    group: str = ""
    """The department the row belongs to, where one list serves several (一件事)."""
    sheets: int = 0
    """Sheets of paper, where they are counted (papers given back)."""


@dataclass(frozen=True, slots=True)
class SignatureMark:
    """A signature given on screen: its picture and what binds it to the text."""

    png_base64: str
    text_sha256: str
    signed_at: datetime
    signer: str


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """Receipt and counterfoil on one A4 sheet with a cut line (收件通知单、存根; R-IN-3, R-IN-9, 3.2.1.2).

    The counterfoil (upper half) shows document number and phone whole, the receipt (lower half) masked.
    """

    KIND: ClassVar[str] = "receipt_sheet"
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
class FolderLine:
    """One row of the list of contents of an archive bag."""

    seq: int
    name: str
    sheets: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class IntakeRecordPaper:
    """Intake record, the cover of the archive bag (收件档案; R-IN-3, R-ARC-1)."""

    KIND: ClassVar[str] = "intake_record"
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
class OneOffNoticePaper:
    """One-off notice (一次性告知单; R-IN-4, R-ASK-1): everything to be supplied, told once and completely."""

    KIND: ClassVar[str] = "one_off_notice"
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
class LossDeclarationPaper:
    """Guarantee statement for a lost receipt (保证声明; R-OUT-3, 3.2.4.1)."""

    KIND: ClassVar[str] = "loss_declaration"
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


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One counterfoil on a day sheet."""

    seq: int
    receipt_no: str
    applicant: str
    item_name: str
    copies: int
    accepted_at: datetime
    signed_by: str
    signed_at: datetime | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DaySheetPaper:
    """Day sheet of one department's handovers (R-HO-2, R-OUT-7).

    An addition, never a substitute for the signature on each counterfoil.
    """

    KIND: ClassVar[str] = "day_sheet"
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "day", "department", "rows")
    head: PaperHead
    day: date
    department: str
    rows: tuple[HandoverLine, ...]


@dataclass(frozen=True, slots=True)
class LedgerPaper:
    """A ledger for a span of days as a printable page set (R-ARC-2): heads and rows of text."""

    KIND: ClassVar[str] = "ledger"
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "title", "first_day", "last_day", "columns")
    head: PaperHead
    title: str
    first_day: date
    last_day: date
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


type_of_kind: dict[str, type] = {
    paper.KIND: paper
    for paper in (
        ReceiptSheet,
        CommitmentPaper,
        IntakeRecordPaper,
        OneOffNoticePaper,
        LossDeclarationPaper,
        CollectionSlipPaper,
        DaySheetPaper,
        LedgerPaper,
    )
}
Paper = (
    ReceiptSheet
    | CommitmentPaper
    | IntakeRecordPaper
    | OneOffNoticePaper
    | LossDeclarationPaper
    | CollectionSlipPaper
    | DaySheetPaper
    | LedgerPaper
)


TITLES: dict[str, str] = {
    "receipt_sheet": "收件通知单及存根",
    "credit_commitment": "信用承诺书",
    "intake_record": "收件档案",
    "one_off_notice": "一次性告知单",
    "loss_declaration": "遗失保证声明",
    "collection_slip": "领证签收单",
    "day_sheet": "存根交接日清单",
    "ledger": "台账",
}
"""What each kind of paper is called."""
FIELD_TITLES: dict[str, str] = {
    "head": "单头",
    "counterfoil_code": "存根编码",
    "applicant": "申请人",
    "item_name": "事项名称",
    "department": "审批部门",
    "materials": "材料清单",
    "received_on": "收件日期",
    "promise_text": "承诺时限",
    "first_handler": "首办责任人",
    "delivery": "领取方式",
    "department_phone": "部门电话",
    "promisor": "承诺人",
    "clauses": "承诺条款",
    "text_sha256": "承诺正文校验值",
    "contents": "卷内目录",
    "retention": "保管期限",
    "purpose": "告知用途",
    "rows": "告知内容",
    "reasons": "退件原因",
    "declarant": "声明人",
    "receipt_no": "收件通知单编号",
    "statements": "声明内容",
    "original_seen": "核验的原件",
    "result_name": "证照名称",
    "collector": "领取人",
    "evidence_seen": "领取凭证",
    "collected_at": "领取时间",
    "day": "日期",
    "title": "台账名称",
    "first_day": "起始日期",
    "last_day": "截止日期",
    "columns": "台账栏目",
}
"""What the required fields are called when one is missing."""


def lacking(paper: Paper) -> tuple[str, ...]:
    """Names of the required fields that are empty; a return also needs its reasons (3.2.4.1, T27)."""
    required = paper.REQUIRED
    if isinstance(paper, OneOffNoticePaper) and paper.purpose is NoticePurpose.RETURN:
        required = (*required, "reasons")
    return tuple(name for name in required if not getattr(paper, name))


def require_complete(paper: Paper) -> None:
    """Raise RuleViolation("paper_incomplete"), paper and fields named in Chinese, when a field lacks."""
    missing = lacking(paper)
    if missing:
        fields = tuple(FIELD_TITLES[name] for name in missing)
        raise RuleViolation("paper_incomplete", paper=TITLES[paper.KIND], fields=fields)


def to_document(paper: Paper) -> dict[str, Any]:
    """The paper as plain JSON values with its kind. Raises as :func:`require_complete`."""
    require_complete(paper)
    return {"paper": paper.KIND, **_plain(paper)}


def from_document(document: dict[str, Any]) -> Paper:
    """The paper that :func:`to_document` wrote; KeyError for a kind this program does not know."""
    fields = dict(document)
    paper_type = type_of_kind[fields.pop("paper")]
    return typing.cast("Paper", _build(paper_type, fields))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value


def _build(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _build(next(part for part in get_args(kind) if part is not type(None)), value)
    if origin is tuple:
        return _build_tuple(get_args(kind), value)
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _build(hints[name], part) for name, part in value.items()})  # type: ignore[operator]
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return kind(value)


def _build_tuple(parts: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    if parts[-1] is Ellipsis:
        return tuple(_build(parts[0], part) for part in value)
    return tuple(_build(part, item) for part, item in zip(parts, value, strict=True))
