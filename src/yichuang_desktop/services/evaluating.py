"""Service evaluation on the customer's screen (4.1; R-EVAL-1): invited after a service, rated by the citizen.

No request of a clerk's session writes a rating; the evaluation device does, under an identity of its own
(decisions 17).
"""

from dataclasses import dataclass
from uuid import UUID

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.ratings import Grade, Rating, RatingOutcome, ServiceEvent
from yichuang_desktop.services.acting import Seat
from yichuang_desktop.services.ports import RatingWork

ONCE_A_CASE = frozenset({Channel.ONLINE, Channel.DEPARTMENT_SYSTEM})
"""Online matters: one rating a case, however many services (decisions 17; 国办发〔2019〕51号)."""


def invitation(seat: Seat, act_id: UUID) -> ServiceEvent | None:
    """The service event an act opened, which the citizen may now rate; ``None`` when it opened none.

    Online matters are rated once a case (一事一评): after a rating nothing of it is rated again.
    """
    with seat.begin() as work:
        event = work.service_of_act(act_id)
        once = event is not None and work.case(event.case_id).channel in ONCE_A_CASE
        return None if event is None or (once and work.rated(event.case_id)) else event


@dataclass(frozen=True, slots=True)
class EvaluationDevice:
    """The customer's screen as the hall's database knows it: it rates, and can do nothing else."""

    ratings: RatingWork
    device: str

    def answer(self, event_id: UUID, outcome: RatingOutcome, grade: Grade | None = None) -> bool:
        """Keep the citizen's answer, or why there is none; False when this service was rated before.

        A time-out is "not rated", never a default grade. Raises RuleViolation ``rating_needs_grade`` or
        ``rating_without_device``.
        """
        if not self.device.strip():
            raise RuleViolation("rating_without_device")
        if (outcome is RatingOutcome.RATED) != (grade is not None):
            raise RuleViolation("rating_needs_grade")
        return self.ratings.record_rating(Rating(event_id, outcome, grade, self.device))
