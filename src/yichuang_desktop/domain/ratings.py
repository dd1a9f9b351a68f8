"""Service evaluation (好差评, 4.1, R-EVAL-1): five grades, one rating per service event, never a default."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from hashlib import sha256
from typing import Final
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


class RatingChannel(TitledEnum):
    """By which way the citizen answered; kept with every rating."""

    SCREEN = "screen"
    KEYS = "keys"
    TABLET = "tablet"
    CODE = "code"

    def _words(self) -> str:
        titles = {"screen": "群众屏", "keys": "按键评价器", "tablet": "评价平板"}
        return titles.get(self.value, "凭码评价")


class StrayKind(TitledEnum):
    """Why something that a device sent rates nothing; it is kept, and never given to the next citizen."""

    ORPHAN = "orphan"
    """Nobody was asked."""
    DUPLICATE = "duplicate"
    """The service has its answer."""
    FOREIGN_DEVICE = "foreign_device"
    """It came from a device of another address."""
    CONTRADICTION = "contradiction"
    """Two keys at once; the first one counts."""
    LATE = "late"
    """After its time, or before the citizen can have read the invitation."""
    UNKNOWN_KEY = "unknown_key"
    """A key whose grade nobody has taught."""

    def _words(self) -> str:
        titles = {
            "orphan": "没有邀请评价时收到",
            "duplicate": "重复按键",
            "foreign_device": "来自别的评价器",
            "contradiction": "同时按了两个键",
            "late": "超过时间才收到",
        }
        return titles.get(self.value, "按键还没有对应等级")


CODE_DAYS: Final = 7
"""How long a code on paper can be used."""
CODE_DIGITS: Final = 8
RAW_MOST: Final = 512


def code_digest(code: str) -> str:
    """What is kept of a code: its SHA-256; blanks between its digits do not count."""
    return sha256("".join(code.split()).encode()).hexdigest()


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
    channel: RatingChannel = RatingChannel.SCREEN
    raw: str = ""
    """What the device sent, as it came (bytes in hex, or JSON)."""
    code_sha256: str = ""
    """The code on paper by which it was given; only with the channel CODE."""


@dataclass(frozen=True, slots=True)
class Stray:
    """Something a device sent that rates nothing. ``event_id``: the service that was, or was last, asked."""

    kind: StrayKind
    raw: str
    channel: RatingChannel
    event_id: UUID | None = None
    times: int = 1


class CodeState(TitledEnum):
    """Whether a code on paper can still be used."""

    OPEN = "open"
    RATED = "rated"
    EXPIRED = "expired"

    def _words(self) -> str:
        return {"open": "可以评价", "rated": "已经评价过"}.get(self.value, "已经过期")


@dataclass(frozen=True, slots=True)
class CodedService:
    """The service a code on paper stands for."""

    event_id: UUID
    kind: Service
    counter: int
    opened_at: datetime
    state: CodeState
    place: str = ""
    """The window in words."""
