"""Working any form of the real window by hand: find the case, open the act, write, tick, sign, do.

``begin(window, case_id, "send_back")``, ``fill(window, officer="部门人员甲", day="1123", seal=True)``,
``do(window)``; for an act that begins a case ``register(window, "register_online")``.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.window import Window
from yichuang_desktop.domain.asking import MaterialRow
from yichuang_desktop.domain.parties import Applicant, PartyKind
from yichuang_desktop.services.requests import Collector
from yichuang_desktop.tour.hand import wait_until
from yichuang_desktop.ui.casefile.screen import CASE, CaseScreen
from yichuang_desktop.ui.forms.act_form import ActForm
from yichuang_desktop.ui.forms.act_forms import ActForms
from yichuang_desktop.ui.forms.case_acts import CaseActs
from yichuang_desktop.ui.forms.finding import ItemInput, PaperCodeInput
from yichuang_desktop.ui.forms.inputs import (
    ChoiceInput,
    Input,
    LineInput,
    LinesInput,
    LongInput,
    TickInput,
)
from yichuang_desktop.ui.forms.material_rows import MaterialsInput
from yichuang_desktop.ui.forms.offer_list import KEYS
from yichuang_desktop.ui.forms.people import AGENT, OWN, CollectorInput, PartyInput
from yichuang_desktop.ui.forms.picture import PictureInput
from yichuang_desktop.ui.registering.screen import RegisteringScreen
from yichuang_desktop.ui.shortcuts import Key


def open_case(window: Window, case_id: UUID) -> CaseScreen:
    """F6, the receipt number, Enter: the page of the case."""
    window.press(Key.SCREEN_6)
    screen = window.shell.current_screen
    assert isinstance(screen, CaseScreen)
    number = window.file(case_id).case.receipt_no
    if number:
        window.hand.write(screen.search, number)
    else:
        screen.on_handed(case_id)  # a draft has no number to be found by
    wait_until(lambda: screen.pages.currentIndex() == CASE, f"the page of {number}")
    window.hand.settle()
    return screen


def offered(window: Window, case_id: UUID) -> dict[str, bool]:
    """The acts the case's page offers, and whether each is the next step."""
    screen = open_case(window, case_id)
    return {offer.name: offer.coming for offer in screen.offers.offers}


def begin(window: Window, case_id: UUID, name: str) -> ActForm:
    """The form of an act on the page of its case, by the key that stands before it in 现在能办."""
    screen = open_case(window, case_id)
    names = [offer.name for offer in screen.offers.offers]
    assert name in names, f"{name} is not offered, only {names}; tracks {window.file(case_id).case.tracks}"
    window.hand.keys(screen.view.listed, KEYS[names.index(name)].lower())
    return form_of(window, name)


def register(window: Window, name: str) -> ActForm:
    """The form of an act that begins a case, on 登记 (F5)."""
    window.press(Key.SCREEN_5)
    screen = window.shell.current_screen
    assert isinstance(screen, RegisteringScreen)
    names = [offer.name for offer in screen.offers.offers]
    assert name in names, f"{name} is not registered here, only {names}"
    screen.offers.press(KEYS[names.index(name)])
    return form_of(window, name)


def forms_of(window: Window) -> ActForms:
    """The place of the forms on the screen that is shown, alone or beside its list of acts."""
    forms: ActForms | CaseActs = window.shell.current_screen.forms  # type: ignore[union-attr]
    return forms.forms if isinstance(forms, CaseActs) else forms


def form_of(window: Window, name: str = "") -> ActForm:
    """The form that is open."""
    forms = forms_of(window)
    wait_until(lambda: forms.form is not None and name in ("", forms.form.plan.name), f"the form of {name}")
    window.hand.settle()
    form = forms.form
    assert form is not None
    return form


def fill(window: Window, **answers: Any) -> ActForm:
    """Write these answers by hand, each into its field; days as a clerk types them (``1123``, ``+5``)."""
    form = form_of(window)
    for name, answer in answers.items():
        _fill(window, form.input(name), answer)
    return form


def do(window: Window) -> None:
    """F12; fails with what the form said when it was not done."""
    form = form_of(window)
    window.press(Key.MAIN)
    stays = forms_of(window).form is form
    left = [f"{one.name}: {one.said}" for one in form.inputs if one.said] if stays else []
    assert not stays, f"{window.said!r}; {left}"


