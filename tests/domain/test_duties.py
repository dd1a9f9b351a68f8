"""Which window serves what on which day: entries are added, never changed (R-SEAT-2)."""

from dataclasses import replace
from datetime import date

import pytest

from yichuang_desktop.domain.duties import (
    FOUNDING,
    POSSIBLE,
    DutyEntry,
    bare,
    check_arranger,
    check_change,
    check_duty,
    entry_on,
    in_order,
    spans,
)
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel, Counter, CounterKind, Role
from yichuang_desktop.domain.sentences import say

FIRST = Counter(1, 1, "1号", CounterKind.INTAKE, group="G1", duties=(Channel.COUNTER, Channel.PROVINCE))
FOURTH = Counter(4, 1, "4号", CounterKind.INTAKE, group="G1", duties=(Channel.COUNTER, Channel.LIFE_EVENT))
DESK = Counter(11, 1, "1号出证", CounterKind.ISSUANCE, group="G4", duties=(Channel.DEPARTMENT,))
HALL = (FIRST, FOURTH, DESK)
DAY = date(2026, 11, 23)


def entry(number: int, since: date, *channels: Channel, window: int = 4) -> DutyEntry:
    return DutyEntry(number, window, since, channels)


FOUNDED = entry(1, FOUNDING, Channel.COUNTER)
FROM_MONDAY = entry(2, DAY, Channel.COUNTER, Channel.ONLINE)
FROM_DECEMBER = entry(3, date(2026, 12, 1), Channel.LIFE_EVENT)


def test_the_latest_entry_up_to_the_day_holds() -> None:
    entries = (FROM_DECEMBER, FOUNDED, FROM_MONDAY)
    assert entry_on(entries, 4, date(2026, 11, 22)) == FOUNDED
    assert entry_on(entries, 4, DAY) == FROM_MONDAY
    assert entry_on(entries, 4, date(2027, 1, 1)) == FROM_DECEMBER
    assert entry_on(entries, 1, DAY) is None


def test_of_two_for_the_same_day_the_one_written_last_holds() -> None:
    thought_better = entry(4, DAY, Channel.MAIL)
    entries = (FOUNDED, FROM_MONDAY, thought_better)
    assert entry_on(entries, 4, DAY) == thought_better
    history = spans(entries, 4)
    assert [(span.entry.number, span.until) for span in history] == [(4, None), (2, DAY), (1, DAY)]
    assert [span.overruled for span in history] == [False, True, False]
    assert [span.holds_on(DAY) for span in history] == [True, False, False]


def test_a_window_without_the_duty_names_who_has_it() -> None:
    check_duty(FOURTH, Channel.LIFE_EVENT, HALL)
    check_duty(DESK, Channel.CONSULTATION, HALL)
    with pytest.raises(RuleViolation) as refused:
        check_duty(FIRST, Channel.LIFE_EVENT, HALL)
    assert "4号" in say(refused.value)
    with pytest.raises(RuleViolation) as nobody:
        check_duty(FIRST, Channel.MAIL, HALL)
    assert "没有别的窗口" in say(nobody.value)


@pytest.mark.parametrize(
    ("since", "channels", "code"),
    [
        (date(2026, 11, 22), (Channel.COUNTER,), "duty_since_past"),
        (DAY, (Channel.DEPARTMENT,), "duty_not_for_kind"),
        (DAY, (Channel.ONLINE, Channel.COUNTER), "duty_unchanged"),
    ],
)
def test_a_change_that_cannot_stand_is_refused(since: date, channels: tuple[Channel, ...], code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        check_change(FOURTH, since, channels, DAY, (FOUNDED, FROM_MONDAY))


def test_a_window_may_be_given_no_duty_at_all() -> None:
    check_change(FOURTH, DAY, (), DAY, (FOUNDED,))


def test_a_leader_arranges_the_own_group_only() -> None:
    leader = frozenset({Role.GROUP_LEADER, Role.WINDOW_CLERK})
    check_arranger(leader, "G1", FIRST)
    with pytest.raises(RuleViolation, match="duty_not_your_group"):
        check_arranger(leader, "G1", DESK)
    for role in (Role.HALL_SECTION, Role.ADMINISTRATOR):
        check_arranger(frozenset({role}), "", DESK)
    with pytest.raises(RuleViolation, match="duty_not_your_role"):
        check_arranger(frozenset({Role.WINDOW_CLERK}), "G1", FIRST)


def test_what_no_window_serves_is_named() -> None:
    assert bare(HALL, (Channel.PROVINCE, Channel.MAIL)) == (Channel.MAIL,)
    without = (replace(FIRST, duties=()), FOURTH, DESK)
    assert bare(without, POSSIBLE[CounterKind.INTAKE])[1:3] == (Channel.PROVINCE, Channel.CROSS_PROVINCE)


def test_channels_stand_once_in_the_order_of_the_list() -> None:
    assert in_order([Channel.MAIL, Channel.COUNTER, Channel.MAIL]) == (Channel.COUNTER, Channel.MAIL)
