"""Handover to the department and to the issuance desk (3.2.2)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, When, asked
from yichuang_desktop.domain.evidence import PerformanceCause


@dataclass(frozen=True, slots=True)
class CallDepartment:
    """A call to the department about papers to be collected (T6c, R-HO-2)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    phone: str
    outcome: str
    """``answered``, ``busy``, ``no_answer``."""
    said: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """The officer has signed the counterfoil and takes the papers (T6, R-HO-2).

    ``counterfoil_code`` is the scanned code of the counterfoil: the clerk has it in hand and has seen the
    signature.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str
    counterfoil_code: str


@dataclass(frozen=True, slots=True)
class NotePerformance:
    """Late, repeated or unskilled handling, noted by case number (T6x, R-HO-4)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    cause: str = asked("情形", AskKind.CHOICE, choices=PerformanceCause)
    """``late``, ``repeated_calls``, ``unskilled``."""
    reason: str = asked("具体情况", AskKind.LONG)


@dataclass(frozen=True, slots=True)
class ExcuseLateCollection:
    """The leader's written exception: the papers may be collected on a later day (T6l, decisions 15)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    until: date = asked("可在哪天领取", AskKind.DAY, when=When.NOT_EARLIER)
    document: str = asked("书面意见", hint="文号，或“组长签字的便笺”")
    reason: str = asked("例外原因", AskKind.LONG)


@dataclass(frozen=True, slots=True)
class PrintDaySheet:
    """Day sheet of one department's handovers of a day (R-HO-2, R-OUT-7): an ISO date."""

    job_id: UUID
    department: str
    day: str
    counter: int


@dataclass(frozen=True, slots=True)
class PrintUnsigned:
    """The day's counterfoils that lack the department's signature, all departments (R-OUT-7): an ISO date."""

    job_id: UUID
    day: str
    counter: int


@dataclass(frozen=True, slots=True)
class MakePerformanceReport:
    """The month's performance notes to the digital section, on paper and kept (R-HO-4): ``2026-11``."""

    job_id: UUID
    month: str
    counter: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ConcludeOnTheSpot:
    """An item decided while the applicant waits (T30): officer signs, result is at hand."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str
    counterfoil_code: str
    result_name: str
    result_no: str
    copies: int = 1


@dataclass(frozen=True, slots=True)
class RegisterCounterfoil:
    """Counterfoil and credit commitment arrive at the issuance desk, both scanned (T7, R-HO-3)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    counterfoil_code: str
    commitment_code: str
