"""What a screen may ask of the citizen: a signature, and (never by the clerk's hand) a rating."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from yichuang_desktop.domain.ratings import Grade, RatingOutcome
from yichuang_desktop.services.ports_signatures import PadStrokes, SignaturePad
from yichuang_desktop.services.requests import ScreenSignature
from yichuang_desktop.ui.customer.rate_page import RateRequest
from yichuang_desktop.ui.customer.strokes import SignedStrokes, SignRequest
from yichuang_desktop.ui.customer.window import CustomerWindow
from yichuang_desktop.ui.tasks import Tasks

Answered = Callable[[ScreenSignature | None], None]
RecordRating = Callable[[UUID, RatingOutcome, Grade | None, int], None]
"""Writes the answer to the service an act opened, as the evaluation device of a counter (decisions 17)."""


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


class Citizen(QObject):
    """The customer window at work for the clerk's screens.

    A signature pad beside the screen, where there is one, is asked when the text has been read to its end;
    writing on the screen stays possible. A signature goes back to who asked; a rating goes to the evaluation
    device's own connection, on a lane of its own, and nowhere near the clerk's log-in.
    """

    _pad_heard = Signal(object)

    def __init__(
        self,
        window: CustomerWindow,
        tasks: Tasks,
        rate: RecordRating,
        now: Callable[[], datetime],
        place: str,
        parent: QObject | None = None,
        *,
        pad: Callable[[], SignaturePad | None] = lambda: None,
    ) -> None:
        """``place`` is the window as the citizen reads it: ``4号窗口``; ``pad`` the signature pad in use."""
        super().__init__(parent)
        self._pad, self._asked_pad = pad, ""
        self._window, self._tasks, self._rate, self._now, self._place = window, tasks, rate, now, place
        self._waiting: tuple[str, str, Answered] | None = None
        self._rating: dict[str, tuple[UUID, int]] = {}
        self._pad_heard.connect(self._on_pad)
        window.sign_page.ready.connect(self._on_ready)
        window.signed.connect(self._on_signed)
        window.declined.connect(self._on_declined)
        window.vanished.connect(self._on_vanished)
        window.rated.connect(self._on_rated)
        window.timed_out.connect(self._on_timed_out)

    def hear_pad(self, answer: PadStrokes) -> None:
        """A pad's signature; called in the pad's own thread."""
        self._pad_heard.emit(answer)

    def hear_pad_gave_up(self, session: str) -> None:
        """A pad took no signature; called in the pad's own thread."""
        self._pad_heard.emit(session)

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
        self.withdraw()

    def invite_rating(self, act_id: UUID, counter: int, service: str) -> None:
        """See :class:`CitizenSide`; an invitation still open ends as not answered."""
        self._end_rating()
        event = str(uuid4())
        self._rating[event] = (act_id, counter)
        self._window.ask_rating(RateRequest(event, f"{self._place}　{service}服务　{self._now():%H:%M}"))

    # -- what the window says --------------------------------------------------------------------------------

    @Slot(object)
    def _on_signed(self, strokes: SignedStrokes) -> None:
        if self._waiting is None or strokes.session != self._waiting[0]:
            return
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
        pad = self._pad()
        if pad is None or self._waiting is None or session != self._waiting[0]:
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
        for event in tuple(self._rating):
            self._record(event, RatingOutcome.NO_DEVICE, None)

    @Slot(str, int)
    def _on_rated(self, event: str, grade: int) -> None:
        self._record(event, RatingOutcome.RATED, Grade(grade))

    @Slot(str)
    def _on_timed_out(self, event: str) -> None:
        self._record(event, RatingOutcome.TIMED_OUT, None)

    # -- inside ----------------------------------------------------------------------------------------------

    def _answer(self, signature: ScreenSignature | None) -> None:
        self._end_pad()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting[2](signature)

    def _end_rating(self) -> None:
        for event in tuple(self._rating):
            self._record(event, RatingOutcome.TIMED_OUT, None)

    def _record(self, event: str, outcome: RatingOutcome, grade: Grade | None) -> None:
        asked = self._rating.pop(event, None)
        if asked is not None:
            act_id, counter = asked
            self._tasks.run(self, "pad", lambda: self._rate(act_id, outcome, grade, counter))
