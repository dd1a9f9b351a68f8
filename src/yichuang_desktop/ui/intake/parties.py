"""The applicant's card: who applies, who acts for them, how they were verified (R-IN-2)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from yichuang_desktop.domain.checked import Checked, Verdict
from yichuang_desktop.domain.id_cards import CardReading, IdCard
from yichuang_desktop.domain.identifiers import DocumentKind, check
from yichuang_desktop.domain.intake_form import Delivery, IdentityProof
from yichuang_desktop.domain.parties import Applicant, PartyKind, Remark, Representative, Severity
from yichuang_desktop.ui.cards.button import ReadCardButton
from yichuang_desktop.ui.cards.desk import Filled
from yichuang_desktop.ui.cards.filling import Changes, changes_of
from yichuang_desktop.ui.intake.tight import tighten
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.field import ChoiceField, FieldBox
from yichuang_desktop.ui.parts.keycap import KeyCap
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

PERSON_DOCUMENTS = tuple(kind for kind in DocumentKind if kind is not DocumentKind.CREDIT_CODE)
TONES = {Severity.REJECT: Tone.BAD, Severity.WARN: Tone.WARN, Severity.NORMALISE: Tone.GOOD}
_APPLICANT, _AGENT, _LEGAL = "申请人", "代理人", "法定代表人"


class PartiesCard(Card):
    """Applicant and agent; ``edited()`` whenever a person changed something.

    ``card_asked()``: the key that reads a card was clicked.
    """

    edited = Signal()
    card_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("申请人", step=2, parent=parent)
        tighten(self)
        self._readings: dict[str, CardReading] = {}
        """The card that was read for each of the two, while nothing else is written."""
        self._agent_document = DocumentKind.RESIDENT_ID
        self._begin_head()
        self._build_applicant()
        self._build_agent()
        self._end_head()
        self._connect()

    def _begin_head(self) -> None:
        """What says itself what it is stands beside the title, without a label above it.

        Fields are built in the order in which Tab and Enter go through them: the head is ended last.
        """
        self.kind = ChoiceField[PartyKind](choices=[(kind.title, kind) for kind in PartyKind])
        self.kind.choice.setAccessibleName("申请人类型")
        self.head.insertWidget(2, KeyCap(Key.ALT_2))
        self.head.insertWidget(3, self.kind)

    def _end_head(self) -> None:
        self.identity = ChoiceField[IdentityProof | None](
            choices=[("未核验", None), *((proof.title, proof) for proof in IdentityProof)]
        )
        self.delivery = ChoiceField[Delivery](choices=[(way.title, way) for way in Delivery])
        self.agent_button = QPushButton("代理人（Alt A）")
        self.agent_button.setProperty("role", "link")
        self.agent_button.setCheckable(True)
        self.agent_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Alt+A; Enter goes from field to field
        self.agent_button.toggled.connect(self._on_agent)
        for label, cap, field in (("身份核验", Key.ALT_4, self.identity), ("领取", None, self.delivery)):
            self.head.addWidget(Words(label, role="label", wrap=False))
            if cap is not None:
                self.head.addWidget(KeyCap(cap))
            self.head.addWidget(field)
        self.head.addWidget(self.agent_button)
        self.read_card = ReadCardButton()
        self.read_card.clicked.connect(self.card_asked)
        self.head.addWidget(self.read_card)
        self.identity.choice.setAccessibleName("身份核验")
        self.delivery.choice.setAccessibleName("领取方式")

    def _build_applicant(self) -> None:
        self.name = FieldBox("姓名", max_length=100)
        self.legal = FieldBox("法定代表人", max_length=50)
        self.document_kind = ChoiceField[DocumentKind]("证件类型", [(k.title, k) for k in PERSON_DOCUMENTS])
        self.document_no = FieldBox("证件号码", ime=False, max_length=40)
        self.phone = FieldBox("手机号", ime=False, max_length=20)
        self._unit_row = _row((self.name, 5), (self.legal, 2))
        self._row = _row((self.document_kind, 0), (self.document_no, 9), (self.phone, 5))
        self.body.addLayout(self._unit_row)
        self.body.addLayout(self._row)
        self._place_name(False)

    def _build_agent(self) -> None:
        self.agent = QWidget()
        self.agent_name = FieldBox("代理人姓名", max_length=50)
        self.agent_no = FieldBox("代理人身份证号", ime=False, max_length=40)
        self.agent_phone = FieldBox("代理人手机号", ime=False, max_length=20)
        self.agent_right = FieldBox("授权依据", placeholder="授权委托书", max_length=50)
        row = _row((self.agent_name, 2), (self.agent_no, 4), (self.agent_phone, 3), (self.agent_right, 3))
        row.setContentsMargins(0, 0, 0, 0)
        self.agent.setLayout(row)
        self.agent.hide()
        self.body.addWidget(self.agent)

    def _connect(self) -> None:
        for field in self._texts().values():
            field.edited.connect(lambda _text: self._on_edited())
        for choice in (self.document_kind, self.delivery, self.identity):
            choice.changed.connect(lambda _value: self._on_edited())
        self.kind.changed.connect(self._on_kind)

    def _texts(self) -> Mapping[str, FieldBox]:
        return {
            "applicant.name": self.name,
            "applicant.legal_representative": self.legal,
            "applicant.document_no": self.document_no,
            "applicant.phone": self.phone,
            "representative.name": self.agent_name,
            "representative.document_no": self.agent_no,
            "representative.phone": self.agent_phone,
            "representative.authorisation": self.agent_right,
        }

    # -- values ----------------------------------------------------------------------------------------------

    def applicant(self, before: Applicant) -> Applicant:
        """The applicant as written, keeping what the card does not show."""
        return replace(
            before,
            kind=self.kind.value() or PartyKind.PERSON,
            name=self.name.text(),
            document_kind=self.document_kind.value() or DocumentKind.RESIDENT_ID,
            document_no=self.document_no.text(),
            phone=self.phone.text(),
            legal_representative=self.legal.text() if self.kind.value() is PartyKind.UNIT else "",
        )

    def representative(self) -> Representative | None:
        """The agent as written; None when the applicant came in person."""
        if not self.agent_button.isChecked():
            return None
        return Representative(
            name=self.agent_name.text(),
            document_kind=self._agent_document,
            document_no=self.agent_no.text(),
            phone=self.agent_phone.text(),
            authorisation=self.agent_right.text(),
        )

    def show_parties(
        self,
        applicant: Applicant,
        representative: Representative | None,
        identity: IdentityProof | None,
        delivery: Delivery,
        reading: CardReading | None = None,
    ) -> None:
        """Put a form in, without ``edited``."""
        self._readings = (
            {} if reading is None else {_APPLICANT if representative is None else _AGENT: reading}
        )
        self.kind.set_value(applicant.kind)
        self._fit_kind(applicant.kind)
        self.document_kind.set_value(applicant.document_kind)
        values = (applicant.name, applicant.legal_representative, applicant.document_no, applicant.phone)
        for field, text in zip((self.name, self.legal, self.document_no, self.phone), values, strict=True):
            field.set_text(text)
        self.identity.set_value(identity)
        self.delivery.set_value(delivery)
        agent = representative or Representative()
        self._show_agent_document(agent.document_kind)
        values = (agent.name, agent.document_no, agent.phone, agent.authorisation)
        boxes = (self.agent_name, self.agent_no, self.agent_phone, self.agent_right)
        for field, text in zip(boxes, values, strict=True):
            field.set_text(text)
        self.agent_button.blockSignals(True)
        self.agent_button.setChecked(representative is not None)
        self.agent_button.blockSignals(False)
        self.agent.setVisible(representative is not None)

    def show_remarks(self, remarks: Mapping[str, Remark], today: date) -> None:
        """Say beside each field what is to be said; an empty field is not scolded beforehand."""
        for name, field in self._texts().items():
            remark = remarks.get(name)
            if not field.text():
                field.show_remark()
            elif name.endswith("document_no"):
                self._show_number(field, name, remark, today)
            elif remark is None:
                field.show_remark("", Tone.GOOD)
            else:
                field.show_remark(remark.sentence, TONES[remark.severity])

    def _show_number(self, field: FieldBox, name: str, remark: Remark | None, today: date) -> None:
        kind = self._agent_document
        if name.startswith("applicant"):
            kind = self.document_kind.value() or DocumentKind.RESIDENT_ID
        typing = field.edit.hasFocus()
        checked = check(kind, field.text(), today=today, typing=typing)
        if typing and checked.verdict is Verdict.INCOMPLETE:
            field.show_remark(f"已输 {len(field.text())} 位")
        elif remark is not None and remark.severity is not Severity.NORMALISE:
            field.show_remark(remark.sentence, TONES[remark.severity])
        else:
            field.show_remark(_good_words(checked), Tone.GOOD)

    # -- slots -----------------------------------------------------------------------------------------------

    def toggle_agent(self) -> None:
        """Alt+A: someone acts for the applicant, or not."""
        self.agent_button.toggle()

    def next_identity(self) -> None:
        """Alt+4: step through the ways of verification; a card counts only when one was read."""
        choice = self.identity.choice
        choice.setCurrentIndex((choice.currentIndex() + 1) % choice.count())
        if self.identity.value() is IdentityProof.CARD_READER and not self._reading_stands():
            choice.setCurrentIndex((choice.currentIndex() + 1) % choice.count())
        self.edited.emit()

    # -- the card reader -------------------------------------------------------------------------------------

    @property
    def reading(self) -> CardReading | None:
        """The card of who is verified: the agent's, else the applicant's."""
        return self._readings.get(_AGENT if self.agent_button.isChecked() else _APPLICANT)

    def card_for(self) -> str:
        """Whose card would be read now: where the keyboard stands decides, then who is still lacking."""
        if self.agent_button.isChecked():
            where = QApplication.focusWidget()
            if where is not None and self.agent.isAncestorOf(where):
                return _AGENT
            mine = (self.name, self.document_kind, self.document_no, self.phone)
            if where is None or not any(field.isAncestorOf(where) for field in mine):
                return _AGENT if self._unit or self.document_no.text() else _APPLICANT
        return _LEGAL if self._unit and not self.agent_button.isChecked() else _APPLICANT

    def take_card(self, whose: str, card: IdCard, reading: CardReading) -> Filled:
        """Fill a card in; the identity is then verified by it, where it is the verified person's."""
        before = self._kept()
        if whose == _LEGAL or (whose == _APPLICANT and self._unit):
            changed = changes_of([(self.legal, card.name)])
            self.legal.set_text(card.name)
            note = "单位的身份请核验营业执照原件（Alt 4）。"
        else:
            changed = self._fill(whose, card)
            self._readings[whose] = reading
            note = self._verify(whose)
            self._go_on(whose)
        self.edited.emit()
        return Filled(lambda: self._put_back(before), changed, note)

    def _fill(self, whose: str, card: IdCard) -> Changes:
        agent = whose == _AGENT
        if agent:
            self._show_agent_document(card.document_kind)
            name, number = self.agent_name, self.agent_no
        else:
            self.document_kind.set_value(card.document_kind)
            name, number = self.name, self.document_no
        fields = [(name, card.name), (number, card.number)]
        changed = changes_of(fields)
        for field, said in fields:
            field.set_text(said)
            field.edit.setCursorPosition(0)  # a long name is seen from its beginning
        return changed

    def _go_on(self, whose: str) -> None:
        """From the fields that are filled in now to the telephone, which no card knows."""
        agent = whose == _AGENT
        filled = (
            (self.agent_name, self.agent_no) if agent else (self.name, self.document_kind, self.document_no)
        )
        where, phone = QApplication.focusWidget(), self.agent_phone if agent else self.phone
        if where is not None and not phone.text() and any(one.isAncestorOf(where) for one in filled):
            phone.setFocus()

    def _verify(self, whose: str) -> str:
        if whose == _APPLICANT and self.agent_button.isChecked():
            return "代理人办理的，还要核验代理人的证件。"
        self.identity.set_value(IdentityProof.CARD_READER)
        return ""

    def _kept(self) -> tuple[object, ...]:
        texts = {name: field.text() for name, field in self._texts().items()}
        return (
            texts,
            self.document_kind.value(),
            self._agent_document,
            self.identity.value(),
            dict(self._readings),
        )

    def _put_back(self, kept: tuple[object, ...]) -> None:
        """Ctrl+Z: as it was before the card."""
        texts, kind, agent_kind, identity, readings = kept
        if not isinstance(texts, dict) or not isinstance(readings, dict):
            return
        for name, field in self._texts().items():
            field.set_text(texts[name])
        if isinstance(kind, DocumentKind):
            self.document_kind.set_value(kind)
        if isinstance(agent_kind, DocumentKind):
            self._show_agent_document(agent_kind)
        self.identity.set_value(identity if isinstance(identity, IdentityProof) else None)
        self._readings = readings
        self.edited.emit()

    def _reading_stands(self) -> bool:
        """Whether what is written of the verified person is what their card said."""
        reading = self.reading
        if reading is None:
            return False
        if self.agent_button.isChecked():
            written = (self.agent_name.text(), self._agent_document, self.agent_no.text())
        else:
            kind = self.document_kind.value() or DocumentKind.RESIDENT_ID
            written = (self.name.text(), kind, self.document_no.text())
        return reading.stands_for(*written)

    def _show_agent_document(self, kind: DocumentKind) -> None:
        self._agent_document = kind
        resident = kind is DocumentKind.RESIDENT_ID
        self.agent_no.label.setText("代理人身份证号" if resident else f"代理人证件号码（{kind.title}）")

    @property
    def _unit(self) -> bool:
        return self.kind.value() is PartyKind.UNIT

    def _on_edited(self) -> None:
        """What was read off a card and then changed by hand is verified no more."""
        if not self.agent_no.text() and self._agent_document is not DocumentKind.RESIDENT_ID:
            self._show_agent_document(DocumentKind.RESIDENT_ID)
        if self.identity.value() is IdentityProof.CARD_READER and not self._reading_stands():
            self.identity.set_value(None)
        self.edited.emit()

    def _on_agent(self, shown: bool) -> None:
        self.agent.setVisible(shown)
        if shown:
            if not self.agent_right.text():
                self.agent_right.set_text("授权委托书")
            self.agent_name.setFocus()
        self._on_edited()

    def _on_kind(self, kind: object) -> None:
        if isinstance(kind, PartyKind):
            self._fit_kind(kind)
        self._on_edited()

    def _fit_kind(self, kind: PartyKind) -> None:
        unit = kind is PartyKind.UNIT
        self.name.label.setText("单位名称" if unit else "姓名")
        self._place_name(unit)
        kinds = (DocumentKind.CREDIT_CODE, DocumentKind.OTHER) if unit else PERSON_DOCUMENTS
        self.document_kind.set_choices([(one.title, one) for one in kinds])

    def _place_name(self, unit: bool) -> None:
        """A unit's name is long: it has a row of its own with the legal representative."""
        for row in (self._unit_row, self._row):
            row.removeWidget(self.name)
        if unit:
            self._unit_row.insertWidget(0, self.name, 5, Qt.AlignmentFlag.AlignTop)
        else:
            self._row.insertWidget(0, self.name, 6, Qt.AlignmentFlag.AlignTop)
        self.legal.setVisible(unit)


def _good_words(checked: Checked) -> str:
    return checked.sentence if checked.verdict is Verdict.NORMALISED else "校验通过"


def _row(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for widget, stretch in parts:
        row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)  # a remark under one moves no other
    return row
