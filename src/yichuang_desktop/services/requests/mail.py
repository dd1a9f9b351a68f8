"""Mailed-in applications: the parcel opened with the officer, the result handed to the post (3.3)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, When, asked

ENCLOSED, OWED = "enclosed", "owed"
COMMITMENTS = ((ENCLOSED, "随件附来，已由申请人签字"), (OWED, "没有附来，领取结果时补签"))
KEPT, POSTED = "kept", "posted"
RECEIPTS = ((KEPT, "随存根装入档案袋"), (POSTED, "邮寄给申请人"))
INTACT = "外包装完好"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenParcel:
    """A parcel came for an item; its review begins as a draft of the mail channel (T1, R-IN-13).

    ``case_id`` is fresh, ``revision`` 0.
    """

    act_id: UUID
    case_id: UUID
    counter: int
    parcel_no: str = asked("邮件编号", AskKind.WAYBILL, hint="扫描或录入面单上的编号")
    item_id: str = asked("事项", AskKind.ITEM)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptMailed:
    """The reviewed parcel is accepted, the officer signing for the papers (T23, R-IN-13).

    The form is the draft as it was saved.  The officer never signs the credit commitment: it is enclosed or
    owed at pick-up.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    parcel_no: str = asked("邮件编号", AskKind.WAYBILL)
    officer: str = asked("到场的部门后台人员", AskKind.NAME)
    officer_present: bool = asked("部门人员当面开拆、清点", AskKind.TICK)
    proxy_signed: bool = asked("已见部门人员代申请人在存根和开拆记录上签字", AskKind.TICK)
    condition: str = asked("邮件外观", default=INTACT)
    differences: str = asked("与寄件清单不符之处", required=False, default="")
    arrived_on: date | None = asked(
        "到件日期", AskKind.DAY, required=False, when=When.NOT_LATER, default=None
    )
    postal_clerk: str = asked("邮寄窗口交件人", AskKind.NAME, required=False, default="")
    identity_checked: bool = asked("已核对随件的身份证件复印件，并电话核实申请人", AskKind.TICK)
    commitment: str = asked("信用承诺书", AskKind.CHOICE, choices=COMMITMENTS)
    receipt_way: str = asked("收件通知单", AskKind.CHOICE, choices=RECEIPTS, default=KEPT)
    mail_name: str = asked("回寄收件人", AskKind.NAME, required=False, default="", hint="不填时寄给申请人")
    mail_phone: str = asked("回寄电话", AskKind.PHONE, required=False, default="")
    mail_address: str = asked("回寄地址", required=False, default="", hint="证照或收件通知单要寄回的必填")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandResultToCourier:
    """The department brings the result of a mailed-in case to the EMS window (T24, R-OUT-8)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked("移交人（部门人员）", AskKind.NAME)
    decided_on: date = asked("办结日期", AskKind.DAY, when=When.NOT_LATER)
    result_name: str = asked("证照或文书名称")
    result_no: str = asked("证照编号", AskKind.NO, required=False, default="")
    copies: int = asked("份数", AskKind.COUNT, least=1, most=99, default=1)
    taken_by: str = asked("邮寄窗口接收人", AskKind.NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCustomerSlip:
    """The customer's copy of the courier slip comes to the issuance desk (T24f, R-OUT-8)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    waybill_no: str = asked("快递单号", AskKind.WAYBILL, hint="扫描客户联上的单号")
    sent_on: date = asked("寄出日期", AskKind.DAY, when=When.NOT_LATER)
    courier: str = asked("邮寄窗口寄件人", AskKind.NAME)
    name: str = asked("收件人", AskKind.WHO)
    phone: str = asked("收件人电话", AskKind.PHONE)
    address: str = asked("收件地址")
    slip: bytes | None = asked("客户联扫描件", AskKind.PICTURE, required=False, default=None)
    slip_seen: bool = asked("客户联原件已收存", AskKind.TICK)
