"""Service evaluation (4.1; R-EVAL-1): invited after a service, rated by the citizen.

No request of a clerk's session writes a rating; the evaluation device does, under an identity of its own
(decisions 17): whatever stands before the citizen, keys, a tablet, the screen, or a code on paper.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid5

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.print_jobs import PrintJob
from yichuang_desktop.domain.ratings import (
    CODE_DAYS,
    CODE_DIGITS,
    CodedService,
    CodeState,
    Grade,
    Rating,
    RatingChannel,
    RatingOutcome,
    ServiceEvent,
    Stray,
    code_digest,
)
from yichuang_desktop.services.acting import Seat
from yichuang_desktop.services.papers_made import SLIP, printer_at
from yichuang_desktop.services.ports import EvaluationWork, RatingWork

ONCE_A_CASE = frozenset({Channel.ONLINE, Channel.DEPARTMENT_SYSTEM})
"""Online matters: one rating a case, however many services (decisions 17; 国办发〔2019〕51号)."""
RATING_CODE_SLIP: Final = "rating_code_slip"
"""Kind of the print job of a code; its document is a mapping of texts."""
CODE_ADVICE: Final = (
    "请您到大厅任一窗口，在群众屏上点“凭码评价”，由您本人输入八位评价码并选择满意程度。"
    "一码只评一次，过期无效。窗口人员不能替您评价，也看不到您的评价。"
)
GUESSES: Final = 5
GUESS_MINUTES: Final = 10
TRIES_FOR_A_CODE: Final = 5


def invitation(seat: Seat, act_id: UUID) -> ServiceEvent | None:
    """The service event an act opened, which the citizen may now rate; ``None`` when it opened none.

    Online matters are rated once a case (一事一评): after a rating nothing of it is rated again.
    """
    with seat.begin() as work:
        event = work.service_of_act(act_id)
        once = event is not None and work.case(event.case_id).channel in ONCE_A_CASE
        return None if event is None or (once and work.rated(event.case_id)) else event


def print_rating_code(seat: Seat, event: ServiceEvent, code: str) -> str:
    """Queue the slip that gives the citizen a code for this service; gives the job's id."""
    with seat.begin() as work:
        at, session = work.now(), seat.session
        document = {
            "hall": session.hall.name,
            "counter": session.counter.title,
            "service": event.kind.title,
            "time": event.opened_at.isoformat(timespec="minutes"),
            "code": code,
            "expires": (at + timedelta(days=CODE_DAYS)).isoformat(timespec="minutes"),
            "advice": CODE_ADVICE,
        }
        job = PrintJob(
            id=str(uuid5(event.event_id, RATING_CODE_SLIP)),
            kind=RATING_CODE_SLIP,
            document=document,
            printer=printer_at(SLIP, session.counter.code),
            requested_by=session.name,
            requested_at=at,
            group=str(event.case_id),
            bundle=str(event.event_id),
        )
        work.add_print_jobs([job], event.case_id)
        work.commit()
    return job.id


@dataclass(frozen=True, slots=True)
class EvaluationDevice:
    """What stands before the citizen, as the hall's database knows it: it rates, and can do nothing else."""

    ratings: RatingWork
    device: str

    def answer(
        self,
        event_id: UUID,
        outcome: RatingOutcome,
        grade: Grade | None = None,
        channel: RatingChannel = RatingChannel.SCREEN,
        raw: str = "",
        code_sha256: str = "",
    ) -> bool:
        """Keep the citizen's answer, or why there is none; False when this service was rated before.

        A time-out is "not rated", never a default grade. Raises RuleViolation ``rating_needs_grade`` or
        ``rating_without_device``.
        """
        if not self.device.strip():
            raise RuleViolation("rating_without_device")
        if (outcome is RatingOutcome.RATED) != (grade is not None):
            raise RuleViolation("rating_needs_grade")
        return self.ratings.record_rating(
            Rating(event_id, outcome, grade, self.device, channel, raw, code_sha256)
        )


