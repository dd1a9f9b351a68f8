"""Province-wide and cross-province matters: registered electronically, mailed by others (3.2.1.3)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, MaterialRow, When, asked
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.services.requests.parts import ScreenSignature

CHANNELS = (("province", "全豫通办"), ("cross_province", "跨省通办"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterProvince:
    """An application registered electronically against a voucher (T20, R-IN-10).

    ``case_id`` is fresh, ``revision`` 0.  The voucher has two signature boxes: the provider signs on screen
    (``signature``) or in ink (``ink_seen``), the receiver is the clerk.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    channel: str = asked("通办范围", AskKind.CHOICE, choices=CHANNELS)
    item_id: str = asked("事项", AskKind.ITEM)
    authority: str = asked("属地受理机关", hint="办理并寄出证照的部门，如 郑州市市场监督管理局")
    authority_phone: str = asked("受理机关电话", AskKind.PHONE, required=False, default="")
    applicant: Applicant | None = asked("申请人", AskKind.PARTY)
    provider: str = asked("材料提供人", AskKind.NAME, hint="交来材料并在凭证上签字的人")
    platform_no: str = asked("系统申请编号", AskKind.NO, hint="全豫通办、跨省通办系统给的编号")
    voucher_no: str = asked("系统收件凭证编号", AskKind.NO, required=False, default="")
    voucher_scan: bytes | None = asked("系统凭证扫描件", AskKind.PICTURE, required=False, default=None)
    materials: tuple[MaterialRow, ...] = asked(
        "收取的电子材料", AskKind.MATERIALS, required=False, default=(), hint="不填时按事项的材料清单"
    )
    mail_name: str = asked("证照收件人", AskKind.WHO, required=False, default="", hint="不填时寄给申请人")
    mail_phone: str = asked("收件人电话", AskKind.PHONE, required=False, default="")
    mail_address: str = asked("证照邮寄地址", hint="部门办结后按此地址直接寄给申请人")
    signature: ScreenSignature | None = None
    ink_seen: bool = False
    """The clerk has seen the provider sign the voucher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseExternal:
    """The department has mailed the result by itself; the case is closed (T20c, R-IN-10)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked("告知寄出情况的部门人员", AskKind.NAME)
    mailed_on: date = asked("部门寄出日期", AskKind.DAY, when=When.NOT_LATER)
    carrier: str = asked("承运单位", default="中国邮政 EMS")
    waybill_no: str = asked("快递单号", AskKind.WAYBILL)
    result_name: str = asked("证照或文书名称")
    result_no: str = asked("证照编号", AskKind.NO, required=False, default="")
    said: str = asked("说明", required=False, default="")
