"""Lists and reports of a day or month: handovers, ledgers, what is late, what is left."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from yichuang_desktop.domain.papers.common import PaperHead


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
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "day", "department", "rows")
    head: PaperHead
    day: date
    department: str
    rows: tuple[HandoverLine, ...]


@dataclass(frozen=True, slots=True)
class LedgerPaper:
    """A ledger for a span of days as a printable page set (R-ARC-2): heads and rows of text."""

    KIND: ClassVar[str] = "ledger"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "title", "first_day", "last_day", "columns")
    head: PaperHead
    title: str
    first_day: date
    last_day: date
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class BlankBookPaper:
    """Pages of a hand-kept ledger (手工台账空白页; R-ARC-5, 3.2.4.3)."""

    KIND: ClassVar[str] = "blank_book"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "title", "book", "first_page", "pages", "columns")
    head: PaperHead
    title: str
    book: str
    """Which book, as the computer ledger's column names it: ``2026-综窗-03``."""
    first_page: int
    pages: int
    columns: tuple[str, ...]
    rows_a_page: int = 0
    """0: as many as a hand can write in."""


HAND_LEDGERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "counter": (
        "综合窗口办件台账（手工）",
        (
            "序号",
            "日期",
            "单号",
            "事项",
            "审批部门",
            "申请人",
            "联系电话",
            "首办人",
            "到期日",
            "后台接收",
            "存根交出证",
            "办结日期",
            "结果编号",
            "领取日期",
            "领取人",
            "备注",
        ),
    ),
    "online": (
        "网厅办件台账（手工）",
        (
            "序号",
            "日期",
            "单号",
            "事项",
            "审批部门",
            "申请人",
            "联系电话",
            "申报时间",
            "推送时间",
            "回执单号",
            "承诺书",
            "电话通知",
            "结果编号",
            "领取日期",
            "领取人",
            "备注",
        ),
    ),
    "department": (
        "非综合窗口办件台账（手工）",
        (
            "序号",
            "日期",
            "单号",
            "事项",
            "审批部门",
            "申请人",
            "联系电话",
            "部门凭证",
            "移交人",
            "移交日期",
            "电话通知",
            "结果编号",
            "领取日期",
            "领取人",
            "备注",
        ),
    ),
}
"""Title and columns of the three hand-kept ledgers (4.6.4; dossier 1.14)."""


@dataclass(frozen=True, slots=True)
class CountLine:
    """One figure as computer ledger, hand-kept ledger and acts give it."""

    label: str
    computer: int
    by_hand: int | None
    acts: int | None = None


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One row in which two ledgers do not agree."""

    seq: int
    receipt_no: str
    computer: str
    by_hand: str
    page: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class ReconciliationPaper:
    """Proof that hand-kept and computer ledger agree, or where not (台账核对表; R-ARC-5)."""

    KIND: ClassVar[str] = "reconciliation"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "title", "first_day", "last_day", "counts")
    head: PaperHead
    title: str
    first_day: date
    last_day: date
    counts: tuple[CountLine, ...]
    differences: tuple[DifferenceLine, ...] = ()
    book: str = ""
    pages: str = ""


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A case left on a desk at day's end."""

    seq: int
    desk: str
    receipt_no: str
    applicant: str
    item_name: str
    left: str
    """What is left to do."""
    since: datetime | None = None
    responsible: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class DayClosePaper:
    """Day close: figures of the day and all that is left on any desk (日终清单); the leader signs."""

    KIND: ClassVar[str] = "day_close"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "day", "group", "counts")
    head: PaperHead
    day: date
    group: str
    counts: tuple[tuple[str, str], ...]
    """Label and figure: ``收件``, ``38 件``."""
    rows: tuple[LeftLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PerformanceLine:
    """One performance note by case number (3.2.2.4)."""

    seq: int
    receipt_no: str
    item_name: str
    department: str
    fault: str
    """``交接不及时``, ``多次电话提醒``, ``业务不熟练``, ``超期办结``."""
    noted_on: date
    facts: str = ""
    calls: int = 0
    noted_by: str = ""


@dataclass(frozen=True, slots=True)
class PerformanceReportPaper:
    """The month's performance notes by case number to the digital section (效能情况月报; R-HO-4, 3.2.2.4)."""

    KIND: ClassVar[str] = "performance_report"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "first_day", "last_day", "addressee")
    head: PaperHead
    first_day: date
    last_day: date
    addressee: str
    rows: tuple[PerformanceLine, ...] = ()
    totals: tuple[tuple[str, str], ...] = ()
    """Department and its figures: ``内乡县自然资源局``, ``3 件，其中超期 1 件``."""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """Who was told when, what was said, and who told them."""

    at: datetime
    told: str
    said: str
    by: str


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """One overdue case with the reminders that went before."""

    seq: int
    receipt_no: str
    applicant: str
    item_name: str
    department: str
    received_on: date
    due: date
    days_over: int
    reminders: tuple[ReminderLine, ...] = ()
    state: str = ""


@dataclass(frozen=True, slots=True)
class OverdueReportPaper:
    """Overdue cases with their reminders to the digital section (超期办件提醒记录报告; R-REM-1, 3.2.3)."""

    KIND: ClassVar[str] = "overdue_report"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "first_day", "last_day", "addressee")
    head: PaperHead
    first_day: date
    last_day: date
    addressee: str
    rows: tuple[OverdueLine, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class UncollectedLine:
    """A result that nobody has fetched."""

    seq: int
    receipt_no: str
    applicant: str
    phone: str
    item_name: str
    result_name: str
    arrived_on: date
    waiting_days: int
    calls: int = 0
    last_call: str = ""
    measure: str = ""
    """What is to be done next: ``报组长``, ``上门送达``."""


@dataclass(frozen=True, slots=True)
class UncollectedListPaper:
    """Results not collected, the longest waiting first (逾期未领清单)."""

    KIND: ClassVar[str] = "uncollected_list"
    VERSION: ClassVar[int] = 1
    REQUIRED: ClassVar[tuple[str, ...]] = ("head", "day")
    head: PaperHead
    day: date
    rows: tuple[UncollectedLine, ...] = ()
    limit_days: int = 0
    """From how many days on a result is listed; 0: all."""
