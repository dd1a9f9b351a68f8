"""The public way in: make a hall's database, open it, bring it up to date."""

from pathlib import Path
from typing import TYPE_CHECKING

from yichuang_desktop.services.ports import HallPlan
from yichuang_desktop.store.embedded import EmbeddedHall, init_embedded, upgrade_embedded
from yichuang_desktop.store.passwords import PasswordCost

if TYPE_CHECKING:
    from yichuang_desktop.store.shared import SharedHall


def open_hall(url: str, *, durable: bool = True) -> "EmbeddedHall | SharedHall":
    """Open the hall's database: ``sqlite:///file`` or ``postgresql://host:port/name`` (no password in it).

    ``durable=False`` is for building a demonstration only: an embedded file whose commits do not
    wait for the disk.
    """
    if not is_shared(url):
        return EmbeddedHall(url, durable=durable)
    from yichuang_desktop.store.shared import SharedHall  # noqa: PLC0415 - a single PC never loads the driver

    return SharedHall(url)


def init_hall(url: str, plan: HallPlan, *, password_cost: PasswordCost | None = None) -> None:
    """Make the hall's database from nothing; RuleViolation ``hall_exists``.

    On PostgreSQL the URL is an owner's of an empty database, who may make roles.
    """
    if is_shared(url):
        from yichuang_desktop.store.shared import init_shared  # noqa: PLC0415 - as above

        init_shared(url, plan)
    else:
        init_embedded(url, plan, password_cost or PasswordCost())


def upgrade(url: str, *, copy_to: Path | None = None) -> Path | None:
    """Bring the database up to this program's version; on SQLite a copy is made first and returned."""
    if is_shared(url):
        from yichuang_desktop.store.shared import upgrade_shared  # noqa: PLC0415 - as above

        upgrade_shared(url)
        return None
    return upgrade_embedded(url, copy_to)


def is_shared(url: str) -> bool:
    """True for a server's URL, False for an embedded file's."""
    return url.startswith("postgresql")
