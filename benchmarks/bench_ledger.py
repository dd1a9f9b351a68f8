"""A ledger of 20,000 rows as a workbook, against openpyxl's write-only mode alone (goal: <= 1.2 x).

The floor appends the very same texts to a write-only sheet and saves it; no widths, no styles, no care for
what looks like a formula, no progress.  Ours begins with the ledger's rows as the database gives them.
"""

import random
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook

from benchmarks.floors import Row, by_turns, milliseconds, row
from yichuang_desktop.exchange.ledger_workbook import write_ledger
from yichuang_desktop.services.ledgers import COLUMNS, cells
from yichuang_desktop.services.ports import LedgerRow

ROWS = 20_000


def main() -> list[Row]:
    """The ledger as the program writes it, by turns with the floor."""
    ledger = ledger_rows(ROWS)
    texts = [cells(one) for one in ledger]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        ours, floor = by_turns(
            lambda: milliseconds(lambda: with_the_program(folder / "ours.xlsx", ledger)),
            lambda: milliseconds(lambda: alone(folder / "floor.xlsx", texts)),
        )
    return [
        row(
            f"ledger of {ROWS:,} rows x {len(COLUMNS)} as .xlsx / openpyxl write_only",
            "<= 1.2 x",
            ours,
            floor,
        )
    ]


def with_the_program(path: Path, ledger: list[LedgerRow]) -> None:
    """What ``yichuang ledger`` and the ledger screen do with rows."""
    count = write_ledger(
        path,
        title="综合受理窗口业务台账",
        subtitle="2026-01-01 至 2026-11-22",
        heads=[(column.head, column.width) for column in COLUMNS],
        rows=(cells(one) for one in ledger),
        total=len(ledger),
    )
    assert count == len(ledger)


def alone(path: Path, texts: list[tuple[str, ...]]) -> None:
    """The least openpyxl can do."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for one in texts:
        sheet.append(one)
    book.save(path)


def ledger_rows(count: int) -> list[LedgerRow]:
    """Rows as a year brings them: most issued, some on their way, some with a waybill."""
    chance = random.Random(20261122)
    start = datetime(2026, 1, 5, 8, 30)
    return [_row(seq, start + timedelta(minutes=6 * seq), chance) for seq in range(1, count + 1)]


def _row(seq: int, at: datetime, chance: random.Random) -> LedgerRow:
    done = chance.random() < 0.8
    day: date = at.date()
    return LedgerRow(
        seq=seq,
        received_at=at,
        receipt_no=f"NX{day:%Y%m%d}-{chance.randint(1, 13):02d}-{seq % 9999 + 1:04d}",
        platform_no=f"411399{chance.randrange(10**10):010d}",
        item_name=chance.choice(
            ("食品经营许可证新办", "经营劳务派遣业务许可（含新增业务、分立、合并）", "公司设立登记")
        ),
        department=chance.choice(("内乡县市场监督管理局", "内乡县人力资源和社会保障局")),
        applicant_name=chance.choice(("司马甲一", "内乡县样例便利店", "内乡县𬱟溪样例供水有限公司")),
        phone_masked="154****0001",
        counter=f"{chance.randint(1, 13)}号窗口",
        first_handler="王敏",
        copies=chance.randint(1, 12),
        promise_text="5个工作日",
        promise_due=day + timedelta(days=7),
        department_receiver="周科长",
        department_received_at=at + timedelta(hours=2),
        counterfoil_registered_at=at + timedelta(hours=3),
        decided_on=at + timedelta(days=4) if done else None,
        result_name="食品经营许可证" if done else "",
        result_no=f"内演〔2026〕{seq:05d}号" if done else "",
        delivery="窗口领取",
        collected_at=at + timedelta(days=5) if done else None,
        collector="司马甲一" if done else "",
        returned=False,
        waybill_no="" if chance.random() < 0.9 else f"EMS{chance.randrange(10**9):09d}",
        rating="非常满意" if done else "",
        state="已领取" if done else "审批中",
    )
