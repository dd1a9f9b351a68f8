"""What the intake form holds while it grows, and what can be done with it; plain Python, no window."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.checklist import Checklist, MaterialScan, MaterialVerdict
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.id_cards import CardReading
from yichuang_desktop.domain.identifiers import DocumentKind
from yichuang_desktop.domain.intake_form import Delivery, IdentityProof, IntakeForm
from yichuang_desktop.domain.items import Package, ServiceItem
from yichuang_desktop.domain.obligations import ChannelChoice
from yichuang_desktop.domain.parties import (
    Applicant,
    PartyKind,
    Remark,
    Representative,
    problems,
    rejections,
)
from yichuang_desktop.domain.sentences import say_code
from yichuang_desktop.services.ports_cameras import PageFile
from yichuang_desktop.services.requests import ScreenSignature
from yichuang_desktop.ui.intake.ways import IntakeWay, Ways, ways_of
from yichuang_desktop.ui.parts.nextstep import Step
from yichuang_desktop.ui.theme import Tone

SCANS_UNSAVED = "材料图像正在保存，请稍候；数据库没有连上时，连上后会再存"
NOT_OPENED = "草稿还没有建好，请稍候；数据库没有连上时，连上后重新选择事项"


@dataclass(slots=True)
class IntakeModel:
    """The form of one intake at one window."""

    today: Callable[[], date] = date.today
    case_id: UUID | None = None
    revision: int = 0
    opened: bool = False
    """The draft is in the database."""
    item: ServiceItem | None = None
    version: int = 0
    applicant: Applicant = field(default_factory=Applicant)
    representative: Representative | None = None
    identity: IdentityProof | None = None
    reading: CardReading | None = None
    checklist: Checklist | None = None
    delivery: Delivery = Delivery.PICK_UP
    channel_choice: ChannelChoice = ChannelChoice.OWN
    signature: ScreenSignature | None = None
    second_signature: ScreenSignature | None = None
    """Under the promise to supply, or the informed commitment."""
    notified: bool = False
    """A one-off notice has been given for this draft before."""
    notice_due: date | None = None
    """Papers are kept: the last day of the five-working-day rule."""
    papers_kept: bool = False
    """Papers lie at the window before anything is decided."""
    asked_in: str = ""
    """Number of the consultation it grew out of (R-ASK-1)."""
    on_commitment: bool = False
    """The applicant chose the informed commitment."""
    channel: Channel = Channel.COUNTER
    package: Package | None = None
    """The package the item stands for, with its parts."""
    left_out: frozenset[int] = frozenset()
    """Steps of optional parts the applicant does not want."""
    unsaved_scans: dict[int, bytes] = field(default_factory=dict)
    """Photographed materials, by number, that the database does not have yet."""

    def choose_item(self, item: ServiceItem, version: int) -> None:
        """Start with an item: its checklist unjudged, the fitting kind of applicant preset."""
        self.item, self.version = item, version
        self.checklist = Checklist.of(item, version)
        self.void_signatures()
        self.on_commitment = False
        self.package, self.left_out = None, frozenset()
        if set(item.subjects) & {"法人"} and "自然人" not in item.subjects:
            self.applicant = Applicant(kind=PartyKind.UNIT, document_kind=DocumentKind.CREDIT_CODE)

    def take_form(self, form: IntakeForm, item: ServiceItem) -> None:
        """Go on with a form that was saved before."""
        self.item, self.version = item, form.item_version
        self.applicant = form.applicant or Applicant()
        self.representative = form.representative
        self.identity = form.identity
        self.reading = form.reading
        self.checklist = form.checklist or Checklist.of(item, form.item_version)
        self.delivery = form.delivery
        self.channel_choice = form.channel_choice

    def void_signatures(self) -> None:
        """What was signed is another thing now."""
        self.signature = self.second_signature = None

    # -- the way it ends -------------------------------------------------------------------------------------

    @property
    def ways(self) -> Ways | None:
        """What the checklist leaves open."""
        return ways_of(self.checklist, self.item) if self.checklist is not None and self.item else None

    @property
    def way(self) -> IntakeWay:
        """The way this intake is going."""
        ways = self.ways
        if self.channel is Channel.MAIL:
            return IntakeWay.MAILED
        if self.item is not None and self.item.is_package:
            return IntakeWay.PACKAGE
        if ways is None:
            return IntakeWay.ACCEPT
        if self.on_commitment and not ways.on_commitment:
            return IntakeWay.ON_COMMITMENT
        return ways.usual

    @property
    def replaced(self) -> tuple[int, ...]:
        """Materials the informed commitment stands for."""
        ways = self.ways
        return ways.replaced if ways is not None and self.way is IntakeWay.ON_COMMITMENT else ()

    @property
    def all_signed(self) -> bool:
        """Everything this way asks for is signed on screen."""
        return self.signature is not None and (self.way.texts == 1 or self.second_signature is not None)

    def why_not_commit(self) -> str:
        """Why the informed commitment cannot be chosen."""
        ways = self.ways
        if ways is None:
            return "请先选择事项"
        own = self.way in (IntakeWay.PACKAGE, IntakeWay.MAILED)
        return "本方式不适用" if own else ways.on_commitment

    def why_not_keep(self) -> str:
        """Why the papers cannot be kept meanwhile."""
        if self.checklist is None:
            return "请先选择事项"
        return "" if self.opened else NOT_OPENED

    def form(self) -> IntakeForm:
        """The form as it stands."""
        return IntakeForm(
            item_id=self.item.item_id if self.item else "",
            item_version=self.version,
            applicant=self.applicant,
            representative=self.representative,
            identity=self.identity,
            checklist=self.checklist,
            delivery=self.delivery,
            channel_choice=self.channel_choice,
            reading=self.reading,
        )

    def judge(self, seq: int, verdict: MaterialVerdict) -> None:
        """One keystroke, one verdict. Raises RuleViolation where the item does not allow it."""
        if self.checklist is not None:
            self.checklist = self.checklist.judge(seq, verdict)

    def change_copies(self, seq: int, by: int) -> None:
        """Count a copy more or less of what was received."""
        if self.checklist is None:
            return
        row = self.checklist.row(seq)
        if row.verdict is not None and row.verdict.received:
            copies = min(99, max(1, row.copies + by))
            self.checklist = self.checklist.judge(seq, row.verdict, copies=copies, reason=row.reason)

    def explain(self, seq: int, reason: str) -> None:
        """Say what is missing or wrong, in the clerk's words."""
        if self.checklist is not None:
            row = self.checklist.row(seq)
            if row.verdict is not None:
                self.checklist = self.checklist.judge(seq, row.verdict, copies=row.copies, reason=reason)

    def photograph(self, seq: int, file: PageFile) -> None:
        """A material was photographed; it is saved with the draft."""
        if self.checklist is not None:
            self.checklist = self.checklist.photographed(seq, MaterialScan(file.sha256, file.pages))
            self.unsaved_scans[seq] = file.content

    # -- what stands in the way ------------------------------------------------------------------------------

    def remarks(self) -> dict[str, Remark]:
        """What is to be said about the parties, field by field."""
        found = problems(self.applicant, self.representative, self.today())
        return {remark.field: remark for remark in found}

    def parties_stand(self) -> bool:
        """Nothing about applicant and agent forbids acceptance."""
        return not rejections(tuple(self.remarks().values()))

    def why_not_notify(self) -> str:
        """Why no one-off notice can be given; empty when it can."""
        if self.checklist is None:
            return "请先选择事项"
        if why_not := self._why_not_stored():
            return why_not
        if not self.applicant.name.strip():
            return "请先填写申请人姓名或名称"
        if self.checklist.unjudged:
            return f"还有 {len(self.checklist.unjudged)} 份材料没有审查，一次性告知要一次说全"
        if not self.checklist.what_is_lacking():
            return "材料没有缺项，可以直接收件受理"
        return ""

    def why_not_sign(self) -> str:
        """Why the commitment cannot be put before the applicant yet."""
        if self.checklist is None:
            return "请先选择事项"
        if not self.way.signed:
            return "邮寄的不在窗口签字，承诺书随件寄来或领取时补签"
        if not self.parties_stand():
            return "请先把申请人信息填写正确"
        return "申请人已签署" if self.all_signed else ""

    def why_not_accept(self) -> str:
        """Why the case cannot be accepted yet, in the order in which a clerk would mend it."""
        if self.checklist is None:
            return "请先选择事项"
        bad = rejections(tuple(self.remarks().values()))
        if bad:
            return _whose(bad[0])
        if (why_not := self._why_not_verified()) and self.way is not IntakeWay.MAILED:
            return why_not
        step = self.checklist.next_step()
        if not self.checklist.complete and self.way is not IntakeWay.ON_COMMITMENT:
            return say_code(step.code, step.facts)
        return self._why_not_stored()

    def _why_not_stored(self) -> str:
        """Why the draft does not stand in the database as it stands here."""
        if not self.opened:
            return NOT_OPENED
        return SCANS_UNSAVED if self.unsaved_scans else ""

    def _why_not_verified(self) -> str:
        """Why the identity does not stand yet; a card verifies only who it is of."""
        if self.identity is None:
            return "请核验申请人或代理人的身份证件"
        by_card = self.identity is IdentityProof.CARD_READER
        return "还没有读卡：请按 Alt I 读身份证" if by_card and self.form().card_read is None else ""

    def why_not_abandon(self) -> str:
        """Why the draft cannot be given up."""
        if self.checklist is None:
            return "请先选择事项"
        return "" if self.opened else NOT_OPENED

    def next_step(self) -> Step:
        """The one sentence of 下一步."""
        if self.checklist is None:
            return Step("请输入事项名称、拼音首字母、部门或编码，选定申请人要办的事项。")
        bad = rejections(tuple(self.remarks().values()))
        if bad:
            return Step(_whose(bad[0]), Tone.WARN if not self.applicant.name else Tone.BAD)
        if self._why_not_verified() and self.way is not IntakeWay.MAILED:
            return Step("请核验身份证件：按 Alt I 读卡，或看原件后按 Alt 4 登记核验方式。")
        step = self.checklist.next_step()
        chosen = self.way in (IntakeWay.CONDITIONALLY, IntakeWay.ON_COMMITMENT)
        if chosen or self.checklist.complete:
            return self._last_step()
        tone = Tone.MAIN if self.checklist.unjudged else Tone.BAD
        return Step(say_code(step.code, step.facts), tone)

    def _last_step(self) -> Step:
        if self.way is IntakeWay.MAILED:
            return Step("请部门后台人员到场，按 F12 登记开拆情况和代签，完成邮寄收件。")
        if self.way.told_first:
            return Step(f"按 F12 打开{self.way.value}：先与申请人核对、签字，再受理。", Tone.WARN)
        if self.signature is not None:
            return Step(
                "信用承诺书已签署，按 F12 收件受理。请告知申请人凭收件通知单到出证窗口领取结果。", Tone.GOOD
            )
        return Step(
            "材料齐全。请按 F11 请申请人在外屏签署信用承诺书；改用纸质签字的，直接按 F12 收件，签字后再确认。"
        )


def _whose(remark: Remark) -> str:
    """The sentence about a field; an agent's says that it is the agent's."""
    agents = remark.field.startswith("representative")
    return f"代理人：{remark.sentence}" if agents and "代理人" not in remark.sentence else remark.sentence
