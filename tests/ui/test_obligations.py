"""The clock page and the register of delegations: what fits, what can be done, in words why not."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.ui.clock_screens import LEADER, STATES, TODAY, Clock, Desk, complaints, owed
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.obligations import ObligationKind, ObligationLight
from yichuang_desktop.domain.workdays import WorkCalendar
from yichuang_desktop.ui.obligations.model import ObligationLine, choices, step_of

ROOT = Path(__file__).parents[2]
CALENDAR = WorkCalendar()
CLERK = frozenset({Role.WINDOW_CLERK})


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut(state: str) -> None:
    assert complaints(state) == []


def test_everything_fits_at_twice_the_scale() -> None:
    environment = os.environ | {
        "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(("src", ".")),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.clock_screens"], cwd=ROOT, env=environment, check=False,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "scale 2.0" in done.stdout


def line(days: int, kind: ObligationKind = ObligationKind.SUPPLY, today: date = TODAY) -> ObligationLine:
    return ObligationLine.of(owed(1, days, kind), today, CALENDAR)


@pytest.mark.parametrize(
    ("days", "kind", "light"),
    [
        (-1, ObligationKind.SUPPLY, ObligationLight.OVERDUE),
        (0, ObligationKind.CHECK, ObligationLight.LAST_DAY),
        (1, ObligationKind.NOTICE, ObligationLight.SOON),
        (2, ObligationKind.NOTICE, ObligationLight.RUNNING),
        (2, ObligationKind.SUPPLY, ObligationLight.SOON),
        (9, ObligationKind.SUPPLY, ObligationLight.RUNNING),
    ],
)
def test_the_light_says_how_it_stands(days: int, kind: ObligationKind, light: ObligationLight) -> None:
    assert line(days, kind).light is light


def test_decisions_12_a_notice_alarms_on_the_fourth_of_its_five_days() -> None:
    monday = date(2026, 11, 23)
    row = owed(1, 0, ObligationKind.NOTICE, due=date(2026, 11, 30))
    lights = [ObligationLine.of(row, monday + timedelta(days=day), CALENDAR).light for day in range(9)]
    assert lights[3:9] == [
        ObligationLight.RUNNING, ObligationLight.SOON, ObligationLight.SOON, ObligationLight.SOON,
        ObligationLight.LAST_DAY, ObligationLight.OVERDUE,
    ]  # fmt: skip


def test_what_cannot_be_done_says_why() -> None:
    running = {one.act: one.why_not for one in choices(line(3), CLERK)}
    assert "组长" in running["give_more_time_to_supply"]
    assert "期限内" in running["terminate_unsupplied"]
    assert running["supply_deferred"] == ""
    decided = ObligationLine.of(owed(1, -3, approval="approved"), TODAY, CALENDAR)
    assert "已作出决定" in {one.act: one.why_not for one in choices(decided, CLERK)}["terminate_unsupplied"]
    late = line(-3, ObligationKind.NOTICE)
    assert [one.why_not for one in choices(late, CLERK)] == ["由组长办理"]
    assert [one.why_not for one in choices(late, LEADER.roles)] == [""]
    assert "视为受理" in step_of(late, CLERK).text


def test_enter_opens_the_usual_form() -> None:
    clock = Clock(Desk(rows=(owed(1, 3),)), "obligations")
    try:
        clock.screen.table.chosen.emit(clock.screen.table.current_row())
        clock.settle()
        assert clock.screen.forms.form.plan.name == "supply_deferred"
        assert clock.screen.on_escape()
        assert not clock.screen.forms.open
    finally:
        clock.close()
