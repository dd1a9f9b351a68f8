"""Log-ins of persons and devices after the hall has opened; administrators only.

On PostgreSQL the server's own functions do it and check who asks: no role outside the list can be given, and
the password never travels, only what SCRAM keeps of it.
"""

from typing import Any, Protocol, runtime_checkable

from sqlalchemy import String, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql

from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role, StaffMember
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.lanes import Lane
from yichuang_desktop.store.passwords import PasswordCost
from yichuang_desktop.store.statements import Statement


@runtime_checkable
class Verifying(Protocol):
    """A lane to a server, which is given SCRAM's verifier in place of a password."""

    def verifier(self, password: str) -> str: ...


_ADD = Statement(insert(t.staff), ["login", "name", "group_id", "password_hash"])
_ADD_ROLE = Statement(insert(t.staff_role), ["login", "role"])
_CLOSE = Statement(update(t.staff).where(t.staff.c.login == bindparam("of_login")).values(active=False))
_ADD_SHARED = Statement(
    select(
        func.yc_add_staff(
            bindparam("login"),
            bindparam("name"),
            bindparam("group_id", type_=String),
            bindparam("roles", type_=postgresql.ARRAY(String)),
            bindparam("verifier"),
        )
    )
)
_CLOSE_SHARED = Statement(select(func.yc_close_log_in(bindparam("of_login"))))
_DEVICE_SHARED = Statement(select(func.yc_add_device(bindparam("counter"), bindparam("verifier"))))

_PUSHER_SHARED = Statement(select(func.yc_add_pusher(bindparam("verifier"))))


def add_staff(lane: Lane, asker: StaffMember, new: StaffMember, password: str, cost: PasswordCost) -> None:
    """A new log-in; RuleViolation ``not_allowed``, ``log_in_taken``, ``log_in_unfit``."""
    roles = sorted(role.value for role in new.roles)
    values: dict[str, Any] = {"login": new.login, "name": new.name, "group_id": new.group_id or None}
    if isinstance(lane, Verifying):
        lane.write(_ADD_SHARED, values | {"roles": roles, "verifier": lane.verifier(password)})
        return
    _check_administrator(asker)
    lane.write(_ADD, values | {"password_hash": cost.hasher().hash(password)})
    for role in roles:
        lane.write(_ADD_ROLE, {"login": new.login, "role": role})


def close_log_in(lane: Lane, asker: StaffMember, login: str) -> None:
    """Nobody gets in with it any more; what was recorded under it stays.  RuleViolation ``not_allowed``."""
    if isinstance(lane, Verifying):
        lane.write(_CLOSE_SHARED, {"of_login": login})
        return
    _check_administrator(asker)
    if not lane.change(_CLOSE, {"of_login": login}):
        raise RuleViolation("not_found")


def add_device(lane: Lane, counter: int, password: str) -> None:
    """The log-in of a window's evaluation device; an embedded hall needs none; ``not_allowed``."""
    if isinstance(lane, Verifying):
        lane.write(_DEVICE_SHARED, {"counter": counter, "verifier": lane.verifier(password)})


def add_pusher(lane: Lane, password: str) -> None:
    """The log-in of the hall's pusher; an embedded hall needs none; ``not_allowed``, ``log_in_taken``."""
    if isinstance(lane, Verifying):
        lane.write(_PUSHER_SHARED, {"verifier": lane.verifier(password)})


def _check_administrator(asker: StaffMember) -> None:
    if Role.ADMINISTRATOR not in asker.roles:
        raise RuleViolation("not_allowed")
