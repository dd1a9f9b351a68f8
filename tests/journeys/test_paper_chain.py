"""The paper chain: any sheet, scanned anywhere, says whose it is, where it should be, who signed it last."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from tests.journeys import forms
from tests.journeys.window import NAME, Window
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.casefile.screen import CASE, CaseScreen
from yichuang_desktop.ui.issuance.screen import IssuanceScreen
from yichuang_desktop.ui.shortcuts import Key

Happened = Callable[..., Any]
OFFICER = "部门人员甲"


def scan_here(window: Window, code: str) -> None:
    """What a scanner does wherever the keyboard stands: thirty keys and Enter."""
    window.hand.type_here(window.shell, code, enter=True)


def case_page(window: Window, case_id: UUID) -> CaseScreen:
    """The page of the case, which a scan has opened."""

    def come() -> bool:
        screen = window.shell.current_screen
        return isinstance(screen, CaseScreen) and screen.pages.currentIndex() == CASE

    wait_until(come, f"the case's page; it said {window.said!r}")
    window.hand.settle()
    screen = window.shell.current_screen
    assert isinstance(screen, CaseScreen)
    assert screen.view.name.text() == window.file(case_id).case.applicant_name
    return screen


def places(screen: CaseScreen) -> dict[str, tuple[str, str]]:
    """The strip: every sheet with its place and who signed it."""
    return {tile.name: (tile.sheet.place.title, tile.signed) for tile in screen.view.sheets.tiles}


@pytest.mark.row("R-X-5")
def test_R_X_5_every_sheet_scanned_anywhere_says_where_it_should_be(window: Window, past: Happened) -> None:
    """Leap 1, at the window: in a name field, on a table, on a button; the strip follows the case."""
    handed, kept = past(lambda hall: (hall.hand_over(hall.accept()), hall.accept(owed=True)))
    codes = past(
        lambda hall: [hall.code(handed, kind) for kind in (PaperKind.RECEIPT, PaperKind.COUNTERFOIL)]
    )
    owed = past(lambda hall: hall.code(kept, PaperKind.CREDIT_COMMITMENT))
    receipt, counterfoil = codes
    window.log_in("clerk04", 4)
    window.hand.keys(window.intake.parties.name, "某")
    scan_here(window, counterfoil)
    screen = case_page(window, handed)
    said = screen.panel.said
    assert said.startswith("收件通知单存根：应在收件窗口，上次签字：部门人员甲")
    assert "部门签收材料" in said
    strip = places(screen)
    assert strip["通知单"][0] == "申请人手中"
    assert strip["存根"][0] == "收件窗口"
    assert strip["存根"][1].startswith(OFFICER)
    assert "刚扫到" in screen.view.sheets._tiles[0]._signed.text()
    window.press(Key.SCREEN_2)
    assert window.intake.parties.name.text() == "某", "the code never stays in a name"
    window.press(Key.SCREEN_6)
    screen.view.table.setFocus()
    scan_here(window, receipt)
    wait_until(lambda: screen.panel.said.startswith("收件通知单："), screen.panel.said)
    assert "应在申请人手中" in screen.panel.said
    window.press(Key.SCREEN_9)
    scan_here(window, owed)
    screen = case_page(window, kept)
    assert "信用承诺书：应在收件窗口。" in screen.panel.said, "nobody has signed it"
    assert places(screen)["承诺书"][1] == "还没有人签字"
    scan_here(window, window.code(kept, PaperKind.COUNTERFOIL))
    wait_until(lambda: "存根：应在收件窗口" in screen.panel.said, screen.panel.said)
    window.press(Key.MAIN)
    line = window.handover.table.current_row()
    assert line is not None
    assert line.row.case_id == kept, "the next act's screen stands on this very case"


@pytest.mark.row("R-HO-3")
def test_R_HO_3_a_scan_offers_the_one_act_that_is_next(window: Window, past: Happened) -> None:
    """At the issuance desk: the counterfoil's next act is the main one, wherever the sheet was scanned."""
    case_id = past(lambda hall: hall.hand_over(hall.accept()))
    ready = past(lambda hall: hall.ready(name="测试样例乙"))
    window.log_in("issue11", 11)
    window.press(Key.SCREEN_9)
    scan_here(window, window.code(case_id, PaperKind.COUNTERFOIL))
    screen = case_page(window, case_id)
    (main,) = [act for act in window.shell.act_bar.acts if act.main]
    assert main.text == "到“出证”办理"
    window.press(Key.MAIN)
    desk = window.shell.current_screen
    assert isinstance(desk, IssuanceScreen)
    window.hand.scan(desk.scan, window.code(case_id, PaperKind.COUNTERFOIL))
    assert "存根：应在收件窗口，上次签字：部门人员甲" in window.said
    window.hand.scan(desk.scan, window.code(case_id, PaperKind.CREDIT_COMMITMENT))
    window.press(Key.MAIN)
    assert window.acts(case_id)[-1] == "register_counterfoil"
    window.press(Key.SCREEN_6)
    scan_here(window, window.code(case_id, PaperKind.COUNTERFOIL))
    screen = case_page(window, case_id)
    wait_until(lambda: places(screen)["存根"][0] == "出证窗口", str(places(screen)))
    scan_here(window, window.code(ready, PaperKind.RECEIPT))
    screen = case_page(window, ready)
    assert "收件通知单：应在申请人手中" in screen.panel.said


@pytest.mark.row("R-HO-4")
def test_R_HO_4_any_form_of_the_case_is_filled_in_beside_its_page_and_nothing_is_lost(
    window: Window, past: Happened
) -> None:
    """A form of the case on its page: refused with one guard missing, kept over Esc, recorded, undone."""
    case_id = past(lambda hall: hall.hand_over(hall.accept()))
    window.log_in("clerk04", 4)
    assert "note_performance" in forms.offered(window, case_id)
    form = forms.begin(window, case_id, "note_performance")
    name, field = next((one.name, one) for one in form.inputs if one.name == "reason")
    said = forms.refused(window, case_id, "")
    assert "请选择“情形”" in said
    assert "请填写“具体情况”" in said
    forms.fill(window, reason="第三次才来领取")
    window.hand.tap(window.shell, Qt.Key.Key_Escape)
    assert not forms.open_case(window, case_id).forms.open
    again = forms.begin(window, case_id, "note_performance")
    assert again.input(name).value() == "第三次才来领取", field
    forms.fill(window, cause="late")
    forms.do(window)
    act = window.act(case_id, "note_performance")
    assert act.reason == "第三次才来领取"
    screen = forms.open_case(window, case_id)
    window.press(Key.ALT_U)
    window.hand.keys(screen.reason, "记错了一件")
    window.press(Key.MAIN)
    assert window.acts(case_id)[-1] == "annul"
    assert window.file(case_id).case.applicant_name == NAME
