"""The intake screen: find the item, write down the applicant, judge the materials, then accept or notify."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout, QWidget

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.checklist import MaterialVerdict
from yichuang_desktop.domain.commitments import CommitmentText
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.item_search import ItemIndex, SearchRow
from yichuang_desktop.domain.items import ServiceItem
from yichuang_desktop.domain.parties import Applicant, Representative
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.ports import DraftRow, ItemRow
from yichuang_desktop.services.requests import ScreenSignature
from yichuang_desktop.ui.citizen import CitizenSide, ToSign
from yichuang_desktop.ui.intake.drafts import DraftsCard
from yichuang_desktop.ui.intake.guide import GuidePanel
from yichuang_desktop.ui.intake.item_card import ItemCard
from yichuang_desktop.ui.intake.materials import MaterialsCard
from yichuang_desktop.ui.intake.model import IntakeModel
from yichuang_desktop.ui.intake.parties import PartiesCard
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.tasks import Tasks

SAVE_AFTER = 400
"""Milliseconds of rest after which a draft is saved (R-X-1)."""


class IntakeScreen(Screen):
    """Where a window clerk works all day (R-IN-1 to R-IN-4, R-IN-9)."""

    title = "收件"

    def __init__(
        self, tasks: Tasks, messages: Messages, desk: Desk, citizen: CitizenSide, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._tasks, self._messages, self._desk, self._citizen = tasks, messages, desk, citizen
        self._counter = desk.session.counter
        self._now = now
        self._today = lambda: now().date()
        self._model = IntakeModel(self._today)
        self._index = ItemIndex(())
        self._busy = ""
        self._signed_parties: tuple[Applicant, Representative | None] | None = None
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(SAVE_AFTER)
        self._save_timer.timeout.connect(self._save)
        self._build()

    def _build(self) -> None:
        self.item_card, self.parties, self.materials = ItemCard(), PartiesCard(), MaterialsCard()
        self.drafts, self.guide = DraftsCard(), GuidePanel()
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self.drafts)
        self._pages.addWidget(self.materials)
        for widget, stretch in ((self.item_card, 0), (self.parties, 0), (holder, 1)):
            self.left.addWidget(widget, stretch)
        self.right.addWidget(self.guide)
        self.item_card.search.asked.connect(self._on_asked)
        self.item_card.search.chosen.connect(self._on_item_chosen)
        self.parties.edited.connect(self._on_parties)
        self.materials.judged.connect(self._on_judged)
        self.materials.counted.connect(self._on_counted)
        self.materials.explained.connect(self._on_explained)
        self.drafts.taken_up.connect(self._on_draft_taken_up)
        self._show_model()

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        model, busy = self._model, self._busy
        acts = [
            Act("一次性告知单", Key.ACT_1, self._notify, reason=busy or model.why_not_notify()),
            Act("签信用承诺书", Key.ACT_2, self._sign, reason=busy or self._why_not_sign()),
            Act("收件受理", Key.MAIN, self._accept, main=True, reason=busy or model.why_not_accept()),
        ]
        if model.item is not None:
            acts.insert(2, Act("放下这件", Key.ALT_N, self._put_aside, reason=busy))
        return acts

    def hints(self) -> list[tuple[Key, str]]:
        return [(Key.UP_DOWN, "选材料"), (Key.FIND, "搜事项"), (Key.ALT_A, "代理人"), (Key.ALT_4, "身份核验")]

    def next_step(self) -> Step | None:
        return None

    def on_shown(self) -> None:
        self._load_index()
        self._load_drafts()
        if self._model.item is None:
            self.item_card.search.setFocus()

    def on_hidden(self) -> None:
        self._save_now()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "item" in kinds:
            self._load_index()
        if kinds & {"draft", "case"}:
            self._load_drafts()

    def on_find(self) -> None:
        self.item_card.search.setFocus()
        self.item_card.search.selectAll()

    def on_escape(self) -> bool:
        if self._busy:
            self._citizen.withdraw()
            return True
        if self._model.item is None:
            return False
        self._put_aside()
        return True

    def on_key(self, key: Key) -> bool:
        """Keys of this screen that are not acts."""
        moves: dict[Key, Callable[[], None]] = {
            Key.ALT_1: self.item_card.search.setFocus,
            Key.ALT_2: self.parties.name.setFocus,
            Key.ALT_3: self.materials.focus_first_open,
            Key.ALT_4: self.parties.next_identity,
            Key.ALT_A: self.parties.toggle_agent,
        }
        move = moves.get(key)
        if move is not None:
            move()
        return move is not None

    # -- finding the item ------------------------------------------------------------------------------------

    def _load_index(self) -> None:
        self._tasks.run(self, "store", self._desk.views.items, self._on_items)

    def _on_items(self, rows: tuple[ItemRow, ...]) -> None:
        self._index = ItemIndex(
            SearchRow(
                row.item_id,
                row.name,
                row.department,
                row.code,
                row.initials,
                row.pinyin,
                row.department_initials,
            )
            for row in rows
        )

    def _on_asked(self, text: str) -> None:
        self.item_card.show_found(text, self._index.find(text, limit=50))

    def _on_item_chosen(self, item_id: object) -> None:
        self._save_now()
        self._tasks.run(
            self, "store", partial(self._desk.views.item, str(item_id)), self._on_item, self._on_item_refused
        )

    def _on_item_refused(self, violation: RuleViolation) -> None:
        self._messages.refused(violation)
        self.item_card.show_item(self._model.item)

    def _on_item(self, found: tuple[int, ServiceItem]) -> None:
        version, item = found
        self._model = IntakeModel(self._today, case_id=uuid4())
        self._model.choose_item(item, version)
        self._open_draft()
        self._show_model()
        self.parties.name.setFocus()

    # -- the draft -------------------------------------------------------------------------------------------

    def _open_draft(self) -> None:
        model = self._model
        if model.case_id is None or model.item is None:
            return
        request = ask.OpenDraft(uuid4(), model.case_id, model.item.item_id, self._counter.code)
        self._tasks.run(
            self, "store", partial(self._desk.open_draft, request), partial(self._on_opened, model)
        )

    def _on_opened(self, model: IntakeModel, done: ActDone) -> None:
        model.opened, model.revision = True, done.revision
        if model is self._model:
            self._save_timer.start()

    def _load_drafts(self) -> None:
        self._tasks.run(
            self, "store", partial(self._desk.views.drafts, self._counter.code), self.drafts.show_drafts
        )

    def _on_draft_taken_up(self, row: object) -> None:
        if isinstance(row, DraftRow):
            self._tasks.run(self, "store", partial(self._fetch, row), self._on_draft)

    def _fetch(self, row: DraftRow) -> IntakeModel:
        """On the store's lane: the draft, taken up again from its notice where there was one."""
        notified = row.state == "notified"
        if notified:
            case = self._desk.case(row.case_id)
            self._desk.take_up_again(ask.TakeUpAgain(uuid4(), row.case_id, case.revision, self._counter.code))
        case = self._desk.case(row.case_id)
        form = self._desk.draft(row.case_id)
        version, item = self._desk.views.item(form.item_id or case.item_id, form.item_version or None)
        model = IntakeModel(self._today, case_id=row.case_id, revision=case.revision, opened=True)
        model.notified = notified or bool(row.notice_no)
        model.choose_item(item, version)
        if form.item_id:
            model.take_form(form, item)
        return model

    def _on_draft(self, model: IntakeModel) -> None:
        self._model = model
        self._show_model()
        self.materials.focus_first_open()
        self._messages.info(f"继续办理：{model.item.name if model.item else ''} {model.applicant.name}")

    def _save_now(self) -> None:
        if self._save_timer.isActive():
            self._save_timer.stop()
            self._save()

    def _save(self) -> None:
        model = self._model
        if not model.opened or model.case_id is None or self._busy:
            return
        request = ask.SaveDraft(model.case_id, model.form(), self._counter.code)
        self._tasks.run(
            self, "store", partial(self._desk.save_draft, request), lambda _none: self._on_saved(model)
        )

    def _on_saved(self, model: IntakeModel) -> None:
        if model is self._model:
            self.guide.show_saved(self._now())

    def _put_aside(self) -> None:
        """Leave this intake as a draft and begin with the next citizen."""
        self._save_now()
        self._clear()
        self._load_drafts()
        self._messages.info("已放下，草稿已保存，可从列表继续办理。")

    def _clear(self) -> None:
        self._busy = ""
        self._model = IntakeModel(self._today)
        self._show_model()
        self.item_card.search.setFocus()

    # -- the form grows --------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if self._model.signature is not None and not self._still_signed():
            self._model.signature = None
            self._messages.warn("承诺书内容已变化，原签名作废，请申请人重新签署。")
        if self._model.opened:
            self._save_timer.start()
        self._show_state()

    def _still_signed(self) -> bool:
        """Nothing the commitment names was changed since it was signed; the service checks the text itself."""
        return self._signed_parties == (self._model.applicant, self._model.representative)

    def _on_parties(self) -> None:
        self._model.applicant = self.parties.applicant(self._model.applicant)
        self._model.representative = self.parties.representative()
        self._model.identity = self.parties.identity.value()
        self._model.delivery = self.parties.delivery.value() or self._model.delivery
        self._changed()

    def _on_judged(self, seq: int, verdict: object) -> None:
        if not isinstance(verdict, MaterialVerdict):
            return
        try:
            self._model.judge(seq, verdict)
        except RuleViolation as violation:
            self._messages.refused(violation)
            return
        self._messages.clear()
        self.materials.show_checklist(self._model.checklist)
        if verdict not in (MaterialVerdict.MISSING, MaterialVerdict.WRONG_FORM):
            self.materials.step_down(seq)
        self._changed()

    def _on_counted(self, seq: int, by: int) -> None:
        self._model.change_copies(seq, by)
        self.materials.show_checklist(self._model.checklist)
        self._changed()

    def _on_explained(self, seq: int, reason: str) -> None:
        self._model.explain(seq, reason)
        self.materials.show_checklist(self._model.checklist)
        self._changed()

    # -- sign, accept, notify --------------------------------------------------------------------------------

    def _why_not_sign(self) -> str:
        return self._model.why_not_sign() or (
            "" if self._citizen.available else "外屏没有连接，请改用纸质签字"
        )

    def _sign(self) -> None:
        model = self._model
        if model.item is None:
            return
        self._set_busy("正在请申请人签署，按 Esc 取消")
        work = partial(self._desk.commitment_text, model.form(), model.item)
        self._tasks.run(self, "store", work, partial(self._put_before_citizen, model), self._on_refused)

    def _put_before_citizen(self, model: IntakeModel, text: CommitmentText) -> None:
        if model is not self._model or model.item is None or not self._busy:
            return
        self._signed_parties = (model.applicant, model.representative)
        signer = model.representative.name if model.representative else model.applicant.name
        what = ToSign(
            title="请阅读并签署《信用承诺书》",
            heading="信用承诺书",
            text=text.canonical_bytes().decode(),
            signer=signer,
            matter=f"{self._counter.sign}窗口　{model.item.name}",
        )
        self._citizen.ask_signature(what, partial(self._on_signed, model))

    def _on_signed(self, model: IntakeModel, signature: ScreenSignature | None) -> None:
        self._set_busy("")
        if model is not self._model:
            return
        if signature is None:
            self._messages.warn("没有签署。可再按 F11 签署，或直接收件并改用纸质签字。")
        else:
            model.signature = signature
            self._messages.good("申请人已签署信用承诺书。")
        self._show_state()

    def _accept(self) -> None:
        model = self._model
        if model.case_id is None:
            return
        self._save_timer.stop()
        self._set_busy("正在收件受理…")
        request = ask.Accept(
            uuid4(), model.case_id, model.revision, model.form(), self._counter.code, model.signature
        )
        self._send(partial(self._desk.accept, request), partial(self._on_accepted, model))

    def _on_accepted(self, model: IntakeModel, done: ActDone) -> None:
        self._clear()
        owed = "" if model.signature else "信用承诺书待纸质签字，签字后请在交接页确认。"
        self._messages.good(f"已收件受理 {done.receipt_no}　{model.applicant.name}。单据正在打印。{owed}")
        self._citizen.invite_rating(done.act_id, self._counter.code, "收件")
        self._load_drafts()

    def _notify(self) -> None:
        model = self._model
        if model.case_id is None:
            return
        self._save_timer.stop()
        reason = "补充材料后仍不齐全" if model.notified else ""
        self._set_busy("正在出具一次性告知单…")
        request = ask.Notify(uuid4(), model.case_id, model.revision, model.form(), self._counter.code, reason)
        self._send(partial(self._desk.notify, request), partial(self._on_notified, model))

    def _on_notified(self, model: IntakeModel, _done: ActDone) -> None:
        self._clear()
        self._messages.good(f"已出具一次性告知单：{model.applicant.name}。补齐后可从草稿列表继续办理。")
        self._load_drafts()

    def _send(self, work: Callable[[], ActDone], done: Callable[[ActDone], None]) -> None:
        self._tasks.run(self, "store", work, done, self._on_refused, self._on_failed(work, done))

    def _on_refused(self, violation: RuleViolation) -> None:
        self._set_busy("")
        self._messages.bad(say(violation))
        self._save_timer.start()

    def _on_failed(
        self, work: Callable[[], ActDone], done: Callable[[ActDone], None]
    ) -> Callable[[BaseException], None]:
        """The same act is sent again under the same id: it is done once, whatever became of the first try."""

        def failed(_error: BaseException) -> None:
            self._set_busy("")
            self._messages.failed("store", lambda: self._send(work, done))

        return failed

    # -- showing ---------------------------------------------------------------------------------------------

    def _set_busy(self, reason: str) -> None:
        self._busy = reason
        self.acts_changed.emit()

    def _show_model(self) -> None:
        model = self._model
        self.item_card.show_item(model.item)
        self.parties.show_parties(model.applicant, model.representative, model.identity, model.delivery)
        self.parties.setVisible(model.item is not None)
        self._pages.setCurrentIndex(1 if model.item is not None else 0)
        self.materials.show_checklist(model.checklist)
        self.guide.show_item(model.item)
        self._show_state()

    def _show_state(self) -> None:
        model = self._model
        self.parties.show_remarks(model.remarks() if model.item else {}, self._today())
        self.item_card.set_step_done(model.item is not None)
        self.parties.set_step_done(model.parties_stand() and model.identity is not None)
        self.materials.set_step_done(bool(model.checklist and model.checklist.complete))
        self.guide.say(model.next_step())
        self.acts_changed.emit()

    # -- for other parts of the window -----------------------------------------------------------------------

    @property
    def case_id(self) -> UUID | None:
        """The intake on screen, if any."""
        return self._model.case_id

    def open_materials(self) -> tuple[int, ...]:
        """Numbers of the materials that still keep the case from being accepted."""
        checklist = self._model.checklist
        if checklist is None:
            return ()
        return tuple(row.seq for row in checklist.rows if row.verdict is None or row.lacking)
