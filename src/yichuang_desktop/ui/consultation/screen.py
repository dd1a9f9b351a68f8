"""The consultation screen: find the item, answer in seconds, refer what is hard (3.1; R-ASK-1, R-ASK-2)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from yichuang_desktop.domain.asking import FieldFault, asks, faults
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Role
from yichuang_desktop.domain.item_search import ItemIndex, SearchRow
from yichuang_desktop.services.ports import CaseFile, ItemRow
from yichuang_desktop.ui.consultation.asking import Asking, Found, Lists, Recorded, of_found
from yichuang_desktop.ui.consultation.guide import GuidePanel
from yichuang_desktop.ui.consultation.lists import TODAY, WAITING, QuestionLists
from yichuang_desktop.ui.consultation.materials import MaterialsCard
from yichuang_desktop.ui.consultation.model import AskModel, Chosen, MaterialLine, ReferralLine, overdue
from yichuang_desktop.ui.consultation.question_card import QuestionCard
from yichuang_desktop.ui.consultation.reading import Pages, Reading
from yichuang_desktop.ui.consultation.sources import SampleFiles, Showing
from yichuang_desktop.ui.forms.act_forms import ActForms, FormDone
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.intake.handed import StartIntake
from yichuang_desktop.ui.intake.item_card import ItemCard
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.paper import PaperPreview
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.prints.model import PaperMaker
from yichuang_desktop.ui.shortcuts import Key

HITS = 50
NO_SAMPLE = "这份材料没有示范文本，请按受理要点说明"
NO_MARK = "请先在材料清单里选一份材料"


class ConsultationScreen(Screen):
    """One box finds the item; its guide stands beside; one key prints, answers, refers or goes on."""

    title = "咨询"

    def __init__(self, tools: FormTools, maker: PaperMaker, samples: SampleFiles, showing: Showing) -> None:
        super().__init__()
        self._tools, self._desk = tools, tools.desk
        self._model, self._index = AskModel(), ItemIndex(())
        self._waiting: tuple[ReferralLine, ...] = ()
        self._at_lists = False
        self._reading = Reading(tools, maker, samples, showing, self)
        self.asking = Asking(tools, samples, self)
        self._build()
        self._connect()
        self._show_model()

    def _build(self) -> None:
        self.item_card, self.question, self.lists = ItemCard(), QuestionCard(), QuestionLists()
        self.materials, self.guide, self.forms = MaterialsCard(), GuidePanel(), ActForms(self._tools)
        self.preview, self._preview_card = PaperPreview(), Card("预览")
        self._preview_card.add_hint("+ − 放大缩小 · Esc 返回")
        self._preview_card.body.addWidget(self.preview, 1)
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.setContentsMargins(0, 0, 0, 0)
        for page in (self.lists, self.materials, self._preview_card):
            self._pages.addWidget(page)
        for widget, stretch in ((self.item_card, 0), (self.question, 0), (holder, 1)):
            self.left.addWidget(widget, stretch)
        self.right.addWidget(self.guide)
        self.right.addWidget(self.forms)

    def _connect(self) -> None:
        asking = self.asking
        self.item_card.search.asked.connect(self._on_asked)
        self.item_card.search.chosen.connect(lambda item_id: asking.choose(str(item_id)))
        self.question.edited.connect(self._on_edited)
        self.question.answered.connect(self._on_answer_entered)
        self.lists.current.connect(self.acts_changed)
        self.lists.chosen.connect(self._on_row_chosen)
        self.materials.current.connect(self.acts_changed)
        self.materials.chosen.connect(self._preview_sample)
        self._reading.ready.connect(self._on_pages)
        asking.sending.changed.connect(self.acts_changed)
        asking.chosen.connect(self._on_chosen)
        asking.listed.connect(self._on_lists)
        asking.unlisted.connect(lambda: self.lists.show_trouble(asking.ask_lists))
        asking.found.connect(self._on_found)
        asking.foreign.connect(lambda code: self.go_to.emit("case", code))
        asking.recorded.connect(self._on_recorded)
        asking.refused.connect(self._on_refused)
        self.forms.changed.connect(self._on_forms)
        self.forms.done.connect(self._on_form_done)
        self.forms.scanned.connect(self.on_scan)
        for table in (self.lists.referrals, self.lists.asked):
            table.installEventFilter(self)
        for field in (self.item_card.search, self.question.question.edit, self.question.answer.edit):
            field.installEventFilter(self)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        if self.forms.open:
            return self.forms.acts()
        if self._model.begun:
            return self._recorded_acts() if self._model.recorded else self._asking_acts()
        if self._at_lists and self.lists.referral is not None:
            return self._referral_acts(self.lists.referral)
        if self._at_lists and self.lists.asked_row is not None:
            return [Act("看这次咨询", Key.ALT_G, self._open_case), *self._start_act(self._take_over)]
        return self._asking_acts()

    def hints(self) -> list[tuple[Key, str]]:
        if self.forms.open:
            return self.forms.hints()
        if self._model.begun:
            return [(Key.PREVIEW, "预览告知单"), (Key.ALT_3, "材料清单"), (Key.BACK, "下一位")]
        return [(Key.FIND, "搜事项"), (Key.ALT_2, "写问题"), (Key.ALT_3, "到清单"), (Key.ALT_L, "换清单")]

    def on_shown(self) -> None:
        self._tools.tasks.run(self, "store", self._desk.views.items, self._on_items)
        self.asking.ask_lists()
        if not self.forms.open:
            self.item_card.search.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "item" in kinds:
            self._tools.tasks.run(self, "store", self._desk.views.items, self._on_items)
        if "case" in kinds:
            self.asking.ask_lists()

    def on_find(self) -> None:
        self.item_card.search.setFocus()
        self.item_card.search.selectAll()

    def on_escape(self) -> bool:
        if self.forms.leave():
            return True
        if self._pages.currentWidget() is self._preview_card:
            self._show_page()
            return True
        if not self._model.begun:
            return False
        self._next_person()
        return True

    def on_key(self, key: Key) -> bool:
        """Keys of this screen that are not acts: to its parts, preview, the other list."""
        moves: dict[Key, Callable[[], object]] = {
            Key.ALT_1: self.on_find,
            Key.ALT_2: self.question.question.setFocus,
            Key.ALT_3: self._to_list,
            Key.ALT_L: self._other_list,
            Key.PREVIEW: self._preview_guide,
        }
        move = moves.get(key)
        if move is None or self.forms.open:
            return False
        move()
        return True

    def on_scan(self, code: str) -> None:
        """A guide notice or referral slip brings its question back."""
        self.asking.find(code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            at_lists = watched in (self.lists.referrals, self.lists.asked)
            if at_lists != self._at_lists:
                self._at_lists = at_lists
                self.acts_changed.emit()
        return super().eventFilter(watched, event)

    # -- the acts --------------------------------------------------------------------------------------------

    def _asking_acts(self) -> list[Act]:
        model, busy = self._model, self.asking.sending.busy
        no_item = busy or model.why_not_guide()
        return [
            Act("打印告知单", Key.ACT_1, partial(self._record, guide=True), reason=no_item),
            *self._reading_acts(no_item),
            Act("转部门", Key.ALT_T, self._refer, reason=busy),
            *self._start_act(self._record_and_start, no_item),
            Act("当场答复", Key.MAIN, self._record, main=True, reason=busy or model.why_not_answer()),
        ]

    def _recorded_acts(self) -> list[Act]:
        no_item = self._model.why_not_guide()
        return [
            *self._reading_acts(no_item),
            *self._start_act(self._start, no_item),
            Act("下一位", Key.MAIN, self._next_person, main=True, reason=self.asking.sending.busy),
        ]

    def _referral_acts(self, line: ReferralLine) -> list[Act]:
        answer, chase = (
            partial(self._open_form, "answer_referred_question", line),
            partial(self._open_form, "chase_question", line),
        )
        return [
            Act("催问部门", Key.ACT_1, chase),
            Act("看这次咨询", Key.ALT_G, self._open_case),
            Act("登记部门答复", Key.MAIN, answer, main=True),
        ]

    def _reading_acts(self, no_item: str) -> list[Act]:
        line = self.materials.current_line()
        lacking = no_item or (NO_MARK if line is None else "" if line.samples else NO_SAMPLE)
        show = no_item or self._reading.why_not_show
        return [
            Act("示范文本", Key.ALT_S, self._print_sample, reason=lacking),
            Act("给群众看", Key.ALT_V, self._show_citizen, reason=show),
        ]

    def _start_act(self, start: Callable[[], None], reason: str = "") -> list[Act]:
        if Role.WINDOW_CLERK not in self._desk.session.roles:
            return []
        return [Act("开始收件", Key.ACT_2, start, reason=reason)]

    def _record(self, guide: bool = False) -> None:
        self._send(guide, None)

    def _record_and_start(self) -> None:
        self._send(False, lambda _recorded: self._start())

    def _send(self, guide: bool, then: Callable[[Recorded], None] | None) -> None:
        self.question.write_to(self._model)
        request = self._model.request(self._desk.session.counter.code, guide)
        found = list(faults(request, self._tools.now().date()))
        if self.question.show_faults(found):
            self._tools.sounds.bad()
            self._tools.messages.warn(found[0].sentence)
            return
        self.asking.record(self._model, guide=guide, then=then)

    def _start(self) -> None:
        model = self._model
        if model.item is None or not model.recorded:
            return
        start = StartIntake(model.item.item_id, model.consult_no, model.asker, model.phone)
        self._show(AskModel())
        self.go_to.emit("intake", start)

    def _take_over(self) -> None:
        row = self.lists.asked_row
        if row is not None:
            self.asking.take_over(row)

    def _refer(self) -> None:
        self.question.write_to(self._model)
        self.forms.forget()
        self.forms.open_form("refer_question", known=self._model.referral())

    def _open_form(self, name: str, line: ReferralLine) -> None:
        def opened(file: CaseFile) -> None:
            self.forms.open_form(name, file)

        work = partial(self._desk.views.case_file, line.row.case_id)
        self._tools.tasks.run(self, "store", work, opened)

    def _open_case(self) -> None:
        referral, asked = self.lists.referral, self.lists.asked_row
        case_id = referral.row.case_id if referral is not None else asked.case_id if asked else None
        if case_id is not None:
            self.go_to.emit("case", case_id)

    def _next_person(self) -> None:
        """Begin with the next question; what stood here comes back with 撤销 while it was not recorded."""
        left = self._model
        self.question.write_to(left)
        self._show(AskModel())
        self.item_card.search.setFocus()
        if not left.recorded:
            self._tools.messages.good("没有记录，已清空。", undo=partial(self._show, left))

    # -- reading ---------------------------------------------------------------------------------------------

    def _preview_guide(self) -> None:
        if self._model.item is not None:
            self._reading.preview_guide(self._model.item)

    def _preview_sample(self, line: MaterialLine) -> None:
        if line.samples:
            self._reading.preview_sample(line)
        else:
            self._tools.messages.info(NO_SAMPLE)

    def _print_sample(self) -> None:
        line, item = self.materials.current_line(), self._model.item
        if line is not None and item is not None:
            self._reading.print_sample(item, line)

    def _show_citizen(self) -> None:
        line, item = self.materials.current_line(), self._model.item
        if self.materials.table.hasFocus() and line is not None and line.samples:
            self._reading.show_sample(line)
        elif item is not None:
            self._reading.show_guide(item)

    def _on_pages(self, title: str, pages: Pages) -> None:
        self._preview_card.title.setText(title)
        self.preview.show_pages(pages)
        self._turn_to(self._preview_card)
        self.preview.setFocus()

    # -- what comes back -------------------------------------------------------------------------------------

    def _on_items(self, rows: tuple[ItemRow, ...]) -> None:
        self._index = ItemIndex(
            SearchRow(
                row.item_id, row.name, row.department, row.code, row.initials, row.pinyin,
                row.department_initials,
            )
            for row in rows
        )  # fmt: skip

    def _on_asked(self, text: str) -> None:
        self.item_card.show_found(text, self._index.find(text, limit=HITS))

    def _on_chosen(self, chosen: Chosen) -> None:
        self.question.write_to(self._model)
        model = self._model
        fresh = AskModel() if model.recorded else model
        fresh.chosen = chosen
        self._show(fresh)
        self.question.question.setFocus()

    def _on_edited(self) -> None:
        self.question.write_to(self._model)
        self.question.show_defaults(self._model)
        self._show_state()

    def _on_answer_entered(self) -> None:
        """Enter under the answer does what F12 does, once there is one."""
        if self.question.answer.text() and not self._model.recorded:
            self._record()

    def _on_lists(self, lists: Lists) -> None:
        self._waiting, asked = lists
        self.lists.show_rows(self._waiting, asked)
        self._show_state()

    def _on_row_chosen(self) -> None:
        line = self.lists.referral
        if line is not None:
            self._open_form("answer_referred_question", line)
        else:
            self._take_over()

    def _on_found(self, found: Found) -> None:
        row, _chosen = found
        self._tools.sounds.good()
        if row.state == "referred":
            self._show(AskModel())
            self.lists.turn_to(WAITING)
            self.lists.referrals.select_key(row.case_id)
            self.lists.referrals.setFocus()
            return
        self._show(of_found(found))
        self.item_card.search.setFocus()

    def _on_recorded(self, recorded: Recorded) -> None:
        self._model.consult_no = recorded.consult_no
        self._show(self._model)
        self.asking.ask_lists()

    def _on_refused(self, violation: RuleViolation) -> None:
        name = str(violation.facts.get("field", ""))
        known = asks(self._model.request(0, guide=False))
        if name in known:
            fault = FieldFault(name, known[name].title, violation.code, violation.facts)
            self.question.show_faults([fault])
        self._tools.messages.refused(violation)

    def _on_forms(self) -> None:
        self.guide.setVisible(not self.forms.open)
        self.acts_changed.emit()

    def _on_form_done(self, done: FormDone) -> None:
        if done.name == "refer_question":
            self._show(AskModel())
        self.forms.forget()
        self.asking.ask_lists()
        self.item_card.search.setFocus()

    # -- showing ---------------------------------------------------------------------------------------------

    def _show(self, model: AskModel) -> None:
        self._model = model
        self._show_model()

    def _show_model(self) -> None:
        model = self._model
        self.item_card.show_item(model.item)
        self.item_card.set_step_done(model.item is not None)
        self.question.show_model(model)
        self.materials.show_lines(model.materials())
        self.guide.show_item(model.item)
        self._show_page()
        self._show_state()

    def _show_state(self) -> None:
        self.guide.say(self._step())
        self.acts_changed.emit()

    def _step(self) -> Step:
        return self._model.next_step(len(self._waiting), overdue(self._waiting))

    def _show_page(self) -> None:
        self._turn_to(self.materials if self._model.item is not None else self.lists)

    def _turn_to(self, page: QWidget) -> None:
        """Only the page that is shown says how much room it needs; a paper takes the question's too."""
        self.question.setVisible(page is not self._preview_card)
        for one in (self.lists, self.materials, self._preview_card):
            wanted = QSizePolicy.Policy.Preferred if one is page else QSizePolicy.Policy.Ignored
            one.setSizePolicy(QSizePolicy.Policy.Preferred, wanted)
        self._pages.setCurrentWidget(page)

    def _to_list(self) -> None:
        if self._model.item is not None:
            self.materials.table.setFocus()
        else:
            self.lists.focus_table()

    def _other_list(self) -> None:
        if self._model.item is None:
            self.lists.turn_to(TODAY if self.lists.which == WAITING else WAITING)
            self.lists.focus_table()
