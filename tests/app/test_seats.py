"""Who is told at log-in that their work is not at this kind of window (2.2.1)."""

import pytest

from yichuang_desktop.app.hall import seat_notice
from yichuang_desktop.domain.hall import Counter, CounterKind, Hall, Role
from yichuang_desktop.services.ports import Session

HALL = Hall("示范政务服务中心", "NX")


def told(role: Role, kind: CounterKind) -> str:
    counter = Counter(11, 2, "11号", kind)
    return seat_notice(Session("somebody", "某某", frozenset({role}), counter, HALL))


@pytest.mark.row("R-HALL-1")
@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.WINDOW_CLERK, CounterKind.INTAKE),
        (Role.WINDOW_CLERK, CounterKind.ZONE),
        (Role.WINDOW_CLERK, CounterKind.COURIER),
        (Role.ISSUANCE_CLERK, CounterKind.ISSUANCE),
        (Role.GROUP_LEADER, CounterKind.ISSUANCE),
    ],
)
def test_R_HALL_1_who_sits_where_their_work_is_is_told_nothing(role: Role, kind: CounterKind) -> None:
    assert told(role, kind) == ""


@pytest.mark.row("R-HALL-1")
def test_R_HALL_1_who_sits_at_another_kind_of_window_is_told_where_to_go() -> None:
    clerk = told(Role.WINDOW_CLERK, CounterKind.ISSUANCE)
    assert "综合出证窗口没有您岗位（窗口人员）要办的事" in clerk
    assert "到综合受理窗口登录" in clerk
    assert "到综合出证窗口登录" in told(Role.ISSUANCE_CLERK, CounterKind.INTAKE)


@pytest.mark.row("R-HALL-1")
def test_R_HALL_1_who_has_no_work_at_any_window_is_told_that_too() -> None:
    assert "不在窗口办件" in told(Role.LIBRARY_KEEPER, CounterKind.INTAKE)
