"""The issuance desk: the scan box is the screen (3.2.2.3, 3.2.3, 3.2.4.1)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout

from yichuang_desktop.domain.acts import Service
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.finding import SCAN_DIGITS, Scanned
from yichuang_desktop.services.ports import CaseFile, DeskRow
from yichuang_desktop.ui.citizen import CitizenSide
from yichuang_desktop.ui.issuance.acting import Acting, Deed
from yichuang_desktop.ui.issuance.case_card import CaseCard
from yichuang_desktop.ui.issuance.lists import DeskLists
from yichuang_desktop.ui.issuance.model import OnDesk, Phase
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.parts.acts import Act
from yichuang_desktop.ui.parts.card import Card
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.parts.scan import ScanBox
from yichuang_desktop.ui.parts.screen import Screen
from yichuang_desktop.ui.parts.words import Words
from yichuang_desktop.ui.shortcuts import Key
from yichuang_desktop.ui.sounds import Sounds
from yichuang_desktop.ui.tasks import Tasks
from yichuang_desktop.ui.theme import Tone

READY = "请扫描单据"
ISSUE = "核验无误，出证"
Lists = tuple[tuple[DeskRow, ...], tuple[int, int, int], tuple[DeskRow, ...]]


class IssuanceScreen(Screen):
    """Scan, see the case, do the one thing that comes next (R-HO-3, R-REM-1, R-OUT-1, R-OUT-2, R-OUT-3)."""

    title = "出证"

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        desk: Desk,
        citizen: CitizenSide,
        sounds: Sounds,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._tasks, self._messages, self._desk = tasks, messages, desk
        self._citizen, self._sounds, self._now = citizen, sounds, now
        self._here = desk.session.counter.code
        self._on_desk: OnDesk | None = None
        self._result_name = ""
        self._build()
        self.acting = Acting(tasks, messages, desk, citizen, self.card, self)
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

    def _connect(self) -> None:
        self.scan.scanned.connect(self._on_scanned)
        self.scan.broken_off.connect(lambda _part: self._say("扫码不完整，请重扫", Tone.BAD))
        self.lists.taken.connect(self._on_taken)
        self.lists.asked.connect(lambda _which: self._refresh_lists())
        for page in (self.card.book_in, self.card.collect):
            page.edited.connect(self._on_edited)
            page.scanned.connect(self._on_scanned)
        self.acting.sending.changed.connect(self.acts_changed)
        self.acting.signed.connect(self._on_signed)
        self.acting.done.connect(self._on_deed)
        self.acting.refused.connect(self._on_refused)

    # -- what the shell asks ---------------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        desk = self._on_desk
        phase = desk.phase if desk else Phase.NOTHING
        build = {
            Phase.REGISTER: self._register_acts,
            Phase.BOOK_IN: self._book_in_acts,
            Phase.COLLECT: self._collect_acts,
            Phase.LOST: self._lost_acts,
        }.get(phase)
        if desk is None or build is None:
            reason = "请先扫描收件通知单或选择一件" if desk is None else desk.step().text
            return [Act(ISSUE, Key.MAIN, self._to_scan, main=True, reason=reason)]
        acts = build(desk)
        if desk.file.case.commitment_owed:
            acts.insert(0, Act("已见承诺书签字", Key.ALT_C, self._see_signature, reason=self.acting.busy))
        return acts

    def hints(self) -> list[tuple[Key, str]]:
        return [(Key.SCAN, "随时可扫"), (Key.ALT_L, "换清单"), (Key.BACK, "下一位"), (Key.ALT_G, "看办件")]

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
        if self._on_desk is None:
            return False
        self._next_person()
        return True

    def on_find(self) -> None:
        self._to_scan()

    def on_key(self, key: Key) -> bool:
        """Alt+L turns to the next list, Alt+G opens the case's timeline."""
        if key is Key.ALT_L:
            self.lists.turn_to(self.lists.which + 1)
            self.lists.table.setFocus()
        elif key is Key.ALT_G and self._on_desk is not None:
            self.go_to.emit("case", self._on_desk.file.case.case_id)
        else:
            return False
        return True

    def on_handed(self, value: object) -> None:
        if isinstance(value, UUID):
            self._open(value)

    # -- the acts of each phase ------------------------------------------------------------------------------

    def _register_acts(self, desk: OnDesk) -> list[Act]:
        both = desk.counterfoil_code and desk.commitment_code
        reason = self.acting.busy or desk_owes(desk) or ("" if both else desk.step().text)
        register = partial(self.acting.register, desk)
        return [Act("登记存根与承诺书", Key.MAIN, register, main=True, reason=reason)]

    def _book_in_acts(self, desk: OnDesk) -> list[Act]:
        busy, book_in = self.acting.busy, partial(self.acting.book_in, desk)
        lacking = busy or self.card.book_in.lacking
        return [
            Act("记一次催办", Key.ACT_2, partial(self.acting.remind, desk), reason=busy),
            Act("结果登记入库", Key.MAIN, book_in, main=True, reason=lacking),
        ]

    def _collect_acts(self, desk: OnDesk) -> list[Act]:
        busy, lacking = self.acting.busy, self.card.collect.lacking
        reason = busy or desk_owes(desk) or ("" if desk.receipt_code else "请扫描收件通知单")
        reason = reason or lacking or self.acting.why_not_issue(desk)
        acts = [
            self._sign_act(desk, busy or lacking),
            self._ink_act(busy or lacking),
            Act("通知单遗失", Key.ALT_Y, self._lose, reason=busy),
            Act(ISSUE, Key.MAIN, partial(self.acting.issue, desk), main=True, reason=reason),
        ]
        if desk.receipt_code:  # the person is here
            return acts
        return [Act("记一次电话", Key.ACT_1, partial(self.acting.call, desk), reason=busy), *acts]

    def _lost_acts(self, desk: OnDesk) -> list[Act]:
        busy = self.acting.busy
        lacking = busy or desk_owes(desk) or self.card.collect.lacking
        issue = partial(self.acting.issue_without_receipt, desk)
        reason = lacking or self.acting.why_not_issue(desk)
        return [
            Act("打印保证声明", Key.ACT_1, partial(self.acting.print_statement, desk), reason=lacking),
            self._sign_act(desk, lacking),
            self._ink_act(lacking),
            Act("找到通知单了", Key.ALT_Y, self._lose, reason=busy),
            Act("凭保证声明出证", Key.MAIN, issue, main=True, reason=reason),
        ]

    def _ink_act(self, lacking: str) -> Act:
        done = "已确认见到签字" if self.acting.ink_seen or self.acting.signature is not None else ""
        return Act("已见签字", Key.ALT_S, self.acting.see_ink, reason=lacking or done)

    def _sign_act(self, desk: OnDesk, lacking: str) -> Act:
        reason = lacking or self.acting.why_not_sign()
        return Act("外屏签名", Key.ACT_2, partial(self.acting.sign, desk), reason=reason)

    # -- scanning and opening --------------------------------------------------------------------------------

    def _on_scanned(self, text: str) -> None:
        work = partial(self._look_up, text)
        self._tasks.run(self, "store", work, partial(self._on_found, text), self._on_foreign)

    def _look_up(self, text: str) -> Scanned | UUID:
        """On the store's lane: a paper's code, or a receipt number typed by hand."""
        if sum(character.isdigit() for character in text) >= SCAN_DIGITS:
            return self._desk.scan(text)
        return self._desk.find(text)

    def _on_found(self, code: str, found: Scanned | UUID) -> None:
        self._sounds.good()
        if isinstance(found, UUID):
            self._open(found)
            return
        self._say(f"校验通过 · 本大厅{found.paper.kind.title}", Tone.GOOD)
        desk = self._on_desk
        if desk is not None and desk.file.case.case_id == found.case_id:
            self._show(desk.with_code(found.paper.kind, code))
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
        def opened(answer: tuple[CaseFile, str]) -> None:
            file, self._result_name = answer
            self.acting.forget_signature()
            fresh = OnDesk(file)
            self._show(fresh.with_code(kind, code) if kind is not None else fresh)
            self._focus_entry()

        self._tasks.run(self, "store", partial(self._fetch, case_id), opened)

    def _fetch(self, case_id: UUID) -> tuple[CaseFile, str]:
        file = self._desk.views.case_file(case_id)
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
                codes = (now.receipt_code, now.counterfoil_code, now.commitment_code)
                self._show(OnDesk(answer[0], *codes, now.lost))
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
            desk.phase in (Phase.BOOK_IN, Phase.LOST) or (desk.phase is Phase.COLLECT and desk.receipt_code)
        )
        if ready:
            self.card.focus_entry()
        else:
            self._to_scan()

    def _show(self, desk: OnDesk | None) -> None:
        self._on_desk = desk
        self.card.show_case(desk, self._result_name)
        if desk is not None:
            step = desk.step()
            self._say(step.text, step.tone)
        self.acts_changed.emit()

    def _on_edited(self) -> None:
        if self.acting.signature is not None or self.acting.ink_seen:
            self.acting.forget_signature()
            self._messages.warn("领取信息已变化，原签名作废，请领取人重新签名。")
        self.acts_changed.emit()

    def _next_person(self) -> None:
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
            codes = (desk.receipt_code, desk.counterfoil_code, desk.commitment_code)
            self.acting.forget_signature()
            self._show(OnDesk(desk.file, *codes, lost=not desk.lost))
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
            self._citizen.invite_rating(deed.done.act_id, self._here, Service.COLLECTION.title)
        if deed.leave:
            self._next_person()
        elif self._on_desk is None:
            self._open(deed.done.case_id)
        else:
            self._reload(focus=True)
        self._refresh_lists()

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


def desk_owes(desk: OnDesk) -> str:
    """What forbids issuing whatever was scanned."""
    if desk.file.case.commitment_owed:
        return "信用承诺书还没有签字"
    return "容缺材料还没有补齐" if desk.file.case.supplement_owed else ""
