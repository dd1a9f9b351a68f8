"""The intake screen: find the item, write down the applicant, judge the materials, then accept or notify."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from yichuang_desktop.domain.checklist import MaterialVerdict
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.id_cards import CardReading, IdCard
from yichuang_desktop.domain.item_search import ItemIndex, SearchRow
from yichuang_desktop.domain.items import Package, ServiceItem
from yichuang_desktop.domain.obligations import ChannelChoice
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services.material_scans import MOST_SCAN_MB
from yichuang_desktop.services.ports import DraftRow, ItemRow
from yichuang_desktop.services.ports_cameras import PageFile
from yichuang_desktop.ui.camera.side import Wish, scan_key
from yichuang_desktop.ui.cards.desk import Filled
from yichuang_desktop.ui.forms.act_forms import ActForms, FormDone
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.intake.closing import ClosingPage, notice_points
from yichuang_desktop.ui.intake.drafting import Drafting, package_of
from yichuang_desktop.ui.intake.drafts import DraftsCard
from yichuang_desktop.ui.intake.finishing import Finishing
from yichuang_desktop.ui.intake.guide import GuidePanel
from yichuang_desktop.ui.intake.handed import StartIntake
from yichuang_desktop.ui.intake.item_card import ItemCard
from yichuang_desktop.ui.intake.materials import MaterialsCard
from yichuang_desktop.ui.intake.model import NOT_OPENED, IntakeModel
from yichuang_desktop.ui.intake.parties import PartiesCard
from yichuang_desktop.ui.intake.turning import TurningPage
from yichuang_desktop.ui.intake.ways import IntakeWay, commitment_points, conditional_points, package_points
from yichuang_desktop.ui.packages.members import check_package
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.sending import Sending
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.stray_scan import give_scans
from yichuang_desktop.ui.theme import Tone

HITS = 50
CODE = re.compile(r"\d{30}")
"""A paper's code: a notice scanned into the box of the item."""
NEED_REASON = "请写明再次告知的原因"
NEED_WHY = "请写明放弃的原因"


@dataclass(frozen=True, eq=False)
class _CardFields:
    """The parties of one intake, for one card: what is read is for these fields of this intake only."""

    screen: "IntakeScreen"
    model: IntakeModel
    whose: str

    def card_for(self) -> str:
        return self.whose

    def take_card(self, card: IdCard, reading: CardReading) -> Filled | None:
        return self.screen.fill_in_card(self.model, self.whose, card, reading)


