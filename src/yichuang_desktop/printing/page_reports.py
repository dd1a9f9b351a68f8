"""Reports of a day or month: day close, performance, overdue, uncollected, reconciliation, blank book."""

from typing import Final

from yichuang_desktop.domain.papers import (
    BlankBookPaper,
    CountLine,
    DayClosePaper,
    OverdueLine,
    OverdueReportPaper,
    PerformanceReportPaper,
    ReconciliationPaper,
    ReminderLine,
    UncollectedListPaper,
)
from yichuang_desktop.printing.page_blocks import (
    CELL,
    SMALL,
    TINY,
    Column,
    Field,
    SignatureBox,
    day_text,
    time_text,
)
from yichuang_desktop.printing.page_forms import SEQUENCE
from yichuang_desktop.printing.page_ops import Page
from yichuang_desktop.printing.page_sheet import Sheet
from yichuang_desktop.printing.page_words import filled, word

BOX: Final = 28.0
WRITING: Final = 10.5
"""Height of a row that is written by hand."""
WIDTHS: Final = {
    "序号": 9.0,
    "日期": 16.0,
    "事项": 34.0,
    "申请人": 24.0,
    "联系电话": 22.0,
    "单号": 28.0,
    "备注": 22.0,
}
USUAL: Final = 19.0


def _span(sheet: Sheet, text: str) -> None:
    """What span the list covers, at the right of the number."""
    sheet.page.text_right(sheet.band.right - (26 if sheet.head.code else 0), sheet.y - 6.2, text, CELL)


def day_close_pages(paper: DayClosePaper, copy_mark: str = "") -> list[Page]:
    """Figures of the day and what is left on any desk, signed by the leader (日终清单)."""
    sheet = Sheet(paper.head, word("day_close", "title"), copy_mark=copy_mark)
    _span(sheet, f"{day_text(paper.day)}　{paper.group}")
    sheet.heading(word("day_close", "counts"))
    sheet.grid([Field(label, figure) for label, figure in paper.counts])
    sheet.heading(filled(word("day_close", "left"), count=str(len(paper.rows))), follow=20)
    width = sheet.band.width - SEQUENCE.width - 26
    columns = (
        SEQUENCE,
        Column("所在岗位", width * 0.15),
        Column("编号及申请人", width * 0.31),
        Column("事项", width * 0.24),
        Column("遗留事项", width * 0.30),
        Column("责任人", 26),
    )
    cells = [
        (
            str(row.seq),
            row.desk,
            f"{row.receipt_no}\n{row.applicant}",
            row.item_name,
            "\n".join(
                part
                for part in (
                    row.left,
                    f"自 {time_text(row.since)}" if row.since else "",
                    f"说明：{row.explanation}" if row.explanation else "",
                )
                if part
            ),
            row.responsible,
        )
        for row in paper.rows
    ]
    sheet.table(columns, cells, style=SMALL, least=8, empty=word("day_close", "empty"))
    sheet.space(3)
    sheet.paragraph(word("day_close", "closing"), SMALL, indent=0)
    sheet.space(2)
    sheet.boxes(
        [SignatureBox("填表人", name=paper.head.clerk, day=paper.day), SignatureBox("组长审核（签字）")],
        height=BOX,
    )
    return sheet.finish()


def performance_pages(paper: PerformanceReportPaper, copy_mark: str = "") -> list[Page]:
    """The month's performance notes by case number (效能情况月报; R-HO-4, 3.2.2.4)."""
    sheet = Sheet(paper.head, word("performance", "title"), copy_mark=copy_mark, landscape=True)
    _span(sheet, _days(paper))
    sheet.paragraph(f"{paper.addressee}：", CELL, indent=0)
    opening = filled(word("performance", "opening"), count=str(len(paper.rows)), span=_days(paper))
    sheet.paragraph(opening, CELL)
    sheet.space(1.5)
    width = sheet.band.width - SEQUENCE.width - 42 - 28 - 30 - 14 - 24
    columns = (
        SEQUENCE,
        Column("收件编号", 42),
        Column("事项名称", width * 0.36),
        Column("审批部门", width * 0.26),
        Column("情形", 28, centred=True),
        Column("日期", 30, centred=True),
        Column("提醒次数", 14, centred=True),
        Column("情况说明", width * 0.38),
        Column("记录人", 24),
    )
    cells = [
        (
            str(row.seq),
            row.receipt_no,
            row.item_name,
            row.department,
            row.fault,
            day_text(row.noted_on),
            str(row.calls) if row.calls else "",
            row.facts,
            row.noted_by,
        )
        for row in paper.rows
    ]
    sheet.table(columns, cells, style=SMALL, least=7, empty=word("performance", "empty"))
    if paper.totals:
        sheet.heading(word("performance", "totals"), follow=16)
        half = sheet.band.width / 2
        sheet.table((Column("审批部门", half), Column("小计", half)), paper.totals, style=SMALL, least=6.6)
    _report_end(sheet, paper.remark, "performance")
    return sheet.finish()


