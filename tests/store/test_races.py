"""Several windows at the same moment: one winner each, every number once, none left out."""

import sqlite3
import threading
from collections import Counter as Tally
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.store.halls import PASSWORD, LiveHall
from yichuang_desktop.domain.acts import Act
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Channel

SESSIONS = ("chenjie", "zhaolei", "chenjie", "zhaolei")


def at_once(hall: LiveHall, logins: tuple[str, ...], work: Callable[[Any, int], Any]) -> list[Any]:
    """Run ``work`` in as many sessions at once as there are log-ins; the answers, one a session."""
    start = threading.Barrier(len(logins))
    accesses = [hall.hall.log_in(login, PASSWORD) for login in logins]

    def session(place: int) -> Any:
        start.wait()
        return work(accesses[place], place)

    try:
        with ThreadPoolExecutor(len(logins)) as threads:
            return list(threads.map(session, range(len(logins))))
    finally:
        for access in accesses:
            access.close()


def race_for(hall: LiveHall, cases: list[UUID]) -> Tally[UUID]:
    """Four sessions issue the same cases, each in its own order; who won which."""

    losses: list[str] = []

    def issue_all(access: Any, place: int) -> list[UUID]:
        won = []
        for case_id in cases[place:] + cases[:place]:
            try:
                with access.begin() as work:
                    work.record(hall.act(work, case_id, "issue", counter=12))
                    work.commit()
            except RuleViolation as lost:
                losses.append(lost.code)
            else:
                won.append(case_id)
        return won

    won = at_once(hall, SESSIONS, issue_all)
    assert set(losses) <= {"changed_elsewhere", "not_in_this_state"}
    return Tally(case_id for each in won for case_id in each)


@pytest.mark.row("R-OUT-2")
def test_R_OUT_2_fifty_cases_issued_by_four_sessions_at_once_have_one_winner_each(shared: LiveHall) -> None:
    cases = [shared.ready() for _ in range(50)]
    assert race_for(shared, cases) == Tally(cases)


def test_ten_cases_issued_by_four_threads_of_one_program_have_one_winner_each(embedded: LiveHall) -> None:
    cases = [embedded.ready() for _ in range(10)]
    assert race_for(embedded, cases) == Tally(cases)


def numbers_taken(hall: LiveHall, writers: int, each: int, counters: int) -> list[str]:
    """Receipt numbers taken by many writers at once, several of them at the same window."""

    def accept_many(access: Any, place: int) -> list[str]:
        taken = []
        for _ in range(each):
            case_id = uuid4()
            with access.begin() as work:
                opened = hall.act(work, case_id, "open_draft", channel=Channel.COUNTER)
                work.record(opened)
                acceptance: Act = hall.act(work, case_id, "accept", counter=1 + place % counters)
                taken.append(work.record(acceptance).receipt_no)
                work.commit()
        return taken

    answers = at_once(hall, ("wangmin", "lixia") * (writers // 2), accept_many)
    return [number for taken in answers for number in taken]


def serials(numbers: list[str]) -> dict[str, list[int]]:
    by_series: dict[str, list[int]] = {}
    for number in sorted(numbers):
        series, _, serial = number.rpartition("-")
        by_series.setdefault(series, []).append(int(serial))
    return by_series


@pytest.mark.row("R-IN-9")
def test_R_IN_9_ten_writers_take_two_hundred_numbers_each_without_gap_or_clash(shared: LiveHall) -> None:
    numbers = numbers_taken(shared, 10, 200, 3)
    assert len(set(numbers)) == 2000
    assert all(found == list(range(1, len(found) + 1)) for found in serials(numbers).values())


def test_R_IN_9_the_same_in_a_file(embedded: LiveHall) -> None:
    numbers = numbers_taken(embedded, 4, 25, 2)
    assert len(set(numbers)) == 100
    assert all(found == list(range(1, len(found) + 1)) for found in serials(numbers).values())


def test_the_ten_thousandth_number_of_a_day_is_refused_in_words(practice: LiveHall) -> None:
    _wind_up(practice, 9998)
    practice.accepted()
    case_id = practice.drafted()
    with pytest.raises(RuleViolation) as refused:
        practice.do("wangmin", case_id, "accept")
    assert refused.value.code == "serials_used_up"
    assert (refused.value.facts["window"], refused.value.facts["most"]) == (4, 9999)
    with practice.work("wangmin") as work:
        assert work.case(case_id).revision == 1


def _wind_up(hall: LiveHall, last: int) -> None:
    """As if a window had given that many numbers today already; behind the triggers' back."""
    insert = f"INSERT INTO number_series (day, counter, series, last) VALUES ('2026-11-23', 4, 'R', {last})"
    if hall.shared:
        with psycopg.connect(hall.url.partition("?")[0]) as connection:
            connection.execute(insert)
    else:
        with sqlite3.connect(hall.url.removeprefix("sqlite:///")) as file:
            file.execute(insert)
        file.close()


def test_two_copies_of_the_same_request_at_once_are_done_once(shared: LiveHall) -> None:
    case_id = shared.drafted()
    with shared.person("wangmin").begin() as work:
        act = shared.act(work, case_id, "accept")

    def send(access: Any, _: int) -> str:
        with access.begin() as work:
            try:
                work.record(act, "sha")
                work.commit()
            except RuleViolation as lost:
                return lost.code
        return "done"

    assert sorted(at_once(shared, ("wangmin", "wangmin"), send)) == ["changed_elsewhere", "done"]
    with shared.work("wangmin") as work:
        again = work.done(act.act_id, "sha")
    assert again is not None
    assert again.repeated
