"""What the department does with a case, recorded at the issuance desk from its papers (3.2.2.5, 3.2.3).

Officers have no log-in: their name, and their superior's who approved, go with every request (decisions 10).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, MaterialRow, When, asked
from yichuang_desktop.domain.clocks import SpecialStepKind
from yichuang_desktop.domain.items import NATURAL_DAYS, WORKING_DAYS

OTHER_STEP = SpecialStepKind.OTHER.value
STEPS = tuple((kind.value, kind.value) for kind in SpecialStepKind)
UNITS = ((WORKING_DAYS, WORKING_DAYS), (NATURAL_DAYS, NATURAL_DAYS))
TOLD = (
    ("handed", "当面交付"),
    ("mailed", "邮寄送达"),
    ("electronic", "电子送达"),
    ("fetched", "电话通知来取"),
)
MOST_STEP_DAYS = 365
OFFICER, APPROVER = "部门经办人", "批准人"


@dataclass(frozen=True, slots=True)
class EnterReview:
    """The department has begun its review (T7r): a part without counterfoil, a case without papers."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked(OFFICER, AskKind.NAME)
    said: str = asked("部门说明", hint="例如：已开始审查")


@dataclass(frozen=True, slots=True)
class OpenSpecialStep:
    """A special step begins; the applicant is told in writing how long it takes (T8, R-HO-5)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    step: str = asked("特殊环节", AskKind.CHOICE, choices=STEPS)
    own_name: str = asked("环节名称", required=False, hint="不在十五类之内时填写，例如：公示")
    started_on: date = asked("开始日期", AskKind.DAY, when=When.NOT_LATER)
    days: int = asked("所需天数", AskKind.COUNT, least=1, most=MOST_STEP_DAYS)
    unit: str = asked("按什么计算", AskKind.CHOICE, choices=UNITS)
    reason: str = asked("启动理由", AskKind.LONG)
    officer: str = asked(OFFICER, AskKind.NAME)
    approver: str = asked(APPROVER, AskKind.NAME)
    told: str = asked("告知书送达", AskKind.CHOICE, choices=TOLD)


@dataclass(frozen=True, slots=True)
class CloseSpecialStep:
    """A special step is over; due days are found anew (T8z, R-HO-5)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    ended_on: date = asked("结束日期", AskKind.DAY, when=When.NOT_LATER)
    outcome: str = asked("结论", hint="例如：评审通过，按意见修改")
    officer: str = asked(OFFICER, AskKind.NAME)


@dataclass(frozen=True, slots=True)
class AskCorrection:
    """After acceptance the department asks for corrections, in writing (T8c)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    rows: tuple[MaterialRow, ...] = asked(
        "需要补正的材料", AskKind.MATERIALS, hint="在“说明”里写明要补正什么"
    )
    reason: str = asked("补正原因", AskKind.LONG)
    supply_by: date = asked("补正期限", AskKind.DAY, when=When.NOT_EARLIER)
    officer: str = asked(OFFICER, AskKind.NAME)
    told: str = asked("通知书送达", AskKind.CHOICE, choices=TOLD)


@dataclass(frozen=True, slots=True)
class ReceiveCorrection:
    """The applicant brought everything that was asked for (T8d)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    rows: tuple[MaterialRow, ...] = asked("收到的补正材料", AskKind.MATERIALS)
    received_on: date = asked("收到日期", AskKind.DAY, when=When.NOT_LATER)
    provider: str = asked("提交人", AskKind.NAME)


@dataclass(frozen=True, slots=True)
class Extend:
    """The limit is prolonged, once, with approval and a written notice (T8e; 行政许可法 42)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    legal_days: int = asked("法定期限延长（工作日）", AskKind.COUNT, most=15)
    promise_days: int = asked("承诺期限延长（工作日）", AskKind.COUNT, most=MOST_STEP_DAYS)
    reason: str = asked("延长理由", AskKind.LONG)
    officer: str = asked(OFFICER, AskKind.NAME)
    approver: str = asked("批准人（行政机关负责人）", AskKind.NAME)
    told: str = asked("通知书送达", AskKind.CHOICE, choices=TOLD)


@dataclass(frozen=True, slots=True)
class Approve:
    """The department decided for the applicant; its documents are still to come (T10d)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked(OFFICER, AskKind.NAME)
    decided_on: date = asked("决定日期", AskKind.DAY, when=When.NOT_LATER)
    decision_no: str = asked("决定文号", AskKind.NO, required=False, default="")
    papers_kept: bool = asked("纸质材料由部门留存", AskKind.TICK, required=False, default=False)


@dataclass(frozen=True, slots=True)
class LeavePapersWithDepartment:
    """After the decision the department keeps the applicant's papers in its own file (T10k)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked(OFFICER, AskKind.NAME)
    said: str = asked("部门说明", hint="例如：归入部门审批案卷")


@dataclass(frozen=True, slots=True)
class SignAsFirstHandler:
    """The first handler has signed receipt and counterfoil at the lower right (T4s, R-IN-9)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    counterfoil_code: str = asked("扫存根", AskKind.PAPER_CODE)
    signed: bool = asked("本人已在通知单和存根右下角签名并写日期", AskKind.TICK)


@dataclass(frozen=True, slots=True)
class ReportOverdue:
    """A case past its promise is reported with the reminders that went before (T9o, R-REM-1)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    reason: str = asked("超期情况", AskKind.LONG, hint="部门说明的原因、预计办结时间")


@dataclass(frozen=True, slots=True)
class MakeOverdueReport:
    """The month's overdue cases with their reminders, on paper and kept (R-REM-1); a month ``2026-11``."""

    job_id: UUID
    month: str
    counter: int
    remark: str = ""