def _days(paper: PerformanceReportPaper | OverdueReportPaper | ReconciliationPaper) -> str:
    return f"{day_text(paper.first_day)}至{day_text(paper.last_day)}"


def _report_end(sheet: Sheet, remark: str, kind: str) -> None:
    sheet.space(2)
    if remark:
        sheet.paragraph(f"说明：{remark}", CELL, indent=0)
        sheet.space(1)
    sheet.boxes(
        [
            SignatureBox("填报人", name=sheet.head.clerk, day=sheet.head.issued_at.date()),
            SignatureBox("组长审核"),
            SignatureBox(word(kind, "receiver")),
        ],
        height=BOX,
    )


def overdue_pages(paper: OverdueReportPaper, copy_mark: str = "") -> list[Page]:
    """Overdue cases with all reminders that went before (超期办件提醒记录报告; R-REM-1, 3.2.3)."""
    sheet = Sheet(paper.head, word("overdue", "title"), copy_mark=copy_mark, landscape=True)
    _span(sheet, _days(paper))
    sheet.paragraph(f"{paper.addressee}：", CELL, indent=0)
    opening = filled(word("overdue", "opening"), count=str(len(paper.rows)), span=_days(paper))
    sheet.paragraph(opening, CELL)
    sheet.space(1.5)
    width = sheet.band.width - SEQUENCE.width - 42 - 30 - 14
    columns = (
        SEQUENCE,
        Column("收件编号及申请人", 42),
        Column("事项及审批部门", width * 0.25),
        Column("收件、到期", 30, centred=True),
        Column("超期天数", 14, centred=True),
        Column("提醒记录", width * 0.60),
        Column("目前状态", width * 0.15),
    )
    sheet.table(
        columns,
        [_overdue_cells(row) for row in paper.rows],
        style=TINY,
        least=8,
        empty=word("overdue", "empty"),
    )
    _report_end(sheet, paper.remark, "overdue")
    return sheet.finish()


def _overdue_cells(row: OverdueLine) -> tuple[str, ...]:
    return (
        str(row.seq),
        f"{row.receipt_no}\n{row.applicant}",
        f"{row.item_name}\n{row.department}",
        f"{day_text(row.received_on)}\n{day_text(row.due)}",
        str(row.days_over),
        "\n".join(_reminder(line) for line in row.reminders) or word("overdue", "no_reminder"),
        row.state,
    )


def _reminder(line: ReminderLine) -> str:
    return f"{line.at.month}月{line.at.day}日 {line.at:%H:%M} 告知{line.told}：{line.said}（{line.by}）"


def uncollected_pages(paper: UncollectedListPaper, copy_mark: str = "") -> list[Page]:
    """Results nobody has fetched (逾期未领清单)."""
    sheet = Sheet(paper.head, word("uncollected", "title"), copy_mark=copy_mark, landscape=True)
    limit = f"（到件满 {paper.limit_days} 天）" if paper.limit_days else ""
    _span(sheet, f"截至{day_text(paper.day)}{limit}　共 {len(paper.rows)} 件")
    width = sheet.band.width - SEQUENCE.width - 42 - 28 - 28 - 14 - 14
    columns = (
        SEQUENCE,
        Column("收件编号", 42),
        Column("申请人", width * 0.22),
        Column("联系电话", 28),
        Column("事项及待领结果", width * 0.34),
        Column("到件日期", 28, centred=True),
        Column("已等天数", 14, centred=True),
        Column("通知次数", 14, centred=True),
        Column("最近一次通知", width * 0.26),
        Column("下一步措施", width * 0.18),
    )
    cells = [
        (
            str(row.seq),
            row.receipt_no,
            row.applicant,
            row.phone,
            f"{row.item_name}\n{row.result_name}",
            day_text(row.arrived_on),
            str(row.waiting_days),
            str(row.calls),
            row.last_call,
            row.measure,
        )
        for row in paper.rows
    ]
    sheet.table(columns, cells, style=SMALL, least=8, empty=word("uncollected", "empty"))
    sheet.space(3)
    sheet.boxes(
        [
            SignatureBox("出证窗口经办人", name=paper.head.clerk, day=paper.head.issued_at.date()),
            SignatureBox("出证窗口组长"),
        ],
        height=BOX,
    )
    return sheet.finish()


