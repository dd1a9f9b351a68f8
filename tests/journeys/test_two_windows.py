"""Two windows at the same hall on a shared database: what one does the other sees, and nothing twice."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import TODAY
from tests.journeys.past import Past
from tests.journeys.window import NUMBER, Window, clear_away, settings_for
from tests.servers.postgres import PostgresServer
from yichuang_desktop.app import demo
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.shortcuts import Key

FEW = 3


@pytest.fixture(scope="module")
def shared_hall(postgres_server: PostgresServer) -> Iterator[str]:
    """A small demonstration hall on a real server."""
    url = postgres_server.fresh_database()
    demo.build(url, at=TODAY, cases=FEW)
    yield url
    postgres_server.drop(url)


@pytest.fixture
def seats(shared_hall: str, tmp_path: Path) -> Iterator[Callable[[str, int], Window]]:
    """``seats("issue11", 11)``: one more PC with somebody at it."""
    windows: list[Window] = []

    def seat(login: str, counter: int) -> Window:
        folder = tmp_path / login
        window = Window(settings_for(shared_hall, folder, (folder / "slips").as_uri()))
        windows.append(window)
        window.log_in(login, counter)
        return window

    yield seat
    for window in windows:
        window.close()
    clear_away()


def before(url: str, story: Callable[[Past], Any]) -> Any:
    """What happened before."""
    past = Past(url)
    try:
        return story(past)
    finally:
        past.close()


@pytest.mark.row("R-OUT-2")
def test_R_OUT_2_two_desks_issue_the_same_case_and_one_wins(
    shared_hall: str, seats: Callable[[str, int], Window]
) -> None:
    case_id = before(shared_hall, lambda hall: hall.ready())
    desks = [seats("issue11", 11), seats("issue12", 12)]
    for desk in desks:
        desk.hand.scan(desk.issuance.scan, desk.code(case_id, PaperKind.RECEIPT))
        desk.hand.write(desk.issuance.card.collect.document_no, NUMBER)
        desk.press(Key.ALT_S)
        assert not desk.why_not()
    for desk in desks:
        desk.shell.press(Key.MAIN)
    for desk in desks:
        desk.hand.settle()
    assert desks[0].acts(case_id).count("issue") == 1
    said = sorted(desk.said for desk in desks)
    assert sum("已出证" in words for words in said) == 1, said
    other = next(words for words in said if "已出证" not in words)
    assert "刚由" in other or "领走" in other, other
    assert all(desk.why_not() or "出证" not in desk.offered() for desk in desks), "neither can issue it again"
    slips = [row for row in desks[0].file(case_id).prints if row.kind == "collection_slip"]
    assert len(slips) == 1


@pytest.mark.row("R-HO-2")
def test_what_one_window_does_the_other_sees_at_once(
    shared_hall: str, seats: Callable[[str, int], Window]
) -> None:
    case_id = before(shared_hall, lambda hall: hall.accept())
    clerk, leader = seats("clerk04", 4), seats("leader1", 1)
    shown = leader.handover.table.rows_model()
    wait_until(lambda: shown.find(case_id) >= 0, "the case in the leader's queue")
    screen = clerk.handover
    clerk.hand.scan(screen.panel.scan, clerk.code(case_id, PaperKind.COUNTERFOIL))
    clerk.hand.keys(screen.panel.officer, "部门人员甲")
    clerk.press(Key.MAIN)
    assert clerk.acts(case_id)[-1] == "hand_over", clerk.said

    def signed() -> bool:
        row = shown.row_at(shown.find(case_id))
        return row is not None and row.signed

    wait_until(signed, "the leader's queue to show the signature")
