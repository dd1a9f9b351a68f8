"""The question and its answer: two lines, and beside them who asks (may be left empty)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yichuang_desktop.domain.asking import FieldFault
from yichuang_desktop.domain.checked import Verdict
from yichuang_desktop.domain.contact_numbers import check_phone
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.ui.consultation.model import AskModel
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.keycap import KeyCap
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

MOST = 500


class QuestionCard(Card):
    """``edited()`` when something was written; ``answered()`` on Enter in the answer."""

    edited = Signal()
    answered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("问与答", step=2, parent=parent)
        self.question = FieldBox("咨询问题", max_length=MOST)
        self.answer = FieldBox("答复内容", max_length=MOST)
        self.asker = FieldBox("咨询人（可不填）", max_length=50)
        self.phone = FieldBox("联系电话（可不填）", ime=False, max_length=20)
        self.head.addWidget(KeyCap(Key.ALT_2))
        self.add_hint("转部门时须留姓名和电话")
        self._add_row(self.question, self.asker)
        self._add_row(self.answer, self.phone)
        self.answer.entered.connect(self.answered)
        for field in self._fields.values():
            field.edited.connect(lambda _text: self._on_edited())
        self.phone.left.connect(lambda _text: self._check_phone(typing=False))

    @property
    def _fields(self) -> dict[str, FieldBox]:
        return {
            "question": self.question, "answer": self.answer, "asker": self.asker, "phone": self.phone,
        }  # fmt: skip

    def write_to(self, model: AskModel) -> None:
        """Put what was typed into the model."""
        for name, field in self._fields.items():
            setattr(model, name, field.text())

    def show_model(self, model: AskModel) -> None:
        """Show a question; what will be recorded where nothing is typed stands in the empty fields."""
        for name, field in self._fields.items():
            if field.text() != getattr(model, name):
                field.set_text(getattr(model, name))
            field.edit.setReadOnly(model.recorded)
        self.show_defaults(model)
        self.set_step_done(model.recorded)
        if not model.begun:
            self.clear_remarks()

    def show_defaults(self, model: AskModel) -> None:
        """What will be recorded when a field stays empty."""
        self.question.edit.setPlaceholderText(model.asked if not model.question else "")
        self.answer.edit.setPlaceholderText(model.said(guide=False) if not model.answer else "")

    def show_faults(self, faults: list[FieldFault]) -> bool:
        """Say beside each field what cannot stand; False when all may."""
        self.clear_remarks()
        for fault in faults:
            field = self._fields.get(fault.field)
            if field is not None:
                field.show_remark(fault.sentence, Tone.BAD)
        if faults and faults[0].field in self._fields:
            self._fields[faults[0].field].setFocus()
        return bool(faults)

    def clear_remarks(self) -> None:
        """Nothing is wrong any more."""
        for field in self._fields.values():
            field.show_remark()

    def _add_row(self, wide: FieldBox, narrow: FieldBox) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(wide, 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(narrow, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def _on_edited(self) -> None:
        self._check_phone(typing=True)
        self.edited.emit()

    def _check_phone(self, *, typing: bool) -> None:
        text = self.phone.text()
        checked = check_phone(text, typing=typing) if text else None
        wrong = checked is not None and checked.verdict is Verdict.REJECTED
        words = say_code(checked.code, checked.facts) if checked is not None and wrong else ""
        self.phone.show_remark(words, Tone.BAD if wrong else Tone.NONE)
