"""Archive bags, their transfer, the hand-kept book, proofs and the day's close (3.2.4.3, 4.6; peers 10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from yichuang_desktop.domain.asking import AskKind, MaterialRow, asked
from yichuang_desktop.domain.ledgers import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class PutInBag:
    """All papers of a closed case go into its bag (T31; R-ARC-1)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    month: str = asked("归档月份", hint="办结的月份，写成 2026-11")
    box_no: str = asked("盒号", required=False, default="")
    contents: tuple[MaterialRow, ...] = asked("卷内目录", AskKind.MATERIALS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutVouchersInBag:
    """The same for what has no counterfoil: vouchers and the proof of delivery (T31c; 4.6.3)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    month: str = asked("归档月份", hint="办结的月份，写成 2026-11")
    box_no: str = asked("盒号", required=False, default="")
    contents: tuple[MaterialRow, ...] = asked("卷内目录", AskKind.MATERIALS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferMonth:
    """A month's bags of one ledger go to the archive room, signed by both sides (T31a; 4.6.4)."""

    act_id: UUID
    counter: int
    ledger: Ledger
    month: str = asked("归档月份")
    taker: str = asked("档案室接收人", AskKind.NAME)
    overseer: str = asked("监交人", AskKind.NAME)
    box_no: str = asked("盒号", required=False, default="")
    gap_note: str = asked("缺号说明", required=False, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteInBook:
    """The case is written into the hand-kept ledger (T31b; R-ARC-5)."""

    act_id: UUID
    case_id: UUID
    revision: int
    counter: int
    book: str = asked("手工台账册号", hint="印在本子封面上，如 2026-综窗-01")
    book_page: int = asked("第几页", AskKind.COUNT, least=1)
    book_line: int = asked("第几行", AskKind.COUNT, least=1, most=60)
    correction: str = asked("更正原因", required=False, default="", hint="原来登错的，写明怎么错的")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintBlankBook:
    """Blank pages of a hand-kept ledger (R-ARC-5); ``job_id`` makes it once."""

    job_id: UUID
    counter: int
    ledger: Ledger
    book: str = asked("手工台账册号")
    first_page: int = asked("从第几页", AskKind.COUNT, least=1)
    pages: int = asked("印几页", AskKind.COUNT, least=1, most=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileBook:
    """Hand-kept ledger and computer compared over a span of days (R-ARC-5).

    The three lists are what the person found by reading the book line by line.
    """

    act_id: UUID
    counter: int
    ledger: Ledger
    first: date
    last: date
    by_hand: int = asked("本子上共几行", AskKind.COUNT, most=99_999)
    not_on_paper: tuple[str, ...] = asked(
        "本子上没有的", AskKind.LINES, required=False, default=(), hint="一行一个收件编号"
    )
    only_on_paper: tuple[str, ...] = asked(
        "计算机没有的", AskKind.LINES, required=False, default=(), hint="照抄本子上的单号和页行"
    )
    elsewhere: tuple[str, ...] = asked(
        "页行不同的", AskKind.LINES, required=False, default=(), hint="收件编号 空格 本子上的页-行"
    )
    explanation: str = asked("差异说明", AskKind.LONG, required=False, default="")


@dataclass(frozen=True, slots=True)
class ProveLedgers:
    """Have the three ledgers proved equal to the sum of the acts, and keep the answer (R-ARC-2, leap 10)."""

    act_id: UUID
    counter: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDay:
    """The leader has seen what is left on the group's desks and says why it stays (leap 10)."""

    act_id: UUID
    counter: int
    day: date
    explanations: Mapping[str, str] = field(default_factory=dict)
    """By the key of what is left."""
