"""The shared database goes away in the middle of accepting (R-X-1): result unknown, and done once."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.faults.hands import Hands, assert_clear, built, everything
from tests.faults.wire_cutter import WireCutter
from tests.servers.postgres import PostgresServer, start_cluster
from tests.soak.small_hall import AT, accepting
from yichuang_desktop.app import demo
from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.ports import StoreUnavailable

DEADLINE = 30.0


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server of one's own, with fsync: it is stopped and killed here."""
    cluster = start_cluster(durable=True)
    yield cluster
    cluster.close()


@pytest.fixture(scope="module")
def owner_url(server: PostgresServer) -> str:
    """The superuser's URL of a small demonstration hall."""
    url = server.fresh_database()
    demo.build(url, at=AT, cases=3)
    return url


@pytest.fixture
def clerks_url(server: PostgresServer, owner_url: str) -> str:
    """The URL as people have it: no person in it."""
    return f"postgresql://{server.host}:{server.port}/{name_of(owner_url)}"


@pytest.fixture
def hands(clerks_url: str, owner_url: str) -> Iterator[Hands]:
    """Clerk and issuance clerk, each on connections of their own."""
    with Hands.at(clerks_url, owner_url) as both:
        yield both


def name_of(url: str) -> str:
    """The database of a URL."""
    return url.rpartition("/")[2]


def test_R_X_1_an_answer_lost_after_the_commit_is_given_again_and_not_done_again(
    server: PostgresServer, owner_url: str
) -> None:
    with WireCutter(server.port) as wire:
        url = f"postgresql://127.0.0.1:{wire.port}/{name_of(owner_url)}"
        with Hands.at(url, owner_url) as hands:
            request = built(accepting(hands.drafted(), hands.brought.form))
            wire.arm()
            said = lost("result_unknown", lambda: hands.clerk.desk.accept(request))
            assert "不会重办" in said
            assert wire.cuts == 1, "the wire was cut between the commit and its answer"
            done = acts_of(owner_url, request.act_id)
            assert len(done) == 1, "the server had done it"
            before = everything(owner_url)
            again = hands.clerk.desk.accept(request)
            assert again.repeated
            assert again.receipt_no == done[0]
            assert everything(owner_url) == before


def test_R_X_1_a_connection_killed_in_the_middle_of_accepting_leaves_nothing_of_it(
    hands: Hands, owner_url: str
) -> None:
    request = built(accepting(hands.drafted(), hands.brought.form))
    before = everything(owner_url)
    with held_up(owner_url, "outbox"), Attempt(lambda: hands.clerk.desk.accept(request)) as attempt:
        pid = waiting_for_a_lock(owner_url)
        assert superuser(owner_url, "SELECT pg_terminate_backend(%s)", pid) == [(True,)]
        trouble = attempt.trouble()
    assert trouble.code in ("result_unknown", "database_away")
    assert_clear(say_code(trouble.code, trouble.facts))
    assert everything(owner_url) == before
    again = hands.clerk.desk.accept(request)
    assert not again.repeated
    assert acts_of(owner_url, request.act_id) == [again.receipt_no]
    assert hands.clerk.desk.accept(request).repeated


def test_R_X_1_a_server_killed_in_the_middle_of_accepting_and_back_again(
    hands: Hands, server: PostgresServer, owner_url: str
) -> None:
    earlier = hands.accepted()
    request = built(accepting(hands.drafted(), hands.brought.form))
    before = everything(owner_url)
    holder = psycopg.connect(owner_url)
    holder.execute("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE")
    with Attempt(lambda: hands.clerk.desk.accept(request)) as attempt:
        waiting_for_a_lock(owner_url)
        server.stop("immediate")
        trouble = attempt.trouble()
    holder.close()
    assert trouble.code in ("result_unknown", "database_away")
    lost("database_away", lambda: hands.clerk.desk.accept(request))
    server.start()
    assert everything(owner_url) == before
    again = hands.clerk.desk.accept(request)
    assert not again.repeated
    assert serial(again) == serial_of(hands, earlier) + 1, "no gap and no double"


def test_R_X_1_a_hall_whose_server_is_away_is_said_at_opening(server: PostgresServer, owner_url: str) -> None:
    url = f"postgresql://{server.host}:1/{name_of(owner_url)}"

    def open_it() -> None:
        with Hands.at(url):
            pass

    lost("database_away", open_it)


# -- tools ---------------------------------------------------------------------------------------------------


class Attempt:
    """An act under way in a thread of its own."""

    def __init__(self, act: Callable[[], ActDone]) -> None:
        self._news: list[BaseException | ActDone] = []
        self._thread = threading.Thread(target=self._run, args=(act,))

    def __enter__(self) -> "Attempt":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(DEADLINE)

    def trouble(self) -> StoreUnavailable:
        """What it came to; it must be that the database is away."""
        self._thread.join(DEADLINE)
        assert self._news, "the act is still waiting"
        news = self._news[0]
        assert isinstance(news, StoreUnavailable), news
        return news

    def _run(self, act: Callable[[], ActDone]) -> None:
        try:
            self._news.append(act())
        except (StoreUnavailable, RuleViolation) as trouble:
            self._news.append(trouble)


@contextmanager
def held_up(url: str, table: str) -> Iterator[None]:
    """Whoever writes into ``table`` has to wait."""
    with psycopg.connect(url) as holder:
        holder.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
        yield
        holder.rollback()


def waiting_for_a_lock(url: str) -> int:
    """The server process that waits: the act is in the middle of its transaction."""
    until = time.monotonic() + DEADLINE
    question = (
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    while time.monotonic() < until:
        rows = superuser(url, question)
        if rows:
            pid: int = rows[0][0]
            return pid
    raise AssertionError("nobody waits: the fault would not hit")


def superuser(url: str, question: str, *values: Any) -> list[tuple[Any, ...]]:
    """A question past the program."""
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(question.encode(), values).fetchall()


def acts_of(url: str, act_id: object) -> list[str]:
    """Receipt numbers of an act; one when it was done."""
    return [row[0] for row in superuser(url, "SELECT receipt_no FROM act WHERE act_id = %s", act_id)]


def lost(code: str, act: Callable[[], object]) -> str:
    """The sentence of a database that is away."""
    with pytest.raises(StoreUnavailable) as caught:
        act()
    assert caught.value.code == code, (caught.value.code, caught.value.facts)
    said = say_code(caught.value.code, caught.value.facts)
    assert_clear(said)
    return said


def serial(done: ActDone) -> int:
    """The last four digits of a receipt number."""
    return int(done.receipt_no[-4:])


def serial_of(hands: Hands, case_id: Any) -> int:
    """The same of a case."""
    return int(hands.clerk.desk.case(case_id).receipt_no[-4:])
