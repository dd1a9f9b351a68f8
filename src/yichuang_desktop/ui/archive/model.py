"""What the archive's screen shows of ended cases and of bags; plain Python, no window."""

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from yichuang_desktop.domain import archive
from yichuang_desktop.domain.cases import Case
from yichuang_desktop.domain.ledgers import ledger_of
from yichuang_desktop.services.acting import act_title
from yichuang_desktop.services.archiving import closing_day, packing_act
from yichuang_desktop.services.ports_archive import BagRow, ClosedCase
from yichuang_desktop.ui.parts.rows import Column
from yichuang_desktop.ui.theme import Tone


class List(Enum):
    """The lists, in the order of their tabs."""

    READY = "待装袋"
    LACKING = "还缺材料"
    BAGGED = "已装袋"


EMPTY = {
    List.READY: ("没有待装袋的件", "办结并且材料齐全的件会出现在这里"),
    List.LACKING: ("没有缺材料的件", "已办结、还缺一张的件会列在这里"),
    List.BAGGED: ("这个月还没有装袋的件", "换一个月 Alt S / Alt D，换台账 Alt J K L"),
}


@dataclass(frozen=True, slots=True)
class BagLine:
    """A row of any of the lists."""

    case_id: UUID
    number: str
    applicant_name: str
    item_name: str
    department: str
    ledger: str
    when: str
    state: str
    second: str
    tone: Tone
    sheets: tuple[str, ...]
    lacking: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    """Acts that bring what is lacking, by their titles."""
    packing: str = ""
    """The act that closes the bag; empty where it is closed."""

    @property
    def closed(self) -> bool:
        """It is in a bag."""
        return not self.packing


def line_of_case(closed: ClosedCase) -> BagLine:
    """An ended case as it reads now."""
    case = closed.case
    lacking = archive.missing(case, closed.acts)
    day = closing_day(closed.acts)
    ways = dict.fromkeys(act_title(name) for need in lacking for name in archive.suppliers(need, case)[:1])
    ready = not lacking and case.allows(packing_act(case))
    return BagLine(
        case_id=case.case_id,
        number=case.receipt_no,
        applicant_name=case.applicant_name,
        item_name=case.item_name,
        department=case.department,
        ledger=ledger_of(case.channel).title,
        when=f"{day:%m-%d}" if day else "",
        state="可以装袋" if ready else f"缺 {max(len(lacking), 1)} 样",
        second="" if ready else "、".join(need.title for need in lacking),
        tone=Tone.GOOD if ready else Tone.WARN,
        sheets=archive.contents(case, closed.acts),
        lacking=tuple(need.title for need in lacking) or (() if ready else ("存根未到出证窗口",)),
        ways=tuple(ways),
        packing=packing_act(case),
    )


def line_of_bag(row: BagRow) -> BagLine:
    """A bag on the shelf or in the archive room."""
    return BagLine(
        case_id=row.case_id,
        number=row.receipt_no,
        applicant_name=row.applicant_name,
        item_name=row.item_name,
        department=row.department,
        ledger="",
        when=f"{row.closed_on:%m-%d}",
        state="已移交" if row.in_archive else "在柜",
        second=f"共 {row.sheets} 页",
        tone=Tone.CALM if row.in_archive else Tone.GOOD,
        sheets=tuple(f"{one['name']}（{one['sheets']} 页）" for one in row.packed["rows"]),
        lacking=(),
        ways=(row.bag_no,),
    )


class BagColumn(Enum):
    """The columns of every list."""

    CASE = Column[BagLine](
        "收件编号 · 申请人", lambda line: line.number, lambda line: line.applicant_name, width=196, bold=True
    )
    ITEM = Column[BagLine]("事项 · 部门", lambda line: line.item_name, lambda line: line.department)
    PLACE = Column[BagLine]("台账 · 件号", lambda line: line.ledger or line.ways[0], width=150)
    WHEN = Column[BagLine](
        "办结", lambda line: line.when, lambda line: line.second if line.closed else "", width=92
    )
    STATE = Column[BagLine]("状态", lambda line: line.state, badge=lambda line: line.tone, width=100)


def month_away(month: str, months: int) -> str:
    """The month before or after: ``2026-11`` and -1 → ``2026-10``."""
    year, number = (int(part) for part in month.split("-"))
    at = year * 12 + number - 1 + months
    return f"{at // 12}-{at % 12 + 1:02d}"


def bagged_in(case: Case) -> tuple[str, str]:
    """Ledger and month of a case's bag; empty where it is in none."""
    return (ledger_of(case.channel).value, case.bag_month) if case.bag_no else ("", "")
