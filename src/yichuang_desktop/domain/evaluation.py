"""How an evaluation device may behave (R-EVAL-1): nine rules in one class, without thread, wire or clock.

    offline -> idle -> welcome -> evaluating -> thanked -> idle
                                  evaluating -> timeout (an answer still counts) -> idle

1. One result per service; the first stays, a second press is a stray ``duplicate``.
2. The same key within 300 ms is one press; another key within 300 ms is a ``contradiction``, the first stays.
3. A key without a service id answers the service being asked. At any other time it is an ``orphan`` or
   ``late``: kept, and never given to the next citizen. After the deadline it still counts, until the next
   service is asked.
4. A device repeats what was not acknowledged: a repetition changes nothing, not even when the next service is
   being asked already.
5. What is not a whole frame is no press (``devices.evaluator_frames``).
6. A frame from another address is ``foreign_device`` and gives no result.
7. No answer is "not rated", never a grade; a key nobody has taught is no grade either.
8. Only a press gives a grade: nothing the program can ask of this class takes one. Every result has its
   channel.
9. A lost device ends what was asked; coming back it begins idle, and never takes up an old service.

Of each service begun exactly one ``Answered`` or ``Ended`` is told.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from yichuang_desktop.domain.ratings import RAW_MOST, Grade, RatingChannel, RatingOutcome, Stray, StrayKind
from yichuang_desktop.domain.titled import TitledEnum

DEADLINE_SECONDS: Final = 30.0
REMEMBERED: Final = 200


class EvaluatorState(TitledEnum):
    """What the device shows the citizen."""

    OFFLINE = "offline"
    IDLE = "idle"
    WELCOME = "welcome"
    EVALUATING = "evaluating"
    TIMEOUT = "timeout"
    """The time is over; a late answer is still taken."""
    THANKED = "thanked"

    def _words(self) -> str:
        return _STATE_TITLES[self.value]


_STATE_TITLES = {
    "offline": "断开",
    "idle": "空闲",
    "welcome": "欢迎",
    "evaluating": "请评价",
    "timeout": "超时等待",
    "thanked": "感谢评价",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds."""

    grace: float = 15.0
    """How long after the deadline an answer is still taken."""
    bounce: float = 0.3
    settle: float = 0.3
    """Nobody reads and presses so soon: what comes then was pressed before the invitation."""
    resend: float = 2.0
    """A device that was not acknowledged repeats itself within so long."""
    thanks: float = 2.5
    late: float = 60.0
    """A press so long after an unanswered service is called late, afterwards an orphan."""
    strays: float = 10.0
    """Strays of one kind are told once, then counted for so long: a flood must not fill the database."""


@dataclass(frozen=True, slots=True)
class Press:
    """One key as a frame or message told it."""

    raw: str
    grade: Grade | None
    """None: a key whose grade nobody has taught."""
    own: bool = True
    """Whether it came from the address of this window's device."""
    event_id: UUID | None = None
    """The service, if the device says which it means."""
    begun_at: float | None = None
    """When it began to arrive; None: now. What began before the invitation was pressed before it."""


# -- what the program is told --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answered:
    """The citizen rated a service."""

    event_id: UUID
    grade: Grade
    raw: str
    channel: RatingChannel


@dataclass(frozen=True, slots=True)
class Ended:
    """A service got no answer, and why."""

    event_id: UUID
    outcome: RatingOutcome


@dataclass(frozen=True, slots=True)
class StrayHeard:
    """Something that rates nothing."""

    stray: Stray


@dataclass(frozen=True, slots=True)
class StateIs:
    """What the device shows now."""

    state: EvaluatorState


Said = Answered | Ended | StrayHeard | StateIs


