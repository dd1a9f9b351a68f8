"""The issuance desk: the scan box is the screen (3.2.2.3, 3.2.3, 3.2.4.1)."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout

from yichuang_desktop.domain.acts import Service
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.package_parts import PartStanding
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.ratings import ServiceEvent
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.domain.tracks import Result
from yichuang_desktop.services.finding import SCAN_DIGITS, Scanned
from yichuang_desktop.services.offering import Offer
from yichuang_desktop.services.ports import CaseFile, DeskRow, PaperRecord
from yichuang_desktop.services.sheets import scanned_sheet
from yichuang_desktop.ui.forms.case_acts import CaseActs
from yichuang_desktop.ui.forms.tools import FormTools
from yichuang_desktop.ui.issuance.acting import Acting, Deed
from yichuang_desktop.ui.issuance.case_card import CaseCard
from yichuang_desktop.ui.issuance.lists import DeskLists
from yichuang_desktop.ui.issuance.model import OnDesk, Phase, Way
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.scan import ScanBox
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.theme import Tone

READY = "请扫描单据"
ISSUE = "核验无误，出证"
UNSIGNED = "信用承诺书还没有签字"
Lists = tuple[tuple[DeskRow, ...], tuple[int, int, int], tuple[DeskRow, ...]]


class IssuanceScreen(Screen):
    """Scan, see the case, do the one thing that comes next (R-HO-3, R-REM-1, R-OUT-1, R-OUT-2, R-OUT-3)."""

    title = "出证"

    def __init__(self, tools: FormTools) -> None:
        super().__init__()
        self._tasks, self._messages, self._desk = tools.tasks, tools.messages, tools.desk
        self._citizen, self._sounds, self._now = tools.citizen, tools.sounds, tools.now
        self._cards = tools.cards
        self._here = self._desk.session.counter.code
        self._on_desk: OnDesk | None = None
        self._paper: PaperRecord | None = None
        """The sheet that was scanned last."""
        self.case_acts = CaseActs(tools)
        self._result_name = ""
        self._build()
        self.acting = Acting(self._tasks, self._messages, self._desk, self._citizen, self.card, self)
        self._connect()

    def _build(self) -> None:
        self.scan, self.verdict = ScanBox(), Words(READY, role="note")
        self.card, self.lists = CaseCard(), DeskLists()
        top = Card()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.scan, 3)
        row.addWidget(self.verdict, 2)
        top.body.addLayout(row)
        self.left.addWidget(top)
        self.left.addWidget(self.card, 1)
        self.right.addWidget(self.lists)
        self.right.addWidget(self.case_acts)

    def _connect(self) -> None:
        self.scan.scanned.connect(self._on_scanned)
        self.scan.broken_off.connect(lambda _part: self._say("扫码不完整，请重扫", Tone.BAD))
        self.lists.taken.connect(self._on_taken)
        self.lists.asked.connect(lambda _which: self._refresh_lists())
        for page in (self.card.book_in, self.card.collect):
            page.edited.connect(self._on_edited)
            page.scanned.connect(self._on_scanned)
        self.case_acts.changed.connect(self._on_case_acts)
        self.case_acts.done.connect(lambda _done: self._on_form_done())
        self.case_acts.refused.connect(lambda _violation: self._reload())
        self.case_acts.scanned.connect(self._on_scanned)
        self.acting.sending.changed.connect(self.acts_changed)
        self.acting.signed.connect(self._on_signed)
        self.acting.done.connect(self._on_deed)
        self.acting.refused.connect(self._on_refused)
        self.card.collect.read_card.clicked.connect(self._read_card)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        desk = self._on_desk
        if self.case_acts.open:
            return self.case_acts.acts()
        phase = desk.phase if desk else Phase.NOTHING
        build = {
            Phase.REGISTER: self._register_acts,
            Phase.BOOK_IN: self._book_in_acts,
            Phase.COLLECT: self._collect_acts,
            Phase.LOST: self._lost_acts,
        }.get(phase)
        if desk is not None and build is None and (coming := self._coming(desk)) is not None:
            begin = partial(self.case_acts.open_form, coming.name, desk.file)
            person = Act("本人来领", Key.ALT_T, self._in_person, reason=self.acting.busy)
            main = Act(coming.title, Key.MAIN, begin, main=True, reason=self.acting.busy)
            return [person, main] if desk.waits_for_post else [main]
        if desk is None or build is None:
            reason = "请先扫描收件通知单或选择一件" if desk is None else desk.step().text
            return [Act(ISSUE, Key.MAIN, self._to_scan, main=True, reason=reason)]
        acts = build(desk)
        if desk.file.case.commitment_owed:
            acts.insert(0, Act("已见承诺书签字", Key.ALT_C, self._see_signature, reason=self.acting.busy))
        return acts

    def hints(self) -> list[tuple[Key, str]]:
        if self.case_acts.open:
            return self.case_acts.hints()
        keys = [(Key.SCAN, "随时可扫"), (Key.ALT_L, "换清单"), (Key.BACK, "下一位")]
        return [*keys, (Key.ALT_G, "看办件"), (Key.ALT_B, "现在能办")] if self._on_desk else keys

    def next_step(self) -> Step | None:
        return None

    def on_shown(self) -> None:
        self._refresh_lists()
        self._to_scan()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "case" in kinds:
            self._refresh_lists()
            self._reload()

    def on_escape(self) -> bool:
        if self.acting.busy:
            self.acting.withdraw()
            return True
        if self.case_acts.leave():
            if not self.case_acts.open:
                self._focus_entry()
            return True
        if self._on_desk is None:
            return False
        self._next_person()
        return True

    def on_find(self) -> None:
        self._to_scan()

    def on_key(self, key: Key) -> bool:
        """Alt+L turns to the next list, Alt+G opens the case's timeline, Alt+B lists what can be done."""
        if key is Key.ALT_L:
            self.lists.turn_to(self.lists.which + 1)
            self.lists.table.setFocus()
        elif key is Key.ALT_G and self._on_desk is not None:
            self.go_to.emit("case", self._on_desk.file.case.case_id)
        elif key is Key.ALT_B and self._on_desk is not None and not self.acting.busy:
            self.case_acts.show_list(self._on_desk.file)
        elif key is Key.READ_CARD:
            self._read_card()
        else:
            return False
        return True

    def _read_card(self) -> None:
        """Alt+I: the collector's card; pressed again, wait no longer."""
        collecting = self._on_desk is not None and self._on_desk.phase in (Phase.COLLECT, Phase.LOST)
        if self._cards is not None and collecting and not self.acting.busy:
            self._cards.ask(self.card.collect)

    def on_scan(self, code: str) -> None:
        self._on_scanned(code)

    def on_handed(self, value: object) -> None:
        if isinstance(value, UUID):
            self._open(value)

    # -- the acts of each phase ------------------------------------------------------------------------------

    def _register_acts(self, desk: OnDesk) -> list[Act]:
        online = desk.way is Way.ONLINE
        unsigned = UNSIGNED if desk.file.case.commitment_owed and not online else ""
        reason = self.acting.busy or unsigned  # what is still to be supplied forbids issuing only (R-IN-5)
        reason = reason or ("" if desk.both_scanned else desk.step().text)
        words = "登记存根与通知单" if online else "登记存根与承诺书"
        return [Act(words, Key.MAIN, partial(self.acting.register, desk), main=True, reason=reason)]

    def _book_in_acts(self, desk: OnDesk) -> list[Act]:
        busy, book_in = self.acting.busy, partial(self.acting.book_in, desk)
        lacking = busy or self.card.book_in.lacking
        return [
            Act("记一次催办", Key.ACT_2, partial(self.acting.remind, desk), reason=busy),
            Act("结果登记入库", Key.MAIN, book_in, main=True, reason=lacking),
        ]

    def _collect_acts(self, desk: OnDesk) -> list[Act]:
        busy, lacking = self.acting.busy, self.card.collect.lacking
        scanned = desk.receipt_code or desk.way is not Way.RECEIPT
        reason = busy or desk_owes(desk) or ("" if scanned else "请扫描收件通知单")
        reason = reason or lacking or self.acting.why_not_issue(desk)
        words = "代部门发证" if desk.way is Way.BEHALF else ISSUE
        acts = [
            self._sign_act(desk, busy or lacking),
            self._ink_act(desk, busy or lacking),
            *self._way_acts(desk, busy, lacking),
            Act(words, Key.MAIN, partial(self.acting.issue, desk), main=True, reason=reason),
        ]
        if desk.person_here:
            return acts
        return [Act("记一次电话", Key.ACT_1, partial(self.acting.call, desk), reason=busy), *acts]

    def _way_acts(self, desk: OnDesk, busy: str, lacking: str) -> list[Act]:
        """What only this way of issuing has."""
        if desk.way is Way.RECEIPT:
            return [Act("通知单遗失", Key.ALT_Y, self._lose, reason=busy)]
        if desk.way is Way.BEHALF:
            return []
        signed = "信用承诺书已在外屏签署" if self.acting.commitment is not None else ""
        printing = partial(self.acting.print_commitment, desk)
        return [Act("打印承诺书", Key.ALT_P, printing, reason=busy or lacking or signed)]

    def _lost_acts(self, desk: OnDesk) -> list[Act]:
        busy = self.acting.busy
        lacking = busy or desk_owes(desk) or self.card.collect.lacking
        issue = partial(self.acting.issue_without_receipt, desk)
        reason = lacking or self.acting.why_not_issue(desk)
        return [
            Act("打印保证声明", Key.ACT_1, partial(self.acting.print_statement, desk), reason=lacking),
            self._sign_act(desk, lacking),
            self._ink_act(desk, lacking),
            Act("找到通知单了", Key.ALT_Y, self._lose, reason=busy),
            Act("凭保证声明出证", Key.MAIN, issue, main=True, reason=reason),
        ]

    def _ink_act(self, desk: OnDesk, lacking: str) -> Act:
        reason = lacking or self.acting.why_not_ink(desk)
        return Act("已见签字", Key.ALT_S, self.acting.see_ink, reason=reason)

    def _sign_act(self, desk: OnDesk, lacking: str) -> Act:
        reason = lacking or self.acting.why_not_sign()
        return Act("外屏签名", Key.ACT_2, partial(self.acting.sign, desk), reason=reason)

    # -- scanning and opening --------------------------------------------------------------------------------

    def _on_scanned(self, text: str) -> None:
        if self.case_acts.take_scan(text):
            return
        work = partial(self._look_up, text)
        self._tasks.run(self, "store", work, partial(self._on_found, text), self._on_foreign)

    def _look_up(self, text: str) -> Scanned | UUID:
        """On the store's lane: a paper's code, or what was typed or scanned of any number or name."""
        if is_code(text):
            return self._desk.scan(text)
        found = self._desk.views.find_cases(text, limit=2)
        if len(found) > 1:
            raise RuleViolation("several_cases_found", text=text.strip())
        return found[0].case_id if found else self._desk.find(text)

    def _on_found(self, code: str, found: Scanned | UUID) -> None:
        self._sounds.good()
        if isinstance(found, UUID):
            self._open(found)
            return
        self._paper = found.paper
        self._say(f"校验通过 · 本大厅{found.paper.kind.title}", Tone.GOOD)
        desk = self._on_desk
        if desk is not None and belongs(found, desk.file.case):
            self._show(desk.with_code(found.paper.kind, code))
            self._say_sheet(desk.file)
            self._focus_entry()
        else:
            self._open(found.case_id, found.paper.kind, code)

    def _on_foreign(self, violation: RuleViolation) -> None:
        self._sounds.bad()
        self._say(say(violation), Tone.BAD)

    def _on_taken(self, row: object) -> None:
        if isinstance(row, DeskRow):
            self._open(row.case_id)

    def _open(self, case_id: UUID, kind: PaperKind | None = None, code: str = "") -> None:
        def opened(answer: tuple[CaseFile, str, int]) -> None:
            file, self._result_name, further = answer
            self.acting.forget_signature()
            fresh = OnDesk(file)
            self._show(fresh.with_code(kind, code) if kind is not None else fresh)
            self._say_sheet(file)
            if further:
                words = f"一件事还有 {further} 个环节的结果在这里，办完这一件再扫一次通知单。"
                self._messages.info(words)
            self._focus_entry()

        fetch = self._fetch_part if kind is PaperKind.RECEIPT else self._fetch_one
        self._tasks.run(self, "store", partial(fetch, case_id), opened)

    def _fetch_one(self, case_id: UUID) -> tuple[CaseFile, str, int]:
        return *self._fetch(case_id), 0

    def _fetch_part(self, case_id: UUID) -> tuple[CaseFile, str, int]:
        """A package's receipt is for its parts: the first whose result is here, and how many more are."""
        file = self._desk.views.case_file(case_id)
        found = self._desk.views.package_standing(case_id) if file.case.package_id else None
        ready = [part.case_id for part in found.parts if part.case_id and is_here(part)] if found else []
        return *self._fetch(ready[0] if ready else case_id), max(len(ready) - 1, 0)

    def _fetch(self, case_id: UUID) -> tuple[CaseFile, str]:
        file = self._desk.views.case_file(case_id)
        if not file.case.item_id:  # a department's matter that is not in the library
            return file, file.case.result_name
        _version, item = self._desk.views.item(file.case.item_id, file.case.item_version)
        return file, item.result.name

    def _reload(self, focus: bool = False) -> None:
        """Ask for the case on screen again; with ``focus`` the keyboard goes where work goes on."""
        desk = self._on_desk
        if desk is None or self.acting.busy:
            return

        def opened(answer: tuple[CaseFile, str]) -> None:
            now = self._on_desk
            if now is not None and now.file.case.case_id == answer[0].case.case_id and not self.acting.busy:
                self._show(replace(now, file=answer[0]))
                if focus:
                    self._focus_entry()

        self._tasks.run(self, "store", partial(self._fetch, desk.file.case.case_id), opened)

    def _to_scan(self) -> None:
        """What was scanned before is marked, so that the next scan replaces it."""
        self.scan.setFocus()
        self.scan.selectAll()

    def _focus_entry(self) -> None:
        """The keyboard goes where work goes on: to the scan box while a paper is still to be scanned."""
        desk = self._on_desk
        ready = desk is not None and (
            desk.phase in (Phase.BOOK_IN, Phase.LOST)
            or (desk.phase is Phase.COLLECT and (desk.receipt_code or desk.way is not Way.RECEIPT))
        )
        if ready:
            self.card.focus_entry()
        else:
            self._to_scan()

    def _show(self, desk: OnDesk | None) -> None:
        same = desk and self._on_desk and desk.file.case.case_id == self._on_desk.file.case.case_id
        if self._cards is not None and not same:
            self._cards.withdraw(self.card.collect)  # the card that is waited for is of another case
        self._on_desk = desk
        if desk is not None:
            self.case_acts.follow(desk.file)
        self.card.show_case(desk, self._result_name)
        if desk is not None:
            step = desk.step()
            self._say(step.text, step.tone)
        self.acts_changed.emit()

    def _on_edited(self) -> None:
        if self.acting.anything_signed:
            self.acting.forget_signature()
            self._messages.warn("领取信息已变化，原签名作废，请领取人重新签名。")
        self.acts_changed.emit()

    def _say_sheet(self, file: CaseFile) -> None:
        """Where the sheet in hand should be, and who signed it last."""
        sheet = scanned_sheet(file, self._paper)
        if sheet is not None:
            self._messages.info(sheet.sentence)

    def _coming(self, desk: OnDesk) -> Offer | None:
        """The form that is next: for the sheet in hand, else for the case."""
        sheet = scanned_sheet(desk.file, self._paper)
        wanted = sheet.act if sheet is not None else ""
        return self.case_acts.coming(desk.file, wanted) or self.case_acts.coming(desk.file)

    def _on_case_acts(self) -> None:
        self.lists.setVisible(not self.case_acts.open)
        self.card.show_entry(not self.case_acts.open)
        self.acts_changed.emit()

    def _on_form_done(self) -> None:
        self._reload(focus=True)
        self._refresh_lists()

    def _next_person(self) -> None:
        self._paper = None
        self.case_acts.forget()
        self.acting.forget_signature()
        self.scan.forget()
        self._say(READY)
        self._show(None)
        self._to_scan()

    def _say(self, words: str, tone: Tone = Tone.NONE) -> None:
        self.verdict.setText(words)
        self.verdict.set_tone(tone)

    # -- what became of the acts -----------------------------------------------------------------------------

    def _see_signature(self) -> None:
        if self._on_desk is not None:
            self.acting.see_signature(self._on_desk)

    def _lose(self) -> None:
        """The receipt is lost, or was found after all."""
        if (desk := self._on_desk) is not None:
            self.acting.forget_signature()
            self._show(replace(desk, lost=not desk.lost))
            self._focus_entry()

    def _in_person(self) -> None:
        """It was to be mailed, and the applicant has come."""
        if (desk := self._on_desk) is not None:
            self._show(replace(desk, in_person=True))
            self._focus_entry()

    def _on_signed(self, signed: bool) -> None:
        on_screen = self.acting.signature is not None
        self.card.collect.show_signed(signed, on_screen)
        self.acts_changed.emit()

    def _on_deed(self, deed: Deed) -> None:
        undo = partial(self.acting.undo, deed.done) if deed.out else None
        self._messages.good(deed.said, undo)
        self._sounds.good()
        if deed.out:
            self._invite(deed.done.act_id)
        if deed.leave:
            self._next_person()
        elif self._on_desk is None:
            self._open(deed.done.case_id)
        else:
            self._reload(focus=True)
        self._refresh_lists()

    def _invite(self, act_id: UUID) -> None:
        """Online matters are rated once a case: the hall says whether there is anything left to be rated."""

        def asked(event: ServiceEvent | None) -> None:
            if event is not None:
                self._citizen.invite_rating(act_id, self._here, Service.COLLECTION.title)

        if self._on_desk is None or self._on_desk.way is Way.RECEIPT:
            self._citizen.invite_rating(act_id, self._here, Service.COLLECTION.title)
        else:
            self._tasks.run(self, "store", partial(self._desk.invitation, act_id), asked)

    def _on_refused(self, violation: RuleViolation) -> None:
        self._sounds.bad()
        self._messages.refused(violation)
        self._reload()

    # -- the lists -------------------------------------------------------------------------------------------

    def _refresh_lists(self) -> None:
        which = self.lists.which
        self._tasks.run(
            self, "store", partial(self._fetch_lists, which), partial(self._on_lists, which),
            failed=lambda _error: self.lists.show_trouble(self._refresh_lists),
        )  # fmt: skip

    def _fetch_lists(self, which: int) -> Lists:
        views = self._desk.views
        found = (views.dues(), views.results_to_call(), views.results_to_collect())
        counts = (len(found[0]), len(found[1]), len(found[2]))
        return found[which], counts, views.recently_issued(self._here)

    def _on_lists(self, which: int, answer: Lists) -> None:
        if which != self.lists.which:
            return
        rows, counts, issued = answer
        self.lists.show_counts(counts)
        self.lists.show_rows(rows, self._now().date())
        self.lists.show_issued(issued, self._now().date())


def is_code(text: str) -> bool:
    """Whether what was scanned or typed is a paper's code; numbers of others are shorter or hold letters."""
    written = "".join(text.split())
    return sum(map(str.isdigit, written)) >= SCAN_DIGITS and not any(map(str.isalpha, written))


def belongs(found: Scanned, case: Case) -> bool:
    """The paper is the case's own, or the receipt of the package it is a part of (R-IN-11)."""
    whole = found.paper.kind is PaperKind.RECEIPT and found.case_id.hex == case.part_of
    return whole or found.case_id == case.case_id


def is_here(part: PartStanding) -> bool:
    """The part's result lies at this desk."""
    return part.tracks is not None and part.tracks.result in (Result.WITH_ISSUANCE, Result.NOTIFIED)


def desk_owes(desk: OnDesk) -> str:
    """What forbids issuing whatever was scanned."""
    if desk.file.case.commitment_owed:
        return UNSIGNED
    return "容缺材料还没有补齐" if desk.file.case.supplement_owed else ""
