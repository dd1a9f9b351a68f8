"""What an act is: one thing that happened to a case, who recorded it, who did it, and with what evidence.

An act is the only way a case changes.  Its kind says, in the table of :mod:`transitions`, which tracks it
moves, who may record it, who may have done it, and which evidence it must bring (decisions 6–12).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang_desktop.domain.hall import Channel, Doer, Role
from yichuang_desktop.domain.titled import TitledEnum
from yichuang_desktop.domain.tracks import Track, Tracks


class Flag(TitledEnum):
    """What a case owes beside its tracks."""

    COMMITMENT_OWED = "commitment_owed"
    """Accepted, but the wet signature under the credit commitment is not yet seen (decisions 9)."""
    SUPPLEMENT_OWED = "supplement_owed"
    """Accepted conditionally, a deferred material is still missing (容缺)."""
    EXTENDED = "extended"
    """The term was extended once (行政许可法 42)."""

    def _words(self) -> str:
        """What is owed, as a clerk says it."""
        return {
            "commitment_owed": "信用承诺书尚未签字",
            "supplement_owed": "容缺材料尚未补齐",
            "extended": "已延长办理期限",
        }[self.value]


class Service(TitledEnum):
    """Kinds of service event; each is rated at most once (R-EVAL-1, decisions 17)."""

    CONSULTATION = "consultation"
    INTAKE = "intake"
    COLLECTION = "collection"
    RETURN = "return"

    def _words(self) -> str:
        """The service as the customer's screen names it."""
        return {"consultation": "咨询", "intake": "收件", "collection": "领证", "return": "退件"}[self.value]


Moves = Mapping[Track, Mapping[str, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class ActKind:
    """One row of the transition table.

    ``moves`` holds for each track the states in which the act is allowed and where each may go; a state that
    maps to itself stays.  A track that is absent may be in any state and stays there.
    """

    name: str
    number: str
    """The transition's number in the dossier: ``T4``; completed rows carry a letter, ``T2r``."""
    title: str
    channels: frozenset[Channel]
    moves: Moves
    recorded_by: frozenset[Role]
    done_by: frozenset[Doer]
    evidence: tuple[str, ...]
    clause: str
    sets: frozenset[str] = frozenset()
    """Columns of the case that this act may fill in."""
    blocked_by: frozenset[Flag] = frozenset()
    registers: bool = False
    """The act gives the case its receipt number and its first handler (decisions 3, R-IN-9)."""
    opens_service: Service | None = None
    annullable: bool = False
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """An act about to be recorded.

    ``act_id`` is made by the client: the same act sent twice is done once.
    """

    act_id: UUID
    case_id: UUID
    kind: str
    expected_revision: int
    """Revision of the case the clerk had on screen; another one means someone else was faster."""
    after: Tracks
    evidence: Mapping[str, Any] = field(default_factory=dict)
    sets: Mapping[str, Any] = field(default_factory=dict)
    done_by: Doer = Doer.CLERK
    doer_name: str = ""
    reason: str = ""
    counter: int = 0
    annuls: UUID | None = None


@dataclass(frozen=True, slots=True)
class ActDone:
    """The answer to an act: the same whether it was just done or had been done before."""

    act_id: UUID
    case_id: UUID
    kind: str
    revision: int
    at: datetime
    """Time of the database, in the hall's zone."""
    recorded_by: str
    receipt_no: str = ""
    repeated: bool = False
    """True when the very same act had been recorded already and nothing was done again."""
