"""The place of a screen's forms: opens them, keeps what was typed, has them signed, sends them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.asking import AskKind
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.item_search import ItemIndex, SearchRow
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services.handling import Answer
from yichuang_desktop.services.ports import CaseFile
from yichuang_desktop.services.requests import Annul, ScreenSignature
from yichuang_desktop.ui.cards.desk import CardTaker
from yichuang_desktop.ui.citizen import ToSign
from yichuang_desktop.ui.forms.act_form import ActForm
from yichuang_desktop.ui.forms.model import Plan, signer_of
from yichuang_desktop.ui.forms.tools import Around, FormTools
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.sending import Sending
from yichuang_desktop.ui.shortcuts import Key

WIDTH = 460


@dataclass(frozen=True, slots=True)
class FormDone:
    """A form whose act was done."""

    name: str
    title: str
    answer: Answer
    file: CaseFile | None

    @property
    def case_id(self) -> UUID | None:
        """The case it was about, or began."""
        if isinstance(self.answer, ActDone):
            return self.answer.case_id
        return self.file.case.case_id if self.file is not None else None


class ActForms(QWidget):
    """One form at a time; a screen puts this into its layout and asks it for the acts while ``open``.

    ``changed()``: ask for the acts again, and look whether a form is open. ``done(FormDone)``,
    ``refused(RuleViolation)``: read the case again. ``scanned(str)``: a paper that no field waits for.
    """

    changed = Signal()
    done = Signal(object)
    refused = Signal(object)
    scanned = Signal(str)

    def __init__(self, tools: FormTools, width: int = WIDTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools = tools
        self.sending = Sending(tools.tasks, tools.messages, self)
        self.sending.changed.connect(self.changed)
        self._kept: dict[tuple[UUID | None, str], ActForm] = {}
        self._file: CaseFile | None = None
        self._wanted: object = None
        self._asked = False
        self._card_fields: CardTaker | None = None
        self.form: ActForm | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        if width:
            self.setFixedWidth(width)
        self.hide()

    @property
    def open(self) -> bool:
        """Whether a form is on screen."""
        return self.form is not None

    @property
    def busy(self) -> str:
        """Why nothing else can be done now."""
        return self.sending.busy

    # -- opening and leaving ---------------------------------------------------------------------------------

    def open_form(
        self, name: str, file: CaseFile | None = None, known: Mapping[str, Any] | None = None
    ) -> None:
        """Ask for that act, for the case of ``file``; ``known`` goes before what the form is begun with.

        A form of this case that was left is there again with everything that was typed.
        """
        self._file = file
        kept = self._kept.get(_key(name, file))
        if kept is not None:
            self._show(kept)
            return
        self._wanted = wanted = _key(name, file)
        work = partial(self._fetch, name, file, dict(known or {}))
        self.tools.tasks.run(self, "store", work, partial(self._on_begun, wanted, name))

    def leave(self) -> bool:
        """Esc: first the signature is given up, then the form is put aside; False when none is open."""
        if self._asked:
            self._withdraw()
            return True
        if self.form is None:
            return False
        if self.sending.busy:
            return True
        self._put_aside()
        return True

    def follow(self, file: CaseFile) -> None:
        """The case was read again."""
        if self._file is not None and self._file.case.case_id == file.case.case_id:
            self._file = file

    def forget(self) -> None:
        """The case is left: so is what was typed."""
        self._wanted = None
        self._withdraw()
        self._put_aside()
        for form in self._kept.values():
            form.deleteLater()
        self._kept.clear()
        self._file = None

    def take_scan(self, code: str) -> bool:
        """A paper was scanned; False when the open form waits for none."""
        return self.form is not None and self.form.take_scan(code)

    # -- what the screen asks --------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        """The acts of the open form."""
        form = self.form
        if form is None:
            return []
        busy = self.sending.busy
        acts = [Act("清空重填", Key.ALT_X, self._begin_again, reason=busy)]
        if self.tools.cards is not None and form.card_fields() is not None:
            acts.append(Act(Key.READ_CARD.what, Key.READ_CARD, self._read_card, reason=busy))
        if form.plan.in_ink:
            seen = "已确认见到签字" if form.ink_seen or form.signature is not None else ""
            acts.append(Act("已见签字", Key.ALT_S, self._see_ink, reason=busy or seen))
        if form.plan.signed:
            acts.append(Act("外屏签名", Key.ACT_2, self._sign, reason=busy or self._why_not_sign(form)))
        return [*acts, Act(form.plan.title, Key.MAIN, self._send, main=True, reason=busy)]

    def hints(self) -> list[tuple[Key, str]]:
        """The keys of a form."""
        return [(Key.NEXT, "下一项"), (Key.BACK, "收起，填写的留着")]

    # -- inside: the form ------------------------------------------------------------------------------------

    def _fetch(self, name: str, file: CaseFile | None, known: dict[str, Any]) -> Around:
        desk = self.tools.desk
        begun = desk.begin_form(name, file) | known
        kinds = {ask.kind for ask in Plan(name).asks.values()}
        rows = desk.views.items() if AskKind.ITEM in kinds else ()
        index = ItemIndex(
            SearchRow(
                row.item_id, row.name, row.department, row.code, row.initials, row.pinyin,
                row.department_initials,
            )
            for row in rows
        )  # fmt: skip
        names = {row.item_id: row.name for row in rows}
        return Around(self.tools, file, desk.calendar(), index, names, begun)

    def _on_begun(self, wanted: object, name: str, around: Around) -> None:
        if self._wanted != wanted:
            return
        form = ActForm(Plan(name), around)
        form.edited.connect(self._on_edited)
        form.scanned.connect(self.scanned)
        self._kept[_key(name, around.file)] = form
        self._box.addWidget(form)
        self._show(form)

    def _show(self, form: ActForm) -> None:
        if self.form is not None and self.form is not form:
            self.form.hide()
        self.form = form
        form.show()
        self.show()
        form.focus_first()
        self.changed.emit()

    def _put_aside(self) -> None:
        if self.tools.cards is not None and self._card_fields is not None:
            self.tools.cards.withdraw(self._card_fields)
        self._card_fields = None
        form, self.form = self.form, None
        if form is not None:
            form.hide()
        self.hide()
        self.changed.emit()

    def _drop(self, form: ActForm) -> None:
        self._kept = {key: one for key, one in self._kept.items() if one is not form}
        if self.form is form:
            self._put_aside()
        form.deleteLater()

    def _begin_again(self) -> None:
        form = self.form
        if form is not None:
            name = form.plan.name
            self._drop(form)
            self.open_form(name, self._file)

    def _on_edited(self) -> None:
        form = self.form
        if form is not None and (form.signature is not None or form.ink_seen):
            form.show_signed(None)
            self.tools.messages.warn("内容已变化，原签名作废，请重新签名。")
            self.changed.emit()

    def _read_card(self) -> None:
        """Alt+I: a card into the fields for a person; pressed again, wait no longer."""
        cards, form = self.tools.cards, self.form
        if cards is None or form is None:
            return
        if cards.waiting and self._card_fields is not None:
            cards.ask(self._card_fields)
            return
        self._card_fields = form.card_fields()
        if self._card_fields is not None:
            cards.ask(self._card_fields)

    # -- inside: sending -------------------------------------------------------------------------------------

    def _ready(self, form: ActForm) -> bool:
        found = form.show_faults()
        if found:
            rest = f"等 {len(found)} 处" if len(found) > 1 else ""
            self.tools.sounds.bad()
            self.tools.messages.info(f"还不能办理：“{found[0].title}”{rest}需要补正。")
        return not found

    def _send(self) -> None:
        form = self.form
        if form is None or not self._ready(form):
            return
        request = form.request(self._file, self.tools.desk.session.counter.code, sent=True)
        self.sending.send(
            self.tools.desk.handle, request, partial(self._on_done, form), partial(self._on_refused, form)
        )

    def _on_done(self, form: ActForm, answer: Answer) -> None:
        done = FormDone(form.plan.name, form.plan.title, answer, self._file)
        self._drop(form)
        self.tools.sounds.good()
        self.tools.messages.good(_said(done), self._undo_of(done))
        service = TABLE[done.name].opens_service if done.name in TABLE else None
        if service is not None and isinstance(answer, ActDone):
            here = self.tools.desk.session.counter.code
            self.tools.citizen.invite_rating(answer.act_id, here, service.title)
        self.done.emit(done)

    def _undo_of(self, done: FormDone) -> Callable[[], None] | None:
        """Ctrl+Z right after an act that may be undone; later the case's page does it, with a reason."""
        answer = done.answer
        if not isinstance(answer, ActDone) or answer.kind not in TABLE or not TABLE[answer.kind].annullable:
            return None
        return partial(self._undo, answer, done.title)

    def _undo(self, answer: ActDone, title: str) -> None:
        request = Annul(
            uuid4(), answer.case_id, answer.revision, self.tools.desk.session.counter.code, answer.act_id,
            "误操作，当场撤销",
        )  # fmt: skip
        self.sending.send(
            self.tools.desk.annul, request,
            lambda _done: self.tools.messages.good(f"已撤销“{title}”，撤销已记入办件记录。"),
        )  # fmt: skip

    def _on_refused(self, form: ActForm, violation: RuleViolation) -> None:
        form.forget_request()
        self.tools.sounds.bad()
        if not form.show_refusal(violation):
            self.tools.messages.refused(violation)
        self.refused.emit(violation)

    # -- inside: the signature -------------------------------------------------------------------------------

    def _why_not_sign(self, form: ActForm) -> str:
        if form.signature is not None:
            return "已在外屏签名"
        return "" if self.tools.citizen.available else "外屏没有连接，请在纸上签字"

    def _see_ink(self) -> None:
        if self.form is not None:
            self.form.show_signed(None, ink_seen=True)
            self.changed.emit()

    def _sign(self) -> None:
        form = self.form
        if form is None or not self._ready(form):
            return
        self._asked = True
        self.sending.hold("正在请申请人签名，按 Esc 取消")
        request = replace(form.request(self._file, self.tools.desk.session.counter.code), signature=None)
        self.tools.tasks.run(
            self, "store", partial(self.tools.desk.text_to_sign, request),
            partial(self._put_before_citizen, form), partial(self._on_text_refused, form),
            self._on_text_failed,
        )  # fmt: skip

    def _put_before_citizen(self, form: ActForm, text: str) -> None:
        if not self._asked:
            return
        matter = self._file.case.item_name if self._file is not None else form.plan.title
        what = ToSign(
            title=f"请阅读并签署《{form.plan.title}》",
            heading=form.plan.title,
            text=text,
            signer=signer_of(form.answers(), self._file),
            matter=f"{self.tools.desk.session.counter.sign}　{matter}",
        )
        self.tools.citizen.ask_signature(what, partial(self._on_signed, form))

    def _on_signed(self, form: ActForm, signature: ScreenSignature | None) -> None:
        if not self._asked:
            return
        self._asked = False
        form.show_signed(signature)
        if signature is None:
            self.tools.messages.warn("没有签名，可再按 F11 签名。")
        self.sending.release()

    def _on_text_refused(self, form: ActForm, violation: RuleViolation) -> None:
        self._asked = False
        self.sending.release()
        if not form.show_refusal(violation):
            self.tools.messages.refused(violation)

    def _on_text_failed(self, error: BaseException) -> None:
        self._asked = False
        self.sending.release()
        self.tools.messages.failed("store", None, error)

    def _withdraw(self) -> None:
        if self._asked:
            self._asked = False
            self.sending.release()
            self.tools.citizen.withdraw()


def _key(name: str, file: CaseFile | None) -> tuple[UUID | None, str]:
    return (file.case.case_id if file is not None else None, name)


def _said(done: FormDone) -> str:
    if isinstance(done.answer, ActDone) and done.answer.receipt_no and done.file is None:
        return f"{done.title}：已办好，编号 {done.answer.receipt_no}。"
    if isinstance(done.answer, str) and done.answer:
        return f"{done.title}：已送打印。"
    return f"{done.title}：已办好，已记入办件记录。"
