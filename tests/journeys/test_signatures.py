"""Signatures from the citizen's screen, read again: verified, replayed, and told when they were changed."""

import sqlite3
from contextlib import closing
from uuid import UUID

import pytest

from tests.journeys.forms import open_case
from tests.journeys.window import NAME, Window
from yichuang_desktop.domain.devices import DeviceDeed, DeviceKind
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.casefile.screen import CaseScreen
from yichuang_desktop.ui.shortcuts import Key


@pytest.fixture
def clerk(window: Window) -> Window:
    """A window clerk at window 4."""
    window.log_in("clerk04", 4)
    return window


def opened(clerk: Window, case_id: UUID) -> CaseScreen:
    """The signatures of the case on its page."""
    screen = open_case(clerk, case_id)
    clerk.press(Key.ALT_Q)
    wait_until(lambda: screen.signatures.current is not None, "the signatures to be read")
    return screen


@pytest.mark.row("R-IN-3")
def test_R_IN_3_a_signature_is_verified_when_it_is_opened_and_can_be_replayed(
    clerk: Window, hall: str
) -> None:
    case_id = clerk.find_item()
    clerk.fill_in()
    clerk.sign()
    clerk.press(Key.MAIN)
    signed = clerk.act(case_id, "accept").evidence["commitment"]["signature"]
    clerk.rate(5)
    screen = opened(clerk, case_id)
    one = screen.signatures.current
    assert one is not None
    assert one.sound
    assert str(one.row.kept.signed.signature_id) == signed["signature_id"]
    assert one.row.kept.signed.signer == NAME
    assert one.row.kept.signed.verified == "已核验证件原件"
    assert "一致" in screen.signatures.verdict.text()
    replay = screen.signatures.replay
    whole = replay.points_shown
    clerk.press(Key.MAIN)
    assert replay.playing
    assert replay.points_shown < whole
    wait_until(lambda: not replay.playing, "the last stroke")
    assert replay.points_shown == whole
    clerk.picture("R-IN-3-signature")
    clerk.press(Key.BACK)
    forge(hall)
    assert not opened(clerk, case_id).signatures.current.sound  # type: ignore[union-attr]
    assert "不一致" in screen.signatures.verdict.text()
    assert "不要据此办理" in screen.signatures.verdict.text()
    clerk.picture("R-IN-3-signature-changed")


@pytest.mark.row("R-X-7")
def test_R_X_7_what_served_a_citizen_says_when_it_was_used_last(clerk: Window) -> None:
    clerk.find_item()
    clerk.fill_in()
    clerk.sign()
    clerk.press(Key.MAIN)
    clerk.rate(5)
    book = clerk.program.desktop.workplace.access.device_book()  # type: ignore[union-attr]

    def used() -> set[DeviceKind]:
        return {event.kind for event in book.history(4, None, 100) if event.deed is DeviceDeed.USED}

    wanted = {DeviceKind.CUSTOMER_SCREEN, DeviceKind.SLIP_PRINTER, DeviceKind.A4_PRINTER}
    wait_until(lambda: used() >= wanted, "the screen and both printers to have been used")


def forge(hall: str) -> None:
    """What only somebody with the file in their hands can do: take the guard away, change the text."""
    with closing(sqlite3.connect(hall.removeprefix("sqlite:///"))) as file:
        file.execute("DROP TRIGGER signature_no_update")
        file.execute("UPDATE signature SET text = text || '另付费用'")
        file.commit()
