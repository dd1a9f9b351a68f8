# ruff: noqa: PLR2004 - sample data is full of numbers that mean nothing
"""Sample lists, reports and archive papers: typical, longest, emptiest."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from yichuang_desktop.domain.papers import (
    HAND_LEDGERS,
    AccessPaper,
    BagCoverPaper,
    BlankBookPaper,
    CountLine,
    DayClosePaper,
    DifferenceLine,
    FolderLine,
    LeftLine,
    OverdueLine,
    OverdueReportPaper,
    Paper,
    PaperHead,
    PerformanceLine,
    PerformanceReportPaper,
    PersonLine,
    ReconciliationPaper,
    ReminderLine,
    TransferLine,
    TransferPaper,
    UncollectedLine,
    UncollectedListPaper,
)
from yichuang_desktop.printing.page_samples import (
    AGENT,
    CODE,
    HEAD,
    LONG_ITEM,
    LONG_MATERIAL,
    PERSON,
    SECOND_COPY,
    UNIT,
)
from yichuang_desktop.printing.page_samples_cases import (
    DAY,
    ITEM,
    LONG_OFFICE,
    LONG_REASON,
    OFFICE,
    PLAIN_HEAD,
    RECEIPT_NO,
)

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
SECTION: Final = "政务服务和数字政务股"


def listed(number: str) -> PaperHead:
    """The head of a list, which is never scanned."""
    return replace(HEAD, number=number, code="")


def bare(number: str) -> PaperHead:
    """The same with the least on it."""
    return replace(PLAIN_HEAD, number=number, code="")


def receipt_no(at: int) -> str:
    """A number of the day."""
    return f"NX20261123-04-{at:04d}"


def name_of(at: int) -> str:
    """Common names with a long one now and then."""
    return UNIT.name if at % 5 == 3 else "样例㛃"


def item_of(at: int) -> str:
    """Common items with a long one now and then."""
    return LONG_ITEM if at % 6 == 5 else ITEM


def day_close(count: int = 3) -> DayClosePaper:
    """A day's end with something left."""
    rows = tuple(
        LeftLine(
            at,
            "4号综合窗口" if at % 2 else "出证窗口",
            receipt_no(at),
            name_of(at),
            item_of(at),
            "存根部门未签字" if at % 2 else "已到证，未通知到申请人",
            datetime(2026, 11, 23, 9, 10),
            "员工甲" if at % 4 else AGENT.name,
            "部门工作人员外出现场勘验，次日上午领取" if at % 2 else "",
        )
        for at in range(1, count + 1)
    )
    counts = (
        ("收件", "38 件"),
        ("办结", "21 件"),
        ("发证", "17 件"),
        ("邮寄", "4 件"),
        ("退件", "1 件"),
        ("一次性告知", "6 件"),
        ("台账核对", "三本台账一致"),
        ("好差评", "36 次"),
    )
    return DayClosePaper(listed("NX20261123-R01"), DAY, "一楼综合窗口小组", counts, rows)


def performance(count: int = 6) -> PerformanceReportPaper:
    """A month's performance notes."""
    faults = ("交接不及时", "多次电话提醒", "业务不熟练", "超期办结")
    rows = tuple(
        PerformanceLine(
            at,
            receipt_no(at),
            item_of(at),
            LONG_OFFICE if at % 7 == 6 else OFFICE,
            faults[at % 4],
            DAY,
            LONG_REASON if at % 5 == 4 else "当日未领取材料，次日上午经第三次提醒后领取",
            at % 4,
            "员工甲",
        )
        for at in range(1, count + 1)
    )
    totals = ((OFFICE, f"{count} 件次，其中超期 1 件"), (LONG_OFFICE, "1 件次"))
    return PerformanceReportPaper(
        listed("NX202611-X01"), FIRST, LAST, SECTION, rows, totals, "附电话提醒记录 6 页。"
    )


