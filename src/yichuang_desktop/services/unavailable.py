"""The second kind of bad news: nobody broke a rule, but the database cannot be used.

In a module of its own: the log-in window has to know it before anything else of the services is loaded.
"""

from typing import Any


class StoreUnavailable(Exception):
    """The database is away, read-only, full, locked or too new; ``code`` picks the Chinese sentence.

    Codes: ``no_database_file``, ``database_away``, ``database_read_only``, ``disk_full``,
    ``database_locked``, ``database_newer``, ``database_older``, ``result_unknown`` (the connection broke
    while committing: send the same act again), ``wrong_password``, ``unknown_login``, ``account_locked``.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, Any] = facts
