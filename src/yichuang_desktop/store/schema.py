"""The shape of a hall's database: which version it has, how it is made and brought up to date."""

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, delete, insert, select, update

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import Lane
from yichuang_desktop.store.statements import Statement
from yichuang_desktop.store.transition_rows import (
    print_move_rows,
    record_kind_rows,
    rules_digest,
    transition_rows,
)

VERSION = 1
"""Number of the newest migration this program knows."""
RULES = "rules"
MIGRATIONS = Path(__file__).with_name("migrations")

alembic_version = Table("alembic_version", MetaData(), Column("version_num", String))
_VERSION = Statement(select(alembic_version.c.version_num))
_RULES = Statement(select(t.schema_info.c.value).where(t.schema_info.c.name == RULES))


def check_version(lane: Lane) -> None:
    """Refuse a database this program does not fit: StoreUnavailable ``database_newer``, ``database_older``.

    Versions are compared as integers.
    """
    rows = lane.read(_VERSION)
    version = int(rows[0][0]) if rows else 0
    if version > VERSION:
        raise StoreUnavailable("database_newer", version=version, known=VERSION)
    if version < VERSION:
        raise StoreUnavailable("database_older", version=version, known=VERSION)


def rules_are_current(lane: Lane) -> bool:
    """True when the database's table of acts is this program's."""
    rows = lane.read(_RULES)
    return bool(rows) and rows[0][0] == rules_digest()


def is_current(lane: Lane) -> bool:
    """True when there is nothing to upgrade; StoreUnavailable ``database_newer``."""
    try:
        check_version(lane)
    except StoreUnavailable as news:
        if news.code != "database_older":
            raise
        return False
    return rules_are_current(lane)


def stamp(connection: Connection) -> tuple[str | None, str | None]:
    """Version and digest of the rules, as the database has them; StoreUnavailable ``database_newer``."""
    version = connection.execute(select(alembic_version.c.version_num)).scalar()
    if version is not None and int(version) > VERSION:
        raise StoreUnavailable("database_newer", version=int(version), known=VERSION)
    rules = connection.execute(select(t.schema_info.c.value).where(t.schema_info.c.name == RULES)).scalar()
    return version, rules


def migrate(connection: Connection, to: str = "head") -> None:
    """Run the migrations on an open connection and write the table of acts; the caller commits."""
    # Alembic is as heavy as SQLAlchemy and wanted once in a database's life.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    write_rules(connection)


def write_rules(connection: Connection) -> None:
    """Make the database's table of acts the domain's.  A kind that is no more stays for history's sake,
    but allows nothing."""
    known = {row[0] for row in connection.execute(select(t.transition.c.kind))}
    rows = transition_rows()
    for row in rows:
        if row["kind"] in known:
            connection.execute(update(t.transition).where(t.transition.c.kind == row["kind"]).values(**row))
    new = [row for row in rows if row["kind"] not in known]
    if new:
        connection.execute(insert(t.transition), new)
    gone = known - {row["kind"] for row in rows}
    if gone:
        connection.execute(
            update(t.transition).where(t.transition.c.kind.in_(gone)).values(channels="", roles="")
        )
    connection.execute(delete(t.print_move))
    connection.execute(insert(t.print_move), print_move_rows())
    connection.execute(delete(t.record_kind))
    connection.execute(insert(t.record_kind), record_kind_rows())
    connection.execute(delete(t.schema_info).where(t.schema_info.c.name == RULES))
    connection.execute(insert(t.schema_info), {"name": RULES, "value": rules_digest()})


def refuse_second_hall(connection: Connection) -> None:
    """RuleViolation ``hall_exists`` when the database holds a hall already."""
    if (
        connection.dialect.has_table(connection, t.hall.name)
        and connection.execute(select(t.hall.c.the_one)).first()
    ):
        raise RuleViolation("hall_exists")