# -- what the device is told ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ask:
    """Invite the rating of this service."""

    event_id: UUID
    prompt: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Thank:
    """Thank for the answer to this service."""

    event_id: UUID


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Ask no longer for this service."""

    event_id: UUID


@dataclass(frozen=True, slots=True)
class Rest:
    """Show who works here."""

    staff: str


@dataclass(frozen=True, slots=True)
class Greet:
    """Greet the next citizen."""

    staff: str


Tell = Ask | Thank | Withdraw | Rest | Greet


def missing_grades(levels: Mapping[str, Grade | None]) -> tuple[Grade, ...]:
    """The official grades for which a box has no key (rule 7: it may have three or four), best first."""
    there = set(levels.values())
    return tuple(grade for grade in sorted(Grade, reverse=True) if grade not in there)


@dataclass(slots=True)
class _Heard:
    """A press of the last seconds: when it began, its newest repetition, and the service it belongs to."""

    since: float
    at: float
    belongs_to: UUID | None = None


@dataclass(slots=True)
class _Held:
    """A stray told at ``since``; what came of its kind since then."""

    stray: Stray
    since: float
    more: int = 0


class EvaluatorRules:
    """The state of one evaluation device. Used by one thread: the driver's."""

    def __init__(
        self,
        channel: RatingChannel,
        clock: Callable[[], float],
        say: Callable[[Said], None],
        tell: Callable[[Tell], None],
        limits: Limits | None = None,
    ) -> None:
        """``clock`` gives steady seconds; ``say`` is the program's ear, ``tell`` reaches the device."""
        self._channel, self._clock, self._say, self._tell = channel, clock, say, tell
        self._limits = limits or Limits()
        self._state = EvaluatorState.OFFLINE
        self._staff = ""
        self._asked: Ask | None = None
        self._begun_at = self._until = self._thanked_at = 0.0
        self._heard: dict[str, _Heard] = {}
        self._answered: OrderedDict[UUID, str] = OrderedDict()
        self._ended: OrderedDict[UUID, float] = OrderedDict()
        self._held: dict[tuple[StrayKind, UUID | None], _Held] = {}
        self.bounced = self.repeated = 0
        """Presses that were the same press: by de-bouncing, by repetition."""

    @property
    def state(self) -> EvaluatorState:
        return self._state

    @property
    def asked(self) -> Ask | None:
        """The service being asked, also while a late answer is still taken."""
        return self._asked

    # -- the device comes and goes ---------------------------------------------------------------------------

    def connected(self) -> None:
        """The device is there: idle, whatever was before (rule 9)."""
        if self._state is EvaluatorState.OFFLINE:
            self._rest()

    def lost(self) -> None:
        """The device went away; what was asked ends without an answer (rule 9)."""
        self._end(RatingOutcome.NO_DEVICE)
        self._flush(now=None)
        self._turn(EvaluatorState.OFFLINE)

    # -- what the program asks -------------------------------------------------------------------------------

    def show_idle(self, staff: str) -> None:
        """Show who works here; a service that is being asked stays."""
        self._staff = staff
        if self._state in (EvaluatorState.IDLE, EvaluatorState.WELCOME):
            self._rest()

    def welcome(self, staff: str) -> None:
        """Greet the next citizen; a service that is being asked stays."""
        self._staff = staff
        if self._state in (EvaluatorState.IDLE, EvaluatorState.WELCOME, EvaluatorState.THANKED):
            self._tell(Greet(staff))
            self._turn(EvaluatorState.WELCOME)

    def begin(self, event_id: UUID, prompt: str, seconds: float = DEADLINE_SECONDS) -> None:
        """Ask for a rating; one still asked ends. Asked again for the same service nothing changes."""
        if self._known(event_id):
            return
        if self._state is EvaluatorState.OFFLINE:
            self._remember_end(event_id)
            self._say(Ended(event_id, RatingOutcome.NO_DEVICE))
            return
        self._end(RatingOutcome.TIMED_OUT)
        self._asked = Ask(event_id, prompt, seconds)
        self._begun_at = self._clock()
        self._until = self._begun_at + seconds
        self._tell(self._asked)
        self._turn(EvaluatorState.EVALUATING)

    def cancel(self, event_id: UUID) -> None:
        """Ask no longer."""
        if self._asked is not None and self._asked.event_id == event_id:
            self._end(RatingOutcome.TIMED_OUT)
            self._tell(Withdraw(event_id))
            self._rest()

    def thank(self, event_id: UUID) -> None:
        """The answer is kept: say so. Only for the service that was just answered."""
        if self._state is EvaluatorState.THANKED and next(reversed(self._answered)) == event_id:
            self._tell(Thank(event_id))

    def stopped(self) -> None:
        """The program lets go of the device."""
        self._end(RatingOutcome.TIMED_OUT)
        self._flush(now=None)
        self._turn(EvaluatorState.OFFLINE)

    def ask_again(self) -> None:
        """Tell the device once more what is asked: it has forgotten, or is another one now."""
        if self._asked is not None and self._state is EvaluatorState.EVALUATING:
            self._tell(self._asked)

    # -- time passes -----------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Look at the clock; to be called several times a second."""
        now = self._clock()
        if self._state is EvaluatorState.EVALUATING and now >= self._until:
            self._turn(EvaluatorState.TIMEOUT)
        if self._state is EvaluatorState.TIMEOUT and now >= self._until + self._limits.grace:
            asked = self._asked
            self._end(RatingOutcome.TIMED_OUT)
            if asked is not None:
                self._tell(Withdraw(asked.event_id))
            self._rest()
        if self._state is EvaluatorState.THANKED and now >= self._thanked_at + self._limits.thanks:
            self._rest()
        self._flush(now)

    # -- what the device says --------------------------------------------------------------------------------

    def press(self, press: Press) -> None:
        """A key was pressed."""
        press = replace(press, raw=press.raw[:RAW_MOST])
        if not press.own:
            self._stray(StrayKind.FOREIGN_DEVICE, press)
        elif press.event_id is not None:
            self._press_for(press, press.event_id)
        elif not self._is_same_press(press):
            self._press_now(press)

    def _press_for(self, press: Press, event_id: UUID) -> None:
        """The device says which service it means: no guess is needed."""
        if self._answered.get(event_id) == press.raw:
            self.repeated += 1
        elif event_id in self._answered:
            self._stray(StrayKind.DUPLICATE, press, event_id)
        elif event_id in self._ended:
            self._stray(StrayKind.LATE, press, event_id)
        elif self._asked is None or self._asked.event_id != event_id:
            self._stray(StrayKind.ORPHAN, press)
        elif press.grade is None:
            self._stray(StrayKind.UNKNOWN_KEY, press, event_id)
        else:
            self._answer(event_id, press.grade, press)

    def _is_same_press(self, press: Press) -> bool:
        """Rules 2 and 4: a bouncing key, two keys at once, a repetition; they are told of here."""
        now = self._clock()
        self._heard = {raw: each for raw, each in self._heard.items() if now - each.at < self._limits.resend}
        before = self._heard.get(press.raw)
        if before is not None:
            return self._is_repeated(before, press, now)
        newest = max(self._heard.values(), key=lambda each: each.at, default=None)
        if newest is None or now - newest.at >= self._limits.bounce:
            return False
        self._heard[press.raw] = _Heard(now, now, newest.belongs_to)
        self._stray(StrayKind.CONTRADICTION, press, newest.belongs_to)
        return True

    def _is_repeated(self, before: _Heard, press: Press, now: float) -> bool:
        if now - before.at < self._limits.bounce:
            self.bounced += 1
        elif before.belongs_to is not None:
            self.repeated += 1
            answered = before.belongs_to in self._answered
            self._stray(StrayKind.DUPLICATE if answered else StrayKind.LATE, press, before.belongs_to)
        elif before.since < self._begun_at and now - self._begun_at < self._limits.resend:
            self._stray(StrayKind.LATE, press)
        else:
            return False
        before.at = now
        return True

    def _press_now(self, press: Press) -> None:
        now = self._clock()
        heard = self._heard[press.raw] = _Heard(now, now)
        if self._asked is None:
            kind, heard.belongs_to = self._why_nobody_asked()
            self._stray(kind, press, heard.belongs_to)
        elif (now if press.begun_at is None else press.begun_at) - self._begun_at < self._limits.settle:
            self._stray(StrayKind.LATE, press)
        elif press.grade is None:
            self._stray(StrayKind.UNKNOWN_KEY, press, self._asked.event_id)
        else:
            heard.belongs_to = self._asked.event_id
            self._answer(self._asked.event_id, press.grade, press)

    def _why_nobody_asked(self) -> tuple[StrayKind, UUID | None]:
        if self._state is EvaluatorState.THANKED:
            return StrayKind.DUPLICATE, next(reversed(self._answered))
        newest = next(reversed(self._ended.items()), None)
        if newest is not None and self._clock() - newest[1] < self._limits.late:
            return StrayKind.LATE, newest[0]
        return StrayKind.ORPHAN, None

    # -- inside ----------------------------------------------------------------------------------------------

    def _answer(self, event_id: UUID, grade: Grade, press: Press) -> None:
        self._asked = None
        self._answered[event_id] = press.raw
        if len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)
        self._thanked_at = self._clock()
        self._say(Answered(event_id, grade, press.raw, self._channel))
        self._turn(EvaluatorState.THANKED)

    def _end(self, outcome: RatingOutcome) -> None:
        asked, self._asked = self._asked, None
        if asked is not None:
            self._remember_end(asked.event_id)
            self._say(Ended(asked.event_id, outcome))

    def _remember_end(self, event_id: UUID) -> None:
        self._ended[event_id] = self._clock()
        if len(self._ended) > REMEMBERED:
            self._ended.popitem(last=False)

    def _known(self, event_id: UUID) -> bool:
        open_now = self._asked is not None and self._asked.event_id == event_id
        return open_now or event_id in self._answered or event_id in self._ended

    def _rest(self) -> None:
        self._tell(Rest(self._staff))
        self._turn(EvaluatorState.IDLE)

    def _turn(self, state: EvaluatorState) -> None:
        if state is not self._state:
            self._state = state
            self._say(StateIs(state))

    def _stray(self, kind: StrayKind, press: Press, event_id: UUID | None = None) -> None:
        held = self._held.get((kind, event_id))
        stray = Stray(kind, press.raw, self._channel, event_id)
        if held is None:
            self._held[(kind, event_id)] = _Held(stray, self._clock())
            self._say(StrayHeard(stray))
        else:
            held.stray, held.more = stray, held.more + 1

    def _flush(self, now: float | None) -> None:
        """Tell the strays that were only counted; all of them when ``now`` is None."""
        for key, held in tuple(self._held.items()):
            if now is None or now - held.since >= self._limits.strays:
                del self._held[key]
                if held.more:
                    self._say(StrayHeard(replace(held.stray, times=held.more)))
