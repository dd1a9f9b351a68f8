"""Until when a department must have collected the day's papers (R-HO-2, 3.2.2.2; decision 15)."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from yichuang_desktop.domain.errors import RuleViolation

END_OF_DAY = time(23, 59)


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """The hall's two cut-offs: papers of the morning go by ``morning_due``, all others by ``day_due``.

    Raises RuleViolation ``cutoffs_out_of_order`` for a configuration whose times do not follow each other.
    """

    morning_until: time = time(11, 30)
    morning_due: time = time(12, 0)
    day_due: time = time(17, 30)

    def __post_init__(self) -> None:
        if not self.morning_until <= self.morning_due <= self.day_due:
            raise RuleViolation("cutoffs_out_of_order")

    def collection_due(self, accepted_at: datetime, excepted_to: date | None = None) -> datetime:
        """Say until when papers accepted at ``accepted_at`` (hall time) must have been collected.

        Always the same day: what comes after the last cut-off is due until the day ends. Only the leader's
        written exception moves it, to the last cut-off of the day ``excepted_to``.
        """
        if excepted_to is not None:
            return datetime.combine(excepted_to, self.day_due, accepted_at.tzinfo)
        return datetime.combine(accepted_at.date(), self._due_time(accepted_at.time()), accepted_at.tzinfo)

    def _due_time(self, accepted: time) -> time:
        # A case accepted at 11:30:40 still counts as accepted by 11:30: the hall's clock shows minutes.
        if accepted.replace(second=0, microsecond=0) <= self.morning_until:
            return self.morning_due
        return self.day_due if accepted <= self.day_due else END_OF_DAY


def minutes_left(due: datetime, now: datetime) -> int:
    """Count whole minutes until ``due``, begun ones included; zero or negative once it has passed."""
    return math.ceil((due - now) / timedelta(minutes=1))