def refused(window: Window, case_id: UUID | None, words: str) -> str:
    """F12 must do nothing: the sentence stands beside a field or in the foot line. Gives what was said."""
    form = form_of(window)
    before = window.acts(case_id) if case_id is not None else None
    window.press(Key.MAIN)
    said = " ".join([*(one.said for one in form.inputs), *_party_words(form), window.said])
    assert words in said, said
    assert form_of(window) is form, "nothing typed is lost"
    assert case_id is None or window.acts(case_id) == before
    return said


def said_beside(window: Window, name: str) -> str:
    """The sentence beside a field."""
    return form_of(window).input(name).said


# -- the hand on each kind of field --------------------------------------------------------------------------


def _fill(window: Window, field: Input, answer: Any) -> None:
    if isinstance(field, ChoiceInput):
        values = [value for value, _words in field.ask.choices]
        QTest.keyClick(field.field.choice, Qt.Key.Key_Home)
        for _step in range(values.index(str(getattr(answer, "value", answer))) + 1):
            QTest.keyClick(field.field.choice, Qt.Key.Key_Down)
    elif isinstance(field, TickInput):
        if field.value() is not bool(answer):
            QTest.keyClick(field.tick, Qt.Key.Key_Space)
    elif isinstance(field, LongInput):
        text = "\n".join(answer) if isinstance(field, LinesInput) else str(answer)
        field.edit.setFocus()
        field.edit.selectAll()
        field.edit.insertPlainText(text)
    elif isinstance(field, PaperCodeInput | LineInput):
        window.hand.write(field.field, str(answer))
    else:
        _fill_larger(window, field, answer)
    window.hand.settle()


def _fill_larger(window: Window, field: Input, answer: Any) -> None:
    if isinstance(field, ItemInput):
        window.hand.keys(field.search, str(answer))
        wait_until(lambda: bool(field.search.hits()), "the item to be found")
        QTest.keyClick(field.search, Qt.Key.Key_Return)
    elif isinstance(field, PictureInput):
        _paste_file(field, answer)
    elif isinstance(field, PartyInput):
        _fill_party(window, field, answer)
    elif isinstance(field, CollectorInput):
        _fill_collector(window, field, answer)
    elif isinstance(field, MaterialsInput):
        _fill_rows(window, field, answer)
    else:
        raise AssertionError(f"no hand for {type(field).__name__}")


def _paste_file(field: PictureInput, file: Path) -> None:
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(file))])
    QApplication.clipboard().setMimeData(copied)
    field.setFocus()
    QTest.keyClick(field.place, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()  # made by Python, it must be gone before Python is


def _fill_party(window: Window, field: PartyInput, party: Applicant) -> None:
    if party.kind is not field.kind.value():
        field.kind.set_value(party.kind)
        field.kind.changed.emit(party.kind)
    field.document_kind.set_value(party.document_kind)
    for box, text in (
        (field.who, party.name), (field.document_no, party.document_no), (field.phone, party.phone),
        (field.address, party.address),
    ):  # fmt: skip
        if text:
            window.hand.write(box, text)
    if party.kind is PartyKind.UNIT:
        window.hand.write(field.legal, party.legal_representative)


def _fill_collector(window: Window, field: CollectorInput, collector: Collector) -> None:
    relation = OWN if collector.relation in ("", OWN) else AGENT
    if relation != field.relation.value():
        field.relation.set_value(relation)
        field.relation.changed.emit(relation)
    window.hand.write(field.who, collector.name)
    window.hand.write(field.document_no, collector.document_no)
    if relation == AGENT:
        window.hand.write(field.authorisation, collector.authorisation)


def _fill_rows(window: Window, field: MaterialsInput, rows: tuple[MaterialRow, ...]) -> None:
    """The rows begun with are taken out but for those named; rows of other names are added."""
    wanted = {row.name: row for row in rows}
    for line in field.lines:
        field.table.select_row(line.place)
        if (line.row.name in wanted) is line.out:
            QTest.keyClick(field.table, Qt.Key.Key_X)
            window.hand.settle()
    there = {line.row.name for line in field.lines}
    for name, row in wanted.items():
        if name in there:
            field.table.select_row(next(line.place for line in field.lines if line.row.name == name))
        else:
            QTest.keyClick(field.table, Qt.Key.Key_N)
            window.hand.settle()
            window.hand.write(field.material, name)
        window.hand.write(field.copies, str(row.copies))
        window.hand.write(field.sheets, str(row.sheets))
        if row.remark:
            window.hand.write(field.remark, row.remark)


def _party_words(form: ActForm) -> list[str]:
    return [
        box.remark
        for field in form.inputs
        if isinstance(field, PartyInput)
        for box in (field.who, field.document_no, field.phone, field.legal, field.address)
    ]
