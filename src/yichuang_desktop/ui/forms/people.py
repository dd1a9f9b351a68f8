"""Fields for people: an applicant, and who comes to take something."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yichuang_desktop.domain.asking import Ask, FieldFault
from yichuang_desktop.domain.id_cards import CardReading, IdCard
from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.parties import Applicant, PartyKind, Remark, Severity, problems
from yichuang_desktop.services.requests import Collector
from yichuang_desktop.ui.cards.collectors import AGENT, OWN, document_title, own_or_agent
from yichuang_desktop.ui.cards.desk import Filled
from yichuang_desktop.ui.cards.filling import changes_of
from yichuang_desktop.ui.forms.inputs import Input, label_of
from yichuang_desktop.ui.forms.tools import Around
from yichuang_desktop.ui.parts.field import ChoiceField, FieldBox
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.stray_scan import catch_scans
from yichuang_desktop.ui.theme import Tone

TONES = {Severity.REJECT: Tone.BAD, Severity.WARN: Tone.WARN, Severity.NORMALISE: Tone.GOOD}
PERSON_DOCUMENTS = tuple(kind for kind in DocumentKind if kind is not DocumentKind.CREDIT_CODE)
UNIT_DOCUMENTS = (DocumentKind.CREDIT_CODE, DocumentKind.OTHER)


class PeopleInput(Input):
    """Several fields that make one answer; what is wrong with the whole stands under them."""

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__(name, ask, around)
        self._under = Words(role="second")
        self._under.hide()
        self.box.addWidget(Words(label_of(ask), role="strong"))

    def say(self, words: str = "", tone: Tone = Tone.NONE) -> None:
        self._under.setText(words)
        self._under.set_tone(tone)
        self._under.setVisible(bool(words))

    @property
    def said(self) -> str:
        return self._under.text()

    def card_for(self) -> str:
        """Whose card is asked for."""
        return self.ask.title

    def take_card(self, card: IdCard, reading: CardReading) -> Filled | None:
        """Fill a card in; None when the form is not on screen any more."""
        if not self.isVisible():
            return None
        before = self.value()
        filled = self._fill(card, reading)
        self._on_edited()
        return Filled(lambda: self._put_back(before), filled.changed, filled.note)

    def _fill(self, card: IdCard, reading: CardReading) -> Filled:
        raise NotImplementedError

    def _put_back(self, before: Any) -> None:
        """Ctrl+Z: as it was before the card."""
        self.set_value(before)
        self._on_edited()

    def _add_row(self, *parts: tuple[QWidget, int]) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        for widget, stretch in parts:
            row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
        self.box.addLayout(row)

    def _watch(self, texts: Sequence[FieldBox]) -> None:
        for field in texts:
            field.edited.connect(lambda _text: self._on_edited())
            field.left.connect(lambda _text: self._on_left())
        catch_scans(texts, self.scanned.emit)

    def _on_edited(self) -> None:
        self.edited.emit()

    def _on_left(self) -> None:
        self.left.emit()


class PartyInput(PeopleInput):
    """An applicant with number and phone, checked as at the intake (R-IN-2)."""

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__(name, ask, around)
        self._before = Applicant()
        self.kind = ChoiceField[PartyKind]("类型", [(kind.title, kind) for kind in PartyKind])
        self.who = FieldBox("姓名", max_length=100)
        self.document_kind = ChoiceField[DocumentKind]("证件类型", [(k.title, k) for k in PERSON_DOCUMENTS])
        self.document_no = FieldBox("证件号码", ime=False, max_length=40)
        self.phone = FieldBox("手机号", ime=False, max_length=20)
        self.legal = FieldBox("法定代表人", max_length=50)
        self.address = FieldBox("地址（可不填）", max_length=100)
        self._add_row((self.kind, 0), (self.who, 1))
        self._add_row((self.document_kind, 0), (self.document_no, 1))
        self._add_row((self.phone, 1), (self.legal, 1))
        self._add_row((self.address, 1))
        self.box.addWidget(self._under)
        self.setFocusProxy(self.who)
        self.legal.hide()
        self._texts = {
            "applicant.name": self.who, "applicant.document_no": self.document_no,
            "applicant.phone": self.phone, "applicant.legal_representative": self.legal,
            "applicant.address": self.address,
        }  # fmt: skip
        self._watch(tuple(self._texts.values()))
        self.kind.changed.connect(self._on_kind)
        self.document_kind.changed.connect(lambda _value: self._on_edited())

    def value(self) -> Any:
        if not self.touched:
            return None
        unit = self.kind.value() is PartyKind.UNIT
        return Applicant(
            kind=self.kind.value() or PartyKind.PERSON,
            name=self.who.text(),
            document_kind=self.document_kind.value() or DocumentKind.RESIDENT_ID,
            document_no=self.document_no.text(),
            phone=self.phone.text(),
            address=self.address.text(),
            legal_representative=self.legal.text() if unit else "",
            document_override=self._before.document_override,
        )

    def set_value(self, value: Any) -> None:
        party = value if isinstance(value, Applicant) else Applicant.from_json(value or {})
        self._before = party
        self.kind.set_value(party.kind)
        self._fit_kind(party.kind)
        self.document_kind.set_value(party.document_kind)
        values = (party.name, party.document_no, party.phone, party.legal_representative, party.address)
        for field, text in zip(self._texts.values(), values, strict=True):
            field.set_text(text)
        self._show_remarks()

    @property
    def touched(self) -> bool:
        return any(field.text() for field in self._texts.values())

    def _fill(self, card: IdCard, reading: CardReading) -> Filled:
        if self.kind.value() is PartyKind.UNIT:
            changed = changes_of([(self.legal, card.name)])
            self.legal.set_text(card.name)
            return Filled(lambda: None, changed, "填的是法定代表人；单位请核验营业执照原件。")
        fields = [(self.who, card.name), (self.document_no, card.number)]
        changed = changes_of(fields)
        self.document_kind.set_value(card.document_kind)
        for field, said in fields:
            field.set_text(said)
        if not self.address.text():
            self.address.set_text(card.address)  # where one can be written to may be elsewhere
        return Filled(lambda: None, changed)

    def own_fault(self, value: Any) -> FieldFault | None:
        found = self._rejections() if value is not None else []
        if not found:
            return None
        return FieldFault(self.name, self.ask.title, found[0].code, found[0].facts)

    def show_faults(self) -> None:
        self._show_remarks(typing=False)
        if self.touched:
            self.say()  # each stands beside its own field

    def go_to_fault(self) -> None:
        found = self._rejections()
        (self._texts[found[0].field] if found else self.who).setFocus()

    def _rejections(self) -> list[Remark]:
        found = self._remarks(typing=False)
        order = list(self._texts)
        return sorted(
            (one for one in found.values() if one.severity is Severity.REJECT),
            key=lambda one: order.index(one.field),
        )

    def _on_edited(self) -> None:
        self._show_remarks()
        super()._on_edited()

    def _on_left(self) -> None:
        self._show_remarks()
        super()._on_left()

    def _remarks(self, typing: bool = True) -> dict[str, Remark]:
        party = self.value() or Applicant()
        # The agent, who speaks for a unit or a child, is asked for elsewhere.
        found = {one.field: one for one in problems(party, None, self.around.today)}
        return {
            name: remark
            for name, remark in found.items()
            if name in self._texts and (self._texts[name].text() or not typing)
        }

    def _show_remarks(self, typing: bool = True) -> None:
        remarks = self._remarks(typing)
        for name, field in self._texts.items():
            remark = remarks.get(name)
            half = field.edit.hasFocus() and remark is not None and remark.severity is Severity.REJECT
            if remark is None or (half and typing):
                field.show_remark("", Tone.GOOD if field.text() and remark is None else Tone.NONE)
            else:
                field.show_remark(remark.sentence, TONES[remark.severity])

    def _on_kind(self, kind: object) -> None:
        if isinstance(kind, PartyKind):
            self._fit_kind(kind)
        self._on_edited()

    def _fit_kind(self, kind: PartyKind) -> None:
        unit = kind is PartyKind.UNIT
        self.who.label.setText("单位名称" if unit else "姓名")
        self.legal.setVisible(unit)
        kinds = UNIT_DOCUMENTS if unit else PERSON_DOCUMENTS
        self.document_kind.set_choices([(one.title, one) for one in kinds])


class CollectorInput(PeopleInput):
    """Who takes it, by the document that was looked at (R-OUT-2)."""

    def __init__(self, name: str, ask: Ask, around: Around) -> None:
        super().__init__(name, ask, around)
        self._reading: CardReading | None = None
        self.relation = ChoiceField[str]("领取人", [("本人领取", OWN), ("代领", AGENT)])
        self.who = FieldBox("姓名", max_length=100)
        self.document_no = FieldBox("证件号码（看原件录入）", ime=False, max_length=40)
        self.authorisation = FieldBox("授权依据", placeholder="授权委托书", max_length=50)
        self.phone = FieldBox("电话（可不填）", ime=False, max_length=20)
        self._add_row((self.relation, 0), (self.who, 1))
        self._add_row((self.document_no, 1))
        self._add_row((self.authorisation, 1), (self.phone, 1))
        self.box.addWidget(self._under)
        self.setFocusProxy(self.document_no)
        self.relation.changed.connect(self._on_relation)
        self._watch((self.who, self.document_no, self.authorisation, self.phone))
        self._on_fit()
        self._fill_name()

    def value(self) -> Any:
        if not (self.who.text() or self.document_no.text()):
            return None
        own = self.relation.value() == OWN
        return Collector(
            name=self.who.text(),
            document_title=document_title(self._reading, self.who.text(), self.document_no.text()),
            document_no=self.document_no.text(),
            relation=self.relation.value() or OWN,
            authorisation="" if own else (self.authorisation.text() or "授权委托书"),
            phone=self.phone.text(),
        )

    def set_value(self, value: Any) -> None:
        if isinstance(value, Collector):
            self.relation.set_value(OWN if value.relation in ("", OWN) else AGENT)
            self.who.set_text(value.name)
            self.document_no.set_text(value.document_no)
            self.authorisation.set_text(value.authorisation)
            self.phone.set_text(value.phone)
            self._on_fit()

    @property
    def touched(self) -> bool:
        return bool(self.document_no.text())

    def own_fault(self, value: Any) -> FieldFault | None:
        lacking = value is not None and not (value.name and value.document_no)
        if lacking and (self.ask.required or self.touched):
            return FieldFault(self.name, self.ask.title, "collector_missing")
        return None

    def go_to_fault(self) -> None:
        (self.document_no if self.who.text() else self.who).setFocus()

    def _fill(self, card: IdCard, reading: CardReading) -> Filled:
        relation, note = own_or_agent(self.around.file, card, self.relation.value() or OWN)
        if self.relation.value() != relation:
            self.relation.set_value(relation)
            self._fill_name()
        fields = [(self.who, card.name), (self.document_no, card.number)]
        changed = changes_of(fields)
        for field, said in fields:
            field.set_text(said)
        self._reading = reading
        self._on_fit()
        return Filled(lambda: None, changed, note)

    def _put_back(self, before: Any) -> None:
        self._reading = None
        if before is None:
            for field in (self.who, self.document_no):
                field.set_text("")
        super()._put_back(before)

    def _on_relation(self, _value: object) -> None:
        self._fill_name()
        self._on_fit()
        self._on_edited()

    def _on_fit(self) -> None:
        self.authorisation.setVisible(self.relation.value() != OWN)

    def _fill_name(self) -> None:
        if self.around.file is None:
            return
        case = self.around.file.case
        own = self.relation.value() == OWN
        self.who.set_text(case.applicant_name if own else str((case.representative or {}).get("name", "")))
