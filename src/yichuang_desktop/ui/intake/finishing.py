"""How an intake ends: signed and accepted, notified, or given up (R-IN-3, R-IN-4, decisions 9)."""

from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from yichuang_desktop.domain.acts import ActDone
from yichuang_desktop.domain.errors import RuleViolation
from yichuang_desktop.domain.sentences import say
from yichuang_desktop.services import requests as ask
from yichuang_desktop.services.desk import Desk
from yichuang_desktop.services.intake_texts import AnyAcceptance, IntakeText
from yichuang_desktop.services.requests import ScreenSignature
from yichuang_desktop.ui.citizen import CitizenSide, ToSign
from yichuang_desktop.ui.intake.model import IntakeModel
from yichuang_desktop.ui.intake.ways import IntakeWay
from yichuang_desktop.ui.messages import Messages
from yichuang_desktop.ui.sending import Sending
from yichuang_desktop.ui.tasks import Tasks

SAID = {
    IntakeWay.ACCEPT: "已收件受理",
    IntakeWay.CONDITIONALLY: "已容缺受理",
    IntakeWay.ON_COMMITMENT: "已按告知承诺受理",
    IntakeWay.PACKAGE: "已按一件事受理并分办",
    IntakeWay.MAILED: "已邮寄收件",
}


