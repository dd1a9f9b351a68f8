"""The issuance desk: reminding, results, calls, issuing (3.2.3, 3.2.4)."""

from dataclasses import dataclass
from uuid import UUID

from yichuang_desktop.services.requests.parts import Collector, ScreenSignature


@dataclass(frozen=True, slots=True)
class Remind:
    """The department is reminded of what falls due (T9, R-REM-1)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    phone: str
    outcome: str
    said: str = ""
    told: str = ""
    """Who answered."""


@dataclass(frozen=True, slots=True)
class BookInResult:
    """The department brings the decided result to the issuance desk (T10, R-OUT-1)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str
    result_name: str
    result_no: str
    copies: int = 1
    slip: str = ""
    """Number of the department's slip, if it has one."""


@dataclass(frozen=True, slots=True)
class CallApplicant:
    """The applicant is phoned to come with the receipt (T11, R-OUT-1)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    phone: str
    outcome: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """Issue against the scanned receipt (T12, R-OUT-2): once, whatever a second desk does."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    receipt_code: str
    collector: Collector
    signature: ScreenSignature | None = None
    ink_seen: bool = False
    """Without a signature on screen: the clerk has seen the collector sign the counterfoil (decisions 16)."""


@dataclass(frozen=True, slots=True)
class IssueWithoutReceipt:
    """Receipt lost: original checked, guarantee statement signed, old code revoked (T12L, R-OUT-3)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    collector: Collector
    original_seen: str
    """``居民身份证原件`` or ``营业执照原件``."""
    original_no: str
    signature: ScreenSignature | None = None
    ink_seen: bool = False
    """Without a signature on screen: the printed statement was signed in ink, and the clerk has seen it."""


@dataclass(frozen=True, slots=True)
class PrintStatement:
    """The guarantee statement on paper, to be signed before anything is issued (R-OUT-3)."""

    job_id: UUID
    case_id: UUID
    counter: int
    collector: Collector
    original_seen: str
