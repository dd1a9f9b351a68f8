"""The shared hall: lost servers, wrong passwords, log-ins made and closed, a restored copy."""

import os
import signal
import time

import psycopg
import pytest
from psycopg import sql

from tests.servers.postgres import PostgresServer, start_cluster
from tests.store.halls import PASSWORD, LiveHall, make
from yichuang_desktop import store
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role, StaffMember
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store.shared import SharedHall

NEW = StaffMember("xinren", "新人", frozenset({Role.WINDOW_CLERK}), "G1")


def test_a_wrong_password_and_an_unknown_log_in_are_not_told_apart(shared: LiveHall) -> None:
    for login, password in (("wangmin", "guess"), ("nobody", PASSWORD), ("wangmin", "")):
        with pytest.raises(StoreUnavailable, match="wrong_password"):
            shared.hall.log_in(login, password)
    with psycopg.connect(shared.url.partition("?")[0]) as owner:
        noted = owner.execute("SELECT login, subject FROM audit WHERE kind = 'log_in_failed' ORDER BY seq")
    assert noted.fetchall() == [("lobby", "wangmin"), ("lobby", "nobody"), ("lobby", "wangmin")]


def test_a_new_colleague_logs_in_works_and_is_let_go(new_hall: LiveHall) -> None:
    admin = new_hall.person("admin")
    admin.add_staff(NEW, PASSWORD, store.CHEAP)
    case_id = new_hall.accepted("xinren")
    assert new_hall.person("xinren").member == NEW
    with pytest.raises(RuleViolation, match="log_in_taken"):
        admin.add_staff(NEW, PASSWORD, store.CHEAP)
    with pytest.raises(RuleViolation, match="not_allowed"):
        new_hall.person("wangmin").add_staff(NEW, PASSWORD, store.CHEAP)
    with pytest.raises(RuleViolation, match="not_allowed"):
        new_hall.person("wangmin").close_log_in("xinren")
    admin.close_log_in("xinren")
    with pytest.raises(StoreUnavailable):
        new_hall.hall.log_in("xinren", PASSWORD)
    with pytest.raises(RuleViolation, match="not_allowed"):
        new_hall.do("xinren", case_id, "hand_over")
    with new_hall.work("wangmin") as work:
        assert work.history(case_id)[-1].recorder_name == "新人"
        assert work.case(case_id).first_handler == "xinren"


def test_a_server_that_goes_and_comes_back_is_worked_with_again() -> None:
    server = start_cluster(durable=True)
    try:
        hall = make(server.fresh_database())
        case_id = hall.accepted()
        server.stop("immediate")
        for _ in range(2):
            with pytest.raises(StoreUnavailable, match="database_away"):
                hall.do("wangmin", case_id, "hand_over")
        with pytest.raises(StoreUnavailable, match="database_away"):
            hall.person("wangmin").views.case_file(case_id)
        with pytest.raises(StoreUnavailable, match="database_away"):
            store.open_hall(hall.url)
        server.start()
        hall.do("wangmin", case_id, "hand_over")
        assert hall.person("wangmin").views.case_file(case_id).case.revision == 3
        hall.close()
    finally:
        server.close()


def test_a_connection_lost_while_committing_leaves_the_result_unknown_and_the_act_may_be_sent_again(
    shared: LiveHall,
) -> None:
    case_id = shared.drafted()
    access = shared.person("wangmin")
    with access.begin() as work:
        act = shared.act(work, case_id, "accept")
        work.record(act, "sha")
        with psycopg.connect(shared.url.partition("?")[0], autocommit=True) as owner:
            killed = owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
                " AND datname = current_database()"
            ).fetchall()
        assert killed == [(True,)]
        with pytest.raises(StoreUnavailable, match="result_unknown"):
            work.commit()
    with access.begin() as work:
        assert work.done(act.act_id, "sha") is None
        work.record(act, "sha")
        work.commit()


def until_gone(shared: LiveHall, backend: int) -> None:
    """Until that server process has ended: what it had in hand is done by then, or never will be."""
    ends = time.monotonic() + 10
    with psycopg.connect(shared.url.partition("?")[0], autocommit=True) as connection:
        while connection.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [backend]).fetchone():
            assert time.monotonic() < ends, "the server process is still there"
            time.sleep(0.02)


