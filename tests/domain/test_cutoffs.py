"""Papers are collected the same day: until noon for the morning's, until 17:30 for the rest."""

from datetime import UTC, date, datetime, time

import pytest

from yichuang_desktop.domain.cutoffs import Cutoffs, minutes_left
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say

DAY = date(2026, 11, 23)


@pytest.mark.row("R-HO-2")
@pytest.mark.parametrize(
    ("accepted", "due"),
    [
        ("08:30", "12:00"),
        ("11:30:59", "12:00"),
        ("11:31", "17:30"),
        ("17:30", "17:30"),
        ("17:31", "23:59"),
    ],
)
def test_R_HO_2_papers_are_due_for_collection_the_same_day(accepted: str, due: str) -> None:
    accepted_at = datetime.combine(DAY, time.fromisoformat(accepted))
    assert Cutoffs().collection_due(accepted_at) == datetime.combine(DAY, time.fromisoformat(due))


@pytest.mark.row("R-HO-2")
def test_R_HO_2_only_a_written_exception_moves_it_to_another_day() -> None:
    accepted_at = datetime(2026, 11, 23, 17, 45, tzinfo=UTC)
    assert Cutoffs().collection_due(accepted_at, date(2026, 11, 24)) == datetime(
        2026, 11, 24, 17, 30, tzinfo=UTC
    )
    assert Cutoffs().collection_due(accepted_at).tzinfo is UTC


def test_the_hall_sets_its_own_times() -> None:
    own = Cutoffs(time(10), time(11), time(16))
    assert own.collection_due(datetime(2026, 11, 23, 9, 59)).time() == time(11)
    with pytest.raises(RuleViolation) as refused:
        Cutoffs(time(12), time(11), time(16))
    assert "先后" in say(refused.value)


def test_minutes_are_counted_to_the_cut_off_and_past_it() -> None:
    due = datetime(2026, 11, 23, 12, 0)
    assert minutes_left(due, datetime(2026, 11, 23, 11, 59, 30)) == 1
    assert minutes_left(due, due) == 0
    assert minutes_left(due, datetime(2026, 11, 23, 14, 26)) == -146
