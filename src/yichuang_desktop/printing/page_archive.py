"""Papers of the archive: the cover of a closed bag, transfer to the archive room, access (4.6)."""

from typing import Final

from yichuang_desktop.domain.papers import AccessPaper, BagCoverPaper, FolderLine, TransferPaper
from yichuang_desktop.printing.page_blocks import (
    CELL,
    SMALL,
    Column,
    Field,
    SignatureBox,
    day_text,
    time_text,
)
from yichuang_desktop.printing.page_forms import BLANK_DAY, SEQUENCE, joined, person, some
from yichuang_desktop.printing.page_ops import Page, Style, fitted, wrap
from yichuang_desktop.printing.page_sheet import Sheet
from yichuang_desktop.printing.page_words import filled, word

BOX: Final = 28.0
BLOCK: Final = Style(22, bold=True, leading=1.35)
BLOCK_LEAST: Final = 13.0
BLANKS: Final = 4
"""Lines to write files into that are shown."""


def bag_cover_pages(paper: BagCoverPaper, copy_mark: str = "") -> list[Page]:
    """What is pasted on a closed bag: whose it is in big letters, its place, its contents (R-ARC-1)."""
    sheet = Sheet(paper.head, word("bag_cover", "title"), copy_mark=copy_mark)
    sheet.space(2)
    for text in (paper.applicant.name, paper.item_name):
        style = fitted(text, BLOCK, sheet.band.width, BLOCK_LEAST)
        for line in wrap(text, style, sheet.band.width):
            sheet.page.text_centred(sheet.band.middle, sheet.y, line, style)
            sheet.y += style.line
    sheet.space(2)
    sheet.grid(_bag_fields(paper))
    sheet.heading(word("bag_cover", "contents"), follow=24)
    _contents_table(sheet, paper.contents)
    total = sum(row.sheets for row in paper.contents)
    sheet.space(1)
    sheet.paragraph(f"本袋共 {len(paper.contents)} 种文书 {total} 张", SMALL, indent=0)
    if paper.notes:
        sheet.heading(word("bag_cover", "notes"))
        sheet.numbered(paper.notes, CELL)
    sheet.space(3)
    sheet.boxes(
        [
            SignatureBox("装袋人", name=paper.packed_by, day=paper.packed_on),
            SignatureBox("出证窗口组长"),
            SignatureBox("档案室接收人"),
        ],
        height=BOX,
    )
    return sheet.finish()


def _bag_fields(paper: BagCoverPaper) -> list[Field]:
    return [
        Field("件　　号", paper.bag_no),
        Field("盒　　号", paper.box_no),
        Field("收件编号", paper.receipt_no),
        Field("台账类别", paper.ledger),
        *some("归档月份", paper.month),
        Field("保管期限", paper.retention),
        *person("申请人", paper.applicant),
        Field("事项名称", paper.item_name, wide=True),
        Field("审批部门", paper.department),
        *some("收件日期", day_text(paper.received_on)),
        Field("办理结局", paper.ending),
        Field("办结日期", day_text(paper.closed_on)),
        *some("首办责任人", paper.first_handler),
    ]


def _contents_table(sheet: Sheet, rows: tuple[FolderLine, ...]) -> None:
    columns = (
        SEQUENCE,
        Column("文书名称", sheet.band.width - 12 - 18 - 60),
        Column("张数", 18, centred=True),
        Column("备注", 60),
    )
    cells = [(str(row.seq), row.name, str(row.sheets) if row.sheets else "", row.remark) for row in rows]
    sheet.table(columns, cells, style=SMALL, least=6.6)


def transfer_pages(paper: TransferPaper, copy_mark: str = "") -> list[Page]:
    """Transfer to the archive room, once for each side (档案移交表; R-ARC-2, 4.6.4)."""
    parts = (word("parts", "giver"), word("parts", "taker"))
    return [page for part in parts for page in _transfer_part(paper, copy_mark, part)]


