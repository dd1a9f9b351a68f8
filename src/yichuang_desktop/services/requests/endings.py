"""The negative endings and the papers kept meanwhile (T1k, T1g, T2d, T3, T29, T32; dossier 2.4)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, MaterialRow, When, asked
from yichuang_desktop.domain.endings import EndingCause
from yichuang_desktop.domain.intake_form import Delivery
from yichuang_desktop.services.requests.parts import ScreenSignature

_CAUSE = "为什么办不下去"
_CAUSE_HINT = "材料问题、申请人撤回、不符合条件，各有各的文书，选对了再填"


@dataclass(frozen=True, slots=True)
class KeepPapers:
    """Papers stay at the window before anything is decided: the five-working-day rule begins (T1k)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    materials: tuple[MaterialRow, ...] = asked("收下暂存的材料", AskKind.MATERIALS, default=())
    received_on: date | None = asked("收到材料的日期", AskKind.DAY, when=When.NOT_LATER, default=None)
    why: str = asked("为什么暂存", hint="例如：材料多，需要逐份审查", default="")


@dataclass(frozen=True, slots=True)
class GiveKeptPapersBack:
    """The applicant gets the kept papers back (T1g)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    receiver: str = asked("取回人", AskKind.NAME, default="")
    counted: bool = asked("取回人已逐份核对并签字", AskKind.TICK, default=False)
    remark: str = asked("备注", required=False, default="")


@dataclass(frozen=True, slots=True)
class DeemAccepted:
    """Not told in time: accepted as of the day the papers came in (T2d, 行政许可法 32; decisions 12)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    handler: str = asked(
        "首办责任人", AskKind.NAME, hint="收下材料的窗口人员，或者办理的组长本人", default=""
    )
    reason: str = asked("逾期没有告知的原因", AskKind.LONG, default="")


@dataclass(frozen=True, slots=True)
class NotAccept:
    """Decision not to accept, before acceptance (T3, 行政许可法 32)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    cause: EndingCause = asked(
        _CAUSE, AskKind.CHOICE, choices=EndingCause, hint=_CAUSE_HINT, default=EndingCause.CONDITIONS
    )
    reasons: tuple[str, ...] = asked("不予受理的理由", AskKind.LINES, hint="一行一条", default=())
    legal_basis: str = asked("法律依据", AskKind.LONG, default="")
    officer: str = asked("决定人", AskKind.NAME, hint="部门人员，或依规定直接决定的窗口人员", default="")
    by_department: bool = asked("由部门人员决定", AskKind.TICK, required=False, default=True)
    remedies: str = asked("复议和诉讼权利", AskKind.LONG, default="")
    apply_again: str = asked(
        "应当向哪里申请", required=False, hint="不属于本机关的，写明有权机关", default=""
    )
    seal_seen: bool = asked("决定书已加盖专用印章并注明日期", AskKind.TICK, default=False)
    returned: tuple[MaterialRow, ...] = asked("退还的材料", AskKind.MATERIALS, required=False, default=())


@dataclass(frozen=True, slots=True)
class Refuse:
    """The department refuses in writing; the decision goes out like a result (T29, R-HO-6)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    cause: EndingCause = asked(
        _CAUSE, AskKind.CHOICE, choices=EndingCause, hint=_CAUSE_HINT, default=EndingCause.CONDITIONS
    )
    decision_no: str = asked("决定书文号", AskKind.NO, default="")
    decided_on: date | None = asked("决定日期", AskKind.DAY, when=When.NOT_LATER, default=None)
    officer: str = asked("送来决定书的部门人员", AskKind.NAME, default="")
    reasons: tuple[str, ...] = asked("不予许可的理由", AskKind.LINES, hint="一行一条，照决定书", default=())
    legal_basis: str = asked("法律依据", AskKind.LONG, default="")
    remedies: str = asked("复议和诉讼权利", AskKind.LONG, default="")
    remedies_seen: bool = asked("决定书上已写明复议和诉讼权利", AskKind.TICK, default=False)
    seal_seen: bool = asked("决定书已加盖行政机关印章", AskKind.TICK, default=False)
    sheets: int = asked("决定书页数", AskKind.COUNT, least=1, most=200, default=1)
    copies: int = asked("决定书份数", AskKind.COUNT, least=1, most=9, default=1)
    returned: tuple[MaterialRow, ...] = asked(
        "随决定书退还的材料", AskKind.MATERIALS, required=False, hint="部门留存的不写", default=()
    )


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The applicant takes the application back, in writing (T32)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    cause: EndingCause = asked(
        _CAUSE, AskKind.CHOICE, choices=EndingCause, hint=_CAUSE_HINT, default=EndingCause.WITHDRAWN
    )
    asked_by: str = asked("撤回人", AskKind.NAME, hint="申请人本人或登记的代理人", default="")
    reason: str = asked("撤回的原因", default="")
    papers_back: Delivery = asked("材料怎样退还", AskKind.CHOICE, choices=Delivery, default=Delivery.PICK_UP)
    signature: ScreenSignature | None = None
    ink_seen: bool = False
    """Without a signature on screen: the written request was signed in ink, and the clerk has seen it."""


@dataclass(frozen=True, slots=True)
class Void:
    """An intake made by mistake is made void by the leader, before handover; its number stays used (T32)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    reason: str = asked("作废的原因", hint="例如：同一申请重复收件", default="")
    receipt_back: bool = asked("收件通知单已收回", AskKind.TICK, default=False)
    applicant_told: bool = asked("已告知申请人", AskKind.TICK, default=False)