if hasattr(signal, "SIGSTOP"):  # Windows cannot make a process stand still

    @pytest.mark.parametrize(("committing", "code"), [(False, "database_away"), (True, "result_unknown")])
    def test_a_server_that_neither_answers_nor_hangs_up_is_waited_for_only_so_long(
        shared: LiveHall, committing: bool, code: str
    ) -> None:
        case_id = shared.drafted()
        impatient = SharedHall(shared.url, deadline=0.4)
        access = impatient.log_in("wangmin", PASSWORD)
        with access.begin() as work:
            act = shared.act(work, case_id, "accept")
            backend = work.lane.raw().info.backend_pid  # type: ignore[attr-defined]
            if committing:
                work.record(act, "sha")
            os.kill(backend, signal.SIGSTOP)
            try:
                with pytest.raises(StoreUnavailable, match=code):
                    work.commit() if committing else work.record(act, "sha")
            finally:
                os.kill(backend, signal.SIGCONT)
        access.close()
        impatient.close()
        until_gone(shared, backend)
        with shared.person("wangmin").begin() as work:
            done = work.done(act.act_id, "sha", case_id)
            if done is None:
                work.record(act, "sha")
                work.commit()
        assert shared.person("lixia").views.case_file(case_id).case.revision == 2


def test_a_hall_restored_under_another_name_is_opened_by_its_tag(
    postgres_server: PostgresServer, patterns: dict[bool, str]
) -> None:
    """What the other tests live on as well: the log-ins are the old hall's, the database has a new name."""
    tag = patterns[False].rpartition("/")[2]
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE drill TEMPLATE {}").format(sql.Identifier(tag)))
        for role in ("yc_staff", "lobby"):
            allow = sql.SQL("GRANT CONNECT ON DATABASE drill TO {}")
            connection.execute(allow.format(sql.Identifier(f"{role}@{tag}")))
    url = postgres_server.url("drill")
    with pytest.raises(StoreUnavailable):
        store.open_hall(url)
    drill = LiveHall(f"{url}?tag={tag}", store.open_hall(f"{url}?tag={tag}"))
    drill.accepted()
    drill.close()
    postgres_server.drop(url)


def test_one_hall_on_a_server_means_nothing_to_the_other(
    postgres_server: PostgresServer, shared: LiveHall
) -> None:
    """Log-ins carry the hall's name: the same people, the same passwords, and no way across."""
    other_url = postgres_server.fresh_database()
    other = make(other_url)
    database = other_url.rpartition("/")[2]
    tag = shared.url.partition("?tag=")[2]
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(other_url, user=f"admin@{tag}", password=PASSWORD, dbname=database).close()
    other.close()
    postgres_server.drop(other_url)


def test_every_connection_has_its_deadlines(shared: LiveHall) -> None:
    lane = shared.person("wangmin")._lanes.take(to_write=True)
    shown = {
        name: lane.raw().execute(f"SHOW {name}").fetchone()[0]  # type: ignore[attr-defined]
        for name in (
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "tcp_user_timeout",
        )
    }
    shared.person("wangmin")._lanes.give_back(lane)
    assert shown == {
        "statement_timeout": "15s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "10s",
        "tcp_user_timeout": "0",
    } | {"tcp_user_timeout": shown["tcp_user_timeout"]}  # fmt: skip


def test_upgrades_have_a_log_in_of_their_own(postgres_server: PostgresServer, new_hall: LiveHall) -> None:
    if not new_hall.shared:
        store.upgrade(closed(new_hall).url)
        return
    tag = new_hall.url.rpartition("/")[2]
    case_id = new_hall.accepted()
    with psycopg.connect(new_hall.url, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'up'").format(sql.Identifier(f"upgrade@{tag}")))
        member = sql.SQL("GRANT {} TO {}")
        owner.execute(member.format(sql.Identifier(f"yc_migrator@{tag}"), sql.Identifier(f"upgrade@{tag}")))
        owner.execute("UPDATE schema_info SET value = 'of an older program'")
    store.upgrade(postgres_server.url(tag, f"upgrade@{tag}", "up"))
    new_hall.do("wangmin", case_id, "hand_over")
    with pytest.raises(RuleViolation, match="not_allowed"):
        store.upgrade(postgres_server.url(tag, f"admin@{tag}", PASSWORD))


def closed(hall: LiveHall) -> LiveHall:
    hall.close()
    return hall