class IntakeScreen(Screen):
    """Where a window clerk works all day (R-IN-1 to R-IN-4, R-IN-9)."""

    title = "收件"

    def __init__(self, tools: FormTools) -> None:
        super().__init__()
        tasks, messages, desk, now = tools.tasks, tools.messages, tools.desk, tools.now
        self._tasks, self._messages, self._desk, self._now = tasks, messages, desk, now
        self._cards = tools.cards
        self._model = IntakeModel(self._today)
        self._card_fields = _CardFields(self, self._model, "")
        self._index = ItemIndex(())
        self._closing: Act | None = None
        self._signs = False
        """The page before the end is one that is signed."""
        self._turning = False
        """The question why it cannot be accepted stands."""
        self.sending = Sending(tasks, messages, self)
        self.drafting = Drafting(tasks, desk, now, self)
        self.finishing = Finishing(tasks, messages, desk, tools.citizen, self.sending, self)
        self.forms = ActForms(tools, width=0)
        self._camera = tools.camera
        self._build()
        self._connect()
        self._show_model()

    def _build(self) -> None:
        self.item_card, self.parties, self.materials = ItemCard(), PartiesCard(), MaterialsCard()
        self.drafts, self.guide, self.closing = DraftsCard(), GuidePanel(), ClosingPage()
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self.turning = TurningPage()
        for page in (self.drafts, self.materials, self.closing, self.turning, self.forms):
            self._pages.addWidget(page)
        for widget, stretch in ((self.item_card, 0), (self.parties, 0), (holder, 1)):
            self.left.addWidget(widget, stretch)
        self.right.addWidget(self.guide)

    def _connect(self) -> None:
        self.item_card.search.asked.connect(self._on_asked)
        self.item_card.search.chosen.connect(self._on_item_chosen)
        self.parties.edited.connect(self._on_parties)
        self.parties.card_asked.connect(self._read_card)
        self.materials.judged.connect(self._on_judged)
        self.materials.counted.connect(self._on_counted)
        self.materials.explained.connect(self._on_explained)
        self.drafts.taken_up.connect(self._on_draft_chosen)
        self.closing.edited.connect(self._on_closing_edited)
        self.closing.entered.connect(self._close)
        self.closing.digit.connect(self._on_digit)
        self.turning.chosen.connect(self._on_turned)
        self.sending.changed.connect(self.acts_changed)
        self.drafting.opened.connect(lambda _model: self.acts_changed.emit())
        self.drafting.saved.connect(self.guide.show_saved)
        self.drafting.scan_kept.connect(self._on_scan_kept)
        self.drafting.taken_up.connect(self._on_draft)
        self.drafting.listed.connect(self.drafts.show_drafts)
        self.drafting.unlisted.connect(lambda: self.drafts.show_trouble(self.drafting.ask_list))
        self.finishing.ended.connect(self._on_ended)
        self.finishing.back.connect(self._on_back)
        self.finishing.signed.connect(self._show_state)
        self.drafting.consulted.connect(self._begin_from)
        self.drafting.elsewhere.connect(lambda code: self.go_to.emit("case", code))
        self.forms.changed.connect(self._on_forms)
        self.forms.done.connect(self._on_form_done)
        self.forms.scanned.connect(self.drafting.scan)
        give_scans(self.item_card.search, self.drafting.scan)

    def _today(self) -> date:
        return self._now().date()

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        model, busy = self._model, self.sending.busy
        if self.forms.open:
            return self.forms.acts()
        if self._turning:
            return [Act("返回", Key.BACK, self._open_again, reason=busy)]
        what = "签信用承诺书" if model.way.texts == 1 else "签承诺书（两份）"
        sign = Act(what, Key.ACT_2, self._sign, reason=busy or self.finishing.why_not_sign(model))
        if self._closing is not None:
            lacking = busy or self.closing.lacking
            last = Act(self._closing.text, Key.MAIN, self._closing.do, main=True, reason=lacking)
            back = Act("返回修改", Key.BACK, self._open_again, reason=busy)
            return [back, sign, last] if self._signs else [back, last]
        notice = Act("一次性告知单", Key.ACT_1, self._show_notice, reason=busy or model.why_not_notify())
        main = Act(model.way.value, Key.MAIN, self._accept, main=True, reason=busy or model.why_not_accept())
        return [notice, sign, *self._lesser_acts(busy), main]

    def _lesser_acts(self, busy: str) -> list[Act]:
        """What is seldom done with the intake on screen."""
        model = self._model
        if model.item is None:
            return []
        opened = busy or model.why_not_keep()
        commit = "不用告知承诺" if model.on_commitment else "告知承诺"
        acts = [
            Act("不能受理…", Key.ALT_B, self._show_turning, reason=opened),
            Act("放下", Key.ALT_N, self._put_aside, reason=busy),
        ]
        if model.item.informed_commitment.applies:
            why_not = busy or model.why_not_commit()
            acts.insert(0, Act(commit, Key.ALT_G, self._toggle_commitment, reason=why_not))
        return acts

    def hints(self) -> list[tuple[Key, str]]:
        if self.forms.open:
            return self.forms.hints()
        if self._turning:
            return [(Key.UP_DOWN, "选择"), (Key.NEXT, "办理"), (Key.BACK, "返回")]
        if self._closing is not None:
            return [(Key.UP_DOWN, "翻看"), (Key.BACK, "返回修改")]
        if self._model.item is None:
            return [(Key.FIND, "搜事项"), (Key.SCAN, "扫告知单继续"), (Key.ALT_3, "继续办理")]
        return [
            (Key.UP_DOWN, "选材料"), (Key.ALT_P, "拍材料"), (Key.FIND, "搜事项"), (Key.ALT_A, "代理人"),
            (Key.READ_CARD, "读身份证"),
        ]  # fmt: skip

    def on_shown(self) -> None:
        self._load_index()
        self.drafting.ask_list()
        if self._model.item is None:
            self.item_card.search.setFocus()

    def on_hidden(self) -> None:
        if self._cards is not None:
            self._cards.withdraw(self._card_fields)
        self.drafting.save_now()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "item" in kinds:
            self._load_index()
        if kinds & {"draft", "case"} and self._model.item is None:
            self.drafting.ask_list()

    def on_find(self) -> None:
        self.item_card.search.setFocus()
        self.item_card.search.selectAll()

    def on_handed(self, value: object) -> None:
        """A draft's case, or the code of its notice, is taken up; a consultation goes on as an intake."""
        if isinstance(value, UUID):
            self.drafting.save_now()
            self.drafting.take_up(value)
        elif isinstance(value, str):
            self.drafting.scan(value)
        elif isinstance(value, StartIntake):
            self._begin_from(value)

    def on_escape(self) -> bool:
        if self.forms.leave():
            return True
        if self.sending.busy:
            self.finishing.withdraw()
            return True
        if self._closing is not None or self._turning:
            self._open_again()
            return True
        if self._model.item is None:
            return False
        self._put_aside()
        return True

    def on_key(self, key: Key) -> bool:
        """Keys of this screen that are not acts: to its parts, agent, proof of identity."""
        moves: dict[Key, Callable[[], object]] = {
            Key.ALT_1: self.on_find,
            Key.ALT_2: self.parties.name.setFocus,
            Key.ALT_3: self._to_list,
            Key.ALT_4: self.parties.next_identity,
            Key.READ_CARD: self._read_card,
            Key.ALT_A: self.parties.toggle_agent,
            Key.ALT_C: self._next_channel_choice,
            Key.ALT_K: partial(self._on_turned, self._about_kept),
            Key.ALT_P: self._photograph,
            Key.ALT_X: partial(self._on_turned, "abandon"),
        }
        move = moves.get(key)
        if move is None or self._closing is not None or self._turning or self.forms.open:
            return False
        move()
        return True

    def _show_turning(self) -> None:
        """The question why it cannot be accepted; each answer has a paper of its own (dossier 2.4)."""
        self._turning = True
        self._turn_to(self.turning)
        self.guide.say(Step("选对原因：材料问题、申请人不办、不符合条件，各有各的文书。", Tone.WARN))
        self.turning.show_answers(self._answers())
        self.acts_changed.emit()

    @property
    def _about_kept(self) -> str:
        """Keep the papers, or give those that are kept back."""
        return "give_kept_papers_back" if self._model.papers_kept else "keep_papers"

    def _answers(self) -> dict[str, str]:
        """What each answer leads to, and why not."""
        model = self._model
        opened = self.sending.busy or model.why_not_keep()
        return {
            "notify": self.sending.busy or model.why_not_notify(),
            "abandon": opened or model.why_not_abandon(),
            "not_accept": opened,
            self._about_kept: opened,
        }

    def _on_turned(self, name: str) -> None:
        """An answer was given: to its page, or to its form."""
        why_not = self._answers()[name]
        if why_not:
            self._messages.warn(f"{why_not}。")
            return
        self._turning = False
        pages = {"notify": self._show_notice, "abandon": self._show_abandon}
        if name in pages:
            pages[name]()
        else:
            self._open_form(name)

    def _next_channel_choice(self) -> None:
        """Why it came over the counter, as the applicant says: the choice is theirs (3.2.1.1)."""
        if self._model.item is not None:
            every = tuple(ChannelChoice)
            following = (every.index(self._model.channel_choice) + 1) % len(every)
            self._model.channel_choice = every[following]
            self._changed()

    def _to_list(self) -> None:
        if self._model.item is None:
            self.drafts.table.setFocus()
        else:
            self.materials.focus_first_open()

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
        if CODE.fullmatch(text.strip()):
            self.item_card.show_item(self._model.item)
            self.drafting.save_now()
            self.drafting.scan(text.strip())
            return
        self.item_card.show_found(text, self._index.find(text, limit=HITS))

    def _on_item_chosen(self, item_id: object) -> None:
        self.drafting.save_now()
        work = partial(self._fetch_item, str(item_id))
        self._tasks.run(self, "store", work, self._on_item, self._on_item_refused)

    def _fetch_item(self, item_id: str) -> tuple[int, ServiceItem, Package | None]:
        """On the store's lane."""
        version, item = self._desk.views.item(item_id)
        package = package_of(self._desk, item)
        check_package(self._desk, package)
        return version, item, package

    def _on_item_refused(self, violation: RuleViolation) -> None:
        self._messages.refused(violation)
        self.item_card.show_item(self._model.item)
        self.item_card.show_refusal(say(violation))

    def _begin_from(self, start: StartIntake) -> None:
        """Go on with the item somebody asked about; the case will refer to the question (R-ASK-1)."""
        self.drafting.save_now()
        work = partial(self._fetch_item, start.item_id)
        self._tasks.run(self, "store", work, partial(self._on_item, start=start), self._on_item_refused)
        self._messages.info(f"接着咨询 {start.consult_no} 开始收件。")

    def _on_item(
        self, found: tuple[int, ServiceItem, Package | None], start: StartIntake | None = None
    ) -> None:
        version, item, package = found
        self._model = IntakeModel(self._today, case_id=uuid4())
        self._model.choose_item(item, version)
        if start is not None:
            self._model.asked_in = start.consult_no
            self._model.applicant = replace(self._model.applicant, name=start.asker, phone=start.phone)
        self._model.package = package
        self._closing, self._turning = None, False
        self.drafting.open(self._model)
        self._show_model()
        self.parties.name.setFocus()

    # -- drafts ----------------------------------------------------------------------------------------------

    def _on_draft_chosen(self, row: object) -> None:
        if isinstance(row, DraftRow):
            self.drafting.take_up(row.case_id)

    def _on_draft(self, model: IntakeModel) -> None:
        self._model = model
        self._closing = None
        self._turning = False
        self.forms.forget()
        self.drafting.keep(model)
        self._show_model()
        self.materials.focus_first_open()
        self._messages.info(f"继续办理：{model.item.name if model.item else ''} {model.applicant.name}")

    def _put_aside(self) -> None:
        """Leave this intake as a draft and begin with the next citizen."""
        self.drafting.save_now()
        self._on_ended("已放下，草稿已保存，可从列表继续办理。")

    def _clear(self) -> None:
        self._closing = None
        self._turning = False
        self.forms.forget()
        self._model = IntakeModel(self._today)
        self.drafting.keep(self._model)
        self._show_model()
        self.item_card.search.setFocus()

    # -- the form grows --------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self.finishing.check_signature(self._model)
        self.drafting.save_soon()
        self._show_state()

    def _on_parties(self) -> None:
        self._model.applicant = self.parties.applicant(self._model.applicant)
        self._model.representative = self.parties.representative()
        self._model.identity = self.parties.identity.value()
        self._model.reading = self.parties.reading
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

    def _read_card(self) -> None:
        """Alt+I: the applicant's card, or the agent's; pressed again, wait no longer."""
        cards, model = self._cards, self._model
        if cards is None or model.item is None or self._closing is not None or self._turning:
            return
        if not cards.waiting:
            self._card_fields = _CardFields(self, model, self.parties.card_for())
        cards.ask(self._card_fields)

    def fill_in_card(
        self, model: IntakeModel, whose: str, card: IdCard, reading: CardReading
    ) -> Filled | None:
        """Take a card for that intake; None when another one is on screen by now."""
        if model is not self._model or not self.parties.isVisible():
            return None
        return self.parties.take_card(whose, card, reading)

    # -- photographs -----------------------------------------------------------------------------------------

    def _photograph(self) -> None:
        """The marked material under the camera; its pages come back as one file."""
        row, model = self.materials.table.current_row(), self._model
        if row is None or model.case_id is None:
            self._messages.warn("请先选定事项，再选中要拍照的材料。")
            return
        if not model.opened:
            self._messages.warn(f"{NOT_OPENED}。")
            return
        sha256 = row.scan.sha256 if row.scan is not None else ""
        unsaved = model.unsaved_scans.get(row.seq)
        self._camera.photograph(
            Wish(
                f"{row.seq}　{row.name}",
                scan_key(model.case_id, row.seq),
                MOST_SCAN_MB * 1024 * 1024,
                partial(self._on_photographed, model, row.seq),
                existing=partial(self._scanned_before, sha256, unsaved) if sha256 else None,
                left=self.materials.table.setFocus,
            )
        )

    def _scanned_before(self, sha256: str, unsaved: bytes | None) -> bytes:
        """On the store's lane."""
        return unsaved if unsaved is not None else self._desk.views.attachment(sha256)

    def _on_photographed(self, model: IntakeModel, seq: int, file: PageFile) -> None:
        if model is not self._model:
            return  # the intake was left meanwhile; the pages are still on the shelf
        model.photograph(seq, file)
        self.materials.show_checklist(model.checklist)
        self.materials.table.select_key(seq)
        self.materials.table.setFocus()
        self.drafting.save_scans()
        self._show_state()

    def _on_scan_kept(self, case_id: UUID, seq: int) -> None:
        self._camera.kept(scan_key(case_id, seq))
        self._show_state()

    # -- sign, accept, notify, give up -----------------------------------------------------------------------

    def _sign(self) -> None:
        self.finishing.sign(self._model)

    def _accept(self) -> None:
        """Complete: accept. Conditionally or on a commitment: first what will be told, to be gone through."""
        if self._model.way is IntakeWay.MAILED:
            self._open_form("accept_mailed")
            return
        if self._model.way.told_first and self._closing is None:
            self._show_way()
            return
        self.drafting.hold()
        self.finishing.accept(self._model)

    def _show_way(self) -> None:
        """What the applicant is told and promises, before it is signed and accepted (R-IN-5, R-IN-6)."""
        model = self._model
        if model.checklist is None or model.item is None:
            return
        if model.way is IntakeWay.CONDITIONALLY:
            intro = "书面告知申请人还要补交什么、到哪天为止；请与申请人核对："
            points = conditional_points(model.item, model.checklist)
            step = "请与申请人核对补交的材料和期限，按 F11 签署，再按 F12 容缺受理；纸质签字的直接按 F12。"
        elif model.way is IntakeWay.PACKAGE:
            intro = "一套材料，分发到下列部门同步办理；请与申请人核对要办的事项："
            points = package_points(model.package, model.left_out) if model.package is not None else []
            step = "请与申请人核对要办的事项，按 F11 签署信用承诺书，再按 F12 一件事受理。"
        else:
            intro = "请向申请人告知下列内容，愿意承诺的再签署："
            points = commitment_points(model.item, model.checklist, model.replaced)
            step = "请逐条告知，申请人愿意的按 F11 签署，再按 F12 受理；不愿意的按 Esc。"
        self._closing = Act(model.way.value, Key.MAIN, self._accept, main=True)
        self._signs = True
        self._turn_to(self.closing)
        self.guide.say(Step(step, Tone.WARN))
        self.closing.show_page(model.way.value, intro, points)
        self.acts_changed.emit()

    def _on_digit(self, step: int) -> None:
        """An optional part of a package is wanted after all, or not."""
        package = self._model.package
        if self._closing is None or not self._signs or package is None:
            return
        if any(member.step == step and member.optional for member in package.members):
            self._model.left_out ^= {step}
            self._show_way()

    def _toggle_commitment(self) -> None:
        """The applicant is willing, or is not after all."""
        self._model.on_commitment = not self._model.on_commitment
        self.finishing.check_signature(self._model)
        self._show_state()

    def _show_notice(self) -> None:
        """Everything the notice will say, to be read before it is given (R-IN-4)."""
        checklist = self._model.checklist
        if checklist is None:
            return
        reason = NEED_REASON if self._model.notified else ""
        intro = "一次告知全部需要补正的内容。请与申请人核对无误后出具："
        self._closing = Act("出具一次性告知单", Key.MAIN, self._notify, main=True)
        self._signs = False
        self._turn_to(self.closing)
        self.guide.say(Step("请与申请人逐条核对，一次说全；无误后按 F12 出具，要修改按 Esc。"))
        self.closing.show_page("一次性告知单预览", intro, notice_points(checklist), reason)
        self.acts_changed.emit()

    def _show_abandon(self) -> None:
        name = self._model.applicant.name or "申请人"
        self._closing = Act("确定放弃", Key.MAIN, self._abandon, main=True)
        self._signs = False
        self._turn_to(self.closing)
        points = ["已录入的内容留在记录里，不会删除", "放弃以后不能再继续办理，需要时重新收件"]
        self.closing.show_page("放弃这件收件", f"{name}不办了，或者录错了：", points, NEED_WHY)
        self.acts_changed.emit()

    def _open_form(self, name: str) -> None:
        """Keep the papers, give them back, or decide not to accept: each has a form of its own."""
        if self._model.case_id is None:
            return
        self.drafting.save_now()
        work = partial(self._desk.views.case_file, self._model.case_id)
        self._tasks.run(self, "store", work, partial(self.forms.open_form, name))

    def _on_forms(self) -> None:
        if self.forms.open:
            self._turn_to(self.forms)
            self.acts_changed.emit()
        elif self._closing is None and not self._turning:
            self._show_page()
            self._show_state()

    def _on_form_done(self, done: FormDone) -> None:
        """After a decision the intake is over; else it goes on with what the case says now."""
        if done.name == "accept_mailed":
            number = getattr(done.answer, "receipt_no", "")
            self._on_ended(f"已邮寄收件 {number}，单据正在打印；请把存根和承诺书交到出证窗口。")
        elif done.name == "not_accept":
            self._on_ended(f"已登记不予受理：{self._model.applicant.name}。决定书正在打印，请送达申请人。")
        elif done.case_id is not None:
            self.drafting.take_up(done.case_id)

    def _open_again(self) -> None:
        self._closing = None
        self._turning = False
        self._show_page()
        self._show_state()
        self.materials.table.setFocus()

    def _close(self) -> None:
        """Enter under the reason does what F12 does."""
        if self._closing is not None and not (self.sending.busy or self.closing.lacking):
            self._closing.do()

    def _on_closing_edited(self) -> None:
        self.acts_changed.emit()

    def _notify(self) -> None:
        self.drafting.hold()
        self.finishing.notify(self._model, self.closing.reason.text())

    def _abandon(self) -> None:
        self.drafting.hold()
        self.finishing.abandon(self._model, self.closing.reason.text())

    def _on_ended(self, words: str) -> None:
        self._clear()
        self._messages.good(words)
        self.drafting.ask_list()

    def _on_back(self) -> None:
        self.drafting.save_soon()

    # -- showing ---------------------------------------------------------------------------------------------

    def _show_model(self) -> None:
        model = self._model
        self.item_card.show_item(model.item)
        self.parties.show_parties(
            model.applicant, model.representative, model.identity, model.delivery, model.reading
        )
        self.parties.setVisible(model.item is not None)
        self.materials.show_checklist(model.checklist)
        self.guide.show_item(model.item)
        self._show_page()
        self._show_state()

    def _show_page(self) -> None:
        self._turn_to(self.materials if self._model.item is not None else self.drafts)

    def _turn_to(self, page: QWidget) -> None:
        """Only the page that is shown says how much room it needs."""
        for one in (self.drafts, self.materials, self.closing, self.turning, self.forms):
            wanted = QSizePolicy.Policy.Preferred if one is page else QSizePolicy.Policy.Ignored
            one.setSizePolicy(QSizePolicy.Policy.Preferred, wanted)
        # A form has fields enough of its own: the applicant's make room for them.
        self.parties.setVisible(page is not self.forms and self._model.item is not None)
        self._pages.setCurrentWidget(page)

    def _show_state(self) -> None:
        model = self._model
        self.parties.show_remarks(model.remarks() if model.item else {}, self._today())
        self.item_card.set_step_done(model.item is not None)
        self.parties.set_step_done(model.parties_stand() and model.identity is not None)
        self.materials.set_step_done(bool(model.checklist and model.checklist.complete))
        self.guide.say(model.next_step())
        self.guide.show_choice(model.channel_choice.title)
        judged = model.ways is not None and model.checklist is not None and not model.checklist.unjudged
        self.guide.show_ways(model.ways.facts(model.way) if judged and model.ways else ())
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
