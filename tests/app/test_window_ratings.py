"""A window's ratings as the program wires them: by the device, and by a code on paper (R-EVAL-1)."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.store.halls import PASSWORD, LiveHall, make
from yichuang_desktop.app.hall import Workplace, sit_down
from yichuang_desktop.app.papers import PaperMaker
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.ratings import Grade, RatingChannel, RatingOutcome, Stray, StrayKind
from yichuang_desktop.printing.profiles import load_profiles
from yichuang_desktop.services.evaluating import GUESSES, RATING_CODE_SLIP, CodeGate


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[LiveHall]:
    live = make(f"sqlite:///{tmp_path / 'hall.sqlite'}")
    yield live
    live.close()


def rows(hall: LiveHall, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(hall.url.removeprefix("sqlite:///"))
    with contextlib.closing(connection):
        return connection.execute(query).fetchall()


@contextlib.contextmanager
def seated(hall: LiveHall, counter: int) -> Iterator[Workplace]:
    """A clerk at a window."""
    place = sit_down(hall.hall, "wangmin", PASSWORD, counter)
    yield place
    place.access.close()


def accepted(hall: LiveHall) -> UUID:
    return hall.do("wangmin", hall.drafted(), "accept").act_id


def code_on_paper(hall: LiveHall) -> str:
    [(document,)] = rows(hall, f"SELECT document ->> 'code' FROM print_job WHERE kind = '{RATING_CODE_SLIP}'")
    return str(document)


@pytest.mark.row("R-EVAL-1")
def test_R_EVAL_1_a_code_goes_from_the_slip_to_any_window_once(hall: LiveHall) -> None:
    act = accepted(hall)
    with seated(hall, 4) as here, seated(hall, 6) as there:
        assert here.ratings.print_code(act)
        code = code_on_paper(hall)
        service = there.ratings.service_of(f"{code[:4]} {code[4:]}")
        assert (service.event_id, service.counter) == (act, 4)
        assert "4号" in service.place
        there.ratings.redeem(code, Grade.DISSATISFIED)
        with pytest.raises(RuleViolation, match="rating_code_used"):
            here.ratings.redeem(code, Grade.VERY_SATISFIED)
        assert not here.ratings.answer(act, RatingOutcome.TIMED_OUT, None, RatingChannel.SCREEN, "")
        assert not here.ratings.print_code(act)
    assert rows(hall, "SELECT grade, device, channel FROM rating") == [(2, "pad_06", "code")]
    assert rows(hall, f"SELECT count(*) FROM rating_code WHERE code_sha256 LIKE '%{code}%'") == [(0,)]


def test_an_act_that_opened_no_service_gives_no_code_and_no_rating(hall: LiveHall) -> None:
    case = hall.drafted()
    with seated(hall, 4) as here:
        act = hall.do("wangmin", case, "accept").act_id
        other = UUID(int=7)
        assert not here.ratings.print_code(other)
        assert not here.ratings.answer(other, RatingOutcome.RATED, Grade.SATISFIED, RatingChannel.KEYS, "x")
        assert here.ratings.answer(act, RatingOutcome.RATED, Grade.SATISFIED, RatingChannel.KEYS, "FF 68")
    assert rows(hall, "SELECT channel, raw FROM rating") == [("keys", "FF 68")]


def test_who_tries_codes_out_is_slowed_down(hall: LiveHall) -> None:
    now = [0.0]
    with seated(hall, 4) as here:
        object.__setattr__(here.ratings, "gate", CodeGate(lambda: now[0]))
        for _ in range(GUESSES):
            with pytest.raises(RuleViolation, match="rating_code_unknown"):
                here.ratings.service_of("00000000")
        with pytest.raises(RuleViolation, match="rating_code_too_often") as refused:
            here.ratings.service_of("00000000")
        assert refused.value.facts["minutes"] == 10
        now[0] += 601
        with pytest.raises(RuleViolation, match="rating_code_unknown"):
            here.ratings.service_of("00000000")


def test_a_stray_of_a_service_that_never_was_is_kept_without_it(hall: LiveHall) -> None:
    with seated(hall, 4) as here:
        here.ratings.stray(Stray(StrayKind.LATE, "FF", RatingChannel.KEYS, UUID(int=9)))
    assert rows(hall, "SELECT kind, event_id, device FROM rating_stray") == [("late", None, "pad_04")]


def test_the_clerk_sees_no_code_on_the_screen(hall: LiveHall) -> None:
    maker = PaperMaker(next(iter(load_profiles().values())))
    for show in (maker.pictures, maker.pdf):
        with pytest.raises(RuleViolation, match="rating_code_hidden"):
            show(RATING_CODE_SLIP, {"code": "12345678"}, "")
