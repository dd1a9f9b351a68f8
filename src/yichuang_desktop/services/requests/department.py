"""Matters no window accepted: departments' own systems, and issuing for a department (3.2.4.2, 3.2.4.3)."""

from dataclasses import dataclass
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, asked
from yichuang_desktop.domain.intake_form import Delivery
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.services.requests.parts import Collector, ScreenSignature


@dataclass(frozen=True, slots=True, kw_only=True)
class BookInForDepartment:
    """Voucher and documents of a matter no window accepted, to be issued for the department (T19, R-OUT-6).

    ``case_id`` is fresh, ``revision`` 0.  The item is one of the library, or its name and department.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    voucher_no: str = asked("部门受理凭证编号", AskKind.NO)
    officer: str = asked("移交人（部门人员）", AskKind.NAME)
    item_id: str = asked(
        "事项", AskKind.ITEM, required=False, default="", hint="事项库没有的，在下面自填名称和部门"
    )
    item_name: str = asked("自填事项名称", required=False, default="")
    department: str = asked("自填审批部门", required=False, default="")
    applicant: Applicant | None = asked("申请人", AskKind.PARTY)
    result_name: str = asked("证照或文书名称")
    result_no: str = asked("证照编号", AskKind.NO, required=False, default="")
    copies: int = asked("份数", AskKind.COUNT, least=1, most=99, default=1)
    delivery: str = asked("领取方式", AskKind.CHOICE, choices=Delivery, default=Delivery.PICK_UP.value)
    voucher_scan: bytes | None = asked("受理凭证扫描件", AskKind.PICTURE, required=False, default=None)
    remark: str = asked("备注", required=False, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookInFromDepartmentSystem(BookInForDepartment):
    """The same for what was done wholly online in a department's own system (T18, R-OUT-5)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBackToDepartment:
    """The department takes its documents back, uncollected or booked in wrongly (T19b)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked("取回的部门人员", AskKind.NAME)
    reason: str = asked("取回原因", hint="例如：逾期未领；登记有误")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOnBehalf:
    """A department's result goes out, signed for (T19i, R-OUT-5, R-OUT-6): no receipt, no commitment."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    collector: Collector
    signature: ScreenSignature | None = None
    ink_seen: bool = False
