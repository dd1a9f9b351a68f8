"""What a screen may ask of the citizen: a signature, and (never by the clerk's hand) a rating."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from yichuang_desktop.domain.devices import DeviceKind
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evaluation import DEADLINE_SECONDS, Said, StateIs, StrayHeard
from yichuang_desktop.domain.evaluation import Answered as RatedBy
from yichuang_desktop.domain.ratings import CodedService, Grade, RatingChannel, RatingOutcome
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services.ports_evaluators import EvaluatorDevice, RatingBook
from yichuang_desktop.services.ports_signatures import PadStrokes, SignaturePad
from yichuang_desktop.services.requests import ScreenSignature
from yichuang_desktop.ui.customer.evaluator import ScreenEvaluator
from yichuang_desktop.ui.customer.rate_page import RateRequest
from yichuang_desktop.ui.customer.strokes import SignedStrokes, SignRequest
from yichuang_desktop.ui.customer.window import CustomerWindow, Page
from yichuang_desktop.ui.tasks import Tasks

OF_THE_SCREEN = ("pen", "touch", "mouse")
"""What writes on the customer's screen itself; anything else is a pad beside it."""
Answered = Callable[[ScreenSignature | None], None]
NO_CODE = "评价器和群众屏都不能用，评价码也没有印出：本次记为“未评价（评价屏不可用）”。"
CODE_LATER = "现在查不到评价码，请稍后再试。"
CODE_PRINTED = "评价器不能用，已打印评价码：请把小票交给群众，由群众本人在任一窗口的群众屏上评价。"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ToSign:
    """What is put before the citizen to be read and signed; the signature is bound to exactly ``text``."""

    title: str
    heading: str
    text: str
    signer: str
    matter: str
    """The window and the item, in the head of the page."""


class CitizenSide(Protocol):
    """The customer's screen as the clerk's screens know it."""

    @property
    def available(self) -> bool:
        """Whether a screen is there on which one can sign."""
        ...

    def ask_signature(self, what: ToSign, answered: Answered) -> None:
        """Show ``what``; ``answered`` hears the signature, or None when it was given up."""
        ...

    def withdraw(self) -> None:
        """Take back what is being shown (the clerk pressed Esc)."""
        ...

    def invite_rating(self, act_id: UUID, counter: int, service: str) -> None:
        """Invite the rating of the service this act opened (R-EVAL-1); the clerk hears no answer.

        ``service`` as the citizen says it: 咨询, 收件, 领证.
        """
        ...


def no_evaluator() -> EvaluatorDevice | None:
    """A window without an evaluation device of its own: the customer's screen does it."""
    return None