def overdue(count: int = 3, reminders: int = 2) -> OverdueReportPaper:
    """Overdue cases with their reminders."""
    rows = tuple(
        OverdueLine(
            at,
            receipt_no(at),
            name_of(at),
            item_of(at),
            OFFICE,
            date(2026, 11, 2),
            date(2026, 11, 16),
            at + 2,
            tuple(
                ReminderLine(
                    datetime(2026, 11, 12, 9, 5) + timedelta(days=turn),
                    "周样例",
                    "答复正在走会签程序，尽快办结",
                    "出证甲",
                )
                for turn in range(reminders)
            ),
            "已报股室，部门承诺本周办结" if at % 2 else "已于2026年11月24日办结",
        )
        for at in range(1, count + 1)
    )
    return OverdueReportPaper(listed("NX202611-C01"), FIRST, LAST, SECTION, rows, "提醒录音存出证窗口。")


def uncollected(count: int = 4) -> UncollectedListPaper:
    """Results waiting."""
    rows = tuple(
        UncollectedLine(
            at,
            receipt_no(at),
            name_of(at),
            "154****0012",
            item_of(at),
            "营业执照（正本、副本）",
            date(2026, 10, 20),
            34 + at,
            at % 5,
            "11月20日 10:15 无人接听" if at % 2 else "11月18日 称本周来取",
            "报组长" if at % 3 else "联系邮寄送达",
        )
        for at in range(1, count + 1)
    )
    return UncollectedListPaper(listed("NX20261123-L01"), DAY, rows, 30)


def reconciliation(differences: int = 0) -> ReconciliationPaper:
    """Two ledgers compared."""
    short = 1 if differences else 0
    counts = (
        CountLine("收件", 412, 412 - short, 412),
        CountLine("办结", 388, 388, 388),
        CountLine("退件", 6, 6, 6),
        CountLine("邮寄", 41, None if differences > 9 else 41, 41),
    )
    rows = tuple(
        DifferenceLine(
            at,
            receipt_no(at),
            LONG_ITEM if at % 6 == 5 else "2026年11月23日 收件",
            "无此行" if at % 2 else "领取日期空白",
            str(36 + at),
            "当日漏登，已补登" if at % 2 else "",
        )
        for at in range(1, differences + 1)
    )
    return ReconciliationPaper(
        listed("NX202611-H01"), "综合窗口办件台账", FIRST, LAST, counts, rows, "2026-综窗-03", "第31至58页"
    )


def blank_book(kind: str, pages: int = 1) -> BlankBookPaper:
    """Pages of one of the three hand-kept ledgers."""
    title, columns = HAND_LEDGERS[kind]
    return BlankBookPaper(listed("NX2026-S03"), title, "2026-综窗-03", 37, pages, columns)


def bag_cover() -> BagCoverPaper:
    """The cover of a closed bag."""
    names = ("收件通知单", "收件通知单存根", "信用承诺书", "领证签收单")
    return BagCoverPaper(
        head=replace(HEAD, code="76" + CODE[2:]),
        receipt_no=RECEIPT_NO,
        bag_no="2026-综窗-000412",
        ledger="综合窗口",
        applicant=PERSON,
        item_name=ITEM,
        department=OFFICE,
        ending="办结",
        closed_on=date(2026, 11, 26),
        contents=tuple(FolderLine(at, name, 1) for at, name in enumerate(names, 1)),
        retention="30年",
        packed_by="出证甲",
        packed_on=date(2026, 11, 27),
        received_on=DAY,
        first_handler="员工甲",
        box_no="2026-11-02",
        month="2026年11月",
    )


def transfer(count: int = 12) -> TransferPaper:
    """A month's bags to the archive room."""
    rows = tuple(
        TransferLine(
            at,
            f"2026-综窗-{at:06d}",
            receipt_no(at),
            f"{name_of(at)} {item_of(at)}",
            DAY,
            3 + at % 5,
            "30年" if at % 3 else "10年",
            "保证声明代收件通知单" if at % 9 == 4 else "",
        )
        for at in range(1, count + 1)
    )
    return TransferPaper(
        listed("NX202611-Y01"),
        "综合窗口",
        "2026年11月",
        "综合出证窗口",
        rows,
        box_no="2026-11-01至2026-11-04",
        gaps=("2026-综窗-000007：办件撤销，件号不再使用。",),
    )


