"""The one place where a driver's error becomes the hall's bad news.

A trigger refuses with ``yc:<code>`` (and, where it matters, ``:<track>``); a broken constraint, a missing
grant and a lost connection have their meaning here.  Anything not known here is a fault of the program and
stays what it is.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports import StoreUnavailable

BadNews = RuleViolation | StoreUnavailable
MARK = "yc:"

_SQLITE = {
    "SQLITE_READONLY": "database_read_only",
    "SQLITE_PERM": "database_read_only",
    "SQLITE_FULL": "disk_full",
    "SQLITE_BUSY": "database_locked",
    "SQLITE_LOCKED": "database_locked",
    "SQLITE_IOERR": "database_away",
    "SQLITE_CANTOPEN": "database_away",
    "SQLITE_NOTADB": "database_damaged",
    "SQLITE_CORRUPT": "database_damaged",
}

_SQLITE_CONSTRAINTS = {
    "act.case_id, act.case_revision": "changed_elsewhere",
    "act.act_id": "changed_elsewhere",
    "act.annuls": "not_annullable",
    "counter_duty.change_id": "other_act_under_this_id",
    "ck_number_series_last": "serials_used_up",
    "cases.receipt_no": "changed_elsewhere",
    "cases.channel, cases.external_no": "external_no_taken",
    "cases.channel, cases.department, cases.external_no": "external_no_taken",
    "cases.bag_no": "changed_elsewhere",
    "cases.book, cases.book_page, cases.book_line": "book_line_taken",
    "signature.signature_id": "other_act_under_this_id",
    "paper.code": "paper_code_taken",
    "paper_revocation.code": "paper_already_revoked",
    "staff.login": "log_in_taken",
    "rating_code.code_sha256": "rating_code_taken",
    "rating_code.event_id": "rating_code_given",
    "FOREIGN KEY": "not_found",
}


def of_sqlite(error: sqlite3.Error) -> BadNews | None:
    """What an SQLite error means to the hall; None when it is a fault of the program."""
    said = str(error)
    if said.startswith(MARK):
        return from_trigger(said)
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_CONSTRAINT"):
        return _first(_SQLITE_CONSTRAINTS, said)
    code = next((code for start, code in _SQLITE.items() if name.startswith(start)), None)
    if said.startswith("no such table"):
        code = "database_older"
    return StoreUnavailable(code) if code else None


@contextmanager
def through_sqlalchemy(meaning: Callable[[Any], BadNews | None]) -> Iterator[None]:
    """The same for what goes through SQLAlchemy's engine: migrations and set-up."""
    try:
        yield
    except DBAPIError as error:
        news = meaning(error.orig)
        if news is None:
            raise
        raise news from error


def from_trigger(said: str) -> RuleViolation:
    """``yc:not_in_this_state:approval`` as a violation; the store adds what else it knows."""
    code, _, track = said.removeprefix(MARK).split("\n")[0].partition(":")
    return violation(code, **({"track": track} if track else {}))


def violation(code: str, **facts: Any) -> RuleViolation:
    """A violation under a code of the tables above; its sentence is looked up by the code."""
    return RuleViolation(code, **facts)


def _first(meanings: dict[str, str], said: str) -> RuleViolation | None:
    return next((violation(code) for part, code in meanings.items() if part in said), None)
