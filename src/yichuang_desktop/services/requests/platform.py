"""What is told to the platform and the departments, and what comes back (3.2.1, 3.2.1.1; R-IN-7, R-IN-14)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, When, asked

ACCEPTED, CONCLUDED = "accepted", "concluded"


@dataclass(frozen=True, slots=True)
class ConfirmPush:
    """The department was told of the case and reminded, by phone or in person (T5p; R-IN-7)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    told: str = asked("告知的部门人员", AskKind.NAME)
    phone: str = asked("电话", AskKind.PHONE, required=False, hint="当面告知的不填", default="")
    said: str = asked("说了什么", required=False, default="")


@dataclass(frozen=True, slots=True)
class ConfirmOnPlatform:
    """Acceptance or conclusion is done on the platform too, and this is the day it shows (T5c; R-IN-14)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    what: str = asked("平台上已确认", AskKind.CHOICE, choices=((ACCEPTED, "受理"), (CONCLUDED, "办结")))
    on: date = asked("平台显示的日期", AskKind.DAY, when=When.NOT_LATER)


@dataclass(frozen=True, slots=True)
class TakeUpAnswer:
    """What a receiver answered is entered into the case: pushed and reminded, its number, its day (R-IN-7).

    One key, up to three acts (T5p, T5, T5c), together or not at all; a number that differs from the one the
    case has is refused, never written over.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    push_id: int


@dataclass(frozen=True, slots=True)
class RetryPush:
    """Send a message again now: one that failed, was given up, or waits for its next attempt."""

    push_id: int


@dataclass(frozen=True, slots=True)
class GiveUpPush:
    """Do not send a message any more, and why: it was told otherwise."""

    push_id: int
    reason: str
