"""The public way in: make a hall's database, open it, bring it up to date."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did: ``changed`` is False for a database that was up to date."""

    changed: bool
    copy: Path | None = None
    """The file as it was before, on SQLite."""


def upgrade(url: str, *, copy_to: Path | None = None) -> Upgraded:
    """Bring the database up to this program's version; on SQLite a copy is made first.

    Raises StoreUnavailable ``no_database_file``, ``database_newer``, ``database_locked``.
    """
    if is_shared(url):
        from yichuang_desktop.store.shared import upgrade_shared  # noqa: PLC0415 - as above

        return Upgraded(upgrade_shared(url))
    copy = upgrade_embedded(url, copy_to)
    return Upgraded(copy is not None, copy)


def is_shared(url: str) -> bool:
    """True for a server's URL, False for an embedded file's."""
    return url.startswith("postgresql")
