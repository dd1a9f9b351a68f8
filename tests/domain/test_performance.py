"""When a department's handling is to be noted, and the months it counts in (R-HO-4)."""

from datetime import date

import pytest

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.evidence import PerformanceCause
from yichuang_desktop.domain.performance import month_before, month_of, month_span, suggested


@pytest.mark.row("R-HO-4")
@pytest.mark.parametrize(
    ("past", "calls", "noted", "expected"),
    [
        (False, 0, (), None),
        (False, 2, (), None),
        (False, 3, (), PerformanceCause.REPEATED_CALLS),
        (True, 0, (), PerformanceCause.LATE),
        (True, 5, (), PerformanceCause.LATE),
        (True, 5, ("late",), PerformanceCause.REPEATED_CALLS),
        (True, 5, ("late", "repeated_calls"), None),
        (True, 1, ("late",), None),
        (False, 4, ("unskilled",), PerformanceCause.REPEATED_CALLS),
    ],
)
def test_R_HO_4_what_the_situation_shows_is_suggested_once(
    past: bool, calls: int, noted: tuple[str, ...], expected: PerformanceCause | None
) -> None:
    assert suggested(past=past, calls=calls, noted=noted) is expected


def test_a_month_is_written_as_the_report_names_it() -> None:
    today = date(2026, 11, 23)
    assert month_of(today) == "2026-11"
    assert month_span("2026-11", today) == (date(2026, 11, 1), date(2026, 11, 30))
    assert month_span(" 2024-02 ", today) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (month_before(today), month_before(date(2026, 1, 5))) == ("2026-10", "2025-12")
    for wrong in ("", "11月", "2026-13", "0000-01", "2026-1"):
        with pytest.raises(RuleViolation, match="month_unreadable"):
            month_span(wrong, today)
    with pytest.raises(RuleViolation, match="month_not_begun"):
        month_span("2026-12", today)
