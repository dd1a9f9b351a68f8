"""The schema: what the migrations make is what the tables say, up and down, with the data of before."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, inspect, select

from tests.servers.postgres import PostgresServer
from tests.store.halls import PASSWORD, LiveHall, make
from yichuang_desktop import store
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.print_jobs import MOVES
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import freeze, schema
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.sqlite_lanes import DIALECT as SQLITE
from yichuang_desktop.store.sqlite_lanes import connect
from yichuang_desktop.store.transition_rows import transition_rows


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """SQLAlchemy's connection to an empty database, as migrations get it."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool)
    else:
        plain = url.partition("?")[0]
        engine = create_engine(
            "postgresql+psycopg://", creator=lambda: psycopg.connect(plain), poolclass=NullPool
        )
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.fresh_database()
    yield url
    server.drop(url)


def script(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": False}
    )
    return [each for each in compare_metadata(context, t.metadata) if "alembic_version" not in str(each)]


def test_what_the_migrations_make_is_what_the_tables_say(empty_url: str) -> None:
    with connected(empty_url) as connection:
        command.upgrade(script(connection), "head")
        assert differences(connection) == []


def test_the_migration_says_what_the_program_would_say_now() -> None:
    """While no hall runs on it: tables and triggers have not drifted from the frozen statements."""
    for dialect in (SQLITE, freeze.POSTGRES):
        frozen = (freeze.FOLDER / f"0001_{dialect.name}.sql").read_text("utf-8")
        assert frozen.rstrip("\n") == freeze.PARTED.join(freeze.statements(dialect)), dialect.name


def test_down_leaves_nothing_and_up_again_makes_the_same(empty_url: str) -> None:
    with connected(empty_url) as connection:
        command.upgrade(script(connection), "head")
        command.downgrade(script(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        assert inspect(connection).get_view_names() == []
        command.upgrade(script(connection), "head")
        assert differences(connection) == []


def test_the_program_knows_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    heads = ScriptDirectory.from_config(config).get_heads()
    assert [int(head) for head in heads] == [schema.VERSION]


def test_the_table_of_acts_is_the_domains(hall: LiveHall) -> None:
    with connected(hall.url) as connection:
        rows = {row.kind: row._asdict() for row in connection.execute(select(t.transition))}
        moves = {(row.before, row.after) for row in connection.execute(select(t.print_move))}
    assert rows.keys() == TABLE.keys()
    assert rows == {row["kind"]: row for row in transition_rows()}
    assert moves == {(before.value, after.value) for before, afters in MOVES.items() for after in afters}


def test_an_upgrade_brings_other_rules_up_to_date_and_keeps_the_data(new_hall: LiveHall) -> None:
    case_id = new_hall.accepted()
    with connected(new_hall.url) as connection:
        connection.execute(
            t.transition.update().where(t.transition.c.kind == "issue").values(roles="|guide_desk|")
        )
        connection.execute(t.schema_info.update().values(value="of an older program"))
    new_hall.close()
    if new_hall.shared:
        with pytest.raises(StoreUnavailable, match="rules_differ"):
            store.open_hall(new_hall.url)
    store.upgrade(new_hall.url)
    again = LiveHall(new_hall.url, store.open_hall(new_hall.url))
    try:
        with again.work("wangmin") as work:
            assert work.case(case_id).receipt_no.endswith("-0001")
        again.do("wangmin", case_id, "hand_over")
    finally:
        again.close()


def test_a_database_that_is_up_to_date_is_left_alone(new_hall: LiveHall) -> None:
    new_hall.close()
    assert store.upgrade(new_hall.url) == store.Upgraded(changed=False)
    if not new_hall.shared:
        file = Path(new_hall.url.removeprefix("sqlite:///"))
        assert not list(file.parent.glob("*.before-*"))


def test_a_newer_database_is_not_upgraded_backwards(new_hall: LiveHall) -> None:
    new_hall.close()
    with connected(new_hall.url) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9'")
    with pytest.raises(StoreUnavailable, match="database_newer"):
        store.upgrade(new_hall.url)


@pytest.mark.parametrize(
    ("version", "code"), [("2", "database_newer"), ("10", "database_newer"), ("0", "database_older")]
)
def test_a_database_of_another_version_is_refused_by_number_not_by_spelling(
    new_hall: LiveHall, version: str, code: str
) -> None:
    new_hall.close()
    with connected(new_hall.url) as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")
    with pytest.raises(StoreUnavailable) as refused:
        store.open_hall(new_hall.url)
    assert refused.value.code == code


def test_the_file_is_copied_before_it_is_upgraded(embedded: LiveHall, tmp_path: Path) -> None:
    case_id = embedded.accepted()
    embedded.close()
    with connected(embedded.url) as connection:
        connection.execute(t.schema_info.update().values(value="of an older program"))
    done = store.upgrade(embedded.url)
    assert done.changed
    assert done.copy is not None
    kept = sqlite3.connect(done.copy)
    assert kept.execute("SELECT receipt_no FROM cases WHERE case_id = ?", [case_id.hex]).fetchone()[0]
    assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    kept.close()


def test_a_second_hall_does_not_go_over_the_first(new_hall: LiveHall) -> None:
    new_hall.close()
    with pytest.raises(RuleViolation, match="hall_exists"):
        make(new_hall.url)
    again = store.open_hall(new_hall.url)
    again.log_in("wangmin", PASSWORD).close()
    again.close()
