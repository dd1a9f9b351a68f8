"""Questions at the window (3.1; R-ASK-1, R-ASK-2)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, When, asked
from yichuang_desktop.domain.consultations import AnswerWay, Told
from yichuang_desktop.domain.evidence import CallOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAtCounter:
    """A question is answered on the spot (T0, R-ASK-1); with ``guide`` its one-off notice is printed.

    ``case_id`` is fresh, ``revision`` 0.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    item_id: str = asked("事项", AskKind.ITEM, required=False, default="")
    asker: str = asked("咨询人", AskKind.NAME, required=False, default="", hint="可不填")
    phone: str = asked("联系电话", AskKind.PHONE, required=False, default="", hint="可不填")
    question: str = asked("咨询问题", AskKind.LONG)
    answer: str = asked("答复内容", AskKind.LONG)
    guide: bool = asked("出具一次性告知单（办事指南）", AskKind.TICK, required=False, default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSample:
    """The filled-in example of one material on paper (示范文本, R-ASK-1): pictures, one a page."""

    job_id: UUID
    counter: int
    item_id: str
    seq: int
    pages: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferQuestion:
    """A question that cannot be answered here goes to the department, with contact (T0r, R-ASK-2).

    ``case_id`` is fresh, ``revision`` 0.  Without ``answer_by`` the hall's usual term holds.
    """

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    asker: str = asked("咨询人", AskKind.NAME)
    phone: str = asked("联系电话", AskKind.PHONE)
    item_id: str = asked("事项", AskKind.ITEM, required=False, default="")
    department: str = asked("转办部门")
    answer_way: str = asked(
        "希望的答复方式", AskKind.CHOICE, choices=AnswerWay, default=AnswerWay.PHONE.value
    )
    answer_by: date | None = asked(
        "最迟答复", AskKind.DAY, when=When.NOT_EARLIER, required=False, default=None
    )
    told: str = asked("部门接单人", AskKind.NAME, required=False, default="", hint="电话里是谁接的，可不填")
    question: str = asked("疑难问题", AskKind.LONG, hint="会印在转办单上")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaseQuestion:
    """The department is phoned about a question it owes an answer to (T0c, R-ASK-2)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    phone: str = asked("拨打的电话", AskKind.PHONE)
    outcome: str = asked("通话结果", AskKind.CHOICE, choices=CallOutcome, default=CallOutcome.ANSWERED.value)
    said: str = asked("对方说了什么", required=False, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReferredQuestion:
    """The department has answered, on site or by phone, and the asker knows it (T0a, R-ASK-2)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    officer: str = asked("答复的部门人员", AskKind.NAME)
    answered_on: date = asked("答复日期", AskKind.DAY, when=When.NOT_LATER)
    how: str = asked("答复方式", AskKind.CHOICE, choices=AnswerWay)
    told: str = asked("咨询人如何得知", AskKind.CHOICE, choices=Told)
    answer: str = asked("答复内容", AskKind.LONG)