class Finishing(QObject):
    """Sends the acts that end an intake; ``ended(words)`` when it is over, ``back()`` when it was refused."""

    ended = Signal(str)
    back = Signal()
    signed = Signal()
    """The citizen has signed, or has not: the model says."""

    def __init__(
        self,
        tasks: Tasks,
        messages: Messages,
        desk: Desk,
        citizen: CitizenSide,
        sending: Sending,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._messages, self._desk = tasks, messages, desk
        self._citizen, self._sending = citizen, sending
        self._counter = desk.session.counter
        self._asked: IntakeModel | None = None
        self._signed_for: tuple[object, object] | None = None

    # -- the commitment --------------------------------------------------------------------------------------

    def why_not_sign(self, model: IntakeModel) -> str:
        """Why the commitment cannot be put before the applicant."""
        return model.why_not_sign() or ("" if self._citizen.available else "外屏没有连接，请改用纸质签字")

    def sign(self, model: IntakeModel) -> None:
        """Put what this way asks for before the applicant, one text after the other."""
        if model.item is None or model.case_id is None:
            return
        self._asked = model
        self._sending.hold("正在请申请人签署，按 Esc 取消")
        work = partial(self._desk.intake_texts, self._request(model))
        show = partial(self._put_before_citizen, model)
        self._tasks.run(self, "store", work, show, self._on_text_refused, self._on_text_failed)

    def withdraw(self) -> None:
        """Take the commitment back from the citizen's screen."""
        if self._asked is not None:
            self._asked = None
            self._sending.release()
            self._citizen.withdraw()

    def check_signature(self, model: IntakeModel) -> None:
        """Nothing the commitments name may change once signed; the service checks the text itself."""
        signed = model.signature is not None or model.second_signature is not None
        if not signed or self._signed_for is None:
            return
        parties, second = _what_is_signed(model)
        if parties != self._signed_for[0]:
            model.void_signatures()
        elif second != self._signed_for[1] and model.second_signature is not None:
            model.second_signature = None
        else:
            return
        self._messages.warn("承诺书内容已变化，原签名作废，请申请人重新签署。")

    def _put_before_citizen(self, model: IntakeModel, texts: tuple[IntakeText, ...]) -> None:
        """The first text that is not signed yet."""
        if model is not self._asked or model.item is None:
            return
        waiting = [one for one in texts if _signed_in(model, one) is None]
        if not waiting:
            self._end_signing("申请人已全部签署。")
            return
        text = waiting[0]
        self._signed_for = _what_is_signed(model)
        signer = model.representative.name if model.representative else model.applicant.name
        what = ToSign(
            title=f"请阅读并签署《{text.title}》",
            heading=text.title,
            text=text.text,
            signer=signer,
            matter=f"{self._counter.sign}窗口　{model.item.name}",
        )
        self._citizen.ask_signature(what, partial(self._on_signed, model, text, texts))

    def _on_signed(
        self,
        model: IntakeModel,
        text: IntakeText,
        texts: tuple[IntakeText, ...],
        signature: ScreenSignature | None,
    ) -> None:
        if model is not self._asked:
            return
        if signature is None:
            self._asked = None
            self._sending.release()
            self._messages.warn("没有签署。可再按 F11 签署，或直接收件并改用纸质签字。")
            self.signed.emit()
            return
        if text.field == "signature":
            model.signature = signature
        else:
            model.second_signature = signature
        if all(_signed_in(model, one) is not None for one in texts):
            names = "、".join(one.title for one in texts)
            self._end_signing(f"申请人已签署{names}。")
            self.check_signature(model)
            self.signed.emit()
        else:
            self._put_before_citizen(model, texts)

    def _end_signing(self, words: str) -> None:
        self._asked = None
        self._sending.release()
        self._messages.good(words)

    def _on_text_refused(self, violation: RuleViolation) -> None:
        self._asked = None
        self._sending.release()
        self._messages.refused(violation)

    def _on_text_failed(self, error: BaseException) -> None:
        self._asked = None
        self._sending.release()
        self._messages.failed("store", None, error)

    # -- the acts --------------------------------------------------------------------------------------------

    def accept(self, model: IntakeModel) -> None:
        """Accept once, in the way the model goes, and make the intake set (T4, T25, T26)."""
        if model.case_id is None:
            return
        done = partial(self._on_accepted, model)
        self._sending.send(self._desk.handle, self._request(model), done, self._on_refused, "正在收件受理…")

    def _request(self, model: IntakeModel) -> AnyAcceptance:
        """What is asked for as the model stands; a fresh id."""
        case_id = model.case_id or uuid4()
        form, counter = model.form(), self._counter.code
        if model.way is IntakeWay.CONDITIONALLY:
            return ask.AcceptConditionally(
                uuid4(), case_id, model.revision, form, counter, model.signature, model.second_signature
            )
        if model.way is IntakeWay.ON_COMMITMENT:
            return ask.AcceptOnCommitment(
                uuid4(), case_id, model.revision, form, counter, model.replaced, model.signature,
                model.second_signature, told=True,
            )  # fmt: skip
        if model.way is IntakeWay.PACKAGE:
            return ask.AcceptPackage(
                uuid4(), case_id, model.revision, form, counter, model.signature,
                left_out=tuple(sorted(model.left_out)),
            )  # fmt: skip
        return ask.Accept(uuid4(), case_id, model.revision, form, counter, model.signature)

    def notify(self, model: IntakeModel, reason: str) -> None:
        """One notice of everything (T2); a second one with the clerk's reason (T2a)."""
        if model.case_id is None:
            return
        request = ask.Notify(uuid4(), model.case_id, model.revision, model.form(), self._counter.code, reason)
        said = f"已出具一次性告知单：{model.applicant.name}。补齐后可从草稿列表继续办理。"
        self._sending.send(
            self._desk.notify, request, lambda _done: self.ended.emit(said), self._on_refused,
            "正在出具一次性告知单…",
        )  # fmt: skip

    def abandon(self, model: IntakeModel, reason: str) -> None:
        """Give the draft up (T3b)."""
        if model.case_id is None:
            return
        request = ask.Abandon(uuid4(), model.case_id, model.revision, self._counter.code, reason)
        said = f"已放弃这件收件：{model.applicant.name}。原因已记入办件记录。"
        self._sending.send(self._desk.abandon, request, lambda _done: self.ended.emit(said), self._on_refused)

    def _on_accepted(self, model: IntakeModel, done: ActDone) -> None:
        owed = "" if model.all_signed else "承诺书待纸质签字，签字后请在交接页确认。"
        words = SAID[model.way]
        self.ended.emit(f"{words} {done.receipt_no}　{model.applicant.name}。单据正在打印。{owed}")
        self._citizen.invite_rating(done.act_id, self._counter.code, "收件")

    def _on_refused(self, violation: RuleViolation) -> None:
        self._messages.bad(say(violation))
        self.back.emit()


def _signed_in(model: IntakeModel, text: IntakeText) -> ScreenSignature | None:
    return model.signature if text.field == "signature" else model.second_signature


def _what_is_signed(model: IntakeModel) -> tuple[object, object]:
    """Everything the texts name: the parties in both, what is deferred or replaced in the second."""
    deferred = tuple(row.seq for row in model.checklist.deferred) if model.checklist else ()
    return (model.applicant, model.representative), (model.way, deferred, model.replaced)
