"""Find a case, read its whole life, do what can be done now; its papers; undo the last step (F6)."""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.hall import Counter
from yichuang_desktop.domain.next_steps import next_step
from yichuang_desktop.domain.package_parts import PackageStanding
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.domain.tracks import Approval
from yichuang_desktop.domain.transitions import TABLE
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.finding import Scanned
from yichuang_desktop.services.material_scans import scans_of
from yichuang_desktop.services.offering import offers
from yichuang_desktop.services.ports import CaseFile, CaseRow, PaperRecord
from yichuang_desktop.services.sheets import scanned_sheet
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.casefile.case_view import CaseView
from yichuang_desktop.ui.casefile.find_view import FoundList
from yichuang_desktop.ui.casefile.model import (
    FEWEST_CHARACTERS,
    FOUND_AT_MOST,
    FoundLine,
    fact_pairs,
    is_code,
    place_of,
    step_of,
    to_annul,
    why_not_annul,
)
from yichuang_desktop.ui.casefile.papers_view import PapersView
from yichuang_desktop.ui.casefile.scans_view import ScansView
from yichuang_desktop.ui.forms.act_forms import ActForms, FormDone
from yichuang_desktop.ui.forms.offer_list import OfferList
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.outbox.copy_card import CopyCard, why_not_copy
from yichuang_desktop.ui.packages.parts import PartLine, part_lines, summary
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.facts import FactList
from yichuang_desktop.ui.parts.field import FieldBox
from yichuang_desktop.ui.parts.nextstep import NextStepPanel, Step
from yichuang_desktop.ui.parts.scan import plain_code
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.prints.model import PaperMaker
from yichuang_desktop.ui.sending import CopyIds
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.signatures.view import SignaturesView
from yichuang_desktop.ui.stray_scan import leave_alone
from yichuang_desktop.ui.theme import Tone

FIND, CASE, PAPERS, SIGNATURES, SCANS = 0, 1, 2, 3, 4
PARTS, UNDO, NOW, SHEETS, PRINTS, FACTS = "一件事", "撤销上一步", "现在能办", "其他单据去向", "单据", "办件"
ASK_WHAT = Step("写下收件编号、姓名、证件号码或电话，按 Enter 查找；也可以扫码。")
Opened = tuple[CaseFile, Mapping[int, Counter], PackageStanding | None]


