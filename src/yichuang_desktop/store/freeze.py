"""Writes the statements of the first migration from the tables and triggers as they are now.

Only while no hall runs on it: ``python -m yichuang_desktop.store.freeze``.  After that a change is a
migration of its own, and a test compares what all of them make with the tables of the program.
"""

from pathlib import Path

from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from yichuang_desktop.store import triggers_postgres, triggers_sqlite
from yichuang_desktop.store.tables import CHANGE_KINDS, metadata

SQLITE: Dialect = sqlite.dialect()
POSTGRES: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
PARTED = "\n-- next --\n"
FOLDER = Path(__file__).parent / "migrations" / "versions"


def statements(dialect: Dialect) -> list[str]:
    """Everything the first migration runs on this kind of database."""
    made = []
    for table in metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    made += triggers_postgres.statements() if dialect.name == "postgresql" else triggers_sqlite.statements()
    made += [f"INSERT INTO change_mark (kind) VALUES ('{kind}')" for kind in CHANGE_KINDS]
    return [statement.strip() for statement in made]


def main() -> None:
    """Write both files."""
    for dialect in (SQLITE, POSTGRES):
        (FOLDER / f"0001_{dialect.name}.sql").write_text(PARTED.join(statements(dialect)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