class Citizen(QObject):
    """What stands before the citizen, at work for the clerk's screens.

    A signature pad beside the screen, where there is one, is asked when the text has been read to its end;
    writing on the screen stays possible. A signature goes back to who asked.

    A rating goes to the window's own identity in the database, on a lane
    of its own, and nowhere near the clerk's log-in: first by the evaluation device that is bound to the
    window, then by the customer's screen, then by a code on paper; each is tried once.
    """

    told = Signal(str)
    """A sentence for the clerk; it never says how anybody rated."""
    reading = Signal(str)
    """How far the citizen is with a text to be signed, in a sentence for the clerk."""
    served = Signal(object)
    """A citizen used a device: its :class:`DeviceKind`."""
    _heard = Signal(object)
    _pad_heard = Signal(object)

    def __init__(
        self,
        window: CustomerWindow,
        tasks: Tasks,
        ratings: RatingBook,
        now: Callable[[], datetime],
        place: str,
        parent: QObject | None = None,
        *,
        pad: Callable[[], SignaturePad | None] = lambda: None,
        evaluator: Callable[[], EvaluatorDevice | None] = no_evaluator,
        cover: bool = True,
    ) -> None:
        """``place`` is the window as the citizen reads it: ``4号窗口``; ``pad`` the signature pad in use,
        ``evaluator`` the evaluation device in use. ``cover``: with one screen only, cover it for a rating;
        otherwise give a code on paper.
        """
        super().__init__(parent)
        self._window, self._tasks, self._ratings, self._now, self._place = window, tasks, ratings, now, place
        self._evaluator, self._cover = evaluator, cover
        self._pad, self._asked_pad = pad, ""
        self._waiting: tuple[str, str, Answered] | None = None
        self._invited: dict[UUID, _Invitation] = {}
        self._by_code: tuple[str, str] = ("", "")
        self._screen = ScreenEvaluator(window, self._on_said, self)
        self._pad_heard.connect(self._on_pad)
        window.sign_page.ready.connect(self._on_ready)
        window.signed.connect(self._on_signed)
        window.declined.connect(self._on_declined)
        window.vanished.connect(self._on_vanished)
        window.code_typed.connect(self._on_code_typed)
        window.rated.connect(self._on_rated_by_code)
        window.timed_out.connect(self._on_code_over)
        window.vanished.connect(self._on_code_over)
        self._heard.connect(self._on_said, Qt.ConnectionType.QueuedConnection)

    def hear_pad(self, answer: PadStrokes) -> None:
        """A pad's signature; called in the pad's own thread."""
        self._pad_heard.emit(answer)

    def hear_pad_gave_up(self, session: str) -> None:
        """A pad took no signature; called in the pad's own thread."""
        self._pad_heard.emit(session)

    def hear(self, said: Said) -> None:
        """What an evaluation device says, from its own thread (the keyword ``said`` of its driver)."""
        self._heard.emit(said)

    @property
    def available(self) -> bool:
        """One screen is enough: it is then covered while the citizen signs."""
        return True

    def ask_signature(self, what: ToSign, answered: Answered) -> None:
        """See :class:`CitizenSide`; whoever asked before hears None."""
        self._answer(None)
        session = str(uuid4())
        self._waiting = (session, what.signer, answered)
        self._end_rating()
        self._window.ask_signature(SignRequest(session, what.title, what.heading, what.text, what.matter))

    @property
    def own_screen(self) -> bool:
        """Whether the citizen has a screen of their own to read from."""
        return self._window.own_screen

    def show_pages(self, title: str, pages: Sequence[QImage]) -> None:
        """Pages to be read on the citizen's own screen; what is signed or rated there goes before."""
        self._window.show_pages(title, pages)

    def withdraw(self) -> None:
        """See :class:`CitizenSide`."""
        self._window.cancel()
        self._answer(None)

    def leave(self) -> None:
        """The clerk goes: what is open ends, and an invitation nobody answered is kept as not rated."""
        self._end_rating()
        for event in tuple(self._invited):
            self._record(event, RatingOutcome.TIMED_OUT)
        self.withdraw()

    def invite_rating(self, act_id: UUID, counter: int, service: str) -> None:
        """See :class:`CitizenSide`; an invitation still open ends as not answered."""
        self._end_rating()
        words = f"{self._place}　{service}服务　{self._now():%H:%M}"
        self._invited[act_id] = _Invitation(words)
        self._go_on(act_id)

    # -- what the window says --------------------------------------------------------------------------------

    @Slot(object)
    def _on_signed(self, strokes: SignedStrokes) -> None:
        if self._waiting is None or strokes.session != self._waiting[0]:
            return
        on_screen = strokes.device in OF_THE_SCREEN
        self.served.emit(DeviceKind.CUSTOMER_SCREEN if on_screen else DeviceKind.SIGNATURE_PAD)
        self._answer(
            ScreenSignature(
                text_sha256=strokes.text_sha256,
                png=strokes.png,
                strokes=json.dumps(strokes.strokes),
                signed_at=self._now(),
                signer=self._waiting[1],
                device=strokes.device,
                dpi=strokes.dpi,
                started_at_ms=strokes.started_at_ms,
                finished_at_ms=strokes.finished_at_ms,
            )
        )

    @Slot(str)
    def _on_ready(self, session: str) -> None:
        """The text has been read: a pad may take strokes now."""
        if self._waiting is None or session != self._waiting[0]:
            return
        self.reading.emit(f"{self._waiting[1]}已读完全文，正在签名。")
        pad = self._pad()
        if pad is None:
            return
        working = pad.report().condition.usable
        self._window.sign_page.say_pad(working)
        if working:
            self._asked_pad = session
            pad.ask(session, self._waiting[1], "请签名")

    @Slot(object)
    def _on_pad(self, answer: PadStrokes | str) -> None:
        if isinstance(answer, PadStrokes):
            self._window.sign_page.take(answer)
        elif answer == self._asked_pad:
            self._asked_pad = ""
            self._window.sign_page.say_pad(False)

    def _end_pad(self) -> None:
        session, self._asked_pad = self._asked_pad, ""
        pad = self._pad() if session else None
        if pad is not None:
            pad.cancel(session)

    @Slot(str)
    def _on_declined(self, _session: str) -> None:
        self._answer(None)

    @Slot(str)
    def _on_vanished(self, _session: str) -> None:
        self._answer(None)

    # -- what the evaluation devices say ---------------------------------------------------------------------

    @Slot(object)
    def _on_said(self, said: Said) -> None:
        if isinstance(said, StrayHeard):
            self._tasks.run(self, "pad", partial(self._ratings.stray, said.stray), None, _unsaid, _unsaid)
        elif isinstance(said, StateIs) or said.event_id not in self._invited:
            return
        elif isinstance(said, RatedBy):
            on_screen = said.channel is RatingChannel.SCREEN
            self.served.emit(DeviceKind.CUSTOMER_SCREEN if on_screen else DeviceKind.EVALUATOR)
            self._record(said.event_id, RatingOutcome.RATED, said.grade, said.channel, said.raw)
        elif said.outcome is RatingOutcome.NO_DEVICE and not self._invited[said.event_id].over:
            self._go_on(said.event_id)
        else:
            self._record(said.event_id, said.outcome)

    # -- by the code of a slip -------------------------------------------------------------------------------

    @Slot(str)
    def _on_code_typed(self, code: str) -> None:
        """The citizen typed it, with a finger, on this window's own screen."""
        self._tasks.run(
            self,
            "pad",
            partial(self._ratings.service_of, code),
            partial(self._on_coded_service, code),
            refused=lambda refused: self._window.refuse_code(say(refused)),
            failed=lambda _error: self._window.refuse_code(CODE_LATER),
        )

    def _on_coded_service(self, code: str, service: CodedService) -> None:
        if self._window.page is not Page.CODE:
            return  # signing or rating came between
        session = str(uuid4())
        self._by_code = (session, code)
        words = f"{service.place}　{service.kind.title}服务　{service.opened_at:%m月%d日 %H:%M}"
        self._window.ask_rating(RateRequest(session, words))

    @Slot(str, int)
    def _on_rated_by_code(self, session: str, grade: int) -> None:
        if session != self._by_code[0] or not session:
            return
        code, self._by_code = self._by_code[1], ("", "")
        redeem = partial(self._ratings.redeem, code, Grade(grade))
        self._tasks.run(self, "pad", redeem, None, refused=_unredeemed)

    @Slot(str)
    def _on_code_over(self, session: str) -> None:
        """Not rated: the code stays good."""
        if session == self._by_code[0]:
            self._by_code = ("", "")

    # -- inside ----------------------------------------------------------------------------------------------

    def _answer(self, signature: ScreenSignature | None) -> None:
        self._end_pad()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting[2](signature)

    def _end_rating(self) -> None:
        """Ask nobody any longer; each device says itself how it ended."""
        for event, invitation in tuple(self._invited.items()):
            invitation.over = True
            if invitation.asked is not None:
                invitation.asked.cancel(event)

    def _go_on(self, event: UUID) -> None:
        """Try the next way to a rating; each is tried once, paper is the last."""
        invitation = self._invited[event]
        for way in self._ways():
            if way not in invitation.tried:
                invitation.tried.append(way)
                invitation.asked = way
                way.begin(event, invitation.words, DEADLINE_SECONDS)
                return
        del self._invited[event]
        self._tasks.run(
            self,
            "pad",
            partial(self._ratings.print_code, event),
            self._on_code_printed,
            refused=lambda _refused: self._no_way(event),
            failed=lambda _error: self._no_way(event),
        )

    def _ways(self) -> Iterator[EvaluatorDevice]:
        device = self._evaluator()
        if device is not None and device.report().condition.usable:
            yield device
        if self._window.own_screen or self._cover:
            yield self._screen

    def _on_code_printed(self, printed: bool) -> None:
        if printed:
            self.told.emit(CODE_PRINTED)

    def _no_way(self, event: UUID) -> None:
        self.told.emit(NO_CODE)
        self._invited[event] = _Invitation("")
        self._record(event, RatingOutcome.NO_DEVICE)

    def _record(
        self,
        event: UUID,
        outcome: RatingOutcome,
        grade: Grade | None = None,
        channel: RatingChannel = RatingChannel.SCREEN,
        raw: str = "",
    ) -> None:
        asked = self._invited.pop(event).asked
        answer = partial(self._ratings.answer, event, outcome, grade, channel, raw)
        rated = outcome is RatingOutcome.RATED and asked is not None
        thank = (lambda _kept: asked.thank(event)) if rated and asked is not None else None
        self._tasks.run(self, "pad", answer, thank)


@dataclass(slots=True)
class _Invitation:
    """A service the citizen is being asked to rate: where, and where it was tried."""

    words: str
    asked: EvaluatorDevice | None = None
    over: bool = False
    """The clerk went on: it is tried nowhere else."""
    tried: list[EvaluatorDevice] = field(default_factory=list)


def _unredeemed(refused: RuleViolation) -> None:
    """Used on another screen a moment before: the first answer stays, and the clerk has no part in it."""
    _log.info("a rating code was not redeemed: %s", refused.code)


def _unsaid(error: BaseException) -> None:
    """A stray that could not be kept is nothing the clerk can do about."""
    _log.warning("a stray of the evaluation device was not kept: %r", error)
