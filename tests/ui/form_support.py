"""A form that asks for everything there is to ask for, in a shell over a hall that lives in lists."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtGui import QColor, QImage

from tests.ui.screen_support import LONG_ITEM, LONG_UNIT, FakeDesk, FakeViews
from yichuang_desktop.domain.asking import AskKind, MaterialRow, When, asked
from yichuang_desktop.domain.hall import Channel
from yichuang_desktop.domain.parties import Applicant
from yichuang_desktop.services.handling import Handler
from yichuang_desktop.services.ports import ItemRow
from yichuang_desktop.services.register import HANDLERS
from yichuang_desktop.services.requests import Collector, ScreenSignature

WAYS = (("counter", "窗口领取"), ("mail", "邮寄"), ("department", "部门直接送达"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """One field of every kind."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked("经办人", AskKind.NAME)
    phone: str = asked("联系电话", AskKind.PHONE)
    day: date = asked("送达日期", AskKind.DAY, when=When.NOT_LATER)
    until: date | None = asked(
        "最迟补齐日期", AskKind.DAY, when=When.NOT_EARLIER, required=False, default=None
    )
    copies: int = asked("份数", AskKind.COUNT, least=1, most=99)
    way: str = asked("送达方式", AskKind.CHOICE, choices=WAYS)
    waybill: str = asked("快递单号", AskKind.WAYBILL, required=False, default="")
    number: str = asked("文书编号", AskKind.NO, hint="按文书上的编号填写")
    reason: str = asked("理由", AskKind.LONG, hint="写明事实和依据，会印在文书上")
    papers: tuple[str, ...] = asked("退还的材料", AskKind.LINES)
    paper: str = asked("收件通知单", AskKind.PAPER_CODE)
    seal: bool = asked("已加盖部门公章", AskKind.TICK)
    rows: tuple[MaterialRow, ...] = asked("收取的材料", AskKind.MATERIALS)
    scan: bytes = asked("寄件单据照片", AskKind.PICTURE)
    party: Applicant | None = asked("申请人", AskKind.PARTY)
    item: str = asked("事项", AskKind.ITEM)
    collector: Collector | None = asked("领取人", AskKind.COLLECTOR)
    remark: str = asked("备注", required=False, default="")
    waits_for: str = ""
    signature: ScreenSignature | None = None
    ink_seen: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """No question at all: a look and F12."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int


ROWS = (
    MaterialRow("个体工商户登记（备案）申请书", 1, 3, form="原件"),
    MaterialRow("经营者居民身份证", 1, 1, form="原件+复印件"),
    MaterialRow(LONG_ITEM + "申请表", 2, 12, remark="由" + LONG_UNIT + "逐页加盖公章"),
)
PREFILLED: Mapping[str, Any] = {"rows": ROWS, "waits_for": "NX-77", "phone": "0377-65312345"}
ITEM_ROWS = (
    ItemRow("NX-001", 1, "个体工商户设立登记", "县市场监督管理局", "", "", ("gtgshsldj",), ()),
    ItemRow("NX-002", 1, LONG_ITEM, "县自然资源局", "", "", ("ncjt",), ()),
)


def everything(**changes: Any) -> Handler:
    """The handler of the form of everything."""
    known: dict[str, Any] = {
        "form": True, "title": "什么都问的办理", "allows": lambda _case: True,
        "text": lambda _seat, request: request.reason,
        "hint": "请先核对申请人身份，再逐项填写。",
    }  # fmt: skip
    return Handler(Everything, lambda _seat, _request: None, **(known | changes))


def nothing(**changes: Any) -> Handler:
    """The handler of the form that asks for nothing."""
    known = {"form": True, "title": "确认一下", "allows": lambda _case: True}
    return Handler(Nothing, lambda _seat, _request: None, **(known | changes))


@contextmanager
def registered(**handlers: Handler) -> Iterator[None]:
    """Only these in the register, for a while; their names must not be there already."""
    for name in handlers:
        assert name not in HANDLERS
    HANDLERS.update(handlers)
    try:
        yield
    finally:
        for name in handlers:
            del HANDLERS[name]


@dataclass
class Views(FakeViews):
    """The read side, with items."""

    item_rows: tuple[ItemRow, ...] = field(default_factory=lambda: ITEM_ROWS)

    def items(self) -> tuple[ItemRow, ...]:
        return self.item_rows


def desk(**changes: Any) -> FakeDesk:
    """A desk whose form of everything is begun with three rows of materials."""
    return FakeDesk(**({"views": Views(), "prefills": {"everything": dict(PREFILLED)}} | changes))


def picture(folder: Path, width: int = 1200, height: int = 900) -> Path:
    """A photograph of a slip."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#f3e9d2"))
    file = folder / "slip.png"
    assert image.save(str(file))
    return file


BEGINS = {"begins": True, "channels": frozenset({Channel.COUNTER, Channel.ONLINE})}
