"""One thing, done once (一件事一次办) at the real window: taken in once, followed in parts, closed whole."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt

from tests.journeys import forms
from tests.journeys.past import DESK, WINDOW, Past
from tests.journeys.reading import text_of
from tests.journeys.window import NAME, NUMBER, PHONE, Window
from yichuang_desktop.domain.endings import EndingCause
from yichuang_desktop.domain.items import PackageMember
from yichuang_desktop.domain.package_parts import PackageStanding
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.services import requests as ask
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.casefile.screen import CASE, CaseScreen
from yichuang_desktop.ui.packages.parts import PartLine
from yichuang_desktop.ui.shortcuts import Key

Happened = Callable[..., Any]
SHOP = "开办餐饮店一件事"
FOOD, SIGN, FIRE, TOBACCO = 2, 3, 4, 5
"""Its steps; step 1 is outside the hall, 5 is optional."""


def printed(window: Window, *words: str) -> str:
    """The text of the one paper in whose head the first of these words stands, and in which all do."""

    def found() -> list[str]:
        texts = [text_of(file) for file in window.settings.pdf_folder.glob("*.pdf")]
        return [text for text in texts if words[0] in text[:80] and all(word in text for word in words)]

    wait_until(lambda: bool(found()), f"a paper with {words}")
    return found()[0]


def choose(window: Window, name: str = SHOP) -> None:
    """Type the package's name into the item's box and take the first hit."""
    search = window.intake.item_card.search
    window.hand.keys(search, name)
    wait_until(lambda: bool(search.hits()), "the package to be found")
    window.press(Key.NEXT)


def standing(window: Window, case_id: UUID) -> PackageStanding:
    found = window.desk.views.package_standing(case_id)
    assert isinstance(found, PackageStanding)
    return found


def part_ids(window: Window, case_id: UUID) -> dict[int, UUID]:
    return {part.step: part.case_id for part in standing(window, case_id).parts if part.case_id}


def hand_over(window: Window, case_id: UUID, whole: UUID) -> None:
    """A department has signed the package's counterfoil for its part."""
    revision, code = window.file(case_id).case.revision, window.code(whole, PaperKind.COUNTERFOIL)
    window.desk.hand_over(ask.HandOver(uuid4(), case_id, revision, WINDOW, "部门人员甲", code))


def result_here(window: Window, case_id: UUID) -> None:
    """A part's result is booked in and the applicant phoned."""
    revision = window.file(case_id).case.revision
    window.desk.book_in_result(
        ask.BookInResult(uuid4(), case_id, revision, DESK, "部门人员甲", "许可决定", f"第{case_id.hex[:6]}号")
    )
    call(window, case_id)


def call(window: Window, case_id: UUID) -> None:
    revision = window.file(case_id).case.revision
    window.desk.call_applicant(ask.CallApplicant(uuid4(), case_id, revision, DESK, PHONE, "answered"))


def parts_shown(window: Window, case_id: UUID) -> dict[int, PartLine]:
    """分办清单 on the page of a case, by step (0: the whole)."""
    screen = forms.open_case(window, case_id)
    if screen.view.listed is not screen.view.parts:
        window.press(Key.ALT_L)
    assert screen.view.listed is screen.view.parts
    return {line.step: line for line in screen.view.parts.rows_model().rows}


def enter(window: Window, step: int) -> CaseScreen:
    """Enter on a line of 分办清单."""
    screen = window.shell.current_screen
    assert isinstance(screen, CaseScreen)
    assert screen.view.parts.select_key(step)
    window.hand.tap(window.shell, Qt.Key.Key_Return)
    wait_until(lambda: screen.pages.currentIndex() == CASE, "the case")
    window.hand.settle()
    return screen


@pytest.mark.row("R-IN-11")
def test_R_IN_11_one_form_a_part_for_each_department_and_the_whole_closed_last(window: Window) -> None:
    window.log_in("clerk04", WINDOW)
    choose(window)
    whole = window.intake.case_id
    assert whole is not None
    window.fill_in()
    names = [row.name for row in window.intake.materials.table.rows_model().rows]
    assert len(set(names)) == len(names) > 3, "one checklist without repeats"
    window.press(Key.MAIN)
    assert window.acts(whole) == ["open_draft"], "first the parts are gone through"
    page = window.intake.closing
    window.hand.keys(page, str(FOOD))
    assert window.intake._model.left_out == frozenset(), "a needed step stays"
    window.hand.keys(page, str(TOBACCO))
    assert window.intake._model.left_out == {TOBACCO}
    window.picture("R-IN-11-intake")
    window.sign()
    window.press(Key.MAIN)
    window.rate(5)
    _accepted(window, whole)
    _followed(window, whole)
    _failed_and_closed(window, whole)


def _accepted(window: Window, whole: UUID) -> None:
    """What the act keeps, what was printed, what stands in the departments' queue."""
    act = window.act(whole, "accept_package")
    listed = {part["step"]: part for part in act.evidence["parts"]}
    assert sorted(listed) == [1, FOOD, SIGN, FIRE]
    assert listed[1]["external"]
    assert listed[FOOD]["due"]
    receipt_no = window.file(whole).case.receipt_no
    text = printed(window, "受理通知单", receipt_no)
    for part in listed.values():
        assert "".join(part["name"].split()) in text, part["name"]
        assert part["department"] in text
    assert "烟草" not in text, "what is left out is not promised"
    assert NAME in printed(window, "收件通知单", receipt_no)
    case = window.file(whole).case
    found = standing(window, whole)
    assert found.due is not None
    assert case.promise_due is not None
    assert found.due <= case.promise_due


