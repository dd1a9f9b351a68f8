"""The customer's screen as an evaluation device like any other (R-EVAL-1)."""

from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Slot

from yichuang_desktop.domain.devices import Condition, DeviceIdentity, DeviceKind, DeviceReport
from yichuang_desktop.domain.evaluation import Answered, Ended, EvaluatorState
from yichuang_desktop.domain.ratings import Grade, RatingChannel, RatingOutcome
from yichuang_desktop.services.ports_evaluators import HearEvaluator
from yichuang_desktop.ui.customer.rate_page import RateRequest
from yichuang_desktop.ui.customer.window import CustomerWindow, Page

_STATES = {Page.RATE: EvaluatorState.EVALUATING, Page.THANKS: EvaluatorState.THANKED}


class ScreenEvaluator(QObject):
    """Puts the five grades before the citizen; used on the Qt thread, tells ``said`` there.

    Its page counts the seconds itself. A screen that is pulled out ends what was asked as "no device".
    """

    def __init__(self, window: CustomerWindow, said: HearEvaluator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._said = window, said
        self._asked: tuple[str, UUID] | None = None
        window.rated.connect(self._on_rated)
        window.timed_out.connect(self._on_timed_out)
        window.vanished.connect(self._on_vanished)

    def start(self) -> None:
        """The window is there already."""

    def stop(self) -> None:
        """What is asked ends as not answered."""
        self._end(RatingOutcome.TIMED_OUT)

    def report(self) -> DeviceReport:
        """One screen is enough: it is then covered while the citizen rates."""
        return DeviceReport(DeviceKind.CUSTOMER_SCREEN, Condition.READY)

    def identity(self) -> DeviceIdentity:
        """The name of the screen it stands on."""
        return DeviceIdentity("screen", "", self._window.screen().name())

    def state(self) -> EvaluatorState:
        """What the citizen sees."""
        return _STATES.get(self._window.page, EvaluatorState.IDLE)

    def show_idle(self, staff: str) -> None:
        """The idle page names the window, not the person."""

    def welcome(self, staff: str) -> None:
        """Nothing: the idle page greets."""

    def begin(self, event_id: UUID, prompt: str, seconds: float) -> None:
        """Invite; what was asked before ends."""
        self._end(RatingOutcome.TIMED_OUT)
        self._asked = (str(uuid4()), event_id)
        self._window.ask_rating(RateRequest(self._asked[0], prompt))

    def cancel(self, event_id: UUID) -> None:
        """Ask no longer."""
        if self._asked is not None and self._asked[1] == event_id:
            self._window.cancel()
            self._end(RatingOutcome.TIMED_OUT)

    def thank(self, event_id: UUID) -> None:
        """The page thanks by itself."""

    @Slot(str, int)
    def _on_rated(self, session: str, grade: int) -> None:
        if self._asked is not None and self._asked[0] == session:
            event, self._asked = self._asked[1], None
            self._said(Answered(event, Grade(grade), str(grade), RatingChannel.SCREEN))

    @Slot(str)
    def _on_timed_out(self, session: str) -> None:
        if self._asked is not None and self._asked[0] == session:
            self._end(RatingOutcome.TIMED_OUT)

    @Slot(str)
    def _on_vanished(self, _session: str) -> None:
        self._end(RatingOutcome.NO_DEVICE)

    def _end(self, outcome: RatingOutcome) -> None:
        asked, self._asked = self._asked, None
        if asked is not None:
            self._said(Ended(asked[1], outcome))
