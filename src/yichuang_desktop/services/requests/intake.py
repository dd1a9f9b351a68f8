"""Intake: from the draft to the accepted case (3.2.1)."""

from dataclasses import dataclass
from uuid import UUID

from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.services.requests.parts import ScreenSignature


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """Begin an intake (T1): a case without a number, for one item.

    ``channel`` is ``counter``, or ``mail`` for what came in the parcel ``parcel_no``.
    """

    act_id: UUID
    case_id: UUID
    item_id: str
    counter: int
    channel: str = "counter"
    asked_in: str = ""
    """Number of the consultation it grew out of (R-ASK-1)."""
    parcel_no: str = ""


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Keep what has been written so far (R-X-1); no act of its own on the timeline."""

    case_id: UUID
    form: IntakeForm
    counter: int
    scans: tuple[bytes, ...] = ()
    """PDF files the checklist refers to and the database does not have yet; kept in the same transaction."""


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
