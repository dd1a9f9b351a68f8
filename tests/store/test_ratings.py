"""Ratings in the database: at the own window, by a code anywhere, strays beside them (R-EVAL-1)."""

import contextlib
import sqlite3
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.store.halls import LiveHall
from yichuang_desktop.domain.acts import Service
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.ratings import (
    CodeState,
    Grade,
    Rating,
    RatingChannel,
    RatingOutcome,
    Stray,
    StrayKind,
    code_digest,
)
from yichuang_desktop.services.ports import EvaluationWork

RATED = RatingOutcome.RATED
CODE = code_digest("1234 5678")


def device(hall: LiveHall, counter: int) -> EvaluationWork:
    """The device of a window; its log-in is the server's, a copied hall may have it already."""
    with contextlib.suppress(RuleViolation):
        hall.person("admin").add_device(counter, "pad-password")
    return hall.hall.begin_device(counter, "pad-password")


def accepted(hall: LiveHall) -> UUID:
    return hall.do("wangmin", hall.drafted(), "accept").act_id


def by_code(event: UUID, digest: str = CODE, grade: Grade = Grade.SATISFIED) -> Rating:
    return Rating(event, RATED, grade, "", RatingChannel.CODE, "", digest)


def rows(hall: LiveHall, query: str) -> list[tuple[object, ...]]:
    """What stands in the database, read past the program."""
    if hall.shared:
        with psycopg.connect(hall.url) as connection:
            return connection.execute(query).fetchall()
    connection = sqlite3.connect(hall.url.removeprefix("sqlite:///"))
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def refused(code: str) -> "pytest.RaisesExc[RuleViolation]":
    return pytest.raises(RuleViolation, match=rf"^{code}\b")


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_a_service_is_rated_at_its_own_window_only(new_hall: LiveHall) -> None:
    event = accepted(new_hall)
    other, own = device(new_hall, 6), device(new_hall, 4)
    with refused("rating_from_another_window"):
        other.record_rating(Rating(event, RATED, Grade.SATISFIED, "pad_06"))
    answer = Rating(event, RATED, Grade.SATISFIED, "pad_04", RatingChannel.KEYS, "FF68")
    assert own.record_rating(answer)
    assert rows(new_hall, "SELECT grade, device, channel, raw FROM rating") == [(4, "pad_04", "keys", "FF68")]
    other.close()
    own.close()


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_a_code_rates_its_service_once_at_any_window(new_hall: LiveHall) -> None:
    event = accepted(new_hall)
    other, own = device(new_hall, 6), device(new_hall, 4)
    with refused("rating_code_unknown"):
        other.record_rating(by_code(event))
    with refused("rating_from_another_window"):
        other.give_code(event, CODE)
    own.give_code(event, CODE)
    with refused("rating_code_given"):
        own.give_code(event, code_digest("87654321"))
    with refused("rating_code_taken"):
        own.give_code(accepted(new_hall), CODE)
    said = other.service_of_code(CODE)
    assert (said.event_id, said.kind, said.counter, said.state) == (event, Service.INTAKE, 4, CodeState.OPEN)
    assert other.service_of_code(code_digest("00000000")) is None
    with refused("rating_code_unknown"):
        other.record_rating(by_code(accepted(new_hall)))
    assert other.record_rating(by_code(event))
    assert not other.record_rating(by_code(event, grade=Grade.VERY_DISSATISFIED))
    assert other.service_of_code(CODE).state is CodeState.RATED
    assert rows(new_hall, "SELECT grade, device, channel FROM rating") == [(4, "pad_06", "code")]
    other.close()
    own.close()


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_a_rated_service_gets_no_code(new_hall: LiveHall) -> None:
    event, own = accepted(new_hall), device(new_hall, 4)
    own.record_rating(Rating(event, RatingOutcome.TIMED_OUT, None, "pad_04"))
    with refused("rated_already"):
        own.give_code(event, CODE)
    own.close()


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_a_code_is_of_no_use_after_a_week(practice: LiveHall) -> None:
    event, own = accepted(practice), device(practice, 4)
    own.give_code(event, CODE)
    admin = practice.person("admin")
    admin.set_clock(admin.views.now() + timedelta(days=6, hours=23))
    assert own.service_of_code(CODE).state is CodeState.OPEN
    admin.set_clock(admin.views.now() + timedelta(hours=2))
    assert own.service_of_code(CODE).state is CodeState.EXPIRED
    with refused("rating_code_expired"):
        own.record_rating(by_code(event))
    own.close()


def test_a_rating_by_code_names_its_code_and_no_other_does(new_hall: LiveHall) -> None:
    event, own = accepted(new_hall), device(new_hall, 4)
    own.give_code(event, CODE)
    for wrong in (
        Rating(event, RATED, Grade.SATISFIED, "pad_04", RatingChannel.CODE),
        Rating(event, RATED, Grade.SATISFIED, "pad_04", RatingChannel.KEYS, "", CODE),
    ):
        with pytest.raises((sqlite3.IntegrityError, psycopg.errors.CheckViolation), match="by_code"):
            own.record_rating(wrong)
    own.close()


def test_what_came_astray_is_kept_for_good(new_hall: LiveHall) -> None:
    event, own = accepted(new_hall), device(new_hall, 4)
    own.record_stray(Stray(StrayKind.ORPHAN, "FF 01", RatingChannel.KEYS))
    own.record_stray(Stray(StrayKind.DUPLICATE, "FF 02", RatingChannel.KEYS, event, 3))
    with refused("not_found"):
        own.record_stray(Stray(StrayKind.LATE, "FF 03", RatingChannel.KEYS, uuid4()))
    kept = "SELECT kind, raw, times, device, count(at), count(event_id) FROM rating_stray GROUP BY 1, 2, 3, 4"
    assert sorted(rows(new_hall, kept)) == [
        ("duplicate", "FF 02", 3, "pad_04", 1, 1),
        ("orphan", "FF 01", 1, "pad_04", 1, 0),
    ]
    assert rows(new_hall, "SELECT count(*) FROM rating") == [(0,)]
    own.close()
