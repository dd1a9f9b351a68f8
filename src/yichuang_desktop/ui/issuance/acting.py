"""What the issuance desk sends: the acts of a case on screen as requests, and the signature before them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.commitments import CommitmentText
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.papers import LossDeclarationPaper
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.requests import Collector, ScreenSignature
from yichuang_desktop.ui.citizen import CitizenSide, ToSign
from yichuang_desktop.ui.issuance.case_card import CaseCard
from yichuang_desktop.ui.issuance.model import OnDesk, Way
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.sending import Sending
from yichuang_desktop.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Deed:
    """An act that was done: what to say, and how the desk goes on."""

    done: ActDone
    said: str
    leave: bool = False
    """The papers in hand are done with: the next person."""
    out: bool = False
    """A result went out: it can be undone, and is to be rated."""


class Acting(QObject):
    """Sends what the clerk decides; ``done(Deed)``, ``refused(RuleViolation)``, ``signed(bool)``."""

    done = Signal(object)
    refused = Signal(object)
    signed = Signal(bool)

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        desk: Desk,
        citizen: CitizenSide,
        card: CaseCard,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._messages, self._desk = tasks, messages, desk
        self._citizen, self._card = citizen, card
        self._here = desk.session.counter.code
        self._asked = False
        self.sending = Sending(tasks, messages, self)
        self.signature: ScreenSignature | None = None
        self.commitment: ScreenSignature | None = None
        """Of an online case: the credit commitment, signed at pick-up (3.2.4.2)."""
        self.ink_seen = False
        """The clerk has seen the collector sign on paper (decisions 16)."""
        self._statement_for: UUID | None = None
        self._commitment_for: tuple[UUID, Collector] | None = None

    @property
    def busy(self) -> str:
        """Why nothing else can be done now."""
        return self.sending.busy

    # -- the signature ---------------------------------------------------------------------------------------

    @property
    def anything_signed(self) -> bool:
        """Whether something would be void if the collector changed."""
        return self.signature is not None or self.commitment is not None or self.ink_seen

    def why_not_sign(self) -> str:
        """Why the collector cannot sign on screen."""
        if self.signature is not None:
            return "领取人已在外屏签名"
        return "" if self._citizen.available else "外屏没有连接，请在纸上签字"

    def why_not_ink(self, desk: OnDesk) -> str:
        """Why no signature on paper can be ticked as seen."""
        if self.ink_seen or self.signature is not None:
            return "已确认见到签字"
        if desk.way is Way.ONLINE and self.commitment is None and not self._commitment_printed(desk):
            return "请先打印信用承诺书（Alt P），由领取人在纸上签"
        return ""

    def why_not_issue(self, desk: OnDesk) -> str:
        """What is still to be signed before the result goes out; empty when it is signed."""
        if desk.way is Way.ONLINE and self.commitment is None and not self.ink_seen:
            return "请领取人签信用承诺书：F11 外屏签署，或按 Alt P 打印后在纸上签"
        if self.signature is not None:
            return ""
        if desk.lost and not self._statement_printed(desk):
            return "请打印保证声明（F10）由领取人签字，或请其在外屏签署（F11）"
        if self.ink_seen:
            return ""
        where = "保证声明" if desk.lost else _INK[desk.way]
        return f"请领取人在{where}上签字，见到签字后按 Alt S 确认；也可在外屏签名（F11）"

    def see_ink(self) -> None:
        """The collector signed on paper before the clerk's eyes."""
        self.ink_seen = True
        if self.commitment is None:
            self._card.collect.show_commitment("已见信用承诺书纸上签字（√）")
        self.signed.emit(True)

    def print_statement(self, desk: OnDesk) -> None:
        """The guarantee statement on paper, before anything goes out."""
        page, case = self._card.collect, desk.file.case
        request = ask.PrintStatement(
            uuid4(), case.case_id, self._here, page.collector(), page.original.value() or ""
        )
        self._tasks.run(
            self, "store", partial(self._desk.print_statement, request),
            partial(self._on_statement, case.case_id), self.refused.emit,
        )  # fmt: skip

    def _on_statement(self, case_id: UUID, _job: str) -> None:
        self._statement_for = case_id
        self._messages.good("保证声明已送打印，请领取人签字；见到签字后按 Alt S 确认。")
        self.signed.emit(self.ink_seen)

    def _statement_printed(self, desk: OnDesk) -> bool:
        kinds = {job.kind for job in desk.file.prints}
        return self._statement_for == desk.file.case.case_id or LossDeclarationPaper.KIND in kinds

    def print_commitment(self, desk: OnDesk) -> None:
        """The credit commitment of an online case on paper, to be signed in ink."""
        case, collector = desk.file.case, self._card.collect.collector()
        request = ask.PrintCommitment(
            job_id=uuid4(), case_id=case.case_id, counter=self._here, collector=collector
        )
        self._tasks.run(
            self, "store", partial(self._desk.handle, request),
            partial(self._on_commitment, (case.case_id, collector)), self.refused.emit,
        )  # fmt: skip

    def _on_commitment(self, whose: tuple[UUID, Collector], _job: str) -> None:
        self._commitment_for = whose
        self._messages.good("信用承诺书已送打印，请领取人签字；见到签字后按 Alt S 确认。")
        self.signed.emit(self.signature is not None or self.ink_seen)

    def _commitment_printed(self, desk: OnDesk) -> bool:
        """Printed for this very collector: the agent's name stands in it."""
        return self._commitment_for == (desk.file.case.case_id, self._card.collect.collector())

    def sign(self, desk: OnDesk) -> None:
        """Put what the collector signs before the collector; of an online case first the commitment."""
        self._asked = True
        self.sending.hold("正在请领取人签名，按 Esc 取消")
        page, case = self._card.collect, desk.file.case
        if desk.way is Way.ONLINE and self.commitment is None:
            self._tasks.run(
                self, "store", partial(self._desk.commitment_at_pick_up, case, page.collector()),
                partial(self._put_commitment, desk), self._on_text_refused, self._on_text_failed,
            )  # fmt: skip
            return
        work = partial(self._desk.collection_text, case, page.collector())
        if desk.lost:
            work = partial(self._desk.loss_text, case, page.collector(), page.original.value() or "")
        self._tasks.run(
            self, "store", work, partial(self._put_before_citizen, desk), self._on_text_refused,
            self._on_text_failed,
        )  # fmt: skip

    def withdraw(self) -> None:
        """Take the text back from the citizen's screen."""
        if self._asked:
            self._asked = False
            self.sending.release()
            self._citizen.withdraw()

    def forget_signature(self) -> None:
        """What was signed has changed, or the next person comes."""
        self.signature, self.commitment, self.ink_seen = None, None, False
        self._card.collect.show_commitment()
        self.signed.emit(False)

    def _put_before_citizen(self, desk: OnDesk, text: str) -> None:
        if not self._asked:
            return
        what = ToSign(
            title="请阅读并签署《保证声明》" if desk.lost else "请核对后签收",
            heading="保证声明" if desk.lost else "领取签收",
            text=text,
            signer=self._card.collect.name.text(),
            matter=f"{self._desk.session.counter.sign}　{desk.file.case.item_name}",
        )
        self._citizen.ask_signature(what, self._on_signed)

    def _put_commitment(self, desk: OnDesk, text: CommitmentText) -> None:
        if not self._asked:
            return
        what = ToSign(
            title="请阅读并签署《信用承诺书》",
            heading="信用承诺书",
            text=text.canonical_bytes().decode(),
            signer=self._card.collect.name.text(),
            matter=f"{self._desk.session.counter.sign}　{desk.file.case.item_name}",
        )
        self._citizen.ask_signature(what, partial(self._on_commitment_signed, desk))

    def _on_commitment_signed(self, desk: OnDesk, signature: ScreenSignature | None) -> None:
        """The commitment is signed: the collection comes at once."""
        if not self._asked:
            return
        if signature is None:
            self._on_signed(None)
            return
        self.commitment = signature
        self._card.collect.show_commitment("信用承诺书　已在外屏签署（√）")
        self.sign(desk)

    def _on_signed(self, signature: ScreenSignature | None) -> None:
        if not self._asked:
            return
        self._asked = False
        self.signature = signature
        self.sending.release()
        if signature is None:
            self._messages.warn("没有签名。可再按 F11 签名，或请领取人在纸上签字。")
        self.signed.emit(signature is not None)

    def _on_text_refused(self, violation: RuleViolation) -> None:
        self._asked = False
        self.sending.release()
        self.refused.emit(violation)

    def _on_text_failed(self, error: BaseException) -> None:
        self._asked = False
        self.sending.release()
        self._messages.failed("store", None, error)

    # -- the acts --------------------------------------------------------------------------------------------

    def register(self, desk: OnDesk) -> None:
        """Both papers are here (T7); of an online case receipt and counterfoil (T15s)."""
        if desk.way is Way.ONLINE:
            online = ask.RegisterOnlineCounterfoil(
                **self._named(desk), counterfoil_code=desk.counterfoil_code, receipt_code=desk.receipt_code
            )
            self._send(self._desk.handle, online, "存根与收件通知单已登记。", leave=True)
            return
        request = ask.RegisterCounterfoil(*self._who(desk), desk.counterfoil_code, desk.commitment_code)
        self._send(self._desk.register_counterfoil, request, "存根与信用承诺书已登记。", leave=True)

    def remind(self, desk: OnDesk) -> None:
        """The department was phoned about what falls due (T9)."""
        page = self._card.book_in
        request = ask.Remind(
            *self._who(desk), desk.file.phone, page.outcome.value() or "answered", page.said.text()
        )
        self._send(self._desk.remind, request, "已记录一次催办。")

    def book_in(self, desk: OnDesk) -> None:
        """The department brought the result (T10)."""
        page = self._card.book_in
        request = ask.BookInResult(
            *self._who(desk), page.officer.text(), page.result_name.text(), page.result_no.text(),
            int(page.copies.text()), page.slip.text(),
        )  # fmt: skip
        self._send(self._desk.book_in_result, request, "结果已登记，请电话通知申请人（F10）。")

    def call(self, desk: OnDesk) -> None:
        """The applicant was phoned (T11)."""
        page, applicant = self._card.collect, desk.file.case.applicant or {}
        request = ask.CallApplicant(
            *self._who(desk), str(applicant.get("phone", "")), page.outcome.value() or "answered",
            page.said.text(),
        )  # fmt: skip
        self._send(self._desk.call_applicant, request, "已记录一次电话。")

    def see_signature(self, desk: OnDesk) -> None:
        """The commitment's wet signature was seen (T4c)."""
        request = ask.SeeCommitmentSignature(*self._who(desk))
        self._send(self._desk.see_commitment_signature, request, "已确认见到信用承诺书签字。")

    def issue(self, desk: OnDesk) -> None:
        """The result goes out: against the receipt (T12), online (T17) or for a department (T19i)."""
        collector = self._card.collect.collector()
        if desk.way is not Way.RECEIPT:
            self._issue_otherwise(desk, collector)
            return
        request = ask.Issue(*self._who(desk), desk.receipt_code, collector, self.signature, self.ink_seen)
        self._send(self._desk.issue, request, _issued_words(desk), out=True)

    def _issue_otherwise(self, desk: OnDesk, collector: Collector) -> None:
        """One rating an online case: it is invited only if there is one to be given (一事一评)."""
        signed: dict[str, Any] = self._named(desk) | {
            "collector": collector,
            "signature": self.signature,
            "ink_seen": self.ink_seen,
        }
        request: Any
        if desk.way is Way.ONLINE:
            on_paper = self.ink_seen and self.commitment is None
            request = ask.IssueOnline(**signed, commitment=self.commitment, commitment_ink_seen=on_paper)
        else:
            request = ask.IssueOnBehalf(**signed)
        self._send(self._desk.handle, request, _issued_words(desk), out=True)

    def issue_without_receipt(self, desk: OnDesk) -> None:
        """The result goes out against original and guarantee statement (T12L)."""
        page = self._card.collect
        request = ask.IssueWithoutReceipt(
            *self._who(desk), page.collector(), page.original.value() or "", page.original_number,
            self.signature, self.ink_seen,
        )  # fmt: skip
        said = _issued_words(desk) + "原通知单已作废。"
        self._send(self._desk.issue_without_receipt, request, said, out=True)

    def undo(self, answer: ActDone) -> None:
        """Ctrl+Z right after issuing (T33): the annulment is a row of its own."""
        request = ask.Annul(
            uuid4(), answer.case_id, answer.revision, self._here, answer.act_id, "误操作，当场撤销出证"
        )
        self._send(self._desk.annul, request, "已撤销这次出证，撤销已记入办件记录。")

    def _named(self, desk: OnDesk) -> dict[str, Any]:
        names = ("act_id", "case_id", "revision", "counter")
        return dict(zip(names, self._who(desk), strict=True))

    def _who(self, desk: OnDesk) -> tuple[UUID, UUID, int, int]:
        return uuid4(), desk.file.case.case_id, desk.file.case.revision, self._here

    def _send(
        self,
        act: Callable[[Any], Any],
        request: Any,
        said: str,
        *,
        leave: bool = False,
        out: bool = False,
    ) -> None:
        self.sending.send(
            act,
            request,
            lambda answer: self.done.emit(Deed(answer, said, leave=leave or out, out=out)),
            self.refused.emit,
        )


_INK = {Way.RECEIPT: "存根", Way.ONLINE: "签收单", Way.BEHALF: "受理凭证登记单"}
"""What the collector signs in ink."""


def _issued_words(desk: OnDesk) -> str:
    return f"已出证：{desk.file.case.applicant_name}　{desk.file.case.result_name}。"
