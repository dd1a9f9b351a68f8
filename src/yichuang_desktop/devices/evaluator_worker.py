"""What every evaluation device that runs in a thread of its own has in common.

The rules (``domain.evaluation``) live in that thread only. Other threads leave their wishes in a list; the
device's thread takes them up, or ends what was wished when the device goes away before. So of every service
begun exactly one answer or ending is told, whatever happens to the wire.
"""

import threading
import time
from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from yichuang_desktop.devices.worker import BACK_OFF, WorkerDevice
from yichuang_desktop.domain.devices import Condition, DeviceIdentity, DeviceKind, WindowDevice
from yichuang_desktop.domain.evaluation import (
    Ended,
    EvaluatorRules,
    EvaluatorState,
    Limits,
    Said,
    StateIs,
    Tell,
)
from yichuang_desktop.domain.ratings import RatingChannel, RatingOutcome
from yichuang_desktop.services.ports_devices import Hear
from yichuang_desktop.services.ports_evaluators import HearEvaluator

Wish = Callable[[], None]


class EvaluatorWorker(WorkerDevice):
    """An evaluation device in its own thread; see ``services.ports_evaluators.EvaluatorDevice``."""

    def __init__(
        self,
        device: WindowDevice,
        hear: Hear,
        said: HearEvaluator,
        channel: RatingChannel,
        *,
        lost_code: str,
        clock: Callable[[], float] = time.monotonic,
        limits: Limits | None = None,
        back_off: tuple[float, ...] = BACK_OFF,
    ) -> None:
        name = f"evaluator-{device.counter:02d}"
        super().__init__(DeviceKind.EVALUATOR, name, hear, lost_code=lost_code, back_off=back_off)
        self._device, self._said_to, self._clock = device, said, clock
        self.rules = EvaluatorRules(channel, clock, self._on_said, self._tell, limits)
        self._guard = threading.Lock()
        self._open = False
        self._wishes: deque[tuple[UUID | None, Wish]] = deque()
        self._state = EvaluatorState.OFFLINE

    # -- for everyone ----------------------------------------------------------------------------------------

    def identity(self) -> DeviceIdentity:
        """Who the device of this window is."""
        return self._device.identity

    def state(self) -> EvaluatorState:
        """What it shows now."""
        return self._state

    def show_idle(self, staff: str) -> None:
        """See the port."""
        self._wish(lambda: self.rules.show_idle(staff))

    def welcome(self, staff: str) -> None:
        """See the port."""
        self._wish(lambda: self.rules.welcome(staff))

    def begin(self, event_id: UUID, prompt: str, seconds: float) -> None:
        """See the port; a device that is not there is told to ``said`` at once."""
        if not self._wish(lambda: self.rules.begin(event_id, prompt, seconds), event_id):
            self._said_to(Ended(event_id, RatingOutcome.NO_DEVICE))

    def cancel(self, event_id: UUID) -> None:
        """See the port."""
        self._wish(lambda: self.rules.cancel(event_id))

    def thank(self, event_id: UUID) -> None:
        """See the port."""
        self._wish(lambda: self.rules.thank(event_id))

    # -- for the driver --------------------------------------------------------------------------------------

    @abstractmethod
    def _tell(self, tell: Tell) -> None:
        """Tell the device, in its thread. Raises LinkLost."""

    def _came(self) -> None:
        """The device is there: wishes are taken from now on."""
        with self._guard:
            self._open = True
        self.rules.connected()

    def _went(self) -> None:
        """The device is gone: what was asked, or wished and not begun, ends."""
        with self._guard:
            self._open = False
            wishes, self._wishes = self._wishes, deque()
        if self._ending:
            self.rules.stopped()
        else:
            self.rules.lost()
        outcome = RatingOutcome.TIMED_OUT if self._ending else RatingOutcome.NO_DEVICE
        for event, _wish in wishes:
            if event is not None:
                self._said_to(Ended(event, outcome))

    def _work_on(self) -> None:
        """Take up the wishes and look at the clock; part of serving. Raises LinkLost."""
        while True:
            with self._guard:
                if not self._wishes:
                    break
                _event, wish = self._wishes.popleft()
            wish()
        self.rules.tick()

    def _condition(self) -> tuple[Condition, str, Mapping[str, Any]]:
        """How a device stands that is connected: condition, fault code, facts."""
        return Condition.READY, "", {}

    def _say_how_it_stands(self) -> None:
        self._say(*self._condition())

    def _say(
        self, condition: Condition, fault: str = "", facts: Mapping[str, Any] | None = None, detail: str = ""
    ) -> None:
        """What the worker takes for ready is as ready as the driver says."""
        if condition is Condition.READY and not fault:
            condition, fault, facts = self._condition()
        super()._say(condition, fault, facts, detail)

    # -- inside ----------------------------------------------------------------------------------------------

    def _wish(self, wish: Wish, event: UUID | None = None) -> bool:
        with self._guard:
            if self._open and not self._ending:
                self._wishes.append((event, wish))
                return True
        return False

    def _on_said(self, said: Said) -> None:
        if isinstance(said, StateIs):
            self._state = said.state
        self._said_to(said)
