"""Forms by hand: open the form of an act, write into its fields, look, do it.

The fields are found by their names in the request; what a screen begins them with is left standing.
"""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from yichuang_desktop.domain.parties import Applicant, PartyKind
from yichuang_desktop.tour.hand import TookTooLong, wait_until
from yichuang_desktop.tour.walk import Guide
from yichuang_desktop.ui.casefile.screen import CASE, CaseScreen
from yichuang_desktop.ui.forms.act_form import ActForm
from yichuang_desktop.ui.forms.act_forms import ActForms
from yichuang_desktop.ui.forms.case_acts import CaseActs
from yichuang_desktop.ui.forms.finding import ItemInput
from yichuang_desktop.ui.forms.inputs import ChoiceInput, Input, LineInput, LongInput, TickInput
from yichuang_desktop.ui.forms.offer_list import KEYS
from yichuang_desktop.ui.forms.people import CollectorInput, PartyInput
from yichuang_desktop.ui.registering.screen import RegisteringScreen
from yichuang_desktop.ui.shortcuts import Key


class FormHand:
    """Fills in the forms of whatever screen the guide stands at."""

    def __init__(self, guide: Guide) -> None:
        self._guide, self._hand = guide, guide.hand

    # -- opening ---------------------------------------------------------------------------------------------

    def open_case(self, case_id: UUID) -> CaseScreen:
        """The page of a case."""
        shell = self._guide.shell
        shell.show_screen("case", case_id)
        screen = shell.current_screen
        if not isinstance(screen, CaseScreen):
            raise TookTooLong("the page of the case is not there")
        wait_until(lambda: screen.pages.currentIndex() == CASE, "the page of the case")
        self._hand.settle()
        return screen

    def begin(self, case_id: UUID, name: str) -> ActForm:
        """The form of an act on the page of its case, by the letter before it in 现在能办."""
        screen = self.open_case(case_id)
        wait_until(lambda: name in [one.name for one in screen.offers.offers], f"{name} to be offered")
        names = [one.name for one in screen.offers.offers]
        self._hand.keys(screen.view.listed, KEYS[names.index(name)].lower())
        return self.form(name)

    def register(self, name: str) -> ActForm:
        """The form of an act that begins a case, on 登记."""
        shell = self._guide.shell
        shell.show_screen("registering", name)
        self._hand.settle()
        if not isinstance(shell.current_screen, RegisteringScreen):
            raise TookTooLong("登记 is not there")
        return self.form(name)

    def form(self, name: str) -> ActForm:
        """The form that is open on the screen shown."""
        forms = self._forms()
        wait_until(lambda: forms.form is not None and forms.form.plan.name == name, f"the form of {name}")
        self._hand.settle()
        if forms.form is None:
            raise TookTooLong(f"the form of {name}")
        return forms.form

    # -- filling in ------------------------------------------------------------------------------------------

    def fill(self, form: ActForm, **answers: Any) -> None:
        """Write each answer into the field of that name.

        Days as a clerk types them (``1123``, ``+5``); of who collects, the number on the document.
        """
        for name, answer in answers.items():
            self._fill(form.input(name), answer)
            self._hand.settle()

    def do(self) -> None:
        """F12. Raises TookTooLong with what stands beside the fields when it was not done."""
        forms = self._forms()
        form = forms.form
        self._hand.press(self._guide.shell, Key.MAIN)
        if forms.form is form and form is not None:
            left = [f"{one.name}: {one.said}" for one in form.inputs if one.said]
            raise TookTooLong(f"{form.plan.name} was not done: {self._guide.last_words()} {left}")

    def _forms(self) -> ActForms:
        screen: Any = self._guide.shell.current_screen
        found = getattr(screen, "forms", None) or getattr(screen, "case_acts", None)
        if isinstance(found, CaseActs):
            return found.forms
        if isinstance(found, ActForms):
            return found
        raise TookTooLong("the screen has no forms")

    def _fill(self, field: Input, answer: Any) -> None:
        if isinstance(field, ChoiceInput):
            values = [value for value, _words in field.ask.choices]
            QTest.keyClick(field.field.choice, Qt.Key.Key_Home)
            for _step in range(values.index(str(answer)) + 1):
                QTest.keyClick(field.field.choice, Qt.Key.Key_Down)
        elif isinstance(field, TickInput):
            if field.value() is not bool(answer):
                QTest.keyClick(field.tick, Qt.Key.Key_Space)
        elif isinstance(field, LongInput):
            field.edit.setFocus()
            field.edit.selectAll()
            field.edit.insertPlainText(str(answer))
        elif isinstance(field, CollectorInput):
            self._hand.write(field.document_no, str(answer))
        elif isinstance(field, LineInput):
            self._hand.write(field.field, str(answer))
        elif isinstance(field, ItemInput):
            self._find(field, str(answer))
        elif isinstance(field, PartyInput):
            self._write_party(field, answer)
        else:
            raise TookTooLong(f"no hand for {type(field).__name__}")

    def _find(self, field: ItemInput, typed: str) -> None:
        self._hand.keys(field.search, typed)
        wait_until(lambda: bool(field.search.hits()), f"{typed} to be found")
        QTest.keyClick(field.search, Qt.Key.Key_Return)

    def _write_party(self, field: PartyInput, party: Applicant) -> None:
        if party.kind is not PartyKind.PERSON:
            raise TookTooLong("the tour registers persons only")
        for box, text in (
            (field.who, party.name), (field.document_no, party.document_no), (field.phone, party.phone),
        ):  # fmt: skip
            self._hand.write(box, text)