def access() -> AccessPaper:
    """An approval to read."""
    return AccessPaper(
        head=replace(HEAD, number="NX2026-Q0007", code="78" + CODE[2:]),
        reader=PersonLine("样例㛃", "居民身份证", "411399199001010013", "15400000012"),
        unit="内乡县人民法院",
        purpose="审理行政诉讼案件调取证据",
        scope="收件编号 NX20261123-04-0009 一件，限收件通知单存根和信用承诺书",
        way="阅览、复印",
        requested_on=DAY,
        approver="李样例",
        approved_on=DAY,
        keeper="档案甲",
    )


def read_access() -> AccessPaper:
    """The same after the reading."""
    files = tuple(FolderLine(at, f"2026-综窗-{at:06d} {LONG_ITEM}", 3 + at, "复印2页") for at in range(1, 13))
    return replace(
        access(),
        reader=UNIT,
        unit=UNIT.name,
        purpose=LONG_REASON,
        scope=LONG_REASON,
        files=files,
        started_at=datetime(2026, 11, 24, 9, 0),
        ended_at=datetime(2026, 11, 24, 11, 30),
    )


def samples() -> dict[str, tuple[Paper, str]]:
    """Lists, reports and archive papers by name, with their copy marks."""
    contents = tuple(FolderLine(at, LONG_MATERIAL, at, "复印件代替，原件存部门") for at in range(1, 19))
    notes = ("收件通知单遗失，以保证声明代替。", LONG_REASON + "。")
    papers: dict[str, Paper] = {
        "day-close-typical": day_close(),
        "day-close-longest": day_close(40),
        "day-close-emptiest": replace(day_close(0), head=bare("NX20261123-R01")),
        "performance-typical": performance(),
        "performance-longest": performance(40),
        "performance-emptiest": PerformanceReportPaper(bare("NX202611-X01"), FIRST, LAST, SECTION),
        "overdue-typical": overdue(),
        "overdue-longest": overdue(16, 9),
        "overdue-emptiest": OverdueReportPaper(bare("NX202611-C01"), FIRST, LAST, SECTION),
        "uncollected-typical": uncollected(),
        "uncollected-longest": uncollected(40),
        "uncollected-emptiest": UncollectedListPaper(bare("NX20261123-L01"), DAY),
        "reconciliation-typical": reconciliation(),
        "reconciliation-longest": reconciliation(40),
        "reconciliation-emptiest": ReconciliationPaper(
            bare("NX202611-H01"), "网厅办件台账", FIRST, LAST, (CountLine("收件", 0, 0),)
        ),
        "blank-book-typical": blank_book("counter", 2),
        "blank-book-online": blank_book("online"),
        "blank-book-department": blank_book("department"),
        "bag-cover-typical": bag_cover(),
        "bag-cover-longest": replace(
            bag_cover(), applicant=UNIT, item_name=LONG_ITEM, contents=contents, notes=notes
        ),
        "bag-cover-emptiest": BagCoverPaper(
            replace(PLAIN_HEAD, code="76" + CODE[2:]),
            RECEIPT_NO,
            "1",
            "非综合窗口",
            PersonLine("测样"),
            "失业登记",
            "人社局",
            "办结",
            DAY,
            (FolderLine(1, "部门受理凭证", 1),),
            "10年",
            "王样",
        ),
        "transfer-typical": transfer(),
        "transfer-longest": transfer(60),
        "transfer-emptiest": replace(transfer(1), head=bare("NX202611-Y01"), gaps=(), box_no=""),
        "access-typical": access(),
        "access-longest": read_access(),
        "access-emptiest": replace(
            access(),
            head=bare("NX2026-Q0007"),
            approver="",
            approved_on=None,
            keeper="",
            reader=PersonLine("测样"),
        ),
    }
    long = {name: SECOND_COPY if name.endswith("longest") else "" for name in papers}
    return {name: (paper, long[name]) for name, paper in papers.items()}