class CaseScreen(Screen):
    """Search, the case with its timeline and what can be done with it, its papers."""

    title = "查询"

    def __init__(self, tools: FormTools, maker: PaperMaker) -> None:
        super().__init__()
        self._tasks, self._messages, self._desk, self._now = (
            tools.tasks, tools.messages, tools.desk, tools.now,
        )  # fmt: skip
        self._file: CaseFile | None = None
        self._counters: Mapping[int, Counter] = {}
        self._standing: PackageStanding | None = None
        self._undoing = False
        self._busy = ""
        self._copies = CopyIds()
        self._wanted: object = None
        self._paper: PaperRecord | None = None
        """The sheet of this case that was scanned last."""
        self.papers = PapersView(self._tasks, self._messages, self._desk.views, maker, tools.files)
        self.signatures = SignaturesView(self._tasks, self._desk.views)
        self.scans = ScansView(tools)
        self.forms = ActForms(tools)
        self.copy = CopyCard(self._tasks, self._messages, self._desk)
        self._build()
        self._connect_forms()

    def _build(self) -> None:
        self.search = FieldBox(placeholder="收件编号、姓名、证件号码、电话，或扫单据条码", max_length=400)
        self.search.edit.setAccessibleName("查找办件")
        self.search.edit.setProperty("role", "scan")
        self.search.edit.entered.disconnect(self.search.entered)
        self.search.edit.entered.connect(self._on_search)
        top = Card()
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        top.body.addLayout(row)
        self.found, self.view = FoundList(), CaseView()
        self.found.chosen.connect(self._open_found)
        self.found.current.connect(self.acts_changed)
        self.papers.changed.connect(self.acts_changed)
        self.scans.changed.connect(self.acts_changed)
        self.signatures.changed.connect(self.acts_changed)
        self.pages = QStackedWidget()
        for page in (self.found, self.view, self.papers, self.signatures, self.scans):
            self.pages.addWidget(page)
        self.left.addWidget(top)
        self.left.addWidget(self.pages, 1)
        self.right.addWidget(self._build_panel())
        self.right.addWidget(self.forms)
        self.right.addWidget(self.copy)
        self._show_panel()  # not before it has its place: what is shown without a parent is a window

    def _build_panel(self) -> NextStepPanel:
        self.panel = NextStepPanel()
        self._undo_words = Words(role="second")
        self.reason = FieldBox("撤销的原因（会记入办件记录）", max_length=200)
        self.reason.edited.connect(lambda _text: self.acts_changed.emit())
        self._facts, self._prints, self._sheets = (
            FactList(), Words(role="second"), FactList(label_width=104),
        )  # fmt: skip
        self.offers = OfferList()
        self.offers.chosen.connect(self._open_form)
        self.panel.section(UNDO).addWidget(self._undo_words)
        self.panel.section(UNDO).addWidget(self.reason)
        self._parts = Words(role="second")
        self.panel.section(PARTS).addWidget(self._parts)
        self.panel.section(NOW).addWidget(self.offers)
        self.panel.section(SHEETS).addWidget(self._sheets)
        self.panel.section(FACTS).addWidget(self._facts)
        self.panel.section(PRINTS).addWidget(self._prints)
        return self.panel

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        page = self.pages.currentIndex()
        if page == PAPERS:
            return self.papers.acts(self._busy, self._reprint)
        if page in (SIGNATURES, SCANS):
            return list((self.signatures if page == SIGNATURES else self.scans).acts())
        if page == CASE and self.copy.open:
            return self.copy.acts()
        if page == CASE and self.forms.open:
            return self.forms.acts()
        if page == CASE:
            return self._undo_acts() if self._undoing else self._case_acts()
        line = self.found.table.current_row()
        reason = "" if line is not None else "请先查找一件"
        return [Act("打开这一件", Key.MAIN, self._open_current, main=True, reason=reason)]

    def _case_acts(self) -> list[Act]:
        file = self._file
        none = "" if file is not None and file.prints else "这一件还没有单据"
        undo = self._busy or (
            why_not_annul(file, self._desk.session, self._now()) if file else "请先打开一件"
        )
        return [
            Act("撤销上一步", Key.ALT_U, self._begin_undo, reason=undo),
            Act("复制到平台", Key.ALT_K, self._begin_copy, reason=self._busy or why_not_copy(file)),
            Act("核验签名", Key.ALT_Q, self._show_signatures, right=True, reason=self._busy),
            *self._scan_acts(),
            Act("预览单据、补打", Key.PREVIEW, self._show_papers, right=True, reason=self._busy or none),
            *self._coming_act(),
        ]

    def _scan_acts(self) -> list[Act]:
        """Only for a case with photographed materials."""
        scans = scans_of(self._file.history) if self._file is not None else ()
        return [Act("材料图像", Key.ALT_M, self._show_scans, right=True, reason=self._busy)] if scans else []

    def _show_scans(self) -> None:
        if self._file is not None:
            self.scans.show_scans(scans_of(self._file.history))
            self._turn_to(SCANS)
            self.scans.begin()

    def _coming_act(self) -> list[Act]:
        """What is next for the sheet that was scanned, else for the case: its form, or the screen for it."""
        coming = next((offer for offer in self.offers.offers if offer.name == self._next_act()), None)
        if coming is not None:
            begin = partial(self._open_form, coming.name)
            return [Act(coming.title, Key.MAIN, begin, main=True, reason=self._busy)]
        place = place_of(self._next_act() or self._review_of_draft(), self._desk.session.roles)
        if place is None:
            return []
        return [Act(place.words, Key.MAIN, partial(self._go_to, place.screen), main=True, reason=self._busy)]

    def _next_act(self) -> str:
        if self._file is None:
            return ""
        sheet = scanned_sheet(self._file, self._paper)
        return (sheet.act if sheet is not None else "") or next_step(self._file.case).act

    def _review_of_draft(self) -> str:
        """A draft is gone on with at the intake, whatever its form still lacks."""
        drafted = self._file is not None and self._file.case.tracks.approval is Approval.DRAFT
        return "accept" if drafted else ""

    def _undo_acts(self) -> list[Act]:
        reason = self._busy or ("" if self.reason.text() else "请写明撤销的原因")
        return [Act("确认撤销", Key.MAIN, self._annul, main=True, reason=reason)]

    def hints(self) -> list[tuple[Key, str]]:
        if self.copy.open:
            return self.copy.hints()
        if self.forms.open:
            return self.forms.hints()
        hints = [(Key.FIND, "查找"), (Key.UP_DOWN, "逐条看")]
        if self.view.listed is self.view.parts:
            hints.append((Key.NEXT, "打开环节"))
        return hints if self.pages.currentIndex() == FIND else [*hints, (Key.BACK, "返回")]

    def on_shown(self) -> None:
        if self._file is not None:
            self._reload()
        else:
            self.search.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if kinds & {"case", "print_job", "push", "rating"}:
            self._reload()

    def on_key(self, key: Key) -> bool:
        """Alt+L: the timeline, the parts, the chain."""
        if key is not Key.ALT_L or self.pages.currentIndex() != CASE or not self.view.turn():
            return False
        self.view.listed.setFocus()
        return True

    def on_escape(self) -> bool:
        if self.copy.leave():
            self.view.listed.setFocus()
        elif self.forms.leave():
            if not self.forms.open:
                self.view.listed.setFocus()
        elif self._undoing:
            self._end_undo()
        elif self.pages.currentIndex() in (PAPERS, SIGNATURES, SCANS):
            self._turn_to(CASE)
        elif self.pages.currentIndex() == CASE:
            self._leave_case()
        else:
            return False
        return True

    def on_find(self) -> None:
        self.search.setFocus()
        self.search.edit.selectAll()

    def on_handed(self, value: object) -> None:
        """A case id opens the case; a text (a receipt number) is searched for."""
        if isinstance(value, UUID):
            self._open(value)
        elif isinstance(value, str):
            self.search.set_text(value)
            self._on_search()

    # -- finding ---------------------------------------------------------------------------------------------

    def _on_search(self) -> None:
        text = self.search.text()
        self.search.edit.selectAll()
        if is_code(text):
            code = plain_code(text)
            self._begin(text)
            self._tasks.run(
                self, "store", partial(self._desk.scan, code), self._on_sheet, self._on_not_found,
                 lambda _error: self._not_read(self._on_search),
            )  # fmt: skip
        elif len(text) < FEWEST_CHARACTERS:
            self.search.show_remark("请至少写两个字", Tone.WARN if text else Tone.NONE)
        else:
            self._begin(text)
            self._tasks.run(
                self, "store", partial(self._desk.views.find_cases, text, FOUND_AT_MOST),
                partial(self._on_found, text), self._on_not_found,
                lambda _error: self._not_read(self._on_search),
            )  # fmt: skip

    def _begin(self, wanted: object) -> None:
        self._wanted = wanted
        self.search.show_remark()
        if self.pages.currentIndex() == FIND:
            self.found.pane.loading()

    def _on_found(self, text: str, rows: tuple[CaseRow, ...]) -> None:
        if self._wanted != text:
            return
        self.found.show_rows(text, rows)
        if len(rows) == 1:
            self._open(rows[0].case_id)
            return
        self._file = None
        self._turn_to(FIND)
        (self.found.table if rows else self.search).setFocus()

    def _on_not_found(self, violation: RuleViolation) -> None:
        self.search.show_remark(say(violation), Tone.BAD)
        if self.pages.currentIndex() == FIND:
            self.found.show_nothing()
        self.search.setFocus()
        self.acts_changed.emit()

    def _not_read(self, again: Callable[[], None]) -> None:
        if self.pages.currentIndex() == FIND:
            self.found.pane.error("没有查到：读数据库没有成功", again)
        else:
            self._messages.failed("store", again)

    def _on_sheet(self, found: Scanned) -> None:
        self._open(found.case_id, found.paper)

    def _open_found(self, line: FoundLine) -> None:
        self._open(line.row.case_id)

    def _open_current(self) -> None:
        line = self.found.table.current_row()
        if line is not None:
            self._open_found(line)

    # -- the case --------------------------------------------------------------------------------------------

    def _open(self, case_id: UUID, paper: PaperRecord | None = None) -> None:
        """Open a case, with the sheet of it that was scanned; a form half filled in is asked about first."""
        form = self.forms.form
        if form is not None and form.touched and self._file and self._file.case.case_id != case_id:
            self.ask(
                f"“{form.plan.title}”还没有办完，打开另一件会放弃已填写的内容。要打开吗？",
                "打开另一件", partial(self._open_now, case_id, paper),
            )  # fmt: skip
            return
        self._open_now(case_id, paper)

    def _open_now(self, case_id: UUID, paper: PaperRecord | None) -> None:
        self._begin(case_id)
        self._tasks.run(
            self, "store", partial(self._fetch, case_id), partial(self._on_opened, paper),
            self._on_not_found, lambda _error: self._not_read(partial(self._open, case_id, paper)),
        )  # fmt: skip

    def _fetch(self, case_id: UUID) -> Opened:
        views = self._desk.views
        counters = self._counters or {counter.code: counter for counter in views.counters()}
        file = views.case_file(case_id)
        return file, counters, views.package_standing(case_id) if file.case.package_id else None

    def _on_opened(self, paper: PaperRecord | None, opened: Opened) -> None:
        if self._wanted != opened[0].case.case_id:
            return
        if self._file is None or self._file.case.case_id != opened[0].case.case_id:
            self.forms.forget()
            self.copy.leave()
        self._file, self._counters, self._standing = opened
        self._paper = paper
        self.forms.follow(opened[0])
        self._undoing = False
        self._show_case()
        self._turn_to(CASE)
        if not self.forms.open:
            self.view.listed.setFocus()

    def _reload(self) -> None:
        if self._file is None or self._busy:
            return
        case_id = self._file.case.case_id
        self._tasks.run(self, "store", partial(self._fetch, case_id), self._on_reloaded)

    def _on_reloaded(self, opened: Opened) -> None:
        if self._file is None or self._file.case.case_id != opened[0].case.case_id:
            return
        self._file, self._counters, self._standing = opened
        self.forms.follow(opened[0])
        self.copy.follow(opened[0])
        self._show_case()
        self.acts_changed.emit()

    def _show_case(self) -> None:
        if self._file is not None:
            found, today = self._standing, self._now().date()
            parts = part_lines(found, self._file.case, today) if found is not None else ()
            self.view.show_case(self._file, self._counters, self._paper, parts)
            self.papers.show_prints(self._file.prints)
        self._show_panel()

    def _leave_case(self) -> None:
        self._file, self._wanted, self._paper = None, None, None
        self.forms.forget()
        self.copy.leave()
        self._turn_to(FIND)
        if self.found.table.current_row() is not None:
            self.found.table.setFocus()
        else:
            self.found.show_nothing()
            self.on_find()

    def _turn_to(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        theme.mark(self.search.edit, role="scan" if page == FIND else "")
        self._show_panel()
        if page == CASE and not self.forms.open:
            self.view.listed.setFocus()
        self.acts_changed.emit()

    def _show_panel(self) -> None:
        file = self._file
        self._fit_right()
        for title in (NOW, FACTS, PRINTS):
            self.panel.show_section(title, file is not None)
        self._sheets.set_facts([tile.pair for tile in self.view.further_sheets] if file else [])
        self.panel.show_section(SHEETS, file is not None and bool(self.view.further_sheets))
        self.panel.show_section(UNDO, self._undoing and file is not None)
        self.panel.show_section(PARTS, file is not None and self._standing is not None)
        if file is None:
            self.panel.say(ASK_WHAT)
            return
        sheet = scanned_sheet(file, self._paper)
        step = step_of(file, self._desk.session.roles, self._now().date())
        self.panel.say(Step(f"{sheet.sentence}{step.text}", step.tone) if sheet else step)
        self._parts.setText(summary(self._standing) if self._standing is not None else "")
        self.offers.show_offers(offers(file.case, self._desk.session.roles))
        self._facts.set_facts(fact_pairs(file))
        trouble = sum(line.tone is Tone.BAD for line in self.papers.lines)
        words = f"{len(file.prints)} 张，其中 {trouble} 张需要处理" if trouble else f"{len(file.prints)} 张"
        self._prints.setText(f"{words}　按 Ctrl P 预览、补打" if file.prints else "还没有单据")

    # -- what can be done now --------------------------------------------------------------------------------

    def _connect_forms(self) -> None:
        self.view.letter.connect(self.offers.press)
        self.view.part.connect(self._open_part)
        self.view.bar.turned.connect(self.acts_changed)
        self.forms.changed.connect(self._on_forms)
        self.forms.done.connect(self._on_form_done)
        self.forms.refused.connect(lambda _violation: self._reload())
        self.forms.scanned.connect(self.on_scan)
        leave_alone(self.search.edit)
        self.copy.changed.connect(self._on_forms)
        self.copy.entered.connect(lambda _done: self._reload())

    def _begin_copy(self) -> None:
        if self._file is not None:
            self.copy.begin(self._file)

    def _open_form(self, name: str) -> None:
        if self._file is not None and not self._busy:
            self._undoing = False
            self.forms.open_form(name, self._file)

    def _on_forms(self) -> None:
        self._fit_right()
        self.acts_changed.emit()

    def _fit_right(self) -> None:
        """The form stands where the panel stood, on the case's page only."""
        copying = self.copy.open and self.pages.currentIndex() == CASE
        filling = self.forms.open and self.pages.currentIndex() == CASE and not copying
        self.copy.setVisible(copying)
        self.forms.setVisible(filling)
        self.panel.setVisible(not filling and not copying)
        self.view.show_strip(not filling and not copying)

    def _on_form_done(self, _done: FormDone) -> None:
        self.view.listed.setFocus()
        self._reload()

    def on_scan(self, code: str) -> None:
        """A field of the open form that waits for a code gets it; else whose is it?"""
        if not self.forms.take_scan(code):
            self.search.set_text(code)
            self._on_search()

    def _open_part(self, line: PartLine) -> None:
        """From the whole to a part, from a part back to the whole or to its neighbour."""
        if line.case_id is None:
            self._messages.info(f"{line.item_name}不在本大厅办理，进展由“登记外部环节进展”记录。")
        elif not line.here:
            self._open(line.case_id)

    def _go_to(self, screen: str) -> None:
        if self._file is not None:
            self.go_to.emit(screen, self._file.case.case_id)

    # -- acts ------------------------------------------------------------------------------------------------

    def _show_signatures(self) -> None:
        if self._file is not None:
            self._turn_to(SIGNATURES)
            self.signatures.begin(self._file.case.case_id)

    def _show_papers(self) -> None:
        self._turn_to(PAPERS)
        self.papers.begin(self._file.case.receipt_no if self._file else "")

    def _begin_undo(self) -> None:
        act = to_annul(self._file) if self._file else None
        if act is None:
            return
        self._undoing = True
        self._undo_words.setText(
            f"要撤销的是 {act.at:%m-%d %H:%M} {act.recorder_name}的“{TABLE[act.kind].title}”。"
            "撤销会作为新的一步留下记录，原来的记录不会删除。"
        )
        self.reason.set_text("")
        self._show_panel()
        self.reason.setFocus()
        self.acts_changed.emit()

    def _end_undo(self) -> None:
        self._undoing = False
        self._show_panel()
        self.view.listed.setFocus()
        self.acts_changed.emit()

    def _annul(self) -> None:
        file = self._file
        act = to_annul(file) if file else None
        if file is None or act is None:
            return
        case, here = file.case, self._desk.session.counter.code
        request = ask.Annul(uuid4(), case.case_id, case.revision, here, act.act_id, self.reason.text())
        self._send_annul(request, f"已撤销“{TABLE[act.kind].title}”，撤销已记入办件记录。")

    def _send_annul(self, request: ask.Annul, said: str) -> None:
        self._set_busy("正在保存…")
        self._tasks.run(
            self,
            "store",
            partial(self._desk.annul, request),
            partial(self._on_annulled, said),
            self._on_refused,
            lambda error: self._on_failed(error, partial(self._send_annul, request, said)),
        )

    def _on_annulled(self, said: str, _done: ActDone) -> None:
        self._busy = ""
        self._messages.good(said)
        self._end_undo()
        self._reload()

    def _reprint(self) -> None:
        line = self.papers.current
        if line is None:
            return
        self._set_busy("正在保存…")
        self._tasks.run(
            self,
            "store",
            partial(
                self._desk.reprint, ask.Reprint(line.row.job_id, copy_id=self._copies.of(line.row.job_id))
            ),
            partial(self._on_reprinted, line.title),
            self._on_refused,
            lambda error: self._on_failed(error, self._reprint),
        )

    def _on_reprinted(self, title: str, _job_id: str) -> None:
        self._set_busy("")
        self._copies.settled()
        self._messages.good(f"已排队补打：{title}，纸上会标明“补打”。")
        self._reload()

    def _set_busy(self, words: str) -> None:
        self._busy = words
        self.acts_changed.emit()

    def _on_refused(self, violation: RuleViolation) -> None:
        self._set_busy("")
        self._messages.refused(violation)
        self._reload()

    def _on_failed(self, error: BaseException, again: Callable[[], None] | None) -> None:
        """The same goes again under the same id: an undo is recorded once, a copy queued once."""
        self._set_busy("")
        self._messages.failed("store", again, error)
