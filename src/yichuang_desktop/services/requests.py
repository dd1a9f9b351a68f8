"""The acts of the hall as requests: what a screen, a script or another system asks for.

Every request that changes something carries ``act_id``, made by whoever asks: sent again after a lost answer
it is answered, not done again.  ``revision`` is the revision of the case that was on screen.  The headless
twin reads exactly these, one JSON object a line (``yichuang act``).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang_desktop.domain.intake_form import IntakeForm


@dataclass(frozen=True, slots=True)
class ScreenSignature:
    """A signature given on the customer's screen and what binds it to the text that was read."""

    text_sha256: str
    png: bytes
    strokes: str
    """JSON of the strokes: ``[[[t_ms, x, y, pressure], …], …]``, x and y in 0.01 mm."""
    signed_at: datetime
    signer: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """Begin an intake (T1): a case without a number, for one item."""

    act_id: UUID
    case_id: UUID
    item_id: str
    counter: int


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Keep what has been written so far (R-X-1); no act of its own on the timeline."""

    case_id: UUID
    form: IntakeForm
    counter: int


@dataclass(frozen=True, slots=True)
class Notify:
    """One-off notice of everything missing or wrong (T2, R-IN-4); a second one needs a reason."""

    act_id: UUID
    case_id: UUID
    revision: int
    form: IntakeForm
    counter: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TakeUpAgain:
    """Go on from a one-off notice (T2r)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int


@dataclass(frozen=True, slots=True)
class Abandon:
    """Give a draft up (T3b), with a reason."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    reason: str


@dataclass(frozen=True, slots=True)
class Accept:
    """Accept once and make the intake set (T4, R-IN-3, R-IN-9).

    ``signature`` is the commitment signed on screen; ``None`` accepts with the wet signature owed
    (decisions 9).  ``receipt_told``: the applicant was told to bring the receipt to the issuance desk.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    form: IntakeForm
    counter: int
    signature: ScreenSignature | None = None
    receipt_told: bool = True


@dataclass(frozen=True, slots=True)
class SeeCommitmentSignature:
    """The wet signature under the commitment was seen (T4c)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int


@dataclass(frozen=True, slots=True)
class EnterOnPlatform:
    """The platform's own number, typed or scanned (T5, R-IN-7, R-IN-14)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    platform_no: str


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
    cause: str
    """``late``, ``repeated_calls``, ``unskilled``."""
    reason: str


@dataclass(frozen=True, slots=True)
class RegisterCounterfoil:
    """Counterfoil and credit commitment arrive at the issuance desk, both scanned (T7, R-HO-3)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    counterfoil_code: str
    commitment_code: str


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
class Collector:
    """Who takes the result: the applicant or an agent, and the document that was checked."""

    name: str
    document_title: str
    document_no: str
    relation: str = "本人"
    authorisation: str = ""
    phone: str = ""


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


@dataclass(frozen=True, slots=True)
class Annul:
    """Undo the last act of a case (T33): its recorder within minutes, later the leader, with a reason."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    annuls: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Reprint:
    """A further copy of a printed paper, marked 补打 (R-X-1)."""

    job_id: str
    printer: str = ""


@dataclass(frozen=True, slots=True)
class AnswerPrint:
    """The clerk's answer to "票出来了吗？" for a print of unknown fate."""

    job_id: str
    answer: str
    """``complete``, ``incomplete``, ``nothing``."""


@dataclass(frozen=True, slots=True)
class PrintDaySheet:
    """Day sheet of one department's handovers of a day (R-HO-2, R-OUT-7): an ISO date."""

    job_id: UUID
    department: str
    day: str
    counter: int