def _transfer_part(paper: TransferPaper, copy_mark: str, part: str) -> list[Page]:
    sheet = Sheet(paper.head, word("transfer", "title"), copy_mark=copy_mark, part=part, landscape=True)
    numbers = [row.bag_no for row in paper.rows]
    span = numbers[0] if len(numbers) == 1 else f"{numbers[0]} 至 {numbers[-1]}"
    sheet.grid(
        [
            Field("移交单位", paper.giver),
            Field("接收单位", paper.taker),
            Field("台账类别", paper.ledger),
            Field("归档月份", paper.month),
            Field("起止件号", span),
            Field("件　　数", f"{len(paper.rows)} 件 {sum(row.sheets for row in paper.rows)} 页"),
            *some("盒　　号", paper.box_no),
        ],
    )
    sheet.space(2.5)
    width = sheet.band.width - SEQUENCE.width - 30 - 44 - 30 - 14 - 20
    columns = (
        SEQUENCE,
        Column("件号", 30),
        Column("收件编号", 44),
        Column("题名（申请人及事项）", width * 0.74),
        Column("办结日期", 30, centred=True),
        Column("页数", 14, centred=True),
        Column("保管期限", 20, centred=True),
        Column("备注", width * 0.26),
    )
    cells = [
        (
            str(row.seq),
            row.bag_no,
            row.receipt_no,
            row.title,
            day_text(row.closed_on),
            str(row.sheets),
            row.retention,
            row.remark,
        )
        for row in paper.rows
    ]
    sheet.table(columns, cells, style=SMALL, least=6.6)
    sheet.heading(word("transfer", "gaps"))
    if paper.gaps:
        sheet.numbered(paper.gaps, CELL)
    else:
        sheet.paragraph(word("transfer", "no_gaps"), CELL)
    sheet.space(2)
    sheet.boxes(
        [SignatureBox("移交人"), SignatureBox("接收人"), SignatureBox("监交人")],
        height=BOX,
    )
    return sheet.finish()


def access_pages(paper: AccessPaper, copy_mark: str = "") -> list[Page]:
    """Application, approval and register of reading (档案查阅审批登记表; R-ARC-3, 4.6.5)."""
    sheet = Sheet(paper.head, word("access", "title"), copy_mark=copy_mark)
    sheet.heading(word("access", "application"))
    sheet.grid(
        [
            *person("查阅人", paper.reader),
            Field("查阅单位", paper.unit),
            Field("申请日期", day_text(paper.requested_on)),
            Field("查阅方式", paper.way),
            Field("查阅目的", paper.purpose, wide=True),
            Field("查阅范围", paper.scope, wide=True),
        ],
    )
    sheet.space(2)
    sheet.paragraph(filled(word("access", "pledge"), reader=paper.reader.name))
    sheet.space(2)
    sheet.boxes(
        [
            SignatureBox("查阅人（签字）"),
            SignatureBox(
                "业务主管领导批准", name=paper.approver, day=paper.approved_on, sign_label="意见及签字："
            ),
            SignatureBox("档案管理人员", name=paper.keeper),
        ],
        height=36,
    )
    sheet.heading(word("access", "register"), follow=40)
    files = paper.files or tuple(FolderLine(at, "", 0) for at in range(1, BLANKS + 1))
    columns = (
        SEQUENCE,
        Column("查阅档案（件号、题名）", sheet.band.width - 12 - 18 - 60),
        Column("页数", 18, centred=True),
        Column("复印、摘录情况", 60),
    )
    cells = [
        (str(row.seq), row.name, str(row.sheets) if row.sheets else "", joined(row.remark)) for row in files
    ]
    sheet.table(columns, cells, style=SMALL, least=7.5)
    sheet.space(2)
    sheet.grid(
        [
            Field("开始时间", time_text(paper.started_at) or BLANK_DAY),
            Field("结束时间", time_text(paper.ended_at) or BLANK_DAY),
            Field("归还核对", word("access", "returned"), wide=True),
        ],
    )
    sheet.space(2)
    sheet.boxes([SignatureBox("查阅人（归还）"), SignatureBox("档案管理人员（核对）")], height=26)
    sheet.space(1.5)
    sheet.paragraph(word("access", "note"), SMALL, indent=0)
    return sheet.finish()
