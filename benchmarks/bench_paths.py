"""What every path of the regulation may cost: long lists, long checklists, every paper, the ledgers' proof.

Each figure stands beside its floor from the same run: a list of 10,000 rows beside the same list empty, 26
materials beside five, a paper beside a bare ``QTextDocument`` page of the same text.  The proof of the three
ledgers of a simulated hall has a goal in milliseconds of its own.
"""

import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QApplication

from benchmarks import bench_store
from benchmarks.floors import Row, by_turns, milliseconds, row
from yichuang_desktop.app.simulation import simulate
from yichuang_desktop.demonstration.building import PASSWORD
from yichuang_desktop.domain.checklist import Checklist, MaterialVerdict
from yichuang_desktop.domain.intake_form import IdentityProof, IntakeForm
from yichuang_desktop.domain.items import ItemResult, Material, ServiceItem
from yichuang_desktop.domain.papers import Paper
from yichuang_desktop.printing.page import compose, render_pdf
from yichuang_desktop.printing.page_gallery import all_samples
from yichuang_desktop.printing.page_ops import Text
from yichuang_desktop.services import requests as ask
from yichuang_desktop.store import open_hall
from yichuang_desktop.ui import theme
from yichuang_desktop.ui.parts.rows import Column, RowModel
from yichuang_desktop.ui.parts.table import TwoLineTable

LONG, ROUNDS, DAYS, CASES = 10_000, 25, 20, 2_100
FEW, MANY = 5, 26


def main() -> list[Row]:
    """The rows of the table."""
    application = QApplication.instance() or QApplication([])
    theme.install(application)
    rows = [long_list(), checklist(), *papers(), proof()]
    del application
    return rows


# -- lists


@dataclass(frozen=True, slots=True)
class Line:
    """A row as queues have them."""

    number: int
    receipt_no: str
    applicant: str
    item: str
    department: str
    state: str


class LineColumn(Enum):
    """Two lines a cell, as everywhere."""

    CASE = Column[Line]("收件编号 · 申请人", lambda r: r.receipt_no, lambda r: r.applicant, width=190)
    ITEM = Column[Line]("事项 · 部门", lambda r: r.item, lambda r: r.department)
    STATE = Column[Line]("状态", lambda r: r.state, width=110)


def long_list() -> Row:
    """From the rows to the first painted picture, 10,000 of them against none."""
    lines = [
        Line(
            at,
            f"NX20261123-04-{at:04d}",
            f"申请人{at}" + "㛃" * (at % 7),
            "国有建设用地使用权及房屋所有权转移登记（存量房买卖）" * (1 + at % 2),
            "内乡县自然资源局",
            "待部门领取",
        )
        for at in range(LONG)
    ]

    def painted(rows: list[Line]) -> float:
        tables: list[TwoLineTable[Line]] = []

        def shown() -> None:
            model = RowModel[Line](LineColumn, key=lambda line: line.number)
            table = TwoLineTable(model)
            tables.append(table)
            table.resize(1000, 560)
            model.show_rows(rows)
            table.show()
            QApplication.processEvents()

        spent = milliseconds(shown)
        for table in tables:
            table.close()
            table.deleteLater()
        return spent

    values, floors = by_turns(lambda: painted(lines), lambda: painted([]), ROUNDS)
    return row("list of 10,000 rows to its first picture / empty list", "<= 2 x", values, floors)


# -- accepting


def checklist() -> Row:
    """Accepting with 26 materials against five, in a file, durable."""
    items = {count: _item(count) for count in (FEW, MANY)}
    with tempfile.TemporaryDirectory() as folder:
        bench = bench_store.Bench(f"sqlite:///{Path(folder) / 'hall.sqlite'}")
        with bench.hall.log_in("admin", bench_store.PASSWORD).begin() as work:
            work.publish_items([(item, {}) for item in items.values()], "bench")
            work.commit()

        def accepted(count: int) -> float:
            request = _request(bench, items[count])
            return milliseconds(lambda: bench.window.accept(request))

        values, floors = by_turns(lambda: accepted(MANY), lambda: accepted(FEW), 60)
        bench.close()
    return row("accept with 26 materials / with 5", "<= 1.5 x", values, floors)


def _item(count: int) -> ServiceItem:
    materials = tuple(Material(seq, f"申请材料第{seq}号（含附件）") for seq in range(1, count + 1))
    return ServiceItem(
        f"NX-M{count}", f"有{count}份材料的事项", "市场监督管理局", legal_limit=20, promised_limit=5,
        materials=materials, result=ItemResult("许可证"),
    )  # fmt: skip


def _request(bench: Any, item: ServiceItem) -> ask.Accept:
    case_id = uuid4()
    bench.window.open_draft(ask.OpenDraft(uuid4(), case_id, item.item_id, 4))
    judged = Checklist.of(item, 1)
    for each in judged.rows:
        judged = judged.judge(each.seq, MaterialVerdict.ORIGINAL_SEEN)
    form = IntakeForm(
        item.item_id, 1, bench_store.APPLICANT, identity=IdentityProof.ORIGINAL_SEEN, checklist=judged
    )
    return ask.Accept(uuid4(), case_id, 1, form, 4)


# -- papers


def papers() -> Iterator[Row]:
    """The paper that costs most against its floor, and the one in the middle."""
    typical = {name: paper for name, (paper, _mark) in all_samples().items() if _typical(name)}
    found = sorted((_compared(name, paper) for name, paper in typical.items()), key=_ratio)
    worst, middle = found[-1], found[len(found) // 2]
    for which, one in ((f"costliest ({worst['name']})", worst), ("in the middle", middle)):
        yield {**one, "name": f"A4 paper, {which} / bare QTextDocument page", "goal": "<= 2 x"}


def _compared(name: str, paper: Paper) -> Row:
    texts = _texts(paper)
    return row(name, "", *by_turns(lambda: _ours(paper), lambda: _bare(texts), 9))


def _ratio(found: Row) -> float:
    return float(found["ratio"])


def _typical(name: str) -> bool:
    return not name.endswith(("longest", "emptiest"))


def _ours(paper: Paper) -> float:
    return milliseconds(lambda: render_pdf(paper, by_hand=True))


def _bare(texts: list[str]) -> float:
    """As many pages of the same text in a document of Qt's own."""

    def write() -> None:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        document = QTextDocument()
        document.setPlainText("\n".join(texts))
        document.print_(writer)

    return milliseconds(write)


def _texts(paper: Paper) -> list[str]:
    return [mark.text for page in compose(paper) for mark in page.marks if isinstance(mark, Text)]


# -- the ledgers' proof


def proof() -> Row:
    """The three ledgers of twenty simulated days proved equal to the sum of the acts."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'hall.sqlite'}"
        simulate(url, days=DAYS, cases=CASES, seed=1)
        hall = open_hall(url)
        views = hall.log_in("clerk04", PASSWORD).views
        spent = [milliseconds(lambda: views.prove(frozenset({"ledgers"}))) for _ in range(5)]
        looked = [milliseconds(views.tally) for _ in range(5)]
        hall.close()
    value, floor = statistics.median(spent), statistics.median(looked)
    return {
        "name": f"three ledgers of {CASES} simulated cases proved equal / counting them",
        "value": value, "floor": floor, "ratio": value / floor, "goal": "<= 5000 ms", "unit": "ms",
    }  # fmt: skip


if __name__ == "__main__":
    for each in main():
        print("{name}: {value:.1f}, floor {floor:.1f}, ratio {ratio:.2f} (goal {goal})".format(**each))
