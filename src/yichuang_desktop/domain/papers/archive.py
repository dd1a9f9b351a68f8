"""Papers of the archive: bag, transfer to the archive room, access (4.6; dossier 1.12, 1.13, 1.15)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from yichuang_desktop.domain.papers.common import FolderLine, PaperHead, PersonLine


@dataclass(frozen=True, slots=True)
class BagCoverPaper:
    """Cover of a closed archive bag and the list of its contents (档案袋封面、卷内目录; R-ARC-1, 4.6.1–3)."""

    KIND: ClassVar[str] = "bag_cover"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "receipt_no",
        "bag_no",
        "ledger",
        "applicant",
        "item_name",
        "department",
        "ending",
        "closed_on",
        "contents",
        "retention",
        "packed_by",
    )
    head: PaperHead
    receipt_no: str
    bag_no: str
    """件号: continuous per ledger and year."""
    ledger: str
    """``综合窗口``, ``网厅``, ``非综合窗口``."""
    applicant: PersonLine
    item_name: str
    department: str
    ending: str
    """``办结``, ``退件``, ``不予许可``, …"""
    closed_on: date
    contents: tuple[FolderLine, ...]
    retention: str
    packed_by: str
    packed_on: date | None = None
    received_on: date | None = None
    first_handler: str = ""
    box_no: str = ""
    month: str = ""
    """The month it is filed under: ``2026年11月``."""
    notes: tuple[str, ...] = ()
    """Explanations: a paper in another's place, a statement for a lost one."""


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One bag on a transfer form."""

    seq: int
    bag_no: str
    receipt_no: str
    title: str
    """Applicant and item."""
    closed_on: date
    sheets: int
    retention: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TransferPaper:
    """Transfer to the archive room (档案移交表; R-ARC-2, 4.6.4), made out twice."""

    KIND: ClassVar[str] = "archive_transfer"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "ledger", "month", "giver", "rows")
    head: PaperHead
    ledger: str
    month: str
    """``2026年11月``."""
    giver: str
    """The unit that hands over: ``综合出证窗口``."""
    rows: tuple[TransferLine, ...]
    taker: str = "档案室"
    box_no: str = ""
    gaps: tuple[str, ...] = ()
    """Missing numbers, each explained."""


@dataclass(frozen=True, slots=True)
class AccessPaper:
    """Application, approval and register of reading in the archive (档案查阅审批登记表; R-ARC-3, 4.6.5)."""

    KIND: ClassVar[str] = "archive_access"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = (
        "head",
        "reader",
        "unit",
        "purpose",
        "scope",
        "way",
        "requested_on",
    )
    head: PaperHead
    reader: PersonLine
    unit: str
    purpose: str
    scope: str
    """Which numbers or which span of time; nothing beyond it is shown."""
    way: str
    """``阅览``, ``复印``, ``摘录``, ``拍照``."""
    requested_on: date
    approver: str = ""
    """业务主管领导."""
    approved_on: date | None = None
    keeper: str = ""
    files: tuple[FolderLine, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
