"""The archive's lists and the day's close as they read, and whether everything fits (decisions 21)."""

from datetime import date, datetime
from uuid import uuid4

from yichuang_desktop.domain.day_close import Left, LeftKind
from yichuang_desktop.services.day_closing import DayStanding
from yichuang_desktop.services.ports_archive import BagRow
from yichuang_desktop.ui.archive.model import line_of_bag, month_away
from yichuang_desktop.ui.day_close.model import LeftColumn, rows_of
from yichuang_desktop.ui.theme import Tone

PACKED = {
    "rows": [
        {"name": "收件通知单", "copies": 1, "sheets": 2},
        {"name": "信用承诺书", "copies": 2, "sheets": 1},
    ],
    "closed_on": "2026-11-23",
    "retention": "10年",
}


def bag(in_archive: bool) -> BagRow:
    return BagRow(
        uuid4(), 9, "NX20261123-04-0001", "司马甲一", "食品经营许可证新办", "市场监督管理局",
        "2026-综窗-00012", "2026-11", in_archive, PACKED, datetime(2026, 11, 24, 9, 0), "赵磊",
    )  # fmt: skip


def test_a_bag_says_its_number_its_sheets_and_where_it_is() -> None:
    line = line_of_bag(bag(in_archive=False))
    assert (line.state, line.second, line.closed) == ("在柜", "共 4 页", True)
    assert line.ways == ("2026-综窗-00012",)
    assert line_of_bag(bag(in_archive=True)).state == "已移交"


def test_months_go_over_the_year() -> None:
    assert [month_away("2026-01", -1), month_away("2026-12", 1)] == ["2025-12", "2027-01"]


def test_what_is_left_names_its_desk_and_whether_it_is_explained() -> None:
    left = Left(LeftKind.UNHANDED, "k", 4, uuid4(), "NX1", "司马甲一", "新办", None, "王敏", "自然资源局")
    standing = DayStanding(date(2026, 11, 23), "G1", (), (left,), None, {4: "1楼4号窗口"})
    (row,) = rows_of(standing, {})
    assert (row.desk, row.since, left.words) == ("1楼4号窗口", "", "材料没有交接（自然资源局）")
    badge = LeftColumn.WHY.value.badge
    assert badge is not None
    assert badge(row) is Tone.WARN
    (said,) = rows_of(standing, {left.name: "明早来取"})
    assert badge(said) is Tone.GOOD
