"""The one place where a driver's error becomes the hall's bad news.

A trigger refuses with ``yc:<code>`` (and, where it matters, ``:<track>``); a broken constraint, a missing
grant and a lost connection have their meaning here.  Anything not known here is a fault of the program and
stays what it is.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
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
    "ck_number_series_last": "serials_used_up",
    "cases.receipt_no": "changed_elsewhere",
    "paper.code": "paper_code_taken",
    "paper_revocation.code": "paper_already_revoked",
    "staff.login": "log_in_taken",
    "FOREIGN KEY": "not_found",
}

_POSTGRES_CONSTRAINTS = {
    "uq_act_case_id_case_revision": "changed_elsewhere",
    "pk_act": "changed_elsewhere",
    "pk_cases": "changed_elsewhere",
    "uq_act_annuls": "not_annullable",
    "ck_number_series_last": "serials_used_up",
    "uq_cases_receipt_no": "changed_elsewhere",
    "pk_paper": "paper_code_taken",
    "pk_paper_revocation": "paper_already_revoked",
}

_POSTGRES_AWAY = {
    "25006": "database_read_only",
    "53100": "disk_full",
    "53200": "database_away",
    "53300": "database_away",
    "55P03": "database_locked",
    "57014": "database_locked",
    "28P01": "wrong_password",
    "28000": "wrong_password",
    "3D000": "database_away",
    "42P01": "database_older",
    "3F000": "database_older",
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


def of_postgres(error: psycopg.Error, committing: bool = False) -> BadNews | None:
    """What a PostgreSQL error means to the hall; None when it is a fault of the program.

    ``committing``: the connection was lost while a commit was under way, so nobody knows its result.
    """
    state = error.sqlstate or ""
    said = error.diag.message_primary or str(error)
    if said.startswith(MARK):
        return from_trigger(said)
    if state == "42501":
        return RuleViolation("not_allowed")
    if state in ("40001", "40P01"):
        return RuleViolation("changed_elsewhere", receipt_no="")
    if state.startswith("23"):
        code = (
            "not_found" if state == "23503" else _POSTGRES_CONSTRAINTS.get(error.diag.constraint_name or "")
        )
        return _violation(code) if code else None
    return _away(error, state, said, committing)


def _away(error: psycopg.Error, state: str, said: str, committing: bool) -> StoreUnavailable | None:
    if state in _POSTGRES_AWAY:
        return StoreUnavailable(_POSTGRES_AWAY[state])
    lost = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and (
        not state or state[:2] in ("08", "57", "58", "XX", "25")
    )
    if not lost:
        return None
    if "password authentication failed" in said or "no password supplied" in said:
        return StoreUnavailable("wrong_password")
    return StoreUnavailable("result_unknown" if committing else "database_away", said=said.strip())


@contextmanager
def through_sqlalchemy() -> Iterator[None]:
    """The same for what goes through SQLAlchemy's engine: migrations and set-up."""
    try:
        yield
    except DBAPIError as error:
        cause = error.orig
        news = of_postgres(cause) if isinstance(cause, psycopg.Error) else None
        if isinstance(cause, sqlite3.Error):
            news = of_sqlite(cause)
        if news is None:
            raise
        raise news from error


def from_trigger(said: str) -> RuleViolation:
    """``yc:not_in_this_state:approval`` as a violation; the store adds what else it knows."""
    code, _, track = said.removeprefix(MARK).split("\n")[0].partition(":")
    return _violation(code, **({"track": track} if track else {}))


def _violation(code: str, **facts: Any) -> RuleViolation:
    return RuleViolation(code, **facts)


def _first(meanings: dict[str, str], said: str) -> RuleViolation | None:
    return next((_violation(code) for part, code in meanings.items() if part in said), None)