def _followed(window: Window, whole: UUID) -> None:
    """分办清单: who waits for whom; from the whole to a part and back."""
    lines = parts_shown(window, whole)
    assert [line.state for line in lines.values()] == ["办理中", "待部门领取", "待部门领取", "待部门领取"]
    assert lines[1].second == "不在本大厅办理"
    assert lines[SIGN].second == lines[FIRE].second == f"等第 {FOOD} 环节"
    screen = enter(window, FOOD)
    assert screen._file is not None
    assert screen._file.case.part_no.endswith(f"-P{FOOD}")
    lines = parts_shown(window, part_ids(window, whole)[FOOD])
    assert lines[FOOD].here
    enter(window, 0)
    assert screen._file.case.case_id == whole
    parts = part_ids(window, whole)
    for part in parts.values():
        hand_over(window, part, whole)
    hand_over(window, whole, whole)
    forms.begin(window, whole, "note_external_part")
    forms.fill(window, step=FOOD, state="done", said="来电告知已核验")
    forms.refused(window, whole, "没有这个外部环节")
    forms.fill(window, step=1)
    forms.do(window)
    assert parts_shown(window, whole)[1].state == "已办结"


def _failed_and_closed(window: Window, whole: UUID) -> None:
    """One part is refused, the others end well; only then the whole is closed, saying which failed."""
    parts = part_ids(window, whole)
    window.change_to("issue11", DESK)
    forms.begin(window, parts[SIGN], "refuse")
    forms.fill(
        window, cause=EndingCause.CONDITIONS, decision_no="内城管不许〔2026〕3号", decided_on="1123",
        officer="部门人员甲", reasons=["招牌高度超过限制"], legal_basis="《河南省户外广告管理办法》第九条",
        remedies_seen=True, seal_seen=True,
    )  # fmt: skip
    forms.do(window)
    lines = parts_shown(window, whole)
    assert (lines[SIGN].state, lines[SIGN].second) == ("未办成", "请当面说明原因")
    screen = window.shell.current_screen
    assert isinstance(screen, CaseScreen)
    assert "未办成：规范户外招牌设施设置" in screen._parts.text()
    window.picture("R-IN-11")
    forms.begin(window, whole, "close_package")
    forms.fill(window, told=True)
    said = forms.refused(window, whole, "还有环节没有办完")
    assert "招牌" in said, "its papers and decision are still here"
    window.press(Key.ALT_X)
    window.press(Key.BACK)
    for step in (FOOD, FIRE):
        result_here(window, parts[step])
    call(window, parts[SIGN])
    _issue_at_the_desk(window, whole, parts[FOOD])
    _issue_by_the_receipt(window, whole, {parts[SIGN], parts[FIRE]})
    forms.begin(window, whole, "close_package")
    forms.refused(window, whole, "已告知申请人")
    forms.fill(window, told=True)
    forms.do(window)
    outcomes = {
        part["step"]: part["outcome"] for part in window.act(whole, "close_package").evidence["parts"]
    }
    assert outcomes[FOOD] == outcomes[FIRE] == "已办结"
    assert outcomes[SIGN] == "未办成"
    assert window.file(whole).case.tracks.approval == "closed"
    assert window.desk.views.prove() == ()


def _issue_at_the_desk(window: Window, whole: UUID, part: UUID) -> None:
    """From the part's page to the issuance desk, with the package's receipt in hand."""
    forms.open_case(window, part)
    assert next(act.text for act in window.shell.act_bar.acts if act.main) == "到“出证”办理"
    window.press(Key.MAIN)
    wait_until(lambda: window.issuance._on_desk is not None, "the part on the desk")
    window.hand.settle()
    window.refuse(part, "收件通知单")
    window.hand.scan(window.issuance.scan, window.code(whole, PaperKind.RECEIPT))
    _collect(window)
    act = window.act(part, "issue")
    assert act.evidence["receipt_scanned"] == window.code(whole, PaperKind.RECEIPT)


def _issue_by_the_receipt(window: Window, whole: UUID, waiting: set[UUID]) -> None:
    """Scanning the package's receipt opens one part after the other whose result is here."""
    for left in range(len(waiting) - 1, -1, -1):
        window.press(Key.SCREEN_4)
        window.hand.scan(window.issuance.scan, window.code(whole, PaperKind.RECEIPT))
        desk = window.issuance._on_desk
        assert desk is not None
        part = desk.file.case.case_id
        assert part in waiting
        assert (f"还有 {left} 个环节" in window.said) is bool(left)
        _collect(window)
        assert window.act(part, "issue").doer_name == NAME
        waiting.remove(part)


def _collect(window: Window) -> None:
    """The applicant's document and signature on the stub, then F12."""
    page = window.issuance.card.collect
    window.hand.write(page.name, NAME)
    window.hand.write(page.document_no, NUMBER)
    window.press(Key.ALT_S)
    window.press(Key.MAIN)


@pytest.mark.row("R-IN-11")
def test_R_IN_11_a_package_whose_member_left_the_library_is_refused_beside_the_item(
    window: Window, past: Happened
) -> None:
    def left(hall: Past) -> None:
        with hall._administrator.access.begin() as work:
            package = next(one for one in work.packages().values() if one.name == SHOP)
            gone = PackageMember(6, "夜间经营备案", "内乡县城市管理局", "NX-D999")
            work.publish_packages([replace(package, members=(*package.members, gone))], "新增环节")
            work.commit()

    past(left)
    window.log_in("clerk04", WINDOW)
    choose(window)
    assert window.intake.case_id is None, "no draft is begun"
    words = window.intake.item_card.facts
    assert words.isVisible()
    assert "夜间经营备案" in words.text()
    assert "已不在事项库" in words.text()
    window.picture("R-IN-11-gone")
    window.find_item()
    assert "夜间" not in words.text()
