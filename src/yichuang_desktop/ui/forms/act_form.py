"""The panel that asks for one request's fields: nothing but the request's own declaration decides what."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from yichuang_desktop.domain.asking import AskKind, FieldFault, field_fault
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.services.requests import ScreenSignature
from yichuang_desktop.ui.forms.finding import ItemInput, PaperCodeInput
from yichuang_desktop.ui.forms.inputs import (
    ChoiceInput,
    CountInput,
    DayInput,
    Input,
    LineInput,
    LinesInput,
    LongInput,
    NumberInput,
    PhoneInput,
    TickInput,
    WaybillInput,
    halves,
)
from yichuang_desktop.ui.forms.material_rows import MaterialsInput
from yichuang_desktop.ui.forms.model import Given, Plan, build, same_but_ids
from yichuang_desktop.ui.forms.people import CollectorInput, PartyInput, PeopleInput
from yichuang_desktop.ui.forms.picture import PictureInput
from yichuang_desktop.ui.forms.tools import Around
from yichuang_desktop.ui.parts.card import Card, Dashed
from yichuang_desktop.ui.parts.scroll import ScrollColumn
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.theme import Tone

INPUTS: dict[AskKind, type[Input]] = {
    AskKind.TEXT: LineInput,
    AskKind.LONG: LongInput,
    AskKind.LINES: LinesInput,
    AskKind.NAME: LineInput,
    AskKind.WHO: LineInput,
    AskKind.PHONE: PhoneInput,
    AskKind.NO: NumberInput,
    AskKind.WAYBILL: WaybillInput,
    AskKind.PAPER_CODE: PaperCodeInput,
    AskKind.DAY: DayInput,
    AskKind.COUNT: CountInput,
    AskKind.CHOICE: ChoiceInput,
    AskKind.TICK: TickInput,
    AskKind.MATERIALS: MaterialsInput,
    AskKind.PICTURE: PictureInput,
    AskKind.PARTY: PartyInput,
    AskKind.ITEM: ItemInput,
    AskKind.COLLECTOR: CollectorInput,
}
WHILE_TYPING = frozenset({"answer_too_long", "count_unreadable", "count_out_of_bounds"})
"""Faults that more typing does not mend: they are said at once."""
UNSIGNED = "签字：外屏签名按 F11"
INK = "，纸上签字见到后按 Alt S"


class ActForm(Card):
    """``edited()`` on every change, ``scanned(str)`` for a code that belongs to no field here."""

    edited = Signal()
    scanned = Signal(str)

    def __init__(self, plan: Plan, around: Around) -> None:
        super().__init__()
        self.plan, self.around = plan, around
        self.inputs = [INPUTS[ask.kind](name, ask, around) for name, ask in plan.asks.items()]
        self._case_id = around.file.case.case_id if around.file is not None else uuid4()
        self._last: Any = None
        self.signature: ScreenSignature | None = None
        self.ink_seen = False
        self.sign = Dashed(self._sign_words())
        self._build()
        self._begin()

    # -- what a person sees ----------------------------------------------------------------------------------

    def input(self, name: str) -> Input:
        """The widget of a field. Raises KeyError."""
        for one in self.inputs:
            if one.name == name:
                return one
        raise KeyError(name)

    @property
    def touched(self) -> bool:
        """Whether anybody changed what the form was begun with."""
        return self._touched

    def focus_first(self) -> None:
        """Put the keyboard into the first field that is still empty, else into the first."""
        waiting = next((one for one in self.inputs if not one.touched), None)
        target = waiting or next(iter(self.inputs), None)
        (target or self).setFocus()

    def take_scan(self, code: str) -> bool:
        """Put a scanned code into the field that waits for one; False when none does."""
        fields = [one for one in self.inputs if isinstance(one, PaperCodeInput)]
        field = next((one for one in fields if one.hasFocus() or not one.touched), None)
        if field is None:
            return False
        field.take(code)
        return True

    def card_fields(self) -> PeopleInput | None:
        """The fields a card is read into: where the keyboard stands, else the first still empty."""
        people = [one for one in self.inputs if isinstance(one, PeopleInput)]
        focus = QApplication.focusWidget()
        here = (one for one in people if focus is not None and one.isAncestorOf(focus))
        empty = (one for one in people if not one.touched)
        return next(here, None) or next(empty, None) or next(iter(people), None)

    # -- answers ---------------------------------------------------------------------------------------------

    def faults(self) -> Iterator[FieldFault]:
        """Every field that cannot stand, in order."""
        for one in self.inputs:
            fault = self._fault(one)
            if fault is not None:
                yield fault

    def show_faults(self) -> list[FieldFault]:
        """Say beside each field what is wrong and go to the first; empty when all may stand."""
        found = list(self.faults())
        for fault in found:
            self._say(self.input(fault.field), fault.sentence)
        if found:
            self._go_to(self.input(found[0].field))
        return found

    def show_refusal(self, violation: RuleViolation) -> bool:
        """The hall's refusal of one field, beside that field; False when it is of none of them."""
        name = str(violation.facts.get("field", "")).partition(".")[0]
        field = next((one for one in self.inputs if one.name == name), None)
        if field is None:
            return False
        self._go_to(field)  # first: leaving another part of the field would say its help again
        self._say(field, say(violation))
        return True

    def answers(self) -> dict[str, Any]:
        """The answers by field. Raises RuleViolation for one that cannot be read: see :meth:`faults`."""
        return {one.name: one.value() for one in self.inputs}

    def request(self, file: CaseFile | None, counter: int, *, sent: bool = False) -> Any:
        """The request as it stands; once ``sent``, the very same one, id and all, while nothing was changed.

        So an act whose fate is not known is asked for again and not done again.
        """
        revision = file.case.revision if file is not None else 0
        given = Given(self._case_id, revision, counter, self.signature, self.ink_seen)
        fresh = build(self.plan, self.answers(), self.around.begun, given)
        if not sent or (self._last is not None and same_but_ids(fresh, self._last)):
            return self._last if sent else fresh
        self._last = fresh
        return fresh

    def forget_request(self) -> None:
        """The hall answered: whatever is asked for next is a new act."""
        self._last = None

    # -- the signature ---------------------------------------------------------------------------------------

    def show_signed(self, signature: ScreenSignature | None, ink_seen: bool = False) -> None:
        """What the citizen signed with these very answers, or that it was seen on paper."""
        self.signature, self.ink_seen = signature, ink_seen
        self.sign.setText(self._sign_words())

    def _sign_words(self) -> str:
        if self.signature is not None:
            return f"{self.signature.signer}已在外屏签名（√）"
        if self.ink_seen:
            return "已见纸上签字（√）"
        return UNSIGNED + INK if self.plan.in_ink else UNSIGNED

    # -- inside ----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.column = ScrollColumn()
        self.body.addWidget(Words(self.plan.title, role="head"))
        self.body.addWidget(self.column, 1)
        box = self.column.box
        box.setSpacing(10)
        box.setContentsMargins(0, 0, 6, 0)
        if self.plan.handler.hint:
            box.addWidget(Words(self.plan.handler.hint, role="note"))
        for line in halves(self.inputs):
            row = QHBoxLayout()
            row.setSpacing(10)
            for one in line:
                if len(line) > 1:
                    one.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                row.addWidget(one, 1, Qt.AlignmentFlag.AlignTop if len(line) > 1 else Qt.AlignmentFlag(0))
            box.addLayout(row)
        self.sign.setMinimumHeight(56)
        box.addWidget(self.sign)
        self.sign.setVisible(self.plan.signed or self.plan.in_ink)
        if not self.inputs:
            box.addWidget(Words("没有要填写的，核对后按 F12 办理。", role="second"))
        box.addStretch(1)
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    def _begin(self) -> None:
        for one in self.inputs:
            if one.name in self.around.begun:
                one.set_value(self.around.begun[one.name])
            one.say(*one.helps())
            one.edited.connect(lambda one=one: self._on_edited(one))
            one.left.connect(lambda one=one: self._on_left(one))
            one.scanned.connect(self._on_scanned)
        self._touched = False

    def _fault(self, one: Input) -> FieldFault | None:
        try:
            value = one.value()
        except RuleViolation as violation:
            return FieldFault(one.name, one.ask.title, violation.code, violation.facts)
        return one.own_fault(value) or field_fault(one.name, one.ask, value, self.around.today)

    def _say(self, one: Input, sentence: str) -> None:
        one.say(sentence, Tone.BAD)
        one.show_faults()

    def _go_to(self, one: Input) -> None:
        one.go_to_fault()
        self.column.ensureWidgetVisible(one)

    def _on_edited(self, one: Input) -> None:
        self._touched = True
        fault = self._fault(one) if one.touched else None
        if fault is not None and fault.code in WHILE_TYPING:
            one.say(fault.sentence, Tone.BAD)
        else:
            one.say(*one.helps())
        self.edited.emit()

    def _on_left(self, one: Input) -> None:
        fault = self._fault(one) if one.touched else None
        if fault is not None:
            one.say(fault.sentence, Tone.BAD)
        else:
            one.say(*one.helps())

    def _on_scanned(self, code: str) -> None:
        if not self.take_scan(code):
            self.scanned.emit(code)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The field that has the keyboard is never hidden by scrolling."""
        inner = self.column.widget()
        if now is not None and inner is not None and self.isVisible() and inner.isAncestorOf(now):
            self.column.ensureWidgetVisible(now, 0, 24)
