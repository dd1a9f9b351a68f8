"""Where the hall is kept: SQLite for one PC, PostgreSQL for a hall; see ``docs/hall-database.md``."""

from yichuang_desktop.store.opening import Upgraded, init_hall, open_hall, upgrade
from yichuang_desktop.store.passwords import CHEAP, PasswordCost

__all__ = ["CHEAP", "PasswordCost", "Upgraded", "init_hall", "open_hall", "upgrade"]
