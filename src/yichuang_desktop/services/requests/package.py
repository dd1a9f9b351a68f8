"""One thing, done once: accepting a package, its external parts, its end (3.2.1.4, 2.3.2; R-IN-11)."""

from dataclasses import dataclass
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, asked
from yichuang_desktop.domain.intake_form import IntakeForm
from yichuang_desktop.domain.package_parts import ExternalState
from yichuang_desktop.services.requests.parts import ScreenSignature


@dataclass(frozen=True, slots=True)
class AcceptPackage:
    """Accept a package: one form, one intake set, a part for each department (T21, T21p).

    ``left_out`` are the steps of optional members the applicant does not want.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    form: IntakeForm
    counter: int
    signature: ScreenSignature | None = None
    receipt_told: bool = True
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteExternalPart:
    """What is heard of a part outside the hall: bank, hospital, customs (T21x; decisions 14)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    step: int = asked("第几环节", AskKind.COUNT, least=1, most=99)
    state: str = asked("进展", AskKind.CHOICE, choices=ExternalState)
    said: str = asked("谁告知、说了什么", hint="例如：银行柜员来电，账户已开好")


@dataclass(frozen=True, slots=True)
class ClosePackage:
    """All parts have come to their end: the package is closed (T22)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    told: bool = asked("已告知申请人各环节结果", AskKind.TICK)
