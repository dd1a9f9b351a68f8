"""Service evaluation (好差评, 4.1, R-EVAL-1): five grades, one rating per service event, never a default."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from uuid import UUID

from yichuang_desktop.domain.acts import Service
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.titled import TitledEnum


class Grade(IntEnum):
    """The product's own grades; every edge (device, national interface) maps them by a table of its own."""

    VERY_DISSATISFIED = 1
    DISSATISFIED = 2
    BASICALLY_SATISFIED = 3
    SATISFIED = 4
    VERY_SATISFIED = 5

    @property
    def title(self) -> str:
        """The official wording of the grade."""
        return ("非常不满意", "不满意", "基本满意", "满意", "非常满意")[self - 1]

    @property
    def bad(self) -> bool:
        """A bad rating opens a rectification (R-EVAL-2)."""
        return self <= Grade.DISSATISFIED


class RatingOutcome(TitledEnum):
    """How an invitation ended; everything but RATED is kept as "not rated" with its reason."""

    RATED = "rated"
    TIMED_OUT = "timed_out"
    DECLINED = "declined"
    NO_DEVICE = "no_device"

    def _words(self) -> str:
        """The outcome as the timeline says it."""
        titles = {"rated": "已评价", "timed_out": "未评价（超时）", "declined": "未评价（放弃）"}
        return titles.get(self.value, "未评价（评价屏不可用）")


MAY_SEE_GRADES = frozenset(
    {
        Role.GROUP_LEADER,
        Role.SUPERVISING_LEADER,
        Role.HALL_SECTION,
        Role.DIGITAL_SECTION,
        Role.ADMINISTRATOR,
    }
)
"""Who reads how a service was rated; the window that was rated reads only that it was (4.1)."""


@dataclass(frozen=True, slots=True)
class ServiceEvent:
    """One service a citizen may rate once."""

    event_id: UUID
    case_id: UUID
    kind: Service
    opened_at: datetime
    counter: int
    clerk: str


@dataclass(frozen=True, slots=True)
class Rating:
    """What the citizen answered on the evaluation device, or why there is no answer."""

    event_id: UUID
    outcome: RatingOutcome
    grade: Grade | None
    device: str
    """Identity of the device the answer came from; a clerk's log-in is none."""
