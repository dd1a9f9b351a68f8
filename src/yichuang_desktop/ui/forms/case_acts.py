"""现在能办 beside a screen of its own: the list of a case's acts and the form of the chosen one (Alt+B)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yichuang_desktop.services.offering import Offer, offers
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.ui.forms.act_forms import WIDTH, ActForms
from yichuang_desktop.ui.forms.offer_list import OfferList
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.scroll import ScrollColumn
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key


class CaseActs(QWidget):
    """Stands where a screen's lists stood while ``open``; hide those on ``changed``.

    ``done(FormDone)``, ``refused(RuleViolation)``: read the case again.  ``scanned(str)``: a paper that no
    field of the form waits for.
    """

    changed = Signal()
    done = Signal(object)
    refused = Signal(object)
    scanned = Signal(str)

    def __init__(self, tools: FormTools, width: int = WIDTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles = tools.desk.session.roles
        self._file: CaseFile | None = None
        self._listing = False
        self.forms, self.list, self._whose = ActForms(tools, width=0), OfferList(), Words(role="second")
        self._build(width)
        self.list.chosen.connect(self._on_chosen)
        self.forms.changed.connect(self._on_forms)
        self.forms.done.connect(self._on_done)
        self.forms.refused.connect(self.refused)
        self.forms.scanned.connect(self.scanned)

    def _build(self, width: int) -> None:
        self.setFixedWidth(width)
        self._card, column = Card("现在能办"), ScrollColumn()
        self._card.add_hint("按字母键选择")
        self._card.body.addWidget(self._whose)
        column.box.addWidget(self.list)
        column.box.addStretch(1)
        self._card.body.addWidget(column, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._card, 1)
        box.addWidget(self.forms, 1)
        self.hide()

    @property
    def open(self) -> bool:
        """Whether the list or a form stands here."""
        return self._listing or self.forms.open

    def coming(self, file: CaseFile, wanted: str = "") -> Offer | None:
        """The form of the act that is next for this case, or of the one ``wanted``, if this person has it."""
        found = offers(file.case, self._roles)
        return next((one for one in found if (one.name == wanted if wanted else one.coming)), None)

    def show_list(self, file: CaseFile) -> None:
        """Offer what can be done with the case."""
        self._take(file)
        self._listing = True
        self._show()
        self.list.focus_first()

    def open_form(self, name: str, file: CaseFile) -> None:
        """Go to the form of one act at once."""
        self._take(file)
        self.forms.open_form(name, file)

    def follow(self, file: CaseFile) -> None:
        """The case was read again."""
        if self._file is not None and self._file.case.case_id == file.case.case_id:
            self._take(file)
            self.forms.follow(file)

    def leave(self) -> bool:
        """Esc: from the form to the list, from the list away; False when neither is open."""
        if self.forms.leave():
            if not self.forms.open and self._listing:
                self.list.focus_first()
            return True
        was, self._listing = self._listing, False
        self._show()
        return was

    def forget(self) -> None:
        """The next person: what was typed for this case is over."""
        self._listing = False
        self._file = None
        self.forms.forget()
        self._show()

    def take_scan(self, code: str) -> bool:
        """A paper was scanned; False when the open form waits for none."""
        return self.forms.take_scan(code)

    def acts(self) -> list[Act]:
        """What can be done while this is open."""
        if self.forms.open:
            return self.forms.acts()
        first = next(iter(self.list.offers), None)
        if first is None or self._file is None:
            return []
        name = first.name
        return [Act(first.title, Key.MAIN, lambda: self._on_chosen(name), main=True)] if first.coming else []

    def hints(self) -> list[tuple[Key, str]]:
        """The keys that work here."""
        return self.forms.hints() if self.forms.open else [(Key.UP_DOWN, "选择"), (Key.BACK, "返回")]

    # -- inside ----------------------------------------------------------------------------------------------

    def _take(self, file: CaseFile) -> None:
        if self._file is not None and self._file.case.case_id != file.case.case_id:
            self.forms.forget()
        self._file = file
        case = file.case
        self._whose.setText("　".join(part for part in (case.receipt_no, case.applicant_name) if part))
        self.list.show_offers(offers(case, self._roles))

    def _on_chosen(self, name: str) -> None:
        if self._file is not None:
            self.forms.open_form(name, self._file)

    def _on_forms(self) -> None:
        self._show()

    def _on_done(self, done: object) -> None:
        self._listing = False
        self._show()
        self.done.emit(done)

    def _show(self) -> None:
        self._card.setVisible(self._listing and not self.forms.open)
        self.setVisible(self.open)
        self.changed.emit()
