"""A hall's plan as rows: what ``init_hall`` writes on either database."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, insert

from yichuang_desktop.domain.duties import FOUNDING
from yichuang_desktop.domain.hall import StaffMember
from yichuang_desktop.domain.paper_codes import KEY_BYTES
from yichuang_desktop.domain.workdays import load_year
from yichuang_desktop.services.ports import HallPlan, NewStaff
from yichuang_desktop.store import tables as t
from yichuang_desktop.store.hall_reading import channels_text, cutoffs_config

Rows = list[dict[str, Any]]
FIRST_KEY = 1


StaffRow = Callable[[NewStaff], dict[str, Any]] | None


def write_plan(connection: Connection, plan: HallPlan, staff_row: StaffRow) -> None:
    """Insert the hall; ``staff_row`` adds what the database keeps of a log-in beside name and group.

    Without it staff and their leaders come later, by the server's own function.
    """
    for table, rows in _rows(plan, staff_row):
        if rows:
            connection.execute(insert(table), rows)


def _rows(plan: HallPlan, staff_row: StaffRow) -> Iterator[tuple[Table, Rows]]:
    yield t.hall, [_hall(plan)]
    yield t.hall_clock, [{"the_one": 1, "simulated_at": plan.simulated_at}]
    yield t.staff_group, [{"group_id": g.group_id, "name": g.name, "floor": g.floor} for g in plan.groups]
    yield t.counter, [
        {"code": c.code, "floor": c.floor, "sign": c.sign, "kind": c.kind.value, "zone": c.zone,
         "group_id": c.group or None}
        for c in plan.counters
    ]  # fmt: skip
    yield (
        t.counter_duty,
        [{"code": c.code, "since": FOUNDING, "channels": channels_text(c.duties)} for c in plan.counters],
    )
    yield t.calendar_year, [{"year": load_year(year)[0], "document": dict(year)} for year in plan.calendar]
    yield t.paper_key, [{"key_id": FIRST_KEY, "secret": secrets.token_bytes(KEY_BYTES), "current": True}]
    yield t.delegation, [
        {"delegation_id": d.delegation_id, "department": d.department, "item_id": d.item_id, "since": d.since,
         "until": d.until, "document_no": d.document_no}
        for d in plan.delegations
    ]  # fmt: skip
    if staff_row is not None:
        yield from _staff_rows(plan, staff_row)


def _staff_rows(
    plan: HallPlan, staff_row: Callable[[NewStaff], dict[str, Any]]
) -> Iterator[tuple[Table, Rows]]:
    yield t.staff, [_staff(new.member) | staff_row(new) for new in plan.staff]
    yield (
        t.staff_role,
        [
            {"login": new.member.login, "role": role.value}
            for new in plan.staff
            for role in sorted(new.member.roles)
        ],
    )
    yield t.group_leader, leader_rows(plan)


def leader_rows(plan: HallPlan) -> Rows:
    """Who leads which group since when; of those who have a log-in."""
    logins = {new.member.login for new in plan.staff}
    return [
        {"group_id": g.group_id, "since": g.leader_since, "login": g.leader}
        for g in plan.groups
        if g.leader in logins
    ]


def _hall(plan: HallPlan) -> dict[str, Any]:
    hall = plan.hall
    config = {"cutoffs": cutoffs_config(plan.cutoffs), "closures": [day.isoformat() for day in plan.closures]}
    values = {name: getattr(hall, name) for name in hall.__dataclass_fields__}
    return {"the_one": 1, "config": config, **values}


def _staff(member: StaffMember) -> dict[str, Any]:
    return {
        "login": member.login,
        "name": member.name,
        "group_id": member.group_id or None,
        "active": member.active,
    }
