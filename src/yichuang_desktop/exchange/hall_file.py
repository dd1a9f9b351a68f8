"""Reading a hall's plan from its file: windows, groups, staff, seats (R-HALL-1/2, R-X-8)."""

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from yichuang_desktop.domain.cutoffs import Cutoffs
from yichuang_desktop.domain.delegations import EVERYONE, EVERYTHING, Delegation
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import (
    Channel,
    Counter,
    CounterKind,
    Group,
    Hall,
    Role,
    StaffMember,
)
from yichuang_desktop.services.ports import HallPlan, NewStaff


def read_hall_plan(
    path: Path,
    *,
    since: date,
    password_of: Callable[[str], str],
    calendars: Path,
    demonstration: bool = False,
) -> HallPlan:
    """The plan in ``path``; leaders hold from ``since`` on; ``calendars`` is the folder of year files.

    ``password_of`` gives each log-in its first password.

    Raises RuleViolation ``hall_file_unreadable`` (not TOML) or ``hall_file_wrong`` (which part, and why).
    """
    try:
        plan = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleViolation("hall_file_unreadable", file=path.name, reason=str(error)) from error
    try:
        return _plan(plan, since, password_of, _years(calendars), demonstration)
    except (KeyError, ValueError, TypeError) as error:
        raise RuleViolation("hall_file_wrong", file=path.name, reason=str(error)) from error


def _years(folder: Path) -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json")))


def _plan(
    plan: Mapping[str, Any],
    since: date,
    password_of: Callable[[str], str],
    years: tuple[Mapping[str, Any], ...],
    demonstration: bool,
) -> HallPlan:
    hall = plan["hall"]
    counters = tuple(_counter(row) for row in plan["counters"])
    _check_codes([counter.code for counter in counters])
    return HallPlan(
        hall=Hall(
            name=hall["name"],
            prefix=hall["prefix"],
            phone=hall.get("phone", ""),
            complaint_phone=hall.get("complaint_phone", ""),
            address=hall.get("address", ""),
            undo_minutes=int(hall.get("undo_minutes", 10)),
            referral_days=int(hall.get("referral_days", 3)),
            uncollected_days=int(hall.get("uncollected_days", 15)),
            demonstration=demonstration,
        ),
        counters=counters,
        groups=tuple(_group(row, since) for row in plan["groups"]),
        staff=tuple(NewStaff(_member(row), password_of(row["login"])) for row in plan["staff"]),
        calendar=years,
        cutoffs=Cutoffs(**{name: time.fromisoformat(at) for name, at in hall.get("cutoffs", {}).items()}),
        delegations=tuple(_delegation(row) for row in plan.get("delegations", ())),
    )


def _check_codes(codes: Sequence[int]) -> None:
    if len(set(codes)) != len(codes):
        raise ValueError(f"窗口编码重复：{sorted(code for code in set(codes) if codes.count(code) > 1)}")
    outside = [code for code in codes if not 1 <= code <= 49]  # noqa: PLR2004 - the range is decision 1
    if outside:
        raise ValueError(f"窗口编码须在 1–49 之间：{outside}")


def _counter(row: Mapping[str, Any]) -> Counter:
    return Counter(
        code=row["code"],
        floor=row["floor"],
        sign=row["sign"],
        kind=CounterKind(row["kind"]),
        zone=row.get("zone", ""),
        group=row.get("group", ""),
        duties=tuple(Channel(duty) for duty in row.get("duties", ())),
    )


def _delegation(row: Mapping[str, Any]) -> Delegation:
    """One document; its id follows from what it says, so that the same plan makes the same hall."""
    department, item = row.get("department", EVERYONE), row.get("item", EVERYTHING)
    since, number = row["since"], row["document_no"]
    if not number.strip():
        raise ValueError("委托须有文号")
    key = uuid5(NAMESPACE_OID, f"{department}|{item}|{since}|{number}")
    return Delegation(key, department, item, since, number, row.get("until"))


def _group(row: Mapping[str, Any], since: date) -> Group:
    return Group(row["id"], row["name"], row.get("floor"), row["leader"], since)


def _member(row: Mapping[str, Any]) -> StaffMember:
    roles = frozenset(Role(role) for role in row["roles"])
    return StaffMember(row["login"], row["name"], roles, row.get("group", ""))
