"""Conditional acceptance, informed commitment, and what is owed afterwards (R-IN-5, R-IN-6)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, MaterialRow, When, asked
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.obligations import CheckOutcome, SupplyWay
from yichuang_desktop.services.requests.parts import ScreenSignature


@dataclass(frozen=True, slots=True)
class AcceptConditionally:
    """Accept although deferrable materials lack; what is owed is written down and told (T25, R-IN-5).

    ``promise_signature`` is the applicant's under the promise to supply; ``None`` leaves it owed in ink.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    form: IntakeForm
    counter: int
    signature: ScreenSignature | None = None
    promise_signature: ScreenSignature | None = None
    receipt_told: bool = True


@dataclass(frozen=True, slots=True)
class AcceptOnCommitment:
    """Accept on an informed commitment, which may stand for materials (T26, R-IN-6).

    ``told``: procedure, requirements and consequences were told to the applicant, who is willing.
    ``replaced`` are numbers of materials on the checklist that the commitment stands for.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    form: IntakeForm
    counter: int
    replaced: tuple[int, ...] = ()
    signature: ScreenSignature | None = None
    informed_signature: ScreenSignature | None = None
    told: bool = False
    receipt_told: bool = True


@dataclass(frozen=True, slots=True)
class SupplyDeferred:
    """Deferred materials came, all or some of them (T25s, R-IN-5)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    materials: tuple[MaterialRow, ...] = asked(
        "这次补交的材料", AskKind.MATERIALS, hint="只留下这次收到的，没有带来的删去", default=()
    )
    how: SupplyWay = asked("补交方式", AskKind.CHOICE, choices=SupplyWay, default=SupplyWay.AT_WINDOW)
    provider: str = asked("交来人", AskKind.NAME, default="")
    remark: str = asked("备注", required=False, default="")


@dataclass(frozen=True, slots=True)
class GiveMoreTimeToSupply:
    """The department allows more time; recorded by the leader (T25e)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    until: date | None = asked("宽限到", AskKind.DAY, when=When.NOT_EARLIER, default=None)
    officer: str = asked("部门答复人", AskKind.NAME, default="")
    said: str = asked("部门的意见", hint="电话或书面，原话", default="")
    reason: str = asked("宽限的原因", default="")


@dataclass(frozen=True, slots=True)
class TerminateUnsupplied:
    """What was deferred did not come in time: the case is ended with a written notice (T25x)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked("作出决定的部门人员", AskKind.NAME, default="")
    decided_on: date | None = asked("决定日期", AskKind.DAY, when=When.NOT_LATER, default=None)
    reasons: tuple[str, ...] = asked("终止办理的理由", AskKind.LINES, default=())
    legal_basis: str = asked("依据", AskKind.LONG, default="")
    remedies: str = asked("复议和诉讼权利", AskKind.LONG, default="")
    apply_again: str = asked("再次申请的办法", required=False, default="")


@dataclass(frozen=True, slots=True)
class CheckCommitmentKept:
    """The department checked what was promised in an informed commitment (T26c, R-IN-6)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked("核查人", AskKind.NAME, default="")
    checked_on: date | None = asked("核查日期", AskKind.DAY, when=When.NOT_LATER, default=None)
    outcome: CheckOutcome = asked("核查结果", AskKind.CHOICE, choices=CheckOutcome, default=CheckOutcome.KEPT)
    facts: str = asked("核查情况", AskKind.LONG, default="")
    next_check: date | None = asked(
        "整改后复查日",
        AskKind.DAY,
        when=When.NOT_EARLIER,
        required=False,
        hint="限期整改的必填",
        default=None,
    )
