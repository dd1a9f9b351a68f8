"""What the hall tells the provincial platform and the departments' systems: messages and their life (R-IN-7).

A message is saved in the transaction of the act it tells of; sending comes after and is never a guard.  One
act, one message: the act's id is the message's, so a message that goes out twice (the answer was lost, the
program ended) is known again by whoever receives it, and counts once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from yichuang_desktop.domain.titled import TitledEnum

FORMAT: Final = "yichuang-push/1"
"""Stands in every message; a change a receiver must notice raises the number."""
LONGEST_NUMBER: Final = 50
"""Most characters of a platform number (GB/T 39046: an..50)."""
FIRST_PAUSE, LONGEST_PAUSE = 10, 1800
"""Seconds from one attempt to the next: doubled from the first to the longest."""


class PushState(TitledEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    """The receiver has it and will answer later."""
    ANSWERED = "answered"
    FAILED = "failed"
    """The receiver refused it; it is not sent again before a person says so."""
    GIVEN_UP = "given_up"

    def _words(self) -> str:
        """The state as the list says it."""
        return {
            "waiting": "待推送",
            "sent": "已送出，待答复",
            "answered": "已答复",
            "failed": "推送失败",
            "given_up": "不再推送",
        }[self.value]


class PushKind(TitledEnum):
    """What a message tells."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    REMINDED = "reminded"
    PROGRESS = "progress"
    DECIDED = "decided"
    RETURNED = "returned"
    STOPPED = "stopped"
    CONCLUDED = "concluded"
    ANNULLED = "annulled"

    def _words(self) -> str:
        """The message as the list names it."""
        return {
            "accepted": "受理",
            "not_accepted": "不予受理",
            "reminded": "提醒部门",
            "progress": "办理环节",
            "decided": "审批决定",
            "returned": "退件",
            "stopped": "终止办理",
            "concluded": "办结",
            "annulled": "撤销上一步",
        }[self.value]


SENDERS_MOVES: Final[frozenset[tuple[str, str]]] = frozenset(
    {
        ("waiting", "waiting"),
        ("waiting", "sent"),
        ("waiting", "answered"),
        ("waiting", "failed"),
        ("sent", "sent"),
        ("sent", "waiting"),
        ("sent", "answered"),
        ("sent", "failed"),
    }
)
"""What may follow when an attempt ends; written under a claim only."""
MOVES_BY_HAND: Final[frozenset[tuple[str, str]]] = frozenset(
    {
        ("waiting", "waiting"),
        ("waiting", "given_up"),
        ("sent", "waiting"),
        ("sent", "given_up"),
        ("failed", "waiting"),
        ("failed", "given_up"),
        ("given_up", "waiting"),
    }
)
"""What a person may do: send again at once, give up with a reason, take up again.  An answer stays."""


@dataclass(frozen=True, slots=True)
class Push:
    """One message of the outbox, as whoever sends it gets it.

    ``attempts`` tells one claim from an outdated one.
    """

    push_id: int
    message_id: UUID
    kind: PushKind
    department: str
    body: Mapping[str, Any]
    state: PushState = PushState.WAITING
    attempts: int = 0
    claimed_at: datetime | None = None
    """The database's real time at the claim: what the signature is dated with."""


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """What a receiver said of a message."""

    platform_no: str = ""
    confirmed_on: date | None = None
    """The day the platform itself has for this acceptance or conclusion (R-IN-14)."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of one attempt.

    ``trouble`` and ``facts`` name a sentence; ``again_in`` are seconds until the next attempt, ``None``: no
    further one by itself.  ``halt``: the way itself is barred, so other messages need not try it now.
    """

    state: PushState
    answer: PushAnswer = PushAnswer()
    trouble: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    again_in: float | None = None
    halt: bool = False


def pause_after(attempts: int) -> float:
    """Seconds to wait after so many attempts without success."""
    return float(min(FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 20), LONGEST_PAUSE))