def reconciliation_pages(paper: ReconciliationPaper, copy_mark: str = "") -> list[Page]:
    """Hand-kept and computer ledger side by side (台账核对表; R-ARC-5)."""
    sheet = Sheet(paper.head, word("reconciliation", "title"), copy_mark=copy_mark)
    sheet.grid(
        [
            Field("台账名称", paper.title),
            Field("核对期间", _days(paper)),
            Field("手工册号", paper.book),
            Field("手工页码", paper.pages),
        ],
    )
    sheet.heading(word("reconciliation", "counts"), follow=20)
    rest = sheet.band.width - 4 * 28
    columns = (
        Column("核对项目", rest),
        Column("电脑台账", 28, centred=True),
        Column("手工台账", 28, centred=True),
        Column("办件记录", 28, centred=True),
        Column("结论", 28, centred=True),
    )
    sheet.table(columns, [_count_cells(row) for row in paper.counts], least=8)
    equal = not paper.differences and all(agrees(row) for row in paper.counts)
    sheet.space(2)
    text = word("reconciliation", "equal" if equal else "unequal")
    sheet.paragraph(filled(text, count=str(len(paper.differences))))
    if paper.differences:
        _difference_table(sheet, paper)
    sheet.space(3)
    sheet.boxes(
        [
            SignatureBox("核对人", name=paper.head.clerk, day=paper.head.issued_at.date()),
            SignatureBox("手工台账登记人"),
            SignatureBox("组长"),
        ],
        height=BOX,
    )
    return sheet.finish()


def agrees(row: CountLine) -> bool:
    """Whether all figures that were taken are the same; one not taken proves nothing."""
    return row.by_hand == row.computer and row.acts in (None, row.computer)


def _count_cells(row: CountLine) -> tuple[str, ...]:
    figures = (row.computer, row.by_hand, row.acts)
    verdict = "一致" if agrees(row) else "不一致" if row.by_hand is not None else "未核对"
    return (row.label, *("—" if figure is None else str(figure) for figure in figures), verdict)


def _difference_table(sheet: Sheet, paper: ReconciliationPaper) -> None:
    sheet.space(1.5)
    width = sheet.band.width - SEQUENCE.width - 42 - 20
    columns = (
        SEQUENCE,
        Column("收件编号", 42),
        Column("电脑台账", width * 0.33),
        Column("手工台账", width * 0.33),
        Column("手工页码", 20, centred=True),
        Column("说明", width * 0.34),
    )
    rows = [
        (str(row.seq), row.receipt_no, row.computer, row.by_hand, row.page, row.explanation)
        for row in paper.differences
    ]
    sheet.table(columns, rows, style=SMALL, least=7)


def blank_book_pages(paper: BlankBookPaper, copy_mark: str = "") -> list[Page]:
    """Pages of a hand-kept ledger to be written in (手工台账; R-ARC-5)."""
    sheet = Sheet(paper.head, paper.title, copy_mark=copy_mark, landscape=True)
    widths = [WIDTHS.get(title, USUAL) for title in paper.columns]
    scale = sheet.band.width / sum(widths)
    columns = [Column(title, width * scale) for title, width in zip(paper.columns, widths, strict=True)]
    room = int((sheet.bottom - sheet.top - 12 - 9) / WRITING)
    count = min(paper.rows_a_page or room, room)
    rows = [("",) * len(columns)] * count
    for number in range(paper.pages):
        if number:
            sheet.turn()
        _span(sheet, f"册号：{paper.book}　台账第 {paper.first_page + number} 页")
        sheet.table(columns, rows, style=SMALL, least=WRITING, heads=SMALL, pad=0.8)
        sheet.space(2.5)
        sheet.paragraph(word("blank_book", "foot"), SMALL, indent=0)
    return sheet.finish()
