"""The hall from nothing.

The statements stand beside this file, one file a database, so that this migration says the same for ever,
whatever becomes of the program's tables.
"""

from pathlib import Path

from alembic import op
from sqlalchemy import inspect, text

revision = "1"
down_revision = None
branch_labels = None
depends_on = None

PARTED = "\n-- next --\n"
KEPT = "alembic_version"


def upgrade() -> None:
    """Make every table, view, function and trigger."""
    connection = op.get_bind()
    script = Path(__file__).with_name(f"0001_{connection.dialect.name}.sql").read_text("utf-8")
    for statement in script.split(PARTED):
        connection.exec_driver_sql(
            statement.replace("%", "%%") if connection.dialect.name == "postgresql" else statement
        )


def downgrade() -> None:
    """Take everything away again; nothing of the hall is left."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute(text("DROP FUNCTION IF EXISTS yc_drop_hall()"))
        _drop_postgresql()
    else:
        _drop_sqlite()


def _drop_sqlite() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for kind, name in connection.exec_driver_sql(
        "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY type"
    ).all():
        connection.exec_driver_sql(f'DROP {kind} "{name}"')
    for name in inspect(connection).get_table_names():
        if name != KEPT:
            connection.exec_driver_sql(f'DROP TABLE "{name}"')


def _drop_postgresql() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql("DROP VIEW IF EXISTS hall_moment CASCADE")
    for name in inspect(connection).get_table_names():
        if name != KEPT:
            connection.exec_driver_sql(f'DROP TABLE "{name}" CASCADE')
    functions = connection.exec_driver_sql(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
    ).all()
    for (name,) in functions:
        connection.exec_driver_sql(f"DROP FUNCTION {name} CASCADE")
