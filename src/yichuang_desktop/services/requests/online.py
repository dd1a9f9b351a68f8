"""Online matters 网厅: registered here, accepted and decided by the department, collected here (3.2.4.2)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, MaterialRow, When, asked
from yichuang_desktop.domain.intake_form import Delivery
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.services.requests.parts import Collector, ScreenSignature

SOURCES = (("web", "河南政务服务网"), ("app", "豫事办（移动端）"), ("kiosk", "自助终端"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOnline:
    """An application filed online is registered and pushed to its department (T15, R-IN-12).

    ``case_id`` is fresh, ``revision`` 0.  The clocks begin with the department's acceptance.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    online_no: str = asked("网上申报编号", AskKind.NO, hint="政务服务网给申请人的编号")
    source: str = asked("申报来源", AskKind.CHOICE, choices=SOURCES, default="web")
    applied_on: date = asked("网上申报日期", AskKind.DAY, when=When.NOT_LATER)
    platform_no: str = asked("平台办件编号", AskKind.NO, required=False, default="")
    item_id: str = asked("事项", AskKind.ITEM)
    applicant: Applicant | None = asked("申请人", AskKind.PARTY)
    delivery: str = asked("领取方式", AskKind.CHOICE, choices=Delivery, default=Delivery.PICK_UP.value)
    materials: tuple[MaterialRow, ...] = asked(
        "网上提交的材料", AskKind.MATERIALS, required=False, default=(), hint="不填时按事项的材料清单"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDepartmentAcceptance:
    """The department has accepted online: both clocks begin (T15a, decisions 8)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked("受理的部门人员", AskKind.NAME)
    accepted_on: date = asked("部门受理日期", AskKind.DAY, when=When.NOT_LATER)
    document_no: str = asked("受理文书编号", AskKind.NO, required=False, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDepartmentNonAcceptance:
    """The department does not accept what was filed online, in writing (T15n)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked("作出决定的部门人员", AskKind.NAME)
    decided_on: date = asked("决定日期", AskKind.DAY, when=When.NOT_LATER)
    decision_no: str = asked("决定书文号", AskKind.NO, required=False, default="")
    reasons: tuple[str, ...] = asked("不予受理的理由", AskKind.LINES, hint="一行一条")
    legal_basis: str = asked("法律依据", default="《中华人民共和国行政许可法》第三十二条")
    apply_again: str = asked("再次申请指引", required=False, default="")
    remedies_told: bool = asked("决定书已写明行政复议、行政诉讼的权利", AskKind.TICK)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOnlineCounterfoil:
    """Receipt and counterfoil of an online case arrive at the issuance desk (T15s, 2.3.3)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    counterfoil_code: str = asked("存根", AskKind.PAPER_CODE, hint="请扫存根")
    receipt_code: str = asked("收件通知单", AskKind.PAPER_CODE, hint="请扫收件通知单")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookInOnlineResult:
    """The department brings result and reply slip to the issuance desk (T16, R-OUT-5)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked("移交人（部门人员）", AskKind.NAME)
    decided_on: date = asked("办结日期", AskKind.DAY, when=When.NOT_LATER)
    result_name: str = asked("证照或文书名称")
    result_no: str = asked("证照编号", AskKind.NO, required=False, default="")
    copies: int = asked("份数", AskKind.COUNT, least=1, most=99, default=1)
    reply_no: str = asked(
        "业务受理回执单编号", AskKind.NO, required=False, default="", hint="部门从平台打印、随证照送来"
    )
    print_reply: bool = asked("平台打不出回执单，由本大厅打印", AskKind.TICK, required=False, default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintCommitment:
    """The credit commitment of an online case on paper, to be signed at pick-up (R-OUT-5); gives a job."""

    job_id: UUID
    case_id: UUID
    counter: int
    collector: Collector


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOnline:
    """The result of an online case goes out; the credit commitment is signed now (T17, R-OUT-5).

    Both are signed, commitment and collection: on screen, or in ink before the clerk's eyes.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    collector: Collector
    commitment: ScreenSignature | None = None
    signature: ScreenSignature | None = None
    commitment_ink_seen: bool = False
    ink_seen: bool = False
