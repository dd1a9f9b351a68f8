"""The return of a case and its papers, and mailing (3.2.5, 3.2.4.1; R-RET-1, R-OUT-4)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, MaterialRow, When, asked
from yichuang_desktop.domain.endings import EndingCause
from yichuang_desktop.domain.evidence import CallOutcome
from yichuang_desktop.services.requests.parts import Collector, ScreenSignature


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack:
    """The department returns a case: sealed notice with its stub, all papers, the platform (T27, R-RET-1)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    cause: EndingCause = asked(
        "为什么办不下去", AskKind.CHOICE, choices=EndingCause, default=EndingCause.MATERIALS,
        hint="不符合条件的要作不予许可决定，申请人撤回的办撤回",
    )  # fmt: skip
    officer: str = asked("部门经办人", AskKind.NAME)
    platform_returned_on: date = asked("平台退回办件的日期", AskKind.DAY, when=When.NOT_LATER)
    reasons: tuple[str, ...] = asked(
        "退件原因", AskKind.LINES, hint="一行一条，写清楚，与平台上标注的原因一致"
    )
    legal_basis: str = asked("依据", required=False, default="", hint="法律、标准或办事指南的条款")
    apply_again: str = asked("怎样重新申请", AskKind.LONG, required=False, default="")
    returned: tuple[MaterialRow, ...] = asked("退回的纸质材料", AskKind.MATERIALS, required=False, default=())
    sealed: bool = asked("一次性告知单写明原因并加盖了部门公章", AskKind.TICK)
    stub_in: bool = asked("一次性告知单存根已随材料交来", AskKind.TICK)
    platform_noted: bool = asked("平台已退回办件并标注退件原因", AskKind.TICK)


@dataclass(frozen=True, slots=True, kw_only=True)
class BringPapersBack:
    """Papers of a case that ended otherwise come to the issuance desk (T28a)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    brought_by: str = asked("送回人", AskKind.NAME, hint="部门人员，或收件窗口人员")
    returned: tuple[MaterialRow, ...] = asked(
        "送回的材料", AskKind.MATERIALS, required=False, default=(), hint="没有留存的纸质材料时不填"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CallForReturn:
    """The applicant is phoned to fetch the papers with the receipt (T28c, R-RET-1)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    phone: str = asked("申请人电话", AskKind.PHONE)
    outcome: CallOutcome = asked(
        "通话结果", AskKind.CHOICE, choices=CallOutcome, default=CallOutcome.ANSWERED
    )
    said: str = asked("说了什么", required=False, default="", hint="例如：明天上午带收件通知单来取")


@dataclass(frozen=True, slots=True, kw_only=True)
class GivePapersBack:
    """The papers go back against the receipt; the notice goes with them (T28, R-RET-1)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    collector: Collector = asked("取回人", AskKind.COLLECTOR)
    receipt_code: str = asked(
        "收件通知单", AskKind.PAPER_CODE, required=False, default="", hint="扫取回人带来的收件通知单"
    )
    receipt_lost: bool = asked(
        "通知单遗失，已核验证件原件并签保证声明", AskKind.TICK, required=False, default=False
    )
    counted: bool = asked("取回人已逐份核对", AskKind.TICK)
    notice_given: bool = asked(
        "一次性告知单已交给申请人", AskKind.TICK, required=False, default=False, hint="退件必须交"
    )
    signature: ScreenSignature | None = None
    ink_seen: bool = False
    """Without a signature on screen: the stub was signed in ink, and the clerk has seen it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPapersBack:
    """The papers go back by EMS, at no charge (T28m, 3.2.5)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    name: str = asked("收件人", AskKind.WHO)
    phone: str = asked("收件人电话", AskKind.PHONE)
    address: str = asked("收件地址")
    waybill_no: str = asked("快递单号", AskKind.WAYBILL, hint="扫描寄件单据上的单号")
    taken_by: str = asked("邮寄窗口收寄人", AskKind.NAME)
    slip_kept: bool = asked("寄件单据已留存", AskKind.TICK)
    notice_enclosed: bool = asked(
        "一次性告知单已随件寄出", AskKind.TICK, required=False, default=False, hint="退件必须寄"
    )
    slip: bytes | None = asked("寄件单据扫描件", AskKind.PICTURE, required=False, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectCounterfoil:
    """The counterfoil of a case that ended before its handover is collected for the bag (T28v, T28w)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    counterfoil_code: str = asked("存根", AskKind.PAPER_CODE, hint="扫存根上的码")


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectUnsignedCounterfoil(CollectCounterfoil):
    """The same for a case that was closed without a handover (T28w)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMailWish:
    """The applicant wants the result, or the papers, by mail (T13w, R-OUT-4)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    name: str = asked("收件人", AskKind.WHO)
    phone: str = asked("收件人电话", AskKind.PHONE)
    address: str = asked("收件地址")
    said_by: str = asked("谁提出的", required=False, default="", hint="例如：申请人本人来电")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailResult:
    """The result goes out by EMS, at no charge; the sender's slip is kept (T13, R-OUT-4)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    name: str = asked("收件人", AskKind.WHO)
    phone: str = asked("收件人电话", AskKind.PHONE)
    address: str = asked("收件地址")
    waybill_no: str = asked("快递单号", AskKind.WAYBILL, hint="扫描寄件单据上的单号")
    taken_by: str = asked("邮寄窗口收寄人", AskKind.NAME)
    slip_kept: bool = asked("寄件单据已留存", AskKind.TICK)
    slip: bytes | None = asked("寄件单据扫描件", AskKind.PICTURE, required=False, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmDelivery:
    """The courier says it was delivered (T13d)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    delivered_on: date = asked("妥投日期", AskKind.DAY, when=When.NOT_LATER)
    told_by: str = asked("怎样得知", hint="例如：邮政查询、收件人来电")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInReturnedMail:
    """What was mailed came back undelivered (T13r)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    returned_on: date = asked("退回日期", AskKind.DAY, when=When.NOT_LATER)
    brought_by: str = asked("邮寄窗口交件人", AskKind.NAME)
    reason: str = asked("退回原因", hint="例如：查无此人、拒收")


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateUncollected:
    """A result nobody fetches is told to the leader, with all calls made (T11e)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    reason: str = asked("情况和建议", AskKind.LONG, hint="例如：三次无人接听，建议改邮寄")


@dataclass(frozen=True, slots=True)
class PrintUncollected:
    """The results nobody has fetched for the hall's days or longer, on paper (3.2.4.3)."""

    job_id: UUID
    counter: int
