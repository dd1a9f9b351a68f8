"""The issuance desk: the scan box is the screen (3.2.2.3, 3.2.3, 3.2.4.1)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtWidgets import QVBoxLayout

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.paper_codes import PaperKind
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.finding import Scanned
from yichuang_desktop.services.ports import CaseFile, DeskRow
from yichuang_desktop.services.requests import ScreenSignature
from yichuang_desktop.ui.citizen import CitizenSide, ToSign
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
        self._signature: ScreenSignature | None = None
        self._busy = ""
        self._build()

    def _build(self) -> None:
        self.scan, self.verdict = ScanBox(), Words(READY, role="note")
        self.card, self.lists = CaseCard(), DeskLists()
        top = Card()
        row = QVBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.scan)
        row.addWidget(self.verdict)
        top.body.addLayout(row)
        self.left.addWidget(top)
        self.left.addWidget(self.card, 1)
        self.right.addWidget(self.lists)
        self.scan.scanned.connect(self._on_scanned)
        self.scan.broken_off.connect(lambda _part: self._say("扫码不完整，请重扫", Tone.BAD))
        self.lists.taken.connect(self._on_taken)
        self.lists.asked.connect(lambda _which: self._refresh_lists())
        for page in (self.card.book_in, self.card.collect):
            page.edited.connect(self._on_edited)

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
            reason = "请先扫描收件通知单或选择一件"
            return [Act("核验无误，出证", Key.MAIN, self._issue, main=True, reason=reason)]
        acts = build(desk)
        if desk.file.case.commitment_owed:
            acts.insert(0, Act("已见承诺书签字", Key.ALT_C, self._see_signature, reason=self._busy))
        return acts

    def hints(self) -> list[tuple[Key, str]]:
        return [(Key.SCAN, "随时可扫"), (Key.ALT_L, "换清单"), (Key.BACK, "下一位"), (Key.ALT_G, "看办件")]

    def next_step(self) -> Step | None:
        return None

    def on_shown(self) -> None:
        self._refresh_lists()
        self.scan.setFocus()

    def on_changed(self, kinds: frozenset[str]) -> None:
        if "case" in kinds:
            self._refresh_lists()
            self._reload()

    def on_escape(self) -> bool:
        if self._busy:
            self._citizen.withdraw()
            return True
        if self._on_desk is None:
            return False
        self._next_person()
        return True

    def on_find(self) -> None:
        self.scan.setFocus()

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
        reason = self._busy or ("" if both else desk.step().text)
        if desk.file.case.commitment_owed:
            reason = reason or "信用承诺书还没有签字"
        return [Act("登记存根与承诺书", Key.MAIN, self._register, main=True, reason=reason)]

    def _book_in_acts(self, _desk: OnDesk) -> list[Act]:
        return [
            Act("记一次催办", Key.ACT_2, self._remind, reason=self._busy),
            Act(
                "结果登记入库",
                Key.MAIN,
                self._book_in,
                main=True,
                reason=self._busy or self.card.book_in.lacking,
            ),
        ]

    def _collect_acts(self, desk: OnDesk) -> list[Act]:
        lacking = self.card.collect.lacking
        reason = self._busy or desk_owes(desk)
        if not desk.receipt_code:
            reason = reason or "请扫描收件通知单"
        return [
            Act("记一次电话", Key.ACT_1, self._call, reason=self._busy),
            Act("外屏签名", Key.ACT_2, self._sign, reason=self._busy or lacking or self._why_not_sign()),
            Act("通知单遗失", Key.ALT_Y, self._lose, reason=self._busy),
            Act("核验无误，出证", Key.MAIN, self._issue, main=True, reason=reason or lacking),
        ]

    def _lost_acts(self, desk: OnDesk) -> list[Act]:
        lacking = self._busy or desk_owes(desk) or self.card.collect.lacking
        return [
            Act("外屏签名", Key.ACT_2, self._sign, reason=lacking or self._why_not_sign()),
            Act("找到通知单了", Key.ALT_Y, self._lose, reason=self._busy),
            Act("凭保证声明出证", Key.MAIN, self._issue_without_receipt, main=True, reason=lacking),
        ]

    def _why_not_sign(self) -> str:
        if self._signature is not None:
            return "领取人已在外屏签名"
        return "" if self._citizen.available else "外屏没有连接，请改用纸质签字"

    # -- scanning and opening --------------------------------------------------------------------------------

    def _on_scanned(self, code: str) -> None:
        self._tasks.run(
            self, "store", partial(self._desk.scan, code), partial(self._on_found, code), self._on_foreign
        )

    def _on_found(self, code: str, found: Scanned) -> None:
        self._sounds.good()
        self._say(f"校验通过 · 本大厅{found.paper.kind.title}", Tone.GOOD)
        desk = self._on_desk
        if desk is not None and desk.file.case.case_id == found.case_id:
            self._show(desk.with_code(found.paper.kind, code))
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
            self._signature = None
            fresh = OnDesk(file)
            self._show(fresh.with_code(kind, code) if kind is not None else fresh)

        self._tasks.run(self, "store", partial(self._fetch, case_id), opened)

    def _fetch(self, case_id: UUID) -> tuple[CaseFile, str]:
        file = self._desk.views.case_file(case_id)
        _version, item = self._desk.views.item(file.case.item_id, file.case.item_version)
        return file, item.result.name

    def _reload(self) -> None:
        desk = self._on_desk
        if desk is None or self._busy:
            return

        def opened(answer: tuple[CaseFile, str]) -> None:
            now = self._on_desk
            if now is not None and now.file.case.case_id == answer[0].case.case_id and not self._busy:
                codes = (now.receipt_code, now.counterfoil_code, now.commitment_code)
                self._show(OnDesk(answer[0], *codes, now.lost))

        self._tasks.run(self, "store", partial(self._fetch, desk.file.case.case_id), opened)

    def _show(self, desk: OnDesk | None) -> None:
        self._on_desk = desk
        self.card.show_case(desk, self._result_name)
        if desk is not None:
            step = desk.step()
            self._say(step.text, step.tone)
        self.acts_changed.emit()

    def _on_edited(self) -> None:
        if self._signature is not None:
            self._signature = None
            self.card.collect.show_signed(False)
        self.acts_changed.emit()

    def _next_person(self) -> None:
        self._signature = None
        self.scan.forget()
        self._say(READY)
        self._show(None)
        self.scan.setFocus()

    def _say(self, words: str, tone: Tone = Tone.NONE) -> None:
        self.verdict.setText(words)
        self.verdict.set_tone(tone)

    # -- acts ------------------------------------------------------------------------------------------------

    def _register(self) -> None:
        if (desk := self._on_desk) is not None:
            request = ask.RegisterCounterfoil(*self._who(desk), desk.counterfoil_code, desk.commitment_code)
            self._send(
                partial(self._desk.register_counterfoil, request), "存根与信用承诺书已登记。", leave=True
            )

    def _remind(self) -> None:
        if (desk := self._on_desk) is not None:
            page = self.card.book_in
            request = ask.Remind(
                *self._who(desk), desk.file.phone, page.outcome.value() or "answered", page.said.text()
            )
            self._send(partial(self._desk.remind, request), "已记录一次催办。")

    def _book_in(self) -> None:
        if (desk := self._on_desk) is not None:
            page = self.card.book_in
            request = ask.BookInResult(
                *self._who(desk), page.officer.text(), page.result_name.text(), page.result_no.text(),
                int(page.copies.text()), page.slip.text(),
            )  # fmt: skip
            self._send(partial(self._desk.book_in_result, request), "结果已登记，请电话通知申请人（F10）。")

    def _call(self) -> None:
        if (desk := self._on_desk) is not None:
            page, applicant = self.card.collect, desk.file.case.applicant or {}
            request = ask.CallApplicant(
                *self._who(desk), str(applicant.get("phone", "")), page.outcome.value() or "answered",
                page.said.text(),
            )  # fmt: skip
            self._send(partial(self._desk.call_applicant, request), "已记录一次电话。")

    def _see_signature(self) -> None:
        if (desk := self._on_desk) is not None:
            request = ask.SeeCommitmentSignature(*self._who(desk))
            self._send(partial(self._desk.see_commitment_signature, request), "已确认见到信用承诺书签字。")

    def _lose(self) -> None:
        if (desk := self._on_desk) is not None:
            codes = (desk.receipt_code, desk.counterfoil_code, desk.commitment_code)
            self._signature = None
            self._show(OnDesk(desk.file, *codes, lost=not desk.lost))

    def _sign(self) -> None:
        desk = self._on_desk
        if desk is None:
            return
        self._busy = "正在请领取人签名，按 Esc 取消"
        self.acts_changed.emit()
        page, case = self.card.collect, desk.file.case
        work = partial(self._desk.collection_text, case, page.collector())
        if desk.lost:
            work = partial(self._desk.loss_text, case, page.collector(), page.original.value() or "")
        self._tasks.run(self, "store", work, partial(self._put_before_citizen, desk), self._on_refused)

    def _put_before_citizen(self, desk: OnDesk, text: str) -> None:
        if not self._busy:
            return
        what = ToSign(
            title="请阅读并签署《保证声明》" if desk.lost else "请核对后签收",
            heading="保证声明" if desk.lost else "领取签收",
            text=text,
            signer=self.card.collect.name.text(),
            matter=f"{self._desk.session.counter.sign}　{desk.file.case.item_name}",
        )
        self._citizen.ask_signature(what, self._on_signed)

    def _on_signed(self, signature: ScreenSignature | None) -> None:
        self._busy, self._signature = "", signature
        self.card.collect.show_signed(signature is not None)
        self.acts_changed.emit()

    def _issue_request(self, desk: OnDesk) -> ask.Issue:
        return ask.Issue(*self._who(desk), desk.receipt_code, self.card.collect.collector(), self._signature)

    def _loss_request(self, desk: OnDesk) -> ask.IssueWithoutReceipt:
        page = self.card.collect
        return ask.IssueWithoutReceipt(
            *self._who(desk), page.collector(), page.original.value() or "", page.document_no.text(),
            self._signature,
        )  # fmt: skip

    def _issue(self) -> None:
        if (desk := self._on_desk) is not None:
            self._send(
                partial(self._desk.issue, self._issue_request(desk)), self._issued_words(desk), out=True
            )

    def _issue_without_receipt(self) -> None:
        if (desk := self._on_desk) is not None:
            request = self._loss_request(desk)
            said = self._issued_words(desk) + "原通知单已作废。"
            self._send(partial(self._desk.issue_without_receipt, request), said, out=True)

    def _issued_words(self, desk: OnDesk) -> str:
        return f"已出证：{desk.file.case.applicant_name}　{desk.file.case.result_name}。"

    def _who(self, desk: OnDesk) -> tuple[UUID, UUID, int, int]:
        return uuid4(), desk.file.case.case_id, desk.file.case.revision, self._here

    def _send(
        self, work: Callable[[], ActDone], said: str, *, leave: bool = False, out: bool = False
    ) -> None:
        self._busy = "正在保存…"
        self.acts_changed.emit()

        def done(answer: ActDone) -> None:
            self._busy = ""
            undo = partial(self._undo, answer) if out else None
            self._messages.good(said, undo)
            self._sounds.good()
            if out:
                self._citizen.invite_rating(answer.act_id, self._here, "出证")
            if leave or out:
                self._next_person()
            else:
                self._reload()
            self._refresh_lists()

        self._tasks.run(
            self, "store", work, done, self._on_refused, partial(self._on_failed, work, said, leave, out)
        )

    def _undo(self, answer: ActDone) -> None:
        request = ask.Annul(
            uuid4(), answer.case_id, answer.revision, self._here, answer.act_id, "误操作，当场撤销出证"
        )
        self._send(partial(self._desk.annul, request), "已撤销这次出证，撤销已记入办件记录。")
        self._open(answer.case_id)

    def _on_refused(self, violation: RuleViolation) -> None:
        self._busy = ""
        self._sounds.bad()
        self._messages.refused(violation)
        self._say(say(violation), Tone.BAD)
        self._reload()
        self.acts_changed.emit()

    def _on_failed(
        self, work: Callable[[], ActDone], said: str, leave: bool, out: bool, _error: BaseException
    ) -> None:
        """The same act goes again under the same id: it is done once, whatever became of the first try."""
        self._busy = ""
        self._messages.failed("store", lambda: self._send(work, said, leave=leave, out=out))
        self.acts_changed.emit()

    # -- the lists -------------------------------------------------------------------------------------------

    def _refresh_lists(self) -> None:
        which = self.lists.which
        self._tasks.run(self, "store", partial(self._fetch_lists, which), partial(self._on_lists, which))

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
        self.lists.show_issued(issued)


def desk_owes(desk: OnDesk) -> str:
    """What forbids issuing whatever was scanned."""
    if desk.file.case.commitment_owed:
        return "信用承诺书还没有签字"
    return "容缺材料还没有补齐" if desk.file.case.supplement_owed else ""
