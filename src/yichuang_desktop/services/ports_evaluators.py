"""What the program needs from an evaluation device, and what such a device needs from the program (R-EVAL-1).

A device that stands before the citizen shows which service is rated, hears one key, and says so once. It
decides nothing: the rules stand in ``domain.evaluation``. The clerk cannot answer on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from yichuang_desktop.domain.devices import DeviceIdentity, DeviceReport
from yichuang_desktop.domain.evaluation import EvaluatorState, Said
from yichuang_desktop.domain.ratings import CodedService, Grade, RatingChannel, RatingOutcome, Stray

HearEvaluator = Callable[[Said], None]
"""Told every answer, ending and stray, in the driver's own thread; the keyword ``said`` of such drivers."""


class EvaluatorDevice(Protocol):
    """An evaluation device in use. No call waits for the device; what becomes of it is told to ``said``.

    Of each service begun, exactly one ``Answered`` or ``Ended`` is told, and nothing after it.
    """

    def start(self) -> None:
        """Begin to connect."""
        ...

    def stop(self) -> None:
        """Let go of it within two seconds; a service that is open ends as not answered."""
        ...

    def report(self) -> DeviceReport:
        """How it stands."""
        ...

    def identity(self) -> DeviceIdentity:
        """Who it is, wherever it is plugged in."""
        ...

    def state(self) -> EvaluatorState:
        """What it shows now."""
        ...

    def show_idle(self, staff: str) -> None:
        """Show who works here; nobody is asked."""
        ...

    def welcome(self, staff: str) -> None:
        """Greet the next citizen."""
        ...

    def begin(self, event_id: UUID, prompt: str, seconds: float) -> None:
        """Ask for the rating of a service within so many seconds; the service asked before ends."""
        ...

    def cancel(self, event_id: UUID) -> None:
        """Ask no longer; ends as not answered. Nothing happens when another service is asked."""
        ...

    def thank(self, event_id: UUID) -> None:
        """The answer is kept: thank the citizen."""
        ...


@dataclass(frozen=True, slots=True)
class HeardKey:
    """One frame of a box that is being taught, as it came."""

    raw: bytes
    key: str
    """What stands for the key in it, in hex; empty when the table does not know the frame."""
    own: bool = True
    """Whether it came from the address of this window's device."""


class TeachableDevice(EvaluatorDevice, Protocol):
    """A box whose keys can be learnt: it may be listened to while someone presses each key."""

    def listen(self, heard: Callable[[HeardKey], None] | None) -> None:
        """Hand every frame to ``heard`` (in the driver's thread), and rate nothing; None ends it."""
        ...

    def levels(self) -> Mapping[str, Grade | None]:
        """The keys of its table with their grades, as far as they are known."""
        ...


class RatingBook(Protocol):
    """The ratings of one window, written by its evaluation device's own identity (decisions 17).

    Every call asks the database: never on the Qt thread. Raises RuleViolation and StoreUnavailable.
    """

    def answer(
        self, act_id: UUID, outcome: RatingOutcome, grade: Grade | None, channel: RatingChannel, raw: str
    ) -> bool:
        """Keep the answer to the service an act opened; False when there is none to rate, or it was rated."""
        ...

    def stray(self, stray: Stray) -> None:
        """Keep what belongs to no service."""
        ...

    def print_code(self, act_id: UUID) -> bool:
        """Give the citizen a code on paper for this service; False when there is nothing to rate."""
        ...

    def service_of(self, code: str) -> CodedService:
        """What a code stands for.

        RuleViolation ``rating_code_unknown``, ``rating_code_used``, ``rating_code_expired``,
        ``rating_code_too_often``.
        """
        ...

    def redeem(self, code: str, grade: Grade) -> None:
        """Rate by a code, once."""
        ...