class CodeGate:
    """Slows down who tries codes out: five wrong ones, then nothing for ten minutes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: list[float] = []

    def check(self) -> None:
        """Raises RuleViolation ``rating_code_too_often`` with the ``minutes`` to wait."""
        now = self._clock()
        self._wrong = [at for at in self._wrong if now - at < GUESS_MINUTES * 60]
        if len(self._wrong) >= GUESSES:
            left = GUESS_MINUTES * 60 - (now - self._wrong[-1])
            raise RuleViolation("rating_code_too_often", minutes=max(1, round(left / 60)))

    def was_wrong(self) -> None:
        """A code was tried that was never given."""
        self._wrong.append(self._clock())


@dataclass(frozen=True, slots=True)
class WindowRatings:
    """The ratings of one window (``ports_evaluators.RatingBook``). Asks the database: not for the Qt thread.

    ``begin`` logs in as the window's evaluation device; ``invited`` and ``queue_slip`` are the clerk's desk:
    it says which service an act opened and prints, and cannot rate.
    """

    begin: Callable[[], EvaluationWork]
    device: str
    invited: Callable[[UUID], ServiceEvent | None]
    queue_slip: Callable[[ServiceEvent, str], str]
    place_of: Callable[[int], str]
    """A window's code as the citizen knows the window."""
    gate: CodeGate = field(default_factory=CodeGate)

    def answer(
        self, act_id: UUID, outcome: RatingOutcome, grade: Grade | None, channel: RatingChannel, raw: str
    ) -> bool:
        """Keep the answer to the service an act opened; False when there is none to rate, or it was rated."""
        event = self.invited(act_id)
        if event is None:
            return False
        with self._work() as work:
            answered = EvaluationDevice(work, self.device)
            return answered.answer(event.event_id, outcome, grade, channel, raw)

    def stray(self, stray: Stray) -> None:
        """Keep what belongs to no service; one that an act never opened is kept without its name."""
        with self._work() as work:
            try:
                work.record_stray(stray)
            except RuleViolation as refused:
                if refused.code != "not_found":
                    raise
                work.record_stray(replace(stray, event_id=None))

    def print_code(self, act_id: UUID) -> bool:
        """Give the citizen a code on paper; False when there is nothing to rate, or it was rated."""
        event = self.invited(act_id)
        if event is None:
            return False
        code = self._give_code(event)
        if code:
            self.queue_slip(event, code)
        return bool(code)

    def service_of(self, code: str) -> CodedService:
        """What a code stands for."""
        self.gate.check()
        with self._work() as work:
            service = work.service_of_code(code_digest(code))
        if service is None:
            self.gate.was_wrong()
            raise RuleViolation("rating_code_unknown")
        if service.state is CodeState.RATED:
            raise RuleViolation("rating_code_used")
        if service.state is CodeState.EXPIRED:
            raise RuleViolation("rating_code_expired")
        return replace(service, place=self.place_of(service.counter))

    def redeem(self, code: str, grade: Grade) -> None:
        """Rate by a code, once."""
        service = self.service_of(code)
        with self._work() as work:
            answered = EvaluationDevice(work, self.device)
            digest, rated = code_digest(code), RatingOutcome.RATED
            if not answered.answer(service.event_id, rated, grade, RatingChannel.CODE, "", digest):
                raise RuleViolation("rating_code_used")

    def _give_code(self, event: ServiceEvent) -> str:
        with self._work() as work:
            for _ in range(TRIES_FOR_A_CODE):
                code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
                try:
                    work.give_code(event.event_id, code_digest(code))
                except RuleViolation as refused:
                    if refused.code == "rated_already":
                        return ""
                    if refused.code != "rating_code_taken":
                        raise
                else:
                    return code
        raise RuleViolation("rating_code_taken")

    @contextmanager
    def _work(self) -> Iterator[EvaluationWork]:
        work = self.begin()
        try:
            yield work
        finally:
            work.close()
