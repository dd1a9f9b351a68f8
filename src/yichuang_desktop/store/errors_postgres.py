"""What a PostgreSQL error means to the hall; see :mod:`errors`.  Loaded only where there is a server."""

import psycopg

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.services.ports import StoreUnavailable
from yichuang_desktop.store.errors import MARK, BadNews, from_trigger, violation

_POSTGRES_CONSTRAINTS = {
    "uq_act_case_id_case_revision": "changed_elsewhere",
    "pk_act": "changed_elsewhere",
    "pk_cases": "changed_elsewhere",
    "uq_act_annuls": "not_annullable",
    "uq_counter_duty_change_id": "other_act_under_this_id",
    "ck_number_series_last": "serials_used_up",
    "uq_cases_receipt_no": "changed_elsewhere",
    "ux_cases_external_no": "external_no_taken",
    "ux_cases_department_no": "external_no_taken",
    "ux_cases_bag_no": "changed_elsewhere",
    "ux_cases_book_line": "book_line_taken",
    "pk_hall_record": "other_act_under_this_id",
    "pk_signature": "other_act_under_this_id",
    "pk_paper": "paper_code_taken",
    "pk_rating_code": "rating_code_taken",
    "uq_rating_code_event_id": "rating_code_given",
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
        return violation(code) if code else None
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
